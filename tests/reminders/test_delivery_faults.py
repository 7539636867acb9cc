"""What is wrong with one row, one letter or one kind of reminders holds up no other mail."""

from datetime import time
from uuid import uuid4

import pytest
from django.core import mail
from django.core.mail import get_connection
from django.core.mail.backends.locmem import EmailBackend

from meetings.models import Meeting
from reminders.actions import delivery
from reminders.actions.sweep import sweep
from reminders.models import Notification
from tests.factories.reminders import NotificationFactory
from tests.reminders.conftest import ACTIONS, MEETINGS, MINUTE, SEVEN_BEFORE


class Odd(EmailBackend):
    """A mail server whose answer cannot be read the first time."""

    asked = 0

    @property
    def last_answer(self):
        self.asked += 1
        if self.asked == 1:
            raise ValueError("no answer")
        return "250 2.0.0 Ok\0"


class TestDelivery:
    @pytest.fixture
    def rows(self, meeting, action, mofa_staff):
        """A mail about a meeting and one about an action, due and swept."""
        sweep(now=SEVEN_BEFORE)
        assert Notification.objects.count() == 2
        return Notification.objects.order_by("subject")

    @pytest.fixture
    def digest(self, meeting, action, mofa_staff):
        mofa_staff.daily_digest = True
        mofa_staff.save()
        sweep(now=SEVEN_BEFORE)
        return Notification.objects.filter(step="b7").order_by("subject").exclude(digest=None)

    def deliver(self, now, server=None):
        return delivery.deliver(clock=lambda: now, connection=server or get_connection(), seconds=10)

    def unknown(self, **changes):
        """About a kind of things that this version of the portal does not know."""
        Notification.objects.filter(subject=ACTIONS).update(subject="tests.gone", **changes)

    def test_a_kind_that_fails_holds_up_no_other_mail_and_is_not_given_up(self, rows, caplog):
        NotificationFactory(
            subject="tests.gone", object_id=uuid4(), recipient=rows[0].recipient, due_at=SEVEN_BEFORE - MINUTE
        )
        self.unknown(next_attempt_at=SEVEN_BEFORE - MINUTE)
        for attempt in range(10):
            self.deliver(SEVEN_BEFORE + attempt * delivery.PUT_OFF)
        assert [(row.subject, row.state, row.attempts) for row in rows.all()] == [
            (MEETINGS, "sent", 1),
            *[("tests.gone", "failed", 0)] * 2,
        ]
        assert {row.answer for row in rows.filter(subject="tests.gone")} == {"KeyError"}
        assert caplog.messages == ["tests.gone could not be told"] * 10

    def test_what_was_put_off_goes_when_its_kind_works_again(self, rows):
        self.unknown()
        self.deliver(SEVEN_BEFORE)
        Notification.objects.filter(subject="tests.gone").update(subject=ACTIONS)
        for attempt in (1, 2):
            self.deliver(SEVEN_BEFORE + attempt * delivery.PUT_OFF)
        assert ({row.state for row in rows}, len(mail.outbox)) == ({"sent"}, 2)

    def test_a_digest_goes_without_the_kind_that_fails_and_that_follows_by_itself(self, digest):
        self.unknown()
        self.deliver(SEVEN_BEFORE)
        [first] = mail.outbox
        assert first.subject == "本日のお知らせ 1件"
        Notification.objects.filter(subject="tests.gone").update(subject=ACTIONS)
        self.deliver(SEVEN_BEFORE + delivery.PUT_OFF)
        [_first, second] = mail.outbox
        assert second.subject == "行動の期限のお知らせ"
        assert second.extra_headers["Message-ID"] != first.extra_headers["Message-ID"]

    def test_a_digest_of_which_nothing_can_be_told_stays_one(self, digest):
        Notification.objects.update(subject="tests.gone")
        self.deliver(SEVEN_BEFORE)
        assert {row.state for row in digest.all()} == {"failed"}
        assert (len(digest.all()), mail.outbox) == (2, [])

    def test_one_row_that_cannot_be_written_does_not_keep_its_digest_back(self, digest, meeting):
        assert len(digest) == 2
        Meeting.objects.filter(pk=meeting.pk).update(time_zone="Nowhere/Land", start_time=time(10))
        self.deliver(SEVEN_BEFORE)
        states = dict(Notification.objects.filter(step="b7").values_list("subject", "state"))
        assert states == {ACTIONS: "sent", MEETINGS: "failed"}
        assert len(mail.outbox) == 1

    def test_whatever_else_goes_wrong_with_a_letter_is_that_letters_alone(self, rows):
        self.deliver(SEVEN_BEFORE, Odd())
        assert sorted(row.state for row in rows.all()) == ["sending", "sent"]
        assert rows.get(state="sent").answer == "250 2.0.0 Ok"
