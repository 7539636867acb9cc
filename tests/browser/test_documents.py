"""Documents in a real browser: sent, superseded, saved, at a desk and on a phone; and the agenda on paper."""

import pytest
from playwright.sync_api import expect

from meetings.models import Document
from tests.factories.documents import DocumentFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.papers.reading import pdf_text
from tests.uploads.files import PDF, office


@pytest.fixture
def meeting(mofa, mext):
    meeting = MeetingFactory(lead_ministry=mofa, title_ja="第18回合同委員会")
    meeting.concerned.add(mext)
    AgendaItemFactory(meeting=meeting, title_ja="量子")
    return meeting


@pytest.fixture
def address(meeting):
    return f"/meetings/{meeting.pk}/documents/"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "議題案.pdf").write_bytes(PDF)
    (tmp_path / "議題案_修正.docx").write_bytes(office())
    (tmp_path / "偽物.pdf").write_bytes(b"<svg/>")
    return tmp_path


@pytest.mark.parametrize("width", [1280, 360])
def test_a_document_is_sent_superseded_and_saved(signed_in, watch, axe, fits, mofa_staff, address, folder, width):
    watch.allow("400")
    page = signed_in(mofa_staff, address, width=width)
    page.locator("main").get_by_role("link", name="資料を登録").first.click()
    page.get_by_label("ファイル").set_input_files(folder / "偽物.pdf")
    page.get_by_label("資料名", exact=False).first.fill("議題案")
    page.get_by_role("button", name="登録").click()
    page.get_by_role("link", name="中身がPDFではありません").wait_for()
    axe(page)
    fits(page)
    page.get_by_label("ファイル").set_input_files(folder / "議題案.pdf")
    page.get_by_role("button", name="登録").click()
    page.get_by_text("資料を登録しました。").wait_for()
    page.get_by_role("link", name="議題案", exact=True).click()
    page.get_by_label("ファイル").set_input_files(folder / "議題案_修正.docx")
    page.get_by_label("変更点").fill("3項を追加")
    page.get_by_role("button", name="新しい版を登録").click()
    page.get_by_text("第2版を登録しました。").wait_for()
    axe(page)
    fits(page)
    with page.expect_download() as saving:
        page.get_by_role("link", name="第1版").click()
    assert saving.value.suggested_filename == "議題案.pdf"
    assert saving.value.path().read_bytes() == PDF
    page.goto(address)
    axe(page)
    fits(page)
    assert Document.objects.get().versions.count() == 2


def test_a_deletion_is_undone_by_keyboard(signed_in, mofa_staff, meeting):
    document = DocumentFactory(meeting=meeting, title_ja="議題案")
    page = signed_in(mofa_staff, f"/meetings/{meeting.pk}/documents/{document.pk}/")
    page.get_by_role("button", name="削除").press("Enter")
    page.get_by_role("button", name="元に戻す").press("Enter")
    page.get_by_text("資料を元に戻しました。").wait_for()
    page.get_by_role("link", name="議題案", exact=True).wait_for()


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_who_only_reads_saves_and_sees_no_buttons(signed_in, axe, fits, council_member, meeting, address, width, dark):
    DocumentFactory(meeting=meeting, title_ja="議題案", title_en="Draft agenda", file=("議題案.pdf", PDF))
    council_member.language = "en"
    council_member.save()
    page = signed_in(council_member, address, width=width, dark=dark)
    with page.expect_download() as saving:
        page.get_by_role("link", name="Version 1").click()
    assert saving.value.suggested_filename == "議題案.pdf"
    expect(page.get_by_role("link", name="Add a document")).to_have_count(0)
    axe(page)
    fits(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_the_agenda_is_put_on_paper(signed_in, axe, fits, mofa_staff, meeting, width):
    page = signed_in(mofa_staff, f"/meetings/{meeting.pk}/", width=width)
    page.locator("summary", has_text="書き出す").click()
    with page.expect_download() as saving:
        page.get_by_role("link", name="議題（PDF）", exact=True).click()
    assert saving.value.suggested_filename == "【政府部内限り】第18回合同委員会 議事次第.pdf"
    assert "量子" in pdf_text(saving.value.path().read_bytes())
    page.get_by_role("link", name="渡す先と言語を選ぶ").click()
    page.get_by_label("English").check()
    page.get_by_label("Word (DOCX)").check()
    axe(page)
    fits(page)
    with page.expect_download() as saving:
        page.locator("main form").get_by_role("button", name="書き出す").click()
    assert saving.value.suggested_filename.endswith(" – agenda.docx")
