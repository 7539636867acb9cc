"""案件を段階ごとに: the same filtered projects as the list, and moving one on without leaving the board."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Access, access, require
from accounts.lists.pages import wants_fragment
from diplomacy.ui.toasts import toast
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.seen import seen_version
from partners.actions.records import edit_record
from partners.lists.work import Projects
from partners.models import Project
from partners.views.lists import tabs

STAGES = [stage for stage in Project.Stage if stage is not Project.Stage.ENDED]
MOST_CARDS = 20


@require_safe
@access(Access.READER)
def show(request: HttpRequest) -> HttpResponse:
    listing = Projects(request)
    counts = listing.rows.count_by_stage()
    context = {
        "browsing": listing,
        "family": tabs(listing),
        "count": listing.counted,
        "columns": [_column(listing, stage, counts.get(stage, 0)) for stage in STAGES],
        "ended": {"count": counts.get(Project.Stage.ENDED, 0), "url": _only(listing, Project.Stage.ENDED)},
        "stages": Project.Stage.choices,
    }
    template = "partners/board.html#results" if wants_fragment(request) else "partners/board.html"
    response = render(request, template, context, status=listing.status)
    response["Vary"] = "HX-Request"
    return response


def _column(listing: Projects, stage: Project.Stage, count: int) -> dict[str, Any]:
    projects = list(listing.rows.filter(stage=stage).for_cards()[:MOST_CARDS]) if count else []
    user = listing.user
    return {
        "label": stage.label,
        "count": count,
        "cards": [(project, user.has_perm("partners.change_record", project)) for project in projects],
        "more": count - len(projects),
        "url": _only(listing, stage),
    }


def _only(listing: Projects, stage: Project.Stage) -> str:
    return listing.address("projects", stage=stage.value)


@require_POST
@access(Access.STAFF)
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    require(request.user, "partners.change_record", project)
    query = QueryDict(request.POST.get("query", "")).urlencode()
    back = reverse("partners:projects_board") + (f"?{query}" if query else "")
    stage = request.POST.get("stage", "")
    try:
        moved, changed = edit_record(
            Project, pk, changes={"stage": stage}, seen_version=seen_version(request), actor=request.user
        )
    except Conflict:
        text = _("他の人がこの案件の段階を変更しました。最新のボードを確かめてください。")
        return render(request, "partners/refusal.html", {"text": text, "back": back}, status=409)
    except ValidationError as fault:
        return render(request, "partners/refusal.html", {"text": fault.messages[0], "back": back}, status=400)
    except ObjectDoesNotExist as gone:
        raise Http404 from gone
    if changed:
        toast(
            request, _("「%(title)s」を%(stage)sへ移しました。") % {"title": moved, "stage": moved.get_stage_display()}
        )
    return redirect(back)
