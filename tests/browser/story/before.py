"""Before the meeting: the contact, the agenda item, the position and its clearance."""

from datetime import timedelta

from accounts.handling import Handling
from attaches.models import AgendaProposal, Contact, FollowUp
from meetings.models import ClearanceRound, Position
from reminders.business_days import business_days_before
from tests.browser.story.scene import ITEM, LINE, WISH, choose, told_by_mail


def the_officer_logs_a_contact(scene):
    page = scene.at(scene.people.officer, "/")
    page.get_by_role("link", name="面談を記録").first.click()
    choose(page, "people", "佐伯", "佐伯 由美")
    page.get_by_label("話したこと").fill("先方は量子技術の共同公募に前向き。")
    page.get_by_label("次の一手").fill(WISH)
    page.locator("#id_due_on").fill((scene.today + timedelta(days=7)).isoformat())
    choose(page, "themes", "量子", "量子技術")
    choose(page, "partner", "フランス", "フランス")
    page.get_by_role("button", name="内容を確認する").click()
    page.get_by_role("button", name="この内容で登録する").click()
    page.get_by_text("記録番号 1").wait_for()
    contact, follow_up = Contact.objects.get(), FollowUp.objects.get()
    assert (contact.owner, contact.handling) == (scene.people.officer.organisation, Handling.GOVERNMENT)
    assert (follow_up.contact, follow_up.what, follow_up.state) == (contact, WISH, "open")
    return contact


def the_desk_makes_an_item_of_it(scene, contact):
    page = scene.at(scene.people.desk, "/network/contacts/")
    page.get_by_role("link", name="佐伯 由美").first.click()
    page.get_by_role("link", name=WISH).click()
    page.get_by_role("link", name="議題にする").click()
    page.locator("[name=title_ja]").fill(ITEM)
    page.get_by_role("button", name="議題に加える").click()
    page.get_by_text("議題に加えました。").wait_for()
    page.locator("#came_from").get_by_role("link", name="佐伯 由美").click()
    page.get_by_role("link", name=ITEM).wait_for()
    proposal = AgendaProposal.objects.get()
    assert (proposal.contact, proposal.item.meeting) == (contact, scene.meeting)
    assert [theme.name_ja for theme in proposal.item.themes.all()] == ["量子技術"]
    return proposal.item


def the_desk_writes_the_position(scene, item):
    page = scene.at(scene.people.desk, f"/meetings/{scene.meeting.pk}/positions/")
    paper = page.locator(".paper", has_text=ITEM)
    paper.locator("[data-edit=line_ja]").click()
    page.locator(".text-form textarea").fill(LINE)
    page.keyboard.press("Escape")
    paper.get_by_text(LINE).wait_for()
    paper.get_by_text("案", exact=True).wait_for()
    position = Position.objects.with_state().get()
    assert (position.item, position.line_ja, position.state) == (item, LINE, "draft")
    return position


def the_other_ministry_clears_it(scene, position):
    people = scene.people
    page = scene.at(people.desk, f"/meetings/{scene.meeting.pk}/clearances/")
    page.get_by_role("link", name="協議を始める").click()
    page.get_by_label("回答期限の日").fill(business_days_before(scene.today + timedelta(days=8), 0).isoformat())
    page.get_by_role("button", name="協議を始める").click()
    page.get_by_role("cell", name="未回答").wait_for()
    opened = page.url
    assert ITEM not in told_by_mail(people.other_ministry), "what the position is about stays in the portal"
    page = scene.at(people.other_ministry, "/notifications/")
    page.locator("tbody").get_by_role("link").first.click()
    page.get_by_role("link", name="回答する").wait_for()
    # Before the scripts of the page have run the link leads to a page of its own, and there is no dialog.
    page.wait_for_load_state("load")
    page.get_by_role("link", name="回答する").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text(LINE).wait_for()
    dialog.get_by_label("意見なし").check()
    dialog.get_by_role("button", name="回答する").click()
    page.get_by_role("cell", name="意見なし").wait_for()
    page = scene.at(people.desk, opened)
    page.get_by_role("link", name="協議を終了").click()
    page.get_by_role("button", name="協議を終了").click()
    page.get_by_text("協議済", exact=True).first.wait_for()
    position = Position.objects.with_state().get(pk=position.pk)
    assert (ClearanceRound.objects.get().outcome, position.state) == ("cleared", "cleared")
