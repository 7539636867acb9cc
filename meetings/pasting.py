"""Lines from Word or Excel, read as an agenda: how deep each stands, and what its cells say.

Indentation decides the depth; where nothing is indented, the numbering does (1 → 1.1, or 1. → (1) → ①). Bullets and
numbers are taken off, for the portal numbers by itself. Further cells (tabs) may hold the English title, a length, a
starting time, a kind, a ministry; a length may also stand in brackets behind the title.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from meetings.models import AgendaItem
from partners.models import Organisation

MOST_LINES = 500
LONGEST_LINE = 1000
BULLET = re.compile(r"^[・•●○◯■□◆◇▪▫‣►▶※*＊\-–—‐]\s*")
DOTTED = re.compile(r"^(\d{1,3}(?:[.．\-－]\d{1,3})+)[.．、)）]?\s*")
NUMBERS = (
    ("topic", re.compile(r"^(?:議題|議事|Agenda item|Item)\s*\d{1,3}\s*[:：.．、]?\s*", re.I)),
    ("plain", re.compile(r"^\d{1,3}\s*[.．、)）:：]\s*(?!\d)")),
    ("bracket", re.compile(r"^[(（]\s*\d{1,3}\s*[)）]\s*")),
    ("circle", re.compile(r"^[①-⑳]\s*")),
    ("kana", re.compile(r"^[(（]?[ア-ンA-Za-z][)）.．]\s*")),
    ("roman", re.compile(r"^[(（]?[ivxIVX]{1,5}[)）.．]\s*")),
    ("kanji", re.compile(r"^[一二三四五六七八九十]{1,3}\s*[、.．]\s*")),
)
CLOCK = re.compile(r"^(\d{1,2})[:：](\d{2})(?:\s*[-–—~〜～]\s*(\d{1,2})[:：](\d{2}))?$")
LENGTH = re.compile(r"^(?:(\d{1,2})\s*(?:時間|h(?:ours?)?))?\s*(?:(\d{1,4})\s*(?:分|min(?:utes?|s)?\.?))?$", re.I)
TRAILING_LENGTH = re.compile(r"\s*[(（]([^()（）]{1,20})[)）]\s*$")
JAPANESE = re.compile(r"[぀-ヿ㐀-鿿]")
KINDS = {"報告": "report", "討議": "discussion", "議論": "discussion", "決定": "decision", "その他": "other"} | {
    kind.value: kind.value for kind in AgendaItem.Kind
}


@dataclass
class Line:
    """One item as read. `row` is its line in what was pasted, for messages."""

    row: int
    level: int
    title_ja: str = ""
    title_en: str = ""
    duration_minutes: int | None = None
    start_time: time | None = None
    kind: str = ""
    lead_ministry: Organisation | None = None

    def fields(self) -> dict[str, object]:
        """What the item is made of; what was not said keeps the model's default."""
        names = ("title_ja", "title_en", "duration_minutes", "start_time", "kind", "lead_ministry")
        return {name: value for name in names if (value := getattr(self, name)) not in ("", None)}


def read(text: str, ministries: Mapping[str, Organisation]) -> list[Line]:
    """The lines as items; `ministries` maps the names and short names a cell may hold."""
    rows = [(number, row.rstrip()) for number, row in enumerate(text.splitlines(), start=1) if row.strip()]
    if not rows:
        raise ValidationError(_("貼り付ける行がありません。"))
    if len(rows) > MOST_LINES:
        raise ValidationError(
            _("一度に貼り付けられるのは%(most)s行までです（%(found)s行ありました）。分けて貼り付けてください。")
            % {"most": MOST_LINES, "found": f"{len(rows):,}"}
        )
    widths = [_width(row) for _number, row in rows]
    indented = len(set(widths)) > 1
    lines: list[Line] = []
    stack: list[int | str] = []
    for (number, row), width in zip(rows, widths, strict=True):
        content, style = _unnumbered(row.strip())
        level = _descend(stack, width) if indented else _by_number(stack, style)
        lines.append(_line(number, min(level, lines[-1].level + 1 if lines else 1), content, ministries))
    return lines


def _width(row: str) -> int:
    """How far the line is indented; a tab is four, a full-width space two."""
    blanks = row[: len(row) - len(row.lstrip())]
    return sum({"\t": 4, "　": 2}.get(blank, 1) for blank in blanks)


def _unnumbered(row: str) -> tuple[str, str]:
    """The line without bullet and number, and the style of the number (`dotted:2` for 2.1)."""
    if found := DOTTED.match(row):
        depth = len(re.split(r"[.．\-－]", found[1]))
        return row[found.end() :], f"dotted:{depth}"
    for style, pattern in NUMBERS:
        if (found := pattern.match(row)) and row[found.end() :].strip():
            return row[found.end() :], style
    if (found := BULLET.match(row)) and row[found.end() :].strip():
        return row[found.end() :], f"bullet:{row[0]}"
    return row, ""


def _descend(stack: list, width: int) -> int:
    while stack and stack[-1] > width:
        stack.pop()
    if not stack or stack[-1] < width:
        stack.append(width)
    return len(stack)


def _by_number(stack: list, style: str) -> int:
    """A style met before goes back to its level, a new one goes one deeper."""
    if style.startswith("dotted:"):
        depth = int(style.removeprefix("dotted:"))
        del stack[depth - 1 :]
        stack += ["dotted"] * (depth - len(stack))
        return depth
    if style in stack:
        del stack[stack.index(style) + 1 :]
    else:
        stack.append(style)
    return len(stack)


def _line(number: int, level: int, content: str, ministries: Mapping[str, Organisation]) -> Line:
    if len(content) > LONGEST_LINE:
        raise ValidationError(_("%(row)s行目が長すぎます（%(most)s字まで）。") % {"row": number, "most": LONGEST_LINE})
    line = Line(number, level)
    for cell in (cell.strip() for cell in content.split("\t")):
        if cell and not _understood(line, cell, ministries):
            _title(line, cell)
    if not (line.title_ja or line.title_en):
        _title(line, content.strip())
    return line


def _understood(line: Line, cell: str, ministries: Mapping[str, Organisation]) -> bool:
    plain = unicodedata.normalize("NFKC", cell)
    if found := CLOCK.match(plain):
        hour, minute, to_hour, to_minute = (int(part) if part else 0 for part in found.groups())
        if hour < 24 and minute < 60:
            line.start_time = time(hour, minute)
            span = (to_hour * 60 + to_minute) - (hour * 60 + minute)
            line.duration_minutes = span if found[3] and span > 0 else line.duration_minutes
            return True
    if (minutes := length(plain)) is not None:
        line.duration_minutes = minutes
    elif plain.lower() in KINDS:
        line.kind = KINDS[plain.lower()]
    elif plain in ministries:
        line.lead_ministry = ministries[plain]
    else:
        return False
    return True


def length(text: str) -> int | None:
    """`30分`, `1時間30分`, `1h 30min` in minutes; a bare figure is none, it may be anything."""
    found = LENGTH.match(text.strip())
    if not found or not (found[1] or found[2]):
        return None
    return int(found[1] or 0) * 60 + int(found[2] or 0)


def _title(line: Line, cell: str) -> None:
    if (found := TRAILING_LENGTH.search(cell)) and (minutes := length(unicodedata.normalize("NFKC", found[1]))):
        line.duration_minutes = minutes
        cell = cell[: found.start()]
    name = "title_ja" if JAPANESE.search(cell) or (line.title_en and not line.title_ja) else "title_en"
    setattr(line, name, f"{getattr(line, name)} {cell}".strip())
