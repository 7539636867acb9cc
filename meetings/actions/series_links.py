"""What prepares, feeds into, reports to or succeeds what: the links between series, kept by the secretariat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.models import User
from meetings.models import MeetingSeries, SeriesLink

LINKS_LOCK = 0x5EF6  # any number no other advisory lock of the portal uses
MOST_LINKS = 50


@transaction.atomic
def link_series(series_id: UUID, *, fields: Mapping[str, Any], actor: User) -> SeriesLink:
    """Record a link from one series to another. Refuses one that would lead back to where it begins."""
    require(actor, "meetings.change_series")
    series = MeetingSeries.objects.visible_to(actor).get(pk=series_id)
    _alone()
    link = SeriesLink(from_series=series, **fields)
    if series.links_up.count() >= MOST_LINKS:
        raise ValidationError(_("一つの系列に登録できるつながりは%(most)s件までです。") % {"most": MOST_LINKS})
    link.full_clean()
    if circle := way_back(link.from_series_id, link.to_series_id):
        raise ValidationError({"to_series": _circle_said(circle)})
    link.save()
    return link


@transaction.atomic
def unlink_series(link_id: UUID, *, actor: User) -> None:
    require(actor, "meetings.change_series")
    SeriesLink.objects.visible_to(actor).select_for_update().get(pk=link_id).delete()


def way_back(start: UUID, end: UUID) -> list[UUID]:
    """The series on the shortest way from `end` to `start` over the links there are, or nothing where there is none."""
    steps = defaultdict(list)
    for source, target in SeriesLink.objects.order_by("pk").values_list("from_series", "to_series"):
        steps[source].append(target)
    before: dict[UUID, UUID | None] = {end: None}
    waiting = [end]
    while waiting:
        here = waiting.pop(0)
        if here == start:
            return _traced(here, before)
        for following in steps[here]:
            if following not in before:
                before[following] = here
                waiting.append(following)
    return []


def _traced(here: UUID | None, before: Mapping[UUID, UUID | None]) -> list[UUID]:
    found: list[UUID] = []
    while here is not None:
        found.append(here)
        here = before[here]
    return found[::-1]


def _circle_said(circle: list[UUID]) -> str:
    """From where the link begins, round to there again."""
    named = {one.pk: str(one) for one in MeetingSeries.objects.filter(pk__in=circle)}
    names = [named[pk] for pk in (circle[-1], *circle)]
    return _("このつながりは輪になるため登録できません: %(circle)s") % {"circle": " → ".join(names)}


def _alone() -> None:
    """One writer at a time: two links that are harmless each may make a circle together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LINKS_LOCK])
