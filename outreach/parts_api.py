"""What hangs on dispatches over the pages' querysets and actions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request

from accounts.access import Access, AccessMixin, require
from accounts.handling import Handling
from accounts.reading import note_restricted_rows
from diplomacy.api.etags import answer, require_match
from diplomacy.api.views import ReadViewSet
from outreach import filters, serializers
from outreach.actions import parts
from outreach.actions.dispatches import record_effect
from outreach.kinds import KINDS
from outreach.models import Dispatch


class PartViewSet(AccessMixin, ReadViewSet):
    """What hangs on dispatches, read by whoever reads the dispatch, written by whoever may change it."""

    access = Access.GOVERNMENT
    write_access = Access.DESK
    filterset_class = filters.PartFilter

    def rows_of(self, queryset: Any) -> list[dict[str, Any]]:
        found = super().rows_of(queryset)
        restricted = Dispatch.objects.filter(pk__in={row["dispatch"] for row in found}, handling=Handling.RESTRICTED)
        note_restricted_rows(self.request.user, Dispatch, list(restricted.order_by().values_list("pk", "handling")))
        return found

    def guarded(self, pk: UUID) -> tuple[Dispatch, dict[str, Any]]:
        """Its dispatch, for who may change that and has read this very state of the part."""
        row = self.row(pk)
        dispatch = Dispatch.objects.visible_to(self.request.user).get(pk=row["dispatch"])
        require(self.request.user, KINDS["dispatch"].change, dispatch)
        require_match(self.request, row)
        return dispatch, row


class AddedPartViewSet(PartViewSet):
    """Parts that are added, changed and taken away from when on the expert has accepted."""

    guarded_actions = ("partial_update", "destroy")
    part = ""
    new_serializer_class: Any = None

    def create(self, request: Request) -> HttpResponse:
        fields = self.checked_by(self.new_serializer_class)
        dispatch = fields.pop("dispatch")
        made = parts.add_part(dispatch.pk, self.part, fields=fields, actor=request.user)
        return answer(request, self.row(made.pk), status_code=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: UUID) -> HttpResponse:
        dispatch, row = self.guarded(pk)
        changes = self.checked(self.get_queryset().select_related("dispatch").get(pk=pk))
        by = {"seen_version": row["version"], "actor": request.user}
        parts.edit_part(dispatch.pk, self.part, pk, changes=changes, **by)
        return answer(request, self.row(pk))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: UUID) -> HttpResponse:
        dispatch, row = self.guarded(pk)
        parts.remove_part(dispatch.pk, self.part, pk, seen_version=row["version"], actor=request.user)
        return HttpResponse(status=status.HTTP_204_NO_CONTENT)


class StopViewSet(AddedPartViewSet):
    """Itinerary: days and hours in the local time of the place."""

    part = "stop"
    serializer_class = serializers.StopSerializer
    new_serializer_class = serializers.NewStopSerializer


class EngagementViewSet(AddedPartViewSet):
    """Talks and visits, with who heard them."""

    part = "engagement"
    serializer_class = serializers.EngagementSerializer
    new_serializer_class = serializers.NewEngagementSerializer


class MediaItemViewSet(AddedPartViewSet):
    """What newspapers, broadcasters and sites told of it."""

    part = "media"
    serializer_class = serializers.MediaItemSerializer
    new_serializer_class = serializers.NewMediaItemSerializer


class EffectViewSet(PartViewSet):
    """What had come of it 3, 6 and 12 months later; the rows are there from its report on."""

    guarded_actions = ("partial_update",)
    serializer_class = serializers.EffectSerializer

    def partial_update(self, request: Request, pk: UUID) -> HttpResponse:
        """Write what came of it."""
        dispatch, row = self.guarded(pk)
        text = self.checked_by(serializers.EffectSerializer)["text"]
        by = {"seen_version": row["version"], "actor": request.user, "today": timezone.localdate()}
        record_effect(dispatch.pk, pk, text=text, **by)
        return answer(request, self.row(pk))
