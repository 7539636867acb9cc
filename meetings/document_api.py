"""Documents and their versions, over the pages' querysets and actions. Files come in as forms and go out as bytes."""

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

from diplomacy.api.etags import answer
from diplomacy.api.wire import StrictJSONParser
from diplomacy.paging.keys import Key
from meetings import document_serializers as serializers
from meetings.actions import documents as actions
from meetings.api import ContentViewSet
from meetings.documents import handed_out
from meetings.item_filters import DocumentFilter, DocumentVersionFilter
from meetings.models import DocumentVersion, Meeting

FORM = "multipart/form-data"


class DocumentViewSet(ContentViewSet):
    """What is in the bin is not shown. A new document and a new version are sent as multipart/form-data."""

    serializer_class = serializers.DocumentSerializer
    filterset_class = DocumentFilter
    parser_classes = [StrictJSONParser, MultiPartParser]
    ordering = (Key("meeting"), Key("created_at"), Key("id"))
    guarded_actions = ("partial_update", "destroy", "restore", "versions")

    def get_queryset(self) -> Any:
        documents = super().get_queryset()
        return documents.exclude(deleted_at=None) if self.action == "restore" else documents.live()

    @extend_schema(request={FORM: serializers.NewDocumentSerializer})
    def create(self, request: Request) -> HttpResponse:
        values = self.checked_by(serializers.NewDocumentSerializer)
        made = actions.add_document(
            values.pop("meeting").pk,
            upload=values.pop("file"),
            fields=values,
            actor=request.user,
            now=timezone.now(),
        )
        return answer(request, self.row(made.pk), status_code=status.HTTP_201_CREATED)

    @extend_schema(request={"application/json": serializers.DocumentSerializer})
    def partial_update(self, request: Request, pk: UUID) -> HttpResponse:
        row = self.guarded_document(pk)
        changes = self.checked(self.get_queryset().select_related("meeting").get(pk=pk))
        actions.edit_document(pk, changes=changes, seen_version=row["version"], actor=request.user)
        return answer(request, self.row(pk))

    @extend_schema(responses={200: serializers.DocumentSerializer})
    def destroy(self, request: Request, pk: UUID) -> HttpResponse:
        """Into the bin, for 30 days. The answer's ETag is what `restore` asks for."""
        row = self.guarded_document(pk)
        actions.delete_document(pk, seen_version=row["version"], actor=request.user, now=timezone.now())
        return answer(request, self.rows_of(actions.binned(request.user).filter(pk=pk))[0])

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: UUID) -> HttpResponse:
        """Out of the bin, with all its versions."""
        row = self.guarded_document(pk)
        actions.restore_document(pk, seen_version=row["version"], actor=request.user)
        self.action = "retrieve"
        return answer(request, self.row(pk))

    @extend_schema(
        request={FORM: serializers.NewVersionSerializer}, responses={201: serializers.DocumentVersionSerializer}
    )
    @action(detail=True, methods=["post"])
    def versions(self, request: Request, pk: UUID) -> HttpResponse:
        """A file that supersedes the newest one; If-Match names the document as it was read."""
        row = self.guarded_document(pk)
        made = actions.add_version(
            pk,
            upload=(values := self.checked_by(serializers.NewVersionSerializer))["file"],
            note=values.get("note", ""),
            seen_version=row["version"],
            actor=request.user,
            now=timezone.now(),
        )
        self.serializer_class = serializers.DocumentVersionSerializer
        rows = self.rows_of(DocumentVersion.objects.filter(pk=made.pk))
        return answer(request, rows[0], status_code=status.HTTP_201_CREATED)

    def guarded_document(self, pk: UUID) -> dict[str, Any]:
        meeting = Meeting.objects.prefetch_related("concerned").get(documents__in=self.get_queryset().filter(pk=pk))
        return self.guarded(pk, "meetings.change_documents", meeting)


class DocumentVersionViewSet(ContentViewSet):
    """The versions of the documents their reader sees, each with its file."""

    serializer_class = serializers.DocumentVersionSerializer
    filterset_class = DocumentVersionFilter
    ordering = (Key("document"), Key("number"))

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def file(self, request: Request, pk: UUID) -> HttpResponse:
        """The file itself, as it was sent."""
        versions = self.get_queryset().select_related("document").defer("search")
        return handed_out(get_object_or_404(versions, pk=pk), user=request.user, body=request.method == "GET")
