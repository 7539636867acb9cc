"""Answers straight from columns: a serializer says which fields, the database hands them over, no model is built.

A serializer's `Meta.inside_fields` are left out for readers from outside government.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Func, ManyToManyField, QuerySet, TextField
from rest_framework.fields import DateTimeField
from rest_framework.relations import ManyRelatedField, PrimaryKeyRelatedField
from rest_framework.serializers import ModelSerializer


def rows(queryset: QuerySet, serializer_class: type[ModelSerializer], reader: Any) -> list[dict[str, Any]]:
    shown = _shown(serializer_class, getattr(reader, "is_government", False))
    if shown.kept is None:
        return [dict(zip(shown.names, row, strict=True)) for row in queryset.values_list(*shown.columns)]
    # Behind the columns stands what a DISTINCT sorts by.
    return [dict(zip(shown.names, row, strict=False)) for row in _fetched(queryset.values_list(shown.kept))]


@dataclass(frozen=True)
class Shown:
    """What a serializer shows: the fields' names, the column of each, and all columns as one expression."""

    names: list[str]
    columns: list[Any]
    kept: Func | None


@cache
def _shown(serializer_class: type[ModelSerializer], inside: bool) -> Shown:
    serializer = serializer_class()
    hidden = set() if inside else set(getattr(serializer_class.Meta, "inside_fields", ()))
    shown = {name: field for name, field in serializer.fields.items() if not field.write_only and name not in hidden}
    model = serializer_class.Meta.model
    columns = [_column(model, field) for field in shown.values()]
    own = {field.name for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    all_own = all(field.source in own and not getattr(field, "column", "") for field in shown.values())
    return Shown(list(shown), columns, _kept(model, columns) if all_own else None)


def _kept(model: Any, columns: list[Any]) -> Func | None:
    """Columns of the row itself as one expression whose text is kept: looked up and written out anew for each answer,
    thirty of them cost more than the database takes. None where the ORM turns what is read into something else."""
    compiler = model.objects.order_by().values_list(*columns).query.get_compiler(connection=connection)
    compiler.pre_sql_setup()
    if compiler.get_converters(column for column, *_rest in compiler.select):
        return None
    return Func(
        template=", ".join(sql for _column, (sql, _values), _alias in compiler.select), output_field=TextField()
    )


def _fetched(queryset: QuerySet) -> list[tuple[Any, ...]]:
    """The rows as the database hands them over; the ORM would take the kept expression for one column."""
    try:
        statement, values = queryset.query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _column(model: type, field: Any) -> Any:
    if annotated := getattr(field, "column", ""):
        return annotated
    if isinstance(field, ManyRelatedField):
        return LinkedIds(link=model._meta.get_field(field.source))
    if isinstance(field, PrimaryKeyRelatedField):
        return model._meta.get_field(field.source).attname
    name = field.source.replace(".", "__")
    return WrittenMoment(name) if isinstance(field, DateTimeField) else name


class WrittenMoment(Func):
    """A moment as JSON has it, written by the database: a hundred of them as Python objects take 0.3 ms of a list."""

    template = "(to_json(%(expressions)s) #>> '{}')"
    output_field = TextField()


class LinkedIds(Func):
    """The ids on the other side of a many-to-many field, in a fixed order."""

    template = "ARRAY(SELECT %(there)s FROM %(links)s link WHERE link.%(here)s = %(expressions)s ORDER BY %(there)s)"

    def __init__(self, *key: Any, link: ManyToManyField) -> None:
        names = {"links": link.m2m_db_table(), "here": link.m2m_column_name(), "there": link.m2m_reverse_name()}
        super().__init__(*(key or ("pk",)), output_field=ArrayField(link.remote_field.model._meta.pk), **names)
