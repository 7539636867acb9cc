from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from meetings.actions import tree
from meetings.actions.agenda import check
from meetings.models import AgendaItem
from meetings.pasting import Line

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def paste_items(
    meeting_id: UUID, *, lines: Sequence[Line], actor: User, parent: UUID | None = None
) -> list[AgendaItem]:
    """Make a tree of items out of the lines, behind what stands under `parent`; all of them or none."""
    meeting = tree.locked_agenda(meeting_id, actor)
    tree.refuse_too_many(meeting, len(lines))
    above = tree.parent_of(meeting, parent, actor)
    counted = {above.pk if above else None: len(tree.siblings(meeting, above))}
    path: list[AgendaItem] = [above] if above else []
    base = len(path)
    items: list[AgendaItem] = []
    faults: list[ValidationError] = []
    for line in lines:
        del path[base + line.level - 1 :]
        item = _item(line, path[-1] if path else None, counted)
        item.meeting, item.owner_id = meeting, actor.organisation_id
        try:
            tree.refuse_too_deep(item.level)
            check(item, line.fields().keys() - {"lead_ministry"})
        except ValidationError as fault:
            faults.append(_named(line, fault))
        items.append(item)
        path.append(item)
    if faults:
        raise ValidationError(faults[:20])
    return AgendaItem.objects.bulk_create(items)


def _item(line: Line, above: AgendaItem | None, counted: dict[UUID | None, int]) -> AgendaItem:
    item = AgendaItem(parent=above, ancestors=tree.path_below(above), **line.fields())
    if above:
        item.day = above.day
    counted[item.parent_id] = item.position = counted.get(item.parent_id, 0) + 1
    return item


def _named(line: Line, fault: ValidationError) -> ValidationError:
    return ValidationError(_("%(row)s行目: %(fault)s") % {"row": line.row, "fault": " ".join(fault.messages)})
