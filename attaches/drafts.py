"""A contact while it is written: kept on the server under its key, read again for the check page and after a lost
session. Drafts themselves are `meetings.drafts`, which this app builds upon."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from meetings import drafts
from meetings.models import Draft

if TYPE_CHECKING:
    from accounts.models import User

KIND = "contact"
SHOWN = 5
EXCERPT = 60


@dataclass(frozen=True)
class Unsent:
    """A draft as a line: its key, when it was kept, the beginning of what was said."""

    key: str
    updated_at: datetime
    excerpt: str


def name_of(key: UUID) -> str:
    return f"{KIND}:{key}"


def keep(user: User, key: UUID, data: QueryDict, *, now: datetime) -> Draft:
    return drafts.keep(user, name_of(key), data, now=now)


def posted(user: User, key: UUID) -> QueryDict | None:
    """What was typed, as it was posted; None where there is none of this person's."""
    draft = drafts.find(user, name_of(key))
    return drafts.as_posted(draft) if draft else None


def discard(user: User, key: UUID) -> None:
    drafts.discard(user, name_of(key))


def unsent(user: User) -> list[Unsent]:
    """The contacts the person began and did not send, the latest first."""
    rows = Draft.objects.filter(user=user, key__startswith=f"{KIND}:").order_by("-updated_at")[:SHOWN]
    return [Unsent(row.key.removeprefix(f"{KIND}:"), row.updated_at, _excerpt(row.payload)) for row in rows]


def _excerpt(payload: dict[str, Any]) -> str:
    said = MultiValueDict(payload).get("said", "")
    return said[:EXCERPT].split("\n")[0]
