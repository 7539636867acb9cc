"""Who changed what on a meeting, its agenda and its outcomes, out of the history tables, as one reader may see it.

A change is shown by the record's own visibility today. An event names the fields that its version set; events of
rows that only made room for others carry no new version and are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.db.models import F, Model, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from diplomacy.versioned.models import Versioned
from meetings.models import ActionItem, AgendaItem, Decision, Meeting, Position
from meetings.models.position import TEXTS
from meetings.set_history import Save, SetChange, save_of, set_changes

if TYPE_CHECKING:
    from django.db.models import Field, ManyToManyField

PAGE = 100
PARTS: tuple[type[Versioned], ...] = (AgendaItem, Decision, ActionItem)
PLACE, DELETED = "position", "deleted_at"


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str = ""
    after: str = ""


@dataclass
class Change:
    """One save: `what` names the item or outcome, empty for the meeting itself; `deed` says what is no field."""

    key: int
    at: datetime
    who: str
    what: str
    deed: str = ""
    fields: list[FieldChange] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    """What is looked up once for all changes: the people, the names of records, the sets before and after."""

    people: dict[str, str]
    names: dict[tuple[type[Model], Any], str]
    sets: dict[tuple[ManyToManyField, Save], SetChange]


def changes(meeting: Meeting, user: User, *, before: datetime | None = None) -> list[Change]:
    """The latest changes first, `PAGE` at most; `before` goes on from an older one."""
    papers = Position.objects.visible_to(user).filter(item__meeting=meeting).order_by().values("pk")
    found = _events(Meeting, [meeting.pk], before) + _events(Position, papers, before)
    for model in PARTS:
        rows = model.objects.visible_to(user).filter(meeting=meeting).order_by().values("pk")
        found += _events(model, rows, before)
    return _told(found, user)


def position_changes(position: Position, user: User) -> list[Change]:
    """The latest changes of one position, which its reader sees."""
    return _told(_events(Position, [position.pk], None), user)


def _told(events: list[Any], user: User) -> list[Change]:
    events.sort(key=lambda event: (event.pgh_created_at, event.pgh_id), reverse=True)
    events = events[:PAGE]
    earlier = _predecessors(events)
    sets = set_changes(_sets_changed(events, earlier))
    told = Told(_people(events), _names(events, earlier, sets, user), sets)
    return [_change(event, earlier.get(event.before_id), told) for event in events]


def author_of(row: Versioned, name: str) -> tuple[str, datetime | None]:
    """Who set the field to what it is now, and when."""
    events = _event_model(type(row)).objects.filter(pgh_obj=row.pk, version=row.field_versions.get(name, 1))
    event = events.select_related("pgh_context").order_by("pgh_id").first()
    if event is None:
        return "", None
    return _people([event]).get(_who(event), ""), event.pgh_created_at


def _event_model(model: type[Model]) -> type[Model]:
    return apps.get_model(model._meta.app_label, f"{model.__name__}Event")


def _events(model: type[Model], rows: Iterable[UUID] | QuerySet, before: datetime | None) -> list[Any]:
    """Events that brought a new version, each with the id of the one before it."""
    event = _event_model(model)
    earlier = event.objects.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    found = event.objects.filter(pgh_obj__in=rows).select_related("pgh_context")
    if before:
        found = found.filter(pgh_created_at__lt=before)
    found = found.annotate(
        before_id=Subquery(earlier.values("pgh_id")[:1]), before_version=Subquery(earlier.values("version")[:1])
    ).exclude(version=F("before_version"))
    return list(found.order_by("-pgh_id")[:PAGE])


def _predecessors(events: list[Any]) -> dict[int, Any]:
    wanted: dict[type[Model], list[int]] = {}
    for event in events:
        if event.before_id:
            wanted.setdefault(type(event), []).append(event.before_id)
    found: dict[int, Any] = {}
    for model, keys in wanted.items():
        found |= {row.pgh_id: row for row in model.objects.filter(pgh_id__in=keys)}
    return found


def _who(event: Any) -> str:
    return str((event.pgh_context.metadata if event.pgh_context else {}).get("user", ""))


def _people(events: list[Any]) -> dict[str, str]:
    keys = {who for event in events if (who := _who(event))}
    people = User.objects.filter(pk__in=keys).select_related("organisation")
    return {str(person.pk): _signed(person) for person in people}


def _signed(person: User) -> str:
    return f"{person}（{person.organisation}）" if person.organisation else str(person)


def _owner(event: Any) -> type[Versioned]:
    return event.pgh_tracked_model


def _fields_set(event: Any) -> list[str]:
    """The names of the fields this very version set."""
    return sorted(name for name, version in event.field_versions.items() if version == event.version)


def _sets_changed(events: list[Any], before: dict[int, Any]) -> dict[ManyToManyField, list[Any]]:
    changed: dict[ManyToManyField, list[Any]] = {}
    for event in events:
        if event.before_id in before:
            columns = (_owner(event)._meta.get_field(name) for name in _fields_set(event))
            for column in columns:
                if column.many_to_many:
                    changed.setdefault(column, []).append(event)
    return changed


def _names(
    events: list[Any], before: dict[int, Any], sets: dict[tuple[ManyToManyField, Save], SetChange], user: User
) -> dict[tuple[type[Model], Any], str]:
    """The names of the records that foreign keys and sets point to and the reader may see, by model and key."""
    keys: dict[type[Model], set] = {}
    for (column, _save), change in sets.items():
        keys.setdefault(column.related_model, set()).update(change.before | change.after)
    for event in [*events, *before.values()]:
        for column in event._meta.fields:
            if column.is_relation and column.name != "parent" and not column.name.startswith("pgh_"):
                keys.setdefault(column.related_model, set()).add(getattr(event, column.attname))
    return {
        (model, row.pk): str(row)
        for model, wanted in keys.items()
        for row in _seen_by(user, model).filter(pk__in=wanted - {None})
    }


def _seen_by(user: User, model: type[Model]) -> QuerySet:
    rows = model._default_manager.all()
    return rows.visible_to(user) if hasattr(rows, "visible_to") else rows


def _change(event: Any, before: Any, told: Told) -> Change:
    change = Change(
        event.pgh_id, event.pgh_created_at, told.people.get(_who(event), _("システム")), _what(event, told.names)
    )
    if before is None:
        change.deed = pgettext("履歴", "追加") if _owner(event) in PARTS else _("登録")
        if _owner(event) is Position:
            change.fields = [_field_change(event, None, name, told) for name in TEXTS if getattr(event, name)]
        return change
    for name in _fields_set(event):
        if name == PLACE:
            change.deed = _("移動")
        elif name == DELETED:
            change.deed = _("削除") if event.deleted_at else _("元に戻す")
        else:
            change.fields.append(_field_change(event, before, name, told))
    return change


def _what(event: Any, names: dict) -> str:
    """The item or outcome as it was called then, or the item whose position was changed; nothing for the meeting."""
    if _owner(event) is Position:
        return _("対処方針「%(item)s」") % {"item": names.get((AgendaItem, event.item_id), "")}
    if _owner(event) not in PARTS:
        return ""
    texts = {name: getattr(event, name) for name in _owner(event).SEARCH_COLUMNS if name.endswith(("_ja", "_en"))}
    return str(_owner(event)(**texts))


def _field_change(event: Any, before: Any, name: str, told: Told) -> FieldChange:
    """The field with both values; of sets changed before their history began only the name is told."""
    column = _owner(event)._meta.get_field(name)
    label = str(column.verbose_name)
    if not column.many_to_many:
        old = _text(before, column, told.names) if before else _("（空欄）")
        return FieldChange(label, old, _text(event, column, told.names))
    change = told.sets.get((column, save_of(event)))
    if change is None:
        return FieldChange(label)
    return FieldChange(label, _listed(change.before, column, told.names), _listed(change.after, column, told.names))


def _listed(members: Iterable[Any], column: ManyToManyField, names: dict) -> str:
    """Those the reader may see; the others are passed over."""
    known = sorted(names[column.related_model, key] for key in members if (column.related_model, key) in names)
    return "、".join(known) or _("（空欄）")


def _text(event: Any, column: Field, names: dict) -> str:
    value = getattr(event, column.attname)
    if value is None or value == "":
        return _("（空欄）")
    if column.is_relation:
        return names.get((column.related_model, value), _("（空欄）"))
    return str(dict(column.flatchoices).get(value, value))
