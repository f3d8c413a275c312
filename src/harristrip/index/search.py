"""Full-text search: which records have the words of a query, best first.

Words are compared without case, accents and endings (FTS5 with Porter stems). A name of a vocabulary finds records by
its other names too; a number finds every way of writing it, since each becomes one token (`310m`, `310 million`).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..text import fold

if TYPE_CHECKING:
    from ..facts import model

    Labels = Mapping[str, Mapping[str, Sequence[str]]]

SHORTEST_PREFIX = 4
"""A shorter word must match whole: "us" is not the start of "used"."""
ASIDE = (
    "id",
    "date_from",
    "conflicts",
    "not_comparable",
    "records",
    "separate_from",
    "part_of",
    "restates",
    "statuses",
)
"""Fields that speak of other records: their words are not those of this one."""
TITLES = ("summary", "name", "measure", "title", "titles")
"""Fields whose words weigh more."""
SCALES = {
    "hundred": 2,
    "k": 3,
    "thousand": 3,
    "m": 6,
    "mn": 6,
    "million": 6,
    "b": 9,
    "bn": 9,
    "billion": 9,
    "trillion": 12,
}
_NUMBER = re.compile(
    rf"([0-9][0-9,]*(?:\.[0-9]+)?)(?:[ -]?({'|'.join(sorted(SCALES, key=len, reverse=True))})\b)?", re.IGNORECASE
)


def has_full_text(connection: sqlite3.Connection) -> bool:
    """Return whether this SQLite has the full-text index FTS5."""
    options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    return "ENABLE_FTS5" in options


def create(connection: sqlite3.Connection, facts: model.Facts, labels: Labels) -> None:
    """Create and fill the table `search`; a plain table if SQLite has no FTS5."""
    columns = "id UNINDEXED, title, text, numbers"
    if has_full_text(connection):
        tokenizer = "porter unicode61 remove_diacritics 2"
        connection.execute(f"CREATE VIRTUAL TABLE search USING fts5({columns}, tokenize = '{tokenizer}')")
    else:
        connection.execute("CREATE TABLE search (id, title, text, numbers)")
    rows = (_row(number, record, labels) for number, record in enumerate(facts.records))
    connection.executemany("INSERT INTO search (rowid, id, title, text, numbers) VALUES (?, ?, ?, ?, ?)", rows)


def _row(number: int, record: model.Record, labels: Labels) -> tuple[int, str, str, str, str]:
    title = " | ".join(text for name in TITLES for text in _strings(getattr(record, name, None)))
    rest = [name for name in record.__struct_fields__ if name not in (*ASIDE, *TITLES)]
    texts = [text for name in rest for text in _strings(getattr(record, name))]
    text = " | ".join([*texts, *_names(record, labels)])
    return number, record.id, title, text, " ".join(numbers(f"{title} | {text}"))


def _names(record: model.Record, labels: Labels) -> Iterator[str]:
    """Yield the names of everything that a record refers to."""
    fields = (("country", "countries"), ("place", "places"), ("person", "people"), ("topic", "topics"))
    for what, field in fields:
        for id_ in getattr(record, field):
            yield from labels[what].get(id_, ())


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _strings(inner)
    elif hasattr(value, "__struct_fields__"):
        for name in value.__struct_fields__:
            yield from _strings(getattr(value, name))


def numbers(text: str) -> list[str]:
    """Return a token for each number in a text: `n310000000` for `310m`, `n7d2` for `3.5`."""
    return [_token(match) for match in _NUMBER.finditer(text)]


def _token(match: re.Match[str]) -> str:
    value = Fraction(match[1].replace(",", "")) * 10 ** SCALES.get((match[2] or "").lower(), 0)
    return f"n{value}".replace("/", "d")


def expression(words: Sequence[str], labels: Mapping[str, Mapping[str, Sequence[str]]]) -> str:
    """Return the FTS5 expression that asks for all words of a query; empty if it has none."""
    asked = " ".join(words)
    terms = [f'numbers : "{token}"' for token in dict.fromkeys(numbers(asked))]
    variants = [{fold(name) for name in names} for ids in labels.values() for names in ids.values()]
    for word in dict.fromkeys(fold(_NUMBER.sub(" ", asked)).split()):
        phrases = sorted({word}.union(*(names for names in variants if word in names)))
        terms.append("(" + " OR ".join(map(_phrase, phrases)) + ")")
    return " AND ".join(terms)


def _phrase(phrase: str) -> str:
    """Return a phrase of the expression; folded words have no quotes."""
    return f'{{title text}} : "{phrase}"' + ("*" if len(phrase) >= SHORTEST_PREFIX else "")
