"""Amounts: a number with its sign, currency and share, and ranges of two of them. Functions over tokens."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from ..text import word_set
from . import context, currencies, nouns
from .currencies import Codes
from .numbers import ABBREVIATIONS, SCALE_WORDS, PrintedNumber, is_number, read_quantity
from .tokens import DASHES, MINUSES, PHRASE_ENDS, Tokens, at, low

_COIN_NOUNS = word_set(
    "penny cent dollar euro pound rupee yen yuan peso franc krona krone rand rouble ruble taka dinar "
    "dirham lira shilling"
)
_MEASURE_NOUNS = word_set(
    "gallon litre liter pint barrel tonne ton kilogram kilo kilometre kilometer mile inch hour minute metre"
)
_BEFORE_ONE = word_set(
    "for in about nearly almost within over under cost costs is was paid pay pays spend spent lost lasted lasts took "
    "takes need needs want wants than roughly exactly only just drank drink bought buy earn earned least most , up to"
)
"""Words before an article that is one: not those of a rate such as 20 km an hour."""


class PrintedAmount(NamedTuple):
    """A number with its sign, currency and share, or a range of two: `tokens[start:end]`."""

    number: PrintedNumber
    """The number of the amount; of a range, that of its first end."""
    value: Fraction | None
    codes: Codes
    unit: str | None
    start: int
    end: int
    fault: str | None = None
    value_to: Fraction | None = None
    """The upper end of a range."""


def read_amount(tokens: Tokens, start: int, *, is_money: bool = False) -> PrintedAmount | None:
    """Read a number that starts at a token, with what belongs to it; `is_money` says that a currency precedes it."""
    index, is_negative = read_sign(tokens, start)
    money = currencies.read_currency_before(tokens, index)
    if money is not None:
        index = money.end
        if not is_negative:
            index, is_negative = read_sign(tokens, index)
    number = read_quantity(tokens, index, money=is_money or money is not None)
    if number is None and money is None:
        number = _read_article(tokens, start)
    if number is None or (money is None and _is_no_figure(tokens, start, number)):
        return None
    found = _read_currency(tokens, start, number, money)
    return found._replace(value=-found.value) if is_negative and found.value is not None else found


def _read_article(tokens: Tokens, start: int) -> PrintedNumber | None:
    """Read an article before a unit of measure or of money as one: a gallon of beer, for an hour."""
    if low(tokens, start) not in ("a", "an") or (start and low(tokens, start - 1) not in _BEFORE_ONE):
        return None
    noun, behind = low(tokens, start + 1), low(tokens, start + 2)
    is_coin = noun in _COIN_NOUNS and (not behind or not behind[0].isalpha() or behind in PHRASE_ENDS)
    if not (noun in _MEASURE_NOUNS or is_coin) or behind in nouns.TIMES or behind in ("more", "less", "-"):
        return None
    return PrintedNumber(Fraction(1), start, start + 1, "word")


def _is_no_figure(tokens: Tokens, start: int, number: PrintedNumber) -> bool:
    """Return whether `half` or `a quarter` is no figure here: the second half, five and a quarter."""
    before = low(tokens, start - 1)
    if low(tokens, start) == "half" and number.end == start + 1:
        return before in ("first", "second", "the", "other", "better", "latter", "this", "last", "next")
    is_quarter = number.form == "part" and low(tokens, number.end - 1) == "quarter"
    is_rest = is_number(at(tokens, start - 1)) or before in ("million", "billion")
    return low(tokens, start) in ("a", "an") and is_quarter and is_rest


def read_sign(tokens: Tokens, index: int) -> tuple[int, bool]:
    """Return the token behind a sign at an index, or the index if none is there, and whether the sign is negative."""
    token = at(tokens, index)
    if token.kind != "sign" and token.low not in ("minus", "negative"):  # most tokens: cheap test first
        return index, False
    after = at(tokens, index + 1)
    if after.kind == "end":
        return index, False
    if token.kind == "word":
        is_sign = is_number(after) or after.kind != "word" or after.low == "one"
        return index + is_sign, is_sign
    if token.text == "⁻" and not after.gap:
        return index + 1, True
    is_joined = not after.gap or index == 0
    is_sign = token.text in MINUSES + "+" and (token.gap or at(tokens, index - 1).text in "(<>=≤≥~≈$£€")
    return (index + 1, token.text != "+") if is_sign and is_joined else (index, False)


def _read_currency(tokens: Tokens, start: int, number: PrintedNumber, money: currencies.Money | None) -> PrintedAmount:
    """Read what follows a number: its currency, a scale behind that, cents, or a share."""
    value, fault, codes = number.value, number.fault, money.codes if money else frozenset()
    if value is not None and money is not None:
        value *= money.scale
    end = _skip_restated(tokens, nouns.skip_notes(tokens, number.end), number)
    behind = _read_currency_behind(tokens, end) if number.form not in ("rank", "ratio") else None
    if behind is not None and not (money and tokens[behind.start].kind == "sign"):
        codes = codes & behind.codes if codes else behind.codes
        fault = fault or (None if codes else "it names two currencies")
        end, value = behind.end, None if value is None else value * behind.scale
        scale = _find_scale_behind(tokens, end) if number.scale == 1 else None
        if scale is not None and value is not None:  # 75 USD million, 12 €m
            value, end = value * scale, end + 1
    if codes:
        end, codes = _read_currency_name(tokens, end, codes)
        fault = fault or (None if codes else "it names two currencies")
        return _read_cents(tokens, PrintedAmount(number, value, codes, None, start, end, fault))
    unit, end = nouns.read_share(tokens, end) or (None, end)
    if low(tokens, end) == ")" and low(tokens, start - 1) == "(" and nouns.read_share(tokens, end + 1):
        fault = "a number in brackets may be negative"
    return PrintedAmount(number, value, codes, unit, start, end, fault)


def _find_scale_behind(tokens: Tokens, index: int) -> int | None:
    """Return the scale that follows a currency behind a number."""
    token = at(tokens, index)
    if token.kind != "word":
        return None
    letters = {"m": 10**6, "t": 10**12, **ABBREVIATIONS}
    return SCALE_WORDS.get(token.low) or (None if token.gap else letters.get(token.low))


def _skip_restated(tokens: Tokens, index: int, number: PrintedNumber) -> int:
    """Skip the same number in brackets: 5 (five)."""
    other = read_quantity(tokens, index + 1) if low(tokens, index) == "(" else None
    is_same = other is not None and other.value == number.value and low(tokens, other.end) == ")"
    return other.end + 1 if is_same and other is not None else index


def _read_currency_behind(tokens: Tokens, index: int) -> currencies.Money | None:
    """Return the currency behind a number, in brackets or joined with a hyphen too."""
    if low(tokens, index) in ("(", "-") and at(tokens, index + 1).kind == "word":
        money = currencies.read_currency_after(tokens, index + 1)
        if money is None or low(tokens, index) == "-":
            return money
        return money._replace(end=money.end + 1) if low(tokens, money.end) == ")" else None
    money = currencies.read_currency_after(tokens, index)
    if money is None:
        return None
    sign, follows, behind = tokens[money.start], at(tokens, money.end), low(tokens, money.end + 1)
    if follows.kind == "digits" and not follows.gap:
        return None  # 3 USD50 cards, 5 $10 notes: the currency is the next number's
    if sign.kind == "sign" and sign.gap and is_number(follows) and behind not in (sign.low, "cent", "cents"):
        return None  # 5 $600: the sign is the next number's
    return money


def _read_cents(tokens: Tokens, amount: PrintedAmount) -> PrintedAmount:
    """Read cents behind an amount of money: $5 20, $5 20 cents, $5 and fifty."""
    value, end = amount.value, amount.end
    cents, after = at(tokens, end), at(tokens, end + 1)
    if value is None or value.denominator > 1:
        return amount
    is_cents = cents.kind == "digits" and cents.gap and len(cents.text) == 2 and cents.text.isdigit()
    if is_cents and (after.text in ".!?;" or after.low in ("cent", "cents", "more")):
        return amount._replace(
            value=value + Fraction(int(cents.text), 100), end=end + 1 + (after.low in ("cent", "cents"))
        )
    rest = read_quantity(tokens, end + 1) if cents.low == "and" else None
    if rest is None or rest.form != "word":
        return amount
    behind = at(tokens, rest.end)
    if behind.kind == "word" and behind.low not in PHRASE_ENDS:
        return amount
    if rest.value is None or rest.value >= 100:
        return amount._replace(fault=amount.fault or "another number follows it")
    return amount._replace(value=value + rest.value / 100, end=rest.end)


def _read_currency_name(tokens: Tokens, end: int, codes: Codes) -> tuple[int, Codes]:
    """Read a further name of the currency: pounds sterling, £5 Egyptian, $5 (Australian dollars)."""
    money = currencies.read_currency_after(tokens, end + 1) if low(tokens, end) == "(" else None
    if money is not None and low(tokens, money.end) == ")":
        end, codes = money.end + 1, codes & money.codes
    if at(tokens, end).kind == tokens[end - 1].kind == "word" and (
        named := codes & currencies.codes_of(tokens[end].low)
    ):
        end, codes = end + 1, named
    if (
        len(codes) > 1
        and at(tokens, end + 1).kind != "word"
        and (those := currencies.find_by_country(low(tokens, end)))
    ):
        end, codes = end + 1, codes & those or those
    return end, codes


def read_range(tokens: Tokens, first: PrintedAmount) -> PrintedAmount | None:
    """Read the other end of a range: `3 to 5`, `3-5`, `between 3 and 5`, `3 or 4`."""
    place, is_between = first.end, low(tokens, first.start - 1) == "between" and first.number.form != "rank"
    if is_between:
        place = _find_and(tokens, place)
    is_hyphened = not is_between and low(tokens, place) == "-" and low(tokens, place + 1) == "to"
    if is_hyphened:
        place += 1 + (low(tokens, place + 2) == "-")
    joint, after = "to" if is_hyphened else low(tokens, place), at(tokens, place + 1)
    if joint not in (("and", "to", *DASHES) if is_between else ("to", "or", "through", "till", *DASHES)):
        return None
    is_open = is_number(after) or after.kind == "sign" or after.low in ("one", "a", "an", "minus", "negative")
    if joint == "or" and first.codes and (money := currencies.read_currency_before(tokens, place + 1)) is not None:
        is_open = is_open or bool(first.codes & money.codes)  # US$5 or US$10
    if (joint == "or" and not is_open) or (joint in DASHES and tokens[place].gap and not after.gap):  # 5 -3: a sign
        return None
    second = read_amount(tokens, place + 1, is_money=bool(first.codes))
    if second is None or second.number.form in ("vague", "ratio"):
        return None
    if joint in ("to", "or") and _is_closed(tokens, first) and not (second.codes or second.unit):
        return None  # 3 million euros to 200 towns
    return None if joint == "to" and _is_change(tokens, first, second) else join_range(first, second)


def _is_change(tokens: Tokens, first: PrintedAmount, second: PrintedAmount) -> bool:
    """Return whether something changed by one amount to another of a different kind: cut by a third to £90m."""
    is_part = (first.number.form == "part") != (second.number.form == "part")
    if not is_part and (first.unit is None or first.unit == second.unit):
        return False
    return context.is_changed(tokens, first.start - (low(tokens, first.start - 1) == "by"))


def _is_closed(tokens: Tokens, first: PrintedAmount) -> bool:
    """Return whether a currency or a share behind a number closes an amount."""
    is_named = bool(first.codes) and tokens[first.end - 1].kind == "word"
    return first.end > first.number.end and (bool(first.unit) or is_named)


def _find_and(tokens: Tokens, index: int) -> int:
    """Return the index of the `and` of `between`: at most four words behind its first figure."""
    for place in range(index, min(index + 5, len(tokens))):
        if low(tokens, place) == "and" or (place == index and tokens[place].text in DASHES):
            return place
        if tokens[place].kind != "word" or is_number(tokens[place]):
            break
    return len(tokens)


def join_range(first: PrintedAmount, second: PrintedAmount) -> PrintedAmount:
    """Return the range from one amount to another."""
    value, value_to, fault = first.value, second.value, first.fault or second.fault
    codes = first.codes & second.codes if first.codes and second.codes else first.codes or second.codes
    if first.codes and second.codes and not codes:
        fault = fault or "its ends are in two currencies"
    if value is not None and value_to is not None:
        scale = second.number.scale
        if first.number.scale == 1 and scale > 1 and abs(value) < 1000 and value * scale <= value_to:
            value *= scale
        if value >= value_to:
            fault = fault or "the range runs backwards"
    is_mixed = bool(first.unit and second.unit) and first.unit != second.unit
    if is_mixed or (first.number.form == "rank") != (second.number.form == "rank"):
        fault = fault or "its ends are of two kinds"
    unit = second.unit or first.unit
    return first._replace(value=value, value_to=value_to, codes=codes, unit=unit, end=second.end, fault=fault)


def find_number_span(tokens: Tokens, amount: PrintedAmount, core: tuple[int, int]) -> tuple[int, int]:
    """Return the place of the number of an amount; of the whole amount if a scale or cents follow its currency."""
    number = amount.number
    if number.value is None or amount.value is None or abs(amount.value) != abs(number.value):
        return core
    start = number.start
    if start and read_sign(tokens, start - 1) == (start, True):
        start -= 1
    return tokens[start].start, tokens[number.end - 1].end
