"""Words that numbers are made of, and the number that is read from some tokens."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from .tokens import Token
from .tables import listed, words

_SMALL = listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = listed("twenty thirty forty fifty sixty seventy eighty ninety")
UNITS = {word: number for number, word in enumerate(_SMALL)} | {"nought": 0, "naught": 0, "nil": 0}
TENS = {word: 10 * number for number, word in enumerate(_TENS, 2)} | {"fourty": 40}
SCALES = {
    **{"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12},
    **{"quadrillion": 10**15, "lakh": 10**5, "lac": 10**5, "crore": 10**7, "milliard": 10**9, "gross": 144},
    **{"hundreds": 10**2, "thousands": 10**3, "millions": 10**6, "billions": 10**9, "trillions": 10**12},
    **{"lakhs": 10**5, "crores": 10**7, "milliards": 10**9, "millones": 10**6, "dozen": 12, "dozens": 12, "score": 20},
}
ABBREVIATIONS = {
    **{"k": 10**3, "mn": 10**6, "mln": 10**6, "mil": 10**6, "mio": 10**6, "mm": 10**6, "bn": 10**9, "bln": 10**9},
    **{"b": 10**9, "tn": 10**12, "trn": 10**12, "dz": 12, "dzs": 12, "doz": 12, "dozs": 12, "cr": 10**7},
}
VAGUE = words("hundreds thousands millions billions trillions dozens scores lakhs crores milliards tens")
_BY_UNIT = listed("zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth")
ORDINALS = {word: number for number, word in enumerate(_BY_UNIT)}
ORDINALS |= {f"{word}th": UNITS[word] for word in _SMALL[14:]}
ORDINALS |= {f"{word[:-1]}ieth": number for word, number in TENS.items()}
ORDINALS |= {"hundredth": 100, "thousandth": 1000, "millionth": 10**6, "billionth": 10**9}
PARTS = {word: number for word, number in ORDINALS.items() if number > 2} | {"half": 2, "quarter": 4}
MANY = {f"{word}s": number for word, number in PARTS.items()} | {"halves": 2}
SHORT = frozenset({"lakh", "crore", "thousand", "hundred", "million", "lakhs", "crores"})
"""Scales that another may multiply: a hundred thousand, a lakh crore, a thousand million."""


class Number(NamedTuple):
    """A number read from `tokens[start:end]`."""

    value: Fraction | None
    start: int
    end: int
    form: str = "plain"
    """`plain`, `decimal`, `grouped`, `spaced`, `word`, `part` (a fraction), `ratio`, `rank`, `vague`."""
    scale: int = 1
    """The last scale word, so that `3 to 5 million` can share it."""
    fault: str | None = None


def at(tokens: Sequence[Token], index: int) -> Token | None:
    """Return the token at an index, or None beyond the ends."""
    return tokens[index] if 0 <= index < len(tokens) else None


def low(tokens: Sequence[Token], index: int) -> str:
    """Return the token at an index in lower case, or nothing beyond the ends."""
    return tokens[index].low if 0 <= index < len(tokens) else ""


def is_number(token: Token | None) -> bool:
    """Return whether a token is a number, or a word that can only belong to one."""
    if token is None:
        return False
    return token.kind in ("digits", "part", "power") or token.low in NUMERIC


NUMERIC = (
    frozenset(UNITS) - {"one", "nil"} | frozenset(TENS) | (frozenset(SCALES) - {"score", "gross"}) | {"half", "halves"}
)
SHORT_SCALES = frozenset(SCALES[word] for word in SHORT)
