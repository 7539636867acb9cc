"""Notices, rules, forecast and delivery log in a browser: as each person concerned, wide and narrow, both languages."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.handling import Handling
from reminders.actions.sweep import sweep
from reminders.models import Notification, ReminderRule
from tests.factories.accounts import UserFactory
from tests.factories.meetings import MeetingFactory, SeriesFactory
from tests.factories.reminders import RuleFactory


@pytest.fixture
def meeting(mofa, mofa_staff):
    """A meeting in twelve days, whose only reminder has just gone out."""
    ReminderRule.objects.all().delete()
    RuleFactory(amount=30, unit=ReminderRule.Unit.CALENDAR)
    RuleFactory(amount=1)
    UserFactory(organisation=mofa, daily_digest=True)
    meeting = MeetingFactory(
        series=SeriesFactory(lead_ministry=mofa),
        start_date=timezone.localdate() + timedelta(days=12),
        handling=Handling.GOVERNMENT,
        city="東京",
    )
    sweep(now=timezone.now())
    return meeting


def look(open_page, axe, fits, person, path):
    for language in ("ja", "en"):
        person.language = language
        person.save(update_fields=["language"])
        for width in (1280, 360):
            page = open_page(path, person=person, language=language, width=width)
            axe(page)
            fits(page)
        axe(open_page(path, person=person, language=language, dark=True), rules=["color-contrast"])


def test_every_page_is_clean(meeting, open_page, axe, fits, mofa_staff, administrator):
    Notification.objects.update(state="given_up", attempts=8, answer="550 5.1.1 no such mailbox")
    for name in ("meetings:notices", "reminders:meeting_rules"):
        look(open_page, axe, fits, mofa_staff, reverse(name, args=[meeting.pk]))
    look(open_page, axe, fits, mofa_staff, reverse("reminders:inbox"))
    look(open_page, axe, fits, administrator, reverse("reminders:deliveries"))


def test_the_bell_leads_to_the_notice_and_the_notice_to_the_meeting(meeting, signed_in, mofa_staff):
    page = signed_in(mofa_staff, reverse("meetings:list"))
    bell = page.locator(".bell")
    expect(bell.locator(".count")).to_have_text(re.compile(r"^\s*1"))
    bell.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/notifications/")
    page.get_by_role("link", name=meeting.title_ja).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/meetings/{meeting.pk}/")
    expect(page.locator(".bell .count")).to_have_count(0)


def test_marking_everything_as_read(meeting, signed_in, mofa_staff):
    page = signed_in(mofa_staff, reverse("reminders:inbox"))
    page.get_by_role("button", name="すべて既読にする").click()
    page.get_by_text("1件を既読にしました。").wait_for()
    expect(page.locator(".bell .count")).to_have_count(0)


def test_rules_are_tried_and_then_saved_by_keyboard(meeting, signed_in, mofa_staff):
    page = signed_in(mofa_staff, reverse("reminders:meeting_rules", args=[meeting.pk]))
    page.locator("#id_form-0-amount").fill("3")
    page.get_by_role("button", name="保存せずに予定を見る").press("Enter")
    page.get_by_role("heading", name="この入力での通知の予定（未保存）").wait_for()
    assert not ReminderRule.objects.filter(scope_kind="meeting").exists()
    page.get_by_role("button", name="保存する").press("Enter")
    page.get_by_text("通知の規則を保存しました。").wait_for()
    assert ReminderRule.objects.filter(scope_kind="meeting", scope_id=str(meeting.pk), amount=3).exists()


def test_the_administrator_sends_again(meeting, signed_in, administrator, mofa_staff):
    Notification.objects.filter(recipient=mofa_staff).update(state="given_up", next_attempt_at=None)
    page = signed_in(administrator, reverse("reminders:deliveries"))
    page.get_by_role("button", name="再送する").click()
    page.get_by_text("次の送信で再送します。").wait_for()
    assert Notification.objects.get(recipient=mofa_staff).state == "queued"
