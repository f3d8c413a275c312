"""Dates as English prints them, each with the ISO dates that a record may give for it. Pure functions over strings.

`printed_dates` fails closed: what can be read in two orders, what is only a bound, an alternative or an approximation,
and a weekday that contradicts its date are there with their place and with the reason in `unread`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from .. import dates
from . import context, hedges
from .date_meanings import resolved
from .date_parts import MONTHS, WEEKDAYS, Part, part, year_at
from .english import is_english, is_plural
from .number_words import at, low
from .quantities import STARTS as NUMBERS
from .relative_dates import DAYS, NEXT, PAST, relative
from .tables import words
from .tokens import DASHES, Token, tokenize

BOUNDS = words("before after since until till by from following preceding")
"""Words before a date that is no date of the event, but one end of the time that it may be in."""
_BOUND_PAIRS = (
    ("to", "prior"),
    ("of", "ahead"),
    ("of", "as"),
    ("than", "later"),
    ("than", "earlier"),
    ("as", "early"),
    ("as", "late"),
    *(("to", "week"), ("to", "month"), ("to", "quarter"), ("to", "year")),
)
DEADLINE = '"by" makes it a bound'
ROUGH = words("about around circa roughly approximately near nearly almost c ca")
_IN_YEAR = words(
    "in of during early late mid year between from to until through since by before after spring summer "
    "autumn fall winter and for till"
)
_FISCAL = words("fiscal financial fy tax academic school")
_AROUND = words(
    "eve week weeks anniversary wake aftermath ahead advance weekend days fortnight vigil side outside instead"
)
"""Words before `of` and a day that name another day or time."""
_UNCLEAR = frozenset(
    ("not", "never", "every", "every other", "possibly", "probably", "except", "any of", "any of the", "several")
)
_FEASTS = words("black good ash easter palm super cyber maundy shrove bloody giving fat whit holy spy plough silent")
_PAPERS = words("times express mirror herald telegraph mail post independent star sun tribune world people school")


STARTS = NUMBERS | frozenset(MONTHS) | frozenset(WEEKDAYS) | frozenset(DAYS) | NEXT | PAST
STARTS |= words(
    "day this same in the earlier later quarter half q h christmas boxing new valentine juneteenth halloween final"
)
"""Words that a date can start with."""


class PrintedDate(NamedTuple):
    """One printed date: `text[start:end]`."""

    options: frozenset[str]
    """ISO dates or intervals that it can mean; empty where it is not read, or has no year and no day to count from."""
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
        """What the date means, wherever it stands."""
        return (self.options, *self[1:5], self.unread)

    @property
    def is_full(self) -> bool:
        """Whether day, month and year are printed."""
        return None not in (self.year, self.month, self.day)


class _Item(NamedTuple):
    """A date or a range of dates in tokens."""

    first: Part | None
    last: Part | None
    start: int
    end: int
    options: frozenset[str] | None = None
    fault: str | None = None
    hint: Part | None = None


def printed_dates(text: str, reference: date | None = None) -> list[PrintedDate]:
    """Return every date that `text` prints, in order; words like `yesterday` count from `reference`."""
    tokens = tokenize(text)
    reason = None if is_english(text) else "the sentence is not in English"
    found: list[PrintedDate] = []
    index, previous = 0, frozenset[str]()
    while index < len(tokens):
        item = _item(tokens, index, reference, previous)
        if item is None:
            index += 1
            continue
        one = _printed(tokens, item, reference, reason)
        found.append(one)
        previous, index = one.options, item.end
    return found


def _item(tokens: Sequence[Token], index: int, today: date | None, previous: frozenset[str]) -> _Item | None:
    if tokens[index].kind == "sign" or (tokens[index].kind == "word" and tokens[index].low not in STARTS):
        return None  # most tokens: cheap test first
    words = relative(tokens, index, today, previous)
    if words is not None and words.found is None:
        return _Item(None, None, index, words.end, words.options, words.fault, words.hint)
    if words is not None and words.found is not None:
        return _Item(words.found, None, index, words.end)
    return _days(tokens, index) or _single(tokens, index)


def _single(tokens: Sequence[Token], index: int) -> _Item | None:
    """Read a date and, behind `to` or a dash, the other end of a range."""
    first = part(tokens, index)
    if first is None:
        return None
    place = first.end
    joint = low(tokens, place)
    opened = low(tokens, index - 1)
    ranged = joint in ("to", "through", "until", "till") or joint in DASHES or (joint == "and" and opened == "between")
    if not ranged or place + 1 >= len(tokens):
        return _Item(first, None, index, first.end)
    last = part(tokens, place + 1) or _day_of(tokens, place + 1, first) or _last_year(tokens, place, first)
    if last is None:
        return _Item(first, None, index, first.end)
    if last.weekday is not None and last.day is None:
        return _Item(first, None, index, last.end, fault="it is a range that ends on a weekday")
    return _Item(*_shared(first, last), index, last.end)


def _day_of(tokens: Sequence[Token], index: int, first: Part) -> Part | None:
    """Read the second day of `June 6-8, 2021`."""
    token = at(tokens, index)
    if first.month is None or first.day is None or token is None or token.kind != "digits":
        return None
    if not token.text.isdigit() or len(token.text) > 2 or not 1 <= int(token.text) <= 31:
        return None
    end = index + 1 + (low(tokens, index + 1) in ("st", "nd", "rd", "th"))
    year, after = year_at(tokens, end + (low(tokens, end) in (",", "of")))
    return Part(index, after if year else end, year or first.year, first.month, int(token.text))


def _last_year(tokens: Sequence[Token], place: int, first: Part) -> Part | None:
    """Read the second year of `2019-2021` and `2019-20`."""
    token = at(tokens, place + 1)
    if first.year is None or first.month is not None or token is None:
        return None
    year, end = year_at(tokens, place + 1)
    if year is not None:
        return Part(place + 1, end, year)
    joined = not token.gap and not tokens[place].gap
    if not joined or not token.text.isdigit() or len(token.text) != 2 or int(token.text) != (first.year + 1) % 100:
        return None
    return Part(place + 1, place + 2, first.year + 1)


def _shared(first: Part, last: Part) -> tuple[Part, Part]:
    """Give the first end of a range the year and month that only the last prints."""
    if first.year is None and last.year is not None:
        first = first._replace(year=last.year)
        if first.month and last.month and first.month > last.month:
            first = first._replace(year=last.year - 1)
    return first, last


def _days(tokens: Sequence[Token], index: int) -> _Item | None:
    """Read `6-8 September 2022`, `6 to 8 September`, `18 and 19 June`."""
    token = at(tokens, index)
    if (
        token is None
        or token.kind != "digits"
        or not token.text.isdigit()
        or len(token.text) > 2
        or not 0 < int(token.text) < 32
    ):
        return None
    place = index + 1 + (low(tokens, index + 1) in ("st", "nd", "rd", "th"))
    joint = low(tokens, place)
    if joint not in ("to", "and", "or") and joint not in DASHES:
        return None
    last = part(tokens, place + 1) if place + 1 < len(tokens) else None
    if (
        last is None
        or last.day is None
        or last.month is None
        or last.weekday is not None
        or tokens[place + 1].low in MONTHS
    ):
        return None
    first = last._replace(start=index, end=place, day=int(token.text))
    if joint in ("and", "or") and low(tokens, index - 1) != "between":
        return _Item(first, None, index, place)
    return _Item(first, last, index, last.end)


def _printed(tokens: Sequence[Token], item: _Item, today: date | None, reason: str | None) -> PrintedDate:
    first = item.first or Part(item.start, item.end)
    if item.options is not None:
        options = item.options
    elif item.last is not None:
        options = _range(first, item.last, today)
    else:
        options = resolved(first, today)
    fault = reason or item.fault or first.fault or (item.last.fault if item.last else None) or _around(tokens, item)
    if fault is None and not options:
        fault = _unresolved(first, item, today)
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
        item.options is not None or first.year is None,
    )


def _unresolved(first: Part, item: _Item, today: date | None) -> str | None:
    """Say why a date means no day."""
    if first.choices:
        return "day and month can be read in either order"
    if item.options is not None or first.year is None:
        return None if today is None else "no year is near enough to be meant"
    if first.weekday is not None:
        return "the weekday and the date do not agree"
    return "there is no such date"


def _range(first: Part, last: Part, today: date | None) -> frozenset[str]:
    starts, ends = resolved(first, today), resolved(last, today)
    if len(starts) != 1 or len(ends) != 1:
        return frozenset()
    start, end = (next(iter(options)) for options in (starts, ends))
    text = f"{start.partition('/')[0]}/{end.rpartition('/')[2]}"
    return frozenset({text}) if len(start) == len(end) and dates.is_date(text) else frozenset()


def _around(tokens: Sequence[Token], item: _Item) -> str | None:
    """Return what around a date makes it no date of the event."""
    before, earlier = low(tokens, item.start - 1), low(tokens, item.start - 2)
    if before == "the":
        before, earlier = earlier, low(tokens, item.start - 3)
    after = at(tokens, item.end)
    if reason := _bound(before, earlier, item):
        return reason
    if before in _FISCAL or earlier in _FISCAL or low(tokens, item.end) in ("fiscal", "season"):
        return "fiscal years and seasons have other bounds"
    if context.negated(tokens, item.start - (before in ("on", "in", "at"))):
        return "it is negated"
    if reason := _other_day(tokens, item, before):
        return reason
    if reason := _named_or_hedged(tokens, item, before):
        return reason
    slash = item.end + 1 if low(tokens, item.end) == "/" else item.start - 2 if before == "/" else None
    if slash is not None and low(tokens, slash) in MONTHS:
        return "it is one of two dates"
    if (before == "or" or low(tokens, item.end) == "or") and _is_alternative(tokens, item):
        return "it is one of two dates"
    if after is not None and not after.gap and after.kind == "word":
        return f'"{after.text}" is joined to it'
    return _is_no_year(tokens, item)


def _other_day(tokens: Sequence[Token], item: _Item, before: str) -> str | None:
    """Return whether a date is no day of its own: a week on Tuesday, Tuesday week, In May 5 people fled."""
    first = item.first
    if first is None:
        return None
    if first.weekday is not None and first.day is None:
        if (low(tokens, item.end), low(tokens, item.end + 1)) in (("before", "last"), ("after", "next")):
            return "another week is meant"
        if low(tokens, item.end) == "week" or (before == "on" and low(tokens, item.start - 2) in ("week", "fortnight")):
            return "another week is meant"
        if low(tokens, item.end) == low(tokens, item.start - 2) == '"' and tokens[item.start - 1].text[0].isupper():
            return "it belongs to a name"
    if (
        first.year is None
        and low(tokens, item.end) in ("that", "the")
        and "year"
        in (
            low(tokens, item.end + 1),
            low(tokens, item.end + 2),
        )
    ):
        return "another year is meant"
    if before == "in" and first.day is not None and first.year is None and tokens[item.start].low in MONTHS:
        return "it may be a month and a number"
    return None


def _bound(before: str, earlier: str, item: _Item) -> str | None:
    """Return whether the words before a date make it a bound, an approximation or another day."""
    if before in ROUGH:
        return f'"{before}" makes it an approximation'
    if before == "by" and item.last is None:
        return DEADLINE
    if before in BOUNDS and not (before in ("from", "by") and item.last is not None):
        return f'"{before}" makes it a bound'
    if (before, earlier) in _BOUND_PAIRS:
        return f'"{earlier} {before}" makes it a bound'
    if before == "of" and earlier in _AROUND:
        return f'"{earlier} of" makes it another day'
    return None


def _named_or_hedged(tokens: Sequence[Token], item: _Item, before: str) -> str | None:
    """Return whether a hedge qualifies a date, or a weekday belongs to a name: Good Friday, the Sunday Times."""
    first = item.first
    if first is not None and first.weekday is not None and first.day is None:
        after = at(tokens, item.end)
        if before in _FEASTS or (after is not None and after.low in _PAPERS and after.text[0].isupper()):
            return "it belongs to a name"
    if tokens[item.start].low in ("the", "weekend") or (before == "between" and item.last is not None):
        return None
    hedge = hedges.before(tokens, item.start)
    if hedge is None or hedge[0] == hedges.EXACT or hedge[1] == "past":
        return None
    before_hedge = low(tokens, hedge[2] - 1)
    if hedge[1].endswith(" than") and (before_hedge in ("%", "cent", "percent") or before_hedge.isdigit()):
        return f'"{hedge[1]}" may compare two figures'
    if hedge[0] != hedges.UNCLEAR or hedge[1] in _UNCLEAR:
        return f'"{hedge[1]}" qualifies it'
    return None


def _is_alternative(tokens: Sequence[Token], item: _Item) -> bool:
    if low(tokens, item.end) == "or":
        return item.end + 1 < len(tokens) and _names_date(tokens, item.end + 1)
    return any(_names_date(tokens, place) for place in range(max(0, item.start - 4), item.start - 1))


def _names_date(tokens: Sequence[Token], index: int) -> bool:
    return (
        low(tokens, index) in MONTHS
        or low(tokens, index) in WEEKDAYS
        or tokens[index].kind == "digits"
        or (
            low(tokens, index) in ("next", "last", "this", "today", "tomorrow", "yesterday", "the")
            and (
                low(tokens, index + 1) in WEEKDAYS
                or low(tokens, index + 1) in MONTHS
                or low(tokens, index) in ("today", "tomorrow", "yesterday")
            )
        )
    )


def _is_no_year(tokens: Sequence[Token], item: _Item) -> str | None:
    """Return whether four digits that stand alone may be something else than a year."""
    first = item.first
    if first is None or first.year is None or first.month is not None or first.months or first.choices:
        return None
    before, after = low(tokens, item.start - 1), at(tokens, item.end)
    if item.start and before not in _IN_YEAR and before not in "(,-" and before not in MONTHS:
        return "it may be no year"
    if after is not None and after.kind == "word" and is_plural(after.low):
        return "it may be a number"
    if after is not None and after.text in "%$€£":
        return "it may be a number"
    follows = at(tokens, item.end + 1)
    if (
        item.last is None
        and after is not None
        and after.text in (*DASHES, "/")
        and follows is not None
        and follows.kind == "digits"
    ):
        return "more follows it"
    return None
