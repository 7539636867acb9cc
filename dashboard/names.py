"""The names behind the identifiers that figures hold, in the reader's words, each kind in one query."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from diplomacy.ui.titles import local
from meetings.models import MeetingSeries
from partners.models import Organisation, Partner, Theme, ThemeOwner

PAIR = ("pk", "name_ja", "name_en")


def bodies(keys: Iterable[UUID], user: Any) -> dict[UUID, str]:
    rows = Organisation.objects.visible_to(user).filter(pk__in=list(keys)).order_by()
    short = get_language() == "en"
    found = rows.values_list(*PAIR, "abbreviation")
    return {pk: (abbreviation if short and abbreviation else local(ja, en)) for pk, ja, en, abbreviation in found}


def partners(keys: Iterable[UUID], user: Any) -> dict[UUID, str]:
    """Japan is nobody's counterpart, though it hosts series of its own."""
    return _named(Partner.objects.visible_to(user).counterparts(), keys)


def themes(keys: Iterable[UUID], user: Any) -> dict[UUID, str]:
    return _named(Theme.objects.visible_to(user), keys)


def series(keys: Iterable[UUID], user: Any) -> dict[UUID, str]:
    return _named(MeetingSeries.objects.visible_to(user), keys)


def _named(rows: Any, keys: Iterable[UUID]) -> dict[UUID, str]:
    found = rows.filter(pk__in=list(keys)).order_by().values_list(*PAIR)
    return {pk: local(ja, en) for pk, ja, en in found}


def steering(themes_: Iterable[UUID], user: Any) -> dict[UUID, list[dict[str, Any]]]:
    """Which bodies steer each theme: whom to turn to about a gap."""
    owners = ThemeOwner.objects.visible_to(user).filter(theme__in=list(themes_), role=ThemeOwner.Duty.STEERS)
    found: dict[UUID, list[dict[str, Any]]] = {}
    names = ("theme", "organisation", "organisation__name_ja", "organisation__name_en")
    for theme, pk, ja, en in owners.order_by("organisation__name_ja").values_list(*names):
        found.setdefault(theme, []).append({"pk": pk, "name": local(ja, en)})
    return found
