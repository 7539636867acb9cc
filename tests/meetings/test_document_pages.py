"""The tab 資料: lists, forms, hand-out of files."""

import re
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.handling import Handling
from accounts.models import Act, AuditEntry
from diplomacy.uploads import store
from meetings.models import Document
from tests.factories.accounts import AccessGroupFactory
from tests.factories.documents import DocumentFactory, add_file
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, SeriesFactory
from tests.uploads.files import PDF


@pytest.fixture
def meeting(mofa, mext):
    meeting = MeetingFactory(series=SeriesFactory(lead_ministry=mofa))
    meeting.concerned.add(mext)
    return meeting


@pytest.fixture
def document(meeting):
    return DocumentFactory(meeting=meeting, title_ja="議題案", title_en="Draft agenda", file=("議題案.pdf", PDF))


@pytest.fixture
def staff(client, mofa_staff):
    client.force_login(mofa_staff)
    return client


def address(name, document=None, meeting=None, **more):
    if meeting:
        return reverse(f"meetings:{name}", args=[meeting.pk])
    return reverse(f"meetings:{name}", kwargs={"pk": document.meeting_id, "document": document.pk, **more})


def sent(**fields):
    given = {"title_ja": "議題案", "kind": "ours", "language": "ja", "handling": "government", **fields}
    return {"file": SimpleUploadedFile("議題案.pdf", PDF), **given}


def test_the_list_shows_documents_item_by_item_newest_version_first(staff, meeting, document):
    item = AgendaItemFactory(meeting=meeting, title_ja="量子")
    of_item = DocumentFactory(meeting=meeting, item=item, title_ja="量子の論点")
    add_file(document, "議題案2.pdf", PDF + b"\n")
    text = staff.get(address("documents", meeting=meeting)).content.decode()
    assert (
        text.index("会合全体の資料") < text.index("議題案2.pdf") < text.index("議題案.pdf") < text.index("量子の論点")
    )
    assert "第2版" in text
    assert "以前の版 1件" in text
    assert f"d-{of_item.pk}" in text


def test_query_count_does_not_grow_with_documents(staff, meeting, document):
    url = address("documents", meeting=meeting)
    staff.get(url)

    def queries():
        with CaptureQueriesContext(connection) as found:
            staff.get(url)
        return len(found)

    one = queries()
    for _n in range(2):
        add_file(DocumentFactory(meeting=meeting, item=AgendaItemFactory(meeting=meeting)), "二.pdf", PDF)
    assert queries() == one


def test_an_empty_tab_says_what_to_do(staff, client, meeting, council_member):
    assert "資料を登録" in staff.get(address("documents", meeting=meeting)).content.decode()
    client.force_login(council_member)
    text = client.get(address("documents", meeting=meeting)).content.decode()
    assert "資料はまだありません" in text
    assert "資料を登録" not in text


def test_a_document_is_sent_by_the_form(staff, meeting):
    item = AgendaItemFactory(meeting=meeting)
    answer = staff.post(address("document_add", meeting=meeting), sent(item=item.pk), follow=True)
    document = Document.objects.get()
    assert (document.item, document.versions.get().file_name) == (item, "議題案.pdf")
    assert "資料を登録しました。" in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"file": SimpleUploadedFile("絵.svg", b"<svg/>")}, "この種類のファイルは受け付けていません"),
        ({"file": SimpleUploadedFile("空.pdf", b"")}, "ファイルが空です"),
        ({"file": SimpleUploadedFile("偽.pdf", b"MZ")}, "中身がPDFではありません"),
        ({"title_ja": ""}, "日本語か英語の資料名を入力してください。"),
        ({"item": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}, "id_item"),
        ({"handling": "restricted"}, "id_handling"),
    ],
)
def test_what_is_wrong_stands_on_the_page_and_nothing_is_kept(staff, meeting, settings, fields, said):
    answer = staff.post(address("document_add", meeting=meeting), sent(**fields))
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not Document.objects.exists()
    assert not [path for path in settings.UPLOADS_FOLDER.rglob("*") if path.is_file()]


def test_a_file_over_the_limit_is_dropped_on_its_way(staff, meeting, settings):
    settings.UPLOAD_MAX_BYTES = 300_000
    answer = staff.post(
        address("document_add", meeting=meeting), sent(file=SimpleUploadedFile("大.txt", b"a" * 3_000_000))
    )
    assert answer.status_code == 400
    assert "ファイルが大きすぎます" in answer.content.decode()


def test_the_answer_is_in_the_readers_language(staff, meeting, mofa_staff):
    mofa_staff.language = "en"
    mofa_staff.save()
    answer = staff.post(address("document_add", meeting=meeting), sent(file=SimpleUploadedFile("空.pdf", b"")))
    assert "The file is empty" in answer.content.decode()


def test_a_file_is_handed_out_to_be_saved(staff, document, mofa_staff):
    answer = staff.get(address("document_file", document, number=1))
    assert b"".join(answer.streaming_content) == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('議題案.pdf')}"
    assert answer.headers["Content-Length"] == str(len(PDF))
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "private, no-store"
    entry = AuditEntry.objects.get(act=Act.EXPORTED)
    assert (entry.actor_id, entry.record_id) == (mofa_staff.pk, str(document.versions.get().pk))


def test_head_says_the_same_and_is_no_hand_out(staff, document):
    answer = staff.head(address("document_file", document, number=1))
    assert answer.status_code == 200
    assert answer.headers["Content-Length"] == str(len(PDF))
    assert not AuditEntry.objects.filter(act=Act.EXPORTED).exists()


def test_behind_a_proxy_the_file_comes_from_there(staff, document, settings):
    settings.UPLOADS_INNER_ADDRESS = "/kept-uploads/"
    answer = staff.get(address("document_file", document, number=1))
    key = document.versions.get().pk
    assert answer.headers["X-Accel-Redirect"] == f"/kept-uploads/{key.hex[:2]}/{key}"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content == b""


def test_a_restricted_hand_out_is_in_the_audit_as_such(client, meeting, mofa_staff):
    group = AccessGroupFactory()
    group.memberships.create(user=mofa_staff)
    document = DocumentFactory(meeting=meeting, handling=Handling.RESTRICTED, access_group=group)
    client.force_login(mofa_staff)
    client.get(address("document_file", document, number=1))
    assert AuditEntry.objects.filter(act=Act.RESTRICTED_READ, record_id=document.pk).count() == 1


@pytest.mark.parametrize("number", [0, 2, 99999999999999999999])
def test_a_version_that_is_not_there(staff, document, number):
    assert staff.get(address("document_file", document, number=number)).status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_said_in_the_log(staff, document, caplog):
    store.path_of(document.versions.get().pk).unlink()
    assert staff.get(address("document_file", document, number=1)).status_code == 404
    assert "is missing" in caplog.text


def test_outsiders_meet_nothing(client, document, french_attache, mext_staff):
    document.handling = Handling.SHARED
    document.save()
    document.meeting.handling = Handling.PUBLIC
    document.meeting.save()
    for outsider in (french_attache, mext_staff):
        client.force_login(outsider)
        for url in (address("document", document), address("document_file", document, number=1)):
            assert client.get(url).status_code == 404
        assert str(document.pk) not in client.get(address("documents", meeting=document.meeting)).content.decode()


def test_a_conflict_carries_both_texts(staff, document, mext_staff, client):
    def data(title, version=1):
        return {
            "version": version,
            "title_ja": title,
            "initial-title_ja": "議題案",
            "title_en": "Draft agenda",
            "initial-title_en": "Draft agenda",
            "kind": "ours",
            "initial-kind": "ours",
            "language": "ja",
            "initial-language": "ja",
        }

    assert staff.post(address("document", document), data("議題（案）")).status_code == 302
    client.force_login(mext_staff)
    answer = client.post(address("document", document), data("議事次第"))
    assert answer.status_code == 409
    assert {"議題（案）", "議事次第"} <= set(re.findall(r'<div class="text">(.*?)</div>', answer.content.decode()))
    decided = {"version": 2, "only": "title_ja", "initial-title_ja": "議題（案）", "title_ja-mine": "議事次第"}
    client.post(address("document", document), decided | {"title_ja-choice": "mine", "title_ja": "議事次第"})
    document.refresh_from_db()
    assert document.title_ja == "議事次第"


def test_a_version_sent_over_somebody_elses_is_a_conflict(staff, document):
    def send(content, version):
        file = SimpleUploadedFile("議題案.pdf", content)
        return staff.post(address("document_version_add", document), {"file": file, "version": version})

    assert send(PDF + b"\n", 1).status_code == 302
    answer = send(PDF + b"\r", 1)
    assert answer.status_code == 409
    assert "他の人がこの資料を変更しました" in answer.content.decode()
    assert document.versions.count() == 2


def test_a_deletion_is_undone_from_the_message_and_from_the_bin(staff, document):
    page = staff.post(address("document_delete", document), {"version": 1}, follow=True).content.decode()
    undo = re.search(r'action="([^"]*restore/\?version=\d+)"', page)
    assert staff.post(undo[1]).status_code == 302
    staff.post(address("document_delete", document), {"version": 3})
    assert "議題案" in staff.get(address("document_bin", meeting=document.meeting)).content.decode()
    staff.post(address("document_restore", document), {"version": 4})
    document.refresh_from_db()
    assert document.deleted_at is None
