"""Follow-ups as page, file, search, desk, reminder and API; an outsider in every test of a right."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.handling import Handling
from accounts.models import Act, AuditEntry
from attaches.actions import follow_ups as actions
from attaches.follow_ups.reminders import FollowUpsDue, card
from attaches.models import FollowUp
from diplomacy.ui import desk
from diplomacy.versioned.editing import Conflict
from reminders.actions.sweep import sweep
from reminders.models import Notification
from tests.attaches.conftest import REGISTER, found, page_of
from tests.attaches.deeds import NOW, TODAY
from tests.factories.accounts import UserFactory
from tests.factories.attaches import ContactFactory, FollowUpFactory
from tests.factories.partners import PartnerFactory, PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_filters_narrow(client, mofa, mext, mofa_staff):
    partner, person = PartnerFactory(), PersonFactory()
    contact = ContactFactory(owner=mofa, partner=partner, people=[person])
    FollowUpFactory(contact=contact, what="遅れた", due_on=date(2026, 11, 20), person=mofa_staff)
    FollowUpFactory(contact=contact, what="近い", due_on=date(2026, 12, 1), organisation=mext)
    FollowUpFactory(what="よそ", due_on=date(2027, 5, 1))
    closed = {"state": "done", "result": "送った", "result_on": TODAY}
    FollowUpFactory(contact=contact, what="済", due_on=date(2026, 10, 1), **closed)
    client.force_login(mofa_staff)
    assert found(client) == ["よそ", "近い", "遅れた", "済"]
    assert found(client, state="open") == ["遅れた", "近い", "よそ"]
    assert found(client, when="overdue") == ["遅れた"]
    assert found(client, when="soon") == ["近い"]
    assert found(client, only="mine") == ["遅れた"]
    assert found(client, only="own") == ["遅れた", "済"]
    assert found(client, owner=str(mext.pk)) == ["近い"]
    assert (
        found(client, partner=str(partner.pk)) == found(client, counterpart=str(person.pk)) == ["近い", "遅れた", "済"]
    )
    assert found(client, q="送った") == ["済"]
    assert found(client, side="theirs") == []
    assert found(client, until="2026-11-30", state="open") == ["遅れた"]
    assert client.get(REGISTER, {"sort": "what"}).status_code == 400
    assert client.get(REGISTER, {"after": "nonsense"}).status_code == 400


def test_close_with_a_result_and_reopen(client, of_france, french_attache, german_attache):
    row = FollowUpFactory(contact=of_france)
    client.force_login(german_attache)
    assert client.post(page_of(row, "_close"), {"version": 1, "state": "done", "result": "x"}).status_code == 404
    client.force_login(french_attache)
    for body in ({"result": ""}, {"result": "  "}, {"result": "a\x00b"}, {"result": "x", "result_on": "2026-12-24"}):
        assert client.post(page_of(row, "_close"), {"version": 1, "state": "done", **body}).status_code == 400
    assert client.post(page_of(row, "_close"), {"version": 1, "state": "open", "result": "x"}).status_code == 400
    assert (
        client.post(page_of(row, "_close"), {"version": 1, "state": "done", "result": "x" * 1_000_000}).status_code
        == 400
    )
    assert client.post(page_of(row, "_close"), {"state": "done", "result": "x"}).status_code == 400
    row.refresh_from_db()
    assert row.is_open
    assert row.version == 1
    assert (
        client.post(page_of(row, "_close"), {"version": 1, "state": "dropped", "result": "先方の都合"}).status_code
        == 302
    )
    row.refresh_from_db()
    assert (row.state, row.result, row.result_on) == ("dropped", "先方の都合", TODAY)
    assert client.post(page_of(row, "_close"), {"version": 1, "state": "done", "result": "x"}).status_code == 409
    assert client.post(page_of(row, "_close"), {"version": 2, "state": "done", "result": "x"}).status_code == 400
    assert client.post(page_of(row, "_reopen"), {"version": 2}).status_code == 302
    row.refresh_from_db()
    assert row.is_open
    assert row.result == ""
    assert row.result_on is None


def test_two_people_at_once_meet_both_texts(client, mofa, mofa_staff):
    row = FollowUpFactory(contact=ContactFactory(owner=mofa), what="はじめ")
    actions.edit_follow_up(row.pk, changes={"what": "相手の直し"}, seen_version=1, actor=mofa_staff)
    client.force_login(mofa_staff)
    body = {"what": "私の直し", "initial-what": "はじめ", "due_on": "2026-12-08", "initial-due_on": "2026-12-08"}
    answer = client.post(page_of(row, "_edit"), {"version": 1, **body})
    assert answer.status_code == 409
    assert "私の直し" in answer.content.decode()
    assert "相手の直し" in answer.content.decode()
    row.refresh_from_db()
    assert row.what == "相手の直し"


def test_hand_over_only_to_whom_reads_it(client, mofa, mext, mofa_staff, mext_staff, german_embassy):
    narrow = ContactFactory(owner=mofa, handling=Handling.SHARED)
    row = FollowUpFactory(contact=narrow)
    client.force_login(mofa_staff)
    for body in (german_embassy, mext):
        given = {"version": 1, "organisation": str(body.pk)}
        assert client.post(page_of(row, "_hand_over"), given).status_code == 400
    with pytest.raises(ValidationError):
        actions.hand_over_follow_up(row.pk, organisation=mext, person=None, seen_version=1, actor=mofa_staff)
    narrow.shared_with.add(mext)
    given = {"version": 1, "organisation": str(mext.pk), "person": str(mext_staff.pk)}
    assert client.post(page_of(row, "_hand_over"), given).status_code == 302
    row.refresh_from_db()
    assert (row.organisation, row.person) == (mext, mext_staff)
    assert (
        client.post(page_of(row, "_hand_over"), {**given, "organisation": str(mofa.pk), "version": 2}).status_code
        == 400
    )
    client.force_login(mext_staff)
    assert client.get(page_of(row)).context["changes"]


def test_add_to_a_contact_of_ones_own(client, of_france, french_attache, german_attache, mofa_staff, mofa):
    of_france.shared_with.add(mofa)
    address = reverse("attaches:follow_up_add", args=[of_france.pk])
    body = {"what": "訪問を打診する", "due_on": "2026-12-10", "person": str(french_attache.pk)}
    client.force_login(german_attache)
    assert client.post(address, body).status_code == 404
    client.force_login(mofa_staff)
    assert client.post(address, body).status_code == 403
    client.force_login(french_attache)
    for wrong in ({"what": ""}, {"what": "a\x07b"}, {"due_on": "いつか"}, {"person": str(german_attache.pk)}):
        assert client.post(address, {**body, **wrong}).status_code == 400
    assert client.post(address, body).status_code == 302
    made = FollowUp.objects.get()
    assert (made.organisation, made.person, made.state) == (of_france.owner, french_attache, "open")
    of_france.withdrawn_at, of_france.withdrawn_because = timezone.now(), "誤り"
    of_france.save()
    assert client.post(address, body).status_code == 400
    assert found(client) == []


def test_export_is_marked_and_logged(client, of_france, french_attache):
    FollowUpFactory(contact=of_france, what="Step", person=french_attache)
    client.force_login(french_attache)
    answer = client.get(reverse("attaches:follow_ups_csv"))
    assert "Embassy of France" in answer["Content-Disposition"]
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert any("Step" in line for line in lines)
    entry = AuditEntry.objects.get(act=Act.EXPORTED)
    assert entry.kind == "attaches.followup"
    assert entry.detail["rows"] == 1


def test_queries_do_not_grow(client, mofa, mofa_staff):
    client.force_login(mofa_staff)
    counted = []
    for number in (1, 2):
        for _each in range(number):
            FollowUpFactory(
                contact=ContactFactory(owner=mofa, partner=PartnerFactory()), person=UserFactory(organisation=mofa)
            )
        client.get(REGISTER)
        with CaptureQueriesContext(connection) as queries:
            client.get(REGISTER)
        with CaptureQueriesContext(connection) as of_api:
            client.get("/api/v1/follow-ups/")
        counted.append((len(queries), len(of_api)))
    assert counted[0] == counted[1]


def test_desk_and_search(client, mofa, mofa_staff, mext_staff):
    contact = ContactFactory(owner=mofa, handling=Handling.SHARED)
    FollowUpFactory(contact=contact, what="遅れた一手", due_on=date(2026, 11, 20), person=mofa_staff)
    FollowUpFactory(contact=contact, what="機関の一手", due_on=date(2026, 12, 1))
    FollowUpFactory(contact=contact, what="先の一手", due_on=date(2027, 3, 1), person=mofa_staff)

    def titles(user):
        return [one.title for one in desk.waiting(user, TODAY)]

    assert [one for one in titles(mofa_staff) if "一手" in one] == ["遅れた一手", "機関の一手"]
    assert [one for one in titles(mext_staff) if "一手" in one] == []
    client.force_login(mofa_staff)
    assert "遅れた一手" in client.get("/search/", {"q": "遅れた一手"}).content.decode()
    client.force_login(mext_staff)
    assert "遅れた一手</" not in client.get("/search/", {"q": "遅れた一手"}).content.decode()


def told(row):
    return set(Notification.objects.filter(object_id=row.pk).values_list("recipient__email", "step"))


def test_reminders_reach_who_has_it_then_body_and_desk(mofa, mext, mofa_staff, mext_staff, german_attache):
    colleague = UserFactory(organisation=mext)
    contact = ContactFactory(owner=mext, partner=PartnerFactory(desk=mofa))
    row = FollowUpFactory(contact=contact, person=mext_staff, due_on=date(2026, 11, 27))
    sweep(now=NOW)
    assert told(row) == {(mext_staff.email, "b3")}
    for day in (25, 26, 27, 30):
        with time_machine.travel(datetime(2026, 11, day, 3, tzinfo=UTC), tick=False):
            sweep(now=timezone.now())
    with time_machine.travel(datetime(2026, 12, 4, 3, tzinfo=UTC), tick=False):
        sweep(now=timezone.now())
        sweep(now=timezone.now())
    owner = {(mext_staff.email, step) for step in ("b3", "b0", "a1", "a5")}
    others = {(one.email, "a5") for one in (colleague, contact.author, mofa_staff)}
    assert told(row) == owner | others


@pytest.mark.parametrize(("late", "said"), [(timedelta(hours=1), "3営業日前"), (timedelta(days=2), "期限のお知らせ")])
def test_reminder_speaks_of_the_due_date_and_of_nothing_held(mext, mext_staff, late, said):
    row = FollowUpFactory(contact=ContactFactory(owner=mext), person=mext_staff)
    written = Notification(subject=FollowUpsDue.name, kind="ahead", step="b3", due_at=NOW - late, created_at=NOW)
    assert card(row).told(written) == said


def test_a_closed_one_is_not_reminded_of(mext, mext_staff):
    row = FollowUpFactory(contact=ContactFactory(owner=mext), person=mext_staff, due_on=TODAY)
    by = {"seen_version": 1, "actor": mext_staff, "now": NOW}
    actions.close_follow_up(row.pk, state="done", result="済んだ", **by)
    sweep(now=NOW)
    assert told(row) == set()


def test_api_writes_by_the_version_read(client, of_france, french_attache, german_attache):
    client.force_login(french_attache)
    body = {"contact": str(of_france.pk), "what": "Send papers", "due_on": "2026-12-10"}
    post = {"content_type": "application/json"}
    made = client.post("/api/v1/follow-ups/", body, **post)
    assert made.status_code == 201, made.content
    address = f"/api/v1/follow-ups/{made.json()['id']}/"
    assert client.patch(address, {"what": "Later"}, **post).status_code == 428
    etag = client.get(address)["ETag"]
    changed = client.patch(address, {"what": "Later"}, headers={"If-Match": etag}, **post)
    assert changed.status_code == 200
    assert changed.json()["what"] == "Later"
    assert client.patch(address, {"what": "x"}, headers={"If-Match": etag}, **post).status_code == 412
    etag = changed["ETag"]
    for wrong in ({"state": "done"}, {"state": "done", "result": ""}, {"state": "open", "result": "x"}):
        assert client.post(f"{address}close/", wrong, headers={"If-Match": etag}, **post).status_code == 400
    closed = client.post(f"{address}close/", {"state": "done", "result": "Sent"}, headers={"If-Match": etag}, **post)
    assert closed.status_code == 200
    assert closed.json()["state"] == "done"
    again = client.post(f"{address}reopen/", headers={"If-Match": closed["ETag"]}, **post)
    assert again.status_code == 200
    assert again.json()["result"] == ""
    client.force_login(german_attache)
    assert client.get(address).status_code == 404
    assert client.post("/api/v1/follow-ups/", body, **post).status_code == 400


def test_actions_ask_for_the_right_themselves(of_france, mofa, mofa_staff, french_attache):
    of_france.shared_with.add(mofa)
    row = FollowUpFactory(contact=of_france)
    with pytest.raises(PermissionDenied):
        actions.edit_follow_up(row.pk, changes={"what": "x"}, seen_version=1, actor=mofa_staff)
    actions.edit_follow_up(row.pk, changes={"what": "x"}, seen_version=1, actor=french_attache)
    with pytest.raises(Conflict):
        actions.reopen_follow_up(row.pk, seen_version=1, actor=french_attache)


def test_panels_count_each_side(client, of_france, mofa, mofa_staff, mext_staff):
    of_france.shared_with.add(mofa)
    FollowUpFactory(contact=of_france, what="先方の一手")
    FollowUpFactory(contact=of_france, what="こちらの一手", organisation=mofa)
    address = reverse("partners:detail", args=[of_france.partner_id])
    client.force_login(mofa_staff)
    page = client.get(address).content.decode()
    assert "先方の一手" in page
    assert "side=theirs" in page
    client.force_login(mext_staff)
    assert "先方の一手" not in client.get(address).content.decode()
