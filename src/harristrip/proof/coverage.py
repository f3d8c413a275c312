"""Find figures and dates of the articles that no cite of a store covers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from harristrip.facts.model import Record
from harristrip.facts.responses import Uncovered

from .articles import find, plain
from .library import Library
from .reading import read


def uncovered(records: Iterable[Record], against: Library) -> Iterator[Uncovered]:
    """Yield each figure and date that is not in the printed words of any cite."""
    printed = _printed(records)
    for source in against.sources:
        for number, paragraph in enumerate(against.paragraphs(source) or (), 1):
            spans = [span for words in printed[source, number] for span in find(words, paragraph)]
            for start, end in _places(paragraph):
                if not any(first <= start and end <= last for first, last in spans):
                    yield Uncovered(source=source, paragraph=number, text=paragraph, printed=paragraph[start:end])


def _printed(records: Iterable[Record]) -> dict[tuple[str, int], set[str]]:
    """Return the printed words of all cites by paragraph."""
    found: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for record in records:
        for cite in (*record.all_cites(), *record.date_from):
            if cite.printed:
                found[cite.source, cite.paragraph].add(plain(cite.printed))
    return found


def _places(paragraph: str) -> list[tuple[int, int]]:
    """Return the spans of figures in digits, amounts, shares and dates; words such as `one` are too frequent."""
    places = set()
    for sentence in read(paragraph):
        days = {(one.start, one.end) for one in sentence.dates}
        places |= days | {
            one.core
            for one in sentence.figures
            if any(letter.isdigit() for letter in paragraph[slice(*one.core)]) or one.currencies or one.unit == "%"
            if not (one.unread and any(start < one.core[1] and one.core[0] < end for start, end in days))
        }
    return sorted(places)
