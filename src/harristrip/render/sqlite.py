"""Export the index as a database: tables with foreign keys for every field, and a view for every report.

The model defines the tables and columns; SQLite fills them from the JSON of the records. A view has the columns of
`--format csv`: lists joined by `; `, cites as `post:4 "words"`, parts with their cites.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

from ..errors import Unwritable
from ..facts import codec
from ..facts.model import KINDS, REFERENCES, VOCABULARIES, Cite, Event, Part, Record
from ..facts.responses import Total
from ..index import reports, search

if TYPE_CHECKING:
    from ..facts.codec import Shape
    from ..index.database import Index

TYPES = {str: "TEXT", bool: "INTEGER"}
"""Column types; numbers have none, so that a decimal stays exact text."""
HIDDEN = ("meta", "filter_key", "entry", "name", "label")
"""Tables of the index that the answer does not list."""


class Owner(NamedTuple):
    """Something with an id and fields: a kind of record, an entry of a vocabulary, the event."""

    name: str
    table: str
    type: type
    rows: str
    """The rows of its JSON, as a FROM clause."""


_TARGETS = {one.name: one.table for one in VOCABULARIES.values()} | {"group": "groups"}


def _owners() -> list[Owner]:
    kinds = [Owner(k, f"{k}_record", type_, f"record AS r WHERE r.kind = '{k}'") for k, type_ in KINDS.items()]
    entries = [
        Owner(one.name, one.table, one.type, f"entry AS r WHERE r.vocabulary = '{one.name}'")
        for one in VOCABULARIES.values()
        if one.type not in KINDS.values()
    ]
    return [*entries, *kinds, Owner("event", "event", Event, _EVENT)]


_EVENT = """(SELECT coalesce(json_extract(json, '$.id'), 'event') AS id, json, rowid FROM entry
    WHERE vocabulary = 'event') AS r WHERE 1"""
"""The event; its id is optional."""


class Exported(NamedTuple):
    """A database."""

    data: bytes
    rows: dict[str, int]
    """Table -> number of rows."""
    full_text: bool


def database(index: Index) -> Exported:
    """Return the index with tables and views; raises Unwritable if a temporary file cannot be written."""
    try:
        with tempfile.TemporaryDirectory(prefix="harristrip-") as folder:
            path = os.path.join(folder, "facts.db")
            index.connection.execute("VACUUM INTO ?", [path])
            with closing(sqlite3.connect(path)) as connection:
                rows = _extend(connection, index)
                full_text = search.has_full_text(connection)
            with open(path, "rb") as file:
                return Exported(file.read(), rows, full_text)
    except (OSError, sqlite3.OperationalError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise Unwritable(problem, "a temporary file (TMPDIR names the folder)") from error


def _extend(connection: sqlite3.Connection, index: Index) -> dict[str, int]:
    """Add the tables and views, and return the number of rows of each table."""
    connection.execute("PRAGMA journal_mode = OFF")
    with connection:
        connection.execute("DELETE FROM meta")
        for owner in _owners():
            for statement in _tables(owner):
                connection.execute(statement)
        totals = _totals()
        connection.execute(totals[0])
        connection.execute(totals[1], [index.meta_value("totals")])
        for report in [*reports.REPORTS.values(), *(reports.of_group(*row) for row in index.groups())]:
            connection.execute(_view(report))
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_%' AND sql IS NOT NULL"
        tables = [name for (name,) in connection.execute(sql) if name not in HIDDEN]
        counts = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608
    connection.execute("VACUUM")
    return counts


def _tables(owner: Owner) -> Iterator[str]:
    """Yield the statements for the table of an owner and for a table of each list field."""
    plain = sorted((one for one in codec.shapes(owner.type) if not one.many), key=lambda one: one.name != "id")
    yield _create(owner.table, [_column(one.name, one.type, owner) for one in plain], "id")
    values = ", ".join("r.id" if one.name == "id" else _value("r.json", one.name) for one in plain)
    yield f'INSERT INTO "{owner.table}" SELECT {values} FROM {owner.rows} ORDER BY r.rowid'  # noqa: S608
    for shape in codec.shapes(owner.type):
        if shape.many and shape.type is not Cite and not _is_shared(owner, shape):
            yield from _many(owner, shape)
    if owner.type is Event:
        yield from _event_cites(owner)


def _event_cites(owner: Owner) -> Iterator[str]:
    """Yield the statements for the cites of the event, a table like `cites`."""
    words = ("source", "paragraph", "printed", "via", "reads")
    id_, source = '"id" TEXT REFERENCES "event" ("id")', _reference("source", "source")
    columns = [id_, '"field" TEXT', '"entry"', '"position"', source, *(f'"{name}"' for name in words[1:])]
    yield _create("event_cites", columns, "id, field, entry, position")
    values = ", ".join(_value("e.value", name) for name in words)
    for shape in codec.shapes(owner.type):
        if shape.many and shape.type is Cite:
            rows = _with_entries(owner.rows, shape)
            yield f"INSERT INTO event_cites SELECT r.id, '{shape.name}', 0, e.key + 1, {values} FROM {rows}"  # noqa: S608


def _with_entries(rows: str, shape: Shape) -> str:
    """Join each row with the entries of one of its fields."""
    table, _, condition = rows.rpartition(" WHERE")
    return f"{table}, json_each(r.json, '$.{shape.name}') AS e WHERE{condition}"


def _is_shared(owner: Owner, shape: Shape) -> bool:
    """Return whether a field common to all kinds has its table already: the first kind creates it."""
    return _is_common(owner, shape) and owner.name != next(iter(KINDS))


def _is_common(owner: Owner, shape: Shape) -> bool:
    return owner.name in KINDS and any(shape.name == one.name for one in codec.shapes(Record))


def _many(owner: Owner, shape: Shape) -> Iterator[str]:
    common = _is_common(owner, shape)
    table = f"{'record' if common else owner.name}_{shape.name}"
    rows = _with_entries("record AS r WHERE 1" if common else owner.rows, shape)
    parent = "record" if owner.name in KINDS else owner.table
    key = [f'"id" TEXT REFERENCES "{parent}" ("id")', '"position"']
    if isinstance(shape.type, type) and issubclass(shape.type, Part):
        parts = [one for one in codec.shapes(shape.type) if not one.many]
        columns = [_column(one.name, one.type, owner) for one in parts]
        values = ", ".join(_value("e.value", one.name) for one in parts)
    else:
        columns = [_reference(_entry_name(shape.name), shape.name)]
        values = "e.value"
    yield _create(table, [*key, *columns], "id, position")
    yield f'INSERT INTO "{table}" SELECT r.id, e.key + 1, {values} FROM {rows}'  # noqa: S608


def _create(table: str, columns: list[str], key: str) -> str:
    return f'CREATE TABLE "{table}" ({", ".join(columns)}, PRIMARY KEY ({key}))'


def _column(name: str, type_: type | None, owner: Owner) -> str:
    if name == "id":
        return '"id" TEXT' + (' REFERENCES "record" ("id")' if owner.name in KINDS else "")
    if name in REFERENCES or name == "source":
        return _reference(name, name)
    return f'"{name}" {TYPES.get(type_, "")}'.rstrip()  # type: ignore[arg-type]


def _reference(name: str, field: str) -> str:
    target = _target(field)
    return f'"{name}" TEXT' + (f' REFERENCES "{target}" ("id")' if target else "")


def _target(field: str) -> str | None:
    """Return the table that a field refers to, or None."""
    computed = {"source": "source_record", "conflicts": "conflict_record", "not_comparable": "statistic_record"}
    if field in computed:
        return computed[field]
    what = REFERENCES.get(field)
    if what is None:
        return None
    kinds = {kind: f"{kind}_record" for kind in KINDS}
    return (kinds | {name: table for name, table in _TARGETS.items() if name not in KINDS}).get(what, "record")


def _entry_name(field: str) -> str:
    """Return the column name for the entries of a list: `country`, `person`, `record`, or `value`."""
    names = {"conflicts": "conflict", "not_comparable": "statistic"}
    what = names.get(field) or REFERENCES.get(field)
    if what is None:
        return "value"
    return what if what in KINDS or what in VOCABULARIES else "record"


def _value(json: str, name: str) -> str:
    return f"json_extract({json}, '$.{name}')"


def _totals() -> tuple[str, str]:
    columns = [f'"{one.name}"' for one in codec.shapes(Total)]
    cells = [
        _joined("e.value", f"json_each(t.value, '$.{one.name}')")
        if one.many and one.name != "excludes"
        else _joined(
            "json_extract(e.value, '$.id') || ': ' || json_extract(e.value, '$.reason')",
            "json_each(t.value, '$.excludes')",
        )
        if one.many
        else _value("t.value", one.name)
        for one in codec.shapes(Total)
    ]
    create = f'CREATE TABLE "funding_totals" ({", ".join(columns)}, PRIMARY KEY (currency, status))'
    return create, f'INSERT INTO "funding_totals" SELECT {", ".join(cells)} FROM json_each(?) AS t'  # noqa: S608


def _view(report: reports.Report) -> str:
    """Return the view of a report: the records of the command in the same order."""
    types = [KINDS[kind] for kind in report.kinds or KINDS]
    cells = {"kind": "r.kind"}
    for type_ in types:
        cells |= {one.name: _cell(one) for one in codec.shapes(type_) if one.name not in cells}
    names = list(dict.fromkeys(name for type_ in types for name in codec.field_names(type_)))
    shown = ", ".join(f'{cells[name]} AS "{name}"' for name in names)
    source = f"listing AS l JOIN record AS r USING (id) WHERE l.report = '{report.name}'"
    return f'CREATE VIEW "{report.name}" AS SELECT {shown} FROM {source} ORDER BY l.position'  # noqa: S608


def _cell(shape: Shape) -> str:
    """Return the SQL of a field as a single value."""
    if not shape.many:
        return _value("r.json", shape.name)
    entries = f"json_each(r.json, '$.{shape.name}')"
    if shape.type is Cite:
        return _present(shape, _joined(_cite("e.value"), entries))
    if not (isinstance(shape.type, type) and issubclass(shape.type, Part)):
        return _present(shape, _joined("e.value", entries))
    words = " || ': ' || ".join(_value("e.value", one.name) for one in codec.shapes(shape.type) if not one.many)
    cited = _joined(_cite("c.value"), "json_each(e.value, '$.cites')", "c")
    return _present(shape, _joined(f"{words} || ' [' || {cited} || ']'", entries))


def _present(shape: Shape, words: str) -> str:
    """Return SQL that is NULL for records whose kind lacks the field, in views of several kinds."""
    return f"CASE WHEN json_type(r.json, '$.{shape.name}') IS NULL THEN NULL ELSE {words} END"


def _cite(json: str) -> str:
    source, paragraph, printed, via = (_value(json, name) for name in ("source", "paragraph", "printed", "via"))
    return (
        f"{source} || ':' || {paragraph} || coalesce(' \"' || {printed} || '\"', '') || coalesce(' from ' || {via}, '')"
    )


def _joined(words: str, entries: str, alias: str = "e") -> str:
    """Return the SQL that joins the entries of a list, in order."""
    ordered = f"SELECT {words} AS entry FROM {entries} AS {alias} ORDER BY {alias}.key"  # noqa: S608
    return f"(SELECT coalesce(group_concat(entry, '; '), '') FROM ({ordered}))"  # noqa: S608
