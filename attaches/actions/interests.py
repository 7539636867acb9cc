from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from attaches.models import ThemeInterest

if TYPE_CHECKING:
    from accounts.models import User
    from partners.models import Theme


@transaction.atomic
def choose_themes(themes: Iterable[Theme], *, actor: User) -> None:
    """Of which themes a person wants to hear; their own to say, and nobody else's."""
    wanted = {theme.pk for theme in themes}
    mine = ThemeInterest.objects.select_for_update().filter(person=actor)
    present = set(mine.values_list("theme", flat=True))
    mine.filter(theme__in=present - wanted).delete()
    ThemeInterest.objects.bulk_create(
        [ThemeInterest(person=actor, theme_id=pk) for pk in wanted - present], ignore_conflicts=True
    )
