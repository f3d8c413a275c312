"""Names of people, places and countries in a sentence, as the store has them, and how they are spelled."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..text import fold
from .records import Records

REACH = 80
"""Characters within which a country or place is said of a figure."""
CLAUSE = 30
"""Characters that a comma or `and` counts for in the distance of a name."""
_BREAKS = re.compile(r"[,;:]|\band\b")
_FOR = re.compile(r"\s*(?:\w+\s*,\s+(?:which|that)\s+)?(?:\w+\s+){0,3}?(?:for|to|in|from|at)\s+(?:the\s+)?")
"""What stands between a figure and the country that it is given for."""
_WORD = re.compile(r"[^\W_]+")


class Named(NamedTuple):
    """A name of a vocabulary in a sentence."""

    vocabulary: str
    id: str
    start: int
    end: int


class Spelling(NamedTuple):
    """A name of the store, word by word."""

    vocabulary: str
    id: str
    name: str
    words: tuple[str, ...]


def flat(text: str) -> str:
    """Return a text in lower case without accents, as long as before."""
    if text.isascii():
        return text.lower()
    return "".join(unicodedata.normalize("NFD", character)[0].lower()[0] for character in text)


class Names:
    """The names of an index."""

    def __init__(self, index: Records) -> None:
        """Take an open index."""
        self.labels = {what: index.labels(what) for what in ("person", "place", "country", "topic")}
        sql = "SELECT entry.id, value FROM entry, json_each(entry.json, '$.countries') WHERE vocabulary = 'place'"
        self.countries: dict[str, list[str]] = {}
        """Place -> the countries that it lies in."""
        for place, country in index.rows(sql):
            self.countries.setdefault(place, []).append(country)
        self._by_word: dict[str, list[tuple[str, Named]]] = {}
        self._spellings: dict[str, list[Spelling]] = {}
        for what in ("country", "place", "person"):
            for id_, names in self.labels[what].items():
                for name in names:
                    self._add(what, id_, name)
        for found in self._by_word.values():
            found.sort(key=lambda pair: -len(pair[0]))
        for spellings in self._spellings.values():
            spellings.sort(key=lambda one: len(one.words))

    def _add(self, vocabulary: str, id_: str, name: str) -> None:
        first = _WORD.match(flat(name))
        if first is None or len(name) < 2:
            return
        self._by_word.setdefault(first[0], []).append((flat(name), Named(vocabulary, id_, 0, 0)))
        words = tuple(fold(name).split())
        for letter in dict.fromkeys(word[0] for word in words):
            self._spellings.setdefault(letter, []).append(Spelling(vocabulary, id_, name, words))

    def find(self, text: str) -> Iterator[Named]:
        """Yield every name in a text, the longest that starts at a word."""
        same, end = flat(text), 0
        for match in _WORD.finditer(same):
            for name, named in self._by_word.get(match[0], ()) if match.start() >= end else ():
                behind = match.start() + len(name)
                if same.startswith(name, match.start()) and not same[behind : behind + 1].isalnum():
                    end = behind
                    yield named._replace(start=match.start(), end=end)
                    break

    def spellings(self, letter: str) -> Sequence[Spelling]:
        """Return the names that have a word with a folded first letter, short ones first."""
        return self._spellings.get(letter, ())

    def of(self, vocabulary: str, id_: str) -> Sequence[str]:
        """Return the names of an entry of a vocabulary."""
        return self.labels[vocabulary].get(id_, ())

    def near(self, named: Sequence[Named], text: str, start: int, end: int) -> frozenset[str]:
        """Return the country or place that is named nearest to a place in a text, and the countries that it lies in."""
        one = self.nearest(named, text, start, end)
        return frozenset({one.id, *self.countries.get(one.id, ())}) if one else frozenset()

    @staticmethod
    def nearest(named: Sequence[Named], text: str, start: int, end: int) -> Named | None:
        """Return the name of a country or place that is nearest to a place in a text."""
        places = [(_distance(one, text, start, end), one.id, one) for one in named]
        places = [pair for pair in places if pair[2].vocabulary in ("country", "place") and pair[0] < REACH]
        return min(places)[2] if places else None


def is_behind(between: str) -> bool:
    """Return whether a text joins a figure to the country that it is given for."""
    return _FOR.fullmatch(between) is not None


def _distance(one: Named, text: str, start: int, end: int) -> int:
    """Return how far a name is from a place: more behind it, and across commas; none in `500,000 for Arland`."""
    if one.end <= start:
        between = text[one.end : start]
        return len(between) + CLAUSE * len(_BREAKS.findall(between))
    between = text[end : one.start]
    return 0 if is_behind(between) else 2 * len(between) + CLAUSE * len(_BREAKS.findall(between))
