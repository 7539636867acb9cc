from dataclasses import dataclass, field

MOST_ROWS = 10_000
# Lines that may stand above the header: what the portal's own exports say of themselves.
HEAD_ROWS = 20


@dataclass
class Table:
    """`lines` are numbered rows of cells, empty rows left out. `formulas` are (row, column from 0) of formula cells."""

    lines: list[tuple[int, list[str]]]
    formulas: set[tuple[int, int]] = field(default_factory=set)
