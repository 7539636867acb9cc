"""連絡の途絶えた国: who has not been met for too long, and after how many months that is."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Access, access, require
from accounts.record_history import author_of
from attaches.actions.quiet import set_interval
from attaches.forms.quiet import IntervalForm
from attaches.models import ContactInterval
from attaches.quiet.finding import quiet_partners
from diplomacy.ui.toasts import toast
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.resolution import resolution, resolved
from diplomacy.versioned.seen import seen_version


@access(Access.GOVERNMENT)
@require_safe
def quiet(request: HttpRequest) -> HttpResponse:
    context = {
        "rows": quiet_partners(request.user, timezone.localdate()),
        "intervals": ContactInterval.objects.visible_to(request.user).highest_first(),
        "logs": request.user.has_perm("attaches.log_contact"),
        "sets": request.user.has_perm("attaches.change_intervals"),
    }
    return render(request, "attaches/quiet.html", context)


@access(Access.SECRETARIAT)
@require_http_methods(["GET", "HEAD", "POST"])
def interval(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = get_object_or_404(ContactInterval.objects.visible_to(request.user), pk=pk)
    require(request.user, "attaches.change_intervals")
    data = resolved(request.POST) if request.method == "POST" else None
    form = IntervalForm(data, instance=row)
    try:
        if data is not None and form.is_valid():
            months = form.cleaned_data["months"]
            set_interval(pk, months=months, seen_version=seen_version(request), actor=request.user)
            toast(request, _("保存しました。"))
            return redirect("attaches:quiet")
    except Conflict as conflict:
        return _conflict_page(request, form, conflict)
    except ValidationError as fault:
        form.add_error(None, fault)
    context = {"form": form, "interval": row}
    return render(request, "attaches/quiet_interval.html", context, status=400 if form.errors else 200)


def _conflict_page(request: HttpRequest, form: IntervalForm, conflict: Conflict) -> HttpResponse:
    row = ContactInterval.objects.visible_to(request.user).get(pk=conflict.current.pk)
    who, when = author_of(row, "months")
    context = {
        "resolution": resolution(form, IntervalForm(instance=row), conflict),
        "who": who or _("他の人"),
        "when": when,
        "action": reverse("attaches:quiet_interval", args=[row.pk]),
        "back": reverse("attaches:quiet"),
        "title": str(row),
    }
    return render(request, "meetings/conflict.html", context, status=409)
