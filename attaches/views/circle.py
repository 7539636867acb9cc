"""外交サークル: gatherings, for who runs them and for who is invited."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Access, access, require
from accounts.reading import note_restricted_read
from attaches.actions import circle as actions
from attaches.circle import shown
from attaches.circle.people import GUESTS
from attaches.forms.circle import AnswerForm, EventForm, PaperForm
from attaches.models import CircleEvent, Invitation
from attaches.views.handling import handling_page
from attaches.views.refusals import conflict_page, done
from diplomacy.markdown.render import markdown
from diplomacy.paging.keys import BadToken, Key, Page, page_of
from diplomacy.ui.toasts import toast
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.resolution import only, resolved
from diplomacy.versioned.seen import seen_version

form_page = require_http_methods(["GET", "HEAD", "POST"])
SIDES = {
    "coming": (Key("on_date"), Key("id")),
    "past": (Key("on_date", descending=True), Key("id", descending=True)),
}


def event_or_404(request: HttpRequest, pk: UUID) -> CircleEvent:
    rows = CircleEvent.objects.visible_to(request.user).select_related("owner").defer("search", "owner__search")
    event = get_object_or_404(rows, pk=pk)
    note_restricted_read(request.user, event)
    return event


def event_to_run(request: HttpRequest, pk: UUID) -> CircleEvent:
    event = event_or_404(request, pk)
    require(request.user, "attaches.change_circle_event", event)
    return event


@require_safe
@access(Access.NETWORK)
def circle(request: HttpRequest) -> HttpResponse:
    """The gatherings the reader may see: those to come, and those that were."""
    side = request.GET.get("side", "coming")
    if side not in SIDES:
        raise Http404
    rows = CircleEvent.objects.visible_to(request.user).defer("search", "description_ja", "description_en")
    today = timezone.localdate()
    rows = rows.filter(on_date__gte=today) if side == "coming" else rows.filter(on_date__lt=today)
    status, page = 200, Page([])
    try:
        page = page_of(rows, SIDES[side], **{name: request.GET.get(name, "") for name in ("after", "before")})
    except BadToken:
        status = 400
    note_restricted_read(request.user, *page.rows)
    labels = {"coming": _("これから"), "past": _("これまで")}
    context = {
        "side": side,
        "tabs": [{"label": labels[name], "url": f"?side={name}", "current": name == side} for name in SIDES],
        "lines": shown.lines(page.rows, request.user),
        "runs_circle": request.user.has_perm("attaches.run_circle"),
        "is_guest": request.user.role in GUESTS,
        "previous": f"side={side}&before={page.before}" if page.before else "",
        "next": f"side={side}&after={page.after}" if page.after else "",
        "error": _("このページの位置を読み取れません。一覧の最初から開き直してください。") if status == 400 else "",
    }
    return render(request, "attaches/circle.html", context, status=status)


@require_safe
@access(Access.NETWORK)
def event(request: HttpRequest, pk: UUID) -> HttpResponse:
    return event_page(request, event_or_404(request, pk))


def event_page(request: HttpRequest, row: CircleEvent, *, status: int = 200, **forms: Any) -> HttpResponse:
    user, now = request.user, timezone.now()
    own = Invitation.objects.of(user).live().filter(event=row).first()
    runs = user.has_perm("attaches.change_circle_event", row)
    context: dict[str, Any] = {
        "event": row,
        "when": shown.when(row, user.time_zone),
        "tone": shown.TONES[row.state],
        "description": markdown(row.description),
        "themes": list(row.themes.all()),
        "papers": list(row.papers.all()),
        "runs": runs,
        "own": own,
    }
    if own is not None:
        own.event = row
        context |= answering(own, now=now)
    if runs:
        context |= shown.guest_list(row) | {
            "paper_form": PaperForm(),
            "has_begun": row.on_date <= timezone.localdate(now, row.zone),
            "is_over": row.begins_at <= now,
        }
    return render(request, "attaches/circle_event.html", context | forms, status=status)


def answering(own: Invitation, *, now: Any) -> dict[str, Any]:
    """What the form of an answer needs: what was said before, and whether anything may still be said."""
    return {
        "own": own,
        "closed": shown.closed_text(own, now),
        "until": shown.until(own.event),
        "answer_label": Invitation.Answer(own.current_answer).label,
        "answer_tone": shown.ANSWER_TONES[own.current_answer],
        "earlier_answer": Invitation.Answer(own.answer).label if own.answer and not own.answer_holds else "",
        "answer_form": AnswerForm(initial={"answer": own.current_answer, "note": own.note}),
    }


@form_page
@access(Access.STAFF)
def event_add(request: HttpRequest) -> HttpResponse:
    require(request.user, "attaches.run_circle")
    initial = {"contact_email": request.user.email}
    form = EventForm(request.POST if request.method == "POST" else None, actor=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.plan_event(fields=form.cleaned_data, actor=request.user, now=timezone.now())
            toast(request, _("行事を登録しました。次に招待する人を選んでください。"))
            return redirect("attaches:circle_invite", new.pk)
        except ValidationError as fault:
            form.add_error(None, fault)
    context = {"form": form, "back": reverse("attaches:circle")}
    return render(request, "attaches/circle_event_form.html", context, status=400 if form.errors else 200)


@form_page
@access(Access.STAFF)
def event_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = event_to_run(request, pk)
    address, back = reverse("attaches:circle_event_edit", args=[pk]), reverse("attaches:circle_event", args=[pk])
    data = resolved(request.POST) if request.method == "POST" else None
    form = EventForm(data, instance=row, actor=request.user, only=only(data) if data else None)
    try:
        if request.method == "POST" and form.is_valid():
            version, now = seen_version(request), timezone.now()
            _event, changed = actions.edit_event(
                pk, changes=form.changes(), seen_version=version, actor=request.user, now=now
            )
            toast(
                request, _("保存しました。招待した人に改めて尋ねます。") if asks_again(changed) else _("保存しました。")
            )
            return redirect(back)
    except Conflict as conflict:
        fresh = EventForm(instance=conflict.current, actor=request.user)
        return conflict_page(request, form, fresh, conflict, action=address, back=back)
    except ObjectDoesNotExist as gone:
        raise Http404 from gone
    except ValidationError as fault:
        form.add_error(None, fault)
    context = {"form": form, "event": row, "back": back}
    return render(request, "attaches/circle_event_form.html", context, status=400 if form.errors else 200)


def asks_again(changed: list[str]) -> bool:
    return bool(set(changed) & set(CircleEvent.MATERIAL))


@form_page
@access(Access.STAFF)
def event_handling(request: HttpRequest, pk: UUID) -> HttpResponse:
    back = reverse("attaches:circle_event", args=[pk])
    return handling_page(request, event_to_run(request, pk), actions.set_event_handling, back)


@require_POST
@access(Access.STAFF)
def event_turn(request: HttpRequest, pk: UUID, deed: str) -> HttpResponse:
    """中止・中止の取り消し・開催済: `deed` comes from the route."""
    event_to_run(request, pk)
    back, now = reverse("attaches:circle_event", args=[pk]), timezone.now()

    def turn() -> None:
        by = {"seen_version": seen_version(request), "actor": request.user}
        if deed == "cancel":
            actions.cancel_event(pk, **by)
        elif deed == "restore":
            actions.restore_event(pk, **by, now=now)
        else:
            actions.mark_held(pk, **by, now=now)

    said = {
        "cancel": _("中止にしました。招待した人にメールで知らせます。"),
        "restore": _("開催に戻しました。招待した人に改めて尋ねます。"),
        "held": _("開催済にしました。"),
    }
    return done(request, turn, said[deed], back)
