"""国際的会合等における関係図: the page, the panel of a series, the files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from accounts.access import Access, access
from accounts.lists.pages import wants_fragment
from accounts.reading import note_export
from dashboard.diagram.drawing import dates_said, legend, svg_of
from dashboard.diagram.graph import Graph, graph_of
from dashboard.diagram.layout import Picture, picture_of
from dashboard.diagram.naming import host_label
from dashboard.diagram.paper import pdf_of
from dashboard.filters import DiagramFilter
from diplomacy.ui.dates import written
from meetings.cadence import courses
from meetings.models import MeetingSeries, SeriesLink
from partners.models import Partner

FORMS = {"svg": "image/svg+xml", "pdf": "application/pdf"}


@dataclass
class Diagram:
    """One reader's diagram, narrowed by the filter in the address."""

    request: HttpRequest

    @cached_property
    def filter(self) -> DiagramFilter:
        visible = MeetingSeries.objects.visible_to(self.request.user)
        return DiagramFilter(self.request.GET, visible, request=self.request)

    @cached_property
    def is_valid(self) -> bool:
        return self.filter.is_valid()

    @cached_property
    def graph(self) -> Graph:
        rows = self.filter.qs if self.is_valid else MeetingSeries.objects.none()
        return graph_of(rows, self.request.user, timezone.localdate())

    @cached_property
    def picture(self) -> Picture:
        columns = {node.column for node in self.graph.nodes if node.column}
        partners = Partner.objects.visible_to(self.request.user).filter(slug__in=columns).defer("search")
        names = {one.slug: host_label(one) for one in partners}
        return picture_of(self.graph, names, _("二国間の委員会"))

    @cached_property
    def query(self) -> str:
        """The filter as an address, without which series is chosen."""
        params = self.request.GET.copy()
        for name in [*params]:
            if name not in self.filter.form.fields or not params[name]:
                params.pop(name)
        return params.urlencode()

    def address(self, key: UUID) -> str:
        query = f"?{self.query}" if self.query else ""
        return f"{reverse('dashboard:diagram_series', args=[key])}{query}#panel"

    def svg(self, chosen: UUID | None = None) -> str:
        lineage = self.graph.lineage(chosen) if chosen and chosen in self.graph.by_key else None
        return svg_of(self.picture, title(), address=self.address, lineage=lineage, chosen=chosen)

    @cached_property
    def table(self) -> list[dict[str, Any]]:
        """The same as rows: each series with what it leads to."""
        by_key, levels = self.graph.by_key, dict(MeetingSeries._meta.get_field("level").choices)
        leads: dict[UUID, list[dict[str, Any]]] = {}
        for edge in self.graph.edges:
            leads.setdefault(edge.source, []).append({"edge": edge, "to": by_key[edge.target]})
        order = list(levels)
        rows = sorted(self.graph.nodes, key=lambda one: (order.index(one.level), one.family.value, one.name))
        return [
            {"node": one, "level": levels[one.level], "family": one.family.label, "links": leads.get(one.key, [])}
            for one in rows
        ]


def title() -> str:
    return _("国際的会合等における関係図")


@require_safe
@access(Access.OVERVIEW)
def diagram(request: HttpRequest) -> HttpResponse:
    return page(request, Diagram(request))


@require_safe
@access(Access.OVERVIEW)
def diagram_series(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page with one series chosen; htmx asks for its panel alone."""
    shown = Diagram(request)
    series = get_object_or_404(MeetingSeries.objects.visible_to(request.user).with_bodies(), pk=pk)
    links = SeriesLink.objects.visible_to(request.user).with_series()
    lineage = shown.graph.lineage(pk) if pk in shown.graph.by_key else {pk}
    context = {
        "series": series,
        "course": courses([pk], request.user, timezone.localdate())[pk],
        "links_up": links.filter(from_series=series),
        "links_down": links.filter(to_series=series),
        "lineage": " ".join(sorted(str(key) for key in lineage)),
        "clear_address": f"{reverse('dashboard:diagram')}{'?' + shown.query if shown.query else ''}",
    }
    if wants_fragment(request):
        response = render(request, "dashboard/diagram.html#panel", context)
        response["Vary"] = "HX-Request"
        return response
    return page(request, shown, chosen=pk, **context)


def page(request: HttpRequest, shown: Diagram, chosen: UUID | None = None, **more: Any) -> HttpResponse:
    files = [(form.upper(), _file_address(shown, form)) for form in FORMS]
    context = {
        "shown": shown,
        "title": title(),
        "svg": shown.svg(chosen) if shown.graph.nodes else "",
        "files": files,
        "legend": legend(),
        "dates_said": dates_said(),
        **more,
    }
    response = render(request, "dashboard/diagram.html", context, status=200 if shown.is_valid else 400)
    response["Vary"] = "HX-Request"
    return response


def _file_address(shown: Diagram, form: str) -> str:
    query = f"?{shown.query}" if shown.query else ""
    return reverse("dashboard:diagram_file", args=[form]) + query


@require_GET
@access(Access.OVERVIEW)
def diagram_file(request: HttpRequest, form: str) -> HttpResponse:
    shown, now = Diagram(request), timezone.localtime()
    if not shown.is_valid or not shown.graph.nodes:
        return page(request, shown)
    svg = svg_of(shown.picture, title())
    made = _("%(day)s現在") % {"day": written(now.date())}
    content = pdf_of(svg, shown.picture, title(), made) if form == "pdf" else svg.encode()
    note_export(request.user, "dashboard.diagram", len(shown.graph.nodes), [*request.GET], form=form)
    name = f"diagram-{now:%Y%m%d}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=FORMS[form], headers=headers)
