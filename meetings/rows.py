"""A meeting as one line of a list: plain columns turned into the words the reader sees, no model objects built.

The list's template only writes these out; whatever would cost a look-up or a template per row is done here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.handling import Handling
from accounts.reading import note_restricted_rows
from diplomacy.listing import wording
from diplomacy.ui.dates import distance, written
from meetings.models import AgendaItem, Meeting
from meetings.models.series import Level

COLUMNS = (
    "id",
    "title_ja",
    "title_en",
    "start_date",
    "end_date",
    "date_precision",
    "city",
    "country__name_ja",
    "country__name_en",
    "online",
    "status",
    "handling",
    "is_sample",
    "lead_ministry__name_ja",
    "lead_ministry__name_en",
    "lead_ministry__abbreviation",
    "series__level",
)
STATUS_TONES = {
    Meeting.Status.TENTATIVE: "warning",
    Meeting.Status.CONFIRMED: "info",
    Meeting.Status.HELD: "neutral",
    Meeting.Status.POSTPONED: "warning",
    Meeting.Status.CANCELLED: "error",
}
NO_ID = UUID(int=0)


class Wording(wording.Wording):
    """Labels and language of one request, looked up once for all rows."""

    def __init__(self) -> None:
        super().__init__()
        self.levels = {value: str(label) for value, label in Level.choices}
        self.statuses = {value: str(label) for value, label in Meeting.Status.choices}
        self.handlings = {value: str(label) for value, label in Handling.choices}
        self.online = _("オンライン")
        self.distances: dict[int, str] = {}
        self.address = reverse("meetings:detail", args=[NO_ID])

    def place(self, row: dict[str, Any]) -> str:
        country = self.pair(row, "country__name")[0]
        parts = [part for part in (row["city"], country) if part]
        if row["online"]:
            parts.append(self.online)
        return (", " if self.english else "・").join(parts)

    def lead(self, row: dict[str, Any]) -> str:
        if self.english and row["lead_ministry__abbreviation"]:
            return row["lead_ministry__abbreviation"]
        return self.pair(row, "lead_ministry__name")[0]

    def until(self, day: date | None, precision: str) -> str:
        """How far off, where the day is known and still to come."""
        if day is None or precision != "day" or day < self.today:
            return ""
        days = (day - self.today).days
        if days not in self.distances:
            self.distances[days] = distance(days)
        return self.distances[days]


def meeting_lines(rows: Iterable[dict[str, Any]], user: Any) -> list[dict[str, Any]]:
    """The rows (dicts of `COLUMNS`, visible ones) in the reader's words, with how many agenda items the reader sees.

    Whoever asks for lines shows them: restricted ones are noted for the audit here, whatever page or file it is.
    """
    rows = list(rows)
    note_restricted_rows(user, Meeting, [(row["id"], row["handling"]) for row in rows])
    items = AgendaItem.objects.in_visible_meetings({row["id"] for row in rows}, user).live().counts_by_meeting()
    words = Wording()
    return [_line(row, words, items.get(row["id"], 0)) for row in rows]


def _line(row: dict[str, Any], words: Wording, items: int) -> dict[str, Any]:
    start, precision = row["start_date"], row["date_precision"]
    return {
        "id": row["id"],
        "url": words.address.replace(str(NO_ID), str(row["id"])),
        **words.titled(row, "title"),
        "start": start,
        "end": row["end_date"],
        "precision": precision,
        "date": written(start, row["end_date"], precision, words.language),
        "until": words.until(start, precision),
        "level": words.levels.get(row["series__level"], ""),
        "level_value": row["series__level"],
        "place": words.place(row),
        "lead": words.lead(row),
        "status": words.statuses[row["status"]],
        "status_value": row["status"],
        "tone": STATUS_TONES[row["status"]],
        "handling": row["handling"],
        "handling_label": words.handlings[row["handling"]],
        "sample": words.sample if row["is_sample"] else "",
        "items": items,
    }
