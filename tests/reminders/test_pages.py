"""The inbox, the forecast and the delivery log, each with somebody who must not get in."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse

from accounts.handling import Handling
from accounts.models import Act, AuditEntry
from meetings.models import Meeting
from reminders.actions.sweep import sweep
from reminders.models import Notification
from tests.factories.accounts import UserFactory
from tests.factories.meetings import MeetingFactory
from tests.reminders.conftest import MINUTE, SEVEN_BEFORE, restrict

pytestmark = pytest.mark.usefixtures("at_seven_before")
INBOX, DELIVERIES = reverse("reminders:inbox"), reverse("reminders:deliveries")


class TestInbox:
    @pytest.fixture
    def told(self, meeting):
        sweep(now=SEVEN_BEFORE)
        return Notification.objects.get()

    def test_it_shows_what_was_told_and_counts_it(self, client, told, meeting, mofa_staff):
        client.force_login(mofa_staff)
        response = client.get(INBOX)
        assert [line.card.title for line in response.context["lines"]] == [meeting.title_ja]
        assert "7営業日前" in response.text
        assert response.context["frame"].unread == 1

    def test_another_person_sees_and_changes_nothing_of_it(self, client, told, mext_staff):
        client.force_login(mext_staff)
        assert client.get(INBOX).context["lines"] == []
        assert client.get(reverse("reminders:follow", args=[told.pk])).status_code == 404
        assert client.post(reverse("reminders:read", args=[told.pk])).status_code == 404

    def test_rights_are_asked_again_when_showing(self, client, told, meeting, mofa_staff, mext_staff):
        restrict(meeting, mext_staff)
        client.force_login(mofa_staff)
        response = client.get(INBOX)
        assert (response.context["lines"], response.context["frame"].unread) == ([], 0)
        assert client.get(reverse("reminders:follow", args=[told.pk])).status_code == 404

    @pytest.mark.parametrize("state", ["void", "missed"])
    def test_what_was_taken_back_or_missed_is_not_shown(self, client, told, mofa_staff, state):
        Notification.objects.update(state=state)
        client.force_login(mofa_staff)
        assert client.get(INBOX).context["lines"] == []

    def test_following_the_link_marks_it_read(self, client, told, meeting, mofa_staff):
        client.force_login(mofa_staff)
        response = client.get(reverse("reminders:follow", args=[told.pk]))
        assert response.url == reverse("meetings:detail", args=[meeting.pk])
        told.refresh_from_db()
        assert told.read_at is not None
        assert client.get(INBOX, {"unread": "1"}).context["lines"] == []

    def test_marking_one_and_all_as_read(self, client, told, mofa_staff):
        client.force_login(mofa_staff)
        client.post(reverse("reminders:read", args=[told.pk]))
        assert Notification.objects.visible_to(mofa_staff).unread().count() == 0
        Notification.objects.update(read_at=None)
        client.post(reverse("reminders:read_all"), {"until": (SEVEN_BEFORE + MINUTE).isoformat()})
        assert Notification.objects.visible_to(mofa_staff).unread().count() == 0

    def test_all_as_read_spares_what_came_after_the_page(self, client, told, mofa_staff):
        client.force_login(mofa_staff)
        client.post(reverse("reminders:read_all"), {"until": (SEVEN_BEFORE - MINUTE).isoformat()})
        assert Notification.objects.visible_to(mofa_staff).unread().count() == 1

    @pytest.mark.parametrize("value", ["yesterday", "2026-13-45T00:00:00Z", "\0", "", "2026-11-25T00:00:00"])
    def test_a_strange_moment_means_now(self, client, told, mofa_staff, value):
        client.force_login(mofa_staff)
        assert client.post(reverse("reminders:read_all"), {"until": value}).status_code == 302

    def test_a_broken_page_key_is_said_and_the_first_page_shown(self, client, told, mofa_staff):
        client.force_login(mofa_staff)
        response = client.get(INBOX, {"after": "x" * 3000})
        assert (response.status_code, len(response.context["lines"])) == (400, 1)

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries_do_not_grow_with_rows(self, client, meeting, mofa_staff, django_assert_max_num_queries, rows):
        MeetingFactory.create_batch(rows - 1, series=meeting.series, start_date=date(2026, 12, 4))
        sweep(now=SEVEN_BEFORE)
        client.force_login(mofa_staff)
        with django_assert_max_num_queries(9):
            assert len(client.get(INBOX).context["lines"]) == rows


class TestForecast:
    def test_it_lists_who_gets_what_and_when(self, client, meeting, mofa_staff):
        sweep(now=SEVEN_BEFORE)
        client.force_login(mofa_staff)
        response = client.get(reverse("meetings:notices", args=[meeting.pk]))
        forecast = response.context["forecast"]
        assert [(step.label, len(step.people)) for step in forecast.steps] == [("7営業日前", 1), ("1営業日前", 1)]
        assert [step.people[0].state for step in forecast.steps] == ["queued", ""]
        assert (forecast.steps[1].on_day, forecast.steps[1].hour) == (date(2026, 12, 3), 9)
        assert forecast.steps[1].people[0].due_at == SEVEN_BEFORE + timedelta(days=8)
        assert forecast.steps[0].states == [("送信待ち", 1)]
        assert str(mofa_staff) in response.text

    def test_it_agrees_with_what_the_sweep_then_writes(self, meeting, mofa, mofa_staff):
        from reminders.forecast import forecast
        from reminders.subjects import subject_named

        UserFactory(organisation=mofa, time_zone="America/New_York")
        UserFactory(organisation=mofa, time_zone="Europe/Paris", daily_digest=True)
        foreseen = forecast(subject_named("meetings.upcoming"), meeting.pk, now=SEVEN_BEFORE - timedelta(days=40))
        expected = {(told.person.pk, step.label, told.due_at) for step in foreseen.steps for told in step.people}
        for moment in sorted({due_at for _person, _step, due_at in expected}):
            sweep(now=moment - timedelta(seconds=1))
            sweep(now=moment)
        written = {(row.recipient_id, row.label, row.due_at) for row in Notification.objects.all()}
        assert len(expected) == 9
        assert written == expected

    def test_who_may_not_read_the_meeting_is_not_listed(self, client, meeting, mofa, mofa_staff):
        UserFactory(organisation=mofa)
        restrict(meeting, mofa_staff)
        client.force_login(mofa_staff)
        forecast = client.get(reverse("meetings:notices", args=[meeting.pk])).context["forecast"]
        assert {told.person for step in forecast.steps for told in step.people} == {mofa_staff}

    def test_a_month_is_said_to_have_no_reminders(self, client, meeting, mofa_staff):
        Meeting.objects.update(date_precision="month", start_date=date(2026, 12, 1))
        client.force_login(mofa_staff)
        response = client.get(reverse("meetings:notices", args=[meeting.pk]))
        assert "日付に基づく通知はありません" in response.text

    def test_a_meeting_one_may_not_read_has_no_forecast(self, client, meeting, mofa_staff, mext_staff):
        restrict(meeting, mofa_staff)
        client.force_login(mext_staff)
        assert client.get(reverse("meetings:notices", args=[meeting.pk])).status_code == 404

    @pytest.mark.parametrize("level", Handling.values)
    def test_readers_are_those_to_whom_the_meeting_is_visible(
        self,
        level,
        meeting,
        mofa_staff,
        mext_staff,
        council_member,
        officer,
        french_attache,
        german_attache,
        administrator,
    ):
        from reminders.subjects import subject_named

        meeting.owner = mofa_staff.organisation
        meeting.shared_with.add(french_attache.organisation)
        meeting.handling = level
        meeting.save() if level != Handling.RESTRICTED else restrict(meeting, mext_staff, council_member)
        subject = subject_named("meetings.upcoming")
        everybody = type(mofa_staff).objects.all()
        visible = {person for person in everybody if subject.visible_to(person).filter(pk=meeting.pk).exists()}
        assert set(subject.readers(meeting.pk)) == visible


class TestDeliveries:
    @pytest.fixture
    def given_up(self, meeting):
        sweep(now=SEVEN_BEFORE)
        Notification.objects.update(state="given_up", next_attempt_at=None, attempts=8, answer="550 no such mailbox")
        return Notification.objects.get()

    def test_the_administrator_sees_states_and_answers_but_no_titles(self, client, given_up, meeting, administrator):
        client.force_login(administrator)
        text = client.get(DELIVERIES).text
        assert "550 no such mailbox" in text
        assert "送信断念" in text
        assert meeting.title_ja not in text

    def test_nobody_else_gets_in(self, client, given_up, mofa_staff):
        client.force_login(mofa_staff)
        assert client.get(DELIVERIES).status_code == 403
        assert client.post(reverse("reminders:resend", args=[given_up.pk])).status_code == 403

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ({"state": "given_up"}, 1),
            ({"state": "sent"}, 0),
            ({"recipient": "MOFA.staff@portal.example"}, 1),
            ({"recipient": "nobody@portal.example"}, 0),
            ({"since": "2026-11-25", "until": "2026-11-25"}, 1),
            ({"until": "2026-11-24"}, 0),
        ],
    )
    def test_filters(self, client, given_up, administrator, query, count):
        client.force_login(administrator)
        assert len(client.get(DELIVERIES, query).context["rows"]) == count

    @pytest.mark.parametrize("query", [{"state": "lost"}, {"since": "soon"}, {"recipient": "a\0b"}, {"after": "!"}])
    def test_a_wrong_filter_is_said(self, client, given_up, administrator, query):
        client.force_login(administrator)
        assert client.get(DELIVERIES, query).status_code == 400

    def test_resending_queues_the_mail_and_is_audited(self, client, given_up, administrator, send):
        client.force_login(administrator)
        client.post(reverse("reminders:resend", args=[given_up.pk]))
        entry = AuditEntry.objects.get(act=Act.RESENT)
        assert (entry.actor, entry.record_id) == (administrator, str(given_up.pk))
        send(SEVEN_BEFORE + 2 * MINUTE)
        assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [f"<{given_up.pk}@localhost>"]

    @pytest.mark.parametrize("fields", [{"state": "queued"}, {"state": "void"}, {"expires_at": SEVEN_BEFORE}])
    def test_what_is_under_way_or_too_late_is_not_resent(self, client, given_up, administrator, fields):
        Notification.objects.update(**fields)
        client.force_login(administrator)
        client.post(reverse("reminders:resend", args=[given_up.pk]))
        assert not AuditEntry.objects.filter(act=Act.RESENT).exists()

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries_do_not_grow_with_rows(
        self, client, meeting, administrator, mofa, rows, django_assert_max_num_queries
    ):
        UserFactory.create_batch(rows - 1, organisation=mofa)
        sweep(now=SEVEN_BEFORE)
        client.force_login(administrator)
        with django_assert_max_num_queries(9):
            assert len(client.get(DELIVERIES).context["rows"]) == rows
