"""Compare printed figures and dates with a record, and explain how to fix a difference."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from harristrip import dates
from harristrip.facts.model import Figure as Asked
from harristrip.facts.model import Record

from ..reader.context import FALLS, is_label
from ..reader.currencies import is_code
from ..reader.figures import Figure, counts, format_value
from ..reader.nouns import unit_name
from ..reader.printed_dates import PrintedDate


class Verdict(NamedTuple):
    """A difference between printed words and a record."""

    state: str
    """`mismatch` or `unread`."""
    detail: str


def figure_verdict(printed: Iterable[Figure], record: Record, named: Iterable[str] = ()) -> Verdict | None:
    """Return the difference between the figures of a passage and the record's; None if one agrees or there is none.

    `named` are words of other cites near the passage, which may print the noun that a figure lacks.
    """
    asked = record.figure
    if asked is None:
        return None
    verdicts = [_difference(one, asked, record, tuple(named)) for one in printed if not is_label(one.unread)]
    if not verdicts or None in verdicts:
        return None
    return next((one for one in verdicts if one and one.state == "unread"), verdicts[0])


def agrees(printed: Figure, record: Record, named: Iterable[str] = ()) -> bool:
    """Return whether a printed figure agrees with the record: value, hedge, unit and rate."""
    return record.figure is not None and _difference(printed, record.figure, record, tuple(named)) is None


def _difference(printed: Figure, asked: Asked, record: Record, named: tuple[str, ...]) -> Verdict | None:
    if printed.unread is not None or printed.value is None:
        return Verdict("unread", f"the figure cannot be read: {printed.unread}; give its meaning with reads")
    problem = (
        _value(printed, asked, record)
        or _qualifier(printed, asked)
        or _unit(printed, asked, named)
        or _per(printed, asked)
    )
    return Verdict("mismatch", problem) if problem else None


def _value(printed: Figure, asked: Asked, record: Record) -> str | None:
    value = Fraction(asked.value)
    value_to = None if asked.value_to is None else Fraction(asked.value_to)
    told = printed.value or Fraction(0)
    says = f"the record says {_shown(value, value_to)}, the text {_shown(told, printed.value_to)}"
    if printed.value_to is not None:
        if (value, value_to) == (told, printed.value_to):
            return None
        return says if value_to is not None else f"{says}: a range needs value and value_to"
    if value_to is not None:
        return f"{says}: remove value_to"
    if printed.falls and told > 0:
        if value == -told or (value == told and _says_fall(record)):
            return None
        return f"{says} as a fall: write it negative, or name the fall in measure or summary" if value == told else says
    return None if value == told or _is_rounded(asked.value, told) else says


def _is_rounded(value: int | str, told: Fraction) -> bool:
    """Return whether a long decimal rounds a fraction without a finite decimal: 6666666.66666667."""
    whole, point, digits = str(value).partition(".")
    if not point or len(whole) + len(digits) < 12 or "/" in whole:
        return False
    return abs(Fraction(value) - told) <= Fraction(1, 2 * 10 ** len(digits))


def _says_fall(record: Record) -> bool:
    words = f"{getattr(record, 'measure', '') or ''} {record.summary}".lower().split()
    return any(word.strip(".,;:()") in FALLS for word in words)


def _shown(value: Fraction, value_to: Fraction | None) -> str:
    shown = format_value(value)
    return shown if value_to is None else f"{shown} to {format_value(value_to)}"


def _qualifier(printed: Figure, asked: Asked) -> str | None:
    if asked.qualifier in printed.qualifiers:
        return None
    if printed.qualifier is None:
        return f'the text has no hedge: remove qualifier = "{asked.qualifier}"'
    has = f'the record says "{asked.qualifier}"' if asked.qualifier else "the record has no hedge"
    return f'{has}, the text "{printed.qualifier}": write qualifier = "{printed.qualifier}"'


def _unit(printed: Figure, asked: Asked, named: tuple[str, ...]) -> str | None:
    unit = asked.unit
    if unit is None:
        return 'the text gives a place in an order: write unit = "rank"' if printed.unit == "rank" else None
    whole, slash, _ = (printed.unit or "").partition("/")
    divided = printed._replace(unit=whole) if slash and asked.per is not None else printed  # km/h: km per hour
    if counts(printed, unit) or counts(divided, unit):
        return None
    if printed.currencies:
        codes = " or ".join(sorted(printed.currencies)) if len(printed.currencies) < 5 else "another currency"
        return f"the record's unit is {unit}, the text says {codes}"
    if printed.unit is None:
        if not is_code(unit) and _is_named(unit, named):
            return None
        return f"the text does not say after the figure that it counts {unit}: print the words that do, or change unit"
    return f"the record's unit is {unit}, the text counts {printed.unit}"


def _is_named(unit: str, named: tuple[str, ...]) -> bool:
    asked = set(unit_name(unit))
    return bool(asked) and any(asked <= set(unit_name(words)) for words in named)


def _per(printed: Figure, asked: Asked) -> str | None:
    if asked.per is None:
        return None
    if printed.per is not None and unit_name(asked.per) == unit_name(printed.per):
        return None
    return f"the record's rate is per {asked.per}, the text's " + (f"per {printed.per}" if printed.per else "has none")


def date_verdict(printed: Iterable[PrintedDate], record: Record) -> Verdict | None:
    """Return the difference between the dates of a passage and the record's, or None."""
    if record.date is None:
        return None
    read = [one for one in printed if one.unread is None]
    for one in read:
        if not is_possible(one, record.date):
            return Verdict("mismatch", f"the record's date is {record.date}, the text says {_meant(one)}")
    unread = [one for one in printed if one.unread is not None]
    if unread and not read and not record.date_from:
        return Verdict("unread", f"the date cannot be read: {unread[0].unread}; work it out with date_from")
    return None


def _meant(one: PrintedDate) -> str:
    return " or ".join(sorted(one.options)) or "another day"


def is_possible(printed: PrintedDate, text: str) -> bool:
    """Return whether a printed date can share a day with the date `text`."""
    first, last = dates.bounds(text)
    if any(start <= last and end >= first for start, end in map(dates.bounds, printed.options)):
        return True
    return (not printed.options or printed.relative) and _agrees(
        printed, date.fromisoformat(first), date.fromisoformat(last)
    )


def _agrees(printed: PrintedDate, first: date, last: date) -> bool:
    """Return whether the printed month, day and weekday fit a day from `first` to `last`."""
    if printed.month is None and printed.day is None and printed.weekday is None:
        return not printed.options
    enough = min((last - first).days, 8 * 366)  # every day of a year falls on every weekday in 8 years
    return any(_is_on(printed, first + timedelta(step)) for step in range(enough + 1))


def _is_on(printed: PrintedDate, day: date) -> bool:
    told = (printed.year, printed.month, printed.day, printed.weekday if printed.day is None else None)
    return all(
        one is None or one == other
        for one, other in zip(told, (day.year, day.month, day.day, day.weekday()), strict=True)
    )
