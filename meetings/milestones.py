"""The lines of a meeting's history, and those that no version of a record tells: files laid down, clearances opened
and ended. By the visibility of the document and of the positions today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.record_history import FieldChange
from diplomacy.ui.titles import bracketed, enumerated
from meetings.models import ClearanceItem, ClearanceRound, Document, DocumentVersion
from meetings.rounds.deadlines import deadline_text

if TYPE_CHECKING:
    from accounts.models import User
    from meetings.models import Meeting


@dataclass
class Change:
    """One save: `what` names the item or outcome, empty for the meeting itself; `deed` says what is no field."""

    at: datetime
    who: str
    what: str
    deed: str = ""
    fields: list[FieldChange] = field(default_factory=list)


def milestones(meeting: Meeting, user: User, *, before: datetime | None, most: int) -> list[Change]:
    """In no order; of each kind the latest `most`."""
    return [*_files(meeting, user, before, most), *_clearances(meeting, user, before, most)]


def _files(meeting: Meeting, user: User, before: datetime | None, most: int) -> Iterator[Change]:
    """The versions after the first, which came with the document itself."""
    documents = Document.objects.visible_to(user).filter(meeting=meeting).order_by().values("pk")
    versions = DocumentVersion.objects.filter(document__in=documents, number__gt=1)
    if before:
        versions = versions.filter(uploaded_at__lt=before)
    for version in versions.select_related("document", "uploaded_by__organisation").order_by("-uploaded_at")[:most]:
        fields = [FieldChange(_("ファイル名"), added=version.file_name)]
        if version.note:
            fields.append(FieldChange(_("変更点"), added=version.note))
        deed = _("第%(number)s版を登録") % {"number": version.number}
        yield Change(version.uploaded_at, _signed(version.uploaded_by), str(version.document), deed, fields)


def _clearances(meeting: Meeting, user: User, before: datetime | None, most: int) -> Iterator[Change]:
    """Each round with the items whose positions the reader sees, opened and ended."""
    rounds = ClearanceRound.objects.visible_to(user).filter(meeting=meeting)
    if before:
        rounds = rounds.filter(Q(opened_at__lt=before) | Q(closed_at__lt=before))
    found = list(
        rounds.select_related("lead", "opened_by__organisation", "closed_by__organisation").order_by("-opened_at")[
            :most
        ]
    )
    items = _items_of(found, user)
    for round in found:
        if before is None or round.opened_at < before:
            yield Change(round.opened_at, _signed(round.opened_by), str(round), _("開始"), _opened(round, items, user))
        if round.closed_at and (before is None or round.closed_at < before):
            fields = [FieldChange(_("理由"), added=round.closing_note)] if round.closing_note else []
            deed = _("終了: %(outcome)s") % {"outcome": round.get_outcome_display()}
            yield Change(round.closed_at, _signed(round.closed_by), str(round), deed, fields)


def _items_of(rounds: Iterable[ClearanceRound], user: User) -> dict[Any, list[str]]:
    entries = ClearanceItem.objects.visible_to(user).filter(round__in=rounds).select_related("position__item")
    found: dict[Any, list[str]] = defaultdict(list)
    for entry in entries.order_by("position__item__ancestors__len", "position__item__position", "turn"):
        if (name := str(entry.position)) not in found[entry.round_id]:
            found[entry.round_id].append(name)
    return found


def _opened(round: ClearanceRound, items: dict[Any, list[str]], user: User) -> list[FieldChange]:
    return [
        FieldChange(_("対象"), added=enumerated(items[round.pk])),
        FieldChange(_("協議元"), added=str(round.lead)),
        FieldChange(_("回答期限"), added=deadline_text(round.deadline, round.deadline_zone, user)),
    ]


def _signed(person: User | None) -> str:
    if person is None:
        return _("システム")
    return bracketed(person, person.organisation)
