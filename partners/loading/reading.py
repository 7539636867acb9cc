"""A reference file as it lies on disk: UTF-8 CSV with a header. All that is wrong with it is found at once."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from diplomacy.text import refuse_control_characters


@dataclass(frozen=True, order=True)
class Problem:
    """Where a file is wrong, and why. `line` is the first line of the record, as an editor counts lines."""

    file: str
    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        place = _("%(file)s %(line)s行目 %(column)s列") if self.column else _("%(file)s %(line)s行目")
        place %= {"file": self.file, "line": self.line, "column": self.column}
        return f"{place}: {self.reason}"


class BrokenReferenceError(Exception):
    """The files cannot be loaded; nothing was."""

    def __init__(self, problems: list[Problem]):
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass
class Record:
    """One record of a file. `cells` are texts by column; reading turns them into `values` by the model's field."""

    line: int
    cells: dict[str, str]
    key: str = ""
    values: dict[str, Any] = field(default_factory=dict)


def read_records(path: Path, columns: Sequence[str], problems: list[Problem]) -> tuple[list[Record], bool]:
    """The file's records in order, and whether they are all of them. What is wrong is added to `problems`.

    A file that is missing, in another encoding or with a wrong header has no records; one with a broken quotation
    ends there; a row with too many or too few cells is left out. Whoever looked for a key among records that are
    not all of them would blame the wrong file.
    """
    before = len(problems)
    text = _decoded(path, problems)
    lines = _csv_lines(path.name, text, problems)
    header = next(lines, (1, []))[1]
    if text:
        problems += _header_problems(path.name, header, columns)
    if len(problems) > before:
        return [], False
    records: list[Record] = []
    faults: list[Problem] = []  # of cells, which leave the records whole
    for line, cells in lines:
        if len(cells) == len(header):
            record = Record(line, dict(zip(header, (cell.strip() for cell in cells), strict=True)))
            faults += _control_characters(path.name, record)
            records.append(record)
        else:
            reason = _("列の数が見出しと違います（見出し%(header)s列、この行%(cells)s列）。")
            reason %= {"header": len(header), "cells": len(cells)}
            problems.append(Problem(path.name, line, "", reason))
    whole = len(problems) == before
    problems += faults
    return records, whole


def _decoded(path: Path, problems: list[Problem]) -> str:
    """The text, or "" with a problem that names the first byte that is not UTF-8."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        problems.append(Problem(path.name, 1, "", _("ファイルがありません。")))
        return ""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line_start = raw.rfind(b"\n", 0, error.start) + 1
        line = raw.count(b"\n", 0, error.start) + 1
        column = _column_at(raw, line_start, error.start) if line > 1 else ""
        problems.append(Problem(path.name, line, column, _("文字コードがUTF-8ではありません。")))
        return ""
    if not text:
        problems.append(Problem(path.name, 1, "", _("ファイルが空です。")))
    return text.removeprefix("\ufeff")


def _column_at(raw: bytes, line_start: int, offset: int) -> str:
    header = next(csv.reader([raw.split(b"\n", 1)[0].decode("utf-8-sig", "replace").rstrip("\r")]))
    before = next(csv.reader([raw[line_start:offset].decode("utf-8", "replace") or " "]))
    return header[len(before) - 1] if len(before) <= len(header) else ""


def _csv_lines(file: str, text: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Non-empty records with the line each begins on; ends at the first broken quotation."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            reason = _("CSVとして読めません（%(error)s）。引用符を確かめてください。") % {"error": error}
            problems.append(Problem(file, line, "", reason))
            return
        if cells:
            yield line, cells


def _header_problems(file: str, header: list[str], columns: Sequence[str]) -> Iterator[Problem]:
    for column in columns:
        if column not in header:
            yield Problem(file, 1, column, _("列がありません。"))
    for column, times in Counter(header).items():
        if column not in columns:
            yield Problem(file, 1, column, _("知らない列です。"))
        elif times > 1:
            yield Problem(file, 1, column, _("同じ列が2つ以上あります。"))


def _control_characters(file: str, record: Record) -> Iterator[Problem]:
    for column, cell in record.cells.items():
        if cell.isprintable():
            continue
        try:
            refuse_control_characters(cell)
        except ValidationError as error:
            for reason in error.messages:
                yield Problem(file, record.line, column, reason)
