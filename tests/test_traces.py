"""Whatever changes a record, a right or an account, or leaves as a file, leaves a trace: rows of the history or the
audit that say who, from where and in which request. The routes are walked: a new one that writes needs its deed here,
or a place among those that leave none, with the reason.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import invitations
from accounts.access import Access
from accounts.models import ApiToken, AuditEntry
from accounts.thirdparty import THIRD_PARTY_ROUTES
from diplomacy.redaction import SecretAddresses
from meetings.models import CalendarFeed, ClearanceReply, Position
from reminders.models import Channel
from tests.crawler import crawl
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.documents import DocumentFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.positions import ClearanceRoundFactory, PositionFactory
from tests.factories.reminders import NotificationFactory
from tests.meetings.deeds import deeds_of_outcomes, deeds_of_positions, scene_of_outcomes
from tests.meetings.test_agenda_pages import posted
from tests.partners.deeds import deeds_of_partners, scene_of_partners
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
    "meetings:agenda_preview": "answers how a text looks and keeps nothing",
    "meetings:draft": ONES_OWN,
    "accounts:save_filter": ONES_OWN,
    "accounts:saved_filter": ONES_OWN,
    "meetings:series_watch": ONES_OWN,
    "meetings:watch": ONES_OWN,
    "reminders:read": ONES_OWN,
    "reminders:read_all": ONES_OWN,
    "accounts:demo_switch": "a sign-in of the demo, noted by the sign-in itself",
}


@dataclass
class Deed:
    """A request that succeeds. `who` is the person of the scene; `key` names what is in the address."""

    who: str
    key: str = ""
    body: Callable[[Any, Client], Any] = lambda scene, client: {}
    query: str = ""
    method: str = "post"
    also: dict[str, str] = field(default_factory=dict)
    multipart: bool = False


def item_version(scene: Any, client: Client) -> dict[str, Any]:
    return {"version": scene.item.version}


def form_at(name: str, **changes: Any) -> Callable[[Any, Client], Any]:
    """What stands in the form at that route, with some fields changed."""

    def body(scene: Any, client: Client) -> dict[str, Any]:
        keys = [scene.meeting.pk, scene.item.pk] if "item" in name else [scene.meeting.pk]
        address = reverse(name, args=keys)
        return {**posted(client.get(address).content.decode(), address), **changes}

    return body


def rules_seen(name: str, key: str) -> Callable[[Any, Client], Any]:
    def body(scene: Any, client: Client) -> dict[str, Any]:
        seen = client.get(reverse(name, args=[getattr(scene, key).pk])).context["seen"]
        rule = {"amount": 5, "unit": "business", "hour": 8, "audience": ["lead"], "channel": "email", "enabled": "on"}
        return {
            "form-TOTAL_FORMS": 1,
            "form-INITIAL_FORMS": 0,
            "seen": seen,
            **{f"form-0-{name}": value for name, value in rule.items()},
        }

    return body


def file_sent(content: bytes = b"another text", **fields: Any) -> Callable[[Any, Client], Any]:
    return lambda scene, client: {"file": SimpleUploadedFile("文書.txt", content), **fields}


def document_version(scene: Any, client: Client) -> dict[str, Any]:
    return {"version": 1}


def new_document(scene: Any, client: Client) -> dict[str, Any]:
    given = {"title_ja": "資料", "kind": "ours", "language": "ja", "handling": "government"}
    return {"meeting": str(scene.meeting.pk), **given, **file_sent()(scene, client)}


def in_days(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def deadline() -> dict[str, Any]:
    """On whatever day it falls."""
    day = in_days(5).date().isoformat()
    return {"deadline_date": day, "deadline_time": "17:00", "deadline_zone": "Asia/Tokyo", "on_closed_day": "1"}


def round_of(scene: Any) -> dict[str, Any]:
    positions, ministries = [str(scene.unasked.pk)], [str(scene.asked.organisation_id)]
    return {"meeting": str(scene.clearing.pk), "positions": positions, "ministries": ministries}


def edited_position(scene: Any, client: Client) -> dict[str, Any]:
    return {"positions": [str(scene.edited_round.entries.get().position_id)]}


def scene_of_clearance(meeting: Any, asked: Any) -> dict[str, Any]:
    """A round that was answered, one nobody has answered, one whose position was edited since, a position in none.

    Of a session of their own, so that the agenda of the other stays as short as its deeds say.
    """
    meeting = MeetingFactory(series=meeting.series, lead_ministry=meeting.lead_ministry, owner=meeting.owner)
    made = [PositionFactory(item=AgendaItemFactory(meeting=meeting)) for _n in range(4)]
    rounds = [ClearanceRoundFactory(positions=[position], asked=[asked.organisation]) for position in made[:3]]
    answered, silent, edited = rounds
    ClearanceReply.objects.filter(entry__round=silent).delete()
    Position.objects.filter(pk=made[2].pk).update(revision=2)
    return {
        "asked": asked,
        "clearing": meeting,
        "round": answered,
        "entry": answered.entries.get(),
        "silent_round": silent,
        "silent_entry": silent.entries.get(),
        "edited_round": edited,
        "unasked": made[3],
    }


DEEDS: dict[str, Deed] = {
    "accounts:disable": Deed("admin", "person"),
    "accounts:enable": Deed("admin", "disabled"),
    "accounts:invitation": Deed("", "invitation", lambda s, c: {"new_password1": PASSWORD, "new_password2": PASSWORD}),
    "accounts:invite": Deed("admin", body=lambda s, c: s.invitation_form),
    "accounts:invite_again": Deed("admin", "guest"),
    "accounts:language": Deed("staff", body=lambda s, c: {"language": "en"}),
    "accounts:person": Deed("admin", "person", lambda s, c: {**s.person_form, "name_ja": "改名"}),
    "accounts:reset_second_factor": Deed("admin", "person"),
    "accounts:settings": Deed("staff", body=lambda s, c: {"language": "en", "time_zone": "Europe/Paris"}),
    "accounts:token_issue": Deed("staff", body=lambda s, c: {"name": "鍵", "days": 30}),
    "accounts:token_revoke": Deed("staff", "token"),
    "api-agenda-items-detail PATCH": Deed("staff", "item", lambda s, c: {"title_ja": "改題"}, method="patch"),
    "api-agenda-items-detail DELETE": Deed("staff", "item", method="delete"),
    "api-agenda-items-duplicate": Deed("staff", "item"),
    "api-agenda-items-list": Deed("staff", body=lambda s, c: {"meeting": str(s.meeting.pk), "title_ja": "新規"}),
    "api-agenda-items-move": Deed("staff", "item", lambda s, c: {"parent": None, "after": str(s.other.pk)}),
    "api-agenda-items-restore": Deed("staff", "binned"),
    "api-document-versions-file": Deed("staff", "version", method="get"),
    "api-documents-detail PATCH": Deed("staff", "document", lambda s, c: {"title_ja": "改題"}, method="patch"),
    "api-documents-detail DELETE": Deed("staff", "document", method="delete"),
    "api-documents-list": Deed("staff", body=new_document, multipart=True),
    "api-documents-restore": Deed("staff", "binned_document"),
    "api-documents-versions": Deed("staff", "document", file_sent(), multipart=True),
    "api-meetings-detail": Deed("staff", "meeting", lambda s, c: {"city": "京都"}, method="patch"),
    "api-meetings-list": Deed(
        "staff", body=lambda s, c: {"series": str(s.series.pk), "title_ja": "次回", "date_precision": "unknown"}
    ),
    "api-meetings-paper-file": Deed("staff", "meeting", method="get"),
    "api-meetings-reorder": Deed(
        "staff",
        "meeting",
        lambda s, c: {
            "parent": None,
            "order": [str(s.other.pk), str(s.item.pk)],
            "seen": [str(s.item.pk), str(s.other.pk)],
        },
    ),
    "api-tokens-detail": Deed("staff", "token", method="delete"),
    "api-tokens-list": Deed("staff", body=lambda s, c: {"name": "鍵"}),
    "meetings:agenda_add": Deed("staff", "meeting", lambda s, c: {"quick": 1, "title_ja": "新規"}),
    "meetings:agenda_bulk": Deed(
        "staff", "meeting", lambda s, c: {"deed": "delete", "item": f"{s.item.pk}:{s.item.version}"}
    ),
    "meetings:agenda_cell": Deed(
        "staff",
        "item_of_meeting",
        lambda s, c: {"version": 1, "title_ja": "改題", "title_en": "", "initial-title_ja": s.item.title_ja},
        also={"cell": "title"},
    ),
    "meetings:agenda_delete": Deed("staff", "item_of_meeting", item_version),
    "meetings:agenda_duplicate": Deed("staff", "item_of_meeting", item_version),
    "meetings:agenda_handling": Deed("staff", "item_of_meeting", lambda s, c: {"version": 1, "handling": "public"}),
    "meetings:agenda_item": Deed("staff", "item_of_meeting", form_at("meetings:agenda_item", title_ja="改題")),
    "meetings:agenda_move": Deed("staff", "item_of_meeting", lambda s, c: {"version": 1, "step": "down"}),
    "meetings:agenda_order": Deed(
        "staff", "meeting", lambda s, c: {"order": [s.other.pk, s.item.pk], "seen": [s.item.pk, s.other.pk]}
    ),
    "meetings:agenda_paste": Deed("staff", "meeting", lambda s, c: {"text": "1 開会", "confirm": "1"}),
    "meetings:agenda_restore": Deed("staff", "meeting", lambda s, c: {"item": f"{s.binned.pk}:{s.binned.version}"}),
    "api-clearances-list": Deed("staff", body=lambda s, c: {**round_of(s), "deadline": in_days(5).isoformat()}),
    "api-clearances-recirculate": Deed("staff", "edited_round", edited_position),
    "api-clearances-close": Deed("staff", "round", lambda s, c: {"accept_unsettled": True}),
    "api-clearances-withdraw": Deed("staff", "round", lambda s, c: {"reason": "理由"}),
    "api-clearance-replies-list": Deed(
        "asked", body=lambda s, c: {"entry": str(s.entry.pk), "kind": "none", "seen_version": 1}
    ),
    "meetings:clearance_again": Deed("staff", "edited_round", lambda s, c: {**edited_position(s, c), **deadline()}),
    "meetings:clearance_close": Deed("staff", "round", lambda s, c: {"accept_unsettled": "on"}),
    "meetings:clearance_deadline": Deed("staff", "round", lambda s, c: {"version": 1, **deadline()}),
    "meetings:clearance_entry": Deed(
        "asked", "round", lambda s, c: {"version": 1, "kind": "none"}, also={"entry": "entry"}
    ),
    "meetings:clearance_export": Deed("staff", "round", method="get", also={"form": "csv"}),
    "meetings:clearance_open": Deed("staff", "clearing", lambda s, c: {**round_of(s), **deadline()}),
    "meetings:clearance_rest": Deed("asked", "silent_round", lambda s, c: {"entry": str(s.silent_entry.pk)}),
    "meetings:clearance_urge": Deed("staff", "silent_round"),
    "meetings:clearance_withdraw": Deed("staff", "round", lambda s, c: {"reason": "理由"}),
    "meetings:create": Deed(
        "staff",
        body=lambda s, c: {
            "title_ja": "次回",
            "status": "tentative",
            "date_precision": "unknown",
            "time_zone": "Asia/Tokyo",
        },
        query="series",
    ),
    "meetings:document": Deed(
        "staff",
        "document_of_meeting",
        lambda s, c: {"version": 1, "title_ja": "改題", "kind": "ours", "language": "ja"},
    ),
    "meetings:document_add": Deed("staff", "meeting", new_document),
    "meetings:document_delete": Deed("staff", "document_of_meeting", document_version),
    "meetings:document_file": Deed("staff", "document_of_meeting", method="get", also={"number": "1"}),
    "meetings:document_handling": Deed(
        "staff", "document_of_meeting", lambda s, c: {"version": 1, "handling": "public"}
    ),
    "meetings:document_restore": Deed("staff", "binned_document_of_meeting", document_version),
    "meetings:document_version_add": Deed("staff", "document_of_meeting", file_sent(version=1)),
    "meetings:paper_file": Deed(
        "staff",
        "meeting",
        lambda s, c: {"kind": "agenda", "form": "docx", "language": "ja", "audience": "government"},
        method="get",
    ),
    "meetings:edit": Deed("staff", "meeting", form_at("meetings:edit", city="京都")),
    "meetings:feed_revoke": Deed("staff", "feed"),
    "meetings:feeds": Deed("staff", body=lambda s, c: {"kind": "personal"}),
    "meetings:handling": Deed("staff", "meeting", lambda s, c: {"version": 1, "handling": "public"}),
    "reminders:meeting_rules": Deed("staff", "meeting", rules_seen("reminders:meeting_rules", "meeting")),
    "reminders:resend": Deed("admin", "notification"),
    "reminders:series_rules": Deed("staff", "series", rules_seen("reminders:series_rules", "series")),
    **deeds_of_outcomes(Deed),
    **deeds_of_positions(Deed),
    **deeds_of_partners(Deed),
    "meetings:export_csv": Deed("staff", method="get"),
    "meetings:export_xlsx": Deed("staff", method="get"),
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
    return SimpleNamespace(
        **vars(scene_of_outcomes(meeting)),
        **vars(scene_of_partners(mofa, mofa_staff)),
        **scene_of_clearance(meeting, mext_staff),
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
    if deed.key == "invitation":
        return {"token": scene.invitation}
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
        if hasattr(row, "version"):
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
