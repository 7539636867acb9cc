"""The records a filter or a form offers to choose among: what the reader may see. Each is asked with the request."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from diplomacy.listing.orders import by_reading
from partners.models import Organisation, Partner, Theme


def visible_themes(request: Any) -> QuerySet:
    return Theme.objects.visible_to(request.user)


def visible_partners(request: Any) -> QuerySet:
    return every_partner(request).counterparts()


def every_partner(request: Any) -> Any:
    """Japan among them: its organisations stand in the same list."""
    return Partner.objects.visible_to(request.user).order_by(by_reading(), "id").defer("search")


def visible_organisations(request: Any) -> QuerySet:
    return Organisation.objects.visible_to(request.user).order_by(by_reading(), "id").defer("search")


def ministries(request: Any) -> QuerySet:
    return Organisation.objects.visible_to(request.user).ministries().order_by("name_ja")
