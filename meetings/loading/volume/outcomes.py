"""Decisions and actions of the large set, spread over its meetings: most long done, some open, a few of those late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from accounts.handling import Handling
from meetings.loading.volume import words
from meetings.loading.volume.copying import blank
from meetings.models import ActionItem, Decision
from meetings.models.outcomes import Side
from partners.models import DatePrecision

if TYPE_CHECKING:
    from meetings.loading.volume.rows import Volume

STILL_OPEN = 0.03


def decision_rows(volume: Volume, count: int) -> Iterator[dict[str, Any]]:
    base = blank(Decision) | _stamps(volume)
    for number in range(count):
        text_ja, text_en = words.topic(volume.chance)
        meeting = volume.meetings[number % len(volume.meetings)]
        yield base | _of(volume, meeting) | {"text_ja": f"{text_ja}を進める。", "text_en": f"{text_en}: to go on."}


def action_rows(volume: Volume, count: int) -> Iterator[dict[str, Any]]:
    """Due between a month and a year after their meeting; open where that is not over, and here and there later."""
    base = blank(ActionItem) | _stamps(volume) | {"due_precision": DatePrecision.DAY}
    chance = volume.chance
    for number in range(count):
        meeting = volume.meetings[number % len(volume.meetings)]
        due = meeting["start_date"] + timedelta(days=chance.randint(30, 365))
        still_open = due >= volume.today or chance.random() < STILL_OPEN
        ours = chance.random() < 0.6
        title_ja, title_en = words.topic(chance)
        yield (
            base
            | _of(volume, meeting)
            | {
                "title_ja": title_ja,
                "title_en": title_en,
                "side": Side.OURS if ours else Side.THEIRS,
                "responsible_id": chance.choice(volume.places.ministries) if ours else None,
                "due_on": due,
                "status": ActionItem.Status.OPEN if still_open else ActionItem.Status.DONE,
                "result": "" if still_open else "実施した。",
                "result_on": None if still_open else due,
            }
        )


def _stamps(volume: Volume) -> dict[str, Any]:
    return {"created_at": volume.now, "updated_at": volume.now, "is_sample": True}


def _of(volume: Volume, meeting: dict[str, Any]) -> dict[str, Any]:
    """Handled as its meeting; what is shared stays with the owner and inside government here."""
    level = meeting["handling"]
    return {
        "id": volume.key(),
        "meeting_id": meeting["id"],
        "handling": Handling.GOVERNMENT if level == Handling.SHARED else level,
        "owner_id": meeting["owner_id"],
        "access_group_id": meeting["access_group_id"],
    }
