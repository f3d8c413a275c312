"""What days, months and years some printed passages can mean together: `June 6`, `2021-06-02` and `Monday`.

A printed date without a year takes the years that the other passages print; a weekday is the one within a week of a
printed day; "the next day", "the weekend", "last month" count from a printed day. Weeks may start on Sunday or Monday.
Where the day of a source is known, words in its passages count from that day too. Pure functions over strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from harristrip import dates

from .printed_dates import DEADLINE, PrintedDate, printed_dates

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
MOST = 100
"""Different years, and different days, that are combined: passages that print more name none of them."""


class Passage(NamedTuple):
    """Printed words, and the day that words such as `yesterday` in them count from."""

    text: str
    today: date | None = None
    dates: tuple[PrintedDate, ...] | None = None
    """The dates in the words, where their whole sentence was read already."""

    def read(self) -> tuple[PrintedDate, ...]:
        """Return the dates that the passage prints."""
        return tuple(printed_dates(self.text, self.today)) if self.dates is None else self.dates


class Named(NamedTuple):
    """What the passages name, as first and last day of each date."""

    spans: frozenset[tuple[str, str]]
    """Days, months, years and intervals."""
    starts: frozenset[str]
    """Days on which a week or interval that they speak of starts: they can only begin an interval."""
    ends: frozenset[str]
    """Days on which one ends."""


def unnamed(text: str, own: Sequence[str | Passage], basis: Sequence[str | Passage]) -> str | None:
    """Return the first end of the date `text` that no passage names, or None.

    `own` are passages that speak of the date itself, `basis` what it was worked out from: a full date in these, the
    stamp of an article, is a day to count from and not the day.
    """
    found = named([_passage(one) for one in own], [_passage(one) for one in basis])
    start, interval, end = text.partition("/")
    if not interval:
        return None if dates.bounds(start) in found.spans else start
    if dates.bounds(text) in found.spans:
        return None
    if dates.bounds(start) not in found.spans and dates.bounds(start)[0] not in found.starts:
        return start
    return None if dates.bounds(end) in found.spans or dates.bounds(end)[1] in found.ends else end


def _passage(one: str | Passage) -> Passage:
    return Passage(one) if isinstance(one, str) else one


def named(own: Sequence[Passage], basis: Sequence[Passage]) -> Named:
    """Return what the passages name together."""
    told = [one for passage in own for one in passage.read() if not _is_other(one)]
    based = [one for passage in basis for one in passage.read()]
    stamps = {one.options for one in based if one.is_full}
    years = _few({one.year for one in (*told, *based) if one.year is not None})
    anchors = _few(set(_printed_days((*told, *based), years)))
    words = " | ".join(passage.text for passage in (*own, *basis))
    days = set(_printed_days([*told, *(one for one in based if not one.is_full or one.unread == DEADLINE)], years))
    days |= set(_near((*told, *based), anchors))
    days |= set(_relative_days(words, days | anchors, anchors))
    months = {(one.year or year, one.month) for one in (*told, *based) if _is_month(one) for year in years}
    months |= set(_relative_months(words, anchors, months))
    week = list(_around(anchors, 14)) if _WEEK.search(words) else []
    spans = {(day.isoformat(), day.isoformat()) for day in days}
    spans |= {dates.bounds(f"{year:04}-{month:02}") for year, month in months if month and 0 < year < 9999}
    spans |= {dates.bounds(f"{one.year:04}") for one in based if one.year in years}
    if _NEW_YEAR.search(words):
        spans |= {dates.bounds(f"{year:04}-01") for year in years}
    meant = {dates.bounds(option) for one in (*told, *based) if one.options not in stamps for option in one.options}
    return Named(
        frozenset(spans | meant),
        frozenset(day.isoformat() for day in week if day.weekday() in (_SUNDAY, _MONDAY)) | _firsts(meant),
        frozenset(day.isoformat() for day in week if day.weekday() in (_SATURDAY, _SUNDAY)) | _lasts(meant),
    )


def _is_other(one: PrintedDate) -> bool:
    """Return whether a date of a passage is no date of the event: a bound, one of two, a contradiction."""
    return one.unread is not None


def _few(found: set[int] | set[date]) -> set:  # type: ignore[type-arg]
    return found if len(found) <= MOST else set()


def _firsts(spans: Iterable[tuple[str, str]]) -> frozenset[str]:
    return frozenset(first for first, last in spans if first != last and first[8:] and not _is_whole(first, last))


def _lasts(spans: Iterable[tuple[str, str]]) -> frozenset[str]:
    return frozenset(last for first, last in spans if first != last and not _is_whole(first, last))


def _is_whole(first: str, last: str) -> bool:
    """Return whether a span is one month or one year, which names no day of its own."""
    return (first, last) in (dates.bounds(first[:7]), dates.bounds(first[:4]))


def _is_month(one: PrintedDate) -> bool:
    return one.month is not None and one.day is None


def _printed_days(told: Iterable[PrintedDate], years: Iterable[int]) -> Iterator[date]:
    """Yield the days that are printed, those without a year in each of the years."""
    for year, month, day in {(one.year, one.month, one.day) for one in told}:  # one day may be printed many times
        if month is None or day is None:
            continue
        for one in years if year is None else (year,):
            text = f"{one:04}-{month:02}-{day:02}"
            if 1 < one < 9999 and dates.is_date(text):  # days around it are counted, and must be dates too
                yield date.fromisoformat(text)


def _near(told: Iterable[PrintedDate], printed: Iterable[date]) -> Iterator[date]:
    """Yield the days within a week of a printed day that fall on a weekday printed alone."""
    weekdays = {one.weekday for one in told if one.day is None} - {None}
    return (day for day in _around(printed, 7) if day.weekday() in weekdays)


def _around(days: Iterable[date], reach: int) -> Iterator[date]:
    return (day + timedelta(offset) for day in days for offset in range(-reach, reach + 1))


def _relative_days(words: str, days: Iterable[date], printed: Iterable[date]) -> Iterator[date]:
    if _NEXT_DAY.search(words):
        yield from (day + timedelta(1) for day in days)
    if _WEEKEND.search(words):
        yield from (day for day in _around(printed, 7) if day.weekday() in (_SATURDAY, _SUNDAY))


def _relative_months(
    words: str, printed: Iterable[date], months: Iterable[tuple[int, int | None]]
) -> Iterator[tuple[int, int]]:
    known = {(day.year, day.month) for day in printed} | {(year, month) for year, month in months if month}
    for step, pattern in _MONTHS.items():
        if pattern.search(words):
            for year, month in known:
                count = 12 * year + (month or 1) - 1 + step
                yield count // 12, count % 12 + 1
