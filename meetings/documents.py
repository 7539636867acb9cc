"""The documents of a meeting as one reader sees them, and how a file is handed out."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header

from accounts import audit
from accounts.models import Act
from accounts.reading import note_restricted_read
from diplomacy.uploads import store
from meetings.models import AgendaItem, Document, DocumentVersion, Meeting
from meetings.outline import outline

if TYPE_CHECKING:
    from accounts.models import User

log = logging.getLogger(__name__)


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


def handed_out(version: DocumentVersion, *, user: User, body: bool = True) -> HttpResponse:
    """The file, to be saved and never shown: the browser neither guesses what it is nor runs what is in it.

    Each hand-out is an entry of the audit (`body=False`, a HEAD, is none).
    """
    if not store.path_of(version.pk).is_file():
        log.error("the file of document version %s is missing", version.pk)
        raise Http404
    if body:
        note_restricted_read(user, version.document)
        audit.record(Act.EXPORTED, actor=user, subject=version, document=str(version.document_id))
    answer = _answer(version)
    answer.headers["Content-Type"] = version.media_type
    answer.headers["Content-Disposition"] = content_disposition_header(True, version.file_name) or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _answer(version: DocumentVersion) -> HttpResponse:
    """Streamed by the portal, or by the reverse proxy where it has been told of the folder."""
    if settings.UPLOADS_INNER_ADDRESS:
        address = f"{settings.UPLOADS_INNER_ADDRESS.rstrip('/')}/{store.relative_path(version.pk)}"
        return HttpResponse(headers={"X-Accel-Redirect": address})
    return FileResponse(store.open_kept(version.pk))
