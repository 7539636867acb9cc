"""The page that answers a conflict: both texts of each field, to take one, the other, or a third.

The form that met the conflict is posted again with one decision a field. Fields that met none go along as they were
sent; fields the person never touched are left out, so that nothing of anybody else's is overwritten.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _

from diplomacy.versioned.editing import Conflict

CHOICE, MINE, ONLY, VERSION = "-choice", "-mine", "only", "version"


@dataclass
class Disputed:
    """One field with its two values as text; `control` writes a third, `sent` carries what was sent."""

    name: str
    label: str
    mine: str
    theirs: str
    control: str
    sent: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Resolution:
    """What the page shows and posts again: `carried` are hidden inputs as pairs of name and value."""

    fields: list[Disputed]
    carried: list[tuple[str, str]]


def resolution(form: forms.ModelForm, fresh: forms.ModelForm, conflict: Conflict) -> Resolution:
    """`form` is what was sent, `fresh` the same form unbound on the row as it stands now."""
    carried = [(VERSION, str(conflict.current.version))]
    disputed = []
    for name in form.changed_data:
        carried.append((ONLY, name))
        carried += [(f"initial-{name}", value) for value in _posted(fresh[name].value())]
        if name in conflict.mine:
            disputed.append(_disputed(form, fresh, name, conflict))
        else:
            carried += [(name, value) for value in _posted(form[name].data)]
    return Resolution(disputed, carried)


def resolved(data: QueryDict) -> QueryDict:
    """The posted form after the person's decisions: theirs leaves the field, mine sends it, merged sends the third."""
    decided = data.copy()
    for key in data:
        if not key.endswith(CHOICE):
            continue
        name = key.removesuffix(CHOICE)
        if data[key] == "theirs":
            decided.setlist(name, data.getlist(f"initial-{name}"))
        elif data[key] == "mine":
            decided.setlist(name, data.getlist(name + MINE))
    return decided


def only(data: QueryDict) -> tuple[str, ...] | None:
    """The fields the form was cut down to, None for all of them."""
    return tuple(data.getlist(ONLY)) or None


def _disputed(form: forms.ModelForm, fresh: forms.ModelForm, name: str, conflict: Conflict) -> Disputed:
    bound = form[name]
    return Disputed(
        name=name,
        label=str(bound.label),
        mine=readable(bound.field, conflict.mine[name]),
        theirs=readable(fresh.fields.get(name, bound.field), conflict.theirs[name]),
        control=bound.as_widget(attrs={"id": f"id_{name}-merged"}),
        sent=[(name + MINE, value) for value in _posted(bound.data)],
    )


def readable(form_field: forms.Field, value: Any) -> str:
    """A value as a person reads it: of records those that the form offers, as no others may be told."""
    if value is None or value == "":
        return _("（空欄）")
    if isinstance(form_field, forms.ModelChoiceField):
        return _records_in_words(form_field, value if isinstance(value, Iterable) else [value])
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "、".join(sorted(str(one) for one in value)) or _("（空欄）")
    labels = dict(getattr(form_field, "choices", ())) if isinstance(value, str) else {}
    return str(labels.get(value, value))


def _records_in_words(form_field: forms.ModelChoiceField, records: Iterable[Model]) -> str:
    records = list(records)
    offered = form_field.queryset.filter(pk__in=[one.pk for one in records])
    told = [str(one) for one in offered]
    if isinstance(form_field, forms.ModelMultipleChoiceField) or told:
        return "、".join(sorted(told)) or _("（空欄）")
    return _("（表示できません）")


def _posted(value: Any) -> list[str]:
    """As a browser would post it."""
    if isinstance(value, list | tuple | set):
        return [str(one) for one in value]
    return ["" if value is None else str(value)]
