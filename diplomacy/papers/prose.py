"""Markdown as people write it, as blocks of a paper. Raw HTML, images and link targets have no place on paper."""

from __future__ import annotations

from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from diplomacy.papers.model import Block, Bullets, Heading, Paragraph, Run, Table, Text

_parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
_parser.disable("image")
LISTS = ("bullet_list_open", "ordered_list_open")


def prose(text: str, *, label: str = "", level: int = 3) -> list[Block]:
    """The blocks of a text; `label` names it, headings inside begin at `level`."""
    reader = _Reader(level=level)
    for token in _parser.parse(text):
        reader.take(token)
    return _labelled(reader.blocks, label) if label else reader.blocks


def _labelled(blocks: list[Block], label: str) -> list[Block]:
    """A short text stands beside its label, a longer one under it."""
    match blocks:
        case []:
            return []
        case [Paragraph(text=text)]:
            return [Paragraph(text, label)]
    return [Heading(label, 3), *blocks]


@dataclass
class _Reader:
    """Walks over the parser's tokens. A list with lists inside becomes one list whose items know their depth."""

    level: int
    blocks: list[Block] = field(default_factory=list)
    items: list[Text] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)
    open_lists: list[Token] = field(default_factory=list)
    ordered: bool = False
    start: int = 1
    head: int = 0
    cells: list[list[Text]] = field(default_factory=list)
    in_table: bool = False

    def take(self, token: Token) -> None:
        if token.type in LISTS:
            if not self.open_lists:
                self.ordered = token.type == "ordered_list_open"
                self.start = int(token.attrGet("start") or 1)
            self.open_lists.append(token)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self.open_lists.pop()
            if not self.open_lists:
                self.blocks.append(Bullets(self.items, self.depths, self.ordered, self.start))
                self.items, self.depths = [], []
        elif token.type == "heading_open":
            self.head = int(token.tag[1])
        elif token.type == "table_open":
            self.in_table, self.cells = True, []
        elif token.type == "tr_open":
            self.cells.append([])
        elif token.type == "table_close":
            self._close_table()
        elif token.type in {"inline", "fence", "code_block"}:
            self._text(_runs(token) if token.type == "inline" else [Run(token.content.rstrip("\n"))])

    def _text(self, text: list[Run]) -> None:
        if self.in_table:
            self.cells[-1].append(text)
        elif self.open_lists:
            self.items.append(text)
            self.depths.append(len(self.open_lists) - 1)
        elif self.head:
            self.blocks.append(Heading(text, min(self.level + self.head - 1, 3)))
            self.head = 0
        else:
            self.blocks.append(Paragraph(text))

    def _close_table(self) -> None:
        columns = ["".join(run.text for run in cell) for cell in self.cells[0]]
        self.blocks.append(Table(columns, self.cells[1:]))
        self.in_table = False


def _runs(token: Token) -> list[Run]:
    found: list[Run] = []
    strong = emphasis = 0
    for child in token.children or []:
        if child.type in {"strong_open", "strong_close"}:
            strong += child.nesting
        elif child.type in {"em_open", "em_close"}:
            emphasis += child.nesting
        elif child.type in {"softbreak", "hardbreak"}:
            found.append(Run("\n"))
        elif child.content:
            found.append(Run(child.content, bool(strong), bool(emphasis)))
    return found
