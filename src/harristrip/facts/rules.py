"""Rules of a store beyond the types of its fields: errors, and warnings about doubtful records.

Each rule is declared on the function that checks it, or in `RULES` where the loader checks it. The functions take
typed records and yield problems; they read no file and know no line numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, islice, product
from typing import Any, NamedTuple, TypeVar

from .. import dates
from ..errors import Path, Problem
from ..text import MAX_MARKS, fold, fold_name, nearest, pluralize, quote
from . import model
from .model import HELD, Conflict, Facts, Funding, Record, Source, Statistic

MAX_FIGURES = 8
"""Figures that one conflict of measures or periods may name, since each is linked to all others."""
AHEAD = ("planned", "expected", "likely")
"""Statuses of future events."""
MAX_COMPARISONS = 10**7
"""Pairs of characters that suggestions may compare: one to two seconds."""
MAX_PAIRS = 10**6
"""Pairs of figures that HT102 compares: one second."""
REPORT_NAMES = (
    *("itinerary", "meetings", "people", "timeline", "funding", "statistics", "commitments"),
    *("facts", "sources", "conflicts", "gaps"),
)
"""Reports that a gap may belong to; a test compares them with those declared in `index.reports`."""
TOO_LARGE = f"the number is larger than {model.MAX_INTEGER} (2^53 - 1), which JSON readers would change"

F = TypeVar("F", bound=Callable[..., Iterator[Problem]])
RULES: dict[str, str] = {
    "HT001": "The file must be UTF-8 text.",
    "HT002": "The file must be TOML 1.0; the message says where reading it stopped.",
    "HT003": "`schema = 1` must be at the top: this program reads only layout 1.",
    "HT004": "Tables are `event`, `[sources.ID]`, `[people.ID]`, the vocabularies `[countries.ID]`, `[places.ID]`, "
    "`[topics.ID]`, `[groups.ID]`, and a `[[kind]]` for each other kind.",
    "HT005": "A record has the fields of its kind and no others; computed fields may not be written.",
    "HT006": "A field that the kind requires is missing.",
    "HT007": "A field has a value of another type or outside its vocabulary; figures are whole numbers or text.",
    "HT018": "Text has no control, bidirectional, zero-width, surrogate or unassigned characters.",
    "HT019": "A number is at most 2^53 - 1: JSON readers change larger ones.",
    "HT021": f"At most {MAX_MARKS} combining marks follow one another.",
    "HT022": f"A text has at most {model.MAX_CHARACTERS} characters, "
    f"and a list in a record {model.MAX_ENTRIES} entries.",
    "HT105": "There are more problems than are listed: fix these and check the file again.",
}
"""Code -> the rule in words: those that the loader checks, and those declared on the functions below."""


def rule(code: str, text: str) -> Callable[[F], F]:
    """Declare a rule on the function that checks it."""
    RULES[code] = text
    return lambda function: function


def is_warning(code: str) -> bool:
    """Return whether breaking a rule is only a warning."""
    return code >= "HT101"


class KnownIds(dict[str, set[str]]):
    """Vocabulary, kind or `record` -> its declared ids, including those of broken records."""

    compared = 0

    def nearest(self, what: str, value: str) -> str | None:
        """Return the id most similar to an undeclared one; None after MAX_COMPARISONS."""
        self.compared += len(value) * sum(map(len, self[what]))
        return nearest(value, sorted(self[what])) if self.compared <= MAX_COMPARISONS else None


class LocatedRecord(NamedTuple):
    """A record and its key path in the file."""

    where: Path
    record: Record


class PartialStore(NamedTuple):
    """A store whose records have the right types but are not yet checked against one another."""

    event: model.Event | None
    vocabularies: dict[str, dict[str, Any]]
    entries: list[LocatedRecord]
    broken: list[LocatedRecord]
    """Records with errors, reduced to the fields that are valid."""
    known: KnownIds


def check(store: PartialStore) -> Iterator[Problem]:
    """Yield every fault of a store."""
    yield from _duplicate_ids(store)
    yield from _ambiguous_names(store)
    paragraphs = {e.record.id: e.record.paragraphs for e in store.entries if isinstance(e.record, Source)}
    if store.event:
        yield from _event_faults(store.event, store)
        yield from _false_cites(store.event, ("event",), store.known, paragraphs)
    for name, entries in store.vocabularies.items():
        for entry in entries.values():
            yield from _undeclared_references(entry, (model.VOCABULARIES[name].table, entry.id), store.known)
    for where, record in (*store.entries, *store.broken):
        yield from _undeclared_references(record, where, store.known)
        yield from _false_cites(record, where, store.known, paragraphs)
        for field in ("date", "retrieved"):
            yield from _impossible_date(getattr(record, field, None), (*where, field))
    of_each = (_uncited, _unprinted_date, _unprinted_figure, _other_last_status, _reversed_range, _written_basis)
    for entry in store.entries:
        for check_record in of_each:
            yield from check_record(*entry)
    yield from _undeclared_about(store)
    yield from _taken_group_names(store)
    yield from _circular_amounts(store)
    yield from _separate_parts(store)
    yield from _large_conflicts(store)


@rule("HT008", "An id names one thing only, across all kinds and vocabularies; a group may share that of a topic.")
def _duplicate_ids(store: PartialStore) -> Iterator[Problem]:
    tables = {name: entries for name, entries in store.vocabularies.items() if name != "group"}
    named: list[tuple[str, Path]] = [
        (id_, (model.VOCABULARIES[name].table, id_)) for name in tables for id_ in tables[name]
    ]
    named += [(e.record.id, e.where) for e in (*store.entries, *store.broken) if hasattr(e.record, "id")]
    seen: dict[str, Path] = {}
    for id_, where in named:
        if id_ in seen:
            yield Problem("HT008", (*where, "id"), f"the id {quote(id_)} is taken by {_header(seen[id_])}", id_)
        seen.setdefault(id_, where)


@rule("HT017", "A name, code or alias means one thing within its vocabulary.")
def _ambiguous_names(store: PartialStore) -> Iterator[Problem]:
    for what, vocabulary in model.VOCABULARIES.items():
        entries: Iterable[Any] = store.vocabularies.get(what, {}).values()
        if vocabulary.type is model.Person:
            entries = [entry.record for entry in store.entries if isinstance(entry.record, model.Person)]
        yield from _shared_names(vocabulary.table, list(entries), vocabulary.names)
    sources = [entry.record for entry in store.entries if isinstance(entry.record, Source)]
    yield from _shared_names("sources", sources, ())  # several sources may have one publisher


def _shared_names(table: str, entries: Sequence[Any], fields: Iterable[str]) -> Iterator[Problem]:
    """Yield each name, in some fields or among the aliases, that another entry of the table has too."""
    owners = {fold_name(entry.id): entry.id for entry in entries}
    for entry in entries:
        names = [(field, getattr(entry, field)) for field in fields]
        for field, name in (*names, *(("aliases", alias) for alias in getattr(entry, "aliases", ()))):
            owner = owners.setdefault(fold_name(name), entry.id)
            if owner != entry.id:
                message = f"the name {quote(name)} also means {_header((table, owner))}"
                yield Problem("HT017", (table, entry.id, field), message, name)


@rule("HT012", "A date is a possible day, month or year, and an interval runs forwards.")
def _impossible_date(date: str | None, where: Path) -> Iterator[Problem]:
    if date is not None and not dates.is_date(date):
        yield Problem("HT012", where, f"{where[-1]}: {quote(date)} is not a possible date", date)


def _event_faults(event: model.Event, store: PartialStore) -> Iterator[Problem]:
    days = (event.first_day, event.last_day)
    for field, day in zip(("first_day", "last_day"), days, strict=True):
        yield from _impossible_date(day, ("event", field))
    if all(map(dates.is_date, days)) and dates.bounds(days[1])[1] < dates.bounds(days[0])[0]:
        yield Problem("HT012", ("event", "last_day"), "last_day comes before first_day", event.last_day)
    yield from _undeclared_references(event, ("event",), store.known)


@rule("HT009", "Every country, place, person, topic, group, source and record that a field names must be declared.")
def _undeclared_references(owner: object, where: Path, known: KnownIds) -> Iterator[Problem]:
    for field, what, value in model.references(owner):
        if value not in known[what]:
            yield _undeclared_problem(what, value, (*where, field), known)
    for name in model.PARTS:
        for number, part in enumerate(getattr(owner, name, ())):
            yield from _undeclared_references(part, (*where, name, number), known)


def _undeclared_problem(what: str, value: str, where: Path, known: KnownIds) -> Problem:
    near = known.nearest(what, value)
    hint = f"did you mean {near}?" if near else None
    return Problem("HT009", where, f"{where[-1]}: no {what} {quote(value)} is declared", value, hint)


@rule("HT010", "A cite names a declared source and one of its paragraphs, counted from 1.")
def _false_cites(owner: object, where: Path, known: KnownIds, paragraphs: Mapping[str, int]) -> Iterator[Problem]:
    for field, cite in [(name, cite) for name in model.CITES for cite in getattr(owner, name, ())]:
        at = f"{cite.source}:{cite.paragraph}"
        if cite.source not in known["source"]:
            yield _undeclared_problem("source", cite.source, (*where, field), known)._replace(code="HT010", value=at)
        elif cite.paragraph > paragraphs.get(cite.source, cite.paragraph):
            words = pluralize(paragraphs[cite.source], "paragraph")
            yield Problem("HT010", (*where, field), f"{at}: {cite.source} has {words}", at)
    for name in model.PARTS:
        for number, part in enumerate(getattr(owner, name, ())):
            yield from _false_cites(part, (*where, name, number), known, paragraphs)


@rule("HT011", "Every record cites at least one paragraph, itself or through its parts.")
def _uncited(where: Path, record: Record) -> Iterator[Problem]:
    if not any(record.all_cites()):
        yield Problem("HT011", where, f"{quote(record.id)} cites no paragraph", hint='add cites = ["source:1"]')


@rule("HT014", "A stated date needs a cite with `printed` words, a derived date its passages in `date_from`.")
def _unprinted_date(where: Path, record: Record) -> Iterator[Problem]:
    if record.date is None or record.date_basis == "metadata":
        return
    if not record.date_from and not any(cite.printed for cite in record.cites):
        hint = "add printed words to a cite, or date_from"
        yield Problem("HT014", (*where, "date"), f"date {record.date} has no printed words", record.date, hint)


@rule("HT013", "At least one cite of a record with a figure has `printed` words.")
def _unprinted_figure(where: Path, record: Record) -> Iterator[Problem]:
    field = "amount" if isinstance(record, Funding) else "value"
    if record.figure is not None and not any(cite.printed for cite in record.cites):
        value, hint = record.figure.value, 'write { at = "source:1", printed = "more than 10" }'
        yield Problem("HT013", (*where, field), f"{field} {value} has no printed words", value, hint)


@rule("HT015", "The last entry of `statuses` is the same as `status`.")
def _other_last_status(where: Path, record: Record) -> Iterator[Problem]:
    if record.statuses and record.statuses[-1].status != record.status:
        message = f"status is {record.status}, the last of statuses {record.statuses[-1].status}"
        yield Problem("HT015", (*where, "status"), message, record.status)


@rule("HT023", "A range runs upwards: `value_to` is larger than `value`, and `amount_to` than `amount`.")
def _reversed_range(where: Path, record: Record) -> Iterator[Problem]:
    field = "amount_to" if isinstance(record, Funding) else "value_to"
    figure, written = record.figure, getattr(record, field, None)
    if written is None:
        return
    if figure is None or Fraction(written) <= Fraction(figure.value):
        yield Problem("HT023", (*where, field), f"{field} = {written} does not end a range", written)


@rule("HT024", "`date_basis` is computed; a source may write `metadata` for a date that its text does not print.")
def _written_basis(where: Path, record: Record) -> Iterator[Problem]:
    if isinstance(record, Source) and record.date_basis not in (None, "metadata"):
        message = f"date_basis = {quote(record.date_basis)}: only metadata may be written"
        yield Problem("HT024", (*where, "date_basis"), message, record.date_basis, "delete it")


@rule("HT025", "`about` names reports and groups of statistics.")
def _undeclared_about(store: PartialStore) -> Iterator[Problem]:
    known = {*REPORT_NAMES, *store.known["group"]}
    for where, record in store.entries:
        for name in record.about if isinstance(record, model.Gap) else ():
            if name not in known:
                near = nearest(name, known)
                message = f"about: {quote(name)} is neither a report nor a group"
                yield Problem("HT025", (*where, "about"), message, name, near and f"did you mean {near}?")


@rule("HT027", "A group of statistics is a command: its id is not the name of a report.")
def _taken_group_names(store: PartialStore) -> Iterator[Problem]:
    for id_ in store.vocabularies["group"]:
        if id_ in REPORT_NAMES:
            yield Problem("HT027", ("groups", id_), f"{quote(id_)} is the name of a report", id_, "choose another id")


@rule("HT016", "An amount cannot be part of itself or restate itself, directly or in a circle.")
def _circular_amounts(store: PartialStore) -> Iterator[Problem]:
    money = {e.record.id: e for e in store.entries if isinstance(e.record, Funding)}
    cyclic = _ids_on_cycles({id_: _containing_amounts(entry.record, money) for id_, entry in money.items()})
    for id_, entry in money.items():
        if id_ in cyclic:
            yield Problem("HT016", entry.where, f"{quote(id_)} is part of itself or restates itself in a circle")


def _containing_amounts(amount: Any, known: Mapping[str, object]) -> list[str]:
    """Return the declared amounts that include an amount or that it restates."""
    return [whole for whole in (*amount.part_of, amount.restates) if whole in known]


def _ids_on_cycles(wholes: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the ids from which a way leads back to themselves (Kosaraju's algorithm, linear time)."""
    parts: dict[str, list[str]] = {}
    for id_, others in wholes.items():
        for other in others:
            parts.setdefault(other, []).append(id_)
    last = [id_ for found in _post_order(wholes, wholes) for id_ in found]
    groups = _post_order(parts, reversed(last))
    return {id_ for group in groups for id_ in group if len(group) > 1 or id_ in wholes[id_]}


def _post_order(edges: Mapping[str, Sequence[str]], starts: Iterable[str]) -> Iterator[list[str]]:
    """Yield for each start the ids that it reaches and no earlier start did, in post-order."""
    seen: set[str] = set()
    for start in starts:
        found: list[str] = []
        waiting = [(start, iter(edges.get(start, ())))] if start not in seen else []
        seen.add(start)
        while waiting:
            id_, onwards = waiting[-1]
            nearer = next((other for other in onwards if other not in seen), None)
            if nearer is None:
                found.append(id_)
                waiting.pop()
            else:
                seen.add(nearer)
                waiting.append((nearer, iter(edges.get(nearer, ()))))
        yield found


@rule("HT026", "An amount is part of another or separate from it, not both.")
def _separate_parts(store: PartialStore) -> Iterator[Problem]:
    money = {e.record.id: e.record for e in store.entries if isinstance(e.record, Funding)}
    for where, record in store.entries:
        for other in record.separate_from if isinstance(record, Funding) else ():
            related = (*_containing_amounts(record, money), record.id)
            if other in related or (other in money and record.id in _containing_amounts(money[other], money)):
                message = f"separate_from: {quote(other)} and this amount are also part of, or restate, one another"
                yield Problem("HT026", (*where, "separate_from"), message, other)


@rule("HT020", f"A conflict over measures or periods names at most {MAX_FIGURES} figures, each linked to all others.")
def _large_conflicts(store: PartialStore) -> Iterator[Problem]:
    figures = {entry.record.id for entry in store.entries if isinstance(entry.record, Statistic)}
    for where, record in store.entries:
        if isinstance(record, Conflict) and record.class_ in model.INCOMPARABLE:
            named = len(figures.intersection(record.records))
            if named > MAX_FIGURES:
                message = f"{quote(record.id)} names {named} figures"
                yield Problem("HT020", (*where, "records"), message, hint=f"name at most {MAX_FIGURES}")


def _header(where: Path) -> str:
    """Return the header of an entry as messages show it: `[people.mayor]`, `[[claim]] number 3`."""
    return f"[{where[0]}.{where[1]}]" if isinstance(where[1], str) else f"[[{where[0]}]] number {where[1] + 1}"


def warnings(facts: Facts) -> Iterator[Problem]:
    """Yield every warning of a store without faults."""
    yield from _unused(facts)
    yield from _differing_figures(facts)
    yield from _outdated_statuses(facts)
    yield from _unitless(facts)
    yield from _untitled(facts)


@rule("HT101", "A topic, person, country, place, group or source that nothing uses may be a mistake: use or delete it.")
def _unused(facts: Facts) -> Iterator[Problem]:
    owners: list[Any] = [facts.event, *facts.records, *(p for record in facts.records for p in record.parts())]
    owners += [entry for entries in facts.vocabularies.values() for entry in entries.values()]
    used = {id_ for owner in owners for _, _, id_ in model.references(owner)}
    used.update(cite.source for cite in facts.event.cites)
    for record in facts.records:
        if not isinstance(record, Source):
            used.update(cite.source for cite in (*record.all_cites(), *record.date_from))
    declared = [(model.VOCABULARIES[name].table, id_) for name, table in facts.vocabularies.items() for id_ in table]
    declared += [(model.TABLES[one.kind], one.id) for one in facts.records if one.kind in model.TABLES]
    for where in declared:
        if where[1] not in used:
            yield Problem("HT101", where, f"nothing uses {where[0]}.{where[1]}")


@rule("HT102", "Two figures of one measure, period and population, or two amounts of one purpose, that differ need a "
      "conflict that names both.")  # fmt: skip
def _differing_figures(facts: Facts) -> Iterator[Problem]:
    alike: dict[tuple[str, ...], dict[object, list[tuple[Any, Any]]]] = {}
    for where, record in _located(facts):
        if (key := _comparison_key(record)) and (figure := record.figure):
            values = alike.setdefault(key, {})
            values.setdefault((Fraction(figure.value), figure.value_to), []).append((where, record))
    pairs = (
        pair
        for values in alike.values()
        for some, others in combinations(values.values(), 2)
        for pair in product(some, others)
    )
    for pair in islice(pairs, MAX_PAIRS):
        (_, one), (where, other) = sorted(pair, key=lambda entry: entry[0])
        if not set(one.conflicts) & set(other.conflicts):
            first, last = one.figure.value, other.figure.value
            is_counted = isinstance(other, Statistic)
            what = "measure, period and population" if is_counted else "purpose"
            message = f"{other.id} gives {last} and {one.id} {first} for one {what}"
            place = (*where, "value" if is_counted else "amount")
            yield Problem("HT102", place, message, last, "add a [[conflict]] that names both")
    for (where, _), _ in islice(pairs, 1):
        yield Problem("HT105", where, f"only the first {MAX_PAIRS} pairs of figures of one measure are compared")


def _comparison_key(record: Record) -> tuple[str, ...] | None:
    """Return a key that comparable figures share, or None for a record that is not compared."""
    if isinstance(record, Statistic):
        return ("statistic", *(fold(text or "") for text in (record.measure, record.period, record.population)))
    if isinstance(record, Funding) and record.purpose:
        words = (record.purpose, record.recipient or "", record.per or "")
        return ("funding", record.currency, record.status, *map(fold, words))
    return None


@rule("HT106", "An event is held although every source it cites was published before its first day.")
@rule("HT103", "An event is still planned although every source it cites was published after its last day.")
def _outdated_statuses(facts: Facts) -> Iterator[Problem]:
    published = {one.id: dates.bounds(one.date) for one in facts.records if isinstance(one, Source) and one.date}
    for where, record in _located(facts):
        if record.date is None or record.status not in (*AHEAD, HELD):
            continue
        first, last = dates.bounds(record.date)
        days = [published.get(source) for source in {cite.source for cite in record.all_cites()}]
        place = (*where, "status")
        if record.status == HELD and all(day is not None and day[1] < first for day in days):
            message = f"{record.id} is {HELD} on {record.date}, after all of its sources were published"
            yield Problem("HT106", place, message, record.status)
        if record.status in AHEAD and all(day is not None and day[0] > last for day in days):
            message = f"{record.id} is {record.status} for {record.date}, before any of its sources was published"
            yield Problem("HT103", place, message, record.status)


@rule("HT107", "A figure without a unit cannot be compared or proofread: add `unit`.")
def _unitless(facts: Facts) -> Iterator[Problem]:
    for where, record in _located(facts):
        if record.figure is not None and record.figure.unit is None:
            yield Problem("HT107", (*where, "value"), f"{record.id} has a figure without a unit", record.figure.value)


@rule("HT108", f"The title of the event is still that of a draft, {quote(model.WORKING_TITLE)}: name the event.")
def _untitled(facts: Facts) -> Iterator[Problem]:
    if fold(facts.event.title) == fold(model.WORKING_TITLE):
        yield Problem("HT108", ("event", "title"), "the event has no title yet", facts.event.title, "name the event")


def _located(facts: Facts) -> Iterator[tuple[Path, Record]]:
    """Yield each record with its key path in the file."""
    counts: Counter[str] = Counter()
    for record in facts.records:
        table = model.TABLES.get(record.kind)
        yield (table, record.id) if table else (record.kind, counts[record.kind]), record
        counts[record.kind] += 1
