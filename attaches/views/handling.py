"""取扱区分 of what the network has written: a gathering, an お知らせ."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from diplomacy.ui.toasts import toast
from diplomacy.versioned.attempting import DONE, attempted
from diplomacy.versioned.seen import seen_version
from partners.forms.handling import HandlingForm


def handling_page(request: HttpRequest, record: Any, set_handling: Callable[..., Any], back: str) -> HttpResponse:
    """The form for who may set the level of the record; `back` is where they go on."""
    form = HandlingForm(request.POST if request.method == "POST" else None, record=record, actor=request.user)

    def change(given: dict[str, Any]) -> None:
        set_handling(record, **given, seen_version=seen_version(request), actor=request.user)

    status = attempted(form, change) if request.method == "POST" else 200
    if request.method == "POST" and status == DONE:
        toast(request, _("取扱区分を変更しました。"))
        return redirect(back)
    context = {"form": form, "record": record, "back": back}
    return render(request, "attaches/handling.html", context, status=status)
