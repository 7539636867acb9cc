"""Of positions and their versions."""

from typing import Any

from accounts.handling import Handling
from meetings.models import Position
from tests.access_objects.meetings.agenda import meeting_and_hidden_item, meeting_and_item, public_item
from tests.access_objects.meetings.meeting import hidden_meeting, meeting_of, restricted_meeting
from tests.access_objects.sample import LEAD, Arguments, Sample
from tests.factories.positions import PositionFactory, PositionVersionFactory


def public_position(cast: Any) -> Position:
    """Of the lead ministry, on an item that everybody sees."""
    return PositionFactory(item=public_item(cast))


def position_of(cast: Any, person: str) -> Arguments:
    return {"pk": public_position(cast).pk}


def restricted_position(cast: Any) -> Position:
    position = public_position(cast)
    position.handling, position.access_group = Handling.RESTRICTED, restricted_meeting(cast).access_group
    position.save()
    return position


def hidden_position(cast: Any, person: str) -> Arguments:
    return {"pk": restricted_position(cast).pk}


def meeting_and_position(cast: Any, person: str) -> Arguments:
    position = public_position(cast)
    return {"pk": position.item.meeting_id, "item": position.item_id}


def meeting_and_hidden_position(cast: Any, person: str) -> Arguments:
    """A position kept from its reader, on an item that they see and may write."""
    position = restricted_position(cast)
    return {"pk": position.item.meeting_id, "item": position.item_id}


def text_of(cast: Any, person: str) -> Arguments:
    return {**meeting_and_item(cast, person), "text": "line_ja"}


def hidden_text(cast: Any, person: str) -> Arguments:
    return {**meeting_and_hidden_item(cast, person), "text": "line_ja"}


def version_of(cast: Any, person: str) -> Arguments:
    return {"pk": PositionVersionFactory(position=public_position(cast)).pk}


def hidden_version(cast: Any, person: str) -> Arguments:
    return {"pk": PositionVersionFactory(position=restricted_position(cast)).pk}


OBJECTS: dict[str, Sample] = {
    "api-position-versions-detail": Sample(version_of, hidden_version),
    "api-positions-detail": Sample(position_of, hidden_position, writers=LEAD),
    "meetings:position": Sample(meeting_and_item, meeting_and_hidden_item, writers=LEAD),
    "meetings:position_handling": Sample(
        meeting_and_position, meeting_and_hidden_position, writers=LEAD, verb_on_get=True
    ),
    "meetings:position_text": Sample(text_of, hidden_text, writers=LEAD, verb_on_get=True),
    "meetings:positions": Sample(meeting_of, hidden_meeting),
    "meetings:positions_changes": Sample(meeting_of, hidden_meeting),
}
