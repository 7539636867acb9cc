"""The agenda as a whole: its table, what others did to it meanwhile, and the answer after each write.

Everything works with plain forms; the script asks the same addresses and gets the table back.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Access, access, polling
from diplomacy.ui.toasts import toast, toast_now
from meetings import position_sheet, presence
from meetings.agenda_table import columns, table_rows
from meetings.models import AgendaItem, Meeting
from meetings.outline import Outline, outline
from meetings.views.meeting_page import meeting_or_404, note_agenda_read


def item_or_404(request: HttpRequest, meeting: Meeting, item_id: UUID) -> AgendaItem:
    items = AgendaItem.objects.in_visible(meeting, request.user).live()
    item = get_object_or_404(items.select_related("lead_ministry", "proposer"), pk=item_id)
    item.meeting = meeting
    return item


def table(request: HttpRequest, meeting: Meeting, agenda: Outline, *, known: str = "") -> HttpResponse:
    """The agenda's table as it stands, for the script to merge; only its foot where the page has the rest (`known`)."""
    states = position_sheet.states(meeting, agenda, request.user)
    token = position_sheet.stamped(agenda.token, states)
    part = "foot" if known == token else "agenda"
    if part == "agenda":
        note_agenda_read(request, agenda)
    writes = request.user.has_perm("meetings.change_agenda", meeting)
    context = {
        "meeting": meeting,
        "agenda": agenda,
        "token": token,
        "inside": states is not None,
        "columns": columns(writes, states),
        "table_rows": table_rows(meeting, agenda, writes=writes, states=states) if part == "agenda" else [],
        "writes": writes,
        "editors": presence.editors(agenda.rows, besides=request.user),
        "now": timezone.now(),
    }
    return render(request, f"meetings/detail.html#{part}", context)


def done(request: HttpRequest, meeting: Meeting, text: str = "", *, undo_url: str = "", at: Any = "") -> HttpResponse:
    """After a write: the table for the script, else back to the page with a message."""
    if request.htmx:
        answer = table(request, meeting, outline(meeting, request.user))
        return toast_now(answer, text, undo_url=undo_url) if text else answer
    if text:
        toast(request, text, undo_url=undo_url)
    anchor = f"#i-{at}" if at else ""
    return redirect(reverse("meetings:detail", args=[meeting.pk]) + anchor)


@access(Access.READER)
@polling
@require_safe
def changes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What others did since the page was drawn (`token`): the table, or only its foot. Asked every few seconds.

    `editing` says which item the reader has open; others then see it.
    """
    meeting = meeting_or_404(request, pk)
    agenda = outline(meeting, request.user)
    shown = {str(row.item.pk): row.item.pk for row in agenda.rows}
    if request.GET.get("editing") in shown and request.user.has_perm("meetings.change_agenda", meeting):
        presence.announce(shown[request.GET["editing"]], request.user)
    return table(request, meeting, agenda, known=request.GET.get("token", ""))
