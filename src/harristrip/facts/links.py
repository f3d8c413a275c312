"""Cross-references between records: conflicts, figures that must not be compared, records that cite a source.

They are computed when a store is loaded, and again when it is reduced to the facts known on a day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import islice

from ..text import fold_name
from . import codec
from .model import INCOMPARABLE, Cite, Conflict, Record, Source, Statistic

MAX_INHERITED = 50
"""Countries, places, people or topics that a conflict inherits from its records."""


def link(records: Iterable[Record]) -> None:
    """Set the computed fields of records that no caller has seen yet."""
    by_id = {record.id: record for record in records}
    sources = [record for record in by_id.values() if isinstance(record, Source)]
    conflicts: dict[str, list[str]] = {}
    not_comparable: dict[str, list[str]] = {}
    for conflict in [record for record in by_id.values() if isinstance(record, Conflict)]:
        concerned = [by_id[id_] for id_ in dict.fromkeys(conflict.records)]
        _inherit(conflict, concerned)
        figures = [record.id for record in concerned if isinstance(record, Statistic)]
        for record in concerned:
            conflicts.setdefault(record.id, []).append(conflict.id)
        if conflict.class_ in INCOMPARABLE:
            for id_ in figures:
                not_comparable.setdefault(id_, []).extend(other for other in figures if other != id_)
    outlets = {fold_name(source.publisher): source.id for source in sources if source.publisher}
    ids = {source.id for source in sources}
    for record in by_id.values():
        independent = _independent(record, ids, outlets)
        codec.set_computed(record, conflicts=tuple(conflicts.get(record.id, ())), independent=independent)
        if isinstance(record, Statistic):
            others = tuple(dict.fromkeys(not_comparable.get(record.id, ())))
            codec.set_computed(record, not_comparable=others)
    _count(by_id, sources)


def _inherit(conflict: Conflict, concerned: Sequence[Record]) -> None:
    """Give a conflict without countries, places, people or topics those of its records."""
    for name in ("countries", "places", "people", "topics"):
        union = dict.fromkeys(id_ for record in concerned for id_ in getattr(record, name))
        codec.set_computed(conflict, **{name: getattr(conflict, name) or tuple(islice(union, MAX_INHERITED))})


def _independent(record: Record, sources: Container[str], outlets: Mapping[str, str]) -> int:
    """Count the origins of a record: outlets that relay the same outlet, or the people quoted, count once."""
    voices = frozenset(record.said_by)
    spoken = any(speaker not in sources for speaker in voices)

    def origin(cite: Cite) -> str:
        if spoken and cite.source not in voices:
            return "the people quoted"
        named = fold_name(cite.via) if cite.via else cite.source
        return outlets.get(named, named)

    return len({origin(cite) for cite in record.all_cites()})


def _count(by_id: Mapping[str, Record], sources: Iterable[Source]) -> None:
    """Count for each source the records that cite it, and those that cite nothing else."""
    cited = [{cite.source for cite in one.all_cites()} for one in by_id.values() if not isinstance(one, Source)]
    supports = Counter(source for names in cited for source in names)
    alone = Counter(source for names in cited if len(names) == 1 for source in names)
    for source in sources:
        codec.set_computed(source, supports=supports[source.id], supports_alone=alone[source.id])
