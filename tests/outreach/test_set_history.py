"""What the history keeps of the sets of experts, dispatches and stories: what came into each, and what left it."""

import pytest

from accounts.tracked_sets import events_of_set
from tests.factories.outreach import DispatchFactory, ExpertFactory, StoryFactory
from tests.factories.partners import OrganisationFactory, PartnerFactory, ThemeFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("made", "name", "member"),
    [
        (StoryFactory, "themes", ThemeFactory),
        (StoryFactory, "partners", PartnerFactory),
        (ExpertFactory, "themes", ThemeFactory),
        (ExpertFactory, "shared_with", OrganisationFactory),
        (DispatchFactory, "shared_with", OrganisationFactory),
    ],
)
def test_what_came_into_a_set_and_left_it_is_kept(made, name, member):
    record, first, second = made(), member(), member()
    column = record._meta.get_field(name)
    events = events_of_set(column).objects.filter(**{f"{column.m2m_field_name()}": record}).order_by("pgh_id")
    before = events.count()
    getattr(record, name).set([first])
    getattr(record, name).set([second])
    kept = [(one.pgh_label, getattr(one, f"{column.m2m_reverse_field_name()}_id")) for one in events[before:]]
    assert kept == [("insert", first.pk), ("delete", first.pk), ("insert", second.pk)]
