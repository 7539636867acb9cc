"""Filters of an address: those asked for narrow the list, the others are not even built."""

import pytest
from django.http import QueryDict
from rest_framework.request import Request

from diplomacy.api.asked import AskedFilters
from meetings.api import AgendaItemViewSet, MeetingViewSet
from meetings.models import AgendaItem, Meeting
from tests.factories.meetings import AgendaItemFactory, MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(rf):
    def ask(view, model, query):
        request = Request(rf.get("/", QueryDict(query).dict()))
        return AskedFilters().get_filterset(request, model.objects.all(), view())

    return ask


def test_only_filters_asked_for_are_built(asked):
    filterset = asked(AgendaItemViewSet, AgendaItem, "kind=decision&limit=5")
    assert list(filterset.form.fields) == ["kind"]


def test_no_filter_asked_for_builds_none(asked):
    assert asked(MeetingViewSet, Meeting, "limit=5") is None


def test_filters_narrow_together_and_refuse_together(staff_api):
    wanted = AgendaItemFactory(kind="decision")
    AgendaItemFactory(kind="report", meeting=wanted.meeting)
    AgendaItemFactory(kind="decision")
    found = staff_api.get(f"/api/v1/agenda-items/?kind=decision&meeting={wanted.meeting_id}").json()["results"]
    assert [row["id"] for row in found] == [str(wanted.pk)]
    refused = staff_api.get("/api/v1/agenda-items/?kind=nonsense&meeting=x")
    assert refused.status_code == 400
    assert {fault["field"] for fault in refused.json()["errors"]} == {"kind", "meeting"}


def test_period_is_checked_where_both_ends_are_asked_for(staff_api):
    MeetingFactory()
    assert staff_api.get("/api/v1/meetings/?since=2026-05-01").status_code == 200
    refused = staff_api.get("/api/v1/meetings/?since=2026-05-01&until=2026-04-01")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "until")


def test_filter_that_is_withheld_from_a_reader_is_as_good_as_not_asked_for(staff_api, attache_api):
    assert staff_api.get("/api/v1/partners/?priority=nonsense").status_code == 400
    assert attache_api.get("/api/v1/partners/?priority=nonsense").json() == attache_api.get("/api/v1/partners/").json()
