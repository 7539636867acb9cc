"""Dispatches for programs: whom they were matched with, and what hangs on them, over what the reader may see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.handling import Handling
from accounts.models import AccessGroupMember, Act, AuditEntry
from outreach.models import Effect, Engagement, MediaItem, Stop
from tests.factories.accounts import AccessGroupFactory
from tests.factories.outreach import DispatchFactory, ExpertFactory

pytestmark = pytest.mark.django_db
DAY = "2027-02-01"
PARTS = {
    "dispatch-stops": lambda dispatch: Stop.objects.create(dispatch=dispatch, day=DAY, what="打合せ"),
    "dispatch-engagements": lambda dispatch: Engagement.objects.create(
        dispatch=dispatch, day=DAY, what="講演", audience="students", heard_by=30
    ),
    "dispatch-media": lambda dispatch: MediaItem.objects.create(dispatch=dispatch, day=DAY, outlet="紙", title="題"),
    "dispatch-effects": lambda dispatch: Effect.objects.create(dispatch=dispatch, months=3, due_on=DAY),
}


def restrict(row, *readers):
    group = AccessGroupFactory()
    for person in readers:
        AccessGroupMember.objects.create(group=group, user=person)
    type(row).objects.filter(pk=row.pk).update(handling=Handling.RESTRICTED, access_group=group)


def test_the_expert_is_named_to_who_may_see_the_expert(client, mofa_staff, mext_staff):
    expert = ExpertFactory()
    dispatch = DispatchFactory(expert=expert, state="matched")
    restrict(expert, mofa_staff)
    for person, shown in ((mofa_staff, str(expert.pk)), (mext_staff, None)):
        client.force_login(person)
        assert client.get(f"/api/v1/dispatches/{dispatch.pk}/").json()["expert"] == shown


@pytest.mark.parametrize("name", PARTS)
def test_parts_are_read_with_their_dispatch(client, mofa_staff, mext_staff, french_attache, name):
    open_, hidden = DispatchFactory(), DispatchFactory()
    shown, kept = PARTS[name](open_), PARTS[name](hidden)
    restrict(hidden, mofa_staff)
    address = f"/api/v1/{name}/"
    client.force_login(mext_staff)
    assert [row["id"] for row in client.get(address).json()["results"]] == [str(shown.pk)]
    assert client.get(f"{address}{kept.pk}/").status_code == 404
    assert client.get(address, {"dispatch": str(hidden.pk)}).status_code == 400
    client.force_login(mofa_staff)
    (row,) = client.get(address, {"dispatch": str(hidden.pk)}).json()["results"]
    assert row["id"] == str(kept.pk)
    read = AuditEntry.objects.filter(act=Act.RESTRICTED_READ, actor=mofa_staff)
    assert list(read.values_list("record_id", flat=True)) == [str(hidden.pk)]
    client.force_login(french_attache)
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("name", PARTS)
def test_queries_do_not_grow_with_the_parts(client, mofa_staff, name):
    client.force_login(mofa_staff)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/api/v1/{name}/").status_code == 200
        return len(queries)

    PARTS[name](DispatchFactory())
    asked()
    one = asked()
    for _more in range(2):
        PARTS[name](DispatchFactory())
    assert asked() == one


WRITTEN = {
    "dispatch-stops": {"what": "講演", "starts_at": "10:00", "ends_at": "11:30"},
    "dispatch-engagements": {"what": "講演", "audience": "students", "heard_by": 30},
    "dispatch-media": {"outlet": "新聞", "title": "見出し", "link": "https://example.org/a"},
}
CHANGED = {
    "dispatch-stops": {"what": "見学", "ends_at": "12:00:00"},
    "dispatch-engagements": {"heard_by": 45},
    "dispatch-media": {"title": "別の見出し"},
}
JSON = "application/json"


@pytest.mark.parametrize("name", WRITTEN)
def test_parts_are_added_changed_and_taken_away_by_who_may_change_the_dispatch(
    client, mofa, mofa_staff, mext_staff, name
):
    dispatch = DispatchFactory(owner=mofa, expert=ExpertFactory(), state="agreed")
    address, body = f"/api/v1/{name}/", {"dispatch": str(dispatch.pk), "day": DAY, **WRITTEN[name]}
    client.force_login(mext_staff)
    assert client.post(address, body, content_type=JSON).status_code == 403
    client.force_login(mofa_staff)
    assert client.post(address, {**body, "day": "soon"}, content_type=JSON).status_code == 400
    made = client.post(address, body, content_type=JSON)
    assert made.status_code == 201
    one, etag = f"{address}{made.json()['id']}/", made["ETag"]
    assert client.patch(one, {"day": DAY}, content_type=JSON).status_code == 428
    for refused in ({"dispatch": str(dispatch.pk)}, {"day": "soon"}, {"version": 7}):
        answer = client.patch(one, refused, content_type=JSON, headers={"If-Match": etag})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, next(iter(refused)))
    changed = client.patch(one, CHANGED[name], content_type=JSON, headers={"If-Match": etag})
    assert changed.status_code == 200
    assert (changed.json()["version"], changed.json()) == (2, changed.json() | CHANGED[name])
    assert client.patch(one, CHANGED[name], content_type=JSON, headers={"If-Match": etag}).status_code == 412
    etag = changed["ETag"]
    assert client.delete(one).status_code == 428
    client.force_login(mext_staff)
    assert client.patch(one, CHANGED[name], content_type=JSON, headers={"If-Match": etag}).status_code == 403
    assert client.delete(one, headers={"If-Match": etag}).status_code == 403
    client.force_login(mofa_staff)
    assert client.delete(one, headers={"If-Match": '"other"'}).status_code == 412
    assert client.delete(one, headers={"If-Match": etag}).status_code == 204
    assert client.get(one).status_code == 404


def test_parts_wait_for_the_answer_of_the_expert_and_lie_within_the_dispatch(client, mofa, mofa_staff):
    asked = DispatchFactory(owner=mofa)
    agreed = DispatchFactory(owner=mofa, expert=ExpertFactory(), state="agreed")
    client.force_login(mofa_staff)
    for dispatch, day in ((asked, DAY), (agreed, "2028-01-01")):
        body = {"dispatch": str(dispatch.pk), "day": day, "what": "講演"}
        assert client.post("/api/v1/dispatch-stops/", body, content_type=JSON).status_code == 400
    hidden = DispatchFactory(owner=mofa)
    restrict(hidden)
    body = {"dispatch": str(hidden.pk), "day": DAY, "what": "講演"}
    assert client.post("/api/v1/dispatch-stops/", body, content_type=JSON).status_code == 400
    assert not Stop.objects.exists()


def test_what_came_of_it_is_written_once_read(client, mofa, mofa_staff, mext_staff):
    dispatch = DispatchFactory(owner=mofa, expert=ExpertFactory(), state="reported")
    effect = Effect.objects.create(dispatch=dispatch, months=3, due_on=DAY)
    address, body = f"/api/v1/dispatch-effects/{effect.pk}/", {"text": "共同研究が始まった"}
    client.force_login(mofa_staff)
    etag = client.get(address)["ETag"]
    assert client.patch(address, body, content_type=JSON).status_code == 428
    assert client.patch(address, {"text": " "}, content_type=JSON, headers={"If-Match": etag}).status_code == 400
    written = client.patch(address, body, content_type=JSON, headers={"If-Match": etag})
    assert written.status_code == 200
    assert written.json()["text"] == body["text"]
    assert written.json()["recorded_on"]
    assert client.patch(address, body, content_type=JSON, headers={"If-Match": etag}).status_code == 412
    client.force_login(mext_staff)
    assert client.patch(address, body, content_type=JSON, headers={"If-Match": written["ETag"]}).status_code == 403
