from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Access, access
from meetings import history as meeting_history
from meetings import position_sheet, presence
from meetings.agenda_table import columns, table_rows
from meetings.forms.agenda import bulk_choices
from meetings.preparation import delegations_set, steps
from meetings.views.meeting_page import agenda_shown, head, meeting_or_404


@access(Access.READER)
@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting = meeting_or_404(request, pk)
    agenda = agenda_shown(request, meeting)
    states = position_sheet.states(meeting, agenda, request.user)
    context = head(request, meeting, "detail") | {"agenda": agenda, "now": timezone.now()}
    context["table_rows"] = table_rows(meeting, agenda, writes=context["writes"], states=states)
    context |= {"inside": states is not None, "columns": columns(context["writes"], states)}
    context["token"] = position_sheet.stamped(agenda.token, states)
    context["editors"] = presence.editors(agenda.rows, besides=request.user)
    if context["writes"]:
        context |= bulk_choices(request.user)
    if request.user.is_government:
        settled = delegations_set([meeting.pk], request.user).get(meeting.pk)
        context["steps"] = steps(meeting, agenda, states, delegation=settled)
    return render(request, "meetings/detail.html", context)


@access(Access.GOVERNMENT)
@require_safe
def history(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting = meeting_or_404(request, pk)
    changes = meeting_history.changes(meeting, request.user, before=_moment(request.GET.get("before", "")))
    more = changes[-1].at.isoformat() if len(changes) == meeting_history.PAGE else ""
    context = head(request, meeting, "history") | {"changes": changes, "more": more}
    return render(request, "meetings/history.html", context)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


@access(Access.READER)
@require_safe
def sources(request: HttpRequest, pk: UUID) -> HttpResponse:
    meeting = meeting_or_404(request, pk)
    sourced = [row for row in agenda_shown(request, meeting).rows if row.item.source]
    return render(request, "meetings/sources.html", head(request, meeting, "sources") | {"sourced": sourced})
