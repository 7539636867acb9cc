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
