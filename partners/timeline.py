"""One timeline over everything about a partner or a theme, paged by key.

Each app registers sources in its `AppConfig.ready()`. A source gives querysets (made by `entries`, begun at
`visible_to(user)`) in one shape, so that a page is one UNION of the newest rows of each: its cost does not grow with
how much lies behind it. What has no date is not on the timeline.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, F, Model, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from diplomacy.ui.dates import written
from diplomacy.ui.titles import local

SIZE = 50
SHAPE = ("t_kind", "t_when", "t_precision", "t_title_ja", "t_title_en", "t_handling", "is_sample", "t_id")
FISCAL_YEAR = "fiscal_year"
EVERY_DAY, NO_LEVEL = Value("day"), Value("")


class Source(ABC):
    """What one kind of record puts on the timeline. `name` is its chip; `url` the page of one of its records."""

    name = ""
    label: Any = ""
    order = 100
    subjects: tuple[type[Model], ...] = ()

    @abstractmethod
    def entries(self, subject: Any, user: Any) -> Iterable[QuerySet]:
        """What the reader may see, in the shape of `entries` below."""

    @abstractmethod
    def url(self, pk: UUID) -> str:
        """The page of one record."""


@dataclass(frozen=True)
class Entry:
    label: Any
    day: date
    when: str
    title: str
    url: str
    handling: str
    is_sample: bool
    is_past: bool


@dataclass(frozen=True)
class Position:
    """After which entry a page goes on; in the address as `2024-05-01.<id>`."""

    day: date
    pk: UUID

    @classmethod
    def read(cls, text: str) -> Position:
        """Raises `ValueError` for what is no position."""
        day, _dot, key = text.partition(".")
        return cls(date.fromisoformat(day), UUID(key))

    def __str__(self) -> str:
        return f"{self.day.isoformat()}.{self.pk}"


@dataclass(frozen=True)
class Page:
    entries: list[Entry]
    after: str = ""
    sources: list[Source] = field(default_factory=list)


sources: list[Source] = []


def register(source: Source) -> None:
    if all(known.name != source.name for known in sources):
        sources.append(source)
        sources.sort(key=lambda one: one.order)


def entries(
    queryset: QuerySet,
    *,
    when: Any,
    titles: tuple[Any, Any],
    precision: Any = EVERY_DAY,
    handling: Any = NO_LEVEL,
) -> QuerySet:
    """Rows in the timeline's shape; fields are given as `F` or by an expression."""
    text = CharField()
    return queryset.order_by().annotate(
        t_when=Cast(when, DateField()) if not isinstance(when, F) else when,
        t_precision=Cast(precision, text),
        t_title_ja=Cast(titles[0], text),
        t_title_en=Cast(titles[1], text),
        t_handling=Cast(handling, text),
        t_id=F("pk"),
    )


def sources_of(subject: Model) -> list[Source]:
    return [one for one in sources if isinstance(subject, one.subjects)]


def page(
    subject: Model,
    user: Any,
    *,
    today: date,
    kinds: Sequence[str] = (),
    after: Position | None = None,
    size: int = SIZE,
) -> Page:
    """The newest entries of the chosen kinds (all where none is named), in one query."""
    known = sources_of(subject)
    asked = [one for one in known if not kinds or one.name in kinds]
    branches = [
        _newest(rows.annotate(t_kind=Value(one.name, output_field=CharField())), after, size + 1)
        for one in asked
        for rows in one.entries(subject, user)
    ]
    if not branches:
        return Page([], sources=known)
    rows = list(_united(branches, size + 1))
    by_name = {one.name: one for one in known}
    shown = [_entry(row, by_name, today) for row in rows[:size]]
    last = rows[size - 1] if len(rows) > size else None
    return Page(shown, str(Position(last[1], last[7])) if last else "", known)


def _united(branches: list[QuerySet], limit: int) -> QuerySet:
    if len(branches) == 1:
        return branches[0]
    return branches[0].union(*branches[1:], all=True).order_by("-t_when", "-t_id")[:limit]


def _newest(rows: QuerySet, after: Position | None, limit: int) -> QuerySet:
    if after:
        # The first condition is for the index; the second tells apart what happened on one day.
        rows = rows.filter(t_when__lte=after.day).filter(Q(t_when__lt=after.day) | Q(t_id__lt=after.pk))
    else:
        rows = rows.filter(t_when__isnull=False)
    return rows.order_by("-t_when", "-t_id").values_list(*SHAPE)[:limit]


def _entry(row: tuple, by_name: dict[str, Source], today: date) -> Entry:
    kind, day, precision, ja, en, handling, is_sample, pk = row
    source = by_name[kind]
    return Entry(
        label=source.label,
        day=day,
        when=_when(day, precision),
        title=local(ja or "", en or ""),
        url=source.url(pk),
        handling=handling,
        is_sample=is_sample,
        is_past=day < today,
    )


def _when(day: date, precision: str) -> str:
    if precision == FISCAL_YEAR:
        return _("%(year)s年度") % {"year": day.year}
    return written(day, precision=precision)
