"""ISO 8601 dates of different precision: bounds, order, validity. Pure functions over strings.

A date is a year, a month, a day, or an interval of two of these (`2021-01/2021-04`). Nothing here reads a clock.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def bounds(text: str) -> tuple[str, str]:
    """Return the first and last day that `text` covers, both as `YYYY-MM-DD`.

    Raises ValueError if it is not a date, a day does not exist, or an interval does not end after it starts.
    """
    start, interval, end = text.partition("/")
    if start == end or bool(interval) != bool(end):
        raise ValueError(f"{text} starts where it ends")
    first, last = _parse_plain_date(start)[0], _parse_plain_date(end or start)[1]
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
    return text.partition("/")[0] if text else "~"  # sorts after every date


def _parse_plain_date(text: str) -> tuple[date, date]:
    """Return the first and last day of one year, month or day."""
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = found.groups()
    first = date(int(year), int(month or 1), int(day or 1))
    if day:
        return first, first
    if month in (None, "12"):
        return first, date(first.year, 12, 31)
    return first, date(first.year, first.month + 1, 1) - timedelta(days=1)
