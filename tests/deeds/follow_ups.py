"""Of follow-ups, of what comes out of them, of quiet relations, and of erasing a person."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from attaches.models import ContactInterval
from tests.deeds.deed import Deed, as_seen
from tests.factories.accounts import UserFactory
from tests.factories.attaches import ContactFactory, FollowUpFactory
from tests.factories.meetings import MeetingFactory, SeriesFactory
from tests.factories.partners import PartnerFactory, PersonFactory
from tests.posted import posted


def scene_of_follow_ups(mofa: Any) -> dict[str, Any]:
    partner = PartnerFactory()
    contact = ContactFactory(owner=mofa, partner=partner)
    ended = {"state": "done", "result": "済み", "result_on": date(2026, 11, 1)}
    coming = timezone.localdate() + timedelta(days=30)
    return {
        "followed": contact,
        "follow_up": FollowUpFactory(contact=contact),
        "ended_follow_up": FollowUpFactory(contact=contact, **ended),
        "joint": MeetingFactory(
            series=SeriesFactory(lead_ministry=mofa, host_partner=partner),
            lead_ministry=mofa,
            start_date=coming,
            end_date=None,
        ),
        "interval": ContactInterval.objects.get_or_create(priority="high", defaults={"months": 3})[0],
        "erasable": PersonFactory(owner=mofa),
        "keeper": UserFactory(organisation=mofa, is_secretariat=True),
    }


def in_form(name: str, row: str, **changes: Any) -> Callable[[Any, Any], dict[str, Any]]:
    def body(scene: Any, client: Any) -> dict[str, Any]:
        address = reverse(name, args=[getattr(scene, row).pk])
        return {**posted(client.get(address).content.decode(), address), **changes}

    return body


STEP = {"what": "資料を送る", "due_on": "2099-01-09"}
DEEDS: dict[str, Deed] = {
    "api-follow-ups-list": Deed("staff", body=lambda s, c: {"contact": str(s.followed.pk), **STEP}),
    "api-follow-ups-detail PATCH": Deed("staff", "follow_up", lambda s, c: {"what": "改めた"}, method="patch"),
    "api-follow-ups-close": Deed("staff", "follow_up", lambda s, c: {"state": "done", "result": "済み"}),
    "api-follow-ups-hand-over": Deed(
        "staff", "follow_up", lambda s, c: {"organisation": str(s.followed.owner_id), "person": str(s.staff.pk)}
    ),
    "api-follow-ups-reopen": Deed("staff", "ended_follow_up"),
    "attaches:follow_up_add": Deed("staff", "followed", lambda s, c: STEP),
    "attaches:follow_up_close": Deed("staff", "follow_up", as_seen(state="done", result="済み")),
    "attaches:follow_up_edit": Deed(
        "staff", "follow_up", in_form("attaches:follow_up_edit", "follow_up", what="改めた")
    ),
    "attaches:follow_up_hand_over": Deed(
        "staff",
        "follow_up",
        lambda s, c: {"version": 1, "organisation": str(s.followed.owner_id), "person": str(s.staff.pk)},
    ),
    "attaches:follow_up_reopen": Deed("staff", "ended_follow_up", as_seen()),
    "attaches:propose": Deed(
        "staff", "followed", lambda s, c: {"meeting": str(s.joint.pk), "title_ja": "議題", "proposed_by": "partner"}
    ),
    "attaches:quiet_interval": Deed("keeper", "interval", as_seen(months=5)),
    "partners:person_erase": Deed("staff", "erasable", as_seen(reason="本人の求め", sure="on")),
}
