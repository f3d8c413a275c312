"""The store as it could be known on a day: only what sources published by then say. Pure functions over records."""

from __future__ import annotations

from collections.abc import Sequence

from . import codec, dates, links, query
from .model import Cite, Conflict, Part, Record, Source


def as_of(records: Sequence[Record], day: str) -> tuple[Record, ...]:
    """Return the records that sources published on or before `day` support, cut down to what those sources say.

    A source whose date is an interval counts from its last day; one without a date never counts. A date that was worked
    out from a later source is unknown; a status is the last one that was known; a conflict needs two known readings.
    """
    known = frozenset(record.id for record in records if isinstance(record, Source) and _published(record, day))
    cut = [_cut(record, known) for record in records]
    kept = [record for record in cut if record is not None]
    ids = {record.id for record in kept}
    result = tuple(_forget(record, ids) for record in kept)
    links.link(result)
    return result


def _published(source: Source, day: str) -> bool:
    return source.date is not None and dates.bounds(source.date)[1] <= day


def _cut(record: Record, known: frozenset[str]) -> Record | None:
    """Drop the cites and parts that no known source supports; None if nothing is left."""
    if isinstance(record, Source):
        return record if record.id in known else None
    changes: dict[str, object] = {"cites": _known_cites(record.cites, known)}
    for name in query.PARTS:
        if hasattr(record, name):
            changes[name] = _known_parts(getattr(record, name), known)
    if not any(changes.values()) or (isinstance(record, Conflict) and len(changes["readings"]) < 2):  # type: ignore[arg-type]
        return None
    if record.statuses:  # where no known source gives one, the first: never a later one
        changes["status"] = (changes["statuses"] or record.statuses[:1])[-1].status  # type: ignore[index]
    if len(_known_cites(record.date_from, known)) < len(record.date_from):
        changes |= {"date": None, "date_basis": None, "date_from": ()}
    return codec.changed(record, **changes)


def _known_cites(cites: tuple[Cite, ...], known: frozenset[str]) -> tuple[Cite, ...]:
    return tuple(cite for cite in cites if cite.source in known)


def _known_parts(parts: tuple[Part, ...], known: frozenset[str]) -> tuple[Part, ...]:
    kept = ((part, _known_cites(part.cites, known)) for part in parts)
    return tuple(codec.changed(part, cites=cites) for part, cites in kept if cites)


def _forget(record: Record, ids: set[str]) -> Record:
    """Return a copy of a record; a conflict's without the records that were not known."""
    if isinstance(record, Conflict):
        return codec.changed(record, records=tuple(id_ for id_ in record.records if id_ in ids))
    return codec.changed(record)
