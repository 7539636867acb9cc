from meetings.models.agenda import AgendaItem
from meetings.models.meeting import Meeting
from meetings.models.series import MeetingSeries, SeriesLink

__all__ = ["AgendaItem", "Meeting", "MeetingSeries", "SeriesLink"]
