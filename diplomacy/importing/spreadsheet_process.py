"""Read the first visible sheet of a workbook; run as a program, so that a hostile file meets its limits alone.

The workbook comes on standard input, the rows go to standard output as JSON. Imports nothing of the portal: the
process begins in a few hundredths of a second. Arguments: memory in bytes, seconds of CPU, rows, cells, letters.
"""

import datetime
import io
import json
import re
import resource
import sys
import zipfile
from typing import Any
from xml.etree import ElementTree

TOO_LARGE, UNREADABLE = 3, 4
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
MOST_FORMULAS = 1000


def limit(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def as_text(value: Any) -> str:
    """As the reader of the cell would write it: whole numbers without a point, days without an hour."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 10**15 else repr(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value).strip()


def sheet_part(archive: zipfile.ZipFile, name: str) -> str:
    """The part of the archive that holds the sheet of that name."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 (entities were refused on admission)
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 (as above)
    targets = {node.get("Id"): node.get("Target", "") for node in relations}
    for sheet in book.iter(f"{MAIN}sheet"):
        if sheet.get("name") == name:
            key = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
            target = targets.get(key, "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return ""


def formulas_of(content: bytes, name: str) -> list[tuple[int, int]]:
    """Row and column (from 0) of the cells that hold a formula."""
    found: list[tuple[int, int]] = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(sheet_part(archive, name)) as part:
        for _event, node in ElementTree.iterparse(part):  # noqa: S314 (as above)
            if node.tag == f"{MAIN}c" and node.find(f"{MAIN}f") is not None:
                if place := CELL.fullmatch(node.get("r", "")):
                    found.append((int(place[2]), column_number(place[1])))
                if len(found) >= MOST_FORMULAS:
                    break
            if node.tag == f"{MAIN}row":
                node.clear()
    return found


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def read(content: bytes, most_rows: int, most_cells: int, most_letters: int) -> dict[str, Any]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    visible = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    if not visible:
        return {"rows": [], "formulas": []}
    sheet = book.get_sheet_by_name(visible[0])
    first = sheet.start[0] + 1 if sheet.start else 1
    left = sheet.start[1] if sheet.start else 0
    if sheet.width * sheet.height > most_cells:
        sys.exit(TOO_LARGE)
    rows: list[tuple[int, list[str]]] = []
    letters = 0
    for number, row in enumerate(sheet.to_python(skip_empty_area=True), start=first):
        cells = [as_text(value) for value in row]
        if not any(cells):
            continue
        letters += sum(map(len, cells))
        if letters > most_letters:
            sys.exit(TOO_LARGE)
        rows.append((number, [""] * left + cells))
        if len(rows) > most_rows:
            break
    return {"rows": rows, "formulas": formulas_of(content, visible[0])}


def main() -> None:
    memory, seconds, rows, cells, letters = map(int, sys.argv[1:])
    limit(memory, seconds)
    try:
        found = read(sys.stdin.buffer.read(), rows, cells, letters)
    except MemoryError:
        sys.exit(TOO_LARGE)
    except Exception as fault:
        sys.stderr.write(repr(fault))
        sys.exit(UNREADABLE)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
