from meetings.models.agenda import AgendaItem
from meetings.models.clearance import ClearanceAsk, ClearanceItem, ClearanceReply, ClearanceRound
from meetings.models.coordination import CoordinationCase
from meetings.models.document import Document, DocumentVersion
from meetings.models.drafts import Draft
from meetings.models.feed import CalendarFeed
from meetings.models.meeting import Meeting
from meetings.models.outcomes import ActionItem, Decision
from meetings.models.participants import Participant
from meetings.models.position import Position, PositionVersion
from meetings.models.series import MeetingSeries, SeriesLink
from meetings.models.watching import Watch

import meetings.models.sets  # isort: skip  # noqa: F401  (says which sets keep their history)

__all__ = [
    "ActionItem",
    "AgendaItem",
    "CalendarFeed",
    "ClearanceAsk",
    "ClearanceItem",
    "ClearanceReply",
    "ClearanceRound",
    "CoordinationCase",
    "Decision",
    "Document",
    "DocumentVersion",
    "Draft",
    "Meeting",
    "MeetingSeries",
    "Participant",
    "Position",
    "PositionVersion",
    "SeriesLink",
    "Watch",
]
