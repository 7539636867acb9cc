"""How wide a text is before a browser has drawn it, and where it is broken into lines.

The widths are those of Noto Sans JP, rounded up, in parts of the letter size; what is not Latin is as wide as high.
"""

from __future__ import annotations

import re

NARROW, WIDE = set("fijlrtI.,:;'`|!()[]{}/ -·"), set("MWmw%@—…")
CAPITALS = set("ABCDEFGHJKLNOPQRSTUVXYZ&")
# Latin words stay whole; every other letter may end a line, but for those that no line begins with.
PIECES = re.compile(r"[!-~À-ɏ]+ ?|.", re.DOTALL)
NEVER_FIRST = set("）」』】、。・ー々ァィゥェォッャュョ")


def width(text: str, size: float) -> float:
    return sum(_of(letter) for letter in text) * size


def _of(letter: str) -> float:
    if letter in NARROW:
        return 0.38
    if letter in WIDE:
        return 0.93
    if letter in CAPITALS:
        return 0.69
    return 0.57 if letter < "\u0250" else 1.0


def lines_of(text: str, room: float, size: float, most: int) -> list[str]:
    """At most so many lines no wider than the room; what does not fit ends in an ellipsis."""
    lines = [""]
    for piece in _pieces(text, room, size):
        fits = width((lines[-1] + piece).rstrip(), size) <= room
        if not lines[-1] or fits or (piece in NEVER_FIRST and lines[-1][-1] not in NEVER_FIRST):
            lines[-1] += piece
        else:
            lines.append(piece)
    lines = [line.strip() for line in lines]
    if len(lines) <= most:
        return [_cut(line, room, size) for line in lines]
    return [*(_cut(line, room, size) for line in lines[: most - 1]), _cut(lines[most - 1] + "…", room, size)]


def _pieces(text: str, room: float, size: float) -> list[str]:
    """A word that is wider than a line is broken like Japanese."""
    found: list[str] = []
    for piece in PIECES.findall(text):
        found += [piece] if width(piece.strip(), size) <= room else list(piece)
    return found


def _cut(line: str, room: float, size: float) -> str:
    if width(line, size) <= room:
        return line
    while line and width(line + "…", size) > room:
        line = line[:-1].rstrip("…")
    return line + "…"
