"""The facts as tables of a relational database: which tables and columns there are. `contents` has their rows.

Nothing here knows SQL, and no field is named twice: a plain field of the model is a column of its kind's table, each
field that holds many is a table of its own. The identifiers come from the model alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from .. import codec
from ..answers import Total
from ..model import KINDS, REFERENCES, Cite, Country, Event, Part, Record, Topic

if TYPE_CHECKING:
    from ..codec import Shape

TYPES = {str: "TEXT", bool: "INTEGER", int: "", None: ""}
"""What a column holds; no type keeps a number as it is: a decimal, or what is past 64 bits, is exact text."""
REFERS = REFERENCES | {"source": "source", "conflicts": "conflict", "not_comparable": "statistic"}
"""Fields that name a record, country or topic: those of the store, of a cite, and those that are computed."""


class Column(NamedTuple):
    """One column."""

    name: str
    type: str = "TEXT"
    target: str | None = None
    """The table whose `id` it holds."""


class Table(NamedTuple):
    """One table; `key` names the columns that no two rows share."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


class Owner(NamedTuple):
    """Something with an id and fields: a kind of record, a country, a topic, the event."""

    name: str
    table: str
    type: type
    root: str
    """The table whose ids its lists name: `record` for every kind."""


OWNERS: dict[str, Owner] = {
    **{kind: Owner(kind, f"{kind}_record", type_, "record") for kind, type_ in KINDS.items()},
    "country": Owner("country", "countries", Country, "countries"),
    "topic": Owner("topic", "topics", Topic, "topics"),
    "event": Owner("event", "event", Event, "event"),
}
"""A kind's table is not named as the kind alone: `funding` is the view that answers as the command does."""
RECORD = Table("record", ("id",), (Column("id"), Column("kind")))
"""Every record, so that a list can name one of any kind."""
LISTING = Table(
    "listing", ("report", "position"), (Column("report"), Column("position", ""), Column("id", "TEXT", "record"))
)
"""Which records a report shows, in its order."""
SEARCH = Table("search", ("id",), (Column("id"), Column("kind"), Column("text")))
"""Every word of each record and of what it refers to, as the command `search` sees it."""
TOTALS = Table(
    "funding_totals",
    ("currency", "status"),
    tuple(Column(one.name, "" if one.many else TYPES[one.type]) for one in codec.shapes(Total)),
)


def tables() -> dict[str, Table]:
    """Return every table by its name, those that others refer to first."""
    every = [RECORD, *(table for owner in OWNERS.values() for table in _tables(owner)), LISTING, TOTALS, SEARCH]
    return {table.name: table for table in every}


def _tables(owner: Owner) -> Iterator[Table]:
    """Yield the table of a kind, and one for each of its fields that hold many."""
    shapes = codec.shapes(owner.type)
    id_ = Column("id", "TEXT", None if owner.root == owner.table else owner.root)
    yield Table(owner.table, ("id",), (id_, *plain(owner.type)))
    for shape in shapes:
        if shape.many:
            yield _many(owner, shape)


def plain(type_: type) -> tuple[Column, ...]:
    """Return the columns of the fields of a struct that hold one value, its id left out."""
    return tuple(
        Column(shape.name, TYPES[shape.type], target(shape.name))
        for shape in codec.shapes(type_)
        if not shape.many and shape.name != "id"
    )


def _many(owner: Owner, shape: Shape) -> Table:
    id_ = Column("id", "TEXT", owner.root)
    if shape.type is Cite:
        place = (id_, Column("field"), Column("entry", ""), Column("position", ""))
        return Table(table_of(owner, shape), ("id", "field", "entry", "position"), (*place, *plain(Cite)))
    entry = plain(shape.type) if is_part(shape) else (Column(value_of(shape.name), "TEXT", target(shape.name)),)
    return Table(table_of(owner, shape), ("id", "position"), (id_, Column("position", ""), *entry))


def table_of(owner: Owner, shape: Shape) -> str:
    """Name the table of a field that holds many: that of every kind where every record has the field."""
    if shape.type is Cite:
        return cites_of(owner)
    common = owner.root == RECORD.name and any(shape.name == one.name for one in codec.shapes(Record))
    return f"{RECORD.name if common else owner.name}_{shape.name}"


def cites_of(owner: Owner) -> str:
    """Name the table of an owner's cites; `entry` says in which entry of `field` one stands, 0 for the record's own."""
    return "cites" if owner.root == RECORD.name else f"{owner.name}_cites"


def is_part(shape: Shape) -> bool:
    """Tell whether the entries of a field carry cites of their own."""
    return shape.type is not None and issubclass(shape.type, Part)


def target(field: str) -> str | None:
    """Name the table whose ids a field holds."""
    what = REFERS.get(field)
    return (OWNERS[what].table if what in OWNERS else RECORD.name) if what else None


def value_of(field: str) -> str:
    """Name the column of a list by what its entries are: `country`, `person`, `record`, or `value`."""
    what = REFERS.get(field)
    return (what if what in OWNERS else RECORD.name) if what else "value"
