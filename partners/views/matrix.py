"""国・機関 × テーマ."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from accounts.access import Access, access
from accounts.lists.pages import file_of, filter_panel, wants_fragment
from partners.lists.crossing import COLUMNS, Matrix
from partners.views.lists import tabs


@require_safe
@access(Access.READER)
def show(request: HttpRequest) -> HttpResponse:
    crossing = Matrix(request)
    page = crossing.page(*COLUMNS)
    context = {
        "browsing": crossing,
        "family": tabs(crossing),
        "count": crossing.counted,
        "rows": crossing.crossed(page.rows),
        "previous": crossing.query_with(before=page.before) if page.before else "",
        "next": crossing.query_with(after=page.after) if page.after else "",
        "themes": crossing.themes,
    }
    template = "partners/matrix.html#results" if wants_fragment(request) else "partners/matrix.html"
    response = render(request, template, context, status=crossing.status)
    response["Vary"] = "HX-Request"
    return response


@require_safe
@access(Access.READER)
def panel(request: HttpRequest) -> HttpResponse:
    return filter_panel(request, Matrix(request))


@require_GET
@access(Access.READER)
def export(request: HttpRequest, form: str) -> HttpResponse:
    crossing = Matrix(request)
    return file_of(request, crossing, crossing.export, form)
