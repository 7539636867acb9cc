from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import BaseUserManager
from django.db.models import Q, QuerySet
from django.utils import timezone

if TYPE_CHECKING:
    from datetime import date, datetime

    from accounts.models import User


class UserQuerySet(QuerySet):
    def in_term(self, today: date) -> UserQuerySet:
        """Accounts that may sign in on that day: not disabled, and within their term."""
        return self.filter(
            Q(term_start=None) | Q(term_start__lte=today),
            Q(term_end=None) | Q(term_end__gte=today),
            is_active=True,
        )

    def acting_for(self, organisation_ids: list[Any]) -> UserQuerySet:
        return self.filter(organisation__in=organisation_ids)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    use_in_migrations = False

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)


class ApiTokenQuerySet(QuerySet):
    def usable(self, now: datetime | None = None) -> ApiTokenQuerySet:
        now = now or timezone.now()
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None, user__is_active=True)
