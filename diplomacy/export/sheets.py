"""A table as a file: CSV and XLSX with the same content, its handling on top, and nothing in it that runs.

Knows no domain: the caller says the columns and gives rows of plain values (text, numbers, dates, None).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import xlsxwriter

MOST_ROWS = 5000
# A spreadsheet takes a cell that begins like this as a formula, a full-width sign too.
LIVE_BEGINNINGS = tuple("=+-@\t\r＝＋－＠")
WIDEST_COLUMN = 60
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Sheet:
    """`handling` is the highest level inside, in words; `notes` are the lines under it: who, when, which filter."""

    title: str
    handling: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    notes: Sequence[str] = field(default_factory=tuple)

    @property
    def head(self) -> list[str]:
        return [self.handling, self.title, *self.notes]


def inert(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it."""
    return f"'{text}" if text.startswith(LIVE_BEGINNINGS) else text


def csv_file(sheet: Sheet) -> bytes:
    """UTF-8 with a byte order mark, which Excel needs to read Japanese."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([inert(line)] for line in sheet.head)
    writer.writerow([])
    writer.writerow(sheet.columns)
    writer.writerows([_cell(value) for value in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    return value.isoformat() if isinstance(value, date) else inert(str(value))


def xlsx_file(sheet: Sheet) -> bytes:
    """Texts stay texts: no formulas, no links, no numbers made of digits. The handling is on each printed page."""
    file = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, {"in_memory": True, **plain}) as book:
        page = book.add_worksheet(_sheet_name(sheet.title))
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for place, line in enumerate(sheet.head):
            page.write_string(place, 0, line, bold if place < 2 else None)
        top = len(sheet.head) + 1
        for place, label in enumerate(sheet.columns):
            page.write_string(top, place, label, bold)
        for down, row in enumerate(sheet.rows, start=top + 1):
            for across, value in enumerate(row):
                _write(page, down, across, value, day)
        _lay_out(page, sheet, top)
    return file.getvalue()


def _write(page: Any, down: int, across: int, value: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        page.write_datetime(down, across, value, day)
    elif isinstance(value, int | float):
        page.write_number(down, across, value)
    else:
        page.write_string(down, across, str(value))


def _lay_out(page: Any, sheet: Sheet, top: int) -> None:
    for place, label in enumerate(sheet.columns):
        widest = max(_width(text) for text in [label, *(row[place] for row in sheet.rows)])
        page.set_column(place, place, min(widest + 2, WIDEST_COLUMN))
    page.freeze_panes(top + 1, 0)
    page.autofilter(top, 0, top + len(sheet.rows), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.set_header("&R" + sheet.handling.replace("&", "&&"))


def _width(value: Any) -> int:
    """In half-width letters; what is not ASCII takes two."""
    text = "" if value is None else str(value)
    return sum(1 if letter.isascii() else 2 for letter in text)


def _sheet_name(title: str) -> str:
    return "".join(letter for letter in title if letter not in "[]:*?/\\'")[:31] or "Sheet"


FORMATS = {"csv": (csv_file, CSV_TYPE), "xlsx": (xlsx_file, XLSX_TYPE)}


def highest(levels: Iterable[str], order: Sequence[str]) -> str:
    """The strictest of the levels; the least strict one where there are none."""
    return max(levels, key=order.index, default=order[0])
