"""The days of a dispatch for a calendar: each stop with a time in the place's own hours, the rest as days."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from diplomacy.export.ical import Event, calendar
from outreach.models import Dispatch, Stop


def itinerary_calendar(dispatch: Dispatch) -> bytes:
    stops = list(dispatch.stops.all())
    return calendar(str(dispatch), [_event(dispatch, stop) for stop in stops] or [_whole(dispatch)])


def _event(dispatch: Dispatch, stop: Stop) -> Event:
    return Event(
        uid=f"stop-{stop.pk}@diplomacy-portal",
        sequence=stop.version - 1,
        changed_at=stop.updated_at,
        status="CONFIRMED",
        summary=stop.what,
        start_date=stop.day,
        last_date=stop.day,
        start_time=stop.starts_at,
        end_time=stop.ends_at,
        zone=dispatch.time_zone,
        location=", ".join(part for part in (stop.place, dispatch.city) if part),
        url=_page(dispatch),
    )


def _whole(dispatch: Dispatch) -> Event:
    return Event(
        uid=f"dispatch-{dispatch.pk}@diplomacy-portal",
        sequence=dispatch.version,
        changed_at=dispatch.updated_at,
        status="TENTATIVE",
        summary=str(dispatch),
        start_date=dispatch.starts_on,
        last_date=dispatch.ends_on,
        start_time=None,
        end_time=None,
        zone=dispatch.time_zone,
        location=dispatch.city,
        url=_page(dispatch),
    )


def _page(dispatch: Dispatch) -> str:
    return settings.SITE_URL + reverse("outreach:dispatch", args=[dispatch.pk])
