"""Of meetings themselves, their series and calendars."""

from typing import Any

from django.utils import timezone

from accounts.handling import Handling
from accounts.models import AccessGroupMember
from meetings.models import CalendarFeed, SeriesLink
from tests.access_objects.sample import LEAD, Arguments, Sample, by_pk, owner, stranger
from tests.factories.accounts import AccessGroupFactory
from tests.factories.meetings import MeetingFactory, SeriesFactory


def public_meeting(cast: Any) -> Any:
    ministry = cast.organisations.mofa
    return MeetingFactory(
        series=SeriesFactory(lead_ministry=ministry), owner=ministry, handling=Handling.PUBLIC, lead_ministry=ministry
    )


def restricted_meeting(cast: Any) -> Any:
    """Of the lead ministry too, and on nobody's list but a stranger's."""
    group = AccessGroupFactory()
    AccessGroupMember.objects.create(group=group, user=stranger(cast))
    meeting = public_meeting(cast)
    meeting.handling, meeting.access_group = Handling.RESTRICTED, group
    meeting.save()
    return meeting


def meeting_of(cast: Any, person: str) -> Arguments:
    return {"pk": public_meeting(cast).pk}


def hidden_meeting(cast: Any, person: str) -> Arguments:
    return {"pk": restricted_meeting(cast).pk}


def series_of(cast: Any, person: str) -> Arguments:
    return {"pk": SeriesFactory(lead_ministry=cast.organisations.mofa).pk}


def series_link() -> SeriesLink:
    return SeriesLink.objects.create(
        from_series=SeriesFactory(), to_series=SeriesFactory(), relation=SeriesLink.Relation.PREPARES
    )


def feed_of(cast: Any, person: str) -> Arguments:
    return {"pk": CalendarFeed.issue(user=owner(cast, person), kind=CalendarFeed.Kind.PERSONAL)[0].pk}


def hidden_feed(cast: Any, person: str) -> Arguments:
    return {"pk": CalendarFeed.issue(user=stranger(cast), kind=CalendarFeed.Kind.PERSONAL)[0].pk}


def secret_of_feed(cast: Any, person: str) -> Arguments:
    return {"secret": CalendarFeed.issue(user=stranger(cast), kind=CalendarFeed.Kind.PERSONAL)[1]}


def secret_of_revoked_feed(cast: Any, person: str) -> Arguments:
    feed, secret = CalendarFeed.issue(user=stranger(cast), kind=CalendarFeed.Kind.PERSONAL)
    feed.revoke(timezone.now())
    return {"secret": secret}


OBJECTS: dict[str, Sample] = {
    "api-meetings-paper-file": Sample(meeting_of, hidden_meeting),
    "api-meetings-reorder": Sample(meeting_of, hidden_meeting, writers=LEAD),
    "api-meetings-detail": Sample(meeting_of, hidden_meeting, writers=LEAD),
    "api-series-detail": Sample(series_of),
    "api-series-links-detail": Sample(by_pk(series_link)),
    "meetings:detail": Sample(meeting_of, hidden_meeting),
    "meetings:edit": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "meetings:feed": Sample(secret_of_feed, secret_of_revoked_feed),
    "meetings:feed_revoke": Sample(feed_of, hidden_feed),
    "meetings:handling": Sample(meeting_of, hidden_meeting, writers=LEAD, verb_on_get=True),
    "meetings:history": Sample(meeting_of, hidden_meeting),
    "meetings:notices": Sample(meeting_of, hidden_meeting),
    "meetings:outcomes": Sample(meeting_of, hidden_meeting),
    "meetings:paper": Sample(meeting_of, hidden_meeting),
    "meetings:paper_file": Sample(meeting_of, hidden_meeting),
    "meetings:series": Sample(series_of),
    "meetings:series_link_delete": Sample(by_pk(series_link)),
    "meetings:series_links": Sample(series_of),
    "meetings:series_watch": Sample(series_of),
    "meetings:sources": Sample(meeting_of, hidden_meeting),
    "meetings:watch": Sample(meeting_of, hidden_meeting),
}
