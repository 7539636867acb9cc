"""What people took with them: reads of restricted records and exports, each an entry of the audit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accounts import audit
from accounts.handling import Handled, Handling
from accounts.models import Act


def note_restricted_read(user: Any, *records: Handled) -> None:
    """One entry for each of the records that is restricted; the page or answer is about to show them."""
    for record in records:
        if record.handling == Handling.RESTRICTED:
            audit.record(Act.RESTRICTED_READ, actor=user, subject=record)


def note_export(user: Any, kind: str, rows: int, filters: Iterable[str] = (), **facts: Any) -> None:
    """A file that left the portal: which list, how many rows, which filters were set (their names, never words)."""
    audit.record(Act.EXPORTED, actor=user, kind=kind, rows=rows, filters=sorted(filters), **facts)
