"""Views as rich tables. The only module that knows rich, loaded only where a table is drawn.

Text from the store reaches rich as `Text`, never as markup, and with every control character escaped.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from ..errors import printable
from .text import encode
from .views import DISPUTED, Labels, View

EDGE = 40
"""Narrower pages are drawn as wide as this: below it no table can be read."""
NO_EDGE = 100_000
"""Characters in a line of a pipe or a file, where nothing is wrapped or cut."""


class Page(NamedTuple):
    """Where a table goes."""

    width: int | None
    """Characters in a line; None where lines have no end."""
    colour: bool
    encoding: str


def listing(sections: Iterable[tuple[View, Sequence[Any]]], labels: Labels, page: Page, notes: Iterable[str]) -> bytes:
    """Return views with their records as tables, each under its title, with notes below."""
    parts: list[RenderableType] = []
    for view, records in sections:
        parts.append(Text(view.title if records else f"{view.title}: no records", style="bold"))
        if records:
            parts.append(table(view, records, labels, page))
    return draw([*parts, *(Text(printable(note)) for note in notes)], page)


def table(view: View, records: Iterable[Any], labels: Labels, page: Page) -> Table:
    """Lay out the columns of a view that have room on the page."""
    room = page.width or NO_EDGE
    columns = [column for column in view.columns if column.wide <= room]
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        justify = "right" if column.right else "left"
        drawn.add_column(Text(column.header), justify=justify, overflow="fold", no_wrap=not column.wraps and room > EDGE)
    for record in records:
        drawn.add_row(*(cell(column.cell(record, labels)) for column in columns))
    return drawn


def cell(text: str) -> Text:
    """Return a cell as data, its mark of a conflict made visible."""
    drawn = Text("\n".join(printable(line) for line in text.split("\n")))
    if text.endswith(f" {DISPUTED}"):
        drawn.stylize("bold red", len(drawn) - 1)
    return drawn


def draw(parts: Iterable[RenderableType], page: Page) -> bytes:
    """Return what rich makes of `parts` on this page, without trailing blanks."""
    console = Console(
        file=io.StringIO(),
        width=max(page.width, EDGE) if page.width else NO_EDGE,
        force_terminal=page.colour,
        color_system="standard" if page.colour else None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    for part in parts:
        console.print(part)
    text: str = console.file.getvalue()  # type: ignore[attr-defined]
    return encode("".join(line.rstrip(" ") + "\n" for line in text.splitlines()), page.encoding)
