"""The agenda on paper, for programs: the same choices, cut and trace as the page's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from accounts.access import Access, AccessMixin
from accounts.handouts import Audience, usual
from diplomacy.api.serializers import StrictChoiceField, StrictSerializer, VisibleRelatedField
from diplomacy.api.views import StrictView
from diplomacy.papers import WRITERS
from meetings.models import Meeting
from meetings.papers import Kind, Wish, make_paper
from partners.models import Organisation


class WishSerializer(StrictSerializer):
    """What is not said is what the page offers first."""

    kind = StrictChoiceField(choices=Kind.choices, required=False)
    form = StrictChoiceField(choices=list(WRITERS), required=False)
    language = StrictChoiceField(choices=["ja", "en"], required=False)
    audience = StrictChoiceField(choices=Audience.choices, required=False)
    recipient = VisibleRelatedField(queryset=Organisation.objects.all(), required=False)


class MeetingPaper(AccessMixin, StrictView):
    access = Access.READER
    query_parameters = frozenset(WishSerializer().fields)
    http_method_names = ["get", "head"]
    serializer_class = WishSerializer

    @extend_schema(parameters=[WishSerializer], responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """The agenda of a meeting, or its agenda with the positions, as PDF or DOCX."""
        meeting = get_object_or_404(Meeting.objects.visible_to(request.user).with_head(), pk=pk)
        made = make_paper(meeting, self._wish(request), actor=request.user, now=timezone.now())
        name = content_disposition_header(True, made.name) or "attachment"
        headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
        return HttpResponse(made.content, content_type=made.media_type, headers=headers)

    def _wish(self, request: Request) -> Wish:
        sent = WishSerializer(data=request.query_params.dict(), context={"request": request})
        sent.is_valid(raise_exception=True)
        given: dict[str, Any] = {**vars(usual(request.user)), **sent.validated_data}
        return Wish(**given)
