"""The figures of the overview for programs: the same numbers as on the page, with when they were counted."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from accounts.access import Access, AccessMixin
from dashboard.models import Snapshot
from dashboard.overview import Overview
from diplomacy.api.etags import answer
from diplomacy.api.serializers import CleanModelSerializer
from diplomacy.api.views import ReadViewSet, StrictView
from diplomacy.paging.keys import Key


class CommitmentsSerializer(serializers.Serializer):
    kept = serializers.IntegerField()
    late = serializers.IntegerField()
    open = serializers.IntegerField()


class ProposalsSerializer(serializers.Serializer):
    proposed = serializers.IntegerField()
    adopted = serializers.IntegerField()
    decided = serializers.IntegerField()


class FiguresSerializer(serializers.Serializer):
    """Over what the reader may see. `counted_at` is when the oldest of them was counted, at most a minute ago."""

    coming = serializers.IntegerField()
    late = serializers.IntegerField()
    overdue = serializers.IntegerField()
    blank_themes = serializers.ListField(child=serializers.UUIDField())
    quiet_partners = serializers.ListField(child=serializers.UUIDField())
    series_over_cadence = serializers.ListField(child=serializers.UUIDField())
    agreements_ending = serializers.IntegerField()
    commitments = CommitmentsSerializer()
    proposals = ProposalsSerializer()
    cases_open = serializers.IntegerField()
    counted_at = serializers.DateTimeField()


class Figures(AccessMixin, StrictView):
    access = Access.OVERVIEW
    http_method_names = ["get", "head"]
    serializer_class = FiguresSerializer

    @extend_schema(summary="The figures of the overview")
    def get(self, request: Request) -> HttpResponse:
        shown = Overview(request.user, timezone.now())
        figures = {
            "coming": len(shown.ahead.parts),
            "late": len(shown.ahead.late),
            "overdue": shown.commitments.total.late,
            "blank_themes": shown.coverage.blank,
            "quiet_partners": [one.partner for one in shown.quiet],
            "series_over_cadence": shown.over_cadence,
            "agreements_ending": shown.agreements,
            "commitments": shown.commitments.total,
            "proposals": shown.proposals.total,
            "cases_open": shown.open_cases().count(),
            "counted_at": shown.counted_at,
        }
        return answer(request, FiguresSerializer(figures).data)


class SnapshotSerializer(CleanModelSerializer):
    class Meta:
        model = Snapshot
        fields = ["id", "day", "occasion", "taken_at", "figures"]
        read_only_fields = fields


class SnapshotViewSet(AccessMixin, ReadViewSet):
    """What was kept for each council session, the latest first."""

    access = Access.OVERVIEW
    serializer_class = SnapshotSerializer
    ordering = (Key("day", descending=True), Key("id"))
    queryset = Snapshot.objects.none()
