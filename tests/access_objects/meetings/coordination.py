"""Of cases with other headquarters."""

from typing import Any

from accounts.handling import Handling
from accounts.models import AccessGroupMember
from tests.access_objects.sample import Arguments, Sample, stranger
from tests.factories.accounts import AccessGroupFactory
from tests.factories.coordination import CoordinationFactory


def case_of(cast: Any, person: str) -> Arguments:
    return {"pk": CoordinationFactory(owner=cast.organisations.cao).pk}


def hidden_case(cast: Any, person: str) -> Arguments:
    """On nobody's list but a stranger's."""
    group = AccessGroupFactory()
    AccessGroupMember.objects.create(group=group, user=stranger(cast))
    return {"pk": CoordinationFactory(handling=Handling.RESTRICTED, access_group=group).pk}


OBJECTS: dict[str, Sample] = {
    "api-coordination-cases-detail": Sample(case_of, hidden_case),
    "meetings:coordination_case": Sample(case_of, hidden_case),
    "meetings:coordination_edit": Sample(case_of, hidden_case),
    "meetings:coordination_handling": Sample(case_of, hidden_case),
}
