"""The agenda's rows as the table's template takes them: plain dictionaries of finished texts.

A long agenda is the portal's busiest page. Templates look a key up in a dictionary several times as fast as an
attribute, and what is the same for all rows (words, levels) is worked out once here.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from accounts.handling import Handling
from meetings.models import AgendaItem, Meeting
from meetings.outline import Outline, Row

Words = dict[str, dict[str, str]]


def table_rows(meeting: Meeting, agenda: Outline) -> list[dict[str, Any]]:
    words: Words = {
        "kind": {value: str(label) for value, label in AgendaItem.Kind.choices},
        "handling": {value: str(label) for value, label in Handling.choices},
    }
    first, second = ("en", "ja") if get_language() == "en" else ("ja", "en")
    return [_cells(row, meeting, words, first, second) for row in agenda.rows]


def _cells(row: Row, meeting: Meeting, words: Words, first: str, second: str) -> dict[str, Any]:
    item = row.item
    titles = {"ja": item.title_ja, "en": item.title_en}
    shown = first if titles[first] else second
    return {
        "id": str(item.pk),
        "version": str(item.version),
        "level": str(item.level),
        "day": row.day,
        "day_label": row.day_label,
        "number": row.number,
        "start": row.start,
        "overlap": row.slot.overlap,
        "title": titles[shown],
        "title_lang": shown if shown != first else "",
        "second": titles[second] if shown == first else "",
        "second_lang": second,
        "length": row.length,
        "overrun": row.slot.overrun,
        "lead": row.lead,
        "kind": words["kind"][item.kind],
        "origin": row.origin,
        "handling": item.handling if item.handling != meeting.handling else "",
        "handling_label": words["handling"][item.handling],
        "has_note": item.has_note,
    }
