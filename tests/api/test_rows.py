"""Columns whose text is kept: the same answer as the ORM's own, whatever the queryset is."""

from datetime import date

import pytest
from django.utils import timezone

from dashboard.api import SnapshotSerializer
from dashboard.models import Snapshot
from diplomacy.api import rows as answered
from diplomacy.api.rows import rows
from meetings.models import AgendaItem, Meeting
from meetings.serializers import AgendaItemSerializer, MeetingSerializer
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.partners import OrganisationFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def by_the_orm(queryset, serializer_class, inside):
    shown = answered._shown(serializer_class, inside)
    return [dict(zip(shown.names, row, strict=True)) for row in queryset.values_list(*shown.columns)]


def test_kept_columns_give_what_the_orm_gives_to_both_sides(mofa_staff, french_attache):
    meeting = MeetingFactory(handling="public", note="100% %s")
    meeting.concerned.add(OrganisationFactory(), OrganisationFactory())
    for reader in (mofa_staff, french_attache):
        seen = Meeting.objects.visible_to(reader)
        assert len(rows(seen, MeetingSerializer, reader)) == 1
        assert rows(seen, MeetingSerializer, reader) == by_the_orm(seen, MeetingSerializer, reader.is_government)


def test_distinct_rows_sorted_by_what_is_not_shown(mofa_staff):
    for _number in range(2):
        AgendaItemFactory().themes.add(ThemeFactory(), ThemeFactory())
    items = AgendaItem.objects.filter(themes__isnull=False).order_by("-position", "pk").distinct()
    assert len(rows(items, AgendaItemSerializer, mofa_staff)) == 2
    assert rows(items, AgendaItemSerializer, mofa_staff) == by_the_orm(items, AgendaItemSerializer, True)


def test_nothing_to_ask_for_is_an_empty_list(mofa_staff):
    assert rows(Meeting.objects.none(), MeetingSerializer, mofa_staff) == []


def test_value_that_the_orm_reads_goes_through_it(mofa_staff):
    kept = Snapshot.objects.create(
        day=date(2026, 11, 30), occasion="本会議", taken_at=timezone.now(), taken_by=mofa_staff, figures={"meetings": 3}
    )
    (row,) = rows(Snapshot.objects.filter(pk=kept.pk), SnapshotSerializer, mofa_staff)
    assert row["figures"] == {"meetings": 3}
