"""Records as flat rows: one field a column, by the names that JSON uses. For formats that have no nesting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .. import codec
from ..errors import UnknownValue
from ..folding import nearest
from ..model import Record

Value = str | int | None
"""What a flat cell holds; text that is a number in a record stays a number for the reader of a spreadsheet."""


def field_names(records: Sequence[Record], kinds: Sequence[type[Record]]) -> list[str]:
    """Return the fields of the records' kinds, of all `kinds` where there are no records, in the model's order."""
    types = list(dict.fromkeys(type(record) for record in records)) or list(kinds)
    return list(dict.fromkeys(name for type_ in types for name in codec.field_names(type_)))


def chosen(asked: str | None, present: Sequence[str], valid: Sequence[str]) -> list[str]:
    """Return the fields that a comma-separated list names, or those present; raises UnknownValue with the valid ones.

    What is valid is a matter of the report and not of what it happens to find.
    """
    if asked is None:
        return list(present)
    names = [name.strip() for name in asked.split(",")]
    for name in names:
        if name not in valid:
            raise UnknownValue("field", name, nearest(name, valid), valid)
    return list(dict.fromkeys(names))


def narrowed(records: Iterable[Record], fields: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield records as plain tables of only these fields; a kind that lacks one has it empty."""
    for record in records:
        table = codec.plain(record)
        yield {field: table.get(field) for field in fields}


def flat(value: Any) -> Value:
    """Return a field's value as one cell: a list joined by `; `, a cite as `fox:25 "words"`, a part with its cites."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, dict):
        return _part(value)
    return "; ".join(str(flat(entry)) for entry in value)


def cell(value: Any) -> str:
    """Return a field's value as text; an empty one is empty."""
    found = flat(value)
    return "" if found is None else str(found)


def _part(table: dict[str, Any]) -> str:
    if "paragraph" in table:
        printed = f' "{table["printed"]}"' if table["printed"] else ""
        via = f" from {table['via']}" if table.get("via") else ""
        return f"{table['source']}:{table['paragraph']}{printed}{via}"
    words = ": ".join(str(value) for name, value in table.items() if name != "cites")
    return f"{words} [{flat(table['cites'])}]" if "cites" in table else words
