"""協定, 学術交流協定, 案件, スタンス: what two sides do together, and how we stand."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from diplomacy.listing.filters import SortFilter
from diplomacy.listing.orders import by_reading, local_column, rank
from diplomacy.listing.wording import Wording
from diplomacy.paging.keys import Key
from diplomacy.ui.dates import written
from diplomacy.ui.titles import enumerated
from partners.clock import Clock, clock_of
from partners.filters import AcademicAgreementFilter, AgreementFilter, ProjectFilter, StanceFilter
from partners.lists.listing import Column, PartnerListing, Row, chosen, named, plain, routes_of
from partners.models import AcademicAgreement, Agreement, Partner, Project, Stance
from partners.querysets import CLOCK_COLUMNS

PARTNER_NAMES = ("partner__name_ja", "partner__name_en")


def day(field: str, precision: str = "") -> Any:
    return lambda row, wording: _date(row[field], row[precision] if precision else "day")


def _date(value: date | None, precision: str) -> str:
    return written(value, precision=precision) if value else ""


def _clock(row: Row, wording: Wording) -> Clock | None:
    return clock_of(Agreement(**{name: row[name] for name in CLOCK_COLUMNS}), wording.today)


def _pressing(row: Row, wording: Wording) -> str:
    clock = _clock(row, wording)
    return clock.words if clock else ""


def _ends(row: Row, wording: Wording) -> str:
    clock = _clock(row, wording)
    return written(clock.ends_on) if clock else ""


class AgreementListFilter(AgreementFilter):
    sort = SortFilter(("partner", _("相手")), ("name", _("名称")), ("signed", _("署名")), ("status", _("状態")))


class Agreements(PartnerListing):
    model = Agreement
    filter_class = AgreementListFilter
    orders = {
        "name": (Key("sort_name"), Key("id")),
        "partner": (Key("sort_partner"), Key("signed_on"), Key("id")),
        "signed": (Key("signed_on"), Key("id")),
        "status": (Key("status_rank"), Key("sort_partner"), Key("id")),
    }
    sort_columns = {
        "sort_name": lambda: local_column("name"),
        "sort_partner": lambda: by_reading("partner__"),
        "status_rank": lambda: rank("status", Agreement.Status.values),
    }
    default_sort = "partner"
    saved_page = "agreements"
    routes = routes_of("agreements")
    route = ("agreement",)
    title = pgettext_lazy("list", "協定")
    subtitle = _("二国間の科学技術協力協定・取極と、その期間・通告期限です。")
    filter_title = _("協定を絞り込む")
    search_hint = _("協定の名前")
    head = _("名称")
    fields = (*PARTNER_NAMES, "signed_on", "signed_precision", *CLOCK_COLUMNS)
    columns = (
        Column(_("相手"), named("partner__name"), sort="partner"),
        Column(_("署名"), day("signed_on", "signed_precision"), sort="signed"),
        Column(_("状態"), chosen("status", Agreement.Status), sort="status"),
        Column(_("満了日"), _ends),
        Column(_("期限まで"), _pressing),
    )


class AcademicAgreementListFilter(AcademicAgreementFilter):
    sort = SortFilter(("partner", _("国・機関")), ("organisation", _("日本側")), ("signed", _("締結")))


class AcademicAgreements(PartnerListing):
    model = AcademicAgreement
    filter_class = AcademicAgreementListFilter
    orders = {
        "partner": (Key("sort_partner"), Key("sort_organisation"), Key("id")),
        "organisation": (Key("sort_organisation"), Key("id")),
        "signed": (Key("signed_on"), Key("id")),
    }
    sort_columns = {
        "sort_partner": lambda: by_reading("partner__"),
        "sort_organisation": lambda: by_reading("organisation__"),
    }
    default_sort = "partner"
    saved_page = "academic"
    routes = routes_of("academic")
    route = ("record", "academic")
    title = pgettext_lazy("list", "学術交流協定")
    subtitle = _("日本の大学・研究機関と相手機関が結んだ学術交流協定です。")
    filter_title = _("学術交流協定を絞り込む")
    search_hint = _("相手機関の名前")
    title_field = "counterpart"
    head = _("相手機関")
    fields = (*PARTNER_NAMES, "organisation__name_ja", "organisation__name_en", "signed_on", "expires_on")
    columns = (
        Column(_("国・機関"), named("partner__name"), sort="partner"),
        Column(_("日本側"), named("organisation__name"), sort="organisation"),
        Column(_("締結"), day("signed_on"), sort="signed"),
        Column(_("満了日"), day("expires_on")),
    )


class ProjectListFilter(ProjectFilter):
    sort = SortFilter(("year", _("採択年度")), ("name", _("課題名")), ("stage", _("段階")), ("programme", _("事業")))


class Projects(PartnerListing):
    model = Project
    filter_class = ProjectListFilter
    orders = {
        "name": (Key("sort_name"), Key("id")),
        "year": (Key("fiscal_year"), Key("id")),
        "stage": (Key("stage_rank"), Key("fiscal_year", descending=True), Key("id")),
        "programme": (Key("programme"), Key("fiscal_year", descending=True), Key("id")),
    }
    sort_columns = {
        "sort_name": lambda: local_column("title"),
        "stage_rank": lambda: rank("stage", Project.Stage.values),
    }
    default_sort = "-year"
    saved_page = "projects"
    routes = routes_of("projects")
    route = ("project",)
    title = pgettext_lazy("list", "案件")
    subtitle = _("国際共同研究などの案件を、段階・相手・テーマから探します。")
    filter_title = _("案件を絞り込む")
    search_hint = _("課題名・機関のことば")
    title_field = "title"
    head = _("課題名")
    fields = ("programme", "fiscal_year", "stage", "jp_institution", "partner_institution")
    columns = (
        Column(_("相手"), plain("partners")),
        Column(_("段階"), chosen("stage", Project.Stage), sort="stage"),
        Column(_("事業"), plain("programme"), sort="programme"),
        Column(_("採択年度"), plain("fiscal_year"), sort="year", number=True),
        Column(_("日本側機関"), plain("jp_institution")),
        Column(_("相手側機関"), plain("partner_institution")),
    )

    def add_facts(self, rows: list[Row]) -> None:
        names = partners_named([row["id"] for row in rows], self.user)
        for row in rows:
            row["partners"] = enumerated(names.get(row["id"], []))

    @property
    def is_list(self) -> bool:
        return not self.request.resolver_match.url_name.startswith("projects_board")

    @cached_property
    def tabs(self) -> list[dict[str, Any]]:
        """一覧 | 段階別, each with the same filter."""
        views = (("projects", _("一覧"), self.is_list), ("projects_board", _("段階別ボード"), not self.is_list))
        return [{"label": label, "url": self.address(route), "current": here} for route, label, here in views]


def partners_named(projects: list[Any], user: Any) -> dict[Any, list[str]]:
    """The names of each project's partners, in the order of their readings."""
    links = Project.partners.through.objects.filter(
        project__in=projects, partner__in=Partner.objects.visible_to(user).order_by().values("pk")
    )
    names: dict[Any, list[str]] = {}
    wording = Wording()
    for row in links.order_by("partner__sorted_by").values("project", "partner__name_ja", "partner__name_en"):
        names.setdefault(row["project"], []).append(wording.pair(row, "partner__name")[0])
    return names


class StanceListFilter(StanceFilter):
    sort = SortFilter(("partner", _("国・機関")), ("theme", _("テーマ")), ("kind", _("スタンス")))


class Stances(PartnerListing):
    model = Stance
    filter_class = StanceListFilter
    orders = {
        "partner": (Key("sort_partner"), Key("id")),
        "theme": (Key("sort_theme"), Key("sort_partner"), Key("id")),
        "kind": (Key("kind_rank"), Key("sort_partner"), Key("id")),
    }
    sort_columns = {
        "sort_partner": lambda: by_reading("partner__"),
        "sort_theme": lambda: local_column("theme__name"),
        "kind_rank": lambda: rank("kind", Stance.Kind.values),
    }
    default_sort = "partner"
    saved_page = "stances"
    routes = routes_of("stances")
    route = ("record", "stance")
    title = pgettext_lazy("list", "スタンス")
    subtitle = _("国・機関とテーマごとに、協調・競争・要保護のどれと見るかです。")
    filter_title = _("スタンスを絞り込む")
    search_hint = ""
    title_field = "theme__name"
    head = _("テーマ")
    fields = (*PARTNER_NAMES, "kind", "reason_ja", "reason_en")
    columns = (
        Column(_("国・機関"), named("partner__name"), sort="partner"),
        Column(_("スタンス"), chosen("kind", Stance.Kind), sort="kind"),
        Column(_("理由"), named("reason"), page=False),
    )
