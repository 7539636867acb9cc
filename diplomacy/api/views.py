"""The shape of every endpoint. Apps add the access class, the model, the filter and the action."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from diplomacy.api.etags import answer, require_match
from diplomacy.api.rows import rows
from diplomacy.paging.keys import Key


class StrictView(APIView):
    """Refuses query parameters it does not know; an HTML page would ignore them, a program must hear of them."""

    query_parameters: frozenset[str] = frozenset()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        unknown = set(request.query_params) - self.known_parameters()
        if unknown:
            fault = ErrorDetail(_("この検索条件はありません。"), code="unknown")
            raise ValidationError({name: [fault] for name in sorted(unknown)})

    def perform_authentication(self, request: Request) -> None:
        """A token's owner is known only here; the pages' middleware has already done this for a session."""
        super().perform_authentication(request)
        if request.auth is not None:
            translation.activate(request.user.language)
            timezone.activate(request.user.time_zone)

    def known_parameters(self) -> frozenset[str]:
        return self.query_parameters


class ReadViewSet(StrictView, GenericViewSet):
    """List and detail of the rows its reader may see, by `visible_to`. Both give the same columns.

    `ordering` is what the page key is made of; its last column is unique.
    """

    lookup_value_converter = "uuid"
    ordering: tuple[Key, ...] = (Key("id"),)
    filterset_class: Any = None

    @property
    def model(self) -> Any:
        return self.serializer_class.Meta.model

    def get_queryset(self) -> Any:
        return self.model.objects.visible_to(self.request.user)

    def keys(self) -> Sequence[Key]:
        return self.ordering

    def with_keys(self, queryset: Any, keys: Sequence[Key]) -> Any:
        """The queryset with those keys annotated that are not columns."""
        return queryset

    def known_parameters(self) -> frozenset[str]:
        if self.action != "list":
            return self.query_parameters
        filters = self.filterset_class.base_filters if self.filterset_class else ()
        return self.query_parameters | frozenset(filters) | frozenset(self.paginator.parameters)

    def list(self, request: Request) -> HttpResponse:
        page = self.paginator.pages(self.filter_queryset(self.get_queryset()), request, self)
        return answer(request, self.paginator.envelope(self.rows_of(page)))

    def retrieve(self, request: Request, pk: Any) -> HttpResponse:
        return answer(request, self.row(pk))

    def row(self, pk: Any) -> dict[str, Any]:
        found = self.rows_of(self.get_queryset().filter(pk=pk))
        if not found:
            raise Http404
        return found[0]

    def rows_of(self, queryset: Any) -> list[dict[str, Any]]:
        """What the answer shows of the queryset."""
        return rows(queryset, self.serializer_class, self.request.user)

    def unchanged(self, pk: Any) -> dict[str, Any]:
        """The row as it stands, once the writer has proved by If-Match that this is what they read."""
        row = self.row(pk)
        require_match(self.request, row)
        return row

    def checked_by(self, serializer_class: Any) -> dict[str, Any]:
        """The body's values by a serializer of its own kind."""
        serializer = serializer_class(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def checked(self, instance: Any = None) -> dict[str, Any]:
        """The body's values, typed and clean; with an instance only those that were sent."""
        serializer = self.get_serializer(instance, data=self.request.data, partial=instance is not None)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data
