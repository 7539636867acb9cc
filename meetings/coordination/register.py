"""司令塔連携 as a list, its lines and its files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.lists.listing import Listing
from accounts.reading import note_restricted_rows
from diplomacy.paging.keys import Key
from diplomacy.ui.dates import distance, written
from meetings.coordination.filters import WHEN_CHOICES, CoordinationFilter
from meetings.models import CoordinationCase
from meetings.rows import NO_ID, Wording

TONES = {
    CoordinationCase.State.RAISED: "warning",
    CoordinationCase.State.UNDER_WAY: "info",
    CoordinationCase.State.AGREED: "success",
    CoordinationCase.State.CLOSED: "neutral",
}
COLUMNS = (
    *("id", "subject_ja", "subject_en", "state", "next_step", "due_on", "raised_on", "closed_on"),
    *("headquarters__name_ja", "headquarters__name_en", "lead__name_ja", "lead__name_en", "lead__abbreviation"),
    *("handling", "is_sample"),
)


class CoordinationRegister(Listing):
    model = CoordinationCase
    filter_class = CoordinationFilter
    orders = {"raised": (Key("raised_on"), Key("id")), "due": (Key("due_on"), Key("id"))}
    default_sort = "raised"
    saved_page = "coordination"
    namespace = "meetings"
    routes = {
        "list": "coordination",
        "filter": "coordination_filter",
        "csv": "coordination_csv",
        "xlsx": "coordination_xlsx",
    }
    title = _("司令塔連携")
    subtitle = _("総合科学技術・イノベーション会議と、ほかの本部・会議とで調整する案件です。古いものから並びます。")
    filter_title = _("司令塔連携を絞り込む")
    search_hint = _("件名・次の一手のことば")
    segments_label = _("進み")

    @cached_property
    def periods(self) -> list[dict[str, Any]]:
        return self.segments("when", WHEN_CHOICES)

    @property
    def links(self) -> list[dict[str, Any]]:
        if not self.user.has_perm("meetings.change_coordination"):
            return []
        return [{"label": gettext("案件を登録"), "url": reverse("meetings:coordination_add"), "icon": "plus"}]


def case_lines(rows: Iterable[dict[str, Any]], user: Any) -> list[dict[str, Any]]:
    """The rows (dicts of `COLUMNS`, visible ones) in the reader's words; restricted ones are noted as read."""
    rows = list(rows)
    note_restricted_rows(user, CoordinationCase, [(row["id"], row["handling"]) for row in rows])
    wording, states = Wording(), dict(CoordinationCase.State.choices)
    address = reverse("meetings:coordination_case", args=[NO_ID])
    return [_line(row, wording, states, address) for row in rows]


def _line(row: dict[str, Any], wording: Wording, states: dict[str, Any], address: str) -> dict[str, Any]:
    open_ = row["state"] != CoordinationCase.State.CLOSED
    overdue = bool(open_ and row["due_on"] and row["due_on"] < wording.today)
    lead = row["lead__abbreviation"] if wording.english and row["lead__abbreviation"] else ""
    return {
        "url": address.replace(str(NO_ID), str(row["id"])),
        **wording.titled(row, "subject"),
        "headquarters": wording.pair(row, "headquarters__name")[0],
        "lead": lead or wording.pair(row, "lead__name")[0],
        "state": str(states[row["state"]]),
        "tone": TONES[row["state"]],
        "next_step": row["next_step"],
        "due_on": row["due_on"],
        "due": written(row["due_on"]) if row["due_on"] else "",
        "until": distance((row["due_on"] - wording.today).days) if open_ and row["due_on"] else "",
        "overdue": overdue,
        "raised": written(row["raised_on"]),
        "days": (wording.today - row["raised_on"]).days if open_ else None,
        "handling": row["handling"],
        "handling_label": wording.handlings[row["handling"]],
        "sample": wording.sample if row["is_sample"] else "",
    }
