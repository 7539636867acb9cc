from datetime import date

import pytest

from reminders.business_days import business_days_before, is_business_day


@pytest.mark.parametrize(
    "closed",
    [
        date(2026, 12, 5),  # Saturday
        date(2026, 12, 6),  # Sunday
        date(2026, 11, 23),  # Labour Thanksgiving Day
        date(2026, 5, 6),  # a substitute holiday
        date(2026, 9, 22),  # the day between two holidays
        date(2026, 12, 29),
        date(2026, 12, 30),
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2027, 1, 2),
        date(2027, 1, 3),
    ],
)
def test_the_government_is_closed(closed):
    assert not is_business_day(closed)


@pytest.mark.parametrize("opened", [date(2026, 12, 28), date(2027, 1, 4), date(2026, 11, 24)])
def test_the_government_is_open(opened):
    assert is_business_day(opened)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 12, 4), 0, date(2026, 12, 4)),
        (date(2026, 12, 4), 1, date(2026, 12, 3)),
        (date(2026, 12, 4), 7, date(2026, 11, 25)),
        (date(2026, 12, 4), 30, date(2026, 10, 21)),
        (date(2026, 11, 25), 1, date(2026, 11, 24)),
        (date(2026, 11, 24), 1, date(2026, 11, 20)),
        (date(2027, 1, 4), 1, date(2026, 12, 28)),
        (date(2026, 12, 6), 0, date(2026, 12, 4)),
        (date(2026, 12, 6), 1, date(2026, 12, 4)),
    ],
)
def test_counting_back(day, count, expected):
    assert business_days_before(day, count) == expected
