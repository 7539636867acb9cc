"""A paper as DOCX: built part by part, so that no text of anybody's meets a template language.

Headings, lists and tables are Word's own, so that a ministry can go on writing and its reader can navigate.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from diplomacy.papers.model import Bullets, Facts, Heading, Paper, Paragraph, Table, Text, carried, runs

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LATIN, JAPANESE = "Yu Gothic", "游ゴシック"
GREY = RGBColor(0x5A, 0x5A, 0x5A)
PLACES = {"left": None, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
STYLES = ("Normal", "Heading 1", "Heading 2", "Heading 3", "Title")
SIZES, DENSE_SIZES = (10.5, 13, 11, 10.5, 16), (9.5, 11, 10, 9.5, 14)
# Left and right, top, bottom, in millimetres.
MARGINS, DENSE_MARGINS = (22, 26, 20), (18, 20, 16)
SMALL_PT = 7
TEXT_WIDTH_MM = 166
LABEL_WIDTH_MM = 30
# A file made twice of the same paper is the same: Word's own clock has no place in it.
NO_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001 (the library writes it without a zone)


def docx_file(paper: Paper) -> bytes:
    paper = carried(paper)
    document = Document()
    _set_up(document, paper)
    (_letter_head if paper.is_letter else _head)(document, paper)
    for block in paper.blocks:
        _WRITERS[type(block).__name__](document, block)
    _notes(document, paper)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document: Any, paper: Paper) -> None:
    facts = document.core_properties
    facts.title, facts.author, facts.language = paper.title, paper.author, paper.language
    facts.comments, facts.last_modified_by = "", ""
    facts.created = facts.modified = NO_MOMENT
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    sides, top, bottom = DENSE_MARGINS if paper.dense else MARGINS
    page.left_margin = page.right_margin = Mm(sides)
    page.top_margin, page.bottom_margin = Mm(top), Mm(bottom)
    for name, size in zip(STYLES, DENSE_SIZES if paper.dense else SIZES, strict=True):
        _style(document.styles[name], size, dense=paper.dense)
    if paper.marking:
        _marking(page, paper.marking)
    _page_numbers(page)


def _style(style: Any, size: float, *, dense: bool) -> None:
    style.font.size, style.font.name = Pt(size), LATIN
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), JAPANESE)
    style.paragraph_format.space_after = Pt(1 if dense else 4)
    if dense:
        style.paragraph_format.space_before = Pt(5 if style.name.startswith("Heading") else 0)
        style.paragraph_format.line_spacing = Pt(size + 3.5)
    if style.name != "Normal":
        style.font.color.rgb, style.font.bold = RGBColor(0, 0, 0), True


def _marking(page: Any, marking: str) -> None:
    """On the head of every page, in a frame."""
    line = page.header.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _framed(line, marking)


def _framed(line: Any, label: str) -> None:
    run = line.add_run(label)
    run.bold, run.font.size = True, Pt(9)
    border = OxmlElement("w:bdr")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "000000")):
        border.set(qn(f"w:{name}"), value)
    run._r.get_or_add_rPr().append(border)


def _page_numbers(page: Any) -> None:
    line = page.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    line._p.append(field)


def _letter_head(document: Any, paper: Paper) -> None:
    """Date, addressee, sender, and then what it is about."""
    document.add_paragraph(paper.date_line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for line in paper.second.split("\n"):
        document.add_paragraph(line)
    document.add_paragraph(paper.author).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_before = title.paragraph_format.space_after = Pt(12)
    run = title.add_run(paper.title)
    run.bold, run.font.size = True, Pt(12)


def _head(document: Any, paper: Paper) -> None:
    title = document.add_paragraph(paper.title, style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if paper.second:
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(paper.second).font.color.rgb = GREY
    lines = (
        ["　".join(filter(None, (paper.date_line, paper.author)))] if paper.dense else [paper.date_line, paper.author]
    )
    for text in filter(None, lines):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _notes(document: Any, paper: Paper) -> None:
    for note in paper.notes:
        run = document.add_paragraph().add_run(note)
        run.font.size, run.font.color.rgb = Pt(7.5 if paper.dense else 8.5), GREY


def _write(line: Any, text: Text) -> None:
    for part in runs(text):
        run = line.add_run(part.text)
        run.bold, run.italic = part.strong or None, part.emphasis or None
        if part.small:
            run.font.size, run.font.color.rgb = Pt(SMALL_PT), GREY


def _heading(document: Any, block: Heading) -> None:
    line = document.add_paragraph(style=f"Heading {block.level}")
    _write(line, block.text)
    if block.marking:
        line.add_run(" ")
        _framed(line, block.marking)
    if block.note:
        note = document.add_paragraph()
        note.paragraph_format.keep_with_next = True
        run = note.add_run(block.note)
        run.font.size, run.font.color.rgb = Pt(9), GREY


def _paragraph(document: Any, block: Paragraph) -> None:
    line = document.add_paragraph()
    line.alignment = PLACES[block.place]
    if block.label:
        line.add_run(f"{block.label}　").bold = True
    _write(line, block.text)
    for run in line.runs if block.small else ():
        run.font.size, run.font.color.rgb = Pt(8.5), GREY


def _bullets(document: Any, block: Bullets) -> None:
    """The numbers of an ordered list are text: they stay what the author wrote wherever the paper is pasted."""
    number = block.start
    for place, item in enumerate(block.items):
        depth = block.depth(place)
        line = document.add_paragraph(style=None if block.ordered and not depth else "List Bullet")
        line.paragraph_format.left_indent = Mm(6 + 5 * depth)
        line.paragraph_format.first_line_indent = Mm(-5)
        if block.ordered and not depth:
            line.add_run(f"{number}. ")
            number += 1
        _write(line, item)


def _facts(document: Any, block: Facts) -> None:
    table = document.add_table(rows=0, cols=2)
    table.autofit = False
    for label, value in block.rows:
        left, right = table.add_row().cells
        left.width, right.width = Mm(LABEL_WIDTH_MM), Mm(TEXT_WIDTH_MM - LABEL_WIDTH_MM)
        left.paragraphs[0].add_run(label).bold = True
        _write(right.paragraphs[0], value)
    document.add_paragraph()


def _table(document: Any, block: Table) -> None:
    table = document.add_table(rows=1, cols=len(block.columns), style="Table Grid")
    table.autofit = False
    whole = sum(block.width(place) for place in range(len(block.columns)))
    widths = [Mm(TEXT_WIDTH_MM * block.width(place) / whole) for place in range(len(block.columns))]
    _repeat_on_each_page(table.rows[0])
    _fill(table.rows[0], block.columns, widths, block, bold=True)
    for row in block.rows:
        _fill(table.add_row(), row, widths, block)
    document.add_paragraph()


def _fill(row: Any, texts: Any, widths: list[Any], block: Table, *, bold: bool = False) -> None:
    for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        cell.width = widths[place]
        line = cell.paragraphs[0]
        _write(line, text)
        if place in block.right:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for run in line.runs:
            run.font.size = Pt(9)
            run.bold = bold or run.bold


def _repeat_on_each_page(row: Any) -> None:
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(head)


def _space(document: Any, block: Any) -> None:
    document.add_paragraph()


_WRITERS = {
    "Heading": _heading,
    "Paragraph": _paragraph,
    "Bullets": _bullets,
    "Facts": _facts,
    "Table": _table,
    "Space": _space,
}
