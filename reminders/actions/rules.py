"""Setting the rules of one scope as a whole: the set is what people see and decide on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from django.db import connection, transaction

from accounts.models import User
from reminders.models import ReminderRule
from reminders.querysets import RuleQuerySet

SETTINGS = ("hour", "audience", "channel", "enabled")


class RulesChanged(Exception):
    """Somebody else has changed the scope's rules since the page was made."""


def scope_rules(subject: str, scope_kind: str, scope_id: str) -> RuleQuerySet:
    return ReminderRule.objects.of_scope(subject, scope_kind, scope_id)


def fingerprint(rules: Iterable[ReminderRule]) -> str:
    """Names a state of a set of rules, to notice a change by somebody else."""
    content = sorted((rule.step, *(str(getattr(rule, name)) for name in SETTINGS)) for rule in rules)
    return hashlib.sha256(repr(content).encode()).hexdigest()[:16]


@transaction.atomic
def replace_rules(
    subject: str, scope_kind: str, scope_id: str, rules: Iterable[ReminderRule], *, seen: str, actor: User
) -> None:
    """Make these the scope's rules; none means that those of the wider scope hold again.

    Whether `actor` may is the caller's question; the history keeps who did it. A rule keeps its row where its
    offset stays. Raises `RulesChanged` where the set is no longer the one whose fingerprint was `seen`.
    """
    hold(f"{subject} {scope_kind} {scope_id}")
    current = {rule.step: rule for rule in scope_rules(subject, scope_kind, scope_id)}
    if fingerprint(current.values()) != seen:
        raise RulesChanged
    for rule in rules:
        row = current.pop(rule.step, None) or rule
        row.subject, row.scope_kind, row.scope_id = subject, scope_kind, scope_id
        for name in SETTINGS:
            setattr(row, name, getattr(rule, name))
        row.full_clean()
        row.save()
    ReminderRule.objects.filter(pk__in=[rule.pk for rule in current.values()]).delete()


def hold(scope: str) -> None:
    """One change of a scope at a time: there may be no row yet that could be locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [scope])
