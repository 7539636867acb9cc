"""Writes to the order of an agenda: move, indent, reorder. All hold the meeting's row locked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from diplomacy.versioned.editing import Conflict, grow, unchanged_since
from meetings.actions import tree
from meetings.actions.agenda import LAST
from meetings.actions.reach import refuse_further, with_those_above
from meetings.models import AgendaItem, Meeting
from meetings.ordering import StaleOrder, arranged, inserted, moved, out_of_line, require_same

if TYPE_CHECKING:
    from accounts.models import User

PLACE = "position"


@transaction.atomic
def reorder(
    meeting_id: UUID,
    *,
    parent: UUID | None,
    order: Sequence[UUID],
    seen: Sequence[UUID],
    actor: User,
) -> None:
    """Put the siblings into a new order; `seen` is the order the editor's page showed.

    Raises `StaleOrder` where the siblings the editor sees are not those, in that order, any more. Rows hidden from
    the editor keep their place.
    """
    meeting = tree.locked_agenda(meeting_id, actor)
    above = tree.parent_of(meeting, parent, actor)
    require_same(seen, tree.visible_keys(meeting, above, actor))
    if sorted(order) != sorted(seen):
        raise ValidationError(_("並べ替えには、同じ階層の議題をすべて1回ずつ含めてください。"))
    rows = tree.siblings(meeting, above)
    tree.write_order(rows, arranged([row.pk for row in rows], order))
    for item in AgendaItem.objects.filter(pk__in=out_of_line(seen, order)):
        grow(item, PLACE)
        item.save()


@transaction.atomic
def move_item(
    item_id: UUID,
    *,
    parent: UUID | None,
    after: UUID | str | None,
    seen_version: int,
    actor: User,
) -> AgendaItem:
    """Put the item, with everything below it, under `parent`, behind `after` (`LAST`; None: first).

    Raises `Conflict` where somebody else moved the item since, `StaleOrder` where `after` is not there any more.
    """
    meeting = _agenda_of(item_id, actor)
    item = tree.live_item(meeting, item_id, actor)
    if not unchanged_since(item, PLACE, seen_version):
        raise Conflict(item, theirs={PLACE: item.position})
    above = tree.parent_of(meeting, parent, actor)
    if above and (above.pk == item.pk or item.pk in above.ancestors):
        raise ValidationError({"parent": _("議題を、それ自身やその下の議題の下へ移すことはできません。")})
    visible = tree.visible_keys(meeting, above, actor)
    if after == LAST:
        after = next((key for key in reversed(visible) if key != item.pk), None)
    if after == item.pk or after not in (None, *visible):
        raise StaleOrder
    if item.parent_id != parent:
        refuse_further(item, with_those_above(item.parent), with_those_above(above), field="parent")
    tree.refuse_branch_too_deep(item, len(tree.path_below(above)) - len(item.ancestors), actor)
    _put(meeting, item, above, after, visible)  # type: ignore[arg-type]
    return item


@transaction.atomic
def step_item(item_id: UUID, *, step: str, seen_version: int, actor: User) -> AgendaItem:
    """One step by keyboard among the rows the person sees: `up`, `down`, `indent`, `outdent`.

    A step that leads nowhere changes nothing.
    """
    meeting = _agenda_of(item_id, actor)
    item = tree.live_item(meeting, item_id, actor)
    visible = tree.visible_keys(meeting, item.parent, actor)
    at = visible.index(item.pk)
    parent: UUID | None = item.parent_id
    after: UUID | str | None = None
    if step == "up" and at > 0:
        after = visible[at - 2] if at > 1 else None
    elif step == "down" and at < len(visible) - 1:
        after = visible[at + 1]
    elif step == "indent" and at > 0:
        parent, after = visible[at - 1], LAST
    elif step == "outdent" and item.parent:
        parent, after = item.parent.parent_id, item.parent_id
    else:
        return item
    return move_item(item_id, parent=parent, after=after, seen_version=seen_version, actor=actor)


def _agenda_of(item_id: UUID, actor: User) -> Meeting:
    visible = AgendaItem.objects.visible_to(actor).live()
    return tree.locked_agenda(visible.values_list("meeting", flat=True).get(pk=item_id), actor)


def _put(meeting: Meeting, item: AgendaItem, above: AgendaItem | None, after: UUID | None, visible: list[UUID]) -> None:
    rows = tree.siblings(meeting, above)
    keys = [row.pk for row in rows]
    left = item.parent
    if left == above:
        tree.write_order(rows, arranged(keys, moved(visible, item.pk, after=after)))
    else:
        _rebase(item, above)
        order = inserted(keys, item.pk, after=after, visible=visible)
        tree.write_order([*rows, AgendaItem(pk=item.pk, position=0)], order)
        tree.close_gap(meeting, left)
    item.refresh_from_db()
    grow(item, PLACE)
    item.save()


def _rebase(item: AgendaItem, above: AgendaItem | None) -> None:
    """Hang the item under another parent and rewrite the path of everything below it, the bin's rows too."""
    below = list(AgendaItem.objects.filter(ancestors__contains=[item.pk]))
    path = tree.path_below(above)
    cut = len(item.ancestors)
    item.parent, item.ancestors = above, path
    if above:
        item.day = above.day
    item.save()
    for row in below:
        row.ancestors = [*path, *row.ancestors[cut:]]
        row.day = item.day
    AgendaItem.objects.bulk_update(below, ["ancestors", "day"])
