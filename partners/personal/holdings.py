"""What is held about a person, gathered from the apps: each registers its own in its `AppConfig.ready()`.

What a reader is shown begins at `visible_to(user)`. What an erasure reaches does not: it reaches everything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from diplomacy.ui.dates import written
from partners.models import Person, Post, Secondment

MOST_SHOWN = 50


@dataclass(frozen=True)
class Held:
    """One record that names the person."""

    text: str
    url: str


class Holding:
    """A kind of record that names people."""

    name = ""
    label: Any = ""
    order = 100

    def rows(self, person: Person, user: Any) -> Iterable[Held]:
        """The first of those that the reader may see."""
        return ()

    def in_the_way(self, person: Person, today: date) -> str:
        """Why the person's data cannot be erased yet; empty where nothing stands in the way."""
        return ""

    def erase(self, person: Person) -> None:
        """Take away what says more of the person than that there was somebody, in the history too."""


@dataclass(frozen=True)
class Shown:
    label: Any
    rows: list[Held]


holdings: list[Holding] = []


def register(holding: Holding) -> None:
    if all(known.name != holding.name for known in holdings):
        holdings.append(holding)
        holdings.sort(key=lambda one: one.order)


def held_about(person: Person, user: Any) -> list[Shown]:
    """Every kind, those without a record too: that there is none is an answer."""
    return [Shown(one.label, list(one.rows(person, user))[:MOST_SHOWN]) for one in holdings]


class Posts(Holding):
    name, label, order = "posts", _("役職"), 10

    def rows(self, person: Person, user: Any) -> Iterable[Held]:
        found = Post.objects.visible_to(user).filter(person=person).select_related("organisation")
        for post in found[:MOST_SHOWN]:
            yield Held(f"{post} {post.organisation}", reverse("partners:person", args=[person.pk]))


class Secondments(Holding):
    name, label, order = "secondments", pgettext_lazy("list", "職員派遣"), 20

    def rows(self, person: Person, user: Any) -> Iterable[Held]:
        for one in Secondment.objects.visible_to(user).filter(person=person)[:MOST_SHOWN]:
            when = written(one.starts_on) if one.starts_on else ""
            yield Held(f"{one} {when}".strip(), reverse("partners:record", args=["secondment", one.pk]))

    def erase(self, person: Person) -> None:
        Secondment.objects.filter(person=person).update(person=None)


HOLDINGS = (Posts(), Secondments())
