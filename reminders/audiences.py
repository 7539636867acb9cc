"""The rows of a subject's `audience`, where who is concerned hangs on the object by other than foreign keys."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Func, QuerySet, UUIDField, Value

from reminders.models import Circle


class Each(Func):
    """One row for each element of an array."""

    function = "unnest"
    set_returning = True
    output_field = UUIDField()


def told(rows: QuerySet, people: QuerySet, circle: Circle) -> QuerySet:
    """Rows `(object, person, circle)`; `people` are those of `OuterRef`, a row."""
    found = rows.annotate(told=Each(ArraySubquery(people.values("pk"))))
    return found.values_list("pk", "told", Value(circle.value, output_field=CharField()))
