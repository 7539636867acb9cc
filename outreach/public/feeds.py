"""What programs read of the public site: Atom, the site map, the rules for robots, an event for a calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from diplomacy.export.ical import Event, calendar
from diplomacy.ui.titles import local
from meetings.feeds import STATUSES
from meetings.models import Meeting
from outreach.languages import CODES
from outreach.models import Offer, Story
from outreach.public import VISITOR
from outreach.public.content import key_of, moved_last, stories
from outreach.public.pages import absolute
from partners.models import Partner, Theme

ENTRIES = 20
MOST_ADDRESSES = 10_000


def atom(language: str, now: datetime) -> bytes:
    """The newest stories: their headline and summary, whole texts stay on their page."""
    feed = Atom1Feed(
        title=_("科学技術外交ポータル: 記事"),
        link=absolute(reverse("outreach:public_stories", args=[language])),
        description=_("日本の科学技術外交の取組"),
        language=language,
        feed_url=absolute(reverse("outreach:feed", args=[language])),
    )
    feed.latest_post_date = lambda: moved_last(now)  # type: ignore[method-assign]
    for story in stories()[:ENTRIES]:
        address = absolute(reverse("outreach:public_story", args=[language, story.pk]))
        feed.add_item(
            title=str(story),
            link=address,
            description=story.summary,
            unique_id=f"urn:uuid:{story.pk}",
            pubdate=story.publish_at,
            updateddate=story.publish_at,
        )
    return feed.writeString("utf-8").encode()


def sitemap() -> bytes:
    """Every public page in every language, each with its twins."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n']
    parts.append(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    )
    for name, named in _pages():
        addresses = {code: absolute(reverse(f"outreach:{name}", kwargs={"language": code, **named})) for code in CODES}
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(address)}"/>'
            for code, address in addresses.items()
        )
        parts += [f"<url><loc>{escape(address)}</loc>{links}</url>" for address in addresses.values()]
    parts.append("</urlset>")
    return "".join(parts).encode()


def _pages() -> Iterable[tuple[str, dict[str, Any]]]:
    yield from ((name, {}) for name in ("home", "public_themes", "public_partners", "public_events", "public_stories"))
    for theme in Theme.objects.visible_to(VISITOR).only("slug").order_by("pk"):
        yield "public_theme", {"key": key_of(theme)}
    for partner in Partner.objects.visible_to(VISITOR).counterparts().only("slug").order_by("pk"):
        yield "public_partner", {"key": key_of(partner)}
    for name, model in (("public_story", Story), ("public_offer", Offer), ("public_event", Meeting)):
        rows = model.objects.visible_to(VISITOR).order_by("pk").values_list("pk", flat=True)
        yield from ((name, {"pk": pk}) for pk in rows[:MOST_ADDRESSES])


def robots() -> str:
    """The public site is for everybody; the rest asks for a sign-in and holds nothing for a search engine."""
    closed = ("/accounts/", "/api/", "/meetings/", "/partners/", "/network/", "/outreach/", "/search/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), f"Sitemap: {settings.SITE_URL}/sitemap.xml"]
    return "\n".join(lines) + "\n"


def event_calendar(meeting: Meeting, language: str) -> bytes:
    with translation.override(language):
        event = Event(
            uid=f"meeting-{meeting.pk}@diplomacy-portal",
            sequence=meeting.sequence,
            changed_at=meeting.updated_at,
            status=STATUSES[meeting.status],  # type: ignore[index]
            summary=local(meeting.title_ja, meeting.title_en),
            start_date=meeting.start_date,  # type: ignore[arg-type]
            last_date=meeting.last_date,
            start_time=meeting.start_time,
            end_time=meeting.end_time,
            zone=meeting.time_zone,
            location=", ".join(part for part in (meeting.venue, meeting.city) if part),
            url=absolute(reverse("outreach:public_event", args=[language, meeting.pk])),
        )
        return calendar(str(meeting), [event])
