from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.access import require
from accounts.actions.handling import change_handling
from accounts.models import Act
from diplomacy.ui.titles import enumerated
from diplomacy.versioned.editing import Conflict
from meetings.actions.clearance_checks import unseen_by
from meetings.models import ActionItem, AgendaItem, CoordinationCase, Decision, Document, Meeting, Participant, Position
from partners.models import Organisation

if TYPE_CHECKING:
    from accounts.models import User

Record = Meeting | AgendaItem | Position | Document | Decision | ActionItem | Participant
HANDLING_FIELDS = {"handling", "shared_with", "access_group"}


@transaction.atomic
def set_handling(
    record: Record,
    *,
    handling: str,
    shared_with: Iterable[Any] = (),
    members: Iterable[User] = (),
    seen_version: int,
    actor: User,
) -> Record:
    """Say how far a meeting, an item or what hangs on them may go; whoever sets it goes on reading it.

    Raises `Conflict` where the record changed since `seen_version`: who reads it is decided on what it says now.
    """
    row = type(record).objects.visible_to(actor).select_for_update(of=("self",)).get(pk=record.pk)
    _require(row, actor)
    if row.version != seen_version:
        raise Conflict(row)
    row = change_handling(row, handling=handling, shared_with=shared_with, access_group_members=members, actor=actor)
    refuse_own_exclusion(row, actor)
    if isinstance(row, Position):
        _refuse_unseen_in_clearance(row)
    return row


def _require(row: Record, actor: User) -> None:
    """A meeting's lead says it for the meeting and what is in it; for a position, whoever answers for the item; for a
    document, its owner too."""
    if isinstance(row, Position):
        require(actor, "meetings.change_position", row.item)
    elif isinstance(row, Document):
        require(actor, "meetings.handle_document", row)
    else:
        require(actor, "meetings.change_handling", row if isinstance(row, Meeting) else row.meeting)


def _refuse_unseen_in_clearance(position: Position) -> None:
    """The ministries that are asked about a position go on reading it."""
    asked = Organisation.objects.filter(clearance_asks__round__entries__in=position.clearances.open())
    if blind := unseen_by([position], list(asked)):
        names = enumerated(str(ministry) for ministry in asked if ministry.pk in blind)
        raise ValidationError(
            {"handling": _("協議中のため、協議先が読めなくなる設定にはできません: %(names)s") % {"names": names}}
        )


def note_change(row: Record, before: str, actor: User) -> None:
    """After the level, the organisations or the list were set as fields of an edit: the same rule, the same audit."""
    refuse_own_exclusion(row, actor)
    audit.record(Act.HANDLING_CHANGED, actor=actor, subject=row, before=before, after=row.handling)


def refuse_own_exclusion(row: Record | CoordinationCase, actor: User) -> None:
    """Whoever sets how far a record goes still reads it afterwards."""
    if not type(row).objects.visible_to(actor).filter(pk=row.pk).exists():
        raise ValidationError(
            {"handling": _("この設定ではご自身が読めなくなります。ご自身の所属か、ご自身を含めてください。")}
        )
