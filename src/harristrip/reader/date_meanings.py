"""Parts of a printed date -> the ISO dates that they can mean, near the day of the source where no year is printed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from .date_parts import Part, is_day

FAR = 183
"""Days from which a date without a year is nearer to today in another year."""


def iso(*days: date) -> frozenset[str]:
    """Return days as ISO dates."""
    return frozenset(day.isoformat() for day in days)


def resolved(found: Part, today: date | None) -> frozenset[str]:
    """Return the ISO dates that a part can mean, its year the one nearest to `today` where none is printed."""
    if found.years is not None:
        return frozenset({f"{found.years[0]:04}/{found.years[1]:04}"})
    if found.months is not None and found.year is not None:
        return frozenset({f"{found.year:04}-{found.months[0]:02}/{found.year:04}-{found.months[1]:02}"})
    if found.choices:
        meant = [_near(_days_of(found._replace(day=day, month=month), today), today) for day, month in found.choices]
        return meant[0] | meant[1] if found.weekday is not None and not (meant[0] and meant[1]) else frozenset()
    if found.day is not None:
        return _days_of(found, today)
    if found.month is not None:
        return _month_of(found.year, found.month, today)
    if found.weekday is not None:
        return _near_weekday(found.weekday, today)
    return frozenset({f"{found.year:04}"}) if found.year is not None else frozenset()


def _days_of(found: Part, today: date | None) -> frozenset[str]:
    """Return the day that is printed, in the year nearest to `today` and on the printed weekday."""
    days = [day for day in _candidates(found, today) if found.weekday in (None, day.weekday())]
    if found.year is not None or today is None:
        return iso(*days)
    days.sort(key=lambda day: abs((day - today).days))
    tie = len(days) > 1 and (days[0] - today) == (today - days[1])
    if not days or tie:
        return frozenset()
    return iso(days[0])


def _near(options: frozenset[str], today: date | None) -> frozenset[str]:
    """Return those of some days that are near enough to be meant without a year."""
    return frozenset(day for day in options if today is None or abs((date.fromisoformat(day) - today).days) <= FAR)


def _candidates(found: Part, today: date | None) -> Iterator[date]:
    if found.year is not None:
        years = range(found.year, found.year + 1)
    elif today is None:
        return
    else:
        reach = 1 if (found.month, found.day) != (2, 29) else 4
        years = range(max(1, today.year - reach), min(9998, today.year + reach) + 1)
    months = (found.month,) if found.month is not None else range(1, 13)
    for year in years:
        for month in months:
            if found.day is not None and is_day(year, month, found.day):
                yield date(year, month, found.day)


def _month_of(year: int | None, month: int, today: date | None) -> frozenset[str]:
    if year is not None:
        return frozenset({f"{year:04}-{month:02}"})
    if today is None:
        return frozenset()
    count = 12 * today.year + today.month - 1
    nearest = min((12 * (today.year + step) + month - 1 for step in (-1, 0, 1)), key=lambda other: abs(other - count))
    return frozenset() if abs(nearest - count) > 5 else frozenset({f"{nearest // 12:04}-{nearest % 12 + 1:02}"})


def _near_weekday(weekday: int, today: date | None) -> frozenset[str]:
    """Return the weekday before and after `today`, or `today` itself."""
    if today is None or not 1 < today.year < 9999:
        return frozenset()
    ahead = (weekday - today.weekday()) % 7
    return iso(today) if not ahead else iso(today + timedelta(ahead), today + timedelta(ahead - 7))
