"""Decisions and actions as lines of a list: plain columns turned into the words the reader sees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.reading import note_restricted_rows
from diplomacy.ui.dates import distance, written
from meetings.models import ActionItem, Decision, Meeting
from meetings.models.outcomes import Side
from meetings.rows import NO_ID, Wording

MEETING_COLUMNS = (
    "meeting",
    "meeting__title_ja",
    "meeting__title_en",
    "meeting__start_date",
    "meeting__end_date",
    "meeting__date_precision",
    "meeting__handling",
)
ACTION_COLUMNS = (
    "id",
    "title_ja",
    "title_en",
    "side",
    "status",
    "due_on",
    "due_by",
    "due_precision",
    "responsible__name_ja",
    "responsible__name_en",
    "responsible__abbreviation",
    "responsible_text",
    "meeting__series__host_partner__name_ja",
    "meeting__series__host_partner__name_en",
    "handling",
    "is_sample",
    *MEETING_COLUMNS,
)
DECISION_COLUMNS = ("id", "text_ja", "text_en", "handling", "is_sample", *MEETING_COLUMNS)
STATUS_TONES = {
    ActionItem.Status.OPEN: "info",
    ActionItem.Status.DONE: "success",
    ActionItem.Status.DROPPED: "neutral",
    ActionItem.Status.HANDED_OVER: "neutral",
}


class OutcomeWording(Wording):
    """Labels and language of one request, looked up once for all rows."""

    def __init__(self) -> None:
        super().__init__()
        self.sides = {value: str(label) for value, label in Side.choices}
        self.states = {value: str(label) for value, label in ActionItem.Status.choices}
        self.overdue = _("期限超過")
        self.no_date = _("期限なし")
        self.action_address = reverse("meetings:action", args=[NO_ID])
        self.tab_address = reverse("meetings:outcomes", args=[NO_ID])

    def owner(self, row: dict[str, Any]) -> str:
        """Who owes it; of theirs nobody may be named, then it is the host of the series."""
        if self.english and row["side"] == Side.OURS and row["responsible__abbreviation"]:
            return row["responsible__abbreviation"]
        named = self.pair(row, "responsible__name")[0] or row["responsible_text"]
        if named or row["side"] == Side.OURS:
            return named
        return self.pair(row, "meeting__series__host_partner__name")[0]

    def due(self, row: dict[str, Any]) -> tuple[str, str, bool]:
        """The date, how far off it is while the action is open, and whether it is over."""
        if row["due_on"] is None:
            return self.no_date, "", False
        text = written(row["due_on"], None, row["due_precision"], self.language)
        if row["status"] != ActionItem.Status.OPEN:
            return text, "", False
        if row["due_by"] < self.today:
            return text, distance((row["due_by"] - self.today).days), True
        if row["due_precision"] != "day":
            return text, "", False
        return text, distance((row["due_on"] - self.today).days), False


def action_lines(rows: Iterable[dict[str, Any]], user: Any) -> list[dict[str, Any]]:
    """The rows (dicts of `ACTION_COLUMNS`, visible ones) in the reader's words; restricted ones are noted as read."""
    rows = _noted(ActionItem, rows, user)
    wording = OutcomeWording()
    return [_action(row, wording) for row in rows]


def decision_lines(rows: Iterable[dict[str, Any]], user: Any) -> list[dict[str, Any]]:
    """The rows (dicts of `DECISION_COLUMNS`, visible ones) in the reader's words; restricted ones are noted as read."""
    rows = _noted(Decision, rows, user)
    wording = OutcomeWording()
    return [_common(row, wording, "text") for row in rows]


def _noted(model: type[Model], rows: Iterable[dict[str, Any]], user: Any) -> list[dict[str, Any]]:
    """A line names its meeting too."""
    rows = list(rows)
    note_restricted_rows(user, model, [(row["id"], row["handling"]) for row in rows])
    note_restricted_rows(user, Meeting, [(row["meeting"], row["meeting__handling"]) for row in rows])
    return rows


def _action(row: dict[str, Any], wording: OutcomeWording) -> dict[str, Any]:
    due, until, overdue = wording.due(row)
    return {
        **_common(row, wording, "title"),
        "url": wording.action_address.replace(str(NO_ID), str(row["id"])),
        "side": wording.sides[row["side"]],
        "side_value": row["side"],
        "owner": wording.owner(row),
        "due": due,
        "until": until,
        "overdue": overdue,
        "status": wording.states[row["status"]],
        "status_value": row["status"],
        "state": wording.overdue if overdue else wording.states[row["status"]],
        "tone": "error" if overdue else STATUS_TONES[row["status"]],
    }


def _common(row: dict[str, Any], wording: OutcomeWording, field: str) -> dict[str, Any]:
    title, language = wording.pair(row, field)
    start, end, precision = (row[f"meeting__{name}"] for name in ("start_date", "end_date", "date_precision"))
    meeting, meeting_language = wording.pair(row, "meeting__title")
    return {
        "id": row["id"],
        "title": title,
        "language": "" if language == wording.language else language,
        "other": row[f"{field}_{wording.other}"] if language == wording.language else "",
        "other_language": wording.other,
        "meeting": meeting,
        "meeting_language": "" if meeting_language == wording.language else meeting_language,
        "meeting_url": wording.tab_address.replace(str(NO_ID), str(row["meeting"])),
        "meeting_date": written(start, end, precision, wording.language),
        "handling": row["handling"],
        "handling_label": wording.handlings[row["handling"]],
        "sample": wording.sample if row["is_sample"] else "",
    }
