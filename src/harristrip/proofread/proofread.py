"""Proofread a draft: its figures, dates, names and quotations against a store, sentence by sentence."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ..facts.responses import EXCERPT, ProofreadAnswer, Remark
from ..index.cells import figure_text
from ..index.store import decoded
from ..proof.articles import Span, archive, sentences
from . import dates, figures, status, wording
from .draft_text import blocks, content_words
from .relevance import REFERS, Issue, ReadSentence, Relevance

if TYPE_CHECKING:
    from ..index.database import Index

LONGEST_SENTENCE = 3000
"""Characters of a sentence that are read at once; a longer one is cut."""
CHECKS = (figures.check_ordinals, dates.check, status.check, status.check_gaps, wording.check_titles)
"""What is compared besides names, figures and quotations."""


class PlacedIssue(NamedTuple):
    """An issue, with its place in the draft."""

    issue: Issue
    start: int
    end: int


def proofread(
    draft: str, index: Index, *, name: str, folder: str | None = None, notes: bool = False
) -> ProofreadAnswer:
    """Compare a draft with a store, and its quotations with the articles of a folder; `notes` adds what is right.

    Raises ArticlesUnreadable.
    """
    reader = _Reader(index, folder)
    found = sorted(reader.read(draft), key=lambda one: (one.start, one.end))
    verdicts = Counter({one.start: one.issue.verdict for one in reversed(found) if one.issue.verdict}.values())
    lines = [0, *(match.end() for match in re.finditer("\n", draft)), len(draft) + 1]
    items = tuple(_make_remark(one, draft, lines) for one in found if notes or one.issue.severity != "note")
    return ProofreadAnswer(
        file=name,
        count=len(items),
        items=items,
        sentences=reader.sentences,
        figures=verdicts.total(),
        supported=verdicts["supported"] + verdicts["disputed"],
        wrong=verdicts["wrong"],
        unknown=verdicts["unknown"],
        unread=verdicts["unread"],
        quotations=sum(one.issue.kind in ("quotation", "attribution") for one in found),
        quotations_left=reader.quotations_left,
    )


class _Reader:
    """Reads a draft block by block, with what came before each sentence."""

    def __init__(self, index: Index, folder: str | None) -> None:
        self.relevance = Relevance(index)
        self.articles: list[wording.ArticleParagraph] | None = None
        if folder:
            texts, self.articles = archive(folder), []
            for source in decoded(index.of_kinds("source")):
                paragraphs = enumerate(texts.get(source.sha256, ()), 1)
                self.articles += (wording.ArticleParagraph(source.id, *paragraph) for paragraph in paragraphs)
        self.sentences = self.quotations_left = 0
        self._meant: list[str] = []

    def read(self, draft: str) -> Iterator[PlacedIssue]:
        """Yield the issues of a draft with their places."""
        heading = previous = ""
        for block in blocks(draft):
            for span in _split_sentences(block.text):
                self.sentences += 1
                text = block.text[span.start : span.end]
                before = previous if span.start or REFERS.match(text) else ""
                for issue in self._issues(text, f"{heading} {before}"):
                    start, end = span.start + issue.start, span.start + max(issue.end, issue.start + 1)
                    yield PlacedIssue(issue, block.places[start], block.places[min(end, len(block.places)) - 1] + 1)
                previous = text
            if block.heading:
                heading = block.text

    def _issues(self, text: str, before: str) -> list[Issue]:
        """Return the issues of a sentence; `before` is its heading and the sentence before it."""
        if self.articles is None:
            self.quotations_left += sum(1 for _ in wording.find_quotations(text))
        relevance = self.relevance
        sentence = relevance.sentence(text, before)
        misspelt = list(wording.check_names(sentence, relevance))
        if misspelt:
            sentence = relevance.sentence(text, before, [(named, issue.expected or "") for issue, named in misspelt])
        numbers, days = figures.read_figures(text), dates.read_dates(text, relevance.event[0])
        subjects = relevance.candidates(sentence, [one.value for one in numbers if one.value is not None])
        earlier = dict.fromkeys(self._meant, 0) if REFERS.match(text) else {}
        reading = ReadSentence(sentence, numbers, days, subjects, relevance, earlier)
        found = list(figures.check(reading))
        reading.meant.update((record.id, issue.start) for issue in found for record in issue.records)
        self._meant = list(reading.meant)
        found += [issue for issue, _ in misspelt]
        for check in CHECKS:
            found += check(reading)
        return _drop_explained([*found, *wording.check_quotations(reading, self.articles or [])])


def _drop_explained(issues: Sequence[Issue]) -> list[Issue]:
    """Return issues without those that another one at the same place explains.

    A wrong name, or an event that did not happen, explains an open question, a title and a status. An open question
    explains a doubtful status. A wrong figure or status explains all but errors and conflicts.
    """
    causes = [one for one in issues if one.kind == "name" or (one.kind == "gap" and one.severity == "error")]
    issues = [one for one in issues if one.kind not in ("gap", "title", "status") or not _has_cause(one, causes)]
    gaps = [one for one in issues if one.kind == "gap"]
    issues = [one for one in issues if (one.kind, one.severity) != ("status", "warning") or not _has_cause(one, gaps)]
    wrong = [one for one in issues if one.verdict == "wrong" or one.kind == "status"]
    return [one for one in issues if one.severity == "error" or one.kind == "conflict" or not _has_cause(one, wrong)]


def _has_cause(one: Issue, causes: Sequence[Issue]) -> bool:
    return any(one is not other and one.start < other.end and other.start < one.end for other in causes)


def _split_sentences(text: str) -> Iterator[Span]:
    """Yield the sentences of a block; up to five words without a content word, such as a date, go with the next.

    A very long sentence, such as a table in one line, is cut: reading takes more than linear time.
    """
    start: int | None = None
    for span in sentences(text):
        first = span.start if start is None else start
        part = text[first : span.end]
        if span.end < len(text) and len(part.split()) <= 5 and not any(content_words(part)):
            start = first
            continue
        for at in range(first, span.end, LONGEST_SENTENCE):
            yield Span(at, min(at + LONGEST_SENTENCE, span.end))
        start = None


def _make_remark(found: PlacedIssue, draft: str, lines: Sequence[int]) -> Remark:
    """Return an issue as the answer shows it; `lines` are the starts of the lines, and of one behind the last."""
    issue = found.issue
    number = bisect.bisect_right(lines, found.start)
    start = lines[number - 1]
    line = draft[start : lines[number] - 1]
    at, end = found.start - start, min(found.end - start, len(line))
    first = max(0, min(at - EXCERPT // 2, len(line) - EXCERPT))
    record: Any = issue.records[0] if issue.records else None
    cites = dict.fromkeys(f"{cite.source}:{cite.paragraph}" for cite in record.all_cites()) if record else {}
    return Remark(
        line=number,
        column=at + 1,
        end_column=end + 1,
        kind=issue.kind,  # type: ignore[arg-type]
        severity=issue.severity,  # type: ignore[arg-type]
        message=issue.message,
        found=line[at:end],
        expected=issue.expected or _expected_text(issue, record),
        records=(issue.entry,) if issue.entry else tuple(one.id for one in issue.records),
        summary=record.summary if record else None,
        cites=tuple(cites),
        excerpt=line[first : first + EXCERPT],
        excerpt_column=first + 1,
    )


def _expected_text(issue: Issue, record: Any) -> str | None:
    """Return what the draft should say: about 237,000 people, 1/5 of passengers."""
    if record is None or issue.severity == "note":
        return None
    if issue.kind == "figure":
        return re.sub(r"(?<=[0-9]/)([0-9]+) (?=[^\W\d])", r"\1 of ", figure_text(record.figure))
    if issue.kind == "date":
        return dates.date_text(record)
    if issue.kind == "status":
        return str(record.status)
    return record.safest if issue.kind == "conflict" else None
