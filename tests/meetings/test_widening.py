"""What is taken from under a record that few read goes no further in its new place, unless somebody who may says so."""

import pytest
from django.core.exceptions import ValidationError

from accounts.handling import Handling
from accounts.models import AccessGroupMember
from meetings.actions.arranging import move_item, step_item
from meetings.actions.documents import edit_document
from meetings.actions.outcomes import edit_action, edit_decision
from meetings.actions.results import hand_over
from meetings.actions.sessions import create_session
from meetings.models import ActionItem, AgendaItem, Meeting
from tests.factories.accounts import AccessGroupFactory
from tests.factories.documents import DocumentFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.outcomes import ActionFactory, DecisionFactory

pytestmark = pytest.mark.django_db
BLANK = {"title_ja": "次回", "date_precision": "unknown"}


@pytest.fixture
def listed(mofa_staff):
    """A list with the writer on it."""
    group = AccessGroupFactory()
    AccessGroupMember.objects.create(group=group, user=mofa_staff)
    return group


@pytest.fixture
def series(mofa):
    return SeriesFactory(lead_ministry=mofa)


@pytest.fixture
def meeting(series, mofa):
    return MeetingFactory(series=series, lead_ministry=mofa, start_date="2026-10-01")


@pytest.fixture
def later(series, mofa):
    return MeetingFactory(series=series, lead_ministry=mofa, start_date="2027-10-01")


@pytest.fixture
def closed(series, listed, mofa):
    """A session for the list alone."""
    return MeetingFactory(
        series=series, lead_ministry=mofa, start_date="2026-09-01", handling=Handling.RESTRICTED, access_group=listed
    )


@pytest.fixture
def secret(meeting, listed):
    """An item for the list alone."""
    return AgendaItemFactory(meeting=meeting, handling=Handling.RESTRICTED, access_group=listed)


@pytest.fixture
def below(meeting, secret):
    """An item of the usual level below it."""
    return AgendaItemFactory(meeting=meeting, parent=secret, ancestors=[secret.pk])


def test_an_item_does_not_leave_a_parent_that_few_read(below, mofa_staff, mext_staff):
    for act in (
        lambda: move_item(below.pk, parent=None, after=None, seen_version=below.version, actor=mofa_staff),
        lambda: step_item(below.pk, step="outdent", seen_version=below.version, actor=mofa_staff),
    ):
        with pytest.raises(ValidationError):
            act()
    assert not AgendaItem.objects.visible_to(mext_staff).filter(pk=below.pk).exists()


def test_an_item_with_a_list_as_narrow_may_leave(meeting, secret, listed, mofa_staff):
    own = AgendaItemFactory(
        meeting=meeting, parent=secret, ancestors=[secret.pk], handling=Handling.RESTRICTED, access_group=listed
    )
    move_item(own.pk, parent=None, after=None, seen_version=own.version, actor=mofa_staff)
    own.refresh_from_db()
    assert own.parent is None


def test_an_item_moves_about_among_the_open_ones(meeting, mofa_staff):
    parent = AgendaItemFactory(meeting=meeting)
    item = AgendaItemFactory(meeting=meeting, parent=parent, ancestors=[parent.pk])
    move_item(item.pk, parent=None, after=None, seen_version=item.version, actor=mofa_staff)
    item.refresh_from_db()
    assert item.parent is None


def test_an_action_that_is_handed_over_stays_with_the_readers_it_had(meeting, later, below, mofa_staff, mext_staff):
    action = ActionFactory(meeting=meeting, item=below)
    following = hand_over(action.pk, meeting_id=later.pk, seen_version=action.version, actor=mofa_staff)
    assert following.handling == Handling.RESTRICTED
    assert list(following.access_group.members.all()) == [mofa_staff]
    assert not ActionItem.objects.visible_to(mext_staff).exists()


def test_an_action_handed_over_out_of_a_restricted_meeting_stays_restricted(later, closed, mofa_staff, mext_staff):
    action = ActionFactory(meeting=closed)
    hand_over(action.pk, meeting_id=later.pk, seen_version=action.version, actor=mofa_staff)
    assert not ActionItem.objects.visible_to(mext_staff).exists()


def test_of_two_lists_those_on_both_go_on_reading(meeting, later, below, mofa_staff, mext_staff):
    own = AccessGroupFactory()
    for person in (mofa_staff, mext_staff):
        AccessGroupMember.objects.create(group=own, user=person)
    action = ActionFactory(meeting=meeting, item=below, handling=Handling.RESTRICTED, access_group=own)
    following = hand_over(action.pk, meeting_id=later.pk, seen_version=action.version, actor=mofa_staff)
    assert list(following.access_group.members.all()) == [mofa_staff]


def test_an_open_action_is_inside_government_again_in_an_open_meeting(series, later, mofa, mofa_staff, german_attache):
    """Under an item for the government alone it was not read by others, and is not afterwards."""
    later.handling = Handling.PUBLIC
    later.save()
    held = MeetingFactory(series=series, lead_ministry=mofa, start_date="2026-10-02", handling=Handling.PUBLIC)
    action = ActionFactory(meeting=held, item=AgendaItemFactory(meeting=held), handling=Handling.PUBLIC)
    following = hand_over(action.pk, meeting_id=later.pk, seen_version=action.version, actor=mofa_staff)
    assert following.handling == Handling.GOVERNMENT
    assert not ActionItem.objects.visible_to(german_attache).exists()


def test_an_action_whose_item_is_as_open_as_itself_keeps_its_level(meeting, later, mofa_staff):
    action = ActionFactory(meeting=meeting, item=AgendaItemFactory(meeting=meeting))
    following = hand_over(action.pk, meeting_id=later.pk, seen_version=action.version, actor=mofa_staff)
    assert (following.meeting, following.handling) == (later, Handling.GOVERNMENT)


def test_an_action_taken_up_by_the_next_session_stays_with_its_readers(meeting, series, below, mofa_staff, mext_staff):
    action = ActionFactory(meeting=meeting, item=below)
    made = create_session(series, fields=BLANK, actor=mofa_staff, follow_up=[action.pk])
    assert made.agenda_items.visible_to(mofa_staff).count() == 2
    assert made.agenda_items.visible_to(mext_staff).count() == 1


def test_a_copy_of_a_restricted_session_is_restricted(series, closed, mofa_staff, mext_staff):
    AgendaItemFactory(meeting=closed)
    made = create_session(series, fields=BLANK, actor=mofa_staff, copy_from=closed.pk)
    assert made.handling == Handling.RESTRICTED
    assert made.access_group != closed.access_group
    assert list(made.access_group.members.all()) == [mofa_staff]
    assert not Meeting.objects.visible_to(mext_staff).exists()


def test_an_agenda_is_not_copied_to_more_readers(series, closed, mofa_staff):
    fields = {**BLANK, "handling": Handling.GOVERNMENT}
    with pytest.raises(ValidationError) as refused:
        create_session(series, fields=fields, actor=mofa_staff, copy_from=closed.pk)
    assert "copy_from" in refused.value.message_dict


@pytest.mark.parametrize(
    ("make", "edit"), [(DecisionFactory, edit_decision), (ActionFactory, edit_action), (DocumentFactory, edit_document)]
)
def test_what_hangs_on_an_item_does_not_leave_it_for_more_readers(make, edit, meeting, secret, below, mofa_staff):
    row, other = make(meeting=meeting, item=below), AgendaItemFactory(meeting=meeting)
    for item in (None, other):
        with pytest.raises(ValidationError) as refused:
            edit(row.pk, changes={"item": item}, seen_version=row.version, actor=mofa_staff)
        assert "item" in refused.value.message_dict
    row.refresh_from_db()
    assert row.item == below
    edit(row.pk, changes={"item": secret}, seen_version=row.version, actor=mofa_staff)
