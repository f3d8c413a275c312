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
from harristrip.proof.library import Library, open_library
from harristrip.proof.verify import WRONG, verify

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
            if not any(check.state in WRONG for check in verify(mutant, against)):
                slips.append((what, record.id, change))
    slipped = Counter(what for what, _, _ in slips)
    made["all"], slipped["all"] = made.total(), len(slips)
    for what, number in made.items():
        caught = number - slipped[what]
        print(f"{what:10} {caught:5} of {number:5} caught  {caught / number:7.1%}")
    for slip in slips if "--slips" in sys.argv else ():
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
        first, last = (date.fromisoformat(day) for day in dates.bounds(end))
        for day in (first - timedelta(1), last + timedelta(1)):
            other = "/".join([*ends[:number], day.isoformat()[: len(end)], *ends[number + 1 :]])
            if dates.is_date(other):
                yield other


def moved(record: Record, against: Library) -> Iterator[tuple[str, str, Record]]:
    """Yield the record with one cite moved to the paragraph before or after."""
    for field in ("cites", "date_from", *PARTS):
        entries = getattr(record, field, ())
        for number, entry in enumerate(entries):
            for cite in entry.cites if field in PARTS else (entry,):
                for paragraph in (cite.paragraph - 1, cite.paragraph + 1):
                    if not 1 <= paragraph <= len(against.paragraphs(cite.source) or ()):
                        continue
                    other = codec.replace(cite, paragraph=paragraph)
                    if field in PARTS:
                        others = tuple(other if one is cite else one for one in entry.cites)
                        other = codec.replace(entry, cites=others)
                    changed = codec.replace(record, **{field: (*entries[:number], other, *entries[number + 1 :])})
                    yield "paragraph", f"{field} {cite.source}:{cite.paragraph} -> {paragraph}", changed


if __name__ == "__main__":
    main()
