"""What is filtered, as a file: the rows its reader sees, its handling on top, and an entry in the audit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.handling import Handling
from accounts.lists.listing import Listing
from accounts.reading import note_export
from diplomacy.export.sheets import FORMATS, MOST_ROWS, Sheet, highest
from diplomacy.ui.dates import written


@dataclass(frozen=True)
class Export:
    """How the rows of one list become a file: the columns to fetch, their names, and their cells in words."""

    title: Any
    name: str
    columns: tuple[str, ...]
    heads: Callable[[], list[str]]
    cells: Callable[[list[dict[str, Any]], Any], list[list[Any]]]


def export_file(listing: Listing, export: Export, form: str, *, now: datetime) -> tuple[bytes, str]:
    """The file and its type. Writes who exported how many rows by which filter into the audit."""
    rows = listing.first(MOST_ROWS + 1, *export.columns)
    cut, rows = len(rows) > MOST_ROWS, rows[:MOST_ROWS]
    level = highest((row.get("handling", Handling.PUBLIC) for row in rows), Handling.values)
    sheet = Sheet(
        title=str(export.title),
        handling=_("取扱区分（この文書で最も高いもの）: %(level)s") % {"level": Handling(level).label},
        columns=export.heads(),
        rows=export.cells(rows, listing.user),
        notes=_notes(listing, len(rows), cut, now),
    )
    write, content_type = FORMATS[form]
    content = write(sheet)
    filters, kind = QueryDict(listing.query), listing.model._meta.label_lower
    note_export(listing.user, kind, len(rows), filters, format=form, highest=level)
    return content, content_type


def _notes(listing: Listing, count: int, cut: bool, now: datetime) -> list[str]:
    user, here = listing.user, timezone.localtime(now)
    notes = [
        _("書き出した人: %(name)s（%(body)s）")
        % {"name": user.get_full_name(), "body": user.organisation or user.get_role_display()},
        _("書き出した日時: %(moment)s") % {"moment": f"{written(here.date())} {here:%H:%M} {here.tzname()}"},
        _("条件: %(filter)s") % {"filter": _filter_in_words(listing)},
        _("件数: %(count)s件") % {"count": count},
    ]
    if cut:
        notes.append(
            _("先頭の%(most)s件だけが入っています。残りは条件を狭めて書き出してください。") % {"most": MOST_ROWS}
        )
    return notes


def _filter_in_words(listing: Listing) -> str:
    said = [f"{chip['label']}: {chip['value']}" for chip in listing.conditions]
    return " / ".join(said) or _("なし（閲覧できるものすべて）")
