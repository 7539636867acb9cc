"""The time zone of a partner's capital, found by where it lies."""

import pytest

from diplomacy.zones import principal_cities, zone_at
from partners.capital_zone import zone_of
from partners.models import Partner
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("slug", "latitude", "longitude", "zone"),
    [
        ("FR", "48.8667", "2.3333", "Europe/Paris"),
        ("US", "38.8833", "-77.0000", "America/New_York"),
        ("AU", "-35.2667", "149.1333", "Australia/Sydney"),
        ("NZ", "-41.3000", "174.7833", "Pacific/Auckland"),
        ("BE", "50.8333", "4.3333", "Europe/Brussels"),
    ],
)
def test_a_country_keeps_the_hours_of_its_capital(slug, latitude, longitude, zone):
    partner = PartnerFactory(slug=slug, latitude=latitude, longitude=longitude)
    partner.refresh_from_db()
    assert zone_of(partner) == zone


def test_an_organisation_keeps_the_hours_of_its_seat_and_one_without_a_seat_ours():
    seat = {"kind": Partner.Kind.ORGANISATION, "slug": "apec"}
    assert zone_of(PartnerFactory(**seat, latitude="1.2833", longitude="103.8500")) == "Asia/Singapore"
    assert zone_of(PartnerFactory(kind=Partner.Kind.ORGANISATION, slug="g7")) == "Asia/Tokyo"


def test_the_nearest_city_is_found_across_the_date_line():
    assert zone_at(-17.0, -179.9, "FJ") == "Pacific/Fiji"
    assert len(principal_cities()) > 400
