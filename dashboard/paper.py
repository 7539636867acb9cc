"""The overview on paper. Everything in it is counted and listed over what a council member on no list reads, so that
it may be handed to any of them: no restricted record is in it, nor in any of its numbers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.handling import Handling
from accounts.models import User
from dashboard.figures.snapshot import council_at_large
from dashboard.overview import Overview
from dashboard.rows import agreement_rows, case_rows, quiet_rows, series_rows
from diplomacy.papers import Bullets, Heading, Paper, Paragraph, Table, on_paper
from diplomacy.ui.titles import enumerated
from meetings.cadence import Course
from meetings.readiness import Ready

MOST_ROWS = 30


def overview_paper(actor: User, now: datetime) -> Paper:
    shown = Overview(council_at_large(), now)
    here = timezone.localtime(now)
    return Paper(
        title=_("科学技術外交の全体像"),
        marking=str(Handling.GOVERNMENT.label),
        language="en" if get_language() == "en" else "ja",
        date_line=_day(shown.today),
        author=str(actor.organisation or actor.get_role_display()),
        blocks=[*_figures(shown), *_ahead(shown), *_blank(shown), *_promised(shown), *_proposed(shown), *_rest(shown)],
        notes=[
            _("名簿に載っていない議員が読める記録だけを数えています。「関係者限り」の記録は含みません。"),
            _("書き出した人: %(name)s、%(moment)s")
            % {"name": actor.get_full_name(), "moment": f"{_day(here.date())} {here:%H:%M %Z}"},
        ],
        dense=True,
    )


def _figures(shown: Overview) -> list[Any]:
    return [Bullets([f"{one.sentence} {one.detail}".strip() for one in shown.figures()])]


def _day(start: Any, end: Any = None, precision: str = "day") -> str:
    return on_paper(start, end, precision, language=get_language() or "ja") if start else ""


def _ahead(shown: Overview) -> list[Any]:
    heads, widths = [_("日付"), _("会合"), _("準備"), _("担当")], (3.3, 5, 5.2, 2)
    late = [_meeting(line, line["late"]) for line in shown.late_lines()]
    coming = [_meeting(line, line["parts"]) for line in shown.coming_lines]
    return [
        *_section(_("準備が遅れている会合"), heads, late, widths),
        *_section(_("これからの90日"), heads, coming, widths),
    ]


def _meeting(line: dict[str, Any], parts: list[Ready]) -> list[str]:
    told = " · ".join(map(_part, parts))
    return [_day(line["start"], line["end"], line["precision"]), line["title"], told, line["lead"] or _("担当なし")]


def _part(part: Ready) -> str:
    if part.is_counted:
        told = f"{part.part.label} {part.done}/{part.total}"
    else:
        told = f"{part.part.label} {_('あり') if part.complete else _('なし')}"
    return _("%(part)s（遅れ）") % {"part": told} if part.late else told


def _blank(shown: Overview) -> list[Any]:
    rows = [
        [row["name"], enumerated(owner["name"] for owner in row["owners"]) or _("担当なし")]
        for row in shown.blank_rows()
    ]
    return _section(_("空白のテーマ"), [_("テーマ"), _("所管")], rows, (1, 1))


def _promised(shown: Overview) -> list[Any]:
    heads = [_("守った"), _("期限超過"), _("対応中")]
    blocks = []
    for title, rows in ((_("府省"), shown.ministry_rows()), (_("相手"), shown.partner_rows())):
        cells = [[row["name"], *map(str, _tally(row["tally"]))] for row in rows]
        title_of = _("約束の履行（%(by)s別）") % {"by": title}
        blocks += _section(title_of, [title, *heads], cells, (4, 1, 1, 1), right=(1, 2, 3))
    return blocks


def _tally(tally: Any) -> tuple[int, int, int]:
    return tally.kept, tally.late, tally.open


def _proposed(shown: Overview) -> list[Any]:
    total = shown.proposals.total
    said = _("提出 %(proposed)s → 採用 %(adopted)s → 決定に反映 %(decided)s") % vars(total)
    meaning = _(
        "提出は、提案者が日本の議題（構想段階を除く）。採用は主催者が採用したもの、"
        "決定に反映はその議題から会合の決定が生まれたものです。"
    )
    return [Heading(_("日本の提案"), level=2), Paragraph(said), Paragraph(meaning, small=True)]


def _rest(shown: Overview) -> list[Any]:
    cases = [
        [line["title"], line["headquarters"], line["lead"], line["state"], line["next_step"], _day(line["due_on"])]
        for line in case_rows(shown)
    ]
    agreements = [[str(row["agreement"]), row["clock"].words] for row in agreement_rows(shown)]
    over = [
        [str(row["series"]), _last(row["course"]), str(row["series"].lead_ministry or _("担当なし"))]
        for row in series_rows(shown.over_cadence, shown.user, shown.today)
    ]
    quiet = [
        [str(row["partner"]), _day(row["last_on"]) or row["last"], str(row["partner"].desk or _("担当なし"))]
        for row in quiet_rows(shown.quiet, shown.user)
    ]
    case_heads = [_("件名"), _("本部（司令塔）"), _("主担当"), _("状態"), _("次の一手"), _("期限")]
    return [
        *_section(_("司令塔連携"), case_heads, cases, (4, 2.5, 1.5, 1.5, 4, 2)),
        *_section(_("期限の近い協定"), [_("協定"), _("期限")], agreements, (3, 2)),
        *_section(_("間隔を過ぎた系列"), [_("系列"), _("前回"), _("主担当")], over, (5, 3, 2)),
        *_section(_("連絡の途絶えた国・機関"), [_("国・機関"), _("最後の連絡"), _("担当")], quiet, (3, 3, 2)),
    ]


def _last(course: Course) -> str:
    last = course.last
    return _day(last["start_date"], last["end_date"], last["date_precision"]) if last else ""


def _section(title: str, heads: list[str], rows: list[Any], widths: Any, *, right: Any = ()) -> list[Any]:
    """The first rows; what is left out is said."""
    found: list[Any] = [Heading(title, level=2)]
    if not rows:
        return [*found, Paragraph(_("該当するものはありません。"))]
    found.append(Table(heads, rows[:MOST_ROWS], widths=widths, right=right))
    if len(rows) > MOST_ROWS:
        found.append(Paragraph(_("ほか%(count)s件") % {"count": len(rows) - MOST_ROWS}, small=True))
    return found
