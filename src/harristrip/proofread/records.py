"""What proofreading asks of an index: rows and names. Records are decoded once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from ..facts import codec
from ..facts.model import Record


class Records(Protocol):
    """An open index."""

    def rows(self, sql: str, parameters: Iterable[Any] = ()) -> list[Any]:
        """Return all rows of a query."""

    def labels(self, vocabulary: str) -> dict[str, tuple[str, ...]]:
        """Return the ids of a vocabulary with their names."""


class Shelf:
    """The records of an index by id, and by the passages that they cite."""

    def __init__(self, index: Records) -> None:
        """Take an open index."""
        self._index = index
        self._records: dict[str, Record] = {}

    def of_ids(self, ids: Sequence[str]) -> list[Record]:
        """Return the records with some ids."""
        for id_ in ids:
            if id_ not in self._records:
                rows = self._index.rows("SELECT json FROM record WHERE id = ?", [id_])
                self._records[id_] = codec.decode(rows[0][0].encode())
        return [self._records[id_] for id_ in ids]

    def citing(self, source: str, paragraph: int) -> list[Record]:
        """Return the records that cite a paragraph."""
        sql = "SELECT DISTINCT id FROM cites WHERE source = ? AND paragraph = ? ORDER BY id"
        return self.of_ids([id_ for (id_,) in self._index.rows(sql, [source, paragraph])])

    def disputes(self, record: Record) -> list[Any]:
        """Return the conflicts that concern a record."""
        return self.of_ids(record.conflicts)

    def is_human(self, id_: str) -> bool:
        """Return whether a person is a single one, who may be called by surname."""
        record: Any = self.of_ids([id_])[0]
        return record.type in ("person", "unnamed")
