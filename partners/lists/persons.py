"""人, 職員派遣."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.access import opens
from diplomacy.listing.filters import SortFilter
from diplomacy.listing.orders import by_reading
from diplomacy.listing.wording import Wording
from diplomacy.paging.keys import Key
from partners.filters import PersonFilter, SecondmentFilter
from partners.lists.listing import Column, PartnerListing, Row, named, plain, routes_of
from partners.lists.work import PARTNER_NAMES, day
from partners.models import Person, Post, Secondment

POST_FIELDS = ("title_ja", "title_en", "organisation__name_ja", "organisation__name_en")


class PersonListFilter(PersonFilter):
    sort = SortFilter(("name", _("氏名")), ("partner", _("国・機関")))


class People(PartnerListing):
    model = Person
    filter_class = PersonListFilter
    orders = {"name": (Key("sort_name"), Key("id")), "partner": (Key("sort_partner"), Key("sort_name"), Key("id"))}
    sort_columns = {"sort_name": by_reading, "sort_partner": lambda: by_reading("partner__")}
    saved_page = "people"
    routes = routes_of("people")
    route = ("person",)
    title = pgettext_lazy("list", "人")
    subtitle = _("相手側の人と今の役職を、ふりがなの順に並べます。漢字・かな・ローマ字で探せます。")
    filter_title = _("人を絞り込む")
    search_hint = _("漢字・かな・ローマ字")
    head = _("氏名")
    fields = (*PARTNER_NAMES, "reading")
    columns = (
        Column(_("ふりがな"), plain("reading")),
        Column(_("国・機関"), named("partner__name"), sort="partner"),
        Column(_("役職"), plain("post")),
        Column(_("機関"), plain("body")),
    )

    @property
    def links(self) -> list[dict[str, Any]]:
        """For those who answer for people's data, those who are kept too long."""
        if not opens("partners:retention")(self.user):
            return super().links
        too_long = {"label": gettext("保存の期限を過ぎた人"), "url": reverse("partners:retention"), "icon": "lock"}
        return [*super().links, too_long]

    def add_facts(self, rows: list[Row]) -> None:
        """The post held on the day asked about, else today; of several the latest."""
        asked = self.form.cleaned_data.get("in_office") if self.is_valid else None
        held = Post.objects.visible_to(self.user).held_on(asked or timezone.localdate())
        posts: dict[Any, Row] = {}
        latest_last = held.filter(person__in=[row["id"] for row in rows]).order_by(
            F("starts_on").asc(nulls_first=True), "id"
        )
        for post in latest_last.values("person", *POST_FIELDS):
            posts[post["person"]] = post
        wording = Wording()
        for row in rows:
            post = posts.get(row["id"])
            row["post"] = wording.pair(post, "title")[0] if post else ""
            row["body"] = wording.pair(post, "organisation__name")[0] if post else ""


class SecondmentListFilter(SecondmentFilter):
    sort = SortFilter(("start", _("始期")), ("partner", _("国・機関")))


class Secondments(PartnerListing):
    model = Secondment
    filter_class = SecondmentListFilter
    orders = {
        "start": (Key("starts_on"), Key("id")),
        "partner": (Key("sort_partner"), Key("starts_on", descending=True), Key("id")),
    }
    sort_columns = {"sort_partner": lambda: by_reading("partner__")}
    default_sort = "-start"
    saved_page = "secondments"
    routes = routes_of("secondments")
    route = ("record", "secondment")
    title = pgettext_lazy("list", "職員派遣")
    subtitle = _("日本と相手の機関のあいだの職員派遣です。")
    filter_title = _("職員派遣を絞り込む")
    search_hint = ""
    title_field = "role"
    head = _("職名")
    fields = (
        *PARTNER_NAMES,
        *("from_organisation__name_ja", "from_organisation__name_en"),
        *("to_organisation__name_ja", "to_organisation__name_en", "starts_on", "ends_on"),
    )
    columns = (
        Column(_("国・機関"), named("partner__name"), sort="partner"),
        Column(_("派遣元"), named("from_organisation__name")),
        Column(_("派遣先"), named("to_organisation__name")),
        Column(_("始期"), day("starts_on"), sort="start"),
        Column(_("終期"), day("ends_on")),
    )
