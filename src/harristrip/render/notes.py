"""The lines below a table: what its marks mean, what must not be compared, what the articles leave open."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from .cells import DERIVED, DISPUTED

if TYPE_CHECKING:
    from ..model import Record


MOST_PAIRS = 100
"""Pairs of figures that must not be compared which stand below a table."""


def notes(
    records: Sequence[Record], headers: Container[str], gaps: Sequence[Record] = (), totals: Sequence[object] = ()
) -> Iterator[str]:
    """Yield the notes that a listing of `records` needs under columns of these headers."""
    if len(totals) > 1:
        yield "Totals of other rows may be the same money in another currency or at another stage: never add them"
    dated = "Date" in headers or "Published" in headers
    if dated and any(record.date_basis == "derived" for record in records):
        yield f"{DERIVED} date worked out from other passages: see harristrip show ID"
    if any(record.conflicts for record in records):
        yield f"{DISPUTED} sources differ: see harristrip conflicts"
    if "Not to be compared with" not in headers:
        yield from _apart(records)
    for gap in gaps:
        yield f"Left open ({gap.status}): {gap.summary} [{gap.id}]"


def _apart(records: Sequence[Record]) -> Iterator[str]:
    """Name each pair of figures that must not be compared once, or of very many the first."""
    shown = {record.id for record in records}
    pairs = (
        f"Not to be compared: {record.id} with {other}"
        for record in records
        for other in getattr(record, "not_comparable", ())
        if record.id < other or other not in shown
    )
    yield from islice(pairs, MOST_PAIRS)
    more = sum(1 for _ in pairs)
    if more:
        yield f"Not to be compared: {more} more pairs, see not_comparable in --json"
