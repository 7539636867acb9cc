"""The positions in a real browser: written where they are read, two people at once, nothing lost, narrow and dark."""

from datetime import date

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from meetings.models import AgendaItem, Position
from tests.factories.accounts import UserFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.positions import PositionFactory, PositionVersionFactory


@pytest.fixture
def meeting(mofa):
    meeting = MeetingFactory(lead_ministry=mofa)
    AgendaItemFactory(meeting=meeting, title_ja="開会", kind=AgendaItem.Kind.OTHER)
    before = MeetingFactory(series=meeting.series, title_ja="前回会合", title_en="Last", start_date=date(2025, 12, 4))
    PositionFactory(item=AgendaItemFactory(meeting=before, title_ja="量子"), line_ja="前回はこう述べた。")
    return meeting


@pytest.fixture
def position(meeting):
    return PositionFactory(
        item=AgendaItemFactory(meeting=meeting, title_ja="量子"),
        line_ja="共同公募を**提案**する。",
        line_en="Propose a joint call.",
        points_ja="- 一つ\n- 二つ",
        version=1,
    )


@pytest.fixture
def address(meeting):
    return f"/meetings/{meeting.pk}/positions/"


def paper(page, title="量子"):
    return page.locator(".paper", has_text=title)


def open_text(page, name="line_ja", title="量子"):
    """Open a text in place and answer its textarea, once it has the focus."""
    paper(page, title).locator(f"[data-edit={name}]").click()
    box = page.locator(".text-form textarea")
    box.wait_for()
    return box


def test_a_text_is_written_in_place_and_saved_while_typing(signed_in, address, position, mofa_staff):
    page = signed_in(mofa_staff, address)
    paper(page).get_by_text("共同公募を").click()
    box = page.locator(".text-form textarea")
    box.fill("共同公募の検討を提案する。")
    page.get_by_text("保存済み").wait_for()
    assert Position.objects.get(pk=position.pk).line_ja == "共同公募の検討を提案する。"
    box.press("End")
    box.type("以上。")
    page.keyboard.press("Escape")
    paper(page).get_by_text("共同公募の検討を提案する。以上。").wait_for()
    assert Position.objects.get(pk=position.pk).revision == 3
    expect(page.locator(":focus")).to_have_attribute("data-edit", "line_ja")


def test_a_position_is_begun_by_keyboard(signed_in, meeting, address, mofa_staff):
    item = AgendaItemFactory(meeting=meeting, title_ja="材料")
    page = signed_in(mofa_staff, address)
    paper(page, "材料").get_by_text("未作成").wait_for()
    paper(page, "材料").locator("[data-edit=background]").focus()
    page.keyboard.press("Enter")
    page.locator(".text-form textarea").wait_for()
    page.keyboard.type("経緯の説明")
    page.keyboard.press("Control+Enter")
    paper(page, "材料").get_by_text("経緯の説明").wait_for()
    paper(page, "材料").get_by_text("案", exact=True).wait_for()
    assert Position.objects.get(item=item).background == "経緯の説明"


def test_two_people_in_one_text_choose_between_both(signed_in, address, position, mofa, mofa_staff, watch):
    watch.allow("409")
    mine, theirs = signed_in(mofa_staff, address), signed_in(UserFactory(organisation=mofa), address)
    mine_box, their_box = open_text(mine), open_text(theirs)
    their_box.fill("先の人の文")
    theirs.keyboard.press("Escape")
    paper(theirs).get_by_text("先の人の文").wait_for()
    mine_box.fill("後の人の文")
    mine.keyboard.press("Escape")
    dialog = mine.locator("#position-conflict")
    dialog.get_by_text("先の人の文").wait_for()
    assert Position.objects.get(pk=position.pk).line_ja == "先の人の文"
    dialog.get_by_label("書き直す", exact=True).check()
    dialog.locator("textarea[name=line_ja]").fill("二人の文")
    dialog.get_by_role("button", name="この内容で保存").click()
    paper(mine).get_by_text("二人の文").wait_for()
    assert Position.objects.get(pk=position.pk).line_ja == "二人の文"


def test_others_changes_and_presence_arrive(signed_in, address, position, mofa_staff, mext_staff):
    reader, writer = signed_in(mext_staff, address), signed_in(mofa_staff, address)
    box = open_text(writer)
    reader.get_by_text(f"{mofa_staff}さんが議題2の対処方針を編集中").wait_for(timeout=10_000)
    box.fill("改めた文")
    writer.keyboard.press("Escape")
    paper(reader).get_by_text("改めた文").wait_for(timeout=10_000)


def test_text_typed_when_the_session_ended_is_offered_again(signed_in, address, position, mofa_staff, watch):
    watch.allow("401", "403")
    page = signed_in(mofa_staff, address)
    box = open_text(page)
    Session.objects.all().delete()
    box.fill("失いたくない文")
    page.get_by_text("サインアウトしています").wait_for()
    again = signed_in(mofa_staff, address)
    cookies = again.context.cookies()
    page.context.add_cookies(cookies)
    page.goto(address)
    page.locator(".text-form textarea").wait_for()
    expect(page.locator(".text-form textarea")).to_have_value("失いたくない文")


def test_without_a_script_a_text_is_written_on_its_page(signed_in, address, position, mofa_staff):
    page = signed_in(mofa_staff, address, java_script_enabled=False)
    paper(page).locator("[data-edit=line_ja]").click()
    page.locator("#id_line_ja").fill("台本なしの文")
    page.get_by_role("button", name="保存", exact=True).click()
    paper(page).get_by_text("台本なしの文").wait_for()


def test_the_agenda_leads_to_the_position(signed_in, meeting, position, mofa_staff):
    page = signed_in(mofa_staff, f"/meetings/{meeting.pk}/")
    page.locator("tr", has_text="量子").get_by_role("link", name="案", exact=True).click()
    page.wait_for_url(f"**/positions/#p-{position.item_id}")


def test_one_begins_from_what_was_said_last_time(signed_in, meeting, address, mofa_staff):
    AgendaItemFactory(meeting=meeting, title_ja="量子")
    page = signed_in(mofa_staff, address)
    page.get_by_text("前回の発言").click()
    page.get_by_text("前回はこう述べた。").wait_for()
    page.get_by_role("link", name="この文から始める").click()
    expect(page.locator("#id_line_ja")).to_have_value("前回はこう述べた。")


@pytest.mark.parametrize(
    ("width", "dark", "language"), [(1280, False, "ja"), (1280, True, "en"), (360, False, "en"), (360, True, "ja")]
)
def test_the_pages_read_well_everywhere(signed_in, address, position, mofa_staff, axe, fits, width, dark, language):
    PositionVersionFactory(position=position, line_ja="前の版の文")
    page = signed_in(mofa_staff, address, width=width, dark=dark, language=language)
    box = open_text(page, "points_ja")
    box.wait_for()
    fits(page)
    axe(page)
    page.keyboard.press("Escape")
    own = f"{address}{position.item_id}/"
    for path in (f"{own}?old=1&new=now", f"{own}handling/", f"/meetings/{position.item.meeting_id}/"):
        page.goto(path)
        fits(page)
        axe(page)
