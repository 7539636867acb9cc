"""Rows of the overview that are looked up as they are now, from the identifiers that the kept figures hold."""

from __future__ import annotations

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.reading import note_restricted_rows
from dashboard.figures import rhythm
from dashboard.figures.snapshot import AGREEMENT_MONTHS
from dashboard.overview import Overview
from diplomacy.ui.dates import written
from diplomacy.ui.titles import local
from meetings.cadence import courses, next_by_cadence
from meetings.coordination.register import COLUMNS as CASE_COLUMNS
from meetings.coordination.register import case_lines
from meetings.models import AgendaItem, Meeting, MeetingSeries
from partners.clock import clock_of
from partners.models import Agreement, Partner

MOST_ITEMS = 500


def quiet_rows(quiet: list[rhythm.Quiet], user: Any) -> list[dict[str, Any]]:
    rows = Partner.objects.visible_to(user).filter(pk__in=rhythm.partners_of(quiet)).select_related("desk")
    found = {one.pk: one for one in rows.defer("search", "desk__search")}
    return [
        {
            "partner": found[one.partner],
            "last_on": one.last,
            "last": written(one.last) if one.last else _("記録なし"),
            "months": one.months,
        }
        for one in quiet
        if one.partner in found
    ]


def series_rows(keys: list[Any], user: Any, today: date) -> list[dict[str, Any]]:
    found = {one.pk: one for one in MeetingSeries.objects.visible_to(user).filter(pk__in=keys).with_bodies()}
    course = courses(list(found), user, today)
    return [
        {
            "series": found[pk],
            "course": course[pk],
            "estimate": next_by_cadence(course[pk], found[pk].cadence_months, today),
        }
        for pk in keys
        if pk in found
    ]


def agreement_rows(shown: Overview) -> list[dict[str, Any]]:
    """Those whose term runs out within a year, soonest first."""
    if not shown.agreements:
        return []
    by = shown.today + relativedelta(months=AGREEMENT_MONTHS)
    rows = Agreement.objects.visible_to(shown.user).standing().ending_by(by, shown.today)
    timed = [(one, clock_of(one, shown.today)) for one in rows.select_related("partner__desk").defer("search")]
    ordered = sorted(((one, clock) for one, clock in timed if clock), key=lambda pair: pair[1].ends_on)
    return [{"agreement": one, "clock": clock} for one, clock in ordered]


def case_rows(shown: Overview, most: int | None = None) -> list[dict[str, Any]]:
    """The oldest first."""
    return case_lines(shown.open_cases().order_by("raised_on", "id").values(*CASE_COLUMNS)[:most], shown.user)


def item_rows(items: Any, user: Any) -> list[dict[str, Any]]:
    meeting = ("meeting", "meeting__title_ja", "meeting__title_en", "meeting__handling")
    dates = ("meeting__start_date", "meeting__end_date", "meeting__date_precision")
    columns = ("id", "title_ja", "title_en", "fate", "handling", "is_sample", *meeting, *dates)
    ordered = items.order_by(F("meeting__start_date").desc(nulls_last=True), "id")
    rows = list(ordered.values(*columns)[:MOST_ITEMS])
    note_restricted_rows(user, AgendaItem, [(row["id"], row["handling"]) for row in rows])
    note_restricted_rows(user, Meeting, [(row["meeting"], row["meeting__handling"]) for row in rows])
    fates = dict(AgendaItem.Fate.choices)
    return [
        {
            "title": local(row["title_ja"], row["title_en"]),
            "url": reverse("meetings:detail", args=[row["meeting"]]),
            "meeting": local(row["meeting__title_ja"], row["meeting__title_en"]),
            "date": written(*(row[name] for name in dates)),
            "fate": fates[row["fate"]],
            "handling": row["handling"],
            "is_sample": row["is_sample"],
        }
        for row in rows
    ]
