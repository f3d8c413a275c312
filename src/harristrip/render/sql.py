"""SQL for the tables of `relational`: how each is made and filled, and the views that answer as the commands do.

A view has the columns that `--format csv` has: lists joined by `; `, cites as `fox:25 "words"`, parts with their cites.
"""

from __future__ import annotations

from collections.abc import Iterator

from .. import codec
from ..model import KINDS, Cite
from ..query import REPORTS, Report
from .relational import LISTING, OWNERS, SEARCH, Column, Owner, Table, cites_of, is_part, plain, table_of, value_of

ORDER = "#"
"""No field can have this name: the place of a row in its report."""


def statements(made: dict[str, Table], *, indexed: bool) -> Iterator[str]:
    """Yield the statements that make every table and view; `indexed` where SQLite has FTS5."""
    for table in made.values():
        yield _index(table) if table is SEARCH and indexed else _create(table)
    for report in REPORTS.values():
        yield _view(report)


def insert(table: Table) -> str:
    """Return the statement that adds a row, its values as parameters."""
    return f"INSERT INTO {_name(table.name)} VALUES ({', '.join('?' * len(table.columns))})"  # noqa: S608


def _create(table: Table) -> str:
    key = ", ".join(map(_name, table.key))
    return f"CREATE TABLE {_name(table.name)} ({', '.join(map(_column, table.columns))}, PRIMARY KEY ({key}))"


def _index(table: Table) -> str:
    """Index the last column by words, without regard to case and accents; the others are there to be shown."""
    *shown, text = (_name(column.name) for column in table.columns)
    columns = ", ".join([*(f"{name} UNINDEXED" for name in shown), text])
    tokenizer = _text("unicode61 remove_diacritics 2")
    return f"CREATE VIRTUAL TABLE {_name(table.name)} USING fts5({columns}, tokenize = {tokenizer})"


def _column(column: Column) -> str:
    refers = f" REFERENCES {_name(column.target)} ({_name('id')})" if column.target else ""
    return f"{_name(column.name)} {column.type}".rstrip() + refers


def _name(identifier: str) -> str:
    """Quote a name of the model, which has no quotes in it but may be a word of SQL, as `group` is."""
    return f'"{identifier}"'


def _text(value: str) -> str:
    """Quote a word of the program; no text of a store becomes a part of a statement."""
    return f"'{value}'"


def _view(report: Report) -> str:
    """Return the view of a report: the records that the command lists, in its order."""
    owners = [OWNERS[kind] for kind in report.kinds or KINDS]
    names = list(dict.fromkeys(name for owner in owners for name in codec.field_names(owner.type)))
    rows = " UNION ALL ".join(_kind(owner, names, report) for owner in owners)
    shown = ", ".join(map(_name, names))
    return f"CREATE VIEW {_name(report.name)} AS SELECT {shown} FROM ({rows}) ORDER BY {_name(ORDER)}"  # noqa: S608


def _kind(owner: Owner, names: list[str], report: Report) -> str:
    """Select the records of one kind; a field that it lacks is NULL."""
    cells = {"kind": _text(owner.name)} | {one.name: _cell(owner, one) for one in codec.shapes(owner.type)}
    columns = ", ".join(f"{cells.get(name, 'NULL')} AS {_name(name)}" for name in names)
    source = f"{LISTING.name} AS l JOIN {_name(owner.table)} AS r ON r.id = l.id"
    return f"SELECT {columns}, l.position AS {_name(ORDER)} FROM {source} WHERE l.report = {_text(report.name)}"  # noqa: S608


def _cell(owner: Owner, shape: codec.Shape) -> str:
    """Return a field as one value."""
    if not shape.many:
        return f"r.{_name(shape.name)}"
    if shape.type is Cite:
        return _cites(owner, shape.name, "0")
    if not is_part(shape):
        return _joined(f"e.{_name(value_of(shape.name))}", table_of(owner, shape), "e.id = r.id")
    words = " || ': ' || ".join(f"e.{_name(column.name)}" for column in plain(shape.type))
    cited = _cites(owner, shape.name, "e.position")
    return _joined(f"{words} || ' [' || {cited} || ']'", table_of(owner, shape), "e.id = r.id")


def _cites(owner: Owner, field: str, entry: str) -> str:
    words = "c.source || ':' || c.paragraph || coalesce(' \"' || c.printed || '\"', '')"
    words += " || coalesce(' from ' || c.via, '')"
    return _joined(words, cites_of(owner), f"c.id = r.id AND c.field = {_text(field)} AND c.entry = {entry}", "c")


def _joined(words: str, table: str, where: str, alias: str = "e") -> str:
    """Select the entries of a list as one text, in their order."""
    entries = f"SELECT {words} AS entry FROM {_name(table)} AS {alias} WHERE {where} ORDER BY {alias}.position"  # noqa: S608
    return f"(SELECT coalesce(group_concat(entry, '; '), '') FROM ({entries}))"  # noqa: S608
