"""Which records a place in a draft speaks of: those that share the most words with it, rare and near words first.

The full-text index of the store finds the candidates of a sentence; each is then weighed against one place in it. Words
near the place count more than distant ones, words of the sentence more than those before it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from .. import dates
from ..facts import codec
from ..facts.model import Record
from ..reader.figures import Figure
from ..reader.printed_dates import PrintedDate
from .naming import Named, Names
from .records import Records, Shelf
from .words import Word, forms, stems, words

MOST = 40
"""Candidates of a sentence."""
_ANY = "kind NOT IN ('person', 'source')"
_FIGURED = "(kind IN ('funding', 'statistic') OR kind IN ('claim', 'commitment') AND instr(json, '\"value\":null') = 0)"
_UNDONE = "kind = 'gap' AND instr(json, '\"status\":\"not-done\"') > 0"
"""Records that may be meant, those with a figure, and those of what was not done."""
COMMON = 200
"""Records that have a word at least before it is too common to look them up by it."""
NEAR = 40
"""Characters within which a word counts in full."""
FAR, BEFORE, REFERRED = 0.4, 0.3, 0.6
"""Weight of words that are far from the place, of those before the sentence, and if it refers to them."""
CARRIED = 0.8
"""Score that the words before a sentence add at most, unless its own words count more."""
REFERS = re.compile(r"(?:they|he|she|it|this|that|these|those|both|the (?:two|same))\b", re.IGNORECASE)
"""The beginning of a sentence that goes on from the one before."""
WEIGHTS = {
    "summary": 1.0,
    "measure": 1.2,
    "unit": 1.2,
    "purpose": 1.2,
    "destination": 1.2,
    "area": 1.0,
    "population": 0.8,
    "recipient": 0.8,
    "place": 0.8,
    "to": 0.8,
    "origin": 0.6,
    "period": 0.5,
}
"""Text field of a record -> weight of its words."""
NAMED = {
    "places": ("place", 1.0),
    "countries": ("country", 0.8),
    "people": ("person", 0.8),
    "by": ("person", 0.8),
    "said_by": ("person", 0.7),
    "topics": ("topic", 0.5),
}
"""Field that names entries -> vocabulary, weight of the words of their names."""
PRINTED = 0.6
"""Weight of the words that a cite prints."""
PLACED = ("country", "place")
"""Vocabularies of places."""
COUNTED = ("unit", "measure", "population", "purpose", "summary")
"""Fields that say what a figure counts."""


class Subject(NamedTuple):
    """A record with what it is compared by."""

    record: Record
    weights: dict[str, float]
    """Stem -> how much the record is about it."""
    days: tuple[str, str] | None
    """First and last day."""
    units: frozenset[str]
    """Stems of everything that says what its figure counts."""
    about: frozenset[str]
    """Ids of its countries and places."""


class Issue(NamedTuple):
    """Something to say of a place in a sentence."""

    kind: str
    severity: str
    start: int
    end: int
    message: str
    records: tuple[Record, ...] = ()
    sort: str | None = None
    """Of a figure: `supported`, `disputed`, `wrong`, `unknown` or `unread`."""
    expected: str | None = None
    """What the draft should say, if the record alone does not show it."""
    entry: str | None = None
    """The entry of a vocabulary that it is about, if that is no record."""


class Sentence(NamedTuple):
    """A sentence of a draft, with the words around it."""

    text: str
    words: tuple[tuple[str, int, float], ...]
    """Stem, place and rarity of each word of the sentence."""
    before: tuple[tuple[str, float], ...]
    """Stem and rarity of the words before it in the paragraph, and of the heading."""
    share: float
    """How much the words before it count."""
    named: tuple[Named, ...]
    """Countries, places and people that it names."""
    places: frozenset[str]
    """The countries and places among them, and the countries that these lie in."""


class Relevance:
    """The records of an index, weighed against places in sentences."""

    def __init__(self, index: Records) -> None:
        """Take an open index."""
        self.index, self.names, self.shelf = index, Names(index), Shelf(index)
        self._count = max(2, index.rows("SELECT count(*) FROM record")[0][0])
        ends = "json_extract(json, '$.first_day'), json_extract(json, '$.last_day')"
        first, last = index.rows(f"SELECT {ends} FROM entry WHERE vocabulary = 'event'")[0]  # noqa: S608
        self.event = date.fromisoformat(dates.bounds(first)[0]), date.fromisoformat(dates.bounds(last)[1])
        """First and last day of the event: what a date without a year, and a weekday, are near to."""
        table = index.rows("SELECT sql FROM sqlite_master WHERE name = 'search'")[0][0]
        self._has_full_text = "fts5" in table.lower()
        self._subjects: dict[str, Subject] = {}
        self._known: dict[str, tuple[int, str]] = {}
        """Stem -> how many records have the word, and the expression that finds them."""

    def rarity(self, word: Word) -> float:
        """Return how telling a word is: 1 if one record has it, near 0 if all have."""
        if word.stem not in self._known:
            match = " OR ".join(f'"{form}"' for form in forms(word))
            self._known[word.stem] = (self._having(match), match)
        return 1 - math.log(max(1, self._known[word.stem][0])) / math.log(self._count)

    def _having(self, match: str) -> int:
        """Return how many records a full-text expression finds; 1 if SQLite has no full-text index."""
        if not self._has_full_text:
            return 1
        found: int = self.index.rows("SELECT count(*) FROM search WHERE search MATCH ?", [match])[0][0]
        return found

    def has_word(self, word: str) -> bool:
        """Return whether any record, name or title of the store has a folded word."""
        return self._has_full_text and self._having(f'"{word}"') > 0

    def sentence(self, text: str, before: str, misspelt: Sequence[tuple[Named, str]] = ()) -> Sentence:
        """Return a sentence ready to be compared; `before` is the text before it and its heading.

        Misspelt names count as what they are meant to be.
        """
        own = tuple((word.stem, word.start, self.rarity(word)) for word in words(text))
        own += tuple((word.stem, one.start, self.rarity(word)) for one, name in misspelt for word in words(name))
        earlier = {word.stem: self.rarity(word) for word in words(before)}
        share = REFERRED if REFERS.match(text) else BEFORE
        named = (*self.names.find(text), *(one for one, _ in misspelt))
        placed = (one.id for one in named if one.vocabulary in PLACED)
        places = frozenset(id_ for one in placed for id_ in (one, *self.names.countries.get(one, ())))
        return Sentence(text, own, tuple(earlier.items()), share, named, places)

    def candidates(self, sentence: Sentence, values: Sequence[Fraction]) -> list[Subject]:
        """Return the records that share words with a sentence, or have one of its figures."""
        if not self._has_full_text:
            rows = self.index.rows(f"SELECT json FROM record WHERE {_ANY}")  # noqa: S608 -- declared above
            return [self._subject(json) for (json,) in rows]
        common = max(COMMON, self._count // 20)
        asked = dict.fromkeys([*(one for one, _, _ in sentence.words), *(one for one, _ in sentence.before)])
        terms = " OR ".join(match for count, match in (self._known[one] for one in asked) if count <= common)
        found = dict.fromkeys(self._matching(terms, _ANY))
        found |= dict.fromkeys(self._matching(terms, _UNDONE))
        found |= dict.fromkeys(self._matching(terms, _FIGURED) if values else ())
        for value in dict.fromkeys(values):
            token = f"n{value}".replace("/", "d")
            found |= dict.fromkeys(self._matching(f'numbers : "{token}"', _FIGURED))
        return [self._subject(json) for json in found]

    def _matching(self, expression: str, kinds: str) -> list[str]:
        sql = f"""SELECT json FROM search JOIN record ON number = search.rowid
            WHERE search MATCH ? AND {kinds} ORDER BY rank LIMIT {MOST}"""  # noqa: S608 -- declared above
        return [json for (json,) in self.index.rows(sql, [expression])] if expression else []

    def _subject(self, json: str) -> Subject:
        if json not in self._subjects:
            self._subjects[json] = self._made(codec.decode(json.encode()))
        return self._subjects[json]

    def _made(self, record: Record) -> Subject:
        printed = " ".join(cite.reads or cite.printed or "" for cite in record.all_cites())
        weights: dict[str, float] = {}
        for field, weight in WEIGHTS.items():
            _add(weights, getattr(record, field, None) or "", weight)
        for field, (vocabulary, weight) in NAMED.items():
            for id_ in getattr(record, field, ()):
                _add(weights, " ".join(self.names.of(vocabulary, id_)), weight)
        weights = {**dict.fromkeys(stems(printed), PRINTED), **weights}
        own = " ".join(cite.reads or cite.printed or "" for cite in record.cites)
        units = " ".join(str(getattr(record, field, None) or "") for field in COUNTED)
        within = (country for place in record.places for country in self.names.countries.get(place, ()))
        about = frozenset((*record.countries, *record.places, *within))
        days = dates.bounds(record.date) if record.date else None
        return Subject(record, weights, days, stems(f"{units} {own}"), about)


def _add(weights: dict[str, float], text: str, weight: float) -> None:
    for one in stems(text):
        weights[one] = max(weight, weights.get(one, 0))


class Reading(NamedTuple):
    """A sentence with all that was read in it, and the records that it may speak of."""

    sentence: Sentence
    figures: Sequence[Figure]
    dates: Sequence[PrintedDate]
    subjects: Sequence[Subject]
    relevance: Relevance
    meant: dict[str, int]
    """Records whose figures it gives, and where."""

    @property
    def text(self) -> str:
        """The sentence as the draft has it."""
        return self.sentence.text

    @property
    def shelf(self) -> Any:
        """The records by id."""
        return self.relevance.shelf

    def named_near(self, start: int, end: int) -> frozenset[str]:
        """Return the country or place that is named nearest to a place, and the countries that it lies in."""
        return self.relevance.names.near(self.sentence.named, self.text, start, end)

    def is_elsewhere(self, subject: Subject) -> bool:
        """Return whether a sentence names places and none of those that a record is about."""
        places = self.sentence.places
        return bool(places and subject.about) and places.isdisjoint(subject.about)

    def score(self, subject: Subject, start: int, end: int) -> float:
        """Return how much a record has to do with a place in the sentence."""
        best: dict[str, float] = {}
        for one, at, rarity in self.sentence.words:
            if one in subject.weights:
                distance = max(0, start - at, at - end)
                near = 1.0 if distance <= NEAR else max(FAR, 1 - (distance - NEAR) / 100)
                best[one] = max(best.get(one, 0), near * rarity * subject.weights[one])
        own = sum(best.values())
        shared = ((one, rarity) for one, rarity in self.sentence.before if one in subject.weights and one not in best)
        carried = sum(self.sentence.share * rarity * subject.weights[one] for one, rarity in shared)
        return own + (0 if self.is_elsewhere(subject) else min(carried, max(own, CARRIED)))
