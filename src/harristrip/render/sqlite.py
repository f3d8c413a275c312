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


class SqlTable(NamedTuple):
    """A table and the query that fills it."""

    name: str
    columns: list[str]
    key: str
    rows: str


_EVENT = """(SELECT coalesce(json_extract(json, '$.id'), 'event') AS id, json, rowid FROM entry
    WHERE vocabulary = 'event') AS r WHERE 1"""
"""The event; its id is optional."""
_REFERENCES = REFERENCES | {"source": "source", "conflicts": "conflict", "not_comparable": "statistic"}
"""Field -> the vocabulary or kind that it refers to, also for cites and computed fields."""


def _list_owners() -> list[Owner]:
    kinds = [Owner(k, f"{k}_record", type_, f"record AS r WHERE r.kind = '{k}'") for k, type_ in KINDS.items()]
    entries = [
        Owner(one.name, one.table, one.type, f"entry AS r WHERE r.vocabulary = '{one.name}'")
        for one in VOCABULARIES.values()
        if one.type not in KINDS.values()
    ]
    return [*entries, *kinds, Owner("event", "event", Event, _EVENT)]


class ExportedDatabase(NamedTuple):
    """An exported database."""

    data: bytes
    rows: dict[str, int]
    """Table -> number of rows."""
    full_text: bool


def export_database(index: Index) -> ExportedDatabase:
    """Return the index with tables and views; raises Unwritable if a temporary file cannot be written."""
    try:
        with tempfile.TemporaryDirectory(prefix="harristrip-") as folder:
            path = os.path.join(folder, "facts.db")
            index.connection.execute("VACUUM INTO ?", [path])
            with closing(sqlite3.connect(path)) as connection:
                rows = _extend(connection, index)
                full_text = search.has_full_text(connection)
            with open(path, "rb") as file:
                return ExportedDatabase(file.read(), rows, full_text)
    except (OSError, sqlite3.OperationalError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise Unwritable(problem, "a temporary file (TMPDIR names the folder)") from error


def _extend(connection: sqlite3.Connection, index: Index) -> dict[str, int]:
    """Add the tables and views, and return the number of rows of each table."""
    connection.execute("PRAGMA journal_mode = OFF")
    with connection:
        connection.execute("DELETE FROM meta")
        tables: dict[str, SqlTable] = {}
        for table in (table for owner in _list_owners() for table in _list_owner_tables(owner)):
            tables.setdefault(table.name, table)  # a list that all kinds have is one table
        for table in (*tables.values(), _make_totals_table()):
            connection.execute(f'CREATE TABLE "{table.name}" ({", ".join(table.columns)}, PRIMARY KEY ({table.key}))')
            totals = [index.meta_value("totals")] if "?" in table.rows else []
            connection.execute(f'INSERT INTO "{table.name}" {table.rows}', totals)
        for report in [*reports.REPORTS.values(), *(reports.of_group(*row) for row in index.groups())]:
            connection.execute(_create_view(report))
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_%' AND sql IS NOT NULL"
        names = [name for (name,) in connection.execute(sql) if name not in HIDDEN]
        counts = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608
    connection.execute("VACUUM")
    return counts


def _list_owner_tables(owner: Owner) -> Iterator[SqlTable]:
    """Yield the table of an owner, and one for each list field."""
    shapes = codec.shapes(owner.type)
    plain = sorted((one for one in shapes if not one.many), key=lambda one: one.name != "id")
    id_ = '"id" TEXT' + (' REFERENCES "record" ("id")' if owner.name in KINDS else "")
    columns = [id_ if one.name == "id" else _declare_column(one.name, one) for one in plain]
    values = ", ".join("r.id" if one.name == "id" else _select_value("r.json", one.name) for one in plain)
    yield SqlTable(owner.table, columns, "id", f"SELECT {values} FROM {owner.rows} ORDER BY r.rowid")  # noqa: S608
    for shape in shapes:
        if shape.many and shape.type is not Cite:
            yield _make_list_table(owner, shape)
    if owner.type is Event:
        fields = codec.shapes(Cite)
        keys = ['"id" TEXT REFERENCES "event" ("id")', '"field" TEXT', '"entry"', '"position"']
        columns = [_declare_column(one.name, one) if one.name == "source" else f'"{one.name}"' for one in fields]
        values = ", ".join(_select_value("e.value", one.name) for one in fields)
        selects = (
            f"SELECT r.id, '{one.name}', 0, e.key + 1, {values} FROM {_join_entries(owner.rows, one)}"  # noqa: S608
            for one in shapes
            if one.type is Cite
        )
        yield SqlTable("event_cites", [*keys, *columns], "id, field, entry, position", " UNION ALL ".join(selects))


def _make_list_table(owner: Owner, shape: Shape) -> SqlTable:
    """Return the table of a list field; one that all kinds have is `record_…`."""
    common = owner.name in KINDS and any(shape.name == one.name for one in codec.shapes(Record))
    parent = "record" if owner.name in KINDS else owner.table
    if _is_part(shape):
        fields = [one for one in codec.shapes(shape.type) if not one.many]
        columns, values = (
            [_declare_column(one.name, one) for one in fields],
            [_select_value("e.value", one.name) for one in fields],
        )
    else:
        what = _REFERENCES.get(shape.name)
        name = "value" if what is None else what if what in KINDS or what in VOCABULARIES else "record"
        columns, values = [_declare_column(name, shape)], ["e.value"]
    return SqlTable(
        f"{'record' if common else owner.name}_{shape.name}",
        [f'"id" TEXT REFERENCES "{parent}" ("id")', '"position"', *columns],
        "id, position",
        f"SELECT r.id, e.key + 1, {', '.join(values)} "  # noqa: S608
        f"FROM {_join_entries('record AS r WHERE 1' if common else owner.rows, shape)}",
    )


def _join_entries(rows: str, shape: Shape) -> str:
    """Return the SQL that joins each row with the entries of one of its fields."""
    table, _, condition = rows.rpartition(" WHERE")
    return f"{table}, json_each(r.json, '$.{shape.name}') AS e WHERE{condition}"


def _is_part(shape: Shape) -> bool:
    return isinstance(shape.type, type) and issubclass(shape.type, Part)


def _declare_column(name: str, shape: Shape) -> str:
    """Return the declaration of a column; a field that refers to something has a foreign key."""
    what = _REFERENCES.get(shape.name)
    if what is None:
        return f'"{name}" {TYPES.get(shape.type, "")}'.rstrip()
    tables = {one.name: one.table for one in VOCABULARIES.values()} | {kind: f"{kind}_record" for kind in KINDS}
    return f'"{name}" TEXT REFERENCES "{tables.get(what, "record")}" ("id")'


def _select_value(json: str, name: str) -> str:
    return f"json_extract({json}, '$.{name}')"


def _make_totals_table() -> SqlTable:
    """Return the table of the totals; its query takes them as a parameter."""
    shapes = codec.shapes(Total)
    cells = ", ".join(_select_cell(one, "t.value") for one in shapes)
    columns = [f'"{one.name}"' for one in shapes]
    return SqlTable("funding_totals", columns, "currency, status", f"SELECT {cells} FROM json_each(?) AS t")  # noqa: S608


def _create_view(report: reports.Report) -> str:
    """Return the view of a report: the records of the command in the same order."""
    types = [KINDS[kind] for kind in report.kinds or KINDS]
    cells = {"kind": "r.kind"}
    for type_ in types:
        cells |= {one.name: _select_cell(one, "r.json") for one in codec.shapes(type_) if one.name not in cells}
    names = list(dict.fromkeys(name for type_ in types for name in codec.field_names(type_)))
    shown = ", ".join(f'{cells[name]} AS "{name}"' for name in names)
    source = f"listing AS l JOIN record AS r USING (id) WHERE l.report = '{report.name}'"
    return f'CREATE VIEW "{report.name}" AS SELECT {shown} FROM {source} ORDER BY l.position'  # noqa: S608


def _select_cell(shape: Shape, json: str) -> str:
    """Return the SQL of a field as a single value; NULL for records whose kind lacks the field."""
    if not shape.many:
        return _select_value(json, shape.name)
    words = "e.value"
    if shape.type is Cite:
        words = _select_cite("e.value")
    elif shape.type is not str:
        parts = codec.shapes(shape.type)
        words = " || ': ' || ".join(_select_value("e.value", one.name) for one in parts if not one.many)
    if _is_part(shape):
        cited = _join_values(_select_cite("c.value"), "json_each(e.value, '$.cites')", "c")
        words += f" || ' [' || {cited} || ']'"
    entries = _join_values(words, f"json_each({json}, '$.{shape.name}')")
    return f"CASE WHEN json_type({json}, '$.{shape.name}') IS NULL THEN NULL ELSE {entries} END"


def _select_cite(json: str) -> str:
    source, paragraph, printed, via = (_select_value(json, name) for name in ("source", "paragraph", "printed", "via"))
    return (
        f"{source} || ':' || {paragraph} || coalesce(' \"' || {printed} || '\"', '') || coalesce(' from ' || {via}, '')"
    )


def _join_values(words: str, entries: str, alias: str = "e") -> str:
    """Return the SQL that joins the entries of a list, in order."""
    ordered = f"SELECT {words} AS entry FROM {entries} AS {alias} ORDER BY {alias}.key"  # noqa: S608
    return f"(SELECT coalesce(group_concat(entry, '; '), '') FROM ({ordered}))"  # noqa: S608
