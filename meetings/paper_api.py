"""The agenda on paper, for programs."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from diplomacy.api.serializers import StrictChoiceField
from meetings.models import Meeting
from meetings.papers import Kind, Wish, make_paper
from partners.handout_api import HandoutSerializer, HandoutView, handed_out


class WishSerializer(HandoutSerializer):
    kind = StrictChoiceField(choices=Kind.choices, required=False)


class MeetingPaper(HandoutView):
    query_parameters = frozenset(WishSerializer().fields)
    serializer_class = WishSerializer

    @extend_schema(parameters=[WishSerializer], responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """The agenda of a meeting, or its agenda with the positions, as PDF or DOCX."""
        meeting = get_object_or_404(Meeting.objects.visible_to(request.user).with_head(), pk=pk)
        wish = Wish(**self.wished(request))
        return handed_out(make_paper(meeting, wish, actor=request.user, now=timezone.now()))
