"""The two-page brief as people make it: from the partner's page, on a phone, by keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.factories.partners import AgreementFactory, PartnerFactory, RelationFactory
from tests.papers.reading import pdf_pages


@pytest.fixture
def france(mofa):
    partner = PartnerFactory(name_ja="フランス", name_en="France", desk=mofa)
    AgreementFactory(partner=partner, name_ja="日仏科学技術協力協定", source="https://www.mofa.go.jp/ja_fr.html")
    RelationFactory(partner=partner, reason_ja="量子で協力が進むため")
    return partner


def test_from_the_partners_page_to_the_file(signed_in, mofa_staff, france):
    page = signed_in(mofa_staff, f"/partners/{france.pk}/")
    page.get_by_role("link", name="2枚紙を作る").click()
    page.get_by_text("量子で協力が進むため").wait_for()
    page.get_by_label("公開（公開の記録だけ）").check()
    page.get_by_role("button", name="内容を確かめる").click()
    page.wait_for_url(lambda address: "audience=public" in address)
    expect(page.get_by_text("日仏科学技術協力協定")).to_be_visible()
    expect(page.get_by_text("量子で協力が進むため")).not_to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("button", name="書き出す").click()
    assert taken.value.suggested_filename == "【公開】フランスとの科学技術協力（概要）.pdf"
    (only,) = pdf_pages(taken.value.path().read_bytes())
    assert "日仏科学技術協力協定" in only


@pytest.mark.parametrize(("language", "dark"), [("ja", False), ("en", True)])
def test_on_a_phone_it_fits_and_is_accessible(signed_in, mofa_staff, france, axe, fits, language, dark):
    page = signed_in(mofa_staff, f"/partners/{france.pk}/brief/", width=360, language=language, dark=dark)
    axe(page)
    fits(page)


def test_by_keyboard_alone(signed_in, french_attache, france):
    page = signed_in(french_attache, f"/partners/{france.pk}/brief/", language="en")
    button = page.get_by_role("button", name="Export")
    button.focus()
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    assert taken.value.suggested_filename.startswith("【Public】France")
