"""Two texts side by side as one: what stayed, what went, what came.

Lines are compared first, then the letters of the lines that changed, so that a long text costs little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"
# Letters of Western words stay together; Japanese is compared letter by letter.
PARTS = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
# A changed stretch longer than this is shown as a whole: comparing costs its square.
LONGEST = 1500


@dataclass(frozen=True)
class Piece:
    kind: str
    text: str


def compared(before: str, after: str) -> list[Piece]:
    pieces: list[Piece] = []
    for kind, text in _lines(before, after):
        if pieces and pieces[-1].kind == kind:
            pieces[-1] = Piece(kind, pieces[-1].text + text)
        elif text:
            pieces.append(Piece(kind, text))
    return pieces


def _lines(before: str, after: str) -> Iterator[tuple[str, str]]:
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield SAME, "".join(old[a:b])
        else:
            yield from _letters("".join(old[a:b]), "".join(new[c:d]))


def _letters(before: str, after: str) -> Iterator[tuple[str, str]]:
    old, new = PARTS.findall(before), PARTS.findall(after)
    if max(len(old), len(new)) > LONGEST:
        old, new = [before], [after]
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield SAME, "".join(old[a:b])
        else:
            yield GONE, "".join(old[a:b])
            yield NEW, "".join(new[c:d])
