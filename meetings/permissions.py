"""Who may do what with meetings. Rows are `visible_to`; these are the verbs.

| permission                   | on      | who                                                             |
|------------------------------|---------|-----------------------------------------------------------------|
| meetings.change_series       | –       | the council's secretariat                                       |
| meetings.create_meeting      | series  | staff of the series' lead ministry, the secretariat             |
| meetings.change_meeting      | meeting | staff of its lead ministry and of the ministries named on it    |
| meetings.change_agenda       | meeting | the same                                                        |
| meetings.change_handling     | meeting | staff of its lead ministry                                      |
| meetings.change_rules        | meeting | staff of its lead ministry                                      |
| meetings.change_series_rules | series  | staff of the series' lead ministry, the secretariat             |
| meetings.watch               | –       | everybody who reads content                                     |
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules

from accounts.access import Access, admits
from accounts.models import Role

if TYPE_CHECKING:
    from meetings.models import Meeting, MeetingSeries


@rules.predicate
def is_staff(user: Any) -> bool:
    return user.is_authenticated and user.role == Role.STAFF


@rules.predicate
def is_secretariat(user: Any) -> bool:
    return user.is_authenticated and user.is_secretariat


@rules.predicate
def is_reader(user: Any) -> bool:
    return admits(Access.READER, user)


@rules.predicate
def leads(user: Any, record: Meeting | MeetingSeries | None) -> bool:
    return record is not None and record.lead_ministry_id == user.organisation_id


@rules.predicate
def is_concerned(user: Any, meeting: Meeting | None) -> bool:
    """Uses the prefetched ministries where the queryset brought them along."""
    return meeting is not None and any(body.pk == user.organisation_id for body in meeting.concerned.all())


leads_as_staff = is_staff & leads
writes = is_staff & (leads | is_concerned)

rules.add_perm("meetings.change_series", is_secretariat)
rules.add_perm("meetings.create_meeting", leads_as_staff | is_secretariat)
rules.add_perm("meetings.change_meeting", writes)
rules.add_perm("meetings.change_agenda", writes)
rules.add_perm("meetings.change_handling", leads_as_staff)
rules.add_perm("meetings.change_rules", leads_as_staff)
rules.add_perm("meetings.change_series_rules", leads_as_staff | is_secretariat)
rules.add_perm("meetings.watch", is_reader)
