"""Full-text search: which records have the words of a query, best first.

Words are compared by their `form`: without case, accents, British or American spelling, and endings. A name of a
vocabulary is one word of the index, so all its names find the same records; so is a number in any notation.
FTS5 ranks by bm25: the words of titles weigh more than those of notes.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import log
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import SearchUnavailable
from ..text import fold
from .words import STOP, alike, forms, has_number, is_unspaced, numerals, token_of

if TYPE_CHECKING:
    from ..facts import model

    Labels = Mapping[str, Mapping[str, Sequence[str]]]

_ASIDE_WORDS = """
id date date_basis date_from conflicts not_comparable records separate_from part_of restates statuses about source
sha256 file archived retrieved url language countries places people topics said_by by topic group currency
"""
ASIDE = frozenset(_ASIDE_WORDS.split())
"""Fields that are not text: ids, addresses, computed fields."""
TITLES = ("summary", "name", "aliases", "measure", "title", "titles", "outlet")
"""Fields whose words weigh more."""
WEIGHTS = (0.0, 4.0, 1.0, 0.6, 2.0, 4.0)
"""Weights of a word in each column of the table: id, title, text, names, numbers, figure."""
WORDS = "{title text names}"
NUMBERS = "{title numbers figure}"
TOKENIZER = "porter unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
SHORTEST_PREFIX = 4
"""A shorter word must match whole: "us" is not the start of "used"."""
LONGEST_NAME = 6
"""Maximum words of a name in a query."""
SIMILAR = 0.5
"""Weight of a synonym relative to the word itself."""
CLOSE = 0.4
"""If no record has all words: least weight of a record to be listed, as a share of the best one."""
MAX_CLOSE = 20
"""Maximum number of these."""

Ask = Callable[[str, Iterable[Any]], "list[Any]"]
"""Runs a query: takes SQL and its parameters."""


class Term(NamedTuple):
    """One word, number, name or phrase of a query."""

    text: str
    """As it was typed."""
    match: str
    """Its FTS5 expression."""
    optional: bool = False
    """Whether it may be missing, as "the" may."""
    number: str | None = None
    """For an amount, the FTS5 expression without the currency."""

    @property
    def similar(self) -> str | None:
        """An FTS5 expression for similar records: the amount in any currency, or synonyms."""
        if self.number:
            return self.number
        some = alike().get(" ".join(forms(self.text)), ())
        return f"{WORDS} : {_any(some)}" if some else None


class Found(NamedTuple):
    """The result of a search."""

    numbers: list[int]
    """The records, best first."""
    partial: bool = False
    """Whether none of them has all words."""
    nowhere: Mapping[str, str | None] = MappingProxyType({})
    """Word that no record has -> the nearest one that occurs."""


def has_full_text(connection: sqlite3.Connection) -> bool:
    """Return whether this SQLite has the full-text index FTS5."""
    return ("ENABLE_FTS5",) in connection.execute("PRAGMA compile_options").fetchall()


def create(connection: sqlite3.Connection, facts: model.Facts, labels: Labels) -> None:
    """Create and fill the table `search`, and tables of names and words; no rows if SQLite has no FTS5."""
    connection.execute("CREATE TABLE search_name (name TEXT, token TEXT, PRIMARY KEY (name, token)) WITHOUT ROWID")
    connection.execute("CREATE TABLE search_word (word TEXT PRIMARY KEY) WITHOUT ROWID")
    columns = "id UNINDEXED, title, text, names, numbers, figure"
    if not has_full_text(connection):
        connection.execute(f"CREATE TABLE search ({columns.replace(' UNINDEXED', '')})")
        return
    connection.execute(f'CREATE VIRTUAL TABLE search USING fts5({columns}, tokenize = "{TOKENIZER}")')
    writer = Writer(labels)
    rows = (writer.row(number, record) for number, record in enumerate(facts.records))
    connection.executemany(
        "INSERT INTO search (rowid, id, title, text, names, numbers, figure) VALUES (?, ?, ?, ?, ?, ?, ?)", rows
    )
    names = ((" ".join(name), token) for same in writer.names.values() for name, token in same)
    connection.executemany("INSERT OR IGNORE INTO search_name VALUES (?, ?)", names)
    connection.executemany("INSERT INTO search_word VALUES (?)", ((word,) for word in writer.words))


class Writer:
    """Makes the rows of the full-text index."""

    def __init__(self, labels: Labels) -> None:
        """Take the names of all vocabularies."""
        self.labels = labels
        self.words: dict[str, None] = {}
        self._made: dict[str, str] = {}
        self.names: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        """First word of a name -> the names that begin with it, and their tokens: one for each entry."""
        for vocabulary in ("country", "place", "person", "topic", "source", "group"):
            for id_, names in labels[vocabulary].items():
                token = f"zq{vocabulary}{id_.replace('-', '')}"
                for name in dict.fromkeys(tuple(forms(name)) for name in names if fold(name)):
                    self.names.setdefault(name[0], []).append((name, token))

    def row(self, number: int, record: model.Record) -> tuple[Any, ...]:
        """Return the row of a record."""
        title = [text for name in TITLES for text in _strings(getattr(record, name, None))]
        rest = [name for name in record.__struct_fields__ if name not in ASIDE and name not in TITLES]
        rest = [name for name in rest if not (name == "type" and record.kind in ("person", "source"))]
        texts = [text for name in rest for text in _strings(getattr(record, name))]
        linked = [*self._linked(record), *_days(record.date)]
        columns = [" ".join(filter(None, map(self._indexed, some))) for some in (title, texts, linked)]
        columns[0] += " ".join(("", *dict.fromkeys(_numbers(title))))
        numbers = " ".join(dict.fromkeys(_numbers([*texts, *linked])))
        return number, record.id, *columns, numbers, " ".join(_figures(record))

    def _indexed(self, text: str) -> str:
        """Return a text as words of the index, with tokens for its names; cached, as names recur."""
        if text not in self._made:
            some = forms(text)
            self.words.update(dict.fromkeys(fold(text).split()))
            tokens = [
                token
                for at, word in enumerate(some)
                for name, token in self.names.get(word, ())
                if tuple(some[at : at + len(name)]) == name
                # A short name must be in capitals: "help us" does not name the US.
                and (len(word) > 3 or len(name) > 1 or word.upper() in text.replace(".", ""))
            ]
            self._made[text] = " ".join([*some, *tokens])
        return self._made[text]

    def _linked(self, record: model.Record) -> Iterator[str]:
        """Yield the names of everything that a record refers to."""
        from ..facts.model import references  # noqa: PLC0415 -- a search does not load the model

        for owner in (record, *getattr(record, "agenda", ())):
            for _, what, id_ in references(owner):
                yield from self.labels.get("person" if what == "person or source" else what, {}).get(id_, ())
        for source in dict.fromkeys(cite.source for cite in record.all_cites()):
            yield self.labels["source"][source][0]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from _strings(inner)
    elif hasattr(value, "__struct_fields__"):
        for name in value.__struct_fields__:
            if name not in ASIDE:
                yield from _strings(getattr(value, name))


def _days(date: str | None) -> Iterator[str]:
    """Yield year, month, day and weekday of both ends of a date in words."""
    import datetime as dt  # noqa: PLC0415 -- only building an index needs it

    for end in date.split("/") if date else ():
        parts = end.split("-")
        day = dt.date(*map(int, [*parts, "1", "1"][:3]))
        yield end if len(parts) == 1 else day.strftime("%A %d %B %Y" if len(parts) == 3 else "%B %Y")


def _numbers(texts: Iterable[str]) -> Iterator[str]:
    """Yield a token for each number of some texts, and one for each currency sign."""
    for text in filter(has_number, texts):
        yield from (one.token for one in numerals(text))
        for sign in text:
            if sign == "$" or (not sign.isascii() and unicodedata.category(sign) == "Sc"):
                yield f"zqsign{ord(sign)}"


def _figures(record: model.Record) -> Iterator[str]:
    """Yield tokens for the figure of a record, which its texts may not contain, and for its currency."""
    if figure := record.figure:
        yield from (token_of(value) for value in (figure.value, figure.value_to) if value is not None)
        if figure.unit and len(figure.unit) == 3 and figure.unit.isupper():
            yield f"zqcurrency{figure.unit.lower()}"


def search(ask: Ask, asked: Sequence[str], allowed: set[int], *, every: bool = False) -> Found:
    """Return which of the allowed records have the words of a query; with `every`, only those that have all.

    Raises SearchUnavailable if SQLite has no FTS5.
    """
    if not ask("SELECT 1 FROM sqlite_master WHERE name = 'search_data'", []):
        raise SearchUnavailable
    terms = [_or_prefix(ask, term) for term in query_terms(ask, " ".join(asked).encode(errors="replace").decode())]
    if not terms:
        return Found([])
    rows = {term: _matching_rows(ask, term.match) for term in terms}
    needed = [term for term in terms if not term.optional] or terms
    whole = set.intersection(*(rows[term] for term in needed)) & allowed
    ranks = _ranks(ask, terms)
    if whole:
        return Found(sorted(whole, key=lambda number: (ranks[number], number)))
    is_exact = every or (len(needed) == 1 and not needed[0].similar)
    close = [] if is_exact else _closest(needed, rows, allowed, ask, ranks)
    return Found(close, partial=bool(close), nowhere=_nowhere(ask, [term for term in needed if not rows[term]]))


def _matching_rows(ask: Ask, match: str) -> set[int]:
    return {row for (row,) in ask("SELECT rowid FROM search WHERE search MATCH ?", [match])}


def _or_prefix(ask: Ask, term: Term) -> Term:
    """Return a term; if no record has the word, one that matches the start of words."""
    start, _, word = term.match.partition(f'{WORDS} : "')
    if start or " " in word or len(word) <= SHORTEST_PREFIX or _matching_rows(ask, term.match):
        return term
    return term._replace(match=f"{term.match}*")


def _ranks(ask: Ask, terms: Sequence[Term]) -> dict[int, float]:
    """Return the rank of each matching record, best lowest; consecutive words count extra."""
    words = [term.text for term in terms if term.match.startswith(WORDS)]
    pairs = [f'{WORDS} : "{" ".join(forms(f"{one} {other}"))}"' for one, other in pairwise(words)]
    plain = [term.number or term.match for term in terms]
    figures = [f"figure{one[len(NUMBERS) :]}" for one in plain if one.startswith(NUMBERS)]
    sql = f"SELECT rowid, bm25(search, {', '.join(map(str, WEIGHTS))}) FROM search WHERE search MATCH ?"  # noqa: S608
    return dict(ask(sql, [" OR ".join([*plain, *pairs, *figures])]))


def _closest(
    terms: Sequence[Term], rows: Mapping[Term, set[int]], allowed: set[int], ask: Ask, ranks: Mapping[int, float]
) -> list[int]:
    """Return the records with the greatest total weight; rare words weigh more."""
    (count,) = ask("SELECT count(*) FROM search", [])[0]
    weights: dict[int, float] = {}
    for term in terms:
        similar = _matching_rows(ask, term.similar) if term.similar else set()
        for share, some in ((1.0, rows[term]), (SIMILAR, similar - rows[term])):
            weight = share * log(1 + (count - len(some) + 0.5) / (len(some) + 0.5))
            for number in some & allowed:
                weights[number] = weights.get(number, 0) + weight
    least = CLOSE * max(weights.values(), default=0)
    close = (number for number, weight in weights.items() if weight >= least)
    return sorted(close, key=lambda number: (-weights[number], ranks.get(number, 0), number))[:MAX_CLOSE]


def _nowhere(ask: Ask, terms: Iterable[Term]) -> dict[str, str | None]:
    """Return the words of terms that no record has, each with the nearest word that occurs."""
    from ..text import nearest  # noqa: PLC0415

    found: dict[str, str | None] = {}
    for term in terms:
        start = fold(term.text)[:1]
        known = ask("SELECT word FROM search_word WHERE word >= ? AND word < ?", [start, start + "\uffff"])
        found[term.text] = nearest(term.text, [word for (word,) in known]) if start else None
    return found


def query_terms(ask: Ask, asked: str) -> list[Term]:
    """Return the terms of a query: phrases in quotes, names of vocabularies, numbers, words."""
    terms: list[Term] = []
    for at, part in enumerate(asked.replace("\u201c", '"').replace("\u201d", '"').split('"')):
        if at % 2 == 0:
            terms += _unquoted(ask, part)
        elif phrase := forms(part):
            terms.append(Term(part, f'{WORDS} : "{" ".join(phrase)}"'))
    return list(dict.fromkeys(terms))


def _unquoted(ask: Ask, text: str) -> Iterator[Term]:
    """Yield the terms of an unquoted part of a query: names, and between them numbers and words."""
    typed = text.replace("%", " percent ").replace("per cent", "percent").split()
    words = [forms(word) for word in typed]
    starts = range(len(words))
    keys = {(at, end): _name_key(words[at:end]) for at in starts for end in range(at + 1, at + LONGEST_NAME + 1)}
    known = _names(ask, {*keys.values()} - {""})
    at, between = 0, ""
    while at < len(typed):
        end = next((end for end in range(len(typed), at, -1) if keys.get((at, end)) in known), at)
        if end == at or (end == at + 1 and typed[at] in STOP):
            between, at = f"{between} {typed[at]}", at + 1
            continue
        yield from _word_terms(between)
        name = keys[at, end].split()
        apart = [f"({' AND '.join(map(_quoted, name))})"] if len(name) > 1 else []
        tokens = [*map(_quoted, known[keys[at, end]]), *apart]
        yield Term(" ".join(typed[at:end]), f"{WORDS} : ({' OR '.join(tokens)})")
        at, between = end, ""
    yield from _word_terms(between)


def _name_key(words: Iterable[Sequence[str]]) -> str:
    return " ".join(form for some in words for form in some)


def _names(ask: Ask, keys: set[str]) -> dict[str, list[str]]:
    """Return the names among some words, with the tokens of their entries."""
    found: dict[str, list[str]] = {}
    marks = ", ".join("?" * len(keys))
    for name, token in ask(f"SELECT name, token FROM search_name WHERE name IN ({marks})", list(keys)):  # noqa: S608
        found.setdefault(name, []).append(token)
    return found


def _quoted(word: str) -> str:
    return f'"{word}"'


def _any(words: Iterable[str]) -> str:
    return f"({' OR '.join(map(_quoted, words))})"


def _word_terms(text: str) -> Iterator[Term]:
    """Yield the terms of words without names."""
    if not text:
        return
    if has_number(text):
        found, text = _amounts(text)
        yield from found
    for word in text.split():
        some = forms(word)
        if not some:
            continue
        if len(some) == 1:
            match = _quoted(some[0])
        elif is_unspaced(word):
            match = _quoted(" ".join(some))
        else:
            match = f"(({' AND '.join(map(_quoted, some))}) OR {_quoted(''.join(some))})"
        yield Term(word, f"{WORDS} : {match}", optional=word.lower() in STOP)


def _amounts(text: str) -> tuple[list[Term], str]:
    """Return the numbers of a query, with their currencies, and the rest of it."""
    terms, rest, at = [], "", 0
    for one in numerals(text):
        before, after = text[at : one.start], text[one.end :]
        sign = before.split(" ")[-1] or before.rstrip().split(" ")[-1]
        word = after.split()[0].strip(",.;:?!") if after.strip() else ""
        number, end = f"{NUMBERS} : {_quoted(one.token)}", one.end
        if money := _money(sign) if any(not c.isalpha() for c in sign) or sign.isupper() else None:
            before = before.rstrip()[: -len(sign)]
        elif money := _money(word):
            end += after.index(word) + len(word)
        typed = text[at + len(before) : end].strip()
        terms.append(Term(typed, f"({number} AND {money})", number=number) if money else Term(typed, number))
        rest, at = f"{rest} {before}", end
    return terms, f"{rest} {text[at:]}"


def _money(text: str) -> str | None:
    """Return an expression for the currencies that a sign, code or word can mean, or None."""
    if not text:
        return None
    from ..reader.currencies import codes_of  # noqa: PLC0415 -- 20 KB of names, for queries with numbers

    codes = codes_of(text)
    if not codes:
        return None
    tokens = [
        *(f"zqcurrency{code.lower()}" for code in sorted(codes)),
        *(f"zqsign{ord(c)}" for c in text if not c.isalnum()),
    ]
    words = f" OR {WORDS} : {_quoted(' '.join(forms(text)))}" if text.isalpha() else ""
    return f"({NUMBERS} : ({' OR '.join(map(_quoted, tokens))}){words})"
