"""Of decisions and actions."""

from typing import Any

from django.utils import timezone

from accounts.handling import Handling
from tests.access_objects.meetings.meeting import hidden_meeting, meeting_of, public_meeting, restricted_meeting
from tests.access_objects.sample import LEAD, Arguments, Make, Sample
from tests.factories.outcomes import ActionFactory, DecisionFactory


def outcome(make: Any, **fields: Any) -> Make:
    """One of a meeting everybody sees; who writes the meeting is told by the form's version."""

    def made(cast: Any, person: str) -> Arguments:
        row = make(meeting=public_meeting(cast), handling=Handling.PUBLIC, owner=cast.organisations.mofa, **fields)
        return {"pk": row.pk, "body": "version=1", "?": "version=1" if row.deleted_at else ""}

    return made


def hidden_outcome(make: Any, **fields: Any) -> Make:
    """Public by itself, of a meeting that is hidden."""

    def made(cast: Any, person: str) -> Arguments:
        return {"pk": make(meeting=restricted_meeting(cast), handling=Handling.PUBLIC, **fields).pk}

    return made


def outcome_row(make: Any) -> Make:
    """For the API, which reads no forms."""
    return lambda cast, person: {"pk": outcome(make)(cast, person)["pk"]}


OBJECTS: dict[str, Sample] = {
    "api-actions-detail": Sample(outcome_row(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD),
    "api-actions-drop": Sample(outcome_row(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD),
    "api-actions-hand-over": Sample(outcome_row(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD),
    "api-actions-reopen": Sample(outcome_row(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD),
    "api-actions-result": Sample(outcome_row(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD),
    "api-decisions-detail": Sample(outcome_row(DecisionFactory), hidden_outcome(DecisionFactory), writers=LEAD),
    "meetings:action": Sample(outcome(ActionFactory), hidden_outcome(ActionFactory)),
    "meetings:action_add": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "meetings:action_delete": Sample(outcome(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD),
    "meetings:action_drop": Sample(outcome(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD),
    "meetings:action_edit": Sample(
        outcome(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD, verb_on_get=True
    ),
    "meetings:action_hand_over": Sample(outcome(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD),
    "meetings:action_handling": Sample(
        outcome(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD, verb_on_get=True
    ),
    "meetings:action_reopen": Sample(outcome(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD),
    "meetings:action_restore": Sample(
        outcome(ActionFactory, deleted_at=timezone.now()),
        hidden_outcome(ActionFactory, deleted_at=timezone.now()),
        writers=LEAD,
    ),
    "meetings:action_result": Sample(
        outcome(ActionFactory), hidden_outcome(ActionFactory), writers=LEAD, verb_on_get=True
    ),
    "meetings:decision": Sample(outcome(DecisionFactory), hidden_outcome(DecisionFactory)),
    "meetings:decision_add": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "meetings:decision_delete": Sample(outcome(DecisionFactory), hidden_outcome(DecisionFactory), writers=LEAD),
    "meetings:decision_edit": Sample(
        outcome(DecisionFactory), hidden_outcome(DecisionFactory), writers=LEAD, verb_on_get=True
    ),
    "meetings:decision_handling": Sample(
        outcome(DecisionFactory), hidden_outcome(DecisionFactory), writers=LEAD, verb_on_get=True
    ),
    "meetings:decision_restore": Sample(
        outcome(DecisionFactory, deleted_at=timezone.now()),
        hidden_outcome(DecisionFactory, deleted_at=timezone.now()),
        writers=LEAD,
    ),
}
