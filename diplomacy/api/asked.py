"""The filters of an address."""

from __future__ import annotations

from typing import Any

from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request


class AskedFilters(DjangoFilterBackend):
    """Builds the filters that are asked for, and no other: empty ones narrow nothing, and cost more than the rows."""

    def get_filterset(self, request: Request, queryset: Any, view: Any) -> Any:
        offered = view.filterset_class.base_filters if view.filterset_class else {}
        if not offered.keys() & request.query_params.keys():
            return None
        filterset = super().get_filterset(request, queryset, view)
        filterset.filters = {name: kept for name, kept in filterset.filters.items() if name in request.query_params}
        return filterset
