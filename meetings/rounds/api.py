"""各省協議 by program: the pages' rows, permissions and actions. Readers outside government find none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request

from accounts.access import Access
from diplomacy.api.errors import PreconditionFailed, PreconditionRequired
from diplomacy.api.etags import answer
from diplomacy.paging.keys import Key
from meetings.actions import clearance as actions
from meetings.actions.clearance_checks import Overtaken
from meetings.actions.clearance_settling import unsettled_before
from meetings.api import ContentViewSet
from meetings.models import ClearanceAsk, ClearanceItem, ClearanceRound
from meetings.rounds import filters, serializers
from meetings.rounds.register import RoundRegister
from meetings.rounds.shown import unsettled_row

NEWEST_FIRST = "-opened"


class ClearanceViewSet(ContentViewSet):
    """The rounds, the newest first; filters and `sort` as on the page. Whoever sees a position sees its rounds."""

    access = Access.GOVERNMENT
    serializer_class = serializers.RoundSerializer
    filterset_class = filters.RoundFilter
    guarded_actions = ("recirculate", "close", "withdraw")

    def keys(self) -> Sequence[Key]:
        """The filter has refused a `sort` that does not exist."""
        return RoundRegister.keys_of(self.request.query_params.get("sort") or NEWEST_FIRST)

    def get_queryset(self) -> Any:
        asked = ClearanceAsk.objects.filter(round=OuterRef("pk")).order_by("ministry")
        return super().get_queryset().annotate(ministries=ArraySubquery(asked.values("ministry")))

    @extend_schema(request=serializers.OpenSerializer)
    def create(self, request: Request) -> HttpResponse:
        """Open a round."""
        values = self.checked_by(serializers.OpenSerializer)
        meeting = values.pop("meeting")
        round = actions.open_round(meeting.pk, **values, actor=request.user, now=timezone.now())
        return answer(request, self.row(round.pk), status_code=status.HTTP_201_CREATED)

    @extend_schema(request=serializers.RecirculateSerializer)
    @action(detail=True, methods=["post"])
    def recirculate(self, request: Request, pk: UUID) -> HttpResponse:
        """Put what the positions say now to the ministries as a new version."""
        return self._led(request, pk, actions.recirculate, serializers.RecirculateSerializer)

    @extend_schema(responses=serializers.UnsettledListSerializer)
    @action(detail=True, methods=["get"])
    def unsettled(self, request: Request, pk: UUID) -> HttpResponse:
        """What still stands in the way of clearing the round, as far as its reader sees it."""
        round = get_object_or_404(self.get_queryset().with_parties(), pk=pk)
        found = unsettled_before(round, actor=request.user, now=timezone.now()) if round.is_open else []
        return answer(request, {"unsettled": [unsettled_row(one) for one in found]})

    @extend_schema(request=serializers.CloseSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: UUID) -> HttpResponse:
        """Where something is not settled, `accept_unsettled` with the marks that were `seen`: 428 without them, 412
        where something has come in since."""
        try:
            return self._led(request, pk, closed_as_seen, serializers.CloseSerializer)
        except Overtaken as fault:
            raise PreconditionFailed(fault.message) from fault

    @extend_schema(request=serializers.WithdrawSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: UUID) -> HttpResponse:
        return self._led(request, pk, actions.withdraw, serializers.WithdrawSerializer)

    def _led(self, request: Request, pk: UUID, act: Any, body: Any) -> HttpResponse:
        round = ClearanceRound.objects.visible_to(request.user).with_parties().get(pk=pk)
        self.guarded(pk, "meetings.close_clearance", round)
        act(pk, **self.checked_by(body), actor=request.user, now=timezone.now())
        return answer(request, self.row(pk))


def closed_as_seen(pk: UUID, **values: Any) -> ClearanceRound:
    if values["accept_unsettled"] and "seen" not in values:
        raise PreconditionRequired(_("整っていないまま終了するときは、unsettledで読んだmarkをseenに付けてください。"))
    return actions.close_round(pk, **values)


class ClearanceEntryViewSet(ContentViewSet):
    """What a round is about: one version of a position each."""

    access = Access.GOVERNMENT
    serializer_class = serializers.EntrySerializer
    filterset_class = filters.EntryFilter
    ordering = (Key("round"), Key("id"))


class ClearanceReplyViewSet(ContentViewSet):
    """What the ministries said, the earlier replies too, the newest first."""

    access = Access.GOVERNMENT
    serializer_class = serializers.ReplySerializer
    filterset_class = filters.ReplyFilter
    ordering = (Key("replied_at", descending=True), Key("id"))

    @extend_schema(request=serializers.AnswerSerializer)
    def create(self, request: Request) -> HttpResponse:
        """Reply for one's ministry; a later reply replaces the one that was seen (412 where a colleague was first)."""
        values = self.checked_by(serializers.AnswerSerializer)
        entry = ClearanceItem.objects.visible_to(request.user).get(pk=values.pop("entry"))
        reply = actions.reply(entry.pk, **values, actor=request.user, now=timezone.now())
        return answer(request, self.row(reply.pk), status_code=status.HTTP_201_CREATED)
