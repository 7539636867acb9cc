"""Hostile and careless requests: a clear 4xx that names the field, in the one shape, and never a 500."""

import json

import pytest
from rest_framework.test import APIClient

from accounts.models import SavedFilter
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db

QUERIES = [
    ("limit=0", "limit"),
    ("limit=-1", "limit"),
    ("limit=201", "limit"),
    ("limit=" + "9" * 21, "limit"),
    ("limit=1e2", "limit"),
    ("limit=%00", "limit"),
    ("limit=%EF%BC%95", "limit"),
    ("cursor=1", "cursor"),
    ("cursor=%00", "cursor"),
    ("cursor=00000000-0000-4000-8000-000000000000", "cursor"),
    ("cursor=" + "a" * 5000, "cursor"),
    ("no_such_filter=1", "no_such_filter"),
    ("format=xml", "format"),
    ("meeting=1", "meeting"),
    ("meeting=%00", "meeting"),
    ("kind=%00", "kind"),
    ("kind=" + "x" * 3000, "kind"),
    ("kind=%FF%FE", "kind"),
    ("a%00b=1", "a\0b"),
]


@pytest.mark.parametrize(("query", "field"), QUERIES, ids=[query[:30] for query, _field in QUERIES])
def test_bad_query_is_refused_by_name(query, field, staff_api):
    answer = staff_api.get(f"/api/v1/agenda-items/?{query}")
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


GOOD = {"page": "meetings", "name": "量子", "query": "q=量子"}
BODIES = [
    (b"", None),
    (b"{", None),
    (b"[]", None),
    (b'"text"', None),
    (b"null", None),
    (b"\xff\xfe{}", None),
    (b'{"name": NaN}', None),
    (b'{"name": 1' + b"0" * 5000 + b"}", None),
    (b"[" * 100_000, None),
    (b'{"name": "a", "name": "b"}', "name"),
    (json.dumps({**GOOD, "colour": "red"}).encode(), "colour"),
    (json.dumps({**GOOD, "id": "00000000-0000-4000-8000-000000000000"}).encode(), "id"),
    (json.dumps({**GOOD, "name": 5}).encode(), "name"),
    (json.dumps({**GOOD, "name": None}).encode(), "name"),
    (json.dumps({**GOOD, "name": True}).encode(), "name"),
    (json.dumps({**GOOD, "name": ["a"]}).encode(), "name"),
    (json.dumps({**GOOD, "name": {"a": 1}}).encode(), "name"),
    (json.dumps({**GOOD, "name": "a\0b"}).encode(), "name"),
    (json.dumps({**GOOD, "name": "a\x1fb"}).encode(), "name"),
    (json.dumps({**GOOD, "name": "\ud800"}).encode(), "name"),
    (json.dumps({**GOOD, "\ud800": "x"}).encode(), "?"),
    (json.dumps({**GOOD, "name": "a" * 1_000_000}).encode(), "name"),
    (json.dumps({**GOOD, "query": "a" * 1_000_000}).encode(), "query"),
]


@pytest.mark.parametrize(("body", "field"), BODIES, ids=[str(body[:40]) for body, _field in BODIES])
def test_bad_body_is_refused_and_nothing_is_kept(body, field, staff_api):
    answer = staff_api.post("/api/v1/saved-filters/", body, content_type="application/json")
    assert answer.status_code == 400
    errors = answer.json()["errors"]
    assert {error["field"] for error in errors} == {field} or (field is None and errors[0]["message"])
    assert all(len(error["message"]) <= 500 for error in errors)
    assert SavedFilter.objects.count() == 0


def test_body_past_the_bound_is_413(staff_api, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    body = json.dumps({**GOOD, "query": "a" * 2000})
    answer = staff_api.post("/api/v1/saved-filters/", body, content_type="application/json")
    assert answer.status_code == 413


@pytest.mark.parametrize("media", ["text/plain", "multipart/form-data; boundary=x", "application/xml", "bad"])
def test_other_media_in_is_415(media, staff_api):
    assert staff_api.post("/api/v1/saved-filters/", b"x=1", content_type=media).status_code == 415


def test_other_media_out_is_406(staff_api):
    answer = staff_api.get("/api/v1/meetings/", headers={"Accept": "text/html"})
    assert answer.status_code == 406
    assert answer.json()["errors"][0]["code"] == "not_acceptable"


@pytest.mark.parametrize("method", ["put", "options", "trace", "post", "delete"])
def test_method_without_an_action_is_405(method, staff_api):
    assert getattr(staff_api, method)("/api/v1/themes/").status_code == 405


def test_unknown_parameter_of_a_detail_is_refused(staff_api):
    answer = staff_api.get(f"/api/v1/meetings/{MeetingFactory().pk}/?fields=id")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "fields"


def test_refusals_speak_the_readers_language(staff_api, attache_api):
    said = [
        client.get("/api/v1/meetings/?limit=0").json()["errors"][0]["message"] for client in (staff_api, attache_api)
    ]
    assert said == ["1から200までの整数にしてください。", "Give a whole number from 1 to 200."]


def test_session_writes_need_the_csrf_token(mofa_staff):
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(mofa_staff)
    answer = client.post("/api/v1/saved-filters/", GOOD, format="json")
    assert answer.status_code == 403
