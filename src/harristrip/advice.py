"""What is doubtful about a store that breaks no rule. Pure functions over facts; each yields problems of one code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, islice, product

from . import dates, model, query
from .folding import fold
from .model import HELD, Facts, Source, Statistic
from .rules import Problem

AHEAD = ("planned", "expected", "likely")
"""Statuses of what has not happened yet."""
PAIRS = 10**6
"""Pairs of figures that are held against each other: that takes a second."""


def warnings(facts: Facts) -> Iterator[Problem]:
    """Yield every warning."""
    yield from _unused(facts)
    yield from _unlike(facts)
    yield from _untimely(facts)
    yield from _unseen(facts)


def _unused(facts: Facts) -> Iterator[Problem]:
    used = {facts.event.traveller, *(cite.source for cite in facts.event.cites)}
    for record in facts.records:
        for field in model.REFERENCES:
            named = getattr(record, field, None) or ()
            used.update((named,) if isinstance(named, str) else named)
        used.update(part.topic for part in getattr(record, "agenda", ()))
        if not isinstance(record, Source):
            used.update(cite.source for cite in (*query.cites(record), *record.date_from))
    declared = [("countries", id_) for id_ in facts.countries] + [("topics", id_) for id_ in facts.topics]
    declared += [(model.TABLES[one.kind], one.id) for one in facts.records if one.kind in model.TABLES]
    for where in declared:
        if where[1] not in used:
            yield Problem("HT101", where, f"nothing uses {where[0]}.{where[1]}")


def _unlike(facts: Facts) -> Iterator[Problem]:
    figures = enumerate(one for one in facts.records if isinstance(one, Statistic))
    alike: dict[tuple[str, ...], dict[Fraction, list[tuple[int, Statistic]]]] = {}
    for number, one in figures:
        values = alike.setdefault((fold(one.measure), fold(one.period), fold(one.population)), {})
        values.setdefault(Fraction(one.value), []).append((number, one))
    pairs = (
        sorted(pair)
        for values in alike.values()
        for some, others in combinations(values.values(), 2)
        for pair in product(some, others)
    )
    for (_, one), (number, other) in islice(pairs, PAIRS):
        if not set(one.conflicts) & set(other.conflicts):
            yield _differ(one, other, ("statistic", number))
    for _, (number, _) in islice(pairs, 1):
        message = f"the first {PAIRS} pairs of figures of one measure are held against each other, and no more"
        yield Problem("HT105", ("statistic", number), message)


def _differ(one: Statistic, other: Statistic, where: tuple[str | int, ...]) -> Problem:
    message = f"{other.id} gives {other.value} and {one.id} {one.value} for one measure, period and population"
    return Problem("HT102", (*where, "value"), message, other.value, "add a [[conflict]] that names both")


def _untimely(facts: Facts) -> Iterator[Problem]:
    published = {one.id: dates.bounds(one.date) for one in facts.records if isinstance(one, Source) and one.date}
    for where, record in _places(facts):
        if record.date is None or record.status not in (*AHEAD, HELD):
            continue
        first, last = dates.bounds(record.date)
        days = [published.get(source) for source in {cite.source for cite in query.cites(record)}]
        place = (*where, "status")
        if record.status == HELD and all(day is not None and day[1] < first for day in days):
            message = f"{record.id} is {HELD} on {record.date}, after all of its sources were published"
            yield Problem("HT106", place, message, record.status)
        if record.status in AHEAD and all(day is not None and day[0] > last for day in days):
            message = f"{record.id} is {record.status} for {record.date}, before any of its sources was published"
            yield Problem("HT103", place, message, record.status)


def _unseen(facts: Facts) -> Iterator[Problem]:
    for where, record in _places(facts):
        if not any(query.shows(report, record) for report in query.REPORTS.values()):
            yield Problem("HT104", where, f"no command lists {record.id}")


def _places(facts: Facts) -> Iterator[tuple[tuple[str | int, ...], model.Record]]:
    """Yield each record after the keys that lead to it in the file."""
    counts: Counter[str] = Counter()
    for record in facts.records:
        table = model.TABLES.get(record.kind)
        yield (table, record.id) if table else (record.kind, counts[record.kind]), record
        counts[record.kind] += 1
