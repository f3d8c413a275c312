"""What a store must keep to beyond the types of its fields: one code per rule, one function per group of rules.

The functions look at typed records and yield problems; they read no file and know no line numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from . import dates, model, query
from .errors import counted, quote
from .folding import MOST_MARKS, fold_name, nearest
from .outline import NAMED

MOST_FIGURES = 8
"""Figures that one conflict of measures or periods may name: each of them is told of every other."""
RULES: dict[str, str] = {
    "HT001": "The file must be UTF-8 text.",
    "HT002": "The file must be TOML 1.0: the message says where reading it stopped.",
    "HT003": "`schema = 1` must stand at the top: this program reads layout 1 and no other.",
    "HT004": "Tables are `event`, `sources`, `countries`, `people`, `topics` and a `[[kind]]` for each other kind.",
    "HT005": "A record has the fields of its kind and no others; fields that the program works out may not be written.",
    "HT006": "A field that the kind requires is missing.",
    "HT007": "A field holds a value of another type or outside its vocabulary; figures are whole numbers or text.",
    "HT008": "An id names one thing only, across all kinds.",
    "HT009": "A country, person, topic, source or record that is named must be declared.",
    "HT010": "A cite names a declared source and one of its paragraphs, counted from 1.",
    "HT011": "Every record cites at least one paragraph, itself or through its parts.",
    "HT012": "A date is a possible day, month or year, and an interval runs forwards.",
    "HT013": "A figure carries the words that it was printed in: at least one cite has `printed`.",
    "HT014": "A stated date carries the words that it was printed in; a derived one says from what, in `date_from`.",
    "HT015": "Where sources of different days give different statuses, the last of `statuses` is `status`.",
    "HT016": "An amount cannot be part of itself or restate itself, directly or in a circle.",
    "HT017": "A name, code or alias means one thing within its vocabulary.",
    "HT018": "Text holds no control, bidirectional, zero-width, surrogate or unassigned characters.",
    "HT019": f"A number has at most {model.DIGITS} digits, before and after the point.",
    "HT020": f"A conflict of measures or periods names at most {MOST_FIGURES} figures, for each is told of every "
    "other.",
    "HT021": f"At most {MOST_MARKS} combining marks follow one another.",
    "HT022": f"A text has at most {model.CHARACTERS} characters, a list within a record {model.ENTRIES} entries.",
}
WARNINGS: dict[str, str] = {
    "HT101": "A topic, person, country or source that nothing uses may be a slip; use it or delete it.",
    "HT102": "Two figures of one measure, period and population that differ want a conflict that names both.",
    "HT103": "An event is still planned although every source it cites was published after its last day.",
    "HT104": "A record that no command lists is lost to its readers: a report must take its kind.",
    "HT105": "More was found than is listed: mend what is, and check the file again.",
    "HT106": "An event has been held although every source it cites was published before its first day.",
}
"""Rules whose breach is doubtful, not wrong."""
TOO_LONG = f"the number has more than {model.DIGITS} digits"
"""What HT019 says, wherever such a number is met."""
RULES |= WARNINGS


COMPARISONS = 10**7
"""Pairs of characters of misspelled names and of those they are compared with: that takes a second or two."""


class Declared(dict[str, set[str]]):
    """What may be named: `country`, `person`, `topic`, `source`, `record` and each kind -> ids, misfits included."""

    compared = 0

    def nearest(self, what: str, value: str) -> str | None:
        """Return what is most like a name that is not declared; None as soon as very much has been compared."""
        self.compared += len(value) * sum(map(len, self[what]))
        return nearest(value, sorted(self[what])) if self.compared <= COMPARISONS else None


class Problem(NamedTuple):
    """A broken rule, and the keys that lead to the value that breaks it."""

    code: str
    where: tuple[str | int, ...]
    message: str
    value: object = None
    hint: str | None = None


class Entry(NamedTuple):
    """A record and where in the file it stands."""

    where: tuple[str | int, ...]
    record: model.Record


class Draft(NamedTuple):
    """A store whose records fit their types and still have to be checked against one another."""

    event: model.Event | None
    countries: dict[str, model.Country]
    topics: dict[str, model.Topic]
    entries: list[Entry]
    broken: list[Entry]
    """Records that do not fit, each with only those of its fields that do."""
    declared: Declared


def check(draft: Draft) -> Iterator[Problem]:
    """Yield every problem of a draft."""
    yield from _duplicate_ids(draft)
    yield from _ambiguous_names(draft)
    paragraphs = {e.record.id: e.record.paragraphs for e in draft.entries if isinstance(e.record, model.Source)}
    if draft.event:
        yield from _event(draft.event, draft)
        yield from _cites(draft.event, ("event",), draft.declared, paragraphs)
    for where, record in (*draft.entries, *draft.broken):
        yield from _references(record, where, draft.declared)
        yield from _cites(record, where, draft.declared, paragraphs)
        yield from _possible(getattr(record, "date", None), (*where, "date"))
    for entry in draft.entries:
        for rule in RECORD_RULES:
            yield from rule(*entry)
    yield from _circles(draft)
    yield from _crowds(draft)


def _duplicate_ids(draft: Draft) -> Iterator[Problem]:
    seen: dict[str, tuple[str | int, ...]] = {}
    countries = [(key, ("countries", key)) for key in draft.countries]
    topics = [(key, ("topics", key)) for key in draft.topics]
    records = [(e.record.id, e.where) for e in (*draft.entries, *draft.broken) if hasattr(e.record, "id")]
    for id_, where in [*countries, *topics, *records]:
        if id_ in seen:
            yield Problem("HT008", (*where, "id"), f"the id {quote(id_)} is taken by {_name(seen[id_])}", id_)
        seen.setdefault(id_, where)


def _ambiguous_names(draft: Draft) -> Iterator[Problem]:
    people = [entry.record for entry in draft.entries if isinstance(entry.record, model.Person)]
    every: dict[str, Iterable[model.Country | model.Person | model.Topic]] = {
        "country": draft.countries.values(),
        "person": people,
        "topic": draft.topics.values(),
    }
    for what, (table, fields) in NAMED.items():
        owners = {fold_name(record.id): record.id for record in every[what]}
        for record in every[what]:
            names = [(field, getattr(record, field)) for field in fields]
            for field, name in (*names, *(("aliases", alias) for alias in record.aliases)):
                owner = owners.setdefault(fold_name(name), record.id)
                if owner != record.id:
                    message = f"the name {quote(name)} also means {_name((table, owner))}"
                    yield Problem("HT017", (table, record.id, field), message, name)


def _event(event: model.Event, draft: Draft) -> Iterator[Problem]:
    for field in ("first_day", "last_day"):
        yield from _possible(getattr(event, field), ("event", field))
    if event.last_day < event.first_day:
        yield Problem("HT012", ("event", "last_day"), "last_day comes before first_day", event.last_day)
    if event.traveller not in draft.declared["person"]:
        yield _undeclared("person", event.traveller, ("event", "traveller"), draft.declared)


def _references(
    owner: model.Record | model.Part, where: tuple[str | int, ...], declared: Declared
) -> Iterator[Problem]:
    for field, what in model.REFERENCES.items():
        named = getattr(owner, field, None) or ()
        for value in (named,) if isinstance(named, str) else named:
            if value not in declared[what]:
                yield _undeclared(what, value, (*where, field), declared)
    for name in query.PARTS:
        for number, part in enumerate(getattr(owner, name, ())):
            yield from _references(part, (*where, name, number), declared)


def _undeclared(what: str, value: str, where: tuple[str | int, ...], declared: Declared) -> Problem:
    near = declared.nearest(what, value)
    hint = f"did you mean {near}?" if near else None
    return Problem("HT009", where, f"{where[-1]}: no {what} {quote(value)} is declared", value, hint)


def _cites(
    owner: model.Record | model.Event | model.Part,
    where: tuple[str | int, ...],
    declared: Declared,
    paragraphs: dict[str, int],
) -> Iterator[Problem]:
    for field, cite in [(name, cite) for name in model.CITES for cite in getattr(owner, name, ())]:
        at = f"{cite.source}:{cite.paragraph}"
        if cite.source not in declared["source"]:
            yield _undeclared("source", cite.source, (*where, field), declared)._replace(code="HT010", value=at)
        elif cite.paragraph > paragraphs.get(cite.source, cite.paragraph):
            words = counted(paragraphs[cite.source], "paragraph")
            yield Problem("HT010", (*where, field), f"{at}: {cite.source} has {words}", at)
    for name in query.PARTS:
        for number, part in enumerate(getattr(owner, name, ())):
            yield from _cites(part, (*where, name, number), declared, paragraphs)


def _cited(where: tuple[str | int, ...], record: model.Record) -> Iterator[Problem]:
    if not any(query.cites(record)):
        yield Problem("HT011", where, f"{quote(record.id)} cites no paragraph", hint='add cites = ["source:1"]')


def _dates(where: tuple[str | int, ...], record: model.Record) -> Iterator[Problem]:
    if record.date is None:
        return
    if not record.date_from and not any(cite.printed for cite in record.cites):
        hint = "add printed words to a cite, or date_from"
        yield Problem("HT014", (*where, "date"), f"date {record.date} carries no printed words", record.date, hint)


def _possible(date: str | None, where: tuple[str | int, ...]) -> Iterator[Problem]:
    if date is not None and not dates.is_date(date):
        yield Problem("HT012", where, f"{where[-1]}: {quote(date)} is no possible date", date)


def _figures(where: tuple[str | int, ...], record: model.Record) -> Iterator[Problem]:
    for field in ("value", "amount"):
        value = getattr(record, field, None)
        if value is not None and not any(cite.printed for cite in record.cites):
            hint = 'write { at = "source:1", printed = "more than 10" }'
            yield Problem("HT013", (*where, field), f"{field} {value} carries no printed words", value, hint)


def _statuses(where: tuple[str | int, ...], record: model.Record) -> Iterator[Problem]:
    if record.statuses and record.statuses[-1].status != record.status:
        last = record.statuses[-1].status
        yield Problem(
            "HT015", (*where, "status"), f"status is {record.status}, the last of statuses {last}", record.status
        )


RECORD_RULES: tuple[Callable[[tuple[str | int, ...], model.Record], Iterator[Problem]], ...] = (
    _cited,
    _dates,
    _figures,
    _statuses,
)


def _circles(draft: Draft) -> Iterator[Problem]:
    money = {e.record.id: e for e in draft.entries if isinstance(e.record, model.Funding)}
    amounts: list[Any] = [entry.record for entry in money.values()]
    circling = _circling(
        {one.id: [whole for whole in (one.part_of, one.restates) if whole in money] for one in amounts}
    )
    for id_, entry in money.items():
        if id_ in circling:
            yield Problem("HT016", entry.where, f"{quote(id_)} is part of itself or restates itself in a circle")


def _circling(wholes: Mapping[str, Sequence[str]]) -> set[str]:
    """Return all from which a way leads back to themselves, in time that grows with their number (Kosaraju)."""
    parts: dict[str, list[str]] = {}
    for id_, others in wholes.items():
        for other in others:
            parts.setdefault(other, []).append(id_)
    last = [id_ for found in _reached(wholes, wholes) for id_ in found]
    groups = _reached(parts, reversed(last))
    return {id_ for group in groups for id_ in group if len(group) > 1 or id_ in wholes[id_]}


def _reached(ways: Mapping[str, Sequence[str]], starts: Iterable[str]) -> Iterator[list[str]]:
    """Yield for each start what can be reached from it and was not before, that which leads no further first."""
    seen: set[str] = set()
    for start in starts:
        found: list[str] = []
        waiting = [(start, iter(ways.get(start, ())))] if start not in seen else []
        seen.add(start)
        while waiting:
            id_, onwards = waiting[-1]
            nearer = next((other for other in onwards if other not in seen), None)
            if nearer is None:
                found.append(id_)
                waiting.pop()
            else:
                seen.add(nearer)
                waiting.append((nearer, iter(ways.get(nearer, ()))))
        yield found


def _crowds(draft: Draft) -> Iterator[Problem]:
    figures = {entry.record.id for entry in draft.entries if isinstance(entry.record, model.Statistic)}
    for where, record in draft.entries:
        if isinstance(record, model.Conflict) and record.class_ in model.INCOMPARABLE:
            named = len(figures.intersection(record.records))
            if named > MOST_FIGURES:
                message = f"{quote(record.id)} names {named} figures"
                yield Problem("HT020", (*where, "records"), message, hint=f"name at most {MOST_FIGURES}")


def _name(where: tuple[str | int, ...]) -> str:
    """Name an entry of the file for a message."""
    return f"[{where[0]}.{where[1]}]" if isinstance(where[1], str) else f"[[{where[0]}]] number {where[1] + 1}"
