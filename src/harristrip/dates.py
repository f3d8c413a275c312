"""ISO 8601 dates of different precision: bounds, order, validity. Pure functions over strings.

A date is a year, a month, a day, or an interval of two of these (`2021-01/2021-04`). Nothing here reads a clock.
"""

from __future__ import annotations

from datetime import date, timedelta

NEVER = "~"
"""Sorts after every date, for records without one."""


def bounds(text: str) -> tuple[str, str]:
    """Return the first and last day that `text` covers, both as `YYYY-MM-DD`.

    Raises ValueError if it is not a date, a day does not exist, or an interval does not end after it starts.
    """
    start, interval, end = text.partition("/")
    if start == end or bool(interval) != bool(end):
        raise ValueError(f"{text} starts where it ends")
    first, last = _days(start)[0], _days(end or start)[1]
    if first > last:
        raise ValueError(f"{text} ends before it starts")
    return first.isoformat(), last.isoformat()


def is_date(text: str) -> bool:
    """Return whether `text` is a date that `bounds` accepts."""
    try:
        bounds(text)
    except ValueError:
        return False
    return True


def sort_key(text: str | None) -> str:
    """Return a key that sorts by start: a year before its months, a month before its days, no date last."""
    return text.partition("/")[0] if text else NEVER


def _days(text: str) -> tuple[date, date]:
    """Return the first and last day of one year, month or day."""
    parts = text.split("-")
    if [len(part) for part in parts] != [4, 2, 2][: len(parts)] or not all(_digits(part) for part in parts):
        raise ValueError(f"{text!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = ([int(part) for part in parts] + [1, 1])[:3]
    first = date(year, month, day)
    if len(parts) == 3:
        return first, first
    last_month = 12 if len(parts) == 1 else month
    return first, date(year, last_month, _month_length(year, last_month))


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _month_length(year: int, month: int) -> int:
    if month == 12:
        return 31
    return (date(year, month + 1, 1) - timedelta(days=1)).day
