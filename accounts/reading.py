"""What people took with them: reads of restricted records and exports, each an entry of the audit.

While a page or answer is made, whoever puts restricted rows into it says so here, as often as need be; what was said
is written once, when the answer goes out, in one statement. An answer that shows nothing (a redirect, 304, a refusal)
writes nothing, and what the same person saw from the same address a short while ago is not written again: saving a
cell of a long agenda draws the whole of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import is_dataclass
from datetime import timedelta
from typing import Any

from django.core.cache import cache, caches
from django.db import models

from accounts import audit
from accounts.handling import Handled, Handling
from accounts.models import Act, AuditEntry

Shown = dict[tuple[str, str], Any]

AGAIN_AFTER = timedelta(minutes=10)
# For so long a process does not ask the shared cache what it was told there.
KNOWN_FOR = timedelta(minutes=1)
SHOWING = {400, 409, 422}
WRITTEN_AT_ONCE = 1000

shown: ContextVar[Shown | None] = ContextVar("shown", default=None)


def note_restricted_read(user: Any, *records: Handled) -> None:
    """The page or answer is about to show these records; those that are restricted are noted."""
    for record in records:
        note_restricted_rows(user, type(record), [(record.pk, record.handling)])


def note_restricted_rows(user: Any, model: type[models.Model], rows: Iterable[tuple[Any, str]]) -> None:
    """As `note_restricted_read`, for rows that are no instances: the id and the level of each."""
    kind = model._meta.label_lower
    found: Shown = {(kind, str(pk)): user for pk, handling in rows if handling == Handling.RESTRICTED}
    gathered = shown.get()
    if gathered is None:
        _write(found)
    else:
        gathered.update(found)


def note_restricted_within(user: Any, *shown: Any) -> None:
    """As `note_restricted_read`, for what stands in lists, pairs and dicts, and what those records point to."""
    note_restricted_read(user, *_records_in(shown))


def note_restricted_keys(user: Any, model: type[models.Model], keys: Iterable[Any]) -> None:
    """As `note_restricted_rows`, where the levels are not at hand."""
    rows: Any = model._default_manager
    if wanted := {key for key in keys if key}:
        restricted = rows.filter(pk__in=wanted, handling=Handling.RESTRICTED).order_by()
        note_restricted_rows(user, model, restricted.values_list("pk", "handling"))


def _records_in(value: Any) -> Iterator[Handled]:
    if isinstance(value, models.Model):
        if isinstance(value, Handled):
            yield value
        for name, other in value._state.fields_cache.items():
            # Only what the row itself points to: the way back would go round in a circle.
            if isinstance(other, Handled) and getattr(value, f"{name}_id", None) == other.pk:
                yield other
    elif isinstance(value, dict):
        yield from _records_in(list(value.values()))
    elif isinstance(value, list | tuple | set):
        for each in value:
            yield from _records_in(each)
    elif is_dataclass(value):
        yield from _records_in(vars(value))


@contextmanager
def gathering() -> Iterator[Shown]:
    """One request: what its views note is gathered, for `write_shown` at its end."""
    gathered: Shown = {}
    token = shown.set(gathered)
    try:
        yield gathered
    finally:
        shown.reset(token)


def write_shown(gathered: Shown, status: int) -> None:
    """The answer goes out with this status: write what it shows and was not shown just before."""
    if not gathered or not (status < 300 or status in SHOWING):
        return
    address = (audit.request_facts.get() or {}).get("address")
    keys = {f"shown:{user.pk}:{address}:{kind}:{pk}": (kind, pk) for (kind, pk), user in gathered.items()}
    unknown = keys.keys() - caches["process"].get_many(keys).keys()
    if not unknown:
        return
    fresh = unknown - cache.get_many(unknown).keys()
    _write({keys[key]: gathered[keys[key]] for key in sorted(fresh)})
    cache.set_many(dict.fromkeys(fresh, True), AGAIN_AFTER.total_seconds())
    caches["process"].set_many(dict.fromkeys(unknown, True), KNOWN_FOR.total_seconds())


def _write(found: Shown) -> None:
    entries = [
        audit.entry(Act.RESTRICTED_READ, actor=user, kind=kind, record_id=pk) for (kind, pk), user in found.items()
    ]
    AuditEntry.objects.bulk_create(entries, batch_size=WRITTEN_AT_ONCE)


def note_export(user: Any, kind: str, rows: int, filters: Iterable[str] = (), **facts: Any) -> None:
    """A file that left the portal: which list, how many rows, which filters were set (their names, never words)."""
    audit.record(Act.EXPORTED, actor=user, kind=kind, rows=rows, filters=sorted(filters), **facts)
