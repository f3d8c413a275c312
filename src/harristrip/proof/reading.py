"""Read the figures and dates of paragraphs: those that printed words touch, and those that no cite covers.

Printed words are judged in their whole sentence, so that a part of a figure is not read as a figure.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple, TypeVar

from ..facts.model import Record
from ..facts.responses import FoundWords, Marked, Paragraph, Uncovered
from ..reader.figures import PrintedFigure, figures
from ..reader.printed_dates import PrintedDate, printed_dates
from ..text import fold
from .articles import Span, find, plain, sentences
from .library import Library

T = TypeVar("T", PrintedFigure, PrintedDate)
_QUOTATION = re.compile(r'"[^"]+"')
MIN_QUOTED_WORDS = 3
"""Minimum words of a quotation: fewer are a term in quotes."""


class Passage(NamedTuple):
    """Words of a paragraph, or a sentence, with the figures and dates that they touch, counted from its start."""

    span: Span
    paragraph: str
    sentences: range
    """Numbers of the sentences that contain the words."""
    figures: tuple[PrintedFigure, ...]
    dates: tuple[PrintedDate, ...]

    @property
    def says(self) -> tuple[object, ...]:
        """The meaning of the figures and dates, without their positions."""
        return (*(one.says for one in self.figures), *(one.says for one in self.dates))

    @property
    def full(self) -> str:
        """The words, extended to whole figures and dates: hedge, sign, currency, scale, day, year."""
        spans = [self.span, *((one.start, one.end) for one in self.figures), *(one.core for one in self.dates)]
        return self.paragraph[min(start for start, _ in spans) : max(end for _, end in spans)]

    def cuts(self, *, hedges: bool, units: bool, dates: bool) -> bool:
        """Return whether the words cut off part of a number, or of its hedges, its unit or a date, if asked for."""
        spans = [one.core for one in self.dates] if dates else []
        for one in self.figures:
            start, end = one.core if units else one.number
            start = one.start if hedges and one.start < one.core[0] else start
            spans.append((start, one.end if hedges and one.end > one.core[1] else end))
        return any(start < self.span.start or end > self.span.end for start, end in spans)


def read(paragraph: str, today: date | None = None) -> list[Passage]:
    """Return the sentences of a paragraph; words such as `yesterday` count from `today`."""
    return [_sentence(paragraph, number, today) for number in range(len(sentences(paragraph)))]


@functools.lru_cache(maxsize=4096)  # many cites share a sentence
def _sentence(paragraph: str, number: int, today: date | None) -> Passage:
    span = sentences(paragraph)[number]
    text, by = paragraph[span.start : span.end], span.start
    numbers = [
        one._replace(
            start=one.start + by,
            end=one.end + by,
            core=(one.core[0] + by, one.core[1] + by),
            number=(one.number[0] + by, one.number[1] + by),
        )
        for one in figures(text)
    ]
    days = [one._replace(start=one.start + by, end=one.end + by) for one in printed_dates(text, today)]
    return Passage(
        span,
        paragraph,
        range(number, number + 1),
        tuple(_outside(numbers, days)),
        tuple(_outside(days, numbers)),
    )


def _outside(found: Iterable[T], others: Sequence[PrintedFigure] | Sequence[PrintedDate]) -> Iterator[T]:
    """Yield figures without unread ones inside a date that was read, or dates without those inside a figure."""
    ends = [other.core[1] for other in others]
    for one in found:
        number = bisect_right(ends, one.core[0])
        other = others[number] if one.unread and number < len(others) else None
        if other is None or other.unread or not _is_within(one.core, [other.core]):
            yield one


def passages(printed: str, paragraph: str, today: date | None) -> list[Passage]:
    """Return the occurrences of printed words in a paragraph, with the figures and dates that they touch."""
    return [passage(span, paragraph, today) for span in find(printed, paragraph)]


def passage(span: Span, paragraph: str, today: date | None) -> Passage:
    """Return some words of a paragraph, with the figures and dates that they touch."""
    spans = sentences(paragraph)
    first = bisect_right(spans, span.start, key=lambda one: one.end)
    numbers = range(first, bisect_left(spans, span.end, lo=first, key=lambda one: one.start))
    touched = [_sentence(paragraph, number, today) for number in numbers]
    return Passage(
        span,
        paragraph,
        numbers,
        tuple(one for sentence in touched for one in sentence.figures if _meet(one.core, span)),
        tuple(one for sentence in touched for one in sentence.dates if _meet(one.core, span)),
    )


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


class Mark(NamedTuple):
    """A figure, a date or a quotation in a paragraph: `paragraph[start:end]`."""

    what: Literal["figure", "date", "quotation"]
    start: int
    end: int
    covered: bool
    figure: PrintedFigure | None = None
    date: PrintedDate | None = None


def find_marks(paragraph: str, printed: Iterable[str], today: date | None = None, *, cited: bool = False) -> list[Mark]:
    """Return the figures, dates and quotations of a paragraph in order; `printed` are the words of its cites.

    An unread figure that meets a date is left out.
    """
    spans = [span for words in dict.fromkeys(filter(None, printed)) for span in find(plain(words), paragraph)]
    found = []
    for sentence in read(paragraph, today):
        found += [
            Mark("figure", one.start, one.end, _is_within(one.core, spans), one)
            for one in sentence.figures
            if not (one.unread and any(_meet(one.core, day.core) for day in sentence.dates))
        ]
        found += [Mark("date", *day.core, _is_within(day.core, spans), None, day) for day in sentence.dates]
    quotations = (one for one in _QUOTATION.finditer(paragraph) if len(one[0].split()) >= MIN_QUOTED_WORDS)
    found += [Mark("quotation", *one.span(), cited) for one in quotations]
    return sorted(found, key=lambda mark: (mark.start, mark.end))


def _is_within(place: tuple[int, int], spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in spans)


def marked(
    text: Sequence[str], cites: Mapping[int, Sequence[tuple[str, str | None]]], today: date | None, asked: range
) -> list[Paragraph]:
    """Return the paragraphs of a range with their marks; `cites` are record and printed words, by paragraph from 1."""
    found = []
    for number in asked:
        paragraph, own = text[number - 1], cites.get(number, ())
        shown = tuple(
            Marked(
                what=one.what, printed=paragraph[one.start : one.end], start=one.start, end=one.end, covered=one.covered
            )
            for one in find_marks(paragraph, (words for _, words in own if words), today, cited=bool(own))
        )
        records = tuple(dict.fromkeys(id_ for id_, _ in own))
        found.append(Paragraph(paragraph=number, text=paragraph, records=records, marks=shown))
    return found


def find_words(words: str, source: str, shown: Iterable[Paragraph], today: date | None) -> Iterator[FoundWords]:
    """Yield each occurrence of words, ignoring case and accents, as a cite that `verify` accepts."""
    asked = fold(plain(words)).split()
    for paragraph in shown if asked else ():
        text = paragraph.text
        tokens = [(part, match.span()) for match in re.finditer(r"\S+", text) for part in fold(match[0]).split()]
        folded = [part for part, _ in tokens]
        for index in range(len(tokens) - len(asked) + 1):
            if folded[index : index + len(asked)] != asked:
                continue
            start, end = tokens[index][1][0], tokens[index + len(asked) - 1][1][1]
            start += len(text[start:end]) - len(text[start:end].lstrip("\"'([{"))
            end = start + len(text[start:end].rstrip("\"')]}.,;:!?"))
            is_whole = any(span.start == start for span in find(text[start:end], text))
            printed = passage(Span(start, end), text, today).full if is_whole else text[start:end]
            yield FoundWords(at=f"{source}:{paragraph.paragraph}", printed=printed)


def uncovered(records: Iterable[Record], against: Library) -> Iterator[Uncovered]:
    """Yield each figure and date that is not in the printed words of any cite.

    Figures are those in digits, amounts and shares; words such as `one` are too frequent.
    """
    cites = (cite for record in records for cite in (*record.all_cites(), *record.date_from))
    printed: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
    for cite in cites:
        if cite.printed:
            printed[cite.source, cite.paragraph].append(cite.printed)
    for source in against.sources:
        for number, paragraph in enumerate(against.paragraphs(source) or (), 1):
            left = [mark for mark in find_marks(paragraph, printed[source, number]) if not mark.covered]
            numbers = (mark.figure for mark in left if mark.figure is not None)
            places = {mark.date.core for mark in left if mark.date is not None} | {
                one.core
                for one in numbers
                if one.currencies or one.unit == "%" or any(map(str.isdigit, paragraph[slice(*one.core)]))
            }
            for start, end in sorted(places):
                yield Uncovered(source=source, paragraph=number, text=paragraph, printed=paragraph[start:end])
