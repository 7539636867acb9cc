"""Meeting requests, those for a speaker too: asked by an embassy, answered by the ministry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request

from accounts.access import Access, require
from attaches.actions import requests as actions
from attaches.models import MeetingRequest
from attaches.models.requests import MOST_DATES
from attaches.requests.register import RequestFilter, RequestRegister
from diplomacy.api.etags import answer
from diplomacy.api.serializers import CleanModelSerializer, StrictCharField, StrictSerializer
from diplomacy.days import refuse_far_days
from diplomacy.paging.keys import Key
from meetings.api import ContentViewSet

ANSWER = "attaches.answer_request"


class MeetingRequestSerializer(CleanModelSerializer):
    class Meta:
        model = MeetingRequest
        fields = [
            *("id", "owner", "kind", "ministry", "subject", "purpose", "with_whom", "participants", "themes", "state"),
            *("sent_at", "answer_by", "answered_at", "agreed_on", "agreed_at", "agreed_place", "answer_note"),
            *("reason", "handling", "is_sample", "version", "created_at", "updated_at"),
        ]
        read_only_fields = [
            *("id", "owner", "state", "sent_at", "answer_by", "answered_at", "agreed_on", "agreed_at"),
            *("agreed_place", "answer_note", "reason", "handling", "is_sample", "version", "created_at", "updated_at"),
        ]


class ProposedDateSerializer(StrictSerializer):
    on_date = serializers.DateField(validators=[refuse_far_days])
    start_time = serializers.TimeField(required=False, allow_null=True)
    end_time = serializers.TimeField(required=False, allow_null=True)


class NewRequestSerializer(MeetingRequestSerializer):
    """`key` makes sending it again harmless."""

    dates = ProposedDateSerializer(many=True, min_length=1, max_length=MOST_DATES, write_only=True)
    key = serializers.UUIDField(required=False, write_only=True)

    class Meta(MeetingRequestSerializer.Meta):
        fields = [*MeetingRequestSerializer.Meta.fields, "dates", "key"]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        dates, key = attrs.pop("dates"), attrs.pop("key", None)
        return {**super().validate(attrs), "dates": dates, "key": key}


class AgreeSerializer(StrictSerializer):
    agreed_on = serializers.DateField(validators=[refuse_far_days])
    agreed_at = serializers.TimeField(required=False, allow_null=True)
    agreed_place = StrictCharField(required=False, allow_blank=True, max_length=300)
    answer_note = StrictCharField(required=False, allow_blank=True, max_length=2_000)


class DeclineSerializer(StrictSerializer):
    reason = StrictCharField(max_length=2_000)


class MeetingRequestViewSet(ContentViewSet):
    """The list takes the filters and the `sort` of the page. Read by the embassy and the ministry asked."""

    access = Access.NETWORK
    write_access = Access.NETWORK
    serializer_class = MeetingRequestSerializer
    filterset_class = RequestFilter
    queryset = MeetingRequest.objects.none()
    guarded_actions = ("withdraw", "receive", "arrange", "agree", "decline")

    def keys(self) -> Sequence[Key]:
        """The filter has refused a `sort` that does not exist."""
        return RequestRegister.keys_of(self.request.query_params.get("sort") or RequestRegister.default_sort)

    @extend_schema(request=NewRequestSerializer)
    def create(self, request: Request) -> HttpResponse:
        """Ask a ministry for a meeting, or with `kind: speaker` for a speaker."""
        require(request.user, "attaches.ask_for_meetings")
        values = self.checked_by(NewRequestSerializer)
        dates = [(date["on_date"], date.get("start_time"), date.get("end_time")) for date in values.pop("dates")]
        key = values.pop("key") or uuid4()
        by = {"actor": request.user, "now": timezone.now()}
        made = actions.ask_for_meeting(fields=values, dates=dates, key=key, **by)
        return answer(request, self.row(made.pk), status_code=status.HTTP_201_CREATED)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: UUID) -> HttpResponse:
        """The embassy takes it back."""
        return self._turned(pk, "attaches.withdraw_request", actions.withdraw_request)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def receive(self, request: Request, pk: UUID) -> HttpResponse:
        """The ministry confirms receipt."""
        return self._turned(pk, ANSWER, actions.receive_request)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def arrange(self, request: Request, pk: UUID) -> HttpResponse:
        """The ministry looks for a day."""
        return self._turned(pk, ANSWER, actions.arrange_request)

    @extend_schema(request=AgreeSerializer)
    @action(detail=True, methods=["post"])
    def agree(self, request: Request, pk: UUID) -> HttpResponse:
        return self._turned(pk, ANSWER, actions.agree_to_request, AgreeSerializer)

    @extend_schema(request=DeclineSerializer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: UUID) -> HttpResponse:
        return self._turned(pk, ANSWER, actions.decline_request, DeclineSerializer)

    def _turned(
        self, pk: UUID, permission: str, deed: Callable[..., Any], body: type[StrictSerializer] | None = None
    ) -> HttpResponse:
        row = self.guarded(pk, permission, self.get_queryset().get(pk=pk))
        values = self.checked_by(body) if body else {}
        deed(pk, **values, seen_version=row["version"], actor=self.request.user, now=timezone.now())
        return answer(self.request, self.row(pk))
