"""What a calendar feed holds: the meetings its owner may see now, and of each no more than a calendar may show.

A calendar program keeps what it reads on machines we do not know. So a title or a place appears only where the
meeting is public or shared; of any other there is the time, 「担当会合」 and the link. Dates known to the month or
year only are no entries at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.handling import Handling
from accounts.models import User
from diplomacy.export.ical import Event, calendar
from diplomacy.ui.titles import local
from meetings.models import CalendarFeed, Meeting, Watch
from partners.models import DatePrecision

# What other apps put into a person's own feed: called with the person and the first day that counts.
Source = Callable[[User, date], Iterable[Event]]
sources: list[Source] = []

LOOKS_BACK = timedelta(days=731)
MOST_EVENTS = 2000
ANY = UUID(int=0)
READ_NOTED_EVERY = timedelta(hours=1)
TELLS_ITS_TITLE = {Handling.PUBLIC, Handling.SHARED}
COLUMNS = (
    "id title_ja title_en start_date end_date start_time end_time time_zone city venue status handling sequence"
    " updated_at"
).split()
# Of the feed, its owner and its series what tells whether it lives, what its owner may read, and its name.
FEED_COLUMNS = (
    *("kind", "last_read_at", "series__name_ja", "series__name_en"),
    *("user__role", "user__is_secretariat", "user__organisation__slug", "user__language"),
    *("user__is_active", "user__term_start", "user__term_end"),
)
# A postponed meeting does not take place when it says; once it has a new date its status is another.
STATUSES = {
    Meeting.Status.TENTATIVE: "TENTATIVE",
    Meeting.Status.CONFIRMED: "CONFIRMED",
    Meeting.Status.HELD: "CONFIRMED",
    Meeting.Status.POSTPONED: "CANCELLED",
    Meeting.Status.CANCELLED: "CANCELLED",
}


def register(source: Source) -> None:
    """In the app's `AppConfig.ready()`."""
    if source not in sources:
        sources.append(source)


def feed_of(secret: str, *, now: datetime) -> CalendarFeed | None:
    """The live feed of that secret, its owner's account being in use; None tells nothing of why."""
    feeds = CalendarFeed.objects.live().select_related("user__organisation", "series").only(*FEED_COLUMNS)
    try:
        feed = feeds.get(digest=CalendarFeed.digest_of(secret))
    except CalendarFeed.DoesNotExist:
        return None
    return feed if feed.user.may_sign_in(timezone.localdate(now)) else None


def note_reading(feed: CalendarFeed, *, now: datetime) -> None:
    """Roughly when it was last read, for its owner to see which ones are in use."""
    if feed.last_read_at is None or now - feed.last_read_at > READ_NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=now)


def meetings_in(feed: CalendarFeed, *, today: date) -> QuerySet:
    meetings = Meeting.objects.visible_to(feed.user).filter(
        date_precision=DatePrecision.DAY, start_date__gte=today - LOOKS_BACK
    )
    if feed.kind == CalendarFeed.Kind.SERIES:
        return meetings.filter(series=feed.series_id)
    if feed.kind == CalendarFeed.Kind.PUBLIC:
        return meetings.filter(handling=Handling.PUBLIC)
    return mine(meetings, feed.user)


def mine(meetings: Any, user: User) -> QuerySet:
    """Led by the person's organisation, naming it, shared with it; and what the person watches."""
    own = Watch.objects.filter(user=user.pk)
    watched = Exists(own.filter(Q(meeting=OuterRef("pk")) | Q(series=OuterRef("series"))))
    organisation = user.organisation_id
    if organisation is None:
        return meetings.filter(watched)
    concerned = Meeting.concerned.through.objects.filter(meeting=OuterRef("pk"), organisation=organisation)
    shared = Meeting.shared_with.through.objects.filter(meeting=OuterRef("pk"), organisation=organisation)
    return meetings.filter(
        Q(lead_ministry=organisation) | Exists(concerned) | (Q(handling=Handling.SHARED) & Exists(shared)) | watched
    )


def body_of(feed: CalendarFeed, *, today: date) -> bytes:
    """The calendar in its owner's language, soonest first."""
    with translation.override(feed.user.language):
        rows = meetings_in(feed, today=today).order_by("start_date", "id").values_list(*COLUMNS)[:MOST_EVENTS]
        page = settings.SITE_URL + reverse("meetings:detail", args=[ANY]).replace(str(ANY), "{}")
        hidden = _("担当会合")
        events = [_event(row, page, hidden) for row in rows]
        if feed.kind == CalendarFeed.Kind.PERSONAL:
            events += [event for source in sources for event in source(feed.user, today - LOOKS_BACK)]
        return calendar(str(feed), events)


def _event(row: tuple[Any, ...], page: str, hidden: str) -> Event:
    key, title_ja, title_en, first, last, start, end, zone, city, venue, status, handling, sequence, changed = row
    told = handling in TELLS_ITS_TITLE
    return Event(
        uid=f"meeting-{key}@diplomacy-portal",
        sequence=sequence,
        changed_at=changed,
        status=STATUSES[status],
        summary=local(title_ja, title_en) if told else hidden,
        start_date=first,
        last_date=last or first,
        start_time=start,
        end_time=end,
        zone=zone,
        location=", ".join(part for part in (venue, city) if part) if told else "",
        url=page.format(key),
    )
