"""Decisions and actions in the search box."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from diplomacy.search.providers import Hit
from diplomacy.ui.dates import written
from meetings.models import ActionItem, Decision
from meetings.search import MEETING, other_of

OF_MEETING = [f"meeting__{name}" for name in MEETING]


class DecisionFinder:
    name, label, order = "decisions", pgettext_lazy("list", "決定"), 22

    def rows(self, text: str, user: Any) -> QuerySet:
        found = Decision.objects.visible_to(user).live().worded_like(text).select_related("meeting")
        found = found.order_by(F("meeting__start_date").desc(nulls_last=True), "meeting", "day", "created_at", "id")
        return found.only("text_ja", "text_en", "handling", "is_sample", *OF_MEETING)

    def hits(self, rows: Sequence[Decision]) -> Iterable[Hit]:
        for decision in rows:
            meeting = decision.meeting
            yield Hit(
                str(decision),
                f"{reverse('meetings:outcomes', args=[meeting.pk])}#d-{decision.pk}",
                other_of(decision.text_ja, decision.text_en),
                (str(meeting), written(meeting.start_date, meeting.end_date, meeting.date_precision)),
                decision.handling,
                decision.is_sample,
                (decision, meeting),
            )


class ActionFinder:
    name, label, order = "actions", pgettext_lazy("list", "行動"), 24
    columns = ("title_ja", "title_en", "side", "status", "due_on", "due_precision", "handling", "is_sample")

    def rows(self, text: str, user: Any) -> QuerySet:
        found = ActionItem.objects.visible_to(user).live().worded_like(text).select_related("meeting")
        return found.order_by(F("due_by").desc(nulls_last=True), "id").only(*self.columns, *OF_MEETING)

    def hits(self, rows: Sequence[ActionItem]) -> Iterable[Hit]:
        for action in rows:
            due = written(action.due_on, None, action.due_precision) if action.due_on else ""
            details = (str(action.meeting), action.get_side_display(), due, action.get_status_display())
            yield Hit(
                str(action),
                reverse("meetings:action", args=[action.pk]),
                other_of(action.title_ja, action.title_en),
                tuple(filter(None, details)),
                action.handling,
                action.is_sample,
                (action, action.meeting),
            )


FINDERS = [DecisionFinder(), ActionFinder()]
