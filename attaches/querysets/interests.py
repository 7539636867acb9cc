from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from attaches.models import ThemeInterest  # noqa: F401  (named as a string in the base below)


class ThemeInterestQuerySet(QuerySet["ThemeInterest"]):
    def visible_to(self, user: Any) -> ThemeInterestQuerySet:
        return self.filter(person=user.pk) if user.is_authenticated else self.none()

    def on(self, themes: Iterable[Any]) -> ThemeInterestQuerySet:
        """Of one of the themes; a branch stands for the themes under it, and a theme is heard of by who asked for
        its branch."""
        wanted = list(themes)
        return self.filter(Q(theme__in=wanted) | Q(theme__parent__in=wanted) | Q(theme__children__in=wanted)).order_by()
