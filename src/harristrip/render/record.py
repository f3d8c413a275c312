"""One record in full: every field that it has, then each cite with its source, paragraph and printed words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from .. import codec
from ..errors import printable
from ..terminal import Page
from .table import draw
from .views import DERIVED, Labels, figure, marks, number, when

if TYPE_CHECKING:
    from ..model import Cite, Record
    from ..store import Store

APART = (
    "id",
    "kind",
    "summary",
    "date",
    "date_basis",
    "date_from",
    "part_of_day",
    "cites",
    "value",
    "qualifier",
    "unit",
)
"""Fields that have a line of their own making."""


def full(records: tuple[Record, ...], store: Store, page: Page) -> bytes:
    """Return each record as a block of names and values."""
    labels = Labels(store.labels)
    parts: list[Any] = []
    for record in records:
        parts += [Text(f"{record.kind} {record.id}", style="bold"), _grid(record, labels), Text()]
    return draw(parts[:-1], page)


def _grid(record: Record, labels: Labels) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in _lines(record, labels):
        grid.add_row(Text(name), Text("\n".join(printable(line) for line in value.split("\n"))))
    return grid


def _lines(record: Record, labels: Labels) -> Iterator[tuple[str, str]]:
    """Yield each field that has something to say."""
    yield "summary", record.summary
    if record.date is not None:
        derived = f" worked out from {marks(record.date_from)}" if record.date_from else " as stated"
        part = f", {record.part_of_day}" if record.part_of_day else ""
        yield "date", when(record).rstrip(DERIVED) + part + derived
    if getattr(record, "value", None) is not None:
        yield "figure", figure(record)
    for name, value in codec.plain(record).items():
        if name not in APART and value not in (None, (), False):
            yield name.replace("_", " "), _words(name, value, labels)
    for cite in record.cites:
        yield "cite", _cite(cite)


def _words(name: str, value: Any, labels: Labels) -> str:
    """Return a field's value as a person reads it."""
    if name == "countries":
        return labels.where(value)
    if name == "topics":
        return labels.about(value)
    if name in ("people", "said_by", "by"):
        return labels.who(value)
    if isinstance(value, (list, tuple)):
        return "\n".join(_entry(entry) for entry in value) if isinstance(value[0], dict) else ", ".join(value)
    return number(value) if name == "amount" else str(value)


def _entry(part: dict[str, Any]) -> str:
    """Return a part with its own cites."""
    words = ": ".join(str(value) for name, value in part.items() if name != "cites")
    return f"{words} [{'; '.join(_short(cite) for cite in part['cites'])}]"


def _short(cite: dict[str, Any]) -> str:
    printed = f" “{cite['printed']}”" if cite["printed"] else ""
    via = f", from {cite['via']}" if cite["via"] else ""
    return f"{cite['source']} ¶{cite['paragraph']}{printed}{via}"


def _cite(cite: Cite) -> str:
    return _short(codec.plain(cite))
