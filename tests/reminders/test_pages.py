"""The inbox, the rules, the forecast and the delivery log, each with somebody who must not get in."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from accounts.handling import Handling
from accounts.models import AccessGroupMember, Act, AuditEntry
from meetings.models import Meeting
from reminders.actions.sweep import sweep
from reminders.models import Notification, ReminderRule
from tests.factories.accounts import AccessGroupFactory, UserFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.reminders import RuleFactory
from tests.reminders.conftest import SEVEN_BEFORE

MINUTE = timedelta(minutes=1)
INBOX, DELIVERIES = reverse("reminders:inbox"), reverse("reminders:deliveries")


@pytest.fixture(autouse=True)
def at_seven_before():
    with time_machine.travel(SEVEN_BEFORE + MINUTE, tick=False):
        yield


def restrict(meeting, *people):
    group = AccessGroupFactory()
    for person in people:
        AccessGroupMember.objects.create(group=group, user=person)
    Meeting.objects.filter(pk=meeting.pk).update(handling=Handling.RESTRICTED, access_group=group)


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


def posted(*rules, seen, **extra):
    """What the rules page sends: one block of fields per rule."""
    data = {"form-TOTAL_FORMS": len(rules), "form-INITIAL_FORMS": 0, "seen": seen, **extra}
    for index, rule in enumerate(rules):
        whole = {"amount": 7, "unit": "business", "hour": 9, "audience": ["lead"], "channel": "email", "enabled": "on"}
        data |= {f"form-{index}-{name}": value for name, value in (whole | rule).items()}
    return data


class TestRules:
    @pytest.fixture
    def url(self, meeting):
        return reverse("reminders:meeting_rules", args=[meeting.pk])

    @pytest.fixture
    def seen(self, client, url, mofa_staff):
        client.force_login(mofa_staff)
        return client.get(url).context["seen"]

    def own(self, meeting):
        return list(
            ReminderRule.objects.filter(scope_kind="meeting", scope_id=str(meeting.pk)).values_list("amount", "hour")
        )

    def test_it_starts_with_the_rules_inherited(self, client, url, seen):
        formset = client.get(url).context["formset"]
        assert [form.initial.get("amount") for form in formset] == [30, 7, 1, None]

    def test_saving_gives_the_meeting_its_own_rules_which_replace_the_others(self, client, url, seen, meeting):
        response = client.post(url, posted({"amount": 10, "hour": 8}, {"amount": 2}, seen=seen))
        assert response.status_code == 302
        assert self.own(meeting) == [(10, 8), (2, 9)]
        sweep(now=SEVEN_BEFORE)
        assert list(Notification.objects.values_list("step", flat=True)) == ["b10"]

    def test_a_preview_saves_nothing(self, client, url, seen, meeting):
        response = client.post(url, posted({"amount": 5}, seen=seen, preview="1"))
        [(_card, forecast)] = response.context["forecasts"]
        assert [step.label for step in forecast.steps] == ["5営業日前"]
        assert self.own(meeting) == []

    def test_switching_one_rule_off_silences(self, client, url, seen, meeting):
        client.post(url, posted({"enabled": ""}, seen=seen))
        sweep(now=SEVEN_BEFORE)
        assert Notification.objects.count() == 0

    def test_going_back_to_the_wider_rules(self, client, url, meeting, mofa_staff):
        RuleFactory(scope_kind="meeting", scope_id=str(meeting.pk), amount=3)
        client.force_login(mofa_staff)
        client.post(url, {"inherit": "1", "seen": client.get(url).context["seen"]})
        assert self.own(meeting) == []

    def test_somebody_elses_change_is_shown_and_not_overwritten(self, client, url, seen, meeting):
        RuleFactory(scope_kind="meeting", scope_id=str(meeting.pk), amount=3)
        response = client.post(url, posted({"amount": 5}, seen=seen))
        assert response.status_code == 409
        assert "3営業日前" in response.text
        assert self.own(meeting) == [(3, 9)]

    @pytest.mark.parametrize(
        "wrong",
        [
            {"amount": -1},
            {"amount": 251},
            {"amount": "10" * 20},
            {"hour": 24},
            {"hour": "9時"},
            {"unit": "weeks"},
            {"audience": []},
            {"audience": ["everybody"]},
            {"channel": "fax"},
        ],
    )
    def test_a_wrong_value_is_named_and_nothing_saved(self, client, url, seen, meeting, wrong):
        response = client.post(url, posted({"amount": 20}, wrong, seen=seen))
        assert response.status_code == 400
        assert [*wrong] == [*response.context["formset"].errors[1]]
        assert self.own(meeting) == []

    def test_two_rules_of_one_offset_are_refused(self, client, url, seen, meeting):
        response = client.post(url, posted({"hour": 8}, {"hour": 9}, seen=seen))
        assert response.status_code == 400
        assert self.own(meeting) == []

    def test_too_many_rules_are_refused(self, client, url, seen, meeting):
        response = client.post(url, posted(*({"amount": amount} for amount in range(20)), seen=seen))
        assert response.status_code == 400
        assert self.own(meeting) == []

    def test_only_staff_of_the_lead_ministry_get_in(self, client, url, meeting, mext, mext_staff, french_attache):
        meeting.concerned.add(mext)
        client.force_login(mext_staff)
        assert client.get(url).status_code == 403
        restrict(meeting)
        assert client.get(url).status_code == 404
        client.force_login(french_attache)
        assert client.get(url).status_code == 403

    def test_a_series_rules_hold_for_its_meetings(self, client, meeting, mofa_staff, secretariat, mext_staff):
        url = reverse("reminders:series_rules", args=[meeting.series_id])
        client.force_login(mext_staff)
        assert client.get(url).status_code == 403
        for person in (secretariat, mofa_staff):
            client.force_login(person)
            seen = client.get(url).context["seen"]
            assert client.post(url, posted({"amount": 9}, seen=seen)).status_code == 302
        sweep(now=SEVEN_BEFORE)
        assert list(Notification.objects.values_list("step", flat=True)) == ["b9"]


class TestGeneralRules:
    def url(self, *where):
        return reverse("reminders:kind_rules" if where[1:] else "reminders:general_rules", args=where)

    def post(self, client, *where, **more):
        seen = client.get(self.url(*where)).context["seen"]
        rules = more.pop("rules", [])
        return client.post(self.url(*where), posted(*rules, seen=seen, **more))

    def test_the_secretariat_changes_what_holds_everywhere(self, client, meeting, secretariat):
        client.force_login(secretariat)
        page = client.get(self.url("meetings.upcoming"))
        assert [form.initial.get("amount") for form in page.context["formset"]] == [30, 7, 1, None]
        assert [card.object_id for card, _forecast in page.context["forecasts"]] == [meeting.pk]
        assert self.post(client, "meetings.upcoming", rules=[{"amount": 10}, {"amount": 2}]).status_code == 302
        sweep(now=SEVEN_BEFORE)
        assert list(Notification.objects.values_list("step", flat=True)) == ["b10"]

    def test_a_kind_has_rules_of_its_own_and_gives_them_up(self, client, meeting, secretariat):
        where = ("meetings.upcoming", meeting.series.kind)
        client.force_login(secretariat)
        assert "下は現在有効な、より広い範囲の規則です" in client.get(self.url(*where)).text
        self.post(client, *where, rules=[{"amount": 8}])
        sweep(now=SEVEN_BEFORE)
        assert list(Notification.objects.values_list("step", flat=True)) == ["b8"]
        self.post(client, *where, inherit="1")
        assert not ReminderRule.objects.filter(scope_kind="kind").exists()

    def test_steps_after_a_deadline_can_be_kept_where_there_are_some(self, client, secretariat):
        client.force_login(secretariat)
        late = {"amount": 8, "unit": "after"}
        assert self.post(client, "meetings.action_due", rules=[{"amount": 7}, late]).status_code == 302
        kept = ReminderRule.objects.filter(subject="meetings.action_due").values_list("amount", "unit")
        assert set(kept) == {(7, "business"), (8, "after")}
        assert self.post(client, "meetings.upcoming", rules=[late]).status_code == 400
        page = client.get(self.url("meetings.action_due"))
        assert [form.initial.get("unit") for form in page.context["formset"]] == ["business", "after", None]

    @pytest.mark.parametrize("given", [{"rules": []}, {"inherit": "1"}])
    def test_they_cannot_all_go(self, client, secretariat, given):
        client.force_login(secretariat)
        response = self.post(client, "meetings.upcoming", **given)
        assert response.status_code == 400
        assert "全体の規則をすべて削除することはできません" in response.text
        assert ReminderRule.objects.filter(subject="meetings.upcoming").count() == 3

    def test_staff_read_them_and_only_the_secretariat_changes_them(self, client, mofa_staff, secretariat, officer):
        index = reverse("reminders:rules")
        for person, linked in ((mofa_staff, False), (secretariat, True)):
            client.force_login(person)
            page = client.get(index)
            assert "30営業日前 9:00" in page.text
            assert (self.url("meetings.upcoming") in page.text) is linked
        client.force_login(mofa_staff)
        assert client.get(self.url("meetings.upcoming")).status_code == 403
        client.force_login(officer)
        assert client.get(index).status_code == 403

    @pytest.mark.parametrize(
        "where", [("nothing",), ("meetings.upcoming", "nothing"), ("meetings.action_due", "bilateral")]
    )
    def test_what_counts_no_days_has_no_such_page(self, client, secretariat, where):
        client.force_login(secretariat)
        assert client.get(self.url(*where)).status_code == 404

    def test_the_page_asks_the_same_whatever_the_rules(
        self, client, mofa_staff, django_assert_max_num_queries, django_assert_num_queries
    ):
        client.force_login(mofa_staff)
        client.get(reverse("reminders:rules"))
        with django_assert_max_num_queries(12) as before:
            client.get(reverse("reminders:rules"))
        RuleFactory(scope_kind="kind", scope_id="bilateral", amount=4)
        RuleFactory(scope_kind="kind", scope_id="expert", amount=4)
        with django_assert_num_queries(len(before)):
            client.get(reverse("reminders:rules"))


def test_the_nearest_scope_with_any_rule_replaces_the_whole_set(meeting):
    series, kind = str(meeting.series_id), meeting.series.kind
    RuleFactory(scope_kind="kind", scope_id=kind, amount=8)
    sweep(now=SEVEN_BEFORE)
    RuleFactory(scope_kind="series", scope_id=series, amount=9)
    sweep(now=SEVEN_BEFORE + MINUTE)
    assert set(Notification.objects.values_list("step", flat=True)) == {"b8"}
    Notification.objects.all().delete()
    sweep(now=SEVEN_BEFORE + 2 * MINUTE)
    assert set(Notification.objects.values_list("step", flat=True)) == {"b9"}


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
