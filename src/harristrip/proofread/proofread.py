"""Proofread a draft: its figures, dates, names and quotations against a store, sentence by sentence."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ..facts import codec
from ..facts.model import Record
from ..facts.responses import EXCERPT, ProofreadAnswer, Remark
from ..index.cells import figure_text
from ..proof.articles import Span, archive, sentences
from . import dates, figures, gaps, names, ordinals, quotes, status, titles
from .markdown_text import Block, blocks
from .quotes import Passage
from .records import Records
from .relevance import REFERS, Issue, Reading, Relevance
from .words import words

FEW = 5
"""Words of a sentence that may be no more than a date."""
LONGEST = 3000
"""Characters of a sentence that are read at once."""


CHECKS = (ordinals.check, dates.check, status.check, gaps.check, titles.check)
"""What is compared besides names, figures and quotations."""


ECHOES = ("gap", "title", "status")
"""Kinds of remarks that may only repeat another one."""


class Found(NamedTuple):
    """An issue, with its place in the draft."""

    issue: Issue
    start: int
    end: int


def proofread(
    draft: str, index: Records, *, name: str, folder: str | None = None, notes: bool = False
) -> ProofreadAnswer:
    """Compare a draft with a store, and its quotations with the articles of a folder; `notes` adds what is right.

    Raises ArticlesUnreadable.
    """
    reader = _Reader(index, folder)
    found = sorted(reader.read(draft), key=lambda one: (one.start, one.end))
    sorts = Counter({one.start: one.issue.sort for one in reversed(found) if one.issue.sort}.values())
    lines = _starts(draft)
    shown = [one for one in found if notes or one.issue.severity != "note"]
    items = tuple(_remark(one, draft, lines) for one in shown)
    return ProofreadAnswer(
        file=name,
        count=len(items),
        items=items,
        sentences=reader.sentences,
        figures=sorts.total(),
        supported=sorts["supported"] + sorts["disputed"],
        wrong=sorts["wrong"],
        unknown=sorts["unknown"],
        unread=sorts["unread"],
        quotations=sum(one.issue.kind in ("quotation", "attribution") for one in found),
        quotations_left=reader.quotations_left,
    )


class _Reader:
    """Reads a draft block by block, with what came before each sentence."""

    def __init__(self, index: Records, folder: str | None) -> None:
        self.relevance = Relevance(index)
        self.articles = _articles(index, folder) if folder else None
        self.sentences = self.quotations_left = 0
        self._heading = self._previous = ""
        self._meant: list[str] = []

    def read(self, draft: str) -> Iterator[Found]:
        """Yield what is to be said of each place in a draft."""
        for block in blocks(draft):
            for span in _sentences(block.text):
                self.sentences += 1
                yield from self._sentence(block, span)
            if block.heading:
                self._heading = block.text

    def _sentence(self, block: Block, span: Span) -> Iterator[Found]:
        text = block.text[span.start : span.end]
        previous = self._previous if span.start or REFERS.match(text) else ""
        for issue in self._issues(text, f"{self._heading} {previous}"):
            start, end = span.start + issue.start, span.start + max(issue.end, issue.start + 1)
            yield Found(issue, block.places[start], block.places[min(end, len(block.places)) - 1] + 1)
        self._previous = text

    def _issues(self, text: str, before: str) -> list[Issue]:
        self.quotations_left += sum(1 for _ in quotes.quotations(text)) if self.articles is None else 0
        sentence = self.relevance.sentence(text, before)
        misspelt = list(names.check(sentence, self.relevance))
        if misspelt:
            meant = [(names.meant(issue, self.relevance), issue.expected or "") for issue in misspelt]
            sentence = self.relevance.sentence(text, before, meant)
        numbers, days = figures.readings(text), dates.readings(text, self.relevance.event[0])
        subjects = self.relevance.candidates(sentence, [one.value for one in numbers if one.value is not None])
        earlier = dict.fromkeys(self._meant, 0) if REFERS.match(text) else {}
        reading = Reading(sentence, numbers, days, subjects, self.relevance, earlier)
        found = list(figures.check(reading))
        reading.meant.update((record.id, issue.start) for issue in found for record in issue.records)
        self._meant = list(reading.meant)
        found += misspelt
        for check in CHECKS:
            found += check(reading)
        return _without_echoes([*found, *quotes.check(reading, self.articles or [])])


def _without_echoes(issues: Sequence[Issue]) -> list[Issue]:
    """Return issues without those that a wrong name, or something that was not done, at the same place explains."""
    causes = [one for one in issues if one.kind == "name" or (one.kind == "gap" and one.severity == "error")]
    issues = [one for one in issues if one.kind not in ECHOES or not any(_overlap(one, it) for it in causes)]
    gaps_ = [one for one in issues if one.kind == "gap"]
    issues = [
        one
        for one in issues
        if not (one.kind == "status" and one.severity == "warning" and any(_overlap(one, it) for it in gaps_))
    ]
    wrong = [one for one in issues if one.sort == "wrong" or one.kind == "status"]
    return [
        one
        for one in issues
        if one.severity == "error" or one.kind == "conflict" or not any(_overlap(one, it) for it in wrong)
    ]


def _overlap(one: Issue, other: Issue) -> bool:
    return one is not other and one.start < other.end and other.start < one.end


def _articles(index: Records, folder: str) -> list[Passage]:
    rows = index.rows("SELECT json FROM record WHERE kind = 'source' ORDER BY number")
    return quotes.passages([codec.decode(json.encode()) for (json,) in rows], archive(folder).by_digest)


def _sentences(text: str) -> Iterator[Span]:
    """Yield the sentences of a block; a few words without a subject, a mere date, go with the next.

    A sentence without an end, a table in one line, is cut: reading takes more than linear time.
    """
    start: int | None = None
    for span in sentences(text):
        first = span.start if start is None else start
        part = text[first : span.end]
        if span.end < len(text) and len(part.split()) <= FEW and not any(words(part)):
            start = first
            continue
        for at in range(first, span.end, LONGEST):
            yield Span(at, min(at + LONGEST, span.end))
        start = None


def _starts(draft: str) -> list[int]:
    """Return where each line of a draft starts."""
    return [0, *(match.end() for match in re.finditer("\n", draft))]


def _remark(found: Found, draft: str, lines: list[int]) -> Remark:
    issue = found.issue
    number = bisect.bisect_right(lines, found.start)
    start = lines[number - 1]
    line = draft[start : lines[number] - 1 if number < len(lines) else len(draft)].rstrip("\r")
    at, end = found.start - start, min(found.end - start, len(line))
    first = max(0, min(at - EXCERPT // 2, len(line) - EXCERPT))
    record = issue.records[0] if issue.records else None
    cites = dict.fromkeys(f"{cite.source}:{cite.paragraph}" for cite in record.all_cites()) if record else {}
    return Remark(
        line=number,
        column=at + 1,
        end_column=end + 1,
        kind=issue.kind,  # type: ignore[arg-type]
        severity=issue.severity,  # type: ignore[arg-type]
        message=issue.message,
        found=line[at:end],
        expected=issue.expected or _expected(issue, record),
        records=(issue.entry,) if issue.entry else tuple(one.id for one in issue.records),
        summary=record.summary if record else None,
        cites=tuple(cites),
        excerpt=line[first : first + EXCERPT],
        excerpt_column=first + 1,
    )


def _expected(issue: Issue, record: Any) -> str | None:
    """Return what a record has where the draft has something else."""
    if record is None or issue.severity == "note":
        return None
    if issue.kind == "figure":
        return figure_words(record)
    if issue.kind == "date":
        return dates.when(record) or None
    if issue.kind == "status":
        return str(record.status)
    return record.safest if issue.kind == "conflict" else None


def figure_words(record: Record) -> str:
    """Return the figure of a record as tables show it: more than 237,000 people, about 1/5 of passengers."""
    text = figure_text(record.figure)
    return re.sub(r"(?<=[0-9]/)([0-9]+) (?=[^\W\d])", r"\1 of ", text)
