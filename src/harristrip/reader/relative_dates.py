"""Dates in words that count from the day of the source: yesterday, last Tuesday, next week, three weeks ago.

A function here returns the ISO dates that the words can mean, and where the words end. Without a day to count from,
it returns no dates.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from ..text import word_set
from .context import MONTHS, is_day_alone
from .date_parts import WEEKDAYS, PartialDate, is_day, read_partial_date, resolve_date, to_iso
from .numbers import read_quantity, suffix
from .tokens import Tokens, at, low

DAYS = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}
TIMES_OF_DAY = word_set("morning afternoon evening night noon lunchtime")
PAST = word_set("last past previous")
NEXT = word_set("next following coming upcoming")
_UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 0, "year": 0}


class DateMatch(NamedTuple):
    """A date, a range of dates, or words that count from a day: `tokens[start:end]`."""

    options: frozenset[str]
    """ISO dates that words can mean; empty if `first` is a printed date."""
    end: int
    fault: str | None = None
    first: PartialDate | None = None
    """The printed date, also after a word such as `this`: this Friday, June 15."""
    last: PartialDate | None = None
    """The other end of a range."""
    hint: PartialDate | None = None
    """The weekday or month that words name, used if no day to count from is known."""
    start: int = 0


def read_relative(tokens: Tokens, start: int, today: date | None, previous: frozenset[str]) -> DateMatch | None:
    """Return the dates that the words from a token on can mean, counted from `today` or from the date before them."""
    found = (
        _read_named_day(tokens, start, today)
        or _read_following(tokens, start, previous)
        or _read_offset_day(tokens, start, today, previous)
        or _read_weekday_of_week(tokens, start, today)
        or _read_pointed_date(tokens, start, today)
        or _read_day_of_month(tokens, start, today)
        or _read_date_of_year(tokens, start, today)
        or _read_day_alone(tokens, start, today)
    )
    return found and found._replace(start=start)


def add_months(day: date, months: int) -> date:
    """Return the day some months later, or the last of that month."""
    count = 12 * day.year + day.month - 1 + months
    year, month = max(1, min(count // 12, 9999)), count % 12 + 1
    number = day.day
    while not is_day(year, month, number):
        number -= 1
    return date(year, month, number)


def _shift(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days)
    except OverflowError:
        return None


def _pick_days(options: frozenset[str]) -> list[date]:
    """Return the ISO dates that are single days."""
    return [date.fromisoformat(option) for option in options if len(option) == 10]


def _read_named_day(tokens: Tokens, start: int, today: date | None) -> DateMatch | None:
    """Read `today`, `the day before yesterday`, `this morning`, `last night`."""
    first, second, third = (low(tokens, start + place) for place in range(3))
    if (first, second, third) in (("day", "before", "yesterday"), ("day", "after", "tomorrow")):
        step, end = -2 if second == "before" else 2, start + 3
    elif first in DAYS:
        step, end = DAYS[first], start + 1 + (second in TIMES_OF_DAY)
        if (second, third) == ("'", "s"):  # today's challenges
            end = start + 3
    elif (first == "this" and second in TIMES_OF_DAY) or (first, second) == ("last", "night"):
        step, end = 0 if first == "this" else -1, start + 2
    else:
        return None
    day = _shift(today, step) if today else None
    return DateMatch(to_iso(day) if day else frozenset(), end)


def _read_following(tokens: Tokens, start: int, previous: frozenset[str]) -> DateMatch | None:
    """Read `the following day`, `the next day`, `the same day` behind a date."""
    step = {"following": 1, "next": 1, "previous": -1, "same": 0}.get(low(tokens, start))
    if step is None or low(tokens, start + 1) != "day" or low(tokens, start - 1) not in ("the", "that"):
        return None
    return DateMatch(to_iso(*(day for one in _pick_days(previous) if (day := _shift(one, step)))), start + 2)


def _read_offset(tokens: Tokens, start: int) -> tuple[int | None, str, int]:
    """Read `3 days`, `a week`, `two more months`: the number, the unit and where they end."""
    if low(tokens, start) in ("a", "an", "one") and low(tokens, start + 1) in _UNIT_DAYS:
        return 1, low(tokens, start + 1), start + 2
    number = read_quantity(tokens[start : start + 6], 0)
    if number is None or number.value is None or number.form not in ("plain", "word") or number.value % 1:
        return None, "", start
    end = start + number.end
    unit = low(tokens, end).removesuffix("s")
    return (int(number.value), unit, end + 1) if unit in _UNIT_DAYS and number.value <= 5000 else (None, "", start)


def _read_offset_day(tokens: Tokens, start: int, today: date | None, previous: frozenset[str]) -> DateMatch | None:
    """Read `3 days ago`, `in two weeks`, `two weeks from now`, `2 weeks before May 13 1999`."""
    is_in = low(tokens, start) == "in"
    number, unit, end = _read_offset(tokens, start + is_in)
    if number is None:
        return None
    word, after, follows = low(tokens, end), low(tokens, end + 1), at(tokens, end)
    if word in ("ago", "hence"):
        return _count_from(today, -number if word == "ago" else number, unit, end + 1)
    if word == "from" and after == "now":
        return _count_from(today, number, unit, end + 2)
    if word in ("after", "before", "from", "following"):
        return _read_anchored(tokens, end + 1, -number if word == "before" else number, unit, today)
    if word in ("later", "earlier", "afterwards"):
        steps = [
            _count_from(day, -number if word == "earlier" else number, unit, end + 1) for day in _pick_days(previous)
        ]
        return DateMatch(frozenset().union(*(step.options for step in steps)), end + 1)
    if is_in and (follows.kind in ("end", "sign") or follows.low in ("and", "but", "when", "if", "time")):
        return _count_from(today, number, unit, end)
    return None


def _count_from(day: date | None, number: int, unit: str, end: int) -> DateMatch:
    """Return the day some units away; of years and months also the whole year or month."""
    if day is None:
        return DateMatch(frozenset(), end)
    if _UNIT_DAYS[unit]:
        shifted = _shift(day, number * _UNIT_DAYS[unit])
        return DateMatch(to_iso(shifted) if shifted else frozenset(), end)
    moved = add_months(day, number * (12 if unit == "year" else 1))
    whole = f"{moved.year:04}" if unit == "year" else moved.isoformat()[:7]
    return DateMatch(frozenset({moved.isoformat(), whole}), end)


def _read_anchored(tokens: Tokens, index: int, number: int, unit: str, today: date | None) -> DateMatch | None:
    """Read the day that a number of days is counted from: tomorrow, next Friday, May 13 1999."""
    words = _read_named_day(tokens, index, today) or _read_pointed_date(tokens, index, today)
    if words is not None and words.first is None:
        options, end = words.options, words.end
    else:
        found = words.first if words is not None else read_partial_date(tokens, index)
        if found is None or found.fault:
            return None
        options, end = resolve_date(found, today), found.end
        if found.is_weekday and today is not None:
            options = frozenset(option for option in options if option > today.isoformat())
    steps = [_count_from(day, number, unit, end).options for day in _pick_days(options)]
    return DateMatch(to_iso(*_pick_days(frozenset().union(*steps))), end)


def _read_weekday_of_week(tokens: Tokens, start: int, today: date | None) -> DateMatch | None:
    """Read `Tuesday next week`, `Monday, two weeks from now`, `Friday last week`."""
    weekday = WEEKDAYS.get(low(tokens, start))
    if weekday is None or len(low(tokens, start)) < 5:
        return None
    index = start + 1 + (low(tokens, start + 1) in (",", "of"))
    week = _read_week(tokens, index, today) or _read_offset_day(tokens, index, today, frozenset())
    if week and weekday == 6 and any(date.fromisoformat(one[:10]).weekday() != 6 for one in week.options if one[7:]):
        return DateMatch(frozenset(), week.end, "a week may start on Sunday or on Monday")
    return week and _find_weekday(week, weekday, week.end)


def _find_weekday(week: DateMatch, weekday: int, end: int) -> DateMatch:
    """Return the weekday of a week, or of the week that a day is in."""
    days = [date.fromisoformat(option[:10]) for option in week.options if option[7:]]
    days.sort(key=date.weekday)  # the week from Monday before that from Sunday
    return DateMatch(to_iso(*(_shift(day, weekday - day.weekday()) or day for day in days[:1])), end)


def _read_pointer(tokens: Tokens, start: int) -> tuple[int | None, int]:
    """Read `last`, `this`, `next`, `this coming`: -1, 0, 1 or 2, and where the noun starts."""
    word, after = low(tokens, start), low(tokens, start + 1)
    if word == "this" and (after in PAST or after in NEXT):
        return (-1 if after in PAST else 2), start + 2
    if word in ("earlier", "later"):
        return (0, start + 2) if after == "this" else (None, start)
    if word in ("coming", "upcoming"):
        return 2, start + 1
    step = -1 if word in PAST else 1 if word in NEXT else 0 if word == "this" else None
    return step, start + 1


def _read_week(tokens: Tokens, start: int, today: date | None) -> DateMatch | None:
    """Read `last week`, `this week`, `next week` as the days that weeks from Sunday or Monday have."""
    step, index = _read_pointer(tokens, start)
    if step is None or low(tokens, index) != "week":
        return None
    if today is None:
        return DateMatch(frozenset(), index + 1)
    first = _shift(today, 7 * min(step, 1)) or today
    starts = (_shift(first, -today.weekday()) or first, _shift(first, -((today.weekday() + 1) % 7)) or first)
    return DateMatch(_make_intervals(starts, 6), index + 1)


def _make_intervals(starts: tuple[date, ...], days: int) -> frozenset[str]:
    """Return the intervals of some days that start on each of the days."""
    return frozenset(f"{first.isoformat()}/{(_shift(first, days) or first).isoformat()}" for first in starts)


def _read_pointed_date(tokens: Tokens, start: int, today: date | None) -> DateMatch | None:
    """Read `last Tuesday`, `next week on Tuesday`, `last year`, `this April`, `this Friday, June 15`."""
    step, index = _read_pointer(tokens, start)
    if step is None:
        return _read_weekend(tokens, start, today)
    found, noun = read_partial_date(tokens, index), low(tokens, index)
    if found is not None and ((found.day is not None and found.month is not None) or found.choices):
        return DateMatch(frozenset(), found.end, first=_choose_year(found, today, step))
    if noun in WEEKDAYS and found is not None and found.is_weekday:
        end = index + 1 + (low(tokens, index + 1) in TIMES_OF_DAY)
        return DateMatch(_resolve_pointed_weekday(today, WEEKDAYS[noun], step), end, hint=found)
    if (week := _read_week(tokens, start, today)) is not None:
        return _read_weekday_in_week(tokens, week, today)
    if found is not None and found.month and found.year is None and noun in MONTHS:
        return DateMatch(_resolve_pointed_month(today, found.month, step), found.end, hint=found)
    if noun in ("month", "year"):
        return _resolve_month_or_year(today, noun, step, index + 1)
    return _read_weekend(tokens, start, today)


def _choose_year(found: PartialDate, today: date | None, step: int) -> PartialDate:
    """Return a day with the year that `last` or `next` gives it: next July 4."""
    if today is None or step == 0 or found.weekday is not None or found.year is not None or found.choices:
        return found
    is_ahead = (found.month or 0, found.day or 0) > (today.month, today.day)
    return found._replace(year=today.year - is_ahead if step == -1 else today.year + (not is_ahead))


def _resolve_pointed_weekday(today: date | None, weekday: int, step: int) -> frozenset[str]:
    if today is None:
        return frozenset()
    ahead = weekday - today.weekday()
    days = ahead + 7 * step
    if step == -1:
        days = -((-ahead - 1) % 7 + 1)
    elif step == 2:  # this coming Friday
        days = (ahead - 1) % 7 + 1
    return to_iso(_shift(today, days) or today)


def _read_weekday_in_week(tokens: Tokens, week: DateMatch, today: date | None) -> DateMatch:
    """Read the weekday of a named week: next week on Tuesday, last week's Friday."""
    index = week.end
    while low(tokens, index) in ("on", "-", ",", "'", "s"):
        index += 1
    weekday = WEEKDAYS.get(low(tokens, index))
    if weekday is None or (low(tokens, week.end) == "," and index == week.end + 1 and today is None):
        return week
    return _find_weekday(week, weekday, index + 1)


def _resolve_pointed_month(today: date | None, month: int, step: int) -> frozenset[str]:
    if today is None:
        return frozenset()
    year = today.year - (month >= today.month) if step == -1 else today.year + (step > 0 and month <= today.month)
    return frozenset({f"{year:04}-{month:02}"})


def _resolve_month_or_year(today: date | None, noun: str, step: int, end: int) -> DateMatch:
    """Return the month or year that many months or years from today."""
    if today is None:
        return DateMatch(frozenset(), end)
    moved = add_months(today.replace(day=1), min(step, 1) * (12 if noun == "year" else 1))
    return DateMatch(frozenset({moved.isoformat()[: 4 if noun == "year" else 7]}), end)


def _read_weekend(tokens: Tokens, start: int, today: date | None) -> DateMatch | None:
    """Read `last weekend`, `this weekend`, `over the weekend`."""
    step, index = _read_pointer(tokens, start)
    if low(tokens, start) == "the" and low(tokens, start - 1) in ("over", "at", "on", "during"):
        step, index = 0, start + 1
    if step is None or low(tokens, index) != "weekend":
        return None
    if today is None:
        return DateMatch(frozenset(), index + 1)
    saturday = _shift(today, -((today.weekday() - 5) % 7)) or today
    steps = (0, 7) if step == 0 else (0,) if step == -1 else (7,)
    return DateMatch(_make_intervals(tuple(_shift(saturday, days) or saturday for days in steps), 1), index + 1)


def _read_day_of_month(tokens: Tokens, start: int, today: date | None) -> DateMatch | None:
    """Read `the 15th of next month`, `15th day of last month`."""
    number = read_quantity(tokens[start : start + 5], 0)
    if number is None or number.form != "rank" or number.value is None or not 1 <= number.value <= 31:
        return None
    index = start + number.end + (low(tokens, start + number.end) == "day")
    if low(tokens, index) != "of":
        return None
    step, noun = _read_pointer(tokens, index + 1 + (low(tokens, index + 1) == "the"))
    if step is None or low(tokens, noun) != "month":
        return None
    month = _resolve_month_or_year(today, "month", step, noun + 1)
    days = {f"{option}-{int(number.value):02}" for option in month.options}
    return DateMatch(frozenset(day for day in days if is_day(int(day[:4]), int(day[5:7]), int(day[8:]))), month.end)


def _read_date_of_year(tokens: Tokens, start: int, today: date | None) -> DateMatch | None:
    """Read `July last year`, `1 July of this year`."""
    if not any(token.low == "year" for token in tokens[start + 2 : start + 8]):  # cheap test first
        return None
    found = read_partial_date(tokens, start)
    if found is None or found.month is None or found.year is not None or found.choices:
        return None
    step, noun = _read_pointer(tokens, found.end + (low(tokens, found.end) == "of"))
    if step is None or low(tokens, noun) != "year":
        return None
    year = None if today is None else today.year + min(step, 1)
    return DateMatch(frozenset(), noun + 1, first=found._replace(year=year, end=noun + 1))


def _read_day_alone(tokens: Tokens, start: int, today: date | None) -> DateMatch | None:
    """Read `on the 5th`: the one nearest to the day of the source."""
    text, end = at(tokens, start).text, start + 2
    if not text.isdigit() or len(text) > 2 or low(tokens, start + 1) != suffix(text):
        return None
    if not is_day_alone(tokens, start, end):
        return None
    hint = PartialDate(start, end, day=int(text))
    if today is None:
        return DateMatch(frozenset(), end, hint=hint)
    months = (add_months(today.replace(day=1), step) for step in (-1, 0, 1))
    days = [one.replace(day=int(text)) for one in months if is_day(one.year, one.month, int(text))]
    days.sort(key=lambda day: abs(day - today))
    is_tie = len(days) > 1 and abs(days[0] - today) == abs(days[1] - today)
    return DateMatch(frozenset() if is_tie else to_iso(*days[:1]), end, hint=hint)
