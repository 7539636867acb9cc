"""Lines from Word and Excel, as they really come."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from meetings.pasting import length, read


def shape(text, ministries=None):
    return [(line.level, line.title_ja or line.title_en) for line in read(text, ministries or {})]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("開会\n量子\n閉会", [(1, "開会"), (1, "量子"), (1, "閉会")]),
        ("・開会\n・量子\n", [(1, "開会"), (1, "量子")]),
        (
            "1. 開会\n2. 量子\n2.1 現状\n2.2 今後\n3. 閉会",
            [(1, "開会"), (1, "量子"), (2, "現状"), (2, "今後"), (1, "閉会")],
        ),
        (
            "１．開会\n２．量子\n（１）現状\n①日本\n②米国\n（２）今後\n",
            [(1, "開会"), (1, "量子"), (2, "現状"), (3, "日本"), (3, "米国"), (2, "今後")],
        ),
        ("開会\n\t現状\n\t\t日本\n閉会", [(1, "開会"), (2, "現状"), (3, "日本"), (1, "閉会")]),
        ("量子\n　現状\n　今後\n", [(1, "量子"), (2, "現状"), (2, "今後")]),
        ("議題1：開会\n議題2：量子", [(1, "開会"), (1, "量子")]),
        ("一、開会\n二、量子", [(1, "開会"), (1, "量子")]),
        ("Item 1: Opening\nItem 2: Quantum", [(1, "Opening"), (1, "Quantum")]),
        ("\n\n開会\r\n\r\n量子\r\n", [(1, "開会"), (1, "量子")]),
        ("2026年の計画\n3つの課題", [(1, "2026年の計画"), (1, "3つの課題")]),
        ("        深い字下げ\n浅い", [(1, "深い字下げ"), (1, "浅い")]),
    ],
)
def test_the_tree_is_read_from_indentation_or_numbering(text, expected):
    assert shape(text) == expected


def test_cells_hold_titles_lengths_times_kinds_and_ministries():
    (line,) = read("量子科学技術\tQuantum science\t09:40-10:20\t討議\t文部科学省", {"文部科学省": "MEXT"})
    assert (line.title_ja, line.title_en) == ("量子科学技術", "Quantum science")
    assert (line.start_time, line.duration_minutes) == (time(9, 40), 40)
    assert (line.kind, line.lead_ministry) == ("discussion", "MEXT")


def test_a_length_in_brackets_behind_the_title_is_taken_off():
    (line,) = read("開会（１時間３０分）", {})
    assert (line.title_ja, line.duration_minutes) == ("開会", 90)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("30分", 30), ("1時間", 60), ("1時間30分", 90), ("1h 30min", 90), ("45 min", 45), ("30", None), ("", None)],
)
def test_lengths(text, minutes):
    assert length(text) == minutes


@pytest.mark.parametrize("text", ["", "\n \n", "議題\n" * 501, "長" * 2000])
def test_nothing_too_much_and_too_long_are_refused(text):
    with pytest.raises(ValidationError):
        read(text, {})
