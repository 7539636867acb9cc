"""Of the overview. Its numbers are for whoever may open it; what each counts is `visible_to`."""

from datetime import date
from typing import Any

from django.utils import timezone

from dashboard.models import Snapshot
from tests.access_objects.sample import Arguments, Sample, stranger
from tests.factories.meetings import SeriesFactory


def snapshot_of(cast: Any, person: str) -> Arguments:
    row, _made = Snapshot.objects.get_or_create(
        day=date(2026, 9, 18),
        defaults={"occasion": "第1回", "taken_at": timezone.now(), "taken_by": stranger(cast), "figures": {}},
    )
    return {"pk": row.pk}


def series_of(cast: Any, person: str) -> Arguments:
    return {"pk": SeriesFactory(lead_ministry=cast.organisations.mofa).pk}


def as_pdf(cast: Any, person: str) -> Arguments:
    return {"form": "pdf"}


OBJECTS: dict[str, Sample] = {
    "api-council-snapshots-detail": Sample(snapshot_of),
    "dashboard:diagram_file": Sample(as_pdf),
    "dashboard:diagram_series": Sample(series_of),
    "dashboard:home_file": Sample(as_pdf),
    "dashboard:snapshot": Sample(snapshot_of),
}
