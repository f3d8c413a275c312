"""Ordinals of a draft against those of the store: her second foreign trip, where every source has the first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..facts.model import Record
from ..reader.number_words import ORDINALS
from .relevance import Issue, Reading, Subject
from .words import stems

LEAST = 0.3
"""Score from which a record speaks of what a sentence counts."""
_WORDS = {number: word for word, number in ORDINALS.items() if 1 <= number <= 10}
_ORDINAL = re.compile(
    rf"(?<![\w-])(?P<word>{'|'.join(_WORDS.values())}|(?P<digits>[0-9]{{1,2}})(?:st|nd|rd|th))(?:-ever)?"
    r"(?P<rest>(?:\s+[^\W\d][\w'\u2019-]*){1,4})",
    re.IGNORECASE,
)
"""An ordinal with the words that follow it."""
_SUPERLATIVE = re.compile(r"\s+(?:\w+est|most|least)\b", re.IGNORECASE)


class Ordinal(NamedTuple):
    """An ordinal, what it counts, and where it is."""

    number: int
    counted: frozenset[str]
    start: int
    end: int


def check(reading: Reading) -> Iterator[Issue]:
    """Yield each ordinal for which the store has another one, and none that agrees."""
    for one in ordinals(reading.text):
        known = [pair for subject in reading.subjects for pair in _known(one, subject, reading)]
        if known and one.number > 1 and one.number not in {other.number for other, _ in known}:
            other, record = known[0]
            expected = _WORDS.get(other.number, f"{other.number}th")
            message = f"the store has the {expected}"
            yield Issue("figure", "error", one.start, one.end, message, (record,), sort="wrong", expected=expected)


def ordinals(text: str) -> Iterator[Ordinal]:
    """Yield the ordinals of a text that number something of two words at least: first foreign trip."""
    for match in _ORDINAL.finditer(text):
        counted = stems(match["rest"])
        if len(counted) > 1 and not _SUPERLATIVE.match(match["rest"]):
            number = int(match["digits"]) if match["digits"] else ORDINALS[match["word"].lower()]
            yield Ordinal(number, counted, *match.span("word"))


def _known(one: Ordinal, subject: Subject, reading: Reading) -> Iterator[tuple[Ordinal, Record]]:
    """Yield the ordinals of a record that number the same, as far as two words can tell."""
    record = subject.record
    if record.kind == "conflict" or reading.score(subject, one.start, one.end) < LEAST:
        return
    texts = [record.summary, *(cite.reads or cite.printed or "" for cite in record.all_cites())]
    for other in (other for text in texts for other in ordinals(text)):
        if len(one.counted & other.counted) > 1:
            yield other, record
