"""Whatever changes a record, a right or an account, or leaves as a file, leaves a trace: rows of the history or the
audit that say who, from where and in which request. The routes are walked: a new one that writes needs its deed here,
or a place among those that leave none, with the reason.
"""

import logging
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import invitations
from accounts.access import Access
from accounts.models import ApiToken, AuditEntry
from accounts.thirdparty import THIRD_PARTY_ROUTES
from diplomacy.redaction import SecretAddresses
from meetings.models import CalendarFeed
from reminders.models import Channel
from tests.crawler import crawl
from tests.deeds import DEEDS
from tests.deeds.circle import scene_of_circle
from tests.deeds.contacts import scene_of_contacts
from tests.deeds.council import scene_of_council
from tests.deeds.deed import Deed
from tests.deeds.embassies import scene_of_embassies
from tests.deeds.follow_ups import scene_of_follow_ups
from tests.deeds.outcomes import scene_of_outcomes
from tests.deeds.outreach import scene_of_outreach
from tests.deeds.participants import scene_of_participants
from tests.deeds.partners import scene_of_partners
from tests.deeds.positions import scene_of_clearance
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.documents import DocumentFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.reminders import NotificationFactory
from tests.routes import Route, routes

pytestmark = pytest.mark.django_db
ADDRESS = "192.0.2.17"

ONES_OWN = "a person's own convenience: changes no record, no right, nothing another person sees"
NONE = {
    "accounts:session_extend": ONES_OWN,
    "api-notifications-read": ONES_OWN,
    "api-saved-filters-detail": ONES_OWN,
    "api-saved-filters-list": ONES_OWN,
    "api-unknown": "there is nothing behind it",
    "attaches:contact_draft": ONES_OWN,
    "attaches:contact_new": "keeps a draft, which is its writer's alone; the page after it makes the contact",
    "attaches:contact_readers": "answers who would read what is typed and keeps nothing",
    "attaches:contact_twins": "answers who may be meant by what is typed and keeps nothing",
    "meetings:agenda_preview": "answers how a text looks and keeps nothing",
    "meetings:draft": ONES_OWN,
    "accounts:save_filter": ONES_OWN,
    "accounts:saved_filter": ONES_OWN,
    "meetings:series_watch": ONES_OWN,
    "meetings:watch": ONES_OWN,
    "outreach:picture_file": "a picture of a page, shown with it to whoever reads the page",
    "outreach:portrait_file": "a picture of the expert's page, shown with it; a restricted entry's reading is noted",
    "reminders:read": ONES_OWN,
    "reminders:read_all": ONES_OWN,
    "accounts:demo_switch": "a sign-in of the demo, noted by the sign-in itself",
}


def writes(route: Route) -> bool:
    """Of our own. Libraries' routes sign in and keep keys: tests/accounts asks each such act for its entry."""
    if route.access is Access.CLOSED or route.name in THIRD_PARTY_ROUTES:
        return False
    hands_out = "export" in route.name or route.name.endswith(("_file", "-file"))
    return route.methods is None or bool(route.methods - {"GET"}) or hands_out


WRITING = [route for route in routes() if writes(route)]


def test_each_route_that_writes_has_its_deed_or_its_reason():
    named = {name.partition(" ")[0] for name in DEEDS}
    assert {route.name for route in WRITING} == named | NONE.keys()
    assert not named & NONE.keys()


@pytest.fixture
def scene(mofa, mofa_staff, mext_staff, administrator):
    series = SeriesFactory(lead_ministry=mofa)
    meeting = MeetingFactory(series=series, lead_ministry=mofa, owner=mofa)
    person = UserFactory(organisation=mofa, name_ja="元の名")
    guest = UserFactory(organisation=mofa)
    guest.set_unusable_password()
    guest.save()
    item, other = (AgendaItemFactory(meeting=meeting, title_ja=name) for name in ("甲", "乙"))
    binned = AgendaItemFactory(meeting=meeting, deleted_at=timezone.now(), deleted_by=mofa_staff)
    form = {
        "name_ja": "招待",
        "name_en": "Invited",
        "role": "staff",
        "organisation": str(mofa.pk),
        "time_zone": "Asia/Tokyo",
    }
    document = DocumentFactory(meeting=meeting)
    circle = scene_of_circle(mofa)
    return SimpleNamespace(
        **scene_of_outcomes(meeting),
        **scene_of_follow_ups(mofa),
        **scene_of_participants(meeting),
        **scene_of_partners(mofa, mofa_staff),
        **scene_of_clearance(meeting, mext_staff),
        **scene_of_outreach(mofa),
        **scene_of_contacts(mofa),
        **scene_of_council(mofa),
        **circle,
        **scene_of_embassies(mofa, circle["embassy"]),
        document=document,
        version=document.versions.get(),
        binned_document=DocumentFactory(meeting=meeting, deleted_at=timezone.now(), deleted_by=mofa_staff),
        staff=mofa_staff,
        admin=administrator,
        series=series,
        meeting=meeting,
        item=item,
        other=other,
        binned=binned,
        person=person,
        disabled=UserFactory(organisation=mofa, is_active=False),
        guest=guest,
        invitation=invitations.link(guest).rstrip("/").rpartition("/")[2],
        token=ApiToken.issue(mofa_staff, "鍵")[0],
        feed=CalendarFeed.issue(user=mofa_staff, kind=CalendarFeed.Kind.PERSONAL)[0],
        notification=NotificationFactory(
            recipient=person, object_id=meeting.pk, channel=Channel.EMAIL, state="given_up"
        ),
        person_form=form,
        invitation_form={**form, "email": "new@portal.example", "language": "ja"},
    )


def arguments_of(deed: Deed, scene: Any) -> dict[str, Any]:
    if not deed.key:
        return deed.also
    if deed.key in ("invitation", "answer_link"):
        return {"token": getattr(scene, deed.key)}
    if deed.key == "item_of_meeting":
        return {"pk": scene.meeting.pk, "item": scene.item.pk, **deed.also}
    if deed.key == "position_of_meeting":
        return {"pk": scene.clearing.pk, "item": scene.unasked.item_id}
    if deed.key.endswith("document_of_meeting"):
        document = getattr(scene, deed.key.removesuffix("_of_meeting"))
        return {"pk": scene.meeting.pk, "document": document.pk, **deed.also}
    named = {name: value for name, value in deed.also.items() if name != "as"}
    if "entry" in named:
        named["entry"] = scene.entry.pk
    if "row" in named:
        named["row"] = getattr(scene, named["row"]).pk
    return {deed.also.get("as", "pk"): getattr(scene, deed.key).pk, **named}


def done(name: str, deed: Deed, scene: Any) -> Any:
    """The answer to the deed, asked from `ADDRESS` by its person."""
    client = Client(REMOTE_ADDR=ADDRESS)
    if deed.who:
        client.force_login(getattr(scene, deed.who))
    path = reverse(name.partition(" ")[0], kwargs=arguments_of(deed, scene))
    address = f"{path}?series={scene.series.pk}" if deed.query == "series" else path
    body = deed.body(scene, client)
    headers: dict[str, str] = {}
    if name.startswith("api-"):
        row = getattr(scene, deed.key or "nothing", None)
        if deed.guarded or hasattr(row, "version") or hasattr(row, "dispatch_id"):
            headers["If-Match"] = etag_of(path, row, client)
        if deed.multipart or deed.method == "get":
            return getattr(client, deed.method)(address, body, headers=headers)
        return getattr(client, deed.method)(address, body or None, content_type="application/json", headers=headers)
    return getattr(client, deed.method)(address, body, headers=headers)


def etag_of(path: str, row: Any, client: Client) -> str:
    """Of the record; of one in the bin it is told when it is put there."""
    record = re.sub(r"(?<=[0-9a-f-]{36}/)[a-z-]+/$", "", path)
    answer = client.get(record)
    if answer.status_code == 200:
        return answer["ETag"]
    row.deleted_at = row.deleted_by = None
    row.save()
    return client.delete(record, headers={"If-Match": client.get(record)["ETag"]})["ETag"]


def traces() -> dict[str, models.QuerySet]:
    events = {
        model._meta.label: model.objects.order_by("pgh_id")
        for model in apps.get_models()
        if hasattr(model, "pgh_tracked_model")
    }
    return {**events, AuditEntry._meta.label: AuditEntry.objects.order_by("pk")}


def counts() -> dict[str, int]:
    return {label: rows.count() for label, rows in traces().items()}


def facts_of(row: Any) -> tuple[Any, Any, bool]:
    """Who, from where, and whether the request is named."""
    if isinstance(row, AuditEntry):
        return str(row.actor_id), row.address, bool(row.request_id)
    facts = row.pgh_context.metadata if row.pgh_context else {}
    return facts.get("user"), facts.get("address"), bool(facts.get("request_id"))


@pytest.mark.parametrize("name", DEEDS)
def test_what_is_done_leaves_a_trace_with_who_where_and_which_request(name, scene):
    deed, before = DEEDS[name], counts()
    answer = done(name, deed, scene)
    assert answer.status_code < 400, answer.content.decode()[:2000]
    written = [row for label, rows in traces().items() for row in rows[before[label] :]]
    facts = [found for row in written if (found := facts_of(row))[1] == ADDRESS]
    assert facts
    # Who is invited is nobody yet while the link is followed.
    expected = {str(getattr(scene, deed.who).pk)} if deed.who else {None, "None", str(scene.guest.pk)}
    assert {who for who, _address, _named in facts} <= expected
    assert all(named for _who, _address, named in facts)


def test_no_secret_is_in_the_logs_of_who_walks_everywhere(scene, caplog, mofa_staff):
    """Passwords, tokens, feed and invitation addresses: neither where they are used nor where they are refused."""
    caplog.set_level(logging.DEBUG)
    caplog.handler.addFilter(SecretAddresses())
    token = ApiToken.issue(mofa_staff, "鍵")[1]
    feed = CalendarFeed.issue(user=mofa_staff, kind=CalendarFeed.Kind.PERSONAL)[1]
    revoked, gone = CalendarFeed.issue(user=mofa_staff, kind=CalendarFeed.Kind.PERSONAL)
    revoked.revoke(timezone.now())
    client = Client()
    for password in (PASSWORD, f"wrong {PASSWORD}"):
        client.post(reverse("account_login"), {"login": mofa_staff.email, "password": password})
    for secret in (feed, gone):
        client.get(reverse("meetings:feed", args=[secret]))
    for text in (token, f"{token}x"):
        client.get("/api/v1/meetings/?nothing=1", headers={"Authorization": f"Bearer {text}"})
    for link in (scene.invitation, f"{scene.invitation[:-3]}abc"):
        client.get(reverse("accounts:invitation", args=[link]))
    client.force_login(mofa_staff)
    crawl(client)
    logged = "\n".join(f"{record.getMessage()} {record.exc_text or ''}" for record in caplog.records)
    assert "Not Found" in logged
    secrets = (PASSWORD, token, feed, gone, scene.invitation)
    assert [secret for secret in secrets if secret in logged] == []
