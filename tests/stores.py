"""Stores made from the small one by changing it: as plain tables, and as TOML again."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tomli

SMALL = Path(__file__).parent / "data" / "valid" / "small.toml"
Path_ = tuple[str | int, ...]
"""Keys and positions that lead to a value."""


def small() -> dict[str, Any]:
    """Return the small store as plain tables, a copy of one's own."""
    return tomli.loads(SMALL.read_text("utf-8"))


def toml(value: Any) -> str:
    """Write a value in one line of TOML; every character beyond ASCII, and every control, as an escape."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)} = {toml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
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
