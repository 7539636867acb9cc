"""Answers straight from columns: a serializer says which fields, the database hands them over, no model is built.

A serializer's `Meta.inside_fields` are left out for readers from outside government.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from rest_framework.relations import ManyRelatedField, PrimaryKeyRelatedField
from rest_framework.serializers import ModelSerializer


def rows(queryset: QuerySet, serializer_class: type[ModelSerializer], reader: Any) -> list[dict[str, Any]]:
    inside = getattr(reader, "is_government", False)
    names, columns = _columns(serializer_class, inside)
    return [dict(zip(names, row, strict=True)) for row in queryset.values_list(*columns)]


@cache
def _columns(serializer_class: type[ModelSerializer], inside: bool) -> tuple[list[str], list[Any]]:
    serializer = serializer_class()
    hidden = set() if inside else set(getattr(serializer_class.Meta, "inside_fields", ()))
    shown = {name: field for name, field in serializer.fields.items() if not field.write_only and name not in hidden}
    return list(shown), [_column(serializer_class.Meta.model, field) for field in shown.values()]


def _column(model: type, field: Any) -> Any:
    if annotated := getattr(field, "column", ""):
        return annotated
    if isinstance(field, ManyRelatedField):
        return _linked_ids(model, field.source)
    if isinstance(field, PrimaryKeyRelatedField):
        return model._meta.get_field(field.source).attname
    return field.source.replace(".", "__")


def _linked_ids(model: type, name: str) -> ArraySubquery:
    """The ids on the other side of a many-to-many field, in a fixed order."""
    link = model._meta.get_field(name)
    here, there = link.m2m_field_name(), f"{link.m2m_reverse_field_name()}_id"
    through = link.remote_field.through
    return ArraySubquery(through.objects.filter(**{here: OuterRef("pk")}).order_by(there).values(there))
