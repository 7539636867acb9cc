"""Changing how far a record may go: atomic, audited, and nobody is left without the record."""

import pytest
from django.core.exceptions import ValidationError

from accounts.actions import change_handling
from accounts.handling import Handling
from accounts.models import Act, AuditEntry
from accounts.reading import note_export, note_restricted_read
from meetings.models import Meeting
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(mofa):
    return MeetingFactory(owner=mofa)


def readers(*people):
    return {person.email for person in people if Meeting.objects.visible_to(person).exists()}


def test_who_restricts_a_record_is_on_its_list(meeting, mofa_staff, mext_staff, council_member):
    changed = change_handling(
        meeting, handling=Handling.RESTRICTED, access_group_members=[mext_staff], actor=mofa_staff
    )
    assert readers(mofa_staff, mext_staff, council_member) == {mofa_staff.email, mext_staff.email}
    assert changed.version == meeting.version + 1
    assert changed.field_versions["handling"] == changed.version
    entry = AuditEntry.objects.get(act=Act.HANDLING_CHANGED)
    assert (entry.actor, entry.kind, entry.record_id) == (mofa_staff, "meetings.meeting", str(meeting.pk))
    assert entry.detail == {
        "before": "government",
        "after": "restricted",
        "shared_with": [],
        "joined": sorted([str(mofa_staff.pk), str(mext_staff.pk)]),
        "left": [],
    }


def test_list_changes_but_never_becomes_empty(meeting, mofa_staff, mext_staff, officer):
    meeting = change_handling(
        meeting, handling=Handling.RESTRICTED, access_group_members=[mext_staff], actor=mofa_staff
    )
    change_handling(meeting, handling=Handling.RESTRICTED, access_group_members=[mofa_staff, officer], actor=mofa_staff)
    assert readers(mofa_staff, mext_staff, officer) == {mofa_staff.email, officer.email}
    with pytest.raises(ValidationError):
        change_handling(meeting, handling=Handling.RESTRICTED, access_group_members=[], actor=mofa_staff)
    assert readers(mofa_staff, mext_staff, officer) == {mofa_staff.email, officer.email}


def test_list_of_people_who_cannot_sign_in_is_refused(meeting, mofa_staff, mext_staff):
    meeting = change_handling(meeting, handling=Handling.RESTRICTED, actor=mofa_staff)
    mext_staff.is_active = False
    mext_staff.save()
    with pytest.raises(ValidationError):
        change_handling(meeting, handling=Handling.RESTRICTED, access_group_members=[mext_staff], actor=mofa_staff)


def test_opening_a_restricted_record_takes_its_list_off(meeting, mofa_staff, council_member):
    meeting = change_handling(meeting, handling=Handling.RESTRICTED, actor=mofa_staff)
    meeting = change_handling(meeting, handling=Handling.GOVERNMENT, actor=mofa_staff)
    assert meeting.access_group is None
    assert readers(council_member) == {council_member.email}


def test_sharing_names_the_readers_and_going_back_forgets_them(
    meeting, mofa_staff, french_attache, german_attache, french_embassy
):
    meeting = change_handling(meeting, handling=Handling.SHARED, shared_with=[french_embassy], actor=mofa_staff)
    assert readers(mofa_staff, french_attache, german_attache) == {mofa_staff.email, french_attache.email}
    meeting = change_handling(meeting, handling=Handling.GOVERNMENT, actor=mofa_staff)
    assert readers(french_attache) == set()
    assert not meeting.shared_with.exists()


def test_sharing_with_nobody_is_refused_where_nobody_owns_it(mofa_staff):
    with pytest.raises(ValidationError):
        change_handling(MeetingFactory(owner=None), handling=Handling.SHARED, actor=mofa_staff)


def test_unknown_level_is_refused_and_nothing_changes(meeting, mofa_staff):
    with pytest.raises(ValidationError):
        change_handling(meeting, handling="cosmic", actor=mofa_staff)
    meeting.refresh_from_db()
    assert meeting.handling == Handling.GOVERNMENT
    assert not AuditEntry.objects.filter(act=Act.HANDLING_CHANGED).exists()


def test_reading_a_restricted_record_is_in_the_audit_and_other_reading_is_not(meeting, mofa_staff):
    restricted = change_handling(MeetingFactory(), handling=Handling.RESTRICTED, actor=mofa_staff)
    note_restricted_read(mofa_staff, meeting, restricted)
    entry = AuditEntry.objects.get(act=Act.RESTRICTED_READ)
    assert (entry.actor, entry.record_id) == (mofa_staff, str(restricted.pk))


def test_reading_a_restricted_record_by_the_api_is_in_the_audit(client, meeting, mofa_staff, french_attache):
    restricted = change_handling(
        meeting, handling=Handling.RESTRICTED, access_group_members=[french_attache], actor=mofa_staff
    )
    open_one = MeetingFactory(handling=Handling.PUBLIC)
    for person in (mofa_staff, french_attache):
        client.force_login(person)
        for record in (restricted, open_one):
            assert client.get(f"/api/v1/meetings/{record.pk}/").status_code == 200
    entries = AuditEntry.objects.filter(act=Act.RESTRICTED_READ).order_by("pk").values_list("actor", "record_id")
    assert list(entries) == [(person.pk, str(restricted.pk)) for person in (mofa_staff, french_attache)]


def test_export_is_in_the_audit_with_the_names_of_its_filters_only(mofa_staff):
    note_export(mofa_staff, "meetings.meeting", 12, {"q": "機微な語", "level": "ministerial"})
    entry = AuditEntry.objects.get(act=Act.EXPORTED)
    assert (entry.kind, entry.detail) == ("meetings.meeting", {"rows": 12, "filters": ["level", "q"]})
