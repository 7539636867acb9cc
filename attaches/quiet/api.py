"""連絡の途絶えた国・機関 for programs: the rows of the page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from accounts.access import Access, AccessMixin
from attaches.quiet.finding import quiet_partners
from diplomacy.api.etags import answer
from diplomacy.api.views import StrictView
from partners.models import Relation


class QuietSerializer(serializers.Serializer):
    """A partner that was not met for the `months` its priority allows; `since` is when that was over, null where
    nobody was ever met."""

    partner = serializers.UUIDField()
    priority = serializers.ChoiceField(Relation.Priority.choices)
    months = serializers.IntegerField()
    last_on = serializers.DateField(allow_null=True)
    since = serializers.DateField(allow_null=True)


class QuietListSerializer(serializers.Serializer):
    results = QuietSerializer(many=True)


class QuietPartnersView(AccessMixin, StrictView):
    access = Access.GOVERNMENT
    http_method_names = ["get", "head"]
    serializer_class = QuietListSerializer

    @extend_schema(summary="Partners without a contact for too long, over what the reader may see")
    def get(self, request: Request) -> HttpResponse:
        found = quiet_partners(request.user, timezone.localdate())
        rows: list[dict[str, Any]] = [
            {
                "partner": one.partner.pk,
                "priority": one.priority,
                "months": one.months,
                "last_on": one.last_on,
                "since": one.since,
            }
            for one in found
        ]
        return answer(request, QuietListSerializer({"results": rows}).data)
