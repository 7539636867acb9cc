"""Finding a meeting, as each person does it: by typing, by filter, by month and year, on a phone, without scripts."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.handling import Handling
from meetings.models.series import Level
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory

MEETINGS = ["/meetings/", "/meetings/filter/", "/meetings/calendar/", "/meetings/timeline/"]
PAGES = ["/", *MEETINGS, "/series/", "/search/?q=量子"]


@pytest.fixture
def meetings(mofa, mext, french_embassy):
    soon = timezone.localdate() + timedelta(days=20)
    series = SeriesFactory(name_ja="日仏合同委員会", name_en="Japan–France Joint Committee", lead_ministry=mofa)
    quantum = MeetingFactory(
        series=series,
        title_ja="量子作業部会",
        title_en="Quantum Working Group",
        start_date=soon,
        handling=Handling.PUBLIC,
    )
    AgendaItemFactory(meeting=quantum, title_ja="量子センサー", title_en="Quantum sensors", handling=Handling.PUBLIC)
    shared = MeetingFactory(
        series=series, title_ja="合同委員会", title_en="Committee", owner=mofa, handling=Handling.SHARED
    )
    shared.shared_with.add(french_embassy)
    ministers = SeriesFactory(level=Level.MINISTERIAL, lead_ministry=mext)
    MeetingFactory(series=ministers, title_ja="科学大臣会合", title_en="Science Ministers", start_date=soon)
    return series


def query(page):
    return parse_qs(urlsplit(page.url).query)


def test_typing_narrows_the_list_and_the_address(signed_in, mofa_staff, meetings):
    page = signed_in(mofa_staff, "/meetings/")
    page.locator("#q").press_sequentially("量子")
    page.locator("#results tbody tr").nth(1).wait_for(state="detached")
    page.wait_for_url(lambda address: "q=" in address)
    expect(page.locator("#results tbody tr")).to_have_count(1)
    assert query(page)["q"] == ["量子"]
    page.go_back()
    page.locator("#results tbody tr").nth(2).wait_for()


def test_filter_opens_in_place_and_chips_take_it_off(signed_in, mofa_staff, meetings, axe):
    page = signed_in(mofa_staff, "/meetings/")
    page.locator("details.filters summary").click()
    page.get_by_label("閣僚").check()
    axe(page)
    page.get_by_role("button", name="この条件で探す").click()
    page.wait_for_url(lambda address: "level=ministerial" in address)
    expect(page.locator("#results tbody tr")).to_have_count(1)
    page.locator(".chips a.chip").click()
    page.wait_for_url(lambda address: "level" not in address)
    expect(page.locator("#results tbody tr")).to_have_count(3)


def test_a_saved_filter_comes_back(signed_in, mofa_staff, meetings):
    page = signed_in(mofa_staff, "/meetings/?level=ministerial")
    page.get_by_text("保存した条件", exact=True).click()
    page.locator("#saved-filter-name").fill("閣僚級")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_load_state()
    page.goto("/meetings/")
    page.get_by_text("保存した条件", exact=True).click()
    page.get_by_role("link", name="閣僚級", exact=True).click()
    page.wait_for_url(lambda address: "level=ministerial" in address)


def test_list_works_without_scripts(signed_in, mofa_staff, meetings):
    page = signed_in(mofa_staff, "/meetings/", java_script_enabled=False)
    page.locator("#q").fill("大臣")
    page.locator("#q").press("Enter")
    expect(page.locator("#results tbody tr")).to_have_count(1)
    page.goto("/meetings/")
    page.locator("details.filters summary").click()
    page.get_by_role("link", name="条件を選ぶ").click()
    page.get_by_label("閣僚").check()
    page.get_by_role("button", name="この条件で探す").click()
    page.wait_for_url(lambda address: "level=" in address)
    assert query(page)["level"] == ["ministerial"]
    page.get_by_role("link", name="会合", exact=True).locator("visible=true").last.focus()


def test_month_and_year_lead_to_the_meeting(signed_in, mofa_staff, meetings):
    soon = timezone.localdate() + timedelta(days=20)
    page = signed_in(mofa_staff, f"/meetings/calendar/?month={soon:%Y-%m}")
    page.locator(".month-grid").get_by_role("link", name="量子作業部会").click()
    page.get_by_role("heading", name="量子作業部会").wait_for()
    page.goto(f"/meetings/timeline/?year={soon.year}")
    expect(page.locator("svg.year a").nth(1)).to_be_attached()


def test_export_is_a_file(signed_in, mofa_staff, meetings):
    page = signed_in(mofa_staff, "/meetings/")
    page.get_by_text("書き出す").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename.endswith(".csv")


def test_search_box_finds_by_keyboard(signed_in, french_attache, meetings):
    page = signed_in(french_attache, "/")
    page.keyboard.press("/")
    page.keyboard.type("quantum")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/search/" in address)
    expect(page.locator("mark").nth(1)).to_be_attached()


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_clean_in_both_languages_and_widths(signed_in, mofa_staff, french_attache, meetings, axe, fits, path):
    for person in (mofa_staff, french_attache):
        page = signed_in(person, path)
        axe(page)
        narrow = signed_in(person, path, width=360)
        fits(narrow)
        axe(signed_in(person, path, dark=True), rules=["color-contrast"])


@pytest.mark.parametrize("who", ["council_member", "officer", "secretariat"])
def test_home_of_each_person_is_clean(signed_in, request, meetings, axe, fits, who):
    person = request.getfixturevalue(who)
    page = signed_in(person, "/", width=360)
    axe(page)
    fits(page)


def test_series_page_is_clean(signed_in, mofa_staff, meetings, axe, fits):
    for width in (1280, 360):
        page = signed_in(mofa_staff, f"/series/{meetings.pk}/", width=width)
        axe(page)
        fits(page)


def test_visitor_meets_a_calm_page(open_page, meetings, axe, fits):
    for language in ("ja", "en"):
        page = open_page("/", language=language, width=360)
        axe(page)
        fits(page)


def test_what_cannot_be_read_is_said(signed_in, mofa_staff, meetings, watch, axe):
    watch.allow("400")
    page = signed_in(mofa_staff, "/meetings/?fiscal_year=abc")
    page.get_by_role("alert").wait_for()
    axe(page)
