"""What visitors read, without any script, and what staff and officers do to bring it about."""

from datetime import date

import pytest
from playwright.sync_api import expect

from accounts.handling import Handling
from outreach.models import Dispatch, Story
from tests.browser.story.scene import choose
from tests.factories.accounts import UserFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.outreach import DispatchFactory, ExpertFactory, OfferFactory, StoryFactory
from tests.factories.partners import AgreementFactory, PartnerFactory, ProjectFactory, ThemeFactory
from tests.outreach.test_pictures import jpeg


@pytest.fixture
def quantum():
    return ThemeFactory(slug="quantum", name_ja="量子技術", name_en="Quantum")


@pytest.fixture
def site(quantum):
    france = PartnerFactory(slug="FR", name_ja="フランス", name_en="France", latitude=48.9, longitude=2.3)
    project = ProjectFactory()
    project.themes.add(quantum)
    project.partners.add(france)
    AgreementFactory(partner=france)
    offer = OfferFactory(theme=quantum, published=True)
    story = StoryFactory(title_ja="公開の記事", title_en="A public story", published=True)
    story.themes.add(quantum)
    event = MeetingFactory(handling=Handling.PUBLIC, start_date=date(2099, 12, 4), country=france)
    AgendaItemFactory(meeting=event, handling=Handling.PUBLIC).themes.add(quantum)
    pages = ("", "themes/", "themes/quantum/", "partners/", "partners/FR/", "events/", "stories/")
    return [*pages, f"events/{event.pk}/", f"stories/{story.pk}/", f"offers/{offer.pk}/"]


@pytest.mark.parametrize(
    ("language", "width", "dark"), [("ja", 1280, False), ("ja", 360, True), ("en", 360, False), ("en", 1280, True)]
)
def test_the_public_site_is_clean(open_page, site, axe, fits, language, width, dark):
    page = open_page(f"/{language}/", language=language, width=width, dark=dark)
    for path in site:
        page.goto(f"/{language}/{path}")
        axe(page)
        fits(page)


WIDTHS = """async ([families, weights, texts]) => {
  await Promise.all(families.flatMap((family) => weights.flatMap((weight) => texts.map(
    (text) => document.fonts.load(`${weight} 20px "${family}"`, text)))));
  const pen = document.createElement("canvas").getContext("2d");
  return families.map((family) => weights.flatMap((weight) => texts.map((text) => {
    pen.font = `${weight} 20px "${family}"`;
    return pen.measureText(text).width.toFixed(2);
  })));
}"""


def test_blank_letters_are_as_wide_as_those_they_stand_for(open_page, site):
    page = open_page("/ja/")
    expect(page.locator("link[rel=preload][as=font][href*='/fonts/blank-']")).to_have_count(2)
    texts = ["International Cooperation, AVATAR 2026", "日本の科学技術外交、量子「センサー」", "〇ゔ龠！"]
    blank, real = page.evaluate(WIDTHS, [["Portal Blank", "Noto Sans JP Variable"], [400, 700], texts])
    assert blank == real


def test_a_visitor_finds_a_story_without_any_script(open_page, site):
    page = open_page("/", language="en", width=360, java_script_enabled=False)
    page.get_by_role("link", name="Themes", exact=True).click()
    page.get_by_role("link", name="Quantum").press("Enter")
    page.get_by_role("link", name="A public story").click()
    page.get_by_role("heading", level=1, name="A public story").wait_for()
    page.get_by_role("link", name="日本語").click()
    page.get_by_role("heading", level=1, name="公開の記事").wait_for()


@pytest.mark.parametrize("width", [1280, 360])
def test_a_story_is_written_checked_translated_and_published(signed_in, axe, fits, tmp_path, mext, mext_staff, width):
    colleague = UserFactory(organisation=mext)
    page = signed_in(mext_staff, "/outreach/stories/", width=width)
    page.get_by_role("link", name="新しく書く").click()
    page.get_by_label("見出し", exact=False).first.fill("量子の学校")
    page.locator("[name=summary_ja]").fill("要約")
    page.locator("[name=body_ja]").fill("# 節\n\n本文")
    for name in ("title", "summary", "body"):
        page.locator(f"[name={name}_en]").fill("English")
    axe(page)
    fits(page)
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="写真を付ける").click()
    (tmp_path / "a.jpg").write_bytes(jpeg())
    page.locator("[name=file]").set_input_files(tmp_path / "a.jpg")
    page.locator("[name=alt_ja]").fill("机に向かう人")
    page.locator("[name=alt_en]").fill("People at desks")
    axe(page)
    page.get_by_role("button", name="保存").click()
    page.get_by_role("img", name="机に向かう人").wait_for()
    story = Story.objects.get()
    other = signed_in(colleague, f"/outreach/stories/{story.pk}/", width=width)
    other.get_by_role("button", name="内容を確認した").click()
    other.get_by_role("button", name="英訳を終えた").click()
    axe(other)
    fits(other)
    other.get_by_role("button", name="公開する").click()
    other.get_by_role("button", name="取り下げる").wait_for()
    other.goto(f"/en/stories/{story.pk}/")
    other.get_by_role("img", name="People at desks").wait_for()
    axe(other)
    fits(other)


@pytest.mark.parametrize("width", [1280, 360])
def test_a_dispatch_is_matched_and_approved_by_another(signed_in, axe, fits, mofa, mofa_staff, quantum, officer, width):
    expert = ExpertFactory(owner=mofa, name_ja="専門 花子")
    expert.themes.add(quantum)
    dispatch = DispatchFactory(owner=officer.organisation, requested_by=mofa_staff, theme=quantum)
    page = signed_in(mofa_staff, f"/outreach/dispatches/{dispatch.pk}/", width=width)
    axe(page)
    fits(page)
    page.get_by_role("button", name="この専門家を選ぶ").press("Enter")
    page.get_by_text("別の職員の承認を待っています").wait_for()
    other = signed_in(UserFactory(organisation=mofa), f"/outreach/dispatches/{dispatch.pk}/", width=width)
    other.get_by_role("button", name="承認する").click()
    other.get_by_role("button", name="招請した").click()
    other.get_by_role("button", name="受諾の回答があった").click()
    axe(other)
    fits(other)
    other.goto(f"/outreach/experts/{expert.pk}/")
    axe(other)
    fits(other)
    assert Dispatch.objects.get().state == "agreed"


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_an_embassy_asks_for_a_speaker_and_sees_what_comes_of_it(
    signed_in, axe, fits, mofa, mofa_staff, french_attache, quantum, width, dark
):
    french_attache.organisation.country = PartnerFactory(name_ja="フランス")
    french_attache.organisation.save()
    page = signed_in(french_attache, "/", width=width, dark=dark)
    page.get_by_role("link", name="Ask for a speaker").click()
    choose(page, "ministry", "Foreign", "Ministry of Foreign Affairs")
    page.get_by_label("Name of the event").fill("Quantum days")
    page.locator("[name=purpose]").fill("A talk for students.")
    page.locator("[name=date_1]").fill("2099-02-01")
    axe(page)
    fits(page)
    page.get_by_role("button", name="Send the request").click()
    page.get_by_role("heading", level=1, name="Quantum days").wait_for()
    desk = signed_in(mofa_staff, page.url, width=width, dark=dark)
    desk.get_by_role("link", name="この依頼から専門家の派遣を依頼する").press("Enter")
    choose(desk, "theme", "量子", "量子技術")
    desk.get_by_role("button", name="保存").click()
    desk.get_by_role("link", name="Quantum days").click()
    axe(desk)
    fits(desk)
    desk.locator("[name=agreed_on]").fill("2099-02-01")
    desk.locator("[name=answer_note]").fill("専門 花子（見本大学）が講演します。")
    desk.get_by_role("button", name="この日程で回答する").click()
    page.reload()
    page.get_by_text("A speaker is being sought.").wait_for()
    page.get_by_text("専門 花子（見本大学）が講演します。").wait_for()
    axe(page)
    fits(page)
    assert Dispatch.objects.get().asked_in.owner == french_attache.organisation


@pytest.mark.parametrize(("language", "width", "dark"), [("ja", 1280, False), ("en", 360, True)])
def test_an_expert_is_given_a_portrait(open_page, axe, fits, tmp_path, mext, mext_staff, language, width, dark):
    expert = ExpertFactory(owner=mext, name_ja="熊田 澄香", name_en="Sumika Kumada")
    mext_staff.language = language
    mext_staff.save()
    photograph = tmp_path / "face.jpg"
    photograph.write_bytes(jpeg(width=1000, height=1250))
    page = open_page(f"/outreach/experts/{expert.pk}/", person=mext_staff, language=language, width=width, dark=dark)
    page.get_by_role("link", name={"ja": "顔写真を付ける", "en": "Add a portrait"}[language]).click()
    axe(page)
    fits(page)
    page.locator("[name=file]").set_input_files(photograph)
    page.get_by_role("button", name={"ja": "保存", "en": "Save"}[language], exact=True).click()
    face = page.get_by_role("img", name={"ja": "熊田 澄香", "en": "Sumika Kumada"}[language])
    face.wait_for()
    assert face.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640
    axe(page)
    fits(page)
