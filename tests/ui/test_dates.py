from datetime import date

import pytest
from django.utils import translation

from diplomacy.ui.dates import distance, written


@pytest.mark.parametrize(
    ("start", "end", "precision", "japanese", "english"),
    [
        (date(2026, 12, 4), None, "day", "2026年12月4日（金）", "Fri 4 December 2026"),
        (
            date(2026, 12, 4),
            date(2026, 12, 6),
            "day",
            "2026年12月4日（金）–6日（日）",
            "Fri 4 – Sun 6 December 2026",
        ),
        (
            date(2026, 11, 30),
            date(2026, 12, 1),
            "day",
            "2026年11月30日（月）–12月1日（火）",
            "Mon 30 November – Tue 1 December 2026",
        ),
        (
            date(2026, 12, 31),
            date(2027, 1, 1),
            "day",
            "2026年12月31日（木）–2027年1月1日（金）",
            "Thu 31 December 2026 – Fri 1 January 2027",
        ),
        (date(2026, 12, 1), date(2026, 12, 31), "month", "2026年12月", "December 2026"),
        (date(2026, 11, 1), date(2026, 12, 1), "month", "2026年11月–12月", "November 2026 – December 2026"),
        (date(2026, 1, 1), None, "year", "2026年", "2026"),
        (date(2026, 1, 1), date(2027, 1, 1), "year", "2026年–2027年", "2026–2027"),
        (date(2026, 1, 1), None, "unknown", "日程未定", "Date to be decided"),
        (None, None, "day", "日程未定", "Date to be decided"),
    ],
)
def test_a_date_is_written_as_precisely_as_it_is_known(start, end, precision, japanese, english):
    assert written(start, end, precision, language="ja") == japanese
    assert written(start, end, precision, language="en") == english


def test_an_end_before_the_start_is_left_out():
    assert written(date(2026, 12, 4), date(2026, 12, 1), language="ja") == "2026年12月4日（金）"


@pytest.mark.parametrize(
    ("days", "japanese", "english"),
    [
        (0, "今日", "today"),
        (1, "明日", "tomorrow"),
        (-1, "昨日", "yesterday"),
        (11, "11日後", "in 11 days"),
        (-3, "3日前", "3 days ago"),
    ],
)
def test_a_distance_is_said_in_the_readers_language(days, japanese, english):
    with translation.override("ja"):
        assert distance(days) == japanese
    with translation.override("en"):
        assert distance(days) == english
