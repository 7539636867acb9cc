"""Documents by the API: sent as forms, handed out as bytes, the same rights and refusals as the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.handling import Handling
from meetings.models import Document
from tests.factories.documents import DocumentFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.papers.reading import docx_text, pdf_text
from tests.uploads.files import PDF

pytestmark = pytest.mark.django_db
DOCUMENTS, VERSIONS = "/api/v1/documents/", "/api/v1/document-versions/"


@pytest.fixture
def meeting(mofa):
    return MeetingFactory(series=SeriesFactory(lead_ministry=mofa), handling=Handling.PUBLIC)


@pytest.fixture
def document(meeting):
    return DocumentFactory(meeting=meeting, title_ja="議題案", file=("議題案.pdf", PDF))


def pdf(content=PDF, name="議題案.pdf"):
    return SimpleUploadedFile(name, content)


def guarded(client, method, address, body=None, media="json", of=None):
    etag = client.get(of or address).headers["ETag"]
    return getattr(client, method)(address, body, format=media, headers={"If-Match": etag})


def test_a_document_is_sent_with_its_file_and_read_back(staff_api, meeting, mofa, german_embassy):
    body = {"meeting": str(meeting.pk), "title_ja": "議題案", "handling": "shared", "shared_with": german_embassy.pk}
    answer = staff_api.post(DOCUMENTS, {**body, "file": pdf()}, format="multipart")
    assert answer.status_code == 201
    row = answer.json()
    assert (row["owner"], row["shared_with"], row["version"]) == (str(mofa.pk), [str(german_embassy.pk)], 1)
    assert row == staff_api.get(f"{DOCUMENTS}{row['id']}/").json()
    [version] = staff_api.get(f"{VERSIONS}?document={row['id']}").json()["results"]
    assert (version["file_name"], version["number"], version["size"]) == ("議題案.pdf", 1, len(PDF))
    file = staff_api.get(f"{VERSIONS}{version['id']}/file/")
    assert b"".join(file.streaming_content) == PDF
    assert file.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"file": None}, "file"),
        ({"file": pdf(b"")}, "file"),
        ({"file": pdf(b"MZ")}, "file"),
        ({"title_ja": ""}, "title_ja"),
        ({"meeting": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}, "meeting"),
        ({"sha256": "x"}, "sha256"),
        ({"kind": "gift"}, "kind"),
    ],
)
def test_what_is_wrong_is_named(staff_api, meeting, fields, named):
    body = {"meeting": str(meeting.pk), "title_ja": "議題案", "file": pdf(), **fields}
    body = {name: value for name, value in body.items() if value is not None}
    answer = staff_api.post(DOCUMENTS, body, format="multipart")
    assert answer.status_code == 400
    assert named in {fault["field"] for fault in answer.json()["errors"]}
    assert not Document.objects.exists()


def test_a_version_needs_the_document_as_it_was_read(staff_api, document):
    address = f"{DOCUMENTS}{document.pk}/"
    assert staff_api.post(f"{address}versions/", {"file": pdf(PDF + b"\n")}, format="multipart").status_code == 428
    made = guarded(staff_api, "post", f"{address}versions/", {"file": pdf(PDF + b"\n")}, "multipart", of=address)
    assert (made.status_code, made.json()["number"]) == (201, 2)
    headers = {"If-Match": '"1-00000000000000000000"'}
    late = staff_api.post(f"{address}versions/", {"file": pdf(PDF + b"\r")}, format="multipart", headers=headers)
    assert late.status_code == 412
    assert document.versions.count() == 2


def test_a_document_is_renamed_put_into_the_bin_and_restored(staff_api, document):
    address = f"{DOCUMENTS}{document.pk}/"
    assert guarded(staff_api, "patch", address, {"title_ja": "議事次第"}).json()["title_ja"] == "議事次第"
    gone = guarded(staff_api, "delete", address)
    assert staff_api.get(address).status_code == 404
    headers = {"If-Match": gone.headers["ETag"]}
    assert staff_api.post(f"{address}restore/", headers=headers).status_code == 200
    assert staff_api.get(address).status_code == 200


def test_outsiders_read_nothing_and_write_nothing(attache_api, client_of, document, mext_staff):
    version = document.versions.get()
    for address in (f"{DOCUMENTS}{document.pk}/", f"{VERSIONS}{version.pk}/", f"{VERSIONS}{version.pk}/file/"):
        assert attache_api.get(address).status_code == 404
    assert attache_api.get(DOCUMENTS).json()["results"] == []
    other = client_of(mext_staff)
    body = {"meeting": str(document.meeting_id), "title_ja": "議題案", "file": pdf()}
    assert other.post(DOCUMENTS, body, format="multipart").status_code == 403
    assert guarded(other, "patch", f"{DOCUMENTS}{document.pk}/", {"title_ja": "改"}).status_code == 403


def test_readers_from_outside_are_not_told_who_sent_a_file(attache_api, document, mofa_staff):
    document.handling = Handling.PUBLIC
    document.save()
    row = attache_api.get(f"{VERSIONS}{document.versions.get().pk}/").json()
    assert "uploaded_by" not in row
    assert "shared_with" not in attache_api.get(f"{DOCUMENTS}{document.pk}/").json()


# --- The agenda on paper ------------------------------------------------------------------------------------------


def test_the_agenda_comes_as_a_file(staff_api, attache_api, meeting):
    AgendaItemFactory(meeting=meeting, title_ja="公開の議題", handling=Handling.PUBLIC)
    AgendaItemFactory(meeting=meeting, title_ja="部内の議題", handling=Handling.GOVERNMENT)
    address = f"/api/v1/meetings/{meeting.pk}/paper/"
    usual = staff_api.get(address)
    assert usual.headers["Content-Type"] == "application/pdf"
    assert "部内の議題" in pdf_text(usual.content)
    public = docx_text(staff_api.get(f"{address}?audience=public&form=docx&language=ja").content)
    assert "公開の議題" in public
    assert "部内の議題" not in public
    outside = docx_text(attache_api.get(f"{address}?form=docx&language=ja").content)
    assert "公開の議題" in outside
    assert "部内の議題" not in outside


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("form=exe", "form"),
        ("kind=annotated&audience=public", "audience"),
        ("audience=shared", "recipient"),
        ("recipient=x", "recipient"),
        ("colour=red", "colour"),
    ],
)
def test_a_paper_that_cannot_be_is_refused_by_name(staff_api, meeting, query, named):
    answer = staff_api.get(f"/api/v1/meetings/{meeting.pk}/paper/?{query}")
    assert answer.status_code == 400
    assert named in {fault["field"] for fault in answer.json()["errors"]}


def test_an_attache_gets_no_positions(attache_api, meeting):
    assert attache_api.get(f"/api/v1/meetings/{meeting.pk}/paper/?kind=annotated").status_code == 400
