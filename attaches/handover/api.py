"""引継ぎ for programs: the parts of the page, in the reader's words."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from accounts.access import Access, AccessMixin
from accounts.handling import Handling
from attaches.handover.opening import posting_or_404
from attaches.handover.parts import PARTS, parts_of
from diplomacy.api.etags import answer
from diplomacy.api.views import StrictView


class LineSerializer(serializers.Serializer):
    text = serializers.CharField()
    detail = serializers.CharField()
    url = serializers.CharField()
    handling = serializers.ChoiceField(Handling.choices)
    is_sample = serializers.BooleanField()


class PartSerializer(serializers.Serializer):
    name = serializers.ChoiceField([name for name, _label, _lines in PARTS])
    label = serializers.CharField()
    lines = LineSerializer(many=True)


class HandoverSerializer(serializers.Serializer):
    posting = serializers.UUIDField()
    parts = PartSerializer(many=True)


class HandoverView(AccessMixin, StrictView):
    access = Access.NETWORK
    http_method_names = ["get", "head"]
    serializer_class = HandoverSerializer

    @extend_schema(summary="What a successor finds, over what the reader may see")
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        posting = posting_or_404(request, pk)
        found = {"posting": pk, "parts": parts_of(posting, request.user, timezone.localdate())}
        return answer(request, HandoverSerializer(found).data)
