"""Who changed what on a meeting, its agenda and its outcomes, out of the history tables, as one reader may see it.

A change is shown by the record's own visibility today, and nothing of the times when the record, its item or the
meeting was kept from the reader. An event names the fields that its version set; events of rows that only made room
for others carry no new version and are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import F, ManyToManyField, Model, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from accounts.past_levels import closed_at, closed_times, event_model
from accounts.reading import note_restricted_rows, note_restricted_within
from accounts.record_history import FieldChange, Names, Told, actor_of, keys_in_sets, set_field, signatures
from accounts.set_history import fields_set, set_changes, sets_changed
from diplomacy.versioned.models import Versioned
from meetings.milestones import Change, milestones
from meetings.models import ActionItem, AgendaItem, Decision, Document, Meeting, Participant, Position
from meetings.models.position import TEXTS
from partners.models import Person

if TYPE_CHECKING:
    from django.db.models import Field

PAGE = 100
PARTS: tuple[type[Versioned], ...] = (AgendaItem, Document, Decision, ActionItem, Participant)
PLACE, DELETED = "position", "deleted_at"


def changes(meeting: Meeting, user: User, *, before: datetime | None = None) -> list[Change]:
    """The latest changes first, `PAGE` at most; `before` goes on from an older one."""
    papers = Position.objects.visible_to(user).filter(item__meeting=meeting).order_by().values("pk")
    found = _events(Meeting, [meeting.pk], before) + _events(Position, papers, before)
    for model in PARTS:
        rows = model.objects.visible_to(user).filter(meeting=meeting).order_by().values("pk")
        found += _events(model, rows, before)
    lines = [*_told(found, user, meeting), *milestones(meeting, user, before=before, most=PAGE)]
    return sorted(lines, key=lambda line: line.at, reverse=True)[:PAGE]


def position_changes(position: Position, user: User) -> list[Change]:
    """The latest changes of one position, which its reader sees."""
    return _told(_events(Position, [position.pk], None), user, position.item.meeting)


def _told(events: list[Any], user: User, meeting: Meeting) -> list[Change]:
    events.sort(key=lambda event: (event.pgh_created_at, event.pgh_id), reverse=True)
    events = events[:PAGE]
    earlier = _predecessors(events)
    is_closed = _closed_events([*events, *earlier.values()], user, meeting)
    events = [event for event in events if not is_closed(event)]
    for event in events:
        note_restricted_rows(user, _owner(event), [(event.pgh_obj_id, event.handling)])
    sets = set_changes(sets_changed(event for event in events if (type(event), event.before_id) in earlier))
    told = Told(signatures(events), _names(events, earlier, keys_in_sets(sets), user), sets, is_closed)
    return [_change(event, earlier.get((type(event), event.before_id)), told) for event in events]


def _closed_events(events: list[Any], user: User, meeting: Meeting) -> Callable[[Any], bool]:
    """Which events fall into a time when their record, an item it hangs on or the meeting was kept from the person."""
    keys: dict[type[Model], set[Any]] = {}
    for event in events:
        keys.setdefault(_owner(event), set()).add(event.pgh_obj_id)
    own = {model: closed_times(model, found, user) for model, found in keys.items()}
    own[Meeting] = closed_times(Meeting, [meeting.pk], user)
    items = closed_times(AgendaItem, AgendaItem.objects.filter(meeting=meeting).order_by().values("pk"), user)
    above = _paths(meeting) if items else {}

    def is_closed(event: Any) -> bool:
        at, item = event.pgh_created_at, getattr(event, "item_id", None)
        path = above.get(event.pgh_obj_id if _owner(event) is AgendaItem else item, ())
        return (
            closed_at(own[_owner(event)], event.pgh_obj_id, at)
            or closed_at(own[Meeting], meeting.pk, at)
            or any(closed_at(items, key, at) for key in path)
        )

    return is_closed


def _paths(meeting: Meeting) -> dict[UUID, list[UUID]]:
    """Each item of the meeting with those above it and itself."""
    rows = AgendaItem.objects.filter(meeting=meeting).order_by().values_list("pk", "ancestors")
    return {pk: [*above, pk] for pk, above in rows}


def _events(model: type[Model], rows: Iterable[UUID] | QuerySet, before: datetime | None) -> list[Any]:
    """Events that brought a new version, each with the id of the one before it."""
    event = event_model(model)
    earlier = event.objects.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    found = event.objects.filter(pgh_obj__in=rows).select_related("pgh_context")
    if before:
        found = found.filter(pgh_created_at__lt=before)
    found = found.annotate(
        before_id=Subquery(earlier.values("pgh_id")[:1]), before_version=Subquery(earlier.values("version")[:1])
    ).filter(Q(before_version=None) | ~Q(version=F("before_version")))
    return list(found.order_by("-pgh_id")[:PAGE])


def _predecessors(events: list[Any]) -> dict[tuple[type[Model], int], Any]:
    """By the table and the number in it: each table counts for itself."""
    wanted: dict[type[Model], list[int]] = {}
    for event in events:
        if event.before_id:
            wanted.setdefault(type(event), []).append(event.before_id)
    found: dict[tuple[type[Model], int], Any] = {}
    for model, keys in wanted.items():
        found |= {(model, row.pgh_id): row for row in model.objects.filter(pgh_id__in=keys)}
    return found


def _owner(event: Any) -> type[Versioned]:
    return event.pgh_tracked_model


def _names(events: list[Any], before: Mapping[Any, Any], keys: dict[type[Model], set[Any]], user: User) -> Names:
    """The names of the records that foreign keys and sets (`keys`) point to and the reader may see."""
    for event in [*events, *before.values()]:
        for column in event._meta.fields:
            if column.is_relation and column.name != "parent" and not column.name.startswith("pgh_"):
                keys.setdefault(column.related_model, set()).add(getattr(event, column.attname))
    found = [row for model, wanted in keys.items() for row in _seen_by(user, model).filter(pk__in=wanted - {None})]
    note_restricted_within(user, found)
    return {(type(row), row.pk): str(row) for row in found}


def _seen_by(user: User, model: type[Model]) -> QuerySet:
    rows = model._default_manager.all()
    return rows.visible_to(user) if hasattr(rows, "visible_to") else rows


def _change(event: Any, before: Any, told: Told) -> Change:
    who = told.people.get(actor_of(event), _("システム"))
    change = Change(event.pgh_created_at, who, _what(event, told.names))
    if before is None:
        change.deed = pgettext("履歴", "追加") if _owner(event) in PARTS else _("登録")
        if _owner(event) is Position:
            change.fields = [_field_change(event, None, name, told) for name in TEXTS if getattr(event, name)]
        return change
    for name in fields_set(event):
        if name == PLACE:
            change.deed = _("移動")
        elif name == DELETED:
            change.deed = _("削除") if event.deleted_at else _("元に戻す")
        else:
            change.fields.append(_field_change(event, before, name, told))
    return change


def _what(event: Any, names: dict) -> str:
    """The item, outcome or participant as it was called then, or the item whose position was changed; nothing for the
    meeting."""
    if _owner(event) is Position:
        return _("対処方針「%(item)s」") % {"item": names.get((AgendaItem, event.item_id), "")}
    if _owner(event) not in PARTS:
        return ""
    if _owner(event) is Participant and event.person_id:
        return names.get((Person, event.person_id), "")
    texts = {name: getattr(event, name) for name in _owner(event).SEARCH_COLUMNS if name.endswith(("_ja", "_en"))}
    return str(_owner(event)(**texts))


def _field_change(event: Any, before: Any, name: str, told: Told) -> FieldChange:
    column = _owner(event)._meta.get_field(name)
    if isinstance(column, ManyToManyField):
        hidden = before and told.is_closed(before)
        return FieldChange(str(column.verbose_name)) if hidden else set_field(column, event, told.sets, told.names)
    old = _text(before, column, told.names) if before else _("（空欄）")
    if before and told.is_closed(before) and name != "handling":
        old = _("（表示できません）")
    return FieldChange(str(column.verbose_name), old, _text(event, column, told.names))


def _text(event: Any, column: Field, names: dict) -> str:
    value = getattr(event, column.attname)
    if value is None or value == "":
        return _("（空欄）")
    if column.is_relation:
        return names.get((column.related_model, value), _("（空欄）"))
    return str(dict(column.flatchoices).get(value, value))
