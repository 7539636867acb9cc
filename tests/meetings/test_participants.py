"""Who sits at a meeting: who writes and reads it, the order of precedence, twins, what a later session takes over."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.handling import Handling
from diplomacy.versioned.editing import Conflict
from meetings.actions import participants
from meetings.actions.sessions import create_session
from meetings.history import changes
from meetings.models import Meeting, Participant
from meetings.ordering import StaleOrder
from meetings.participants.holdings import Participations
from meetings.preparation import delegations_set
from partners.actions.erasing import erase_person
from tests.factories.meetings import MeetingFactory, SeriesFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.partners import PersonFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 8, 3, 0, tzinfo=UTC)


@pytest.fixture
def meeting(mofa):
    return MeetingFactory(series=SeriesFactory(lead_ministry=mofa), owner=mofa)


@pytest.fixture
def hidden_person():
    """Shared with nobody: our own ministries do not read the record."""
    return PersonFactory(handling=Handling.SHARED, owner=None)


def order_of(meeting, side="ours"):
    rows = Participant.objects.live().filter(meeting=meeting, side=side).order_by("position")
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    return [row.name_ja for row in rows]


def three(meeting):
    return [ParticipantFactory(meeting=meeting, name_ja=name) for name in "甲乙丙"]


def test_lead_adds_at_the_last_place_and_others_do_not(meeting, mofa_staff, mext_staff, mofa):
    three(meeting)
    fields = {"name_ja": "丁", "role": "adviser", "organisation": mofa}
    row = participants.add_participant(meeting.pk, fields=fields, actor=mofa_staff)
    assert (row.side, row.position, row.owner, row.handling) == ("ours", 4, mofa, Handling.GOVERNMENT)
    with pytest.raises(PermissionDenied):
        participants.add_participant(meeting.pk, fields=fields, actor=mext_staff)
    meeting.concerned.add(mext_staff.organisation)
    with pytest.raises(ValidationError):
        participants.add_participant(meeting.pk, fields=fields, actor=mext_staff)
    assert participants.add_participant(meeting.pk, fields={"name_ja": "戊"}, actor=mext_staff).position == 5


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({}, "name_ja"),
        ({"reading": "こうの"}, "name_ja"),
        ({"name_ja": "甲\0"}, "name_ja"),
        ({"name_ja": "甲\n乙"}, "name_ja"),
        ({"name_ja": "甲" * 201}, "name_ja"),
        ({"name_ja": "甲", "reading": "ABC"}, "reading"),
        ({"name_ja": "甲", "role": "captain"}, "role"),
        ({"name_ja": "甲", "side": "both"}, "side"),
        ({"name_ja": "甲", "note": "あ" * 350_000}, "note"),
        ({"name_ja": "甲", "note": "\x1b[31m"}, "note"),
        ({"name_ja": "甲", "handling": "restricted"}, "handling"),
    ],
)
def test_bad_input_names_the_field_and_saves_nothing(meeting, mofa_staff, fields, at):
    with pytest.raises(ValidationError) as refused:
        participants.add_participant(meeting.pk, fields=fields, actor=mofa_staff)
    assert at in refused.value.message_dict
    assert not Participant.objects.exists()


def test_somebody_is_named_once_and_comes_from_one_place(meeting, mofa_staff, mofa):
    both = {"person": PersonFactory(), "name_ja": "甲"}
    with pytest.raises(ValidationError) as refused:
        participants.add_participant(meeting.pk, fields=both, actor=mofa_staff)
    assert "name_ja" in refused.value.message_dict
    two_bodies = {"name_ja": "甲", "organisation": mofa, "organisation_text": "外務省"}
    with pytest.raises(ValidationError) as refused:
        participants.add_participant(meeting.pk, fields=two_bodies, actor=mofa_staff)
    assert "organisation_text" in refused.value.message_dict
    row = ParticipantFactory(meeting=meeting)
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.filter(pk=row.pk).update(name_ja="", name_en="")


def test_a_hidden_person_is_refused_like_one_that_is_not_there(meeting, mofa_staff, hidden_person):
    with pytest.raises(ValidationError) as refused:
        participants.add_participant(meeting.pk, fields={"person": hidden_person}, actor=mofa_staff)
    assert refused.value.message_dict == {"person": ["選んだものは見つかりません。"]}


def test_the_same_person_sits_once(meeting, mofa_staff, mofa):
    person = PersonFactory()
    fields = {"person": person, "side": "theirs"}
    row = participants.add_participant(meeting.pk, fields=fields, actor=mofa_staff)
    with pytest.raises(ValidationError) as refused:
        participants.add_participant(meeting.pk, fields={**fields, "side": "ours"}, actor=mofa_staff)
    assert "person" in refused.value.message_dict
    named = {"name_ja": "山本 一郎", "organisation": mofa}
    participants.add_participant(meeting.pk, fields=named, actor=mofa_staff)
    with pytest.raises(ValidationError):
        participants.add_participant(meeting.pk, fields=named, actor=mofa_staff)
    participants.add_participant(meeting.pk, fields={**named, "organisation": None}, actor=mofa_staff)
    assert participants.add_participant(
        MeetingFactory(owner=mofa, lead_ministry=mofa).pk, fields=fields, actor=mofa_staff
    )
    participants.delete_participant(row.pk, seen_version=1, actor=mofa_staff, now=NOW)
    assert participants.add_participant(meeting.pk, fields=fields, actor=mofa_staff)


def test_a_hidden_twin_is_not_told_of(meeting, mofa_staff):
    person = PersonFactory()
    ParticipantFactory(meeting=meeting, person=person, handling=Handling.SHARED, owner=None)
    assert participants.add_participant(meeting.pk, fields={"person": person}, actor=mofa_staff)


def test_two_editors_meet(meeting, mofa_staff):
    row = ParticipantFactory(meeting=meeting, title_ja="課長")
    edit = {"seen_version": 1, "actor": mofa_staff}
    participants.edit_participant(row.pk, changes={"title_ja": "局長"}, **edit)
    row, changed = participants.edit_participant(row.pk, changes={"attendance": "attended"}, **edit)
    assert (row.title_ja, row.attendance, changed) == ("局長", "attended", ["attendance"])
    with pytest.raises(Conflict) as met:
        participants.edit_participant(row.pk, changes={"title_ja": "室長"}, **edit)
    assert (met.value.mine["title_ja"], met.value.theirs["title_ja"]) == ("室長", "局長")


def test_only_the_lead_changes_the_handling(meeting, mofa_staff, mext_staff):
    row = ParticipantFactory(meeting=meeting)
    meeting.concerned.add(mext_staff.organisation)
    given = {"changes": {"handling": Handling.PUBLIC}, "seen_version": 1}
    with pytest.raises(PermissionDenied):
        participants.edit_participant(row.pk, **given, actor=mext_staff)
    row, _changed = participants.edit_participant(row.pk, **given, actor=mofa_staff)
    assert row.handling == Handling.PUBLIC


def test_who_changes_side_takes_the_last_place_there(meeting, mofa_staff):
    first, _second, _third = three(meeting)
    ParticipantFactory(meeting=meeting, side="theirs", name_ja="丁")
    participants.edit_participant(first.pk, changes={"side": "theirs"}, seen_version=1, actor=mofa_staff)
    assert (order_of(meeting), order_of(meeting, "theirs")) == (["乙", "丙"], ["丁", "甲"])


def test_precedence_is_arranged_around_hidden_rows_and_a_stale_order_is_refused(meeting, mofa_staff):
    first, second, third = three(meeting)
    Participant.objects.filter(pk=second.pk).update(handling=Handling.SHARED, owner=None)
    given = {"side": "ours", "actor": mofa_staff}
    seen = [first.pk, third.pk]
    participants.reorder_participants(meeting.pk, order=[third.pk, first.pk], seen=seen, **given)
    assert order_of(meeting) == ["丙", "乙", "甲"]
    with pytest.raises(StaleOrder):
        participants.reorder_participants(meeting.pk, order=[third.pk, first.pk], seen=seen, **given)
    everything = [third.pk, second.pk, first.pk]
    with pytest.raises(StaleOrder):
        participants.reorder_participants(meeting.pk, order=everything, seen=everything, **given)
    with pytest.raises(ValidationError):
        participants.reorder_participants(meeting.pk, order=[third.pk], seen=[third.pk, first.pk], **given)


def test_deleted_comes_back_to_its_place_and_a_late_undo_is_refused(meeting, mofa_staff):
    first, _second, _third = three(meeting)
    gone = participants.delete_participant(first.pk, seen_version=1, actor=mofa_staff, now=NOW)
    assert order_of(meeting) == ["乙", "丙"]
    with pytest.raises(Conflict):
        participants.restore_participant(first.pk, seen_version=1, actor=mofa_staff)
    back = participants.restore_participant(first.pk, seen_version=gone.version, actor=mofa_staff)
    assert order_of(meeting) == ["甲", "乙", "丙"]
    participants.delete_participant(first.pk, seen_version=back.version, actor=mofa_staff, now=NOW)
    assert participants.purge_participants(now=NOW + timedelta(days=29)) == 0
    assert participants.purge_participants(now=NOW + timedelta(days=31))


def test_undo_does_not_make_a_twin(meeting, mofa_staff):
    person = PersonFactory()
    row = ParticipantFactory(meeting=meeting, person=person)
    gone = participants.delete_participant(row.pk, seen_version=1, actor=mofa_staff, now=NOW)
    participants.add_participant(meeting.pk, fields={"person": person}, actor=mofa_staff)
    with pytest.raises(ValidationError):
        participants.restore_participant(row.pk, seen_version=gone.version, actor=mofa_staff)


def test_embassy_reads_what_the_row_its_meeting_and_its_person_allow(meeting, mofa, french_attache, german_attache):
    person = PersonFactory(handling=Handling.GOVERNMENT)
    row = ParticipantFactory(meeting=meeting, handling=Handling.SHARED, owner=mofa)
    named = ParticipantFactory(meeting=meeting, person=person, handling=Handling.PUBLIC)
    row.shared_with.add(french_attache.organisation)
    assert not Participant.objects.visible_to(french_attache).exists()
    Meeting.objects.filter(pk=meeting.pk).update(handling=Handling.PUBLIC)
    assert list(Participant.objects.visible_to(french_attache)) == [row]
    assert not Participant.objects.visible_to(german_attache).exists()
    person.handling = Handling.PUBLIC
    person.save()
    assert list(Participant.objects.visible_to(german_attache)) == [named]


def test_delegation_is_set_by_a_head_that_the_reader_sees(meeting, mofa_staff, django_assert_num_queries):
    council = MeetingFactory(series=SeriesFactory(kind="council", lead_ministry=mofa_staff.organisation))
    others = MeetingFactory.create_batch(2, lead_ministry=mofa_staff.organisation)
    ParticipantFactory(meeting=meeting, role="member")
    ParticipantFactory(meeting=others[0], role="head", side="theirs")
    ParticipantFactory(meeting=others[1], role="head", handling=Handling.SHARED, owner=None)
    keys = [meeting.pk, council.pk, *(one.pk for one in others)]
    with django_assert_num_queries(1):
        assert delegations_set(keys, mofa_staff) == dict.fromkeys([meeting.pk, *(one.pk for one in others)], False)
    head = ParticipantFactory(meeting=meeting, role="head")
    assert delegations_set(keys, mofa_staff)[meeting.pk] is True
    participants.delete_participant(head.pk, seen_version=1, actor=mofa_staff, now=NOW)
    assert delegations_set(keys, mofa_staff)[meeting.pk] is False


def test_next_session_takes_our_delegation_over(meeting, mofa_staff, mofa, french_attache):
    head, _member, _third = three(meeting)
    Participant.objects.filter(pk=head.pk).update(role="head", attendance="attended", note="前回の備考")
    shared = ParticipantFactory(meeting=meeting, name_ja="丁", handling=Handling.SHARED, owner=mofa)
    shared.shared_with.add(french_attache.organisation)
    ParticipantFactory(meeting=meeting, name_ja="隠れた", handling=Handling.SHARED, owner=None)
    ParticipantFactory(meeting=meeting, name_ja="相手", side="theirs")
    fields = {"title_ja": "次回", "date_precision": "unknown", "lead_ministry": mofa}
    given = {"fields": fields, "actor": mofa_staff, "copy_from": meeting.pk}
    blank = create_session(meeting.series, **given)
    assert not Participant.objects.filter(meeting=blank).exists()
    made = create_session(meeting.series, **given, items=(), delegation=True)
    assert order_of(made) == ["甲", "乙", "丙", "丁"]
    first = Participant.objects.get(meeting=made, position=1)
    assert (first.role, first.attendance, first.note, first.is_sample) == ("head", "expected", "", False)
    assert list(Participant.objects.get(meeting=made, position=4).shared_with.all()) == [french_attache.organisation]
    assert Participant.objects.filter(meeting=made).count() == 4


def test_history_tells_of_participants(meeting, mofa_staff):
    row = ParticipantFactory(meeting=meeting, person=PersonFactory(name_ja="河野 一"))
    participants.edit_participant(row.pk, changes={"attendance": "absent"}, seen_version=1, actor=mofa_staff)
    told = [change for change in changes(meeting, mofa_staff) if change.fields]
    assert (told[0].what, [(one.label, one.after) for one in told[0].fields]) == ("河野 一", [("出欠", "欠席")])


def test_history_keeps_silent_about_a_person_the_reader_does_not_see(meeting, mofa_staff, hidden_person):
    row = ParticipantFactory(meeting=meeting, name_ja="元の氏名")
    Participant.objects.filter(pk=row.pk).update(person=hidden_person, name_ja="", name_en="", version=2)
    assert "元の氏名" not in str([(one.what, one.fields) for one in changes(meeting, mofa_staff)])


def test_erasing_a_person_leaves_that_somebody_sat_there(meeting, mofa, mofa_staff):
    person = PersonFactory(name_ja="河野 一", owner=mofa)
    row = ParticipantFactory(meeting=meeting, person=person, title_ja="局長", note="席を離す")
    held = Participations().rows(person, mofa_staff)
    assert [(one.text, one.url) for one in held] == [
        (f"{meeting} 団員", reverse("meetings:participants", args=[meeting.pk]))
    ]
    erase_person(person.pk, reason="本人の求め", seen_version=person.version, actor=mofa_staff, now=NOW)
    row.refresh_from_db()
    assert (row.person, row.title_ja, row.note) == (person, "", "")
    told = apps.get_model("meetings", "ParticipantEvent").objects.filter(pgh_obj=row.pk)
    assert not told.exclude(title_ja="", note="").exists()
