"""An import in a browser: a file with an error, corrected, checked, saved; wide and narrow, with a look by axe."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from partners.importing import jobs, progress
from partners.models import Agreement, ImportJob
from tests.factories.partners import AgreementFactory, PartnerFactory
from tests.partners.importing import csv_bytes

HEADER = ["国・機関", "名称", "状態"]


@pytest.fixture
def france(mext):
    return PartnerFactory(slug="FR", name_ja="フランス", name_en="France", desk=mext)


@pytest.fixture
def hand_in(monkeypatch):
    """No worker beside the tests: what is sent to it waits for `read` and `apply` below."""
    for name in ("read_import", "apply_import"):
        monkeypatch.setattr(f"partners.tasks.{name}.delay", lambda pk: None)

    def hand_in(page, rows):
        file = {"name": "協定.csv", "mimeType": "text/csv", "buffer": csv_bytes(rows)}
        page.get_by_label("ファイル").set_input_files(file)
        page.get_by_role("button", name="内容を確かめる").click()
        page.wait_for_selector("progress")

    return hand_in


def latest():
    return ImportJob.objects.order_by("-created_at").first()


@pytest.mark.parametrize("width", [1280, 360])
def test_from_an_error_to_the_records(width, france, hand_in, open_page, axe, fits, mext_staff):
    AgreementFactory(partner=france, name_ja="協定", name_en="")
    page = open_page(reverse("partners:list"), person=mext_staff, width=width)
    page.get_by_role("link", name="取込み").click()
    page.wait_for_url("**/partners/import/")
    axe(page)
    fits(page)
    page.get_by_role("link", name="協定", exact=True).click()
    page.wait_for_url("**/new/agreements/")
    axe(page)
    fits(page)

    hand_in(page, [HEADER, ["FR", "協定", "無効"], ["FR", "新しい協定", "有効"]])
    progress.note(latest().pk, 55)
    page.wait_for_selector("progress[value='55']")
    axe(page)
    jobs.read(latest().pk)
    page.get_by_text("誤りがあるため、登録できません。").wait_for()
    expect(page.locator("table").first).to_contain_text("2行目")
    axe(page)
    fits(page)

    page.get_by_role("link", name="直したファイルを選ぶ").click()
    hand_in(page, [HEADER, ["FR", "協定", "承継"], ["FR", "新しい協定", "有効"]])
    jobs.read(latest().pk)
    page.get_by_role("button", name="2件を登録する").wait_for()
    expect(page.locator("table")).to_contain_text("有効 → 承継")
    axe(page)
    fits(page)

    page.get_by_role("button", name="2件を登録する").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("progress")
    jobs.apply(latest().pk, now=timezone.now())
    page.get_by_text("新規 1 件、変更 1 件。").wait_for()
    assert set(Agreement.objects.values_list("name_ja", "status")) == {
        ("協定", "succession"),
        ("新しい協定", "in_force"),
    }
