"""The rows of the registers, written here for the same reason as those of the meetings: fifty of them a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meetings.templatetags.meeting_rows import LANGUAGE, OTHER, SAMPLE, UNTIL, escaped

register = template.Library()

NAME = (
    '<th scope="row">{link} <span class="handling {handling}"><span class="visually-hidden">{handling_word}: </span>'
    "{handling_label}</span>{sample}{other}</th>"
)
MEETING = (
    '<td data-label="{meeting_word}"><a href="{meeting_url}"{meeting_language}>{meeting}</a>'
    '<span class="sub">{meeting_date}</span></td>'
)
ACTION = (
    '<tr><td class="nowrap" data-label="{due_word}">{due}{until}</td>' + NAME + '<td class="nowrap" '
    'data-label="{side_word}">{side}</td><td data-label="{owner_word}">{owner}</td>' + MEETING + "<td>"
    '<span class="badge {tone}">{state}</span></td></tr>\n'
)
DECISION = "<tr>" + NAME + MEETING + "</tr>\n"
ACTION_LINK = '<a class="row-title" href="{url}"{language}>{title}</a>'
DECISION_LINK = '<a class="row-title" href="{meeting_url}#d-{id}"{language}>{title}</a>'


@register.simple_tag
def action_rows(lines: Iterable[dict[str, Any]]) -> str:
    """One <tr> for each of `meetings.outcomes.rows.action_lines`."""
    words = {
        **_words(),
        "due_word": _("期限"),
        "side_word": _("側"),
        "owner_word": pgettext("行動", "担当"),
    }
    return _rows(ACTION, ACTION_LINK, words, lines)


@register.simple_tag
def decision_rows(lines: Iterable[dict[str, Any]]) -> str:
    """One <tr> for each of `meetings.outcomes.rows.decision_lines`."""
    return _rows(DECISION, DECISION_LINK, _words(), lines)


def _words() -> dict[str, str]:
    return {"handling_word": _("取扱区分"), "meeting_word": _("会合")}


def _rows(row: str, link: str, words: dict[str, str], lines: Iterable[dict[str, Any]]) -> str:
    # Every value is escaped before it meets the markup.
    written = (row.format_map(_cells(escaped({**words, **line}), link)) for line in lines)
    return mark_safe("".join(written))  # noqa: S308


def _cells(cells: dict[str, Any], link: str) -> dict[str, Any]:
    """What may be absent is a piece of markup of its own."""
    for name in ("language", "meeting_language"):
        cells[name] = LANGUAGE.format(language=cells[name]) if cells[name] else ""
    cells["until"] = UNTIL.format_map(cells) if cells.get("until") else ""
    cells["sample"] = SAMPLE.format_map(cells) if cells["sample"] else ""
    cells["other"] = OTHER.format_map(cells) if cells["other"] else ""
    cells["link"] = link.format_map(cells)
    return cells
