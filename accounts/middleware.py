from __future__ import annotations

import uuid
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pghistory
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from accounts import audit
from accounts.access import admits, declared_access, is_api_view, needs_sign_in, request_address
from accounts.models import Act
from accounts.thirdparty import THIRD_PARTY_ROUTES


class PersonMiddleware:
    """The reader's language and zone for the request, and who and where from for the history and the audit."""

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
            with pghistory.context(**facts):
                return self.get_response(request)
        finally:
            timezone.deactivate()
            audit.request_facts.reset(token)


class AccessMiddleware:
    """Deny by default: asks the access class the view declares; a view that declares none is refused.

    API views are only checked for declaring one here: their own authentication runs later (`DeclaredAccess`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict):
        level = declared_access(view) or THIRD_PARTY_ROUTES.get(request.resolver_match.view_name)
        if level is None:
            raise PermissionDenied(f"undeclared route {request.resolver_match.view_name}")
        if is_api_view(view) or admits(level, request.user):
            return None
        if needs_sign_in(level) and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        audit.record(Act.DENIED, actor=request.user, route=request.resolver_match.view_name)
        raise PermissionDenied(f"{level.name} needed")
