"""Which ministry leads a meeting is said by the one that leads it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from meetings.actions.meeting import edit_meeting
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(mofa, mext):
    meeting = MeetingFactory(lead_ministry=mofa)
    meeting.concerned.add(mext)
    return meeting


def test_only_its_lead_gives_a_meeting_to_another_ministry(meeting, mext, mext_staff, mofa_staff):
    """Otherwise a ministry that is named on it would take over what the lead alone may: who reads it."""
    take = {"changes": {"lead_ministry": mext}, "seen_version": meeting.version, "now": timezone.now()}
    with pytest.raises(PermissionDenied):
        edit_meeting(meeting.pk, **take, actor=mext_staff)
    edit_meeting(meeting.pk, **take, actor=mofa_staff)


def test_a_ministry_named_on_a_meeting_is_not_offered_its_lead(client, meeting, mext, mext_staff, mofa_staff):
    offered = {}
    for person in (mext_staff, mofa_staff):
        client.force_login(person)
        page = client.get(reverse("meetings:edit", args=[meeting.pk]))
        offered[person] = "lead_ministry" in page.context["form"].fields
    assert offered == {mext_staff: False, mofa_staff: True}
