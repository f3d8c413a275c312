"""Cross-references between records: conflicts, figures that must not be compared, records that cite a source.

They are computed when a store is loaded, and again when it is reduced to the facts known on a day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from itertools import islice

from ..text import fold_name
from . import codec
from .model import INCOMPARABLE, Conflict, Record, Source, Statistic

MAX_INHERITED = 50
"""Countries, places, people or topics that a conflict inherits from its records."""


def link(records: Iterable[Record]) -> None:
    """Set the computed fields of records that no caller has seen yet."""
    by_id = {record.id: record for record in records}
    sources = [record for record in by_id.values() if isinstance(record, Source)]
    conflicts: dict[str, list[str]] = {}
    not_comparable: dict[str, dict[str, None]] = {}
    for conflict in [record for record in by_id.values() if isinstance(record, Conflict)]:
        concerned = [by_id[id_] for id_ in dict.fromkeys(conflict.records)]
        for name in ("countries", "places", "people", "topics"):  # a conflict has those of its records
            union = dict.fromkeys(id_ for record in concerned for id_ in getattr(record, name))
            codec.set_computed(conflict, **{name: getattr(conflict, name) or tuple(islice(union, MAX_INHERITED))})
        for record in concerned:
            conflicts.setdefault(record.id, []).append(conflict.id)
        if conflict.class_ in INCOMPARABLE:
            figures = [record.id for record in concerned if isinstance(record, Statistic)]
            for id_ in figures:
                not_comparable.setdefault(id_, {}).update(dict.fromkeys(other for other in figures if other != id_))
    outlets = {fold_name(source.publisher): source.id for source in sources if source.publisher}
    ids = {source.id for source in sources}
    for record in by_id.values():
        independent = _independent(record, ids, outlets)
        codec.set_computed(record, conflicts=tuple(conflicts.get(record.id, ())), independent=independent)
        if isinstance(record, Statistic):
            codec.set_computed(record, not_comparable=tuple(not_comparable.get(record.id, ())))
    cited = [{cite.source for cite in one.all_cites()} for one in by_id.values() if not isinstance(one, Source)]
    supports = Counter(id_ for names in cited for id_ in names)
    alone = Counter(id_ for names in cited if len(names) == 1 for id_ in names)
    for source in sources:
        codec.set_computed(source, supports=supports[source.id], supports_alone=alone[source.id])


def _independent(record: Record, sources: Container[str], outlets: Mapping[str, str]) -> int:
    """Count the origins of a record: outlets that relay the same outlet, or the people quoted, count once."""
    spoken = any(speaker not in sources for speaker in record.said_by)
    origins = set()
    for cite in record.all_cites():
        if spoken and cite.source not in record.said_by:
            origins.add("the people quoted")
        else:
            named = fold_name(cite.via) if cite.via else cite.source
            origins.add(outlets.get(named, named))
    return len(origins)
