"""The agenda's rows as the table's template takes them: plain dictionaries of finished texts.

A long agenda is the portal's busiest page. Templates look a key up in a dictionary several times as fast as an
attribute, and what is the same for all rows (words, levels) is worked out once here. Ids and numbers, which stand a
dozen times in each row, are marked as needing no escaping.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accounts.handling import Handling
from meetings.models import AgendaItem, Meeting, Position
from meetings.outline import Outline, Row, Words
from meetings.position_sheet import TONES


def table_rows(
    meeting: Meeting, agenda: Outline, *, writes: bool, states: dict[UUID, str] | None = None
) -> list[dict[str, Any]]:
    """Who writes needs something to take hold of in an empty cell; for the others it stays empty.

    `states` are those of the items' positions, None for a reader to whom there are none.
    """
    words: Words = {
        "kind": {value: str(label) for value, label in AgendaItem.Kind.choices},
        "handling": {value: str(label) for value, label in Handling.choices},
        "state": {value: str(label) for value, label in Position.State.choices},
    }
    blank = "–" if writes else ""
    first, second = ("en", "ja") if get_language() == "en" else ("ja", "en")
    rows = [_cells(row, meeting, words, first, second, blank) for row in agenda.rows]
    for cells, state in zip(rows, (states or {}).values(), strict=False):
        cells["state"] = words["state"].get(state, "")
        cells["tone"] = TONES.get(state, "")
    return rows


def columns(writes: bool, states: dict[UUID, str] | None) -> int:
    """How many columns the table has for its reader."""
    return 8 + writes + (states is not None)


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
