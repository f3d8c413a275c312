"""Views: a title and a list of columns for each report, declared once and used by every tabular format."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from . import cells
from .cells import Labels


class Column(NamedTuple):
    """One column of a view."""

    header: str
    cell: Callable[[Any, Labels], str]
    right: bool = False
    """Numbers stand to the right."""
    wide: int = 0
    """Shown only where a line has at least this many characters."""
    until: int = sys.maxsize
    """Shown only where a line has fewer characters than this."""
    wraps: bool = False
    """Whether its text may be broken over lines where room is short."""
    whole: bool = False
    """Whether that must not break a word, nor a line that does not wrap: half a figure is another figure."""


class View(NamedTuple):
    """A report as columns."""

    title: str
    columns: tuple[Column, ...]


ROOMY = 100
"""From this width on an id has a column of its own; below it stands under the summary."""
WIDE = 140
"""From this width on a meeting and a conflict have a column for each of their parts."""
BROAD = 160
"""From this width on a span of days stands on one line."""
ID = Column("Id", lambda record, _: record.id, wide=ROOMY)
DATE = (
    Column("Date", cells.when_narrow, until=BROAD, whole=True),
    Column("Date", cells.when, wide=BROAD, whole=True),
)
DATE_FROM = Column("Date from", lambda record, _: cells.marks(record.date_from), wide=180, wraps=True)
STATUS = Column("Status", lambda record, _: record.status, whole=True)
COUNTRY = Column("Country", cells.countries, wraps=True)
SOURCES = Column("Sources", cells.sources, wraps=True)
FIGURE = (
    Column("Figure", cells.figure, right=True, until=ROOMY, wraps=True, whole=True),
    Column("Figure", cells.figure, right=True, wide=ROOMY, whole=True),
)
SAID_BY = Column("Said by", cells.said_by, wide=120, wraps=True)


def _summary(roomy: int, header: str = "Summary") -> tuple[Column, Column]:
    """Return the column of summaries: with ids on a page of fewer than `roomy` characters, without from there on."""
    return (
        Column(header, cells.summary_and_id, until=roomy, wraps=True),
        Column(header, cells.summary, wide=roomy, wraps=True),
    )


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
            Column("Route", cells.route, wide=120, wraps=True),
            *_summary(WIDE),
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
            Column("Meeting", cells.meeting, until=WIDE, wraps=True),
            Column("Summary", cells.summary, wide=WIDE, wraps=True),
            Column("With", cells.taking_part, wide=WIDE, wraps=True),
            Column("Agenda", cells.agenda, wide=WIDE, wraps=True),
            SOURCES,
        ),
    ),
    "people": View(
        "People and bodies",
        (
            ID,
            Column("Name", lambda record, _: record.name, wraps=True),
            Column("Type", lambda record, _: record.type, wide=120),
            Column("Titles as given", cells.titles, wraps=True),
            *_summary(ROOMY, "Role"),
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
            *_summary(WIDE),
            SOURCES,
            DATE_FROM,
        ),
    ),
    "funding": View(
        "Funding",
        (
            Column("Id", lambda record, _: record.id, whole=True),
            *(column._replace(header="Amount") for column in FIGURE),
            STATUS,
            Column("Purpose", cells.disputed("purpose"), wraps=True),
            Column("Recipient", lambda record, _: record.recipient or "not stated", wide=WIDE, wraps=True),
            Column("Relation to others", cells.relation, wide=120, wraps=True),
            SOURCES,
        ),
    ),
    "border": View(
        "Border figures",
        (
            ID._replace(wide=120),
            *FIGURE,
            Column("Measure", cells.measure_and_id, until=120, wraps=True),
            Column("Measure", cells.disputed("measure"), wide=120, wraps=True),
            Column("Period", lambda record, _: record.period, wraps=True),
            Column("Population", lambda record, _: record.population, wraps=True),
            Column("Area", lambda record, _: record.area, wide=WIDE, wraps=True),
            SAID_BY,
            Column("Not to be compared with", cells.compare, wide=BROAD, wraps=True),
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
            *_summary(120),
            SOURCES,
        ),
    ),
    "facts": View(
        "Facts",
        (
            Column("Kind", lambda record, _: record.kind),
            ID._replace(wide=120),
            *(column._replace(wide=max(column.wide, ROOMY)) for column in DATE),
            STATUS,
            *_summary(120),
            SOURCES,
        ),
    ),
    "sources": View(
        "Sources",
        (
            Column("Id", lambda record, _: record.id, whole=True),
            Column("Publisher", lambda record, _: record.publisher or "unknown", wraps=True),
            Column("Published", cells.published, wraps=True, whole=True),
            Column("Title", lambda record, _: record.title or "not printed", wide=120, wraps=True),
            Column("Relays", lambda record, _: ", ".join(relay.outlet for relay in record.relays), wraps=True),
            Column("Records", lambda record, _: str(record.supports), right=True),
            Column("On it alone", lambda record, _: str(record.supports_alone), right=True),
            Column("Paragraphs", lambda record, _: str(record.paragraphs), right=True, wide=ROOMY),
            Column("Summary", cells.summary, wide=ROOMY, wraps=True),
        ),
    ),
    "conflicts": View(
        "Conflicts",
        (
            Column("Class", lambda record, _: record.class_),
            Column("Conflict", cells.conflict, until=WIDE, wraps=True),
            ID._replace(wide=WIDE),
            Column("Readings", cells.readings, wide=WIDE, wraps=True),
            Column("Safest reading", lambda record, _: record.safest, wide=WIDE, wraps=True),
            Column("Why", lambda record, _: record.reason, wide=WIDE, wraps=True),
            Column("Concerns", cells.concerns, wide=BROAD, wraps=True),
        ),
    ),
    "gaps": View(
        "Gaps",
        (
            ID,
            STATUS,
            *(column._replace(wide=max(column.wide, 120)) for column in DATE),
            *_summary(ROOMY),
            Column("Topics", cells.topics, wide=WIDE, wraps=True),
            SOURCES,
        ),
    ),
}
TOTALS = View(
    "Totals",
    (
        Column("Total", cells.total, right=True, whole=True),
        Column("Status", lambda total, _: total.status, whole=True),
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
