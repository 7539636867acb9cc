"""The brief for programs."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from accounts.handouts import Handout
from partners.brief.make import make_brief
from partners.handout_api import HandoutSerializer, HandoutView, handed_out
from partners.models import Partner


class PartnerBrief(HandoutView):
    @extend_schema(parameters=[HandoutSerializer], responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """The two pages on a partner, as PDF or DOCX. Who took them, and how high they are marked, is noted."""
        partner = get_object_or_404(Partner.objects.visible_to(request.user).with_desk(), pk=pk)
        wish = Handout(**self.wished(request))
        return handed_out(make_brief(partner, wish, actor=request.user, now=timezone.now()))
