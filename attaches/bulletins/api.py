"""Bulletins and, for the ministry that sent them, to whom they went."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request

from accounts.access import Access, require
from attaches.actions import bulletins as actions
from attaches.models import Bulletin, BulletinDelivery
from diplomacy.api.etags import answer
from diplomacy.api.serializers import CleanModelSerializer
from diplomacy.paging.keys import Key
from meetings.api import ContentViewSet
from meetings.serializers import HANDLING, INSIDE

WHOM = ["to_attaches", "to_officers", "to_organisations", "to_partners"]


class BulletinSerializer(CleanModelSerializer):
    """Whom it goes to is told inside government alone."""

    class Meta:
        model = Bulletin
        fields = [
            *("id", "title_ja", "title_en", "body_ja", "body_en", "themes", *WHOM, "sent_at"),
            *(*HANDLING, "is_sample", "version", "created_at", "updated_at"),
        ]
        read_only_fields = ["id", "sent_at", *HANDLING, "is_sample", "version", "created_at", "updated_at"]
        inside_fields = (*INSIDE, *WHOM)


class BulletinDeliverySerializer(CleanModelSerializer):
    class Meta:
        model = BulletinDelivery
        fields = ["id", "bulletin", "person", "organisation", "opened_at", "created_at"]
        read_only_fields = fields


class BulletinViewSet(ContentViewSet):
    """To read one by the API is not to open it in the portal."""

    access = Access.NETWORK
    serializer_class = BulletinSerializer
    queryset = Bulletin.objects.none()
    ordering = (Key("created_at", descending=True), Key("id", descending=True))
    guarded_actions = ("partial_update", "destroy", "send")

    def create(self, request: Request) -> HttpResponse:
        """A draft."""
        require(request.user, "attaches.write_bulletins")
        made = actions.draft_bulletin(fields=self.checked(), actor=request.user)
        return answer(request, self.row(made.pk), status_code=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, pk: UUID) -> HttpResponse:
        row = self.guarded_bulletin(pk)
        changes = self.checked(self.get_queryset().get(pk=pk))
        actions.edit_bulletin(pk, changes=changes, seen_version=row["version"], actor=request.user)
        return answer(request, self.row(pk))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: UUID) -> HttpResponse:
        """Throw a draft away."""
        row = self.guarded_bulletin(pk)
        actions.discard_bulletin(pk, seen_version=row["version"], actor=request.user)
        return HttpResponse(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, pk: UUID) -> HttpResponse:
        """Send it, once."""
        row = self.guarded_bulletin(pk)
        actions.send_bulletin(pk, seen_version=row["version"], actor=request.user, now=timezone.now())
        return answer(request, self.row(pk))

    def guarded_bulletin(self, pk: UUID) -> dict[str, Any]:
        return self.guarded(pk, "attaches.change_bulletin", self.get_queryset().get(pk=pk))


class BulletinDeliveryViewSet(ContentViewSet):
    """Of the bulletins of the reader's own ministry."""

    access = Access.STAFF
    serializer_class = BulletinDeliverySerializer
    queryset = BulletinDelivery.objects.none()
    ordering = (Key("bulletin"), Key("id"))
    guarded_actions = ()
