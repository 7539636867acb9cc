"""The circle in a real browser: planned, invited to and marked by staff; answered, read and asked on a phone."""

from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from attaches.circle.links import link
from attaches.models import BulletinDelivery, CircleEvent, Invitation, MeetingRequest
from tests.factories.circle import BulletinFactory, CircleEventFactory, InvitationFactory, MeetingRequestFactory

SOON = timezone.localdate() + timedelta(days=30)


@pytest.fixture
def event(mofa):
    return CircleEventFactory(owner=mofa, on_date=SOON)


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_staff_plan_a_gathering_and_invite(signed_in, axe, fits, mofa_staff, french_attache, width, dark):
    page = signed_in(mofa_staff, "/network/circle/", width=width, dark=dark)
    axe(page)
    page.get_by_role("link", name="行事を登録").first.click()
    page.locator("[name=title_ja]").fill("量子の意見交換会")
    page.locator("[name=on_date]").fill(SOON.isoformat())
    page.locator("[name=start_time]").fill("15:00")
    axe(page)
    fits(page)
    page.get_by_role("button", name="登録").click()
    page.get_by_role("heading", name="招待する").wait_for()
    choice = page.locator("select[name=people]")
    choice.select_option(str(french_attache.pk), force=True)
    axe(page)
    fits(page)
    page.get_by_role("button", name="招待する人を確認").click()
    page.get_by_role("button", name="招待を送る").click()
    page.get_by_role("heading", name="招待と出欠").wait_for()
    axe(page)
    fits(page)
    assert CircleEvent.objects.get().invitations.get().person == french_attache


def test_each_word_typed_begins_afresh_and_the_button_stays_under_the_pointer(
    signed_in, mofa_staff, event, french_attache, german_attache
):
    page = signed_in(mofa_staff, f"/network/circle/{event.pk}/invite/", width=360)
    for person in (french_attache, german_attache):
        page.get_by_role("combobox", name="大使館・在外公館").press_sequentially(person.organisation.name_ja)
        page.get_by_role("option", name=person.organisation.name_ja).wait_for()
        page.keyboard.press("Enter")
        expect(page.get_by_role("option")).to_have_count(0)
    button = page.get_by_role("button", name="招待する人を確認")
    before = button.bounding_box()
    page.get_by_role("heading", name="招待する").click()
    assert button.bounding_box() == before
    button.click()
    page.get_by_role("heading", name="この2人に招待を送ります").wait_for()


def test_attache_answers_reads_and_asks_on_a_phone(signed_in, axe, fits, mofa, event, french_attache):
    InvitationFactory(event=event, person=french_attache)
    bulletin = BulletinFactory(owner=mofa, to=[french_attache])
    page = signed_in(french_attache, "/", width=360)
    axe(page)
    fits(page)
    page.get_by_role("link", name="Answer").first.click()
    page.get_by_text("Attending", exact=True).click()
    axe(page)
    fits(page)
    page.get_by_role("button", name="Reply").click()
    page.get_by_text("Your answer is registered.").wait_for()
    assert Invitation.objects.get().answer == "accepted"
    page.goto(page.url.split("/network/")[0] + "/network/bulletins/")
    page.get_by_role("link", name=bulletin.title_en).click()
    axe(page)
    fits(page)
    assert BulletinDelivery.objects.get().opened_at is not None
    page.goto(page.url.split("/network/")[0] + "/network/requests/new/")
    page.locator("select[name=ministry]").select_option(str(mofa.pk), force=True)
    page.locator("[name=subject]").fill("Joint calls")
    page.locator("[name=purpose]").fill("To talk about joint calls")
    page.locator("[name=date_1]").fill(SOON.isoformat())
    axe(page)
    fits(page)
    page.get_by_role("button", name="Send the request").click()
    page.get_by_role("heading", name="Joint calls").wait_for()
    axe(page)
    fits(page)
    assert MeetingRequest.objects.get().owner == french_attache.organisation


def test_link_in_the_mail_is_answered_without_signing_in(open_page, axe, fits, event, french_attache):
    row = InvitationFactory(event=event, person=french_attache)
    page = open_page(link(row).removeprefix("http://localhost:8000"), width=360)
    axe(page)
    fits(page)
    page.get_by_text("Not attending", exact=True).click()
    page.get_by_role("button", name="Reply").click()
    page.get_by_text("Your answer is registered.").wait_for()
    axe(page)
    assert Invitation.objects.get().answer == "declined"


@pytest.mark.parametrize("width", [1280, 360])
def test_ministry_agrees_on_a_date(signed_in, axe, fits, mofa, mofa_staff, french_embassy, width):
    row = MeetingRequestFactory(owner=french_embassy, ministry=mofa, answer_by=SOON)
    page = signed_in(mofa_staff, "/network/requests/", width=width)
    axe(page)
    fits(page)
    page.get_by_role("link", name=row.subject).click()
    page.locator("[name=agreed_on]").fill(SOON.isoformat())
    page.locator("[name=agreed_at]").fill("10:00")
    axe(page)
    fits(page)
    page.get_by_role("button", name="この日程で回答する").click()
    page.get_by_text("日程が決まりました").wait_for()
    assert MeetingRequest.objects.get().agreed_at == time(10)
