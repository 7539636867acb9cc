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
from diplomacy.versioned.editing import Conflict
from meetings.models import AgendaItem, Meeting

if TYPE_CHECKING:
    from accounts.models import User

HANDLING_FIELDS = {"handling", "shared_with", "access_group"}


@transaction.atomic
def set_handling(
    record: Meeting | AgendaItem,
    *,
    handling: str,
    shared_with: Iterable[Any] = (),
    members: Iterable[User] = (),
    seen_version: int,
    actor: User,
) -> Meeting | AgendaItem:
    """Say how far a meeting or an item may go; whoever sets it goes on reading it.

    Raises `Conflict` where the record changed since `seen_version`: who reads it is decided on what it says now.
    """
    row = type(record).objects.visible_to(actor).select_for_update(of=("self",)).get(pk=record.pk)
    meeting = row if isinstance(row, Meeting) else row.meeting
    require(actor, "meetings.change_handling", meeting)
    if row.version != seen_version:
        raise Conflict(row)
    row = change_handling(row, handling=handling, shared_with=shared_with, access_group_members=members, actor=actor)
    refuse_own_exclusion(row, actor)
    return row


def note_change(row: Meeting | AgendaItem, before: str, actor: User) -> None:
    """After the level, the organisations or the list were set as fields of an edit: the same rule, the same audit."""
    refuse_own_exclusion(row, actor)
    audit.record(Act.HANDLING_CHANGED, actor=actor, subject=row, before=before, after=row.handling)


def refuse_own_exclusion(row: Meeting | AgendaItem, actor: User) -> None:
    """Whoever sets how far a record goes still reads it afterwards."""
    if not type(row).objects.visible_to(actor).filter(pk=row.pk).exists():
        raise ValidationError(
            {"handling": _("この設定ではご自身が読めなくなります。ご自身の所属か、ご自身を含めてください。")}
        )
