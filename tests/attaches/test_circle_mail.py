"""What an invitation's mails carry, what asks again and what does not, and that nothing is lost between two sweeps."""

from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
from django.core import mail

from accounts.handling import Handling
from attaches.actions import circle as circle_actions
from attaches.actions import invitations as actions
from attaches.models import CircleEvent, Invitation
from reminders.actions.delivery import deliver
from reminders.actions.sweep import sweep
from reminders.models import Notification
from tests.factories.circle import CircleEventFactory

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def event(mofa):
    return CircleEventFactory(owner=mofa)


@pytest.fixture
def run(event, mofa_staff, french_attache):
    """The steps of a story, a minute apart."""
    return Story(event, mofa_staff, french_attache)


class Story:
    def __init__(self, event, runner, guest):
        self.event, self.runner, self.guest, self.now = event, runner, guest, NOW

    def invite(self):
        (row,) = actions.invite(self.event.pk, people=[self.guest], actor=self.runner, now=self.now)
        return row

    def edit(self, **changes):
        self.event.refresh_from_db()
        seen = {"seen_version": self.event.version, "actor": self.runner, "now": self.now}
        circle_actions.edit_event(self.event.pk, changes=changes, **seen)

    def cancel(self):
        self.event.refresh_from_db()
        circle_actions.cancel_event(self.event.pk, seen_version=self.event.version, actor=self.runner)

    def post(self):
        """A sweep and the delivery; the mails that went out."""
        self.now += timedelta(minutes=1)
        sweep(now=self.now)
        mail.outbox.clear()
        deliver(clock=lambda: self.now, connection=mail.get_connection(), seconds=10)
        return list(mail.outbox)


def calendar_of(letter):
    (part,) = [part for part in letter.message().walk() if part.get_content_type() == "text/calendar"]
    calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
    (entry,) = calendar.walk("VEVENT")
    return part, calendar, entry


def test_invitation_is_a_request_to_one_person_with_a_link(run, event, french_attache):
    row = run.invite()
    (letter,) = run.post()
    part, calendar, entry = calendar_of(letter)
    assert part.get_param("method") == "REQUEST"
    assert calendar["METHOD"] == "REQUEST"
    assert str(entry["UID"]) == f"circle-{event.pk}@diplomacy-portal"
    assert entry["SEQUENCE"] == 0
    assert entry["DTSTART"].dt.isoformat() == "2026-12-18T15:00:00+09:00"
    assert str(entry["ORGANIZER"]) == "mailto:circle@portal.example"
    assert str(entry["ATTENDEE"]) == f"mailto:{french_attache.email}"
    assert entry["ATTENDEE"].params["RSVP"] == "TRUE"
    assert entry["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert letter.to == [french_attache.email]
    assert letter.reply_to == ["circle@portal.example"]
    assert "/network/answer/" in letter.body
    assert event.title_en in letter.subject
    assert Notification.objects.get(object_id=row.pk).state == Notification.State.SENT


def test_no_mail_tells_of_another_guest(run, german_attache, french_attache, mofa_staff, event):
    actions.invite(event.pk, people=[french_attache, german_attache], actor=mofa_staff, now=NOW)
    letters = {letter.to[0]: letter.message().as_string() for letter in run.post()}
    assert set(letters) == {french_attache.email, german_attache.email}
    assert german_attache.email not in letters[french_attache.email]
    assert german_attache.name_en not in letters[french_attache.email]


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"on_date": date(2026, 12, 21)}, "moved"),
        ({"start_time": time(14)}, "retimed"),
        ({"end_time": time(18)}, "retimed"),
        ({"place": "別館"}, "relocated"),
    ],
)
def test_day_hour_or_place_asks_again(run, changes, kind, french_attache):
    row = run.invite()
    run.post()
    actions.answer(row.pk, answer="accepted", actor=french_attache, now=run.now)
    run.edit(**changes)
    (letter,) = run.post()
    _part, calendar, entry = calendar_of(letter)
    assert calendar["METHOD"] == "REQUEST"
    assert entry["SEQUENCE"] == 1
    assert entry["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert Notification.objects.filter(object_id=row.pk).latest("created_at").kind == kind
    row = Invitation.objects.get(pk=row.pk)
    assert (row.answer, row.current_answer) == ("accepted", "")


def test_another_title_says_so_and_keeps_the_answer(run, french_attache):
    row = run.invite()
    run.post()
    actions.answer(row.pk, answer="accepted", actor=french_attache, now=run.now)
    run.edit(title_en="Circle on quantum")
    (letter,) = run.post()
    _part, _calendar, entry = calendar_of(letter)
    assert (entry["SEQUENCE"], str(entry["SUMMARY"])) == (0, "Circle on quantum")
    assert entry["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert entry["ATTENDEE"].params["RSVP"] == "FALSE"
    assert Invitation.objects.get(pk=row.pk).current_answer == "accepted"


def test_another_description_sends_nothing(run):
    run.invite()
    run.post()
    run.edit(description_en="Bring your slides.")
    assert run.post() == []


def test_several_changes_in_a_minute_are_one_mail(run):
    run.invite()
    run.post()
    run.edit(place="別館")
    run.edit(start_time=time(14))
    run.edit(place="本館")
    (letter,) = run.post()
    _part, _calendar, entry = calendar_of(letter)
    assert (entry["SEQUENCE"], str(entry["LOCATION"])) == (3, "本館")


def test_cancelling_cancels_the_calendar_entry(run):
    run.invite()
    run.post()
    run.cancel()
    (letter,) = run.post()
    part, calendar, entry = calendar_of(letter)
    assert (part.get_param("method"), calendar["METHOD"]) == ("CANCEL", "CANCEL")
    assert (entry["SEQUENCE"], str(entry["STATUS"])) == (1, "CANCELLED")
    assert "/network/answer/" not in letter.body


def test_withdrawal_tells_its_person_alone(run, french_attache, german_attache, mofa_staff, event):
    row, _other = sorted(
        actions.invite(event.pk, people=[french_attache, german_attache], actor=mofa_staff, now=NOW),
        key=lambda one: one.person.email,
        reverse=True,
    )
    assert row.person == french_attache
    run.post()
    actions.withdraw(row.pk, actor=mofa_staff, now=run.now)
    (letter,) = run.post()
    _part, calendar, entry = calendar_of(letter)
    assert letter.to == [french_attache.email]
    assert (calendar["METHOD"], entry["SEQUENCE"]) == ("CANCEL", 1)
    assert letter.subject == f"[Invitation withdrawn] {event.title_en}"


@pytest.mark.parametrize(
    ("answer_by", "told"),
    [
        (None, "by Fri 18 December 2026, 15:00 JST"),
        (date(2026, 12, 18), "by Fri 18 December 2026, 15:00 JST"),
        (date(2026, 12, 10), "by Thu 10 December 2026)"),
    ],
)
def test_mail_says_until_when_to_answer(run, event, answer_by, told):
    CircleEvent.objects.filter(pk=event.pk).update(answer_by=answer_by)
    run.invite()
    (letter,) = run.post()
    assert told in letter.body


def test_invited_anew_is_a_newer_request(run, mofa_staff):
    row = run.invite()
    run.post()
    actions.withdraw(row.pk, actor=mofa_staff, now=run.now)
    run.post()
    run.invite()
    (letter,) = run.post()
    _part, calendar, entry = calendar_of(letter)
    assert (calendar["METHOD"], entry["SEQUENCE"]) == ("REQUEST", 2)


def test_moved_before_the_first_sweep_is_still_told(run):
    run.invite()
    run.edit(on_date=date(2026, 12, 21))
    (letter,) = run.post()
    _part, _calendar, entry = calendar_of(letter)
    assert entry["DTSTART"].dt.date() == date(2026, 12, 21)


def test_invitation_does_not_wait_for_the_daily_digest(run, french_attache):
    french_attache.daily_digest = True
    french_attache.save()
    run.invite()
    (letter,) = run.post()
    assert calendar_of(letter)[1]["METHOD"] == "REQUEST"


def test_restricted_gathering_tells_no_title(run, event, mofa_staff, french_attache):
    row = run.invite()
    CircleEvent.objects.filter(pk=event.pk).update(handling=Handling.PUBLIC)
    circle_actions.set_event_handling(
        event, handling=Handling.RESTRICTED, members=[french_attache], seen_version=2, actor=mofa_staff
    )
    (letter,) = run.post()
    text = letter.message().as_string()
    assert event.title_en not in text
    assert event.place not in letter.body
    assert str(calendar_of(letter)[2]["SUMMARY"]) == "Diplomacy circle event"
    assert Notification.objects.get(object_id=row.pk).state == Notification.State.SENT


def test_reminder_goes_to_who_has_not_declined(run, event, french_attache, german_attache, mofa_staff):
    rows = actions.invite(event.pk, people=[french_attache, german_attache], actor=mofa_staff, now=NOW)
    run.post()
    (declining,) = [row for row in rows if row.person == german_attache]
    actions.answer(declining.pk, answer="declined", actor=german_attache, now=run.now)
    run.now = datetime(2026, 12, 16, 0, 1, tzinfo=UTC)
    (letter,) = run.post()
    assert letter.to == [french_attache.email]
    assert "/network/answer/" in letter.body
    assert "text/calendar" not in letter.message().as_string()
