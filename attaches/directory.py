"""The directory of postings: embassies and missions, and who is there for those who may know."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from attaches.models import Posting
from attaches.models.postings import KINDS
from partners.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Body:
    """An embassy or mission with those posted there now, as one reader sees them."""

    organisation: Organisation
    postings: list[Posting] = field(default_factory=list)


def directory(user: User, today: date, *, kind: str = "", text: str = "") -> list[Body]:
    """Every body of the kind (both where none is named), whether somebody is known there or not."""
    bodies = bodies_of(user).filter(kind__in=[kind] if kind in KINDS else KINDS)
    if text:
        bodies = bodies.named_like(text)
    running = Posting.objects.visible_to(user).running(today).select_related("person").defer("person__search")
    there: dict[UUID, list[Posting]] = defaultdict(list)
    for posting in running.order_by("starts_on", "id"):
        there[posting.organisation_id].append(posting)
    rows = bodies.select_related("country").defer("search", "country__search").order_by("kind", "sorted_by", "id")
    return [Body(body, there[body.pk]) for body in rows]


def bodies_of(user: Any) -> Any:
    return Organisation.objects.visible_to(user).filter(kind__in=KINDS)
