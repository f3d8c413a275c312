"""A report as a Markdown table whose cells point to footnotes, each naming a source and a paragraph: ready to paste."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..errors import printable
from ..model import Cite, Record, Source
from ..query import cites
from .rows import cell
from .views import Column, Labels, View, when

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$^-])")
_LABEL = re.compile(r"[^A-Za-z0-9-]+")
"""What a footnote's label has none of."""
WIDE = 200
"""The page width whose columns are shown; `Sources` becomes the footnotes."""


def table(view: View, records: Sequence[Record], labels: Labels, sources: dict[str, Source]) -> bytes:
    """Return a table of a view's columns with a column of footnote marks, and the footnotes below."""
    columns = [one for one in view.columns if one.wide <= WIDE < one.until and one.header != "Sources"]
    lines = [_row([*(escape(column.header) for column in columns), "Sources"])]
    lines.append(_row([*("---:" if column.right else "---" for column in columns), "---"]))
    lines += [_row([*_cells(columns, record, labels), _marks(record)]) for record in records]
    return ("\n".join([*lines, "", *_footnotes(records, sources)]).rstrip("\n") + "\n").encode()


def fields(rows: Iterable[dict[str, Any]], names: Sequence[str]) -> bytes:
    """Return a table of plain fields, without footnotes."""
    lines = [_row([escape(name) for name in names]), _row(["---"] * len(names))]
    lines += [_row([escape(cell(row[name])) for name in names]) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def _cells(columns: Iterable[Column], record: Record, labels: Labels) -> Iterator[str]:
    return (escape(column.cell(record, labels)) for column in columns)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escape(text: str) -> str:
    """Return text that Markdown and the HTML within it show as it is; line ends become breaks."""
    return "<br>".join(_SPECIAL.sub(r"\\\1", printable(line)) for line in text.split("\n"))


def _marks(record: Record) -> str:
    return " ".join(dict.fromkeys(f"[^{_label(cite)}]" for cite in cites(record)))


def _label(cite: Cite) -> str:
    return f"{_LABEL.sub('-', cite.source)}-{cite.paragraph}"


def _footnotes(records: Iterable[Record], sources: dict[str, Source]) -> Iterator[str]:
    """Yield a footnote for each paragraph that is cited, in order of first mention."""
    printed: dict[str, tuple[Cite, list[str]]] = {}
    for record in records:
        for cite in cites(record):
            _, words = printed.setdefault(_label(cite), (cite, []))
            if cite.printed and cite.printed not in words:
                words.append(cite.printed)
    for label, (cite, words) in printed.items():
        quoted = "".join(f", “{escape(one)}”" for one in words)
        yield f"[^{label}]: {_reference(sources[cite.source])}, paragraph {cite.paragraph}{quoted}"


def _reference(source: Source) -> str:
    """Name a source: what its text does not print stays unknown."""
    publisher = escape(source.publisher or "publisher unknown")
    day = escape(f"{when(source)} ({source.date_basis})" if source.date else "date unknown")
    return f"{escape(source.id)}: {publisher}, {day}"
