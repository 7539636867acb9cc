"""How often experts were asked, and what they answered: counted from the dispatches their reader sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q

from outreach.models import Asking


@dataclass(frozen=True)
class Record:
    asked: int = 0
    accepted: int = 0
    declined: int = 0
    last: date | None = None


def records_of(experts: Iterable[UUID], user: Any) -> dict[UUID, Record]:
    answers = {
        "asked": Count("pk"),
        "accepted": Count("pk", filter=Q(answer=Asking.Answer.ACCEPTED)),
        "declined": Count("pk", filter=Q(answer=Asking.Answer.DECLINED)),
        "last": Max("asked_on"),
    }
    rows = Asking.objects.visible_to(user).filter(expert__in=list(experts)).order_by()
    return {row.pop("expert"): Record(**row) for row in rows.values("expert").annotate(**answers)}
