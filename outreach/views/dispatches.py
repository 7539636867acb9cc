"""専門家派遣: one dispatch, its steps, its parts, and the files made of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.access import Access, access, require
from accounts.reading import note_export, note_restricted_read
from attaches.models import MeetingRequest
from diplomacy.export.ical import MEDIA_TYPE
from diplomacy.papers import WRITERS
from diplomacy.ui.toasts import toast
from diplomacy.versioned.attempting import DONE, attempted
from diplomacy.versioned.seen import seen_version
from meetings.models import ActionItem
from outreach.actions import dispatches as actions
from outreach.forms.dispatches import PART_FORMS, EffectForm, StepForm
from outreach.itinerary import itinerary_calendar
from outreach.kinds import KINDS
from outreach.letter import letter_file
from outreach.matching import matches
from outreach.models import Dispatch, Effect, Expert, Story
from outreach.views.records import record_or_404

KIND = KINDS["dispatch"]


def dispatch_or_404(request: HttpRequest, pk: UUID) -> Dispatch:
    return record_or_404(request, KIND, pk)


@require_safe
@access(Access.GOVERNMENT)
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    return page(request, dispatch_or_404(request, pk))


def page(
    request: HttpRequest, dispatch: Dispatch, *, status: int = 200, typed: dict[UUID, str] | None = None, **forms: Any
) -> HttpResponse:
    """`forms` are those that were sent and refused, `typed` what was to stand in an effect."""
    note_restricted_read(request.user, dispatch)
    user, today = request.user, timezone.localdate()
    steps = actions.steps_open_to(dispatch, user)
    changes = user.has_perm(KIND.change, dispatch)
    running = dispatch.state in actions.RUNNING
    experts = Expert.objects.visible_to(user).defer("search").select_related("institution")
    askings = dispatch.askings.all()
    named = {one.pk: one for one in experts.filter(pk__in=[a.expert_id for a in askings] + [dispatch.expert_id])}
    note_restricted_read(user, *named.values())
    context = {
        "dispatch": dispatch,
        "kind": KIND,
        "refused": None,
        "action": ActionItem.objects.visible_to(user).live().filter(pk=dispatch.action_id).first(),
        "asked_in": MeetingRequest.objects.visible_to(user).filter(pk=dispatch.asked_in_id).first(),
        "stories": Story.objects.visible_to(user).about(dispatch),
        "writes_story": running and user.has_perm("outreach.add_text"),
        "expert": named.get(dispatch.expert_id),
        "askings": [(asking, named.get(asking.expert_id)) for asking in askings],
        "steps": [step for name, step in steps.items() if name not in ("match", "report", "cancel")],
        "cancels": "cancel" in steps,
        "matches": matches(dispatch, user, today) if "match" in steps else None,
        "reports": "report" in steps,
        "waits_for_another": dispatch.state == "matched" and "approve" not in steps and "match" in steps,
        "parts": [
            (name, form.Meta.model._meta.verbose_name, form.Meta.model.objects.filter(dispatch=dispatch))
            for name, form in PART_FORMS.items()
        ],
        "part_forms": {name: form(prefix=name) for name, form in PART_FORMS.items()} if changes and running else {},
        "effects": [
            {"row": one, "is_due": one.due_on <= today, "typed": (typed or {}).get(one.pk)}
            for one in dispatch.effects.all()
        ],
        "step_form": StepForm(actor=user),
        "effect_form": EffectForm(),
        "may_change": changes and dispatch.state not in actions.SETTLED,
        "may_add": changes and running,
        "may_write_effect": changes,
        "may_handle": user.has_perm("partners.change_record_handling", dispatch),
        "has_letter": dispatch.expert_id in named and dispatch.state not in ("requested", "matched", "cancelled"),
        **forms,
    }
    return render(request, "outreach/dispatch.html", context, status=status)


def act(request: HttpRequest, pk: UUID, form: Any, name: str, do: Any, done: str, **kept: Any) -> HttpResponse:
    """What every form of the page shares: do it and come back, or show the page with what is wrong."""
    status = attempted(form, do)
    if status == DONE:
        toast(request, done)
        return redirect("outreach:dispatch", pk)
    return page(request, dispatch_or_404(request, pk), status=status, **{name: form, "refused": form}, **kept)


@require_POST
@access(Access.DESK)
def step(request: HttpRequest, pk: UUID) -> HttpResponse:
    dispatch, name = dispatch_or_404(request, pk), request.POST.get("step", "")
    if name not in actions.STEPS:
        raise Http404
    require(request.user, actions.STEPS[name].permission, dispatch)
    form = StepForm(request.POST, actor=request.user, step=name)

    def do(values: dict[str, Any]) -> None:
        actions.take_step(
            pk,
            step=name,
            values=values,
            seen_version=seen_version(request),
            actor=request.user,
            today=timezone.localdate(),
        )

    done = _("「%(step)s」を記録しました。") % {"step": actions.STEPS[name].label}
    return act(request, pk, form, "step_form", do, done)


@require_POST
@access(Access.DESK)
def effect(request: HttpRequest, pk: UUID, row: UUID) -> HttpResponse:
    dispatch = dispatch_or_404(request, pk)
    require(request.user, KIND.change, dispatch)
    get_object_or_404(Effect.objects.visible_to(request.user), dispatch=dispatch, pk=row)
    form = EffectForm(request.POST)

    def do(values: dict[str, Any]) -> None:
        actions.record_effect(
            pk,
            row,
            text=values["text"],
            seen_version=seen_version(request),
            actor=request.user,
            today=timezone.localdate(),
        )

    typed = {row: request.POST.get("text", "")}
    return act(request, pk, form, "effect_form", do, _("成果を記録しました。"), typed=typed)


@require_GET
@access(Access.DESK)
def letter_export(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """The invitation letter, in Japanese; noted in the audit."""
    dispatch = dispatch_or_404(request, pk)
    require(request.user, "outreach.match_dispatch", dispatch)
    expert = Expert.objects.visible_to(request.user).filter(pk=dispatch.expert_id).first()
    if form not in WRITERS or expert is None or dispatch.state in ("requested", "matched", "cancelled"):
        raise Http404
    note_restricted_read(request.user, expert)
    made = letter_file(dispatch, expert, form, actor=request.user, now=timezone.now())
    note_export(request.user, Dispatch._meta.label_lower, 1, format=form, highest=dispatch.handling, record=str(pk))
    name = content_disposition_header(True, made.name) or "attachment"
    headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
    return HttpResponse(made.content, content_type=made.media_type, headers=headers)


@require_GET
@access(Access.GOVERNMENT)
def itinerary_export(request: HttpRequest, pk: UUID) -> HttpResponse:
    dispatch = dispatch_or_404(request, pk)
    note_export(request.user, Dispatch._meta.label_lower, 1, format="ics", highest=dispatch.handling, record=str(pk))
    headers = {
        "Content-Disposition": f'attachment; filename="itinerary-{pk}.ics"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(itinerary_calendar(dispatch), content_type=MEDIA_TYPE, headers=headers)
