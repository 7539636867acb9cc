"""The cells of the matrix, written here because there are hundreds of them on a page.

A cell is as few bytes as its link takes: what it counts is said by the heads of its row and column, and an empty cell
is empty. On a narrow screen a row is a block, and each cell says its theme (`data-label`).
"""

from __future__ import annotations

from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from diplomacy.listing.wording import Wording
from partners.lists.crossing import Matrix
from partners.lists.listing import Row
from partners.matrix import address_of

register = template.Library()
NO_ID = UUID(int=0)
CELL = '<td data-label="{theme}"><a href="{url}">{text}</a></td>'
EMPTY = "<td></td>"
HEAD = '<th scope="row"><a href="{url}">{name}</a>{blank}</th>'
BLANK = ' <span class="sub">{}</span>'


@register.simple_tag
def matrix_rows(crossing: Matrix, rows: list[tuple[Row, list[str]]]) -> str:
    """One <tr> of each partner, with how many themes are blank, if any."""
    wording, themes, address = Wording(), crossing.themes, address_of(crossing.measure)
    names, partner_address = [escape(str(theme)) for theme in themes], reverse("partners:detail", args=[NO_ID])
    lines = []
    for row, texts in rows:
        cells = [
            CELL.format(theme=name, url=escape(address(row["id"], theme.pk)), text=escape(text)) if text else EMPTY
            for theme, name, text in zip(themes, names, texts, strict=True)
        ]
        head = HEAD.format(
            url=escape(partner_address.replace(str(NO_ID), str(row["id"]))),
            name=escape(wording.pair(row, "name")[0]),
            blank=BLANK.format(escape(_("空白 %(count)s") % {"count": count})) if (count := texts.count("")) else "",
        )
        lines.append(f"<tr>{head}{''.join(cells)}</tr>\n")
    return mark_safe("".join(lines))  # noqa: S308 — every value is escaped above
