from meetings.models.agenda import AgendaItem
from meetings.models.drafts import Draft
from meetings.models.meeting import Meeting
from meetings.models.series import MeetingSeries, SeriesLink
from meetings.models.watching import Watch

__all__ = ["AgendaItem", "Draft", "Meeting", "MeetingSeries", "SeriesLink", "Watch"]
