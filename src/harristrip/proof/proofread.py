"""Proofread a draft: its figures, dates, names and quotations against a store, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from . import proofread_dates, proofread_figures
from .articles import Span, sentences
from .markdown_text import blocks
from .printed_dates import printed_dates
from .relevance import Issue, Records, Relevance
from .words import words


class Found(NamedTuple):
    """An issue, with its place in the draft."""

    issue: Issue
    start: int
    end: int


def proofread(draft: str, index: Records) -> Iterator[Found]:
    """Yield what is to be said of each place in a draft."""
    relevance = Relevance(index)
    heading = ""
    for block in blocks(draft):
        before = heading
        for span in _sentences(block.text):
            text = block.text[span.start : span.end]
            for issue in _sentence(text, before, relevance):
                yield Found(issue, block.places[span.start + issue.start], block.places[span.start + issue.end - 1] + 1)
            before = f"{heading} {text}"
        if block.heading:
            heading = block.text


def _sentences(text: str) -> Iterator[Span]:
    """Yield the sentences of a block; one without a word on its subject, a mere date, goes with the next."""
    start: int | None = None
    for span in sentences(text):
        first = span.start if start is None else start
        if any(words(text[first : span.end])) or span.end == len(text):
            yield Span(first, span.end)
            start = None
        else:
            start = first


def _sentence(text: str, before: str, relevance: Relevance) -> Iterator[Issue]:
    sentence = relevance.sentence(text, before)
    figures = proofread_figures.readings(text)
    dates = printed_dates(text)
    subjects = relevance.candidates(sentence, [one.value for one in figures if one.value is not None])
    found = list(proofread_figures.check(sentence, figures, subjects, relevance, dates))
    yield from found
    meant = frozenset(record.id for issue in found for record in issue.records)
    yield from proofread_dates.check(sentence, dates, subjects, relevance, meant)
