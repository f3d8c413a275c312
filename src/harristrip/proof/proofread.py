"""Proofread a draft: its figures, dates, names and quotations against a store, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..facts import codec
from . import proofread_dates, proofread_figures, proofread_names, proofread_quotes, proofread_status
from .articles import Span, archive, sentences
from .markdown_text import blocks
from .printed_dates import printed_dates
from .proofread_quotes import Passage
from .relevance import Issue, Records, Relevance
from .words import words


_REFERS = re.compile(r"(?:they|he|she|it|this|that|these|those|both|the (?:two|same))\b", re.IGNORECASE)
"""The beginning of a paragraph that goes on from the one before."""


class Found(NamedTuple):
    """An issue, with its place in the draft."""

    issue: Issue
    start: int
    end: int


def proofread(draft: str, index: Records, folder: str | None = None) -> Iterator[Found]:
    """Yield what is to be said of each place in a draft; quotations are compared with the articles of a folder."""
    relevance = Relevance(index)
    articles = _articles(index, folder) if folder else []
    heading = previous = ""
    for block in blocks(draft):
        for span in _sentences(block.text):
            text = block.text[span.start : span.end]
            known = span.start > 0 or _REFERS.match(text)
            for issue in _sentence(text, f"{heading} {previous if known else ''}", relevance, articles):
                yield Found(issue, block.places[span.start + issue.start], block.places[span.start + issue.end - 1] + 1)
            previous = text
        if block.heading:
            heading = block.text


def _articles(index: Records, folder: str) -> list[Passage]:
    sources = [codec.decode(json.encode()) for (json,) in index.rows("SELECT json FROM record WHERE kind = 'source' ORDER BY number")]
    return proofread_quotes.passages(sources, archive(folder).by_digest)


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


def _sentence(text: str, before: str, relevance: Relevance, articles: list[Passage]) -> Iterator[Issue]:
    sentence = relevance.sentence(text, before)
    figures = proofread_figures.readings(text)
    dates = printed_dates(text)
    subjects = relevance.candidates(sentence, [one.value for one in figures if one.value is not None])
    found = list(proofread_figures.check(sentence, figures, subjects, relevance, dates))
    yield from found
    meant = frozenset(record.id for issue in found for record in issue.records)
    yield from proofread_dates.check(sentence, dates, subjects, relevance, meant)
    yield from proofread_names.check_names(sentence, relevance)
    yield from proofread_names.check_titles(sentence, relevance)
    yield from proofread_quotes.check(sentence, articles, relevance) if articles else ()
    yield from proofread_status.check(sentence, dates, subjects, relevance, meant)
    yield from proofread_status.check_gaps(sentence, dates, subjects, relevance)
