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
from .english import STOPS, is_english, singular
from .numbers import ABBREVIATIONS, SCALES, Number, at, is_number, low, quantity
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


class _Amount(NamedTuple):
    """A number with its sign, currency and share: `tokens[start:end]`."""

    number: Number
    value: Fraction | None
    codes: Codes
    unit: str | None
    start: int
    end: int
    fault: str | None = None


def figures(text: str) -> list[Figure]:
    """Return every figure in a sentence or paragraph, in order."""
    english = is_english(text)
    tokens = tokenize(text, thousands=not english)
    found: list[Figure] = []
    index, previous, blocked = 0, frozenset[int](), -1
    while index < len(tokens):
        amount = _amount(tokens, index)
        if amount is None:
            index += 1
            continue
        figure, index, previous = _figure(tokens, amount, previous)
        if amount.start == blocked:
            figure = _unread(figure, _END_OF_RANGE)
        blocked = max(previous) + 1 if figure.unread == _END_OF_RANGE else -1
        found.append(figure if english else _unread(figure, "the sentence is not in English"))
    return found


def _unread(figure: Figure, reason: str) -> Figure:
    return figure._replace(value=None, value_to=None, unread=figure.unread or reason)


def _amount(tokens: Sequence[Token], start: int, *, is_money: bool = False) -> _Amount | None:
    """Read a number that starts at a token, with what belongs to it; `is_money` says that a currency precedes it."""
    index, negative = _sign(tokens, start)
    money = currencies.before(tokens, index) if index < len(tokens) else None
    if money is not None:
        index = money.end
        if not negative:
            index, negative = _sign(tokens, index)
    if index >= len(tokens):
        return None
    number = quantity(tokens, index, money=is_money or money is not None)
    if number is None or (money is None and _is_article(tokens, start, number)):
        return None
    return _money(tokens, start, number, money, negative=negative)


def _is_article(tokens: Sequence[Token], start: int, number: Number) -> bool:
    """Return whether `one`, `second` or `quarter` is no figure here: no one, one another, the second half."""
    word = tokens[start].low
    if word == "half" and number.end == start + 1:
        return low(tokens, start - 1) in ("first", "second", "the", "other", "better", "latter", "this", "last", "next")
    return word in ("a", "an") and number.form == "part" and low(tokens, number.end - 1) == "quarter" and (
        context.is_number(at(tokens, start - 1)) or low(tokens, start - 1) in ("million", "billion")
    )


def _sign(tokens: Sequence[Token], index: int) -> tuple[int, bool]:
    """Read a sign: `-`, `−`, `minus`, `negative`, `+`."""
    token, after = at(tokens, index), at(tokens, index + 1)
    if token is None or after is None:
        return index, False
    if token.low in ("minus", "negative") and (is_number(after) or after.kind != "word" or after.low == "one"):
        return index + 1, True
    if token.text == "⁻" and not after.gap:
        return index + 1, True
    if token.kind == "sign" and token.text in MINUSES + "+" and (not after.gap or index == 0):
        before = at(tokens, index - 1)
        if token.gap or before is None or before.text in "(<>=≤≥~≈$£€":
            return index + 1, token.text != "+"
    return index, False


def _money(
    tokens: Sequence[Token], start: int, number: Number, money: currencies.Money | None, *, negative: bool
) -> _Amount:
    """Read what follows a number: a scale behind a code, a currency, a share."""
    value, fault, codes = number.value, number.fault, money.codes if money else frozenset()
    if value is not None and money is not None:
        value *= money.scale
    end = _restated(tokens, nouns.skip_notes(tokens, number.end), number)
    behind = _behind(tokens, end) if number.form not in ("rank", "ratio") else None
    if behind is not None and not (money and tokens[behind.start].kind == "sign"):
        codes = behind.codes if not codes else codes & behind.codes
        fault = fault or (None if codes else "it names two currencies")
        end, value = behind.end, None if value is None else value * behind.scale
        scale = _scale_behind(tokens, end) if number.scale == 1 else None
        if scale is not None and value is not None:  # 75 USD million, 12 €m
            value, end = value * scale, end + 1
    if codes:
        value, end, codes, fault = _rest(tokens, value, end, codes, fault)
    found = nouns.share(tokens, end) if not codes else None
    unit, end = found if found is not None else (None, end)
    if low(tokens, end) == ")" and low(tokens, start - 1) == "(" and not codes and nouns.share(tokens, end + 1):
        fault = "a number in brackets may be negative"
    if negative and value is not None:
        value = -value
        if low(tokens, end) == "^":
            fault = fault or "it is raised to a power"
    return _Amount(number, value, codes, unit, start, end, fault)


def _scale_behind(tokens: Sequence[Token], index: int) -> int | None:
    """Return the scale that follows a currency behind a number."""
    token = at(tokens, index)
    if token is None or token.kind != "word":
        return None
    if token.low in SCALES:
        return SCALES[token.low]
    return None if token.gap else ABBREVIATIONS.get(token.low, {"m": 10**6, "t": 10**12}.get(token.low))


def _restated(tokens: Sequence[Token], index: int, number: Number) -> int:
    """Skip the same number in brackets: 5 (five)."""
    if low(tokens, index) != "(" or index + 1 >= len(tokens):
        return index
    other = quantity(tokens, index + 1)
    same = other is not None and other.value == number.value and low(tokens, other.end) == ")"
    return other.end + 1 if same and other is not None else index


def _behind(tokens: Sequence[Token], index: int) -> currencies.Money | None:
    """Return the currency behind a number, in brackets or joined with a hyphen too."""
    if low(tokens, index) in ("(", "-") and at(tokens, index + 1) is not None and tokens[index + 1].kind == "word":
        money = currencies.after(tokens, index + 1)
        if money is None or low(tokens, index) == "-":
            return money
        return money._replace(end=money.end + 1) if low(tokens, money.end) == ")" else None
    money = currencies.after(tokens, index)
    if money is not None and tokens[money.start].kind == "sign" and tokens[money.start].gap:
        follows = at(tokens, money.end)
        if is_number(follows) and low(tokens, money.end + 1) not in (tokens[money.start].low, "cent", "cents"):
            return None  # 5 $600: the sign is the next number's
    return money


def _rest(
    tokens: Sequence[Token], value: Fraction | None, end: int, codes: Codes, fault: str | None
) -> tuple[Fraction | None, int, Codes, str | None]:
    """Read what may follow an amount of money: cents, `Egyptian`, `(Australian dollars)`."""
    bracket = low(tokens, end) == "("
    money = currencies.after(tokens, end + bracket) if bracket else None
    if money is not None and low(tokens, money.end) == ")":
        end, codes = money.end + 1, codes & money.codes
        fault = fault or (None if codes else "it names two currencies")
    named = currencies.codes_of(low(tokens, end)) if at(tokens, end) and tokens[end].kind == "word" else frozenset()
    if codes & named and tokens[end - 1].kind == "word":  # pounds sterling
        end, codes = end + 1, codes & named
    if len(codes) > 1 and not _counts_on(tokens, end + 1) and (those := currencies.of_country(low(tokens, end))):
        end, codes = end + 1, codes & those or those
    cents = at(tokens, end)
    if cents is not None and cents.kind == "digits" and cents.gap and len(cents.text) == 2 and cents.text.isdigit():
        if value is not None and value.denominator == 1 and _ends(tokens, end + 1):
            after = end + 1 + (low(tokens, end + 1) in ("cent", "cents"))
            return value + Fraction(int(cents.text), 100), after, codes, fault
    if low(tokens, end) == "and" and at(tokens, end + 1) is not None and tokens[end + 1].kind == "word":
        rest = quantity(tokens, end + 1)  # c$100 and fifty
        if rest is not None and (not _counts_on(tokens, rest.end) or low(tokens, rest.end) in STOPS):
            is_cents = rest.form == "word" and rest.value is not None and rest.value < 100
            if value is None or not is_cents or value.denominator > 1:
                return value, end, codes, fault or "another number follows it"
            return value + Fraction(rest.value or 0) / 100, rest.end, codes, fault
    return value, end, codes, fault


def _ends(tokens: Sequence[Token], index: int) -> bool:
    token = at(tokens, index)
    return token is None or token.text in ".!?;" or token.low in ("cent", "cents", "more")


def _counts_on(tokens: Sequence[Token], index: int) -> bool:
    token = at(tokens, index)
    return token is not None and token.kind == "word"


class _Range(NamedTuple):
    value: Fraction | None
    value_to: Fraction | None
    codes: Codes
    unit: str | None
    end: int
    fault: str | None


def _range(tokens: Sequence[Token], first: _Amount) -> _Range | None:
    """Read the other end of a range: `3 to 5`, `3-5`, `between 3 and 5`, `3 or 4`."""
    opened = low(tokens, first.start - 1)
    place = first.end
    joint = low(tokens, place)
    if opened == "between" and first.number.form != "rank":
        place = _to_and(tokens, place)
        joint = low(tokens, place) if place < len(tokens) else ""
        if joint not in ("and", "to", *DASHES):
            return None
    elif joint == "-" and low(tokens, place + 1) == "to":
        place, joint = place + 1, "to"
        place += low(tokens, place + 1) == "-"
    elif joint not in ("to", "or", "through", "till") and joint not in DASHES:
        return None
    if not joint or (joint == "or" and not is_number(at(tokens, place + 1)) and not _opens(tokens, place + 1)):
        return None
    if joint in DASHES and tokens[place].gap and place + 1 < len(tokens) and not tokens[place + 1].gap:
        return None  # 5 -3: a sign
    second = _amount(tokens, place + 1, is_money=bool(first.codes)) if place + 1 < len(tokens) else None
    if second is None or second.number.form in ("vague", "ratio"):
        return None
    return _joined(tokens, first, second)


def _opens(tokens: Sequence[Token], index: int) -> bool:
    token = at(tokens, index)
    return token is not None and (token.kind == "sign" or token.low in ("one", "a", "an", "minus", "negative"))


def _to_and(tokens: Sequence[Token], index: int) -> int:
    """Return where the `and` of `between` stands: at most four words behind its first figure."""
    for place in range(index, min(index + 5, len(tokens))):
        if low(tokens, place) == "and" or (place == index and tokens[place].text in DASHES):
            return place
        if tokens[place].kind != "word" or is_number(tokens[place]):
            break
    return len(tokens)


def _joined(tokens: Sequence[Token], first: _Amount, second: _Amount) -> _Range:
    low_end, high_end = first.value, second.value
    codes = first.codes & second.codes if first.codes and second.codes else first.codes or second.codes
    fault = first.fault or second.fault
    if first.codes and second.codes and not codes:
        fault = fault or "its ends are in two currencies"
    if low_end is not None and high_end is not None:
        scale = second.number.scale
        if first.number.scale == 1 and scale > 1 and abs(low_end) < 1000 and low_end * scale <= high_end:
            low_end *= scale
        if low_end >= high_end:
            fault = fault or "the range runs backwards"
    if (first.number.form == "rank") != (second.number.form == "rank"):
        fault = fault or "its ends are of two kinds"
    if first.unit and second.unit and first.unit != second.unit:
        fault = fault or "its ends are of two kinds"
    return _Range(low_end, high_end, codes, second.unit or first.unit, second.end, fault)


def _figure(tokens: Sequence[Token], amount: _Amount, previous: frozenset[int]) -> tuple[Figure, int, frozenset[int]]:
    """Return the figure that starts with an amount, where to go on, and where its number ends."""
    span = _range(tokens, amount)
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
    faults += _touching(tokens, amount, start, hedge_start, end, after, previous, hedged=qualifier is not None, money=bool(codes))
    reason = next((one for one in faults if one), None)
    last = (after if further else noun) - 1
    value, value_to = (span.value, span.value_to) if span else (amount.value, None)
    core = (tokens[start].start, tokens[end - 1].end)
    figure = Figure(
        None if reason else value,
        None if reason else value_to,
        qualifier,
        _only(tokens, codes),
        "rank" if amount.number.form == "rank" and not span else counted.unit,
        counted.per,
        tokens[hedge_start].start,
        tokens[max(last, end - 1)].end,
        core,
        _number_span(tokens, amount, core) if span is None else core,
        reason,
        counted.phrase,
        qualifiers,
        counted.unit in ("%", "percentage points") and context.falls(tokens, hedge_start, counted.end),
        amount.number.form,
    )
    return figure, end, frozenset({end, counted.end})


def _number_span(tokens: Sequence[Token], amount: _Amount, core: tuple[int, int]) -> tuple[int, int]:
    """Return where the number of an amount stands; all of it if a scale or cents follow its currency."""
    number = amount.number
    if number.value is None or amount.value is None or abs(amount.value) != abs(number.value):
        return core
    start = number.start
    if start and _sign(tokens, start - 1) == (start, True):
        start -= 1
    return tokens[start].start, tokens[number.end - 1].end


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


def _only(tokens: Sequence[Token], codes: Codes) -> Codes:
    """Return the currencies that a figure can mean, those that the sentence names in full if it names any."""
    if len(codes) < 2:
        return codes
    return currencies.named_in(tokens, codes) or codes


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
    second = _amount(tokens, counted.end + 1)
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
    tokens: Sequence[Token], amount: _Amount, start: int, hedge_start: int, end: int, after: int, previous: frozenset[int], *, hedged: bool, money: bool
) -> list[str | None]:
    """Return every reason that the surroundings of a figure give not to read it."""
    number = amount.number
    first = _without_exact(tokens, start)
    return [
        context.before(tokens, start, number, hedged=hedged, money=money),
        context.before(tokens, first, number, hedged=True, money=True) if first != start else None,
        None if _next_amount(tokens, end, money) else context.after(tokens, end, number, money=money or bool(amount.unit)),
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
    second = _amount(tokens, end)
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
