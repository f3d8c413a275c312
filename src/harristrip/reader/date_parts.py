"""Days, months and years as English prints them, and the ISO dates that they can mean: `Tue 26 Sep 2022`, `Q3 2022`.

Functions over tokens. A partial date has only what is printed; if that is no year, `resolved` takes the one nearest to
the day of the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ..text import word_list, word_set
from .context import MONTHS
from .numbers import ORDINALS, TENS, UNITS, read_quantity
from .tokens import DASHES, PHRASE_ENDS, Tokens, at, low

_WEEKDAYS = (
    word_list("monday tuesday wednesday thursday friday saturday sunday"),
    word_list("mon tue wed thu fri sat sun"),
)
WEEKDAYS = {name: number for names in _WEEKDAYS for number, name in enumerate(names)}
WEEKDAYS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
ENDINGS = ("st", "nd", "rd", "th")
_FULL_DATE = re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})")
_SHORT_DATE = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})")
FAR = 183
"""Days from which a date without a year is nearer to today in another year."""


class PartialDate(NamedTuple):
    """The parts of a date that are printed: `tokens[start:end]`."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    """Monday is 0."""
    months: tuple[int, int] | None = None
    """First and last month of a quarter or half."""
    years: tuple[int, int] | None = None
    """First and last year of a decade."""
    choices: tuple[tuple[int, int], ...] = ()
    """Day and month in each order in which they can be read."""
    fault: str | None = None

    @property
    def is_weekday(self) -> bool:
        """Whether a weekday is printed and no day of a month."""
        return self.weekday is not None and self.day is None


def read_partial_date(tokens: Tokens, start: int) -> PartialDate | None:
    """Return the longest date that starts at a token."""
    weekday, index = _read_weekday(tokens, start)
    found = (
        _read_numeric(tokens, index)
        or _read_day_first(tokens, index)
        or _read_month_first(tokens, index, sure=weekday is not None)
        or _read_year_first(tokens, index)
        or _read_holiday(tokens, index)
        or _read_period(tokens, index)
        or _read_decade(tokens, index)
    )
    if found is not None and (weekday is None or found.month is not None or found.choices):
        opened = any(token.text == "(" for token in tokens[start : found.end])
        end = found.end + (opened and low(tokens, found.end) == ")")
        return found._replace(start=start, weekday=weekday, end=end)
    if weekday is None:
        return _read_year_alone(tokens, start)
    day, end = read_day(tokens, index)
    if day is None or low(tokens, end) in ("people", "percent", "%"):
        return PartialDate(start, start + 1, weekday=weekday)
    return PartialDate(start, end, day=day, weekday=weekday)  # Mon 13th


def _read_weekday(tokens: Tokens, start: int) -> tuple[int | None, int]:
    """Read a weekday in front of a date; return where the date may start."""
    token = at(tokens, start)
    weekday = WEEKDAYS.get(token.low)
    if weekday is None or (token.text[0].islower() and len(token.low) < 5):
        return None, start
    index = start + 1
    while low(tokens, index) in (".", ",", "(", "-", "the"):
        index += 1
    return weekday, index


def read_day(tokens: Tokens, index: int, *, words: bool = False) -> tuple[int | None, int]:
    """Read the day of a month: `6`, `06`, `6th`, `sixth`, `twenty-sixth`; in cardinal words where `words` allows it."""
    token, after = at(tokens, index), at(tokens, index + 1)
    if token.kind == "digits":
        is_money = not token.gap and at(tokens, index - 1).text in ("$", "£", "€", "¥", "₹")
        if not token.text.isdigit() or len(token.text) > 2 or not 1 <= int(token.text) <= 31 or is_money:
            return None, index
        return int(token.text), index + 1 + (not after.gap and after.low in ENDINGS)
    if token.low not in ORDINALS and token.low not in UNITS and token.low not in TENS:
        return None, index
    number = read_quantity(tokens[index : index + 4], 0)
    if number is None or number.value is None or not 1 <= number.value <= 31 or number.value % 1:
        return None, index
    is_day = number.form == "rank" or (words and number.form == "word")
    return (int(number.value), index + number.end) if is_day else (None, index)


def _read_month(tokens: Tokens, index: int, *, sure: bool = True) -> tuple[int | None, int]:
    """Read a month; unless it is `sure`, one in small letters is a word."""
    token, rest = at(tokens, index), at(tokens, index + 2)
    month = MONTHS.get(token.low)
    if month is None or (not sure and token.text[0].islower()):
        return None, index
    is_short = low(tokens, index + 1) == "." and (rest.kind == "digits" or rest.text == ",")
    return month, index + 1 + is_short


def read_year(tokens: Tokens, index: int) -> tuple[int | None, int]:
    """Read a year: four digits, or `nineteen eighty-six`."""
    token, after = at(tokens, index), at(tokens, index + 1)
    if token.kind == "digits" and re.fullmatch(r"1[0-9]{3}|2[01][0-9]{2}", token.text):
        is_joined = not after.gap and (after.kind == "word" or after.text in ("%", "$", "€", "£"))
        return (None, index) if is_joined else (int(token.text), index + 1)
    century = {"eighteen": 18, "nineteen": 19, "twenty": 20}.get(token.low)
    rest = read_quantity(tokens[index + 1 : index + 4], 0) if century else None
    if century and rest and rest.form == "word" and rest.value is not None and 10 <= rest.value <= 99:
        return century * 100 + int(rest.value), index + 1 + rest.end
    return None, index


def _read_day_first(tokens: Tokens, start: int) -> PartialDate | None:
    """Read `26 September, 2022`, `the 6th day of June`."""
    day, index = read_day(tokens, start)
    if day is None:
        return None
    index += low(tokens, index) == "day"
    index += low(tokens, index) in ("of", "-", "/", ",")
    month, end = _read_month(tokens, index)
    return _read_year_behind(tokens, PartialDate(start, end, month=month, day=day)) if month is not None else None


_BEFORE_MONTH = word_set("in of by since until last next this early late mid during from to and before after through")


def _read_month_first(tokens: Tokens, start: int, *, sure: bool) -> PartialDate | None:
    """Read `September 26`, `Sept. 2022`, `May the fifth`."""
    month, index = _read_month(tokens, start)
    if month is None:
        return None
    index += low(tokens, index) in ("-", "/") or (low(tokens, index) == "," and index + 1 < len(tokens))
    place = index + (low(tokens, index) == "the")
    day, end = read_day(tokens, place, words=True)
    is_rank = tokens[end - 1].low in ORDINALS or low(tokens, place) in ORDINALS
    if (
        day is not None
        and at(tokens, place).kind == "word"
        and not is_rank
        and (place > index or _is_counting(tokens, end))
    ):
        day = None  # April the two leaders, April two leaders
    if day is not None and _is_day(tokens, end):
        return _read_year_behind(tokens, PartialDate(start, end, month=month, day=day))
    month, index = _read_month(tokens, start, sure=sure)
    if month is None:
        return None
    is_verb = low(tokens, start) == "may" and low(tokens, start - 1) not in _BEFORE_MONTH
    if is_verb and read_year(tokens, index)[0] is None:
        return None
    return _read_year_behind(tokens, PartialDate(start, index, month=month))


def _is_counting(tokens: Tokens, index: int) -> bool:
    """Return whether a noun follows a number in words, so that it counts."""
    token = at(tokens, index)
    return token.kind == "word" and token.low not in PHRASE_ENDS and read_year(tokens, index)[0] is None


def _is_day(tokens: Tokens, end: int) -> bool:
    """Return whether digits behind a month are a day: not part of a longer number, no clock time."""
    after, follows = at(tokens, end), at(tokens, end + 1)
    if after.gap:
        return True
    if after.text == "-" and not follows.gap and follows.kind == "word":
        return follows.low in MONTHS  # April second-round
    return after.text not in (":", "%", "/") and after.kind != "word"


def _read_year_behind(tokens: Tokens, found: PartialDate) -> PartialDate:
    """Read the year behind a day or month."""
    index = found.end
    while index < found.end + 2 and low(tokens, index) in (",", "of", "in", "-", "/", "."):
        index += 1
    year, end = read_year(tokens, index)
    number, joined = at(tokens, found.end), at(tokens, end)
    if found.day is not None and number.kind == "digits" and len(number.text) < 3:
        return found._replace(fault="another number follows it")
    if year is None or (number.low == "in" and low(tokens, index) != str(year)):
        return found
    if joined.text == "-" and not joined.gap and found.day is not None:
        return found._replace(fault="more follows the date", end=min(end + 2, len(tokens)))
    return found._replace(year=year, end=end)


def _read_year_first(tokens: Tokens, start: int) -> PartialDate | None:
    """Read `2020 September 23`, `2020/Sep/23` and `2020/23/Sep`."""
    year, index = read_year(tokens, start)
    if year is not None and at(tokens, index).gap:
        found = _read_month_first(tokens, index, sure=False)
        if found is None or found.day is None or found.year is not None or found.fault is not None:
            return None
        return found._replace(start=start, year=year)
    if year is None or low(tokens, index) not in ("/", "-") or tokens[index].gap:
        return None
    month, place = _read_month(tokens, index + 1)
    if month is not None:
        day, end = read_day(tokens, place + 1)
    else:
        day, place = read_day(tokens, index + 1)
        month, end = _read_month(tokens, place + 1)
    return PartialDate(start, end, year, month, day) if day is not None and month is not None else None


def _read_numeric(tokens: Tokens, start: int) -> PartialDate | None:
    """Read `2022-09-26`, `26.09.2022`, `9/26/2022`, `20220926`, `22/04`."""
    end, text = start, ""
    while end - start < 5 and (end == start or not at(tokens, end).gap):
        token = at(tokens, end)
        if token.kind != "digits":
            follows = at(tokens, end + 1)
            if token.text not in ("/", "-") or follows.kind != "digits" or follows.gap:
                break
        text, end = text + token.text, end + 1
    if re.fullmatch(r"(19|20)[0-9]{6}", text) and end == start + 1:
        return _resolve_order(start, end, int(text[:4]), ((int(text[6:]), int(text[4:6])),))
    after = at(tokens, end)
    if not after.gap and (after.kind == "word" or after.text in (":", "%", "/")):
        return None
    if match := _SHORT_DATE.fullmatch(text):
        numbers = (int(match[1]), int(match[3]))
        return (
            _resolve_order(start, end, None, (numbers, numbers[::-1])) if _is_short(tokens, start, match[2]) else None
        )
    match = _FULL_DATE.fullmatch(text)
    if match is None:
        return None
    first, middle, last = match[1], int(match[3]), match[4]
    if len(first) == 4 and len(last) <= 2:
        return _resolve_order(start, end, int(first), ((int(last), middle),))
    if len(last) == 4 and len(first) <= 2:
        orders = ((int(first), middle), (middle, int(first)))
        return _resolve_order(start, end, int(last), orders[:1] if match[2] == "." else orders)
    return PartialDate(start, end, fault="the year has two digits")


def _is_short(tokens: Tokens, start: int, sign: str) -> bool:
    """Return whether `22/04`, or `7.6` behind a weekday, is a date: what may be a fraction needs a word before it."""
    before = low(tokens, start - 1)
    if before in WEEKDAYS or (before == "," and low(tokens, start - 2) in WEEKDAYS):
        return True
    return sign == "/" and before in ("on", "this", "dated", "since", "until", "by", "of")


def _resolve_order(start: int, end: int, year: int | None, orders: Sequence[tuple[int, int]]) -> PartialDate | None:
    """Return a date whose day and month can be read in one order only, or both orders."""
    valid = tuple(dict.fromkeys((day, month) for day, month in orders if is_day(year or 2020, month, day)))
    if len(valid) > 1:
        return PartialDate(start, end, year, choices=valid)
    return PartialDate(start, end, year, valid[0][1], valid[0][0]) if valid else None


def is_day(year: int, month: int, day: int) -> bool:
    """Return whether there is such a day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


_HOLIDAYS: dict[tuple[str, ...], tuple[int, int]] = {
    ("christmas", "eve"): (12, 24),
    ("christmas", "day"): (12, 25),
    ("christmas",): (12, 25),
    ("boxing", "day"): (12, 26),
    ("new", "year", "'", "s", "eve"): (12, 31),
    ("new", "year", "'", "s", "day"): (1, 1),
    ("valentine", "'", "s", "day"): (2, 14),
    ("juneteenth",): (6, 19),
    ("halloween",): (10, 31),
}
"""Named days that fall on one date every year, in every country that keeps them."""


def _read_holiday(tokens: Tokens, start: int) -> PartialDate | None:
    """Read a named day: Christmas Eve, New Year's Day 2022."""
    first, before = low(tokens, start), low(tokens, start - 1)
    for name, (month, day) in _HOLIDAYS.items():
        if first == name[0] and tuple(token.low for token in tokens[start : start + len(name)]) == name:
            is_season = before in ("over", "at", "around", "orthodox", "coptic")
            fault = f'"{before}" makes it a season' if is_season else None
            return _read_year_behind(tokens, PartialDate(start, start + len(name), month=month, day=day, fault=fault))
    return None


_NUMBERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}
_NUMBERS |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4}


def _read_period(tokens: Tokens, start: int) -> PartialDate | None:
    """Read a quarter or a half of a year: `Q3 2022`, `H1 2022`, `the third quarter of 2022`."""
    token, after = at(tokens, start), at(tokens, start + 1)
    if token.text in ("Q", "H") and after.text in ("1", "2", "3", "4") and not after.gap:
        count, unit, index = int(after.text), "quarter" if token.text == "Q" else "half", start + 2
    else:
        is_joined = token.text.isdigit() and after.low in ENDINGS
        count = _NUMBERS.get(token.low + after.low if is_joined else token.low, 0)
        index = start + 2 + is_joined
        unit = low(tokens, index - 1)
    if not count or unit not in ("quarter", "half") or (unit == "half" and count > 2):
        return None
    index += low(tokens, index) in ("of", ",")
    year, end = read_year(tokens, index + (low(tokens, index) in ("the", "year")))
    length = 3 if unit == "quarter" else 6
    months = (length * (count - 1) + 1, length * count)
    return PartialDate(start, end, year, months=months) if year is not None else None


def _read_decade(tokens: Tokens, start: int) -> PartialDate | None:
    """Read `the 1990s`."""
    token, after = at(tokens, start), at(tokens, start + 1)
    if not re.fullmatch(r"[12][0-9]{2}0", token.text) or after.gap:
        return None
    end = start + 1 + (after.text == "'")
    if low(tokens, end) != "s" or tokens[end].gap:
        return None
    year = int(token.text)
    if year % 100 == 0:
        return PartialDate(start, end + 1, fault="it may be a century or a decade")
    return PartialDate(start, end + 1, years=(year, year + 9))


def _read_year_alone(tokens: Tokens, start: int) -> PartialDate | None:
    """Read a year in digits that begins a word: 2021, mid-2021, (2021."""
    year, end = read_year(tokens, start)
    if year is None or tokens[start].kind != "digits":
        return None
    before = low(tokens, start - 1)
    is_joined = before in ("/", *DASHES) and at(tokens, start - 2).kind == "word"  # mid-2021
    return PartialDate(start, end, year=year) if tokens[start].gap or is_joined or before == "(" else None


def to_iso(*days: date) -> frozenset[str]:
    """Return days as ISO dates."""
    return frozenset(day.isoformat() for day in days)


def resolve_date(found: PartialDate, today: date | None) -> frozenset[str]:
    """Return the ISO dates that a partial date can mean; without a printed year, in the year nearest to `today`."""
    if found.years is not None:
        return frozenset({f"{found.years[0]:04}/{found.years[1]:04}"})
    if found.months is not None:
        return frozenset({f"{found.year:04}-{found.months[0]:02}/{found.year:04}-{found.months[1]:02}"})
    if found.choices:
        meant = [
            _pick_near_days(_resolve_day(found._replace(day=day, month=month), today), today)
            for day, month in found.choices
        ]
        return meant[0] | meant[1] if found.weekday is not None and not (meant[0] and meant[1]) else frozenset()
    if found.day is not None:
        return _resolve_day(found, today)
    if found.month is not None:
        return _resolve_month(found.year, found.month, today)
    if found.weekday is not None:
        return _resolve_weekday(found.weekday, today)
    return frozenset({f"{found.year:04}"}) if found.year is not None else frozenset()


def _resolve_day(found: PartialDate, today: date | None) -> frozenset[str]:
    """Return the day that is printed, in the year nearest to `today` and on the printed weekday."""
    days = [day for day in _list_possible_days(found, today) if found.weekday in (None, day.weekday())]
    if found.year is not None or today is None:
        return to_iso(*days)
    days.sort(key=lambda day: abs((day - today).days))
    is_tie = len(days) > 1 and days[0] - today == today - days[1]
    return frozenset() if is_tie else to_iso(*days[:1])


def _pick_near_days(options: frozenset[str], today: date | None) -> frozenset[str]:
    """Return the days that are near enough to `today` to be printed without a year."""
    return frozenset(day for day in options if today is None or abs((date.fromisoformat(day) - today).days) <= FAR)


def _list_possible_days(found: PartialDate, today: date | None) -> Iterator[date]:
    """Yield the day in the printed year, or in those around today; in each month if none is printed."""
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


def _resolve_month(year: int | None, month: int, today: date | None) -> frozenset[str]:
    """Return a month in the printed year, or else the one nearest to `today`."""
    if year is not None:
        return frozenset({f"{year:04}-{month:02}"})
    if today is None:
        return frozenset()
    count = 12 * today.year + today.month - 1
    nearest = min((12 * (today.year + step) + month - 1 for step in (-1, 0, 1)), key=lambda other: abs(other - count))
    return frozenset() if abs(nearest - count) > 5 else frozenset({f"{nearest // 12:04}-{nearest % 12 + 1:02}"})


def _resolve_weekday(weekday: int, today: date | None) -> frozenset[str]:
    """Return the weekday before and after `today`, or `today` itself."""
    if today is None or not 1 < today.year < 9999:
        return frozenset()
    ahead = (weekday - today.weekday()) % 7
    return to_iso(today) if not ahead else to_iso(today + timedelta(ahead), today + timedelta(ahead - 7))
