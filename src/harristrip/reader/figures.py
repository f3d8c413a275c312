"""Figures as English prints them: number, scale, range, ratio, unit, currency and hedge.

`figures` fails closed: where anything numeric or quantifying touches a figure that the grammar did not read, the figure
is there with its place, without a value, and with the reason in `unread`. Values are exact: a `Fraction`, no float.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from ..text import fold
from . import context, currencies, hedges, nouns
from .amounts import Amount, Range, amount_at, joined, number_span, range_from, single
from .english import is_english, is_plural
from .number_words import SCALES, Number, at, is_number, low
from .tokens import DASHES, DENOMINATIONS, Token, tokenize

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
    """Where it stands with its hedges, sign, currency and scale; the noun is included if a hedge follows it."""
    core: tuple[int, int]
    """Where it stands without its hedges and without the noun that it counts."""
    number: tuple[int, int]
    """Where it stands without its currency and share as well: all that a record without a unit needs."""
    unread: str | None = None
    """Why the figure is not read."""
    phrase: tuple[str, ...] = ()
    """The words of what it counts, folded and in the singular."""
    of: tuple[str, ...] = ()
    """The words of what it measures: the water of 15 litres of water."""
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
_COMPOUND = "a smaller unit follows it"
_IN_TEN = "it is a share of the number behind it"


def figures(text: str) -> list[Figure]:
    """Return every figure in a sentence or paragraph, in order."""
    english = is_english(text)
    tokens = tokenize(text, thousands=not english)
    found: list[Figure] = []
    index, previous, blocked = 0, _NONE, -2
    while index < len(tokens):
        amount = amount_at(tokens, index)
        if amount is None:
            index += 1
            continue
        figure, index, previous = _figure(tokens, amount, previous)
        if amount.start - blocked in (0, 1):
            figure = _unread(figure, _END_OF_RANGE)
        blocked = max(previous.ends) if figure.unread in (_END_OF_RANGE, _COMPOUND, _IN_TEN) else -2
        found.append(figure if english else _unread(figure, "the sentence is not in English"))
    return _named_in(tokens, found) if any(len(one.currencies) > 1 for one in found) else found


def _named_in(tokens: Sequence[Token], found: list[Figure]) -> list[Figure]:
    """Return figures that can mean several currencies with those only that their sentence names in full, if any."""
    named = currencies.named_in(tokens)
    return [one._replace(currencies=one.currencies & named or one.currencies) for one in found]


def _unread(figure: Figure, reason: str) -> Figure:
    return figure._replace(value=None, value_to=None, unread=figure.unread or reason)


class _Previous(NamedTuple):
    """The figure before another: where its number ends, where what it counts ends, and its currencies."""

    ends: frozenset[int]
    codes: Codes
    is_share: bool | None = None


_NONE = _Previous(frozenset(), frozenset())


class _Site(NamedTuple):
    """Where the pieces of a figure are in the tokens."""

    number: Number
    hedge: int
    """The first token of the hedges before it."""
    first: int
    """The first token of the words before it that leave it as it is: a record, the."""
    start: int
    end: int
    """The token behind its number, currency and share."""
    after: int
    """The token behind what it counts and the hedges there."""
    previous: frozenset[int]
    """Where the figure before it ends."""
    is_hedged: bool
    is_money: bool
    is_share: bool


def _figure(tokens: Sequence[Token], amount: Amount, previous: _Previous) -> tuple[Figure, int, _Previous]:
    """Return the figure that starts with an amount, where to go on, and where its number ends."""
    span = range_from(tokens, amount) or _repeated(tokens, amount) or single(amount)
    is_range = span.value_to is not None or span.end != amount.end
    site, counted, hedging = _site(tokens, amount, span, previous)
    reason = span.fault or hedging.fault or _goes_on(tokens, amount, counted, span.codes)
    if is_range and _is_mixed(tokens, amount, span, counted):
        reason = reason or "its ends are of two kinds"
    is_by = low(tokens, amount.start - 1) == "by" and bool(amount.codes or amount.unit)  # rose by $3 to $8
    if is_range and context.changes(tokens, amount.start - is_by):
        reason = reason or "it changed from one to the other"
    reason = reason or next(filter(None, _touching(tokens, site)), None)
    core = (tokens[site.start].start, tokens[site.end - 1].end)
    figure = Figure(
        value=None if reason else span.value,
        value_to=None if reason else span.value_to,
        qualifier=hedging.qualifier,
        currencies=span.codes,
        unit="rank" if amount.number.form == "rank" and not is_range else counted.unit,
        per=counted.per,
        start=tokens[site.hedge].start,
        end=tokens[max(hedging.end, site.end) - 1].end,
        core=core,
        number=core if is_range else number_span(tokens, amount, core),
        unread=reason,
        phrase=counted.phrase,
        of=counted.of,
        qualifiers=hedging.qualifiers,
        falls=counted.unit in ("%", "percentage points") and context.falls(tokens, site.hedge, counted.end),
        form=amount.number.form,
    )
    return figure, site.end, _Previous(frozenset({site.end, counted.end}), span.codes, span.unit is not None)


def _is_mixed(tokens: Sequence[Token], first: Amount, span: Range, counted: nouns.Counted) -> bool:
    """Return whether the ends of a range count two things: between 100 sheep and 200 goats."""
    if first.codes or first.unit or span.unit:
        return False
    own = nouns.counted(tokens, first.end).unit
    return own is not None and nouns.unit_name(own) != nouns.unit_name(counted.unit or "")


def _repeated(tokens: Sequence[Token], first: Amount) -> Range | None:
    """Read a range that prints its unit twice: 30cm to 40cm, two years to four years."""
    counted = nouns.counted(tokens, first.end) if not (first.codes or first.unit) else None
    if counted is None or counted.unit is None or context.changes(tokens, first.start):
        return None
    joint, place = low(tokens, counted.end), counted.end + 1
    second = amount_at(tokens, place) if (joint == "to" or joint in DASHES) and place < len(tokens) else None
    if second is None or second.codes or second.unit or second.number.form != first.number.form:
        return None
    other = nouns.counted(tokens, second.end).unit
    return joined(first, second) if other and nouns.unit_name(other) == nouns.unit_name(counted.unit) else None


class _Hedging(NamedTuple):
    """What the hedges of a figure say together, and the token behind the last of them."""

    qualifier: str | None
    qualifiers: frozenset[str | None]
    fault: str | None
    end: int


def _site(
    tokens: Sequence[Token], amount: Amount, span: Range, previous: _Previous
) -> tuple[_Site, nouns.Counted, _Hedging]:
    """Return where the pieces of a figure are, what it counts and how it is hedged."""
    is_range = span.value_to is not None or span.end != amount.end
    opened = is_range and low(tokens, amount.start - 1) in ("between", "from")
    start, end = amount.start - opened, nouns.skip_notes(tokens, span.end)
    converted = bool(span.codes and previous.codes) and not span.codes & previous.codes
    shared = previous.is_share is not None and previous.is_share != (span.unit is not None)
    hedge_start, found = _hedges_before(tokens, start, ends=previous.ends, converted=converted, shared=shared)
    noun, behind = _hedge_after(tokens, end)
    counted = _counted(tokens, amount.number, noun, span.codes, span.unit)
    after, further = _hedge_after(tokens, counted.end) if counted.end > noun else (counted.end, [])
    hedging = _Hedging(*_qualifier([*found, *behind, *further]), after if further else noun)
    if hedging.qualifier and found[-1:] == [(hedges.MOST, "within")] and nouns.family(counted.unit) == "time":
        hedging = hedging._replace(qualifier=None, qualifiers=frozenset({None, hedges.MOST}))  # within three years
        hedge_start = start
    site = _Site(
        number=amount.number,
        hedge=hedge_start,
        first=min(hedge_start, _without_exact(tokens, start)),
        start=start,
        end=end,
        after=after,
        previous=previous.ends,
        is_hedged=hedging.qualifier is not None,
        is_money=bool(span.codes),
        is_share=span.unit is not None,
    )
    return site, counted, hedging


def _counted(tokens: Sequence[Token], number: Number, end: int, codes: Codes, unit: str | None) -> nouns.Counted:
    """Return what a figure counts, unless it is money or a share."""
    if codes or unit:
        found = nouns.counted(tokens, end)
        per = found.per if found.unit is None else nouns.rate(tokens, end)
        return nouns.Counted(unit, (), end, per)
    one = number.value is not None and number.value == 1
    found = nouns.counted(tokens, end, one=one, part=number.form in ("part", "ratio"))
    if found.unit or number.form in ("part", "ratio", "rank"):
        return found
    subject = nouns.subject(tokens, number.start)
    return subject._replace(end=end, per=found.per) if subject else found


def _hedges_before(
    tokens: Sequence[Token], start: int, *, ends: frozenset[int], converted: bool, shared: bool
) -> tuple[int, list[tuple[str, str]]]:
    """Return where the hedges before a figure start, and each with its qualifier; `or` converts: €3, or about $4."""
    found: list[tuple[str, str]] = []
    first = start
    while (hedge := hedges.before(tokens, start)) is not None:
        qualifier, words, start = hedge
        if words == "or" and (converted or (shared and low(tokens, start - 1) == ",")):
            break
        if qualifier in (hedges.MORE, hedges.LESS) and words.endswith(" than") and start in ends:
            qualifier = hedges.COMPARES  # 4% more than ten years earlier
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


def _goes_on(tokens: Sequence[Token], amount: Amount, counted: nouns.Counted, codes: Codes) -> str | None:
    """Return whether another number is the other end of a range, or an alternative, behind what a figure counts."""
    if _is_compound(tokens, counted):
        return _COMPOUND
    if _is_in_ten(tokens, amount, counted):
        return _IN_TEN
    joint = low(tokens, counted.end)
    if joint in ("plus", "minus", "less") and is_number(at(tokens, counted.end + 1)):
        return "it is one of two numbers"
    if _is_choice(tokens, counted, codes):
        return "another number follows it"
    if counted.unit is not None and (joint == "to" or joint in DASHES) and _is_end(tokens, amount, counted):
        return _END_OF_RANGE
    return None


def _is_choice(tokens: Sequence[Token], counted: nouns.Counted, codes: Codes) -> bool:
    """Return whether `or` and another number of the same kind follow: not the 14% of 3 million people, or 14%."""
    end = counted.end + (1 + len(counted.of) if counted.of else 0)
    joint = low(tokens, end)
    place = end + (joint in (",", "("))
    number = next((index for index in range(place + 1, place + 5) if context.starts_figure(tokens, index)), None)
    if low(tokens, place) != "or" or number is None or _hedges_start(tokens, number) > place + 1:
        return False
    choice = amount_at(tokens, number)
    if joint == "or" or choice is None:
        return True
    is_converted = bool(codes and choice.codes) and not codes & choice.codes
    return not is_converted and (choice.unit is None) == (counted.unit not in SHARES)


def _hedges_start(tokens: Sequence[Token], start: int) -> int:
    """Return where the hedges before a figure start, of all kinds but `or`."""
    while (hedge := hedges.before(tokens, start)) is not None and hedge[1] != "or":
        start = hedge[2]
    return start


def _is_end(tokens: Sequence[Token], amount: Amount, counted: nouns.Counted) -> bool:
    """Return whether the number behind what a figure counts, and `to` or a dash, may be the other end of a range."""
    joint = low(tokens, counted.end)
    second = amount_at(tokens, counted.end + 1) if counted.end + 1 < len(tokens) else None
    if second is None or (second.number.form == "part" and joint not in ("to", "-")):  # 600 ships - half the fleet
        return False
    other = nouns.counted(tokens, second.end)
    if joint == "to" and other.unit is None and context.changes(tokens, amount.start):  # gained 120 points to 900
        return False
    if other.unit is None or nouns.family(other.unit) == nouns.family(counted.unit) is not None:
        return True
    return nouns.unit_name(other.unit) == nouns.unit_name(counted.unit or "")


SHARES = frozenset({"%", "percentage points", "basis points", "per mille"})


def _is_in_ten(tokens: Sequence[Token], amount: Amount, counted: nouns.Counted) -> bool:
    """Return whether a figure is a share of a number without a noun: one sheep in five, two men out of ten."""
    joint = low(tokens, counted.end)
    index = counted.end + 1 + (joint == "out" and low(tokens, counted.end + 1) == "of")
    index += low(tokens, index) == "every"
    if counted.unit is None or joint not in ("in", "out") or not is_number(at(tokens, index)) or amount.value is None:
        return False
    under = amount_at(tokens, index)
    if under is None or under.value is None or under.codes or nouns.counted(tokens, under.end).unit is not None:
        return False
    return under.value > amount.value and (under.value <= 1000 or under.number.form == "word")


def _is_compound(tokens: Sequence[Token], counted: nouns.Counted) -> bool:
    """Return whether a smaller unit belongs to a figure: 5 feet 3 inches, 2 hours and 30 minutes."""
    family = nouns.family(counted.unit)
    index = counted.end + (low(tokens, counted.end) in ("and", ","))
    if counted.unit is not None and low(tokens, counted.end) == "and":  # 20 crates and a half
        behind = index + (low(tokens, index) in ("a", "an", "one", "three"))
        if low(tokens, behind) in ("half", "quarter", "quarters", "third", "bit"):
            return True
    if family is None:
        return False
    if family in ("length", "weight") and nouns.unit_name(counted.unit or "")[-1] in ("foot", "stone", "pound"):
        token = at(tokens, counted.end)
        if token is not None and token.kind == "digits":  # 14 stone 3
            return True
    second = amount_at(tokens, index) if index < len(tokens) and is_number(tokens[index]) else None
    if second is None:
        return False
    return nouns.family(nouns.counted(tokens, second.end).unit) == family or low(tokens, second.end) == "in"


def _qualifier(found: list[tuple[str, str]]) -> tuple[str | None, frozenset[str | None], str | None]:
    """Return the one qualifier of some hedges, all that they support, and what is unclear."""
    if not found:
        return None, frozenset({None}), None
    compares = next((words for qualifier, words in found if qualifier == hedges.COMPARES), None)
    if compares is not None:
        return None, frozenset(), f'"{compares}" may compare two figures'
    unclear = next((words for qualifier, words in found if qualifier == hedges.UNCLEAR), None)
    if unclear is not None:
        return None, frozenset(), f'"{unclear}" qualifies it'
    supported = frozenset.intersection(*(hedges.accepted(words, qualifier) for qualifier, words in found))
    if not supported:
        words_of = '" and "'.join(words for _, words in found)
        return None, frozenset(), f'"{words_of}" qualify it'
    return found[0][0], frozenset(supported), None


def _touching(tokens: Sequence[Token], site: _Site) -> Iterator[str | None]:
    """Yield every reason that the surroundings of a figure give not to read it."""
    number, is_bare = site.number, not site.is_money and not site.is_share
    if not _is_denomination(tokens, site):
        yield context.before(tokens, site.start, number, hedged=site.is_hedged, money=site.is_money)
    if site.first == site.start and is_bare and context.is_unknown(tokens, site.start, number):
        yield f'"{tokens[site.start - 1].text}" may qualify it'
    if site.first != site.start:
        yield context.before(tokens, site.first, number, hedged=True, money=True)
    if not (site.is_money and _next_amount(tokens, site.end)):
        yield context.after(tokens, site.end, number, money=not is_bare)
    if site.after > site.end and low(tokens, site.after) in DASHES:
        yield context.after(tokens, site.after, number, money=True)
    yield _other_number(tokens, site)
    if is_bare and context.is_clock(tokens, number):
        yield "it is a time of day"
    if is_bare and context.is_year(tokens, number, hedged=site.is_hedged):
        yield "it may be a year"
    if context.negated(tokens, site.first):
        yield "it is negated"


def _other_number(tokens: Sequence[Token], site: _Site) -> str | None:
    """Return how another number beside a figure makes it a part of something larger."""
    if low(tokens, site.start - 1) == "over" and site.start - 1 in site.previous:
        return "another number precedes it"
    if context.is_part_of(tokens, site.start, site.previous):
        return "another figure is a part of it"
    if tokens[site.start].text in "+-\u2212\u2013" and site.start in site.previous:  # 5% -10%
        return "another number precedes it"
    is_size = low(tokens, site.end) in nouns.SYMBOLS and is_plural(low(tokens, site.end + 1))
    if site.number.form == "spaced" and is_size:  # 24 330 ml cans
        return "a count may precede a size"
    if site.is_hedged and low(tokens, site.hedge - 1) in ("but", "and", "yet") and site.hedge - 1 in site.previous:
        return "another bound precedes it"
    return None


def _is_denomination(tokens: Sequence[Token], site: _Site) -> bool:
    """Return whether an amount of money says which notes are counted: 20 $5 notes, 3 USD50 cards."""
    count = at(tokens, site.start - 1)
    return (
        site.is_money
        and low(tokens, site.end) in DENOMINATIONS
        and is_number(count)
        and tokens[site.start].gap
        and not is_number(at(tokens, site.start - 2))
    )


def _next_amount(tokens: Sequence[Token], end: int) -> bool:
    """Return whether another amount of money follows one that a currency closes: 10 rmb 20 usd."""
    if tokens[end - 1].kind == "digits" or tokens[end - 1].low in SCALES:
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
    printed, (unit, _, rest) = nouns.unit_name(figure.unit), unit.partition(" of ")
    asked = nouns.unit_name(unit)
    if rest and not set(nouns.unit_name(rest)) <= {word for one in figure.of for word in nouns.unit_name(one)}:
        return False
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
