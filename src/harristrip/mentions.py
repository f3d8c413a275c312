"""Dates as people print them: `June 6`, `6 June 2021`, `2021-04-28`, `April`, `Monday`. Pure functions over strings.

Nothing is added: a mention has a year only if one is printed beside it.
"""

from __future__ import annotations

import functools
import re
from datetime import date, timedelta
from typing import NamedTuple

from . import dates

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH = "|".join(f"{month}|{month[:3]}\\.?(?=\\s)" for month in MONTHS) + r"|Sept\.?(?=\s)"
_MENTION = re.compile(
    rf"""(?<![\w.,$£€¥-])(?:
      (?P<iso>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})
      |(?P<dm_day>[0-9]{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<dm_month>{_MONTH})(?:,?\s(?P<dm_year>[0-9]{{4}}))?
      |(?P<month>{_MONTH})(?:\s(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\b(?!,[0-9]))?(?:,?\s(?P<year>[0-9]{{4}}))?
      |(?P<weekday>{"|".join(WEEKDAYS)})
      |(?P<lone_year>(?:19|20)[0-9]{{2}})
    )(?![\w%]|[.,-][0-9])""",
    re.VERBOSE,
)


class Mention(NamedTuple):
    """One printed date and where it stands: `text[start:end]`."""

    year: int | None
    month: int | None
    day: int | None
    weekday: int | None
    """Monday is 0."""
    start: int
    end: int


def mentions(text: str) -> list[Mention]:
    """Return every date that `text` prints, in order."""
    return [_mention(match) for match in _MENTION.finditer(text)]


def _mention(match: re.Match[str]) -> Mention:
    if match["iso"]:
        year, month, day = (int(part) for part in match["iso"].split("-"))
        return Mention(year, month, day, None, *match.span())
    if match["weekday"]:
        return Mention(None, None, None, WEEKDAYS.index(match["weekday"]), *match.span())
    name = match["month"] or match["dm_month"]
    number = [month[:3] for month in MONTHS].index(name[:3]) + 1 if name else None
    printed_year = match["year"] or match["dm_year"] or match["lone_year"]
    return Mention(_number(printed_year), number, _number(match["day"] or match["dm_day"]), None, *match.span())


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def agrees(mention: Mention, text: str) -> bool:
    """Tell whether the printed date can mean a day of the date `text`, as far as it goes."""
    return _agrees(mention._replace(start=0, end=0), text)


@functools.lru_cache(maxsize=1024)  # a text may print one date many times
def _agrees(mention: Mention, text: str) -> bool:
    first, last = (date.fromisoformat(day) for day in dates.bounds(text))
    if mention.year is not None:
        if not first.year <= mention.year <= last.year:
            return False
        first, last = max(first, date(mention.year, 1, 1)), min(last, date(mention.year, 12, 31))
    days = (last - first).days
    if mention.weekday is not None:
        return any((first + timedelta(n)).weekday() == mention.weekday for n in range(min(days, 6) + 1))
    enough = min(days, 8 * 366)  # every day of a year comes round in 8 years
    return any(_is_on(mention, first + timedelta(n)) for n in range(enough + 1))


def _is_on(mention: Mention, day: date) -> bool:
    printed = (mention.year, mention.month, mention.day)
    return all(one is None or one == other for one, other in zip(printed, (day.year, day.month, day.day), strict=True))
