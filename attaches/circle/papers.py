"""How a paper of the circle is handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http.response import HttpResponseBase

from accounts import audit
from accounts.models import Act
from accounts.reading import note_restricted_read
from attaches.models import CirclePaper
from diplomacy.uploads.handing import file_answer, refuse_missing

if TYPE_CHECKING:
    from accounts.models import User


def handed_out(paper: CirclePaper, *, user: User, body: bool = True) -> HttpResponseBase:
    """The file. Each hand-out is an entry of the audit (`body=False`, a HEAD, is none)."""
    refuse_missing(paper.pk)
    if body:
        note_restricted_read(user, paper.event)
        audit.record(Act.EXPORTED, actor=user, subject=paper, event=str(paper.event_id))
    return file_answer(paper.pk, media_type=paper.media_type, file_name=paper.file_name)
