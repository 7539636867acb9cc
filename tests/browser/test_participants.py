"""Delegations in a real browser: entered at their meeting, put in order, edited in place, brought back."""

import pytest

from meetings.models import Participant
from tests.factories.meetings import MeetingFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.partners import PersonFactory


@pytest.fixture
def meeting(mofa):
    meeting = MeetingFactory(lead_ministry=mofa, title_ja="第18回合同委員会")
    ParticipantFactory(meeting=meeting, name_ja="瀬戸口 修", title_ja="室長")
    ParticipantFactory(meeting=meeting, name_ja="柏原 亮")
    return meeting


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_a_delegation_is_entered_ordered_and_edited(signed_in, watch, axe, fits, mofa_staff, meeting, width, dark):
    PersonFactory(name_ja="ヘレン・カーター")
    page = signed_in(mofa_staff, f"/meetings/{meeting.pk}/participants/", width=width, dark=dark)
    page.get_by_text("日本側の代表団は未定です。").wait_for()
    axe(page)
    fits(page)
    page.get_by_text("参加者を追加").click()
    entry = page.locator("form[action$='/participants/add/']")
    entry.get_by_label("相手側").check()
    entry.locator("[name=role]").select_option("head")
    finder = entry.locator("#new-person-ts-control")
    finder.click()
    finder.press_sequentially("カーター")
    page.get_by_role("option", name="ヘレン・カーター").click()
    axe(page)
    fits(page)
    entry.get_by_role("button", name="登録").click()
    page.get_by_text("参加者を登録しました。").wait_for()
    page.locator("#participants tr", has_text="ヘレン・カーター").wait_for()
    page.locator("#participants tr", has_text="柏原 亮").get_by_role("button", name="席次を一つ上へ").press("Enter")
    page.get_by_text("席次を変更しました。").wait_for()
    row = page.locator("#participants tr", has_text="柏原 亮")
    row.get_by_role("link", name="編集").press("Enter")
    form = page.locator("form[action$='/edit/']")
    form.locator("[name=role]").select_option("head")
    axe(page)
    fits(page)
    form.get_by_role("button", name="保存").click()
    page.get_by_text("保存しました。").wait_for()
    page.get_by_text("日本側の代表団は未定です。").wait_for(state="detached")
    axe(page)
    fits(page)
    ours = Participant.objects.filter(meeting=meeting, side="ours").order_by("position")
    assert list(ours.values_list("name_ja", "role")) == [("柏原 亮", "head"), ("瀬戸口 修", "member")]
    assert Participant.objects.get(side="theirs").person.name_ja == "ヘレン・カーター"


@pytest.mark.parametrize("width", [1280, 360])
def test_a_deleted_participant_comes_back_by_the_toast(signed_in, axe, fits, mofa_staff, meeting, width):
    page = signed_in(mofa_staff, f"/participants/{meeting.participants.first().pk}/edit/", width=width)
    axe(page)
    fits(page)
    page.get_by_role("button", name="削除").click()
    page.get_by_role("button", name="元に戻す").click()
    page.locator("#participants tr", has_text="瀬戸口 修").wait_for()
    fits(page)
