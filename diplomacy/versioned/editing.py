"""Saving without overwriting somebody else's change.

The caller says which version of the row it saw. A field that has changed since, to something else than what is
sent, is a conflict: nothing is saved, and the conflict carries both texts. Fields that nobody touched are saved.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from diplomacy.versioned.models import Versioned


@dataclass
class Conflict(Exception):
    """Somebody else changed the same fields: `theirs` is what stands in the database, `mine` what was sent."""

    current: Versioned
    mine: dict[str, Any] = field(default_factory=dict)
    theirs: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.current._meta.label} {self.current.pk}: {', '.join(self.mine)}"


def apply_changes(row: Versioned, changes: Mapping[str, Any], *, seen_version: int) -> list[str]:
    """Set the changed fields on `row`, which the caller holds locked, and grow its version; the caller saves.

    Returns the names of the fields that really changed (empty: nothing to save). Raises `Conflict` where a field
    was changed after `seen_version` to something else than what is sent.
    """
    changed = {name: value for name, value in changes.items() if getattr(row, name) != value}
    theirs = {name: getattr(row, name) for name in changed if row.field_versions.get(name, 0) > seen_version}
    if theirs:
        raise Conflict(row, {name: changed[name] for name in theirs}, theirs)
    if changed:
        grow(row, *changed)
        for name, value in changed.items():
            setattr(row, name, value)
    return list(changed)


def grow(row: Versioned, *names: str) -> None:
    """Give the row its next version and note it for each of the named fields."""
    row.version += 1
    row.field_versions = {**row.field_versions, **dict.fromkeys(names, row.version)}
