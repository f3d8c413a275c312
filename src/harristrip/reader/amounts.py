"""Amounts: a number with its sign, currency and share, and ranges of two of them. Functions over tokens."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from . import context, currencies, nouns
from .english import STOPS
from .number_words import ABBREVIATIONS, SCALES, Number, at, is_number, low
from .quantities import quantity
from .tables import words
from .tokens import DASHES, MINUSES, Token

Codes = frozenset[str]


class Amount(NamedTuple):
    """A number with its sign, currency and share: `tokens[start:end]`."""

    number: Number
    value: Fraction | None
    codes: Codes
    unit: str | None
    start: int
    end: int
    fault: str | None = None


def amount_at(tokens: Sequence[Token], start: int, *, is_money: bool = False) -> Amount | None:
    """Read a number that starts at a token, with what belongs to it; `is_money` says that a currency precedes it."""
    index, negative = sign_at(tokens, start)
    money = currencies.before(tokens, index) if index < len(tokens) else None
    if money is not None:
        index = money.end
        if not negative:
            index, negative = sign_at(tokens, index)
    if index >= len(tokens):
        return None
    number = quantity(tokens, index, money=is_money or money is not None)
    if number is None and money is None:
        number = _article(tokens, start)
    if number is None or (money is None and _is_article(tokens, start, number)):
        return None
    return _money(tokens, start, number, money, negative=negative)


def _article(tokens: Sequence[Token], start: int) -> Number | None:
    """Read an article before a unit of measure or of money as one: a gallon of beer, for an hour."""
    if tokens[start].low not in ("a", "an") or (start and low(tokens, start - 1) not in _BEFORE_ONE):
        return None
    noun = low(tokens, start + 1)
    if (
        not (noun in _ONES or _is_coin(tokens, start + 1))
        or low(tokens, start + 2) in nouns.TIMES
        or low(tokens, start + 2) in ("more", "less", "-")
    ):
        return None
    return Number(Fraction(1), start, start + 1, "word")


def _is_coin(tokens: Sequence[Token], index: int) -> bool:
    """Return whether the name of a currency or coin in the singular follows, and no noun behind it."""
    behind = low(tokens, index + 1)
    return low(tokens, index) in _COINS and (not behind or not behind[0].isalpha() or behind in STOPS)


_COINS = words(
    "penny cent dollar euro pound rupee yen yuan peso franc krona krone rand rouble ruble taka dinar "
    "dirham lira shilling"
)


_ONES = words("gallon litre liter pint barrel tonne ton kilogram kilo kilometre kilometer mile inch hour minute metre")
_BEFORE_ONE = words(
    "for in about nearly almost within over under cost costs is was paid pay pays spend spent lost lasted lasts took "
    "takes need needs want wants than roughly exactly only just drank drink bought buy earn earned least most , up to"
)
"""Words before an article that is one: not those of a rate such as 20 km an hour."""


def _is_article(tokens: Sequence[Token], start: int, number: Number) -> bool:
    """Return whether `one`, `second` or `quarter` is no figure here: no one, one another, the second half."""
    word = tokens[start].low
    if word == "half" and number.end == start + 1:
        return low(tokens, start - 1) in ("first", "second", "the", "other", "better", "latter", "this", "last", "next")
    return (
        word in ("a", "an")
        and number.form == "part"
        and low(tokens, number.end - 1) == "quarter"
        and (is_number(at(tokens, start - 1)) or low(tokens, start - 1) in ("million", "billion"))
    )


def sign_at(tokens: Sequence[Token], index: int) -> tuple[int, bool]:
    """Read a sign: `-`, `minus`, `negative`, `+`."""
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
) -> Amount:
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
    return Amount(number, value, codes, unit, start, end, fault)


def _scale_behind(tokens: Sequence[Token], index: int) -> int | None:
    """Return the scale that follows a currency behind a number."""
    token = at(tokens, index)
    if token is None or token.kind != "word":
        return None
    if token.low in SCALES:
        return SCALES[token.low]
    letters = {"m": 10**6, "t": 10**12} | ABBREVIATIONS
    return None if token.gap else letters.get(token.low)


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
    follows = at(tokens, money.end) if money is not None else None
    if money is not None and follows is not None and follows.kind == "digits" and not follows.gap:
        return None  # 3 USD50 cards, 5 $10 notes: the currency is the next number's
    if money is not None and tokens[money.start].kind == "sign" and tokens[money.start].gap:
        follows = at(tokens, money.end)
        if is_number(follows) and low(tokens, money.end + 1) not in (tokens[money.start].low, "cent", "cents"):
            return None  # 5 $600: the sign is the next number's
    return money


def _rest(
    tokens: Sequence[Token], value: Fraction | None, end: int, codes: Codes, fault: str | None
) -> tuple[Fraction | None, int, Codes, str | None]:
    """Read what may follow an amount of money: `Egyptian`, `(Australian dollars)`, cents."""
    end, codes = _named_behind(tokens, end, codes)
    fault = fault or (None if codes else "it names two currencies")
    cents = at(tokens, end)
    if value is None or value.denominator > 1 or cents is None:
        return value, end, codes, fault
    if _is_cents(cents) and _ends(tokens, end + 1):
        after = end + 1 + (low(tokens, end + 1) in ("cent", "cents"))
        return value + Fraction(int(cents.text), 100), after, codes, fault
    rest = quantity(tokens, end + 1) if cents.low == "and" and at(tokens, end + 1) is not None else None
    if rest is None or rest.form != "word" or (counts_on(tokens, rest.end) and low(tokens, rest.end) not in STOPS):
        return value, end, codes, fault
    if rest.value is None or rest.value >= 100:
        return value, end, codes, fault or "another number follows it"
    return value + rest.value / 100, rest.end, codes, fault  # c$100 and fifty


def _named_behind(tokens: Sequence[Token], end: int, codes: Codes) -> tuple[int, Codes]:
    """Read a further name of the currency: pounds sterling, £5 Egyptian, $5 (Australian dollars)."""
    money = currencies.after(tokens, end + 1) if low(tokens, end) == "(" else None
    if money is not None and low(tokens, money.end) == ")":
        end, codes = money.end + 1, codes & money.codes
    named = currencies.codes_of(low(tokens, end)) if at(tokens, end) and tokens[end].kind == "word" else frozenset()
    if codes & named and tokens[end - 1].kind == "word":
        end, codes = end + 1, codes & named
    if len(codes) > 1 and not counts_on(tokens, end + 1) and (those := currencies.of_country(low(tokens, end))):
        end, codes = end + 1, codes & those or those
    return end, codes


def _is_cents(token: Token) -> bool:
    return token.kind == "digits" and token.gap and len(token.text) == 2 and token.text.isdigit()


def _ends(tokens: Sequence[Token], index: int) -> bool:
    token = at(tokens, index)
    return token is None or token.text in ".!?;" or token.low in ("cent", "cents", "more")


def counts_on(tokens: Sequence[Token], index: int) -> bool:
    """Return whether a word follows."""
    token = at(tokens, index)
    return token is not None and token.kind == "word"


class Range(NamedTuple):
    """Two amounts that are the ends of a range; `end` is the token behind them."""

    value: Fraction | None
    value_to: Fraction | None
    codes: Codes
    unit: str | None
    end: int
    fault: str | None


def single(amount: Amount) -> Range:
    """Return an amount that is no range."""
    return Range(amount.value, None, amount.codes, amount.unit, amount.end, amount.fault)


def range_from(tokens: Sequence[Token], first: Amount) -> Range | None:
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
    if (
        not joint
        or (joint == "to" and _is_change(tokens, first, place))
        or (joint == "or" and not is_number(at(tokens, place + 1)) and not _opens(tokens, place + 1))
    ):
        return None
    if joint in DASHES and tokens[place].gap and place + 1 < len(tokens) and not tokens[place + 1].gap:
        return None  # 5 -3: a sign
    second = amount_at(tokens, place + 1, is_money=bool(first.codes)) if place + 1 < len(tokens) else None
    if second is not None and joint in ("to", "or") and _is_closed(tokens, first) and not (second.codes or second.unit):
        return None  # 3 million euros to 200 towns
    if second is None or second.number.form in ("vague", "ratio"):
        return None
    return joined(first, second)


def _is_change(tokens: Sequence[Token], first: Amount, place: int) -> bool:
    """Return whether something changed by one amount to another of a different kind: cut by a third to £90m."""
    second = amount_at(tokens, place + 1) if place + 1 < len(tokens) else None
    if second is None or not context.changes(tokens, first.start - (low(tokens, first.start - 1) == "by")):
        return False
    is_part = (first.number.form == "part") != (second.number.form == "part")
    return is_part or (first.unit is not None and first.unit != second.unit)


def _is_closed(tokens: Sequence[Token], first: Amount) -> bool:
    """Return whether a currency or a share behind a number closes an amount."""
    return first.end > first.number.end and (
        bool(first.unit) or (bool(first.codes) and tokens[first.end - 1].kind == "word")
    )


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


def joined(first: Amount, second: Amount) -> Range:
    """Return the range from one amount to another."""
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
    return Range(low_end, high_end, codes, second.unit or first.unit, second.end, fault)


def number_span(tokens: Sequence[Token], amount: Amount, core: tuple[int, int]) -> tuple[int, int]:
    """Return where the number of an amount stands; all of it if a scale or cents follow its currency."""
    number = amount.number
    if number.value is None or amount.value is None or abs(amount.value) != abs(number.value):
        return core
    start = number.start
    if start and sign_at(tokens, start - 1) == (start, True):
        start -= 1
    return tokens[start].start, tokens[number.end - 1].end
