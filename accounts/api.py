"""The API's front door (root, schema, documents), and what belongs to the reader: profile, filters, tokens."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import OpenApiTypes, extend_schema
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView
from rest_framework import status
from rest_framework.authentication import SessionAuthentication
from rest_framework.reverse import reverse

from accounts.access import Access, AccessMixin
from accounts.actions.tokens import issue_token, revoke_token
from accounts.models import SavedFilter, User
from accounts.serializers import (
    ApiTokenSerializer,
    IssuedTokenSerializer,
    MeSerializer,
    SavedFilterSerializer,
)
from diplomacy.api.etags import answer
from diplomacy.api.rows import rows
from diplomacy.api.views import ReadViewSet, StrictView
from diplomacy.paging.keys import Key


class ApiRoot(AccessMixin, StrictView):
    access = Access.SIGNED_IN
    endpoints: dict[str, str] = {}

    @extend_schema(responses=OpenApiTypes.OBJECT, summary="Every endpoint by its name")
    def get(self, request: Any) -> HttpResponse:
        return answer(request, {name: reverse(route, request=request) for name, route in self.endpoints.items()})


class UnknownAddress(AccessMixin, StrictView):
    """An address under the API that leads nowhere: the same 404 as for a row one may not see."""

    access = Access.SIGNED_IN

    def known_parameters(self) -> frozenset[str]:
        return frozenset(self.request.query_params)

    @extend_schema(exclude=True)
    def get(self, request: Any, **address: str) -> HttpResponse:
        raise Http404

    post = put = patch = delete = get


class Schema(AccessMixin, SpectacularJSONAPIView):
    access = Access.SIGNED_IN
    permission_classes = StrictView.permission_classes
    authentication_classes = StrictView.authentication_classes


class Documents(AccessMixin, SpectacularSwaggerSplitView):
    """Swagger UI from our own static files; the page and its script are two requests, as the CSP demands."""

    access = Access.SIGNED_IN
    is_page = True
    url_name = "api-schema"
    permission_classes = StrictView.permission_classes
    authentication_classes = [SessionAuthentication]


class Me(AccessMixin, StrictView):
    access = Access.SIGNED_IN
    serializer_class = MeSerializer

    def get(self, request: Any) -> HttpResponse:
        mine = User.objects.filter(pk=request.user.pk)
        return answer(request, rows(mine, MeSerializer, request.user)[0])


class OwnViewSet(AccessMixin, ReadViewSet):
    """Rows that belong to the reader alone."""

    access = Access.SIGNED_IN

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "fixed": {"user": self.request.user}}

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return self.model.objects.none()
        return self.model.objects.filter(user=self.request.user)


class SavedFilterViewSet(OwnViewSet):
    serializer_class = SavedFilterSerializer
    ordering = (Key("page"), Key("name"), Key("id"))

    def create(self, request: Any) -> HttpResponse:
        kept = SavedFilter.objects.create(**self.checked())
        return answer(request, self.row(kept.pk), status_code=status.HTTP_201_CREATED)

    def destroy(self, request: Any, pk: Any) -> HttpResponse:
        if not self.get_queryset().filter(pk=pk).delete()[0]:
            raise Http404
        return HttpResponse(status=status.HTTP_204_NO_CONTENT)


class ApiTokenViewSet(OwnViewSet):
    """Personal keys to the API."""

    serializer_class = ApiTokenSerializer
    ordering = (Key("created_at", descending=True), Key("id"))

    def get_queryset(self) -> Any:
        return super().get_queryset().usable()

    @extend_schema(responses={201: IssuedTokenSerializer})
    def create(self, request: Any) -> HttpResponse:
        sent = self.checked()
        token, text = issue_token(name=sent["name"], expires_at=sent.get("expires_at"), actor=request.user)
        shown_once = {**self.row(token.pk), "token": text}
        return answer(request, shown_once, status_code=status.HTTP_201_CREATED, headers={"Cache-Control": "no-store"})

    def destroy(self, request: Any, pk: Any) -> HttpResponse:
        token = self.get_queryset().filter(pk=pk).first()
        if token is None:
            raise Http404
        revoke_token(token, actor=request.user, now=timezone.now())
        return HttpResponse(status=status.HTTP_204_NO_CONTENT)
