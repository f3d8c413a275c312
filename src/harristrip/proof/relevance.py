"""Which records a place in a draft speaks of: those that share the most words with it, rare and near words first.

The full-text index of the store finds the candidates of a sentence; each is then weighed against one place in it. Words
near the place count more than distant ones, words of the sentence more than those before it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple, Protocol

from .. import dates
from ..facts import codec
from ..facts.model import Record
from ..text import fold
from .words import Word, forms, stems, words

MOST = 40
"""Candidates of a sentence."""
_ANY = "kind NOT IN ('person', 'source')"
_FIGURED = "(kind IN ('funding', 'statistic') OR kind IN ('claim', 'commitment') AND instr(json, '\"value\":null') = 0)"
"""Records that may be meant, and those with a figure."""
COMMON = 200
"""Records that have a word at least before it is too common to look them up by it."""
NEAR = 40
"""Characters within which a word counts in full."""
WEIGHTS = {"summary": 1.0, "measure": 1.2, "unit": 1.2, "population": 0.8, "area": 1.0, "purpose": 1.2, "recipient": 0.8, "place": 0.8}
WEIGHTS |= {"destination": 1.2, "origin": 0.6, "to": 0.8, "period": 0.5}
NAMED = {"countries": ("country", 0.8), "places": ("place", 1.0), "people": ("person", 0.8), "topics": ("topic", 0.5)}
NAMED |= {"said_by": ("person", 0.7), "by": ("person", 0.8)}
PRINTED = 0.6
"""Weight of the words that a cite prints."""
FAR, BEFORE, REFERRED = 0.4, 0.3, 0.6
"""Weight of words that are far from the place, of those before the sentence, and if it refers to them."""
_REFERS = re.compile(r"(?:they|he|she|it|this|that|these|those|both)\b", re.IGNORECASE)
CLAUSE = 30
"""Characters that a comma counts for in the distance of a name."""
REACH = 80
"""Characters within which a country or place is said of a figure."""
COUNTED = ("unit", "measure", "population", "purpose", "summary")
"""Fields that say what a figure counts."""


def flat(text: str) -> str:
    """Return a text in lower case without accents, as long as before."""
    if text.isascii():
        return text.lower()
    return "".join(unicodedata.normalize("NFD", character)[0].lower()[0] for character in text)


class Records(Protocol):
    """What is asked of an index."""

    def rows(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """Return all rows of a query."""
        ...

    def labels(self, vocabulary: str) -> dict[str, tuple[str, ...]]:
        """Return the ids of a vocabulary with their names."""
        ...


class Subject(NamedTuple):
    """A record with what it is compared by."""

    record: Record
    weights: dict[str, float]
    """Stem -> how much a record is about it."""
    days: tuple[str, str] | None
    """First and last day."""
    units: frozenset[str]
    """Stems of everything that says what its figure counts."""
    about: frozenset[str]
    """Ids of its countries and places; empty if it names none or more than can tell it from others."""


class Issue(NamedTuple):
    """Something to say of a place in a sentence."""

    kind: str
    severity: str
    start: int
    end: int
    message: str
    records: tuple[Record, ...] = ()
    sort: str = "supported"
    """`supported`, `wrong`, `unknown` or `unread`, for figures."""
    expected: str | None = None
    """What the draft should say, if the record alone does not show it."""


class Named(NamedTuple):
    """A name of a vocabulary in a sentence."""

    vocabulary: str
    id: str
    start: int
    end: int


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


class Relevance:
    """The records of an index, weighed against places in sentences."""

    def __init__(self, index: Records) -> None:
        """Take an open index."""
        self.index = index
        self.count = max(2, index.rows("SELECT count(*) FROM record")[0][0])
        sql = "SELECT json_extract(json, '$.first_day'), json_extract(json, '$.last_day') FROM entry WHERE vocabulary = 'event'"
        first, last = index.rows(sql)[0]
        self.event = date.fromisoformat(dates.bounds(first)[0]), date.fromisoformat(dates.bounds(last)[1])
        """First and last day of the event: what a date without a year, and a weekday, are near to."""
        self.has_full_text = "fts5" in index.rows("SELECT sql FROM sqlite_master WHERE name = 'search'")[0][0].lower()
        self._labels = {what: index.labels(what) for what in ("country", "place", "person", "topic")}
        self._subjects: dict[str, Subject] = {}
        self._spellings: dict[str, list[Any]] | None = None
        self._records: dict[str, Record] = {}
        rows = index.rows("SELECT entry.id, value FROM entry, json_each(entry.json, '$.countries') WHERE vocabulary = 'place'")
        self._countries: dict[str, list[str]] = {}
        for place, country in rows:
            self._countries.setdefault(place, []).append(country)
        self._ids = {
            flat(name): (what, id_)
            for what in ("person", "place", "country")
            for id_, names in self._labels[what].items()
            for name in names
            if len(name) > 1
        }
        longest_first = sorted(self._ids, key=len, reverse=True)
        self._names = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE) if longest_first else None
        self._known: dict[str, tuple[int, str]] = {}
        """Stem -> how many records have the word, and the expression that finds them."""

    def rarity(self, word: Word) -> float:
        """Return how telling a word is: 1 if one record has it, near 0 if all have."""
        if word.stem not in self._known:
            match = " OR ".join(f'"{form}"' for form in forms(word))
            self._known[word.stem] = (self._count(match), match)
        return 1 - math.log(max(1, self._known[word.stem][0])) / math.log(self.count)

    def _count(self, match: str) -> int:
        if not self.has_full_text:
            return 1
        found: int = self.index.rows("SELECT count(*) FROM search WHERE search MATCH ?", [match])[0][0]
        return found

    def sentence(self, text: str, before: str) -> Sentence:
        """Return a sentence ready to be compared; `before` is the text before it and its heading."""
        own = tuple((word.stem, word.start, self.rarity(word)) for word in words(text))
        earlier = {word.stem: self.rarity(word) for word in words(before)}
        share = REFERRED if _REFERS.match(text) else BEFORE
        return Sentence(text, own, tuple(earlier.items()), share, tuple(self._named(text)))

    def _named(self, text: str) -> Iterator[Named]:
        for match in self._names.finditer(flat(text)) if self._names else ():
            vocabulary, id_ = self._ids[match[0]]
            yield Named(vocabulary, id_, *match.span())

    def named_near(self, sentence: Sentence, start: int, end: int) -> frozenset[str]:
        """Return the country or place that is named nearest to a place, and the countries that it lies in."""
        best: tuple[int, str] | None = None
        for one in sentence.named:
            before = one.end <= start
            between = sentence.text[one.end : start] if before else sentence.text[end : one.start]
            distance = len(between) * (1 if before else 2) + CLAUSE * len(re.findall("[,;:]", between))
            if one.vocabulary in ("country", "place") and distance < REACH and (best is None or distance < best[0]):
                best = (distance, one.id)
        return frozenset() if best is None else frozenset({best[1], *self._countries.get(best[1], ())})

    def spellings(self, letter: str) -> Sequence[Any]:
        """Return the names of people, places and countries that start with a folded letter, or have a word that does."""
        if self._spellings is None:
            from .proofread_names import Spelling  # noqa: PLC0415 -- it imports this module

            self._spellings = {}
            for name, (vocabulary, id_) in self._ids.items():
                words_ = tuple(fold(name).split())
                for first in dict.fromkeys(word[0] for word in words_):
                    shown = next(one for one in self._labels[vocabulary][id_] if flat(one) == name)
                    self._spellings.setdefault(first, []).append(Spelling(vocabulary, id_, shown, words_))
            for spellings in self._spellings.values():
                spellings.sort(key=lambda one: len(one.words))
        return self._spellings.get(letter, ())

    def is_human(self, id_: str) -> bool:
        """Return whether an id is that of a single person, who may be called by surname."""
        record: Any = self.of_ids([id_])[0] if id_ in self._labels["person"] else None
        return record is not None and record.type in ("person", "unnamed")

    def has_word(self, word: str) -> bool:
        """Return whether any record, name or title of the store has a folded word."""
        return self.has_full_text and self._count(f'"{word}"') > 0

    def names(self, vocabulary: str, id_: str) -> Sequence[str]:
        """Return the names of an entry of a vocabulary."""
        return self._labels[vocabulary].get(id_, ())

    def of_ids(self, ids: Sequence[str]) -> list[Record]:
        """Return the records with some ids."""
        found = []
        for id_ in ids:
            if id_ not in self._records:
                rows = self.index.rows("SELECT json FROM record WHERE id = ?", [id_])
                self._records[id_] = codec.decode(rows[0][0].encode())
            found.append(self._records[id_])
        return found

    def citing(self, source: str, paragraph: int) -> list[Record]:
        """Return the records that cite a paragraph."""
        sql = "SELECT DISTINCT id FROM cites WHERE source = ? AND paragraph = ? ORDER BY id"
        return self.of_ids([id_ for (id_,) in self.index.rows(sql, [source, paragraph])])

    def disputes(self, record: Record) -> list[Any]:
        """Return the conflicts that concern a record."""
        return self.of_ids(record.conflicts)

    def candidates(self, sentence: Sentence, values: Sequence[Fraction]) -> list[Subject]:
        """Return the records that share words with a sentence, or have one of its figures."""
        if not self.has_full_text:
            sql, parameters = "SELECT json FROM record WHERE kind NOT IN ('person', 'source')", []
            return [self._subject(json) for (json,) in self.index.rows(sql, parameters)]
        common = max(COMMON, self.count // 20)
        asked = dict.fromkeys([*(one for one, _, _ in sentence.words), *(one for one, _ in sentence.before)])
        known = (self._known[one] for one in asked)
        terms = [match for count, match in known if count <= common]
        found = dict.fromkeys(self._matching(" OR ".join(terms), _ANY)) if terms else {}
        if terms and values:
            found |= dict.fromkeys(self._matching(" OR ".join(terms), _FIGURED))
        for value in dict.fromkeys(values):
            token = f"n{value}".replace("/", "d")
            found |= dict.fromkeys(self._matching(f'numbers : "{token}"', _FIGURED))
        return [self._subject(json) for json in found]

    def _matching(self, expression: str, kinds: str) -> list[str]:
        sql = f"""SELECT json FROM search JOIN record ON number = search.rowid
            WHERE search MATCH ? AND {kinds} ORDER BY rank LIMIT {MOST}"""  # noqa: S608 -- declared above
        return [json for (json,) in self.index.rows(sql, [expression])]

    def _subject(self, json: str) -> Subject:
        if json not in self._subjects:
            self._subjects[json] = self._made(codec.decode(json.encode()))
        return self._subjects[json]

    def _made(self, record: Record) -> Subject:
        weights: dict[str, float] = {}
        for field, weight in WEIGHTS.items():
            for one in stems(getattr(record, field, None) or ""):
                weights[one] = max(weight, weights.get(one, 0))
        for field, (vocabulary, weight) in NAMED.items():
            for id_ in getattr(record, field, ()):
                for one in stems(" ".join(self._labels[vocabulary].get(id_, ()))):
                    weights[one] = max(weight, weights.get(one, 0))
        for cite in record.all_cites():
            for one in stems(cite.reads or cite.printed or ""):
                weights.setdefault(one, PRINTED)
        units = " ".join(str(getattr(record, field, None) or "") for field in COUNTED)
        days = dates.bounds(record.date) if record.date else None
        within = (country for place in record.places for country in self._countries.get(place, ()))
        about = frozenset((*record.countries, *record.places, *within))
        return Subject(record, weights, days, stems(f"{units} {_printed(record)}"), about)

    def score(self, subject: Subject, sentence: Sentence, start: int, end: int) -> float:
        """Return how much a record has to do with a place in a sentence."""
        best: dict[str, float] = {}
        for one, at, rarity in sentence.words:
            if one in subject.weights:
                distance = max(0, start - at, at - end)
                near = 1.0 if distance <= NEAR else max(FAR, 1 - (distance - NEAR) / 100)
                best[one] = max(best.get(one, 0), near * rarity * subject.weights[one])
        for one, rarity in sentence.before:
            if one in subject.weights:
                best.setdefault(one, sentence.share * rarity * subject.weights[one])
        return sum(best.values())


def _printed(record: Record) -> str:
    return " ".join(cite.reads or cite.printed or "" for cite in record.cites)
