"""Of decisions and actions."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from tests.deeds.deed import Deed, as_seen
from tests.factories.meetings import MeetingFactory
from tests.factories.outcomes import ActionFactory, DecisionFactory
from tests.posted import posted


def scene_of_outcomes(meeting: Any) -> dict[str, Any]:
    gone = {"meeting": meeting, "deleted_at": timezone.now()}
    ended = {"status": "done", "result": "済み", "result_on": date(2026, 11, 1)}
    return {
        "decision": DecisionFactory(meeting=meeting),
        "binned_decision": DecisionFactory(**gone),
        "action": ActionFactory(meeting=meeting),
        "ended_action": ActionFactory(meeting=meeting, **ended),
        "binned_action": ActionFactory(**gone),
        "later": MeetingFactory(series=meeting.series, start_date=meeting.start_date + timedelta(days=30)),
    }


def in_form(name: str, row: str, **changes: Any) -> Callable[[Any, Any], dict[str, Any]]:
    def body(scene: Any, client: Any) -> dict[str, Any]:
        address = reverse(name, args=[getattr(scene, row).pk])
        return {**posted(client.get(address).content.decode(), address), **changes}

    return body


def owed(scene: Any) -> dict[str, Any]:
    return {"title_ja": "行動", "side": "ours", "responsible": str(scene.meeting.lead_ministry_id)}


DEEDS: dict[str, Deed] = {
    "api-actions-list": Deed("staff", body=lambda s, c: {"meeting": str(s.meeting.pk), **owed(s)}),
    "api-actions-detail PATCH": Deed("staff", "action", lambda s, c: {"title_ja": "改題"}, method="patch"),
    "api-actions-drop": Deed("staff", "action", lambda s, c: {"reason": "不要"}),
    "api-actions-hand-over": Deed("staff", "action", lambda s, c: {"meeting": str(s.later.pk)}),
    "api-actions-reopen": Deed("staff", "ended_action"),
    "api-actions-result": Deed("staff", "action", lambda s, c: {"result": "済み"}),
    "api-decisions-list": Deed("staff", body=lambda s, c: {"meeting": str(s.meeting.pk), "text_ja": "決定"}),
    "api-decisions-detail PATCH": Deed("staff", "decision", lambda s, c: {"text_ja": "改めた"}, method="patch"),
    "meetings:action_add": Deed("staff", "meeting", lambda s, c: {"quick": 1, **owed(s)}),
    "meetings:action_drop": Deed("staff", "action", as_seen(reason="不要")),
    "meetings:action_edit": Deed("staff", "action", in_form("meetings:action_edit", "action", title_ja="改題")),
    "meetings:action_hand_over": Deed("staff", "action", lambda s, c: {"version": 1, "meeting": str(s.later.pk)}),
    "meetings:action_reopen": Deed("staff", "ended_action", as_seen()),
    "meetings:action_result": Deed("staff", "action", as_seen(result="済み")),
    "meetings:decision_add": Deed("staff", "meeting", lambda s, c: {"quick": 1, "text_ja": "決定"}),
    "meetings:decision_edit": Deed("staff", "decision", in_form("meetings:decision_edit", "decision", text_ja="改")),
}
for kind in ("action", "decision"):
    DEEDS[f"api-{kind}s-detail DELETE"] = Deed("staff", kind, method="delete")
    DEEDS[f"meetings:{kind}_delete"] = Deed("staff", kind, as_seen())
    DEEDS[f"meetings:{kind}_restore"] = Deed("staff", f"binned_{kind}", as_seen())
    DEEDS[f"meetings:{kind}_handling"] = Deed("staff", kind, as_seen(handling="public"))
