"""Views: a title and a list of columns for each report, declared once and used by every tabular format.

A cell is plain text made from a record; each format escapes it for its own medium.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ..query import cites

if TYPE_CHECKING:
    from ..model import Cite, Record

DERIVED = "*"
DISPUTED = "!"
TIMELESS = ("person", "conflict")
"""Kinds that have no day of their own."""
RANK = "rank"
"""The unit whose name stands before its figure."""


class Column(NamedTuple):
    """One column of a view."""

    header: str
    cell: Callable[[Any, Labels], str]
    right: bool = False
    """Numbers stand to the right."""
    wide: int = 0
    """Shown only where a line has at least this many characters."""
    until: int = 10**6
    """Shown only where a line has fewer characters than this."""
    wraps: bool = False
    """Whether its text may be broken over lines where room is short."""


class View(NamedTuple):
    """A report as columns."""

    title: str
    columns: tuple[Column, ...]


class Labels:
    """Names for the ids that records hold."""

    def __init__(self, names: Callable[[str], Mapping[str, Sequence[str]]]) -> None:
        """Take a function that maps the ids of a vocabulary to their names, the one to show first."""
        self.countries, self.people, self.topics = (
            {id_: known[0] for id_, known in names(what).items()} for what in ("country", "person", "topic")
        )

    def who(self, ids: Iterable[str]) -> str:
        """Name people and bodies; the id of a source stands for itself."""
        return ", ".join(self.people.get(id_, id_) for id_ in ids)

    def where(self, ids: Iterable[str]) -> str:
        """Name countries."""
        return ", ".join(self.countries[id_] for id_ in ids)

    def about(self, ids: Iterable[str]) -> str:
        """Name topics."""
        return ", ".join(self.topics[id_] for id_ in ids)


def marks(cited: Iterable[Cite]) -> str:
    """Return short marks of cites, each paragraph once: `fox ¶3, ¶12; cnn ¶10`."""
    by_source: dict[str, list[int]] = {}
    for cite in cited:
        paragraphs = by_source.setdefault(cite.source, [])
        if cite.paragraph not in paragraphs:
            paragraphs.append(cite.paragraph)
    return "; ".join(f"{source} " + ", ".join(f"¶{n}" for n in sorted(ns)) for source, ns in by_source.items())


def when(record: Record, _: Labels | None = None) -> str:
    """Return a date as the store has it, a derived one marked; what has no day by nature has none."""
    if record.date is None:
        return "" if record.kind in TIMELESS else "not stated"
    derived = DERIVED if record.date_basis == "derived" else ""
    return record.date.replace("/", " to ") + derived


def _when_narrow(record: Record, _: Labels) -> str:
    """Return a date on lines of its own, with the part of day that a source prints."""
    return "\n".join(part for part in (when(record).replace(" to ", " to\n"), record.part_of_day) if part)


def number(value: int | str) -> str:
    """Return a figure with thousands separators."""
    whole, dot, rest = str(value).partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-')):,}{dot}{rest}"


def figure(record: Any, _: Labels | None = None) -> str:
    """Return the figure of a record with its hedge, unit or currency; empty if it has none."""
    value = record.amount if hasattr(record, "amount") else record.value
    if value is None:
        return ""
    if getattr(record, "unit", None) == RANK:
        return " ".join(part for part in (record.qualifier, RANK, number(value)) if part)
    return " ".join(part for part in (record.qualifier, number(value) + _unit(record)) if part)


def _total(total: Any) -> str:
    if total.amount is None:
        return f"none in {total.currency}"
    return " ".join(part for part in (total.qualifier, number(total.amount), total.currency) if part)


def _unit(record: Any) -> str:
    """Return what follows a figure."""
    unit = record.currency if hasattr(record, "currency") else record.unit
    return "%" if unit == "%" else f" {unit}" if unit else ""


def summary(record: Record, _: Labels) -> str:
    """Return the summary, marked where sources differ about the record."""
    return record.summary + (f" {DISPUTED}" if record.conflicts else "")


def _summary_and_id(record: Record, labels: Labels) -> str:
    return f"{summary(record, labels)}\n[{record.id}]"


def sources(record: Record, _: Labels) -> str:
    """Return the marks of all cites of a record and its parts."""
    return marks(cites(record))


def _countries(record: Record, labels: Labels) -> str:
    text = labels.where(record.countries)
    return f"{text} (joint)" if getattr(record, "joint", False) else text


def _agenda(record: Any, labels: Labels) -> str:
    items = (f"{labels.topics[item.topic]}: {item.summary} [{marks(item.cites)}]" for item in record.agenda)
    return "\n".join(f"- {item}" for item in items)


def _with(record: Any, labels: Labels) -> str:
    """Name who takes part."""
    return ", ".join(part for part in (labels.who(record.people), *record.groups) if part)


def _relation(record: Any, _: Labels) -> str:
    parts = [f"{verb} {whole}" for verb, whole in (("restates", record.restates), ("part of", record.part_of)) if whole]
    parts += [f"on top of {other}" for other in record.separate_from]
    return "; ".join(parts) or "not stated"


def _compare(record: Any, _: Labels) -> str:
    return ", ".join(record.not_comparable)


def _readings(record: Any, _: Labels) -> str:
    return "\n".join(f"- {reading.reading} [{marks(reading.cites)}]" for reading in record.readings)


def _meeting(record: Any, labels: Labels) -> str:
    """Return a meeting in one cell, for pages with no room for more columns."""
    people = _with(record, labels)
    return "\n".join(
        part
        for part in (_summary_and_id(record, labels), people and f"With: {people}", _agenda(record, labels))
        if part
    )


def _disputed(field: str) -> Callable[[Any, Labels], str]:
    """Return the cell of a text field, marked where sources differ about the record."""
    return lambda record, _: getattr(record, field) + (f" {DISPUTED}" if record.conflicts else "")


def _measure_and_id(record: Any, labels: Labels) -> str:
    return f"{_disputed('measure')(record, labels)}\n[{record.id}]"


def _conflict(record: Any, labels: Labels) -> str:
    """Return a conflict in one cell, for pages with no room for more columns."""
    lines = (f"[{record.id}]", _readings(record, labels), f"Safest: {record.safest}", f"Why: {record.reason}")
    return "\n".join((*lines, f"Concerns: {_concerns(record, labels)}"))


def _concerns(record: Any, _: Labels) -> str:
    return ", ".join(record.records)


def _titles(record: Any, _: Labels) -> str:
    return "\n".join(f"{title.title} [{marks(title.cites)}]" for title in record.titles)


def _topics(record: Any, labels: Labels) -> str:
    return labels.about(record.topics)


def _route(record: Any, _: Labels) -> str:
    return f"{record.origin} → {record.destination}" if record.origin else record.destination


def _said_by(record: Record, labels: Labels) -> str:
    return labels.who(record.said_by)


def _published(record: Any, _: Labels) -> str:
    return f"{when(record)} ({record.date_basis or 'unknown'})"


ROOMY = 100
"""From this width on an id has a column of its own; below it stands under the summary."""
WIDE = 140
"""From this width on a meeting and a conflict have a column for each of their parts."""
BROAD = 160
"""From this width on a span of days stands on one line."""
ID = Column("Id", lambda record, _: record.id, wide=ROOMY)
DATE = (Column("Date", _when_narrow, until=BROAD), Column("Date", when, wide=BROAD))
DATE_FROM = Column("Date from", lambda record, _: marks(record.date_from), wide=180, wraps=True)
STATUS = Column("Status", lambda record, _: record.status)
SUMMARY = (
    Column("Summary", _summary_and_id, until=ROOMY, wraps=True),
    Column("Summary", summary, wide=ROOMY, wraps=True),
)
COUNTRY = Column("Country", _countries, wraps=True)
SOURCES = Column("Sources", sources, wraps=True)
FIGURE = (
    Column("Figure", figure, right=True, until=ROOMY, wraps=True),
    Column("Figure", figure, right=True, wide=ROOMY),
)
SAID_BY = Column("Said by", _said_by, wide=120, wraps=True)

VIEWS: dict[str, View] = {
    "itinerary": View(
        "Itinerary",
        (
            ID._replace(wide=WIDE),
            *DATE,
            Column("Part of day", lambda record, _: record.part_of_day or "", wide=BROAD),
            Column("Stop", lambda record, _: record.type),
            COUNTRY,
            STATUS,
            Column("Route", _route, wide=120, wraps=True),
            Column("Summary", _summary_and_id, until=WIDE, wraps=True),
            Column("Summary", summary, wide=WIDE, wraps=True),
            SOURCES,
            DATE_FROM,
        ),
    ),
    "meetings": View(
        "Meetings",
        (
            ID._replace(wide=WIDE),
            *DATE,
            COUNTRY,
            STATUS,
            Column("Format", lambda record, _: record.format, wide=ROOMY),
            Column("Meeting", _meeting, until=WIDE, wraps=True),
            Column("Summary", summary, wide=WIDE, wraps=True),
            Column("With", _with, wide=WIDE, wraps=True),
            Column("Agenda", _agenda, wide=WIDE, wraps=True),
            SOURCES,
        ),
    ),
    "people": View(
        "People and bodies",
        (
            ID,
            Column("Name", lambda record, _: record.name, wraps=True),
            Column("Type", lambda record, _: record.type, wide=120),
            Column("Titles as given", _titles, wraps=True),
            Column("Role", _summary_and_id, until=ROOMY, wraps=True),
            Column("Role", summary, wide=ROOMY, wraps=True),
            SOURCES._replace(wide=120),
        ),
    ),
    "timeline": View(
        "Timeline",
        (
            *DATE,
            Column("Kind", lambda record, _: record.kind),
            STATUS,
            ID._replace(wide=WIDE),
            Column("Summary", _summary_and_id, until=WIDE, wraps=True),
            Column("Summary", summary, wide=WIDE, wraps=True),
            SOURCES,
            DATE_FROM,
        ),
    ),
    "funding": View(
        "Funding",
        (
            Column("Id", lambda record, _: record.id),
            *(column._replace(header="Amount") for column in FIGURE),
            STATUS,
            Column("Purpose", _disputed("purpose"), wraps=True),
            Column("Recipient", lambda record, _: record.recipient or "not stated", wide=WIDE, wraps=True),
            Column("Relation to others", _relation, wide=120, wraps=True),
            SOURCES,
        ),
    ),
    "border": View(
        "Border figures",
        (
            ID._replace(wide=120),
            *FIGURE,
            Column("Measure", _measure_and_id, until=120, wraps=True),
            Column("Measure", _disputed("measure"), wide=120, wraps=True),
            Column("Period", lambda record, _: record.period, wraps=True),
            Column("Population", lambda record, _: record.population, wraps=True),
            Column("Area", lambda record, _: record.area, wide=WIDE, wraps=True),
            SAID_BY,
            Column("Not to be compared with", _compare, wide=BROAD, wraps=True),
            SOURCES,
        ),
    ),
    "commitments": View(
        "Commitments",
        (
            ID._replace(wide=120),
            *DATE,
            STATUS,
            Column("By", lambda record, labels: labels.who(record.by), wraps=True),
            Column("To", lambda record, _: record.to or "", wide=WIDE, wraps=True),
            FIGURE[1]._replace(wide=120),
            Column("Summary", _summary_and_id, until=120, wraps=True),
            Column("Summary", summary, wide=120, wraps=True),
            SOURCES,
        ),
    ),
    "facts": View(
        "Facts",
        (
            Column("Kind", lambda record, _: record.kind),
            ID._replace(wide=120),
            *(column._replace(wide=max(column.wide, ROOMY)) for column in DATE),
            STATUS._replace(wide=120),
            Column("Summary", _summary_and_id, until=120, wraps=True),
            Column("Summary", summary, wide=120, wraps=True),
            SOURCES,
        ),
    ),
    "sources": View(
        "Sources",
        (
            Column("Id", lambda record, _: record.id),
            Column("Publisher", lambda record, _: record.publisher or "unknown", wraps=True),
            Column("Published", _published, wraps=True),
            Column("Title", lambda record, _: record.title or "not printed", wide=120, wraps=True),
            Column("Relays", lambda record, _: ", ".join(relay.outlet for relay in record.relays), wraps=True),
            Column("Records", lambda record, _: str(record.supports), right=True),
            Column("On it alone", lambda record, _: str(record.supports_alone), right=True),
            Column("Paragraphs", lambda record, _: str(record.paragraphs), right=True, wide=ROOMY),
            Column("Summary", summary, wide=ROOMY, wraps=True),
        ),
    ),
    "conflicts": View(
        "Conflicts",
        (
            Column("Class", lambda record, _: record.class_),
            Column("Conflict", _conflict, until=WIDE, wraps=True),
            ID._replace(wide=WIDE),
            Column("Readings", _readings, wide=WIDE, wraps=True),
            Column("Safest reading", lambda record, _: record.safest, wide=WIDE, wraps=True),
            Column("Why", lambda record, _: record.reason, wide=WIDE, wraps=True),
            Column("Concerns", _concerns, wide=BROAD, wraps=True),
        ),
    ),
    "gaps": View(
        "Gaps",
        (
            ID,
            STATUS,
            *(column._replace(wide=max(column.wide, 120)) for column in DATE),
            *SUMMARY,
            Column("Topics", _topics, wide=WIDE, wraps=True),
            SOURCES,
        ),
    ),
}
TOTALS = View(
    "Totals",
    (
        Column("Total", lambda total, _: _total(total), right=True),
        Column("Status", lambda total, _: total.status),
        Column("Counts", lambda total, _: ", ".join(total.includes) or "nothing", wraps=True),
        Column(
            "Leaves out", lambda total, _: "\n".join(f"{out.id}: {out.reason}" for out in total.excludes), wraps=True
        ),
    ),
)
VIEWS["health"] = VIEWS["border"]._replace(title="Health figures")
VIEWS["search"] = VIEWS["facts"]._replace(title="Found")


def sections(name: str, records: Sequence[Any], totals: Sequence[Any] = ()) -> list[tuple[View, Sequence[Any]]]:
    """Return the tables of a listing: its records, and below them the totals where there are any."""
    return [(VIEWS[name], records), *([(TOTALS, totals)] if totals else [])]
