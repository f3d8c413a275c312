"""Filters and reports, declared as data, and the pure functions that apply them to records.

No heavy import stands here: what a filter is called and how it reads its keys from a record is all that answering a
report takes, whatever form the records come in. The only types used are attributes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypedDict, TypeVar

from . import dates
from .errors import ImpossibleDate, UnknownValue, UsageError
from .folding import fold_name, nearest

if TYPE_CHECKING:
    from .model import Cite, Part, Record

R = TypeVar("R", bound="Record")
Names = Mapping[str, str]
"""Folded id, name, code or alias -> id."""


class Filters(TypedDict, total=False):
    """The filters that every listing takes; a list of values matches any of them, filters combine."""

    country: str | Sequence[str] | None
    person: str | Sequence[str] | None
    topic: str | Sequence[str] | None
    source: str | Sequence[str] | None
    status: str | Sequence[str] | None
    kind: str | Sequence[str] | None
    from_: str | None
    to: str | None
    known_by: str | None


class Filter(NamedTuple):
    """One filter over named values."""

    name: str
    """The option and the keyword."""
    help: str
    keys: Callable[[Record], Iterable[str]]
    """The ids that a record answers to."""


class Report(NamedTuple):
    """One listing command: which records it shows, and in which order."""

    name: str
    panel: str
    help: str
    kinds: tuple[str, ...]
    by_date: bool = False
    where: Callable[[Record], bool] | None = None
    """Which records of these kinds; None for all."""


class Question(NamedTuple):
    """Filters after their values were looked up."""

    keys: dict[str, frozenset[str]]
    first: str | None
    """First day, inclusive, or None for no bound."""
    last: str | None


def _people(record: Record) -> Iterator[str]:
    yield record.id
    yield from record.people
    yield from record.said_by
    yield from getattr(record, "by", ())


def _topics(record: Record) -> Iterator[str]:
    yield from record.topics
    for item in getattr(record, "agenda", ()):
        yield item.topic


def _sources(record: Record) -> Iterator[str]:
    yield record.id
    for cite in cites(record):
        yield cite.source


FILTERS: tuple[Filter, ...] = (
    Filter("country", "Only what concerns this country (id, name, code or alias).", lambda record: record.countries),
    Filter("person", "Only what this person or body takes part in or says.", _people),
    Filter("topic", "Only what is about this topic.", _topics),
    Filter("source", "Only what this source says.", _sources),
    Filter("status", "Only what has this status.", lambda record: (record.status,)),
)
DATE_FILTERS: dict[str, tuple[str, str]] = {
    "from_": ("--from", "Only what falls on or after this year, month or day."),
    "to": ("--to", "Only what falls on or before it."),
    "known_by": ("--known-by", "Only what a source published by then says."),
}
"""Keyword -> option and help."""
KIND = Filter("kind", "Only records of this kind.", lambda record: (record.kind,))
OPTIONS: dict[str, str] = {f"--{declared.name}": declared.name for declared in (*FILTERS, KIND)}
OPTIONS |= {option: name for name, (option, _) in DATE_FILTERS.items()}
"""Option -> keyword."""
DATED = ("stop", "meeting", "funding", "statistic", "commitment", "claim", "gap")

REPORTS: dict[str, Report] = {
    report.name: report
    for report in (
        Report("itinerary", "Trip", "The days in order: legs and stays.", ("stop",), by_date=True),
        Report("meetings", "Trip", "Who meets whom, where, how and about what.", ("meeting",), by_date=True),
        Report("people", "Trip", "Everyone named, with each title that a source gives.", ("person",)),
        Report(
            "timeline",
            "Trip",
            "Every dated record in order of date.",
            DATED,
            by_date=True,
            where=lambda record: record.date is not None,
        ),
        Report("funding", "Figures", "Every amount, and totals that count nothing twice.", ("funding",)),
        Report(
            "border",
            "Figures",
            "Border figures: hedge, measure, period and population apart.",
            ("statistic",),
            where=lambda record: getattr(record, "group", None) == "border",
        ),
        Report(
            "health",
            "Figures",
            "Vaccine doses, deaths and other health figures.",
            ("statistic",),
            where=lambda record: getattr(record, "group", None) == "health",
        ),
        Report("commitments", "Figures", "What was agreed, promised, expected or announced.", ("commitment",)),
        Report("facts", "Look up", "Every record of every kind.", ()),
        Report("sources", "Look up", "The articles: publisher, date, what they relay.", ("source",)),
        Report("conflicts", "Evidence", "Where sources differ: each reading, the safest, and why.", ("conflict",)),
        Report("gaps", "Evidence", "What has not happened, was declined to be said, or is not stated.", ("gap",)),
    )
}


def cites(record: Record) -> Iterator[Cite]:
    """Yield the cites of a record and of its parts, those of its date left out."""
    yield from record.cites
    for part in parts(record):
        yield from part.cites


PARTS = ("agenda", "titles", "relays", "readings", "statuses")
"""Fields whose entries carry cites of their own."""


def parts(record: Record) -> Iterator[Part]:
    """Yield the parts of a record that carry cites of their own."""
    for name in PARTS:
        yield from getattr(record, name, ())


def ask(filters: Filters, names: Callable[[str], Names]) -> Question:
    """Look up the values of `filters`; raises UnknownValue or ImpossibleDate for one that means nothing.

    Raises TypeError for a filter that does not exist: silently dropped, it would list what nobody asked for.
    """
    if unknown := filters.keys() - set(OPTIONS.values()):
        raise TypeError(f"no such filter: {', '.join(sorted(unknown))}")
    keys = {}
    for name in (declared.name for declared in (*FILTERS, KIND)):
        if values := _values(filters, name):
            keys[name] = frozenset(resolve(name, value, names(name)) for value in values)
    first, last = day(filters, "from_", 0), day(filters, "to", 1)
    if first and last and first > last:
        raise UsageError(f"--from {filters['from_']} is after --to {filters['to']}: no day lies between them")
    return Question(keys, first, last)


def _values(filters: Filters, name: str) -> tuple[str, ...]:
    value = filters.get(name)
    return (value,) if isinstance(value, str) else tuple(value or ())  # type: ignore[arg-type]


def resolve(what: str, value: str, names: Names) -> str:
    """Return the id that `value` names, in any case, with or without accents; raises UnknownValue."""
    found = names.get(fold_name(value))
    if found is None:
        near = nearest(value, names)
        raise UnknownValue(what, value, names[near] if near else None, sorted(set(names.values())))
    return found


def day(filters: Filters, name: str, end: int) -> str | None:
    """Return the first (`end` 0) or last (1) day of a date filter, or None; raises ImpossibleDate."""
    value = filters.get(name)
    if value is None:
        return None
    text = str(value)
    if "/" in text or not dates.is_date(text):
        raise ImpossibleDate(DATE_FILTERS[name][0], text)
    return dates.bounds(text)[end]


def report(records: Iterable[R], asked: Report) -> list[R]:
    """Return the records that a report shows, unfiltered, in its order."""
    shown = [record for record in records if shows(asked, record)]
    return sorted(shown, key=lambda record: dates.sort_key(record.date)) if asked.by_date else shown


def shows(asked: Report, record: Record) -> bool:
    """Tell whether a record belongs to a report, filters aside."""
    return (not asked.kinds or record.kind in asked.kinds) and (asked.where is None or asked.where(record))


def select(records: Iterable[R], question: Question) -> list[R]:
    """Return the records that match every filter of `question`, in the order given."""
    return [record for record in records if _matches(record, question)]


def _matches(record: Record, question: Question) -> bool:
    for declared in (*FILTERS, KIND):
        wanted = question.keys.get(declared.name)
        if wanted is not None and wanted.isdisjoint(declared.keys(record)):
            return False
    return dates.overlaps(record.date, question.first, question.last)


def open_questions(gaps: Iterable[R], asked: Report, question: Question) -> list[R]:
    """Return the gaps that a report leaves open, as far as its filters allow; status, kind and dates are not theirs."""
    keys = {name: wanted for name, wanted in question.keys.items() if name not in ("status", "kind")}
    return select((gap for gap in gaps if asked.name in getattr(gap, "about", ())), Question(keys, None, None))
