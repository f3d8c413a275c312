"""Numbers as people type them: `310m`, `$310 million`, `310,000,000`, `half a million`, `2nd`.

Search reads any number generously, on both sides alike; what a figure of an article says exactly is the matter of `proof`.
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
        "mn": 10**6
    ,
    "mln": 10**6, "million": 10**6, "b": 10**9, "bn": 10**9, "billion": 10**9, "tn": 10**12, "trillion": 10**12,
}
PARTS = {"half": Fraction(1, 2), "quarter": Fraction(1, 4)}
LONGEST = 40
"""Digits of a number: a longer one is none."""
_TOKEN = re.compile(r"(?<!\w)[0-9][0-9,]*(?:\.[0-9]+)?|[^\W\d_]+[0-9]\w*|[^\W\d_]+|\S")


class Numeral(NamedTuple):
    """A number in a text, and where it is."""

    value: Fraction
    start: int
    end: int

    @property
    def token(self) -> str:
        """The word that stands for it in the index."""
        return token_of(self.value)


def token_of(value: Fraction | int | str) -> str:
    """Return the word of the index that stands for a number: `n310000000`, `n7d2` for 3.5."""
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
    """Read the longest number that begins at a word; a lone "one" or "a" is none."""
    total, current, at = Fraction(0), None, start
    while at < len(words):
        word, step = words[at], 1
        if (
            current is None
            and word in ("a", "an")
            and words[at + 1 : at + 2]
            and words[at + 1] in SCALES
            and len(words[at + 1]) > 3
        ):
            current = Fraction(1)
        elif word in PARTS and current is None and _scale_after(words, at + 1):
            step = _scale_after(words, at + 1)
            current = PARTS[word]
        elif word == "and" and current is not None and words[at + 1 : at + 3] == ["a", "half"]:
            current, step = current + PARTS["half"], 3
        elif (
            word == "and"
            and current is not None
            and words[at - 1] == "hundred"
            and words[at + 1 : at + 2]
            and words[at + 1] in SMALL
        ):
            pass
        elif word[0].isdigit() and word[0].isascii() and current is None and not total:
            current = _digits(word)
            if current is None:
                break
        elif word in SMALL and (current is None or _may_add(current, SMALL[word])):
            current = (current or Fraction(0)) + SMALL[word]
        elif word in SCALES and current is not None:
            if SCALES[word] == 100:
                current *= 100
            else:
                total, current = total + current * SCALES[word], None
        else:
            break
        at += step
    if at == start or words[start:at] == ["one"]:
        return None, start
    return total + (current or 0), at


def _scale_after(words: Sequence[str], at: int) -> int:
    """Return how many words lead from "half" or "quarter" to its scale, "half a million", or 0."""
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
