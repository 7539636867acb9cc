"""Every route, asked by every person with every method: the answer follows from the route's class of access.

The classes stand in `tests/access_table.py`, the rows behind the doors in `tests/access_objects/`.
"""

import re
from itertools import product
from types import SimpleNamespace

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.access import Access
from accounts.models import User
from accounts.thirdparty import THIRD_PARTY_ROUTES
from tests.access_objects import OBJECTS, unknown
from tests.access_objects.sample import NOBODY, Sample, nothing
from tests.access_table import EXPECTED, PERSONS, expected
from tests.factories.accounts import UserFactory
from tests.routes import METHODS, Route, routes

ROUTES = routes()
THROUGH = {200, 201, 202, 204, 301, 302, 303, 304, 400, 409, 412, 415, 422, 428}
SAFE = {"GET"}
# Mail is kept only in the demo; a passkey to sign in again with is only there for who has one.
NOTHING_BEHIND = {"api-unknown", "accounts:outbox", "mfa_reauthenticate_webauthn"}


@pytest.fixture(autouse=True)
def as_in_production(settings):
    """Second factors are asked for; the rate limits count in a cache of our own, see `Asker`."""
    settings.MFA_REQUIRED = True
    settings.CACHES = {**settings.CACHES, "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture
def cast(
    mofa,
    mext,
    cao,
    mofa_staff,
    mext_staff,
    secretariat,
    council_member,
    officer,
    french_attache,
    german_attache,
    administrator,
):
    people = {
        "anonymous": None,
        "lead_staff": mofa_staff,
        "other_staff": mext_staff,
        "secretariat": secretariat,
        "council": council_member,
        "officer": officer,
        "attache_a": french_attache,
        "attache_b": german_attache,
        "admin": administrator,
        "disabled": UserFactory(organisation=mofa),
        "not_enrolled": UserFactory(organisation=mofa),
    }
    for name, person in people.items():
        if person is not None and name != "not_enrolled":
            TOTP.activate(person, "JBSWY3DPEHPK3PXP")
            RecoveryCodes.activate(person)
    return SimpleNamespace(**people, organisations=SimpleNamespace(mofa=mofa, mext=mext, cao=cao))


@pytest.fixture
def sessions(cast):
    """The session cookie of each person; the disabled one signed in before."""
    cookies = {}
    for name in PERSONS:
        client = Client()
        if person := getattr(cast, name):
            client.force_login(person)
            cookies[name] = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    User.objects.filter(pk=cast.disabled.pk).update(is_active=False)
    return cookies


class Asker:
    """Asks one route as one person; whatever the answer brings about is undone."""

    def __init__(self, route: Route, sessions: dict[str, str]):
        self.route = route
        self.sessions = sessions
        self.cells = 0

    def __call__(self, person: str, method: str, arguments: dict):
        client = Client()
        if cookie := self.sessions.get(person):
            client.cookies[django_settings.SESSION_COOKIE_NAME] = cookie
        kind = "application/json" if self.route.is_api else "application/x-www-form-urlencoded"
        body = arguments.get("body", "{}" if self.route.is_api else "")
        kwargs = {name: value for name, value in arguments.items() if name not in {"?", "body"}}
        address, query = reverse(self.route.name, kwargs=kwargs), arguments.get("?", "")
        self.cells += 1
        cache.clear()
        with transaction.atomic():
            answer = client.generic(method, address, body, content_type=kind, QUERY_STRING=query)
            transaction.set_rollback(True)
        return answer


def outcome(answer, person: str) -> str:
    """The answer in the table's words."""
    status, address = answer.status_code, answer.headers.get("Location", "")
    if status == 401 or (status == 302 and address.startswith("/accounts/login/?next=")):
        return "sign-in"
    if status == 302 and address == "/accounts/2fa/" and person == "not_enrolled":
        return "enrol"
    named = {403: "refused", 404: "gone", 405: "other method"}
    return named.get(status) or ("in" if status in THROUGH else f"status {status}")


def wanted(route: Route, sample: Sample, person: str, method: str) -> str:
    at_the_door = expected(route.access_for(method).name, person, route.name)
    if at_the_door == "enrol" and route.is_api:
        return "refused"
    if at_the_door != "in":
        return at_the_door
    if method not in (route.methods or METHODS):
        return "other method"
    if sample.writers is not None and person not in sample.writers and (sample.verb_on_get or method not in SAFE):
        return "gone" if sample.writers is NOBODY else "refused"
    return "in"


def is_in(route: Route, person: str, method: str) -> bool:
    return expected(route.access_for(method).name, person, route.name) == "in"


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name or route.address)
@pytest.mark.django_db
def test_every_person_meets_the_answer_of_the_routes_class(route, cast, sessions, record_property):
    sample = sample_of(route)
    ask = Asker(route, sessions)
    wrong = []
    for person in PERSONS:
        visible = sample.visible(cast, person)
        for method in METHODS:
            answer = ask(person, method, visible)
            got, want = outcome(answer, person), wanted(route, sample, person, method)
            if got not in {want, *also_right(route, want)}:
                wrong.append(f"{person} {method}: {got}, not {want}")
    record_property("access_cells", ask.cells)
    assert wrong == []


def also_right(route: Route, want: str) -> set[str]:
    """Libraries answer some methods before they look whether the view takes them, by leading elsewhere; and behind
    some doors there is nothing for anybody."""
    if want == "other method" and route.name in THIRD_PARTY_ROUTES:
        return {"in", "gone"}
    if want == "in" and route.name == "readyz":
        return {"status 503"}
    return {"gone"} if want == "in" and route.name in NOTHING_BEHIND else set()


def sample_of(route: Route) -> Sample:
    sample = OBJECTS.get(route.name)
    if sample is None:
        assert not route.arguments, (
            f"{route.name} takes {', '.join(sorted(route.arguments))}: add how to make a visible and a hidden row "
            f"to OBJECTS of its app in tests/access_objects/ under the key {route.name!r}."
        )
        return Sample(nothing)
    return sample


RECORDS = [route for route in ROUTES if route.name in OBJECTS and not OBJECTS[route.name].looks_up_late]


@pytest.mark.parametrize("route", RECORDS, ids=lambda route: route.name)
@pytest.mark.django_db
def test_hidden_record_answers_as_one_that_does_not_exist(route, cast, sessions, record_property):
    """404 both, byte for byte; a person who may not do the verb anyway hears 403 of both."""
    sample = sample_of(route)
    ask = Asker(route, sessions)
    wrong = []
    for person, method in product(PERSONS, sorted(route.methods)):
        want = wanted(route, sample, person, method)
        hidden = hidden_of(sample, cast, person)
        if hidden is None or want not in {"in", "refused"} or not is_in(route, person, method):
            continue
        answers = [ask(person, method, arguments) for arguments in (hidden, unknown(hidden))]
        statuses = {answer.status_code for answer in answers}
        if statuses != {404} and (want, statuses) != ("refused", {403}):
            wrong.append(f"{person} {method}: {statuses}")
        elif len({without_names(answer, hidden) for answer in answers}) != 1:
            wrong.append(f"{person} {method}: the answers differ")
    record_property("access_cells", ask.cells)
    assert wrong == []


def hidden_of(sample: Sample, cast, person: str) -> dict | None:
    """A row the person may not see; where there is none, one that does not exist; None for addresses without rows."""
    if sample.hidden is not None:
        return sample.hidden(cast, person)
    visible = sample.visible(cast, person)
    return None if unknown(visible) == visible else unknown(visible)


def without_names(answer, arguments: dict) -> str:
    """The answer without what differs by design: the address asked for, the token against forgery, the nonce."""
    text = answer.content.decode()
    values = {str(value) for value in (*arguments.values(), *unknown(arguments).values())}
    for value in sorted(values, key=len, reverse=True):
        text = text.replace(value, "…")
    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]*|nonce="[^"]*', "", text)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name or route.address)
def test_route_declares_its_name_its_class_and_its_methods(route):
    assert route.name, f"{route.address} has no name"
    assert route.access is not None, f"{route.name}: declare @access(Access.…), or list it in accounts/thirdparty.py"
    if route.name not in THIRD_PARTY_ROUTES:
        assert route.methods is not None, f"{route.name}: say which methods it takes (require_GET, require_POST, …)"


def test_table_has_a_row_for_each_class():
    assert set(EXPECTED) == {level.name for level in Access}


def test_nothing_is_registered_for_a_route_that_is_gone():
    assert set(OBJECTS) <= {route.name for route in ROUTES}


def test_route_that_declares_nothing_is_refused(settings, client, db):
    settings.ROOT_URLCONF = "tests.undeclared_urls"
    assert client.get("/undeclared/").status_code == 403
