import hashlib
import io
from datetime import UTC, datetime

import factory

from diplomacy.uploads import store
from diplomacy.uploads.kinds import kind_of
from meetings.models import Document, DocumentVersion
from tests.factories.meetings import MeetingFactory


class DocumentFactory(factory.django.DjangoModelFactory):
    """A document of the meeting's lead ministry for readers inside government, with its first version and file.

    `file=` (name, content) says what the file is.
    """

    class Meta:
        model = Document
        skip_postgeneration_save = True

    meeting = factory.SubFactory(MeetingFactory)
    owner = factory.SelfAttribute("meeting.lead_ministry")
    title_ja = factory.Sequence(lambda n: f"資料{n}")
    title_en = factory.Sequence(lambda n: f"Document {n}")

    @factory.post_generation
    def file(self, create, given, **kwargs):
        if not create:
            return
        name, content = given or ("資料.txt", b"text")
        add_file(self, name, content)


def add_file(document: Document, name: str, content: bytes, **fields) -> DocumentVersion:
    version = DocumentVersion(
        document=document,
        number=document.versions.count() + 1,
        file_name=name,
        media_type=kind_of(name).media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_at=datetime(2026, 11, 20, 1, 2, tzinfo=UTC),
        **fields,
    )
    with store.kept(io.BytesIO(content), version.pk):
        version.save(force_insert=True)
    return version
