"""記事, 日本の貢献."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.access import opens
from diplomacy.listing.filters import SortFilter
from diplomacy.listing.orders import local_column, rank
from diplomacy.listing.wording import Wording
from diplomacy.paging.keys import Key
from diplomacy.ui.dates import written
from outreach.filters import OfferFilter, StoryFilter
from outreach.models import Editorial, Offer, Story
from partners.lists.listing import Column, PartnerListing, Row, chosen, named, routes_of

OWNER = ("owner__name_ja", "owner__name_en")


def moment(row: Row, wording: Wording) -> str:
    if row["publish_at"] is None:
        return ""
    here = timezone.localtime(row["publish_at"])
    return f"{written(here.date())} {here:%H:%M}"


def links_to(request: Any, *named_routes: tuple[Any, str, str]) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": reverse(f"outreach:{route}"), "icon": icon}
        for label, route, icon in named_routes
        if opens(f"outreach:{route}")(request.user)
    ]


class OutreachListing(PartnerListing):
    namespace = "outreach"
    adds: ClassVar[tuple[Any, str]]

    @property
    def links(self) -> list[dict[str, Any]]:
        return links_to(self.request, (*self.adds, "plus"))


class TextListing(OutreachListing):
    """By what moved last: a desk editor looks for what is under way."""

    orders = {
        "name": (Key("sort_name"), Key("id")),
        "state": (Key("state_rank"), Key("updated_at", descending=True), Key("id")),
        "published": (Key("publish_at"), Key("id")),
        "changed": (Key("updated_at"), Key("id")),
    }
    sort_columns = {
        "sort_name": lambda: local_column("title"),
        "state_rank": lambda: rank("state", Editorial.State.values),
    }
    default_sort = "-changed"
    title_field = "title"
    head = _("見出し")

    @cached_property
    def periods(self) -> list[dict[str, Any]]:
        return self.segments("state", Editorial.State.choices)

    segments_label = _("段階")


SORTS = (("name", _("見出し")), ("state", _("段階")), ("published", _("公開日時")), ("changed", _("更新")))
STATE = Column(_("段階"), chosen("state", Editorial.State), sort="state")
PUBLISHED = Column(_("公開日時"), moment, sort="published")
RESPONSIBLE = Column(_("責任府省"), named("owner__name"))


class StoryListFilter(StoryFilter):
    sort = SortFilter(*SORTS)


class Stories(TextListing):
    model = Story
    filter_class = StoryListFilter
    saved_page = "stories"
    routes = routes_of("stories")
    route = ("story",)
    adds = (_("新しく書く"), "story_add")
    title = pgettext_lazy("list", "記事")
    subtitle = _("公開サイトに載せる記事です。別の人が確認し、英訳を終えたものだけが公開できます。")
    filter_title = _("記事を絞り込む")
    search_hint = _("見出し・要約のことば")
    fields = (*OWNER, "state", "publish_at", "updated_at")
    columns = (STATE, PUBLISHED, RESPONSIBLE)


class OfferListFilter(OfferFilter):
    sort = SortFilter(*SORTS, ("theme", _("テーマ")))


class Offers(TextListing):
    model = Offer
    filter_class = OfferListFilter
    orders = {**TextListing.orders, "theme": (Key("sort_theme"), Key("id"))}
    sort_columns = {**TextListing.sort_columns, "sort_theme": lambda: F("theme__position")}
    saved_page = "offers"
    routes = routes_of("offers")
    route = ("offer",)
    adds = (_("新しく書く"), "offer_add")
    title = pgettext_lazy("list", "日本の貢献")
    subtitle = _("テーマごとに日本が提供できるものです。公開すると、公開サイトのテーマのページに載ります。")
    filter_title = _("日本の貢献を絞り込む")
    search_hint = _("見出し・要約のことば")
    fields = (*OWNER, "theme__name_ja", "theme__name_en", "state", "publish_at", "updated_at")
    columns = (Column(_("テーマ"), named("theme__name"), sort="theme"), STATE, PUBLISHED, RESPONSIBLE)
