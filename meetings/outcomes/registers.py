"""The registers across meetings: every action, every decision that a reader sees, filtered, sorted, saved, exported."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.lists.listing import Listing
from diplomacy.paging.keys import Key, Page
from meetings.models import ActionItem, Decision
from meetings.outcomes.filters import WHEN_CHOICES, ActionFilter, DecisionFilter


class Register(Listing):
    namespace = "meetings"
    subtitle = _("会合で決まったことと、日本側・相手側が約束した行動を、会合をまたいで探します。")

    def visible(self) -> Any:
        return super().visible().live()

    def page(self, *columns: str) -> Page:
        """First which rows, then what they show: asked at once, the database planned longer than it read."""
        found = super().page("id")
        shown = self.model.objects.filter(pk__in=[row["id"] for row in found.rows]).order_by().values(*columns)
        by_id = {row["id"]: row for row in shown}
        return replace(found, rows=[by_id[row["id"]] for row in found.rows if row["id"] in by_id])

    @property
    def links(self) -> list[dict[str, Any]]:
        return [{"label": gettext("会合"), "url": reverse("meetings:list"), "icon": "calendar"}]

    @cached_property
    def tabs(self) -> list[dict[str, Any]]:
        """行動 | 決定."""
        return [
            {"label": one.title, "url": self.address(one.routes["list"]), "current": isinstance(self, one)}
            for one in (ActionRegister, DecisionRegister)
        ]


class ActionRegister(Register):
    model = ActionItem
    filter_class = ActionFilter
    # Only orders that an index gives: the register grows without end.
    orders = {"due": (Key("due_by"), Key("id"))}
    default_sort = "-due"
    saved_page = "actions"
    routes = {"list": "actions", "filter": "actions_filter", "csv": "actions_csv", "xlsx": "actions_xlsx"}
    title = pgettext_lazy("list", "行動")
    filter_title = _("行動を絞り込む")
    search_hint = _("行動・担当のことば")
    segments_label = _("期限")

    @cached_property
    def sort(self) -> str:
        """What is still to be done stands in the order in which it is due."""
        chosen = self.form.cleaned_data.get("sort") if self.is_valid else ""
        asked = self.form.cleaned_data if self.is_valid else {}
        pressing = asked.get("when") or asked.get("status") == [ActionItem.Status.OPEN]
        return chosen or ("due" if pressing else self.default_sort)

    @cached_property
    def periods(self) -> list[dict[str, Any]]:
        return self.segments("when", WHEN_CHOICES)


class DecisionRegister(Register):
    model = Decision
    filter_class = DecisionFilter
    orders = {
        "date": (Key("meeting_date"), Key("id")),
        "entered": (Key("created_at"), Key("id")),
    }
    sort_columns = {"meeting_date": lambda: F("meeting__start_date")}
    default_sort = "-entered"
    saved_page = "decisions"
    routes = {"list": "decisions", "filter": "decisions_filter", "csv": "decisions_csv", "xlsx": "decisions_xlsx"}
    title = pgettext_lazy("list", "決定")
    filter_title = _("決定を絞り込む")
    search_hint = _("決定のことば")
