"""Ids, names and cites of the store that a draft extends; the store may be empty or unfinished."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from ..dates import is_date
from ..facts import model
from ..facts.load import table_of
from ..text import fold_name
from .names import Vocabulary

_AT = re.compile(model.CITE_PATTERN)


class Known:
    """The parts of a store that a draft needs; drafted records are added."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        """Take the raw tables of a store."""
        self.is_empty, self.has_event = not raw, "event" in raw
        self.ids = set(_ids(raw))
        self.sources = {
            entry["sha256"]: id_ for id_, entry in _entries(raw, "sources") if isinstance(entry.get("sha256"), str)
        }
        self.days = dict(_days(raw))
        """Source -> its publication date."""
        self.cites: dict[str, list[str]] = {}
        """Paragraph, `post:4` -> the printed words of its cites; empty text for a cite without any."""
        for at, printed in _cites(raw):
            self.cites.setdefault(at, []).append(printed)
        self.declares_groups = "groups" in raw or "statistic" not in raw
        """Whether the store must declare groups; an older one without `[groups]` implies them."""
        self.lacks_schema = bool(raw) and "schema" not in raw
        self._names = {what: list(_names(raw, what)) for what in ("country", "place", "person")}
        self._vocabularies: dict[str, Vocabulary] = {}
        self._people = {fold_name(one) for pair in self._names["person"] for one in pair}

    def vocabulary(self, what: str) -> Vocabulary:
        """Return the names of countries, places or people."""
        if what not in self._vocabularies:
            self._vocabularies[what] = Vocabulary.of(self._names[what])
        return self._vocabularies[what]

    def is_named(self, name: str) -> bool:
        """Return whether a person with this name or id is known."""
        return fold_name(name) in self._people

    def add_person(self, id_: str, names: Iterable[str]) -> None:
        """Add a drafted person."""
        for name in names:
            self._names["person"].append((name, id_))
            self._people |= {fold_name(name), fold_name(id_)}
        self._vocabularies.pop("person", None)

    def unique(self, id_: str) -> str:
        """Return an unused id based on `id_`, and reserve it."""
        found, number = id_, 1
        while found in self.ids:
            number += 1
            found = f"{id_}-{number}"
        self.ids.add(found)
        return found


def _entries(raw: Mapping[str, Any], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the entries of `[name.ID]` with their ids."""
    return ((id_, entry) for id_, entry in table_of(raw, name).items() if isinstance(entry, dict))


def _ids(raw: Mapping[str, Any]) -> Iterator[str]:
    """Yield the ids of all records and entries."""
    for table in raw.values():
        if isinstance(table, dict):
            yield from table
        for entry in table if isinstance(table, list) else ():
            if isinstance(entry, dict) and isinstance(entry.get("id"), str):
                yield entry["id"]


def _days(raw: Mapping[str, Any]) -> Iterator[tuple[str, date]]:
    for id_, entry in _entries(raw, "sources"):
        day = entry.get("date")
        if isinstance(day, str) and len(day) == 10 and is_date(day):
            yield id_, date.fromisoformat(day)


def _names(raw: Mapping[str, Any], what: str) -> Iterator[tuple[str, str]]:
    """Yield the names of a vocabulary with their ids; codes are left out, as texts do not print them."""
    for id_, entry in _entries(raw, model.VOCABULARIES[what].table):
        aliases = entry.get("aliases")
        for name in (entry.get("name"), *(aliases if isinstance(aliases, list) else ())):
            if isinstance(name, str) and name.strip():
                yield name, id_


def _cites(value: object) -> Iterator[tuple[str, str]]:
    """Yield every cite of a store, with its printed words."""
    if isinstance(value, list):
        for entry in value:
            if isinstance(entry, str) and _AT.match(entry):
                yield entry, ""
            yield from _cites(entry)
    elif isinstance(value, dict):
        if isinstance(at := value.get("at"), str):
            yield at, value["printed"] if isinstance(value.get("printed"), str) else ""
        for entry in value.values():
            yield from _cites(entry)
