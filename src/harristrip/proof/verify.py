"""Check every cite of a store against the archived articles: the paragraph has the words, and they prove the record.

Each cite has one state, a `responses.State`. `judging` compares printed words with a record; the grammar of figures and
dates is in `harristrip.reader`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from ..facts.model import PARTS, Cite, Record
from ..facts.responses import Check, SourceCheck, State, VerifyAnswer
from ..text import pluralize
from .articles import Span, around, find, plain
from .judging import JudgedCite, Judgement, differences, is_possible, unproven
from .library import Library, StoreLike, open_library
from .reading import Passage, passage, passages, read, uncovered

WRONG: tuple[State, ...] = ("mismatch", "not found", "incomplete", "ambiguous", "unread", "changed")
"""States that a store must not have."""


def verify_store(store: StoreLike, folder: str, ids: Sequence[str] = (), *, coverage: bool = False) -> VerifyAnswer:
    """Check every cite of a store, or of some records, against the texts of a folder; raises ArticlesUnreadable."""
    against = open_library(store, folder)
    records = store.show(*ids) if ids else (store.event.as_record(), *store.records)
    checks = tuple(check for record in records for check in verify(record, against))
    counts: dict[str, Counter[str]] = {source: Counter() for source in against.sources}
    for check in checks:
        counts[check.source][check.state] += 1
    return VerifyAnswer(
        count=len(checks),
        items=checks,
        checked=sum(check.state not in ("unchecked", "changed") for check in checks),
        wrong=sum(check.state in WRONG for check in checks),
        sources=tuple(
            SourceCheck(source=source, text=against.status(source), cites=states.total(), states=dict(states))
            for source, states in counts.items()
        ),
        uncovered=tuple(uncovered(store.records, against)) if coverage else (),
    )


def is_proven(answer: VerifyAnswer, *, partial: bool = False) -> bool:
    """Return whether nothing is wrong, something was checked, and every cited source had its text, unless `partial`."""
    missing = any(source.cites and source.text != "found" for source in answer.sources)
    return bool(answer.checked) and not answer.wrong and (partial or not missing)


def verify(record: Record, against: Library) -> list[Check]:
    """Return a check for each distinct cite of a record."""
    judged = [JudgedCite(field, cite, _judge(record, field, cite, against)) for field, cite in _distinct_cites(record)]
    if not any(one.judgement.state in WRONG for one in judged) and (fault := unproven(record, against, judged)):
        number, detail = fault
        one = judged[number]
        judged[number] = one._replace(judgement=Judgement("mismatch", detail, one.judgement.found))
    return [
        Check(
            id=record.id,
            field=field,
            source=cite.source,
            paragraph=cite.paragraph,
            printed=cite.printed,
            state=judgement.state,
            detail=judgement.detail,
            found=judgement.found,
            elsewhere=judgement.elsewhere,
        )
        for field, cite, judgement in judged
    ]


def _distinct_cites(record: Record) -> Iterator[tuple[str, Cite]]:
    """Yield each distinct cite once with its field; the record's own come first, as only they are compared in full."""
    fields = [("cites", record.cites), ("date_from", record.date_from)]
    fields += [(name, part.cites) for name in PARTS for part in getattr(record, name, ())]
    found: dict[Cite, str] = {}
    for field, cites in fields:
        for cite in cites:
            found.setdefault(cite, field)
    return ((field, cite) for cite, field in found.items())


def _judge(record: Record, field: str, cite: Cite, against: Library) -> Judgement:
    """Compare one cite with its paragraph, and its printed words or its reading with the record."""
    if problem := _find_missing_paragraph(cite, against):
        return problem
    text = against.texts[cite.source].paragraphs
    paragraph = text[cite.paragraph - 1]
    if cite.printed is None:
        return _support(record, paragraph, against)
    printed = plain(cite.printed)
    found = passages(printed, paragraph, against.published(cite.source))
    if found:
        return _attest(record, field, cite, found[0], against) if cite.reads else _compare(record, field, cite, found)
    having = (number for number, other in enumerate(text, 1) if next(find(printed, other), None))
    others = tuple(islice(having, 20))
    where = f"; they are in ¶{', ¶'.join(map(str, others))}" if others else ""
    return Judgement("not found", f"the words are not in this paragraph{where}", around(paragraph, 0, 0), others)


def _find_missing_paragraph(cite: Cite, against: Library) -> Judgement | None:
    """Return a judgement if the paragraph cannot be read or does not exist; None if it can."""
    text, label = against.texts.get(cite.source), against.sources[cite.source].label
    if text is None and against.status(cite.source) == "changed":
        detail = f"the text of {label} has another digest than the store: update sha256, or restore it"
        return Judgement("changed", detail)
    if text is None:
        return Judgement(
            "unchecked", f"no text in the folder has the digest of {label}; --partial allows missing texts"
        )
    if text.fault:
        return Judgement("unread", text.fault)
    count = len(text.paragraphs)
    return Judgement("not found", f"the text has {pluralize(count, 'paragraph')}") if cite.paragraph > count else None


def _support(record: Record, paragraph: str, against: Library) -> Judgement:
    """Check whether a paragraph cited without printed words names people, countries or the date of the record."""
    if against.names(record, paragraph):
        return Judgement("supported", "cited without printed words; its people or countries are there")
    days = [day for sentence in read(paragraph) for day in sentence.dates] if record.date else []
    if any(is_possible(day, record.date or "") for day in days if not day.unread):
        return Judgement("supported", "cited without printed words; its date is there")
    return Judgement("unchecked", "cited without printed words")


def _compare(record: Record, field: str, cite: Cite, found: list[Passage]) -> Judgement:
    """Compare the printed words with the record, inside their whole sentence."""
    of_figure = record.figure is not None and field == "cites"
    units = not of_figure or record.figure is None or record.figure.unit is not None
    whole = [one for one in found if not one.cuts(hedges=of_figure, units=units, dates=record.date is not None)]
    shown = (whole or found)[0]
    text = around(shown.paragraph, *shown.span)
    if len({one.says for one in found}) > 1:
        detail = "the words occur several times and say different things: print more of them"
        return Judgement("ambiguous", detail, text)
    if not whole:
        return Judgement("incomplete", f'the paragraph says "{shown.full}": print all of it', text)
    if field == "cites" and (wrong := differences(shown, record, cite)):
        return wrong._replace(found=text)
    return Judgement("verified", None, text, passage=shown)


def _attest(record: Record, field: str, cite: Cite, shown: Passage, against: Library) -> Judgement:
    """Compare the author's reading of printed words, `reads`, with the record."""
    reads, text = plain(cite.reads or ""), around(shown.paragraph, *shown.span)
    meant = passage(Span(0, len(reads)), reads, against.published(cite.source))
    if field == "cites" and (wrong := differences(meant, record)):
        return Judgement(wrong.state, f"reads: {wrong.detail}", text)
    return Judgement("attested", "the meaning rests on reads", text, passage=meant)
