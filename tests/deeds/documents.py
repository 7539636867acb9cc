"""Of documents and papers."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.deeds.deed import Deed


def file_sent(content: bytes = b"another text", **fields: Any) -> Callable[[Any, Client], Any]:
    return lambda scene, client: {"file": SimpleUploadedFile("文書.txt", content), **fields}


def document_version(scene: Any, client: Client) -> dict[str, Any]:
    return {"version": 1}


def new_document(scene: Any, client: Client) -> dict[str, Any]:
    given = {"title_ja": "資料", "kind": "ours", "language": "ja", "handling": "government"}
    return {"meeting": str(scene.meeting.pk), **given, **file_sent()(scene, client)}


DEEDS: dict[str, Deed] = {
    "api-document-versions-file": Deed("staff", "version", method="get"),
    "api-documents-detail PATCH": Deed("staff", "document", lambda s, c: {"title_ja": "改題"}, method="patch"),
    "api-documents-detail DELETE": Deed("staff", "document", method="delete"),
    "api-documents-list": Deed("staff", body=new_document, multipart=True),
    "api-documents-restore": Deed("staff", "binned_document"),
    "api-documents-versions": Deed("staff", "document", file_sent(), multipart=True),
    "meetings:document": Deed(
        "staff",
        "document_of_meeting",
        lambda s, c: {"version": 1, "title_ja": "改題", "kind": "ours", "language": "ja"},
    ),
    "meetings:document_add": Deed("staff", "meeting", new_document),
    "meetings:document_delete": Deed("staff", "document_of_meeting", document_version),
    "meetings:document_file": Deed("staff", "document_of_meeting", method="get", also={"number": "1"}),
    "meetings:document_handling": Deed(
        "staff", "document_of_meeting", lambda s, c: {"version": 1, "handling": "public"}
    ),
    "meetings:document_restore": Deed("staff", "binned_document_of_meeting", document_version),
    "meetings:document_version_add": Deed("staff", "document_of_meeting", file_sent(version=1)),
}
