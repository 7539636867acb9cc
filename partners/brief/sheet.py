"""The brief as a paper: its parts set under one another, and cut until they stand on two pages.

Where all lines are too many, each section keeps its first ones, in turn: every section has its first line before one
has its second. What is left out is counted where it would have stood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.handling import Handling
from diplomacy.export.sheets import highest
from diplomacy.papers import Bullets, Heading, Paper, Paragraph, Run, pages_used
from diplomacy.papers.model import Block
from partners.brief.sections import Line, Part

PAGES = 2
# How much of the room that is too much is tried at once.
STEP = 0.97


@dataclass(frozen=True)
class Shown:
    """A section with the lines that stand on the paper, in its language; `level` is the highest among all its rows.

    `marking` is the level all of it has; where it has several, `marks` name those of single lines.
    """

    label: str
    lines: Sequence[Line]
    marks: Sequence[str]
    level: str
    marking: str
    rest: str

    @property
    def marked_lines(self) -> list[tuple[Line, str]]:
        return list(zip(self.lines, self.marks, strict=True))


@dataclass(frozen=True)
class Sheet:
    """What the brief holds; `remarks` say which sections have no record."""

    shown: Sequence[Shown]
    remarks: Sequence[str]

    @property
    def lines(self) -> int:
        return sum(len(one.lines) for one in self.shown)

    @property
    def level(self) -> str:
        return highest((one.level for one in self.shown), Handling.values)

    @property
    def holds_shared(self) -> bool:
        return any(line.handling == Handling.SHARED for one in self.shown for line in one.lines)

    @property
    def holds_samples(self) -> bool:
        return any(line.is_sample for one in self.shown for line in one.lines)


def sheet_of(parts: Iterable[Part], most: int, *, inside: bool) -> Sheet:
    """With so many lines in all."""
    parts = list(parts)
    full = [part for part in parts if part.gathered.lines]
    turns = sorted((place, number) for number, part in enumerate(full) for place in range(len(part.gathered.lines)))
    kept = [number for _place, number in turns[:most]]
    shown = [_shown(part, kept.count(number)) for number, part in enumerate(full)]
    empty = [part for part in parts if not part.gathered.lines and (inside or not part.section.inside)]
    return Sheet([one for one in shown if one.lines], _remarks([str(part.section.label) for part in empty]))


def _remarks(empty: Sequence[str]) -> list[str]:
    comma = ", " if get_language() == "en" else "、"
    return [_("記録のない項目: %(names)s") % {"names": comma.join(empty)}] if empty else []


def _shown(part: Part, count: int) -> Shown:
    lines, gathered = part.gathered.lines[:count], part.gathered
    more = gathered.total - count
    levels = {line.handling for line in lines}
    # What is only counted is told of, too.
    level = gathered.level if more else highest(levels, Handling.values)
    alike = levels == {level}
    rest = _("ほか%(count)s件") % {"count": more} if more else ""
    return Shown(
        label=str(part.section.label),
        lines=lines,
        marks=[_marks("" if alike else line.handling, line) for line in lines],
        level=level,
        marking=_word(level) if alike else "",
        rest=rest if alike or not rest else rest + _framed(_word(level)),
    )


def _marks(level: str, line: Line) -> str:
    """A sample whose text says so itself needs no second word for it."""
    sample = _("見本")
    says_so = not line.is_sample or sample.casefold() in line.text.casefold()
    return _framed(_word(level)) + ("" if says_so else _framed(sample))


def _word(level: str) -> str:
    return "" if level in {"", Handling.PUBLIC} else str(Handling(level).label)


def _framed(word: str) -> str:
    return f" [{word}]" if word else ""


def fitted(parts: Sequence[Part], paper: Callable[[Sheet], Paper], *, inside: bool) -> Sheet:
    """The same parts make the same sheet: the longest tried that keeps to two pages."""
    most = sum(len(part.gathered.lines) for part in parts)
    sheet = sheet_of(parts, most, inside=inside)
    while (used := pages_used(paper(sheet))) > PAGES and most > 1:
        most = min(most - 1, int(most * PAGES / used * STEP) or 1)
        sheet = sheet_of(parts, most, inside=inside)
    return sheet


def blocks_of(sheet: Sheet) -> list[Block]:
    blocks = [block for one in sheet.shown for block in _section(one)]
    return [*blocks, *(Paragraph(text, small=bool(blocks)) for text in sheet.remarks)]


def _section(one: Shown) -> list[Block]:
    items, depths = [], []
    for line, mark in one.marked_lines:
        items.append(_runs(line, mark))
        depths.append(0)
        if line.below:
            items.append([Run(line.below)])
            depths.append(1)
    if one.rest:
        items.append([Run(one.rest, small=True)])
        depths.append(0)
    return [Heading(one.label, level=1, marking=one.marking), Bullets(items, depths)]


def _runs(line: Line, mark: str) -> list[Run]:
    label = [Run(f"{line.label}　", strong=True)] if line.label else []
    return [*label, Run(line.text + mark), Run(f"\n{_('出典')}: {line.source}", small=True)]
