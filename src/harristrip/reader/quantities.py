"""A quantity: a number, a rank, a ratio, a fraction, or a vague amount such as `dozens of`. Functions over tokens."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .number_words import ORDINALS, SCALES, TENS, UNITS, VAGUE, Number, at, is_number, low
from .numbers import cardinal, fraction, hyphen
from .tables import words
from .tokens import Token

_VAGUE = words("several few many couple numerous countless")
STARTS = frozenset(UNITS) | frozenset(TENS) | frozenset(ORDINALS) | frozenset(SCALES) | VAGUE | _VAGUE
STARTS |= words("a an half quarter")
"""Words that a quantity can start with."""


def quantity(tokens: Sequence[Token], start: int, *, money: bool = False) -> Number | None:
    """Return the longest number that starts at a token: a rank, a ratio, a fraction, a mixed or a whole number."""
    if tokens[start].kind == "word" and tokens[start].low not in STARTS:  # most words: cheap test first
        return None
    if vague := _vague(tokens, start):
        return vague
    if rank := _rank(tokens, start):
        return rank
    number = fraction(tokens, start) or cardinal(tokens, start, money=money)
    if number is None or number.value is None:
        return number
    return _ratio(tokens, number) or number


def _vague(tokens: Sequence[Token], start: int) -> Number | None:
    """Read `dozens of`, `tens of thousands`, `hundreds`, `several hundred`, `a few thousand`: no number."""
    if low(tokens, start) in VAGUE and not (start and is_number(tokens[start - 1])):
        end = start + 1
        while (
            low(tokens, end) in VAGUE
            or low(tokens, end) in SCALES
            or (low(tokens, end) in ("of", "and") and low(tokens, end + 1) in VAGUE)
        ):
            end += 1
        return Number(None, start, end, "vague", fault=f"{tokens[start].text} is no number")
    if low(tokens, start) in _VAGUE:
        end = start + 1 + (low(tokens, start + 1) == "of")
        if low(tokens, end) in SCALES:
            return Number(None, start, end + 1, "vague", fault=f"{tokens[start].text} is no number")
    return None


def _rank(tokens: Sequence[Token], start: int) -> Number | None:
    """Read `21st`, `twenty-first`, `hundredth`: ordinals in digits and words."""
    first = tokens[start]
    if first.kind == "digits":
        after = at(tokens, start + 1)
        if after is not None and not after.gap and after.low == suffix(first.text):
            return Number(first.value, start, start + 2, "rank", fault=first.fault)
        return None
    whole = _cardinal_words(tokens, start)
    index = start if whole is None else hyphen(tokens, whole.end)
    index += whole is not None and low(tokens, index) == "and"
    word = low(tokens, index)
    if word not in ORDINALS:
        return None
    value = Fraction(ORDINALS[word])
    if whole is None:
        return Number(value, start, index + 1, "rank")
    if whole.value is None or whole.value == 1:  # one fifth
        return None
    if value < 10 and whole.value % 10 == 0 and (whole.value % 100 or whole.scale > 1):
        return Number(whole.value + value, start, index + 1, "rank")
    if value < 100 and whole.value % 100 == 0:
        return Number(whole.value + value, start, index + 1, "rank")
    if value >= 100 and whole.value < value:
        return Number(whole.value * value, start, index + 1, "rank")
    return None


def suffix(digits: str) -> str:
    """Return what makes an ordinal of digits: 1st, 12th, 22nd."""
    return "th" if digits[-2:-1] == "1" else {"1": "st", "2": "nd", "3": "rd"}.get(digits[-1:], "th")


def _cardinal_words(tokens: Sequence[Token], start: int) -> Number | None:
    number = cardinal(tokens, start) if tokens[start].kind == "word" else None
    return number if number and number.form == "word" else None


def _ratio(tokens: Sequence[Token], number: Number) -> Number | None:
    """Read `one in five`, `5 out of 8`, `one over one hundred`."""
    index = number.end
    joint = low(tokens, index)
    if joint == "out" and low(tokens, index + 1) == "of":
        index += 2
    elif joint in ("in", "over") or (joint == "of" and low(tokens, index + 1) == "every"):
        index += 1
    else:
        return None
    index += low(tokens, index) == "every" and joint != "over"
    under = cardinal(tokens, index) if at(tokens, index) is not None else None
    if under is None or under.value is None or number.value is None or not _is_count(number) or not _is_count(under):
        return None
    if not 0 < number.value < under.value:
        return None
    if joint == "in" and not _is_share(number, under):
        return None
    if joint == "over" and _goes_on(tokens, under.end):
        return None
    return Number(number.value / under.value, number.start, under.end, "ratio")


def _is_count(number: Number) -> bool:
    return number.value is not None and number.value.denominator == 1 and number.form in ("plain", "word", "grouped")


def _is_share(number: Number, under: Number) -> bool:
    """Return whether `2 in 5` is a share: no year, and no number that is grouped otherwise."""
    return (
        under.value is not None
        and (under.value <= 1000 or under.form == "word" or under.value % 1000 == 0)
        and (number.value is not None and number.value <= 100)
    )


def _goes_on(tokens: Sequence[Token], index: int) -> bool:
    after = at(tokens, index)
    return after is not None and after.kind == "word"
