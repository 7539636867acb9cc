"""From rules and dates to moments: which rules hold for an object, and when each step falls due for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from reminders.business_days import business_days_after, business_days_before
from reminders.models import ReminderRule
from reminders.subjects import Coming, moment_of

Scopes = Iterable[tuple[str, str]]
# A deadline that passed longer ago is no news any more.
OVERDUE_OF_USE = timedelta(days=14)


class RuleBook:
    """All rules of a subject, read once; the nearest scope with any rule replaces the whole set."""

    def __init__(self, subject: str) -> None:
        self.by_scope: dict[tuple[str, str], list[ReminderRule]] = {}
        for rule in ReminderRule.objects.filter(subject=subject):
            self.by_scope.setdefault((rule.scope_kind, rule.scope_id), []).append(rule)

    def scope_in_force(self, scopes: Scopes) -> tuple[str, str] | None:
        return next((scope for scope in scopes if scope in self.by_scope), None)

    def rules_for(self, scopes: Scopes) -> list[ReminderRule]:
        """The rules in force, those switched off left out."""
        scope = self.scope_in_force(scopes)
        return [rule for rule in self.by_scope[scope] if rule.enabled] if scope else []


def in_time(rules: Iterable[ReminderRule]) -> list[ReminderRule]:
    """As their steps come: the farthest before the day first, those after it last."""
    return sorted(rules, key=lambda rule: rule.amount if rule.unit == ReminderRule.Unit.AFTER else -rule.amount)


@dataclass(frozen=True)
class Rung:
    """A step of an object's ladder: its local day, and the next step's, which makes this one pointless."""

    coming: Coming
    rule: ReminderRule
    on_day: date
    hour: int
    next_day: date | None
    next_hour: int | None

    @property
    def useful_until(self) -> datetime | None:
        """Until the occasion; what is said when it has passed, for some days more."""
        if self.rule.unit == ReminderRule.Unit.AFTER:
            return moment_of(self.on_day + OVERDUE_OF_USE, None, self.coming.zone)
        return self.coming.useful_until


def day_of(rule: ReminderRule, occasion: date) -> date:
    if rule.unit == ReminderRule.Unit.AFTER:
        return business_days_after(occasion, rule.amount)
    if rule.unit == ReminderRule.Unit.BUSINESS:
        return business_days_before(occasion, rule.amount)
    return occasion - timedelta(days=rule.amount)


def rungs(coming: Coming, rules: Iterable[ReminderRule]) -> list[Rung]:
    """The object's steps in the order they fall due; none where its day is not known."""
    rules = list(rules)
    if not rules or not coming.dated or coming.on_date is None:
        return []
    # Of steps that fall on one moment the nearest counts: the later entry of a dict takes the place.
    farthest_first = sorted(rules, key=lambda rule: -rule.amount)
    steps = sorted({(day_of(rule, coming.on_date), rule.hour): rule for rule in farthest_first}.items())
    following = [*(moment for moment, _rule in steps[1:]), (None, None)]
    return [Rung(coming, rule, *moment, *after) for (moment, rule), after in zip(steps, following, strict=True)]


@lru_cache(maxsize=50_000)
def local_moment(day: date, hour: int, zone: str) -> datetime:
    """That hour of that day on a clock of the zone. An hour that a change of clocks skips comes at the next one."""
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)


def moments(days: Iterable[tuple[date, int]], zones: Iterable[str]) -> list[Mapping[str, object]]:
    """Each (day, hour) in each zone as an instant, for SQL: PostgreSQL's own list of zones may be another one."""
    zones = list(zones)
    return [
        {"day": day.isoformat(), "hour": hour, "zone": zone, "at": local_moment(day, hour, zone).isoformat()}
        for day, hour in set(days)
        for zone in zones
    ]
