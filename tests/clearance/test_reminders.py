"""What is told about a clearance: at once when it is opened or urged, by the ladder before and after its deadline."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.handling import Handling
from accounts.models import AccessGroupMember, User
from meetings.actions.clearance import close_round, open_round, reply, withdraw
from meetings.actions.clearance_rest import agree_to_rest, move_deadline, urge
from meetings.models import ClearanceReply, ClearanceRound, Position
from meetings.rounds.reminders import ClearanceDue
from reminders.actions.delivery import Letter, still_holding
from reminders.actions.sweep import sweep
from reminders.forecast import forecast, forecasts
from reminders.models import Notification
from tests.factories.accounts import AccessGroupFactory, UserFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.positions import ClearanceRoundFactory, PositionFactory

# A Tuesday, 18:00 in Tokyo; the deadline is the Monday after, 17:00.
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DEADLINE = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def position(mofa):
    return PositionFactory(item=AgendaItemFactory(meeting=MeetingFactory(lead_ministry=mofa)))


@pytest.fixture
def opened(position, mofa_staff, mext_staff, mext):
    return open_round(
        position.item.meeting_id,
        positions=[position.pk],
        ministries=[mext.pk],
        deadline=DEADLINE,
        actor=mofa_staff,
        now=NOW,
    )


def told(kind=None):
    rows = Notification.objects.filter(subject=ClearanceDue.name).exclude(state="void")
    if kind:
        rows = rows.filter(kind=kind)
    return [(row.kind, row.step, row.recipient) for row in rows.order_by("due_at", "kind", "recipient")]


def at(moment):
    """The sweeps from the opening to that moment, one an hour, as beat would have them."""
    with time_machine.travel(moment, tick=False):
        sweep(now=moment)


def swept_until(moment, since=NOW):
    while since <= moment:
        at(since)
        since += timedelta(hours=6)
    at(moment)


def test_opening_tells_the_ministries_asked_at_once(opened, mext_staff, mofa_staff):
    assert told() == [("opened", "0", mext_staff)]
    row = Notification.objects.get(subject=ClearanceDue.name)
    assert (row.state, row.expires_at) == ("queued", DEADLINE)


def test_what_is_said_at_once_outlives_the_next_sweep(opened, mext_staff):
    at(NOW + timedelta(minutes=1))
    assert told() == [("opened", "0", mext_staff)]


def test_the_ladder_asks_who_has_not_replied_and_the_lead_hears_when_it_is_late(opened, mext_staff, mofa_staff):
    swept_until(DEADLINE + timedelta(days=2))
    steps = [(kind, step) for kind, step, who in told() if who == mext_staff]
    assert steps == [("opened", "0"), ("ahead", "b3"), ("ahead", "b1"), ("ahead", "a1")]
    assert [(kind, step) for kind, step, who in told() if who == mofa_staff] == [("ahead", "a1")]


def test_who_has_replied_hears_no_more(opened, mext_staff):
    entry = opened.entries.get()
    at(NOW + timedelta(minutes=1))
    reply(entry.pk, kind="none", seen_version=0, actor=mext_staff, now=NOW + timedelta(hours=1))
    swept_until(DEADLINE + timedelta(days=2))
    assert told("ahead") == [("ahead", "a1", User.objects.get(organisation=opened.lead))]


@pytest.mark.parametrize("end", ["close", "withdraw"])
def test_what_has_ended_is_told_no_more(end, opened, mofa_staff):
    at(NOW + timedelta(minutes=1))
    if end == "close":
        close_round(opened.pk, accept_unsettled=True, actor=mofa_staff, now=NOW)
    else:
        withdraw(opened.pk, reason="理由", actor=mofa_staff, now=NOW)
    swept_until(DEADLINE + timedelta(days=2))
    assert told("ahead") == []
    assert Notification.objects.get(subject=ClearanceDue.name).state == "void"


def test_a_moved_deadline_is_told_and_moves_the_ladder(opened, mofa_staff, mext_staff):
    at(NOW + timedelta(minutes=1))
    later = DEADLINE + timedelta(days=7)
    move_deadline(opened.pk, deadline=later, deadline_zone="Asia/Tokyo", seen_version=1, actor=mofa_staff, now=NOW)
    at(NOW + timedelta(minutes=2))
    assert ("moved", "1", mext_staff) in told()
    swept_until(DEADLINE + timedelta(days=1))
    assert told("ahead") == []


def test_urging_tells_once_a_day(opened, mofa_staff, mext_staff):
    assert urge(opened.pk, actor=mofa_staff, now=NOW) == 1
    with pytest.raises(ValidationError, match="1日1回"):
        urge(opened.pk, actor=mofa_staff, now=NOW + timedelta(hours=5))
    assert urge(opened.pk, actor=mofa_staff, now=NOW + timedelta(days=1)) == 1
    assert [kind for kind, _step, _who in told("urged")] == ["urged", "urged"]


def test_nobody_is_urged_where_all_have_replied(opened, mofa_staff, mext_staff):
    agree_to_rest(opened.pk, entries=[opened.entries.get().pk], actor=mext_staff, now=NOW)
    assert ClearanceReply.objects.get().kind == "none"
    with pytest.raises(ValidationError, match="未回答の府省はありません"):
        urge(opened.pk, actor=mofa_staff, now=NOW)


def test_rights_are_asked_when_it_is_sent(opened, position, mext_staff):
    Position.objects.filter(pk=position.pk).update(handling=Handling.RESTRICTED, access_group=AccessGroupFactory())
    row = Notification.objects.get(subject=ClearanceDue.name)
    letter = Letter(row.pk, mext_staff, True, [row], timezone.now())
    Notification.objects.update(next_attempt_at=letter.lease)
    assert still_holding(letter, now=NOW) == {}
    assert Notification.objects.get().state == "void"


def test_no_title_leaves_the_portal_by_mail(opened, mext_staff):
    card = ClearanceDue().cards(mext_staff, [opened.pk])[opened.pk]
    assert not card.open_title


@pytest.mark.parametrize("handling", [Handling.GOVERNMENT, Handling.SHARED, Handling.RESTRICTED])
@pytest.mark.parametrize("of", ["position", "item", "meeting"])
def test_readers_are_who_sees_the_round(
    handling, of, opened, position, mext, council_member, officer, french_attache, administrator
):
    listed = UserFactory(organisation=mext)
    record = {"position": position, "item": position.item, "meeting": position.item.meeting}[of]
    group = AccessGroupFactory()
    AccessGroupMember.objects.create(group=group, user=listed)
    record.handling, record.access_group = handling, group if handling == Handling.RESTRICTED else None
    record.save()
    record.shared_with.set([mext] if handling == Handling.SHARED else [])
    everybody = User.objects.all()
    seeing = {user for user in everybody if ClearanceRound.objects.visible_to(user).exists()}
    assert set(ClearanceDue().readers(opened.pk)) == seeing
    assert seeing


def asked_about(meeting, actor, *ministries, **fields):
    """A round on a position of its own."""
    position = PositionFactory(item=AgendaItemFactory(meeting=meeting), **fields)
    round = ClearanceRoundFactory(positions=[position], asked=ministries)
    ClearanceReply.objects.filter(entry__round=round).delete()
    return round


def test_the_forecasts_of_many_rounds_are_those_of_each(position, mext, mofa, mofa_staff, mext_staff):
    """One of them on a position that a colleague does not see."""
    colleague, meeting, group = UserFactory(organisation=mofa), position.item.meeting, AccessGroupFactory()
    for person in (mofa_staff, mext_staff):
        AccessGroupMember.objects.create(group=group, user=person)
    restricted = {"handling": Handling.RESTRICTED, "access_group": group}
    with time_machine.travel(NOW, tick=False):
        rounds = [asked_about(meeting, mofa_staff, mext), asked_about(meeting, mofa_staff, mext, **restricted)]
        swept_until(NOW + timedelta(hours=1))
        over = asked_about(meeting, mofa_staff, mext)
        withdraw(over.pk, reason="議題が外れた", actor=mofa_staff, now=NOW)
        keys = [round.pk for round in (*rounds, over)]
        found = forecasts(ClearanceDue(), keys, now=NOW)
        assert found == {key: forecast(ClearanceDue(), key, now=NOW) for key in keys}

    def people(round):
        return {told.person for step in found[round.pk].steps for told in step.people}

    assert [people(round) for round in rounds] == [{mofa_staff, mext_staff, colleague}, {mofa_staff, mext_staff}]
    assert found[over.pk].steps == []


def test_the_notices_of_a_meeting_cost_the_same_for_one_round_and_three(
    client, position, mext, mofa_staff, mext_staff, django_assert_num_queries
):
    meeting, address = position.item.meeting, reverse("meetings:notices", args=[position.item.meeting_id])
    client.force_login(mofa_staff)
    with time_machine.travel(NOW, tick=False):
        asked_about(meeting, mofa_staff, mext)
        client.get(address)
        with CaptureQueriesContext(connection) as of_one:
            assert len(client.get(address).context["clearances"]) == 1
        for _n in range(2):
            asked_about(meeting, mofa_staff, mext)
        with django_assert_num_queries(len(of_one)):
            assert len(client.get(address).context["clearances"]) == 3
