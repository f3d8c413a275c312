"""What days, months and years a handful of printed passages can mean together: `June 6`, `2021-06-02` and `Monday`.

A printed date without a year takes the years that the other passages print; a weekday is the one within a week of a
printed day; "the next day", "the weekend", "last month" count from a printed day. Weeks may start on Sunday or Monday.
Pure functions over strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from .dates import is_date
from .mentions import Mention, mentions

_NEXT_DAY = re.compile(r"\b(next|following) day\b", re.IGNORECASE)
_WEEKEND = re.compile(r"\bweekend\b", re.IGNORECASE)
_WEEK = re.compile(r"\bweek\b", re.IGNORECASE)
_MONTHS = {
    -1: re.compile(r"\b(last|previous) month\b", re.IGNORECASE),
    0: re.compile(r"\b(this|that|same) month\b", re.IGNORECASE),
    1: re.compile(r"\b(next|following) month\b", re.IGNORECASE),
}
_NEW_YEAR = re.compile(r"\b(start|beginning) of the year\b", re.IGNORECASE)
_SATURDAY, _SUNDAY, _MONDAY = 5, 6, 0


class Named(NamedTuple):
    """What the passages name."""

    days: frozenset[str]
    """`YYYY-MM-DD`."""
    months: frozenset[str]
    """`YYYY-MM`, those of printed days left out."""
    years: frozenset[str]
    starts: frozenset[str]
    """Days on which a week that they speak of may start: they can only begin an interval."""
    ends: frozenset[str]
    """Days on which it may end."""


def unnamed(text: str, own: Sequence[str], basis: Sequence[str]) -> str | None:
    """Return the first end of the date `text` that no passage names, or None.

    `own` are passages that speak of the date itself, `basis` what it was worked out from: a full date in these, the
    stamp of an article, is a day to count from and not the day.
    """
    found = named(own, basis)
    start, interval, end = text.partition("/")
    of = (found.years, found.months, found.days)
    if start not in of[start.count("-")] and not (interval and start in found.starts):
        return start
    return end if interval and end not in of[end.count("-")] and end not in found.ends else None


def named(own: Sequence[str], basis: Sequence[str]) -> Named:
    """Return what the passages name together."""
    told = [mention for passage in (*own, *basis) for mention in mentions(passage)]
    stamps = [mention for passage in basis for mention in mentions(passage) if _is_full(mention)]
    years = {mention.year for mention in told if mention.year is not None}
    anchors = set(_printed_days(told, years))
    words = " | ".join((*own, *basis))
    days = set(_printed_days((mention for mention in told if mention not in stamps), years)) | set(_near(told, anchors))
    days |= set(_relative_days(words, days | anchors, anchors))
    months = {
        f"{year:04}-{mention.month:02}" for mention in told if _is_month(mention) for year in _years(mention, years)
    }
    months |= set(_relative_months(words, anchors, months, years))
    week = list(_around(anchors, 14)) if _WEEK.search(words) else []
    return Named(
        _iso(days),
        frozenset(months),
        frozenset(f"{year:04}" for year in years),
        _iso(day for day in week if day.weekday() in (_SUNDAY, _MONDAY)),
        _iso(day for day in week if day.weekday() in (_SATURDAY, _SUNDAY)),
    )


def _iso(days: Iterable[date]) -> frozenset[str]:
    return frozenset(day.isoformat() for day in days)


def _is_full(mention: Mention) -> bool:
    return None not in (mention.year, mention.month, mention.day)


def _years(mention: Mention, years: Iterable[int]) -> Iterable[int]:
    return years if mention.year is None else (mention.year,)


def _is_month(mention: Mention) -> bool:
    return mention.month is not None and mention.day is None


def _printed_days(told: Iterable[Mention], years: Iterable[int]) -> Iterator[date]:
    for mention in {mention._replace(start=0, end=0) for mention in told}:  # one day may be printed many times
        if mention.month is not None and mention.day is not None:
            for year in _years(mention, years):
                day = f"{year:04}-{mention.month:02}-{mention.day:02}"
                if 1 < year < 9999 and is_date(day):  # days around it are counted, and must be dates too
                    yield date.fromisoformat(day)


def _near(told: Iterable[Mention], printed: Iterable[date]) -> Iterator[date]:
    """Yield the days within a week of a printed day that fall on a printed weekday."""
    weekdays = {mention.weekday for mention in told} - {None}
    return (day for day in _around(printed, 7) if day.weekday() in weekdays)


def _around(days: Iterable[date], reach: int) -> Iterator[date]:
    return (day + timedelta(offset) for day in days for offset in range(-reach, reach + 1))


def _relative_days(words: str, days: Iterable[date], printed: Iterable[date]) -> Iterator[date]:
    if _NEXT_DAY.search(words):
        yield from (day + timedelta(1) for day in days)
    if _WEEKEND.search(words):
        yield from (day for day in _around(printed, 7) if day.weekday() in (_SATURDAY, _SUNDAY))


def _relative_months(words: str, printed: Iterable[date], months: Iterable[str], years: Iterable[int]) -> Iterator[str]:
    known = {(day.year, day.month) for day in printed} | {(int(month[:4]), int(month[5:])) for month in months}
    for step, pattern in _MONTHS.items():
        if pattern.search(words):
            for year, month in known:
                count = 12 * year + month - 1 + step
                yield f"{count // 12:04}-{count % 12 + 1:02}"
    if _NEW_YEAR.search(words):
        yield from (f"{year:04}-01" for year in years)
