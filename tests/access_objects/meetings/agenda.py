"""Of items of the agenda."""

from typing import Any

from django.utils import timezone

from accounts.handling import Handling
from meetings.models import AgendaItem
from tests.access_objects.meetings.meeting import hidden_meeting, meeting_of, public_meeting, restricted_meeting
from tests.access_objects.sample import LEAD, Arguments, Sample, with_version
from tests.factories.meetings import AgendaItemFactory


def public_item(cast: Any, **fields: Any) -> AgendaItem:
    return AgendaItemFactory(meeting=public_meeting(cast), handling=Handling.PUBLIC, **fields)


def restricted_item(cast: Any, **fields: Any) -> AgendaItem:
    """Public by itself, under a meeting that is hidden."""
    return AgendaItemFactory(meeting=restricted_meeting(cast), handling=Handling.PUBLIC, **fields)


def item_of(cast: Any, person: str) -> Arguments:
    return {"pk": public_item(cast).pk}


def hidden_item(cast: Any, person: str) -> Arguments:
    return {"pk": restricted_item(cast).pk}


def binned_item_of(cast: Any, person: str) -> Arguments:
    return {"pk": public_item(cast, deleted_at=timezone.now()).pk}


def hidden_binned_item(cast: Any, person: str) -> Arguments:
    return {"pk": restricted_item(cast, deleted_at=timezone.now()).pk}


def meeting_and_item(cast: Any, person: str) -> Arguments:
    item = public_item(cast)
    return {"pk": item.meeting_id, "item": item.pk}


def meeting_and_hidden_item(cast: Any, person: str) -> Arguments:
    """A restricted item of a meeting that its reader may see."""
    item = public_item(cast)
    item.handling, item.access_group = Handling.RESTRICTED, restricted_meeting(cast).access_group
    item.save()
    return {"pk": item.meeting_id, "item": item.pk}


def cell_of(cast: Any, person: str) -> Arguments:
    return {**meeting_and_item(cast, person), "cell": "title"}


def hidden_cell(cast: Any, person: str) -> Arguments:
    return {**meeting_and_hidden_item(cast, person), "cell": "title"}


def meeting_and_chosen_item(cast: Any, person: str) -> Arguments:
    item = public_item(cast)
    return {"pk": item.meeting_id, "body": f"deed=delete&item={item.pk}:{item.version}"}


def meeting_and_binned_item(cast: Any, person: str) -> Arguments:
    item = public_item(cast, deleted_at=timezone.now())
    return {"pk": item.meeting_id, "?": f"item={item.pk}:{item.version}"}


def draft_of(cast: Any, person: str) -> Arguments:
    return {"key": f"item:{public_item(cast).pk}"}


OBJECTS: dict[str, Sample] = {
    "api-agenda-items-detail": Sample(item_of, hidden_item, writers=LEAD),
    "api-agenda-items-duplicate": Sample(item_of, hidden_item, writers=LEAD),
    "api-agenda-items-move": Sample(item_of, hidden_item, writers=LEAD),
    "api-agenda-items-restore": Sample(binned_item_of, hidden_binned_item, writers=LEAD),
    "meetings:agenda_add": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "meetings:agenda_bin": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "meetings:agenda_bulk": Sample(meeting_and_chosen_item, hidden_meeting, writers=LEAD),
    "meetings:agenda_cell": Sample(cell_of, hidden_cell, writers=LEAD, verb_on_get=True),
    "meetings:agenda_changes": Sample(meeting_of, hidden_meeting),
    "meetings:agenda_delete": Sample(with_version(meeting_and_item), meeting_and_hidden_item, writers=LEAD),
    "meetings:agenda_duplicate": Sample(meeting_and_item, meeting_and_hidden_item, writers=LEAD),
    "meetings:agenda_handling": Sample(meeting_and_item, meeting_and_hidden_item, writers=LEAD, verb_on_get=True),
    "meetings:agenda_item": Sample(meeting_and_item, meeting_and_hidden_item, writers=LEAD),
    "meetings:agenda_move": Sample(with_version(meeting_and_item), meeting_and_hidden_item, writers=LEAD),
    "meetings:agenda_order": Sample(meeting_of, hidden_meeting, writers=LEAD),
    "meetings:agenda_paste": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "meetings:agenda_restore": Sample(meeting_and_binned_item, hidden_meeting, writers=LEAD),
    "meetings:draft": Sample(draft_of),
}
