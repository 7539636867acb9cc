"""Who may do what with meetings. Rows are `visible_to`; these are the verbs.

| permission                   | on      | who                                                             |
|------------------------------|---------|-----------------------------------------------------------------|
| meetings.change_series       | –       | the council's secretariat                                       |
| meetings.create_meeting      | series  | staff of the series' lead ministry, the secretariat             |
| meetings.change_meeting      | meeting | staff of its lead ministry and of the ministries named on it    |
| meetings.give_meeting        | meeting | staff of its lead ministry; where it has none, of those named   |
| meetings.change_agenda       | meeting | the same as for change_meeting                                  |
| meetings.change_documents    | meeting | the same                                                        |
| meetings.change_outcomes     | meeting | the same: its decisions and action items                        |
| meetings.change_participants | meeting | the same: who sits at it, for which side              |
| meetings.report_action       | action  | the same, and staff of the ministry that owes the action        |
| meetings.change_handling     | meeting | staff of its lead ministry                                      |
| meetings.handle_document     | document | staff of the meeting's lead ministry; writers of the owner      |
| meetings.change_rules        | meeting | staff of its lead ministry                                      |
| meetings.change_series_rules | series  | staff of the series' lead ministry, the secretariat             |
| meetings.change_coordination | –       | the secretariat: cases with other headquarters (司令塔連携)     |
| meetings.watch               | –       | everybody who reads content                                     |
| meetings.change_position     | item    | staff of its lead ministry; of the meeting's where it has none  |
| meetings.open_clearance      | item    | staff of the meeting's lead ministry; of the position's         |
| meetings.close_clearance     | round   | staff of the ministry that opened it                            |
| meetings.reply_clearance     | round   | staff of the ministries asked, while it is open                 |
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import rules

from accounts.access import Access, admits
from accounts.models import Role

if TYPE_CHECKING:
    from meetings.models import ActionItem, AgendaItem, ClearanceRound, Document, Meeting, MeetingSeries


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


@rules.predicate
def owes(user: Any, action: ActionItem | None) -> bool:
    """Acts for the ministry that an action of our side belongs to, or writes the meeting it comes from."""
    if action is None:
        return False
    mine = action.side == "ours" and action.responsible_id == user.organisation_id
    return mine or writes.test(user, action.meeting)


def responsible_id(item: AgendaItem) -> Any:
    """The ministry that answers for an item and writes its position."""
    return item.lead_ministry_id or item.meeting.lead_ministry_id


@rules.predicate
def is_responsible(user: Any, item: AgendaItem | None) -> bool:
    return item is not None and user.organisation_id is not None and responsible_id(item) == user.organisation_id


@rules.predicate
def leads_meeting_of(user: Any, item: AgendaItem | None) -> bool:
    return item is not None and leads(user, item.meeting)


@rules.predicate
def opened_by_own_ministry(user: Any, round: ClearanceRound | None) -> bool:
    return round is not None and round.lead_id == user.organisation_id


@rules.predicate
def is_asked(user: Any, round: ClearanceRound | None) -> bool:
    """Uses the prefetched asks where the queryset brought them along."""
    if round is None or not round.is_open:
        return False
    return any(ask.ministry_id == user.organisation_id for ask in round.asks.all())


@rules.predicate
def leads_meeting_of_document(user: Any, document: Document | None) -> bool:
    return document is not None and leads(user, document.meeting)


@rules.predicate
def owns_as_writer(user: Any, document: Document | None) -> bool:
    """Of the ministry the document belongs to, while that ministry still writes on the meeting."""
    if document is None or user.organisation_id is None or document.owner_id != user.organisation_id:
        return False
    return leads(user, document.meeting) or is_concerned(user, document.meeting)


@rules.predicate
def has_no_lead(user: Any, meeting: Meeting | None) -> bool:
    return meeting is not None and meeting.lead_ministry_id is None


leads_as_staff = is_staff & leads
writes = is_staff & (leads | is_concerned)

rules.add_perm("meetings.change_series", is_secretariat)
rules.add_perm("meetings.create_meeting", leads_as_staff | is_secretariat)
rules.add_perm("meetings.change_meeting", writes)
rules.add_perm("meetings.give_meeting", leads_as_staff | (writes & has_no_lead))
rules.add_perm("meetings.change_agenda", writes)
rules.add_perm("meetings.change_documents", writes)
rules.add_perm("meetings.change_outcomes", writes)
rules.add_perm("meetings.change_participants", writes)
rules.add_perm("meetings.report_action", is_staff & owes)
rules.add_perm("meetings.change_handling", leads_as_staff)
rules.add_perm("meetings.handle_document", is_staff & (leads_meeting_of_document | owns_as_writer))
rules.add_perm("meetings.change_rules", leads_as_staff)
rules.add_perm("meetings.change_series_rules", leads_as_staff | is_secretariat)
rules.add_perm("meetings.change_coordination", is_secretariat)
rules.add_perm("meetings.watch", is_reader)
rules.add_perm("meetings.change_position", is_staff & is_responsible)
rules.add_perm("meetings.open_clearance", is_staff & (is_responsible | leads_meeting_of))
rules.add_perm("meetings.close_clearance", is_staff & opened_by_own_ministry)
rules.add_perm("meetings.reply_clearance", is_staff & is_asked)
