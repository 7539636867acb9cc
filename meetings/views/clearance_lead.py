"""What the lead of a round does: circulate again, move the deadline, urge, close, withdraw."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Access, access, require
from diplomacy.ui.toasts import toast
from diplomacy.versioned.editing import Conflict
from meetings.actions import clearance as actions
from meetings.actions.clearance_checks import Overtaken
from meetings.actions.clearance_rest import move_deadline, urge
from meetings.actions.clearance_settling import unsettled_before
from meetings.forms.clearance import CloseForm, DeadlineForm, RecirculateForm, WithdrawForm
from meetings.models import ClearanceRound
from meetings.views.clearance_page import agenda_and_matrix, answers_refusals, form_page, round_or_404, to_round
from meetings.views.meeting_page import seen_version

both = require_http_methods(["GET", "HEAD", "POST"])


def led_or_refused(request: HttpRequest, round_id: UUID) -> ClearanceRound:
    """Asked before the input is read: 404, then 403, then 400."""
    round = round_or_404(request, round_id)
    require(request.user, "meetings.close_clearance", round)
    return round


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _deadline_of(round: ClearanceRound) -> dict[str, object]:
    there = round.deadline.astimezone(ZoneInfo(round.deadline_zone))
    return {"deadline_date": there.date(), "deadline_time": there.time(), "deadline_zone": round.deadline_zone}


@access(Access.STAFF)
@both
def clearance_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Circulate the positions edited since as new versions."""
    round = led_or_refused(request, pk)
    _agenda, table = agenda_and_matrix(request, round, timezone.now())
    edited = [(str(row.entry.position), f"{row.number} {row.title}") for row in table.rows if row.outdated]
    initial = _deadline_of(round) | {"positions": [key for key, _label in edited]}
    form = RecirculateForm(_sent(request), edited=edited, initial=initial)
    try:
        if request.method == "POST" and form.is_valid():
            told = form.told()
            if told["deadline"] == round.deadline and told["deadline_zone"] == round.deadline_zone:
                told = {}
            keys = [UUID(key) for key in form.cleaned_data["positions"]]
            actions.recirculate(round.pk, positions=keys, actor=request.user, now=timezone.now(), **told)
            toast(request, _("新しい版を回章しました。府省は改めて回答します。"))
            return to_round(round)
    except ObjectDoesNotExist as gone:
        raise Http404 from gone
    except ValidationError as fault:
        form.add_error(None, fault)
    status = 400 if form.errors else 200
    return form_page(request, round, "clearance_again", {"form": form, "edited": edited}, status)


@access(Access.STAFF)
@both
def clearance_deadline(request: HttpRequest, pk: UUID) -> HttpResponse:
    round = led_or_refused(request, pk)
    form = DeadlineForm(_sent(request), initial=_deadline_of(round))
    status = 200
    try:
        if request.method == "POST" and form.is_valid():
            told = form.told()
            move_deadline(round.pk, **told, seen_version=seen_version(request), actor=request.user, now=timezone.now())
            toast(request, _("期限を変更しました。まだ回答していない府省に知らせます。"))
            return to_round(round)
    except Conflict:
        form.add_error(None, _("他の人がこの協議を変更しました。最新の期限を確かめてから、もう一度変更してください。"))
        status = 409
        round = led_or_refused(request, pk)
    except ValidationError as fault:
        form.add_error(None, fault)
    if form.errors and status == 200:
        status = 400
    return form_page(request, round, "clearance_deadline", {"form": form}, status)


@access(Access.STAFF)
@both
def clearance_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page names what is not settled before anything is closed."""
    round, now = led_or_refused(request, pk), timezone.now()
    form, news = CloseForm(_sent(request)), []
    try:
        if request.method == "POST" and form.is_valid():
            seen = request.POST.getlist("seen")
            actions.close_round(round.pk, seen=seen, actor=request.user, now=now, **form.cleaned_data)
            toast(request, _("協議を終了しました。"))
            return to_round(round)
    except Overtaken as fault:
        form.add_error(None, fault)
        news = fault.news
    except ValidationError as fault:
        form.add_error(None, fault)
    _agenda, table = agenda_and_matrix(request, round, now)
    context = {
        "form": form,
        "unsettled": [row for row in table.rows if row.settled < row.total or row.outdated],
        "seen": [one.mark for one in unsettled_before(round, actor=request.user, now=now)] if round.is_open else [],
        "news": [(one.entry.position, names_of_asked(round)[one.ministry_id], one.answer.label) for one in news],
    }
    status = 409 if news else 400 if form.errors else 200
    return form_page(request, round, "clearance_close", context, status)


def names_of_asked(round: ClearanceRound) -> dict[UUID, str]:
    return {ask.ministry_id: str(ask.ministry) for ask in round.asks.all()}


@access(Access.STAFF)
@both
def clearance_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    round = led_or_refused(request, pk)
    form = WithdrawForm(_sent(request))
    try:
        if request.method == "POST" and form.is_valid():
            actions.withdraw(round.pk, reason=form.cleaned_data["reason"], actor=request.user, now=timezone.now())
            toast(request, _("協議を取り下げました。"))
            return to_round(round)
    except ValidationError as fault:
        form.add_error(None, fault)
    return form_page(request, round, "clearance_withdraw", {"form": form}, 400 if form.errors else 200)


@access(Access.STAFF)
@require_POST
@answers_refusals
def clearance_urge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """催促する."""
    round = led_or_refused(request, pk)
    people = urge(round.pk, actor=request.user, now=timezone.now())
    text = ngettext("%(count)s人に催促を送ります。", "%(count)s人に催促を送ります。", people)
    toast(request, text % {"count": people})
    return to_round(round)
