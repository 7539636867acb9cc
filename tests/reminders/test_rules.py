"""The rules of a meeting, of a series and of everything: who sets them, and which hold."""

import pytest
from django.urls import reverse

from reminders.actions.sweep import sweep
from reminders.models import Notification, ReminderRule
from tests.factories.reminders import RuleFactory
from tests.reminders.conftest import MINUTE, SEVEN_BEFORE, restrict

pytestmark = pytest.mark.usefixtures("at_seven_before")


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
