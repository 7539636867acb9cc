"""The order of siblings. A person arranges the rows they see; rows hidden from them keep their place."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import TypeVar

Key = TypeVar("Key")


class StaleOrder(Exception):
    """The rows were added, removed or moved by somebody else after the editor's page was drawn."""


def arranged(everything: Sequence[Key], visible: Sequence[Key]) -> list[Key]:
    """All siblings, with the visible ones in their new order; a hidden one stays on the slot it had."""
    shown = set(visible)
    coming = iter(visible)
    return [next(coming) if key in shown else key for key in everything]


def inserted(everything: Sequence[Key], new: Key, *, after: Key | None, visible: Sequence[Key]) -> list[Key]:
    """All siblings with a new one behind `after`; without `after` in front of the first visible one."""
    if after is not None:
        at = everything.index(after) + 1
    else:
        at = everything.index(visible[0]) if visible else len(everything)
    return [*everything[:at], new, *everything[at:]]


def moved(visible: Sequence[Key], key: Key, *, after: Key | None) -> list[Key]:
    """The visible siblings with one of them put behind `after`, or first."""
    rest = [other for other in visible if other != key]
    at = 0 if after is None else rest.index(after) + 1
    return [*rest[:at], key, *rest[at:]]


def out_of_line(before: Sequence[Key], after: Sequence[Key]) -> set[Key]:
    """The fewest keys that must have been moved: what is outside the longest run the two orders share."""
    place = {key: at for at, key in enumerate(before)}
    ends: list[int] = []  # the smallest place a run of each length can end at
    lengths: list[int] = []
    for key in after:
        at = bisect_left(ends, place[key])
        ends[at : at + 1] = [place[key]]
        lengths.append(at + 1)
    wanted = len(ends)
    stayed: set[Key] = set()
    for key, length in zip(reversed(after), reversed(lengths), strict=True):
        if length == wanted:
            stayed.add(key)
            wanted -= 1
    return set(after) - stayed


def require_same(seen: Sequence[Key], current: Sequence[Key]) -> None:
    if list(seen) != list(current):
        raise StaleOrder
