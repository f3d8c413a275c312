"""Figures as English prints them: number, scale, range, ratio, unit, currency and hedge.

`figures` fails closed: if anything numeric or quantifying that the grammar did not read touches a figure, the figure
is returned with its place and with the reason in `unread`, without a value. Values are exact: a `Fraction`, no float.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from ..text import fold
from . import context, currencies, hedges, nouns
from .amounts import PrintedAmount, find_number_span, join_range, read_amount, read_range
from .currencies import Codes
from .numbers import SCALE_WORDS, is_number
from .tokens import DASHES, DENOMINATIONS, Tokens, at, is_english, is_plural, low, tokenize


class PrintedFigure(NamedTuple):
    """One printed figure: `text[start:end]`."""

    value: Fraction | None
    """None if the figure is not read."""
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
    """Its place with hedges, sign, currency and scale; the noun is included if a hedge follows it."""
    core: tuple[int, int]
    """Its place without hedges and without the noun that it counts."""
    number: tuple[int, int]
    """Its place also without currency and share: a record without a unit needs no more."""
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
        """The meaning of the figure, without its place."""
        return (self.value, self.value_to, self.qualifier, self.currencies, self.unit, self.per, self.unread)


_SHARE_UNITS = frozenset({"%", "percentage points", "basis points", "per mille"})
"""Units of shares, as a figure gives them."""
_END_OF_RANGE = "it may be the end of a range"
_COMPOUND = "a smaller unit follows it"
_IN_TEN = "it is a share of the number behind it"


class _Site(NamedTuple):
    """Where the pieces of a figure are in the tokens, what it counts and how it is hedged."""

    amount: PrintedAmount
    """The first or only amount."""
    span: PrintedAmount
    """All of a range, or the same amount."""
    counted: nouns.Counted
    qualifier: str | None
    qualifiers: frozenset[str | None]
    unclear: str | None
    """Why its hedges give no qualifier."""
    hedge: int
    """The first token of the hedges before it."""
    first: int
    """The first token of the words before it that leave it as it is: a record, the."""
    start: int
    end: int
    """The token behind its number, currency and share."""
    after: int
    """The token behind what it counts and the hedges there."""
    last: int
    """The token behind the last hedge, or behind the number."""
    previous: frozenset[int]
    """Where the figure before it ends."""

    @property
    def ends(self) -> frozenset[int]:
        """Where its number ends, and where what it counts ends."""
        return frozenset({self.end, self.counted.end})


def figures(text: str) -> list[PrintedFigure]:
    """Return every figure in a sentence or paragraph, in order."""
    english = is_english(text)
    tokens = tokenize(text) if english else tokenize(text, thousands=True)
    found: list[PrintedFigure] = []
    index, blocked = 0, -2
    site: _Site | None = None
    while index < len(tokens):
        amount = read_amount(tokens, index)
        if amount is None:
            index += 1
            continue
        site = _locate_pieces(tokens, amount, site)
        figure = _make_figure(tokens, site)
        if amount.start - blocked in (0, 1):
            figure = _mark_unread(figure, _END_OF_RANGE)
        index = site.end
        blocked = max(site.ends) if figure.unread in (_END_OF_RANGE, _COMPOUND, _IN_TEN) else -2
        found.append(figure if english else _mark_unread(figure, "the sentence is not in English"))
    if any(len(one.currencies) > 1 for one in found):  # only those that the sentence names in full, if any
        named = currencies.find_named(tokens)
        return [one._replace(currencies=one.currencies & named or one.currencies) for one in found]
    return found


def _mark_unread(figure: PrintedFigure, reason: str) -> PrintedFigure:
    return figure._replace(value=None, value_to=None, unread=figure.unread or reason)


def _locate_pieces(tokens: Tokens, amount: PrintedAmount, previous: _Site | None) -> _Site:
    """Return where the pieces of a figure are, what it counts and how it is hedged; `previous` is the figure before."""
    span = read_range(tokens, amount) or _read_range_with_units(tokens, amount) or amount
    opened = span is not amount and low(tokens, amount.start - 1) in ("between", "from")
    start, end = amount.start - opened, nouns.skip_notes(tokens, span.end)
    hedge, found = _read_hedges_before(tokens, start, span, previous)
    noun, behind = _read_hedge_after(tokens, end)
    counted = _read_counted_noun(tokens, span, noun)
    after, further = _read_hedge_after(tokens, counted.end) if counted.end > noun else (counted.end, [])
    qualifier, qualifiers, unclear = _combine_qualifiers([*found, *behind, *further])
    if qualifier and found[-1:] == [(hedges.AT_MOST, "within")] and nouns.find_family(counted.unit) == "time":
        qualifier, qualifiers, hedge = None, frozenset({None, hedges.AT_MOST}), start  # within three years
    return _Site(
        amount,
        span,
        counted,
        qualifier,
        qualifiers,
        unclear,
        hedge=hedge,
        first=min(hedge, _find_hedges_start(tokens, start)),
        start=start,
        end=end,
        after=after,
        last=max(end, after if further else noun),
        previous=previous.ends if previous else frozenset(),
    )


def _read_range_with_units(tokens: Tokens, first: PrintedAmount) -> PrintedAmount | None:
    """Read a range that prints its unit twice: 30cm to 40cm, two years to four years."""
    if first.codes or first.unit:
        return None
    counted = nouns.read_counted(tokens, first.end)
    if counted.unit is None or low(tokens, counted.end) not in ("to", *DASHES):
        return None
    second = read_amount(tokens, counted.end + 1)
    if second is None or second.codes or second.unit or second.number.form != first.number.form:
        return None
    other = nouns.read_counted(tokens, second.end).unit
    is_same = other and nouns.unit_name(other) == nouns.unit_name(counted.unit)
    return join_range(first, second) if is_same and not context.is_changed(tokens, first.start) else None


def _read_hedges_before(
    tokens: Tokens, start: int, span: PrintedAmount, previous: _Site | None
) -> tuple[int, list[tuple[str, str]]]:
    """Return where the hedges before a figure start, and each with its qualifier."""
    codes, ends = (previous.span.codes, previous.ends) if previous else (frozenset(), frozenset())
    is_converted = bool(span.codes and codes) and not span.codes & codes
    is_other = previous is not None and (previous.span.unit is None) != (span.unit is None)
    found: list[tuple[str, str]] = []
    first = start
    while (hedge := hedges.find_hedge_before(tokens, start)) is not None:
        qualifier, words, start = hedge
        if words == "or" and (is_converted or (is_other and low(tokens, start - 1) == ",")):  # €3, or about $4
            break
        if qualifier in (hedges.MORE_THAN, hedges.LESS_THAN) and words.endswith(" than") and start in ends:
            qualifier = hedges.COMPARES  # 4% more than ten years earlier
        if qualifier != hedges.EXACT:
            found.append((qualifier, words))
            first = start
    return first, found


def _read_hedge_after(tokens: Tokens, place: int) -> tuple[int, list[tuple[str, str]]]:
    """Return where the hedge behind a figure ends, and the hedge with its qualifier."""
    opening = low(tokens, place) in (",", "(")
    hedge = hedges.find_hedge_after(tokens, place + opening)
    if hedge is None or context.starts_figure(tokens, hedge[2]):
        return place, []
    qualifier, words, stop = hedge
    return stop + (opening and low(tokens, stop) in (",", ")")), [(qualifier, words)]


def _read_counted_noun(tokens: Tokens, span: PrintedAmount, end: int) -> nouns.Counted:
    """Return what a figure counts, unless it is money or a share."""
    number = span.number
    if span.codes or span.unit:
        found = nouns.read_counted(tokens, end)
        per = found.per if found.unit is None else nouns.read_rate(tokens, end)[0]
        return nouns.Counted(span.unit, (), end, per)
    is_part = number.form in ("part", "ratio")
    found = nouns.read_counted(tokens, end, one=number.value == 1, part=is_part)
    subject = nouns.find_subject(tokens, number.start) if not (found.unit or is_part or number.form == "rank") else None
    return subject._replace(end=end, per=found.per) if subject else found


def _make_figure(tokens: Tokens, site: _Site) -> PrintedFigure:
    """Return the figure whose pieces are known."""
    amount, span, counted = site.amount, site.span, site.counted
    reason = next(filter(None, _find_reasons(tokens, site)), None)
    core = (tokens[site.start].start, tokens[site.end - 1].end)
    return PrintedFigure(
        value=None if reason else span.value,
        value_to=None if reason else span.value_to,
        qualifier=site.qualifier,
        currencies=span.codes,
        unit="rank" if span.number.form == "rank" and span is amount else counted.unit,
        per=counted.per,
        start=tokens[site.hedge].start,
        end=tokens[site.last - 1].end,
        core=core,
        number=find_number_span(tokens, amount, core) if span is amount else core,
        unread=reason,
        phrase=counted.phrase,
        of=counted.of,
        qualifiers=site.qualifiers,
        falls=counted.unit in ("%", "percentage points") and context.is_fall(tokens, site.hedge, counted.end),
        form=amount.number.form,
    )


def _find_reason_within(
    tokens: Tokens, first: PrintedAmount, span: PrintedAmount, counted: nouns.Counted
) -> str | None:
    """Return a reason if a range counts two things, 100 sheep and 200 goats, or is a change: it fell from 5 to 3."""
    own = None if first.codes or first.unit or span.unit else nouns.read_counted(tokens, first.end).unit
    if own is not None and nouns.unit_name(own) != nouns.unit_name(counted.unit or ""):
        return "its ends are of two kinds"
    is_by = low(tokens, first.start - 1) == "by" and bool(first.codes or first.unit)  # rose by $3 to $8
    return "it changed from one to the other" if context.is_changed(tokens, first.start - is_by) else None


def _find_reason_behind(tokens: Tokens, site: _Site) -> str | None:
    """Return a reason if the number behind what a figure counts belongs to it: a range, a choice, a smaller unit."""
    counted = site.counted
    if _is_compound(tokens, counted):
        return _COMPOUND
    if _is_in_ten(tokens, site.amount, counted):
        return _IN_TEN
    joint = low(tokens, counted.end)
    if joint in ("plus", "minus", "less") and is_number(at(tokens, counted.end + 1)):
        return "it is one of two numbers"
    if _is_choice(tokens, counted, site.span.codes):
        return "another number follows it"
    if counted.unit is not None and joint in ("to", *DASHES) and _is_range_end(tokens, site.amount, counted):
        return _END_OF_RANGE
    return None


def _is_choice(tokens: Tokens, counted: nouns.Counted, codes: Codes) -> bool:
    """Return whether `or` and another number of the same kind follow: not the 14% of 3 million people, or 14%."""
    end = counted.end + (1 + len(counted.of) if counted.of else 0)
    joint = low(tokens, end)
    place = end + (joint in (",", "("))
    if low(tokens, place) != "or":
        return False
    number = next((index for index in range(place + 1, place + 5) if context.starts_figure(tokens, index)), None)
    if number is None or _find_hedges_start(tokens, number, until="or") > place + 1:
        return False
    choice = read_amount(tokens, number)
    if joint == "or" or choice is None:
        return True
    is_converted = bool(codes and choice.codes) and not codes & choice.codes
    return not is_converted and (choice.unit is None) == (counted.unit not in _SHARE_UNITS)


def _find_hedges_start(tokens: Tokens, start: int, *, until: str | None = None) -> int:
    """Return where the hedges before a figure start, those that leave it as it is included."""
    while (hedge := hedges.find_hedge_before(tokens, start)) is not None and hedge[1] != until:
        start = hedge[2]
    return start


def _is_range_end(tokens: Tokens, amount: PrintedAmount, counted: nouns.Counted) -> bool:
    """Return whether the number behind what a figure counts, and `to` or a dash, may be the other end of a range."""
    joint = low(tokens, counted.end)
    second = read_amount(tokens, counted.end + 1)
    if second is None or (second.number.form == "part" and joint not in ("to", "-")):  # 600 ships - half the fleet
        return False
    other = nouns.read_counted(tokens, second.end)
    if joint == "to" and other.unit is None and context.is_changed(tokens, amount.start):  # gained 120 points to 900
        return False
    if other.unit is None or nouns.find_family(other.unit) == nouns.find_family(counted.unit) is not None:
        return True
    return nouns.unit_name(other.unit) == nouns.unit_name(counted.unit or "")


def _is_in_ten(tokens: Tokens, amount: PrintedAmount, counted: nouns.Counted) -> bool:
    """Return whether a figure is a share of a number without a noun: one sheep in five, two men out of ten."""
    joint = low(tokens, counted.end)
    if counted.unit is None or joint not in ("in", "out") or amount.value is None:
        return False
    index = counted.end + 1 + (joint == "out" and low(tokens, counted.end + 1) == "of")
    index += low(tokens, index) == "every"
    under = read_amount(tokens, index) if is_number(at(tokens, index)) else None
    if under is None or under.value is None or under.codes or nouns.read_counted(tokens, under.end).unit is not None:
        return False
    return under.value > amount.value and (under.value <= 1000 or under.number.form == "word")


def _is_compound(tokens: Tokens, counted: nouns.Counted) -> bool:
    """Return whether a smaller unit belongs to a figure: 5 feet 3 inches, 2 hours and 30 minutes."""
    joint, family = low(tokens, counted.end), nouns.find_family(counted.unit)
    index = counted.end + (joint in ("and", ","))
    if counted.unit is not None and joint == "and":  # 20 crates and a half
        behind = index + (low(tokens, index) in ("a", "an", "one", "three"))
        if low(tokens, behind) in ("half", "quarter", "quarters", "third", "bit"):
            return True
    if family is None:
        return False
    if at(tokens, counted.end).kind == "digits" and nouns.unit_name(counted.unit or "")[-1] in (
        "foot",
        "stone",
        "pound",
    ):
        return True  # 14 stone 3
    second = read_amount(tokens, index) if is_number(at(tokens, index)) else None
    if second is None:
        return False
    return nouns.find_family(nouns.read_counted(tokens, second.end).unit) == family or low(tokens, second.end) == "in"


def _combine_qualifiers(found: list[tuple[str, str]]) -> tuple[str | None, frozenset[str | None], str | None]:
    """Return the one qualifier of some hedges, all that they support, and why they have none."""
    if not found:
        return None, frozenset({None}), None
    for kind, reason in ((hedges.COMPARES, "may compare two figures"), (hedges.UNCLEAR, "qualifies it")):
        if words := next((words for qualifier, words in found if qualifier == kind), None):
            return None, frozenset(), f'"{words}" {reason}'
    supported = frozenset.intersection(*(hedges.list_qualifiers(words, qualifier) for qualifier, words in found))
    if not supported:
        words = '" and "'.join(words for _, words in found)
        return None, frozenset(), f'"{words}" qualify it'
    return found[0][0], frozenset(supported), None


def _find_reasons(tokens: Tokens, site: _Site) -> Iterator[str | None]:
    """Yield the reasons not to read a figure, None for each that does not apply."""
    yield site.span.fault or site.unclear or _find_reason_behind(tokens, site)
    if site.span is not site.amount:
        yield _find_reason_within(tokens, site.amount, site.span, site.counted)
    number, is_money, is_hedged = site.amount.number, bool(site.span.codes), site.qualifier is not None
    is_bare = not is_money and site.span.unit is None
    if not (is_money and _is_denomination(tokens, site)):
        yield context.find_reason_before(tokens, site.start, number, hedged=is_hedged, money=is_money)
    if site.first == site.start and is_bare and context.is_unknown(tokens, site.start, number):
        yield f'"{tokens[site.start - 1].text}" may qualify it'
    if site.first != site.start:
        yield context.find_reason_before(tokens, site.first, number, hedged=True, money=True)
    if not (is_money and _has_next_amount(tokens, site.end)):
        yield context.find_reason_after(tokens, site.end, number, money=not is_bare)
    if site.after > site.end and low(tokens, site.after) in DASHES:
        yield context.find_reason_after(tokens, site.after, number, money=True)
    yield _find_reason_beside(tokens, site)
    if is_bare and context.is_clock(tokens, number):
        yield "it is a time of day"
    if is_bare and context.is_year(tokens, number, hedged=is_hedged):
        yield "it may be a year"
    if context.is_negated(tokens, site.first):
        yield "it is negated"


def _find_reason_beside(tokens: Tokens, site: _Site) -> str | None:
    """Return a reason if another number beside a figure makes it a part of something larger."""
    if context.is_part_of(tokens, site.start, site.previous):
        return "another figure is a part of it"
    is_signed = site.start in site.previous and tokens[site.start].text in "+-\u2212\u2013"  # 5% -10%
    if is_signed or (low(tokens, site.start - 1) == "over" and site.start - 1 in site.previous):
        return "another number precedes it"
    is_size = low(tokens, site.end) in nouns.SYMBOLS and is_plural(low(tokens, site.end + 1))
    if site.amount.number.form == "spaced" and is_size:  # 24 330 ml cans
        return "a count may precede a size"
    is_joined = low(tokens, site.hedge - 1) in ("but", "and", "yet") and site.hedge - 1 in site.previous
    return "another bound precedes it" if site.qualifier is not None and is_joined else None


def _is_denomination(tokens: Tokens, site: _Site) -> bool:
    """Return whether an amount of money says which notes are counted: 20 $5 notes, 3 USD50 cards."""
    is_counted = is_number(at(tokens, site.start - 1)) and not is_number(at(tokens, site.start - 2))
    return is_counted and tokens[site.start].gap and low(tokens, site.end) in DENOMINATIONS


def _has_next_amount(tokens: Tokens, end: int) -> bool:
    """Return whether another amount of money follows one that a currency closes: 10 rmb 20 usd."""
    if tokens[end - 1].kind == "digits" or tokens[end - 1].low in SCALE_WORDS:
        return False
    token = at(tokens, end)
    if token.text == "," and tokens[end - 1].kind == "word":
        return is_number(at(tokens, end + 1)) and low(tokens, end + 2) not in ("or", "to")
    second = read_amount(tokens, end) if is_number(token) and token.gap else None
    if second is None or second.codes:
        return second is not None
    letter = at(tokens, second.end)
    return letter.low == "times" or (letter.kind == "word" and not letter.gap and len(letter.text) == 1)  # 10 lira 11a


def counts(figure: PrintedFigure, unit: str) -> bool:
    """Return whether a printed figure counts the unit of a record: by its head noun, in singular or plural."""
    codes = frozenset({unit}) if currencies.is_code(unit) else frozenset()
    if not codes and figure.currencies:
        codes = currencies.codes_of(fold(unit))
    if codes:
        return bool(codes & figure.currencies)
    if figure.unit is None or (figure.currencies and not figure.phrase):
        return False
    printed, (unit, _, rest) = nouns.unit_name(figure.unit), unit.partition(" of ")
    asked = nouns.unit_name(unit)
    if rest and not set(nouns.unit_name(rest)) <= {word for one in figure.of for word in nouns.unit_name(one)}:
        return False
    if figure.unit in _SHARE_UNITS or figure.unit == "rank":
        return printed == asked
    words = (*figure.phrase[:-1], *printed)
    if not printed or nouns.UNIT_MODIFIERS & set(words[:-1]) != nouns.UNIT_MODIFIERS & set(asked[:-1]):
        return False
    return printed[-1:] == asked[-1:] and set(asked) <= set(words)


def format_value(value: Fraction) -> str:
    """Return a number as people write it: 6.4, 2,500, 1/3."""
    under = value.denominator
    places = next((count for count in range(under.bit_length()) if 10**count % under == 0), None)
    if places is None:  # the digits have no end
        return f"{value.numerator}/{under}"
    whole, rest = divmod(abs(value), 1)
    digits = f".{int(rest * 10**places):0{places}}" if places else ""
    return f"{'-' if value < 0 else ''}{int(whole):,}{digits}"
