"""Calendar feeds: what they hold, for whom, how long, and that their addresses stay secret."""

import logging
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.handling import Handling
from accounts.models import Act, AuditEntry
from diplomacy.redaction import SecretAddresses
from meetings.actions.feeds import MOST_FEEDS, end_feeds
from meetings.models import CalendarFeed, Meeting
from partners.models import DatePrecision
from tests.factories.meetings import MeetingFactory, SeriesFactory

pytestmark = pytest.mark.django_db
Kind = CalendarFeed.Kind


@pytest.fixture
def address_of():
    def issue(user, kind=Kind.PERSONAL, series=None):
        _feed, secret = CalendarFeed.issue(user=user, kind=kind, series=series)
        return reverse("meetings:feed", args=[secret])

    return issue


def events_at(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return {str(event["UID"]): event for event in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")}


def the_event(client, address):
    (event,) = events_at(client, address).values()
    return event


def test_meeting_with_times_keeps_its_zone_and_names_it(client, address_of, mofa_staff, mofa):
    MeetingFactory(
        lead_ministry=mofa,
        start_date=date(2026, 12, 4),
        start_time=time(10),
        end_time=time(12, 30),
        time_zone="Europe/Paris",
    )
    answer = client.get(address_of(mofa_staff))
    parsed = icalendar.Calendar.from_ical(answer.content)
    event = parsed.walk("VEVENT")[0]
    paris = ZoneInfo("Europe/Paris")
    assert event.start == datetime(2026, 12, 4, 10, tzinfo=paris)
    assert event.end == datetime(2026, 12, 4, 12, 30, tzinfo=paris)
    assert [str(zone["TZID"]) for zone in parsed.walk("VTIMEZONE")] == ["Europe/Paris"]
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"


def test_meeting_without_times_is_whole_days_and_ends_the_day_after(client, address_of, mofa_staff, mofa):
    MeetingFactory(lead_ministry=mofa, start_date=date(2026, 12, 4), end_date=date(2026, 12, 5))
    event = the_event(client, address_of(mofa_staff))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 12, 4), date(2026, 12, 6))


@pytest.mark.parametrize("precision", [DatePrecision.MONTH, DatePrecision.YEAR, DatePrecision.UNKNOWN])
def test_date_not_known_to_the_day_is_no_entry(precision, client, address_of, mofa_staff, mofa):
    start = None if precision == DatePrecision.UNKNOWN else date(2026, 12, 1)
    MeetingFactory(lead_ministry=mofa, date_precision=precision, start_date=start)
    assert events_at(client, address_of(mofa_staff)) == {}


@pytest.mark.parametrize(
    ("handling", "summary"),
    [
        (Handling.PUBLIC, "量子合同委員会"),
        (Handling.SHARED, "量子合同委員会"),
        (Handling.GOVERNMENT, "担当会合"),
    ],
)
def test_title_and_place_are_told_only_where_public_or_shared(handling, summary, client, address_of, mofa_staff, mofa):
    meeting = MeetingFactory(
        lead_ministry=mofa, owner=mofa, handling=handling, title_ja="量子合同委員会", venue="迎賓館"
    )
    answer = client.get(address_of(mofa_staff))
    event = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert str(event["SUMMARY"]) == summary
    assert ("迎賓館" in answer.content.decode()) is (summary != "担当会合")
    assert str(event["URL"]).endswith(f"/meetings/{meeting.pk}/")


def test_change_of_date_keeps_the_uid_and_cancelled_stays_as_cancelled(client, address_of, mofa_staff, mofa):
    meeting = MeetingFactory(lead_ministry=mofa)
    address = address_of(mofa_staff)
    before = the_event(client, address)
    meeting.sequence, meeting.start_date = 1, date(2026, 12, 11)
    meeting.status = Meeting.Status.CANCELLED
    meeting.save()
    after = the_event(client, address)
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert (before["STATUS"], after["STATUS"]) == ("TENTATIVE", "CANCELLED")
    assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt


def test_each_kind_of_feed_holds_its_meetings(client, address_of, mofa_staff, mofa):
    series = SeriesFactory(lead_ministry=mofa)
    led = MeetingFactory(series=series, lead_ministry=mofa)
    named = MeetingFactory()
    named.concerned.add(mofa)
    public = MeetingFactory(handling=Handling.PUBLIC)
    held = {
        kind: {uid.removeprefix("meeting-").removesuffix("@diplomacy-portal") for uid in events_at(client, address)}
        for kind, address in {
            Kind.PERSONAL: address_of(mofa_staff),
            Kind.SERIES: address_of(mofa_staff, Kind.SERIES, series),
            Kind.PUBLIC: address_of(mofa_staff, Kind.PUBLIC),
        }.items()
    }
    assert held == {
        Kind.PERSONAL: {str(led.pk), str(named.pk)},
        Kind.SERIES: {str(led.pk)},
        Kind.PUBLIC: {str(public.pk)},
    }


def test_feed_shows_what_its_owner_may_see_at_that_moment(client, address_of, french_attache, mofa, french_embassy):
    series = SeriesFactory()
    meeting = MeetingFactory(series=series, owner=mofa, handling=Handling.SHARED)
    meeting.shared_with.add(french_embassy)
    address = address_of(french_attache, Kind.SERIES, series)
    assert len(events_at(client, address)) == 1
    meeting.shared_with.clear()
    assert events_at(client, address) == {}


def test_wrong_revoked_and_ended_addresses_are_404_alike(client, address_of, mofa_staff, mext_staff):
    made_up = reverse("meetings:feed", args=["made-up"])
    revoked, ended, disabled = address_of(mofa_staff), address_of(mext_staff), address_of(mofa_staff)
    CalendarFeed.objects.order_by("created_at").first().revoke(timezone.now())
    end_feeds(mext_staff, timezone.now())
    mofa_staff.is_active = False
    mofa_staff.save()
    answers = [client.get(address) for address in (made_up, revoked, ended, disabled)]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert len({answer.content for answer in answers}) == 1


def test_reader_who_holds_the_very_bytes_gets_304(client, address_of, mofa_staff, mofa):
    MeetingFactory(lead_ministry=mofa)
    address = address_of(mofa_staff)
    etag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_feed_asks_as_often_for_three_meetings_as_for_one(
    client, address_of, mofa_staff, mofa, django_assert_num_queries
):
    """The feed with its owner, the meetings, the owner's invitations: three."""
    address = address_of(mofa_staff)
    client.get(address)
    for count in (1, 2):
        MeetingFactory.create_batch(count, lead_ministry=mofa)
        with django_assert_num_queries(3):
            client.get(address)


def test_new_address_is_shown_once_and_kept_hashed(client, mofa_staff, mofa):
    client.force_login(mofa_staff)
    answer = client.post(reverse("meetings:feeds"), {"kind": "personal"})
    address = answer.context["address"]
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")
    kept = CalendarFeed.objects.get()
    assert address in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert kept.digest == CalendarFeed.digest_of(secret)
    assert len(secret) * 6 >= 128
    assert secret not in client.get(reverse("meetings:feeds")).content.decode()
    assert AuditEntry.objects.get(act=Act.TOKEN_ISSUED).actor_id == mofa_staff.pk
    assert client.get(address.split("8000")[1]).status_code == 200


def test_only_the_owner_revokes(client, address_of, mofa_staff, mext_staff):
    address_of(mofa_staff)
    feed = CalendarFeed.objects.get()
    revoke = reverse("meetings:feed_revoke", args=[feed.pk])
    for person, status in ((mext_staff, 404), (mofa_staff, 302), (mofa_staff, 404)):
        client.force_login(person)
        assert client.post(revoke).status_code == status
    assert AuditEntry.objects.filter(act=Act.TOKEN_REVOKED).count() == 1


@pytest.mark.parametrize(
    "data", [{}, {"kind": "everything"}, {"kind": "series"}, {"kind": "series", "series": "00000000"}]
)
def test_bad_choice_opens_nothing_and_says_why(data, client, mofa_staff):
    client.force_login(mofa_staff)
    answer = client.post(reverse("meetings:feeds"), data)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert CalendarFeed.objects.count() == 0


def test_number_of_feeds_of_a_person_is_bounded(client, address_of, mofa_staff):
    for _number in range(MOST_FEEDS):
        address_of(mofa_staff)
    client.force_login(mofa_staff)
    assert client.post(reverse("meetings:feeds"), {"kind": "personal"}).status_code == 422


def test_secret_is_in_no_log_and_no_referrer(client, address_of, mofa_staff, caplog):
    address = address_of(mofa_staff)
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")
    assert client.get(address).headers["Referrer-Policy"] == "no-referrer"
    CalendarFeed.objects.get().revoke(timezone.now())
    caplog.handler.addFilter(SecretAddresses())
    with caplog.at_level(logging.DEBUG):
        client.get(address)
    assert "Not Found" in caplog.text
    assert secret not in caplog.text


def test_records_are_named_in_logs_by_their_ids():
    path = "/meetings/7d0f5f2e-64ac-4a3b-8a1e-0c9c5a2b7f11/"
    record = logging.LogRecord("x", logging.WARNING, "", 0, "Not Found: %s", (path,), None)
    SecretAddresses().filter(record)
    assert path in record.getMessage()


def test_long_titles_are_folded_without_cutting_a_character(client, address_of, mofa_staff, mofa):
    title = "量子技術，人工知能; 半導体, 宇宙\\海洋" * 8
    MeetingFactory(lead_ministry=mofa, handling=Handling.PUBLIC, title_ja=title)
    answer = client.get(address_of(mofa_staff))
    assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75
    assert str(icalendar.Calendar.from_ical(answer.content).walk("VEVENT")[0]["SUMMARY"]) == title


def test_what_is_long_past_is_left_out(client, address_of, mofa_staff, mofa):
    MeetingFactory(lead_ministry=mofa, start_date=timezone.localdate() - timedelta(days=800))
    assert events_at(client, address_of(mofa_staff)) == {}
