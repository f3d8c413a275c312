"""A report as a Markdown table with footnotes, each of which names a source and a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..facts.model import Cite, Source
from ..index.cells import Labels, link_to_words, when
from ..index.reports import Column
from ..index.store import decoded
from ..text import printable
from .rows import format_cell
from .table import TableSection, list_notes, list_notes_above, list_sections

if TYPE_CHECKING:
    from ..index.store import Listing

_MARKUP_CHARACTERS = re.compile(r"([\\`*_{}\[\]<>|~&$^])")
_ADDRESS = re.compile(r"(?<=\w)(:)(?=//)|(?<=www)(\.)", re.IGNORECASE)
"""Where GitHub and others turn a bare address into a link."""
_BLOCK_START = re.compile(r"^(\s*)(\d*)([.)]|[#+=-])(?=[#+=-]*(?:\s|$))")
"""Characters that start a heading, list or rule at the beginning of a line."""
_LABEL = re.compile(r"[^A-Za-z0-9-]+")
"""Characters that a footnote label must not contain."""
MARKDOWN_WIDTH = 200
"""The page width that selects the columns; footnotes replace the column `Sources`."""


def render_listing(answer: Listing) -> bytes:
    """Return the tables of a listing, the notes on marks and open questions, and the footnotes."""
    labels = Labels(answer.index.labels)
    headers = {column.header for column in _select_columns(answer.report.columns)}
    parts = [escape(note) for note in list_notes_above(answer)]
    parts += ["\n".join(_format_table(section, labels)) for section in list_sections(answer)]
    parts += [escape(note) for note in list_notes(answer, headers)]
    parts.append("\n".join(_list_footnotes(answer)))
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _format_table(section: TableSection, labels: Labels) -> Iterator[str]:
    """Yield the lines of a table, with a column of footnote marks if its records have cites."""
    columns = _select_columns(section.columns)
    marked = ["Sources"] if not section.records or hasattr(section.records[0], "cites") else []
    yield _format_row([*(escape(column.header) for column in columns), *marked])
    yield _format_row([*("---:" if column.right else "---" for column in columns), *("---" for _ in marked)])
    for record in section.records:
        cells = [escape(column.cell(record, labels)) for column in columns]
        marks = dict.fromkeys(f"[^{_make_footnote_label(cite)}]" for cite in record.all_cites()) if marked else {}
        yield _format_row([*cells, *([" ".join(marks)] if marked else [])])


def _select_columns(columns: Iterable[Column]) -> list[Column]:
    return [one for one in columns if one.min_width <= MARKDOWN_WIDTH < one.below_width and one.header != "Sources"]


def render_fields(rows: Iterable[dict[str, Any]], names: Sequence[str]) -> bytes:
    """Return a table of chosen fields, without footnotes."""
    lines = [_format_row([escape(name) for name in names]), _format_row(["---"] * len(names))]
    lines += [_format_row([escape(format_cell(row[name])) for name in names]) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def _format_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escape(text: str) -> str:
    """Return text escaped for Markdown and the HTML in it; line ends become breaks."""
    lines = (_ADDRESS.sub(r"\\\g<0>", _MARKUP_CHARACTERS.sub(r"\\\1", printable(line))) for line in text.split("\n"))
    return "<br>".join(_BLOCK_START.sub(r"\1\2\\\3", line) for line in lines)


def _make_footnote_label(cite: Cite) -> str:
    return f"{_LABEL.sub('-', cite.source)}-{cite.paragraph}"


def _list_footnotes(answer: Listing) -> Iterator[str]:
    """Yield a footnote for each cited paragraph, in order of first mention; it names what is unknown of the source."""
    sources: dict[str, Source] = {one.id: one for one in decoded(answer.index.of_kinds("source"))}
    printed: dict[str, tuple[Cite, dict[str, None]]] = {}
    for cite in (cite for record in answer.records for cite in record.all_cites()):
        _, words = printed.setdefault(_make_footnote_label(cite), (cite, {}))
        if cite.printed:
            words[cite.printed] = None
    for label, (cite, words) in printed.items():
        source = sources[cite.source]
        publisher = escape(source.publisher or "publisher unknown")
        day = escape(f"{when(source)} ({source.date_basis})" if source.date else "date unknown")
        url = link_to_words(source, cite)
        place = f"paragraph {cite.paragraph}"
        place = f"[{place}](<{url}>)" if url else place
        quoted = "".join(f", “{escape(one)}”" for one in words)
        yield f"[^{label}]: {escape(source.id)}: {publisher}, {day}, {place}{quoted}"
