"""Gatherings, invitations and papers of the circle, over the pages' querysets and actions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from accounts.access import Access, require
from attaches.actions import circle as actions
from attaches.actions import circle_papers, invitations
from attaches.circle import serializers
from attaches.circle.papers import handed_out
from attaches.circle.people import chosen, guests
from attaches.models import CircleEvent, CirclePaper, Invitation
from diplomacy.api.etags import answer
from diplomacy.api.wire import StrictJSONParser
from diplomacy.paging.keys import Key
from meetings.api import ContentViewSet

FORM = "multipart/form-data"
CHANGE = "attaches.change_circle_event"


class CircleEventViewSet(ContentViewSet):
    """An embassy sees the gatherings it is invited to."""

    access = Access.NETWORK
    serializer_class = serializers.CircleEventSerializer
    queryset = CircleEvent.objects.none()
    ordering = (Key("on_date"), Key("id"))
    guarded_actions = ("partial_update", "cancel", "restore", "held")

    def create(self, request: Request) -> HttpResponse:
        """A gathering to which nobody is invited yet."""
        require(request.user, "attaches.run_circle")
        made = actions.plan_event(fields=self.checked(), actor=request.user, now=timezone.now())
        return answer(request, self.row(made.pk), status_code=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: UUID) -> HttpResponse:
        """Another day, time or place asks the invited again."""
        row = self.guarded_event(pk)
        changes = self.checked(self.get_queryset().get(pk=pk))
        by = {"seen_version": row["version"], "actor": request.user, "now": timezone.now()}
        actions.edit_event(pk, changes=changes, **by)
        return answer(request, self.row(pk))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: UUID) -> HttpResponse:
        """Call it off; the invited are told."""
        row = self.guarded_event(pk)
        actions.cancel_event(pk, seen_version=row["version"], actor=request.user)
        return answer(request, self.row(pk))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: UUID) -> HttpResponse:
        """Hold it after all; the invited are asked again."""
        row = self.guarded_event(pk)
        actions.restore_event(pk, seen_version=row["version"], actor=request.user, now=timezone.now())
        return answer(request, self.row(pk))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def held(self, request: Request, pk: UUID) -> HttpResponse:
        """It took place."""
        row = self.guarded_event(pk)
        actions.mark_held(pk, seen_version=row["version"], actor=request.user, now=timezone.now())
        return answer(request, self.row(pk))

    @extend_schema(request=serializers.InviteSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def invite(self, request: Request, pk: UUID) -> HttpResponse:
        """Ask people; who is invited already is left as they are. The invitations are listed at `invitations`."""
        require(request.user, CHANGE, self.get_queryset().get(pk=pk))
        values, today = self.checked_by(serializers.InviteSerializer), timezone.localdate()
        named = list(guests(today).filter(pk__in=values.pop("people", [])))
        people = chosen(**values, people=named, today=today)
        invitations.invite(pk, people=people, actor=request.user, now=timezone.now())
        return HttpResponse(status=status.HTTP_204_NO_CONTENT)

    def guarded_event(self, pk: UUID) -> dict[str, Any]:
        return self.guarded(pk, CHANGE, self.get_queryset().get(pk=pk))


class InvitationViewSet(ContentViewSet):
    """Who runs the circle sees all; anybody else those of their own organisation, and answers their own."""

    access = Access.NETWORK
    write_access = Access.NETWORK
    serializer_class = serializers.InvitationSerializer
    queryset = Invitation.objects.none()
    ordering = (Key("invited_at"), Key("id"))
    guarded_actions = ()

    @extend_schema(request=serializers.InvitationAnswerSerializer)
    @action(detail=True, methods=["post"])
    def answer(self, request: Request, pk: UUID) -> HttpResponse:
        """The invited person's own answer, until the deadline; given again it replaces the earlier one."""
        require(request.user, "attaches.answer_invitation", self.get_queryset().get(pk=pk))
        values = self.checked_by(serializers.InvitationAnswerSerializer)
        invitations.answer(pk, **values, actor=request.user, now=timezone.now())
        return answer(request, self.row(pk))

    @extend_schema(request=serializers.InvitationAnswerSerializer)
    @action(detail=True, methods=["post"])
    def record(self, request: Request, pk: UUID) -> HttpResponse:
        """An answer that came by mail or telephone, for who runs the circle."""
        require(request.user, CHANGE, self.get_queryset().select_related("event").get(pk=pk).event)
        values = self.checked_by(serializers.InvitationAnswerSerializer)
        invitations.record_answer(pk, **values, actor=request.user, now=timezone.now())
        return answer(request, self.row(pk))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: UUID) -> HttpResponse:
        """Take it back; its person is told."""
        require(request.user, CHANGE, self.get_queryset().select_related("event").get(pk=pk).event)
        invitations.withdraw(pk, actor=request.user, now=timezone.now())
        return answer(request, self.row(pk))


class CirclePaperViewSet(ContentViewSet):
    """A new paper is sent as multipart/form-data."""

    access = Access.NETWORK
    serializer_class = serializers.CirclePaperSerializer
    queryset = CirclePaper.objects.none()
    parser_classes = [StrictJSONParser, MultiPartParser]
    ordering = (Key("event"), Key("uploaded_at"), Key("id"))
    guarded_actions = ()

    @extend_schema(request={FORM: serializers.NewPaperSerializer})
    def create(self, request: Request) -> HttpResponse:
        require(request.user, "attaches.run_circle")
        values = self.checked_by(serializers.NewPaperSerializer)
        upload = values.pop("file")
        made = circle_papers.share_paper(
            values.pop("event"), upload=upload, **values, actor=request.user, now=timezone.now()
        )
        return answer(request, self.row(made.pk), status_code=status.HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: UUID) -> HttpResponse:
        require(request.user, CHANGE, self.get_queryset().select_related("event").get(pk=pk).event)
        circle_papers.take_away_paper(pk, actor=request.user)
        return HttpResponse(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def file(self, request: Request, pk: UUID) -> HttpResponse:
        """The file itself, as it was sent."""
        paper = get_object_or_404(self.get_queryset().select_related("event"), pk=pk)
        return handed_out(paper, user=request.user, body=request.method == "GET")
