"""One form for the spellings and inflections of an English word, and for a number, so that either finds the other.

The index and a query go through the same functions. A form need not be a word: "promise" becomes "promize", as
"organise" becomes "organize". SQLite's Porter stemmer then drops regular endings. The tables are in `words.txt`; the
ending of a word is looked up by its last letters, which takes 2 µs.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ..text import fold

if TYPE_CHECKING:
    from fractions import Fraction

VOWELS = frozenset("aeiouy")


with open(os.path.join(os.path.dirname(__file__), "words.txt"), encoding="utf-8") as _file:
    _SECTIONS = dict(section.split("]\n", 1) for section in _file.read().split("\n[")[1:])


def _groups(section: str) -> list[list[str]]:
    """Return the words of each line of a section of `words.txt`; synonyms are split only where they are asked for."""
    return [line.split() for line in _SECTIONS[section].splitlines() if line and line[0] != "#"]


STOP = frozenset(word for line in _groups("optional") for word in line)
"""Words of a query that may be missing."""
_PARTS_OF_WORDS, _BEGINNINGS = _groups("parts"), _groups("beginnings")
_SAME = {word: group[0] for group in _groups("same") for word in group}
_ENDING_FORMS = {
    old + rest.strip("-"): new + rest.strip("-") for old, new, *rests in _groups("endings") for rest in rests
}
_LONGEST_ENDING = max(map(len, _ENDING_FORMS))

_SMALL = {word: number for number, word in enumerate(_groups("small")[0])}
_SMALL |= {word: 10 * number for number, word in enumerate(_groups("tens")[0], 2)}
_SCALES = {word: int(scale) for scale, *group in _groups("scales") for word in group}
_FRACTIONS = {"half": 2, "quarter": 4}
_NUMBER_WORDS = frozenset((*_SMALL, *_FRACTIONS, *(word for word in _SCALES if len(word) > 3)))
"""Words by which a text may have a number."""
LONGEST_NUMBER = 40
"""Maximum digits of a number."""
_NUMERIC = r"(?<!\w)[0-9][0-9,]*(?:\.[0-9]+)?|[^\W\d_]+[0-9]\w*|[^\W\d_]+|\S"


@lru_cache(maxsize=1)
def alike() -> dict[str, tuple[str, ...]]:
    """Return the form of a word -> the forms of its synonyms."""
    found: dict[str, tuple[str, ...]] = {}
    for first, *rest in ([form(word) for word in group] for group in _groups("similar")):
        found[first] = tuple(dict.fromkeys((*found.get(first, ()), *rest)))
    return found


def has_number(text: str) -> bool:
    """Return whether a text may have a number."""
    return any(map(str.isdigit, text)) or not _NUMBER_WORDS.isdisjoint(text.lower().replace("-", " ").split())


@lru_cache(maxsize=20_000)
def form(word: str) -> str:
    """Return the form that all spellings of a folded word share."""
    if not word.isascii() or len(word) < 3 or word.isdigit():
        return word
    if word in _SAME:
        return _SAME[word]
    for start, other in _BEGINNINGS:
        if word.startswith(start):
            word = other + word[len(start) :]
    for part, other in _PARTS_OF_WORDS:
        word = word.replace(part, other)
    if "ae" in word:
        word = re.sub("a(?=e[^lr])", "", word)  # anaemia, but aerial, Israel
    for length in range(min(_LONGEST_ENDING, len(word) - 1), 2, -1):
        if word[-length:] in _ENDING_FORMS and not VOWELS.isdisjoint(word[:-length]):
            return _singular(word[:-length] + _ENDING_FORMS[word[-length:]])
    return _singular(word)


def _singular(word: str) -> str:
    """Return a word without the ending of plurals."""
    if not word.endswith("s") or len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("sses", "shes", "ches", "xes", "zzes")) else word[:-1]


def forms(text: str) -> list[str]:
    """Return the form of each word of a text; writing without blanks between words becomes single characters."""
    text = text.replace("%", " percent ").replace("per cent", "percent")
    folded = fold(_without_points(text))
    if not folded.isascii():
        folded = " ".join(_apart(unicodedata.normalize("NFC", folded)))
    return [form(word) for word in folded.split()]


def _without_points(text: str) -> str:
    """Return a text in which `U.S.` is `US`, and `Lund's` is `Lund`."""
    for mark in ("\u2019s ", "'s "):
        text = text.replace(mark, " ")
    words = text.split(" ") if "." in text else []
    for number, word in enumerate(words):
        letters = word.strip(".,;:()").split(".")
        if len(letters) > 1 and all(len(one) == 1 and one.isupper() for one in letters):
            words[number] = word.replace(".", "")
    return " ".join(words) or text


def _apart(text: str) -> Iterable[str]:
    """Yield the words of a text, those of a script without blanks between words as single characters."""
    for word in text.split():
        if not is_unspaced(word):
            yield word
            continue
        cluster = ""
        for character in word:
            is_mark = unicodedata.category(character)[0] == "M"
            if cluster and not is_mark and (_in_unspaced(character) or _in_unspaced(cluster[0])):
                yield cluster
                cluster = ""
            cluster += character
        yield cluster


UNSPACED = (
    *((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF)),
    *((0x4E00, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)),
)
"""Thai, Lao, Burmese, Khmer, kana, Chinese and Hangul, which joins particles to words."""


def is_unspaced(word: str) -> bool:
    """Return whether a word has a character of a script that puts no blanks between words."""
    return not word.isascii() and any(map(_in_unspaced, word))


def _in_unspaced(character: str) -> bool:
    code = ord(character)
    return any(first <= code <= last for first, last in UNSPACED)


class Numeral(NamedTuple):
    """A number in a text, and where it is."""

    value: Fraction | int
    start: int
    end: int

    @property
    def token(self) -> str:
        """Its token in the index."""
        return token_of(self.value)


def token_of(value: Fraction | int | str) -> str:
    """Return the index token of a number: `n310000000`, `n7d2` for 3.5."""
    from fractions import Fraction  # noqa: PLC0415 -- 3 ms, and most queries have no number

    return f"n{abs(Fraction(value))}".replace("/", "d")


def numerals(text: str) -> Iterator[Numeral]:
    """Yield the numbers of a text as people type them: `310m`, `$310 million`, `310,000,000`, `half a million`, `2nd`.

    Search reads numbers leniently, in records and in queries; `reader` reads the exact figures of articles.
    """
    tokens = [found for found in re.finditer(_NUMERIC, text) if found[0] != "-"]
    words = [*(found[0].lower() for found in tokens), "", "", ""]
    at = 0
    while at < len(tokens):
        value, end = _longest_number(words, at)
        if value is None:
            at += 1
            continue
        if words[end] in ("st", "nd", "rd", "th") and tokens[end].start() == tokens[end - 1].end():
            end += 1
        yield Numeral(value, tokens[at].start(), tokens[end - 1].end())
        at = end


def _longest_number(words: list[str], start: int) -> tuple[Fraction | int | None, int]:
    """Read the longest number that begins at a word; a lone "one" or "a" does not count."""
    total: Fraction | int = 0
    current: Fraction | int | None = None
    at = start
    while True:
        scale = _SCALES.get(words[at])
        if scale and current is not None:
            total, current = (total, current * 100) if scale == 100 else (total + current * scale, None)
            at += 1
            continue
        added, step = _begin(words, at, digits=not total) if current is None else _go_on(words, at, current)
        if not step:
            break
        current = (current or 0) + added
        at += step
    if at == start or words[start:at] == ["one"]:
        return None, start
    return total + (current or 0), at


def _begin(words: list[str], at: int, *, digits: bool) -> tuple[Fraction | int, int]:
    """Read the start of a number, or of its part after a scale; the second value is the number of words."""
    from fractions import Fraction  # noqa: PLC0415

    word = words[at]
    if word in _SMALL:
        return _SMALL[word], 1
    if word in _FRACTIONS:  # only before a scale: "half a million"
        for between in ([], ["a"], ["of", "a"]):
            end = at + 1 + len(between)
            if words[at + 1 : end] == between and _SCALES.get(words[end], 0) > 10:
                return Fraction(1, _FRACTIONS[word]), 1 + len(between)
    if word in ("a", "an") and words[at + 1] in _NUMBER_WORDS and words[at + 1] in _SCALES:
        return 1, 1
    plain = word.replace(",", "")
    is_number = digits and word[:1].isdecimal() and word.isascii() and len(plain) <= LONGEST_NUMBER
    return (Fraction(plain), 1) if is_number else (0, 0)


def _go_on(words: list[str], at: int, current: Fraction | int) -> tuple[Fraction | int, int]:
    """Read the continuation of a number: "forty two", "two and a half million", "one hundred and twelve"."""
    from fractions import Fraction  # noqa: PLC0415

    small = _SMALL.get(words[at])
    if small is not None and (
        (current >= 20 and current % 100 == 0) or (small < 10 and current % 100 >= 20 and current % 10 == 0)
    ):
        return small, 1
    if words[at : at + 3] == ["and", "a", "half"]:
        return Fraction(1, 2), 3
    return 0, int(words[at] == "and" and words[at - 1] == "hundred" and words[at + 1] in _SMALL)
