"""Series, meetings and agendas: read by the pages' querysets and filters, written by the pages' actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request

from accounts.access import Access, AccessMixin, require
from accounts.handling import Handled
from accounts.reading import note_restricted_rows
from diplomacy.api.errors import PreconditionFailed
from diplomacy.api.etags import answer, require_match
from diplomacy.api.rows import rows
from diplomacy.api.views import ReadViewSet
from diplomacy.paging.keys import Key
from meetings import serializers
from meetings.actions import agenda, arranging
from meetings.actions.meeting import edit_meeting
from meetings.actions.participants import reorder_participants
from meetings.actions.sessions import create_session
from meetings.browsing import Browsing
from meetings.filters import MeetingListFilter, SeriesFilter
from meetings.item_filters import AgendaItemFilter, SeriesLinkFilter
from meetings.models import Meeting
from meetings.ordering import StaleOrder
from meetings.participants.serializers import PrecedenceSerializer

NEWEST_FIRST = "-date"


class ContentViewSet(AccessMixin, ReadViewSet):
    """Who never writes meetings is told so before anything is said about the body."""

    access = Access.READER
    write_access = Access.STAFF

    def rows_of(self, queryset: Any) -> list[dict[str, Any]]:
        """Restricted rows are noted for the audit. A list asks for one row more than it shows."""
        found = super().rows_of(queryset)
        if issubclass(self.model, Handled):
            shown = found[: getattr(self.paginator, "limit", None)]
            note_restricted_rows(self.request.user, self.model, [(row["id"], row["handling"]) for row in shown])
        return found

    def handle_exception(self, error: Exception) -> Any:
        return super().handle_exception(PreconditionFailed() if isinstance(error, StaleOrder) else error)

    def guarded(self, pk: UUID, permission: str, record: Any) -> dict[str, Any]:
        """The row, for a writer who may change it and has read this very state of it."""
        require(self.request.user, permission, record)
        row = self.row(pk)
        require_match(self.request, row)
        return row


class SeriesViewSet(ContentViewSet):
    serializer_class = serializers.SeriesSerializer
    filterset_class = SeriesFilter
    ordering = (Key("name_ja"), Key("id"))


class SeriesLinkViewSet(ContentViewSet):
    serializer_class = serializers.SeriesLinkSerializer
    filterset_class = SeriesLinkFilter


class MeetingViewSet(ContentViewSet):
    """The list takes the filters and the `sort` of the page."""

    serializer_class = serializers.MeetingSerializer
    filterset_class = MeetingListFilter
    guarded_actions = ("partial_update",)

    def keys(self) -> tuple[Key, ...]:
        """The filter has refused a `sort` that does not exist."""
        return Browsing.keys_of(self.request.query_params.get("sort") or NEWEST_FIRST)

    def with_keys(self, queryset: Any, keys: Sequence[Key]) -> Any:
        return Browsing.with_sort_columns(queryset, keys)

    @extend_schema(request=serializers.NewMeetingSerializer)
    def create(self, request: Request) -> HttpResponse:
        """A new session of a series, blank or with a copy of an earlier session's agenda and delegation; takes up open
        actions."""
        values = self.checked_by(serializers.NewMeetingSerializer)
        source = values.pop("copy_from", None)
        choices = {name: values.pop(name) for name in ("items", "parts", "follow_up", "delegation") if name in values}
        made = create_session(
            values.pop("series"), fields=values, actor=request.user, copy_from=source and source.pk, **choices
        )
        return answer(request, self.row(made.pk), status_code=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: UUID) -> HttpResponse:
        meeting = self.get_queryset().prefetch_related("concerned").get(pk=pk)
        row = self.guarded(pk, "meetings.change_meeting", meeting)
        changes = self.checked(meeting)
        edit_meeting(pk, changes=changes, seen_version=row["version"], actor=request.user, now=timezone.now())
        return answer(request, self.row(pk))

    @extend_schema(request=serializers.ReorderSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def reorder(self, request: Request, pk: UUID) -> HttpResponse:
        """Put the children of one item, or the top of the agenda, into a new order."""
        require(request.user, "meetings.change_agenda", self.get_queryset().get(pk=pk))
        arranging.reorder(pk, **self.checked_by(serializers.ReorderSerializer), actor=request.user)
        return HttpResponse(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=PrecedenceSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def precedence(self, request: Request, pk: UUID) -> HttpResponse:
        """Put the participants of one side into a new order of precedence."""
        require(request.user, "meetings.change_participants", self.get_queryset().get(pk=pk))
        reorder_participants(pk, **self.checked_by(PrecedenceSerializer), actor=request.user)
        return HttpResponse(status=status.HTTP_204_NO_CONTENT)


class AgendaItemViewSet(ContentViewSet):
    """In the order of the agenda, meeting by meeting; what is in the bin is not shown."""

    serializer_class = serializers.AgendaItemSerializer
    filterset_class = AgendaItemFilter
    ordering = (Key("meeting"), Key("position"), Key("id"))
    guarded_actions = ("partial_update", "destroy", "move", "restore")

    def get_queryset(self) -> Any:
        items = super().get_queryset()
        return items.exclude(deleted_at=None) if self.action == "restore" else items.live()

    @extend_schema(request=serializers.NewAgendaItemSerializer)
    def create(self, request: Request) -> HttpResponse:
        values = self.checked_by(serializers.NewAgendaItemSerializer)
        parent = values.pop("parent", None)
        item = agenda.add_item(
            values.pop("meeting").pk,
            parent=parent and parent.pk,
            after=values.pop("after", agenda.LAST),
            fields=values,
            actor=request.user,
        )
        return answer(request, self.row(item.pk), status_code=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: UUID) -> HttpResponse:
        row = self.guarded_item(pk)
        changes = self.checked(self.get_queryset().select_related("meeting").get(pk=pk))
        agenda.edit_item(pk, changes=changes, seen_version=row["version"], actor=request.user)
        return answer(request, self.row(pk))

    @extend_schema(responses={200: serializers.AgendaItemSerializer})
    def destroy(self, request: Request, pk: UUID) -> HttpResponse:
        """Into the bin, with all below it, for 30 days. The answer's ETag is what `restore` asks for."""
        row = self.guarded_item(pk)
        agenda.delete_items(row["meeting"], versions={pk: row["version"]}, actor=request.user, now=timezone.now())
        binned = agenda.binned(request.user).filter(pk=pk)
        return answer(request, rows(binned, self.serializer_class, request.user)[0])

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: UUID) -> HttpResponse:
        """Out of the bin, to the place it had."""
        row = self.guarded_item(pk)
        agenda.restore_item(pk, seen_version=row["version"], actor=request.user)
        self.action = "retrieve"
        return answer(request, self.row(pk))

    @extend_schema(request=serializers.MoveSerializer)
    @action(detail=True, methods=["post"])
    def move(self, request: Request, pk: UUID) -> HttpResponse:
        """Under another parent or behind another sibling, with all below it."""
        row = self.guarded_item(pk)
        place = self.checked_by(serializers.MoveSerializer)
        arranging.move_item(pk, **place, seen_version=row["version"], actor=request.user)
        return answer(request, self.row(pk))

    @extend_schema(request=None, responses={201: serializers.AgendaItemSerializer})
    @action(detail=True, methods=["post"])
    def duplicate(self, request: Request, pk: UUID) -> HttpResponse:
        """A copy of the item and of what its sender sees below it, right behind it."""
        copy = agenda.duplicate_item(pk, actor=request.user)
        return answer(request, self.row(copy.pk), status_code=status.HTTP_201_CREATED)

    def guarded_item(self, pk: UUID) -> dict[str, Any]:
        meeting = Meeting.objects.prefetch_related("concerned").get(agenda_items__in=self.get_queryset().filter(pk=pk))
        return self.guarded(pk, "meetings.change_agenda", meeting)
