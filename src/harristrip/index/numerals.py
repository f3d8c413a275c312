"""Numbers as people type them: `310m`, `$310 million`, `310,000,000`, `half a million`, `2nd`.

Search reads numbers leniently, in records and in queries; `reader` reads the exact figures of articles.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

_SMALL_WORDS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen
"""
_SMALL = _SMALL_WORDS.split()
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SMALL = {word: number for number, word in enumerate(_SMALL)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
SCALES = {
    "dozen": 12,
    "hundred": 100,
    "k": 10**3,
    "thousand": 10**3,
    "lakh": 10**5,
    "crore": 10**7,
    "m": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "million": 10**6,
    "b": 10**9,
    "bn": 10**9,
    "billion": 10**9,
    "tn": 10**12,
    "trillion": 10**12,
}
LONG_SCALES = frozenset(word for word in SCALES if len(word) > 3)
PARTS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4)}
LONGEST = 40
"""Maximum digits of a number."""
_TOKEN = re.compile(r"(?<!\w)[0-9][0-9,]*(?:\.[0-9]+)?|[^\W\d_]+[0-9]\w*|[^\W\d_]+|\S")


class Numeral(NamedTuple):
    """A number in a text, and where it is."""

    value: Fraction
    start: int
    end: int

    @property
    def token(self) -> str:
        """Its token in the index."""
        return token_of(self.value)


def token_of(value: Fraction | int | str) -> str:
    """Return the index token of a number: `n310000000`, `n7d2` for 3.5."""
    return f"n{abs(Fraction(value))}".replace("/", "d")


def numerals(text: str) -> Iterator[Numeral]:
    """Yield the numbers of a text."""
    tokens = [found for found in _TOKEN.finditer(text) if found[0] != "-"]
    words = [found[0].lower() for found in tokens]
    at = 0
    while at < len(words):
        value, end = _read(words, at)
        if value is None:
            at += 1
            continue
        if words[end : end + 1] in (["st"], ["nd"], ["rd"], ["th"]) and tokens[end].start() == tokens[end - 1].end():
            end += 1
        yield Numeral(value, tokens[at].start(), tokens[end - 1].end())
        at = end


def _read(words: Sequence[str], start: int) -> tuple[Fraction | None, int]:
    """Read the longest number that begins at a word; a lone "one" or "a" does not count."""
    total, current, at = Fraction(0), None, start
    while at < len(words):
        scale = SCALES.get(words[at])
        if scale and current is not None:
            total, current = (total, current * 100) if scale == 100 else (total + current * scale, None)
            at += 1
            continue
        added, step = _begin(words, at, digits=not total) if current is None else _go_on(words, at, current)
        if not step:
            break
        current = (current or Fraction(0)) + added
        at += step
    if at == start or words[start:at] == ["one"]:
        return None, start
    return total + (current or 0), at


def _begin(words: Sequence[str], at: int, *, digits: bool) -> tuple[Fraction, int]:
    """Read the start of a number, or of its part after a scale; the second value is the number of words."""
    word = words[at]
    if word in SMALL:
        return Fraction(SMALL[word]), 1
    if word in PARTS:
        return PARTS[word], _scale_after(words, at + 1)
    if word in ("a", "an") and words[at + 1 : at + 2] and words[at + 1] in LONG_SCALES:
        return Fraction(1), 1
    value = _digits(word) if digits and word[0] in "0123456789" else None
    return (value, 1) if value is not None else (Fraction(0), 0)


def _go_on(words: Sequence[str], at: int, current: Fraction) -> tuple[Fraction, int]:
    """Read the continuation of a number: "forty two", "two and a half million", "one hundred and twelve"."""
    word = words[at]
    if word in SMALL and _may_add(current, SMALL[word]):
        return Fraction(SMALL[word]), 1
    if word == "and" and list(words[at + 1 : at + 3]) == ["a", "half"]:
        return PARTS["half"], 3
    is_between = word == "and" and words[at - 1] == "hundred" and words[at + 1 : at + 2] and words[at + 1] in SMALL
    return Fraction(0), 1 if is_between else 0


def _scale_after(words: Sequence[str], at: int) -> int:
    """Return how many words "half" or "quarter" and the words before its scale are, "half a million", or 0."""
    for between in (["a"], ["of", "a"], []):
        end = at + len(between)
        if list(words[at:end]) == between and words[end : end + 1] and SCALES.get(words[end], 0) > 10:
            return 1 + len(between)
    return 0


def _may_add(current: Fraction, value: int) -> bool:
    """Return whether a small number continues another: "forty two", "hundred twelve"."""
    return (current >= 20 and current % 100 == 0) or (value < 10 and current % 100 >= 20 and current % 10 == 0)


def _digits(word: str) -> Fraction | None:
    plain = word.replace(",", "")
    return Fraction(plain) if len(plain) <= LONGEST else None


def signs(text: str) -> Iterator[str]:
    """Yield the currency signs of a text."""
    for character in text:
        if character == "$" or (not character.isascii() and unicodedata.category(character) == "Sc"):
            yield character
