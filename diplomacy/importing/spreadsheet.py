"""Workbooks, read in a process of its own with limits of memory and time: a parser that fails takes nothing along."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from diplomacy.importing.rows import HEAD_ROWS, MOST_ROWS, Table
from diplomacy.importing.spreadsheet_process import UNREADABLE
from diplomacy.uploads.refusing import refused

PROGRAM = Path(__file__).with_name("spreadsheet_process.py")
MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 30
SECONDS = 120
# Cells in the rectangle around all that is filled in, and letters in it.
MOST_CELLS, MOST_LETTERS = 5_000_000, 40_000_000


def read_spreadsheet(content: bytes) -> Table:
    limits = (MEMORY, CPU_SECONDS, MOST_ROWS + HEAD_ROWS, MOST_CELLS, MOST_LETTERS)
    command = [sys.executable, "-I", str(PROGRAM), *map(str, limits)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as fault:
        raise _too_large() from fault
    if done.returncode == UNREADABLE:
        raise refused("broken", _("Excelのファイルとして読めません。Excelで開けることを確かめ、保存し直してください。"))
    if done.returncode:
        # The limits were met: by the program's own count, or by the system, which ends it with a signal.
        raise _too_large()
    found = json.loads(done.stdout)
    return Table(
        [(number, cells) for number, cells in found["rows"]],
        {(row, column) for row, column in found["formulas"]},
    )


def _too_large() -> Exception:
    return refused(
        "too_large", _("表が大きすぎて読めません。使っていない行や列を消し、必要な表だけを残して保存し直してください。")
    )
