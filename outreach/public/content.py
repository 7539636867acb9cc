"""What the public pages show, gathered from the apps' facts as a visitor may read them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from diplomacy.periods import last_day
from meetings.models import Meeting
from meetings.rows import COLUMNS, meeting_lines
from outreach.models import Offer, Picture, Story
from outreach.public import VISITOR
from partners.models import Agreement, Organisation, Partner, Project, Theme, ThemeOwner
from partners.regions import REGIONS

LATEST_STORIES = 4
COMING_EVENTS = 6
MOST_ON_THEME = 12
MOST_ROWS = 200
NOT_HELD = {Meeting.Status.POSTPONED, Meeting.Status.CANCELLED}


def key_of(record: Any) -> str:
    """How an address names a fact: by its short name where it has one."""
    return record.slug or str(record.pk)


def named_by(rows: Any, key: str) -> Any:
    named = Q(slug=key)
    with suppress(ValueError):
        named |= Q(pk=UUID(key))
    return rows.filter(named)


@dataclass(frozen=True)
class ThemeCard:
    theme: Theme
    projects: int
    partners: int
    offers: int
    below: tuple[Theme, ...]


def theme_cards() -> list[ThemeCard]:
    """The branches, each with what stands on it and on the themes under it."""
    themes = list(Theme.objects.visible_to(VISITOR).defer("search").order_by("position", "name_ja", "id"))
    projects = Project.objects.visible_to(VISITOR).exclude(themes=None).order_by()
    counts = {
        row["branch"]: row
        for row in projects.annotate(branch=Coalesce("themes__parent", "themes"))
        .values("branch")
        .annotate(found=Count("pk", distinct=True), sides=Count("partners", distinct=True))
    }
    offers = Offer.objects.visible_to(VISITOR).order_by().annotate(branch=Coalesce("theme__parent", "theme"))
    offered = dict(offers.values("branch").values_list("branch", Count("pk")))
    below: dict[Any, list[Theme]] = {}
    for one in themes:
        below.setdefault(one.parent_id, []).append(one)
    nothing = {"found": 0, "sides": 0}
    return [
        ThemeCard(
            top,
            counts.get(top.pk, nothing)["found"],
            counts.get(top.pk, nothing)["sides"],
            offered.get(top.pk, 0),
            tuple(below.get(top.pk, ())),
        )
        for top in below.get(None, [])
    ]


def stories() -> Any:
    """Newest first, each with its picture; long texts stay in the database."""
    pictures = Prefetch("picture", Picture.objects.visible_to(VISITOR).prefetch_related("renditions"))
    return (
        Story.objects.visible_to(VISITOR)
        .newest_first()
        .defer("body_ja", "body_en", "search")
        .prefetch_related(pictures)
    )


def events(rows: QuerySet, language: str, most: int, today: date) -> list[dict[str, Any]]:
    """Meetings as lines that lead to their public page; of what is over, only that it was called off or put off."""
    lines = meeting_lines(rows.values(*COLUMNS)[:most], VISITOR)
    return [
        {
            **line,
            "url": reverse("outreach:public_event", args=[language, line["id"]]),
            "says_status": line["status_value"] in NOT_HELD or not is_over(line, today),
        }
        for line in lines
    ]


def is_over(line: dict[str, Any], today: date) -> bool:
    """By its date, as far as that is known: what took place was often never marked so."""
    end = last_day(line["end"] or line["start"], line["precision"])
    return line["status_value"] == Meeting.Status.HELD or (end is not None and end < today)


def coming_meetings(today: date) -> Any:
    return Meeting.objects.visible_to(VISITOR).upcoming(today)


def past_meetings(today: date) -> Any:
    return Meeting.objects.visible_to(VISITOR).past(today)


def stewards() -> list[tuple[Organisation, int]]:
    """Whom to turn to: the bodies that steer themes, with how many."""
    owners = ThemeOwner.objects.visible_to(VISITOR).filter(role="steers").order_by()
    counts = dict(owners.values("organisation").values_list("organisation", Count("theme", distinct=True)))
    bodies = Organisation.objects.visible_to(VISITOR).filter(pk__in=counts).defer("search").order_by("sorted_by", "id")
    return sorted(((body, counts[body.pk]) for body in bodies), key=lambda pair: -pair[1])


def on_theme(theme: Theme, language: str, today: date) -> dict[str, Any]:
    under = list(Theme.objects.under(theme).order_by().values_list("pk", flat=True))
    offers = Offer.objects.visible_to(VISITOR).on_theme(theme).select_related("organisation", "theme")
    offers = offers.defer("search", "organisation__search", "theme__search")
    meetings = Meeting.objects.visible_to(VISITOR).on_theme(under, VISITOR)
    projects = Project.objects.visible_to(VISITOR).on_themes(under)
    owners = ThemeOwner.objects.visible_to(VISITOR).filter(theme__in=under, role="steers").order_by()
    return {
        "offers": list(
            offers.defer("search", "organisation__search", "theme__search").order_by(
                "theme__position", "title_ja", "id"
            )
        ),
        "events": events(meetings.order_by("-start_date", "id"), language, MOST_ON_THEME, today),
        "projects": list(projects.for_cards()[:MOST_ON_THEME]),
        "project_count": projects.count(),
        "stories": list(stories().on_theme(theme)[:LATEST_STORIES]),
        "owners": list(
            Organisation.objects.visible_to(VISITOR)
            .filter(pk__in=owners.values("organisation"))
            .defer("search")
            .order_by("sorted_by", "id")
        ),
    }


def partner_rows() -> list[Any]:
    """Countries, regions and bodies with how many projects and agreements there are."""
    projects = Project.partners.through.objects.filter(
        project__in=Project.objects.visible_to(VISITOR).order_by().values("pk")
    )
    agreements = Agreement.objects.visible_to(VISITOR).standing()
    counted = {
        "projects": dict(projects.values("partner").values_list("partner", Count("project", distinct=True))),
        "agreements": dict(agreements.order_by().values("partner").values_list("partner", Count("pk"))),
    }
    rows = list(
        Partner.objects.visible_to(VISITOR).counterparts().defer("search").order_by("region", "sorted_by", "id")
    )
    for row in rows:
        row.project_count = counted["projects"].get(row.pk, 0)
        row.region_shown = REGIONS.get(row.region, row.region)
        row.agreement_count = counted["agreements"].get(row.pk, 0)
    return rows


def of_partner(partner: Partner, language: str, today: date) -> dict[str, Any]:
    meetings = Meeting.objects.visible_to(VISITOR).with_partner(partner.pk)
    projects = Project.objects.visible_to(VISITOR).with_partner(partner.pk)
    agreements = Agreement.objects.visible_to(VISITOR).standing().filter(partner=partner)
    return {
        "agreements": list(agreements.newest_first().defer("search")[:MOST_ON_THEME]),
        "events": events(meetings.order_by("-start_date", "id"), language, MOST_ON_THEME, today),
        "projects": list(projects.for_cards()[:MOST_ON_THEME]),
        "project_count": projects.count(),
        "stories": list(stories().with_partner(partner.pk)[:LATEST_STORIES]),
    }


def moved_last(now: datetime) -> datetime:
    """When a story last appeared: what a feed says of itself."""
    newest = Story.objects.visible_to(VISITOR).order_by("-publish_at").values_list("publish_at", flat=True).first()
    return newest or now
