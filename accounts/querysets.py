from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import BooleanField, Func, Q, QuerySet
from django.utils import timezone

if TYPE_CHECKING:
    from datetime import date, datetime

    from accounts.models import User

REVIEW_TERM = timedelta(days=30)
REVIEW_UNSEEN = timedelta(days=90)


class HasSecondFactor(Func):
    """Whether the account of that id has an app for codes or a passkey. Written out, as every request asks it."""

    template = (
        "EXISTS(SELECT 1 FROM mfa_authenticator factor"
        " WHERE factor.user_id = %(expressions)s AND factor.type <> 'recovery_codes')"
    )
    output_field = BooleanField()


class UserQuerySet(QuerySet["User"]):
    def in_term(self, today: date) -> UserQuerySet:
        """Accounts that may sign in on that day: not disabled, and within their term."""
        return self.filter(
            Q(term_start=None) | Q(term_start__lte=today),
            Q(term_end=None) | Q(term_end__gte=today),
            is_active=True,
        )

    def with_second_factor(self) -> UserQuerySet:
        return self.annotate(has_second_factor=HasSecondFactor("pk"))

    def invited(self) -> UserQuerySet:
        """Accounts whose invitation was not yet accepted: they have no password."""
        return self.filter(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def in_state(self, state: str, today: date) -> UserQuerySet:
        """`active`, `invited`, `out_of_term` or `disabled`, as the list of accounts names them."""
        if state == "disabled":
            return self.filter(is_active=False)
        if state == "invited":
            return self.invited()
        if state == "out_of_term":
            return self.filter(is_active=True).exclude(pk__in=self.model.objects.in_term(today).order_by().values("pk"))
        return self.in_term(today).exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def needing_review(self, now: datetime) -> UserQuerySet:
        """Accounts to look at again: the term ends soon, not seen for long, or no second factor."""
        unseen_since = now - REVIEW_UNSEEN
        return self.with_second_factor().filter(
            Q(term_end__lte=timezone.localdate(now) + REVIEW_TERM)
            | Q(last_seen_at__lt=unseen_since)
            | Q(last_seen_at=None, date_joined__lt=unseen_since)
            | Q(has_second_factor=False),
            is_active=True,
        )

    def active_administrators(self) -> UserQuerySet:
        return self.filter(role="admin", is_active=True)

    def acting_for(self, organisation_ids: list[Any]) -> UserQuerySet:
        return self.filter(organisation__in=organisation_ids)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    use_in_migrations = False

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def of_session(self, user_id: UUID) -> User | None:
        """The person a session stands for, with the second factor."""
        return next(iter(self.raw(_person_of_session(), [user_id])), None)

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)


@cache
def _person_of_session() -> str:
    """The statement behind `of_session`: every request asks it, so it is put together once."""
    from accounts.models import User

    sql, _values = User.objects.with_second_factor().filter(pk=UUID(int=0)).order_by().query.sql_with_params()
    return sql


class ApiTokenQuerySet(QuerySet):
    def usable(self, now: datetime | None = None) -> ApiTokenQuerySet:
        now = now or timezone.now()
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None, user__is_active=True)
