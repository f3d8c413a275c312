"""The shipped facts in a form that is read in a millisecond, made from the checked store when the wheel is built.

A report over it needs neither Typer nor msgspec nor tomli. It holds for each record its fields, as plain values, and
its JSON, as the model encodes it; nothing here knows a filter, a field or a command by name.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from . import query

if TYPE_CHECKING:
    from .query import Names
    from .store import Store

NAME = "facts.bin"
FORMAT = 1
MARSHAL_VERSION = 2
"""The newest version whose bytes do not depend on which objects happened to be shared."""


class Row:
    """A record or a part of one, its fields as attributes."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.__dict__ = {name: _row(value) for name, value in fields.items()}


class Compiled(NamedTuple):
    """The records of a store and the names they use."""

    fields: Sequence[Mapping[str, Any]]
    """The fields of every record."""
    json: Mapping[str, bytes]
    """Id -> the record as the model encodes it."""
    labels: Mapping[str, Mapping[str, Sequence[str]]]
    """As `Store.labels` gives them."""
    names: Mapping[str, Names]
    """As `Store.names` gives them."""

    def rows(self, kinds: Sequence[str]) -> list[Row]:
        """Return the records of these kinds, or of all where none is named."""
        return [Row(fields) for fields in self.fields if not kinds or fields["kind"] in kinds]


def dump(store: Store) -> bytes:
    """Return the compiled form of a store."""
    from . import codec  # noqa: PLC0415 -- only the build writes; a report reads without msgspec

    vocabularies = [declared.name for declared in (*query.FILTERS, query.KIND)]
    return marshal.dumps(
        {
            "format": FORMAT,
            "fields": [_fields(record) for record in store.records],
            "json": {record.id: codec.encode(record)[:-1] for record in store.records},
            "labels": {what: store.labels(what) for what in vocabularies},
            "names": {what: dict(store.names(what)) for what in vocabularies},
        },
        MARSHAL_VERSION,
    )


def load() -> Compiled | None:
    """Return the facts compiled beside this module, or None where there are none of this format, as in a checkout."""
    try:
        with open(os.path.join(os.path.dirname(__file__), NAME), "rb") as file:
            data = marshal.loads(file.read())  # noqa: S302 -- made by our own build, and installed beside this code
    except (OSError, EOFError, ValueError, TypeError):
        return None  # absent or torn: the TOML file has it all
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        return None
    return Compiled(data["fields"], data["json"], data["labels"], data["names"])


def _fields(value: Any) -> Any:
    """Turn structs into dictionaries by attribute name, all else as it is."""
    if isinstance(value, tuple):
        return tuple(_fields(entry) for entry in value)
    if hasattr(value, "__struct_fields__"):
        fields = {name: _fields(getattr(value, name)) for name in value.__struct_fields__}
        return fields | {"kind": value.kind} if hasattr(value, "kind") else fields
    return value


def _row(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_row(entry) for entry in value)
    return Row(value) if isinstance(value, dict) else value
