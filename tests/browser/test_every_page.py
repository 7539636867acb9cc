"""axe and the width of the window on every page there is: the routes are walked, so a new page is looked at too.

What answers no page of its own is left out by name, with the reason; a name that is no route any more fails.
"""

from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from accounts.access import Access
from outreach.lists.family import LISTS as OUTREACH_LISTS
from partners.lists.family import LISTS
from tests.access_objects import OBJECTS
from tests.access_objects.sample import Sample, nothing
from tests.factories.accounts import UserFactory
from tests.factories.reminders import RuleFactory
from tests.routes import Route, routes

FILE, DATA, PART, ON = "a file", "no page: data", "part of a page, looked at with it", "sends on to another page"
LEFT_OUT = {
    "healthz": DATA,
    "readyz": DATA,
    "accounts:session_state": DATA,
    "mfa_login_webauthn": DATA,
    "mfa_download_recovery_codes": FILE,
    "meetings:export_csv": FILE,
    "meetings:export_xlsx": FILE,
    **{
        f"meetings:{name}_{form}": FILE
        for name in ("actions", "clearance", "coordination", "decisions")
        for form in ("csv", "xlsx")
    },
    "meetings:feed": FILE,
    **{f"partners:{name}_{form}": FILE for name in (*LISTS, "matrix") for form in ("csv", "xlsx")},
    "meetings:clearance_export": FILE,
    "meetings:paper_file": FILE,
    "meetings:participants_export": FILE,
    "meetings:document_file": FILE,
    "partners:brief_file": FILE,
    "dashboard:home_file": FILE,
    "dashboard:diagram_file": FILE,
    **{f"attaches:{name}": FILE for name in ("follow_ups_csv", "follow_ups_xlsx", "handover_docx", "handover_pdf")},
    "meetings:agenda_cell": PART,
    "meetings:agenda_changes": PART,
    "meetings:position_text": PART,
    "meetings:positions_changes": PART,
    "meetings:decision": ON,
    "meetings:participant": ON,
    "meetings:people": DATA,
    "partners:import_faults": FILE,
    "partners:import_progress": ON,
    "partners:import_template": FILE,
    **{
        f"outreach:{name}": FILE
        for name in (
            "feed",
            "sitemap",
            "robots",
            "public_event_ics",
            "picture_file",
            "portrait_file",
            "letter_export",
            "itinerary_export",
        )
    },
    **{f"outreach:{name}_{form}": FILE for name in OUTREACH_LISTS for form in ("csv", "xlsx")},
    "reminders:follow": ON,
    "attaches:circle_paper": FILE,
    "attaches:invitation": ON,
    "attaches:network": ON,
    **{f"attaches:{name}_{form}": FILE for name in ("contacts", "requests") for form in ("csv", "xlsx")},
    "attaches:contact_people": DATA,
    # The second step of signing in; without the first it sends back to it. The form is that of mfa_reauthenticate.
    "mfa_authenticate": ON,
    # There is one only for who has a passkey to confirm with, which takes a browser that holds it: test_accounts.
    "mfa_reauthenticate_webauthn": ON,
}
BEFORE_SIGNING_IN = {"account_login", "account_reset_password", "account_inactive"}
# Who opens a page that not every person has: the set-up of the first factor, the pages of a passkey, a reply.
BY_NAME = {
    "mfa_activate_totp": "newcomer",
    "mfa_edit_webauthn": "key_holder",
    "mfa_remove_webauthn": "key_holder",
    "meetings:clearance_rest": "asked",
    "attaches:request_add": "attache",
}


def is_page(route: Route) -> bool:
    return "GET" in (route.methods or {"GET"}) and not route.is_api and route.access is not Access.CLOSED


PAGES = [route for route in routes() if is_page(route)]


def test_what_is_left_out_exists():
    assert LEFT_OUT.keys() - {route.name for route in PAGES} == set()


@pytest.fixture
def cast(mofa, mext, cao, mofa_staff, secretariat, administrator, french_attache):
    # The rules of the migrations go with the rows of the test before.
    RuleFactory()
    newcomer, key_holder = UserFactory(organisation=mofa), UserFactory(organisation=mofa)
    for person in (mofa_staff, secretariat, administrator):
        TOTP.activate(person, "JBSWY3DPEHPK3PXP")
        RecoveryCodes.activate(person)
    key = Authenticator.objects.create(
        user=key_holder, type=Authenticator.Type.WEBAUTHN, data={"name": "鍵", "credential": {}}
    )
    organisations = SimpleNamespace(mofa=mofa, mext=mext, cao=cao)
    return SimpleNamespace(
        lead_staff=mofa_staff,
        secretariat=secretariat,
        admin=administrator,
        newcomer=newcomer,
        asked=UserFactory(organisation=mext),
        key_holder=key_holder,
        attache=french_attache,
        key=key,
        organisations=organisations,
    )


@pytest.fixture
def kept_mail(settings, tmp_path):
    """The page of the demo's mail is there where mail is kept."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)


def person_for(route: Route) -> str:
    if route.name in BEFORE_SIGNING_IN or route.access is Access.SECRET_ADDRESS:
        return ""
    if route.access in (Access.ADMIN, Access.SECRETARIAT):
        return "admin" if route.access is Access.ADMIN else "secretariat"
    return BY_NAME.get(route.name, "lead_staff")


def address_of(route: Route, cast) -> str:
    sample = OBJECTS.get(route.name, Sample(nothing))
    arguments = sample.visible(cast, person_for(route) or "lead_staff")
    if person_for(route) == "key_holder":
        arguments = {"pk": cast.key.pk}
    return reverse(route.name, kwargs={name: value for name, value in arguments.items() if name not in {"?", "body"}})


def just_signed_in(page, person, settings) -> None:
    """Pages about passwords and keys ask for the password again unless it was given a moment ago."""
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    session = SessionStore(cookies[settings.SESSION_COOKIE_NAME])
    record_authentication(SimpleNamespace(session=session), person, "password", reauthenticated=True)
    session.save()


@pytest.mark.parametrize(("language", "width", "dark"), [("ja", 1280, False), ("en", 360, True)])
def test_every_page_is_clean(cast, kept_mail, open_page, settings, axe, fits, language, width, dark):
    faults: dict[str, str] = {}
    for who in ("", "lead_staff", "secretariat", "admin", "newcomer", "key_holder", "asked", "attache"):
        person = getattr(cast, who, None)
        if person:
            person.language = language
            person.save()
        page = open_page("/accounts/login/", person=person, language=language, width=width, dark=dark)
        if person:
            just_signed_in(page, person, settings)
        for route in PAGES:
            if route.name in LEFT_OUT or person_for(route) != who:
                continue
            path = address_of(route, cast)
            answer = page.goto(path)
            if answer.status != 200 or urlsplit(page.url).path != path:
                faults[route.name] = f"{answer.status}, at {page.url}"
                continue
            try:
                axe(page)
                fits(page)
            except AssertionError as fault:
                faults[route.name] = str(fault)[:500]
    assert not faults, "\n".join(f"{name}: {fault}" for name, fault in faults.items())
