"""What the pages of one round share: the round itself, its meeting's head, what it says about its deadline."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from meetings.models import ClearanceRound
from meetings.outline import Outline
from meetings.rounds.matrix import Matrix, matrix
from meetings.rounds.shown import shown_round
from meetings.views.meeting_page import agenda_shown, head, meeting_or_404

TAB = "positions"


def round_or_404(request: HttpRequest, round_id: UUID) -> ClearanceRound:
    return get_object_or_404(ClearanceRound.objects.visible_to(request.user).with_parties(), pk=round_id)


def round_context(request: HttpRequest, round: ClearanceRound) -> dict[str, Any]:
    meeting = meeting_or_404(request, round.meeting_id)
    return head(request, meeting, TAB) | shown_round(round, request.user, now=timezone.now())


def agenda_and_matrix(request: HttpRequest, round: ClearanceRound, now: datetime) -> tuple[Outline, Matrix]:
    meeting = meeting_or_404(request, round.meeting_id)
    agenda = agenda_shown(request, meeting)
    return agenda, matrix(round, agenda, request.user, now=now)


def form_page(
    request: HttpRequest, round: ClearanceRound, name: str, context: dict[str, Any], status: int = 200
) -> Any:
    return render(request, f"meetings/{name}.html", round_context(request, round) | context, status=status)


def to_round(round: ClearanceRound) -> HttpResponse:
    return redirect("meetings:clearance_round", pk=round.pk)


def answers_refusals(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For verbs without a form: says on a page why nothing was done, with the way back to the round."""

    @wraps(view)
    def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
        try:
            return view(request, pk)
        except ObjectDoesNotExist as gone:
            raise Http404 from gone
        except ValidationError as fault:
            context = {"texts": fault.messages, "back": reverse("meetings:clearance_round", args=[pk])}
            return render(request, "meetings/refusal.html", context, status=400)

    return answer
