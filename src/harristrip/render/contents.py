"""The facts as rows of the tables that `relational` declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Union

from .. import codec, query, search
from ..model import Cite
from .relational import LISTING, OWNERS, RECORD, SEARCH, TOTALS, Owner, cites_of, is_part, plain, table_of
from .rows import flat

if TYPE_CHECKING:
    from ..store import Store

Value = Union[str, int, None]
Row = tuple[str, tuple[Value, ...]]
"""The name of a table, and a row of it."""
LARGEST = 2**63 - 1
"""What SQLite can hold as a number."""


def rows(store: Store) -> Iterator[Row]:
    """Yield the rows of all tables, those of a record together."""
    return ((name, tuple(_stored(value) for value in row)) for name, row in _rows(store))


def _rows(store: Store) -> Iterator[tuple[str, Sequence[Value]]]:
    labels = search.named(store)
    for record in store.records:
        yield RECORD.name, (record.id, record.kind)
        yield SEARCH.name, (record.id, record.kind, search.text(record, labels))
        yield from _fields(OWNERS[record.kind], codec.plain(record))
    for what, entries in (("country", store.countries.values()), ("topic", store.topics.values())):
        for entry in entries:
            yield from _fields(OWNERS[what], codec.plain(entry))
    yield from _fields(OWNERS["event"], {"id": "event", **codec.plain(store.event)})
    for name, report in query.REPORTS.items():
        for position, record in enumerate(query.report(store.records, report), 1):
            yield LISTING.name, (name, position, record.id)
    for total in store.funding_totals():
        yield TOTALS.name, [flat(value) for value in codec.plain(total).values()]


def _fields(owner: Owner, values: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[Value]]]:
    """Yield the rows that the fields of one record, country, topic or the event make."""
    id_ = values["id"]
    yield owner.table, (id_, *(values[column.name] for column in plain(owner.type)))
    for shape in codec.shapes(owner.type):
        for position, entry in enumerate(values[shape.name] if shape.many else (), 1):
            if shape.type is Cite:
                yield cites_of(owner), (id_, shape.name, 0, position, *entry.values())
            elif is_part(shape):
                yield table_of(owner, shape), (id_, position, *(entry[one.name] for one in plain(shape.type)))
                for n, cite in enumerate(entry["cites"], 1):
                    yield cites_of(owner), (id_, shape.name, position, n, *cite.values())
            else:
                yield table_of(owner, shape), (id_, position, entry)


def _stored(value: Value) -> Value:
    return str(value) if isinstance(value, int) and abs(value) > LARGEST else value
