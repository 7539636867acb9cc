"""Dates that are known to the day, the month or the year, in SQL."""

from typing import Any

from django.db.models import DateField, F, Func


class LastDay(Func):
    """The last day of what is known of a date: the day itself, the month's last, the year's last.

    Over `timestamp` rather than `date`, whose `date_trunc` depends on the session's time zone: a generated column
    takes only what does not change.
    """

    output_field = DateField()

    def __init__(self, day: str, precision: str) -> None:
        super().__init__(F(day), F(precision))

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        day, precision = (compiler.compile(source)[0] for source in self.get_source_expressions())
        ends = " ".join(
            f"WHEN '{unit}' THEN (date_trunc('{unit}', {day}::timestamp) + interval '1 {unit} - 1 day')::date"
            for unit in ("month", "year")
        )
        return f"(CASE {precision} {ends} ELSE {day} END)", []

    def deconstruct(self) -> tuple[str, tuple[str, ...], dict[str, Any]]:
        path = f"{self.__class__.__module__}.{self.__class__.__qualname__}"
        return path, tuple(source.name for source in self.get_source_expressions()), {}
