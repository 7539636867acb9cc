"""The rows of a table of meetings.

Written here rather than by a template: fifty rows of a template cost more than the rest of the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

register = template.Library()

ROW = (
    '<tr><td class="nowrap">{date}{until}</td>'
    '<th scope="row"><a class="row-title" href="{url}"{language}>{title}</a> '
    '<span class="handling {handling}"><span class="visually-hidden">{handling_word}: </span>{handling_label}</span>'
    '{sample}{other}</th><td class="nowrap" data-label="{level_word}">{level}</td>'
    '<td data-label="{place_word}">{place}</td>'
    '<td class="nowrap" data-label="{lead_word}">{lead}</td><td><span class="badge {tone}">{status}</span></td>'
    '<td class="number" data-label="{items_word}">{items}</td></tr>\n'
)
UNTIL = '<span class="sub">{until}</span>'
SAMPLE = ' <span class="badge neutral">{sample}</span>'
OTHER = '<span class="sub" lang="{other_language}">{other}</span>'
LANGUAGE = ' lang="{language}"'


@register.simple_tag
def meeting_rows(lines: Iterable[dict[str, Any]]) -> str:
    """One <tr> for each of `meetings.rows.meeting_lines`."""
    words = {
        "handling_word": _("取扱区分"),
        "level_word": _("レベル"),
        "place_word": _("開催地"),
        "lead_word": _("主担当"),
        "items_word": _("議題"),
    }
    # Every value is escaped before it meets the markup.
    return mark_safe("".join(_row(escaped({**words, **line})) for line in lines))  # noqa: S308


def escaped(cells: dict[str, Any]) -> dict[str, Any]:
    return {name: escape(value) if isinstance(value, str) else value for name, value in cells.items()}


def _row(cells: dict[str, Any]) -> str:
    """What may be absent is a piece of markup of its own."""
    cells["until"] = UNTIL.format_map(cells) if cells["until"] else ""
    cells["sample"] = SAMPLE.format_map(cells) if cells["sample"] else ""
    cells["other"] = OTHER.format_map(cells) if cells["other"] else ""
    cells["language"] = LANGUAGE.format_map(cells) if cells["language"] else ""
    return ROW.format_map(cells)
