"""Check every cite of a store against the archived articles: the paragraph has the words, and they prove the record.

Each cite has one state, a `responses.State`. Rules for figures are in `figures`, for dates in
`printed_dates` and `implied_dates`; `judging` compares them with a record.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, Protocol

from harristrip.facts import codec
from harristrip.facts.model import Cite, Event, Record
from harristrip.facts.responses import Check, SourceCheck, State, VerifyAnswer
from harristrip.text import pluralize

from . import judging, whole
from .articles import around, find, plain
from .coverage import uncovered
from .library import Facts, Library, folded, names_told, open_library
from .reading import Passage, passages, read

WRONG: tuple[State, ...] = ("mismatch", "not found", "incomplete", "ambiguous", "unread", "changed")
"""States that a store must not have."""
ELSEWHERE = 20
"""Maximum other paragraphs with the same words that are listed."""


class Job(NamedTuple):
    """One cite of a record and the field it is in."""

    record: Record
    field: str
    cite: Cite
    is_named: Callable[[str], bool]
    """Returns whether a paragraph names people or countries of the record."""


class Store(Facts, Protocol):
    """A store whose event is checked as well."""

    @property
    def event(self) -> Event:
        """The event."""

    def show(self, *ids: str) -> Sequence[Record]:
        """Return records by id."""


def verify_store(store: Store, folder: str, ids: Sequence[str] = (), *, coverage: bool = False) -> VerifyAnswer:
    """Check every cite of a store, or of some records, against the texts of a folder; raises ArticlesUnreadable."""
    against = open_library(store, folder)
    records = store.show(*ids) if ids else (store.event.as_record(), *store.records)
    checks = [check for record in records for check in verify(record, against)]
    return answer(checks, against, uncovered(store.records, against) if coverage else ())


def is_proven(answer: VerifyAnswer, *, partial: bool = False) -> bool:
    """Return whether nothing is wrong, something was checked, and every cited source had its text, unless `partial`."""
    missing = any(source.cites and source.text != "found" for source in answer.sources)
    return bool(answer.checked) and not answer.wrong and (partial or not missing)


def answer(checks: Sequence[Check], against: Library, uncovered: Iterable[object] = ()) -> VerifyAnswer:
    """Sum up checks by source."""
    counts = {source: Counter(check.state for check in checks if check.source == source) for source in against.sources}
    return VerifyAnswer(
        count=len(checks),
        items=tuple(checks),
        checked=sum(check.state not in ("unchecked", "changed") for check in checks),
        wrong=sum(check.state in WRONG for check in checks),
        sources=tuple(
            SourceCheck(
                source=source,
                text=against.status(source),
                cites=sum(states.values()),
                states={str(state): number for state, number in states.items()},
            )
            for source, states in counts.items()
        ),
        uncovered=tuple(uncovered),  # type: ignore[arg-type]
    )


def verify(record: Record, against: Library) -> list[Check]:
    """Return a check for each distinct cite of a record."""
    seen = [_check(job, against) for job in _jobs(record, against)]
    checks = [one.check for one in seen]
    if any(check.state in WRONG for check in checks):
        return checks
    fault = whole.fault(record, against, seen)
    if fault is None:
        return checks
    number = fault.number
    if number is None:
        number = next((at for at, one in enumerate(checks) if one.state in ("verified", "attested")), 0)
    changed = codec.replace(checks[number], state=fault.state, detail=fault.detail)
    return [*checks[:number], changed, *checks[number + 1 :]]


def _jobs(record: Record, against: Library) -> Iterator[Job]:
    """Yield each distinct cite once; the record's own come first, because only they are compared in full."""
    patterns = functools.cache(lambda: tuple(names_told(record, against)))  # needed for many cites or none
    is_named = functools.cache(lambda paragraph: any(one.search(folded(paragraph)) for one in patterns()))
    fields = [("cites", record.cites), ("date_from", record.date_from)]
    fields += [(name, part.cites) for name in whole.PARTS for part in getattr(record, name, ())]
    seen: set[Cite] = set()
    for field, cites in fields:
        for cite in cites:
            if cite not in seen:
                seen.add(cite)
                yield Job(record, field, cite, is_named)


def _check(job: Job, against: Library) -> whole.Seen:
    cite = job.cite
    paragraphs = against.paragraphs(cite.source)
    if paragraphs is None:
        return _result(job, *_without_text(job, against))
    if fault := against.fault(cite.source):
        return _result(job, "unread", fault)
    if cite.paragraph > len(paragraphs):
        return _result(job, "not found", f"the text has {pluralize(len(paragraphs), 'paragraph')}")
    paragraph = paragraphs[cite.paragraph - 1]
    if cite.printed is None:
        return _result(job, *_support(job, paragraph))
    found = passages(plain(cite.printed), paragraph, against.today(cite.source))
    if not found:
        return _elsewhere(job, plain(cite.printed), paragraphs)
    return _compare(job, found) if cite.reads is None else _attest(job, found[0], against)


def _without_text(job: Job, against: Library) -> tuple[State, str]:
    label = against.sources[job.cite.source].label
    if against.status(job.cite.source) == "changed":
        return "changed", f"the text of {label} has another digest than the store: update sha256, or restore it"
    return "unchecked", f"no text in the folder has the digest of {label}; --partial allows missing texts"


def _support(job: Job, paragraph: str) -> tuple[State, str]:
    """Check whether a paragraph cited without printed words names people, countries or the date of the record."""
    if job.is_named(paragraph):
        return "supported", "cited without printed words; its people or countries are there"
    date = job.record.date
    if date and any(
        judging.is_possible(one, date) for one in (d for s in read(paragraph) for d in s.dates) if not one.unread
    ):
        return "supported", "cited without printed words; its date is there"
    return "unchecked", "cited without printed words"


def _elsewhere(job: Job, printed: str, paragraphs: Sequence[str]) -> whole.Seen:
    having = (number for number, text in enumerate(paragraphs, 1) if next(find(printed, text), None))
    others = tuple(islice(having, ELSEWHERE))
    where = f"; they are in ¶{', ¶'.join(str(number) for number in others)}" if others else ""
    found = paragraphs[job.cite.paragraph - 1]
    seen = _result(job, "not found", f"the words are not in this paragraph{where}", around(found, 0, 0))
    return seen._replace(check=codec.replace(seen.check, elsewhere=others))


def _compare(job: Job, found: list[Passage]) -> whole.Seen:
    """Compare the printed words with the record, inside their whole sentence."""
    record = job.record
    of_figure = record.figure is not None and job.field == "cites"
    units = not of_figure or (record.figure is not None and record.figure.unit is not None)
    cut = [one.cuts(hedges=of_figure, units=units, dates=record.date is not None) for one in found]
    passage = next((one for one, is_cut in zip(found, cut, strict=True) if not is_cut), found[0])
    text = around(passage.paragraph, *passage.span)
    if len({one.says for one in found}) > 1:
        return _result(
            job, "ambiguous", "the words occur several times and say different things: print more of them", text
        )
    if all(cut):
        return _result(job, "incomplete", f'the paragraph says "{passage.full}": print all of it', text)
    if job.field == "cites":
        named = whole.named_beside(record, job.cite)
        verdict = judging.figure_verdict(passage.figures, record, named) or judging.date_verdict(passage.dates, record)
        if verdict is not None:
            return _result(job, verdict.state, verdict.detail, text)  # type: ignore[arg-type]
    return _result(job, "verified", None, text)._replace(passage=passage)


def _attest(job: Job, passage: Passage, against: Library) -> whole.Seen:
    """Compare the author's reading of printed words, `reads`, with the record."""
    text = plain(job.cite.reads or "")
    rendered = passages(text, text, against.today(job.cite.source))[0]
    verdict = None
    if job.field == "cites":
        verdict = judging.figure_verdict(rendered.figures, job.record, ()) or judging.date_verdict(
            rendered.dates, job.record
        )
    found = around(passage.paragraph, *passage.span)
    if verdict is not None:
        return _result(job, verdict.state, f"reads: {verdict.detail}", found)  # type: ignore[arg-type]
    return _result(job, "attested", "the meaning rests on reads", found)._replace(passage=rendered)


def _result(job: Job, state: State, detail: str | None, found: str | None = None) -> whole.Seen:
    check = Check(
        id=job.record.id,
        field=job.field,
        source=job.cite.source,
        paragraph=job.cite.paragraph,
        printed=job.cite.printed,
        state=state,
        detail=detail,
        found=found,
        elsewhere=(),
    )
    return whole.Seen(check, job.cite, None)
