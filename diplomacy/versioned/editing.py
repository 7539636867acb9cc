"""Saving without overwriting somebody else's change.

The caller says which version of the row it saw. A field that has changed since, to something else than what is
sent, is a conflict: nothing is saved, and the conflict carries both texts. Fields that nobody touched are saved.
Sets of related records (many-to-many) are fields like any other.
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

    Sets of related records are written at once, so the caller is inside a transaction. Returns the names of the
    fields that really changed (empty: nothing to save). Raises `Conflict` where a field was changed after
    `seen_version` to something else than what is sent.
    """
    before = {name: value_of(row, name) for name in changes}
    changed = {name: value for name, value in changes.items() if before[name] != _as_stored(row, name, value)}
    theirs = {name: before[name] for name in changed if row.field_versions.get(name, 0) > seen_version}
    if theirs:
        raise Conflict(row, {name: changed[name] for name in theirs}, theirs)
    if changed:
        grow(row, *changed)
        for name, value in changed.items():
            _set(row, name, value)
    return list(changed)


def grow(row: Versioned, *names: str) -> None:
    """Give the row its next version and note it for each of the named fields."""
    row.version += 1
    row.field_versions = {**row.field_versions, **dict.fromkeys(names, row.version)}


def unchanged_since(row: Versioned, name: str, seen_version: int) -> bool:
    return row.field_versions.get(name, 0) <= seen_version


def is_set(row: Versioned, name: str) -> bool:
    """Whether the field is a set of related records."""
    return bool(row._meta.get_field(name).many_to_many)


def value_of(row: Versioned, name: str) -> Any:
    return frozenset(getattr(row, name).all()) if is_set(row, name) else getattr(row, name)


def _as_stored(row: Versioned, name: str, value: Any) -> Any:
    return frozenset(value) if is_set(row, name) else value


def _set(row: Versioned, name: str, value: Any) -> None:
    if is_set(row, name):
        getattr(row, name).set(value)
    else:
        setattr(row, name, value)
