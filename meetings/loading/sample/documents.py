"""Documents of the sample sessions: small files made on the spot, each of which says that it is a sample."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from accounts.handling import Handling
from diplomacy.papers import Paper, Paragraph, pdf_file
from diplomacy.uploads import store
from diplomacy.uploads.kinds import kind_of
from meetings.models import AgendaItem, Document, DocumentVersion, Meeting

SESSIONS = {"bi-us-jwlc", "bi-fr", "bi-eu"}
NOTE_JA = "見本です。実際の会合の予定や内容を示すものではありません。"
NOTE_EN = "This is a sample. It does not show the dates or the contents of a real meeting."
MORNING = time(9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


def add_documents(meeting: Meeting, items: Sequence[AgendaItem], today: date) -> int:
    """A draft programme in two versions, and a note on the first item that is not only opening words."""
    if meeting.series.slug not in SESSIONS or meeting.handling == Handling.RESTRICTED:
        return 0
    programme = _document(
        meeting, None, "議事次第（案）", "Draft programme", Document.Kind.OURS, Document.Language.BOTH
    )
    _version(programme, 1, "議事次第案.pdf", _programme(meeting, items[:1]), "", today)
    _version(programme, 2, "議事次第案_修正.pdf", _programme(meeting, items), "全議題を記載", today)
    item = items[min(1, len(items) - 1)]
    note = _document(meeting, item, "論点メモ", "Points for discussion", Document.Kind.OURS, Document.Language.JAPANESE)
    _version(note, 1, "論点メモ.txt", _note(item), "", today)
    return 2


def _document(
    meeting: Meeting, item: AgendaItem | None, title_ja: str, title_en: str, kind: str, language: str
) -> Document:
    return Document.objects.create(
        meeting=meeting,
        item=item,
        title_ja=title_ja,
        title_en=title_en,
        kind=kind,
        language=language,
        owner=meeting.lead_ministry,
        handling=Handling.GOVERNMENT,
        is_sample=True,
    )


def _version(document: Document, number: int, name: str, content: bytes, note: str, today: date) -> None:
    version = DocumentVersion(
        document=document,
        number=number,
        file_name=name,
        media_type=kind_of(name).media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        note=note,
        uploaded_at=datetime.combine(today, MORNING),
    )
    with store.kept(io.BytesIO(content), version.pk):
        version.save(force_insert=True)


def _programme(meeting: Meeting, items: Sequence[AgendaItem]) -> bytes:
    lines = [Paragraph(f"{item.title_ja}　{item.title_en}") for item in items if not item.ancestors]
    return pdf_file(
        Paper(
            title=f"（見本）{meeting.title_ja} 議事次第（案）",
            second=f"(Sample) {meeting.title_en}: draft programme",
            marking="政府部内限り（見本）",
            blocks=lines,
            notes=[NOTE_JA, NOTE_EN],
        )
    )


def _note(item: AgendaItem) -> bytes:
    return f"（見本）論点メモ: {item.title_ja}\r\n\r\n{NOTE_JA}\r\n{NOTE_EN}\r\n".encode("utf-8-sig")
