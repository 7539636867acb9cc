"""A paper as PDF, set by Typst. The template is ours and closed; the paper goes in as JSON, so no text in it runs.

The compiler sees this folder and the two fonts, nothing else: no network, no packages, no files of the machine.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst

from diplomacy.papers.model import Bullets, Facts, Heading, Paper, Paragraph, Space, Table, Text, carried, runs

PDF_TYPE = "application/pdf"
HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "typst"
TEMPLATE = str(TEMPLATES / "paper.typ")
FONTS = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")


def pdf_file(paper: Paper) -> bytes:
    return compiled("paper.typ", {"paper": as_json(paper)})


def compiled(template: str, inputs: dict[str, str]) -> bytes:
    """A PDF from one of the templates of this folder, with JSON as its inputs."""
    content = typst.compile(str(TEMPLATES / template), format="pdf", **_closed(inputs))
    assert isinstance(content, bytes)
    return content


def pages_used(paper: Paper) -> float:
    """Up to where the PDF comes, without writing it: 1.5 is the middle of its second page."""
    return float(typst.query(TEMPLATE, "<end>", field="value", one=True, **_closed({"paper": as_json(paper)})))


def as_json(paper: Paper) -> str:
    """What the template reads."""
    return json.dumps(_data(carried(paper)), ensure_ascii=False)


def _closed(inputs: dict[str, str]) -> dict[str, Any]:
    """What goes in as data, and all that the compiler may see."""
    return {
        "sys_inputs": inputs,
        "root": str(TEMPLATES),
        "font_paths": _fonts(),
        "ignore_system_fonts": True,
        "package_path": str(TEMPLATES / "none"),
        "package_cache_path": str(TEMPLATES / "none"),
    }


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Read once for the process; the wheels that carry them hold one file each."""
    folders = [find_spec(name).submodule_search_locations[0] for name in FONTS]  # type: ignore[union-attr, index]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _data(paper: Paper) -> dict[str, Any]:
    names = ("title", "marking", "language", "second", "date_line", "author", "dense", "is_letter")
    head = {name: getattr(paper, name) for name in names}
    return head | {"notes": list(paper.notes), "blocks": [_block(block) for block in paper.blocks]}


def _block(block: Any) -> dict[str, Any]:
    kind = type(block).__name__.lower()
    if isinstance(block, Heading):
        return {
            "kind": kind,
            "text": _text(block.text),
            "level": block.level,
            "marking": block.marking,
            "note": block.note,
        }
    if isinstance(block, Paragraph):
        return {
            "kind": kind,
            "text": _text(block.text),
            "label": block.label,
            "small": block.small,
            "place": block.place,
        }
    if isinstance(block, Bullets):
        items = [{"text": _text(text), "depth": block.depth(place)} for place, text in enumerate(block.items)]
        return {"kind": kind, "items": items, "ordered": block.ordered, "start": block.start}
    if isinstance(block, Facts):
        return {"kind": kind, "rows": [[label, _text(value)] for label, value in block.rows]}
    if isinstance(block, Table):
        return {
            "kind": kind,
            "columns": list(block.columns),
            "rows": [[_text(cell) for cell in row] for row in block.rows],
            "widths": [block.width(place) for place in range(len(block.columns))],
            "right": list(block.right),
        }
    assert isinstance(block, Space)
    return {"kind": kind}


def _text(text: Text) -> list[dict[str, Any]]:
    return [asdict(run) for run in runs(text)]
