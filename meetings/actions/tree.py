"""What every write to the shape of an agenda stands on: the lock, the siblings, their order.

Whoever changes the shape holds the meeting's row locked, so that two of them never interleave. Positions are 1 to n
without gaps among the live siblings; only rows whose position really changes are written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.access import require
from meetings.models import AgendaItem, Meeting
from meetings.models.agenda import DEEPEST_LEVEL, DEEPEST_STORED

if TYPE_CHECKING:
    from accounts.models import User

MOST_ITEMS = 1000


def locked_agenda(meeting_id: UUID, actor: User) -> Meeting:
    """The meeting, locked until the transaction ends, for a person who may change its agenda.

    Raises `Meeting.DoesNotExist` where the person may not even see it.
    """
    visible = Meeting.objects.visible_to(actor).select_for_update(of=("self",), no_key=True)
    meeting = visible.get(pk=meeting_id)
    require(actor, "meetings.change_agenda", meeting)
    return meeting


def live_item(meeting: Meeting, item_id: UUID, actor: User) -> AgendaItem:
    """An item of the locked meeting that the person sees; raises `AgendaItem.DoesNotExist` otherwise."""
    return AgendaItem.objects.visible_to(actor).live().get(pk=item_id, meeting=meeting)


def parent_of(meeting: Meeting, parent_id: UUID | None, actor: User) -> AgendaItem | None:
    if parent_id is None:
        return None
    try:
        return live_item(meeting, parent_id, actor)
    except AgendaItem.DoesNotExist:
        raise ValidationError({"parent": _("選んだ親の議題はありません。")}) from None


def siblings(meeting: Meeting, parent: AgendaItem | None) -> list[AgendaItem]:
    """All live children of the parent in their order, those hidden from the editor too."""
    rows = AgendaItem.objects.live().filter(meeting=meeting, parent=parent)
    return list(rows.order_by("position", "pk").only("pk", "position"))


def visible_keys(meeting: Meeting, parent: AgendaItem | None, actor: User) -> list[UUID]:
    """The live children the person sees, in their order."""
    rows = AgendaItem.objects.visible_to(actor).live().filter(meeting=meeting, parent=parent)
    return list(rows.order_by("position", "pk").values_list("pk", flat=True))


def write_order(rows: Sequence[AgendaItem], order: Sequence[UUID]) -> None:
    """Number the rows 1 to n in the given order."""
    by_key = {row.pk: row for row in rows}
    changed = []
    for position, key in enumerate(order, start=1):
        if by_key[key].position != position:
            by_key[key].position = position
            changed.append(by_key[key])
    AgendaItem.objects.bulk_update(changed, ["position"])


def close_gap(meeting: Meeting, parent: AgendaItem | None) -> None:
    rows = siblings(meeting, parent)
    write_order(rows, [row.pk for row in rows])


def path_below(parent: AgendaItem | None) -> list[UUID]:
    """The `ancestors` of an item under the parent."""
    return [*parent.ancestors, parent.pk] if parent else []


def refuse_too_deep(levels: int, deepest: int = DEEPEST_LEVEL) -> None:
    if levels > deepest:
        raise ValidationError({"parent": _("議題は%(deepest)s階層までです。") % {"deepest": DEEPEST_LEVEL}})


def refuse_branch_too_deep(item: AgendaItem, levels_down: int, actor: User) -> None:
    """Refuse to hang the item so much lower that a live row the actor sees would stand below the fifth level.

    Rows hidden from the actor and rows in the bin do not count: a refusal because of them would tell of them. They go
    along, and may stand deeper than five for those who see them; from there they can be moved up, never further
    down. The table's own constraint bounds what may ever be stored.
    """
    branch = AgendaItem.objects.filter(ancestors__contains=[item.pk]).order_by()
    seen = branch.visible_to(actor).live()
    if levels_down > 0:
        refuse_too_deep(max((row.level for row in seen.only("ancestors")), default=item.level) + levels_down)
        stored = max((row.level for row in branch.only("ancestors")), default=item.level)
        refuse_too_deep(stored + levels_down, DEEPEST_STORED)


def refuse_too_many(meeting: Meeting, new: int) -> None:
    if AgendaItem.objects.live().filter(meeting=meeting).count() + new > MOST_ITEMS:
        raise ValidationError(_("一つの会合の議題は%(most)s件までです。") % {"most": MOST_ITEMS})
