from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pghistory
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import audit, reading, second_factor, sessions
from accounts.access import (
    Access,
    admits,
    declared_access,
    is_api_view,
    is_polling,
    needs_sign_in,
    request_address,
)
from accounts.models import Act
from accounts.thirdparty import THIRD_PARTY_ROUTES


class PersonMiddleware:
    """The reader's language and zone for the request, who and where from for the history, and what is read for the
    audit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        facts = {"request_id": str(uuid.uuid4()), "address": request_address(request)}
        token = audit.request_facts.set(facts)
        user = request.user
        if user.is_authenticated:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
            timezone.activate(ZoneInfo(user.time_zone))
            facts["user"] = str(user.pk)
        try:
            with pghistory.context(**facts), reading.gathering() as shown:
                response = self.get_response(request)
            reading.write_shown(shown, response.status_code)
            return response
        finally:
            timezone.deactivate()
            audit.request_facts.reset(token)


class SessionLimitsMiddleware:
    """Signs out who was idle too long or signed in too long ago; otherwise keeps when they were last active."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not sessions.seconds_left(request.session, timezone.now()):
            logout(request)
            messages.info(request, _("しばらく操作がなかったか、長時間が経過したため、サインアウトしました。"))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        if request.user.is_authenticated and not is_polling(view):
            now = timezone.now()
            sessions.note_activity(request.session, now)
            sessions.note_seen(request.user, request.session.session_key, now)


class SecondFactorMiddleware:
    """Where a second factor is required, a person without one reaches the pages that set it up, and no other."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        allowed = request.resolver_match.view_name in second_factor.ENROLMENT_ROUTES
        if allowed or is_api_view(view) or not second_factor.must_enrol(request.user):
            return None
        return redirect("mfa_index")


class AccessMiddleware:
    """Deny by default: asks the access class the view declares; a view that declares none is refused.

    API views are only checked for declaring one here: their own authentication runs later (`DeclaredAccess`).
    Every refusal, here, by a verb's permission or by the API, is one entry of the audit.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 403 and request.resolver_match is not None:
            actor = getattr(request, "api_user", request.user)
            audit.record(Act.DENIED, actor=actor, route=request.resolver_match.view_name, method=request.method)
        return response

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        level = declared_access(view) or THIRD_PARTY_ROUTES.get(request.resolver_match.view_name)
        if level is None:
            raise PermissionDenied(f"undeclared route {request.resolver_match.view_name}")
        if level is Access.CLOSED:
            raise Http404
        if is_api_view(view) or admits(level, request.user):
            return None
        if needs_sign_in(level) and not request.user.is_authenticated:
            return _to_sign_in(request)
        raise PermissionDenied(f"{level.name} needed")


def _to_sign_in(request: Any) -> HttpResponse:
    """A page goes to the sign-in; a fragment asked for by htmx would swap it in, so the whole page is sent there."""
    if not request.htmx:
        return redirect_to_login(request.get_full_path())
    back = redirect_to_login(request.htmx.current_url_abs_path or "/")
    return HttpResponse(status=401, headers={"HX-Redirect": back.url})
