"""A request that succeeds, and how its body is made."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.test import Client


@dataclass
class Deed:
    """A request that succeeds. `who` is the person of the scene; `key` names what is in the address.

    A row with a version is read for its ETag before; `guarded` says so of one without.
    """

    who: str
    key: str = ""
    body: Callable[[Any, Client], Any] = lambda scene, client: {}
    query: str = ""
    method: str = "post"
    also: dict[str, str] = field(default_factory=dict)
    multipart: bool = False
    guarded: bool = False


def as_seen(**said: Any) -> Callable[[Any, Any], dict[str, Any]]:
    """A form that was drawn from the first version of its record."""
    return lambda scene, client: {"version": 1, **said}
