"""Pages of the API by key: constant cost at any depth, at most 200 rows, nothing counted.

The cursor is the id of the last row of the page before, looked up again among the rows its reader may see: it holds
no values, so it cannot tell where hidden rows stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.pagination import BasePagination
from rest_framework.utils.urls import replace_query_param

from diplomacy.api.errors import field_error
from diplomacy.paging.keys import Key, later

PAGE_SIZE = 50
LARGEST_PAGE = 200


PAGE_PARAMETERS = [
    OpenApiParameter("limit", OpenApiTypes.INT, description=f"From 1 to {LARGEST_PAGE}, {PAGE_SIZE} if not said."),
    OpenApiParameter("cursor", OpenApiTypes.STR, description="As `next` has it."),
]


class KeyPagination(BasePagination):
    """For a `ReadViewSet`, whose `keys` and `with_keys` say the order. NULLs come last."""

    parameters = ("limit", "cursor")

    def pages(self, queryset: QuerySet, request: Any, view: Any) -> QuerySet:
        """At most one row more than the page holds: it tells whether there is a next one."""
        self.request, self.limit = request, limit_of(request)
        keys = view.keys()
        queryset = view.with_keys(queryset, keys)
        if cursor := request.query_params.get("cursor"):
            last = _last_row(cursor, keys, view.with_keys(view.get_queryset(), keys))
            queryset = queryset.filter(later(keys, last, backwards=False))
        return queryset.order_by(*[key.order(backwards=False) for key in keys])[: self.limit + 1]

    def envelope(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        following = None
        if len(rows) > self.limit:
            rows = rows[: self.limit]
            following = replace_query_param(self.request.build_absolute_uri(), "cursor", str(rows[-1]["id"]))
        return {"next": following, "results": rows}

    def paginate_queryset(self, queryset: QuerySet, request: Any, view: Any = None) -> list[Any]:
        return list(self.pages(queryset, request, view))[: self.limit]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        following = {"type": "string", "nullable": True, "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "results"],
            "properties": {"next": following, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        bounded = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE}
        named = {"type": "string", "format": "uuid"}
        return [
            {"name": name, "in": "query", "required": False, "schema": schema}
            for name, schema in (("limit", bounded), ("cursor", named))
        ]


def limit_of(request: Any) -> int:
    text = request.query_params.get("limit", str(PAGE_SIZE))
    if text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= LARGEST_PAGE:
        return int(text)
    raise field_error("limit", _("1から%(largest)sまでの整数にしてください。") % {"largest": LARGEST_PAGE})


def part_of(whole: Sequence[Any], request: Any) -> dict[str, Any]:
    """A list that is kept as one piece, in pages of the same form; the cursor is how many came before."""
    limit, start = limit_of(request), _place_in(whole, request.query_params.get("cursor", "0"))
    following = None
    if start + limit < len(whole):
        following = replace_query_param(request.build_absolute_uri(), "cursor", str(start + limit))
    return {"next": following, "results": whole[start : start + limit]}


def _place_in(whole: Sequence[Any], cursor: str) -> int:
    if cursor.isascii() and cursor.isdigit() and len(cursor) <= 9 and int(cursor) <= len(whole):
        return int(cursor)
    raise _no_such_place()


def _no_such_place() -> Exception:
    return field_error("cursor", _("この続きの位置は使えません。初めから読み直してください。"))


def _last_row(cursor: str, keys: Sequence[Key], queryset: QuerySet) -> tuple[Any, ...]:
    try:
        found = queryset.filter(pk=UUID(cursor)).values_list(*[key.name for key in keys]).first()
    except ValueError:
        found = None
    if found is None:
        raise _no_such_place()
    return found
