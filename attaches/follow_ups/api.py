"""Follow-ups: read by the register's queryset and filter, written by the pages' actions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request

from accounts.access import Access
from accounts.reading import note_restricted_rows
from attaches.actions import follow_ups as actions
from attaches.follow_ups import serializers
from attaches.follow_ups.filters import FollowUpFilter
from attaches.follow_ups.register import FollowUpRegister
from attaches.models import Contact, FollowUp
from diplomacy.api.etags import answer
from diplomacy.paging.keys import Key
from meetings.api import ContentViewSet


class FollowUpViewSet(ContentViewSet):
    """The list takes the filters and the `sort` of the register."""

    serializer_class = serializers.FollowUpSerializer
    filterset_class = FollowUpFilter
    queryset = FollowUp.objects.none()
    write_access = Access.NETWORK
    guarded_actions = ("partial_update", "close", "reopen", "hand_over")

    def get_queryset(self) -> Any:
        return super().get_queryset().live().with_shown_person(self.request.user)

    def rows_of(self, queryset: Any) -> list[dict[str, Any]]:
        """Those after a restricted contact are noted for the audit, as a reading of it."""
        found = super().rows_of(queryset)
        shown = found[: getattr(self.paginator, "limit", None)]
        levels = Contact.objects.filter(pk__in={row["contact"] for row in shown}).order_by()
        note_restricted_rows(self.request.user, Contact, list(levels.values_list("pk", "handling")))
        return found

    def keys(self) -> tuple[Key, ...]:
        """The filter has refused a `sort` that does not exist."""
        return FollowUpRegister.keys_of(self.request.query_params.get("sort") or FollowUpRegister.default_sort)

    @extend_schema(request=serializers.NewFollowUpSerializer)
    def create(self, request: Request) -> HttpResponse:
        """After a contact of the body one acts for, which undertakes it."""
        values = self.checked_by(serializers.NewFollowUpSerializer)
        made = actions.add_follow_up(values.pop("contact"), actions.NextStep(**values), actor=request.user)
        return answer(request, self.row(made.pk), status_code=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: UUID) -> HttpResponse:
        row = self.guarded_follow_up(pk)
        changes = self.checked(self.get_queryset().get(pk=pk))
        actions.edit_follow_up(pk, changes=changes, seen_version=row["version"], actor=request.user)
        return answer(request, self.row(pk))

    @extend_schema(request=serializers.CloseFollowUpSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: UUID) -> HttpResponse:
        """Say what came of it, which closes it."""
        row = self.guarded_follow_up(pk)
        values = self.checked_by(serializers.CloseFollowUpSerializer)
        by = {"seen_version": row["version"], "actor": request.user, "now": timezone.now()}
        actions.close_follow_up(pk, **values, **by)
        return answer(request, self.row(pk))

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: UUID) -> HttpResponse:
        """Take it up again."""
        row = self.guarded_follow_up(pk)
        actions.reopen_follow_up(pk, seen_version=row["version"], actor=request.user)
        return answer(request, self.row(pk))

    @extend_schema(request=serializers.HandOverFollowUpSerializer)
    @action(detail=True, methods=["post"], url_path="hand-over")
    def hand_over(self, request: Request, pk: UUID) -> HttpResponse:
        """Give it to another body or person that reads the contact."""
        row = self.guarded_follow_up(pk)
        values = {"person": None, **self.checked_by(serializers.HandOverFollowUpSerializer)}
        actions.hand_over_follow_up(pk, **values, seen_version=row["version"], actor=request.user)
        return answer(request, self.row(pk))

    def guarded_follow_up(self, pk: UUID) -> dict[str, Any]:
        follow_up = self.get_queryset().select_related("contact").get(pk=pk)
        return self.guarded(pk, "attaches.change_follow_up", follow_up)
