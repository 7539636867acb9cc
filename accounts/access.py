"""Who gets through which door. Every route declares one class of access; a route that declares none is refused.

`Access` says which persons may use the door at all. Which rows they meet behind it is `visible_to`, what they may
do with a row is the app's `permissions.py`: `require(user, "meetings.change_agenda", meeting)`.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import resolve, reverse
from rest_framework.permissions import SAFE_METHODS, BasePermission

from accounts.models import Role
from accounts.second_factor import must_enrol


class Access(Enum):
    """The classes of access. The expected answer of each class to each person stands in tests/test_access.py."""

    CLOSED = "nobody: a library's page the portal does not offer"
    PUBLIC = "everybody, signed in or not"
    SECRET_ADDRESS = "whoever holds the secret in the address"
    SIGNED_IN = "every person with an account"
    READER = "staff, council, officers, attachés: who reads content"
    GOVERNMENT = "staff, council, officers"
    DESK = "staff and officers: who works with the content inside government"
    STAFF = "ministry staff"
    SECRETARIAT = "the council's secretariat"
    NETWORK = "staff, officers, attachés"
    OVERVIEW = "staff and council"
    ADMIN = "the portal's administrator"


ROLES: dict[Access, set[str]] = {
    Access.SIGNED_IN: set(Role.values),
    Access.READER: {Role.STAFF, Role.COUNCIL, Role.OFFICER, Role.ATTACHE},
    Access.GOVERNMENT: {Role.STAFF, Role.COUNCIL, Role.OFFICER},
    Access.DESK: {Role.STAFF, Role.OFFICER},
    Access.STAFF: {Role.STAFF},
    Access.SECRETARIAT: {Role.STAFF},
    Access.NETWORK: {Role.STAFF, Role.OFFICER, Role.ATTACHE},
    Access.OVERVIEW: {Role.STAFF, Role.COUNCIL},
    Access.ADMIN: {Role.ADMIN},
}


def needs_sign_in(access: Access) -> bool:
    return access not in {Access.PUBLIC, Access.SECRET_ADDRESS}


def admits(access: Access, user: Any) -> bool:
    """Whether the person may use a door of this class; says nothing about rows."""
    if access is Access.CLOSED:
        return False
    if not needs_sign_in(access):
        return True
    if not user.is_authenticated or user.role not in ROLES[access]:
        return False
    return access is not Access.SECRETARIAT or user.is_secretariat


def access(level: Access) -> Callable[[Callable], Callable]:
    """Declare the access class of a function view."""

    def declare(view: Callable) -> Callable:
        view.access = level  # type: ignore[attr-defined]
        return view

    return declare


class AccessMixin:
    """For class-based views, pages and API alike: a subclass that can be routed must say `access = Access.…`."""

    access: Access

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not hasattr(cls, "access"):
            raise TypeError(f"{cls.__module__}.{cls.__qualname__} declares no access class")


def declared_access(callback: Callable) -> Access | None:
    """The access class of a resolved view, or None where it declares none."""
    view_class = getattr(callback, "view_class", None) or getattr(callback, "cls", None)
    return getattr(view_class or callback, "access", None)


def opens(url_name: str) -> Callable[[Any], bool]:
    """Who is let through the door of that name, as a predicate for what leads there: the door's own rule, asked."""

    def asked(user: Any) -> bool:
        level = declared_access(resolve(reverse(url_name)).func)
        return level is not None and admits(level, user)

    return asked


def polling(view: Callable) -> Callable:
    """Declare a view that pages ask by themselves: no sign that somebody is there. Classes say `polling = True`."""
    view.polling = True  # type: ignore[attr-defined]
    return view


def is_polling(callback: Callable) -> bool:
    view_class = getattr(callback, "view_class", None) or getattr(callback, "cls", None)
    return getattr(view_class or callback, "polling", False)


def is_api_view(callback: Callable) -> bool:
    """Whether the API's own authentication decides; its documents are a page (`is_page`) to be signed in for."""
    return hasattr(callback, "cls") and not getattr(callback.cls, "is_page", False)


class DeclaredAccess(BasePermission):
    """The API's door: the same classes as the pages', asked after the API's own authentication.

    A view with `write_access` lets only that class change anything.
    """

    def has_permission(self, request: Any, view: Any) -> bool:
        level = getattr(view, "access", None)
        if request.method not in SAFE_METHODS:
            level = getattr(view, "write_access", level)
        if request.user.is_authenticated:
            # For the audit of refusals: a token's holder is unknown to the middleware.
            request._request.api_user = request.user
        return level is not None and admits(level, request.user) and not must_enrol(request.user)


def require(user: Any, permission: str, record: Any = None) -> None:
    """Refuse (403) unless the person has the named permission on the record."""
    if not user.has_perm(permission, record):
        raise PermissionDenied(permission)


def request_address(request: HttpRequest) -> str | None:
    """The client's address; behind trusted proxies the entry they vouch for."""
    from django.conf import settings

    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return request.META.get("REMOTE_ADDR") or None
