"""Days, months and years as English prints them, before they are resolved: `Tue 26 Sep 2022`, `2022/09/26`, `Q3 2022`.

Functions over tokens. A part says only what is printed; `printed_dates` adds the year and the day that it means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from .english import STOPS
from .number_words import ORDINALS, TENS, UNITS, at, low
from .quantities import quantity
from .tables import listed, words
from .tokens import DASHES, Token

_MONTHS = (
    listed("january february march april may june july august september october november december"),
    listed("jan feb mar apr may jun jul aug sep oct nov dec"),
)
MONTHS = {name: number for names in _MONTHS for number, name in enumerate(names, 1)} | {"sept": 9}
_WEEKDAYS = (
    listed("monday tuesday wednesday thursday friday saturday sunday"),
    listed("mon tue wed thu fri sat sun"),
)
WEEKDAYS = {name: number for names in _WEEKDAYS for number, name in enumerate(names)}
WEEKDAYS |= {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_NUMERIC = re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})|([0-9]{1,2})([-/.])([0-9]{1,2})")


class Part(NamedTuple):
    """A date as far as it is printed: `tokens[start:end]`."""

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
    def is_day(self) -> bool:
        """Whether it is printed to the day."""
        return self.day is not None and self.month is not None


def part(tokens: Sequence[Token], start: int) -> Part | None:
    """Return the date that starts at a token, the longest."""
    weekday, index = _weekday(tokens, start)
    if index >= len(tokens):
        return Part(start, start + 1, weekday=weekday)
    found = _numeric(tokens, index) or _named(tokens, index, sure=weekday is not None) or _span(tokens, index)
    if found is not None and (weekday is None or found.month is not None or found.choices):
        return found._replace(start=start, weekday=weekday, end=_closing(tokens, start, found.end))
    if weekday is None:
        return _year(tokens, start)
    number, end = _day(tokens, index)
    if number is not None and low(tokens, end) not in ("people", "percent", "%"):  # Mon 13th
        return Part(start, end, day=number, weekday=weekday)
    return Part(start, start + 1, weekday=weekday)


def _weekday(tokens: Sequence[Token], start: int) -> tuple[int | None, int]:
    """Read a weekday in front of a date; return where the date may start."""
    token = tokens[start]
    weekday = WEEKDAYS.get(token.low)
    if weekday is None or (token.text[0].islower() and len(token.low) < 5):
        return None, start
    index = start + 1
    while low(tokens, index) in (".", ",", "(", "-", "the"):
        index += 1
    return weekday, index


def _closing(tokens: Sequence[Token], start: int, end: int) -> int:
    opened = any(tokens[place].text == "(" for place in range(start, end))
    return end + (opened and low(tokens, end) == ")")


def _day(tokens: Sequence[Token], index: int, *, words: bool = False) -> tuple[int | None, int]:
    """Read the day of a month: `6`, `06`, `6th`, `sixth`, `twenty-sixth`; in cardinal words where `words` allows it."""
    token = at(tokens, index)
    if token is None:
        return None, index
    if token.kind == "digits":
        is_money = index > 0 and not token.gap and tokens[index - 1].text in "$£€¥₹"
        if not token.text.isdigit() or len(token.text) > 2 or not 1 <= int(token.text) <= 31 or is_money:
            return None, index
        after = at(tokens, index + 1)
        ordinal = after is not None and not after.gap and after.low in ("st", "nd", "rd", "th")
        return int(token.text), index + 1 + ordinal
    if token.low not in ORDINALS and token.low not in UNITS and token.low not in TENS:
        return None, index
    number = quantity(tokens[index : index + 4], 0)
    if number is None or number.value is None or not 1 <= number.value <= 31 or number.value.denominator != 1:
        return None, index
    if number.form == "rank" or (words and number.form == "word"):
        return int(number.value), index + number.end
    return None, index


def _month(tokens: Sequence[Token], index: int, *, sure: bool) -> tuple[int | None, int]:
    token = at(tokens, index)
    month = MONTHS.get(token.low) if token is not None else None
    if token is None or month is None or (not sure and token.text[0].islower()):
        return None, index
    rest = at(tokens, index + 2)
    short = low(tokens, index + 1) == "." and rest is not None and (rest.kind == "digits" or rest.text == ",")
    return month, index + 1 + short


def year_at(tokens: Sequence[Token], index: int) -> tuple[int | None, int]:
    """Read a year: four digits, or `nineteen eighty-six`."""
    token = at(tokens, index)
    if token is None:
        return None, index
    if token.kind == "digits" and re.fullmatch(r"1[0-9]{3}|2[01][0-9]{2}", token.text):
        after = at(tokens, index + 1)
        joined = after is not None and not after.gap and (after.kind == "word" or after.text in "%$€£")
        return (None, index) if joined else (int(token.text), index + 1)
    if token.low in ("nineteen", "twenty", "eighteen"):
        century = UNITS.get(token.low, TENS.get(token.low, 0))
        rest = quantity(tokens[index + 1 : index + 4], 0) if index + 1 < len(tokens) else None
        if rest is not None and rest.form == "word" and rest.value is not None and 10 <= rest.value <= 99:
            return century * 100 + int(rest.value), index + 1 + rest.end
    return None, index


def _named(tokens: Sequence[Token], start: int, *, sure: bool) -> Part | None:
    """Read a date with the month in letters: `26 September, 2022`, `September 26`, `Sept. 2022`."""
    return _day_first(tokens, start) or _month_first(tokens, start, sure=sure) or _year_first(tokens, start)


def _day_first(tokens: Sequence[Token], start: int) -> Part | None:
    day, index = _day(tokens, start)
    if day is None:
        return None
    if low(tokens, index) == "day":
        index += 1
    index += low(tokens, index) in ("of", "-", "/", ",")
    month, end = _month(tokens, index, sure=True)
    if month is None:
        return None
    return _with_year(tokens, Part(start, end, month=month, day=day))


def _month_first(tokens: Sequence[Token], start: int, *, sure: bool) -> Part | None:
    month, index = _month(tokens, start, sure=True)
    if month is None:
        return None
    index += low(tokens, index) in ("-", "/", ",") and not (low(tokens, index) == "," and at(tokens, index + 1) is None)
    place = index + (low(tokens, index) == "the")
    day, end = _day(tokens, place, words=True)
    in_words = day is not None and tokens[place].low not in ORDINALS and tokens[end - 1].low not in ORDINALS
    if in_words and tokens[place].kind == "word" and (place > index or _counts(tokens, end)):
        day = None  # April the two leaders, April two leaders
    if day is not None and _is_day(tokens, end):
        return _with_year(tokens, Part(start, end, month=month, day=day))
    month, index = _month(tokens, start, sure=sure)
    found = Part(start, index, month=month) if month is not None else None
    if low(tokens, start) == "may" and month is not None and low(tokens, start - 1) not in _BEFORE_MONTH:
        return None if year_at(tokens, index)[0] is None else _with_year(tokens, Part(start, index, month=month))
    return _with_year(tokens, found) if found is not None else None


_BEFORE_MONTH = words("in of by since until last next this early late mid during from to and before after through")


def _counts(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a noun follows a number in words, so that it counts."""
    token = at(tokens, index)
    return token is not None and token.kind == "word" and token.low not in STOPS and year_at(tokens, index)[0] is None


def _is_day(tokens: Sequence[Token], end: int) -> bool:
    """Return whether digits behind a month are a day: not part of a longer number, no clock time."""
    after, follows = at(tokens, end), at(tokens, end + 1)
    if after is None or after.gap:
        return True
    if after.text == "-" and follows is not None and not follows.gap and follows.kind == "word":
        return follows.low in MONTHS  # April second-round
    return not (after.text in (":", "%", "/") or after.kind == "word") or after.low in ("st", "nd", "rd", "th")


def _with_year(tokens: Sequence[Token], found: Part) -> Part:
    """Read the year behind a day or month."""
    index = found.end
    while low(tokens, index) in (",", "of", "in", "-", "/", "."):
        index += 1
        if index - found.end > 1:
            break
    year, end = year_at(tokens, index)
    number = at(tokens, found.end)
    if found.day is not None and number is not None and number.kind == "digits" and len(number.text) < 3:
        return found._replace(fault="another number follows it")
    if year is None or (low(tokens, found.end) == "in" and low(tokens, index) != str(year)):
        return found
    joined = at(tokens, end)
    if joined is not None and joined.text == "-" and not joined.gap and found.day is not None:
        return found._replace(fault="more follows the date", end=min(end + 2, len(tokens)))
    return found._replace(year=year, end=end)


def _year_first(tokens: Sequence[Token], start: int) -> Part | None:
    """Read `2020/Sep/23` and `2020/23/Sep`."""
    year, index = year_at(tokens, start)
    if year is None or low(tokens, index) not in ("/", "-") or tokens[index].gap:
        return None
    month, place = _month(tokens, index + 1, sure=True)
    if month is not None:
        day, end = _day(tokens, place + 1)
    else:
        day, place = _day(tokens, index + 1)
        month, end = _month(tokens, place + 1, sure=True)
    return Part(start, end, year, month, day) if day is not None and month is not None else None


def _numeric(tokens: Sequence[Token], start: int) -> Part | None:
    """Read `2022-09-26`, `26.09.2022`, `9/26/2022`, `20220926`, `22/04`."""
    end, text = start, ""
    while (token := at(tokens, end)) is not None and end - start < 5 and (end == start or not token.gap):
        if token.kind != "digits" and token.text not in ("/", "-"):
            break
        follows = at(tokens, end + 1)
        if token.kind == "sign" and (follows is None or follows.kind != "digits" or follows.gap):
            break
        text, end = text + token.text, end + 1
    if re.fullmatch(r"(19|20)[0-9]{6}", text) and end == start + 1:
        return _ordered(start, end, int(text[:4]), ((int(text[6:]), int(text[4:6])),))
    after = at(tokens, end)
    if after is not None and not after.gap and (after.kind == "word" or after.text in ":%/"):
        return None
    match = _NUMERIC.fullmatch(text)
    if match is None:
        return None
    if match[1] is None:
        numbers = (int(match[5]), int(match[7]))
        return _ordered(start, end, None, (numbers, numbers[::-1])) if _is_short(tokens, start, match[6]) else None
    first, middle, last = match[1], int(match[3]), match[4]
    if len(first) == 4 and len(last) <= 2:
        return _ordered(start, end, int(first), ((int(last), middle),))
    if len(last) == 4 and len(first) <= 2:
        orders = ((int(first), middle), (middle, int(first)))
        return _ordered(start, end, int(last), orders[:1] if match[2] == "." else orders)
    return Part(start, end, fault="the year has two digits")


def _is_short(tokens: Sequence[Token], start: int, sign: str) -> bool:
    """Return whether `22/04`, or `7.6` behind a weekday, is a date: what may be a fraction needs a word before it."""
    before = low(tokens, start - 1)
    if before in WEEKDAYS or (before == "," and low(tokens, start - 2) in WEEKDAYS):
        return True
    return sign == "/" and before in ("on", "this", "dated", "since", "until", "by", "of")


def _ordered(start: int, end: int, year: int | None, orders: Sequence[tuple[int, int]]) -> Part | None:
    """Return a date whose day and month can be read in one order only, or both orders."""
    valid = tuple(dict.fromkeys((day, month) for day, month in orders if is_day(year or 2020, month, day)))
    if not valid:
        return None
    if len(valid) == 1:
        return Part(start, end, year, valid[0][1], valid[0][0])
    return Part(start, end, year, choices=valid)


def is_day(year: int, month: int, day: int) -> bool:
    """Return whether there is such a day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


_HALVES = {
    "first": 1,
    "second": 2,
    "1st": 1,
    "2nd": 2,
    "third": 3,
    "fourth": 4,
    "3rd": 3,
    "4th": 4,
    "final": 4,
    "last": 4,
}


def _span(tokens: Sequence[Token], start: int) -> Part | None:
    """Read a quarter, a half, a decade: `Q3 2022`, `the third quarter of 2022`, `H1 2022`, `the 1990s`."""
    return _feast(tokens, start) or _letter(tokens, start) or _worded(tokens, start) or _decade(tokens, start)


_FEASTS: dict[tuple[str, ...], tuple[int, int]] = {
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


def _feast(tokens: Sequence[Token], start: int) -> Part | None:
    """Read a named day: Christmas Eve, New Year's Day 2022."""
    before = low(tokens, start - 1)
    for name, (month, day) in _FEASTS.items():
        if tokens[start].low == name[0] and tuple(token.low for token in tokens[start : start + len(name)]) == name:
            fault = (
                f'"{before}" makes it a season' if before in ("over", "at", "around", "orthodox", "coptic") else None
            )
            return _with_year(tokens, Part(start, start + len(name), month=month, day=day, fault=fault))
    return None


def _letter(tokens: Sequence[Token], start: int) -> Part | None:
    letter, number = low(tokens, start), at(tokens, start + 1)
    if (
        letter not in ("q", "h")
        or number is None
        or number.kind != "digits"
        or number.gap
        or not tokens[start].text.isupper()
    ):
        return None
    digits = number.text.split(" ")[0] if number.text.isdigit() else ""
    if digits not in ("1", "2", "3", "4") or (letter == "h" and digits > "2"):
        return None
    return _period(tokens, Part(start, start + 2), int(digits), 3 if letter == "q" else 6)


def _worded(tokens: Sequence[Token], start: int) -> Part | None:
    words = [low(tokens, start), low(tokens, start + 1)]
    index = start + 1
    if words[0].isdigit() and words[1] in ("st", "nd", "rd", "th"):
        words, index = [words[0] + words[1], low(tokens, start + 2)], start + 2
    number, noun = _HALVES.get(words[0]), words[1]
    if (
        number is None
        or noun not in ("quarter", "half")
        or (noun == "half" and number > 2)
        or (words[0] == "last" and noun == "half")
    ):
        return None
    return _period(tokens, Part(start, index + 1), number, 3 if noun == "quarter" else 6)


def _period(tokens: Sequence[Token], found: Part, number: int, length: int) -> Part | None:
    index = found.end + (low(tokens, found.end) in ("of", ","))
    index += low(tokens, index) == "the" or low(tokens, index) == "year"
    year, end = year_at(tokens, index)
    months = (length * (number - 1) + 1, length * number)
    return found._replace(end=end, year=year, months=months) if year is not None else None


def _decade(tokens: Sequence[Token], start: int) -> Part | None:
    token, after = tokens[start], at(tokens, start + 1)
    if token.kind != "digits" or not re.fullmatch(r"[12][0-9]{2}0", token.text) or after is None or after.gap:
        return None
    end = start + 1 + (after.text == "'")
    letter = at(tokens, end)
    if letter is None or letter.gap or letter.low != "s":
        return None
    year = int(token.text)
    if year % 100 == 0:
        return Part(start, end + 1, fault="it may be a century or a decade")
    return Part(start, end + 1, years=(year, year + 9))


def _year(tokens: Sequence[Token], start: int) -> Part | None:
    """Read a year that stands alone, where the words around it say that it is one."""
    year, end = year_at(tokens, start)
    token = tokens[start]
    if year is None or token.kind != "digits":
        return None
    before = at(tokens, start - 2)
    joined = low(tokens, start - 1) in ("-", "/", *DASHES) and before is not None and before.kind == "word"  # mid-2021
    if not (token.gap or joined or low(tokens, start - 1) == "("):
        return None
    return Part(start, end, year=year)
