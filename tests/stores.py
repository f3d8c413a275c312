"""Stores for tests: written from Python values, or made from the small one by changing it as plain tables."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli

from harristrip.errors import StoreInvalid
from harristrip.facts import load, model
from harristrip.facts.responses import Finding
from harristrip.index.database import in_memory
from harristrip.index.store import Store

CASES = Path(__file__).parent / "data" / "cases"
SMALL = Path(__file__).parent / "data" / "valid" / "small.toml"
Path_ = tuple[str | int, ...]
"""Keys and positions that lead to a value."""
HEAD = SMALL.parents[1].joinpath("head.toml").read_text("utf-8")
SOURCE = """[sources.{id}]
summary = "A report."
sha256 = "{sha256}"
paragraphs = {paragraphs}
cites = ["{id}:1"]
{rest}
"""
REQUIRED: dict[str, dict[str, object]] = {
    "claim": {"type": "statement", "said_by": ["mayor"]},
    "funding": {"status": "pledged", "amount": 5, "currency": "USD"},
    "statistic": {"group": "wells", "measure": "wells dug", "value": 5, "unit": "wells"},
    "meeting": {"status": "planned", "format": "unspecified"},
    "commitment": {"status": "promised", "by": ["mayor"]},
    "gap": {"status": "not-stated"},
    "stop": {"type": "leg", "status": "planned"},
    "conflict": {
        "class": "contradiction",
        "safest": "Both.",
        "reason": "Unclear.",
        "readings": [{"reading": "One", "cites": ["gazette:1"]}, {"reading": "Two", "cites": ["herald:2"]}],
    },
}


def source(id_: str, paragraphs: int = 9, sha256: str = "0" * 64, rest: str = "") -> str:
    """Return the table of a source; `rest` is more TOML."""
    return SOURCE.format(id=id_, paragraphs=paragraphs, sha256=sha256, rest=rest)


def record(kind: str, id_: str, **fields: object) -> str:
    """Return a record in TOML, its required fields filled in; None leaves a field out."""
    given = {name.rstrip("_"): value for name, value in fields.items()}
    needed = {"summary": "It is so.", **REQUIRED[kind], "cites": ["gazette:1"], **given}
    lines = [f"{name} = {toml(value)}" for name, value in needed.items() if value is not None]
    return "\n".join([f"[[{kind}]]", f'id = "{id_}"', *lines, ""])


def printed(words: str, at: str = "gazette:1", **more: str) -> dict[str, str]:
    """Return a cite with printed words."""
    return {"at": at, "printed": words, **more}


def store(*records: str, head: str = HEAD, sources: tuple[str, ...] = ("gazette", "herald")) -> str:
    """Return a store of these records."""
    return "\n".join([head, *map(source, sources), *records])


def parse(text: str) -> model.Facts:
    """Return the facts of a store."""
    return load.parse(text.encode())


def opened(text: str) -> Store:
    """Return a store that can be asked."""
    return Store(in_memory(parse(text)))


def found(text: str | bytes) -> tuple[Finding, ...]:
    """Return the faults of a store, or if it has none its warnings."""
    return load.examine(text if isinstance(text, bytes) else text.encode())


def faults(text: str) -> tuple[Finding, ...]:
    """Return the faults of a store that cannot be loaded."""
    with pytest.raises(StoreInvalid) as caught:
        parse(text)
    return caught.value.findings


def cases(name: str) -> list[Any]:
    """Return the cases of a file, one in each line, as parameters of a test."""
    rows = map(json.loads, (CASES / name).read_text(encoding="utf-8").splitlines())
    return [pytest.param(row, id=row.get("name")) for row in rows]


def small() -> dict[str, Any]:
    """Return the small store as plain tables, a copy of one's own."""
    return tomli.loads(SMALL.read_text("utf-8"))


def toml(value: Any) -> str:
    """Write a value in one line of TOML; every character beyond ASCII, and every control, as an escape."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)} = {toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(toml, value)) + "]"
    return quoted(value) if isinstance(value, str) else str(value).lower()


def quoted(text: str) -> str:
    """Write text as a basic string of TOML."""
    return '"' + "".join(c if " " <= c <= "~" and c not in '"\\' else f"\\U{ord(c):08x}" for c in text) + '"'


def document(raw: dict[str, Any]) -> str:
    """Write a store, a table a line."""
    return "".join(f"{quoted(name)} = {toml(value)}\n" for name, value in raw.items())


def places(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Yield the path of every value of a store but the whole."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in inner:
        yield (*path, key)
        yield from places(entry, (*path, key))


def at(raw: Any, path: Path_) -> Any:
    """Return the value at a path."""
    for key in path:
        raw = raw[key]
    return raw


def with_value(raw: dict[str, Any], path: Path_, value: Any) -> dict[str, Any]:
    """Return a copy of a store with another value at a path."""
    changed = copy.deepcopy(raw)
    at(changed, path[:-1])[path[-1]] = value
    return changed


def without(raw: dict[str, Any], path: Path_) -> dict[str, Any]:
    """Return a copy of a store without what stands at a path."""
    changed = copy.deepcopy(raw)
    del at(changed, path[:-1])[path[-1]]
    return changed


def renamed(raw: dict[str, Any], path: Path_, key: str) -> dict[str, Any]:
    """Return a copy of a store in which another key leads to the value at a path."""
    return with_value(without(raw, path), (*path[:-1], key), at(raw, path))
