"""専門家名簿: one expert, and how far their entry may go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import Access, access, require
from accounts.reading import note_restricted_read
from diplomacy.ui.toasts import toast
from diplomacy.versioned.attempting import DONE, attempted
from diplomacy.versioned.seen import seen_version
from outreach.kinds import KINDS
from outreach.models import Dispatch
from outreach.roster import Record, records_of
from outreach.views.records import form_page, record_or_404
from partners.actions.records import set_record_handling
from partners.forms.handling import HandlingForm

MOST_DISPATCHES = 20


@require_safe
@access(Access.GOVERNMENT)
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    kind = KINDS["expert"]
    expert = record_or_404(request, kind, pk)
    note_restricted_read(request.user, expert)
    dispatches = Dispatch.objects.visible_to(request.user).with_names().filter(askings__expert=expert).distinct()
    dispatches = list(dispatches.order_by("-starts_on", "id")[:MOST_DISPATCHES])
    note_restricted_read(request.user, *dispatches)
    context = {
        "expert": expert,
        "kind": kind,
        "themes": list(expert.themes.all()),
        "record": records_of([expert.pk], request.user).get(expert.pk, Record()),
        "dispatches": dispatches,
        "available": expert.is_available(timezone.localdate(), timezone.localdate()),
        "may_change": request.user.has_perm(kind.change, expert),
        "may_handle": request.user.has_perm("partners.change_record_handling", expert),
    }
    return render(request, "outreach/expert.html", context)


@form_page
@access(Access.STAFF)
def handling(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    of_kind = KINDS[kind]
    row = record_or_404(request, of_kind, pk)
    require(request.user, "partners.change_record_handling", row)
    form = HandlingForm(request.POST or None, record=row, actor=request.user)
    status = 200
    if request.method == "POST":

        def put(given: dict[str, Any]) -> None:
            set_record_handling(of_kind.model, pk, **given, seen_version=seen_version(request), actor=request.user)

        status = attempted(form, put)
        if status == DONE:
            toast(request, _("取扱区分を変更しました。"))
            return redirect(of_kind.page(row))
    context = {"form": form, "kind": of_kind, "record": row, "back": of_kind.page(row)}
    return render(request, "outreach/handling.html", context, status=status)
