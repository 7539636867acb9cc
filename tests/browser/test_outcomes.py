"""Decisions and actions in a real browser: entered at their meeting, answered, found in the register."""

import pytest

from meetings.models import ActionItem
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.outcomes import ActionFactory, DecisionFactory


@pytest.fixture
def meeting(mofa):
    meeting = MeetingFactory(lead_ministry=mofa, title_ja="第18回合同委員会")
    AgendaItemFactory(meeting=meeting, title_ja="量子")
    DecisionFactory(meeting=meeting, text_ja="次回は東京で開く。")
    ActionFactory(meeting=meeting, title_ja="共同公募への回答", side="theirs", responsible_text="先方の事務局")
    return meeting


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_what_was_decided_and_undertaken_is_entered_and_answered(
    signed_in, watch, axe, fits, mofa_staff, meeting, width, dark
):
    page = signed_in(mofa_staff, f"/meetings/{meeting.pk}/outcomes/", width=width, dark=dark)
    page.get_by_text("決定を追加").click()
    entry = page.locator("form[action$='/outcomes/decisions/']")
    entry.locator("[name=text_ja]").fill("共同公募を行う。")
    axe(page)
    fits(page)
    entry.get_by_role("button", name="登録").click()
    page.get_by_text("決定を登録しました。").wait_for()
    page.locator("#outcomes li", has_text="共同公募を行う。").wait_for()
    page.get_by_text("行動を追加").click()
    entry = page.locator("form[action$='/outcomes/actions/']")
    entry.locator("[name=title_ja]").fill("公募の案を送る")
    entry.locator("[name=due_on]").fill("2099-12-10")
    entry.get_by_role("button", name="登録").click()
    row = page.locator("#outcomes tr", has_text="公募の案を送る")
    row.get_by_role("link", name="結果を書く").click()
    answering = page.locator("form[action$='/result/']")
    answering.locator("[name=result]").fill("案を送った。")
    axe(page)
    fits(page)
    answering.get_by_role("button").first.click()
    page.get_by_text("結果を登録しました。").wait_for()
    row.get_by_text("完了").wait_for()
    axe(page)
    fits(page)
    assert ActionItem.objects.get(title_ja="公募の案を送る").result == "案を送った。"


@pytest.mark.parametrize("width", [1280, 360])
def test_the_register_follows_the_typing_and_its_sides(signed_in, axe, fits, mofa_staff, meeting, width):
    ActionFactory(meeting=meeting, title_ja="会場の手配")
    page = signed_in(mofa_staff, "/actions/", width=width)
    page.get_by_role("link", name="会場の手配").wait_for()
    axe(page)
    fits(page)
    page.locator("#q").press_sequentially("共同公募")
    page.get_by_role("link", name="会場の手配").wait_for(state="detached")
    page.get_by_role("link", name="共同公募への回答").click()
    page.get_by_role("heading", name="共同公募への回答").wait_for()
    axe(page)
    fits(page)
