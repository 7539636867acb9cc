"""What the next session of a series would look like, proposed from the last one the person sees."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta

from meetings.models import ActionItem, Meeting, MeetingSeries
from partners.models import DatePrecision

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

CARRIED = ("time_zone", "start_time", "end_time", "handling", "lead_ministry")


@dataclass
class Proposal:
    """`last` is the session it goes out from, None where the person sees none; `fields` are those of a new meeting."""

    last: Meeting | None
    fields: dict[str, Any] = field(default_factory=dict)


def propose(series: MeetingSeries, user: User, *, today: date) -> Proposal:
    """The next ordinal, the titles with it, and a month by the series' cadence; unknown where it has none."""
    sessions = Meeting.objects.visible_to(user).filter(series=series).exclude(status=Meeting.Status.CANCELLED)
    last = sessions.prefetch_related("concerned").first()
    if last is None:
        titles = {"title_ja": series.name_ja, "title_en": series.name_en}
        return Proposal(None, {**titles, **_undated(), "lead_ministry": series.lead_ministry_id})
    fields = {**_titles(series, last), **_dates(series, last, today)}
    fields |= {"lead_ministry": last.lead_ministry_id, "time_zone": last.time_zone}
    fields["concerned"] = [ministry.pk for ministry in last.concerned.all()]
    return Proposal(last, fields)


def open_commitments(series: MeetingSeries, user: User) -> QuerySet[ActionItem]:
    """What earlier sessions of the series left open, as far as the person sees it, the most urgent first."""
    rows = ActionItem.objects.visible_to(user).open().of_series(series.pk)
    return rows.select_related("meeting", "responsible")


def _titles(series: MeetingSeries, last: Meeting) -> dict[str, Any]:
    if last.ordinal is None:
        return {"ordinal": None, "title_ja": series.name_ja, "title_en": series.name_en}
    following = last.ordinal + 1
    return {
        "ordinal": following,
        "title_ja": re.sub(rf"第\s*{last.ordinal}\s*回", f"第{following}回", last.title_ja),
        "title_en": re.sub(rf"\b{last.ordinal}(st|nd|rd|th)\b", english_ordinal(following), last.title_en, flags=re.I),
    }


def _dates(series: MeetingSeries, last: Meeting, today: date) -> dict[str, Any]:
    """The month the cadence leads to, never one that is over."""
    if not series.cadence_months or last.start_date is None:
        return _undated()
    due = last.start_date
    while due <= last.start_date or due < today.replace(day=1):
        due += relativedelta(months=series.cadence_months)
    return {"start_date": due.replace(day=1), "end_date": None, "date_precision": DatePrecision.MONTH}


def _undated() -> dict[str, Any]:
    return {"start_date": None, "end_date": None, "date_precision": DatePrecision.UNKNOWN}


def english_ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th, 21st."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
