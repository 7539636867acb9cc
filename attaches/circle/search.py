"""Gatherings, bulletins and meeting requests in the search box."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attaches.models import Bulletin, CircleEvent, MeetingRequest
from diplomacy.search.providers import Hit
from diplomacy.ui.dates import written
from meetings.search import other_of


class CircleFinder:
    name, label, order = "circle", _("外交サークル"), 52

    def rows(self, text: str, user: Any) -> QuerySet:
        found = CircleEvent.objects.visible_to(user).named_like(text).order_by("-on_date", "id")
        return found.only("title_ja", "title_en", "on_date", "place", "handling", "is_sample")

    def hits(self, rows: Sequence[CircleEvent]) -> Iterable[Hit]:
        for row in rows:
            address = reverse("attaches:circle_event", args=[row.pk])
            details = tuple(filter(None, (written(row.on_date), row.place)))
            other = other_of(row.title_ja, row.title_en)
            yield Hit(str(row), address, other, details, row.handling, row.is_sample, (row,))


class BulletinFinder:
    name, label, order = "bulletins", _("府省からのお知らせ"), 54

    def rows(self, text: str, user: Any) -> QuerySet:
        found = Bulletin.objects.visible_to(user).worded_like(text).select_related("owner")
        columns = ("title_ja", "title_en", "sent_at", "handling", "is_sample", "owner__name_ja", "owner__name_en")
        return found.order_by("-sent_at", "id").only(*columns)

    def hits(self, rows: Sequence[Bulletin]) -> Iterable[Hit]:
        for row in rows:
            address = reverse("attaches:bulletin", args=[row.pk])
            sent = written(timezone.localdate(row.sent_at)) if row.sent_at else str(_("下書き"))
            other = other_of(row.title_ja, row.title_en)
            yield Hit(str(row), address, other, (str(row.owner or ""), sent), row.handling, row.is_sample, (row,))


class RequestFinder:
    name, label, order = "meeting_requests", _("面談・講演の依頼"), 56

    def rows(self, text: str, user: Any) -> QuerySet:
        found = MeetingRequest.objects.visible_to(user).worded_like(text).select_related("owner")
        columns = ("subject", "state", "sent_at", "handling", "is_sample", "owner__name_ja", "owner__name_en")
        return found.order_by("-sent_at", "id").only(*columns)

    def hits(self, rows: Sequence[MeetingRequest]) -> Iterable[Hit]:
        for row in rows:
            details = (str(row.owner), written(timezone.localdate(row.sent_at)), str(row.get_state_display()))
            address = reverse("attaches:request", args=[row.pk])
            yield Hit(row.subject, address, "", details, row.handling, row.is_sample, (row,))


FINDERS = [CircleFinder(), BulletinFinder(), RequestFinder()]
