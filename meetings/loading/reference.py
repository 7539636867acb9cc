"""Load all reference files in one transaction: everything, or nothing and the list of what is wrong."""

from datetime import date
from pathlib import Path

import pghistory
from django.db import connection, transaction

from meetings.loading import facts as meeting_facts
from partners.loading import facts as partner_facts
from partners.loading.reading import BrokenReferenceError, Problem, read_records
from partners.loading.sheets import Book
from partners.loading.writing import Keys, Outcome, write_sheet

SHEETS = (*partner_facts.SHEETS, *meeting_facts.SHEETS)
# The day on which the sources of reference/*.csv were last gone through; it moves together with the files.
CHECKED_ON = date(2026, 11, 24)
LOCK = 0x5EF5  # any number no other advisory lock of the portal uses


def read_reference(folder: Path) -> Book:
    """All records, read and checked. Raises `BrokenReferenceError` with every problem found."""
    problems: list[Problem] = []
    book, whole = Book(), set()
    for sheet in SHEETS:
        columns = [column.name for column in sheet.columns]
        book[sheet.name], is_whole = read_records(folder / sheet.file, columns, problems)
        sheet.read(book[sheet.name], problems)
        whole |= {sheet.name} if is_whole else set()
    for sheet in SHEETS:
        if {sheet.name, *sheet.references.values()} <= whole:
            problems += sheet.settle(book[sheet.name], book)
    if problems:
        raise BrokenReferenceError(problems)
    return book


@transaction.atomic
def load_reference(folder: Path) -> dict[str, Outcome]:
    """Bring the database in step with the files; by sheet, what became of the rows."""
    book = read_reference(folder)
    keys: Keys = {}
    with pghistory.context(command="load_reference"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        return {sheet.name: write_sheet(sheet, book[sheet.name], keys, CHECKED_ON) for sheet in SHEETS}
