"""What the routes about decisions and actions are asked to do for `tests/test_traces.py`."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.urls import reverse
from django.utils import timezone

from tests.factories.meetings import MeetingFactory
from tests.factories.outcomes import ActionFactory, DecisionFactory
from tests.meetings.test_agenda_pages import posted


def scene_of_outcomes(meeting: Any) -> SimpleNamespace:
    gone = {"meeting": meeting, "deleted_at": timezone.now()}
    ended = {"status": "done", "result": "済み", "result_on": date(2026, 11, 1)}
    return SimpleNamespace(
        decision=DecisionFactory(meeting=meeting),
        binned_decision=DecisionFactory(**gone),
        action=ActionFactory(meeting=meeting),
        ended_action=ActionFactory(meeting=meeting, **ended),
        binned_action=ActionFactory(**gone),
        later=MeetingFactory(series=meeting.series, start_date=meeting.start_date + timedelta(days=30)),
    )


def in_form(name: str, row: str, **changes: Any) -> Callable[[Any, Any], dict[str, Any]]:
    def body(scene: Any, client: Any) -> dict[str, Any]:
        address = reverse(name, args=[getattr(scene, row).pk])
        return {**posted(client.get(address).content.decode(), address), **changes}

    return body


def as_seen(**said: Any) -> Callable[[Any, Any], dict[str, Any]]:
    return lambda scene, client: {"version": 1, **said}


def deeds_of_outcomes(deed: Any) -> dict[str, Any]:
    """`deed` is the class of `tests/test_traces.py`."""

    def owed(scene: Any) -> dict[str, Any]:
        return {"title_ja": "行動", "side": "ours", "responsible": str(scene.meeting.lead_ministry_id)}

    found = {
        "api-actions-list": deed("staff", body=lambda s, c: {"meeting": str(s.meeting.pk), **owed(s)}),
        "api-actions-detail PATCH": deed("staff", "action", lambda s, c: {"title_ja": "改題"}, method="patch"),
        "api-actions-drop": deed("staff", "action", lambda s, c: {"reason": "不要"}),
        "api-actions-hand-over": deed("staff", "action", lambda s, c: {"meeting": str(s.later.pk)}),
        "api-actions-reopen": deed("staff", "ended_action"),
        "api-actions-result": deed("staff", "action", lambda s, c: {"result": "済み"}),
        "api-decisions-list": deed("staff", body=lambda s, c: {"meeting": str(s.meeting.pk), "text_ja": "決定"}),
        "api-decisions-detail PATCH": deed("staff", "decision", lambda s, c: {"text_ja": "改めた"}, method="patch"),
        "meetings:action_add": deed("staff", "meeting", lambda s, c: {"quick": 1, **owed(s)}),
        "meetings:action_drop": deed("staff", "action", as_seen(reason="不要")),
        "meetings:action_edit": deed("staff", "action", in_form("meetings:action_edit", "action", title_ja="改題")),
        "meetings:action_hand_over": deed("staff", "action", lambda s, c: {"version": 1, "meeting": str(s.later.pk)}),
        "meetings:action_reopen": deed("staff", "ended_action", as_seen()),
        "meetings:action_result": deed("staff", "action", as_seen(result="済み")),
        "meetings:decision_add": deed("staff", "meeting", lambda s, c: {"quick": 1, "text_ja": "決定"}),
        "meetings:decision_edit": deed(
            "staff", "decision", in_form("meetings:decision_edit", "decision", text_ja="改")
        ),
    }
    for kind in ("action", "decision"):
        found[f"api-{kind}s-detail DELETE"] = deed("staff", kind, method="delete")
        found[f"meetings:{kind}_delete"] = deed("staff", kind, as_seen())
        found[f"meetings:{kind}_restore"] = deed("staff", f"binned_{kind}", as_seen())
        found[f"meetings:{kind}_handling"] = deed("staff", kind, as_seen(handling="public"))
    return found


def deeds_of_positions(deed: Any) -> dict[str, Any]:
    def written(scene: Any, client: Any) -> dict[str, Any]:
        return {"version": 0, "line_ja": "方針"}

    return {
        "meetings:position": deed("staff", "item_of_meeting", written),
        "meetings:position_text": deed("staff", "item_of_meeting", written, also={"text": "line_ja"}),
        "meetings:position_handling": deed("staff", "position_of_meeting", as_seen(handling="shared")),
        "api-positions-list": deed("staff", body=lambda s, c: {"item": str(s.item.pk), "line_ja": "方針"}),
        "api-positions-detail": deed("staff", "unasked", lambda s, c: {"line_ja": "方針を改める"}, method="patch"),
    }
