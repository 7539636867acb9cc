"""取込み: a file into a list, with a template, a preview and a confirmation. Scripts only ask how far it is.

An import is seen by the person who handed the file in, and nobody else.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.access import Access, access, polling
from accounts.handouts import Made
from diplomacy.export.sheets import CSV_TYPE, inert
from diplomacy.importing.registry import importer_or_404, importers
from diplomacy.importing.rows import MOST_ROWS
from diplomacy.ui.toasts import toast
from partners.actions import imports as actions
from partners.forms.imports import ImportForm
from partners.importing.codes import TEMPLATE_FORMS, template_of
from partners.importing.progress import percent_of
from partners.models import ImportJob

MOST_FAULTS = 200
RECENT = 20


def job_or_404(request: HttpRequest, pk: UUID) -> ImportJob:
    return get_object_or_404(ImportJob.objects.visible_to(request.user).light(), pk=pk)


@require_safe
@access(Access.STAFF)
def overview(request: HttpRequest) -> HttpResponse:
    """What can be imported, and the person's own imports of late."""
    recent = ImportJob.objects.visible_to(request.user).brief().order_by("-created_at")[:RECENT]
    rows = [(one, importers[one.list_name].label) for one in recent if one.list_name in importers]
    return render(request, "partners/import.html", {"importers": list(importers.values()), "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.STAFF)
def new(request: HttpRequest, name: str) -> HttpResponse:
    importer = importer_or_404(name)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if request.method == "POST" and form.is_valid():
        try:
            upload = form.cleaned_data["file"]
            job, _is_new = actions.start_import(name, upload, actor=request.user, now=timezone.now())
            return redirect("partners:import_job", job.pk)
        except ValidationError as fault:
            form.add_error(None, fault)
    context = {"form": form, "importer": importer, "most_rows": MOST_ROWS}
    return render(request, "partners/import_new.html", context, status=400 if form.errors else 200)


@require_safe
@access(Access.STAFF)
def template(request: HttpRequest, name: str, form: str) -> HttpResponse:
    importer = importer_or_404(name)
    if form not in TEMPLATE_FORMS:
        raise Http404
    return _file(template_of(importer, form, request.user))


def _file(made: Made) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"', "Cache-Control": "no-store"}
    return HttpResponse(made.content, content_type=made.media_type, headers=headers)


@require_safe
@access(Access.STAFF)
def job(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _page(request, job_or_404(request, pk))


def _page(request: HttpRequest, found: ImportJob, refusal: str = "") -> HttpResponse:
    faults = found.told_faults[:MOST_FAULTS]
    written = found.counts.get("new", 0) + found.counts.get("changed", 0)
    context = {
        "job": found,
        "importer": importers.get(found.list_name),
        "percent": percent_of(found.pk) if found.is_running else 0,
        "faults": faults,
        "more_faults": found.counts.get("faults", 0) - len(faults),
        "written": written,
        "more_shown": written - len(found.shown),
        "refusal": refusal,
    }
    return render(request, "partners/import_job.html", context, status=409 if refusal else 200)


@polling
@require_safe
@access(Access.STAFF)
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is, asked by the page itself; once it is through, the page is to be drawn anew."""
    found = job_or_404(request, pk)
    if not found.is_running:
        return HttpResponseClientRefresh() if request.htmx else redirect("partners:import_job", pk)
    return render(request, "partners/_import_progress.html", {"job": found, "percent": percent_of(pk)})


@require_safe
@access(Access.STAFF)
def faults(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is wrong with the file, as a file to work through beside it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([_("行"), _("列"), _("セル"), _("理由と直し方")])
    for fault in job_or_404(request, pk).told_faults:
        cells = (fault["line"] or "", fault["column"], fault["cell"], fault["reason"])
        writer.writerow([inert(str(cell)) for cell in cells])
    return _file(Made("import-errors.csv", text.getvalue().encode("utf-8-sig"), CSV_TYPE))


@require_POST
@access(Access.STAFF)
def apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _done(request, pk, lambda: actions.confirm_import(pk, actor=request.user))


@require_POST
@access(Access.STAFF)
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _done(request, pk, lambda: actions.look_again(pk, actor=request.user))


@require_POST
@access(Access.STAFF)
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    answer = _done(request, pk, lambda: actions.discard_import(pk, actor=request.user))
    if answer.status_code < 400:
        toast(request, _("取込みを取りやめました。何も登録していません。"))
    return answer


def _done(request: HttpRequest, pk: UUID, act: Callable[[], ImportJob]) -> HttpResponse:
    job_or_404(request, pk)
    try:
        act()
    except ValidationError as fault:
        return _page(request, job_or_404(request, pk), " ".join(fault.messages))
    return redirect("partners:import_job", pk)
