"""Views as rich tables. The only module that knows rich, loaded only where a table is drawn.

Text from the store reaches rich as `Text`, never as markup, and with every control character escaped.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence, Sized
from typing import Any, TypeVar

from rich import box
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from ..errors import printable
from ..terminal import Page
from .cells import DISPUTED, Labels
from .text import encoder
from .views import Column, View
from .widths import Need, fits, widths

R = TypeVar("R", bound="Sequence[Sized]")
NARROW = 60
"""On pages of fewer characters each record is a block of lines: no table of several columns could be read."""
EDGE = 20
"""Narrower pages are drawn as wide as this."""
SPARSE, SPARSE_FROM = 8, 2**20
"""Where a table has this many characters for each of its texts, and this many in all, one cell is so long that every
other row would be filled up with blanks: blocks serve."""
PIECE, CELL = 2**16, 20
"""Characters that are drawn at once, and those that a cell counts for beside its own."""
GAP = 2
"""Blanks between two columns; the box draws the last one."""


def page(sections: Iterable[tuple[View, Sequence[Any]]], labels: Labels, page: Page, notes: Iterable[str]) -> bytes:
    """Return views with their records as tables, each under its title, with notes below and blank lines between."""
    return draw(_parts(sections, labels, page, notes), page)


def _parts(
    sections: Iterable[tuple[View, Sequence[Any]]], labels: Labels, page: Page, notes: Iterable[str]
) -> Iterator[RenderableType]:
    for view, records in sections:
        yield Text(view.title if records else f"{view.title}: no records", style="bold")
        if records:
            yield from table(view, records, labels, page)
            yield Text()
    yield from (Text(printable(note)) for note in notes)


def visible(view: View, page: Page) -> list[Column]:
    """Return the columns of a view that have their place on a page of this width."""
    return [column for column in view.columns if column.wide <= page.edge < column.until]


def table(view: View, records: Sequence[Any], labels: Labels, page: Page) -> Iterator[Table | Text]:
    """Yield the columns of a view that have their place on a page of this width, in pieces of so many characters.

    What rich draws of all rows at once takes many times their memory.
    """
    columns = visible(view, page)
    rows = [[safe(column.cell(record, labels)) for column in columns] for record in records]
    needs = _needs(columns, rows)
    room = page.edge - GAP * (len(columns) - 1)
    drawn = widths(needs, room)
    filled = sum(len(text) for row in rows for text in row)
    if page.edge < NARROW or not fits(needs, room) or sum(drawn) * len(rows) > max(SPARSE_FROM, SPARSE * filled):
        for number, piece in enumerate(pieces(rows)):
            yield from [Text()] if number else []
            yield _blocks(columns, piece)
        return
    for number, piece in enumerate(pieces(rows)):
        yield _grid(columns, piece, needs, drawn, headed=number == 0)


def pieces(rows: Iterable[R]) -> Iterator[list[R]]:
    """Yield rows in order, as many at once as their texts leave room for, or a single one that is longer."""
    piece: list[R] = []
    room = PIECE
    for row in rows:
        size = sum(CELL + len(text) for text in row)
        if size > room and piece:
            yield piece
            piece, room = [], PIECE
        piece.append(row)
        room -= size
    yield piece


def _blocks(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Text:
    """Lay out each record as lines of a header and its cell."""
    blocks = (
        "\n".join(f"{column.header}: {text}" for column, text in zip(columns, row, strict=True) if text) for row in rows
    )
    return Text("\n\n".join(blocks))


def _grid(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    needs: Sequence[Need],
    wide: Sequence[int],
    *,
    headed: bool,
) -> Table:
    """Lay out each record as a row of cells."""
    drawn = Table(box=box.SIMPLE_HEAD, show_header=headed, show_edge=False, pad_edge=False, padding=(0, GAP - 1, 0, 0))
    for column, need, width in zip(columns, needs, wide, strict=True):
        drawn.add_column(
            Text(column.header),
            justify="right" if column.right else "left",
            overflow="fold",
            width=width,
            no_wrap=need.longest_line <= width,  # half the time of a table goes into breaking lines
        )
    for row in rows:
        drawn.add_row(*(_cell(text) for text in row))
    return drawn


def _needs(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[Need]:
    """Measure each column: its header and all its cells."""
    texts = [[column.header, *(row[number] for row in rows)] for number, column in enumerate(columns)]
    return [
        Need(
            max(cell_len(word) for text in column_texts for word in text.split()),
            max(cell_len(line) for text in column_texts for line in text.split("\n")),
            column.wraps,
            column.whole,
        )
        for column, column_texts in zip(columns, texts, strict=True)
    ]


def safe(text: str) -> str:
    """Return text whose line ends stay and in which nothing else acts on a terminal."""
    return "\n".join(printable(line) for line in text.split("\n"))


def _cell(text: str) -> Text:
    """Return a cell as data, its mark of a conflict made visible."""
    drawn = Text(text)
    if text.endswith(f" {DISPUTED}"):
        drawn.stylize("bold red", len(text) - 1)
    return drawn


def draw(parts: Iterable[RenderableType], page: Page) -> bytes:
    """Return what rich makes of `parts` on this page, without trailing blanks."""
    drawn = io.StringIO()
    console = Console(
        file=drawn,
        width=max(page.edge, EDGE),
        color_system="standard" if page.colour else None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    encode = encoder(page.encoding).encode
    done, ends = io.BytesIO(), ""
    for part in parts:
        console.print(part)
        text = ends + drawn.getvalue()
        lines = text.rstrip("\n")
        ends = text[len(lines) :]
        done.write(encode("\n".join(line.rstrip(" ") for line in lines.splitlines())))
        drawn.seek(0)
        drawn.truncate()
    done.write(encode("\n", final=True))
    return done.getvalue()
