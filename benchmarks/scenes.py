"""What is measured: the requests, and how many times the floor's processor time each may cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils import timezone

from accounts.handouts import Audience, Handout
from benchmarks.dataset import Bench
from diplomacy.papers.pdf import as_json
from meetings.models import AgendaItem
from outreach.public.content import key_of
from partners import timeline
from partners.brief.make import brief_of

PAGES, DATA = 6.0, 3.0
LARGEST_PAGE = 20_000


@dataclass(frozen=True)
class Scene:
    """`form` makes the body of the n-th POST; `kind` says how the floor writes its answer.

    A `paper` is what Typst is given: its floor asks the same of the database and has Typst set that once.
    """

    name: str
    path: str
    kind: str
    aim: float
    form: Callable[[int], dict[str, Any]] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    aim_bytes: int | None = None
    signed_in: bool = True
    requests: int = 200
    paper: str = ""

    @property
    def address(self) -> str:
        """As it goes over the wire; the floor knows its scenes by it."""
        return quote(self.path, safe="/?=&%")


def scenes(bench: Bench) -> list[Scene]:
    key = bench.meeting.pk
    cell = reverse("meetings:agenda_cell", args=[key, bench.item.pk, "title"])
    return [
        Scene(
            "meeting page, 50 items",
            reverse("meetings:detail", args=[key]),
            "html",
            PAGES,
            aim_bytes=LARGEST_PAGE,
        ),
        Scene("list page, 50 meetings", reverse("meetings:list"), "html", PAGES, aim_bytes=LARGEST_PAGE),
        Scene("register of actions", reverse("meetings:actions"), "html", PAGES, aim_bytes=LARGEST_PAGE),
        Scene("list by JSON, 50 meetings", "/api/v1/meetings/", "json", DATA),
        Scene("agenda by JSON, 50 items", f"/api/v1/agenda-items/?meeting={key}", "json", DATA),
        Scene("iCalendar feed", reverse("meetings:feed", args=[bench.feed_secret]), "ics", DATA, signed_in=False),
        Scene("search", f"{reverse('search')}?q=量子", "html", PAGES),
        Scene("home desk", reverse("home"), "html", PAGES),
        Scene("partner profile, first view", reverse("partners:detail", args=[bench.partner.pk]), "html", PAGES),
        Scene("timeline page 50", _fiftieth_page(bench), "html", PAGES, headers={"HX-Request": "true"}),
        Scene("dashboard, first view", reverse("dashboard:home"), "html", PAGES, aim_bytes=LARGEST_PAGE),
        Scene("relationship diagram, all series", reverse("dashboard:diagram"), "html", PAGES),
        Scene("coverage, series × themes", reverse("dashboard:coverage"), "html", PAGES),
        Scene("theme page", reverse("partners:theme", args=[bench.theme.pk]), "html", PAGES),
        Scene("public home", reverse("outreach:home", args=["ja"]), "html", PAGES, signed_in=False),
        Scene(
            "public theme page",
            reverse("outreach:public_theme", args=["ja", key_of(bench.theme)]),
            "html",
            PAGES,
            aim_bytes=LARGEST_PAGE,
            signed_in=False,
        ),
        Scene(
            "clearance matrix 60 × 20",
            reverse("meetings:clearance_round", args=[bench.clearance.pk]),
            "html",
            PAGES,
            aim_bytes=LARGEST_PAGE,
        ),
        Scene(
            "positions of a meeting", reverse("meetings:positions", args=[bench.clearance.meeting_id]), "html", PAGES
        ),
        Scene("documents of a meeting", reverse("meetings:documents", args=[bench.documented.pk]), "html", PAGES),
        Scene("partners × themes", reverse("partners:matrix"), "html", PAGES),
        Scene("brief as PDF", *_brief(bench), PAGES, requests=100, paper=_paper(bench)),
        Scene("agenda edit", cell, "html", PAGES, form=Edits(bench.item), headers={"HX-Request": "true"}),
    ]


def _brief(bench: Bench) -> tuple[str, str]:
    query = urlencode({"language": "ja", "audience": Audience.GOVERNMENT.value, "form": "pdf"})
    return f"{reverse('partners:brief_file', args=[bench.partner.pk])}?{query}", "pdf"


def _paper(bench: Bench) -> str:
    _sheet, paper = brief_of(bench.partner, Handout(), actor=bench.person, now=timezone.now())
    return as_json(paper)


def _fiftieth_page(bench: Bench) -> str:
    """The address behind the button "earlier", pressed 49 times."""
    after = None
    for _page in range(49):
        found = timeline.page(bench.partner, bench.person, today=timezone.localdate(), after=after)
        if not found.after:
            break
        after = timeline.Position.read(found.after)
    return f"{reverse('partners:detail', args=[bench.partner.pk])}?after={after or ''}"


class Edits:
    """The forms of an editor who saves one title again and again, each drawn from the version before."""

    def __init__(self, item: AgendaItem) -> None:
        self.item = item
        self.versions = count(item.version)

    def __call__(self, number: int) -> dict[str, Any]:
        version = next(self.versions)
        title = f"量子技術の国際連携 {version}"
        return {"title_ja": title, "title_en": self.item.title_en, "version": str(version)}
