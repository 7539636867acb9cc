"""国・機関 × テーマ: how much there is between each partner and each theme, and where there is nothing.

One measure at a time, so that a cell is one figure and one link. Every measure costs one grouped query, two for the
meetings, however many rows and columns there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, F
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.handling import Handling
from accounts.reading import note_restricted_rows
from diplomacy.export.sheets import highest
from partners import encounters
from partners.models import Project, Stance, Theme

PROJECTS, MEETINGS, STANCES = "projects", "meetings", "stances"
Key = tuple[UUID, UUID]


@dataclass(frozen=True)
class Counts:
    """By partner and theme: the text of the cell; `level` is the strictest of what was counted."""

    cells: dict[Key, str]
    level: str = Handling.PUBLIC


def columns_of(branch: Theme | None, user: Any) -> list[Theme]:
    """The branches, or the themes under one."""
    themes = Theme.objects.visible_to(user).defer("search")
    return list(themes.filter(parent=branch) if branch else themes.filter(parent=None))


def theme_shown(field: str, branch: Theme | None) -> Combinable:
    """Under a branch each theme stands for itself, else for its branch."""
    return F(field) if branch else Coalesce(f"{field}__parent", field)


def count_projects(user: Any, branch: Theme | None) -> Counts:
    shared = Project.objects.visible_to(user).exclude(themes=None).exclude(partners=None).order_by()
    counted = shared.annotate(shown=theme_shown("themes", branch)).values("partners", "shown")
    rows = counted.annotate(found=Count("pk", distinct=True)).values_list("partners", "shown", "found")
    return Counts({(partner, theme): str(found) for partner, theme, found in rows})


def count_meetings(user: Any, branch: Theme | None) -> Counts:
    """Of the readers' own view of the agendas: no higher than government for those inside it."""
    found: Counter[Key] = Counter()
    for source in encounters.registered:
        for partner, theme, met in source.by_theme(user, theme_shown("themes", branch)):
            found[partner, theme] += met
    level = Handling.GOVERNMENT if user.is_government else Handling.SHARED
    return Counts({key: str(met) for key, met in found.items()}, level if found else Handling.PUBLIC)


def show_stances(user: Any, branch: Theme | None) -> Counts:
    """Which kinds of stance, each said once."""
    stances = Stance.objects.visible_to(user).order_by().annotate(shown=theme_shown("theme", branch))
    rows = list(stances.values_list("pk", "handling", "partner", "shown", "kind"))
    note_restricted_rows(user, Stance, [(pk, handling) for pk, handling, *_rest in rows])
    kinds: dict[Key, set[str]] = {}
    for _pk, _handling, partner, theme, kind in rows:
        kinds.setdefault((partner, theme), set()).add(kind)
    words = {kind.value: str(kind.label) for kind in Stance.Kind}
    cells = {key: "・".join(words[kind] for kind in words if kind in held) for key, held in kinds.items()}
    return Counts(cells, highest((handling for _pk, handling, *_rest in rows), Handling.values))


MEASURES: dict[str, Callable[[Any, Theme | None], Counts]] = {
    PROJECTS: count_projects,
    MEETINGS: count_meetings,
    STANCES: show_stances,
}


def address_of(measure: str) -> Callable[[UUID, UUID], str]:
    """Where the rows behind a cell are listed."""
    if measure == MEETINGS and encounters.registered:
        return encounters.registered[0].address
    address = reverse(f"partners:{STANCES if measure == STANCES else PROJECTS}")
    return lambda partner, theme: f"{address}?partner={partner}&theme={theme}"


def texts_of(partner: UUID, columns: list[Theme], counts: Counts) -> list[str]:
    return [counts.cells.get((partner, theme.pk), "") for theme in columns]
