"""The look and the frame's behaviour, where no content is needed."""

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import expect

from diplomacy.ui.stylesheets import minified

ACCOUNT_PAGES = [
    "/accounts/logout/",
    "/accounts/password/change/",
    "/accounts/2fa/",
    "/accounts/2fa/webauthn/",
    "/accounts/sessions/",
]
OPEN_PAGES = [
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/inactive/",
    "/accounts/password/reset/key/0-bad/",
]
VIEWS = [(language, width) for language in ("ja", "en") for width in (1280, 360)]


def speaking(person, language):
    person.language = language
    person.save(update_fields=["language"])
    return person


@pytest.mark.parametrize("language", ["ja", "en"])
def test_styleguide_is_clean(signed_in, mofa_staff, axe, fits, language):
    for width, dark in ((1280, False), (1280, True), (360, False), (360, True)):
        page = signed_in(speaking(mofa_staff, language), "/styleguide/", width=width, dark=dark)
        axe(page)
        fits(page)


def test_pages_before_signing_in_are_clean(open_page, axe, fits):
    for language, width in VIEWS:
        page = open_page("/accounts/login/", language=language, width=width)
        for path in OPEN_PAGES:
            page.goto(path)
            expect(page.locator("html")).to_have_attribute("lang", language)
            axe(page)
            fits(page)


def test_pages_of_ones_own_account_are_clean(signed_in, mofa_staff, axe, fits):
    for language, width in VIEWS:
        page = signed_in(speaking(mofa_staff, language), "/accounts/2fa/", width=width, dark=width == 360)
        for path in ACCOUNT_PAGES:
            page.goto(path)
            axe(page)
            fits(page)


def test_an_unknown_address_says_so_in_the_frame(signed_in, mofa_staff, watch, axe):
    watch.allow("404")
    page = signed_in(mofa_staff, "/nothing-here/")
    expect(page.get_by_role("heading", name="ページが見つかりません")).to_be_visible()
    expect(page.get_by_role("search").first).to_be_visible()
    axe(page)


def test_the_delivered_styles_say_what_the_written_ones_say(page):
    """A browser reads both; spaces after commas are its own affair."""
    read = """(text) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(text);
        return [...sheet.cssRules].map((rule) => rule.cssText.replaceAll(", ", ","));
    }"""
    written = (Path(django_settings.BASE_DIR) / "static" / "portal" / "css" / "portal.css").read_text()
    rules = page.evaluate(read, written)
    assert len(rules) > 100
    assert page.evaluate(read, minified(written)) == rules


def test_a_refused_sign_in_leads_to_its_error(open_page):
    page = open_page("/accounts/login/")
    page.get_by_role("button", name="サインイン", exact=True).click()
    page.locator(".error-summary:focus").wait_for()
    expect(page).to_have_title(re.compile("^エラー"))
    page.locator(".error-summary a").first.click()
    expect(page.locator("[name=login]")).to_be_focused()


def test_the_language_switch_keeps_the_page_and_its_filters(signed_in, mofa_staff):
    page = signed_in(mofa_staff, "/accounts/sessions/?period=90")
    page.get_by_role("button", name="EN").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/accounts/sessions/?period=90")
    expect(page.get_by_role("heading", name="Signed-in devices")).to_be_visible()


def test_keys_reach_search_and_help_but_not_while_typing(signed_in, mofa_staff):
    page = signed_in(mofa_staff, "/accounts/2fa/")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("?/")
    expect(page.locator("#search")).to_have_value("?/")
    expect(page.locator("#shortcuts")).not_to_be_visible()
    page.locator("#main").focus()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).not_to_be_visible()


def test_the_menu_of_a_narrow_screen_opens_by_keyboard_and_closes_on_escape(signed_in, mofa_staff, axe):
    page = signed_in(mofa_staff, "/accounts/2fa/", width=360)
    menu = page.locator("details.narrow-only summary")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("searchbox")).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).not_to_be_visible()
    expect(menu).to_be_focused()


def test_a_chosen_colour_scheme_stays_and_is_written_by_the_server(open_page):
    page = open_page("/accounts/login/")
    page.get_by_role("radio", name="暗い").check(force=True)
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("radio", name="自動").check(force=True)
    page.reload()
    expect(page.locator("html:not([data-theme])")).to_be_attached()


def test_the_end_of_an_idle_session_is_announced_and_can_be_put_off(signed_in, mofa_staff):
    page = signed_in(mofa_staff, "/accounts/2fa/")
    page.clock.install()
    page.route("**/session/", lambda route: route.fulfill(json={"seconds": 290}))
    page.reload()
    page.clock.fast_forward("26:00")
    page.clock.run_for(2000)
    page.get_by_role("dialog", name="まもなくサインアウトします").wait_for()
    expect(page.locator(":focus")).to_have_text("利用を続ける")
    with page.expect_response("**/session/extend/") as extended:
        page.keyboard.press("Enter")
    assert extended.value.ok
    page.locator("#idle-dialog").wait_for(state="hidden")


def test_a_draft_is_offered_to_its_author_and_to_nobody_else(signed_in, mofa_staff, mext_staff):
    page = signed_in(mofa_staff, "/styleguide/")
    page.locator("[name=empty-title]").fill("下書きの会合")
    page.reload()
    page.get_by_role("button", name="復元する").click()
    expect(page.locator("[name=empty-title]")).to_have_value("下書きの会合")
    kept = page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('draft:'))")
    assert kept == [f"draft:{mofa_staff.pk}:/styleguide/:styleguide"]
    page.evaluate(f"sessionStorage.setItem('draft:{mext_staff.pk}:/styleguide/:styleguide', '{{}}')")
    page.reload()
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('draft:'))") == kept


def test_signing_out_erases_drafts(signed_in, mofa_staff):
    page = signed_in(mofa_staff, "/styleguide/")
    page.locator("[name=empty-title]").fill("下書きの会合")
    page.locator("details.account summary").click()
    page.locator("details.account").get_by_role("button", name="サインアウト").click()
    page.wait_for_function("!Object.keys(sessionStorage).some((key) => key.startsWith('draft:'))")


def test_the_agenda_prints_without_the_frame(signed_in, mofa_staff):
    page = signed_in(mofa_staff, "/styleguide/")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".site-header")).not_to_be_visible()
    expect(page.locator(".agenda .grip").first).not_to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    expect(page.locator(".agenda")).to_be_visible()
