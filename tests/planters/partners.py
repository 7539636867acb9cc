"""What is known of partners and kept from some."""

from typing import Any

from django.urls import reverse

from accounts.handling import Handled, Handling
from partners.models import Person, Relation, Risk, Secondment, Stance
from tests.factories.partners import (
    PersonFactory,
    PostFactory,
    RelationFactory,
    RiskFactory,
    SecondmentFactory,
    StanceFactory,
)
from tests.planters.planted import Planted, Planter, handle


def plant_relation(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """A hidden priority of a partner everybody reads."""
    handle(planted.mark(RelationFactory(partner=visible.partner, handling=Handling.PUBLIC), level), level, cast)


def plant_person(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """A hidden person and the post that names them."""
    person = handle(planted.mark(PersonFactory(partner=visible.partner), level), level, cast)
    planted.records[level].append(reverse("partners:personal_data", args=[person.pk]))
    planted.mark(PostFactory(person=person, organisation=visible.organisation), level)


def plant_secondment(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """A hidden secondment; and who holds a post that everybody reads of is hidden."""
    ends = {"from_organisation": cast.mofa, "to_organisation": visible.organisation}
    handle(planted.mark(SecondmentFactory(partner=visible.partner, **ends), level), level, cast)
    person = handle(planted.mark(PersonFactory(partner=visible.partner), level), level, cast)
    Secondment.objects.filter(pk=visible.secondments[level].pk).update(person=person)


def plant_stance(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """A hidden stance; what is written below it is hidden with it."""
    stance = StanceFactory(partner=visible.partner, theme=visible.theme, handling=Handling.PUBLIC)
    planted.mark(stance, level)
    handle(stance, level, cast)
    planted.mark(RiskFactory(stance=stance, handling=Handling.PUBLIC), level)


def plant_risk(planted: Planted, level: str, cast: Any, visible: Any) -> None:
    """A hidden risk below a stance everybody reads."""
    handle(planted.mark(RiskFactory(stance=visible.stance), level), level, cast)


PLANTERS: dict[type[Handled], Planter] = {
    Relation: plant_relation,
    Person: plant_person,
    Secondment: plant_secondment,
    Stance: plant_stance,
    Risk: plant_risk,
}
