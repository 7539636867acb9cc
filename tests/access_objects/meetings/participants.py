"""Of participants."""

from django.utils import timezone

from tests.access_objects.meetings.meeting import hidden_meeting, meeting_of
from tests.access_objects.meetings.outcomes import hidden_outcome, outcome, outcome_row
from tests.access_objects.sample import LEAD, Arguments, Make, Sample
from tests.factories.participants import ParticipantFactory

GONE = timezone.now()


def with_form(make: Make) -> Make:
    return lambda cast, person: {**make(cast, person), "form": "csv"}


def binned_row(cast: object, person: str) -> Arguments:
    return {"pk": outcome(ParticipantFactory, deleted_at=GONE)(cast, person)["pk"]}


visible, hidden = outcome(ParticipantFactory), hidden_outcome(ParticipantFactory)
hidden_gone = hidden_outcome(ParticipantFactory, deleted_at=GONE)
OBJECTS: dict[str, Sample] = {
    "api-meetings-precedence": Sample(meeting_of, hidden_meeting, writers=LEAD),
    "api-participants-detail": Sample(outcome_row(ParticipantFactory), hidden, writers=LEAD),
    "api-participants-restore": Sample(binned_row, hidden_gone, writers=LEAD),
    "meetings:participant": Sample(visible, hidden),
    "meetings:participant_add": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "meetings:participant_bin": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "meetings:participant_delete": Sample(visible, hidden, writers=LEAD),
    "meetings:participant_edit": Sample(visible, hidden, writers=LEAD, verb_on_get=True),
    "meetings:participant_handling": Sample(visible, hidden, writers=LEAD, verb_on_get=True),
    "meetings:participant_order": Sample(meeting_of, hidden_meeting, writers=LEAD),
    "meetings:participant_restore": Sample(outcome(ParticipantFactory, deleted_at=GONE), hidden_gone, writers=LEAD),
    "meetings:participants": Sample(meeting_of, hidden_meeting),
    "meetings:participants_export": Sample(with_form(meeting_of), with_form(hidden_meeting)),
}
