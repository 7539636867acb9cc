"""Where the words stand in a text, found on the same normal form as the search, shown in the text as it is."""

from __future__ import annotations

import unicodedata

from django.utils.html import format_html, format_html_join

from diplomacy.search.words import normalised, spellings

# Half-width katakana carry their voicing marks behind them: ｶﾞ is one letter.
VOICING_MARKS = "\uff9e\uff9f"


def marked(text: str, words: str) -> str:
    """The text as HTML with every word of `words` in <mark>."""
    folded, places = _folded(text)
    inside = [False] * len(text)
    for word in words.split():
        for spelling in filter(None, spellings(word)):
            start = folded.find(spelling)
            while start >= 0:
                last = places[start + len(spelling) - 1]
                inside[places[start][0] : last[1]] = [True] * (last[1] - places[start][0])
                start = folded.find(spelling, start + 1)
    pieces = (format_html("<mark>{}</mark>", run) if on else run for on, run in _runs(text, inside))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _folded(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The normal form, and for each of its letters which part of the text it came from."""
    folded: list[str] = []
    places: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and (text[end] in VOICING_MARKS or unicodedata.combining(text[end])):
            end += 1
        letters = normalised(text[start:end])
        folded.append(letters)
        places.extend([(start, end)] * len(letters))
        start = end
    return "".join(folded), places


def _runs(text: str, inside: list[bool]) -> list[tuple[bool, str]]:
    """The text in stretches that are, or are not, part of a word."""
    runs: list[tuple[bool, str]] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or inside[place] != inside[start]:
            runs.append((inside[start], text[start:place]))
            start = place
    return runs
