"""Proofread a draft: its figures, dates, names and quotations against a store, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from . import proofread_figures
from .articles import sentences
from .markdown_text import Block, blocks
from .printed_dates import printed_dates
from .relevance import Issue, Records, Relevance


class Found(NamedTuple):
    """An issue, with its place in the draft."""

    issue: Issue
    start: int
    end: int


def proofread(draft: str, index: Records) -> Iterator[Found]:
    relevance = Relevance(index)
    heading = ""
    for block in blocks(draft):
        before = heading
        for span in sentences(block.text):
            text = block.text[span.start : span.end]
            for issue in _sentence(text, before, relevance):
                yield Found(issue, block.places[span.start + issue.start], block.places[span.start + issue.end - 1] + 1)
            before = f"{heading} {text}"
        if block.heading:
            heading = block.text


def _sentence(text: str, before: str, relevance: Relevance) -> Iterator[Issue]:
    sentence = relevance.sentence(text, before)
    figures = proofread_figures.readings(text)
    dates = printed_dates(text)
    subjects = relevance.candidates(sentence, [one.value for one in figures if one.value is not None])
    yield from proofread_figures.check(sentence, figures, subjects, relevance, dates)
