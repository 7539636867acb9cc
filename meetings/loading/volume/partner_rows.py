"""The rows about partners of the large set: so many dated entries of each partner's timeline, and people and stances.

Most entries are secondments, which have readers of their own as contacts have; the rest are public facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model

from meetings.loading.volume import words
from meetings.loading.volume.copying import blank
from meetings.loading.volume.rows import FIRST_YEAR, LEVELS, SLUG, Volume
from partners.models import (
    AcademicAgreement,
    Organisation,
    Partner,
    Person,
    Post,
    Project,
    Relation,
    Secondment,
    Stance,
)

MODELS: tuple[type[Model], ...] = (
    *(Relation, Person, Post, Stance, Project, Project.partners.through, Project.themes.through),
    *(AcademicAgreement, Secondment),
)
ACADEMIC_SHARE, PROJECT_SHARE = 5, 50  # every fifth entry, every fiftieth
PEOPLE, STANCES = 20, 12


class PartnerVolume:
    """Generators of rows for `copy_rows`, in the order of `MODELS`."""

    def __init__(self, volume: Volume, *, partners: int, entries: int):
        self.volume, self.chance, self.entries = volume, volume.chance, entries
        found = Partner.objects.counterparts().filter(kind=Partner.Kind.COUNTRY).order_by("slug")
        self.partners = list(found.values_list("pk", flat=True)[:partners])
        bodies = Organisation.objects.order_by("slug").values_list("pk", flat=True)
        self.universities = list(bodies.filter(kind=Organisation.Kind.UNIVERSITY))
        self.bodies = list(bodies)
        # Asked now: while rows are copied the connection answers no question.
        self.unranked, self.unsettled = self._without(Relation), self._without(Stance)
        self.people: list[UUID] = []
        self.project_partners: list[dict[str, UUID]] = []
        self.project_themes: list[dict[str, UUID]] = []

    def tables(self) -> Iterator[tuple[type[Model], Any]]:
        rows: tuple[Any, ...] = (
            self._relations(),
            self._people(),
            self._posts(),
            self._stances(),
            self._projects(),
            self.project_partners,
            self.project_themes,
            self._dated(AcademicAgreement, self._academic),
            self._dated(Secondment, self._secondment),
        )
        return zip(MODELS, rows, strict=True) if self.partners else iter(())

    def _base(self, model: type[Model]) -> dict[str, Any]:
        return blank(model) | self.volume.stamps() | {"is_sample": True}

    def _named(self) -> dict[str, Any]:
        key = self.volume.key()
        return {"id": key, "slug": f"{SLUG}{key.hex}"}

    def _level(self) -> dict[str, Any]:
        return self.volume.handled(self.chance.choice(LEVELS), self.chance.choice(self.volume.places.ministries))

    def _day(self) -> date:
        start = date(FIRST_YEAR, 1, 1)
        return start + timedelta(days=self.chance.randrange((self.volume.today - start).days))

    def _without(self, model: type[Model]) -> list[UUID]:
        """The partners of whom nobody has said anything yet."""
        said = set(model._default_manager.values_list("partner", flat=True))
        return [pk for pk in self.partners if pk not in said]

    def _relations(self) -> Iterator[dict[str, Any]]:
        base = self._base(Relation) | self.volume.handled("government", self.volume.places.ministries[0])
        for partner in self.unranked:
            priority = self.chance.choice(Relation.Priority.values)
            yield (
                base
                | self._named()
                | {"partner_id": partner, "priority": priority, "reason_ja": words.note(self.chance)}
            )

    def _people(self) -> Iterator[dict[str, Any]]:
        base = self._base(Person)
        for partner in self.partners:
            for _number in range(PEOPLE):
                row = base | self._named() | {"partner_id": partner, "name_ja": words.person(self.chance)}
                self.people.append(row["id"])
                yield row | self._level()

    def _posts(self) -> Iterator[dict[str, Any]]:
        base = self._base(Post)
        for person in self.people:
            title_ja, title_en = words.topic(self.chance)
            body = self.chance.choice(self.bodies)
            post = {"person_id": person, "organisation_id": body, "title_ja": title_ja, "title_en": title_en}
            yield base | self._named() | post | {"starts_on": self._day()}

    def _stances(self) -> Iterator[dict[str, Any]]:
        base = self._base(Stance)
        for partner in self.unsettled:
            for theme in self.chance.sample(self.volume.places.themes, STANCES):
                stance = {"partner_id": partner, "theme_id": theme, "kind": self.chance.choice(Stance.Kind.values)}
                yield base | self._named() | stance | {"reason_ja": words.note(self.chance)} | self._level()

    def _projects(self) -> Iterator[dict[str, Any]]:
        base = self._base(Project)
        for partner in self.partners:
            for _number in range(self.entries // PROJECT_SHARE):
                title_ja, title_en = words.topic(self.chance)
                row = base | self._named() | {"title_ja": title_ja, "title_en": title_en, "programme": "VOLUME"}
                self.project_partners.append({"project_id": row["id"], "partner_id": partner})
                theme = self.chance.choice(self.volume.places.themes)
                self.project_themes.append({"project_id": row["id"], "theme_id": theme})
                year, stage = (
                    self.chance.randint(FIRST_YEAR, self.volume.today.year),
                    self.chance.choice(Project.Stage.values),
                )
                yield row | {"fiscal_year": year, "stage": stage}

    def _dated(self, model: type[Model], make: Callable[[], dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """So many of each partner that the entries come to their number."""
        academic, projects = self.entries // ACADEMIC_SHARE, self.entries // PROJECT_SHARE
        number = academic if model is AcademicAgreement else self.entries - academic - projects
        base = self._base(model)
        for partner in self.partners:
            for _number in range(number):
                yield base | self._named() | {"partner_id": partner} | make()

    def _academic(self) -> dict[str, Any]:
        return {
            "organisation_id": self.chance.choice(self.universities),
            "counterpart_ja": f"{words.person(self.chance)}大学",
            "counterpart_en": "University",
            "signed_on": self._day(),
        }

    def _secondment(self) -> dict[str, Any]:
        source, target = self.chance.sample(self.bodies, 2)
        ends = {"from_organisation_id": source, "to_organisation_id": target}
        return {**ends, "role_ja": "政策分析官", "role_en": "Policy analyst", "starts_on": self._day(), **self._level()}
