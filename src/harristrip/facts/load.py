"""TOML text -> typed, checked, cross-referenced facts, or every problem in it.

Text -> tables (tomli) -> records (msgspec) -> rules -> computed fields
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, cast

import tomli

from ..errors import Path, Problem, StoreInvalid, StoreUnreadable
from ..text import MAX_MARKS, is_printable, is_stacked, nearest, printable, quote, toml_repr
from . import codec, links, model, rules, toml_text
from .files import title
from .responses import Finding
from .rules import KnownIds, LocatedRecord, PartialStore

SCHEMA = 1
MAX_PROBLEMS = 1000
"""Maximum problems of one sort: each takes half a KiB, and eight bytes of a hostile file cause three."""
FATAL = ("HT019", "HT021")
"""Problems after which checking stops: the value cannot be shown, or comparing it takes too long."""
MAX_ESCAPES = 10
"""Invisible characters that one message lists."""
_KEYS = re.compile(r"\(('[^']*',? ?)+\)")
"""A dotted key in a message of tomli."""
_CITE = re.compile(model.CITE_PATTERN)
_NAMED_TABLES = list(dict.fromkeys([*(one.table for one in model.VOCABULARIES.values()), *model.TABLES.values()]))
"""Tables written as `[table.ID]`."""
_LISTED_TABLES = [kind for kind in model.KINDS if kind not in model.TABLES]
"""Tables written as `[[kind]]`."""
_UNWRITTEN = frozenset({"kind"}).union(*(codec.computed(kind) for kind in model.KINDS.values()))
"""Fields of the JSON that a store must not write."""

Rows = list[tuple[Path, dict[str, Any]]]
"""Raw tables with their key paths."""


def parse(data: bytes, name: str = "facts.toml") -> model.Facts:
    """Return the facts of a store; raises StoreUnreadable, or StoreInvalid with every fault, sorted by line."""
    text = decode_text(data, name)
    facts, problems = _build(text, name)
    if facts is None:
        raise StoreInvalid(name, findings(text, problems))
    return facts


def examine(data: bytes, name: str = "facts.toml") -> tuple[Finding, ...]:
    """Return every fault of a store, or if it has none every warning, by line; raises StoreUnreadable."""
    try:
        text = decode_text(data, name)
        facts, problems = _build(text, name)
    except StoreInvalid as error:
        return cast("tuple[Finding, ...]", error.findings)
    return findings(text, problems if facts is None else first_thousand(rules.warnings(facts)))


def decode_text(data: bytes, name: str) -> str:
    """Return the text of a store; raises StoreInvalid if it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        before = data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode()
        message = f"the file is not UTF-8: byte 0x{data[error.start]:02x}"
        found = Finding.at_place("HT001", message, (line, len(before) + 1), printable(before), hint="save it as UTF-8")
        raise StoreInvalid(title(name), [found]) from error


def tables(data: bytes, name: str) -> dict[str, Any]:
    """Return the raw tables of a store without checking them; raises StoreUnreadable or StoreInvalid."""
    try:
        return _toml(decode_text(data, name), name)
    except RecursionError as error:
        raise StoreUnreadable(name, "tables are nested too deep") from error


def _build(text: str, name: str) -> tuple[model.Facts | None, list[Problem]]:
    """Return the facts of a text, or None and every problem in it."""
    try:
        return build_facts(_toml(text, name))
    except RecursionError as error:
        raise StoreUnreadable(name, "tables are nested too deep") from error


def _toml(text: str, name: str) -> dict[str, Any]:
    if refusal := toml_text.refusal(text):
        raise StoreUnreadable(name, refusal)
    if (at := toml_text.long_number(text)) is not None:
        code, message, place = "HT019", rules.TOO_LARGE, (text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
    else:
        try:
            return tomli.loads(text)
        except tomli.TOMLDecodeError as error:
            said = printable(_KEYS.sub(lambda keys: ".".join(re.findall("'([^']*)'", keys[0])), error.msg))
            said = f"{said[:400]}…" if len(said) > 400 else said
            found = toml_text.earlier_definition(text, error.lineno) if error.msg.startswith("Cannot") else None
            if found:
                said += f"; {quote(found[0])} was first defined on line {found[1]}"
            code, message, place = "HT002", f"the file is not TOML: {said}", (error.lineno, error.colno)
    lines = text.splitlines() or [""]
    line = lines[min(place[0], len(lines)) - 1]
    raise StoreInvalid(name, [Finding.at_place(code, message, place, line)])


def findings(text: str, problems: Iterable[Problem]) -> tuple[Finding, ...]:
    """Return problems with their places in the text, sorted by line."""
    problems = list(problems)
    source = toml_text.SourceMap(text, [problem.where for problem in problems])
    found = []
    for problem in problems:
        line, column = source.place(problem.where, problem.value)
        message, hint = (
            printable(problem.message),
            problem.hint and printable(problem.hint),
        )  # they name what a store has
        found.append(Finding.at_place(problem.code, message, (line, column), source[line - 1], hint=hint))
    return tuple(sorted(found, key=lambda finding: (finding.line, finding.column)))


def build_facts(raw: dict[str, Any]) -> tuple[model.Facts | None, list[Problem]]:
    """Return the facts of a parsed store, or None and every problem in it."""
    unprintable = first_thousand(_unfit_values(raw, ()))
    if any(problem.code in FATAL for problem in unprintable):
        return None, unprintable
    problems = first_thousand(_layout(raw))
    if problems and problems[0].code == "HT003":
        return None, problems
    problems += unprintable
    store, misfits = _typed_store(raw)
    problems += first_thousand(misfits)
    problems += first_thousand(rules.check(store))
    if problems or store.event is None:
        return None, problems
    return _facts(store, store.event), []


def first_thousand(problems: Iterable[Problem]) -> list[Problem]:
    """Return the first problems of one sort; if there are more, the last one says so."""
    found = list(islice(problems, MAX_PROBLEMS + 1))
    if len(found) > MAX_PROBLEMS:
        found[MAX_PROBLEMS] = Problem(
            "HT105", found[MAX_PROBLEMS].where, f"only the first {MAX_PROBLEMS} problems of this sort are listed"
        )
    return found


def _layout(raw: dict[str, Any]) -> Iterator[Problem]:
    """Check the version of the layout and the names and shapes of the tables."""
    if type(raw.get("schema")) is not int or raw["schema"] != SCHEMA:  # True and 1.0 equal 1
        found = f"found schema = {toml_repr(raw['schema'])}" if "schema" in raw else "it is missing"
        yield Problem("HT003", ("schema",), f"the layout must be schema = {SCHEMA}; {found}")
    for name in ("event", "sources"):
        if name not in raw:
            yield Problem("HT006", (), f"the table [{name}] is missing")
    known = ("schema", "event", *_NAMED_TABLES, *_LISTED_TABLES)
    for name, table in raw.items():
        if name not in known:
            near = nearest(name, known)
            yield Problem("HT004", (name,), f"unknown table {quote(name)}", hint=near and f"did you mean {near}?")
        elif name in _LISTED_TABLES and not _is_list_of_tables(table):
            yield Problem("HT004", (name,), f"{name} must be written [[{name}]]")
        elif name != "schema" and name not in _LISTED_TABLES and not isinstance(table, dict):
            yield Problem("HT004", (name,), f"{name} must be a table")
        elif name in _NAMED_TABLES:
            yield from _check_entries(name, table)


def _check_entries(name: str, table: dict[str, Any]) -> Iterator[Problem]:
    """Check that each entry of `[name.ID]` is a table and does not repeat its id."""
    for key, entry in table.items():
        if not isinstance(entry, dict):
            yield Problem("HT004", (name, key), f"{quote(key)} must be written [{name}.ID]")
        elif "id" in entry:
            yield Problem("HT005", (name, key, "id"), f"the id belongs in the header, [{name}.ID]", hint="delete it")


def _is_list_of_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _unfit_values(value: object, where: Path) -> Iterator[Problem]:
    """Yield invisible and terminal control characters, huge numbers, and oversized texts and lists."""
    if isinstance(value, str):
        yield from _check_text(value, where)
    elif isinstance(value, int):
        if abs(value) > model.MAX_INTEGER:
            yield Problem("HT019", where, rules.TOO_LARGE)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _hidden(key, (*where, key))
            yield from _unfit_values(inner, (*where, key))
    elif isinstance(value, list):
        if len(where) > 1 and len(value) > model.MAX_ENTRIES:  # the list of all records of a kind has no limit
            yield Problem("HT022", where, f"the list has {len(value)} entries", hint=f"at most {model.MAX_ENTRIES}")
        for number, inner in enumerate(value):
            yield from _unfit_values(inner, (*where, number))


def _check_text(value: str, where: Path) -> Iterator[Problem]:
    if len(value) > model.MAX_CHARACTERS:
        yield Problem("HT022", where, f"the text has {len(value)} characters", hint=f"at most {model.MAX_CHARACTERS}")
    yield from _hidden(value, where)
    if is_printable(value) and is_stacked(value):
        yield Problem("HT021", where, f"more than {MAX_MARKS} combining marks follow one another")


def _hidden(text: str, where: Path) -> Iterator[Problem]:
    """Yield a problem with the invisible characters; blanks of any width are allowed, as articles print them."""
    found = [] if is_printable(text) else sorted({one for one in text if printable(one) != one})
    if found:
        pictures = ", ".join(printable(character) for character in found[:MAX_ESCAPES])
        pictures += ", …" if len(found) > MAX_ESCAPES else ""
        yield Problem("HT018", where, f"the text holds {pictures}, which cannot be seen", hint="delete it")


def _typed_store(raw: dict[str, Any]) -> tuple[PartialStore, list[Problem]]:
    """Convert every table that fits its type, and return problems for the others."""
    problems: list[Problem] = []
    broken: list[LocatedRecord] = []
    vocabularies: dict[str, dict[str, Any]] = {}
    known = KnownIds()
    for name, vocabulary in model.VOCABULARIES.items():
        if vocabulary.type not in model.KINDS.values():
            typed = _typed(_raw_records(raw, vocabulary.table), vocabulary.type, problems, broken)
            vocabularies[name] = {entry.id: entry for _, entry in typed}
            known[name] = set(table_of(raw, vocabulary.table))
    entries: list[LocatedRecord] = []
    for kind, type_ in model.KINDS.items():
        rows = _raw_records(raw, model.TABLES.get(kind, kind))
        entries += [LocatedRecord(where, record) for where, record in _typed(rows, type_, problems, broken)]
        known[kind] = {row["id"] for _, row in rows if isinstance(row.get("id"), str)}
    if "groups" not in raw:  # a store that predates that table declares the groups that it uses
        ids = dict.fromkeys(entry.record.group for entry in entries if isinstance(entry.record, model.Statistic))
        vocabularies["group"] = {id_: model.Group(id=id_, label=id_.replace("-", " ").capitalize()) for id_ in ids}
        known["group"] = set(ids)
    known["record"] = set().union(*(known[kind] for kind in model.KINDS))
    known["person or source"] = known["person"] | known["source"]
    event: Rows = [(("event",), raw["event"])] if isinstance(raw.get("event"), dict) else []
    events = _typed(event, model.Event, problems, broken)
    return PartialStore(events[0][1] if events else None, vocabularies, entries, broken, known), problems


def table_of(raw: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return a table of raw data; an empty one if it is missing or not a table."""
    table = raw.get(name)
    return table if isinstance(table, dict) else {}


def _raw_records(raw: dict[str, Any], name: str) -> Rows:
    """Return the raw records of a table, each with its id."""
    if name in _LISTED_TABLES:
        table: Any = raw.get(name)
        return [((name, n), row) for n, row in enumerate(table)] if _is_list_of_tables(table) else []
    return [((name, key), {**row, "id": key}) for key, row in table_of(raw, name).items() if isinstance(row, dict)]


def _typed(rows: Rows, type_: type, problems: list[Problem], broken: list[LocatedRecord]) -> list[tuple[Path, Any]]:
    """Convert raw records all at once; if that fails, one by one to find every misfit."""
    for _, row in rows:
        _expand(row)
    unwritten = _UNWRITTEN - {"date_basis"} if type_ is model.Source else _UNWRITTEN
    if all(unwritten.isdisjoint(row) for _, row in rows):
        try:
            records = codec.convert([row for _, row in rows], tuple[type_, ...])  # type: ignore[valid-type]
            return [(where, record) for (where, _), record in zip(rows, records, strict=True)]
        except ValueError:
            pass
    typed: list[tuple[Path, Any]] = []
    for where, row in rows:
        if len(problems) > MAX_PROBLEMS:
            break
        found = list(islice(codec.misfits(row, type_, where), MAX_PROBLEMS + 1))
        problems += found
        if found:
            broken.append(LocatedRecord(where, codec.fitting(row, type_)))
        else:
            typed.append((where, codec.convert(row, type_)))
    return typed


def _expand(table: dict[str, Any]) -> None:
    """Replace the short forms of the file by those of the model, in a table and its parts."""
    if isinstance(table.get("part_of"), str):
        table["part_of"] = [table["part_of"]]
    for name, value in table.items():
        if isinstance(value, list):
            if name in model.CITES:
                value[:] = map(_cite, value)
            else:
                for part in value:
                    if isinstance(part, dict):
                        _expand(part)


def _cite(raw: object) -> object:
    """Return `"post:4"` or `{ at = "post:4", … }` as a `Cite`; return anything else for the model to refuse."""
    if isinstance(raw, dict) and ("source" in raw or "paragraph" in raw):
        return None  # fields of the model only
    at = raw.get("at") if isinstance(raw, dict) else raw
    if not isinstance(at, str) or not _CITE.match(at):
        return at
    source, _, paragraph = at.partition(":")
    source, number = sys.intern(source), int(paragraph)
    if not isinstance(raw, dict):
        return model.Cite(source=source, paragraph=number)  # the pattern has checked both
    cite = {name: value for name, value in raw.items() if name != "at"} | {"source": source, "paragraph": number}
    try:
        return codec.convert(cite, model.Cite)
    except ValueError:
        return cite  # reported later, with its record


def _facts(store: PartialStore, event: model.Event) -> model.Facts:
    """Set the computed fields of all records."""
    records = tuple(entry.record for entry in store.entries)
    for record in records:
        cites = record.cites or tuple(dict.fromkeys(cite for part in record.parts() for cite in part.cites))
        basis = record.date_basis or (record.date and ("derived" if record.date_from else "stated"))
        codec.set_computed(record, cites=cites, date_basis=basis)
        if isinstance(record, model.Meeting):
            codec.set_computed(record, joint=len(record.countries) > 1)
    links.link(records)
    return model.Facts(event=event, vocabularies=store.vocabularies, records=records)
