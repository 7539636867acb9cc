"""Who watches: a visitor, the council, and an embassy that is not of the story."""

from django.utils import timezone
from playwright.sync_api import expect

from meetings.models import AgendaItem
from outreach.models import Story
from tests.browser.story.scene import ACTION, DECISION, HEADLINE, ITEM, LINE, WISH


def a_visitor_reads_it(scene, story):
    page = scene.open_page("/ja/themes/quantum/")
    page.get_by_role("link", name=HEADLINE).click()
    page.get_by_role("heading", level=1, name=HEADLINE).wait_for()
    text = page.locator("body").inner_text()
    assert not any(inside in text for inside in (ACTION, LINE, WISH, "専門 花子"))
    page.get_by_role("link", name="English").first.click()
    page.get_by_role("heading", level=1, name="A joint call: title").wait_for()
    assert Story.objects.published(timezone.now()).get() == story


def the_council_sees(scene, *parts, blank=""):
    page = scene.council_at("/dashboard/ahead/")
    for words in parts:
        page.get_by_role("row", name=words).filter(has_text=scene.meeting.title_ja).wait_for()
    page = scene.council_at("/dashboard/")
    expect(page.locator("#blank")).to_contain_text(blank or "議題になっていないテーマはありません")
    assert AgendaItem.objects.filter(meeting=scene.meeting).exists() is not bool(blank)


def the_council_counts(scene, *, kept, under_way):
    page = scene.council_at("/dashboard/commitments/")
    page.get_by_text(f"守った {kept} · 期限超過 0 · 対応中 {under_way}").wait_for()
    page.get_by_role("link", name=f"外務省 対応中 {under_way}").click()
    expect(page.locator("tbody tr", has_text=ACTION)).to_have_count(under_way)


def an_outsider_sees_nothing(scene, records):
    """An embassy that is not of the story: what it opens is closed, what it searches is not there, but for the public
    story."""
    contact, item, action, dispatch, story = records
    addresses = (
        f"/network/contacts/{contact.pk}/",
        f"/meetings/{scene.meeting.pk}/agenda/{item.pk}/",
        f"/actions/{action.pk}/",
        f"/outreach/dispatches/{dispatch.pk}/",
        f"/outreach/stories/{story.pk}/",
    )
    page = scene.at(scene.people.outsider, "/")
    assert [page.goto(address).status in (403, 404) for address in addresses] == [True] * len(addresses)
    page.goto("/search/?q=共同公募")
    text = page.locator("main").inner_text()
    assert HEADLINE in text or "A joint call" in text
    assert not any(inside in text for inside in (ITEM, ACTION, WISH, DECISION))
