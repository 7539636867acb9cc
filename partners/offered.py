"""The records a filter or a form offers to choose among: what the reader may see. Each is asked with the request."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from partners.models import Organisation, Partner, Theme


def visible_themes(request: Any) -> QuerySet:
    return Theme.objects.visible_to(request.user)


def visible_partners(request: Any) -> QuerySet:
    return Partner.objects.visible_to(request.user).counterparts().order_by("name_en")


def ministries(request: Any) -> QuerySet:
    return Organisation.objects.visible_to(request.user).ministries().order_by("name_ja")
