"""Words that numbers are made of, and the number that is read from some tokens."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from .tables import listed, words
from .tokens import Token

_SMALL = listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = listed("twenty thirty forty fifty sixty seventy eighty ninety")
UNITS = {word: number for number, word in enumerate(_SMALL)} | {"nought": 0, "naught": 0, "nil": 0}
TENS = {word: 10 * number for number, word in enumerate(_TENS, 2)} | {"fourty": 40}
_SIZES = {
    2: "hundred hundreds",
    3: "thousand thousands",
    5: "lakh lakhs lac",
    6: "million millions millones",
    7: "crore crores",
    9: "billion billions milliard milliards",
    12: "trillion trillions",
    15: "quadrillion",
}
SCALES: dict[str, int] = {word: 10**power for power, line in _SIZES.items() for word in line.split()}
SCALES |= {"dozen": 12, "dozens": 12, "score": 20, "gross": 144}
_SHORT_SIZES = {3: "k", 6: "mn mln mil mio mm", 7: "cr", 9: "bn bln b", 12: "tn trn"}
ABBREVIATIONS: dict[str, int] = {word: 10**power for power, line in _SHORT_SIZES.items() for word in line.split()}
ABBREVIATIONS |= dict.fromkeys(("dz", "dzs", "doz", "dozs"), 12)
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
