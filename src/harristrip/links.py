"""What records say of one another: conflicts that concern them, figures not to be compared, how much rests on a source.

These fields are computed, never written by hand; they are filled in when a store is loaded, and anew when it is cut
down to what was known on a day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import islice

from . import codec, query
from .folding import fold_name
from .model import INCOMPARABLE, Cite, Conflict, Record, Source, Statistic

INHERITED = 50
"""Countries, people or topics of its records that a conflict without its own has, at the most."""


def link(records: Iterable[Record]) -> None:
    """Fill in the computed fields of records that no caller has seen yet."""
    by_id = {record.id: record for record in records}
    sources = [record for record in by_id.values() if isinstance(record, Source)]
    marks: dict[str, list[str]] = {}
    apart: dict[str, list[str]] = {}
    for conflict in [record for record in by_id.values() if isinstance(record, Conflict)]:
        concerned = [by_id[id_] for id_ in dict.fromkeys(conflict.records)]
        _inherit(conflict, concerned)
        figures = [record.id for record in concerned if isinstance(record, Statistic)]
        for record in concerned:
            marks.setdefault(record.id, []).append(conflict.id)
        if conflict.class_ in INCOMPARABLE:
            for id_ in figures:
                apart.setdefault(id_, []).extend(other for other in figures if other != id_)
    outlets = {fold_name(source.publisher): source.id for source in sources if source.publisher}
    own = {source.id for source in sources}
    for record in by_id.values():
        codec.fill(record, conflicts=tuple(marks.get(record.id, ())), independent=_independent(record, own, outlets))
        if isinstance(record, Statistic):
            codec.fill(record, not_comparable=tuple(dict.fromkeys(apart.get(record.id, ()))))
    _count(by_id, sources)


def _inherit(conflict: Conflict, concerned: Sequence[Record]) -> None:
    """Give a conflict that names no countries, people or topics those of its records."""
    for name in ("countries", "people", "topics"):
        union = dict.fromkeys(id_ for record in concerned for id_ in getattr(record, name))
        codec.fill(conflict, **{name: getattr(conflict, name) or tuple(islice(union, INHERITED))})


def _independent(record: Record, sources: Container[str], outlets: Mapping[str, str]) -> int:
    """Count the origins of a record: what outlets pass on from one outlet, or from those who speak, counts once."""
    voices = frozenset(record.said_by)
    spoken = any(speaker not in sources for speaker in voices)

    def origin(cite: Cite) -> str:
        if spoken and cite.source not in voices:
            return "those who speak"
        named = fold_name(cite.via) if cite.via else cite.source
        return outlets.get(named, named)

    return len({origin(cite) for cite in query.cites(record)})


def _count(by_id: Mapping[str, Record], sources: Iterable[Source]) -> None:
    """Count for each source the records that rest on it, and on it alone."""
    cited = [
        {cite.source for cite in query.cites(record)} for record in by_id.values() if not isinstance(record, Source)
    ]
    rest = Counter(source for names in cited for source in names)
    alone = Counter(source for names in cited if len(names) == 1 for source in names)
    for source in sources:
        codec.fill(source, supports=rest[source.id], supports_alone=alone[source.id])
