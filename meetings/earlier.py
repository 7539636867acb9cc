"""前回の発言: what was said on the same matter in earlier sessions of the series, as far as the reader may see it.

An earlier item is on the same matter where it shares a theme or where its title is much the same.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import F, Q

from meetings.models import AgendaItem, Meeting, Position
from meetings.models.position import TEXTS

if TYPE_CHECKING:
    from accounts.models import User

MOST_LOOKED_AT = 300
MUCH_THE_SAME = 0.5
COLUMNS = ("pk", "item", "item__title_ja", "item__title_en")


def earlier_positions(
    meeting: Meeting, items: Iterable[AgendaItem], user: User, *, most: int = 1
) -> dict[UUID, list[Position]]:
    """By item, its earlier positions with their meetings, newest first; three queries however many items."""
    candidates = list(_written_before(meeting, user).values(*COLUMNS)[:MOST_LOOKED_AT])
    if not candidates:
        return {}
    items = list(items)
    themes = _themes([item.pk for item in items] + [row["item"] for row in candidates])
    titles = [(row, _pairs(row["item__title_ja"] or row["item__title_en"])) for row in candidates]
    chosen: dict[UUID, list[UUID]] = {}
    for item in items:
        own, pairs = themes[item.pk], _pairs(item.title_ja or item.title_en)
        alike = [row["pk"] for row, other in titles if own & themes[row["item"]] or _same(pairs, other)]
        chosen[item.pk] = alike[:most]
    wanted = {key for keys in chosen.values() for key in keys}
    found = Position.objects.filter(pk__in=wanted).select_related("item__meeting").with_state().in_bulk()
    return {key: [found[pk] for pk in keys] for key, keys in chosen.items() if keys}


def _written_before(meeting: Meeting, user: User) -> Any:
    """Positions with a text in earlier sessions; where this one has no date yet, in all that were held."""
    if meeting.start_date:
        before = Q(item__meeting__start_date__lt=meeting.start_date)
    else:
        before = Q(item__meeting__status=Meeting.Status.HELD)
    rows = Position.objects.visible_to(user).filter(before, item__meeting__series=meeting.series_id)
    rows = rows.exclude(item__meeting=meeting).exclude(**dict.fromkeys(TEXTS, ""))
    return rows.order_by(F("item__meeting__start_date").desc(nulls_last=True), "item__position", "pk")


def _themes(item_ids: list[UUID]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    links = AgendaItem.themes.through.objects.filter(agendaitem__in=item_ids)
    for item, theme in links.values_list("agendaitem", "theme"):
        found[item].add(theme)
    return found


def _pairs(title: str) -> set[str]:
    plain = "".join(unicodedata.normalize("NFKC", title).lower().split())
    return {plain[at : at + 2] for at in range(len(plain) - 1)} or {plain}


def _same(one: set[str], other: set[str]) -> bool:
    return len(one & other) >= MUCH_THE_SAME * len(one | other)
