"""Meeting requests as lines of a list: plain columns turned into the words the reader sees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.handling import Handling
from accounts.reading import note_restricted_rows
from attaches.models import MeetingRequest
from diplomacy.ui.dates import distance, written
from diplomacy.ui.titles import local

COLUMNS = (
    *("id", "kind", "subject", "state", "sent_at", "answer_by", "agreed_on", "handling", "is_sample"),
    *("owner__name_ja", "owner__name_en", "ministry__name_ja", "ministry__name_en"),
)
TONES = {
    MeetingRequest.State.SENT: "info",
    MeetingRequest.State.RECEIVED: "info",
    MeetingRequest.State.ARRANGING: "info",
    MeetingRequest.State.AGREED: "success",
    MeetingRequest.State.DECLINED: "neutral",
    MeetingRequest.State.WITHDRAWN: "neutral",
}


def request_lines(rows: Iterable[dict[str, Any]], user: Any) -> list[dict[str, Any]]:
    """The rows (dicts of `COLUMNS`, visible ones) in the reader's words; restricted ones are noted as read."""
    rows, today = list(rows), timezone.localdate()
    note_restricted_rows(user, MeetingRequest, [(row["id"], row["handling"]) for row in rows])
    return [_line(row, today) for row in rows]


def _line(row: dict[str, Any], today: Any) -> dict[str, Any]:
    state = MeetingRequest.State(row["state"])
    waiting = state in MeetingRequest.WAITING
    late = waiting and row["answer_by"] < today
    return {
        "id": row["id"],
        "url": reverse("attaches:request", args=[row["id"]]),
        "kind": str(MeetingRequest.Kind(row["kind"]).label),
        "subject": row["subject"],
        "embassy": local(row["owner__name_ja"], row["owner__name_en"]),
        "ministry": local(row["ministry__name_ja"], row["ministry__name_en"]),
        "sent": written(timezone.localdate(row["sent_at"])),
        "answer_by": written(row["answer_by"]) if waiting else "",
        "until": distance((row["answer_by"] - today).days) if waiting else "",
        "late": late,
        "agreed_on": written(row["agreed_on"]) if state == MeetingRequest.State.AGREED else "",
        "state": _("回答期限超過") if late else str(state.label),
        "state_label": str(state.label),
        "tone": "error" if late else TONES[state],
        "handling_label": str(Handling(row["handling"]).label),
        "sample": _("見本") if row["is_sample"] else "",
    }
