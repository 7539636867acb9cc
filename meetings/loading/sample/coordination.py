"""Sample cases with other headquarters: made up, marked as such, around the day of loading."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.handling import Handling
from meetings.models import CoordinationCase
from partners.models import LoadedRow, Organisation

SHEET = "sample-coordination"
State = CoordinationCase.State


@dataclass(frozen=True)
class Case:
    """`raised` and `due` are days from the day of loading."""

    name: str
    headquarters: str
    lead: str
    subject_ja: str
    subject_en: str
    next_step: str
    raised: int
    due: int | None
    state: str = State.UNDER_WAY
    joint: tuple[str, ...] = ()


CASES = (
    Case(
        "space",
        "space-hq",
        "cao",
        "宇宙分野の二国間協力を合同委員会の議題にどう載せるか",
        "How co-operation in space goes on the agenda of bilateral committees",
        "宇宙開発戦略本部事務局と文部科学省で、議題案の書きぶりをそろえる。",
        -34,
        -2,
        joint=("mext",),
    ),
    Case(
        "cyber",
        "cyber-hq",
        "mofa",
        "研究機関のサイバー対策を国際会合で説明する範囲",
        "How much is said at international meetings about the cyber security of research institutes",
        "説明資料の案を国家サイバー統括室に照会する。",
        -20,
        9,
        joint=("cao", "mext"),
    ),
    Case(
        "security",
        "nsc",
        "cao",
        "機微技術の扱いについての関係府省の共通の考え方",
        "A common view of the ministries on sensitive technologies",
        "国家安全保障局と論点を整理し、局長級で確認する。",
        -12,
        21,
        State.RAISED,
        ("mofa", "meti"),
    ),
    Case(
        "ip",
        "ip-hq",
        "meti",
        "共同研究の知的財産の取決めのひな型",
        "A model arrangement on intellectual property in joint research",
        "ひな型の英訳を各府省に回す。",
        -27,
        14,
        State.AGREED,
        ("mext",),
    ),
    Case(
        "ocean",
        "ocean-hq",
        "mext",
        "北極域研究の国際会合への出席者の調整",
        "Who attends the international meetings on Arctic research",
        "出席者の案を総合海洋政策本部事務局と調整する。",
        -6,
        30,
        joint=("mofa",),
    ),
    Case(
        "digital",
        "digital-council",
        "cao",
        "研究データの国際流通の説明ぶり",
        "How the flow of research data across borders is explained",
        "デジタル庁の資料と用語をそろえる。",
        -9,
        None,
        State.RAISED,
    ),
)


def add_cases(today: date, bodies: dict[str, Organisation]) -> Counter[str]:
    """Each once; what people made of it stays."""
    done = set(LoadedRow.objects.filter(sheet=SHEET).values_list("key", flat=True))
    added: Counter[str] = Counter()
    for case in CASES:
        if case.name in done or not {case.headquarters, case.lead} <= bodies.keys():
            continue
        row = CoordinationCase.objects.create(
            slug=f"sample-coordination-{case.name}",
            is_sample=True,
            subject_ja=case.subject_ja,
            subject_en=case.subject_en,
            headquarters=bodies[case.headquarters],
            lead=bodies[case.lead],
            state=case.state,
            next_step=case.next_step,
            raised_on=today + timedelta(days=case.raised),
            due_on=today + timedelta(days=case.due) if case.due is not None else None,
            handling=Handling.GOVERNMENT,
            owner=bodies["cao"],
        )
        row.joint.set(bodies[slug] for slug in case.joint if slug in bodies)
        LoadedRow.objects.create(sheet=SHEET, key=case.name, record_id=row.pk, values={})
        added["coordination_cases"] += 1
    return added
