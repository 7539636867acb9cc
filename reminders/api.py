"""The reader's own notifications, as the inbox shows them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request

from accounts.access import Access, AccessMixin
from diplomacy.api.etags import answer
from diplomacy.api.views import ReadViewSet
from reminders.actions.inbox import mark_read
from reminders.filters import NotificationFilter
from reminders.inbox import NEWEST_FIRST
from reminders.models import Notification
from reminders.serializers import NotificationSerializer


class NotificationViewSet(AccessMixin, ReadViewSet):
    access = Access.SIGNED_IN
    serializer_class = NotificationSerializer
    filterset_class = NotificationFilter
    ordering = NEWEST_FIRST

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):
            return Notification.objects.none()
        return super().get_queryset()

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def read(self, request: Request, pk: UUID) -> HttpResponse:
        """The reader has read it. Doing so twice changes nothing."""
        mark_read(self.get_queryset().get(pk=pk), now=timezone.now())
        return answer(request, self.row(pk))
