"""The administrator's work on accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import outbox
from accounts.access import Access, access
from accounts.actions import people as actions
from accounts.filters import PeopleFilter
from accounts.forms import InvitationForm, PersonForm
from accounts.models import User
from diplomacy.ui.toasts import toast

PAGE = 50


@access(Access.ADMIN)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    found = PeopleFilter(request.GET, User.objects.with_second_factor().select_related("organisation"))
    page = Paginator(found.qs, PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "page": page,
        "previous": _page_query(request, page.previous_page_number() if page.has_previous() else None),
        "next": _page_query(request, page.next_page_number() if page.has_next() else None),
    }
    return render(request, "accounts/people.html", context, status=200 if found.is_valid() else 400)


def _page_query(request: HttpRequest, number: int | None) -> str:
    if number is None:
        return ""
    query = request.GET.copy()
    query["page"] = str(number)
    return query.urlencode()


@access(Access.ADMIN)
@require_GET
def review(request: HttpRequest) -> HttpResponse:
    """Accounts to look at again every quarter: the term ends, nobody seen for 90 days, no second factor."""
    now = timezone.now()
    rows = User.objects.needing_review(now).select_related("organisation")
    context = {"people": [(person, person.review_reasons(now)) for person in rows]}
    return render(request, "accounts/review.html", context)


@access(Access.ADMIN)
@never_cache
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    form = InvitationForm(request.POST if request.method == "POST" else None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        link = actions.invite(form.instance, actor=request.user)
        return _invited(request, form.instance, link)
    return render(request, "accounts/invite.html", {"form": form}, status=400 if form.errors else 200)


def _invited(request: HttpRequest, person: User, link: str) -> HttpResponse:
    """Where mail is really sent the link is the person's alone; the demo's mail goes nowhere, so it stands here."""
    shown = link if outbox.is_kept() else ""
    return render(request, "accounts/invited.html", {"person": person, "link": shown})


@access(Access.ADMIN)
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: Any) -> HttpResponse:
    who = _person_or_404(pk)
    form = PersonForm(
        request.POST if request.method == "POST" else None,
        instance=User.objects.get(pk=who.pk),
        actor=request.user,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_person(who, changes=form.changes, actor=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toast(request, _("保存しました。次の操作から有効です。"))
            return redirect("accounts:person", pk=pk)
    context = {"who": who, "form": form, "entries": who.audit_trail()[:20]}
    return render(request, "accounts/person.html", context, status=400 if form.errors else 200)


def _person_or_404(pk: Any) -> User:
    return get_object_or_404(User.objects.with_second_factor().select_related("organisation"), pk=pk)


def _verb(request: HttpRequest, pk: Any, act: Callable[[User], Any], done: str) -> HttpResponse:
    act(_person_or_404(pk))
    toast(request, done)
    return redirect("accounts:person", pk=pk)


@access(Access.ADMIN)
@require_POST
def disable(request: HttpRequest, pk: Any) -> HttpResponse:
    def act(who: User) -> None:
        actions.disable(who, actor=request.user, now=timezone.now())

    return _verb(request, pk, act, _("アカウントを停止し、接続中の端末をすべて切断しました。"))


@access(Access.ADMIN)
@require_POST
def enable(request: HttpRequest, pk: Any) -> HttpResponse:
    return _verb(request, pk, lambda who: actions.enable(who, actor=request.user), _("アカウントを再開しました。"))


@access(Access.ADMIN)
@require_POST
def reset_second_factor(request: HttpRequest, pk: Any) -> HttpResponse:
    def act(who: User) -> None:
        actions.reset_second_factor(who, actor=request.user, now=timezone.now())

    return _verb(request, pk, act, _("多要素認証を解除しました。次のサインインで設定し直します。"))


@access(Access.ADMIN)
@never_cache
@require_POST
def invite_again(request: HttpRequest, pk: Any) -> HttpResponse:
    who = _person_or_404(pk)
    try:
        link = actions.invite_again(who, actor=request.user)
    except ValidationError as error:
        return render(request, "accounts/refused.html", {"who": who, "errors": error.messages}, status=409)
    return _invited(request, who, link)
