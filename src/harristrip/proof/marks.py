"""Find the figures, dates and quotations of a paragraph, and whether cites cover them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from ..reader.figures import Figure
from ..reader.printed_dates import PrintedDate
from .articles import Span, find, plain
from .reading import read

_QUOTATION = re.compile(r'"[^"]+"')
LEAST_WORDS = 3
"""Minimum words of a quotation: fewer are a term in quotes."""


class Mark(NamedTuple):
    """A figure, a date or a quotation in a paragraph: `paragraph[start:end]`."""

    what: str
    """`figure`, `date` or `quotation`."""
    start: int
    end: int
    covered: bool
    figure: Figure | None = None
    date: PrintedDate | None = None


def marks(paragraph: str, printed: Iterable[str], today: date | None = None, *, cited: bool = False) -> list[Mark]:
    """Return the figures, dates and quotations of a paragraph in order; `printed` are the words of its cites."""
    spans = covered(paragraph, printed)
    found = [*_read(paragraph, today, spans), *_quotations(paragraph, cited=cited)]
    return sorted(found, key=lambda mark: (mark.start, mark.end))


def covered(paragraph: str, printed: Iterable[str]) -> list[Span]:
    """Return the spans of the printed words of cites in their paragraph."""
    return [span for words in dict.fromkeys(filter(None, printed)) for span in find(plain(words), paragraph)]


def _read(paragraph: str, today: date | None, spans: list[Span]) -> Iterator[Mark]:
    """Yield the figures and dates; an unread figure inside a date is skipped."""
    for sentence in read(paragraph, today):
        days = [Span(one.start, one.end) for one in sentence.dates]
        for figure in sentence.figures:
            if figure.unread and any(start < figure.core[1] and figure.core[0] < end for start, end in days):
                continue
            yield Mark("figure", figure.start, figure.end, _is_within(figure.core, spans), figure)
        for one in sentence.dates:
            yield Mark("date", one.start, one.end, _is_within((one.start, one.end), spans), None, one)


def _is_within(place: tuple[int, int], spans: list[Span]) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in spans)


def _quotations(paragraph: str, *, cited: bool) -> Iterator[Mark]:
    for match in _QUOTATION.finditer(paragraph):
        if len(match[0].split()) >= LEAST_WORDS:
            yield Mark("quotation", match.start(), match.end(), cited)
