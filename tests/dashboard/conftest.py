"""What the figures are counted from, and the day on which."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache

from accounts.handling import Handling
from accounts.models import AccessGroupMember
from attaches.models import ContactInterval
from dashboard.overview import Overview
from tests.factories.accounts import AccessGroupFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.factories.outcomes import ActionFactory
from tests.factories.partners import (
    PartnerFactory,
    ThemeFactory,
)

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


@pytest.fixture
def clock(settings):
    settings.CACHES = {**settings.CACHES, "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture
def intervals(db):
    """Those the portal starts with; tests with real transactions empty the tables."""
    for priority, months in (("high", 3), ("medium", 6), ("normal", 12)):
        ContactInterval.objects.get_or_create(priority=priority, defaults={"months": months})


def overview(user, now=NOW) -> Overview:
    return Overview(user, now)


def numbers(user, now=NOW) -> dict[str, int]:
    return {one.name: one.number for one in overview(user, now).figures()}


def restrict(row, *readers) -> None:
    group = AccessGroupFactory()
    for person in readers:
        AccessGroupMember.objects.create(group=group, user=person)
    type(row).objects.filter(pk=row.pk).update(handling=Handling.RESTRICTED, access_group=group)


@pytest.fixture
def world(mofa, mext):
    """A partner with its series, a meeting soon with an item nobody has written a position for, a late promise."""
    france = PartnerFactory(name_ja="フランス", latitude="48.8667", longitude="2.3333")
    series = SeriesFactory(host_partner=france, lead_ministry=mofa, cadence_months=12)
    soon = MeetingFactory(series=series, start_date=TODAY + timedelta(days=5), status="confirmed")
    theme = ThemeFactory(parent=ThemeFactory())
    item = AgendaItemFactory(meeting=soon)
    item.themes.add(theme)
    ActionFactory(meeting=soon, responsible=mext, due_on=TODAY - timedelta(days=1))
    return {"partner": france, "series": series, "meeting": soon, "theme": theme, "item": item}
