"""The facts known on a day: only those that sources published by then support."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from .. import dates
from ..facts import codec, links, model
from ..facts.model import Cite, Conflict, Figure, Funding, Record, Source, Statistic
from ..text import fold


def as_of(facts: model.Facts, day: str) -> model.Facts:
    """Return the facts that sources published on or before `day` support, reduced to the statements of those sources.

    A source whose date is an interval counts from its last day; one without a date never counts. A date, a part of the
    day and a figure are known if the passages of known sources print them, by the rules of `verify`. A status is the
    last one that was known; a conflict needs two known readings.
    """
    sources = [record for record in facts.records if isinstance(record, Source)]
    known = frozenset(one.id for one in sources if one.date is not None and dates.bounds(one.date)[1] <= day)
    kept = [cut for record in facts.records if (cut := _cut(record, known)) is not None]
    ids = {record.id for record in kept}
    result = tuple(_without_unknown(record, ids) for record in kept)
    links.link(result)
    return codec.replace(facts, records=result)


def _cut(record: Record, known: frozenset[str]) -> Record | None:
    """Drop the cites and parts that no known source supports; None if nothing is left."""
    if isinstance(record, Source):
        return record if record.id in known else None
    changes: dict[str, Any] = {"cites": _known_cites(record.cites, known)}
    for name in model.PARTS:
        if hasattr(record, name):
            parts = ((part, _known_cites(part.cites, known)) for part in getattr(record, name))
            changes[name] = tuple(codec.replace(part, cites=cites) for part, cites in parts if cites)
    if not any(changes.values()) or (isinstance(record, Conflict) and len(changes["readings"]) < 2):
        return None
    if record.statuses:  # if no known source gives one, the first: never a later one
        changes["status"] = (changes["statuses"] or record.statuses[:1])[-1].status
    changes["date_from"] = _known_cites(record.date_from, known)
    cut = codec.replace(record, **changes)
    if (cut.cites, cut.date_from) == (record.cites, record.date_from):
        return cut
    return _without_figure(_without_unnamed_date(cut, record))


def _known_cites(cites: tuple[Cite, ...], known: frozenset[str]) -> tuple[Cite, ...]:
    return tuple(cite for cite in cites if cite.source in known)


def _without_unnamed_date(cut: Record, whole: Record) -> Record:
    """Drop the date and the part of the day of a record unless the remaining passages name them.

    A cite without printed words may name a stated date.
    """
    from ..reader.printed_dates import unnamed  # noqa: PLC0415 -- patterns load only if a date may go

    own, basis = _printed(cut.cites), _printed(cut.date_from)
    may_state = not whole.date_from and len(own) < len(cut.cites)
    changes: dict[str, object] = {}
    if cut.date is not None and not may_state and unnamed(cut.date, own, basis):
        changes |= {"date": None, "date_basis": None, "date_from": ()}
    if cut.part_of_day is not None and not any(fold(cut.part_of_day) in fold(printed) for printed in (*own, *basis)):
        changes["part_of_day"] = None
    return codec.replace(cut, **changes)


def _without_figure(record: Record) -> Record | None:
    """Drop a figure that no remaining passage prints, and a record that is empty without its figure."""
    if record.figure is None or _says(_printed(record.cites), record.figure):
        return record
    if isinstance(record, (Statistic, Funding)) or _says([record.summary], record.figure):
        return None
    return codec.replace(record, value=None, value_to=None, qualifier=None, unit=None, per=None)


def _says(texts: Iterable[str], figure: Figure) -> bool:
    """Return whether a text has the figure, both ends of a range included."""
    from ..reader.figures import figures  # noqa: PLC0415 -- patterns load only if a figure may go

    ends = [None if end is None else Fraction(end) for end in (figure.value, figure.value_to)]
    return any([one.value, one.value_to] == ends for text in texts for one in figures(text))


def _printed(cites: Iterable[Cite]) -> list[str]:
    return [cite.reads or cite.printed for cite in cites if cite.printed]


def _without_unknown(record: Record, ids: set[str]) -> Record:
    """Return a copy of a record without references to unknown records."""
    changes: dict[str, object] = {
        name: tuple(id_ for id_ in getattr(record, name) if id_ in ids)
        for name in ("records", "part_of", "separate_from")
        if hasattr(record, name)
    }
    if isinstance(record, Funding) and record.restates not in ids:
        changes["restates"] = None
    return codec.replace(record, **changes)
