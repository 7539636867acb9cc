"""協議 across meetings as a list: the reader's side of them first, narrowed, saved, and as files."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Value, When
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.handling import Handling
from accounts.lists.listing import Listing
from diplomacy.paging.keys import Key
from meetings.models import ClearanceRound
from meetings.rounds.filters import RoundListFilter
from meetings.rounds.lists import Line, lines
from meetings.rounds.sides import ALL, CLOSED, SIDES, default_side, on_side

COLUMNS = ("id", "handling")
SORTS = {CLOSED: "-closed", ALL: "-opened"}


class RoundRegister(Listing):
    """Where the address names no side, it is the one the reader's role is about."""

    model = ClearanceRound
    filter_class = RoundListFilter
    orders = {
        "deadline": (Key("deadline"), Key("id")),
        "opened": (Key("opened_at"), Key("id")),
        "closed": (Key("closed_at"), Key("id")),
    }
    default_sort = "deadline"
    saved_page = "clearances"
    namespace = "meetings"
    routes = {
        "list": "clearance_waiting",
        "filter": "clearance_filter",
        "csv": "clearance_csv",
        "xlsx": "clearance_xlsx",
    }
    title = _("協議")
    subtitle = _("会合の対処方針についての各省協議。閲覧できるものだけを数えています。")
    filter_title = _("協議を絞り込む")
    search_hint = _("会合名・議題のことば")
    segments_label = _("協議の見方")

    def visible(self) -> Any:
        """What names a round is inside government; nothing of it is below its meeting's level."""
        restricted = When(meeting__handling=Handling.RESTRICTED, then=Value(Handling.RESTRICTED.value))
        level = Case(restricted, default=Value(Handling.GOVERNMENT.value))
        return super().visible().annotate(handling=level)

    @cached_property
    def side(self) -> str:
        asked = self.form.cleaned_data.get("side") if self.is_valid else ""
        return asked or default_side(self.user)

    @cached_property
    def rows(self) -> Any:
        rows = super().rows
        return rows if self.params.get("side") else on_side(rows, self.side, self.user)

    @cached_property
    def sort(self) -> str:
        chosen = self.form.cleaned_data.get("sort") if self.is_valid else ""
        return chosen or SORTS.get(self.side, self.default_sort)

    @cached_property
    def periods(self) -> list[dict[str, Any]]:
        return [
            {"label": label, "query": self.query_with(side=side), "current": side == self.side}
            for side, label in SIDES.items()
        ]

    @cached_property
    def chips(self) -> list[dict[str, Any]]:
        """The side is chosen by the buttons over the list."""
        return [chip for chip in super().chips if chip["label"] != self.filter.filters["side"].label]

    @property
    def conditions(self) -> list[dict[str, Any]]:
        return [{"label": self.filter.filters["side"].label, "value": SIDES[self.side]}, *self.chips]


def round_lines(rows: list[dict[str, Any]], user: Any) -> list[Line]:
    """The rows (of `COLUMNS`, visible ones) as lines. First which, then with their parties."""
    found = ClearanceRound.objects.filter(pk__in=[row["id"] for row in rows]).with_parties().in_bulk()
    return lines([found[row["id"]] for row in rows if row["id"] in found], user, now=timezone.now())
