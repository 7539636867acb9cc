"""What one kind of reminders or one person's digest fails at keeps nobody else from being told, and is not lost."""

import logging
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import OperationalError, connection

from meetings.models import Meeting
from reminders import heartbeat, subjects
from reminders.actions.digests import assemble_digests
from reminders.actions.sweep import sweep
from reminders.models import Heartbeat, Notification, Occasion
from tests.factories.accounts import UserFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.reminders import NotificationFactory
from tests.reminders.conftest import ACTIONS, MEETINGS, MINUTE, SEVEN_BEFORE

BEFORE = SEVEN_BEFORE - MINUTE
# One business day before 4 December 2026, 09:00 in Tokyo: the step of seven days is of no use any more.
ONE_BEFORE = SEVEN_BEFORE + timedelta(days=8)
HOUR = timedelta(hours=1)


def breakdown(zone="Nowhere/Land"):
    """One meeting whose zone Python does not know: no reminder of any meeting can be reckoned."""
    Meeting.objects.filter(start_date=date(2026, 12, 4)).update(time_zone=zone)


def repair():
    breakdown("Asia/Tokyo")


def told(**filters):
    return sorted(Notification.objects.filter(**filters).values_list("subject", "kind", "step", "state"))


class Broken:
    """A subject whose code fails in the way given, when it is asked what is coming."""

    name = "tests.broken"
    label = "壊れた種類"

    def __init__(self, fail):
        self.fail = fail

    def coming(self, today):
        Occasion.objects.create(subject=self.name, object_id=uuid4(), precision="day", zone="UTC", standing="on")
        self.fail()
        return []


@pytest.fixture
def broken(monkeypatch):
    def register(fail):
        # First of all, so that there is somebody to come after it.
        monkeypatch.setattr(subjects, "_registry", {Broken.name: Broken(fail), **subjects._registry})

    return register


class TestSweep:
    def test_one_kind_that_fails_does_not_stop_the_others(self, meeting, action):
        breakdown()
        swept = sweep(now=SEVEN_BEFORE)
        assert told() == [(ACTIONS, "ahead", "b7", "queued")]
        assert (swept.written, list(swept.failing_since)) == (1, [MEETINGS])
        assert heartbeat.last_sweep().at == SEVEN_BEFORE

    def test_what_fell_due_meanwhile_is_told_once_when_it_works_again(self, meeting, action):
        sweep(now=BEFORE)
        breakdown()
        for minutes in range(3):
            sweep(now=SEVEN_BEFORE + minutes * MINUTE)
        repair()
        for minutes in (3, 4):
            assert sweep(now=SEVEN_BEFORE + minutes * MINUTE).failing_since == {}
        assert told(step="b7") == [(ACTIONS, "ahead", "b7", "queued"), (MEETINGS, "ahead", "b7", "queued")]

    def test_what_came_too_late_by_it_is_written_as_missed(self, meeting, action):
        """The other kinds were swept all the time: only the failing kind's own last sweep tells that it was missed."""
        sweep(now=BEFORE)
        breakdown()
        sweep(now=SEVEN_BEFORE)
        sweep(now=ONE_BEFORE)
        repair()
        for hours in (1, 2):
            sweep(now=ONE_BEFORE + hours * HOUR)
        assert told(subject=MEETINGS, step__in=["b7", "b1"]) == [
            (MEETINGS, "ahead", "b1", "queued"),
            (MEETINGS, "ahead", "b7", "missed"),
        ]

    def test_a_change_made_meanwhile_is_told_once(self, meeting, action):
        sweep(now=BEFORE)
        breakdown()
        Meeting.objects.filter(pk=meeting.pk).update(start_date=date(2026, 12, 10))
        MeetingFactory(series=meeting.series, start_date=date(2026, 12, 4), time_zone="Nowhere/Land")
        sweep(now=SEVEN_BEFORE)
        assert told(kind="moved") == []
        Meeting.objects.update(time_zone="Asia/Tokyo")
        for minutes in (1, 2):
            sweep(now=SEVEN_BEFORE + minutes * MINUTE)
        assert told(kind="moved") == [(MEETINGS, "moved", "1", "queued")]

    def test_nothing_is_called_missed_before_its_kind_could_be_asked(self, meeting, action):
        """Both were waiting for the mail server when the meetings failed; the meeting was moved meanwhile."""
        sweep(now=SEVEN_BEFORE)
        Notification.objects.filter(step="b7").update(state="failed", next_attempt_at=ONE_BEFORE + 9 * HOUR)
        breakdown()
        sweep(now=ONE_BEFORE)
        assert told(step="b7") == [(ACTIONS, "ahead", "b7", "missed"), (MEETINGS, "ahead", "b7", "failed")]
        repair()
        Meeting.objects.filter(pk=meeting.pk).update(start_date=date(2026, 12, 21))
        sweep(now=ONE_BEFORE + HOUR)
        assert told(subject=MEETINGS, step="b7") == [(MEETINGS, "ahead", "b7", "void")]

    def test_what_is_really_too_late_is_missed_once_its_kind_works_again(self, meeting):
        sweep(now=SEVEN_BEFORE)
        breakdown()
        sweep(now=ONE_BEFORE)
        repair()
        sweep(now=ONE_BEFORE + HOUR)
        assert told(step="b7") == [(MEETINGS, "ahead", "b7", "missed")]

    def test_a_statement_the_database_refuses_takes_back_that_kind_alone(self, meeting, broken):
        broken(lambda: connection.cursor().execute("SELECT 1 / 0"))
        assert sweep(now=SEVEN_BEFORE).written == 1
        assert not Occasion.objects.filter(subject=Broken.name).exists()

    def test_a_lost_connection_or_a_lock_ends_the_sweep(self, meeting, broken):
        def lock_timeout():
            raise OperationalError("canceling statement due to lock timeout")

        sweep(now=BEFORE)
        broken(lock_timeout)
        with pytest.raises(OperationalError):
            sweep(now=SEVEN_BEFORE)
        assert (told(step="b7"), heartbeat.last_sweep().at) == ([], BEFORE)

    def test_since_when_stays_while_it_fails(self, meeting, action):
        sweep(now=BEFORE)
        breakdown()
        for minutes in range(3):
            sweep(now=SEVEN_BEFORE + minutes * MINUTE)
        assert heartbeat.failing_since(Heartbeat.objects.get()) == {MEETINGS: BEFORE}

    def test_the_log_has_one_entry_a_tick_and_no_words_of_a_record(self, meeting, broken, caplog):
        words = "山田太郎 yamada@example.org"

        def fail():
            raise ValueError(words)

        broken(fail)
        for minutes in range(3):
            sweep(now=SEVEN_BEFORE + minutes * MINUTE)
        assert [record.levelno for record in caplog.records] == [logging.ERROR] * 3
        assert caplog.messages[0] == "reminders of tests.broken were not swept"
        assert "ValueError" in caplog.text
        assert "test_faults.py" in caplog.text
        assert "山田" not in caplog.text
        assert "yamada" not in caplog.text


class TestDigests:
    EIGHT = SEVEN_BEFORE - HOUR

    def test_one_person_that_fails_does_not_stop_the_others(self, meeting, mofa, mofa_staff, caplog):
        other = UserFactory(organisation=mofa, email="second@portal.example", daily_digest=True)
        for person in (mofa_staff, other):
            NotificationFactory(recipient=person, object_id=meeting.pk, due_at=self.EIGHT, next_attempt_at=None)
        type(other).objects.filter(pk=mofa_staff.pk).update(time_zone="Nowhere/Land", daily_digest=True)
        assert assemble_digests(now=SEVEN_BEFORE) == 1
        waiting = dict(Notification.objects.values_list("recipient__email", "next_attempt_at"))
        assert waiting == {"mofa.staff@portal.example": None, "second@portal.example": SEVEN_BEFORE}
        assert caplog.messages == [f"the digest of {mofa_staff.pk} was not assembled"]
