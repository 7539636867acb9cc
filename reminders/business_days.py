"""Business days of the Japanese government (行政機関の休日に関する法律): what is closed, and counting from a day."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

# The law's own closing days; the national holidays know only 1 January of them.
YEAR_END = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}

national_holidays = holidays.country_holidays("JP")


def is_business_day(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in YEAR_END and day not in national_holidays


@lru_cache(maxsize=10_000)
def business_days_before(day: date, count: int) -> date:
    """The business day `count` business days earlier; with 0 the day itself, or the last business day before it."""
    while count > 0 or not is_business_day(day):
        day -= timedelta(days=1)
        count -= is_business_day(day)
    return day


@lru_cache(maxsize=10_000)
def business_days_after(day: date, count: int) -> date:
    """The business day `count` business days later; with 0 the day itself, or the next business day."""
    while count > 0 or not is_business_day(day):
        day += timedelta(days=1)
        count -= is_business_day(day)
    return day
