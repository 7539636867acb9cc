"""Of meetings, along the areas of their app."""

from tests.access_objects.meetings import (
    agenda,
    clearance,
    coordination,
    documents,
    meeting,
    outcomes,
    participants,
    positions,
)
from tests.access_objects.sample import Sample

AREAS = (meeting, agenda, positions, clearance, documents, outcomes, coordination, participants)
OBJECTS: dict[str, Sample] = {name: sample for area in AREAS for name, sample in area.OBJECTS.items()}
