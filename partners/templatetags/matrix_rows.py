"""The cells of the matrix, written here because there are thousands of them on a page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from diplomacy.listing.wording import Wording
from partners.lists.crossing import Matrix
from partners.matrix import address_of

register = template.Library()
NO_ID = UUID(int=0)
CELL = '<td><a href="{url}" aria-label="{label}">{text}</a></td>'


def _partners(rows: list[tuple[dict[str, Any], list[str]]]) -> list[tuple[UUID, str, str, list[str]]]:
    wording, address = Wording(), reverse("partners:detail", args=[NO_ID])
    return [
        (
            row["id"],
            escape(wording.pair(row, "name")[0]),
            escape(address.replace(str(NO_ID), str(row["id"]))),
            [escape(text) for text in texts],
        )
        for row, texts in rows
    ]


@register.simple_tag
def matrix_rows(crossing: Matrix) -> str:
    """One <tr> of each partner; an empty cell is a gap and says so."""
    themes, address = crossing.themes, address_of(crossing.measure)
    gap = f'<td class="gap"><span class="visually-hidden">{escape(_("なし"))}</span></td>'
    names = [escape(str(theme)) for theme in themes]
    lines = []
    for partner, name, url, texts in _partners(crossing.crossed):
        cells = [
            CELL.format(url=escape(address(partner, theme.pk)), label=f"{name} × {theme_name}: {text}", text=text)
            if text
            else gap
            for theme, theme_name, text in zip(themes, names, texts, strict=True)
        ]
        lines.append(f'<tr><th scope="row"><a href="{url}">{name}</a></th>{"".join(cells)}</tr>\n')
    return mark_safe("".join(lines))  # noqa: S308 — every value is escaped above


@register.simple_tag
def matrix_list(crossing: Matrix) -> str:
    """For a narrow screen: each partner with what there is, and how many themes are blank."""
    themes, address = crossing.themes, address_of(crossing.measure)
    names = [escape(str(theme)) for theme in themes]
    lines = []
    for partner, name, url, texts in _partners(crossing.crossed):
        there = " · ".join(
            f'<a href="{escape(address(partner, theme.pk))}">{theme_name} {text}</a>'
            for theme, theme_name, text in zip(themes, names, texts, strict=True)
            if text
        )
        blank = escape(_("空白 %(count)s") % {"count": texts.count("")})
        lines.append(
            f'<li><a class="grow" href="{url}">{name}</a><span>{there}</span><span class="soft">{blank}</span></li>\n'
        )
    return mark_safe("".join(lines))  # noqa: S308 — every value is escaped above
