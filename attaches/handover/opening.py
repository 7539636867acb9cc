"""Which posting's hand-over is opened, by whom: asked by the page, its files and the API."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.access import require
from accounts.reading import note_restricted_read
from attaches.models import Posting


def posting_or_404(request: HttpRequest, pk: UUID) -> Posting:
    postings = Posting.objects.visible_to(request.user).with_names().select_related("organisation__country")
    posting = get_object_or_404(postings, pk=pk)
    require(request.user, "attaches.read_handover", posting)
    note_restricted_read(request.user, posting.person)
    return posting
