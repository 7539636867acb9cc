"""A day that only a slip of the hand can mean is refused beside its field, wherever people type one."""

from datetime import date
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from attaches.models import MeetingRequest
from diplomacy.days import DayField

# Written by the portal itself, out of days that were looked at before.
RECKONED = {
    "attaches.QuietSpell.last_on",
    "attaches.QuietSpell.noted_on",
    "attaches.QuietSpell.ended_on",
    "dashboard.Snapshot.day",
}


def typed_days():
    for model in apps.get_models():
        if hasattr(model, "pgh_tracked_model") or model._meta.app_label in {"accounts", "reminders", "pghistory"}:
            continue
        for field in model._meta.concrete_fields:
            plain = isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField)
            if plain and not field.generated:
                yield pytest.param(field, id=str(field))


@pytest.mark.parametrize("field", list(typed_days()))
def test_each_day_that_people_type_has_its_bounds(field):
    assert isinstance(field, DayField) or str(field) in RECKONED


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1899, 12, 31), date(2200, 1, 1), date.max])
def test_far_days_are_refused(day):
    with pytest.raises(ValidationError) as refused:
        DayField().run_validators(day)
    assert refused.value.messages == ["年を確かめてください。"]


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2026, 11, 29), date(2199, 12, 31)])
def test_days_that_somebody_means_are_taken(day):
    DayField().run_validators(day)


@pytest.fixture
def wish(mofa):
    return {"ministry": mofa.pk, "subject": "Joint calls", "purpose": "To talk"}


@pytest.mark.django_db
def test_an_embassy_that_wishes_to_meet_at_the_end_of_the_calendar_is_asked_for_the_year(client, french_attache, wish):
    client.force_login(french_attache)
    answer = client.post(reverse("attaches:request_add"), {**wish, "date_1": "9999-12-31", "key": uuid4()})
    assert answer.status_code == 400
    assert answer.context["form"].errors == {"date_1": ["Check the year."]}
    assert not MeetingRequest.objects.exists()


@pytest.mark.django_db
def test_so_is_a_program(client, french_attache, wish):
    client.force_login(french_attache)
    body = {**wish, "ministry": str(wish["ministry"]), "dates": [{"on_date": "9999-12-31"}]}
    answer = client.post("/api/v1/meeting-requests/", body, content_type="application/json")
    assert answer.status_code == 400
    assert [fault["field"] for fault in answer.json()["errors"]] == ["dates.0.on_date"]
    assert not MeetingRequest.objects.exists()
