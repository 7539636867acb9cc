"""Where rules are set: at one record, at a kind of objects, or for all of a subject."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.access import require
from accounts.models import User
from reminders.ladder import RuleBook, Scopes, in_time
from reminders.models import ReminderRule, Scope
from reminders.subjects import Subject, kinds_of, subject_named, subject_of_scope


@dataclass(frozen=True)
class Place:
    """`scopes` are those whose rules hold here, this place's own first; `back` is where its page leads back to."""

    subject: Subject
    kind: str
    scope_id: str
    scopes: Scopes
    title: str
    label: Any
    back: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.subject.name, self.kind, self.scope_id

    @property
    def is_widest(self) -> bool:
        return self.kind == Scope.EVERYTHING

    @property
    def is_general(self) -> bool:
        return self.kind in (Scope.EVERYTHING, Scope.KIND)

    def in_force(self) -> list[ReminderRule]:
        return in_time(RuleBook(self.subject.name).rules_for(self.scopes))


def place_of_record(user: User, scope_kind: str, pk: UUID) -> Place:
    """A record's, for a person who may change its rules. Raises `ObjectDoesNotExist` and `PermissionDenied`."""
    subject = subject_of_scope(scope_kind)
    scope = subject.scopes[scope_kind]
    record = scope.find(user, str(pk))
    require(user, scope.permission, record)
    back = reverse(scope.url_name, args=[pk])
    return Place(subject, scope_kind, str(pk), subject.scopes_of(record), str(record), scope.label, back)


def general_place(name: str, kind: str = "") -> Place:
    """That of a whole subject, or of a kind of its objects. Raises `LookupError` where there is none such."""
    subject = subject_named(name)
    widest = (Scope.EVERYTHING.value, "")
    back = reverse("reminders:rules")
    if not kind:
        return Place(subject, *widest, (widest,), str(subject.label), Scope.EVERYTHING.label, back)
    title = f"{subject.label}: {kinds_of(subject)[kind]}"
    own = (Scope.KIND.value, kind)
    return Place(subject, *own, (own, widest), title, Scope.KIND.label, back)
