"""What the history keeps of the sets of bulletins, events of the circle and meeting requests."""

import pytest

from accounts.tracked_sets import events_of_set
from tests.factories.circle import BulletinFactory, CircleEventFactory, MeetingRequestFactory
from tests.factories.partners import OrganisationFactory, PartnerFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def request_made():
    return MeetingRequestFactory(owner=OrganisationFactory(), ministry=OrganisationFactory())


@pytest.mark.parametrize(
    ("made", "name", "member"),
    [
        (BulletinFactory, "themes", ThemeFactory),
        (BulletinFactory, "to_organisations", OrganisationFactory),
        (BulletinFactory, "to_partners", PartnerFactory),
        (BulletinFactory, "shared_with", OrganisationFactory),
        (CircleEventFactory, "themes", ThemeFactory),
        (CircleEventFactory, "shared_with", OrganisationFactory),
        (request_made, "themes", ThemeFactory),
        (request_made, "shared_with", OrganisationFactory),
    ],
)
def test_what_came_into_a_set_and_left_it_is_kept(made, name, member):
    record, first, second = made(), member(), member()
    column = record._meta.get_field(name)
    events = events_of_set(column).objects.filter(**{column.m2m_field_name(): record}).order_by("pgh_id")
    getattr(record, name).clear()
    before = events.count()
    getattr(record, name).set([first])
    getattr(record, name).set([second])
    kept = [(one.pgh_label, getattr(one, f"{column.m2m_reverse_field_name()}_id")) for one in events[before:]]
    assert kept == [("insert", first.pk), ("delete", first.pk), ("insert", second.pk)]
