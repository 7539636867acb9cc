"""面談・講演の依頼: an embassy asks a ministry to be met or to be sent a speaker; the ministry answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.access import Access, access, require
from accounts.lists import pages
from accounts.reading import note_restricted_read
from attaches.actions import requests as actions
from attaches.forms.requests import AgreeForm, DeclineForm, RequestForm
from attaches.models import MeetingRequest
from attaches.requests import exports
from attaches.requests.register import RequestRegister
from attaches.requests.rows import COLUMNS, request_lines
from attaches.views.circle import form_page
from attaches.views.refusals import done
from diplomacy.markdown.render import markdown
from diplomacy.ui.toasts import toast
from diplomacy.versioned.attempting import DONE, attempted
from diplomacy.versioned.seen import seen_version
from partners.panels import gathered

State = MeetingRequest.State


@require_safe
@access(Access.NETWORK)
def requests(request: HttpRequest) -> HttpResponse:
    asks = request.user.has_perm("attaches.ask_for_meetings")
    register = RequestRegister(request)
    return pages.list_page(request, register, COLUMNS, request_lines, "attaches/requests.html", asks=asks)


@require_safe
@access(Access.NETWORK)
def requests_filter(request: HttpRequest) -> HttpResponse:
    return pages.filter_panel(request, RequestRegister(request))


@require_GET
@access(Access.NETWORK)
def requests_csv(request: HttpRequest) -> HttpResponse:
    return pages.file_of(request, RequestRegister(request), exports.REQUESTS, "csv")


@require_GET
@access(Access.NETWORK)
def requests_xlsx(request: HttpRequest) -> HttpResponse:
    return pages.file_of(request, RequestRegister(request), exports.REQUESTS, "xlsx")


def request_or_404(request: HttpRequest, pk: UUID) -> MeetingRequest:
    row = get_object_or_404(MeetingRequest.objects.visible_to(request.user).with_names(), pk=pk)
    note_restricted_read(request.user, row)
    return row


@require_safe
@access(Access.NETWORK)
def request_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _page(request, request_or_404(request, pk))


def _page(request: HttpRequest, row: MeetingRequest, *, status: int = 200, **forms: Any) -> HttpResponse:
    user = request.user
    context = {
        "row": row,
        "purpose": markdown(row.purpose),
        "participants": markdown(row.participants),
        "reason": markdown(row.reason),
        "answer_note": markdown(row.answer_note),
        "dates": list(row.dates.all()),
        "themes": list(row.themes.all()),
        "is_late": row.is_late(timezone.localdate()),
        "answers": user.has_perm("attaches.answer_request", row),
        "withdraws": user.has_perm("attaches.withdraw_request", row),
        "may_agree": row.is_waiting or row.state == State.AGREED,
        "agree_form": AgreeForm(initial={name: getattr(row, name) for name in AgreeForm.base_fields}),
        "decline_form": DeclineForm(),
        "panels": gathered(row, user),
    }
    return render(request, "attaches/request.html", context | forms, status=status)


@form_page
@access(Access.NETWORK)
def request_add(request: HttpRequest) -> HttpResponse:
    require(request.user, "attaches.ask_for_meetings")
    kind = _kind(request)
    form = RequestForm(request.POST if request.method == "POST" else None, actor=request.user, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            asked = {"fields": {"kind": kind, **form.values()}, "dates": form.dates, "key": form.sent_key}
            new = actions.ask_for_meeting(**asked, actor=request.user, now=timezone.now())
            toast(request, _("依頼を送りました。回答があるとお知らせします。"))
            return redirect("attaches:request", new.pk)
        except ValidationError as fault:
            form.add_error(None, fault)
    context = {"form": form, "for_speaker": kind == MeetingRequest.Kind.SPEAKER}
    return render(request, "attaches/request_form.html", context, status=400 if form.errors else 200)


def _kind(request: HttpRequest) -> str:
    """Of the form: `?kind=speaker`, else to be met."""
    kind = request.GET.get("kind", MeetingRequest.Kind.MEETING)
    if kind not in MeetingRequest.Kind:
        raise Http404
    return kind


@require_POST
@access(Access.NETWORK)
def request_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    require(request.user, "attaches.withdraw_request", request_or_404(request, pk))
    return _deed(request, pk, actions.withdraw_request, _("依頼を取り下げました。"))


@require_POST
@access(Access.STAFF)
def request_receive(request: HttpRequest, pk: UUID) -> HttpResponse:
    require(request.user, "attaches.answer_request", request_or_404(request, pk))
    return _deed(request, pk, actions.receive_request, _("受け付けました。大使館に知らせます。"))


@require_POST
@access(Access.STAFF)
def request_arrange(request: HttpRequest, pk: UUID) -> HttpResponse:
    require(request.user, "attaches.answer_request", request_or_404(request, pk))
    return _deed(request, pk, actions.arrange_request, _("調整中にしました。大使館に知らせます。"))


def _deed(request: HttpRequest, pk: UUID, deed: Callable[..., Any], text: str) -> HttpResponse:
    def do() -> None:
        deed(pk, seen_version=seen_version(request), actor=request.user, now=timezone.now())

    return done(request, do, text, reverse("attaches:request", args=[pk]))


@require_POST
@access(Access.STAFF)
def request_agree(request: HttpRequest, pk: UUID) -> HttpResponse:
    form = AgreeForm(request.POST)
    told = _("日程を確定しました。大使館に知らせます。")
    return _answer(request, pk, form, actions.agree_to_request, "agree_form", told)


@require_POST
@access(Access.STAFF)
def request_decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    form = DeclineForm(request.POST)
    return _answer(request, pk, form, actions.decline_request, "decline_form", _("回答しました。大使館に知らせます。"))


def _answer(
    request: HttpRequest, pk: UUID, form: Any, answer: Callable[..., Any], name: str, text: str
) -> HttpResponse:
    row = request_or_404(request, pk)
    require(request.user, "attaches.answer_request", row)

    def do(given: dict[str, Any]) -> None:
        answer(pk, **given, seen_version=seen_version(request), actor=request.user, now=timezone.now())

    status = attempted(form, do)
    if status == DONE:
        toast(request, text)
        return redirect("attaches:request", pk)
    return _page(request, row, status=status, **{name: form})
