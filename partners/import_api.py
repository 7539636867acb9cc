"""取込み for programs: the lists with their templates, a file handed in, its preview and faults, its confirmation.

An import is seen by the person who handed the file in, and nobody else.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.reverse import reverse

from accounts.access import Access, AccessMixin
from diplomacy.api.errors import StateForbids
from diplomacy.api.etags import answer
from diplomacy.api.idempotency import IDEMPOTENCY_KEY, idempotency_key
from diplomacy.api.schema import RefusalsSerializer
from diplomacy.api.views import ReadViewSet, StrictView
from diplomacy.importing.registry import importer_or_404, importers
from diplomacy.paging.api import PAGE_PARAMETERS, part_of
from diplomacy.paging.keys import Key
from partners import import_serializers as serializers
from partners.actions import imports as actions
from partners.handout_api import handed_out
from partners.importing.codes import TEMPLATE_FORMS, template_of
from partners.importing.progress import percent_of
from partners.models import ImportJob

FORM = "multipart/form-data"
UNTIMELY = OpenApiResponse(RefusalsSerializer, "The state of the import does not allow it.")
SET_TO_WORK = {202: serializers.ImportJobSerializer, 409: UNTIMELY}


class ImportLists(AccessMixin, StrictView):
    access = Access.STAFF
    http_method_names = ["get", "head"]
    serializer_class = serializers.ImportListsSerializer

    @extend_schema(summary="The lists that a file can fill, each with its columns and the address of its template")
    def get(self, request: Request) -> HttpResponse:
        return answer(request, {"results": [self.row(one) for one in importers.values()]})

    def row(self, importer: Any) -> dict[str, Any]:
        template = reverse("api-import-lists-template", args=[importer.name], request=self.request)
        said = serializers.ImportColumnSerializer(importer.columns, many=True)
        return {
            "name": importer.name,
            "label": str(importer.label),
            "templates": {form: f"{template}?form={form}" for form in TEMPLATE_FORMS},
            "columns": said.data,
        }


class ImportTemplate(AccessMixin, StrictView):
    access = Access.STAFF
    http_method_names = ["get", "head"]
    query_parameters = frozenset({"form"})

    @extend_schema(
        parameters=[serializers.TemplateSerializer], responses={(200, "application/octet-stream"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, name: str) -> HttpResponse:
        """The file to fill in: its header, a row as an example, and in XLSX what may stand in each column."""
        importer = importer_or_404(name)
        wish = serializers.TemplateSerializer(data=request.query_params.dict())
        wish.is_valid(raise_exception=True)
        return handed_out(template_of(importer, wish.validated_data["form"], request.user))


class ImportViewSet(AccessMixin, ReadViewSet):
    """One's own imports, the newest first. The worker reads a file and carries it out: ask until `progress` is null."""

    access = Access.STAFF
    model = ImportJob
    queryset = ImportJob.objects.none()
    serializer_class = serializers.ImportJobSerializer
    parser_classes = [MultiPartParser]
    ordering = (Key("created_at", descending=True), Key("id"))
    guarded_actions = ("apply",)

    def rows_of(self, queryset: Any) -> list[dict[str, Any]]:
        return [job_row(job) for job in queryset.brief()]

    def known_parameters(self) -> frozenset[str]:
        paged = self.action in {"errors", "preview"}
        return super().known_parameters() | frozenset(self.paginator.parameters if paged else ())

    def handle_exception(self, error: Exception) -> Any:
        return super().handle_exception(StateForbids(error.message) if isinstance(error, actions.Untimely) else error)

    @extend_schema(
        request={FORM: serializers.NewImportSerializer},
        parameters=[IDEMPOTENCY_KEY],
        responses={201: serializers.ImportJobSerializer, 409: UNTIMELY},
    )
    def create(self, request: Request) -> HttpResponse:
        """Hand a file in and have it read; nothing is saved. Sent again under its key it answers 200 with what was
        made."""
        values = self.checked_by(serializers.NewImportSerializer)
        by = {"actor": request.user, "now": timezone.now(), "key": idempotency_key(request)}
        job, is_new = actions.start_import(values["list"], values["file"], **by)
        code = status.HTTP_201_CREATED if is_new else status.HTTP_200_OK
        return answer(request, self.row(job.pk), status_code=code)

    @extend_schema(parameters=PAGE_PARAMETERS, responses=serializers.ImportFaultsSerializer)
    @action(detail=True, methods=["get"])
    def errors(self, request: Request, pk: UUID) -> HttpResponse:
        """What is wrong in which row and column, the first 2,000. Empty while the worker is at it."""
        faults = get_object_or_404(self.get_queryset().light(), pk=pk).told_faults
        return answer(request, part_of([{**fault, "line": fault["line"] or None} for fault in faults], request))

    @extend_schema(parameters=PAGE_PARAMETERS, responses=serializers.ImportPreviewSerializer)
    @action(detail=True, methods=["get"])
    def preview(self, request: Request, pk: UUID) -> HttpResponse:
        """The first 50 rows that write something, with before and after. Empty while the worker is at it."""
        return answer(request, part_of(get_object_or_404(self.get_queryset().light(), pk=pk).told_changes, request))

    @extend_schema(request=None, responses=SET_TO_WORK)
    @action(detail=True, methods=["post"])
    def apply(self, request: Request, pk: UUID) -> HttpResponse:
        """Have what was previewed carried out, all of it or nothing; If-Match names the import as it was read."""
        self.unchanged(pk)
        actions.confirm_import(pk, actor=request.user)
        return self._set_to_work(pk)

    @extend_schema(request=None, responses=SET_TO_WORK)
    @action(detail=True, methods=["post"])
    def again(self, request: Request, pk: UUID) -> HttpResponse:
        """Have the preview worked out anew, from the file as it was handed in."""
        actions.look_again(pk, actor=request.user)
        return self._set_to_work(pk)

    @extend_schema(request=None, responses={200: serializers.ImportJobSerializer, 409: UNTIMELY})
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, pk: UUID) -> HttpResponse:
        """Give it up: the file and the preview are gone, and nothing was saved."""
        actions.discard_import(pk, actor=request.user)
        return answer(request, self.row(pk))

    def _set_to_work(self, pk: UUID) -> HttpResponse:
        return answer(self.request, self.row(pk), status_code=status.HTTP_202_ACCEPTED)


def job_row(job: ImportJob) -> dict[str, Any]:
    return {
        "id": job.pk,
        "list": job.list_name,
        "file_name": job.file_name,
        "form": job.form,
        "sha256": job.sha256,
        "state": job.state,
        "progress": percent_of(job.pk) if job.is_running else None,
        "counts": job.told_counts,
        "can_apply": job.can_apply,
        "language": job.language,
        "request_id": job.facts.get("request_id"),
        "created_at": job.created_at,
        "finished_at": job.finished_at,
    }
