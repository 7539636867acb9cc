"""Invitations: asking people, their answers in the portal and by the link in the mail, and who came."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Access, access, require
from accounts.reading import note_restricted_read
from attaches.actions import invitations as actions
from attaches.circle import shown
from attaches.circle.links import invitation_by
from attaches.circle.people import chosen
from attaches.forms.circle import AnswerForm, InviteForm
from attaches.models import CircleEvent, Invitation
from attaches.views.circle import answering, event_page, event_to_run, form_page
from attaches.views.refusals import done
from diplomacy.ui.toasts import toast

GONE = 410


@form_page
@access(Access.STAFF)
def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose, look at who that is, send: the second step names everybody before anything goes out."""
    event = event_to_run(request, pk)
    today = timezone.localdate()
    form = InviteForm(request.POST if request.method == "POST" else None, actor=request.user, today=today)
    people: list[Any] = []
    if request.method == "POST" and form.is_valid():
        already = event.invitations.live().order_by().values("person")
        people = list(chosen(**form.cleaned_data, today=today).exclude(pk__in=already))
        if not people:
            form.add_error(None, _("新しく招待する人がいません。選び直してください。"))
        elif "send" in request.POST:
            try:
                made = actions.invite(event.pk, people=people, actor=request.user, now=timezone.now())
                toast(request, _("%(count)s人に招待を送ります。") % {"count": len(made)})
                return redirect("attaches:circle_event", event.pk)
            except ObjectDoesNotExist as gone:
                raise Http404 from gone
            except ValidationError as fault:
                form.add_error(None, fault)
    context = {"event": event, "form": form, "people": people, "when": shown.when(event, request.user.time_zone)}
    return render(request, "attaches/circle_invite.html", context, status=400 if form.errors else 200)


def invitation_or_404(request: HttpRequest, pk: UUID) -> Invitation:
    return get_object_or_404(Invitation.objects.visible_to(request.user).with_names(), pk=pk)


@form_page
@access(Access.NETWORK)
def invitation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where a message leads: to the gathering, or to the word that the invitation was taken back. POST answers."""
    row = invitation_or_404(request, pk)
    if request.method == "POST":
        return _answer(request, row)
    if CircleEvent.objects.visible_to(request.user).filter(pk=row.event_id).exists():
        return redirect(reverse("attaches:circle_event", args=[row.event_id]) + "#answer")
    context = {"own": row, "event": row.event, "when": shown.when(row.event, request.user.time_zone)}
    return render(request, "attaches/invitation_withdrawn.html", context)


def _answer(request: HttpRequest, row: Invitation) -> HttpResponse:
    require(request.user, "attaches.answer_invitation", row)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.answer(row.pk, **form.cleaned_data, actor=request.user, now=timezone.now())
            toast(request, _("回答を登録しました。"))
            return redirect("attaches:circle_event", row.event_id)
        except ValidationError as fault:
            form.add_error(None, fault)
    if CircleEvent.objects.visible_to(request.user).filter(pk=row.event_id).exists():
        return event_page(request, row.event, status=400, answer_form=form)
    context = {"own": row, "event": row.event, "when": shown.when(row.event, request.user.time_zone)}
    return render(request, "attaches/invitation_withdrawn.html", context, status=GONE)


@access(Access.SECRET_ADDRESS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail. To look at it answers nothing: programs that follow links do no harm."""
    now = timezone.now()
    row = invitation_by(token, now=now)
    if row is None:
        return render(request, "attaches/answer_gone.html", status=404)
    if request.user.is_authenticated and request.user.pk != row.person_id:
        return render(request, "attaches/answer_of_another.html", status=409)
    if not request.user.is_authenticated:
        translation.activate(row.person.language)
        request.LANGUAGE_CODE = row.person.language
    form, saved = None, False
    if request.method == "POST":
        form = AnswerForm(request.POST)
        saved = form.is_valid() and _answered_by_link(row, form, now)
        if saved:
            row = Invitation.objects.with_names().get(pk=row.pk)
    context = {"event": row.event, "when": shown.when(row.event, row.person.time_zone), "saved": saved}
    context |= answering(row, now=now)
    if form is not None and not saved:
        context["answer_form"] = form
    status = GONE if context["closed"] else 400 if form is not None and not saved else 200
    return render(request, "attaches/answer.html", context, status=status)


def _answered_by_link(row: Invitation, form: AnswerForm, now: Any) -> bool:
    try:
        actions.answer(row.pk, **form.cleaned_data, way=Invitation.Way.LINK, actor=row.person, now=now)
    except ValidationError as fault:
        form.add_error(None, fault)
        return False
    return True


# --- For who runs the circle ---------------------------------------------------------------------------------------


def _of_runner(request: HttpRequest, pk: UUID) -> Invitation:
    row = invitation_or_404(request, pk)
    require(request.user, "attaches.change_circle_event", row.event)
    return row


@require_POST
@access(Access.STAFF)
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _of_runner(request, pk)
    back = reverse("attaches:circle_event", args=[row.event_id]) + "#guests"
    by = {"actor": request.user, "now": timezone.now()}
    return done(request, lambda: actions.withdraw(pk, **by), _("招待を取り消しました。本人に知らせます。"), back)


@require_POST
@access(Access.STAFF)
def renew(request: HttpRequest, pk: UUID) -> HttpResponse:
    row = _of_runner(request, pk)
    back = reverse("attaches:circle_event", args=[row.event_id]) + "#guests"
    by = {"actor": request.user, "now": timezone.now()}
    said = _("これまでのリンクを無効にし、新しいリンクで招待を送り直します。")
    return done(request, lambda: actions.renew_link(pk, **by), said, back)


@form_page
@access(Access.STAFF)
def record(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An answer that came by mail or telephone."""
    row = _of_runner(request, pk)
    note_restricted_read(request.user, row.event)
    initial = {"answer": row.current_answer, "note": row.note}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_answer(pk, **form.cleaned_data, actor=request.user, now=timezone.now())
            toast(request, _("回答を記録しました。"))
            return redirect(reverse("attaches:circle_event", args=[row.event_id]) + "#guests")
        except ValidationError as fault:
            form.add_error(None, fault)
    context = {"own": row, "event": row.event, "form": form}
    return render(request, "attaches/circle_record_answer.html", context, status=400 if form.errors else 200)


@require_POST
@access(Access.STAFF)
def attendance(request: HttpRequest, pk: UUID) -> HttpResponse:
    event_to_run(request, pk)
    back = reverse("attaches:circle_event", args=[pk]) + "#guests"

    def mark() -> None:
        actions.mark_attendance(pk, came=_marks(request), actor=request.user, now=timezone.now())

    return done(request, mark, _("出欠の実績を保存しました。"), back)


def _marks(request: HttpRequest) -> dict[UUID, str]:
    """Fields named `came-<invitation>`."""
    try:
        return {
            UUID(name.removeprefix("came-")): value for name, value in request.POST.items() if name.startswith("came-")
        }
    except ValueError:
        raise ValidationError(_("この行事の招待者の中から選んでください。")) from None
