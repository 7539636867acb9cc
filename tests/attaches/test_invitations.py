"""Answering: by the link in the mail and in the portal; by nobody else, not after the end, and never by a mere look."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.handling import Handling
from accounts.models import Role
from attaches.actions import invitations as actions
from attaches.circle.links import link
from attaches.models import CircleEvent, Invitation
from meetings.models import CalendarFeed
from tests.factories.accounts import UserFactory
from tests.factories.circle import CircleEventFactory, CirclePaperFactory, InvitationFactory

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def event(mofa):
    return CircleEventFactory(owner=mofa)


@pytest.fixture
def row(event, french_attache):
    return InvitationFactory(event=event, person=french_attache)


def address_of(row):
    return link(row).removeprefix("http://localhost:8000")


def now_of(row):
    return Invitation.objects.get(pk=row.pk)


# --- The link in the mail --------------------------------------------------------------------------------------------


def test_to_look_at_the_link_answers_nothing(client, row):
    for method in (client.get, client.head):
        assert method(address_of(row)).status_code == 200
    assert now_of(row).answer == ""


def test_link_takes_an_answer_without_signing_in_and_changes_it(client, row, event):
    page = client.post(address_of(row), {"answer": "accepted", "note": "with a colleague"})
    assert page.status_code == 200
    saved = now_of(row)
    assert (saved.answer, saved.note, saved.answered_way) == ("accepted", "with a colleague", "link")
    again = client.get(address_of(row))
    assert "Attending" in again.content.decode()
    assert client.post(address_of(row), {"answer": "declined"}).status_code == 200
    assert now_of(row).answer == "declined"
    assert "_auth_user_id" not in client.session


def test_last_day_to_answer_stands_on_the_page_and_not_the_midnight_after(client, row):
    CircleEvent.objects.update(answer_by=date(2026, 12, 10))
    page = client.get(address_of(row)).content.decode()
    assert "until Thu 10 December 2026." in page
    assert "11 December" not in page


def test_link_of_one_person_is_no_use_to_another(client, row, german_attache, event):
    client.force_login(german_attache)
    for answer in (client.get(address_of(row)), client.post(address_of(row), {"answer": "accepted"})):
        assert answer.status_code == 409
        assert event.title_en not in answer.content.decode()
    assert now_of(row).answer == ""


def test_link_works_for_its_person_signed_in(client, row, french_attache):
    client.force_login(french_attache)
    assert client.post(address_of(row), {"answer": "tentative"}).status_code == 200
    assert now_of(row).answer == "tentative"


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("cancelled", "This gathering was cancelled."),
        ("withdrawn", "This invitation was withdrawn."),
        ("over", "This gathering is over."),
        ("late", "The time to answer is over."),
    ],
)
def test_closed_link_says_why_and_saves_nothing(client, row, event, clock, why, said):
    if why == "cancelled":
        CircleEvent.objects.update(state=CircleEvent.State.CANCELLED)
    elif why == "withdrawn":
        Invitation.objects.update(withdrawn_at=NOW)
    elif why == "over":
        clock.move_to(datetime(2026, 12, 18, 6, 0, tzinfo=UTC))
    else:
        CircleEvent.objects.update(answer_by=date(2026, 11, 20))
    for answer in (client.get(address_of(row)), client.post(address_of(row), {"answer": "accepted"})):
        assert answer.status_code == 410
        assert said in answer.content.decode()
        assert ("Your answer:" in answer.content.decode()) is (why != "cancelled")
    assert now_of(row).answer == ""


def test_answers_are_taken_until_the_end_of_the_day_they_are_due(client, row, clock):
    CircleEvent.objects.update(answer_by=date(2026, 12, 10))
    clock.move_to(datetime(2026, 12, 10, 14, 59, tzinfo=UTC))
    assert client.post(address_of(row), {"answer": "accepted"}).status_code == 200
    clock.move_to(datetime(2026, 12, 10, 15, 0, tzinfo=UTC))
    assert client.post(address_of(row), {"answer": "declined"}).status_code == 410
    assert now_of(row).answer == "accepted"


def test_forged_replaced_and_orphaned_links_answer_alike(client, row, mofa_staff, french_attache):
    old = address_of(row)
    actions.renew_link(row.pk, actor=mofa_staff, now=NOW)
    assert client.get(old).status_code == 404
    new = address_of(now_of(row))
    assert client.get(new).status_code == 200
    assert client.get(new[:-2] + "x/").status_code == 404
    assert client.get("/network/answer/%00%01/").status_code == 404
    french_attache.term_end = date(2026, 11, 23)
    french_attache.save()
    assert client.get(new).status_code == 404
    assert client.post(new, {"answer": "accepted"}).status_code == 404


@pytest.mark.parametrize("note", ["\0", "a\x07b", "two\nlines", "x" * 501, "x" * 1_000_000])
def test_bad_notes_are_refused_and_nothing_is_saved(client, row, note):
    assert client.post(address_of(row), {"answer": "accepted", "note": note}).status_code == 400
    assert now_of(row).answer == ""


def test_an_answer_that_is_none_is_refused(client, row):
    for answer in ("", "perhaps", "accepted\0"):
        assert client.post(address_of(row), {"answer": answer}).status_code == 400
    assert now_of(row).answer == ""


# --- The portal ------------------------------------------------------------------------------------------------------


def test_colleague_sees_the_invitation_and_cannot_answer_it(client, row, french_embassy):
    colleague = UserFactory(role=Role.ATTACHE, organisation=french_embassy)
    client.force_login(colleague)
    assert client.get(reverse("attaches:circle_event", args=[row.event_id])).status_code == 200
    assert client.post(reverse("attaches:invitation", args=[row.pk]), {"answer": "accepted"}).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.answer(row.pk, answer="accepted", actor=colleague, now=NOW)
    assert now_of(row).answer == ""


def test_embassy_sees_no_other_guest_and_no_count(client, row, event, german_attache, french_attache):
    InvitationFactory(event=event, person=german_attache, answer="accepted", answered_at=NOW, answered_sequence=0)
    client.force_login(french_attache)
    before = client.get(reverse("attaches:circle_event", args=[event.pk])).content.decode()
    assert german_attache.name_en not in before
    assert german_attache.organisation.name_en not in before
    listed = client.get("/api/v1/circle-invitations/").json()["results"]
    assert [one["id"] for one in listed] == [str(row.pk)]
    assert "attendance" not in listed[0]


def test_uninvited_embassy_meets_nothing(client, row, event, german_attache):
    paper = CirclePaperFactory(event=event)
    client.force_login(german_attache)
    for address in (
        reverse("attaches:circle_event", args=[event.pk]),
        reverse("attaches:invitation", args=[row.pk]),
        reverse("attaches:circle_paper", args=[paper.pk]),
        f"/api/v1/circle-events/{event.pk}/",
        f"/api/v1/circle-papers/{paper.pk}/file/",
    ):
        assert client.get(address).status_code == 404, address
    assert client.post(reverse("attaches:invitation", args=[row.pk]), {"answer": "accepted"}).status_code == 404
    assert client.get("/search/", {"q": event.title_en}).context["groups"] == []
    assert client.get("/network/circle/").context["lines"] == []


def test_withdrawn_guest_is_told_and_loses_the_papers(client, row, event, french_attache, mofa_staff):
    paper = CirclePaperFactory(event=event)
    client.force_login(french_attache)
    assert client.get(reverse("attaches:circle_paper", args=[paper.pk])).status_code == 200
    actions.withdraw(row.pk, actor=mofa_staff, now=NOW)
    assert client.get(reverse("attaches:circle_paper", args=[paper.pk])).status_code == 404
    assert client.get(reverse("attaches:circle_event", args=[event.pk])).status_code == 404
    page = client.get(reverse("attaches:invitation", args=[row.pk]))
    assert (page.status_code, "withdrawn" in page.content.decode()) == (200, True)


def test_who_runs_the_circle_chooses_looks_and_sends(client, event, mofa_staff, french_attache, german_attache):
    client.force_login(mofa_staff)
    address = reverse("attaches:circle_invite", args=[event.pk])
    chosen = {"embassies": [french_attache.organisation_id], "people": [german_attache.pk]}
    looked = client.post(address, chosen)
    assert {one.pk for one in looked.context["people"]} == {german_attache.pk, french_attache.pk}
    assert not event.invitations.exists()
    assert client.post(address, {**chosen, "send": "1"}).status_code == 302
    assert set(event.invitations.values_list("person", flat=True)) == {french_attache.pk, german_attache.pk}
    again = client.post(address, {**chosen, "send": "1"})
    assert again.status_code == 400
    assert event.invitations.count() == 2


def test_nobody_is_invited_to_what_they_may_not_read(event, mofa_staff, french_attache):
    CircleEvent.objects.update(handling=Handling.GOVERNMENT)
    with pytest.raises(ValidationError, match="招待を読めません"):
        actions.invite(event.pk, people=[french_attache], actor=mofa_staff, now=NOW)
    assert not event.invitations.exists()


def test_people_who_hold_no_post_today_are_not_invited(event, mofa_staff, mext_staff, french_attache):
    french_attache.term_end = date(2026, 11, 23)
    french_attache.save()
    for person in (mext_staff, french_attache):
        with pytest.raises(ValidationError):
            actions.invite(event.pk, people=[person], actor=mofa_staff, now=NOW)


def test_attendance_is_marked_from_the_day_on(client, row, event, mofa_staff, clock):
    client.force_login(mofa_staff)
    address = reverse("attaches:circle_attendance", args=[event.pk])
    assert client.post(address, {f"came-{row.pk}": "attended"}).status_code == 400
    clock.move_to(datetime(2026, 12, 18, 9, 0, tzinfo=UTC))
    client.force_login(mofa_staff)
    other = InvitationFactory(person=row.person)
    assert client.post(address, {f"came-{other.pk}": "attended"}).status_code == 400
    assert client.post(address, {f"came-{row.pk}": "maybe"}).status_code == 400
    assert client.post(address, {"came-x": "attended"}).status_code == 400
    assert client.post(address, {f"came-{row.pk}": "attended"}).status_code == 302
    assert now_of(row).attendance == "attended"


def test_recorded_answer_says_so_after_the_deadline_too(client, row, mofa_staff):
    CircleEvent.objects.update(answer_by=date(2026, 11, 20))
    client.force_login(mofa_staff)
    address = reverse("attaches:invitation_record", args=[row.pk])
    assert client.post(address, {"answer": "accepted"}).status_code == 302
    assert (now_of(row).answer, now_of(row).answered_way) == ("accepted", "organiser")


def test_personal_feed_holds_the_invitation_with_the_same_uid(client, row, french_attache):
    _feed, secret = CalendarFeed.issue(user=french_attache, kind="personal")
    text = client.get(reverse("meetings:feed", args=[secret])).content.decode()
    assert f"UID:circle-{row.event_id}@diplomacy-portal" in text
    Invitation.objects.update(withdrawn_at=NOW, shift=1)
    text = client.get(reverse("meetings:feed", args=[secret])).content.decode()
    assert "STATUS:CANCELLED" in text


# --- How many queries ------------------------------------------------------------------------------------------------


def queries(client, address):
    """Of the second look: the first one also writes that the person was seen."""
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize("who", ["french_attache", "mofa_staff"])
def test_list_takes_as_many_queries_for_three_as_for_one(client, who, request, mofa):
    french = request.getfixturevalue("french_attache")
    client.force_login(request.getfixturevalue(who))
    InvitationFactory(event=CircleEventFactory(owner=mofa), person=french)
    one = queries(client, "/network/circle/")
    for _more in range(2):
        InvitationFactory(event=CircleEventFactory(owner=mofa), person=french)
    assert queries(client, "/network/circle/") == one


def test_guest_list_takes_as_many_queries_for_three_as_for_one(client, event, mofa_staff, row):
    client.force_login(mofa_staff)
    address = reverse("attaches:circle_event", args=[event.pk])
    CirclePaperFactory(event=event)
    one = queries(client, address)
    for _more in range(2):
        InvitationFactory(event=event, person=UserFactory(role=Role.ATTACHE))
        CirclePaperFactory(event=event)
    assert queries(client, address) == one
