"""Participants of meetings: read by the page's queryset, written by the page's actions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request

from diplomacy.api.etags import answer
from diplomacy.api.rows import rows
from diplomacy.paging.keys import Key
from meetings.actions import participants
from meetings.api import ContentViewSet
from meetings.models import Meeting
from meetings.participants import serializers
from meetings.participants.filters import ParticipantFilter


class ParticipantViewSet(ContentViewSet):
    """Meeting by meeting and side by side in the order of precedence; what is in the bin is not shown."""

    serializer_class = serializers.ParticipantSerializer
    filterset_class = ParticipantFilter
    ordering = (Key("meeting"), Key("side"), Key("position"), Key("id"))
    guarded_actions = ("partial_update", "destroy", "restore")

    def get_queryset(self) -> Any:
        found = super().get_queryset()
        return found.exclude(deleted_at=None) if self.action == "restore" else found.live()

    @extend_schema(request=serializers.NewParticipantSerializer)
    def create(self, request: Request) -> HttpResponse:
        """At the last place of their side."""
        values = self.checked_by(serializers.NewParticipantSerializer)
        new = participants.add_participant(values.pop("meeting").pk, fields=values, actor=request.user)
        return answer(request, self.row(new.pk), status_code=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: UUID) -> HttpResponse:
        row = self.guarded_participant(pk)
        changes = self.checked(self.get_queryset().select_related("meeting").get(pk=pk))
        participants.edit_participant(pk, changes=changes, seen_version=row["version"], actor=request.user)
        return answer(request, self.row(pk))

    @extend_schema(responses={200: serializers.ParticipantSerializer})
    def destroy(self, request: Request, pk: UUID) -> HttpResponse:
        """Into the bin for 30 days. The answer's ETag is what `restore` asks for."""
        row = self.guarded_participant(pk)
        by = {"seen_version": row["version"], "actor": request.user}
        participants.delete_participant(pk, **by, now=timezone.now())
        binned = participants.binned(request.user).filter(pk=pk)
        return answer(request, rows(binned, self.serializer_class, request.user)[0])

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: UUID) -> HttpResponse:
        """Out of the bin, to the place it had."""
        row = self.guarded_participant(pk)
        participants.restore_participant(pk, seen_version=row["version"], actor=request.user)
        self.action = "retrieve"
        return answer(request, self.row(pk))

    def guarded_participant(self, pk: UUID) -> dict[str, Any]:
        meeting = Meeting.objects.prefetch_related("concerned").get(participants__in=self.get_queryset().filter(pk=pk))
        return self.guarded(pk, "meetings.change_participants", meeting)
