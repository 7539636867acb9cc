"""What every page stands in, and the door to it."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.factories.accounts import UserFactory

PASSWORD = "a long enough passphrase"


def test_sign_in_by_the_form(open_page, mofa):
    UserFactory(email="desk@portal.example", organisation=mofa, password=PASSWORD)
    page = open_page("/accounts/login/")
    page.get_by_label("メールアドレス").fill("desk@portal.example")
    page.locator("[name=password]").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: urlsplit(address).path == "/")
    expect(page.locator("main")).to_be_visible()


def test_wrong_password_is_answered_beside_the_form(open_page, mofa, axe):
    UserFactory(email="desk@portal.example", organisation=mofa, password=PASSWORD)
    page = open_page("/accounts/login/", language="en")
    page.locator("[name=login]").fill("desk@portal.example")
    page.locator("[name=password]").fill("not the passphrase")
    page.keyboard.press("Enter")
    page.get_by_role("alert").first.wait_for()
    expect(page.locator("[name=login]")).to_have_value("desk@portal.example")
    axe(page)


def test_language_switch_keeps_the_page(signed_in, mofa_staff):
    page = signed_in(mofa_staff, "/meetings/")
    page.locator("button[name=language][value=en]").first.click()
    page.wait_for_function("document.documentElement.lang === 'en'")
    assert page.url.endswith("/meetings/")
    page.locator("button[name=language][value=ja]").first.click()
    page.wait_for_function("document.documentElement.lang === 'ja'")


def test_signin_page_is_clean_in_both_languages(open_page, axe, fits):
    for language in ("ja", "en"):
        for width in (1280, 360):
            page = open_page("/accounts/login/", language=language, width=width)
            expect(page.locator("html")).to_have_attribute("lang", language)
            axe(page)
            fits(page)
        axe(open_page("/accounts/login/", language=language, dark=True), rules=["color-contrast"])
