"""Who will be told what and when about an object, by the statement the sweep itself uses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.utils import timezone

from accounts.models import User
from reminders.actions import writing
from reminders.ladder import RuleBook, rungs
from reminders.models import Channel, Notification, ReminderRule, Scope, step_label
from reminders.subjects import Subject, SubjectOfMany

# An object and a person.
Pair = tuple[UUID, UUID]


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


def forecast(
    subject: Subject, object_id: UUID, *, now: datetime, rules: Iterable[ReminderRule] | None = None
) -> Forecast:
    """The object's ladder by the rules in force, or by `rules` that are being tried."""

    def reading(people: set[UUID]) -> set[Pair]:
        return {(object_id, pk) for pk in subject.readers(object_id).filter(pk__in=people).values_list("pk", flat=True)}

    return _foreseen(subject, [object_id], reading, rules, now=now)[object_id]


def forecasts(subject: SubjectOfMany, object_ids: list[UUID], *, now: datetime) -> dict[UUID, Forecast]:
    """The ladders of many objects by the rules in force, in as many queries as that of one."""
    return _foreseen(subject, object_ids, lambda people: set(subject.readers_among(people, object_ids)), None, now=now)


def _foreseen(
    subject: Subject,
    object_ids: list[UUID],
    reading: Callable[[set[UUID]], set[Pair]],
    rules: Iterable[ReminderRule] | None,
    *,
    now: datetime,
) -> dict[UUID, Forecast]:
    """`reading` says who of the people may read which object."""
    found = {key: Forecast(dated=False, source="") for key in object_ids}
    coming = [one for one in subject.coming(timezone.localdate(now)) if one.object_id in found]
    if not coming:
        return found
    book, announced = RuleBook(subject.name), writing.announcements(subject)
    plan: list[writing.Planned] = []
    for one in coming:
        chosen = book.rules_for(one.scopes) if rules is None else rules
        found[one.object_id] = Forecast(one.dated, (book.scope_in_force(one.scopes) or ("", ""))[0])
        plan += [writing.planned_rung(rung, announced.get(one.object_id)) for rung in rungs(one, chosen)]
    for key, steps in (_steps(subject, plan, reading, now=now) if plan else {}).items():
        found[key].steps = steps
    return found


def _steps(
    subject: Subject, plan: list[writing.Planned], reading: Callable[[set[UUID]], set[Pair]], *, now: datetime
) -> dict[UUID, list[Step]]:
    sql, parameters = writing.statement(subject, plan, zones=writing.zones_in_use(), now=now)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} {FORESEEN}", parameters)
        rows = cursor.fetchall()
    people = User.objects.select_related("organisation").in_bulk({row[1] for row in rows})
    readable = reading(set(people))
    steps: dict[UUID, dict[str, Step]] = defaultdict(dict)
    for key, person, step, channel, day, hour, digest, due_at, state in rows:
        if (key, person) in readable:
            shown = steps[key].setdefault(step, Step(step_label(step), channel, day, hour))
            shown.people.append(Told(people[person], due_at, state, digest and channel == Channel.EMAIL))
    return {key: list(by_step.values()) for key, by_step in steps.items()}


def upcoming_in_scope(subject: Subject, scope: tuple[str, str], *, now: datetime, most: int = 3) -> list[UUID]:
    """The next dated objects that a scope's rules could hold for."""
    found = [one for one in subject.coming(timezone.localdate(now)) if one.dated and scope in one.scopes]
    return [one.object_id for one in sorted(found, key=lambda one: one.on_date or date.max)[:most]]


# A step that fell due before the person was concerned, and was replaced by then, was never written: it is left out.
FORESEEN = """
SELECT due.object_id, due.user_id, due.step, due.channel, due.day, due.hour, due.daily_digest, due.due_at,
       coalesce(row.state, '')
  FROM due LEFT JOIN reminders_notification AS row
    ON row.object_id = due.object_id AND row.recipient_id = due.user_id AND row.subject = %(subject)s
   AND row.kind = due.kind AND row.step = due.step AND row.occasion = due.occasion
 WHERE row.id IS NOT NULL OR coalesce(least(due.expires_at, due.next_at) > %(now)s, true)
 ORDER BY due.due_at, due.step, due.user_id
"""
