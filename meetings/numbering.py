"""Numbers of agenda items: 1, 2, 2.1 by themselves, or as the host fixed them.

They run over the rows the reader sees, so that a gap tells nobody that something is hidden.
"""

from collections.abc import Iterable
from uuid import UUID

from meetings.models import AgendaItem


def numbers(items: Iterable[AgendaItem]) -> dict[UUID, str]:
    """The number of each item; the items come parents first, siblings in order.

    A fixed number takes no place in the count, and the items below it go on from it (A.1, A.2).
    """
    shown: dict[UUID, str] = {}
    counted: dict[UUID | None, int] = {}
    for item in items:
        if item.number:
            shown[item.pk] = item.number
            continue
        count = counted[item.parent_id] = counted.get(item.parent_id, 0) + 1
        above = shown.get(item.parent_id) if item.parent_id else None
        shown[item.pk] = f"{above}.{count}" if above else str(count)
    return shown
