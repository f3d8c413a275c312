"""An open index: a SQLite connection and the queries on it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import NothingFound
from ..text import nearest, pluralize, quote
from . import filters

if TYPE_CHECKING:
    from .filters import Filters, Question
    from .search import Found

EVENT = "event"
"""The id that means the event, unless a record has it."""
SORTS = {"relevance": "number", "date": "first_day IS NULL, first_day, last_day, number", "kind": "number"}
"""Sort order of a search -> SQL; the store has its records by kind."""
NOT_OF_GAPS = ("status", "kind", "group", "class_")
"""Filters that do not apply to the open questions of a report."""


def passages(ids: Iterable[str]) -> list[str]:
    """Return ids, paragraphs among them as `post:4`, also if they are written as tables print them: `post ¶4`."""
    found: list[str] = []
    for id_ in ids:
        source, mark, number = (part.strip() for part in id_.partition("¶"))
        if mark and not source and found:
            source = found.pop()
        found.append(f"{source}:{number}" if mark else id_)
    return found


class Index:
    """A store compiled to SQLite."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Take a connection to a database that `build` has filled."""
        self.connection = connection
        self.repair: Callable[[], sqlite3.Connection] | None = None
        """Builds the database again from the store if its file is damaged."""
        self._labels: dict[str, dict[str, tuple[str, ...]]] = {}

    def __del__(self) -> None:
        """Close the connection: Python 3.13 warns of one that is left open."""
        self.connection.close()

    def rows(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """Return all rows of a query."""
        values = tuple(parameters)
        try:
            return self.connection.execute(sql, values).fetchall()
        except sqlite3.DatabaseError:
            if self.repair is None:
                raise
            self.connection.close()
            self.connection, self.repair = self.repair(), None
            return self.connection.execute(sql, values).fetchall()

    def labels(self, vocabulary: str) -> dict[str, tuple[str, ...]]:
        """Return the ids of a vocabulary with their names, the one to show first."""
        if vocabulary not in self._labels:
            found: dict[str, list[str]] = {}
            sql = "SELECT id, name FROM label WHERE vocabulary = ? ORDER BY number, position"
            for id_, name in self.rows(sql, [vocabulary]):
                found.setdefault(id_, []).append(name)
            self._labels[vocabulary] = {id_: tuple(names) for id_, names in found.items()}
        return self._labels[vocabulary]

    def names(self, vocabulary: str) -> dict[str, str]:
        """Return every folded id, name, code and alias of a vocabulary with the id it means."""
        return dict(self.rows("SELECT folded, id FROM name WHERE vocabulary = ?", [vocabulary]))

    def resolve(self, asked: Filters) -> Question:
        """Look up the values of filters; raises UnknownValue, ImpossibleDate or UsageError."""
        return filters.resolve(asked, self.names)

    def listing(self, report: str, question: Question) -> list[bytes]:
        """Return the JSON of the records of a report that match a question, in its order."""
        where, parameters = question.where()
        sql = f"""SELECT record.json FROM listing JOIN record USING (id)
            WHERE listing.report = ? AND {where} ORDER BY listing.position LIMIT ?"""  # noqa: S608
        return self._json(sql, [report, *parameters, -1 if question.limit is None else question.limit])

    def count(self, report: str, question: Question) -> int:
        """Return how many records of a report match a question, ignoring its limit."""
        where, parameters = question.where()
        sql = f"SELECT count(*) FROM listing JOIN record USING (id) WHERE listing.report = ? AND {where}"  # noqa: S608
        return int(self.rows(sql, [report, *parameters])[0][0])

    def count_possible(self, report: str, question: Question) -> int:
        """Return how many records of a report may or may not fall within the days of a question."""
        if question.maybe or not question.has_days:
            return 0
        return self.count(report, question._replace(maybe=True)) - self.count(report, question)

    def open_questions(self, report: str, question: Question) -> list[bytes]:
        """Return the JSON of the gaps that a report leaves open, as far as the filters of records allow."""
        keys = {name: ids for name, ids in question.keys.items() if name not in NOT_OF_GAPS}
        about = filters.Question({**keys, "about": (report,)})
        where, parameters = about.where()
        sql = f"SELECT record.json FROM record WHERE {where} ORDER BY number"  # noqa: S608
        return self._json(sql, parameters)

    def search(
        self, words: Sequence[str], question: Question, *, every: bool = False, sort: str | None = None
    ) -> tuple[list[bytes], Found]:
        """Return the JSON of the records that a query finds, best first or in another order, and how it found them."""
        from . import search  # noqa: PLC0415 -- only a search needs its tables of words

        where, parameters = question.where()
        sql = f"SELECT number FROM record WHERE {where} ORDER BY {SORTS[sort or 'relevance']}"  # noqa: S608
        allowed = [number for (number,) in self.rows(sql, parameters)]
        found = search.search(self.rows, words, set(allowed), every=every)
        among = set(found.numbers)
        numbers = found.numbers if sort in (None, "relevance") else [one for one in allowed if one in among]
        one = "SELECT json FROM record WHERE number = ?"
        return [self.rows(one, [number])[0][0].encode() for number in numbers[: question.limit]], found

    def show(self, ids: Sequence[str]) -> list[bytes]:
        """Return the JSON of records, each once, in the order asked; `post:4` means all that cite a paragraph.

        Raises NothingFound with a message for each id that nothing has.
        """
        found: dict[int, bytes] = {}
        missing = []
        for id_ in passages(ids):
            found_by = self._citing if ":" in id_ else self._with_id
            rows = found_by(id_) if id_.isascii() else []  # SQLite takes no lone surrogate
            rows = rows or ([(-1, self._event())] if id_ == EVENT else [])
            found.update(rows)
            if not rows:
                missing.append(id_)
        if missing:
            near = {id_: self._nearest_id(id_) for id_ in missing}
            raise NothingFound(
                [self._nothing(id_, near[id_]) for id_ in missing], next((one for one in near.values() if one), None)
            )
        return list(found.values())

    def _event(self) -> bytes:
        """Return the JSON of the event as a record."""
        from ..facts import codec, model  # noqa: PLC0415

        return codec.encode(codec.decode_as(self.entries("event")["event"], model.Event).as_record())

    def _with_id(self, id_: str) -> list[Any]:
        return self._numbered("SELECT number, json FROM record WHERE id = ?", [id_])

    def _citing(self, passage: str) -> list[Any]:
        source, _, paragraph = passage.partition(":")
        if not (paragraph.isascii() and paragraph.isdigit()) or len(paragraph) > 9:
            return []
        sql = """SELECT number, json FROM record WHERE id IN (SELECT id FROM cites WHERE source = ? AND paragraph = ?)
            ORDER BY number"""
        return self._numbered(sql, [source, int(paragraph)])

    def _numbered(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        return [(number, text.encode()) for number, text in self.rows(sql, parameters)]

    def _nothing(self, id_: str, near: str | None) -> str:
        """Return the message for an unknown id or source, a missing paragraph, or one that nothing cites."""
        source, colon, number = id_.partition(":")
        hint = f"; did you mean {near}?" if near else ""
        if not colon:
            return f"no record has the id {quote(id_)}{hint}"
        count = self._paragraphs(source) if source.isascii() else None
        if count is None:
            return f"unknown source {quote(source)}{hint}"
        if not (number.isascii() and number.isdigit()):
            return f"no record cites {quote(id_)}{hint}"
        if len(number) > 9 or not 1 <= int(number) <= count:
            return f"there is no paragraph {quote(id_)}: the text of {source} has {pluralize(count, 'paragraph')}"
        return f"no record cites {quote(id_)}, one of the {pluralize(count, 'paragraph')} of {source}"

    def _paragraphs(self, source: str) -> int | None:
        """Return how many paragraphs a source has, or None if there is no such source."""
        sql = "SELECT json_extract(json, '$.paragraphs') FROM record WHERE kind = 'source' AND id = ?"
        return next((count for (count,) in self.rows(sql, [source])), None)

    def is_uncited(self, passage: str) -> bool:
        """Return whether a source has a paragraph that no record cites."""
        source, _, number = passage.partition(":")
        count = self._paragraphs(source) if passage.isascii() and number.isdigit() and len(number) < 10 else None
        return count is not None and 1 <= int(number) <= count and not self._citing(passage)

    def _nearest_id(self, id_: str) -> str | None:
        source, colon, _ = id_.partition(":")
        return nearest(source, self.ids("source")) if colon else nearest(id_, self.ids())

    def ids(self, *kinds: str) -> list[str]:
        """Return the ids of all records, or of those of some kinds."""
        if not kinds:
            return [id_ for (id_,) in self.rows("SELECT id FROM record ORDER BY number")]
        marks = ", ".join("?" * len(kinds))
        return [id_ for (id_,) in self.rows(f"SELECT id FROM record WHERE kind IN ({marks}) ORDER BY number", kinds)]  # noqa: S608

    def of_kinds(self, *kinds: str) -> list[bytes]:
        """Return the JSON of all records, or of those of some kinds, in the order of the store."""
        where = f"WHERE kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
        return self._json(f"SELECT json FROM record {where} ORDER BY number", kinds)  # noqa: S608

    def entries(self, vocabulary: str) -> dict[str, bytes]:
        """Return the JSON of each entry of a vocabulary, or of the event, by id."""
        sql = "SELECT id, json FROM entry WHERE vocabulary = ? ORDER BY rowid"
        return {id_: text.encode() for id_, text in self.rows(sql, [vocabulary])}

    def groups(self, *ids: str) -> list[tuple[str, str, str | None]]:
        """Return id, label and summary of all groups of statistics, or of those with these ids."""
        where = f"AND id IN ({', '.join('?' * len(ids))})" if ids else ""
        return self.rows(
            f"""SELECT id, json_extract(json, '$.label'), json_extract(json, '$.summary') FROM entry
            WHERE vocabulary = 'group' {where} ORDER BY rowid""",  # noqa: S608
            ids,
        )

    def meta_value(self, key: str) -> Any:
        """Return a value of the table `meta`, or None."""
        rows = self.rows("SELECT value FROM meta WHERE key = ?", [key])
        return rows[0][0] if rows else None

    def _json(self, sql: str, parameters: Iterable[Any]) -> list[bytes]:
        return [text.encode() for (text,) in self.rows(sql, parameters)]
