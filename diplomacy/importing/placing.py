"""The header of a table and the columns a list knows, brought together: by name in either language, or by field."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from diplomacy.importing.rows import HEAD_ROWS, MOST_ROWS, Table

LANGUAGES = ("ja", "en")
MARKS = "*＊※ 　"


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong in which row and column (its label), and what to do. Row 0: the file as a whole."""

    line: int
    column: str
    reason: str
    cell: str = ""


@dataclass
class Placed:
    """`lines` are rows as cells by the column's name; only columns that the file has."""

    names: list[str] = field(default_factory=list)
    lines: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def place(table: Table, columns: Sequence[Any]) -> Placed:
    """Each column has a `name`, a `label` and whether it is `required`."""
    known = known_names(columns)
    at = _header_at(table, known)
    line, header = table.lines[at]
    rows = table.lines[at + 1 :]
    used = _used_width(header, rows)
    names = [known.get(normal(cell), "") for cell in header] + [""] * (used - len(header))
    header = header + [""] * (used - len(header))
    placed = Placed([name for name in names if name])
    placed.faults += _header_faults(line, header, names, columns, used)
    if not rows:
        placed.faults.append(Fault(0, "", _("データがありません。見出しの下に1行以上を入れてください。")))
    if len(rows) > MOST_ROWS:
        reason = _("%(limit)s行を超えています。何回かに分けて取り込んでください。")
        placed.faults.append(Fault(0, "", reason % {"limit": f"{MOST_ROWS:,}"}))
    if not placed.faults:
        labels = {column.name: str(column.label) for column in columns}
        shown = [labels.get(name, cell) for name, cell in zip(names, header, strict=True)]
        placed.faults += _formula_faults(table, line, shown)
        placed.lines = [(number, _cells(names, cells)) for number, cells in rows]
    return placed


def known_names(columns: Iterable[Any]) -> dict[str, str]:
    found = {}
    for column in columns:
        found[normal(column.name)] = column.name
        for language in LANGUAGES:
            with override(language):
                found[normal(str(column.label))] = column.name
    return found


def normal(text: str) -> str:
    """Full and half width, capitals and marks of what is required make no other name."""
    return unicodedata.normalize("NFKC", text).strip(MARKS).casefold()


def _header_at(table: Table, known: dict[str, str]) -> int:
    """The first row with two names of columns (or with the only one); without such a row the first."""
    enough = min(2, len(set(known.values())))
    for at, (_line, cells) in enumerate(table.lines[:HEAD_ROWS]):
        if sum(normal(cell) in known for cell in cells) >= enough:
            return at
    return 0


def _used_width(header: list[str], rows: list[tuple[int, list[str]]]) -> int:
    widest = max((len(cells) for _line, cells in rows), default=0)
    while widest > len(header) and not any(len(cells) >= widest and cells[widest - 1] for _line, cells in rows):
        widest -= 1
    return max(widest, len(header))


def _header_faults(
    line: int, header: list[str], names: list[str], columns: Sequence[Any], used: int
) -> Iterable[Fault]:
    labels = {column.name: str(column.label) for column in columns}
    for column in columns:
        if column.required and column.name not in names:
            reason = _("必須の列がありません。ひな形の見出しのとおりに列を加えてください。")
            yield Fault(line, str(column.label), reason)
    for at in range(used):
        name, cell = names[at], header[at]
        if name and name in names[:at]:
            yield Fault(line, labels[name], _("同じ列が2つあります。1つにしてください。"), cell)
        elif not name and cell:
            reason = _("知らない列です。ひな形の見出しに直すか、列を消してください。")
            yield Fault(line, letter(at), reason, cell[:60])
        elif not name and at >= len([one for one in header if one]):
            yield Fault(line, letter(at), _("見出しのない列にデータがあります。見出しを付けるか、消してください。"))


def letter(at: int) -> str:
    """A column's letters in a spreadsheet, from 0."""
    text, number = "", at + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def _formula_faults(table: Table, line: int, header: list[str]) -> Iterable[Fault]:
    reason = _("数式が入っています。「値として貼り付け」で値だけにしてください。")
    for row, at in sorted(table.formulas):
        if row >= line:
            yield Fault(row, header[at] if at < len(header) and header[at] else letter(at), reason)


def _cells(names: list[str], cells: list[str]) -> dict[str, str]:
    return {name: cells[at] if at < len(cells) else "" for at, name in enumerate(names) if name}
