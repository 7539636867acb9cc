"""What reminders are about. This app knows when and to whom; each domain app registers what, when it is ready.

A subject answers four questions, each for many objects at once: what is coming and when, who is concerned, who
may read, and what a message may say. It is asked anew at every sweep, at sending and at showing; nothing about an
object is copied here except the date last seen (`Occasion`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from diplomacy.days import LAST_DAY

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from accounts.models import User
    from reminders.models import Notification


@dataclass(frozen=True)
class Coming:
    """An object that is not over: its local date as far as known, and the scopes its rules come from."""

    object_id: UUID
    on_date: date | None
    precision: str
    at_time: time | None
    zone: str
    standing: str
    scopes: tuple[tuple[str, str], ...] = ()
    # Told when they change, by subjects that give them.
    ends_at: time | None = None
    place: str = ""
    content: str = ""

    @property
    def dated(self) -> bool:
        """Whether reminders that count days can be sent: the day is known and the thing is to happen."""
        return self.reckoned and self.precision == "day" and self.standing == "on"

    @property
    def reckoned(self) -> bool:
        """One day past the end of all reckoning, however it came in, would stop the sweep for everybody."""
        return self.on_date is not None and self.on_date <= LAST_DAY

    @property
    def useful_until(self) -> datetime | None:
        """Its start; where no time is known, the end of its day, month or year at the place."""
        if self.on_date is None or not self.reckoned:
            return None
        if self.at_time is not None and self.precision == "day":
            return moment_of(self.on_date, self.at_time, self.zone)
        return moment_of(day_after(self.on_date, self.precision), None, self.zone)


def day_after(on_date: date, precision: str) -> date:
    """The first day after what is known: the next day, the next month's first, the next year's."""
    if precision == "year":
        return date(on_date.year + 1, 1, 1)
    if precision == "month":
        return (on_date.replace(day=1) + timedelta(days=31)).replace(day=1)
    return on_date + timedelta(days=1)


def moment_of(on_date: date, at_time: time | None, zone: str) -> datetime:
    return datetime.combine(on_date, at_time or time(), ZoneInfo(zone))


@dataclass(frozen=True)
class Enclosure:
    """What goes along in a mail of its own: links (label, address), an iTIP calendar and its method, whom to answer."""

    links: tuple[tuple[str, str], ...] = ()
    calendar: bytes = b""
    method: str = ""
    reply_to: str = ""


@dataclass(frozen=True)
class Card:
    """What a message says about an object to a person who may read it.

    `open_title` says whether the title may leave the portal by mail. `enclosed` is asked when the mail is written.
    `precision` is empty where the thing has no date at all, known or not. `words` are said for a kind of message
    where its own name would mislead.
    """

    object_id: UUID
    title: str
    url: str
    open_title: bool
    on_date: date | None
    end_date: date | None
    precision: str
    at_time: time | None
    zone: str
    place: str = ""
    handling: str = ""
    standing: str = "on"
    enclosed: Callable[[Notification], Enclosure] | None = None
    words: Mapping[str, Any] = field(default_factory=dict)

    def told(self, notification: Notification) -> str:
        """A step that is on time names itself: 「7営業日前」."""
        word = self.words.get(notification.kind)
        return notification.label if word is None or notification.names_its_step else str(word)


@dataclass(frozen=True)
class RuleScope:
    """A kind of place that rules can be set for: where its records are found and which permission it takes."""

    kind: str
    label: Any
    permission: str
    url_name: str
    records: Any = field(repr=False)

    def find(self, user: User, scope_id: str) -> Model:
        return self.records(user).get(pk=scope_id)


class Subject(Protocol):
    name: str
    label: Any
    discreet_title: Any  # stands in a mail for a title that may not leave the portal
    scopes: dict[str, RuleScope]

    def coming(self, today: date) -> Iterable[Coming]:
        """Every object not over on that day, in a constant number of queries."""

    def audience(self, object_ids: list[UUID], today: date) -> QuerySet:
        """Rows `(object_id, user_id, circle)`: who is concerned by which of the objects, in office on that day."""

    def visible_to(self, user: User) -> QuerySet:
        """The objects the person may read."""

    def readers(self, object_id: UUID) -> QuerySet:
        """The people who may read an object: the same answer as `visible_to`, asked from the other side."""

    def cards(self, user: User, object_ids: Iterable[UUID]) -> dict[UUID, Card]:
        """What the person may be told, of the objects they may read; the others are absent."""

    def scopes_of(self, record: Model) -> tuple[tuple[str, str], ...]:
        """The scopes whose rules hold for an object or a scope's record, nearest first."""


class SubjectOfMany(Subject, Protocol):
    """One whose objects are looked at side by side."""

    def readers_among(self, people: Collection[UUID], object_ids: list[UUID]) -> QuerySet:
        """Rows `(object_id, user_id)`: who of the people may read which object, in a constant number of queries."""


_registry: dict[str, Subject] = {}
_by_themselves: set[str] = set()


def register(subject: Subject, *, by_itself: bool = False) -> None:
    """`by_itself`: its messages about changes go at once in a mail of their own, daily digest or not."""
    _registry[subject.name] = subject
    if by_itself:
        _by_themselves.add(subject.name)


def goes_by_itself(subject: Subject) -> bool:
    return subject.name in _by_themselves


def subjects() -> list[Subject]:
    return list(_registry.values())


def subject_named(name: str) -> Subject:
    return _registry[name]


def notice_of(name: str) -> Any:
    """The word of a subject that tells a thing once, instead of how many days before or after; empty elsewhere."""
    return getattr(_registry.get(name), "notice", "")


def kinds_of(subject: Subject) -> Mapping[str, Any]:
    """The kinds of objects that may have rules of their own, by the identifier of their scope; most have none."""
    return getattr(subject, "kinds", {})


def by_subject(rows: Iterable[Notification]) -> dict[str, list[Notification]]:
    found = defaultdict(list)
    for row in rows:
        found[row.subject].append(row)
    return found


def subject_of_scope(scope_kind: str) -> Subject:
    """The subject whose rules can be set for records of this kind."""
    return next(subject for subject in subjects() if scope_kind in subject.scopes)
