"""Facts -> index: a SQLite database for all queries.

record         each record as JSON, with the days it covers
listing        which records a report shows, in its order
filter_key     filter -> key -> record
cites          each cite of each record
entry          the entries of vocabularies, and the event, as JSON
name, label    folded names of vocabularies -> id, and the names to show
search         the full text (FTS5)
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, get_args

from .. import dates
from ..facts import codec, model
from ..text import fold_name
from . import reports, search
from .filters import FILTERS
from .totals import totals

APPLICATION = 0x48547270
"""Marks a database of this program, "HTrp": `PRAGMA application_id`."""
VERSION = 3
"""Version of the tables and columns: `PRAGMA user_version`."""
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE record (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, json TEXT NOT NULL,
    first_day TEXT, last_day TEXT);
CREATE TABLE listing (report TEXT, position INTEGER, id TEXT REFERENCES record (id),
    PRIMARY KEY (report, position)) WITHOUT ROWID;
CREATE TABLE filter_key (filter TEXT, key TEXT, number INTEGER REFERENCES record (number),
    PRIMARY KEY (filter, key, number)) WITHOUT ROWID;
CREATE TABLE cites (id TEXT REFERENCES record (id), field TEXT, entry INTEGER, position INTEGER, source TEXT,
    paragraph INTEGER, printed TEXT, via TEXT, reads TEXT, PRIMARY KEY (id, field, entry, position)) WITHOUT ROWID;
CREATE TABLE entry (vocabulary TEXT, id TEXT, json TEXT NOT NULL, PRIMARY KEY (vocabulary, id));
CREATE TABLE name (vocabulary TEXT, folded TEXT, id TEXT, PRIMARY KEY (vocabulary, folded)) WITHOUT ROWID;
CREATE TABLE label (vocabulary TEXT, number INTEGER, position INTEGER, id TEXT, name TEXT,
    PRIMARY KEY (vocabulary, number, position)) WITHOUT ROWID;
"""
_INDEXES = "CREATE INDEX cites_by_passage ON cites (source, paragraph);"


LabelTable = dict[str, dict[str, tuple[str, ...]]]
"""Vocabulary -> id -> its names, the one to show first."""
PARTS_OF_DAY = {"early": 0, "morning": 1, "noon": 2, "afternoon": 4, "evening": 5, "late": 6, "night": 7}
"""Part of day -> rank; a record without one is in the middle."""


def build(facts: model.Facts, connection: sqlite3.Connection, meta: Mapping[str, object]) -> None:
    """Fill an empty database with the facts; `meta` describes their source."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("BEGIN")
    for statement in _TABLES.split(";")[:-1]:
        connection.execute(statement)
    labels = all_labels(facts)
    counts = sorted(count_mentions(facts.records).items())
    mentioned: LabelTable = {"mentions": {id_: (str(count),) for id_, count in counts}}
    rows: dict[str, Iterable[tuple[Any, ...]]] = {
        "meta": {**meta, "totals": _totals(facts)}.items(),
        "record": map(_record, range(len(facts.records)), facts.records),
        "listing": _listings(facts),
        "filter_key": _filter_keys(facts),
        "cites": (row for record in facts.records for row in _cite_rows(record)),
        "entry": _entry_rows(facts),
        "label": _label_rows(labels | mentioned),
        "name": _name_rows(labels),
    }
    for table, some in rows.items():
        marks = ", ".join("?" for _ in connection.execute(f"SELECT * FROM {table}").description)  # noqa: S608
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", some)  # noqa: S608
    search.create(connection, facts, labels)
    connection.execute(_INDEXES)
    connection.execute("COMMIT")


def _record(number: int, record: model.Record) -> tuple[Any, ...]:
    first, last = dates.bounds(record.date) if record.date else (None, None)
    return number, record.id, record.kind, codec.encode(record).decode(), first, last


def _totals(facts: model.Facts) -> str:
    """Return the totals of all amounts as JSON, so that they can be printed without typed records."""
    amounts = [one for one in facts.records if isinstance(one, model.Funding)]
    conflicts = [one for one in facts.records if isinstance(one, model.Conflict)]
    return codec.encode(totals(amounts, {one.id: one for one in amounts}, conflicts)).decode()


def _listings(facts: model.Facts) -> Iterator[tuple[str, int, str]]:
    """Yield the records of every report: those of the program, and one for each group that the store declares."""
    groups = (reports.of_group(one.id, one.label, one.summary) for one in facts.vocabularies["group"].values())
    for report in (*reports.REPORTS.values(), *groups):
        shown = [record for record in facts.records if report.shows(record)]
        if report.order is not None:
            shown = ORDERS[report.order](shown, facts)
        yield from ((report.name, position, record.id) for position, record in enumerate(shown, 1))


def _filter_keys(facts: model.Facts) -> Iterator[tuple[str, str, int]]:
    for number, record in enumerate(facts.records):
        for declared in FILTERS:
            yield from ((declared.name, key, number) for key in dict.fromkeys(declared.keys(record)))
        if isinstance(record, model.Stop) and record.type == "stay" and "-" in (record.date or "")[5:]:
            yield "lasts", "stay", number
        if isinstance(record, model.Gap):
            yield from (("about", name, number) for name in dict.fromkeys(record.about))


def _cite_rows(record: model.Record) -> Iterator[tuple[Any, ...]]:
    """Yield each cite of a record; `entry` is the entry of `field` that has it, 0 for the record itself."""
    places = [(name, 0, getattr(record, name)) for name in model.CITES]
    places += [(name, n, part.cites) for name in model.PARTS for n, part in enumerate(getattr(record, name, ()), 1)]
    for field, entry, cites in places:
        for position, cite in enumerate(cites, 1):
            words = (cite.printed, cite.via, cite.reads)
            yield record.id, field, entry, position, cite.source, cite.paragraph, *words


def _entry_rows(facts: model.Facts) -> Iterator[tuple[str, str, str]]:
    yield "event", "event", codec.encode(facts.event).decode()
    for vocabulary, entries in facts.vocabularies.items():
        yield from ((vocabulary, id_, codec.encode(entry).decode()) for id_, entry in entries.items())


def all_labels(facts: model.Facts) -> LabelTable:
    """Return the names of every vocabulary that filters use."""
    people = {one.id: one for one in facts.records if isinstance(one, model.Person)}
    labels: LabelTable = {}
    for name, vocabulary in model.VOCABULARIES.items():
        entries: dict[str, Any] = people if name == "person" else facts.vocabularies[name]
        labels[name] = {
            id_: (*(getattr(entry, field) for field in vocabulary.names), *getattr(entry, "aliases", ()))
            for id_, entry in entries.items()
        }
    labels["source"] = _source_labels([one for one in facts.records if isinstance(one, model.Source)])
    labels["speaker"] = labels["person"] | labels["source"]
    closed = {"status": get_args(model.Status), "kind": model.KINDS, "class": get_args(model.ConflictClass)}
    return labels | {what: {word: (word,) for word in words} for what, words in closed.items()}


def _source_labels(sources: list[model.Source]) -> dict[str, tuple[str, ...]]:
    """Return the id of each source, its publisher if no other source has that name, and its aliases."""
    names = {one.id: {fold_name(name) for name in (one.id, one.publisher or one.id, *one.aliases)} for one in sources}
    counts = Counter(name for folded in names.values() for name in folded)
    labels = {}
    for one in sources:
        own = [one.publisher] if one.publisher and counts[fold_name(one.publisher)] == 1 else []
        labels[one.id] = tuple(dict.fromkeys([one.id, *own, *one.aliases]))
    return labels


def _label_rows(labels: LabelTable) -> Iterator[tuple[str, int, int, str, str]]:
    for vocabulary, ids in labels.items():
        for number, (id_, names) in enumerate(ids.items()):
            yield from ((vocabulary, number, position, id_, name) for position, name in enumerate(names))


def _name_rows(labels: LabelTable) -> Iterator[tuple[str, str, str]]:
    for vocabulary, ids in labels.items():
        folded = {fold_name(name): id_ for id_, names in ids.items() for name in names}
        folded |= {fold_name(id_): id_ for id_ in ids}  # an id wins over the same text as a name
        yield from ((vocabulary, name, id_) for name, id_ in folded.items())


def by_date(records: Sequence[Any], facts: model.Facts) -> list[Any]:
    """Order by date and part of day, undated records last; a leg comes between the events at its ends."""
    found: list[Any] = []
    countries = _countries(facts)
    ordered = sorted(records, key=lambda one: (dates.sort_key(one.date), PARTS_OF_DAY.get(one.part_of_day or "", 3)))
    for _, days in groupby(ordered, key=lambda one: dates.bounds(one.date)[0] if one.date else ""):
        group = list(days)
        for leg in [one for one in group if isinstance(one, model.Stop) and one.type == "leg"]:
            group = _around(leg, group, countries)
        found += group
    return found


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
    counts = count_mentions(facts.records)
    return sorted(records, key=lambda one: -counts[one.id])


def count_mentions(records: Iterable[model.Record]) -> Counter[str]:
    """Return how many records name each person, as participant, speaker or one who commits."""
    return Counter(id_ for record in records for id_ in {*record.people, *record.said_by, *getattr(record, "by", ())})


ORDERS: dict[str, Callable[[Sequence[Any], model.Facts], list[Any]]] = {
    "date": by_date,
    "weight": by_weight,
    "mentions": by_mentions,
}
"""The orders of reports by name; only building an index sorts."""
