"""Of positions and their clearance."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.models import ClearanceReply, Position
from tests.deeds.deed import Deed, as_seen
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.positions import ClearanceRoundFactory, PositionFactory


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


def accepting(scene: Any, client: Client) -> dict[str, Any]:
    """With the unsettled replies that the page named."""
    page = client.get(reverse("meetings:clearance_close", args=[scene.round.pk]))
    return {"accept_unsettled": "on", "seen": page.context["seen"]}


def accepting_by_program(scene: Any, client: Client) -> dict[str, Any]:
    found = client.get(reverse("api-clearances-unsettled", args=[scene.round.pk])).json()["unsettled"]
    return {"accept_unsettled": True, "seen": [one["mark"] for one in found]}


def written(scene: Any, client: Client) -> dict[str, Any]:
    return {"version": 0, "line_ja": "方針"}


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
    "api-clearances-list": Deed("staff", body=lambda s, c: {**round_of(s), "deadline": in_days(5).isoformat()}),
    "api-clearances-recirculate": Deed("staff", "edited_round", edited_position),
    "api-clearances-close": Deed("staff", "round", accepting_by_program),
    "api-clearances-withdraw": Deed("staff", "round", lambda s, c: {"reason": "理由"}),
    "api-clearance-replies-list": Deed(
        "asked", body=lambda s, c: {"entry": str(s.entry.pk), "kind": "none", "seen_version": 1}
    ),
    "meetings:clearance_again": Deed("staff", "edited_round", lambda s, c: {**edited_position(s, c), **deadline()}),
    "meetings:clearance_close": Deed("staff", "round", accepting),
    "meetings:clearance_deadline": Deed("staff", "round", lambda s, c: {"version": 1, **deadline()}),
    "meetings:clearance_entry": Deed(
        "asked", "round", lambda s, c: {"version": 1, "kind": "none"}, also={"entry": "entry"}
    ),
    "meetings:clearance_export": Deed("staff", "round", method="get", also={"form": "csv"}),
    "meetings:clearance_open": Deed("staff", "clearing", lambda s, c: {**round_of(s), **deadline()}),
    "meetings:clearance_rest": Deed("asked", "silent_round", lambda s, c: {"entry": str(s.silent_entry.pk)}),
    "meetings:clearance_urge": Deed("staff", "silent_round"),
    "meetings:clearance_withdraw": Deed("staff", "round", lambda s, c: {"reason": "理由"}),
    "meetings:position": Deed("staff", "item_of_meeting", written),
    "meetings:position_text": Deed("staff", "item_of_meeting", written, also={"text": "line_ja"}),
    "meetings:position_handling": Deed("staff", "position_of_meeting", as_seen(handling="shared")),
    "api-positions-list": Deed("staff", body=lambda s, c: {"item": str(s.item.pk), "line_ja": "方針"}),
    "api-positions-detail": Deed("staff", "unasked", lambda s, c: {"line_ja": "方針を改める"}, method="patch"),
}
