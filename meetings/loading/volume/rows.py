"""The rows of the large set: bodies as they stand, people, lists, meetings, agendas, notifications."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password

from accounts.handling import Handling
from accounts.models import AccessGroup, AccessGroupMember, Role, User
from meetings.loading.volume import words
from meetings.loading.volume.copying import blank
from meetings.models import AgendaItem, Meeting, MeetingSeries
from partners.models import Organisation, Partner, Theme

SLUG = "volume-"
BENCH = "volume-bench"
BENCH_ITEMS = 50
DOMAIN = "volume.portal.example"
LISTS = 40
LIST_SIZE = 8
LEVELS = [Handling.PUBLIC] * 6 + [Handling.GOVERNMENT] * 10 + [Handling.SHARED] * 3 + [Handling.RESTRICTED]
ROLES = [Role.STAFF] * 14 + [Role.OFFICER] * 3 + [Role.ATTACHE] * 2 + [Role.COUNCIL]
DURATIONS = [None, 5, 10, 15, 20, 30, 45, 60]
FIRST_YEAR = 1990


@dataclass
class Places:
    """Where the made-up rows hang: what the reference files and the sample have put into the portal."""

    series: list[Any] = field(default_factory=lambda: list(MeetingSeries.objects.order_by("slug")))
    ministries: list[UUID] = field(
        default_factory=lambda: list(Organisation.objects.ministries().order_by("slug").values_list("pk", flat=True))
    )
    embassies: list[UUID] = field(
        default_factory=lambda: list(
            Organisation.objects.filter(kind=Organisation.Kind.EMBASSY).order_by("slug").values_list("pk", flat=True)
        )
    )
    missions: list[UUID] = field(
        default_factory=lambda: list(
            Organisation.objects.filter(kind=Organisation.Kind.MISSION).order_by("slug").values_list("pk", flat=True)
        )
    )
    themes: list[UUID] = field(
        default_factory=lambda: list(Theme.objects.exclude(parent=None).order_by("slug").values_list("pk", flat=True))
    )
    countries: dict[str, UUID] = field(default_factory=lambda: dict(Partner.objects.values_list("slug", "pk")))


@dataclass
class Links:
    """Rows of the tables between, gathered while their owners are written."""

    concerned: list[dict[str, UUID]] = field(default_factory=list)
    shared: list[dict[str, UUID]] = field(default_factory=list)
    item_concerned: list[dict[str, UUID]] = field(default_factory=list)
    item_shared: list[dict[str, UUID]] = field(default_factory=list)
    item_themes: list[dict[str, UUID]] = field(default_factory=list)


class Volume:
    """Generators of rows for `copy_rows`, in the order users, lists, meetings, items. Same seed, same set."""

    def __init__(self, *, seed: int, today: date, password: str):
        self.chance, self.today, self.places, self.links = Random(seed), today, Places(), Links()  # noqa: S311
        self.password = make_password(password)
        self.now = datetime.combine(today, time(), UTC)
        self.users: list[UUID] = []
        self.groups: list[UUID] = []
        self.meetings: list[dict[str, Any]] = []

    def key(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)

    def user_rows(self, count: int) -> Iterator[dict[str, Any]]:
        base = blank(User)
        homes = {
            Role.STAFF: self.places.ministries,
            Role.OFFICER: self.places.missions,
            Role.ATTACHE: self.places.embassies,
        }
        for number in range(count):
            role = ROLES[number % len(ROLES)]
            pk = self.key()
            self.users.append(pk)
            yield base | {
                "id": pk,
                "email": f"user{number}@{DOMAIN}",
                "password": self.password,
                "name_ja": words.person(self.chance),
                "name_en": f"Volume {number}",
                "role": role,
                "organisation_id": self.chance.choice(homes[role]) if role in homes else None,
                "language": "en" if role == Role.ATTACHE else "ja",
            }

    def group_rows(self) -> Iterator[dict[str, Any]]:
        for number in range(LISTS if self.users else 0):
            pk = self.key()
            self.groups.append(pk)
            yield blank(AccessGroup) | self.stamps() | {"id": pk, "name": f"{SLUG}{number:02}"}

    def member_rows(self) -> Iterator[dict[str, Any]]:
        for group in self.groups:
            for user in self.chance.sample(self.users, min(LIST_SIZE, len(self.users))):
                yield blank(AccessGroupMember) | self.stamps() | {"id": self.key(), "group_id": group, "user_id": user}

    def stamps(self) -> dict[str, datetime]:
        return {"created_at": self.now, "updated_at": self.now}

    def meeting_rows(self, count: int) -> Iterator[dict[str, Any]]:
        base = blank(Meeting) | self.stamps() | {"is_sample": True}
        yield self._kept(base | self._bench_meeting())
        for number in range(1, count):
            yield self._kept(base | self._meeting(number))

    def _kept(self, row: dict[str, Any]) -> dict[str, Any]:
        self.meetings.append(row)
        lead = row["lead_ministry_id"]
        for body in self.chance.sample(self.places.ministries, min(4, len(self.places.ministries))):
            if body != lead:
                self.links.concerned.append({"meeting_id": row["id"], "organisation_id": body})
        if row["handling"] == Handling.SHARED:
            for body in self.chance.sample(self.places.embassies, min(3, len(self.places.embassies))):
                self.links.shared.append({"meeting_id": row["id"], "organisation_id": body})
        return row

    def _bench_meeting(self) -> dict[str, Any]:
        """The meeting that page benchmarks open: in two weeks, all rights for its lead ministry's staff."""
        series = next((one for one in self.places.series if one.slug == "bi-us-jwlc"), self.places.series[0])
        day = self.today + timedelta(days=14)
        return self._meeting(0) | {
            "slug": BENCH,
            "series_id": series.pk,
            "title_ja": f"{series.name_ja}（性能測定用）",
            "title_en": f"{series.name_en} (for benchmarks)",
            "start_date": day,
            "end_date": day,
            "start_time": time(9, 30),
            "end_time": time(17, 0),
            "status": Meeting.Status.CONFIRMED,
            "handling": Handling.GOVERNMENT,
            "access_group_id": None,
            "owner_id": series.lead_ministry_id,
            "lead_ministry_id": series.lead_ministry_id,
        }

    def _meeting(self, number: int) -> dict[str, Any]:
        chance = self.chance
        series = self.places.series[number % len(self.places.series)]
        city, country, zone = chance.choice(words.CITIES)
        start = date(FIRST_YEAR, 1, 1)
        day = start + timedelta(days=chance.randrange((self.today - start).days + 365))
        lead = series.lead_ministry_id or chance.choice(self.places.ministries)
        topic_ja, topic_en = words.topic(chance)
        hours = (time(9, 30), time(17, 0)) if chance.random() < 0.5 else (None, None)
        return {
            "id": self.key(),
            "slug": f"{SLUG}{number}",
            "series_id": series.pk,
            "ordinal": 1000 + number // len(self.places.series),
            "title_ja": f"{series.name_ja}（{topic_ja}）",
            "title_en": f"{series.name_en}: {topic_en}",
            "start_date": day,
            "end_date": day + timedelta(days=chance.choice([0, 0, 1, 2])),
            "start_time": hours[0],
            "end_time": hours[1],
            "time_zone": zone,
            "city": city,
            "country_id": self.places.countries.get(country),
            "status": Meeting.Status.HELD if day < self.today else Meeting.Status.CONFIRMED,
            "lead_ministry_id": lead,
            "note": words.note(chance) if chance.random() < 0.3 else "",
            **self.handled(chance.choice(LEVELS), lead),
        }

    def handled(self, level: str, owner: UUID | None) -> dict[str, Any]:
        if level == Handling.RESTRICTED and not self.groups:
            level = Handling.GOVERNMENT
        group = self.chance.choice(self.groups) if level == Handling.RESTRICTED else None
        return {"handling": level, "owner_id": owner, "access_group_id": group}

    def item_rows(self, count: int) -> Iterator[dict[str, Any]]:
        """`count` items in all: exactly 50 on the bench meeting, the rest spread over the others."""
        base = blank(AgendaItem) | self.stamps() | {"is_sample": True}
        others = self.meetings[1:]
        left = count - BENCH_ITEMS
        yield from self._agenda(base, self.meetings[0], min(count, BENCH_ITEMS))
        for number, meeting in enumerate(others):
            even = left // (len(others) - number)
            share = left if number == len(others) - 1 else min(left, self.chance.randint(even // 2, even + even // 2))
            left -= share
            yield from self._agenda(base, meeting, share)

    def _agenda(self, base: dict[str, Any], meeting: dict[str, Any], count: int) -> Iterator[dict[str, Any]]:
        top: dict[str, Any] | None = None
        positions: dict[UUID | None, int] = {}
        for number in range(count):
            parent = top if top is not None and self.chance.random() < 0.6 else None
            above = parent["id"] if parent else None
            positions[above] = positions.get(above, 0) + 1
            row = base | self._item(meeting, number) | {"position": positions[above]}
            if parent:
                row |= {"parent_id": above, "ancestors": [above]}
            else:
                top = row
            self._link_item(row, meeting)
            yield row

    def _item(self, meeting: dict[str, Any], number: int) -> dict[str, Any]:
        chance = self.chance
        title_ja, title_en = words.topic(chance)
        origin = chance.choice(["", "", AgendaItem.Proposer.JAPAN, AgendaItem.Proposer.HOST])
        return {
            "id": self.key(),
            "meeting_id": meeting["id"],
            "title_ja": title_ja,
            "title_en": title_en,
            "note": words.note(chance) if number % 5 == 0 else "",
            "kind": chance.choice(AgendaItem.Kind.values),
            "duration_minutes": chance.choice(DURATIONS),
            "lead_ministry_id": chance.choice(self.places.ministries),
            "speaker": chance.choice(words.SPEAKERS),
            "proposed_by": origin,
            "fate": chance.choice(AgendaItem.Fate.values) if origin else "",
            "handling": meeting["handling"],
            "owner_id": meeting["owner_id"],
            "access_group_id": meeting["access_group_id"],
        }

    def _link_item(self, row: dict[str, Any], meeting: dict[str, Any]) -> None:
        chance, pk = self.chance, row["id"]
        self.links.item_themes.append({"agendaitem_id": pk, "theme_id": chance.choice(self.places.themes)})
        if chance.random() < 0.2:
            self.links.item_concerned.append(
                {"agendaitem_id": pk, "organisation_id": chance.choice(self.places.ministries)}
            )
        if meeting["handling"] == Handling.SHARED and chance.random() < 0.7:
            self.links.item_shared.append(
                {"agendaitem_id": pk, "organisation_id": chance.choice(self.places.embassies)}
            )
