"""司令塔連携: read by the list's queryset and filter, written by the pages' actions."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from rest_framework import status
from rest_framework.request import Request

from accounts.access import Access, require
from diplomacy.api.etags import answer, require_match
from diplomacy.paging.keys import Key
from meetings.actions.coordination import edit_case, open_case
from meetings.api import ContentViewSet
from meetings.coordination.register import CoordinationRegister
from meetings.coordination.serializers import CoordinationSerializer
from meetings.models import CoordinationCase


class CoordinationViewSet(ContentViewSet):
    """The list takes the filters and the `sort` of the page."""

    access = Access.GOVERNMENT
    write_access = Access.SECRETARIAT
    serializer_class = CoordinationSerializer
    filterset_class = CoordinationRegister.filter_class
    queryset = CoordinationCase.objects.none()
    guarded_actions = ("partial_update",)

    def keys(self) -> Sequence[Key]:
        """The filter has refused a `sort` that does not exist."""
        return CoordinationRegister.keys_of(self.request.query_params.get("sort") or CoordinationRegister.default_sort)

    def create(self, request: Request) -> HttpResponse:
        made = open_case(fields=self.checked(), actor=request.user)
        return answer(request, self.row(made.pk), status_code=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: UUID) -> HttpResponse:
        case = self.get_queryset().with_bodies().get(pk=pk)
        require(request.user, "meetings.change_coordination")
        row = self.row(pk)
        require_match(request, row)
        edit_case(pk, changes=self.checked(case), seen_version=row["version"], actor=request.user)
        return answer(request, self.row(pk))
