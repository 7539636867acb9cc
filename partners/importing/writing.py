"""What was planned, saved: all of it in a handful of statements, with versions and history as by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone

from diplomacy.versioned.editing import grow
from partners.importing.planning import Plan, Planned

BATCH = 100


def write(model: Any, plan: Plan, note: Callable[[int], None]) -> None:
    """Inside the transaction that holds the rows locked. The history is written by the tables' own triggers."""
    total = max(1, len(plan.new) + len(plan.changed))
    done = 0
    for batch in _batches(plan.new):
        model._default_manager.bulk_create([planned.row for planned in batch])
        _link(model, batch)
        done += len(batch)
        note(100 * done // total)
    now = timezone.now()
    for batch in _batches(plan.changed):
        _update(model, batch, now)
        _link(model, batch)
        done += len(batch)
        note(100 * done // total)


def _batches(planned: list[Planned]) -> Iterable[list[Planned]]:
    return (planned[at : at + BATCH] for at in range(0, len(planned), BATCH))


def _update(model: Any, batch: list[Planned], now: Any) -> None:
    names = {"version", "field_versions", "updated_at"}
    for planned in batch:
        grow(planned.row, *planned.changes)
        planned.row.updated_at = now
        names |= planned.changes.keys() - planned.sets.keys()
    model._default_manager.bulk_update([planned.row for planned in batch], sorted(names))


def _link(model: Any, batch: list[Planned]) -> None:
    for name in {name for planned in batch for name in planned.sets}:
        many = model._meta.get_field(name)
        through = many.remote_field.through
        source, target = f"{many.m2m_field_name()}_id", f"{many.m2m_reverse_field_name()}_id"
        concerned = [planned for planned in batch if name in planned.sets]
        gone = [(each.row.pk, pk) for each in concerned if not each.is_new for pk in _left(each, name)]
        if gone:
            _unlink(through, source, target, gone)
        through.objects.bulk_create(
            through(**{source: each.row.pk, target: pk}) for each in concerned for pk in _joined(each, name)
        )


def _joined(planned: Planned, name: str) -> Iterable[Any]:
    before, after = planned.changes.get(name, (frozenset(), planned.sets[name]))
    return sorted(after - before)


def _left(planned: Planned, name: str) -> Iterable[Any]:
    before, after = planned.changes[name]
    return before - after


def _unlink(through: Any, source: str, target: str, pairs: list[tuple[Any, Any]]) -> None:
    rows = through.objects.filter(**{f"{source}__in": {pk for pk, _other in pairs}})
    wanted = set(pairs)
    found = rows.values_list("pk", source, target)
    through.objects.filter(pk__in=[pk for pk, one, other in found if (one, other) in wanted]).delete()
