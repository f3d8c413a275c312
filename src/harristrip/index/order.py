"""The orders of reports: by date, by weight, by importance. Only building an index sorts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, get_args

from .. import dates
from ..facts import model
from ..text import fold_name

PARTS_OF_DAY = {"early": 0, "morning": 1, "noon": 2, "afternoon": 4, "evening": 5, "late": 6, "night": 7}
"""Part of day -> rank; a record without one is in the middle."""


def by_date(records: Sequence[Any], facts: model.Facts) -> list[Any]:
    """Order by date and part of day, undated records last; a leg comes between the events at its ends."""
    found: list[Any] = []
    countries = _countries(facts)
    ordered = sorted(records, key=lambda one: (dates.sort_key(one.date), _part(one)))
    for _, days in groupby(ordered, key=lambda one: dates.bounds(one.date)[0] if one.date else ""):
        group = list(days)
        for leg in [one for one in group if isinstance(one, model.Stop) and one.type == "leg"]:
            group = _around(leg, group, countries)
        found += group
    return found


def _part(record: model.Record) -> int:
    return PARTS_OF_DAY.get(record.part_of_day or "", 3)


def _around(leg: model.Stop, group: list[Any], countries: dict[str, set[str]]) -> list[Any]:
    """Order the records of a day around a leg: events at its origin, the leg, events at its destination."""
    arrives = countries.get(fold_name(leg.destination or ""), set())
    leaves = countries.get(fold_name(leg.origin or ""), set(leg.countries) - arrives) - arrives
    at = group.index(leg)
    before: list[Any] = []
    after: list[Any] = []
    for number, other in enumerate(group):
        if other is leg:
            continue
        is_before = number < at
        if not (other.part_of_day and leg.part_of_day):
            is_there = bool(arrives.intersection(other.countries))
            is_here = bool(leaves.intersection(other.countries))
            is_before = is_here if is_here != is_there else is_before
        (before if is_before else after).append(other)
    return [*before, leg, *after]


def _countries(facts: model.Facts) -> dict[str, set[str]]:
    """Return the folded names of countries and places -> the countries that they are in."""
    found: dict[str, set[str]] = {}
    for id_, place in facts.vocabularies["place"].items():
        found |= {fold_name(name): set(place.countries) for name in (id_, place.name, *place.aliases)}
    for id_, country in facts.vocabularies["country"].items():
        found |= {fold_name(name): {id_} for name in (id_, country.name, country.code, *country.aliases)}
    return found


def by_weight(records: Sequence[Any], _: model.Facts) -> list[Any]:
    """Order conflicts by class: first the differences that would make a printed sentence wrong."""
    return sorted(records, key=lambda one: get_args(model.ConflictClass).index(one.class_))


def by_mentions(records: Sequence[Any], facts: model.Facts) -> list[Any]:
    """Order people by how many records name them, most first."""
    counts = mentions(facts.records)
    return sorted(records, key=lambda one: -counts[one.id])


def mentions(records: Iterable[model.Record]) -> Counter[str]:
    """Return how many records name each person, as participant, speaker or one who commits."""
    return Counter(id_ for record in records for id_ in {*record.people, *record.said_by, *getattr(record, "by", ())})
