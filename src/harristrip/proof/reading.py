"""Read the figures and dates of a paragraph by sentence, and find those that a passage touches.

Printed words are judged in their whole sentence, so that a part of a figure is not read as a figure.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ..reader.figures import Figure, figures
from ..reader.printed_dates import PrintedDate, printed_dates
from .articles import Span, find, sentences


class Sentence(NamedTuple):
    """A sentence of a paragraph; spans count from the start of the paragraph."""

    span: Span
    figures: tuple[Figure, ...]
    dates: tuple[PrintedDate, ...]


class Passage(NamedTuple):
    """Printed words in a paragraph, with the figures and dates that they touch."""

    span: Span
    paragraph: str
    sentences: tuple[int, ...]
    """Numbers of the sentences that contain the words."""
    figures: tuple[Figure, ...]
    dates: tuple[PrintedDate, ...]

    @property
    def says(self) -> tuple[object, ...]:
        """The meaning of the figures and dates, without their positions."""
        return (*(one.says for one in self.figures), *(one.says for one in self.dates))

    @property
    def full(self) -> str:
        """The words, extended to whole figures and dates: hedge, sign, currency, scale, day, year."""
        spans = [(one.start, one.end) for one in self.figures] + [(one.start, one.end) for one in self.dates]
        first = min([self.span.start, *(start for start, _ in spans)])
        return self.paragraph[first : max([self.span.end, *(end for _, end in spans)])]

    def cuts(self, *, hedges: bool, units: bool, dates: bool) -> bool:
        """Return whether the words cut off part of a number, or of its hedges, its unit or a date, if asked for."""
        spans = [one.core if units else one.number for one in self.figures]
        spans += [_with_hedges(one, units=units) for one in self.figures] if hedges else []
        spans += [(one.start, one.end) for one in self.dates] if dates else []
        return any(start < self.span.start or end > self.span.end for start, end in spans)


def _with_hedges(figure: Figure, *, units: bool) -> tuple[int, int]:
    """Return the span of a figure with its hedges."""
    inner = figure.core if units else figure.number
    start = figure.start if figure.start < figure.core[0] else inner[0]
    return start, figure.end if figure.end > figure.core[1] else inner[1]


@functools.lru_cache(maxsize=1024)  # many cites share a paragraph
def read(paragraph: str, today: date | None = None) -> tuple[Sentence, ...]:
    """Return the sentences of a paragraph; words such as `yesterday` count from `today`."""
    return tuple(_sentence(paragraph, span, today) for span in sentences(paragraph))


def _sentence(paragraph: str, span: Span, today: date | None) -> Sentence:
    text = paragraph[span.start : span.end]
    numbers = [_moved(one, span.start) for one in figures(text)]
    days = [one._replace(start=one.start + span.start, end=one.end + span.start) for one in printed_dates(text, today)]
    return Sentence(span, tuple(_without_dates(numbers, days)), tuple(_without_figures(days, numbers)))


def _moved(figure: Figure, by: int) -> Figure:
    core, number = ((start + by, end + by) for start, end in (figure.core, figure.number))
    return figure._replace(start=figure.start + by, end=figure.end + by, core=core, number=number)


def _without_dates(numbers: list[Figure], days: list[PrintedDate]) -> Iterator[Figure]:
    """Yield the figures without unread ones inside a date that was read."""
    index = 0
    for one in numbers:
        while index < len(days) and days[index].end <= one.core[0]:
            index += 1
        inside = index < len(days) and days[index].start <= one.core[0] and one.core[1] <= days[index].end
        if not (inside and one.unread and days[index].unread is None):
            yield one


def _without_figures(days: list[PrintedDate], numbers: list[Figure]) -> Iterator[PrintedDate]:
    """Yield the dates without unread ones inside a figure that was read."""
    index = 0
    for one in days:
        while index < len(numbers) and numbers[index].core[1] <= one.start:
            index += 1
        inside = index < len(numbers) and numbers[index].core[0] <= one.start and one.end <= numbers[index].core[1]
        if not (inside and one.unread and numbers[index].unread is None):
            yield one


def passages(printed: str, paragraph: str, today: date | None) -> list[Passage]:
    """Return the occurrences of printed words in a paragraph, with the figures and dates that they touch."""
    if printed not in paragraph:  # cheap test first: reading a paragraph is slow
        return []
    spans = list(find(printed, paragraph))
    return [_passage(span, paragraph, today) for span in spans]


def _passage(span: Span, paragraph: str, today: date | None) -> Passage:
    touched = [(number, one) for number, one in _touched(read(paragraph, today), span)]
    return Passage(
        span,
        paragraph,
        tuple(number for number, _ in touched),
        tuple(one for _, sentence in touched for one in sentence.figures if _meets(one.core, span)),
        tuple(one for _, sentence in touched for one in sentence.dates if _meets((one.start, one.end), span)),
    )


def _touched(all_: tuple[Sentence, ...], span: Span) -> Iterator[tuple[int, Sentence]]:
    """Yield the sentences that overlap a span, found by bisection."""
    low, high = 0, len(all_)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if all_[middle].span.end <= span.start else (low, middle)
    while low < len(all_) and all_[low].span.start < span.end:
        yield low, all_[low]
        low += 1


def _meets(place: tuple[int, int], span: Span) -> bool:
    return place[0] < span.end and place[1] > span.start
