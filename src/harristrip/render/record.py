"""One record in full: every field that it has, then each cite with its source, paragraph and printed words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from .. import codec
from ..errors import listed, printable
from ..model import Source
from ..passages import find, plain
from ..query import cites
from ..terminal import Page
from .cells import DERIVED, MOST, Labels, figure, when
from .table import draw, pieces, safe

if TYPE_CHECKING:
    from rich.console import RenderableType

    from ..model import Record
    from ..passages import Archive
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
    "amount",
    "qualifier",
    "unit",
    "currency",
)
"""Fields that have a line of their own making."""

NARROW = 40
"""On pages of fewer characters no column of names leaves room for values beside it."""
COMPUTED = ("conflicts", "not_comparable")
"""Ids that no one has written: their number grows with the square of those that are."""
LABELS = {"independent": "independent origins"}
"""Fields whose name alone says too little."""


def full(records: tuple[Record, ...], store: Store, page: Page, texts: Archive | None = None) -> bytes:
    """Return each record as a block of names and values; with the archived texts, each cite with its paragraph."""
    labels = Labels(store.labels)
    sources = {record.id: record for record in store.records if isinstance(record, Source)}

    def parts() -> Iterator[RenderableType]:
        for number, record in enumerate(records):
            yield from [Text()] if number else []
            yield Text(printable(f"{record.kind} {record.id}"), style="bold")
            yield from _body([*_lines(record, labels)], _cites(record, sources, texts), page)

    return draw(parts(), page)


def _body(lines: Sequence[tuple[str, str]], cited: Iterator[tuple[str, Text]], page: Page) -> Iterator[RenderableType]:
    """Yield a record in pieces: what is drawn of all at once takes many times their memory."""
    wide = max(len(name) for name, _ in lines)
    fields = chain(((name, Text(safe(value))) for name, value in lines), cited)
    for piece in pieces(fields):
        if page.width is None:
            yield _aligned(piece, wide)
        else:
            yield _block(piece) if page.edge < NARROW else _grid(piece, wide)


def _aligned(fields: Sequence[tuple[str, Text]], wide: int) -> Text:
    """Lay out names and values where nothing is wrapped; a grid would fill every line up to the longest."""
    rows = (
        Text.assemble((f"{'' if number else name:{wide}}  ", "bold"), line)
        for name, value in fields
        for number, line in enumerate(value.split("\n"))
    )
    return Text("\n").join(rows)


def _grid(fields: Iterable[tuple[str, Text]], wide: int) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", width=wide)
    grid.add_column(overflow="fold")
    for name, value in fields:
        grid.add_row(Text(name), value)
    return grid


def _block(fields: Iterable[tuple[str, Text]]) -> Text:
    """Lay out each field as lines of a name and its value."""
    rows = (Text.assemble((name, "bold"), ": " if name else "", value) for name, value in fields)
    return Text("\n").join(rows)


def _cites(record: Record, sources: dict[str, Source], texts: Archive | None) -> Iterator[tuple[str, Text]]:
    """Yield each cite with the day of its source, and below it the paragraph where its text is at hand."""
    cited = [("cite", cite) for cite in dict.fromkeys(cites(record))]
    for name, cite in [*cited, *(("date from", cite) for cite in record.date_from)]:
        source = sources[cite.source]
        published = f"{when(source).rstrip(DERIVED)} ({source.date_basis or 'unknown'})"
        yield name, Text(safe(f"{_short(codec.plain(cite))}; published {published}"))
        paragraphs = texts.by_digest.get(source.sha256, ()) if texts else ()
        if texts is not None and not paragraphs:
            yield "", Text(f"no text with the digest of {cite.source} is in the folder")
        if cite.paragraph <= len(paragraphs):
            yield "", _marked(paragraphs[cite.paragraph - 1], cite.printed)


def _marked(paragraph: str, printed: str | None) -> Text:
    """Return a paragraph with the printed words between marks, and bold where there is colour."""
    passages = find(plain(printed), paragraph) if printed else []
    if not passages:
        return Text(printable(paragraph))
    start, end = passages[0].start, passages[0].end
    words = (paragraph[:start], f"»{paragraph[start:end]}«", paragraph[end:])
    before, marked, after = (printable(part) for part in words)
    return Text.assemble(before, (marked, "bold"), after)


def _lines(record: Record, labels: Labels) -> Iterator[tuple[str, str]]:
    """Yield each field that has something to say."""
    yield "summary", record.summary
    if record.date is not None:
        part = f", {record.part_of_day}" if record.part_of_day else ""
        yield "date", f"{when(record).rstrip(DERIVED)}{part} ({record.date_basis})"
    if (hasattr(record, "amount") or hasattr(record, "value")) and (hedged := figure(record)):
        yield "figure", hedged
    for name, value in codec.plain(record).items():
        if name not in APART and value not in (None, ()) and value is not False:
            yield LABELS.get(name, name.replace("_", " ")), _words(name, value, labels)


def _words(name: str, value: Any, labels: Labels) -> str:
    """Return a field's value as a person reads it."""
    if name == "countries":
        return labels.where(value)
    if name == "topics":
        return labels.about(value)
    if name in ("people", "said_by", "by"):
        return labels.who(value)
    if name in COMPUTED:
        return listed(value, MOST)
    if isinstance(value, (list, tuple)):
        return "\n".join(_entry(entry) for entry in value) if isinstance(value[0], dict) else ", ".join(value)
    return "yes" if value is True else str(value)


def _entry(part: dict[str, Any]) -> str:
    """Return a part with its own cites."""
    words = ": ".join(str(value) for name, value in part.items() if name != "cites")
    return f"{words} [{'; '.join(_short(cite) for cite in part['cites'])}]"


def _short(cite: dict[str, Any]) -> str:
    printed = f" “{cite['printed']}”" if cite["printed"] else ""
    via = f", from {cite['via']}" if cite["via"] else ""
    return f"{cite['source']} ¶{cite['paragraph']}{printed}{via}"
