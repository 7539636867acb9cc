"""What a plan looks like to a person: the first changes with before and after, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from diplomacy.ui.titles import enumerated
from partners.importing.columns import choices_of, own_field
from partners.importing.lists import RecordImporter
from partners.importing.lookups import NAMES, Lookups
from partners.importing.planning import Plan, Planned

MOST_SHOWN = 50
LONGEST = 200


def shown(importer: RecordImporter, plan: Plan, user: Any) -> list[dict[str, Any]]:
    """The first rows of the file that would write something, in the file's order."""
    lookups = Lookups(user)
    rows = sorted([*plan.new, *plan.changed], key=lambda planned: planned.line)[:MOST_SHOWN]
    return [
        {
            "line": planned.line,
            "is_new": planned.is_new,
            "title": _title(importer, planned, lookups),
            "changes": [] if planned.is_new else _changes(importer, planned, lookups),
        }
        for planned in rows
    ]


def _title(importer: RecordImporter, planned: Planned, lookups: Lookups) -> str:
    """By what the record is told from others: never by reading related rows one by one."""
    key = importer.keys[0]
    values = [_text(importer, name, _value(importer, planned, name), lookups) for name in key]
    return " · ".join(value for value in values if value)[:LONGEST]


def _value(importer: RecordImporter, planned: Planned, name: str) -> Any:
    return getattr(planned.row, own_field(importer.model, name).attname)


def _changes(importer: RecordImporter, planned: Planned, lookups: Lookups) -> list[dict[str, str]]:
    empty = _("（空欄）")
    return [
        {
            "label": str(own_field(importer.model, name).verbose_name),
            "before": _text(importer, name, before, lookups)[:LONGEST] or empty,
            "after": _text(importer, name, after, lookups)[:LONGEST] or empty,
        }
        for name, (before, after) in planned.changes.items()
    ]


def _text(importer: RecordImporter, name: str, value: Any, lookups: Lookups) -> str:
    if value is None or value == "" or value == frozenset():
        return ""
    field = importer.model._meta.get_field(name)
    if field.related_model in NAMES:
        labels = lookups.of(field.related_model).labels
        found = value if isinstance(value, frozenset) else [value]
        return enumerated(sorted(labels.get(pk, _("（表示できません）")) for pk in found))
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    return str(dict(choices_of(importer.model, name)).get(value, value))
