"""Cells: the text that each column of a report makes from a record.

Plain text, whatever the format: each escapes it for its own medium.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import listed
from ..query import cites

if TYPE_CHECKING:
    from ..model import Cite, Record

DERIVED = "*"
DISPUTED = "!"
TIMELESS = ("person", "conflict")
"""Kinds that have no day of their own."""
MOST = 100
"""Names that stand in one cell: a file of a few KiB can repeat a long one many thousand times. JSON has all."""
RANK = "rank"
"""The unit whose name stands before its figure."""


class Labels:
    """Names for the ids that records hold."""

    def __init__(self, names: Callable[[str], Mapping[str, Sequence[str]]]) -> None:
        """Take a function that maps the ids of a vocabulary to their names, the one to show first."""
        self.countries, self.people, self.topics = (
            {id_: known[0] for id_, known in names(what).items()} for what in ("country", "person", "topic")
        )

    def who(self, ids: Iterable[str]) -> str:
        """Name people and bodies; the id of a source stands for itself."""
        return listed([self.people.get(id_, id_) for id_ in ids], MOST)

    def where(self, ids: Iterable[str]) -> str:
        """Name countries."""
        return listed([self.countries[id_] for id_ in ids], MOST)

    def about(self, ids: Iterable[str]) -> str:
        """Name topics."""
        return listed([self.topics[id_] for id_ in ids], MOST)


def marks(cited: Iterable[Cite]) -> str:
    """Return short marks of cites, each paragraph once: `fox ¶3, ¶12; cnn ¶10`."""
    by_source: dict[str, set[int]] = {}
    for cite in cited:
        by_source.setdefault(cite.source, set()).add(cite.paragraph)
    return "; ".join(f"{source} " + ", ".join(f"¶{n}" for n in sorted(ns)) for source, ns in by_source.items())


def when(record: Record, _: Labels | None = None) -> str:
    """Return a date as the store has it, a derived one marked; what has no day by nature has none."""
    if record.date is None:
        return "" if record.kind in TIMELESS else "not stated"
    derived = DERIVED if record.date_basis == "derived" else ""
    return record.date.replace("/", " to ") + derived


def when_narrow(record: Record, _: Labels) -> str:
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


def total(found: Any, _: Labels) -> str:
    """Return what amounts come to, with hedge and currency."""
    if found.amount is None:
        return f"none in {found.currency}"
    return " ".join(part for part in (found.qualifier, number(found.amount), found.currency) if part)


def _unit(record: Any) -> str:
    """Return what follows a figure."""
    unit = record.currency if hasattr(record, "currency") else record.unit
    return "%" if unit == "%" else f" {unit}" if unit else ""


def disputed(field: str) -> Callable[[Any, Labels], str]:
    """Return the cell of a text field, marked where sources differ about the record."""
    return lambda record, _: getattr(record, field) + (f" {DISPUTED}" if record.conflicts else "")


summary = disputed("summary")


def summary_and_id(record: Record, labels: Labels) -> str:
    """Return the summary with the id below it, for pages with no room for a column of ids."""
    return f"{summary(record, labels)}\n[{record.id}]"


def sources(record: Record, _: Labels) -> str:
    """Return the marks of all cites of a record and its parts."""
    return marks(cites(record))


def countries(record: Record, labels: Labels) -> str:
    """Name the countries of a record, and say whether it is about them together."""
    text = labels.where(record.countries)
    return f"{text} (joint)" if getattr(record, "joint", False) else text


def agenda(record: Any, labels: Labels) -> str:
    """Return the items of an agenda, each on a line, with what cites it."""
    items = (f"{labels.topics[item.topic]}: {item.summary} [{marks(item.cites)}]" for item in record.agenda)
    return "\n".join(f"- {item}" for item in items)


def taking_part(record: Any, labels: Labels) -> str:
    """Name who takes part."""
    return ", ".join(part for part in (labels.who(record.people), *getattr(record, "groups", ())) if part)


def relation(record: Any, _: Labels) -> str:
    """Say how an amount relates to others, where a source says so."""
    parts = [f"{verb} {whole}" for verb, whole in (("restates", record.restates), ("part of", record.part_of)) if whole]
    parts += [f"on top of {other}" for other in record.separate_from]
    return "; ".join(parts) or "not stated"


def compare(record: Any, _: Labels) -> str:
    """Name the figures that this one may not be compared with."""
    return listed(record.not_comparable, MOST)


def readings(record: Any, _: Labels) -> str:
    """Return the readings of a conflict, each on a line, with what cites it."""
    return "\n".join(f"- {reading.reading} [{marks(reading.cites)}]" for reading in record.readings)


def meeting(record: Any, labels: Labels) -> str:
    """Return a meeting in one cell, for pages with no room for more columns."""
    people = taking_part(record, labels)
    return "\n".join(
        part for part in (summary_and_id(record, labels), people and f"With: {people}", agenda(record, labels)) if part
    )


def measure_and_id(record: Any, labels: Labels) -> str:
    """Return the measure of a statistic with its id below it."""
    return f"{disputed('measure')(record, labels)}\n[{record.id}]"


def conflict(record: Any, labels: Labels) -> str:
    """Return a conflict in one cell, for pages with no room for more columns."""
    lines = (f"[{record.id}]", readings(record, labels), f"Safest: {record.safest}", f"Why: {record.reason}")
    return "\n".join((*lines, f"Concerns: {concerns(record, labels)}"))


def concerns(record: Any, _: Labels) -> str:
    """Name the records that a conflict is about."""
    return ", ".join(record.records)


def titles(record: Any, _: Labels) -> str:
    """Return the titles of a person, each on a line, with what cites it."""
    return "\n".join(f"{title.title} [{marks(title.cites)}]" for title in record.titles)


def topics(record: Any, labels: Labels) -> str:
    """Name the topics of a record."""
    return labels.about(record.topics)


def route(record: Any, _: Labels) -> str:
    """Return where a stop leads from and to, as far as it is known."""
    return f"{record.origin} → {record.destination}" if record.origin else record.destination


def said_by(record: Record, labels: Labels) -> str:
    """Name those whose word a record is."""
    return labels.who(record.said_by)


def published(record: Any, _: Labels) -> str:
    """Return the day of a source, and whether its text prints it."""
    return f"{when(record)} ({record.date_basis or 'unknown'})"
