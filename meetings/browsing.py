"""The meetings' list, month and year and the files of them: one filter, its chips, its order, its address."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, gettext_lazy

from accounts.access import Access, admits
from accounts.lists.listing import Listing
from diplomacy.listing.orders import local_column, rank
from diplomacy.paging.keys import Key
from meetings.filters import UPCOMING, WHEN_CHOICES, MeetingListFilter
from meetings.models import Meeting
from meetings.models.series import Level

SAVED_PAGE = "meetings"
VIEWS = {"list": gettext_lazy("一覧"), "calendar": gettext_lazy("月"), "timeline": gettext_lazy("年")}


class Browsing(Listing):
    """One reader's look at the meetings."""

    model = Meeting
    filter_class = MeetingListFilter
    orders = {
        "date": (Key("start_date"), Key("id")),
        "title": (Key("sort_title"), Key("id")),
        "level": (Key("level_rank"), Key("start_date", descending=True), Key("id")),
        "lead": (Key("sort_lead"), Key("start_date", descending=True), Key("id")),
        "status": (Key("status_rank"), Key("start_date", descending=True), Key("id")),
    }
    sort_columns = {
        "sort_title": lambda: local_column("title"),
        "sort_lead": lambda: local_column("lead_ministry__name"),
        "level_rank": lambda: rank("series__level", Level.values),
        "status_rank": lambda: rank("status", Meeting.Status.values),
    }
    default_sort = "-date"
    saved_page = SAVED_PAGE
    namespace = "meetings"
    routes = {"list": "list", "filter": "filter", "csv": "export_csv", "xlsx": "export_xlsx"}
    title = gettext_lazy("会合")
    subtitle = gettext_lazy("国際的な会合と国内の会議を、日付・系列・テーマから探します。")
    filter_title = gettext_lazy("会合を絞り込む")
    search_hint = gettext_lazy("会合名・開催地・議題のことば")
    segments_label = gettext_lazy("時期")

    @property
    def meetings(self) -> QuerySet:
        return self.rows

    @cached_property
    def sort(self) -> str:
        chosen = self.form.cleaned_data.get("sort") if self.is_valid else ""
        upcoming = self.is_valid and self.form.cleaned_data.get("when") == UPCOMING
        return chosen or ("date" if upcoming else self.default_sort)

    @property
    def view(self) -> str:
        """Which of the views shows the rows, or, on the panel's own page, which one asked for it."""
        here = self.request.resolver_match.url_name
        asked = self.request.GET.get("view", "list") if here == "filter" else here
        return asked if asked in VIEWS else "list"

    @property
    def is_list(self) -> bool:
        return self.view == "list"

    @property
    def form_address(self) -> str:
        return reverse(f"meetings:{self.view}")

    @property
    def panel_address(self) -> str:
        return self.address("filter", view="" if self.is_list else self.view)

    @property
    def links(self) -> list[dict[str, Any]]:
        open_actions = f"{reverse('meetings:actions')}?status=open"
        found = [
            {"label": gettext("会合の系列"), "url": reverse("meetings:series_list"), "icon": "list"},
            {"label": gettext("決定と行動"), "url": open_actions, "icon": "check-circle"},
        ]
        if admits(Access.GOVERNMENT, self.user):
            found.append({"label": gettext("司令塔連携"), "url": reverse("meetings:coordination"), "icon": "building"})
        return found

    @cached_property
    def tabs(self) -> list[dict[str, Any]]:
        """表示: 一覧 | 月 | 年, each with the same filter."""
        return [
            {"label": label, "url": self.address(view), "current": view == self.view} for view, label in VIEWS.items()
        ]

    @cached_property
    def periods(self) -> list[dict[str, Any]]:
        return self.segments("when", WHEN_CHOICES) if self.is_list else []
