"""Plain data from a TOML file -> typed, checked, cross-referenced facts, or every problem that prevents it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from . import codec, links, model, query, rules
from .errors import is_printable, printable, quote, shown
from .folding import MOST_MARKS, is_stacked, nearest
from .rules import Declared, Draft, Entry, Problem

SCHEMA = 1
MOST = 1000
"""Problems of one sort that are listed: each costs half a KiB, and eight bytes of a hostile file make three."""
UNFIT = ("HT019", "HT021")
"""What cannot even be shown, or compared in any time."""
PICTURES = 10
"""Characters that one message shows."""
_EVENT: tuple[str | int, ...] = ("event",)
_CITE = re.compile(model.CITE_PATTERN)
_INTERNAL = frozenset({"source", "paragraph"})
"""What `at` becomes in the model; the file writes neither."""
_VOCABULARIES: dict[str, type] = {"countries": model.Country, "topics": model.Topic}
_TABLES = ("schema", "event", "countries", "topics", *(model.TABLES.get(kind, kind) for kind in model.KINDS))
_UNWRITTEN = frozenset({"kind"}).union(*(codec.computed(kind) for kind in model.KINDS.values()))
"""Fields that JSON shows and no store may hold."""

Rows = list[tuple[tuple[str | int, ...], dict[str, Any]]]
"""Raw tables, each with the keys that lead to it."""


def build(raw: dict[str, Any]) -> tuple[model.Facts | None, list[Problem]]:
    """Return the facts of a parsed store, or None and every problem in it."""
    unfit = some(_gate(raw, ()))
    if any(problem.code in UNFIT for problem in unfit):
        return None, unfit
    problems = some(_layout(raw))
    if problems and problems[0].code == "HT003":
        return None, problems
    problems += unfit
    draft, misfits = _draft(raw)
    problems += some(misfits)
    problems += some(rules.check(draft))
    if problems or draft.event is None:
        return None, problems
    return _facts(draft, draft.event), []


def some(problems: Iterable[Problem]) -> list[Problem]:
    """Return the first of many problems of one sort, and behind them a word where others are left out."""
    found = list(islice(problems, MOST + 1))
    if len(found) > MOST:
        found[MOST] = Problem("HT105", found[MOST].where, f"of this sort the first {MOST} are listed")
    return found


def _layout(raw: dict[str, Any]) -> Iterator[Problem]:
    """Check the version of the layout and the names and shapes of the tables."""
    if type(raw.get("schema")) is not int or raw["schema"] != SCHEMA:  # True and 1.0 equal 1
        found = f"found schema = {shown(raw['schema'])}" if "schema" in raw else "it is missing"
        yield Problem("HT003", ("schema",), f"the layout must be schema = {SCHEMA}; {found}")
    for name in ("event", "sources"):
        if name not in raw:
            yield Problem("HT006", (), f"the table [{name}] is missing")
    for name, table in raw.items():
        if name not in _TABLES:
            near = nearest(name, _TABLES)
            yield Problem("HT004", (name,), f"unknown table {quote(name)}", hint=near and f"did you mean {near}?")
        elif name in model.KINDS and not _is_list_of_tables(table):
            yield Problem("HT004", (name,), f"{name} must be written [[{name}]]")
        elif name != "schema" and name not in model.KINDS and not isinstance(table, dict):
            yield Problem("HT004", (name,), f"{name} must be a table")
        elif name not in ("schema", "event", *model.KINDS):
            yield from _named(name, table)


def _named(name: str, table: dict[str, Any]) -> Iterator[Problem]:
    """Check that each entry of `[name.ID]` is a table, and that only its header names it."""
    for key, entry in table.items():
        if not isinstance(entry, dict):
            yield Problem("HT004", (name, key), f"{quote(key)} must be written [{name}.ID]")
        elif "id" in entry:
            yield Problem("HT005", (name, key, "id"), f"the id stands in the header, [{name}.ID]", hint="delete it")


def _is_list_of_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _gate(value: object, where: tuple[str | int, ...]) -> Iterator[Problem]:
    """Refuse keys and text with a character that a terminal might act on or a reader cannot see, and huge numbers."""
    if isinstance(value, str):
        yield from _text(value, where)
    elif isinstance(value, int):
        if abs(value) > model.LARGEST:
            yield Problem("HT019", where, rules.TOO_LONG)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not is_printable(key):
                yield from _hidden(key, (*where, key))
            yield from _gate(inner, (*where, key))
    elif isinstance(value, list):
        if len(where) > 1 and len(value) > model.ENTRIES:  # the list of all records of a kind has no limit
            yield Problem("HT022", where, f"the list has {len(value)} entries", hint=f"at most {model.ENTRIES}")
        for number, inner in enumerate(value):
            yield from _gate(inner, (*where, number))


def _text(value: str, where: tuple[str | int, ...]) -> Iterator[Problem]:
    if len(value) > model.CHARACTERS:
        message = f"the text has {len(value)} characters"
        yield Problem("HT022", where, message, hint=f"at most {model.CHARACTERS}")
    if not is_printable(value):
        yield from _hidden(value, where)
    elif is_stacked(value):
        yield Problem("HT021", where, f"more than {MOST_MARKS} combining marks follow one another")


def _hidden(text: str, where: tuple[str | int, ...]) -> Iterator[Problem]:
    """Spaces of any width are let through: they can be seen, and articles print them."""
    found = sorted({character for character in text if printable(character) != character})
    if found:
        pictures = ", ".join(printable(character) for character in found[:PICTURES])
        pictures += ", …" if len(found) > PICTURES else ""
        yield Problem("HT018", where, f"the text holds {pictures}, which cannot be seen", hint="delete it")


def _draft(raw: dict[str, Any]) -> tuple[Draft, list[Problem]]:
    """Convert every table that fits its type; the others become problems."""
    problems: list[Problem] = []
    broken: list[Entry] = []
    typed = {name: _typed(_rows(raw, name), kind, problems, broken) for name, kind in _VOCABULARIES.items()}
    entries: list[Entry] = []
    declared = Declared(country=set(_table(raw, "countries")), topic=set(_table(raw, "topics")))
    for kind, type_ in model.KINDS.items():
        rows = _rows(raw, model.TABLES.get(kind, kind))
        entries += [Entry(where, record) for where, record in _typed(rows, type_, problems, broken)]
        declared[kind] = {row["id"] for _, row in rows if isinstance(row.get("id"), str)}
    declared["record"] = set().union(*(declared[kind] for kind in model.KINDS))
    declared["person or source"] = declared["person"] | declared["source"]
    event = [(_EVENT, _table(raw, "event"))] if isinstance(raw.get("event"), dict) else []
    events = _typed(event, model.Event, problems, broken)
    countries, topics = ({entry.id: entry for _, entry in typed[name]} for name in ("countries", "topics"))
    return Draft(events[0][1] if events else None, countries, topics, entries, broken, declared), problems


def _table(raw: dict[str, Any], name: str) -> dict[str, Any]:
    table = raw.get(name)
    return table if isinstance(table, dict) else {}


def _rows(raw: dict[str, Any], name: str) -> Rows:
    """Return the raw records of a table, each with its id."""
    if name in model.KINDS:
        table: Any = raw.get(name)
        return [((name, n), row) for n, row in enumerate(table)] if _is_list_of_tables(table) else []
    return [((name, key), {**row, "id": key}) for key, row in _table(raw, name).items() if isinstance(row, dict)]


def _typed(
    rows: Rows, type_: type, problems: list[Problem], broken: list[Entry]
) -> list[tuple[tuple[str | int, ...], Any]]:
    """Convert raw records in one go; only where that fails look at each of them for every misfit."""
    for _, row in rows:
        _expand(row)
    if all(_UNWRITTEN.isdisjoint(row) for _, row in rows):
        try:
            records = codec.convert([row for _, row in rows], tuple[type_, ...])  # type: ignore[valid-type]
            return [(where, record) for (where, _), record in zip(rows, records, strict=True)]
        except ValueError:
            pass
    return [
        (where, record)
        for where, row in rows
        if len(problems) <= MOST
        for record in _one(where, row, type_, problems, broken)
    ]


def _one(
    where: tuple[str | int, ...], row: dict[str, Any], type_: type, problems: list[Problem], broken: list[Entry]
) -> Iterator[Any]:
    found = [_problem(where, misfit) for misfit in islice(codec.misfits(row, type_), MOST + 1)]
    problems += found
    if found:
        broken.append(Entry(where, codec.fitting(row, type_)))
    else:
        yield codec.convert(row, type_)


def _problem(where: tuple[str | int, ...], misfit: codec.Misfit) -> Problem:
    path = (*where, *misfit.path)
    if misfit.field is not None:
        near = nearest(misfit.field, misfit.choices)
        code = "HT005" if misfit.choices else "HT006"
        return Problem(code, path, misfit.problem, hint=near and f"did you mean {near}?")
    near = nearest(misfit.value, misfit.choices) if isinstance(misfit.value, str) else None
    field = ".".join(str(part) for part in misfit.path)
    message = f"{field} = {shown(misfit.value)}: {misfit.problem}"
    return Problem("HT007", path, message, misfit.value, near and f"did you mean {near}?")


def _expand(table: dict[str, Any]) -> None:
    """Rewrite the cites of a table and of its parts from the short form of the file into that of the model."""
    for name, value in table.items():
        if isinstance(value, list):
            if name in model.CITES:
                value[:] = map(_cite, value)
            else:
                for part in value:
                    if isinstance(part, dict):
                        _expand(part)


def _cite(raw: object) -> object:
    """Turn `"fox:25"` or `{ at = "fox:25", … }` into the fields of a `Cite`; anything else is left to the model."""
    if isinstance(raw, dict) and not _INTERNAL.isdisjoint(raw):
        return None  # the model takes these fields, the file does not
    at = raw.get("at") if isinstance(raw, dict) else raw
    if not isinstance(at, str) or not _CITE.match(at):
        return at
    source, _, paragraph = at.partition(":")
    source, number = sys.intern(source), int(paragraph)  # one text for a source, not one for each cite
    if not isinstance(raw, dict):
        return model.Cite(source=source, paragraph=number)  # the pattern has checked both
    cite = {name: value for name, value in raw.items() if name != "at"} | {"source": source, "paragraph": number}
    try:
        return codec.convert(cite, model.Cite)  # takes a quarter of a dictionary's memory
    except ValueError:
        return cite  # to be explained with the record that it stands in


def _facts(draft: Draft, event: model.Event) -> model.Facts:
    """Fill in what the records say of one another."""
    records = tuple(entry.record for entry in draft.entries)
    for record in records:
        codec.fill(record, cites=record.cites or _union(record), date_basis=_basis(record))
        if isinstance(record, model.Meeting):
            codec.fill(record, joint=len(record.countries) > 1)
    links.link(records)
    return model.Facts(event=event, countries=draft.countries, topics=draft.topics, records=records)


def _basis(record: model.Record) -> model.Basis | None:
    if record.date is None:
        return None
    return "derived" if record.date_from else "stated"


def _union(record: model.Record) -> tuple[model.Cite, ...]:
    """Return the cites of a record's parts, each once."""
    return tuple(dict.fromkeys(cite for part in query.parts(record) for cite in part.cites))
