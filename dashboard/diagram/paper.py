"""The diagram as a PDF on one sheet of A3, black on white."""

from __future__ import annotations

import json

from dashboard.diagram.layout import Picture
from diplomacy.papers.pdf import compiled


def pdf_of(svg: str, picture: Picture, title: str, made: str) -> bytes:
    """The drawing goes in as data like every text, scaled to the sheet."""
    sheet = {"title": title, "made": made, "svg": svg, "width": picture.width, "height": picture.height}
    return compiled("sheet.typ", {"sheet": json.dumps(sheet, ensure_ascii=False)})
