"""What must hold within and between the records of a reference file. A check yields record, column, reason."""

from collections.abc import Iterable
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from partners.loading.reading import Record
from partners.loading.sheets import Book, Check
from partners.models import DatePrecision

Faults = Iterable[tuple[Record, str, str]]


def named(ja: str, en: str) -> Check:
    def check(records: list[Record], book: Book) -> Faults:
        for record in records:
            if not (record.cells[ja] or record.cells[en]):
                yield record, ja, _("日本語と英語のどちらかの名称が要ります。")

    return check


def dated(day_column: str, precision_column: str, day: str, precision: str) -> Check:
    """A month or a year is written as its first day; without a date there is no precision, and the reverse."""

    def check(records: list[Record], book: Book) -> Faults:
        for record in records:
            if not {day, precision} <= record.values.keys():
                continue
            if reason := _imprecise(record.values[day], record.values[precision]):
                yield record, day_column, reason
            elif record.values[day] is None and record.values[precision] != DatePrecision.UNKNOWN:
                yield record, precision_column, _("日付が空欄のとき、精度も空欄にします。")

    return check


def _imprecise(day: date | None, precision: str) -> str:
    if day is None:
        return ""
    if precision == DatePrecision.UNKNOWN:
        return _("日付があるとき、精度（day・month・year）が要ります。")
    if precision == DatePrecision.MONTH and day.day != 1:
        return _("精度が月のとき、日付はその月の1日と書きます。")
    if precision == DatePrecision.YEAR and (day.month, day.day) != (1, 1):
        return _("精度が年のとき、日付はその年の1月1日と書きます。")
    return ""


def in_order(first: str, last: str, last_column: str) -> Check:
    def check(records: list[Record], book: Book) -> Faults:
        for record in records:
            start, end = record.values.get(first), record.values.get(last)
            if start and end and end < start:
                yield record, last_column, _("終わりが始まりより前です。")

    return check


def within(field: str, column: str, lowest: Any, highest: Any) -> Check:
    def check(records: list[Record], book: Book) -> Faults:
        for record in records:
            value = record.values.get(field)
            if value is not None and not lowest <= value <= highest:
                reason = _("%(lowest)sから%(highest)sまでの値にしてください。")
                yield record, column, reason % {"lowest": lowest, "highest": highest}

    return check


def together_once(column: str, *fields: str) -> Check:
    """No two records agree in all the fields; records where one of them is empty do not count."""

    def check(records: list[Record], book: Book) -> Faults:
        first: dict[tuple[Any, ...], Record] = {}
        for record in records:
            values = tuple(record.values.get(field) for field in fields)
            if None in values:
                continue
            if values in first:
                reason = _("同じ値の行が%(line)s行目にあります。") % {"line": first[values].line}
                yield record, column, reason
            first.setdefault(values, record)

    return check


def without_cycle(column: str, start: str | None, end: str) -> Check:
    """Following `end` from record to record never comes back; `start` is the record's own key where None."""

    def check(records: list[Record], book: Book) -> Faults:
        graph: dict[str, set[str]] = {}
        for record in records:
            source, target = record.values.get(start) if start else record.key, record.values.get(end)
            if source and target:
                graph.setdefault(source, set()).add(target)
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            # The sorter names the cycle against its arrows, the first key again at the end.
            cycle = error.args[1][::-1]
            edges = set(pairwise(cycle))
            for record in records:
                source = record.values.get(start) if start else record.key
                if (source, record.values.get(end)) in edges:
                    yield record, column, _("循環しています: %(cycle)s") % {"cycle": " → ".join(cycle)}

    return check
