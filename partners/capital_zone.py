"""The time zone of a partner's capital or seat."""

from django.conf import settings

from diplomacy.zones import zone_at
from partners.models import Partner


def zone_of(partner: Partner) -> str:
    """Ours where the partner has no place of its own, as a framework without a seat."""
    if partner.latitude is None or partner.longitude is None:
        return settings.TIME_ZONE
    country = partner.slug if partner.kind == Partner.Kind.COUNTRY else ""
    return zone_at(float(partner.latitude), float(partner.longitude), country or "")
