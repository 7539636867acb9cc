"""What every person does with their own account: language, settings, tokens, session."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import demo, sessions
from accounts.access import Access, access, polling
from accounts.actions.tokens import issue_token, revoke_token
from accounts.forms import SettingsForm, TokenForm
from accounts.models import User
from diplomacy.ui.toasts import toast


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """The address to go on to, if it is one of ours."""
    address = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else default


@access(Access.PUBLIC)
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language, with the account or else in a cookie, and show the same page in it."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest(_("この言語は選べません。"))
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    response = redirect(safe_next(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response


@access(Access.PUBLIC)
@require_POST
def demo_switch(request: HttpRequest) -> HttpResponse:
    """See the portal as one of the demo's people. Outside demo mode there is no such page."""
    if not settings.DEMO:
        raise Http404
    person = get_object_or_404(demo.people(), email=request.POST.get("person", ""))
    login(request, person, backend="accounts.backends.PortalBackend")
    UserSession.objects.create_from_request(request)
    return redirect("/")


@access(Access.SIGNED_IN)
@require_http_methods(["GET", "POST"])
def personal_settings(request: HttpRequest) -> HttpResponse:
    form = SettingsForm.of(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.save(request.user)
        with translation.override(form.cleaned_data["language"]):
            toast(request, _("設定を保存しました。"))
        return redirect("accounts:settings")
    return _settings_page(request, form=form, status=400 if form.errors else 200)


@access(Access.SIGNED_IN)
@require_POST
@never_cache
def token_issue(request: HttpRequest) -> HttpResponse:
    """Answers with the token itself instead of sending on: it is nowhere kept and cannot be shown again."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _settings_page(request, token_form=form, status=400)
    expires_at = timezone.now() + timedelta(days=form.cleaned_data["days"])
    _token, text = issue_token(name=form.cleaned_data["name"], expires_at=expires_at, actor=request.user)
    return _settings_page(request, new_token=text)


@access(Access.SIGNED_IN)
@require_POST
def token_revoke(request: HttpRequest, pk: Any) -> HttpResponse:
    token = get_object_or_404(request.user.api_tokens, pk=pk)
    revoke_token(token, actor=request.user, now=timezone.now())
    toast(request, _("トークンを失効させました。"))
    return redirect("accounts:settings")


def _settings_page(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    page = {
        "form": context.get("form") or SettingsForm.of(request.user),
        "token_form": context.get("token_form") or TokenForm(),
        "new_token": context.get("new_token", ""),
        "tokens": request.user.api_tokens.usable(timezone.now()).order_by("-created_at"),
    }
    return render(request, "accounts/settings.html", page, status=status)


@access(Access.SIGNED_IN)
@require_POST
def session_extend(request: HttpRequest) -> JsonResponse:
    """Somebody says they are there; the request itself is the activity."""
    return _session(request)


@access(Access.SIGNED_IN)
@polling
@require_GET
def session_state(request: HttpRequest) -> JsonResponse:
    return _session(request)


def _session(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"seconds": sessions.seconds_left(request.session, timezone.now())})
