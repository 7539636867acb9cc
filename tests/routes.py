"""Every route of the portal, from the resolver: what tests that must miss none of them walk over."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

from accounts.access import Access, declared_access, is_api_view
from accounts.thirdparty import THIRD_PARTY_ROUTES

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Route:
    name: str
    address: str
    callback: Callable
    arguments: frozenset[str]

    @property
    def access(self) -> Access | None:
        return declared_access(self.callback) or THIRD_PARTY_ROUTES.get(self.name)

    def access_for(self, method: str) -> Access | None:
        """An endpoint of the API may let fewer persons write (`write_access`) than read."""
        writes = getattr(getattr(self.callback, "cls", None), "write_access", None)
        return writes if writes and method != "GET" else self.access

    @property
    def is_api(self) -> bool:
        return is_api_view(self.callback)

    @property
    def methods(self) -> frozenset[str] | None:
        """The methods the view takes, or None for a function that does not say (`require_GET` and its kind)."""
        view = self.callback
        if actions := getattr(view, "actions", None):
            return frozenset(method.upper() for method in actions)
        if cls := getattr(view, "view_class", None) or getattr(view, "cls", None):
            return frozenset(name.upper() for name in cls.http_method_names if hasattr(cls, name)) & {*METHODS}
        while view is not None:
            said = inspect.getclosurevars(view).nonlocals.get("request_method_list")
            if said:
                return frozenset(said) & {*METHODS}
            view = getattr(view, "__wrapped__", None)
        return None


def _arguments_of(pattern: Any) -> frozenset[str]:
    """Of one part of an address, whether written with converters or as an expression."""
    regex = pattern.pattern.regex if hasattr(pattern.pattern, "regex") else None
    return frozenset(pattern.pattern.converters) | frozenset(regex.groupindex if regex else ())


def _walk(
    patterns: list, prefix: str = "", namespace: str = "", above: frozenset[str] = frozenset()
) -> Iterator[Route]:
    for pattern in patterns:
        address, arguments = prefix + str(pattern.pattern), above | _arguments_of(pattern)
        if isinstance(pattern, URLPattern):
            yield Route(namespace + (pattern.name or ""), address, pattern.callback, arguments)
        else:
            inner = namespace + (f"{pattern.namespace}:" if pattern.namespace else "")
            yield from _walk(pattern.url_patterns, address, inner, arguments)


def routes() -> list[Route]:
    return list(_walk(get_resolver().url_patterns))
