"""個人情報: what is held about a person, its erasure, and whose retention date has passed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Access, access, require
from accounts.reading import note_restricted_read
from diplomacy.paging.keys import BadToken, Key, page_of
from diplomacy.ui.toasts import toast
from diplomacy.versioned.attempting import DONE, attempted
from diplomacy.versioned.seen import seen_version
from partners.actions.erasing import erase_person
from partners.forms.personal import ErasureForm
from partners.models import Erasure, Person
from partners.personal.holdings import held_about

RETENTION_KEYS = (Key("kept_until"), Key("id"))
PAGE = 50


def person_or_404(request: HttpRequest, pk: UUID) -> Person:
    people = Person.objects.visible_to(request.user).select_related("partner", "owner").defer("search")
    person = get_object_or_404(people, pk=pk)
    require(request.user, "partners.erase_person", person)
    note_restricted_read(request.user, person)
    return person


@access(Access.NETWORK)
@require_safe
def held(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _page(request, person_or_404(request, pk), ErasureForm())


def _page(request: HttpRequest, person: Person, form: ErasureForm, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "person": person,
        "held": held_about(person, request.user),
        "erasure": Erasure.objects.visible_to(request.user).filter(person=person).select_related("by").first(),
        "form": form,
        "today": timezone.localdate(),
    }
    return render(request, "partners/personal_data.html", context, status=status)


@access(Access.NETWORK)
@require_POST
def erase(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = person_or_404(request, pk)
    form = ErasureForm(request.POST)

    def erase_all(given: dict[str, Any]) -> None:
        version, now = seen_version(request), timezone.now()
        erase_person(pk, reason=given["reason"], seen_version=version, actor=request.user, now=now)

    status = attempted(form, erase_all)
    if status == DONE:
        toast(request, _("個人情報を消去しました。"))
        return redirect("partners:personal_data", pk=pk)
    return _page(request, person_or_404(request, person.pk), form, status=status)


@access(Access.NETWORK)
@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """For those who answer for the data: the desk, the owner, the foreign ministry, the secretariat."""
    user, today = request.user, timezone.localdate()
    people = Person.objects.visible_to(user).kept_too_long(today).cared_for_by(user)
    tokens = {name: request.GET.get(name, "") for name in ("after", "before")}
    try:
        page = page_of(people.select_related("partner", "owner").defer("search"), RETENTION_KEYS, size=PAGE, **tokens)
    except BadToken as fault:
        raise Http404 from fault
    note_restricted_read(user, *page.rows)
    return render(request, "partners/retention.html", {"page": page})
