"""Reports, each declared once: records, order, columns and examples.

Commands, help, JSON Schemas, views of an exported database and completion use these declarations.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from . import cells

if TYPE_CHECKING:
    from ..facts.model import Record

EVENT, FIGURES, LOOK_UP, EVIDENCE = "Event", "Figures", "Look up", "Evidence"
"""Panels of the help."""
W100, W120, W140, W160, W180 = 100, 120, 140, 160, 180
"""Page widths, in characters, from which columns appear."""
ANY_KIND: tuple[str, ...] = ()


class Column(NamedTuple):
    """One column of a report."""

    header: str
    cell: Callable[[Any, cells.Labels], str]
    right: bool = False
    """Whether it is aligned to the right."""
    min_width: int = 0
    """The width of a page from which it is shown."""
    below_width: int = sys.maxsize
    """The width of a page below which it is shown."""
    wraps: bool = False
    """Whether its lines may be broken between words."""
    unbreakable: bool = False
    """Whether a word, or a line that does not wrap, may never be broken: half a number is a different number."""
    field: str | None = None
    """The key in JSON, where the header is not its name."""
    role: str = ""
    """The role that decides its colour: `id`, `status`, `figure`, `sources`, or empty."""
    stacked: bool = False
    """Whether narrower pages show it inside the cell of another column."""


class Report(NamedTuple):
    """One listing: which records it shows, and how."""

    name: str
    panel: str
    help: str
    kinds: tuple[str, ...]
    """Empty for every kind."""
    title: str
    columns: tuple[Column, ...]
    examples: tuple[str, ...]
    where: Callable[[Record], bool] | None = None
    """Which records of these kinds; None for all."""
    order: str | None = None
    """How `build.ORDERS` sorts its records; None for the order of the store."""
    calendar: bool = False
    """Whether its records can be calendar entries."""

    def shows(self, record: Record) -> bool:
        """Return whether a record belongs to the report."""
        return (not self.kinds or record.kind in self.kinds) and (self.where is None or self.where(record))


ID = Column("Id", cells.field("id"), min_width=W100, unbreakable=True, role="id", stacked=True)
DATE = (
    Column("Date", cells.when_narrow, below_width=W160, unbreakable=True),
    Column("Date", cells.when_wide, min_width=W160, unbreakable=True),
)
DATE_FROM = Column("Date from", lambda record, _: cells.marks(record.date_from), min_width=W180, wraps=True)
STATUS = Column("Status", cells.field("status"), unbreakable=True, role="status")
KIND = Column("Kind", cells.field("kind"))
COUNTRY = Column("Country", cells.countries, wraps=True, field="countries")
SOURCES = Column("Sources", cells.sources, wraps=True, field="cites", role="sources")
FIGURE = (
    Column("Figure", cells.figure, right=True, below_width=W100, wraps=True, unbreakable=True, role="figure"),
    Column("Figure", cells.figure, right=True, min_width=W100, unbreakable=True, role="figure"),
)
SAID_BY = Column("Said by", cells.said_by, min_width=W120, wraps=True, stacked=True)


def _from_width(width: int, *columns: Column) -> tuple[Column, ...]:
    """Return columns that are shown on pages of at least this width."""
    return tuple(column._replace(min_width=max(column.min_width, width)) for column in columns)


def _summary(width: int, header: str = "Summary", *, speakers: bool = False) -> tuple[Column, Column]:
    """Return the two columns of summaries: with ids, and speakers, below a page width; without them from it on."""
    stacked = cells.with_id(cells.summary, speakers=speakers)
    return (
        Column(header, stacked, below_width=width, wraps=True, unbreakable=True, field="summary"),
        Column(header, cells.summary, min_width=width, wraps=True, field="summary"),
    )


MEETING = Column(
    "Meeting", cells.meeting, min_width=W100, below_width=W160, wraps=True, unbreakable=True, field="summary"
)
_MEASURE = cells.disputed("measure")
STATISTIC_COLUMNS = (
    *_from_width(W120, ID),
    *FIGURE,
    Column("Measure", cells.with_id(_MEASURE, speakers=True), below_width=W120, wraps=True, unbreakable=True),
    Column("Measure", _MEASURE, min_width=W120, wraps=True),
    Column("Period", cells.field("period"), wraps=True),
    Column("Population", cells.field("population"), wraps=True),
    Column("Area", cells.field("area"), min_width=W140, wraps=True),
    SAID_BY,
    Column("Not to be compared with", cells.ids("not_comparable"), min_width=W160, wraps=True, field="not_comparable"),
    SOURCES,
)
RECORD_COLUMNS = (
    KIND,
    *_from_width(W140, ID),
    *_from_width(W100, *DATE),
    STATUS,
    *_summary(W140, speakers=True),
    _from_width(W140, SAID_BY)[0],
    SOURCES,
)
REPORTS: dict[str, Report] = {
    report.name: report
    for report in (
        Report(
            "itinerary",
            EVENT,
            "The days in order: legs and stays.",
            ("stop",),
            "Itinerary",
            (
                *_from_width(W140, ID),
                *DATE,
                Column("Stop", cells.field("type"), field="type"),
                COUNTRY,
                STATUS,
                Column("Route", cells.route, min_width=W120, wraps=True, field="destination"),
                *_summary(W140),
                SOURCES,
                DATE_FROM,
            ),
            ("itinerary", "itinerary --format ics -o trip.ics"),
            order="date",
            calendar=True,
        ),
        Report(
            "meetings",
            EVENT,
            "Who meets whom, where, how and about what.",
            ("meeting",),
            "Meetings",
            (
                *_from_width(W160, ID),
                *DATE,
                *_from_width(W100, COUNTRY),
                STATUS,
                Column("Format", cells.field("format"), min_width=W100, stacked=True),
                MEETING._replace(cell=partial(cells.meeting, format_=True), min_width=0, below_width=W100),
                MEETING,
                Column("Summary", cells.summary, min_width=W160, wraps=True, stacked=True),
                Column("With", cells.participants, min_width=W160, wraps=True, stacked=True, field="people"),
                Column("Agenda", cells.agenda, min_width=W160, wraps=True, stacked=True),
                SOURCES,
            ),
            ("meetings --country {country} --status planned", "meetings --json | jq -r '.items[].id'"),
            order="date",
            calendar=True,
        ),
        Report(
            "people",
            EVENT,
            "Everyone named, with each title that a source gives.",
            ("person",),
            "People and bodies",
            (
                ID,
                Column("Name", cells.field("name"), wraps=True),
                Column("Type", cells.field("type"), min_width=W120),
                Column("Titles as given", cells.parts("titles", "title"), wraps=True, field="titles"),
                *_summary(W100, "Role"),
                Column("Records", cells.mentions, right=True, min_width=W120, unbreakable=True),
                *_from_width(W140, SOURCES),
            ),
            ("people", "people --source {source} --fields id,name"),
            order="mentions",
        ),
        Report(
            "timeline",
            EVENT,
            "Every dated record in order of date.",
            ANY_KIND,
            "Timeline",
            (*DATE, *_from_width(W100, KIND), STATUS, *_from_width(W140, ID), *_summary(W140), SOURCES, DATE_FROM),
            ("timeline --from {month} --to {day}", "timeline --known-by {day}"),
            where=lambda record: record.date is not None and record.status is not None,
            order="date",
        ),
        Report(
            "funding",
            FIGURES,
            "Every amount, and totals that count nothing twice.",
            ("funding",),
            "Funding",
            (
                Column("Id", cells.field("id"), unbreakable=True, role="id"),
                *(column._replace(header="Amount", field="amount") for column in FIGURE),
                STATUS,
                Column("Purpose", cells.disputed("purpose"), wraps=True),
                Column("Recipient", cells.field("recipient", "not stated"), min_width=W140, wraps=True),
                Column("Relation to others", cells.relation, min_width=W120, wraps=True, field="part_of"),
                SOURCES,
            ),
            ("funding", "funding --json | jq '.totals'"),
        ),
        Report(
            "statistics",
            FIGURES,
            "Every counted figure: hedge, measure, period and population apart.",
            ("statistic",),
            "Statistics",
            STATISTIC_COLUMNS,
            ("statistics --format csv", "statistics --group {group}"),
        ),
        Report(
            "commitments",
            FIGURES,
            "What was agreed, promised, expected or announced.",
            ("commitment",),
            "Commitments",
            (
                *_from_width(W120, ID),
                *DATE,
                STATUS,
                Column("By", cells.named_field("by", "person"), wraps=True),
                Column("To", cells.field("to"), min_width=W140, wraps=True),
                *_from_width(W120, FIGURE[1]),
                *_summary(W120),
                SOURCES,
            ),
            ("commitments --status agreed", "commitments --count"),
        ),
        Report(
            "facts",
            LOOK_UP,
            "Every record of every kind.",
            ANY_KIND,
            "Facts",
            RECORD_COLUMNS,
            ("facts --kind claim --topic {topic}", "facts --format jsonl -o facts.jsonl"),
        ),
        Report(
            "sources",
            LOOK_UP,
            "The articles: publisher, date, what they relay.",
            ("source",),
            "Sources",
            (
                Column("Id", cells.field("id"), unbreakable=True, role="id"),
                Column("Publisher", cells.field("publisher", "unknown"), wraps=True),
                Column("Published", cells.published, unbreakable=True, field="date"),
                Column("Title", cells.field("title", "not printed"), min_width=W120, wraps=True),
                Column("Relays", cells.relays, min_width=W140, wraps=True, stacked=True),
                Column("Records", cells.field("supports"), right=True, field="supports"),
                Column("Only source of", cells.field("supports_alone"), right=True, field="supports_alone"),
                Column("Paragraphs", cells.field("paragraphs"), right=True, min_width=W120),
                Column("Summary", cells.summary, min_width=W140, wraps=True, stacked=True),
                Column("File and address", cells.place, min_width=W140, wraps=True, stacked=True, field="file"),
                Column("About, file", cells.summary_and_place, below_width=W140, wraps=True, field="summary"),
            ),
            ("sources", "sources --json | jq -r '.items[] | [.id, .date_basis] | @tsv'"),
        ),
        Report(
            "conflicts",
            EVIDENCE,
            "Where sources differ: each reading, the safest, and why.",
            ("conflict",),
            "Conflicts",
            (
                Column("Class", lambda record, _: record.class_),
                Column("Conflict", cells.conflict, below_width=W140, wraps=True, unbreakable=True, field="readings"),
                *_from_width(W140, ID),
                Column("Readings", cells.readings, min_width=W140, wraps=True, stacked=True),
                Column(
                    "Safest reading", cells.field("safest"), min_width=W140, wraps=True, stacked=True, field="safest"
                ),
                Column("Why", cells.field("reason"), min_width=W140, wraps=True, stacked=True, field="reason"),
                Column(
                    "Concerns",
                    lambda record, _: ", ".join(record.records),
                    min_width=W160,
                    wraps=True,
                    stacked=True,
                    field="records",
                ),
            ),
            ("conflicts --topic {topic}", "conflicts {conflict}"),
            order="weight",
        ),
        Report(
            "gaps",
            EVIDENCE,
            "What has not happened, is not stated, or was declined.",
            ("gap",),
            "Gaps",
            (
                *_from_width(W120, ID),
                STATUS,
                *_from_width(W120, *DATE),
                *_summary(W120),
                Column("Topics", cells.named_field("topics", "topic"), min_width=W140, wraps=True),
                SOURCES,
            ),
            ("gaps --status declined", "gaps --topic {topic}"),
        ),
    )
}
CALENDARS = tuple(report.name for report in REPORTS.values() if report.calendar)
"""Reports whose records can be calendar entries."""
SEARCH = REPORTS["facts"]._replace(
    name="search",
    help="Full-text search; numbers match however they are written.",
    title="Found",
    examples=("search {word}", "search {word} --kind claim"),
)
TOTALS = (
    Column("Total", cells.total, right=True, unbreakable=True),
    Column("Status", cells.field("status"), unbreakable=True),
    Column("Counts", lambda total, _: ", ".join(total.includes), wraps=True),
    Column("Leaves out", cells.excluded, wraps=True),
)


def of_group(id_: str, label: str, summary: str | None) -> Report:
    """Return the report of one group of statistics."""
    return REPORTS["statistics"]._replace(
        name=id_,
        help=summary or f"{label}.",
        title=label,
        examples=(id_, f"{id_} --format csv"),
        where=lambda record: record.group == id_,  # type: ignore[attr-defined]
    )
