"""Items that leave an agenda and come back: deleted, undone, and the bin of the last 30 days."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Access, access
from accounts.reading import note_restricted_read
from meetings.actions import agenda as actions
from meetings.models import AgendaItem, Meeting
from meetings.views.agenda import done, item_or_404
from meetings.views.meeting_page import answers_refusals, head, seen_version, seen_versions, writable_or_refused


@access(Access.STAFF)
@require_POST
@answers_refusals
def delete(request: HttpRequest, pk: UUID, item: UUID) -> HttpResponse:
    meeting = writable_or_refused(request, pk)
    row = item_or_404(request, meeting, item)
    return delete_all(request, meeting, {row.pk: seen_version(request)})


def delete_all(request: HttpRequest, meeting: Meeting, versions: dict[UUID, int]) -> HttpResponse:
    gone = actions.delete_items(meeting.pk, versions=versions, actor=request.user, now=timezone.now())
    text = ngettext("議題を%(count)s件削除しました。", "議題を%(count)s件削除しました。", len(gone))
    undo = urlencode([("item", f"{row.pk}:{row.version}") for row in gone])
    address = f"{reverse('meetings:agenda_restore', args=[meeting.pk])}?{undo}"
    return done(request, meeting, text % {"count": len(gone)}, undo_url=address)


@access(Access.STAFF)
@require_POST
@answers_refusals
def restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Undo deletions: each `item` is an id with the version it had when deleted."""
    meeting = writable_or_refused(request, pk)
    versions = seen_versions(request.GET.getlist("item") + request.POST.getlist("item"))
    for key, version in versions.items():
        actions.restore_item(key, seen_version=version, actor=request.user)
    return done(request, meeting, _("議題を元に戻しました。"), at=next(iter(versions), ""))


@access(Access.STAFF)
@require_safe
def agenda_bin(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Deleted items, for 30 days."""
    meeting = writable_or_refused(request, pk)
    rows = actions.binned(request.user).filter(meeting=meeting).select_related("deleted_by")
    note_restricted_read(request.user, *rows)
    tops = [row for row in rows.order_by("-deleted_at", "pk") if not row.ancestors or not _went_along(row, rows)]
    return render(request, "meetings/bin.html", head(request, meeting, "detail") | {"rows": tops})


def _went_along(row: AgendaItem, rows: Any) -> bool:
    """Whether it was deleted together with the item above it, and so comes back with it."""
    return any(other.pk == row.parent_id and other.deleted_at == row.deleted_at for other in rows)
