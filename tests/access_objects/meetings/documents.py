"""Of documents and their versions."""

from typing import Any

from django.utils import timezone

from accounts.handling import Handling
from meetings.models import Document
from tests.access_objects.meetings.meeting import hidden_meeting, meeting_of, public_meeting, restricted_meeting
from tests.access_objects.sample import LEAD, Arguments, Sample, with_version
from tests.factories.documents import DocumentFactory


def public_document(cast: Any, **fields: Any) -> Document:
    return DocumentFactory(meeting=public_meeting(cast), handling=Handling.PUBLIC, **fields)


def restricted_document(cast: Any, **fields: Any) -> Document:
    """A restricted document of a meeting that its reader may see."""
    group = restricted_meeting(cast).access_group
    return DocumentFactory(
        meeting=public_meeting(cast), handling=Handling.RESTRICTED, access_group=group, owner=None, **fields
    )


def document_of(cast: Any, person: str) -> Arguments:
    return {"pk": public_document(cast).pk}


def hidden_document(cast: Any, person: str) -> Arguments:
    return {"pk": restricted_document(cast).pk}


def binned_document_of(cast: Any, person: str) -> Arguments:
    return {"pk": public_document(cast, deleted_at=timezone.now()).pk}


def hidden_binned_document(cast: Any, person: str) -> Arguments:
    return {"pk": restricted_document(cast, deleted_at=timezone.now()).pk}


def version_of_document(cast: Any, person: str) -> Arguments:
    return {"pk": public_document(cast).versions.get().pk}


def version_of_hidden_document(cast: Any, person: str) -> Arguments:
    return {"pk": restricted_document(cast).versions.get().pk}


def meeting_and_document(cast: Any, person: str) -> Arguments:
    document = public_document(cast)
    return {"pk": document.meeting_id, "document": document.pk}


def meeting_and_hidden_document(cast: Any, person: str) -> Arguments:
    document = restricted_document(cast)
    return {"pk": document.meeting_id, "document": document.pk}


def meeting_and_binned_document(cast: Any, person: str) -> Arguments:
    document = public_document(cast, deleted_at=timezone.now())
    return {"pk": document.meeting_id, "document": document.pk, "body": "version=1"}


def meeting_and_hidden_binned_document(cast: Any, person: str) -> Arguments:
    document = restricted_document(cast, deleted_at=timezone.now())
    return {"pk": document.meeting_id, "document": document.pk, "body": "version=1"}


def file_of(cast: Any, person: str) -> Arguments:
    return {**meeting_and_document(cast, person), "number": 1}


def hidden_file(cast: Any, person: str) -> Arguments:
    return {**meeting_and_hidden_document(cast, person), "number": 1}


OBJECTS: dict[str, Sample] = {
    "api-document-versions-detail": Sample(version_of_document, version_of_hidden_document),
    "api-document-versions-file": Sample(version_of_document, version_of_hidden_document),
    "api-documents-detail": Sample(document_of, hidden_document, writers=LEAD),
    "api-documents-restore": Sample(binned_document_of, hidden_binned_document, writers=LEAD),
    "api-documents-versions": Sample(document_of, hidden_document, writers=LEAD),
    "meetings:document": Sample(meeting_and_document, meeting_and_hidden_document, writers=LEAD),
    "meetings:document_add": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "meetings:document_bin": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "meetings:document_delete": Sample(
        with_version(meeting_and_document), with_version(meeting_and_hidden_document), writers=LEAD
    ),
    "meetings:document_file": Sample(file_of, hidden_file),
    "meetings:document_handling": Sample(
        meeting_and_document, meeting_and_hidden_document, writers=LEAD, verb_on_get=True
    ),
    "meetings:document_restore": Sample(meeting_and_binned_document, meeting_and_hidden_binned_document, writers=LEAD),
    "meetings:document_version_add": Sample(meeting_and_document, meeting_and_hidden_document, writers=LEAD),
    "meetings:documents": Sample(meeting_of, hidden_meeting),
}
