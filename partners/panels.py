"""Pages about one thing, gathered from the apps: a partner, a theme, an organisation, a person, an agreement.

An app registers its panels in its `AppConfig.ready()`. A panel's `rows` begin at `visible_to(user)`, whatever hangs on
the subject: reverse relations and prefetches into another app's sensitive rows are not used (a test says so).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone

from accounts.reading import note_restricted_within

HEAD, SIDE, MAIN = "head", "side", "main"


class Panel(ABC):
    """One part of a page. `order` sorts within a `place`; the template meets `panel`, `subject`, `rows` and `writes`.

    `adds` names the kind of record a writer may add here (`partners/kinds.py`); a panel without rows is shown to
    writers only, with that button, and to nobody where there is none.
    """

    name = ""
    label: Any = ""
    order = 100
    place = SIDE
    template = ""
    subjects: tuple[type[Model], ...] = ()
    adds = ""

    @abstractmethod
    def rows(self, subject: Any, user: Any, today: date) -> Any:
        """What the template shows, falsy where there is nothing; in a number of queries that is constant."""


@dataclass(frozen=True)
class Shown:
    panel: Panel
    rows: Any

    @property
    def template(self) -> str:
        return self.panel.template


panels: list[Panel] = []


def register(panel: Panel) -> None:
    if all(known.name != panel.name for known in panels):
        panels.append(panel)
        panels.sort(key=lambda one: one.order)


def gathered(subject: Model, user: Any, *, place: str | None = None, writes: bool = False) -> list[Shown]:
    """The panels of a page with their rows, as this reader sees them."""
    today = timezone.localdate()
    asked = [one for one in panels if isinstance(subject, one.subjects) and place in (None, one.place)]
    shown = [Shown(one, one.rows(subject, user, today)) for one in asked]
    note_restricted_within(user, [one.rows for one in shown])
    return [one for one in shown if one.rows or (writes and one.panel.adds)]
