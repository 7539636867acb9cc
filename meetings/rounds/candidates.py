"""What can be put to clearance, what cannot and why, and to which ministries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.reading import note_restricted_read
from meetings.models import Meeting, Position
from meetings.outline import Outline
from partners.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Candidate:
    """A position of the meeting that its reader may put to clearance; `reason` says why not now.

    `due` ones are ticked unless the person says otherwise: all but those that are cleared as they stand.
    """

    key: UUID
    label: str
    reason: str = ""
    due: bool = True

    @property
    def offered(self) -> bool:
        return not self.reason


def candidates(meeting: Meeting, agenda: Outline, user: User) -> list[Candidate]:
    """In the order of the agenda; positions of others' items, which the person may not put, are left out."""
    rows = Position.objects.in_visible(meeting, user).with_state().annotate(taken=_in_open_round())
    written = {position.item_id: position for position in rows}
    found = []
    for row in agenda.rows:
        position = written.get(row.item.pk)
        row.item.meeting = meeting
        if position and user.has_perm("meetings.open_clearance", row.item):
            note_restricted_read(user, position)
            due = position.state != Position.State.CLEARED
            found.append(Candidate(position.pk, f"{row.number} {row.item}", _why_not(position), due))
    return found


def _in_open_round() -> Exists:
    from meetings.models import ClearanceItem

    return Exists(ClearanceItem.objects.open().filter(position=OuterRef("pk")).order_by())


def _why_not(position: Position) -> str:
    if position.is_blank:
        return _("対処方針が未作成です")
    return _("協議中です") if position.taken else ""


def askable(meeting: Meeting, user: User) -> list[Organisation]:
    """The ministries but the person's own: the meeting's first, then the others."""
    near = {meeting.lead_ministry_id, *(body.pk for body in meeting.concerned.all())}
    rows = Organisation.objects.visible_to(user).ministries().exclude(pk=user.organisation_id)
    return sorted(rows.order_by("name_ja", "pk"), key=lambda body: body.pk not in near)


def near_ministries(meeting: Meeting, user: User) -> list[str]:
    """Those asked unless the person says otherwise: the lead and the ministries named on the meeting."""
    near = {meeting.lead_ministry_id, *(body.pk for body in meeting.concerned.all())}
    return [str(key) for key in near - {None, user.organisation_id}]
