"""専門家名簿, 専門家派遣."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.reading import note_restricted_read
from diplomacy.listing.filters import SortFilter
from diplomacy.listing.orders import by_reading, local_column, rank
from diplomacy.listing.wording import Wording
from diplomacy.paging.keys import Key
from diplomacy.ui.dates import written
from diplomacy.ui.titles import enumerated
from outreach.filters import DispatchFilter, ExpertFilter
from outreach.lists.texts import OWNER, OutreachListing
from outreach.models import Dispatch, Expert, Tongue
from outreach.roster import Record, records_of
from partners.lists.listing import Column, Row, chosen, named, plain, routes_of


def _languages(row: Row, wording: Wording) -> str:
    return enumerated(str(Tongue(code).label) for code in row["languages"])


def _last(row: Row, wording: Wording) -> str:
    return written(row["record"].last) if row["record"].last else ""


def counted(name: str) -> Any:
    return lambda row, wording: getattr(row["record"], name)


class ExpertListFilter(ExpertFilter):
    sort = SortFilter(("name", _("氏名")), ("institution", _("所属機関")))


class Experts(OutreachListing):
    model = Expert
    filter_class = ExpertListFilter
    orders = {
        "name": (Key("sort_name"), Key("id")),
        "institution": (Key("sort_institution"), Key("sort_name"), Key("id")),
    }
    sort_columns = {"sort_name": by_reading, "sort_institution": lambda: by_reading("institution__")}
    saved_page = "experts"
    routes = routes_of("experts")
    route = ("expert",)
    adds = (_("専門家を登録"), "expert_add")
    title = pgettext_lazy("list", "専門家名簿")
    subtitle = _("海外での講演を引き受ける専門家です。本人の同意を得て登録し、派遣の候補の選定と連絡にだけ使います。")
    filter_title = _("専門家を絞り込む")
    search_hint = _("氏名・専門のことば")
    head = _("氏名")
    fields = ("institution__name_ja", "institution__name_en", "field_ja", "field_en", "languages")
    columns = (
        Column(_("専門"), named("field")),
        Column(_("所属機関"), named("institution__name"), sort="institution"),
        Column(_("言語"), _languages),
        Column(_("依頼"), counted("asked"), number=True),
        Column(_("受諾"), counted("accepted"), number=True),
        Column(_("辞退"), counted("declined"), number=True),
        Column(_("最後の依頼"), _last),
    )

    def add_facts(self, rows: list[Row]) -> None:
        records = records_of([row["id"] for row in rows], self.user)
        for row in rows:
            row["record"] = records.get(row["id"], Record())


def _days(row: Row, wording: Wording) -> str:
    return written(row["starts_on"], row["ends_on"])


class DispatchListFilter(DispatchFilter):
    sort = SortFilter(("date", _("期間")), ("name", _("件名")), ("partner", _("派遣先")), ("state", _("段階")))


class Dispatches(OutreachListing):
    model = Dispatch
    filter_class = DispatchListFilter
    orders = {
        "name": (Key("sort_name"), Key("id")),
        "date": (Key("starts_on"), Key("id")),
        "partner": (Key("sort_partner"), Key("starts_on", descending=True), Key("id")),
        "state": (Key("state_rank"), Key("starts_on"), Key("id")),
    }
    sort_columns = {
        "sort_name": lambda: local_column("title"),
        "sort_partner": lambda: by_reading("partner__"),
        "state_rank": lambda: rank("state", Dispatch.State.values),
    }
    default_sort = "-date"
    saved_page = "dispatches"
    routes = routes_of("dispatches")
    route = ("dispatch",)
    adds = (_("専門家の派遣を依頼"), "dispatch_add")
    title = pgettext_lazy("list", "専門家派遣")
    subtitle = _("依頼から、候補の選定、承認、招請、派遣、報告、その後の成果までを追います。")
    filter_title = _("専門家派遣を絞り込む")
    search_hint = _("件名・都市のことば")
    segments_label = _("段階")
    title_field = "title"
    head = _("件名")
    fields = (
        *OWNER,
        *("partner__name_ja", "partner__name_en", "theme__name_ja", "theme__name_en", "city", "starts_on", "ends_on"),
        *("state", "expert"),
    )
    columns = (
        Column(_("期間"), _days, sort="date"),
        Column(_("派遣先"), named("partner__name"), sort="partner"),
        Column(_("都市"), plain("city")),
        Column(_("テーマ"), named("theme__name")),
        Column(_("専門家"), plain("speaker")),
        Column(_("段階"), chosen("state", Dispatch.State), sort="state"),
        Column(_("依頼した機関"), named("owner__name")),
    )

    def add_facts(self, rows: list[Row]) -> None:
        """The speaker's name where the reader sees the speaker."""
        keys = [row["expert"] for row in rows if row["expert"]]
        names = list(Expert.objects.visible_to(self.user).filter(pk__in=keys).only("name_ja", "name_en", "handling"))
        note_restricted_read(self.user, *names)
        seen = {expert.pk: str(expert) for expert in names}
        for row in rows:
            row["speaker"] = seen.get(row["expert"], "")

    @cached_property
    def periods(self) -> list[dict[str, Any]]:
        return self.segments("state", Dispatch.State.choices)
