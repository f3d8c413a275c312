"""A listing report as a page: its tables, then the lines below them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ..terminal import Page
from . import table
from .cells import Labels
from .notes import notes
from .views import VIEWS, Column, View, sections


def listing(  # noqa: PLR0913 -- what a page is made of
    name: str,
    records: Sequence[Any],
    names: Callable[[str], Mapping[str, Sequence[str]]],
    page: Page,
    *,
    gaps: Sequence[Any] = (),
    totals: Sequence[Any] = (),
) -> bytes:
    """Draw the records of a report; `names` gives the names of a vocabulary's ids, as `Store.labels` does."""
    headers = {column.header for column in table.visible(VIEWS[name], page)}
    return table.page(sections(name, records, totals), Labels(names), page, notes(records, headers, gaps, totals))


def plain(name: str, rows: Iterable[dict[str, Any]], fields: Sequence[str], page: Page) -> bytes:
    """Draw chosen fields of records that have become plain tables."""
    from .rows import cell  # noqa: PLC0415 -- it loads the model, which a plain report does without

    columns = tuple(Column(field, _reader(number), wraps=True) for number, field in enumerate(fields))
    cells = [[cell(row[field]) for field in fields] for row in rows]
    return table.page([(View(VIEWS[name].title, columns), cells)], Labels(lambda _: {}), page, [])


def _reader(number: int) -> Callable[[Sequence[str], Labels], str]:
    return lambda cells, _: cells[number]
