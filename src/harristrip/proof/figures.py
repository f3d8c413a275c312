"""Figures as English prints them: number, scale, range, ratio, unit, currency and hedge, each read only if all around it is.

`figures` fails closed: where anything numeric or quantifying touches a figure that the grammar did not read, the figure
is there with its place, without a value, and with the reason in `unread`. Values are exact: a `Fraction`, never a float.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from ..text import fold

from . import context, currencies, hedges, nouns
from .amounts import Amount, amount_at, counts_on, number_span, range_from
from .english import STOPS, is_english, singular
from .number_words import ABBREVIATIONS, SCALES, Number, at, is_number, low
from .quantities import quantity
from .tokens import DASHES, MINUSES, Token, tokenize

Codes = frozenset[str]


class Figure(NamedTuple):
    """One printed figure: `text[start:end]`."""

    value: Fraction | None
    """None where the figure is not read."""
    value_to: Fraction | None
    """The upper end of a range."""
    qualifier: str | None
    currencies: Codes
    """ISO 4217 codes that the printed sign or word can mean; empty if it is no money."""
    unit: str | None
    """"%", "percentage points", "rank", a unit of measure, or the head of the noun phrase as printed."""
    per: str | None
    start: int
    end: int
    """Where it stands with its hedges, sign, currency and scale; with the noun that it counts if a hedge follows that."""
    core: tuple[int, int]
    """Where it stands without its hedges and without the noun that it counts."""
    number: tuple[int, int]
    """Where it stands without its currency and share as well: all that a record without a unit needs."""
    unread: str | None = None
    """Why the figure is not read."""
    phrase: tuple[str, ...] = ()
    """The words of what it counts, folded and in the singular."""
    qualifiers: frozenset[str | None] = frozenset({None})
    """Every qualifier that the printed hedge supports."""
    falls: bool = False
    """Whether it is a share by which something fell: then a record has it negative, or says that it fell."""
    form: str = "plain"
    """How it is printed: `plain`, `decimal`, `grouped`, `spaced`, `word`, `part`, `ratio`, `rank`, `power`, `vague`."""

    @property
    def says(self) -> tuple[object, ...]:
        """What the figure means, wherever it stands."""
        return (self.value, self.value_to, self.qualifier, self.currencies, self.unit, self.per, self.unread)


_END_OF_RANGE = "it may be the end of a range"


def figures(text: str) -> list[Figure]:
    """Return every figure in a sentence or paragraph, in order."""
    english = is_english(text)
    tokens = tokenize(text, thousands=not english)
    found: list[Figure] = []
    index, previous, blocked = 0, frozenset[int](), -1
    while index < len(tokens):
        amount = amount_at(tokens, index)
        if amount is None:
            index += 1
            continue
        figure, index, previous = _figure(tokens, amount, previous)
        if amount.start == blocked:
            figure = _unread(figure, _END_OF_RANGE)
        blocked = max(previous) + 1 if figure.unread == _END_OF_RANGE else -1
        found.append(figure if english else _unread(figure, "the sentence is not in English"))
    return _named_in(tokens, found) if any(len(one.currencies) > 1 for one in found) else found


def _named_in(tokens: Sequence[Token], found: list[Figure]) -> list[Figure]:
    """Return figures that can mean several currencies with those only that their sentence names in full, if any."""
    named = currencies.named_in(tokens)
    return [one._replace(currencies=one.currencies & named or one.currencies) for one in found]


def _unread(figure: Figure, reason: str) -> Figure:
    return figure._replace(value=None, value_to=None, unread=figure.unread or reason)


def _figure(tokens: Sequence[Token], amount: Amount, previous: frozenset[int]) -> tuple[Figure, int, frozenset[int]]:
    """Return the figure that starts with an amount, where to go on, and where its number ends."""
    span = range_from(tokens, amount)
    start = amount.start
    faults = [amount.fault if span is None else span.fault]
    if low(tokens, start - 1) in ("between", "from") and span is not None:
        faults.append(_moves(tokens, start))
        start -= 1
    elif span is not None and context.changes(tokens, start):
        faults.append("something went from one number to the other")
    end, codes, unit = (span.end, span.codes, span.unit) if span else (amount.end, amount.codes, amount.unit)
    end = nouns.skip_notes(tokens, end)
    hedge_start, found = _hedges_before(tokens, start)
    noun, behind = _hedge_after(tokens, end)
    counted = _counted(tokens, amount.number, noun, codes, unit)
    after, further = _hedge_after(tokens, counted.end) if counted.end > noun else (counted.end, [])
    qualifier, qualifiers, fault = _qualifier([*found, *behind, *further])
    faults += [fault, _goes_on(tokens, counted)]
    faults += _touching(
        tokens, amount, start, hedge_start, end, after, previous, hedged=qualifier is not None, money=bool(codes)
    )
    reason = next((one for one in faults if one), None)
    last = (after if further else noun) - 1
    value, value_to = (span.value, span.value_to) if span else (amount.value, None)
    core = (tokens[start].start, tokens[end - 1].end)
    figure = Figure(
        None if reason else value,
        None if reason else value_to,
        qualifier,
        codes,
        "rank" if amount.number.form == "rank" and not span else counted.unit,
        counted.per,
        tokens[hedge_start].start,
        tokens[max(last, end - 1)].end,
        core,
        number_span(tokens, amount, core) if span is None else core,
        reason,
        counted.phrase,
        qualifiers,
        counted.unit in ("%", "percentage points") and context.falls(tokens, hedge_start, counted.end),
        amount.number.form,
    )
    return figure, end, frozenset({end, counted.end})


def _moves(tokens: Sequence[Token], start: int) -> str | None:
    return "something went from one number to the other" if context.changes(tokens, start) else None


def _counted(tokens: Sequence[Token], number: Number, end: int, codes: Codes, unit: str | None) -> nouns.Counted:
    """Return what a figure counts, unless it is money or a share."""
    if codes or unit:
        found = nouns.counted(tokens, end)
        per = found.per if found.unit is None else nouns.rate(tokens, end)
        return nouns.Counted(unit, (), end, per)
    one = number.value is not None and number.value == 1
    return nouns.counted(tokens, end, one=one, part=number.form in ("part", "ratio"))


def _hedges_before(tokens: Sequence[Token], start: int) -> tuple[int, list[tuple[str, str]]]:
    """Return where the hedges before a figure start, and each with its qualifier."""
    found: list[tuple[str, str]] = []
    first = start
    while (hedge := hedges.before(tokens, start)) is not None:
        qualifier, words, start = hedge
        if qualifier != hedges.EXACT:
            found.append((qualifier, words))
            first = start
    return first, found


def _hedge_after(tokens: Sequence[Token], place: int) -> tuple[int, list[tuple[str, str]]]:
    """Return where the hedge behind a figure ends, and the hedge with its qualifier."""
    opening = low(tokens, place) in (",", "(")
    hedge = hedges.after(tokens, place + opening) if place + opening < len(tokens) else None
    if hedge is None or context.starts_figure(tokens, hedge[2]):
        return place, []
    qualifier, words, stop = hedge
    if opening and low(tokens, stop) in (",", ")"):
        stop += 1
    return stop, [(qualifier, words)]


def _goes_on(tokens: Sequence[Token], counted: nouns.Counted) -> str | None:
    """Return whether another number is the other end of a range, or an alternative, behind what a figure counts."""
    joint = low(tokens, counted.end)
    if joint == "or" and context.starts_figure(tokens, counted.end + 1):
        return "another number follows it"
    if counted.unit is None or (joint != "to" and joint not in DASHES) or counted.end + 1 >= len(tokens):
        return None
    second = amount_at(tokens, counted.end + 1)
    if second is None:
        return None
    other = nouns.counted(tokens, second.end)
    if other.unit is None or nouns.unit_name(other.unit) == nouns.unit_name(counted.unit):
        return _END_OF_RANGE
    return None


def _qualifier(found: list[tuple[str, str]]) -> tuple[str | None, frozenset[str | None], str | None]:
    """Return the one qualifier of some hedges, all that they support, and what is unclear."""
    if not found:
        return None, frozenset({None}), None
    unclear = next((words for qualifier, words in found if qualifier == hedges.UNCLEAR), None)
    if unclear is not None:
        return None, frozenset(), f'"{unclear}" qualifies it'
    supported = frozenset.intersection(*(hedges.accepted(words, qualifier) for qualifier, words in found))
    if not supported:
        words_of = '" and "'.join(words for _, words in found)
        return None, frozenset(), f'"{words_of}" qualify it'
    return found[0][0], frozenset(supported), None


def _touching(
    tokens: Sequence[Token],
    amount: Amount,
    start: int,
    hedge_start: int,
    end: int,
    after: int,
    previous: frozenset[int],
    *,
    hedged: bool,
    money: bool,
) -> list[str | None]:
    """Return every reason that the surroundings of a figure give not to read it."""
    number = amount.number
    first = _without_exact(tokens, start)
    return [
        context.before(tokens, start, number, hedged=hedged, money=money),
        context.before(tokens, first, number, hedged=True, money=True) if first != start else None,
        None
        if _next_amount(tokens, end, money)
        else context.after(tokens, end, number, money=money or bool(amount.unit)),
        "another number precedes it" if low(tokens, start - 1) == "over" and start - 1 in previous else None,
        context.after(tokens, after, number, money=True) if after > end and low(tokens, after) in DASHES else None,
        "it is a time of day" if not money and not amount.unit and context.is_clock(tokens, number) else None,
        "it may be a year" if not money and not amount.unit and context.is_year(tokens, number, hedged) else None,
        "it is negated" if context.negated(tokens, min(first, hedge_start)) else None,
        "another figure is a part of it" if context.is_part_of(tokens, start, previous) else None,
    ]


def _next_amount(tokens: Sequence[Token], end: int, money: bool) -> bool:
    """Return whether another amount of money follows one that a currency closes: 10 rmb 20 usd."""
    if not money or not end or tokens[end - 1].kind == "digits" or tokens[end - 1].low in SCALES:
        return False
    if low(tokens, end) == "," and tokens[end - 1].kind == "word":
        return is_number(at(tokens, end + 1)) and low(tokens, end + 2) not in ("or", "to")
    token = at(tokens, end)
    if token is None or not is_number(token) or not token.gap:
        return False
    second = amount_at(tokens, end)
    if second is None or second.codes:
        return second is not None
    letter = at(tokens, second.end)
    return low(tokens, second.end) == "times" or (
        letter is not None and not letter.gap and letter.kind == "word" and len(letter.text) == 1  # 10 lira 11a
    )


def _without_exact(tokens: Sequence[Token], start: int) -> int:
    """Return where the words start that leave a figure as it is: a record, the, another."""
    while (hedge := hedges.before(tokens, start)) is not None:
        start = hedge[2]
    return start


def counts(figure: Figure, unit: str) -> bool:
    """Return whether a printed figure counts the unit of a record: by its head noun, in singular or plural."""
    if codes := _unit_codes(figure, unit):
        return bool(codes & figure.currencies)
    if figure.unit is None or (figure.currencies and not figure.phrase):
        return False
    printed, asked = nouns.unit_name(figure.unit), nouns.unit_name(unit)
    if figure.unit in ("%", "percentage points", "basis points", "rank", "per mille"):
        return printed == asked
    words = (*figure.phrase[:-1], *printed)
    kinds = nouns.KINDS & set(words[:-1])
    if kinds != nouns.KINDS & set(asked[:-1]) or not asked:
        return False
    return printed[-1] == asked[-1] and set(asked) <= set(words)


def _unit_codes(figure: Figure, unit: str) -> Codes:
    """Return the currencies that the unit of a record can mean; none if it is no currency."""
    if currencies.is_code(unit):
        return frozenset({unit})
    return currencies.codes_of(fold(unit)) if figure.currencies else frozenset()


def format_value(value: Fraction) -> str:
    """Return a number as people write it: 6.4, 2,500, 1/5."""
    whole, rest = divmod(abs(value), 1)
    sign = "-" if value < 0 else ""
    digits = _decimals(rest)
    if digits is None:
        return f"{value.numerator}/{value.denominator}"
    return f"{sign}{int(whole):,}{digits}"


def _decimals(rest: Fraction) -> str | None:
    """Return the digits behind the point, or None if they have no end."""
    under = rest.denominator
    for prime in (2, 5):
        while under % prime == 0:
            under //= prime
    if under != 1:
        return None
    digits = ""
    while rest:
        whole, rest = divmod(rest * 10, 1)
        digits += str(int(whole))
    return f".{digits}" if digits else ""


__all__ = ["Figure", "counts", "figures", "format_value", "singular"]
