"""対処方針 by program: the pages' rows, permissions and actions. Readers outside government find none."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request

from accounts.access import Access
from diplomacy.api.etags import answer
from diplomacy.paging.keys import Key
from meetings import serializers
from meetings.actions.position import NOT_WRITTEN, edit_position
from meetings.api import ContentViewSet
from meetings.item_filters import PositionFilter, PositionVersionFilter
from meetings.models import Position


class PositionViewSet(ContentViewSet):
    """One for an item; an item without one gets it by POST. How far it goes is set on its page."""

    access = Access.GOVERNMENT
    serializer_class = serializers.PositionSerializer
    filterset_class = PositionFilter
    guarded_actions = ("partial_update",)

    def get_queryset(self) -> Any:
        return super().get_queryset().with_state()

    @extend_schema(request=serializers.NewPositionSerializer)
    def create(self, request: Request) -> HttpResponse:
        values = self.checked_by(serializers.NewPositionSerializer)
        item = values.pop("item")
        position, _changed = edit_position(item.pk, changes=values, seen_version=NOT_WRITTEN, actor=request.user)
        return answer(request, self.row(position.pk), status_code=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: UUID) -> HttpResponse:
        position = self.get_queryset().with_responsible().get(pk=pk)
        row = self.guarded(pk, "meetings.change_position", position.item)
        changes = self.checked(Position.objects.get(pk=pk))
        edit_position(position.item_id, changes=changes, seen_version=row["version"], actor=request.user)
        return answer(request, self.row(pk))


class PositionVersionViewSet(ContentViewSet):
    """第n版: what was put to clearance, the newest of each position first."""

    access = Access.GOVERNMENT
    serializer_class = serializers.PositionVersionSerializer
    filterset_class = PositionVersionFilter
    ordering = (Key("position"), Key("number", descending=True), Key("id"))
