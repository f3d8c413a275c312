"""Find the records that a place in a draft is about: those that share most words with it, rare and near words first.

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
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import dates
from ..facts import codec
from ..facts.model import Record
from ..reader.figures import PrintedFigure
from ..reader.printed_dates import PrintedDate
from ..text import fold
from .draft_text import Word, content_words, stems, synonyms

if TYPE_CHECKING:
    from ..index.database import Index

_ANY = "kind NOT IN ('person', 'source')"
_FIGURED = "(kind IN ('funding', 'statistic') OR kind IN ('claim', 'commitment') AND instr(json, '\"value\":null') = 0)"
_UNDONE = "kind = 'gap' AND instr(json, '\"status\":\"not-done\"') > 0"
"""Conditions of SQL: records that may be meant, those with a figure, and those of what was not done."""
REFERS = re.compile(r"(?:they|he|she|it|this|that|these|those|both|the (?:two|same))\b", re.IGNORECASE)
"""The start of a sentence that refers to the one before."""
FIELD_WEIGHTS = {
    **dict.fromkeys(("measure", "unit", "purpose", "destination"), 1.2),
    **dict.fromkeys(("summary", "area"), 1.0),
    **dict.fromkeys(("population", "recipient", "place", "to"), 0.8),
    "origin": 0.6,
    "period": 0.5,
}
"""Text field of a record -> weight of its words."""
FIELD_VOCABULARIES = {
    "places": ("place", 1.0),
    "countries": ("country", 0.8),
    "people": ("person", 0.8),
    "by": ("person", 0.8),
    "said_by": ("person", 0.7),
    "topics": ("topic", 0.5),
}
"""Field that names entries -> vocabulary, weight of the words of their names."""
_BREAKS = re.compile(r"[,;:]|\band\b")
FOR = re.compile(r"\s*(?:\w+\s*,\s+(?:which|that)\s+)?(?:\w+\s+){0,3}?(?:for|to|in|from|at)\s+(?:the\s+)?")
"""Words between a figure and the country that it is given for."""
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


class NameIndex:
    """The names of people, places and countries in an index."""

    def __init__(self, index: Index) -> None:
        """Read the names from an open index."""
        self.labels = {what: index.labels(what) for what in ("person", "place", "country", "topic")}
        sql = "SELECT entry.id, value FROM entry, json_each(entry.json, '$.countries') WHERE vocabulary = 'place'"
        self.countries: dict[str, list[str]] = {}
        """Place -> its countries."""
        for place, country in index.rows(sql):
            self.countries.setdefault(place, []).append(country)
        self._by_word: dict[str, list[tuple[str, str, str]]] = {}
        """First word of a name -> the name, its vocabulary and its id, the longest first."""
        self.spellings: dict[str, list[Spelling]] = {}
        """Letter -> the names that have a word with it, short ones first."""
        every = [(what, *item) for what in ("country", "place", "person") for item in self.labels[what].items()]
        for what, id_, name in ((what, id_, name) for what, id_, names in every for name in names):
            first = _WORD.match(fold_same_length(name))
            if first is None or len(name) < 2:
                continue
            self._by_word.setdefault(first[0], []).append((fold_same_length(name), what, id_))
            spelling = Spelling(what, id_, name, tuple(fold(name).split()))
            for letter in {word[0] for word in spelling.words}:
                self.spellings.setdefault(letter, []).append(spelling)
        for found in self._by_word.values():
            found.sort(key=lambda name: -len(name[0]))
        for spellings in self.spellings.values():
            spellings.sort(key=lambda one: len(one.words))

    def find(self, text: str) -> Iterator[Named]:
        """Yield every name in a text, the longest that starts at a word."""
        same, end = fold_same_length(text), 0
        for match in _WORD.finditer(same):
            for name, vocabulary, id_ in self._by_word.get(match[0], ()) if match.start() >= end else ():
                behind = match.start() + len(name)
                if same.startswith(name, match.start()) and not same[behind : behind + 1].isalnum():
                    end = behind
                    yield Named(vocabulary, id_, match.start(), end)
                    break

    def around(self, ids: Iterable[str]) -> frozenset[str]:
        """Return some countries and places, and the countries of these places."""
        return frozenset(one for id_ in ids for one in (id_, *self.countries.get(id_, ())))


def fold_same_length(text: str) -> str:
    """Return a text in lower case without accents, as long as before."""
    if text.isascii():
        return text.lower()
    return "".join(unicodedata.normalize("NFD", character)[0].lower()[0] for character in text)


class Subject(NamedTuple):
    """A record, prepared for comparison."""

    record: Any
    """A record of any kind."""
    weights: dict[str, float]
    """Stem -> how much the record is about it."""
    days: tuple[str, str] | None
    """First and last day."""
    units: frozenset[str]
    """Stems of everything that says what its figure counts."""
    about: frozenset[str]
    """Ids of its countries and places."""


class Issue(NamedTuple):
    """A remark on a place in a sentence."""

    kind: str
    severity: str
    start: int
    end: int
    message: str
    records: tuple[Record, ...] = ()
    verdict: str | None = None
    """Of a figure: `supported`, `disputed`, `wrong`, `unknown` or `unread`."""
    expected: str | None = None
    """What the draft should say, if the record alone does not show it."""
    entry: str | None = None
    """The entry of a vocabulary that it is about: a country, say, which is no record."""


class Sentence(NamedTuple):
    """A sentence of a draft, with the words around it."""

    text: str
    words: tuple[tuple[str, int, float], ...]
    """Stem, place and rarity of each word of the sentence."""
    before: tuple[tuple[str, float], ...]
    """Stem and rarity of the words before it in the paragraph, and of the heading."""
    named: tuple[Named, ...]
    """Countries, places and people that it names."""
    places: frozenset[str]
    """The countries and places among them, and the countries of these places."""

    @property
    def stems(self) -> frozenset[str]:
        """The stems of its words and of those before it."""
        return frozenset([one for one, _, _ in self.words] + [one for one, _ in self.before])


class Relevance:
    """The records of an index, and the words and names that find them."""

    def __init__(self, index: Index) -> None:
        """Read the names and the dates of the event from an open index."""
        self.index, self.names = index, NameIndex(index)
        self._count = max(2, index.rows("SELECT count(*) FROM record")[0][0])
        ends = "json_extract(json, '$.first_day'), json_extract(json, '$.last_day')"
        first, last = index.rows(f"SELECT {ends} FROM entry WHERE vocabulary = 'event'")[0]  # noqa: S608
        self.event = date.fromisoformat(dates.bounds(first)[0]), date.fromisoformat(dates.bounds(last)[1])
        """First and last day of the event; a date without a year, or a weekday, is taken as near to it."""
        table = index.rows("SELECT sql FROM sqlite_master WHERE name = 'search'")[0][0]
        self._has_full_text = "fts5" in table.lower()
        self._records: dict[str, Record] = {}
        self._subjects: dict[str, Subject] = {}
        self._known: dict[str, tuple[int, str]] = {}
        """Stem -> how many records have the word, and the expression that finds them."""

    def records(self, ids: Sequence[str]) -> list[Any]:
        """Return the records with some ids, each decoded once."""
        for id_ in ids:
            if id_ not in self._records:
                rows = self.index.rows("SELECT json FROM record WHERE id = ?", [id_])
                self._records[id_] = codec.decode(rows[0][0].encode())
        return [self._records[id_] for id_ in ids]

    def citing(self, source: str, paragraph: int) -> list[Any]:
        """Return the records that cite a paragraph."""
        sql = "SELECT DISTINCT id FROM cites WHERE source = ? AND paragraph = ? ORDER BY id"
        return self.records([id_ for (id_,) in self.index.rows(sql, [source, paragraph])])

    def is_human(self, id_: str) -> bool:
        """Return whether a person is one human, who may be called by surname, and no body or group."""
        return self.records([id_])[0].type in ("person", "unnamed")

    def rarity(self, word: Word) -> float:
        """Return the rarity of a word: 1 if one record has it, near 0 if all have."""
        if word.stem not in self._known:
            match = " OR ".join(f'"{form}"' for form in synonyms(word))
            self._known[word.stem] = (self._having(match), match)
        return 1 - math.log(max(1, self._known[word.stem][0])) / math.log(self._count)

    def _having(self, match: str) -> int:
        """Return how many records a full-text expression finds; 1 if SQLite has no full-text index."""
        if not self._has_full_text:
            return 1
        return int(self.index.rows("SELECT count(*) FROM search WHERE search MATCH ?", [match])[0][0])

    def has_word(self, word: str) -> bool:
        """Return whether any record, name or title of the store has a folded word."""
        return self._has_full_text and self._having(f'"{word}"') > 0

    def sentence(self, text: str, before: str, misspelt: Sequence[tuple[Named, str]] = ()) -> Sentence:
        """Return a sentence, prepared for comparison; `before` is the text before it and its heading.

        Misspelt names count as the right ones.
        """
        own = tuple((word.stem, word.start, self.rarity(word)) for word in content_words(text))
        meant = ((word, one.start) for one, name in misspelt for word in content_words(name))
        own += tuple((word.stem, start, self.rarity(word)) for word, start in meant)
        earlier = {word.stem: self.rarity(word) for word in content_words(before)}
        named = (*self.names.find(text), *(one for one, _ in misspelt))
        places = self.names.around(one.id for one in named if one.vocabulary in ("country", "place"))
        return Sentence(text, own, tuple(earlier.items()), named, places)

    def candidates(self, sentence: Sentence, values: Sequence[Fraction]) -> list[Subject]:
        """Return the records that share words with a sentence, or have one of its figures."""
        if not self._has_full_text:
            rows = self.index.rows(f"SELECT json FROM record WHERE {_ANY}")  # noqa: S608 -- declared above
            return [self._subject(json) for (json,) in rows]
        common = max(200, self._count // 20)  # a word that more records have finds too many
        asked = dict.fromkeys([*(one for one, _, _ in sentence.words), *(one for one, _ in sentence.before)])
        terms = " OR ".join(match for count, match in (self._known[one] for one in asked) if count <= common)
        queries = [(terms, _ANY), (terms, _UNDONE), *([(terms, _FIGURED)] if values else [])]
        for value in dict.fromkeys(values):
            token = f"n{value}".replace("/", "d")
            queries.append((f'numbers : "{token}"', _FIGURED))
        found = dict.fromkeys(json for query in queries for json in self._matching(*query))
        return [self._subject(json) for json in found]

    def _matching(self, expression: str, kinds: str) -> list[str]:
        sql = f"""SELECT json FROM search JOIN record ON number = search.rowid
            WHERE search MATCH ? AND {kinds} ORDER BY rank LIMIT 40"""  # noqa: S608 -- declared above
        return [json for (json,) in self.index.rows(sql, [expression])] if expression else []

    def _subject(self, json: str) -> Subject:
        """Return a record, prepared for comparison, each made once."""
        if json in self._subjects:
            return self._subjects[json]
        record = codec.decode(json.encode())
        printed = " ".join(cite.reads or cite.printed or "" for cite in record.all_cites())
        weights: dict[str, float] = {}
        texts = [(getattr(record, field, None) or "", weight) for field, weight in FIELD_WEIGHTS.items()]
        for field, (vocabulary, weight) in FIELD_VOCABULARIES.items():
            labels = self.names.labels[vocabulary]
            texts += [(" ".join(labels.get(id_, ())), weight) for id_ in getattr(record, field, ())]
        for text, weight in texts:
            weights.update({one: max(weight, weights.get(one, 0)) for one in stems(text)})
        weights = {**dict.fromkeys(stems(printed), 0.6), **weights}
        own = " ".join(cite.reads or cite.printed or "" for cite in record.cites)
        counted = ("unit", "measure", "population", "purpose", "summary")
        units = " ".join(getattr(record, field, None) or "" for field in counted)
        days = dates.bounds(record.date) if record.date else None
        about = self.names.around((*record.countries, *record.places))
        self._subjects[json] = Subject(record, weights, days, stems(f"{units} {own}"), about)
        return self._subjects[json]


class ReadSentence(NamedTuple):
    """A sentence with its figures and dates, and the records that it may be about."""

    sentence: Sentence
    figures: Sequence[PrintedFigure]
    dates: Sequence[PrintedDate]
    subjects: Sequence[Subject]
    relevance: Relevance
    meant: dict[str, int]
    """Record whose figure it gives -> place of the figure."""

    @property
    def text(self) -> str:
        """The sentence as the draft has it."""
        return self.sentence.text

    def nearest_place(self, start: int, end: int) -> Named | None:
        """Return the name of a country or place that is nearest to a figure, 80 characters away at most.

        Characters behind a figure count twice, and a comma or `and` as 30 more.
        """
        best: tuple[int, str, Named] | None = None
        for one in self.sentence.named:
            if one.vocabulary not in ("country", "place"):
                continue
            between = self.text[one.end : start] if one.end <= start else self.text[end : one.start]
            distance = len(between) * (1 if one.end <= start else 2) + 30 * len(_BREAKS.findall(between))
            if one.end > start and FOR.fullmatch(between):  # 500,000 for Arland
                distance = 0
            if distance < 80 and (best is None or (distance, one.id, one) < best):
                best = distance, one.id, one
        return best[2] if best else None

    def named_near(self, start: int, end: int) -> frozenset[str]:
        """Return the country or place that is named nearest to a figure, and its countries."""
        one = self.nearest_place(start, end)
        return self.relevance.names.around([one.id] if one else [])

    def score(self, subject: Subject, start: int, end: int) -> float:
        """Return how relevant a record is to a place in the sentence.

        A word counts in full up to 40 characters away, and less the further it is. The words before the sentence add at
        most 0.8, or as much as its own words; they add nothing if it names only places that are not the record's.
        """
        best: dict[str, float] = {}
        for one, at, rarity in self.sentence.words:
            if one in subject.weights:
                distance = max(0, start - at, at - end)
                near = min(1.0, max(0.4, 1 - (distance - 40) / 100))
                best[one] = max(best.get(one, 0), near * rarity * subject.weights[one])
        own = sum(best.values())
        shared = ((one, rarity) for one, rarity in self.sentence.before if one in subject.weights and one not in best)
        share = 0.6 if REFERS.match(self.text) else 0.3
        carried = sum(share * rarity * subject.weights[one] for one, rarity in shared)
        places = self.sentence.places
        is_elsewhere = bool(places and subject.about) and places.isdisjoint(subject.about)
        return own + (0 if is_elsewhere else min(carried, max(own, 0.8)))
