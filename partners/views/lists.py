"""国・機関の一覧: nine lists of one shape, the panels of their filters, and their files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_safe

from accounts.access import Access, access
from accounts.lists.pages import file_of, filter_panel, list_page
from partners.lists.family import LISTS
from partners.lists.listing import PartnerListing


def tabs(here: PartnerListing) -> list[dict[str, Any]]:
    return [
        {"label": one.title, "url": reverse(f"partners:{one.routes['list']}"), "current": isinstance(here, one)}
        for one in LISTS.values()
    ]


@require_safe
@access(Access.READER)
def show(request: HttpRequest, name: str) -> HttpResponse:
    listing = LISTS[name](request)
    return list_page(request, listing, (), listing.lines, "partners/list.html", family=tabs(listing))


@require_safe
@access(Access.READER)
def panel(request: HttpRequest, name: str) -> HttpResponse:
    return filter_panel(request, LISTS[name](request))


@require_GET
@access(Access.READER)
def export(request: HttpRequest, name: str, form: str) -> HttpResponse:
    listing = LISTS[name](request)
    return file_of(request, listing, listing.export, form)


def routes(name: str, address: str) -> list[Any]:
    """The page of a list, the panel of its filter and its files."""
    named = LISTS[name].routes
    return [
        path(address, show, {"name": name}, name=named["list"]),
        path(f"{address}filter/", panel, {"name": name}, name=named["filter"]),
        path(f"{address}export.csv", export, {"name": name, "form": "csv"}, name=named["csv"]),
        path(f"{address}export.xlsx", export, {"name": name, "form": "xlsx"}, name=named["xlsx"]),
    ]
