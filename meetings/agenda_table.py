"""The agenda's rows as the table's template takes them: plain dictionaries of finished texts.

A long agenda is the portal's busiest page. Templates look a key up in a dictionary several times as fast as an
attribute, and what is the same for all rows (words, levels) is worked out once here. Ids and numbers, which stand a
dozen times in each row, are marked as needing no escaping.
"""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts.handling import Handling
from meetings.models import AgendaItem, Meeting
from meetings.outline import Outline, Row, Words


def table_rows(meeting: Meeting, agenda: Outline, *, writes: bool) -> list[dict[str, Any]]:
    """Who writes needs something to take hold of in an empty cell; for the others it stays empty."""
    words: Words = {
        "kind": {value: str(label) for value, label in AgendaItem.Kind.choices},
        "handling": {value: str(label) for value, label in Handling.choices},
    }
    blank = "–" if writes else ""
    first, second = ("en", "ja") if get_language() == "en" else ("ja", "en")
    return [_cells(row, meeting, words, first, second, blank) for row in agenda.rows]


def _cells(row: Row, meeting: Meeting, words: Words, first: str, second: str, blank: str) -> dict[str, Any]:
    item = row.item
    titles = {"ja": item.title_ja, "en": item.title_en}
    shown = first if titles[first] else second
    return {
        "id": SafeString(item.pk),
        "version": SafeString(item.version),
        "level": SafeString(item.level),
        "day": row.day,
        "day_label": row.day_label,
        "number": row.number,
        "start": row.start or blank,
        "overlap": row.slot.overlap,
        "title": titles[shown],
        "title_lang": shown if shown != first else "",
        "second": titles[second] if shown == first else "",
        "second_lang": second,
        "length": row.length or blank,
        "overrun": row.slot.overrun,
        "lead": row.lead or blank,
        "kind": words["kind"][item.kind],
        "origin": row.origin or blank,
        "handling": item.handling if item.handling != meeting.handling else "",
        "handling_label": words["handling"][item.handling],
        "has_note": item.has_note,
    }
