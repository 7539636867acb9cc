"""The API's documents and the page of calendar feeds, as their readers meet them."""

from playwright.sync_api import expect

from meetings.models import CalendarFeed
from tests.factories.accounts import UserFactory


def test_documents_show_every_endpoint_under_the_policy_and_try_one(signed_in):
    page = signed_in(UserFactory(), "/api/docs/")
    page.locator("#operations-tag-meetings button").first.click()
    page.locator("#operations-meetings-meetings_list").wait_for()
    page.locator("#operations-tag-me button").first.click()
    page.locator("#operations-me-me_retrieve .opblock-summary-control").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    page.locator(".live-responses-table .response-col_status", has_text="200").wait_for()


def test_feed_is_opened_shown_once_and_stopped(signed_in, settings, live_server, axe):
    settings.SITE_URL = live_server.url
    page = signed_in(UserFactory(), "/calendars/")
    page.get_by_label("自分の会合").check()
    page.get_by_role("button", name="アドレスを発行").click()
    address = page.locator("code.secret").inner_text()
    assert page.request.get(address).text().startswith("BEGIN:VCALENDAR")
    axe(page)
    page.goto("/calendars/")
    expect(page.locator("code.secret")).to_have_count(0)
    page.get_by_role("button", name="自分の会合の配信を止める").click()
    page.get_by_text("まだありません。下で発行してください。").wait_for()
    assert page.request.get(address).status == 404


def test_page_of_feeds_is_clean_in_both_languages_at_both_widths(signed_in, axe, fits):
    for language in ("ja", "en"):
        person = UserFactory(language=language)
        CalendarFeed.issue(user=person, kind=CalendarFeed.Kind.PUBLIC)
        for width, dark in ((1280, False), (360, True)):
            page = signed_in(person, "/calendars/", width=width, dark=dark)
            axe(page)
            fits(page)
