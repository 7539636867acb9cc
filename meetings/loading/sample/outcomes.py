"""Sample decisions and actions on sample sessions: made up, marked as such, some open, late, done, on either side."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accounts.handling import Handling
from meetings.models import ActionItem, AgendaItem, Decision, Meeting
from meetings.models.outcomes import Side
from partners.models import DatePrecision, LoadedRow, Organisation
from reminders.business_days import is_business_day

SHEET = "sample-outcomes"


@dataclass(frozen=True)
class Decided:
    series: str
    text_ja: str
    text_en: str
    item: str = ""
    handling: str = Handling.GOVERNMENT
    shared_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class Undertaken:
    """`due` is days from the day of loading; `result` with its days closes the action."""

    series: str
    side: str
    owner: str
    title_ja: str
    title_en: str
    due: int | None
    item: str = ""
    month: bool = False
    result: str = ""
    result_in: int = 0
    handling: str = Handling.GOVERNMENT
    shared_with: tuple[str, ...] = ()


DECISIONS = (
    Decided(
        "bi-gb",
        "AIの安全性について、両国の研究機関の連絡担当者を定める。",
        "Both sides name contact points of their research institutes on the safety of AI.",
        item="AIの安全性",
    ),
    Decided(
        "bi-gb",
        "次回は翌年、ロンドンで開催する方向で調整する。",
        "The next session is planned for the following year in London.",
        item="行動事項の確認",
    ),
    Decided(
        "bi-kr-dg",
        "若手研究者の交流を次回の合同委員会の議題とする。",
        "Exchange of young researchers goes on the agenda of the next joint committee.",
        item="若手研究者の交流",
    ),
    Decided(
        "mext-intl-strategy",
        "国際戦略の見直しの論点を次回までに整理する。",
        "The issues of the review of the international strategy are set out for the next meeting.",
        item="国際戦略の見直し",
        handling=Handling.PUBLIC,
    ),
)
FRENCH = {"handling": Handling.SHARED, "shared_with": ("emb-fr", "mext")}
ACTIONS = (
    Undertaken("bi-gb", Side.OURS, "mofa", "議事概要の案を英国側に送る", "Send the draft record to the UK side", -1),
    Undertaken(
        *("bi-gb", Side.OURS, "mext", "工学生物学の研究集会の日程案を作る", "Propose dates for a workshop", 6),
        item="工学生物学",
    ),
    Undertaken(
        *("bi-gb", Side.OURS, "cao", "AIの安全性の連絡担当者を知らせる", "Name the contact point on AI safety", -3),
        item="AIの安全性",
        result="連絡担当者を英国側に通知した。",
        result_in=-4,
    ),
    Undertaken(
        *("bi-gb", Side.THEIRS, "英国側事務局", "量子の共同公募への回答", "Reply on a joint call on quantum", 9),
        item="量子",
    ),
    Undertaken("bi-gb", Side.THEIRS, "英国側事務局", "次回の会場の候補を示す", "Suggest venues", 40, month=True),
    Undertaken(
        *("bi-kr-dg", Side.OURS, "mext", "若手研究者交流の候補機関の一覧を作る", "List institutes for exchange", 20),
        item="若手研究者の交流",
    ),
    Undertaken(
        *("bi-kr-dg", Side.THEIRS, "韓国側事務局", "研究支援制度の資料を送る", "Send papers on funding schemes", -5),
        item="研究支援の動向",
        result="資料を受領した。",
        result_in=-6,
    ),
    Undertaken(
        *("mext-intl-strategy", Side.OURS, "mext", "国際戦略の論点を整理する", "Set out the issues", 30),
        item="国際戦略の見直し",
    ),
    Undertaken(
        *(
            "bi-fr",
            Side.THEIRS,
            "emb-fr",
            "海洋・極域の共同観測の案を示す",
            "Propose joint ocean and polar surveys",
            12,
        ),
        item="海洋・極域",
        **FRENCH,
    ),
    Undertaken(
        *("bi-fr", Side.OURS, "mext", "大学間協力の一覧を更新する", "Update the list of university cooperation", 15),
        item="大学間協力",
        **FRENCH,
    ),
    Undertaken("bi-fr", Side.OURS, "mofa", "日本側の発言の分担を決める", "Settle who speaks for Japan", 10),
)


def add_outcomes(today: date, bodies: dict[str, Organisation]) -> Counter[str]:
    """Once for each sample session; what people have made of it since stays."""
    known = set(LoadedRow.objects.filter(sheet=SHEET).values_list("key", flat=True))
    added: Counter[str] = Counter()
    series = {one.series for one in (*DECISIONS, *ACTIONS)}
    meetings = Meeting.objects.filter(is_sample=True, series__slug__in=series, slug__startswith="sample-")
    for meeting in meetings.exclude(slug__in=known).select_related("series"):
        items = {item.title_ja: item for item in AgendaItem.objects.live().filter(meeting=meeting)}
        for decided in (one for one in DECISIONS if one.series == meeting.series.slug):
            _add(Decision, meeting, decided, items, bodies, text_ja=decided.text_ja, text_en=decided.text_en)
            added["decisions"] += 1
        for action in (one for one in ACTIONS if one.series == meeting.series.slug):
            _add(ActionItem, meeting, action, items, bodies, **_action(action, today, bodies))
            added["actions"] += 1
        LoadedRow.objects.create(sheet=SHEET, key=meeting.slug, record_id=meeting.pk, values={})
    return added


def _add(kind: Any, meeting: Meeting, one: Any, items: dict[str, AgendaItem], bodies: Any, **fields: Any) -> None:
    row = kind.objects.create(
        meeting=meeting,
        item=items.get(one.item),
        handling=one.handling,
        owner=meeting.owner,
        is_sample=True,
        **fields,
    )
    row.shared_with.set(bodies[slug] for slug in one.shared_with)


def _action(action: Undertaken, today: date, bodies: dict[str, Organisation]) -> dict[str, Any]:
    owner = bodies.get(action.owner)
    fields = {
        "side": action.side,
        "responsible": owner,
        "responsible_text": "" if owner else action.owner,
        "title_ja": action.title_ja,
        "title_en": action.title_en,
    }
    if action.due is not None:
        day = _working_day(today + timedelta(days=action.due), -1 if action.due < 0 else 1)
        fields |= {"due_on": day, "due_precision": DatePrecision.DAY}
        if action.month:
            fields |= {"due_on": day.replace(day=1), "due_precision": DatePrecision.MONTH}
    if action.result:
        fields |= {"status": ActionItem.Status.DONE, "result": action.result}
        fields["result_on"] = today + timedelta(days=action.result_in)
    return fields


def _working_day(day: date, step: int) -> date:
    while not is_business_day(day):
        day += timedelta(days=step)
    return day
