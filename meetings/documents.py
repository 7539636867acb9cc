"""The documents of a meeting as one reader sees them, and how a file is handed out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http.response import HttpResponseBase

from accounts import audit
from accounts.models import Act
from accounts.reading import note_restricted_read
from diplomacy.uploads.handing import file_answer, refuse_missing
from meetings.models import AgendaItem, Document, DocumentVersion, Meeting
from meetings.outline import outline

if TYPE_CHECKING:
    from accounts.models import User


@dataclass
class Entry:
    """A document with its newest file and the ones it superseded."""

    document: Document
    newest: DocumentVersion
    older: list[DocumentVersion] = field(default_factory=list)


@dataclass
class Group:
    """The documents of one item; without an item, those of the meeting as a whole."""

    item: AgendaItem | None = None
    number: str = ""
    entries: list[Entry] = field(default_factory=list)


def groups(meeting: Meeting, user: User) -> list[Group]:
    """Those of the whole meeting first, then item by item in the order of the agenda; empty groups are left out."""
    found: dict[object, Group] = {None: Group()}
    for row in outline(meeting, user).rows:
        found[row.item.pk] = Group(row.item, row.number)
    for document in Document.objects.in_visible(meeting, user).live().with_versions():
        found[document.item_id].entries.append(entry(document))
    return [group for group in found.values() if group.entries]


def entry(document: Document) -> Entry:
    """Of a document that came `with_versions`."""
    newest, *older = document.versions.all()
    return Entry(document, newest, older)


def handed_out(version: DocumentVersion, *, user: User, body: bool = True) -> HttpResponseBase:
    """The file. Each hand-out is an entry of the audit (`body=False`, a HEAD, is none)."""
    refuse_missing(version.pk)
    if body:
        note_restricted_read(user, version.document)
        audit.record(Act.EXPORTED, actor=user, subject=version, document=str(version.document_id))
    return file_answer(version.pk, media_type=version.media_type, file_name=version.file_name)
