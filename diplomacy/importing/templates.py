"""The file to fill in: the header, one row as an example, and for XLSX a sheet with what may stand in each column."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from diplomacy.export.sheets import inert

WIDTH = 22
Codes = dict[str, Sequence[tuple[str, ...]]]


def csv_template(columns: Sequence[Any]) -> bytes:
    """UTF-8 with a byte order mark, which Excel needs to read Japanese."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([str(column.label) for column in columns])
    writer.writerow([inert(str(column.example)) for column in columns])
    return text.getvalue().encode("utf-8-sig")


def xlsx_template(columns: Sequence[Any], codes: Codes) -> bytes:
    """`codes` are by column the values that may be written, each with its names."""
    file = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, {"in_memory": True, **plain}) as book:
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        page = book.add_worksheet(_("データ"))
        page.set_column(0, len(columns) - 1, WIDTH, text)
        for at, column in enumerate(columns):
            page.write_string(0, at, str(column.label), bold)
            page.write_comment(0, at, _note(column))
            page.write_string(1, at, str(column.example), text)
        page.freeze_panes(1, 0)
        _write_columns(book.add_worksheet(_("列の説明")), columns, bold)
        _write_codes(book.add_worksheet(_("コード表")), columns, codes, bold)
    return file.getvalue()


def _note(column: Any) -> str:
    need = _("必須") if column.required else _("任意")
    return f"{need}\n{column.help}" if column.help else need


def _write_columns(page: Any, columns: Sequence[Any], bold: Any) -> None:
    for at, label in enumerate((_("列"), _("項目名"), _("必須か"), _("書き方"), _("例"))):
        page.write_string(0, at, label, bold)
    for down, column in enumerate(columns, start=1):
        need = _("必須") if column.required else _("任意")
        for at, value in enumerate((column.label, column.name, need, column.help, column.example)):
            page.write_string(down, at, str(value))
    page.set_column(0, 4, WIDTH)


def _write_codes(page: Any, columns: Sequence[Any], codes: Codes, bold: Any) -> None:
    """Beside one another: each column's values with their names under its label."""
    left = 0
    for column in columns:
        if not (values := codes.get(column.name)):
            continue
        width = max(map(len, values))
        page.write_string(0, left, str(column.label), bold)
        for down, names in enumerate(values, start=1):
            for at, name in enumerate(names):
                page.write_string(down, left + at, name)
        page.set_column(left, left + width - 1, WIDTH)
        left += width + 1
