"""The agenda in a real browser: edited in its cells, moved by keyboard, two people at once, undone."""

from datetime import time

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from meetings.models import AgendaItem
from tests.factories.meetings import AgendaItemFactory, MeetingFactory


@pytest.fixture
def meeting(mofa, mext):
    meeting = MeetingFactory(lead_ministry=mofa, start_time=time(9, 30), end_time=time(12, 0))
    meeting.concerned.add(mext)
    for title, minutes in (("開会", 10), ("量子", 30), ("閉会", 10)):
        AgendaItemFactory(meeting=meeting, title_ja=title, title_en="", duration_minutes=minutes)
    return meeting


@pytest.fixture
def address(meeting):
    return f"/meetings/{meeting.pk}/"


def cell(page, title, name):
    return page.locator("tr[data-v]", has_text=title).locator(f"[data-cell={name}]")


def edit(page, title, name):
    """Open the cell and answer its first control, once it has the focus."""
    cell(page, title, name).click()
    control = page.locator(f"[data-cell-form={name}]").locator("input:not([type=hidden]), select").first
    control.wait_for()
    return control


def row_at(page, number, text):
    """Wait until that row of the table holds the text."""
    page.locator("tr[data-v]").nth(number).filter(has_text=text).wait_for()


def titles(page):
    return page.locator("tr[data-v] [data-cell=title]")


def test_cells_are_edited_in_place_and_times_follow(signed_in, address, mofa_staff):
    page = signed_in(mofa_staff, address)
    edit(page, "開会", "minutes").fill("25")
    page.keyboard.press("Tab")
    page.locator("[data-cell-form=lead] select").select_option(label="外務省")
    page.keyboard.press("Enter")
    cell(page, "開会", "lead").filter(has_text="外務省").wait_for()
    expect(page.get_by_text("保存済み")).to_be_visible()
    expect(cell(page, "量子", "start")).to_have_text("09:55")
    first = AgendaItem.objects.get(title_ja="開会")
    assert (first.duration_minutes, first.lead_ministry.name_ja) == (25, "外務省")
    expect(page.locator(":focus")).to_have_attribute("data-cell", "lead")


def test_bad_input_stays_in_the_cell_with_its_reason(signed_in, address, mofa_staff, watch):
    watch.allow("400")
    page = signed_in(mofa_staff, address)
    edit(page, "開会", "minutes").fill("4320")
    page.keyboard.press("Enter")
    page.get_by_text("所要時間は24時間（1440分）までです").wait_for()
    page.keyboard.press("Escape")
    expect(cell(page, "開会", "minutes")).to_have_text("10分")


def test_rows_are_moved_by_keyboard(signed_in, address, mofa_staff):
    page = signed_in(mofa_staff, address)
    cell(page, "閉会", "title").focus()
    page.keyboard.press("Alt+ArrowUp")
    row_at(page, 1, "閉会")
    expect(titles(page)).to_have_text(["開会", "閉会", "量子"])
    expect(page.locator(":focus")).to_have_text("閉会")
    page.keyboard.press("Alt+ArrowRight")
    page.locator("tr[data-level='2']", has_text="閉会").wait_for()
    assert AgendaItem.objects.get(title_ja="閉会").parent.title_ja == "開会"


def test_rows_are_moved_by_dragging(signed_in, address, mofa_staff):
    page = signed_in(mofa_staff, address)
    grips = page.locator(".grip")
    grips.nth(2).drag_to(grips.nth(0), target_position={"x": 5, "y": 3})
    row_at(page, 0, "閉会")
    page.get_by_text("保存済み").wait_for()
    assert list(AgendaItem.objects.order_by("position").values_list("title_ja", flat=True)) == ["閉会", "開会", "量子"]


def test_two_people_in_one_field_choose_between_both_texts(signed_in, address, mofa_staff, mext_staff, watch):
    watch.allow("409")
    mine, theirs = signed_in(mofa_staff, address), signed_in(mext_staff, address)
    cell(mine, "量子", "title").click()
    cell(theirs, "量子", "title").click()
    theirs.get_by_label("議題名", exact=True).fill("量子計算")
    theirs.keyboard.press("Enter")
    theirs.get_by_text("保存済み").wait_for()
    mine.get_by_label("議題名", exact=True).fill("量子通信")
    mine.keyboard.press("Enter")
    dialog = mine.locator("#agenda-conflict")
    dialog.get_by_text("量子計算").wait_for()
    assert AgendaItem.objects.filter(title_ja="量子計算").exists()
    dialog.get_by_label("書き直す", exact=True).check()
    dialog.locator("input[name=title_ja]").fill("量子計算と量子通信")
    dialog.get_by_role("button", name="この内容で保存").click()
    mine.get_by_text("保存しました").wait_for()
    assert AgendaItem.objects.filter(title_ja="量子計算と量子通信").exists()


def test_others_changes_and_presence_arrive_within_ten_seconds(signed_in, address, mofa_staff, mext_staff):
    reader, writer = signed_in(mofa_staff, address), signed_in(mext_staff, address)
    minutes = edit(writer, "量子", "minutes")
    reader.get_by_text(f"{mext_staff}さんが議題2を編集中").wait_for(timeout=10_000)
    minutes.fill("45")
    writer.keyboard.press("Enter")
    reader.get_by_text("45分", exact=True).wait_for(timeout=10_000)


def test_delete_and_undo(signed_in, address, mofa_staff):
    page = signed_in(mofa_staff, address)
    page.locator("tr[data-v]", has_text="量子").get_by_role("checkbox").check()
    page.get_by_label("選択した議題を").select_option("delete")
    page.get_by_role("button", name="実行").click()
    page.get_by_text("議題を1件削除しました").wait_for()
    expect(titles(page)).to_have_text(["開会", "閉会"])
    page.get_by_role("button", name="元に戻す").click()
    page.get_by_text("議題を元に戻しました").wait_for()
    expect(titles(page)).to_have_text(["開会", "量子", "閉会"])


def test_text_typed_when_the_session_ended_is_offered_again(signed_in, address, mofa_staff, watch):
    watch.allow("401")
    page = signed_in(mofa_staff, address)
    edit(page, "量子", "title").fill("長く考えた題")
    Session.objects.all().delete()
    page.keyboard.press("Enter")
    page.get_by_text("サインアウトしています").wait_for()
    page.goto(f"/accounts/login/?next={address}")
    page.locator("[name=login]").fill(mofa_staff.email)
    page.locator("[name=password]").fill("portal-test-password")
    page.locator("main form").get_by_role("button").first.click()
    page.locator("[data-cell-form=title]").wait_for()
    expect(page.get_by_label("議題名", exact=True)).to_have_value("長く考えた題")


def test_text_typed_before_another_sign_in_is_kept(signed_in, address, mofa_staff, watch, settings):
    watch.allow("403")
    page = signed_in(mofa_staff, address)
    edit(page, "量子", "title").fill("長く考えた題")
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    page.keyboard.press("Enter")
    page.get_by_text("サインインし直されたか、権限が変わっています").wait_for()
    page.reload()
    page.locator("[data-cell-form=title]").wait_for()
    expect(page.get_by_label("議題名", exact=True)).to_have_value("長く考えた題")


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, False), (1280, True)])
def test_the_page_reads_well_everywhere(signed_in, address, mofa_staff, axe, fits, width, dark):
    page = signed_in(mofa_staff, address, width=width, dark=dark)
    fits(page)
    axe(page)


@pytest.mark.parametrize("path", ["agenda/add/", "agenda/paste/", "agenda/bin/", "history/", "sources/", "edit/"])
def test_the_other_pages_read_well(signed_in, address, mofa_staff, axe, fits, path):
    page = signed_in(mofa_staff, address + path, width=360)
    fits(page)
    axe(page)


def test_an_item_page_reads_well_in_english(signed_in, meeting, mofa_staff, axe, fits):
    item = meeting.agenda_items.first()
    mofa_staff.language = "en"
    mofa_staff.save()
    page = signed_in(mofa_staff, f"/meetings/{meeting.pk}/agenda/{item.pk}/")
    fits(page)
    axe(page)
