"""Who will be told what and when about one object, by the statement the sweep itself uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from accounts.models import User
from reminders.actions import writing
from reminders.ladder import RuleBook, rungs
from reminders.models import Channel, Notification, ReminderRule, Scope, step_label
from reminders.subjects import Coming, Subject


@dataclass(frozen=True)
class Told:
    """One person of a step; `state` is empty while it lies ahead."""

    person: User
    due_at: datetime
    state: str
    digest: bool

    @property
    def state_label(self) -> str:
        return str(Notification.State(self.state).label) if self.state else ""


@dataclass
class Step:
    """A step of the ladder on its local day; the hour is that of each person's own clock."""

    label: str
    channel: str
    on_day: date
    hour: int
    people: list[Told] = field(default_factory=list)

    @property
    def states(self) -> list[tuple[str, int]]:
        """How many are told already, by state; who is still to be told is not counted."""
        return list(Counter(told.state_label for told in self.people if told.state).items())


@dataclass
class Forecast:
    """`source` is the scope whose rules hold; `steps` are in order of time, empty where `dated` is false."""

    dated: bool
    source: str
    steps: list[Step] = field(default_factory=list)

    @property
    def people(self) -> int:
        return len({told.person.pk for step in self.steps for told in step.people})

    @property
    def source_label(self) -> str:
        return str(Scope(self.source).label) if self.source else ""


def coming_one(subject: Subject, object_id: UUID, *, now: datetime) -> Coming | None:
    return next((one for one in subject.coming(timezone.localdate(now)) if one.object_id == object_id), None)


def forecast(
    subject: Subject, object_id: UUID, *, now: datetime, rules: Iterable[ReminderRule] | None = None
) -> Forecast:
    """The object's ladder by the rules in force, or by `rules` that are being tried."""
    coming = coming_one(subject, object_id, now=now)
    if coming is None:
        return Forecast(dated=False, source="")
    book = RuleBook(subject.name)
    source = (book.scope_in_force(coming.scopes) or ("", ""))[0]
    chosen = book.rules_for(coming.scopes) if rules is None else rules
    announced = writing.announcements(subject).get(object_id)
    plan = [writing.planned_rung(rung, announced) for rung in rungs(coming, chosen)]
    steps = read_steps(subject, object_id, plan, now=now) if plan else []
    return Forecast(dated=coming.dated, source=source, steps=steps)


def read_steps(subject: Subject, object_id: UUID, plan: list[writing.Planned], *, now: datetime) -> list[Step]:
    sql, parameters = writing.statement(subject, plan, zones=writing.zones_in_use(), now=now)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} {FORESEEN}", parameters)
        found = cursor.fetchall()
    readers = subject.readers(object_id).select_related("organisation").in_bulk([row[1] for row in found])
    steps: dict[str, Step] = {}
    for key, person, channel, day, hour, digest, due_at, state in found:
        if person in readers:
            step = steps.setdefault(key, Step(step_label(key), channel, day, hour))
            step.people.append(Told(readers[person], due_at, state, digest and channel == Channel.EMAIL))
    return list(steps.values())


def upcoming_in_scope(subject: Subject, scope: tuple[str, str], *, now: datetime, most: int = 3) -> list[UUID]:
    """The next dated objects that a scope's rules could hold for."""
    found = [one for one in subject.coming(timezone.localdate(now)) if one.dated and scope in one.scopes]
    return [one.object_id for one in sorted(found, key=lambda one: one.on_date or date.max)[:most]]


# A step that fell due before the person was concerned, and was replaced by then, was never written: it is left out.
FORESEEN = """
SELECT due.step, due.user_id, due.channel, due.day, due.hour, due.daily_digest, due.due_at, coalesce(row.state, '')
  FROM due LEFT JOIN reminders_notification AS row
    ON row.object_id = due.object_id AND row.recipient_id = due.user_id AND row.subject = %(subject)s
   AND row.kind = due.kind AND row.step = due.step AND row.occasion = due.occasion
 WHERE row.id IS NOT NULL OR coalesce(least(due.expires_at, due.next_at) > %(now)s, true)
 ORDER BY due.due_at, due.step
"""
