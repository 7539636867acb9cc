"""Series, meetings and agendas: read by the pages' querysets and filters, written by the pages' actions."""

from __future__ import annotations

from typing import Any

from accounts.access import Access, AccessMixin
from diplomacy.api.views import ReadViewSet
from meetings import serializers
from meetings.item_filters import AgendaItemFilter, SeriesLinkFilter


class ContentViewSet(AccessMixin, ReadViewSet):
    access = Access.READER


class SeriesViewSet(ContentViewSet):
    serializer_class = serializers.SeriesSerializer
    ordering = ("name_ja", "id")


class SeriesLinkViewSet(ContentViewSet):
    serializer_class = serializers.SeriesLinkSerializer
    filterset_class = SeriesLinkFilter


class MeetingViewSet(ContentViewSet):
    serializer_class = serializers.MeetingSerializer
    ordering = ("-start_date", "id")


class AgendaItemViewSet(ContentViewSet):
    """In the order of the agenda, meeting by meeting; what is in the bin is not shown."""

    serializer_class = serializers.AgendaItemSerializer
    filterset_class = AgendaItemFilter
    ordering = ("meeting", "position", "id")

    def get_queryset(self) -> Any:
        return super().get_queryset().live()
