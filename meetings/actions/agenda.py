"""Writes to the items of an agenda: add, edit, delete, restore, duplicate. Their order is in `arranging`.

Each asks for `meetings.change_agenda` itself, so pages and API need not. An item the person cannot see raises
`AgendaItem.DoesNotExist`, bad input `ValidationError` with the fields named, somebody else's change `Conflict`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.handling import Handled, Handling
from accounts.models import AccessGroup, AccessGroupMember
from diplomacy.versioned.editing import Conflict, apply_changes, grow, is_set
from meetings.actions import handling, tree
from meetings.actions.handling import HANDLING_FIELDS
from meetings.models import AgendaItem, Meeting
from meetings.models.agenda import DEEPEST_LEVEL
from meetings.ordering import inserted

if TYPE_CHECKING:
    from accounts.models import User

LAST = "last"
KEPT_IN_BIN = timedelta(days=30)


@transaction.atomic
def add_item(
    meeting_id: UUID,
    *,
    fields: Mapping[str, Any],
    actor: User,
    parent: UUID | None = None,
    after: UUID | str | None = LAST,
) -> AgendaItem:
    """A new item under `parent` (None: at the top), behind the sibling `after` (`LAST`; None: first)."""
    meeting = tree.locked_agenda(meeting_id, actor)
    tree.refuse_too_many(meeting, 1)
    above = tree.parent_of(meeting, parent, actor)
    tree.refuse_too_deep(len(tree.path_below(above)) + 1)
    item = AgendaItem(meeting=meeting, parent=above, ancestors=tree.path_below(above))
    item.owner_id = actor.organisation_id
    if above:
        item.day = above.day
    many = _fill(item, fields)
    check(item, fields)
    _insert(item, above, after, actor)
    for name, value in many.items():
        getattr(item, name).set(value)
    return item


@transaction.atomic
def edit_item(
    item_id: UUID, *, changes: Mapping[str, Any], seen_version: int, actor: User
) -> tuple[AgendaItem, list[str]]:
    """Save the changed fields of one item; returns it with the names of what really changed.

    Locks the item only: people at work on different items do not wait for each other. A change of day reaches the
    items below too, so it holds the agenda.
    """
    if "day" in changes:
        visible = AgendaItem.objects.visible_to(actor).live()
        tree.locked_agenda(visible.values_list("meeting", flat=True).get(pk=item_id), actor)
    visible = AgendaItem.objects.visible_to(actor).live().select_related("meeting")
    item = visible.select_for_update(of=("self",)).get(pk=item_id)
    require(actor, "meetings.change_agenda", item.meeting)
    if HANDLING_FIELDS & changes.keys():
        require(actor, "meetings.change_handling", item.meeting)
    before = item.handling
    changed = apply_changes(item, changes, seen_version=seen_version)
    if changed:
        check(item, changed)
        item.save()
        if "day" in changed:
            AgendaItem.objects.filter(ancestors__contains=[item.pk]).update(day=item.day)
        if HANDLING_FIELDS & set(changed):
            handling.note_change(item, before, actor)
    return item, changed


@transaction.atomic
def delete_items(meeting_id: UUID, *, versions: Mapping[UUID, int], actor: User, now: datetime) -> list[AgendaItem]:
    """Put items, each with everything below it, into the bin; `versions` maps each to the version seen.

    Rows under a deleted item go along even where the person does not see them, and come back with it.
    """
    meeting = tree.locked_agenda(meeting_id, actor)
    chosen = list(AgendaItem.objects.visible_to(actor).live().filter(meeting=meeting, pk__in=versions))
    if len(chosen) < len(versions):
        raise AgendaItem.DoesNotExist
    tops = [item for item in chosen if not set(item.ancestors) & versions.keys()]
    for item in tops:
        _refuse_changed(item, versions[item.pk])
        _bin_branch(item, actor, now)
    for parent in {item.parent_id: item.parent for item in tops}.values():
        tree.close_gap(meeting, parent)
    return tops


@transaction.atomic
def restore_item(item_id: UUID, *, seen_version: int, actor: User) -> AgendaItem:
    """Undo a deletion: the item and what went with it come back to the place they had, as a new change.

    Refuses with `Conflict` where the row changed since the deletion, and where its parent is gone meanwhile.
    """
    meeting_id = binned(actor).values_list("meeting", flat=True).get(pk=item_id)
    meeting = tree.locked_agenda(meeting_id, actor)
    item = binned(actor).get(pk=item_id)
    _refuse_changed(item, seen_version)
    if item.parent and item.parent.deleted_at:
        raise ValidationError(_("上の議題が削除されています。先にそちらを元に戻してください。"))
    before = [row.pk for row in tree.siblings(meeting, item.parent)]
    gone_along = _branch(item).filter(deleted_at=item.deleted_at, deleted_by=item.deleted_by)
    if max(row.level for row in gone_along.visible_to(actor)) > DEEPEST_LEVEL:
        raise ValidationError(
            _("元に戻すと%(deepest)s階層を超えます。上の議題を上の階層へ移してから元に戻してください。")
            % {"deepest": DEEPEST_LEVEL}
        )
    for row in gone_along:
        row.deleted_at = row.deleted_by = None
        grow(row, "deleted_at")
        row.save()
    at = min(item.position - 1, len(before))
    tree.write_order(tree.siblings(meeting, item.parent), [*before[:at], item.pk, *before[at:]])
    item.refresh_from_db()
    return item


@transaction.atomic
def duplicate_item(item_id: UUID, *, actor: User) -> AgendaItem:
    """A copy of the item and of what the person sees below it, right behind it."""
    meeting_id = AgendaItem.objects.visible_to(actor).live().values_list("meeting", flat=True).get(pk=item_id)
    meeting = tree.locked_agenda(meeting_id, actor)
    item = tree.live_item(meeting, item_id, actor)
    branch = list(_branch(item).visible_to(actor).live().parents_first())
    tree.refuse_too_many(meeting, len(branch))
    tree.refuse_too_deep(max(row.level for row in branch))
    copy = copy_branch(branch, meeting, actor)[item.pk]
    rows = tree.siblings(meeting, item.parent)
    others = [row.pk for row in rows if row.pk != copy.pk]
    tree.write_order(rows, inserted(others, copy.pk, after=item.pk, visible=[]))
    return copy


def copy_branch(
    items: list[AgendaItem], meeting: Meeting, actor: User, *, without: Collection[str] = ()
) -> dict[UUID, AgendaItem]:
    """Copy items (parents first) into the meeting, whose row is locked; returns the copies by the original's id.

    `without` names the fields left at their default. A copy keeps its handling and its owner, or belongs to the
    organisation of whoever made it.
    """
    copies: dict[UUID, AgendaItem] = {}
    counted: dict[UUID | None, int] = {}
    for item in items:
        above = copies.get(item.parent_id) if item.parent_id else None
        parent = above or (item.parent if item.meeting_id == meeting.pk else None)
        copy = AgendaItem(
            **{name: getattr(item, name) for name in COPIED if name not in without},
            meeting=meeting,
            parent=parent,
            ancestors=tree.path_below(parent),
        )
        copy.owner_id = item.owner_id or actor.organisation_id
        copy.access_group = own_list(item)
        counted[copy.parent_id] = counted.get(copy.parent_id, 0) + 1
        copy.position = counted[copy.parent_id]
        copy.save()
        for name in set(COPIED_SETS).difference(without):
            getattr(copy, name).set(getattr(item, name).all())
        copies[item.pk] = copy
    return copies


COPIED = [
    "number",
    "day",
    "title_ja",
    "title_en",
    "note",
    "kind",
    "start_time",
    "duration_minutes",
    "lead_ministry",
    "speaker",
    "proposed_by",
    "proposer",
    "fate",
    "fate_reason",
    "handling",
]
COPIED_SETS = ("concerned", "themes", "shared_with")


def own_list(item: Handled) -> AccessGroup | None:
    """A list of the copy's own with the same names, so that a change of one is no change of the other."""
    if item.access_group is None:
        return None
    group = AccessGroup.objects.create(name=item.access_group.name)
    members = item.access_group.memberships.values_list("user", flat=True)
    AccessGroupMember.objects.bulk_create(AccessGroupMember(group=group, user_id=user) for user in members)
    return group


def binned(actor: User) -> QuerySet[AgendaItem]:
    return AgendaItem.objects.visible_to(actor).exclude(deleted_at=None)


def purge_bin(*, now: datetime) -> int:
    """Remove for good what has been in the bin for 30 days; returns how many rows went.

    One stays, with those above it, whose position other ministries were asked about or on which an outcome hangs.
    """
    old = AgendaItem.objects.filter(deleted_at__lt=now - KEPT_IN_BIN)
    hold = Q(position_paper__versions__isnull=False) | Q(decisions__isnull=False) | Q(actionitems__isnull=False)
    kept = {key for pk, above in old.filter(hold).values_list("pk", "ancestors") for key in (pk, *above)}
    return old.exclude(pk__in=kept).delete()[0]


def check(item: AgendaItem, fields: Any) -> None:
    """The rules over one item, with every fault named by its field."""
    untouched = {field.name for field in item._meta.fields} - set(fields)
    faults: dict[str, Any] = {}
    for rule in (
        lambda: item.clean_fields(exclude=untouched),
        item.clean,
        lambda: _check_day(item),
        lambda: _check_level(item),
    ):
        try:
            rule()
        except ValidationError as fault:
            faults = {**fault.update_error_dict({}), **faults}
    if faults:
        raise ValidationError(faults)


def _check_day(item: AgendaItem) -> None:
    meeting = item.meeting
    if meeting.start_date and meeting.date_precision == "day":
        days = (meeting.last_date - meeting.start_date).days + 1
        if item.day and item.day > days:
            raise ValidationError(
                {"day": _("この会合は%(days)s日間です。%(days)s日目までを選んでください。") % {"days": days}}
            )


def _check_level(item: AgendaItem) -> None:
    if item._state.adding and item.handling == Handling.RESTRICTED:
        raise ValidationError({"handling": _("「関係者限り」は、登録した後に名簿とともに設定してください。")})


def _fill(item: AgendaItem, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Set the plain fields of a new item; returns the sets, which wait until it has a row."""
    many = {name: value for name, value in fields.items() if is_set(item, name)}
    for name in fields.keys() - many.keys():
        setattr(item, name, fields[name])
    return many


def _insert(item: AgendaItem, above: AgendaItem | None, after: UUID | str | None, actor: User) -> None:
    rows = tree.siblings(item.meeting, above)
    keys = [row.pk for row in rows]
    visible = tree.visible_keys(item.meeting, above, actor)
    if after not in (LAST, None, *visible):
        raise ValidationError(_("並び順が他の人により変更されています。画面を更新してください。"))
    order = [*keys, item.pk]
    if not isinstance(after, str):
        order = inserted(keys, item.pk, after=after, visible=visible)
    item.position = order.index(item.pk) + 1
    item.save()
    tree.write_order([*rows, item], order)


def _branch(item: AgendaItem) -> Any:
    return AgendaItem.objects.filter(Q(pk=item.pk) | Q(ancestors__contains=[item.pk]))


def _bin_branch(item: AgendaItem, actor: User, now: datetime) -> None:
    for row in _branch(item).live():
        row.deleted_at, row.deleted_by = now, actor
        grow(row, "deleted_at")
        row.save()
        if row.pk == item.pk:
            item.version = row.version


def _refuse_changed(item: AgendaItem, seen_version: int) -> None:
    if item.version != seen_version:
        raise Conflict(item)
