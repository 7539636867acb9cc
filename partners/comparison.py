"""国を比べる: up to four partners side by side, each fact as this reader sees it, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from accounts.reading import note_restricted_read
from partners import encounters
from partners.clock import Clock, clock_of
from partners.models import AcademicAgreement, Agreement, Base, IndicatorValue, Partner, Project, Relation, Stance

MOST = 4
TREND_YEARS = 5


@dataclass(frozen=True)
class Figure:
    """The latest value of an indicator, and how it moved over the years before it."""

    label: str
    value: float
    year: int
    since: int | None
    change: float
    source: str


@dataclass
class Side:
    """One partner's column."""

    partner: Partner
    relation: Relation | None = None
    agreements: list[tuple[Agreement, Clock | None]] = field(default_factory=list)
    stages: dict[str, int] = field(default_factory=dict)
    bases: int = 0
    academic: int = 0
    figures: list[Figure] = field(default_factory=list)
    stances: list[Stance] = field(default_factory=list)
    met: dict[str, Any] = field(default_factory=dict)

    @property
    def by_stage(self) -> list[tuple[str, str, int]]:
        return [(stage.value, str(stage.label), self.stages.get(stage.value, 0)) for stage in Project.Stage]

    @property
    def projects(self) -> int:
        return sum(self.stages.values())


def chosen(asked: Iterable[str], user: Any) -> list[Partner]:
    """The partners asked for, in that order. Whoever is unknown or hidden is refused alike."""
    texts = list(dict.fromkeys(text for text in asked if text))
    if len(texts) > MOST:
        raise ValidationError(_("比べられるのは4つまでです。どれかを外してから選んでください。"))
    try:
        keys = [UUID(text) for text in texts]
    except ValueError:
        raise ValidationError(_("選んだ国・機関が見つかりません。選び直してください。")) from None
    found = Partner.objects.visible_to(user).counterparts().with_desk()
    known = found.in_bulk(keys)
    if len(known) < len(set(keys)):
        raise ValidationError(_("選んだ国・機関が見つかりません。選び直してください。"))
    return [known[key] for key in dict.fromkeys(keys)]


def compare(partners: list[Partner], user: Any, today: date) -> list[Side]:
    sides = {partner.pk: Side(partner) for partner in partners}
    _add_facts(sides, user, today)
    _add_figures(sides, user)
    _add_inside(sides, user)
    for source in encounters.registered:
        for key, met in source.last_and_next(sides, user, today).items():
            sides[key].met = dict(met)
    return list(sides.values())


def _add_facts(sides: dict[UUID, Side], user: Any, today: date) -> None:
    agreements = Agreement.objects.visible_to(user).standing().filter(partner__in=sides).newest_first()
    for agreement in agreements.defer("search"):
        sides[agreement.partner_id].agreements.append((agreement, clock_of(agreement, today)))
    projects = Project.objects.visible_to(user).filter(partners__in=sides).order_by().values("partners", "stage")
    for row in projects.annotate(found=Count("pk")):
        sides[row["partners"]].stages[row["stage"]] = row["found"]
    for key, found in _counted(Base.objects.visible_to(user).filter(country__in=sides), "country"):
        sides[key].bases = found
    running = AcademicAgreement.objects.visible_to(user).running(today).filter(partner__in=sides)
    for key, found in _counted(running, "partner"):
        sides[key].academic = found


def _counted(rows: QuerySet, partner: str) -> Iterable[tuple[UUID, int]]:
    return rows.order_by().values(partner).annotate(found=Count("pk")).values_list(partner, "found")


def _add_figures(sides: dict[UUID, Side], user: Any) -> None:
    values = IndicatorValue.objects.visible_to(user).filter(partner__in=sides)
    ordered = values.order_by("partner", "indicator", "year")
    for (key, _indicator), rows in groupby(ordered, key=lambda one: (one.partner_id, one.indicator)):
        sides[key].figures.append(_figure(list(rows)))


def _figure(rows: list[IndicatorValue]) -> Figure:
    latest = rows[-1]
    earlier = [one for one in rows[:-1] if one.year >= latest.year - TREND_YEARS]
    before = earlier[0] if earlier else None
    return Figure(
        label=str(latest.get_indicator_display()),
        value=float(latest.value),
        year=latest.year,
        since=before.year if before else None,
        change=float(latest.value - before.value) if before else 0,
        source=latest.source,
    )


def _add_inside(sides: dict[UUID, Side], user: Any) -> None:
    """Priority and stances: who is outside government sees those shared with them, which are mostly none."""
    relations = list(Relation.objects.visible_to(user).filter(partner__in=sides).order_by("updated_at"))
    for relation in relations:
        sides[relation.partner_id].relation = relation
    by_partner: dict[UUID, list[Stance]] = defaultdict(list)
    stances = Stance.objects.visible_to(user).filter(partner__in=sides).with_names()
    for stance in stances.order_by("theme__position", "theme__name_ja", "id"):
        by_partner[stance.partner_id].append(stance)
    for key, found in by_partner.items():
        sides[key].stances = found
    shown = [side.relation for side in sides.values() if side.relation]
    note_restricted_read(user, *shown, *[stance for found in by_partner.values() for stance in found])
