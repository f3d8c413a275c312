"""The store as it could be known on a day: only what sources published by then say. Pure functions over records."""

from __future__ import annotations

from collections.abc import Sequence

from . import codec, dates, links, query
from .folding import fold
from .model import Cite, Conflict, Part, Record, Source


def as_of(records: Sequence[Record], day: str) -> tuple[Record, ...]:
    """Return the records that sources published on or before `day` support, cut down to what those sources say.

    A source whose date is an interval counts from its last day; one without a date never counts. A date is known that
    the passages of known sources name, by the rule of `verify`; so is a part of the day. A status is the last one that
    was known; a conflict needs two known readings.
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
    changes["date_from"] = _known_cites(record.date_from, known)
    cut = codec.changed(record, **changes)
    return cut if (cut.cites, cut.date_from) == (record.cites, record.date_from) else _undated(cut, record)


def _undated(cut: Record, whole: Record) -> Record:
    """Drop the date and the part of the day of a record unless the passages that are left name them.

    Where a date is stated, a cite without printed words may name it.
    """
    from .derivation import unnamed  # noqa: PLC0415 -- patterns load only where a date may not be known
    from .passages import printed_words  # noqa: PLC0415

    own, basis = printed_words(cut.cites), printed_words(cut.date_from)
    may_state = not whole.date_from and len(own) < len(cut.cites)
    changes: dict[str, object] = {}
    if cut.date is not None and not may_state and unnamed(cut.date, own, basis):
        changes |= {"date": None, "date_basis": None, "date_from": ()}
    if cut.part_of_day is not None and not any(fold(cut.part_of_day) in fold(printed) for printed in (*own, *basis)):
        changes["part_of_day"] = None
    return codec.changed(cut, **changes)


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
