"""How verbs without a form answer where nothing was done, and how a conflict is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.reading import note_restricted_read
from accounts.record_history import author_of
from diplomacy.ui.toasts import toast
from diplomacy.versioned.editing import Conflict
from diplomacy.versioned.resolution import resolution


def done(request: HttpRequest, deed: Callable[[], Any], text: Any, back: str) -> HttpResponse:
    """Do it, say so on the page that `back` leads to; or a page that says why not."""
    try:
        deed()
    except ObjectDoesNotExist as gone:
        raise Http404 from gone
    except Conflict:
        changed = _("他の人がこの記録を変更しました。最新の内容を確かめてください。")
        return refusal(request, [changed], 409, back)
    except ValidationError as fault:
        return refusal(request, fault.messages, 400, back)
    toast(request, text)
    return redirect(back)


def refusal(request: HttpRequest, texts: list[str], status: int, back: str) -> HttpResponse:
    return render(request, "meetings/refusal.html", {"texts": texts, "back": back}, status=status)


def conflict_page(
    request: HttpRequest, form: Any, fresh: Any, conflict: Conflict, *, action: str, back: str
) -> HttpResponse:
    """Both texts of each field that two people changed. `fresh` is the form unbound on what stands there now."""
    row: Any = conflict.current
    note_restricted_read(request.user, row)
    who, when = author_of(row, next(iter(conflict.mine)))
    context = {
        "resolution": resolution(form, fresh, conflict),
        "who": who or _("他の人"),
        "when": when,
        "action": action,
        "back": back,
        "title": str(row),
    }
    return render(request, "meetings/conflict.html", context, status=409)
