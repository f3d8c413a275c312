"""Change one figure, hedge, unit, date or paragraph number of the store at a time; print which share `verify` catches.

Usage: python bench/mutate_facts.py ARTICLES [--slips]

ARTICLES is the folder of the archived texts; --slips lists every change that nothing noticed.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import get_args

from harristrip import dates
from harristrip.facts import codec
from harristrip.facts.model import PARTS, Qualifier, Record
from harristrip.index.store import load
from harristrip.proof import verify
from harristrip.proof.library import Library, open_library

UNITS = ("households", "%", "EUR")


def main() -> None:
    """Verify every mutant of every record and print the shares."""
    store = load()
    against = open_library(store, sys.argv[1])
    made: Counter[str] = Counter()
    slips = []
    for record in store.records:
        for what, change, mutant in mutants(record, against):
            made[what] += 1
            if not any(check.state in verify.WRONG for check in verify.verify(mutant, against)):
                slips.append((what, record.id, change))
    slipped = Counter(what for what, _, _ in slips)
    for what, number in made.items():
        caught = number - slipped[what]
        print(f"{what:10} {caught:5} of {number:5} caught  {caught / number:7.1%}")
    caught = made.total() - len(slips)
    print(f"{'all':10} {caught:5} of {made.total():5} caught  {caught / made.total():7.1%}")
    if "--slips" in sys.argv:
        for slip in slips:
            print(*slip, sep="\t")


def mutants(record: Record, against: Library) -> Iterator[tuple[str, str, Record]]:
    """Yield what was changed, how, and the record with that one change."""
    field = "amount" if hasattr(record, "amount") else "value"
    if isinstance(value := getattr(record, field, None), int):
        for other in (value + 1, value * 10):
            yield "figure", f"{value} -> {other}", codec.replace(record, **{field: other})
        for hedge in (None, *get_args(Qualifier)):
            if hedge != record.qualifier:  # type: ignore[attr-defined]
                yield "hedge", f"-> {hedge}", codec.replace(record, qualifier=hedge)
        unit = "currency" if hasattr(record, "currency") else "unit"
        for other in UNITS:
            if other != getattr(record, unit):
                yield "unit", f"{getattr(record, unit)} -> {other}", codec.replace(record, **{unit: other})
    if record.date:
        for other in other_dates(record.date):
            yield "date", f"{record.date} -> {other}", codec.replace(record, date=other)
    yield from moved(record, against)


def other_dates(text: str) -> Iterator[str]:
    """Yield the date with one of its ends moved by one year, month or day, as precise as it is."""
    ends = text.split("/")
    for number, end in enumerate(ends):
        for step in (-1, 1):
            other = "/".join([*ends[:number], _step(end, step), *ends[number + 1 :]])
            if dates.is_date(other):
                yield other


def _step(end: str, step: int) -> str:
    first, last = (date.fromisoformat(day) for day in dates.bounds(end))
    moved = (last if step > 0 else first) + timedelta(step)
    return moved.isoformat()[: len(end)]


def moved(record: Record, against: Library) -> Iterator[tuple[str, str, Record]]:
    """Yield the record with one cite moved to the paragraph before or after."""
    for field in ("cites", "date_from", *PARTS):
        for number, entry in enumerate(getattr(record, field, ())):
            inner = enumerate(entry.cites) if field in PARTS else [(None, entry)]
            for position, cite in inner:
                for paragraph in (cite.paragraph - 1, cite.paragraph + 1):
                    if not 1 <= paragraph <= len(against.paragraphs(cite.source) or ()):
                        continue
                    other = codec.replace(cite, paragraph=paragraph)
                    if position is not None:
                        others = (*entry.cites[:position], other, *entry.cites[position + 1 :])
                        other = codec.replace(entry, cites=others)
                    entries = getattr(record, field)
                    changed = codec.replace(record, **{field: (*entries[:number], other, *entries[number + 1 :])})
                    yield "paragraph", f"{field} {cite.source}:{cite.paragraph} -> {paragraph}", changed


if __name__ == "__main__":
    main()
