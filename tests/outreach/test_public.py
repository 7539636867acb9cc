"""The public site: what a visitor reads, in two languages by address, and that nothing else leaks."""

import re
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.handling import Handling
from meetings.models import AgendaItem
from outreach.public.figure import land
from partners.models import ThemeOwner
from tests.crawler import text_of
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.outreach import OfferFactory, StoryFactory
from tests.factories.partners import AgreementFactory, PartnerFactory, ProjectFactory, StanceFactory, ThemeFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
ATOM = "{http://www.w3.org/2005/Atom}"
MARK = "qzqzq"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime(2026, 11, 24, 3, tzinfo=timezone.get_default_timezone()), tick=False):
        yield


@pytest.fixture
def quantum():
    return ThemeFactory(slug="quantum", name_ja="量子技術", name_en="Quantum")


@pytest.fixture
def france():
    return PartnerFactory(slug="FR", name_ja="フランス", name_en="France", latitude=48.9, longitude=2.3)


@pytest.fixture
def site(quantum, france, mext):
    """A little of everything that is public."""
    project = ProjectFactory(title_ja="量子の案件", title_en="Quantum project")
    project.themes.add(quantum)
    project.partners.add(france)
    AgreementFactory(partner=france, name_ja="日仏協定", name_en="Agreement with France")
    offer = OfferFactory(theme=quantum, title_ja="日本の提供", title_en="Japan offers", published=True)
    story = StoryFactory(title_ja="公開の記事", title_en="A public story", published=True)
    story.themes.add(quantum)
    story.partners.add(france)
    event = MeetingFactory(
        title_ja="公開シンポジウム",
        title_en="Open symposium",
        handling=Handling.PUBLIC,
        start_date=date(2026, 12, 4),
        country=france,
    )
    AgendaItemFactory(meeting=event, handling=Handling.PUBLIC).themes.add(quantum)
    ThemeOwner.objects.create(theme=quantum, organisation=mext, role="steers")
    return {"offer": offer, "story": story, "event": event}


def addresses(language, site):
    pages = [reverse(f"outreach:{name}", args=[language]) for name in PAGES]
    pages += [reverse("outreach:public_theme", args=[language, "quantum"])]
    pages += [reverse("outreach:public_partner", args=[language, "FR"])]
    pages += [reverse(f"outreach:public_{name}", args=[language, site[name].pk]) for name in site]
    return pages


PAGES = ("home", "public_themes", "public_partners", "public_events", "public_stories")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", ("量子技術", "フランス", "公開の記事", "公開シンポジウム", "日本の提供", "日仏協定", "量子の案件")),
        ("en", ("Quantum", "France", "A public story", "Open symposium", "Japan offers", "Agreement with", "project")),
    ],
)
def test_each_page_in_the_language_of_its_address(client, site, language, words):
    other = {"ja": "en", "en": "ja"}[language]
    seen = ""
    for address in addresses(language, site):
        answer = client.get(address, headers={"Accept-Language": other})
        text = answer.content.decode()
        assert answer.status_code == 200, address
        assert answer["Content-Language"] == language
        assert f'<html lang="{language}"' in text
        assert "<script" not in text
        assert "<form" not in text
        twin = address.replace(f"/{language}/", f"/{other}/", 1)
        assert re.search(rf'hreflang="{other}" href="[^"]*{re.escape(twin)}"', text), address
        assert re.search(rf'rel="canonical" href="[^"]*{re.escape(address)}"', text)
        assert '<meta name="description" content="' in text
        assert '<meta property="og:title" content="' in text
        seen += text
    assert [word for word in words if word not in seen] == []


def test_a_page_is_the_same_for_everybody(client, site, mext_staff):
    for address in addresses("ja", site):
        visitor = Client().get(address)
        client.force_login(mext_staff)
        assert client.get(address).content == visitor.content
        assert visitor["Cache-Control"] == "public, no-cache"
        again = Client().get(address, headers={"If-None-Match": visitor["ETag"]})
        assert again.status_code == 304
        assert not again.cookies


@pytest.fixture
def hidden(quantum, france, mext):
    """What must not be seen: of each kind, whatever keeps it hidden."""
    later = timezone.now() + timedelta(hours=1)
    texts = {
        name: f"{MARK}{name}" for name in ("title_ja", "title_en", "summary_ja", "summary_en", "body_ja", "body_en")
    }
    states = ("draft", "checked", "translated", "withdrawn")
    rows = [StoryFactory(state=state, **texts) for state in states]
    rows += [OfferFactory(state=state, theme=quantum, **texts) for state in states]
    rows += [StoryFactory(state="published", publish_at=later, **texts)]
    rows += [OfferFactory(state="published", publish_at=later, theme=quantum, **texts)]
    for story in (row for row in rows if hasattr(row, "themes")):
        story.themes.add(quantum)
        story.partners.add(france)
    for level in (Handling.GOVERNMENT, Handling.SHARED):
        meeting = MeetingFactory(
            title_ja=MARK, title_en=MARK, handling=level, country=france, start_date=date(2026, 12, 5)
        )
        AgendaItemFactory(meeting=meeting, handling=Handling.PUBLIC, title_ja=MARK).themes.add(quantum)
        rows.append(meeting)
    StanceFactory(partner=france, theme=quantum, reason_ja=MARK, handling=Handling.GOVERNMENT)
    return rows


def everything(client, site):
    more = [reverse("outreach:feed", args=[code]) for code in ("ja", "en")] + ["/sitemap.xml", "/robots.txt"]
    pages = [*addresses("ja", site), *addresses("en", site), *more]
    read = {}
    for address in pages:
        answer = client.get(address)
        read[address] = (answer.status_code, text_of(answer))
    return read


def test_hidden_rows_change_no_page_no_feed_no_count_and_no_etag(site, request):
    before = everything(Client(), site)
    request.getfixturevalue("hidden")
    after = everything(Client(), site)
    assert [address for address in before if before[address] != after[address]] == []
    assert not any(MARK in text for _status, text in after.values())


def test_hidden_rows_are_missing_by_their_address_too(client, site, hidden):
    nobody = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
    for row in hidden:
        name = {"Story": "public_story", "Offer": "public_offer", "Meeting": "public_event"}[type(row).__name__]
        answers = [client.get(reverse(f"outreach:{name}", args=["en", key])) for key in (row.pk, nobody)]
        assert {answer.status_code for answer in answers} == {404}
        assert len({answer.content.decode().replace(str(row.pk), nobody) for answer in answers}) == 1
        assert "Page not found" in answers[0].content.decode()
    meeting = hidden[-1]
    assert client.get(reverse("outreach:public_event_ics", args=["ja", meeting.pk])).status_code == 404


def test_a_story_appears_at_its_moment_and_goes_when_withdrawn(client):
    moment = timezone.now() + timedelta(minutes=5)
    story = StoryFactory(state="published", publish_at=moment)
    address = reverse("outreach:public_story", args=["ja", story.pk])
    assert client.get(address).status_code == 404
    with time_machine.travel(moment, tick=False):
        found = client.get(address)
        assert found.status_code == 200
        story.state = "withdrawn"
        story.save()
        assert client.get(address, headers={"If-None-Match": found["ETag"]}).status_code == 404
        assert str(story.pk) not in client.get("/sitemap.xml").content.decode()
        assert str(story.pk) not in client.get("/ja/feed.atom").content.decode()


def test_other_languages_are_led_to_the_same_story_and_from_home_to_the_choice(client, site, settings):
    story = site["story"].pk
    said = f'hreflang="x-default" href="{settings.SITE_URL}'
    assert f'{said}/ja/stories/{story}/"' in client.get(f"/en/stories/{story}/").content.decode()
    assert f'{said}/"' in client.get("/en/").content.decode()


def test_a_source_is_offered_where_there_is_one(client, quantum):
    bare = StoryFactory(published=True)
    told = StoryFactory(published=True, source="https://www.mofa.go.jp/")
    pages = [client.get(f"/ja/stories/{one.pk}/").content.decode() for one in (bare, told)]
    assert ["出典" in page for page in pages] == [False, True]


def test_the_feed_is_atom_with_absolute_addresses(client, site, settings):
    settings.SITE_URL = "https://portal.example"
    answer = client.get("/en/feed.atom")
    feed = ElementTree.fromstring(answer.content)
    entry = feed.find(f"{ATOM}entry")
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert entry.find(f"{ATOM}title").text == "A public story"
    link = entry.find(f"{ATOM}link").get("href")
    assert link == f"https://portal.example{reverse('outreach:public_story', args=['en', site['story'].pk])}"


def test_every_address_of_the_site_map_answers(client, site):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = [urlsplit(place.text).path for place in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(found) == len(set(found)) == 20
    assert set(addresses("ja", site)) <= set(found)
    assert {client.get(path).status_code for path in found} == {200}


@pytest.mark.parametrize(
    ("status", "day", "said"),
    [
        ("confirmed", date(2026, 11, 23), ""),
        ("tentative", date(2026, 11, 23), ""),
        ("held", date(2026, 11, 23), ""),
        ("cancelled", date(2026, 11, 23), "中止"),
        ("postponed", date(2026, 11, 23), "延期"),
        ("confirmed", TODAY, "確定"),
        ("tentative", date(2026, 12, 1), "日程調整中"),
    ],
)
def test_of_what_is_over_only_what_is_known_is_said(client, quantum, status, day, said):
    meeting = MeetingFactory(handling=Handling.PUBLIC, start_date=day, status=status)
    AgendaItemFactory(meeting=meeting, handling=Handling.PUBLIC).themes.add(quantum)
    for path in ("/ja/events/", "/ja/themes/quantum/", reverse("outreach:public_event", args=["ja", meeting.pk])):
        page = client.get(path).content.decode()
        assert str(meeting) in page
        assert re.findall(r'<span class="badge \w+">([^<]+)</span>', page) == [said] * bool(said), path


def test_a_meeting_known_by_its_month_is_not_over_before_the_month_is(client):
    this, last = (
        MeetingFactory(handling=Handling.PUBLIC, start_date=day, date_precision="month", status="confirmed")
        for day in (date(2026, 11, 1), date(2026, 10, 1))
    )
    told = {meeting: "確定" in client.get(f"/ja/events/{meeting.pk}/").content.decode() for meeting in (this, last)}
    assert told == {this: True, last: False}


def test_robots_are_kept_out_of_what_asks_for_a_sign_in(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /meetings/" in text
    assert "/sitemap.xml" in text
    assert "Disallow: /ja/" not in text


def test_an_event_goes_into_a_calendar_where_its_day_is_known(client, site):
    answer = client.get(reverse("outreach:public_event_ics", args=["en", site["event"].pk]))
    assert answer["Content-Type"].startswith("text/calendar")
    assert b"SUMMARY:Open symposium" in answer.content
    assert b"DTSTART;VALUE=DATE:20261204" in answer.content
    vague = MeetingFactory(handling=Handling.PUBLIC, start_date=date(2027, 3, 1), date_precision="month")
    assert client.get(reverse("outreach:public_event", args=["en", vague.pk])).status_code == 200
    assert client.get(reverse("outreach:public_event_ics", args=["en", vague.pk])).status_code == 404


def test_theme_without_a_short_name_is_reached_by_its_key(client):
    theme = ThemeFactory()
    assert client.get(f"/ja/themes/{theme.pk}/").status_code == 200
    assert client.get("/ja/themes/none/").status_code == 404
    assert client.get("/fr/themes/").status_code == 404


@pytest.mark.parametrize("token", ["x", "%00", "W10", "WyJ4IiwieSJd", "WzEsMl0"])
def test_a_page_that_is_none_is_missing(client, token):
    assert client.get(f"/ja/stories/?after={token}").status_code == 404


def test_stories_are_paged(client):
    StoryFactory.create_batch(14, published=True)
    first = client.get("/ja/stories/")
    assert len(first.context["stories"]) == 12
    assert len(client.get(f"/ja/stories/?{first.context['after']}").context["stories"]) == 2


def test_an_empty_portal_has_honest_pages(client):
    texts = [client.get(reverse(f"outreach:{name}", args=["ja"])).content.decode() for name in PAGES]
    assert "記事は準備中です。" in texts[0]
    assert "公開されている今後の会合は、いまのところありません。" in texts[0]
    assert "0の国・地域" not in texts[0]
    for name, said in (("themes", "テーマは準備中です。"), ("partners", "公開されている共同研究と協定は、")):
        assert said in client.get(reverse(f"outreach:public_{name}", args=["ja"])).content.decode()
    assert client.get("/ja/feed.atom").status_code == 200


@pytest.mark.parametrize("name", ["home", "theme", "partner", "themes", "partners", "events", "stories"])
def test_a_page_costs_the_same_at_one_and_three_rows(client, site, quantum, france, django_assert_num_queries, name):
    key = {"theme": ["quantum"], "partner": ["FR"]}.get(name, [])
    address = reverse("outreach:home" if name == "home" else f"outreach:public_{name}", args=["ja", *key])
    client.get(address)
    with CaptureQueriesContext(connection) as alone:
        client.get(address)
    for _more in range(2):
        OfferFactory(theme=quantum, published=True)
        story = StoryFactory(published=True)
        story.themes.add(quantum)
        story.partners.add(france)
        project = ProjectFactory()
        project.themes.add(quantum)
        project.partners.add(france, PartnerFactory())
        AgreementFactory(partner=france)
        event = MeetingFactory(handling=Handling.PUBLIC, start_date=date(2026, 12, 9), country=france)
        AgendaItemFactory(meeting=event, handling=Handling.PUBLIC).themes.add(quantum)
    assert AgendaItem.objects.count() == 3
    with django_assert_num_queries(len(alone)):
        client.get(address)
    assert len(alone) <= 12


def test_the_figure_stands_on_a_light_land_without_borders(client, monkeypatch):
    land.cache_clear()
    square = [(100.0, 0.0), (140.0, 0.0), (140.0, 40.0), (100.0, 40.0)]
    islet = [(0.0, 0.0), (0.4, 0.0), (0.4, 0.4)]
    monkeypatch.setattr("outreach.public.figure.land_rings", lambda: [square, islet])
    assert land() == "M260 195l80 0 0-104-80 0z"
    assert land() in client.get("/ja/").content.decode()
    land.cache_clear()


def test_the_real_land_is_light():
    land.cache_clear()
    assert 5_000 < len(land()) < 20_000
