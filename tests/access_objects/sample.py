"""What the access matrix asks a route with, and what every app's rows are made by."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.factories.accounts import UserFactory

Arguments = dict[str, Any]
Make = Callable[[Any, str], Arguments]

LEAD = frozenset({"lead_staff"})
ASKED = frozenset({"other_staff"})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Sample:
    visible: Make
    hidden: Make | None = None
    writers: frozenset[str] | None = None
    verb_on_get: bool = False
    # Libraries' pages that ask for the password again before they look for the row.
    looks_up_late: bool = False


def nothing(cast: Any, person: str) -> Arguments:
    return {}


def by_pk(make: Callable[[], Any]) -> Make:
    """A row that is the same for everybody."""

    def made(cast: Any, person: str) -> Arguments:
        return {"pk": make().pk}

    return made


def with_version(make: Make) -> Make:
    """The form says which version it was drawn from."""
    return lambda cast, person: {**make(cast, person), "body": "version=1"}


def stranger(cast: Any) -> Any:
    return UserFactory(organisation=cast.organisations.mext)


def owner(cast: Any, person: str) -> Any:
    return getattr(cast, person) or stranger(cast)
