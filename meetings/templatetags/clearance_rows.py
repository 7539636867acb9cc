"""The rows of a clearance's matrix.

Written here rather than by a template: 60 × 20 cells of a template cost more than all else on the page.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from meetings.rounds.matrix import Cell, Matrix, Row

register = template.Library()

ROW = (
    '<tr><th scope="row"><a href="{key}/">{number} {title}</a>{outcome}{outdated}'
    '<span class="sub">{version}</span></th>'
    '{cells}<td class="number" data-label="{settled_word}">{settled}/{total}</td></tr>\n'
)
CELL = '<td class="{tone}" data-label="{ministry}">{label}</td>'
LINKED = '<td class="{tone}" data-label="{ministry}"><a href="{href}">{label}</a></td>'
BADGE = ' <span class="badge {tone}">{label}</span>'


@register.simple_tag
def matrix_rows(matrix: Matrix) -> str:
    names = {column.name: escape(column.name) for column in matrix.columns}
    return mark_safe("".join(_row(row, names) for row in matrix.rows))  # noqa: S308 - every value is escaped or ours


def _row(row: Row, names: dict[str, str]) -> str:
    return ROW.format(
        key=row.entry.pk,
        number=escape(row.number),
        title=escape(row.title),
        outcome=BADGE.format(tone=row.outcome_tone, label=row.outcome_label) if row.outcome_label else "",
        outdated=BADGE.format(tone="warning", label=_("回章後に変更")) if row.outdated else "",
        version=escape(_("第%(number)s版") % {"number": row.entry.version}),
        cells="".join(_cell(cell, names) for cell in row.cells),
        settled_word=_("整った数"),
        settled=row.settled,
        total=row.total,
    )


def _cell(cell: Cell, names: dict[str, str]) -> str:
    """The words come from us, the address is made of keys; only the ministries' names are anybody's text."""
    shape = LINKED if cell.href else CELL
    return shape.format(tone=cell.tone, ministry=names[cell.ministry], href=cell.href, label=cell.label)
