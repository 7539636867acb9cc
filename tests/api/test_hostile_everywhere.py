"""Every route of the API, every parameter it takes, as every person: whatever is sent is answered below 500."""

from types import SimpleNamespace
from urllib.parse import quote_from_bytes

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from tests.access_objects import OBJECTS
from tests.access_objects.sample import Sample, nothing
from tests.api.test_fuzz import IN_ADDRESSES
from tests.routes import Route, routes

pytestmark = pytest.mark.django_db

ROUTES = [route for route in routes() if route.is_api]
# Staff are asked with the whole corpus by test_fuzz, and who is not let in meets the door first: test_access.
PERSONS = ("attache",)
# Through a web server no longer address arrives; the test client has no such bound.
LONG = b"9" * 1_000_000
VALUES = [b"\x00", b"9" * 40, b"\xed\xa0\x80"]
BODIES = [
    b"",
    b"\x00",
    b"\xff\xfe",
    b'"' + b"x" * 1_000_000 + b'"',
    b'{"title_ja": "' + b"x" * 1_000_000 + b'"}',
    b'{"title_ja": "a", "title_ja": "b"}',
    b'{"title_ja": "\\ud800"}',
    b'{"parent": 1e400, "order": {}, "seen": null}',
    b"[" * 10_000 + b"]" * 10_000,
    b'{"' + b"k" * 100_000 + b'": 1}',
]


@pytest.fixture
def cast(mofa, mext, cao, mofa_staff, council_member, officer, french_attache, administrator):
    people = SimpleNamespace(
        staff=mofa_staff, lead_staff=mofa_staff, council=council_member, officer=officer, attache=french_attache
    )
    return SimpleNamespace(
        **vars(people),
        admin=administrator,
        anonymous=None,
        organisations=SimpleNamespace(mofa=mofa, mext=mext, cao=cao),
    )


def address_of(route: Route, cast) -> str:
    arguments = OBJECTS.get(route.name, Sample(nothing)).visible(cast, "staff")
    return reverse(route.name, kwargs={name: value for name, value in arguments.items() if name not in {"?", "body"}})


def client_of(person) -> APIClient:
    client = APIClient(raise_request_exception=False)
    if person:
        client.force_login(person)
    return client


def parameters_of(route: Route) -> set[str]:
    filters = getattr(getattr(route.callback, "cls", None), "filterset_class", None)
    return {*(filters.base_filters if filters else ()), "limit", "cursor", "format", "lang", "no_such_one"}


@pytest.mark.parametrize("who", PERSONS)
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_no_query_brings_a_route_down(route, who, cast):
    client, address = client_of(getattr(cast, who)), address_of(route, cast)
    for name in sorted(parameters_of(route)):
        for value in VALUES:
            query = f"{name}={quote_from_bytes(value)}"
            assert client.get(f"{address}?{query}").status_code < 500, query[:80]
        both = f"{name}=a&{name}=b&{name}"
        assert client.get(f"{address}?{both}").status_code < 500, both
    assert client.get(f"{address}?limit={quote_from_bytes(LONG)}").status_code < 500
    hostile_name = quote_from_bytes(IN_ADDRESSES[3])
    assert client.get(f"{address}?{hostile_name}={hostile_name}").status_code < 500


@pytest.mark.parametrize("who", ["staff", "attache"])
@pytest.mark.parametrize("route", [route for route in ROUTES if route.methods - {"GET"}], ids=lambda route: route.name)
def test_no_body_brings_a_route_down(route, who, cast):
    client, address = client_of(getattr(cast, who)), address_of(route, cast)
    for method in sorted(route.methods - {"GET"}):
        for body in BODIES:
            answer = client.generic(method, address, body, content_type="application/json", headers={"If-Match": "*"})
            assert answer.status_code < 500, (method, body[:40])
        for kind in ("text/plain", "multipart/form-data; boundary=x", "\x00"):
            answer = client.generic(method, address, b"{}", content_type=kind, headers={"If-Match": '"\xff"'})
            assert answer.status_code < 500, (method, kind)
