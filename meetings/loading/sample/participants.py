"""Sample delegations on sample sessions: invented people, marked as such; one session is still without its head."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from accounts.handling import Handling
from meetings.models import Meeting, Participant
from partners.models import LoadedRow, Organisation, Person

SHEET = "sample-participants"
Side, Role, Attendance = Participant.Side, Participant.Role, Participant.Attendance


@dataclass(frozen=True)
class Seat:
    """`who` is the slug of a sample person on file, or a name in kanji or katakana, kana and romaji."""

    side: str
    role: str
    who: str | tuple[str, str, str]
    body: str = ""
    title: tuple[str, str] = ("", "")
    attendance: str = ""
    handling: str = Handling.GOVERNMENT
    shared_with: tuple[str, ...] = ()

    def named(self, people: dict[str, Person]) -> dict[str, object] | None:
        """The fields that name them; None where the person on file is gone."""
        if isinstance(self.who, tuple):
            ja, reading, en = self.who
            return {"name_ja": f"{ja}（見本）", "reading": reading, "name_en": f"{en} (sample)"}
        return {"person": people[self.who]} if self.who in people else None


FRENCH = {"handling": Handling.SHARED, "shared_with": ("emb-fr",)}
AMBASSADOR = ("科学技術協力担当大使", "Ambassador for science and technology co-operation")
DIRECTOR = ("国際科学協力室長", "Director, international science co-operation")
DEPUTY = ("参事官", "Deputy director-general")
INTERPRETER = ("通訳", "Interpreter")
SEATS: dict[str, tuple[Seat, ...]] = {
    "bi-gb": (
        Seat(Side.OURS, Role.HEAD, ("野々村 葵", "ののむら あおい", "Aoi Nonomura"), "mofa", AMBASSADOR),
        Seat(Side.OURS, Role.ALTERNATE, ("柏原 亮", "かしわばら りょう", "Ryo Kashiwabara"), "cao", DEPUTY),
        Seat(
            *(Side.OURS, Role.MEMBER, ("東海林 渚", "しょうじ なぎさ", "Nagisa Shoji"), "mext"),
            ("国際戦略企画官", "Planner, international strategy"),
            Attendance.ABSENT,
        ),
        Seat(
            *(Side.OURS, Role.MEMBER, ("鵜飼 匠", "うかい たくみ", "Takumi Ukai"), "meti"),
            ("産業技術調査官", "Investigator, industrial technology"),
            Attendance.SUBSTITUTED,
        ),
        Seat(Side.OURS, Role.INTERPRETER, ("水上 かおり", "みずかみ かおり", "Kaori Mizukami"), "", INTERPRETER),
        Seat(
            *(Side.THEIRS, Role.HEAD, "sample-person-gb-1", "gb-dsit"),
            ("国際科学課長", "Head of international science"),
        ),
        Seat(
            *(Side.THEIRS, Role.MEMBER, ("フィオナ・ウェルズ", "ふぃおな うぇるず", "Fiona Wells"), "gb-dsit"),
            ("量子担当", "Lead, quantum"),
        ),
    ),
    "bi-us-jwlc": (
        Seat(Side.OURS, Role.HEAD, ("野々村 葵", "ののむら あおい", "Aoi Nonomura"), "mofa", AMBASSADOR),
        Seat(Side.OURS, Role.ALTERNATE, ("瀬戸口 修", "せとぐち おさむ", "Osamu Setoguchi"), "mofa", DIRECTOR),
        Seat(Side.OURS, Role.MEMBER, ("柏原 亮", "かしわばら りょう", "Ryo Kashiwabara"), "cao", DEPUTY),
        Seat(
            *(Side.OURS, Role.SPEAKER, ("東海林 渚", "しょうじ なぎさ", "Nagisa Shoji"), "mext"),
            ("国際戦略企画官", "Planner, international strategy"),
        ),
        Seat(Side.OURS, Role.INTERPRETER, ("水上 かおり", "みずかみ かおり", "Kaori Mizukami"), "", INTERPRETER),
        Seat(
            *(Side.THEIRS, Role.HEAD, "sample-person-us-1", "us-ostp"),
            ("国際担当次長", "Assistant director, international"),
        ),
    ),
    "bi-eu": (
        Seat(
            *(
                Side.THEIRS,
                Role.HEAD,
                ("ソフィア・リンドグレン", "そふぃあ りんどぐれん", "Sofia Lindgren"),
                "ec-dg-rtd",
            ),
            ("国際協力課長", "Head of unit, international co-operation"),
        ),
    ),
    "bi-fr": (
        Seat(Side.OURS, Role.HEAD, ("瀬戸口 修", "せとぐち おさむ", "Osamu Setoguchi"), "mofa", DIRECTOR, **FRENCH),
        Seat(Side.OURS, Role.ADVISER, ("桐生 真", "きりゅう まこと", "Makoto Kiryu"), "", ("顧問", "Adviser")),
        Seat(
            *(Side.THEIRS, Role.HEAD, ("エリック・サンジャン", "えりっく さんじゃん", "Eric Saint-Jean"), "fr-cnrs"),
            ("国際担当副所長", "Deputy director, international"),
            **FRENCH,
        ),
        Seat(
            *(Side.OTHER, Role.SECRETARIAT, ("クレール・デルマス", "くれーる でるます", "Claire Delmas"), "emb-fr"),
            ("連絡担当", "Liaison"),
            **FRENCH,
        ),
    ),
}


def add_participants(bodies: dict[str, Organisation]) -> Counter[str]:
    """Once for each sample session; what people have made of it since stays."""
    known = set(LoadedRow.objects.filter(sheet=SHEET).values_list("key", flat=True))
    people = Person.objects.filter(is_sample=True).exclude(slug=None).in_bulk(field_name="slug")
    added: Counter[str] = Counter()
    meetings = Meeting.objects.filter(is_sample=True, series__slug__in=SEATS, slug__startswith="sample-")
    for meeting in meetings.exclude(slug__in=known).select_related("series"):
        added["participants"] += _seat(meeting, people, bodies)
        LoadedRow.objects.create(sheet=SHEET, key=meeting.slug, record_id=meeting.pk, values={})
    return added


def _seat(meeting: Meeting, people: dict[str, Person], bodies: dict[str, Organisation]) -> int:
    held = meeting.status == Meeting.Status.HELD
    usual = Attendance.ATTENDED if held else Attendance.EXPECTED
    places: Counter[str] = Counter()
    for seat in SEATS[meeting.series.slug or ""]:
        named = seat.named(people)
        if named is None:
            continue
        places[seat.side] += 1
        row = Participant.objects.create(
            **named,
            meeting=meeting,
            side=seat.side,
            position=places[seat.side],
            role=seat.role,
            organisation=bodies.get(seat.body),
            title_ja=seat.title[0],
            title_en=seat.title[1],
            attendance=(seat.attendance or usual) if held else usual,
            handling=seat.handling,
            owner=meeting.owner,
            is_sample=True,
        )
        row.shared_with.set(bodies[slug] for slug in seat.shared_with)
    return places.total()
