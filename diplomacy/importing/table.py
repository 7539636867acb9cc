"""A table as it was handed in: rows of text with the number that the spreadsheet shows beside each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from diplomacy.export.sheets import LIVE_BEGINNINGS
from diplomacy.importing.admission import XLSX
from diplomacy.importing.rows import HEAD_ROWS, MOST_ROWS, Table
from diplomacy.importing.spreadsheet import read_spreadsheet
from diplomacy.uploads.refusing import refused

UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_table(form: str, content: bytes) -> Table:
    """Raises ValidationError where there is no table to be read."""
    table = read_spreadsheet(content) if form == XLSX else Table(*_read_csv(content))
    if not table.lines:
        raise refused("no_data", _("データがありません。見出しの行と、その下に1行以上を入れてください。"))
    return table


def _read_csv(content: bytes) -> tuple[list[tuple[int, list[str]]], set[tuple[int, int]]]:
    lines, formulas = [], set()
    for number, cells in _csv_lines(_decoded(content)):
        # An apostrophe is what this portal's own exports put before what a spreadsheet would run.
        plain = [cell[1:] if cell.startswith("'") and cell[1:].startswith(LIVE_BEGINNINGS) else cell for cell in cells]
        formulas |= {(number, at) for at, cell in enumerate(plain) if cell.startswith("=")}
        if any(plain):
            lines.append((number, plain))
    return lines, formulas


def _decoded(content: bytes) -> str:
    if content.startswith(UTF16):
        raise refused("encoding", _("文字コードがUTF-16です。「CSV UTF-8」で保存し直してください。"))
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refused("encoding", _("文字コードが読み取れません。UTF-8かシフトJISで保存し直してください。"))


def _csv_lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of cells, each with the line it begins on; one more than may be, for the limit to be noticed."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found = 0
    while found <= MOST_ROWS + HEAD_ROWS:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise broken_quotation(line) from error
        if any(cells):
            found += 1
            yield line, [cell.strip() for cell in cells]


def broken_quotation(line: int) -> ValidationError:
    reason = _('%(line)s行目がCSVとして読めません。引用符（"）の閉じ忘れがないか確かめてください。')
    return refused("csv", reason, line=line)
