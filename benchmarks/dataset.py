"""The rows to measure with: the reference facts, the sample, and the large made-up set, loaded once."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from time import monotonic

from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from accounts.models import Role, User
from meetings.feeds import LOOKS_BACK
from meetings.loading.volume.clearance import CLEARANCE
from meetings.models import ActionItem, AgendaItem, CalendarFeed, ClearanceRound, Decision, Meeting, Watch
from partners.models import Partner, Project, Secondment, Theme

FULL = {
    "meetings": 10_000,
    "items": 200_000,
    "users": 300,
    "decisions": 30_000,
    "actions": 100_000,
    "partners": 200,
    "entries": 5_000,
}
QUICK = {
    "meetings": 1_000,
    "items": 20_000,
    "users": 30,
    "decisions": 3_000,
    "actions": 10_000,
    "partners": 20,
    "entries": 1_000,
}
AGENDA = ENTRIES = 50
LARGEST_STEP = 0.9


@dataclass(frozen=True)
class Bench:
    """A person who may write the meeting with 50 items, one of its items, a feed of 50 entries, and so on."""

    person: User
    meeting: Meeting
    item: AgendaItem
    feed_secret: str
    partner: Partner
    theme: Theme
    clearance: ClearanceRound
    documented: Meeting


def prepare(*, quick: bool) -> Bench:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    wanted = QUICK if quick else FULL
    present = Meeting.objects.filter(slug__startswith="volume").count()
    of_that_size = wanted["meetings"] * LARGEST_STEP <= present <= wanted["meetings"] / LARGEST_STEP
    complete = (
        ActionItem.objects.filter(meeting__slug__startswith="volume").exists()
        and ClearanceRound.objects.filter(meeting__slug=CLEARANCE).exists()
    )
    if not (complete and of_that_size):
        _load(wanted, replace=bool(present))
    meeting = _meeting_of_fifty()
    person = _writer_of(meeting)
    item = AgendaItem.objects.visible_to(person).live().filter(meeting=meeting).order_by("position", "pk").first()
    documented = Meeting.objects.visible_to(person).annotate(n=Count("documents")).order_by("-n", "pk")[0]
    clearance = ClearanceRound.objects.get(meeting__slug=CLEARANCE)
    return Bench(person, meeting, item, _feed_of_fifty(), *_place(), clearance, documented)


def _place() -> tuple[Partner, Theme]:
    """A country with a long timeline, and the theme with the most projects."""
    ours = Secondment.objects.filter(slug__startswith="volume").order_by("partner__slug")
    through = Project.themes.through.objects.order_by()
    theme = through.values("theme").annotate(n=Count("pk")).order_by("-n", "theme").values_list("theme", flat=True)[0]
    return Partner.objects.get(pk=ours.values_list("partner", flat=True)[0]), Theme.objects.get(pk=theme)


def counted() -> dict[str, int]:
    models = {
        "meetings": Meeting,
        "items": AgendaItem,
        "users": User,
        "decisions": Decision,
        "actions": ActionItem,
        "timeline entries": Secondment,
    }
    return {name: model.objects.count() for name, model in models.items()}


def _load(wanted: dict[str, int], *, replace: bool) -> None:
    started = monotonic()
    call_command("load_reference", verbosity=0)
    call_command("load_sample", verbosity=0)
    call_command("load_volume", replace=replace, **wanted)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the server does by itself, a minute later
    print(f"loaded in {monotonic() - started:.0f} s", file=sys.stderr)


def _meeting_of_fifty() -> Meeting:
    counts = AgendaItem.objects.live().filter(meeting__slug__startswith="volume").order_by()
    key = (
        counts.values("meeting")
        .annotate(n=Count("pk"))
        .filter(n=AGENDA)
        .order_by("meeting")
        .values_list("meeting", flat=True)[0]
    )
    return Meeting.objects.get(pk=key)


def _writer_of(meeting: Meeting) -> User:
    staff = User.objects.filter(role=Role.STAFF, is_active=True, organisation=meeting.lead_ministry_id)
    person = staff.order_by("email").first()
    if person is None:
        raise SystemExit("bench: nobody acts for the ministry that leads the meeting with 50 items")
    return person


def _feed_of_fifty() -> str:
    """The address of the feed of a council member who watches 50 meetings, and belongs to no ministry with others."""
    member = User.objects.filter(role=Role.COUNCIL, organisation=None, is_active=True).order_by("email")[0]
    since = timezone.localdate() - LOOKS_BACK
    dated = Meeting.objects.visible_to(member).filter(date_precision="day", start_date__gte=since)
    Watch.objects.filter(user=member).delete()
    Watch.objects.bulk_create(Watch(user=member, meeting=one) for one in dated.order_by("start_date", "pk")[:ENTRIES])
    _feed, secret = CalendarFeed.issue(user=member, kind=CalendarFeed.Kind.PERSONAL)
    return secret
