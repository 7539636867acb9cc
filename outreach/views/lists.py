"""The lists of outreach: their page, the panel of their filter, their files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_safe

from accounts.access import Access, access
from accounts.lists.pages import file_of, filter_panel, list_page
from outreach.lists.family import LISTS


@require_safe
@access(Access.GOVERNMENT)
def show(request: HttpRequest, name: str) -> HttpResponse:
    listing = LISTS[name](request)
    tabs = [
        {"label": one.title, "url": reverse(f"outreach:{one.routes['list']}"), "current": isinstance(listing, one)}
        for one in LISTS.values()
    ]
    return list_page(request, listing, (), listing.lines, "outreach/list.html", family=tabs)


@require_safe
@access(Access.GOVERNMENT)
def panel(request: HttpRequest, name: str) -> HttpResponse:
    return filter_panel(request, LISTS[name](request))


@require_GET
@access(Access.GOVERNMENT)
def export(request: HttpRequest, name: str, form: str) -> HttpResponse:
    listing = LISTS[name](request)
    return file_of(request, listing, listing.export, form)


def routes(name: str) -> list[Any]:
    named, address = LISTS[name].routes, f"outreach/{name}/"
    return [
        path(address, show, {"name": name}, name=named["list"]),
        path(f"{address}filter/", panel, {"name": name}, name=named["filter"]),
        path(f"{address}export.csv", export, {"name": name, "form": "csv"}, name=named["csv"]),
        path(f"{address}export.xlsx", export, {"name": name, "form": "xlsx"}, name=named["xlsx"]),
    ]
