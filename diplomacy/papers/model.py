"""What a paper holds, before it becomes a file: a head, and blocks one under another. Knows no domain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeAlias

# What XML, and so DOCX, cannot carry.
UNCARRIED = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Run:
    """A stretch of text in one style; `small` is for where a line comes from."""

    text: str
    strong: bool = False
    emphasis: bool = False
    small: bool = False


Text: TypeAlias = str | Sequence[Run]


def runs(text: Text) -> list[Run]:
    return [Run(text)] if isinstance(text, str) else list(text)


def plain(text: Text) -> str:
    return "".join(run.text for run in runs(text))


@dataclass(frozen=True)
class Heading:
    """A part begins. `level` 1 to 3; `marking` is shown in a frame behind it, `note` in small print under it."""

    text: Text
    level: int = 1
    marking: str = ""
    note: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Lines of running text; a line feed begins a new line. `label` stands before it, in bold; `place` is where a
    line without a label stands: "left", "center" or "right"."""

    text: Text
    label: str = ""
    small: bool = False
    place: str = "left"


@dataclass(frozen=True)
class Bullets:
    """A list; `depth` is how far each item is set in (0 at the left), `ordered` numbers those at the left."""

    items: Sequence[Text]
    depths: Sequence[int] = ()
    ordered: bool = False
    start: int = 1

    def depth(self, place: int) -> int:
        return self.depths[place] if self.depths else 0


@dataclass(frozen=True)
class Facts:
    """Pairs of a label and a value, as a table without lines."""

    rows: Sequence[tuple[str, Text]]


@dataclass(frozen=True)
class Table:
    """`widths` are relative; `right` names the columns (from 0) whose figures stand at the right edge."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Text]]
    widths: Sequence[float] = ()
    right: Sequence[int] = ()

    def width(self, place: int) -> float:
        return self.widths[place] if self.widths else 1.0


@dataclass(frozen=True)
class Space:
    """A gap between parts."""


Block: TypeAlias = Heading | Paragraph | Bullets | Facts | Table | Space


@dataclass(frozen=True)
class Paper:
    """`marking` is the highest handling inside, in words: it stands on the head of every page; empty, nothing does.

    `second` is the title in the other language; `date_line` and `author` stand at the right, as on a ministry's
    paper; `notes` are the small print at the end: who made it, when, out of what. `language` is "ja" or "en".
    `dense` sets it smaller and closer, for papers that must keep to a number of pages. `is_letter` sets date, addressee
    (the lines of `second`) and sender before the title.
    """

    title: str
    marking: str
    language: str = "ja"
    second: str = ""
    date_line: str = ""
    author: str = ""
    blocks: Sequence[Block] = field(default_factory=tuple)
    notes: Sequence[str] = field(default_factory=tuple)
    dense: bool = False
    is_letter: bool = False


def carried(value: Any) -> Any:
    """The paper, or any part of it, without the characters that no file format carries."""
    if isinstance(value, str):
        return UNCARRIED.sub("", value.replace("\r\n", "\n"))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: carried(getattr(value, each.name)) for each in fields(value)})
    return [carried(one) for one in value] if isinstance(value, list | tuple) else value
