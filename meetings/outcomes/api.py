"""Decisions and actions: read by the registers' querysets and filters, written by the pages' actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request

from diplomacy.api.etags import answer
from diplomacy.paging.keys import Key
from meetings.actions import outcomes, results
from meetings.api import ContentViewSet
from meetings.models import ActionItem, Decision
from meetings.outcomes import serializers
from meetings.outcomes.registers import ActionRegister, DecisionRegister


class OutcomeViewSet(ContentViewSet):
    """The list takes the filters and the `sort` of the register; what is in the bin is not shown."""

    register: Any
    guarded_actions = ("partial_update", "destroy")

    def get_queryset(self) -> Any:
        return super().get_queryset().live()

    def keys(self) -> tuple[Key, ...]:
        """The filter has refused a `sort` that does not exist."""
        return self.register.keys_of(self.request.query_params.get("sort") or self.register.default_sort)

    def with_keys(self, queryset: Any, keys: Sequence[Key]) -> Any:
        return self.register.with_sort_columns(queryset, keys)

    def guarded_outcome(self, pk: UUID, permission: str = "meetings.change_outcomes") -> dict[str, Any]:
        row = self.get_queryset().select_related("meeting").prefetch_related("meeting__concerned").get(pk=pk)
        return self.guarded(pk, permission, row if permission == "meetings.report_action" else row.meeting)

    def recorded(self, record: Any, serializer_class: Any) -> HttpResponse:
        values = self.checked_by(serializer_class)
        new = record(values.pop("meeting").pk, fields=values, actor=self.request.user)
        return answer(self.request, self.row(new.pk), status_code=status.HTTP_201_CREATED)

    def edited(self, pk: UUID, edit: Any) -> HttpResponse:
        row = self.guarded_outcome(pk)
        changes = self.checked(self.get_queryset().select_related("meeting").get(pk=pk))
        edit(pk, changes=changes, seen_version=row["version"], actor=self.request.user)
        return answer(self.request, self.row(pk))

    def deleted(self, pk: UUID) -> HttpResponse:
        row = self.guarded_outcome(pk)
        by = {"seen_version": row["version"], "actor": self.request.user}
        outcomes.delete_outcome(self.model, pk, **by, now=timezone.now())
        return HttpResponse(status=status.HTTP_204_NO_CONTENT)


class DecisionViewSet(OutcomeViewSet):
    serializer_class = serializers.DecisionSerializer
    filterset_class = DecisionRegister.filter_class
    register = DecisionRegister
    queryset = Decision.objects.none()

    @extend_schema(request=serializers.NewDecisionSerializer)
    def create(self, request: Request) -> HttpResponse:
        return self.recorded(outcomes.record_decision, serializers.NewDecisionSerializer)

    def partial_update(self, request: Request, pk: UUID) -> HttpResponse:
        return self.edited(pk, outcomes.edit_decision)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: UUID) -> HttpResponse:
        """Into the bin for 30 days."""
        return self.deleted(pk)


class ActionViewSet(OutcomeViewSet):
    serializer_class = serializers.ActionSerializer
    filterset_class = ActionRegister.filter_class
    register = ActionRegister
    queryset = ActionItem.objects.none()
    guarded_actions = ("partial_update", "destroy", "result", "drop", "reopen", "hand_over")

    def get_queryset(self) -> Any:
        """The decision only where its reader sees it."""
        seen = Decision.objects.visible_to(self.request.user).live().filter(pk=OuterRef("decision"))
        return super().get_queryset().annotate(seen_decision=Subquery(seen.order_by().values("pk")[:1]))

    @extend_schema(request=serializers.NewActionSerializer)
    def create(self, request: Request) -> HttpResponse:
        return self.recorded(outcomes.record_action, serializers.NewActionSerializer)

    def partial_update(self, request: Request, pk: UUID) -> HttpResponse:
        return self.edited(pk, outcomes.edit_action)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: UUID) -> HttpResponse:
        """Into the bin for 30 days."""
        return self.deleted(pk)

    @extend_schema(request=serializers.ResultSerializer)
    @action(detail=True, methods=["post"])
    def result(self, request: Request, pk: UUID) -> HttpResponse:
        """Say what came of it, which closes it."""
        row = self.guarded_outcome(pk, "meetings.report_action")
        values = self.checked_by(serializers.ResultSerializer)
        by = {"seen_version": row["version"], "actor": request.user, "now": timezone.now()}
        results.report_result(pk, **values, **by)
        return answer(request, self.row(pk))

    @extend_schema(request=serializers.ReasonSerializer)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, pk: UUID) -> HttpResponse:
        """End it without a result, with a reason."""
        row = self.guarded_outcome(pk, "meetings.report_action")
        values = self.checked_by(serializers.ReasonSerializer)
        by = {"seen_version": row["version"], "actor": request.user, "now": timezone.now()}
        results.drop_action(pk, **values, **by)
        return answer(request, self.row(pk))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: UUID) -> HttpResponse:
        """Take it up again."""
        row = self.guarded_outcome(pk, "meetings.report_action")
        results.reopen_action(pk, seen_version=row["version"], actor=request.user)
        return answer(request, self.row(pk))

    @extend_schema(request=serializers.HandOverSerializer, responses={201: serializers.ActionSerializer})
    @action(detail=True, methods=["post"], url_path="hand-over")
    def hand_over(self, request: Request, pk: UUID) -> HttpResponse:
        """Go on with it as an action of a later session of the series; answers with the new one."""
        row = self.guarded_outcome(pk)
        meeting = self.checked_by(serializers.HandOverSerializer)["meeting"]
        by = {"seen_version": row["version"], "actor": request.user}
        new = results.hand_over(pk, meeting_id=meeting.pk, **by)
        return answer(request, self.row(new.pk), status_code=status.HTTP_201_CREATED)
