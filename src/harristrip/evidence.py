"""Hold every cite of a store against the archived articles: does the paragraph say this, and all of this.

Each cite gets one state; the states are never mixed. The rules for figures and dates are those of `figures` and
`mentions`; how words are found again is in `passages`. Nothing here prints or draws.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from typing import Literal, NamedTuple

from . import mentions, query
from .answers import Check, SourceCheck, State, Uncovered, VerifyAnswer
from .codec import changed
from .derivation import unnamed
from .errors import counted
from .figures import CURRENCIES, Figure, figures
from .folding import fold
from .model import Cite, Record, Source
from .passages import Archive, Passage, archive, around, find, has_figure_or_date, plain, printed_words

WRONG: tuple[State, ...] = ("mismatch", "not found", "incomplete", "ambiguous", "changed")
"""States that a store must not have."""
TIMES = ("hour", "day", "week", "month", "year", "decade")
"""Units that a printed figure names itself, so that they must be the record's."""

ELSEWHERE = 20
"""Other paragraphs with the same words that are named: words that stand in more are those of any."""

Names = Mapping[str, Sequence[str]]
"""Id -> names, as `Store.labels` gives them."""


class Job(NamedTuple):
    """One cite of a record and the field in which it stands."""

    record: Record
    field: str
    cite: Cite
    is_named: Callable[[str], bool]
    """Tells whether a paragraph names people or countries of the record."""


class Library(NamedTuple):
    """What cites are held against."""

    sources: Mapping[str, Source]
    texts: Archive
    people: Names
    countries: Names

    def paragraphs(self, source: str) -> Sequence[str] | None:
        """Return the text of a source, or None if no file has its digest."""
        return self.texts.by_digest.get(self.sources[source].sha256)

    def standing(self, source: str) -> Literal["found", "changed", "missing"]:
        """Tell whether the text of a source is there, or a file of its name with other content."""
        if self.paragraphs(source) is not None:
            return "found"
        return "changed" if source in self.texts.names else "missing"


def library(records: Iterable[Record], folder: str, names: Callable[[str], Names]) -> Library:
    """Read the texts of a folder; `names` is `Store.labels`. Raises ArticlesUnreadable."""
    sources = {record.id: record for record in records if isinstance(record, Source)}
    return Library(sources, archive(folder), names("person"), names("country"))


def answer(checks: Sequence[Check], against: Library, records: Iterable[Record], *, coverage: bool) -> VerifyAnswer:
    """Sum up checks by source; with `coverage` list the paragraphs that nothing cites as well."""
    counts = {source: Counter(check.state for check in checks if check.source == source) for source in against.sources}
    return VerifyAnswer(
        count=len(checks),
        items=tuple(checks),
        checked=sum(check.state not in ("unchecked", "changed") for check in checks),
        wrong=sum(check.state in WRONG for check in checks),
        sources=tuple(
            SourceCheck(
                source=source,
                text=against.standing(source),
                cites=sum(states.values()),
                states={str(state): number for state, number in states.items()},
            )
            for source, states in counts.items()
        ),
        uncovered=tuple(uncovered(records, against)) if coverage else (),
    )


def verify(record: Record, against: Library) -> list[Check]:
    """Return a check for each distinct cite of a record."""
    checks = [_check(job, against) for job in _jobs(record, against)]
    problem = _whole(record, against, checks)
    if problem is None:
        return checks
    first = next(number for number, check in enumerate(checks) if check.state == "verified")
    return [*checks[:first], changed(checks[first], state="mismatch", detail=problem), *checks[first + 1 :]]


def uncovered(records: Iterable[Record], against: Library) -> Iterator[Uncovered]:
    """Yield every paragraph that holds a figure or a date and that no record cites."""
    cited = {(cite.source, cite.paragraph) for record in records for cite in (*query.cites(record), *record.date_from)}
    for source in against.sources:
        for number, paragraph in enumerate(against.paragraphs(source) or (), 1):
            if (source, number) not in cited and has_figure_or_date(paragraph):
                yield Uncovered(source=source, paragraph=number, text=paragraph)


def _jobs(record: Record, against: Library) -> Iterator[Job]:
    """Yield each distinct cite once; a record's own come first, so that they are held to the most."""
    patterns = functools.cache(lambda: tuple(_told(record, against)))  # many cites ask, or none does
    is_named = functools.cache(lambda paragraph: any(one.search(_folded(paragraph)) for one in patterns()))
    fields = [("cites", record.cites), ("date_from", record.date_from)]
    fields += [(name, part.cites) for name in query.PARTS for part in getattr(record, name, ())]
    seen: set[Cite] = set()
    for field, cites in fields:
        for cite in cites:
            if cite not in seen:
                seen.add(cite)
                yield Job(record, field, cite, is_named)


def _check(job: Job, against: Library) -> Check:
    cite = job.cite
    paragraphs = against.paragraphs(cite.source)
    if paragraphs is None:
        return _untold(job, against)
    if cite.paragraph > len(paragraphs):
        return _result(job, "not found", f"the text has {counted(len(paragraphs), 'paragraph')}")
    paragraph = paragraphs[cite.paragraph - 1]
    if cite.printed is None:
        return _support(job, paragraph)
    passages = find(plain(cite.printed), paragraph)
    if not passages:
        return _elsewhere(job, plain(cite.printed), paragraphs)
    return _compare(job, passages, paragraph)


def _untold(job: Job, against: Library) -> Check:
    if against.standing(job.cite.source) == "changed":
        return _result(job, "changed", f"the text named {job.cite.source} has another digest than the store gives")
    return _result(job, "unchecked", "no text has the digest of this source")


def _support(job: Job, paragraph: str) -> Check:
    """Look for the people, countries and dates of a record in a paragraph that is cited as a whole."""
    if job.is_named(paragraph):
        return _result(job, "supported", "cited without printed words; its people or countries stand there")
    date = job.record.date
    if date and any(mentions.agrees(one, date) for one in mentions.mentions(paragraph)):
        return _result(job, "supported", "cited without printed words; its date stands there")
    return _result(job, "unchecked", "cited without printed words")


def _told(record: Record, against: Library) -> Iterator[re.Pattern[str]]:
    """Yield a pattern for each person and country of a record."""
    people = (record.id, *record.people, *record.said_by, *getattr(record, "by", ()))
    names = [_person(known) for id_ in dict.fromkeys(people) if (known := against.people.get(id_))]
    names += [_country(against.countries[id_]) for id_ in record.countries]
    return (re.compile("|".join(patterns)) for patterns in names if patterns)


@functools.lru_cache(maxsize=64)  # many cites are held against one paragraph
def _folded(paragraph: str) -> str:
    """Return a paragraph folded, and as it is."""
    return f"{fold(paragraph)} | {paragraph}"


def _person(names: Sequence[str]) -> list[str]:
    """Return patterns of a person: the last word of the name, or another name in full."""
    words = [fold(names[0]).rpartition(" ")[2], *(fold(name) for name in names[1:])]
    return [rf"(?<!\S){word}(?!\S)" for word in words if word]


def _country(names: Sequence[str]) -> list[str]:
    """Return patterns of a country and its people; a code such as `IT` counts only in capitals."""
    codes = [rf"\b{re.escape(name)}(?!\w)" for name in names if name.isupper()]
    words = [fold(name) for name in names if not name.isupper()]
    return [*codes, *(rf"(?<!\S){word}((i?a)?n|ese|i)?s?(?!\S)" for word in words if word)]


def _elsewhere(job: Job, printed: str, paragraphs: Sequence[str]) -> Check:
    standing = (number for number, text in enumerate(paragraphs, 1) if find(printed, text))
    others = tuple(islice(standing, ELSEWHERE))
    where = f"; they stand in ¶{', ¶'.join(str(number) for number in others)}" if others else ""
    found = paragraphs[job.cite.paragraph - 1]
    check = _result(job, "not found", f"the words do not stand in this paragraph{where}", around(found, 0, 0))
    return changed(check, elsewhere=others)


def _compare(job: Job, passages: list[Passage], paragraph: str) -> Check:
    whole = [one for one in passages if not one.cut]
    first = (whole or passages)[0]
    found = around(paragraph, first.start, first.end)
    if len({one.says for one in passages}) > 1:
        return _result(job, "ambiguous", "the words stand several times and say different things", found)
    if not whole:
        return _result(job, "incomplete", f'the paragraph says "{first.full}"', found)
    problem = _disagreement(job, first)
    if problem:
        return _result(job, "mismatch", problem, found)
    return _result(job, "verified", None, found)


def _disagreement(job: Job, passage: Passage) -> str | None:
    """Say what the printed words contradict in the record, or return None."""
    record = job.record
    if job.field != "cites":
        return None
    if record.date:
        for mention in passage.mentions:
            if not mentions.agrees(mention, record.date):
                return f"the record's date is {record.date}"
    value = _value(record)
    if value is None or not passage.figures:
        return None
    reasons = [_difference(figure, record, value) for figure in passage.figures]
    return None if None in reasons else reasons[0]


def _value(record: Record) -> Fraction | None:
    value = getattr(record, "value", None) if hasattr(record, "value") else getattr(record, "amount", None)
    return None if value is None else Fraction(value)


def _difference(figure: Figure, record: Record, value: Fraction) -> str | None:
    """Say in what a printed figure differs from the record's, or return None."""
    qualifier = getattr(record, "qualifier", None)
    unit = getattr(record, "currency", None) or getattr(record, "unit", None)
    if figure.value != value:
        return f"the record's figure is {value}"
    if figure.qualifier != qualifier:
        return f"the record's hedge is {qualifier or 'none'}"
    if not _same_unit(figure.unit, unit):
        return f"the record's unit is {unit}"
    return None


def _same_unit(printed: str | None, unit: str | None) -> bool:
    """Compare units where the print names one: a currency, a share, a rank, a length of time."""
    named = {*CURRENCIES.values(), "%", "rank", *TIMES}
    one, other = (_singular(text or "") for text in (printed, unit))
    return one == other if one in named or other in named else True


def _singular(unit: str) -> str:
    return unit.removesuffix("s").lower() if unit.lower().removesuffix("s") in TIMES else unit


def _whole(record: Record, against: Library, checks: Sequence[Check]) -> str | None:
    """Say what the cites of a record, each of them right, still do not prove together; None if they prove it."""
    own = [check for check in checks if check.field in ("cites", "date_from")]
    if not any(check.state == "verified" for check in own) or any(check.state in WRONG for check in checks):
        return None
    if any(against.paragraphs(check.source) is None for check in own):
        return None
    return _date_unproven(record) or _figure_unproven(record) or _count_wrong(record, against)


def _date_unproven(record: Record) -> str | None:
    """Require that the printed words of the cites, and of what the date was worked out from, name each of its ends."""
    if record.date is None:
        return None
    end = unnamed(record.date, printed_words(record.cites), printed_words(record.date_from))
    return f"no printed words name {end}" if end else None


def _figure_unproven(record: Record) -> str | None:
    """Require that printed words say the figure, and that printed words name its unit."""
    value = _value(record)
    if value is None:
        return None
    printed = [figure for words in printed_words(record.cites) for figure in figures(words)]
    if not any(figure.value == value for figure in printed):
        return f"no printed words say {value}"
    unit = getattr(record, "currency", None) or getattr(record, "unit", None)
    if unit is None or unit in {*CURRENCIES.values(), "%", "rank"}:
        return None
    stem = fold(unit).removesuffix("s")
    named = any(f" {stem}" in f" {fold(cite.printed)}" for cite in record.cites if cite.printed)
    return None if named else f"no printed words name the unit {unit}"


def _count_wrong(record: Record, against: Library) -> str | None:
    """Require that the text of a source has as many paragraphs as the store says."""
    if not isinstance(record, Source):
        return None
    paragraphs = against.paragraphs(record.id)
    if paragraphs is None or len(paragraphs) == record.paragraphs:
        return None
    return f"the text has {counted(len(paragraphs), 'paragraph')}"


def _result(job: Job, state: State, detail: str | None, found: str | None = None) -> Check:
    return Check(
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
