"""A person's own account and the administrator's work in a browser: a passkey from set-up to sign-in, and the pages."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import PASSWORD, UserFactory

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def is_at(address):
    return lambda url: urlsplit(url).path == address


def test_passkey_is_set_up_where_it_is_required_and_signs_in(open_page, mofa, settings):
    settings.MFA_REQUIRED = True
    UserFactory(email="desk@portal.example", organisation=mofa)
    page = open_page("/accounts/login/")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    page.locator("[name=login]").fill("desk@portal.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(is_at("/accounts/2fa/"))
    page.goto("/accounts/2fa/webauthn/add/")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("[name=name]").fill("試験の鍵")
    page.locator("[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda url: "/webauthn/add/" not in url)
    page.goto("/settings/")
    assert is_at("/settings/")(page.url)

    page.locator("details.account summary").click()
    page.locator("details.account form[action='/accounts/logout/'] button").click()
    page.goto("/accounts/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url(is_at("/"))
    page.goto("/settings/")
    assert is_at("/settings/")(page.url)


@pytest.mark.parametrize("address", ["/settings/", "/accounts/2fa/", "/accounts/sessions/"])
def test_own_pages_are_clean(address, signed_in, french_attache, axe, fits):
    for language, width in (("ja", 1280), ("en", 360)):
        page = signed_in(french_attache, address, language=language, width=width)
        axe(page)
        fits(page)


@pytest.mark.parametrize(
    "address",
    [
        "/administration/",
        "/administration/people/",
        "/administration/people/invite/",
        "/administration/review/",
        "/administration/audit/",
        "/administration/changes/",
    ],
)
def test_administrators_pages_are_clean(address, signed_in, administrator, mofa_staff, axe, fits):
    for language, width in (("ja", 360), ("en", 1280)):
        page = signed_in(administrator, address, language=language, width=width)
        axe(page)
        fits(page)
    axe(signed_in(administrator, address, dark=True), rules=["color-contrast"])


def test_administrator_disables_and_enables_a_person(signed_in, administrator, mofa_staff):
    page = signed_in(administrator, f"/administration/people/{mofa_staff.pk}/")
    page.get_by_role("button", name="停止する").click()
    page.get_by_role("button", name="再開する").wait_for()
    mofa_staff.refresh_from_db()
    assert not mofa_staff.is_active
    page.get_by_role("button", name="再開する").click()
    page.get_by_role("button", name="停止する").wait_for()


def test_token_is_shown_once(signed_in, mofa_staff):
    page = signed_in(mofa_staff, "/settings/")
    page.locator("[name=name]").fill("予定表")
    page.get_by_role("button", name="トークンを発行する").click()
    expect(page.locator("#new-token")).to_have_value(re.compile(".{43,}"))
    page.goto("/settings/")
    expect(page.locator("#new-token")).to_have_count(0)
