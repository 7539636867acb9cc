"""Of clearances, their entries and replies."""

from typing import Any

from meetings.models import ClearanceItem, ClearanceReply, ClearanceRound, Position
from tests.access_objects.meetings.meeting import hidden_meeting, meeting_of
from tests.access_objects.meetings.positions import public_position, restricted_position
from tests.access_objects.sample import ASKED, LEAD, Arguments, Make, Sample
from tests.factories.positions import ClearanceRoundFactory


def round_on(cast: Any, position: Position) -> ClearanceRound:
    """Of the lead ministry; the ministry of `other_staff` is asked and has replied."""
    return ClearanceRoundFactory(lead=cast.organisations.mofa, positions=[position], asked=[cast.organisations.mext])


def round_of(cast: Any, person: str) -> Arguments:
    return {"pk": round_on(cast, public_position(cast)).pk}


def hidden_round(cast: Any, person: str) -> Arguments:
    return {"pk": round_on(cast, restricted_position(cast)).pk}


def entry_of_round(cast: Any, person: str) -> Arguments:
    entry = round_on(cast, public_position(cast)).entries.get()
    return {"pk": entry.round_id, "entry": entry.pk}


def hidden_entry_of_round(cast: Any, person: str) -> Arguments:
    """An entry kept from its reader, of a round that they see by another entry."""
    round = round_on(cast, public_position(cast))
    hidden = round_on(cast, restricted_position(cast)).entries.get()
    hidden.round = round
    hidden.save()
    return {"pk": round.pk, "entry": hidden.pk}


def entry_alone(make: Make) -> Make:
    return lambda cast, person: {"pk": ClearanceItem.objects.get(round=make(cast, person)["pk"]).pk}


def reply_alone(make: Make) -> Make:
    return lambda cast, person: {"pk": ClearanceReply.objects.get(entry__round=make(cast, person)["pk"]).pk}


def as_csv(make: Make) -> Make:
    return lambda cast, person: {**make(cast, person), "form": "csv"}


OBJECTS: dict[str, Sample] = {
    "meetings:clearance_again": Sample(round_of, hidden_round, writers=LEAD, verb_on_get=True),
    "meetings:clearance_close": Sample(round_of, hidden_round, writers=LEAD, verb_on_get=True),
    "meetings:clearance_deadline": Sample(round_of, hidden_round, writers=LEAD, verb_on_get=True),
    "meetings:clearance_entry": Sample(entry_of_round, hidden_entry_of_round, writers=ASKED),
    "meetings:clearance_export": Sample(as_csv(round_of), as_csv(hidden_round)),
    "meetings:clearance_open": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "meetings:clearance_rest": Sample(round_of, hidden_round, writers=ASKED, verb_on_get=True),
    "meetings:clearance_round": Sample(round_of, hidden_round),
    "meetings:clearance_urge": Sample(round_of, hidden_round, writers=LEAD),
    "meetings:clearance_withdraw": Sample(round_of, hidden_round, writers=LEAD, verb_on_get=True),
    "meetings:clearances": Sample(meeting_of, hidden_meeting),
    "api-clearances-detail": Sample(round_of, hidden_round),
    "api-clearances-close": Sample(round_of, hidden_round, writers=LEAD),
    "api-clearances-recirculate": Sample(round_of, hidden_round, writers=LEAD),
    "api-clearances-unsettled": Sample(round_of, hidden_round),
    "api-clearances-withdraw": Sample(round_of, hidden_round, writers=LEAD),
    "api-clearance-entries-detail": Sample(entry_alone(round_of), entry_alone(hidden_round)),
    "api-clearance-replies-detail": Sample(reply_alone(round_of), reply_alone(hidden_round)),
}
