"""Stories and offers on their way to the public: who takes which step, what is refused, two people at once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.record_history import event_model
from outreach.actions.editorial import take_step
from outreach.models import Offer, Story
from tests.factories.accounts import UserFactory
from tests.factories.outreach import OfferFactory, StoryFactory
from tests.factories.partners import ThemeFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def colleague(mext):
    return UserFactory(organisation=mext)


@pytest.fixture
def draft(mext, mext_staff):
    return StoryFactory(owner=mext, written_by=mext_staff, edited_by=mext_staff)


def as_(client, person):
    client.force_login(person)
    return client


def step(client, text, name, /, **fields):
    text.refresh_from_db()
    kind = "story" if isinstance(text, Story) else "offer"
    return client.post(
        reverse(f"outreach:{kind}_step", args=[text.pk]), {"step": name, "version": text.version, **fields}
    )


def test_a_story_goes_its_whole_way(client, clock, mext_staff, colleague):
    as_(client, mext_staff)
    theme = ThemeFactory()
    answer = client.post(
        reverse("outreach:story_add"),
        {"title_ja": "量子の学校", "summary_ja": "要約", "body_ja": "本文", "themes": [str(theme.pk)]},
    )
    story = Story.objects.get()
    assert answer.url == reverse("outreach:story", args=[story.pk])
    assert (story.state, story.owner, story.written_by) == ("draft", mext_staff.organisation, mext_staff)
    assert list(story.themes.all()) == [theme]

    assert step(client, story, "check").status_code == 403
    assert step(as_(client, colleague), story, "check").status_code == 302
    refused = step(client, story, "translate")
    assert refused.status_code == 400
    assert "見出し（英語）" in refused.content.decode()

    page = client.get(reverse("outreach:story_edit", args=[story.pk]))
    english = {"title_en": "School", "summary_en": "Summary", "body_en": "Text"}
    initial = {f"initial-{name}": "" for name in english}
    client.post(
        reverse("outreach:story_edit", args=[story.pk]),
        {**form_of(page), **english, **initial},
    )
    story.refresh_from_db()
    assert story.state == "checked", "the English alone does not undo the check"
    assert step(client, story, "translate").status_code == 302
    assert step(client, story, "publish", publish_at="2026-11-30T09:00").status_code == 302
    story.refresh_from_db()
    assert story.state == "published"
    assert story.publish_at == datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert step(client, story, "withdraw").status_code == 302
    assert step(client, story, "reopen").status_code == 302
    story.refresh_from_db()
    assert (story.state, story.checked_by, story.publish_at) == ("draft", None, None), "neither holds for the draft"
    assert event_model(Story).objects.filter(pgh_obj=story.pk).count() == 7


def form_of(page):
    form = page.context["form"]
    sent = {"version": form.version}
    for name in form.fields:
        value = form[name].value()
        sent[name] = value if value is not None else ""
        sent[f"initial-{name}"] = sent[name]
    return sent


@pytest.mark.parametrize("moment", ["2026-11-24T11:59", "2020-01-01T00:00"])
def test_a_moment_in_the_past_is_refused(client, clock, draft, mext_staff, moment):
    Story.objects.update(state="translated")
    answer = step(as_(client, mext_staff), draft, "publish", publish_at=moment)
    draft.refresh_from_db()
    assert answer.status_code == 400
    assert "公開日時が過ぎています" in answer.content.decode()
    assert (draft.state, draft.publish_at) == ("translated", None)


@pytest.mark.parametrize("moment", ["2028-01-01T00:00", "tomorrow", "2026-02-30T00:00", "\x00"])
def test_a_moment_that_is_none_is_refused(client, clock, draft, mext_staff, moment):
    Story.objects.update(state="translated")
    answer = step(as_(client, mext_staff), draft, "publish", publish_at=moment)
    draft.refresh_from_db()
    assert answer.status_code == 400
    assert draft.state == "translated"


def test_what_is_not_translated_is_not_published_by_any_way(draft, mext_staff):
    Story.objects.update(state="translated", body_en="")
    draft.refresh_from_db()
    with pytest.raises(Exception, match="英訳がまだありません"):
        take_step(Story, draft.pk, step="publish", seen_version=draft.version, actor=mext_staff, now=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.update(state="published", publish_at=timezone.now())


def test_a_change_of_the_japanese_sends_it_back_to_be_checked(client, draft, mext_staff, colleague):
    Story.objects.update(state="translated", checked_by=colleague)
    as_(client, mext_staff)
    page = client.get(reverse("outreach:story_edit", args=[draft.pk]))
    client.post(reverse("outreach:story_edit", args=[draft.pk]), {**form_of(page), "body_ja": "改めた本文"})
    draft.refresh_from_db()
    assert (draft.state, draft.checked_by) == ("draft", None)


def test_who_edits_last_cannot_check(client, draft, colleague):
    as_(client, colleague)
    page = client.get(reverse("outreach:story_edit", args=[draft.pk]))
    client.post(reverse("outreach:story_edit", args=[draft.pk]), {**form_of(page), "title_ja": "別の題"})
    assert step(client, draft, "check").status_code == 403


def test_what_is_published_cannot_be_edited(client, mext, mext_staff):
    story = StoryFactory(owner=mext, published=True)
    as_(client, mext_staff)
    page = client.get(reverse("outreach:story_edit", args=[story.pk]))
    answer = client.post(reverse("outreach:story_edit", args=[story.pk]), {**form_of(page), "title_ja": "別の題"})
    assert answer.status_code == 400
    assert "公開したものは編集できません" in answer.content.decode()
    assert "outreach/stories/" not in "".join(
        line
        for line in client.get(reverse("outreach:story", args=[story.pk])).content.decode().split()
        if "/edit/" in line
    )


def test_two_people_at_once_meet_both_texts(client, draft, mext_staff, colleague):
    as_(client, mext_staff)
    address = reverse("outreach:story_edit", args=[draft.pk])
    mine = form_of(client.get(address))
    theirs = form_of(client.get(address))
    assert as_(client, colleague).post(address, {**theirs, "title_ja": "同僚の題"}).status_code == 302
    answer = as_(client, mext_staff).post(address, {**mine, "title_ja": "私の題"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "同僚の題" in text
    assert "私の題" in text
    draft.refresh_from_db()
    assert draft.title_ja == "同僚の題"


def test_a_step_on_an_old_version_is_a_conflict(client, draft, colleague):
    as_(client, colleague)
    answer = client.post(reverse("outreach:story_step", args=[draft.pk]), {"step": "check", "version": 99})
    draft.refresh_from_db()
    assert answer.status_code == 409
    assert draft.state == "draft"


def test_steps_of_other_states_and_other_people_are_refused(client, draft, mext_staff, mofa_staff, officer):
    assert step(as_(client, mext_staff), draft, "translate").status_code == 400
    assert step(client, draft, "nonsense").status_code == 404
    assert step(as_(client, officer), draft, "check").status_code == 403
    Story.objects.update(state="checked")
    assert step(as_(client, mofa_staff), draft, "translate").status_code == 403
    assert client.get(reverse("outreach:story_edit", args=[draft.pk])).status_code == 403


def test_an_offer_goes_the_same_way(client, mext, mext_staff, colleague):
    offer = OfferFactory(owner=mext, written_by=mext_staff)
    for person, name in ((colleague, "check"), (mext_staff, "translate"), (mext_staff, "publish")):
        assert step(as_(client, person), offer, name).status_code == 302
    offer.refresh_from_db()
    assert offer.state == "published"
    assert offer.publish_at <= timezone.now()


def test_whom_to_turn_to_is_told_in_both_languages_or_in_none(client, mext, mext_staff, colleague):
    offer = OfferFactory(
        owner=mext, written_by=mext_staff, state="checked", contact_ja="海洋課", link="https://a.example/"
    )
    as_(client, mext_staff)
    page = client.get(reverse("outreach:offer", args=[offer.pk])).content.decode()
    assert all(words in page for words in (offer.theme.name_ja, "海洋課", "https://a.example/")), "for who checks it"
    refused = step(client, offer, "translate")
    assert refused.status_code == 400
    assert "問合せ先（英語）" in refused.content.decode()
    Offer.objects.update(contact_en="Ocean division")
    assert step(client, offer, "translate").status_code == 302


def test_the_history_names_who_checked_it(client, draft, colleague):
    assert step(as_(client, colleague), draft, "check").status_code == 302
    changes = client.get(reverse("outreach:story_history", args=[draft.pk])).context["changes"]
    assert ("確認者", str(colleague)) in [(one.label, one.after) for one in changes[0].fields]


@pytest.mark.parametrize(
    "broken", [{"title_ja": ""}, {"title_ja": "a\x00b"}, {"title_ja": "題" * 121}, {"themes": ["x"]}]
)
def test_bad_input_saves_nothing(client, mext_staff, broken):
    answer = as_(client, mext_staff).post(
        reverse("outreach:story_add"), {"title_ja": "題", "body_ja": "本文", **broken}
    )
    assert answer.status_code == 400
    assert not Story.objects.exists()


def test_a_missing_headline_is_named_once(client, mext_staff):
    answer = as_(client, mext_staff).post(reverse("outreach:story_add"), {"title_ja": "  "})
    assert len(answer.context["form"].errors["title_ja"]) == 1


@pytest.mark.parametrize(("name", "make"), [("stories", StoryFactory), ("offers", OfferFactory)])
def test_the_lists_cost_the_same_at_one_and_three_rows(client, mext, mext_staff, django_assert_num_queries, name, make):
    as_(client, mext_staff)
    address = reverse(f"outreach:{name}")
    make(owner=mext)
    client.get(address)
    with CaptureQueriesContext(connection) as alone:
        client.get(address)
    make.create_batch(2, owner=mext)
    with django_assert_num_queries(len(alone)):
        assert len(client.get(address).context["rows"]) == 3


def test_the_list_is_filtered_and_exported(client, mext, mext_staff):
    theme = ThemeFactory()
    OfferFactory(owner=mext, title_ja="量子の提供", theme=theme, published=True)
    OfferFactory(owner=mext, title_ja="別の提供")
    as_(client, mext_staff)
    for query in ("?state=published", f"?theme={theme.pk}", "?q=量子"):
        page = client.get(reverse("outreach:offers") + query)
        assert [row["title"] for row in page.context["rows"]] == ["量子の提供"]
    assert client.get(reverse("outreach:offers") + "?state=nonsense").status_code == 400
    file = client.get(reverse("outreach:offers_csv") + "?state=published").content.decode("utf-8-sig")
    assert "量子の提供" in file
    assert "別の提供" not in file


def test_a_preview_shows_it_in_the_language_asked_for(client, draft, mext_staff):
    draft.body_en = "# Part\n\n<script>alert(1)</script>"
    draft.save()
    as_(client, mext_staff)
    page = client.get(reverse("outreach:story_preview", args=[draft.pk, "en"]))
    text = page.content.decode()
    assert draft.title_en in text
    assert "<h2>Part</h2>" in text
    assert "<script" not in text
    assert 'content="noindex"' in text
    assert page["Cache-Control"] == "no-store"


def test_search_finds_what_is_out_for_all_and_drafts_inside_government(client, mext, mext_staff, french_attache):
    StoryFactory(title_ja="量子の記事", published=True, owner=mext)
    StoryFactory(title_ja="量子の草稿", owner=mext)
    later = timezone.now() + timedelta(days=1)
    StoryFactory(title_ja="量子の予約", owner=mext, state="published", publish_at=later)
    OfferFactory(title_ja="量子の貢献", owner=mext)
    # What was asked for is marked, so only the rest of each title stands in one piece.
    text = as_(client, mext_staff).get("/search/?q=量子").content.decode()
    assert all(rest in text for rest in ("の記事", "の草稿", "の予約", "の貢献"))
    text = as_(client, french_attache).get("/search/?q=量子").content.decode()
    assert "の記事" in text
    assert not any(rest in text for rest in ("の草稿", "の予約", "の貢献"))


def test_hidden_from_outside_even_by_address(client, draft, french_attache, officer):
    for person, status in ((french_attache, 403), (officer, 200)):
        assert as_(client, person).get(reverse("outreach:story", args=[draft.pk])).status_code == status
    assert Offer.objects.visible_to(french_attache).count() == 0
    assert Story.objects.visible_to(french_attache).count() == 0
