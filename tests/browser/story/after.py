"""The meeting and what follows: decision, action, reminders, the expert, the story."""

from datetime import timedelta

from playwright.sync_api import expect

from attaches.models import FollowUp
from meetings.models import ActionItem, Decision
from outreach.models import Dispatch, Story
from reminders.models import Notification
from tests.browser.story.scene import ACTION, DECISION, HEADLINE, WISH, told_by_mail


def the_meeting_is_held(scene):
    page = scene.at(scene.people.desk, f"/meetings/{scene.meeting.pk}/")
    page.get_by_role("link", name="会合を編集").click()
    page.locator("#id_start_date").fill(scene.today.isoformat())
    page.locator("#id_status").select_option("held")
    page.get_by_role("button", name="保存").first.click()
    page.get_by_text("開催済", exact=True).first.wait_for()
    scene.meeting.refresh_from_db()
    assert (scene.meeting.status, scene.meeting.start_date) == ("held", scene.today)


def it_decides_and_somebody_undertakes(scene, item):
    page = scene.at(scene.people.desk, f"/meetings/{scene.meeting.pk}/outcomes/")
    page.get_by_text("決定を追加").click()
    entry = page.locator("form[action$='/outcomes/decisions/']")
    entry.locator("[name=text_ja]").fill(DECISION)
    entry.locator("[name=item]").select_option(str(item.pk))
    entry.get_by_role("button", name="登録").click()
    page.locator("#outcomes li", has_text=DECISION).wait_for()
    page.get_by_text("行動を追加").click()
    entry = page.locator("form[action$='/outcomes/actions/']")
    entry.locator("[name=title_ja]").fill(ACTION)
    entry.locator("[name=due_on]").fill((scene.today + timedelta(days=20)).isoformat())
    entry.locator("[name=item]").select_option(str(item.pk))
    entry.get_by_role("button", name="登録").click()
    page.locator("#outcomes tr", has_text=ACTION).wait_for()
    assert (Decision.objects.get().text_ja, Decision.objects.get().item) == (DECISION, item)
    action = ActionItem.objects.get()
    assert (action.title_ja, action.item, action.responsible) == (ACTION, item, scene.people.desk.organisation)
    return action


def reminders_reach_their_people(scene, contact, action):
    """The sweep says what is due, the mail goes out, and the same stands in each person's own list."""
    for person, record, words in (
        (scene.people.desk, action, ACTION),
        (scene.people.officer, FollowUp.objects.get(contact=contact), WISH),
    ):
        told_by_mail(person)
        assert Notification.objects.get(recipient=person, object_id=record.pk).state == "sent"
        page = scene.at(person, "/")
        page.locator(".bell").click()
        page.get_by_role("link", name=words).first.click()
        page.get_by_role("heading", name=words).wait_for()


def an_expert_is_sent(scene, action):
    people = scene.people
    page = scene.at(people.desk, f"/actions/{action.pk}/")
    page.get_by_role("link", name="この行動から専門家の派遣を依頼する").click()
    expect(page.locator("[name=title_ja]")).to_have_value(ACTION)
    expect(page.locator("[name=partner]")).to_have_value(str(scene.meeting.country_id))
    page.locator("[name=starts_on]").fill(scene.today.isoformat())
    page.locator("[name=ends_on]").fill((scene.today + timedelta(days=2)).isoformat())
    page.locator("[name=purpose_ja]").fill("共同公募を研究者に説明する。")
    page.get_by_role("button", name="保存").click()
    card = page.locator("#matches form", has_text="専門 花子")
    card.get_by_text("テーマが一致: 量子技術").wait_for()
    card.get_by_role("button", name="この専門家を選ぶ").click()
    page.get_by_text("別の職員の承認を待っています").wait_for()
    other = scene.at(people.colleague, page.url)
    for step in ("承認する", "招請した", "受諾の回答があった"):
        other.get_by_role("button", name=step).click()
    page.reload()
    page.locator("#id_report_ja").fill("大学で講演した。")
    page.get_by_role("button", name="報告する").click()
    page.get_by_text("報告済", exact=True).wait_for()
    page.get_by_role("link", name=ACTION).last.click()
    page.locator("#dispatches_of").get_by_text("報告済").wait_for()
    dispatch = Dispatch.objects.get()
    assert (dispatch.action, dispatch.expert, dispatch.state) == (action, scene.expert, "reported")
    assert (dispatch.requested_by, dispatch.approved_by) == (people.desk, people.colleague)
    return dispatch


def the_promise_is_kept(scene, contact, action):
    page = scene.at(scene.people.desk, f"/actions/{action.pk}/")
    page.locator("form[action$='/result/'] [name=result]").fill("専門家を派遣した。")
    page.get_by_role("button", name="結果を登録して完了にする").click()
    page.locator("#outcomes tr", has_text=ACTION).get_by_text("完了").wait_for()
    page = scene.at(scene.people.officer, f"/network/contacts/{contact.pk}/")
    page.get_by_role("link", name=WISH).click()
    page.locator("form[action$='/close/'] [name=result]").fill("議題になり、合意した。")
    page.get_by_role("button", name="結果を登録して閉じる").click()
    page.get_by_text("結果を登録しました。").wait_for()
    action.refresh_from_db()
    assert (action.status, FollowUp.objects.get().state) == ("done", "done")


def the_story_is_published(scene, dispatch):
    page = scene.at(scene.people.desk, f"/outreach/dispatches/{dispatch.pk}/")
    page.get_by_role("link", name="この派遣の記事を書く").click()
    for name, text in (("title", HEADLINE), ("summary", "日仏で量子技術の研究を支える。"), ("body", "本文です。")):
        page.locator(f"[name={name}_ja]").fill(text)
        page.locator(f"[name={name}_en]").fill(f"A joint call: {name}")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name=ACTION).wait_for()
    other = scene.at(scene.people.colleague, page.url)
    for step in ("内容を確認した", "英訳を終えた", "公開する"):
        other.get_by_role("button", name=step).click()
    other.get_by_role("button", name="取り下げる").wait_for()
    story = Story.objects.get()
    assert (story.state, story.dispatch, story.checked_by) == ("published", dispatch, scene.people.colleague)
    assert [theme.name_ja for theme in story.themes.all()] == ["量子技術"]
    return story
