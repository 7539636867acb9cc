"""What happens to a mail: sent once, asked again at the last moment, retried, given up, never in two hands."""

import smtplib
from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.core.mail import get_connection
from django.core.mail.backends.locmem import EmailBackend
from django.db import connections

from accounts.handling import Handling
from accounts.models import AccessGroupMember
from meetings.models import Meeting
from reminders.actions import delivery
from reminders.actions.sweep import sweep
from reminders.models import Digest, Notification
from tests.factories.accounts import AccessGroupFactory, UserFactory
from tests.factories.meetings import MeetingFactory
from tests.reminders.conftest import SEVEN_BEFORE

MINUTE = timedelta(minutes=1)


class Server(EmailBackend):
    """A mail server that answers what the test says: an exception is raised, anything else is success."""

    def __init__(self, *answers):
        super().__init__()
        self.answers = list(answers)

    def send_messages(self, messages):
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Exception):
            raise answer
        self.last_answer = "250 2.0.0 Ok: queued as 4711"
        return super().send_messages(messages)


def deliver(now, server=None):
    return delivery.deliver(clock=lambda: now, connection=server or get_connection(), seconds=10)


def only_row():
    return Notification.objects.get()


def test_a_mail_is_sent_once_with_a_message_id_of_its_own(meeting, send):
    send(SEVEN_BEFORE)
    send(SEVEN_BEFORE + MINUTE)
    [message] = mail.outbox
    row = only_row()
    assert message.to == ["mofa.staff@portal.example"]
    assert message.extra_headers["Message-ID"] == f"<{row.pk}@localhost>"
    assert (row.state, row.sent_at, row.attempts) == ("sent", SEVEN_BEFORE, 1)


def test_the_servers_answer_is_kept(meeting):
    sweep(now=SEVEN_BEFORE)
    deliver(SEVEN_BEFORE, Server())
    assert only_row().answer == "250 2.0.0 Ok: queued as 4711"


@pytest.mark.parametrize(
    "problem",
    [
        ConnectionRefusedError("nobody listens"),
        smtplib.SMTPServerDisconnected("gone"),
        smtplib.SMTPRecipientsRefused({"mofa.staff@portal.example": (451, b"busy")}),
        smtplib.SMTPDataError(452, b"full"),
    ],
)
def test_a_passing_trouble_is_tried_again_later_each_time(meeting, problem):
    sweep(now=SEVEN_BEFORE)
    server = Server(problem, problem)
    deliver(SEVEN_BEFORE, server)
    row = only_row()
    assert (row.state, row.next_attempt_at) == ("failed", SEVEN_BEFORE + MINUTE)
    assert row.answer
    deliver(SEVEN_BEFORE + MINUTE, server)
    assert only_row().next_attempt_at == SEVEN_BEFORE + 3 * MINUTE
    deliver(SEVEN_BEFORE + 3 * MINUTE, server)
    assert (only_row().state, len(mail.outbox)) == ("sent", 1)


def test_after_so_many_attempts_it_is_given_up(meeting):
    sweep(now=SEVEN_BEFORE)
    server = Server(*[ConnectionRefusedError("nobody listens")] * 20)
    now = SEVEN_BEFORE
    for _attempt in range(12):
        deliver(now, server)
        now = only_row().next_attempt_at or now
    row = only_row()
    assert (row.state, row.attempts, row.next_attempt_at) == ("given_up", delivery.MOST_ATTEMPTS, None)


def test_a_refusal_for_good_is_not_tried_again(meeting):
    sweep(now=SEVEN_BEFORE)
    deliver(
        SEVEN_BEFORE,
        Server(smtplib.SMTPRecipientsRefused({"mofa.staff@portal.example": (550, b"no such mailbox")})),
    )
    assert (only_row().state, only_row().answer) == ("given_up", "550 no such mailbox")


def test_one_impossible_letter_does_not_hold_up_the_others(meeting, mofa):
    UserFactory(organisation=mofa, email="second@portal.example")
    sweep(now=SEVEN_BEFORE)
    deliver(SEVEN_BEFORE, Server(UnicodeEncodeError("ascii", "x", 0, 1, "unwritable")))
    assert sorted(Notification.objects.values_list("state", flat=True)) == ["failed", "sent"]


def test_a_mail_left_under_way_goes_again_with_the_same_message_id(meeting, settings):
    """The worker was killed after the server had the mail and before that was written down."""
    sweep(now=SEVEN_BEFORE)
    Notification.objects.update(state="sending", next_attempt_at=SEVEN_BEFORE + 2 * MINUTE)
    deliver(SEVEN_BEFORE + MINUTE)
    assert mail.outbox == []
    deliver(SEVEN_BEFORE + 2 * MINUTE)
    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [f"<{only_row().pk}@localhost>"]


def test_a_claimed_row_is_nobody_elses_until_its_lease_is_over(meeting, settings):
    sweep(now=SEVEN_BEFORE)
    [first] = delivery.claim(now=SEVEN_BEFORE)
    assert delivery.claim(now=SEVEN_BEFORE + MINUTE) == []
    lease = timedelta(seconds=settings.REMINDER_LEASE_SECONDS)
    [second] = delivery.claim(now=SEVEN_BEFORE + lease)
    later = SEVEN_BEFORE + lease
    delivery.dispatch(first, connection=get_connection(), clock=lambda: later)
    assert mail.outbox == []
    delivery.dispatch(second, connection=get_connection(), clock=lambda: later)
    assert (len(mail.outbox), only_row().state) == (1, "sent")


@pytest.mark.django_db(transaction=True)
def test_rows_another_worker_looks_at_are_passed_over(meeting):
    sweep(now=SEVEN_BEFORE)
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN; SELECT id FROM reminders_notification FOR UPDATE")
            assert delivery.claim(now=SEVEN_BEFORE) == []
            cursor.execute("ROLLBACK")
    finally:
        other.close()
    assert len(delivery.claim(now=SEVEN_BEFORE)) == 1


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"status": "cancelled"}, "void"),
        ({"start_date": date(2026, 12, 7)}, "void"),
        ({"date_precision": "month", "start_date": date(2026, 12, 1)}, "void"),
        ({"start_time": time(9)}, "sent"),
    ],
)
def test_what_changed_within_the_minute_is_noticed_before_sending(meeting, fields, state):
    sweep(now=SEVEN_BEFORE)
    Meeting.objects.update(**fields)
    deliver(SEVEN_BEFORE)
    assert (only_row().state, len(mail.outbox)) == (state, int(state == "sent"))


def test_rights_are_asked_again_when_sending(meeting, mofa_staff, mext_staff):
    sweep(now=SEVEN_BEFORE)
    group = AccessGroupFactory()
    AccessGroupMember.objects.create(group=group, user=mext_staff)
    Meeting.objects.update(handling=Handling.RESTRICTED, access_group=group)
    deliver(SEVEN_BEFORE)
    assert (only_row().state, mail.outbox) == ("void", [])


@pytest.mark.parametrize("fields", [{"is_active": False}, {"term_end": date(2026, 11, 24)}])
def test_who_has_left_gets_no_mail(meeting, mofa_staff, fields):
    sweep(now=SEVEN_BEFORE)
    type(mofa_staff).objects.update(**fields)
    deliver(SEVEN_BEFORE)
    assert (only_row().state, mail.outbox) == ("void", [])


def test_a_rule_for_the_screen_alone_sends_no_mail(meeting, send):
    from reminders.models import ReminderRule

    ReminderRule.objects.update(channel="in_app")
    send(SEVEN_BEFORE)
    assert (only_row().state, mail.outbox) == ("sent", [])


class TestDigest:
    EIGHT = SEVEN_BEFORE - timedelta(hours=1)

    @pytest.fixture(autouse=True)
    def by_choice(self, mofa_staff):
        mofa_staff.daily_digest = True
        mofa_staff.save()

    def test_one_mail_at_eight_holds_all_of_the_day(self, meeting, send):
        MeetingFactory(series=meeting.series, start_date=date(2026, 12, 4), handling=Handling.PUBLIC)
        send(self.EIGHT - MINUTE)
        mail.outbox.clear()
        send(self.EIGHT)
        send(self.EIGHT + MINUTE)
        [message] = mail.outbox
        assert message.subject == "本日のお知らせ 2件"
        assert message.extra_headers["Message-ID"] == f"<{Digest.objects.get(on_date='2026-11-25').pk}@localhost>"
        assert set(Notification.objects.filter(step="b7").values_list("state", flat=True)) == {"sent"}

    def test_what_comes_later_in_the_day_waits_for_tomorrow(self, meeting, send):
        send(self.EIGHT)
        Meeting.objects.update(start_time=time(9, 30))
        send(self.EIGHT + timedelta(hours=5))
        assert len(mail.outbox) == 1
        send(self.EIGHT + timedelta(days=1))
        assert len(mail.outbox) == 2
        assert "時刻の変更" in mail.outbox[1].body

    def test_what_would_be_too_late_tomorrow_goes_now(self, meeting, send):
        one_before = SEVEN_BEFORE + timedelta(days=8)
        send(one_before)
        mail.outbox.clear()
        Meeting.objects.update(start_time=time(7, 0))
        send(one_before + timedelta(hours=5))
        [message] = mail.outbox
        assert message.subject.startswith("【時刻の変更】")

    def test_a_digest_left_under_way_goes_again_as_the_same(self, meeting, send):
        sweep(now=self.EIGHT)
        Notification.objects.update(state="sending")
        send(self.EIGHT + MINUTE)
        [message] = mail.outbox
        assert message.extra_headers["Message-ID"] == f"<{Digest.objects.get().pk}@localhost>"

    def test_who_chooses_single_mails_again_gets_what_waited(self, meeting, mofa_staff, send):
        send(self.EIGHT)
        Meeting.objects.update(start_time=time(9, 30))
        sweep(now=self.EIGHT + timedelta(hours=5))
        mofa_staff.daily_digest = False
        mofa_staff.save()
        send(self.EIGHT + timedelta(hours=5, minutes=1))
        assert len(mail.outbox) == 2
