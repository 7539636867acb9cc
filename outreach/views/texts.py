"""A story or an offer on its way to the public: its page, its steps, how it will look."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Access, access, require
from diplomacy.markdown.render import markdown
from diplomacy.ui.toasts import toast
from diplomacy.versioned.attempting import DONE, attempted
from diplomacy.versioned.seen import seen_version
from outreach.actions.editorial import STEPS, steps_open_to, take_step
from outreach.forms.texts import PublishForm
from outreach.kinds import KINDS, Kind
from outreach.languages import CODES
from outreach.models import Dispatch, Editorial, Story
from outreach.public.pages import text_page
from outreach.views.records import record_or_404

TONES = {"draft": "neutral", "checked": "info", "translated": "info", "published": "success", "withdrawn": "warning"}


@require_safe
@access(Access.GOVERNMENT)
def detail(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    of_kind = KINDS[kind]
    return _page(request, of_kind, record_or_404(request, of_kind, pk), PublishForm())


def _page(request: HttpRequest, kind: Kind, text: Any, form: PublishForm, status: int = 200) -> HttpResponse:
    steps = steps_open_to(text, request.user)
    editable = text.state not in (Editorial.State.PUBLISHED, Editorial.State.WITHDRAWN)
    context = {
        "text": text,
        "kind": kind,
        "form": form,
        "bodies": {code: markdown(getattr(text, f"body_{code}")) for code in CODES},
        "tone": TONES[text.state],
        "is_out": text.is_out(timezone.now()),
        "steps": [step for step in steps if step.name != "publish"],
        "publishes": next((step for step in steps if step.name == "publish"), None),
        "waits_for_another": text.state == Editorial.State.DRAFT and not steps,
        "missing_english": text.missing("en"),
        "may_change": editable and request.user.has_perm(kind.change, text),
        "dispatch": dispatch_of(text, request.user),
        "themes": text.themes.all() if isinstance(text, Story) else [text.theme],
        "partners": text.partners.all() if isinstance(text, Story) else [],
        "picture": getattr(text, "picture", None) if kind.name == "story" else None,
    }
    return render(request, "outreach/text.html", context, status=status)


def dispatch_of(text: Any, user: Any) -> Dispatch | None:
    """What a story tells of, where the reader sees that too."""
    key = text.dispatch_id if isinstance(text, Story) else None
    return Dispatch.objects.visible_to(user).filter(pk=key).first() if key else None


@require_POST
@access(Access.STAFF)
def step(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    of_kind, name = KINDS[kind], request.POST.get("step", "")
    text = record_or_404(request, of_kind, pk)
    if name not in STEPS:
        raise Http404
    require(request.user, STEPS[name].permission, text)
    form = PublishForm(request.POST)

    def take(given: dict[str, Any]) -> None:
        take_step(
            of_kind.model,  # type: ignore[arg-type]
            pk,
            step=name,
            publish_at=given["publish_at"],
            seen_version=seen_version(request),
            actor=request.user,  # type: ignore[arg-type]
            now=timezone.now(),
        )

    status = attempted(form, take)
    if status == DONE:
        toast(request, _("「%(step)s」を記録しました。") % {"step": STEPS[name].label})
        return redirect(of_kind.page(text))
    return _page(request, of_kind, record_or_404(request, of_kind, pk), form, status)


@require_safe
@access(Access.GOVERNMENT)
def preview(request: HttpRequest, kind: str, pk: UUID, language: str) -> HttpResponse:
    """As everybody will read it, before they may."""
    of_kind = KINDS[kind]
    text = record_or_404(request, of_kind, pk)
    with override(language):
        response = text_page(request, text, language, preview=of_kind.page(text))
    response["Cache-Control"] = "no-store"
    return response
