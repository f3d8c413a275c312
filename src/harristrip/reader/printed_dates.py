"""Dates as English prints them, each with the ISO dates that a record may give for it. Pure functions over strings.

`printed_dates` fails closed: a date that can be read in two orders, a bound, an alternative, an approximation, and a
weekday that contradicts its date are returned with their place and with the reason in `unread`.

`unnamed` asks what some passages name together: `June 6`, `2021-06-02` and `Monday`. A date without a year takes the
years that the other passages print; a weekday is the one within a week of a printed day; "the next day", "the weekend",
"last month" count from a printed day. Weeks may start on Sunday or Monday. Where the day of a source is known, words in
its passages count from that day too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from .. import dates
from ..text import phrases, word_set
from . import context, hedges
from .context import MONTHS
from .date_parts import ENDINGS, WEEKDAYS, PartialDate, read_day, read_partial_date, read_year, resolve_date
from .numbers import STARTS as NUMBERS
from .numbers import suffix
from .relative_dates import DAYS, NEXT, PAST, DateMatch, read_relative
from .tokens import DASHES, Tokens, at, is_english, is_plural, low, tokenize

BOUNDS = word_set("before after since until till by from following preceding")
"""Words before a date that is no date of the event, but one end of the time that it may be in."""
_BOUND_PAIRS = phrases(
    "prior to | ahead of | as of | later than | earlier than | early as | late as | week to | month to | quarter to | "
    "year to"
)
DEADLINE = '"by" makes it a bound'
_ROUGH = word_set("about around circa roughly approximately near nearly almost c ca")
_BEFORE_YEAR = word_set(
    "in of during early late mid year between from to until through since by before after spring summer "
    "autumn fall winter and for till"
)
_PERIODS = word_set("week weekend fortnight month quarter season spring summer autumn fall winter year decade")
"""Words that name a time behind `next`, `last`, `this` or `the`."""
_PARTS_OF_DECADE = word_set("early mid late pre start beginning middle end half part years close turn dawn")
"""Words before a decade that leave a part of it, or none: `the end of the 1990s`."""
_FISCAL = word_set("fiscal financial fy tax academic school")
_BEFORE_OF_DAY = word_set(
    "eve week weeks anniversary wake aftermath ahead advance weekend days fortnight vigil side outside instead"
)
"""Words before `of` and a day that name another day or time."""
_UNCLEAR = phrases("not | never | every | every other | possibly | probably | except | any of | any of the | several")
_WEEKDAY_NAME_STARTS = word_set(
    "black good ash easter palm super cyber maundy shrove bloody giving fat whit holy spy plough silent"
)
_PAPERS = word_set("times express mirror herald telegraph mail post independent star sun tribune world people school")


_STARTS = {*NUMBERS, *MONTHS, *WEEKDAYS, *DAYS, *NEXT, *PAST} | word_set(
    "day this same in the earlier later quarter half q h christmas boxing new valentine juneteenth halloween final"
)
"""Words that a date can start with."""


class PrintedDate(NamedTuple):
    """One printed date: `text[start:end]`."""

    options: frozenset[str]
    """ISO dates or intervals that it can mean; empty if it is not read, or has no year and no day to count from."""
    year: int | None
    month: int | None
    day: int | None
    weekday: int | None
    """Monday is 0."""
    start: int
    end: int
    unread: str | None = None
    """Why the date is not read."""
    relative: bool = False
    """Whether it counts from the day of the source: its year or more is not printed."""

    @property
    def says(self) -> tuple[object, ...]:
        """The meaning of the date, without its place."""
        return (self.options, *self[1:5], self.unread)

    @property
    def core(self) -> tuple[int, int]:
        """Where it is; unlike a figure, a date is read without its hedges."""
        return self.start, self.end

    @property
    def is_full(self) -> bool:
        """Whether day, month and year are printed."""
        return None not in (self.year, self.month, self.day)


def printed_dates(text: str, reference: date | None = None) -> list[PrintedDate]:
    """Return every date that `text` prints, in order; words like `yesterday` count from `reference`."""
    tokens = tokenize(text)
    reason = None if is_english(text) else "the sentence is not in English"
    found: list[PrintedDate] = []
    index, previous = 0, frozenset[str]()
    while index < len(tokens):
        item = _read_match(tokens, index, reference, previous)
        if item is None:
            index += 1
            continue
        one = _resolve_match(tokens, item, reference, reason)
        found.append(one)
        previous, index = one.options, item.end
    return found


def _read_match(tokens: Tokens, index: int, today: date | None, previous: frozenset[str]) -> DateMatch | None:
    """Read the date or range that starts at a token."""
    if tokens[index].kind == "sign" or (tokens[index].kind == "word" and tokens[index].low not in _STARTS):
        return None  # most tokens: cheap test first
    return (
        _read_day_range(tokens, index) or read_relative(tokens, index, today, previous) or _read_single(tokens, index)
    )


def _read_day_range(tokens: Tokens, index: int) -> DateMatch | None:
    """Read `6-8 September 2022`, `6 to 8 September`, `18 and 19 June`."""
    day, place = read_day(tokens, index) if tokens[index].kind == "digits" else (None, index)
    joint = low(tokens, place)
    if day is None or joint not in ("to", "and", "or", *DASHES) or low(tokens, place + 1) in MONTHS:
        return None
    last = read_partial_date(tokens, place + 1)
    if last is None or last.day is None or last.month is None or last.weekday is not None:
        return None
    first = last._replace(start=index, end=place, day=day)
    if joint in ("and", "or") and low(tokens, index - 1) != "between":
        return DateMatch(frozenset(), place, first=first, start=index)
    return DateMatch(frozenset(), last.end, first=first, last=last, start=index)


def _read_single(tokens: Tokens, index: int) -> DateMatch | None:
    """Read a date, a range, or the first of two with the year of the second: `6 June and 7 July 2021`."""
    first = read_partial_date(tokens, index)
    if first is None:
        return None
    place = first.end
    joint, is_between = low(tokens, place), low(tokens, index - 1) == "between"
    is_range = joint in ("to", "through", "until", "till", *DASHES) or (joint == "and" and is_between)
    is_list = joint in ("and", "or") and not is_range and first.month is not None
    last = _read_end_of_range(tokens, place, first) if is_range or is_list else None
    if last is None or (is_list and (last.month is None or (last.day is None) != (first.day is None))):
        return DateMatch(frozenset(), place, first=first, start=index)
    if last.is_weekday:
        return DateMatch(frozenset(), last.end, "it is a range that ends on a weekday", first, start=index)
    if first.year is None and last.year is not None:
        starts_before = bool(first.month and last.month and first.month > last.month)
        first = first._replace(year=last.year - starts_before)
    if is_list:
        return DateMatch(frozenset(), place, first=first, start=index)
    return DateMatch(frozenset(), last.end, first=first, last=last, start=index)


def _read_end_of_range(tokens: Tokens, joint: int, first: PartialDate) -> PartialDate | None:
    """Read the other end of a range: a date, the day of `June 6-8, 2021`, the year of `2019-2021` and `2019-20`."""
    if found := read_partial_date(tokens, joint + 1):
        return found
    token = at(tokens, joint + 1)
    if first.month is not None and first.day is not None and token.kind == "digits":
        day, end = read_day(tokens, joint + 1)
        year, after = read_year(tokens, end + (low(tokens, end) in (",", "of")))
        return PartialDate(joint + 1, after if year else end, year or first.year, first.month, day) if day else None
    if first.year is None or first.month is not None:
        return None
    year, end = read_year(tokens, joint + 1)
    is_short = token.text == f"{(first.year + 1) % 100:02}" and not token.gap and not tokens[joint].gap
    if year is None and is_short:
        year, end = first.year + 1, joint + 2
    return PartialDate(joint + 1, end, year) if year is not None else None


def _resolve_match(tokens: Tokens, item: DateMatch, today: date | None, reason: str | None) -> PrintedDate:
    """Return the date that a match means, or why it is not read."""
    first, options = item.first or PartialDate(item.start, item.end), item.options
    if item.first is not None:
        options = _resolve_range(first, item.last, today) if item.last is not None else resolve_date(first, today)
    fault = reason or item.fault or first.fault or (item.last.fault if item.last else None)
    fault = fault or _find_reason_no_ordinal(tokens, item) or _find_reason_around(tokens, item)
    if fault is None and not options:
        fault = _find_reason_unresolved(first, today)
    told = item.hint or first
    return PrintedDate(
        frozenset() if fault else options,
        told.year,
        told.month if item.last is None else None,
        told.day if item.last is None else None,
        told.weekday,
        tokens[item.start].start,
        tokens[item.end - 1].end,
        fault,
        first.year is None,
    )


def _find_reason_no_ordinal(tokens: Tokens, item: DateMatch) -> str | None:
    """Return a reason if an ordinal of a date has the wrong ending: 14st."""
    for place in range(item.start, item.end):
        digits, ending = tokens[place], at(tokens, place + 1)
        if digits.text.isdigit() and not ending.gap and ending.low in ENDINGS and ending.low != suffix(digits.text):
            return f'"{digits.text}{ending.text}" is no ordinal'
    return None


def _find_reason_unresolved(first: PartialDate, today: date | None) -> str | None:
    """Return why a date means no day."""
    if first.choices:
        return "day and month can be read in either order"
    if first.year is None:
        return None if today is None else "no year is near enough to be meant"
    if first.weekday is not None:
        return "the weekday and the date do not agree"
    return "there is no such date"


def _resolve_range(first: PartialDate, last: PartialDate, today: date | None) -> frozenset[str]:
    starts, ends = resolve_date(first, today), resolve_date(last, today)
    if len(starts) != 1 or len(ends) != 1:
        return frozenset()
    (start,), (end,) = starts, ends
    text = f"{start.partition('/')[0]}/{end.rpartition('/')[2]}"
    return frozenset({text}) if len(start) == len(end) and dates.is_date(text) else frozenset()


def _find_reason_around(tokens: Tokens, item: DateMatch) -> str | None:
    """Return a reason if what is around a date makes it no date of the event."""
    before, earlier = low(tokens, item.start - 1), low(tokens, item.start - 2)
    if before == "the":
        before, earlier = earlier, low(tokens, item.start - 3)
    after = at(tokens, item.end)
    if reason := _find_reason_before(before, earlier, item):
        return reason
    if before in _FISCAL or earlier in _FISCAL or after.low in ("fiscal", "season"):
        return "fiscal years and seasons have other bounds"
    if context.is_negated(tokens, item.start - (before in ("on", "in", "at"))):
        return "it is negated"
    if item.first is not None and (reason := _find_reason_other_day(tokens, item, item.first, before)):
        return reason
    if reason := _find_reason_hedged(tokens, item, before):
        return reason
    slash = item.end + 1 if after.text == "/" else item.start - 2 if before == "/" else -1
    is_choice = after.low == "or" and _names_date(tokens, item.end + 1)
    if after.low != "or" and before == "or":
        is_choice = any(_names_date(tokens, place) for place in range(item.start - 4, item.start - 1))
    if is_choice or low(tokens, slash) in MONTHS:
        return "it is one of two dates"
    if not after.gap and after.kind == "word":
        return f'"{after.text}" is joined to it'
    return _find_reason_no_year(tokens, item)


def _find_reason_before(before: str, earlier: str, item: DateMatch) -> str | None:
    """Return a reason if the words before a date make it a bound, an approximation or another day."""
    if before in _ROUGH:
        return f'"{before}" makes it an approximation'
    if before == "by" and item.last is None:
        return DEADLINE
    if before in BOUNDS and not (before in ("from", "by") and item.last is not None):
        return f'"{before}" makes it a bound'
    if f"{earlier} {before}" in _BOUND_PAIRS:
        return f'"{earlier} {before}" makes it a bound'
    if item.first is not None and item.first.years and {before, earlier} & _PARTS_OF_DECADE:
        return "only a part of the decade is meant"
    return f'"{earlier} of" makes it another day' if before == "of" and earlier in _BEFORE_OF_DAY else None


def _find_reason_other_day(tokens: Tokens, item: DateMatch, first: PartialDate, before: str) -> str | None:
    """Return a reason if a date is part of something else: a week on Tuesday, Good Friday, In May 5 people fled."""
    after, behind = at(tokens, item.end), low(tokens, item.end + 1)
    if first.is_weekday:
        is_quoted = after.low == low(tokens, item.start - 2) == '"' and tokens[item.start - 1].text[0].isupper()
        if is_quoted or before in _WEEKDAY_NAME_STARTS or (after.low in _PAPERS and after.text[0].isupper()):
            return "it belongs to a name"
        is_on = before == "on" and low(tokens, item.start - 2) in ("week", "fortnight")
        if is_on or after.low == "week" or (after.low, behind) in (("before", "last"), ("after", "next")):
            return "another week is meant"
    if first.year is None and after.low in ("that", "the") and "year" in (behind, low(tokens, item.end + 2)):
        return "another year is meant"
    if before == "in" and first.day is not None and first.year is None and tokens[item.start].low in MONTHS:
        return "it may be a month and a number"
    return None


def _find_reason_hedged(tokens: Tokens, item: DateMatch, before: str) -> str | None:
    """Return a reason if a hedge qualifies a date."""
    if tokens[item.start].low in ("the", "weekend") or (before == "between" and item.last is not None):
        return None
    hedge = hedges.find_hedge_before(tokens, item.start)
    if hedge is None or hedge[0] == hedges.EXACT or hedge[1] == "past":
        return None
    earlier = low(tokens, hedge[2] - 1)
    if hedge[1].endswith(" than") and (earlier in ("%", "cent", "percent") or earlier.isdigit()):
        return f'"{hedge[1]}" may compare two figures'
    return f'"{hedge[1]}" qualifies it' if hedge[0] != hedges.UNCLEAR or hedge[1] in _UNCLEAR else None


def _names_date(tokens: Tokens, index: int) -> bool:
    """Return whether digits, a day or a month are at an index, or `next` before a day, a month or a period."""
    token, after = at(tokens, index), low(tokens, index + 1)
    if token.low in ("next", "last", "this", "the"):
        return after in WEEKDAYS or after in MONTHS or after in _PERIODS
    is_day = token.low in WEEKDAYS or token.low in ("today", "tomorrow", "yesterday")
    return is_day or token.low in MONTHS or token.kind == "digits"


def _find_reason_no_year(tokens: Tokens, item: DateMatch) -> str | None:
    """Return a reason if four digits without a month may not be a year."""
    first = item.first
    if first is None or first.year is None or first.month is not None or first.months or first.choices:
        return None
    before, after, follows = (at(tokens, place) for place in (item.start - 1, item.end, item.end + 1))
    is_in = before.low in _BEFORE_YEAR or before.text in "(,-" or before.low in MONTHS
    if not is_in:
        return "it may be no year"
    if (after.kind == "word" and is_plural(after.low)) or after.text in ("%", "$", "€", "£"):
        return "it may be a number"
    goes_on = item.last is None and after.text in ("/", *DASHES) and follows.kind == "digits"
    return "more follows it" if goes_on else None


_NEXT_DAY = re.compile(r"\b(next|following) day\b", re.IGNORECASE)
_WEEKEND = re.compile(r"\bweekend\b", re.IGNORECASE)
_WEEK = re.compile(r"\bweek\b", re.IGNORECASE)
_STEPS = {
    -1: re.compile(r"\b(last|previous) month\b", re.IGNORECASE),
    0: re.compile(r"\b(this|that|same) month\b", re.IGNORECASE),
    1: re.compile(r"\b(next|following) month\b", re.IGNORECASE),
}
_NEW_YEAR = re.compile(r"\b(start|beginning) of the year\b", re.IGNORECASE)
_SATURDAY, _SUNDAY, _MONDAY = 5, 6, 0
MAX_COMBINED = 100
"""Maximum different years, and different days, that are combined; if passages print more, none are."""


class DatedText(NamedTuple):
    """Printed words, and the day that words such as `yesterday` in them count from."""

    text: str
    today: date | None = None
    dates: tuple[PrintedDate, ...] | None = None
    """The dates in the words, if their whole sentence was read already."""

    def read(self) -> tuple[PrintedDate, ...]:
        """Return the dates that the words print."""
        return tuple(printed_dates(self.text, self.today)) if self.dates is None else self.dates


class _NamedDates(NamedTuple):
    """The dates that passages name together, each as its first and last day."""

    spans: set[tuple[str, str]]
    """Days, months, years and intervals."""
    starts: set[str]
    """Days on which a week or interval starts: they can only begin an interval."""
    ends: set[str]
    """Days on which one ends."""


def unnamed(text: str, own: Sequence[str | DatedText], basis: Sequence[str | DatedText]) -> str | None:
    """Return the first end of the date `text` that no passage names, or None.

    `own` are passages about the date itself, `basis` those that it was worked out from: a full date in these, such as
    the stamp of an article, is a day to count from and not the day.
    """
    passages = [[DatedText(one) if isinstance(one, str) else one for one in those] for those in (own, basis)]
    found = _collect_dates(*passages)
    start, interval, end = text.partition("/")
    if dates.bounds(text) in found.spans:
        return None
    if not interval or (dates.bounds(start) not in found.spans and dates.bounds(start)[0] not in found.starts):
        return start
    return None if dates.bounds(end) in found.spans or dates.bounds(end)[1] in found.ends else end


def _collect_dates(own: Sequence[DatedText], basis: Sequence[DatedText]) -> _NamedDates:
    """Return the dates that passages name together."""
    told = [one for passage in own for one in passage.read() if one.unread is None]
    based = [one for passage in basis for one in passage.read()]
    printed = [*told, *based]
    words = " | ".join(passage.text for passage in (*own, *basis))
    years = {one.year for one in printed if one.year is not None}
    years = years if len(years) <= MAX_COMBINED else set()
    anchors = set(_list_printed_days(printed, years))
    anchors = anchors if len(anchors) <= MAX_COMBINED else set()
    days = set(_list_printed_days([*told, *(one for one in based if not one.is_full or one.unread == DEADLINE)], years))
    weekdays = {one.weekday for one in printed if one.day is None}
    days |= {day for day in _list_days_within(anchors, 7) if day.weekday() in weekdays}
    if _NEXT_DAY.search(words):
        days |= {day + timedelta(1) for day in days | anchors}
    if _WEEKEND.search(words):
        days |= {day for day in _list_days_within(anchors, 7) if day.weekday() in (_SATURDAY, _SUNDAY)}
    spans = {(day.isoformat(), day.isoformat()) for day in days} | set(_list_months(printed, years, anchors, words))
    spans |= {dates.bounds(f"{one.year:04}") for one in based if one.year in years}
    stamps = {one.options for one in based if one.is_full}
    meant = {dates.bounds(option) for one in printed if one.options not in stamps for option in one.options}
    intervals = [(first, last) for first, last in meant if first != last and dates.bounds(first[:7]) != (first, last)]
    intervals = [(first, last) for first, last in intervals if dates.bounds(first[:4]) != (first, last)]
    week = list(_list_days_within(anchors, 14)) if _WEEK.search(words) else []
    starts = {day.isoformat() for day in week if day.weekday() in (_SUNDAY, _MONDAY)}
    ends = {day.isoformat() for day in week if day.weekday() in (_SATURDAY, _SUNDAY)}
    return _NamedDates(
        spans | meant, starts | {first for first, _ in intervals}, ends | {last for _, last in intervals}
    )


def _list_printed_days(told: Iterable[PrintedDate], years: Iterable[int]) -> Iterator[date]:
    """Yield the days that are printed, those without a year in each of the years."""
    for year, month, day in {(one.year, one.month, one.day) for one in told}:  # one day may be printed many times
        if month is None or day is None:
            continue
        for one in years if year is None else (year,):
            text = f"{one:04}-{month:02}-{day:02}"
            if 1 < one < 9999 and dates.is_date(text):  # days around it are counted, and must be dates too
                yield date.fromisoformat(text)


def _list_days_within(days: Iterable[date], reach: int) -> Iterator[date]:
    """Yield the days that are at most `reach` days from one of some days."""
    return (day + timedelta(offset) for day in days for offset in range(-reach, reach + 1))


def _list_months(
    printed: Iterable[PrintedDate], years: Iterable[int], anchors: Iterable[date], words: str
) -> Iterator[tuple[str, str]]:
    """Yield first and last day of the months that are printed, and of those that words count from printed days."""
    months = {(one.year or year, one.month) for one in printed if one.month and one.day is None for year in years}
    known = {12 * year + month - 1 for year, month in months if month}
    counted = {12 * day.year + day.month - 1 for day in anchors} | known
    known |= {count + step for step, pattern in _STEPS.items() if pattern.search(words) for count in counted}
    if _NEW_YEAR.search(words):
        known |= {12 * year for year in years}
    return (dates.bounds(f"{count // 12:04}-{count % 12 + 1:02}") for count in known if 0 < count // 12 < 9999)
