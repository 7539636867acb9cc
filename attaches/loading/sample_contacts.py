"""Postings and contacts in the sample: people and talks are invented, each says that it is a sample. Made once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db.models import Q

from accounts.handling import Handling
from accounts.models import User
from attaches.actions.contacts import log_contact
from attaches.actions.follow_ups import NextStep, close_follow_up
from attaches.models import Contact, FollowUp, Posting, Way
from partners.models import LoadedRow, Organisation, Partner, Person, Theme

SHEET = "sample-contacts"
KEYS = UUID("0d4ac7a4-2f6e-4f5e-9a53-6f5bb2f7a001")
TOKYO = ZoneInfo("Asia/Tokyo")
PURPOSE = "見本: 合同委員会の連絡"
DOMAIN = "@portal.example"

# who signs in (or nobody), names, kana, where, begins and ends (days from today); each after the one before it
POSTINGS = (
    (None, "ソフィー・ベルナール（見本）", "Sophie Bernard (sample)", "そふぃー べるなーる", "emb-fr", -1500, -420),
    ("attache", "カミーユ・ルノワール（見本）", "Camille Lenoir (sample)", "かみーゆ るのわーる", "emb-fr", -419, None),
    (
        "attache2",
        "ヨナス・フェルトマン（見本）",
        "Jonas Feldmann (sample)",
        "よなす ふぇるとまん",
        "sample-emb-de",
        -700,
        None,
    ),
    (None, "西村 聡（見本）", "Satoshi Nishimura (sample)", "にしむら さとし", "sample-mission-fr", -1300, -201),
    ("officer", "藤井 玲子（見本）", "Reiko Fujii (sample)", "ふじい れいこ", "sample-mission-fr", -200, None),
)
TITLES = {"embassy": ("科学技術アタッシェ", "S&T attaché"), "mission": ("科学技術担当官", "S&T officer")}


@dataclass(frozen=True)
class Talk:
    """What one of the demo people logs; `days` ago, `met` are slugs of sample people or names of new ones."""

    author: str
    days: int
    way: str
    met: tuple[str | tuple[str, str, str], ...]
    partner: str
    said: str
    meaning: str = ""
    themes: tuple[str, ...] = ()
    handling: str = Handling.SHARED
    shared_with: tuple[str, ...] = ()
    step: tuple[str, int] | None = None
    result: str = ""


SAEKI = ("佐伯 由美（見本）", "Yumi Saeki (sample)", "さえき ゆみ")
KANEKO = ("金子 拓也（見本）", "Takuya Kaneko (sample)", "かねこ たくや")
HIRANO = ("平野 千尋（見本）", "Chihiro Hirano (sample)", "ひらの ちひろ")
TALKS = (
    Talk(
        "attache",
        3,
        Way.MEETING,
        (SAEKI,),
        "FR",
        "Sample. She expects that a joint call on quantum computing could open next spring, if both agencies agree "
        "on the share of costs by the end of the year.",
        "The question of costs is the only one still open. Paris should know before the next joint committee.",
        ("quantum",),
        step=("Ask Paris for the agency’s position on cost sharing", 10),
    ),
    Talk(
        "attache",
        12,
        Way.VISIT,
        (KANEKO, SAEKI),
        "FR",
        "Sample. We saw the new test line for hydrogen burners. They look for a partner in materials research.",
        "A chance for a joint project; the ministries know of it.",
        ("hydrogen",),
        shared_with=("mofa", "mext"),
        step=("Send the research agency the notes of the visit", -4),
        result="Sample. Sent; the agency names a contact person for materials research.",
    ),
    Talk(
        "attache2",
        5,
        Way.CALL,
        (HIRANO,),
        "DE",
        "Sample. He would welcome doctoral students from Germany from April, for a year, in battery research.",
        "Worth telling the universities early.",
        ("batteries",),
        shared_with=("mofa",),
        step=("Send the list of interested universities", 14),
    ),
    Talk(
        "attache2",
        20,
        Way.EVENT,
        (HIRANO,),
        "DE",
        "Sample. Short talk at a reception about rules for sharing research data.",
    ),
    Talk(
        "officer",
        2,
        Way.MEETING,
        ("sample-person-fr-1",),
        "FR",
        "見本です。量子分野の共同公募について、先方は来春の開始を希望している。費用分担の考え方を年内に示してほしいとのこと。",
        "費用分担が唯一の論点。次回合同委員会までに回答が要る。",
        ("quantum",),
        Handling.GOVERNMENT,
        step=("費用分担の考え方を本省に照会する", 7),
    ),
    Talk(
        "officer",
        9,
        Way.MAIL,
        ("sample-person-fr-3",),
        "FR",
        "見本です。極域研究の観測航海について、日本側研究者の参加枠を2名増やせるとの連絡があった。",
        "",
        ("climate-change",),
        Handling.GOVERNMENT,
    ),
    Talk(
        "officer",
        30,
        Way.EVENT,
        ("sample-person-fr-1", "sample-person-fr-3"),
        "FR",
        "見本です。人事異動の見通しについて非公式に話を聞いた。",
        "後任が決まるまで、窓口は変わらない。",
        (),
        shared_with=("mofa",),
    ),
    Talk(
        "staff",
        6,
        Way.MEETING,
        ("sample-person-de-1",),
        "DE",
        "見本です。蓄電池の標準化に関する専門家会合を、来年度に東京で開くことを打診した。先方は前向き。",
        "会場と日程の案を、こちらから示す。",
        ("batteries",),
        Handling.GOVERNMENT,
        step=("会合の日程案を2つ作って送る", -1),
    ),
    Talk(
        "staff2",
        16,
        Way.CALL,
        ("sample-person-de-2",),
        "DE",
        "見本です。若手研究者の往来を増やす仕組みについて意見を交わした。",
        "",
        ("ageing",),
        Handling.GOVERNMENT,
    ),
)


def add_contacts(today: date) -> Counter[str]:
    """Nothing where it stands already, or where the demo people are missing."""
    people = {user.email.removesuffix(DOMAIN): user for user in User.objects.filter(email__endswith=DOMAIN)}
    needed = {talk.author for talk in TALKS}
    met = {slug for talk in TALKS for slug in talk.met if isinstance(slug, str)}
    on_file = Person.objects.filter(slug__in=met).count()
    if LoadedRow.objects.filter(sheet=SHEET).exists() or needed - people.keys() or on_file < len(met):
        return Counter()
    bodies = Organisation.objects.exclude(slug=None).defer("search").in_bulk(field_name="slug")
    added = Counter(postings=_add_postings(today, people, bodies), contacts=len(TALKS))
    for number, talk in enumerate(TALKS):
        _add_talk(talk, uuid5(KEYS, str(number)), today, people[talk.author], bodies)
    _add_retention(today)
    LoadedRow.objects.create(sheet=SHEET, key="all", record_id=KEYS, values={})
    return added


def _add_postings(today: date, people: dict[str, User], bodies: dict[str, Organisation]) -> int:
    latest: dict[str, Posting] = {}
    for who, name_ja, name_en, reading, at, begins, ends in POSTINGS:
        organisation = bodies[at]
        names = {"name_ja": name_ja, "name_en": name_en, "reading": reading}
        person = Person.objects.create(**names, partner=organisation.country, owner=bodies["mofa"], is_sample=True)
        title_ja, title_en = TITLES[organisation.kind]
        latest[at] = Posting.objects.create(
            person=person,
            organisation=organisation,
            account=people.get(who or ""),
            title_ja=title_ja,
            title_en=title_en,
            starts_on=today + timedelta(days=begins),
            ends_on=today + timedelta(days=ends) if ends is not None else None,
            predecessor=latest.get(at),
            is_sample=True,
        )
    return len(POSTINGS)


def _add_talk(talk: Talk, key: UUID, today: date, author: User, bodies: dict[str, Organisation]) -> None:
    now = datetime.combine(today, time(23, 59), TOKYO)
    known, new = _met(talk, author)
    contact, _new = log_contact(
        key=key,
        fields={
            "met_on": today - timedelta(days=talk.days),
            "way": talk.way,
            "partner": Partner.objects.filter(slug=talk.partner).first(),
            "people": known,
            "themes": list(Theme.objects.filter(slug__in=talk.themes)),
            "said": talk.said,
            "meaning": talk.meaning,
            "handling": talk.handling,
            "shared_with": [bodies[slug] for slug in talk.shared_with if slug in bodies],
        },
        new_people=new,
        next_step=NextStep(talk.step[0], today + timedelta(days=talk.step[1]), author) if talk.step else None,
        actor=author,
        now=now,
    )
    if talk.result:
        for follow_up in contact.follow_ups.all():
            by = {"seen_version": follow_up.version, "actor": author, "now": now}
            close_follow_up(follow_up.pk, state=FollowUp.State.DONE, result=talk.result, **by)
    Contact.objects.filter(pk=contact.pk).update(is_sample=True)
    contact.people.update(is_sample=True)


def _add_retention(today: date) -> None:
    """What the sample people are held for, and until when: one of them longer than was said."""
    people = Person.objects.filter(is_sample=True, purpose="")
    over = Q(slug="sample-person-de-2")
    people.filter(over).update(purpose=PURPOSE, kept_until=today - timedelta(days=3))
    Person.objects.filter(is_sample=True, purpose="").update(purpose=PURPOSE, kept_until=today + timedelta(days=700))


def _met(talk: Talk, author: User) -> tuple[list[Person], list[dict[str, Any]]]:
    """Those on file, and the names of those who are not yet."""
    known, new = [], []
    for one in talk.met:
        if isinstance(one, str):
            known += Person.objects.visible_to(author).filter(slug=one)
            continue
        name_ja, name_en, reading = one
        found = Person.objects.visible_to(author).filter(name_ja=name_ja, owner=author.organisation_id).first()
        if found:
            known.append(found)
        else:
            new.append({"name_ja": name_ja, "name_en": name_en, "reading": reading})
    return known, new
