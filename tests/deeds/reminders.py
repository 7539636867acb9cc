"""Of reminders and messages."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.deeds.deed import Deed

MEETINGS = {"subject": "meetings.upcoming"}
OF_A_KIND = {**MEETINGS, "kind": "bilateral"}


def rules_seen(name: str, key: str = "", **where: str) -> Callable[[Any, Client], Any]:
    def body(scene: Any, client: Client) -> dict[str, Any]:
        address = reverse(name, kwargs=where or {"pk": getattr(scene, key).pk})
        seen = client.get(address).context["seen"]
        rule = {"amount": 5, "unit": "business", "hour": 8, "audience": ["lead"], "channel": "email", "enabled": "on"}
        return {
            "form-TOTAL_FORMS": 1,
            "form-INITIAL_FORMS": 0,
            "seen": seen,
            **{f"form-0-{name}": value for name, value in rule.items()},
        }

    return body


DEEDS: dict[str, Deed] = {
    "reminders:general_rules": Deed("keeper", body=rules_seen("reminders:general_rules", **MEETINGS), also=MEETINGS),
    "reminders:kind_rules": Deed("keeper", body=rules_seen("reminders:kind_rules", **OF_A_KIND), also=OF_A_KIND),
    "reminders:meeting_rules": Deed("staff", "meeting", rules_seen("reminders:meeting_rules", "meeting")),
    "reminders:resend": Deed("admin", "notification"),
    "reminders:series_rules": Deed("staff", "series", rules_seen("reminders:series_rules", "series")),
}
