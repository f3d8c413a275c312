"""Names, ids and cites of the store that a draft extends, if there is one, and the people whom a text names."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from ..dates import is_date
from ..facts import model
from ..facts.load import table_of
from ..proof.articles import Span
from ..reader.tokens import PHRASE_ENDS
from ..text import fold_name, word_set

_AT = re.compile(model.CITE_PATTERN)
ROLE_WORDS = word_set(
    "president vice-president premier chancellor minister secretary senator congressman congresswoman"
    " representative governor mayor commissioner ambassador envoy consul king queen prince princess pope"
    " bishop archbishop cardinal rabbi imam judge justice prosecutor lawyer attorney solicitor magistrate"
    " sheriff chief chairman chairwoman chairperson chair director manager head boss ceo chancellor rector"
    " dean principal teacher professor doctor scientist researcher analyst economist engineer general colonel"
    " major captain lieutenant sergeant commander admiral officer inspector detective superintendent spokesman"
    " spokeswoman spokesperson speaker leader deputy councillor councilman alderman lawmaker legislator"
    " candidate coach manager striker player founder president-elect treasurer auditor coordinator"
    " administrator adviser advisor counsel nurse pilot farmer activist"
)
"""Roles that may precede a name."""
COURTESY = word_set("mr mrs ms miss dr sir dame lord lady rev")
_BEFORE_LAST_NAMES = COURTESY | word_set(
    "president vice-president premier chancellor minister secretary senator governor mayor pope"
)
"""Roles after which a single word is a name: President Sall, but not Teacher Training."""
_NO_NAMES = word_set(
    "january february march april may june july august september october november december monday tuesday"
    " wednesday thursday friday saturday sunday"
)
_BODIES = word_set(
    "league motors electric county hall bank university party court council committee office house street cup"
    " island islands river airport assembly hospital school college company corporation group foundation"
    " institute association union square park road avenue bridge club church cathedral station army navy force"
    " guard staff lines airlines industries holdings partners"
)
"""Words in names of bodies and places."""
_CAPITAL = r"[A-ZÀ-Þ](?:\.|[\w'-]+)"
_PERSON_NAME = (
    rf"{_CAPITAL}(?: (?:(?:de|da|del|della|der|den|dos|van|von|bin|ibn|la|le|el|al) ){{0,2}}{_CAPITAL}){{0,3}}"
)
_TITLED = re.compile(
    rf"(?<![\w'-])((?:[A-ZÀ-Þ][\w-]+ ){{0,3}}?)((?i:{'|'.join(sorted(ROLE_WORDS | COURTESY, key=len, reverse=True))}))"
    rf" ?(?:\.|,)? ({_PERSON_NAME})"
)


class Known:
    """The parts of a store that a draft needs; drafted records are added."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        """Take the raw tables of a store."""
        self.is_empty, self.has_event = not raw, "event" in raw
        self.declares_groups = "groups" in raw or "statistic" not in raw
        """Whether the store must declare groups; an older one without `[groups]` implies them."""
        self.lacks_schema = bool(raw) and "schema" not in raw
        self.ids = {id_ for table in raw.values() if isinstance(table, dict) for id_ in table}
        records = (entry for table in raw.values() if isinstance(table, list) for entry in table)
        self.ids |= {one["id"] for one in records if isinstance(one, dict) and isinstance(one.get("id"), str)}
        self.sources: dict[str, str] = {}
        """Digest -> the source."""
        self.days: dict[str, date] = {}
        """Source -> its publication date."""
        for id_, entry in _entries_by_id(raw, "sources"):
            if isinstance(entry.get("sha256"), str):
                self.sources[entry["sha256"]] = id_
            day = entry.get("date")
            if isinstance(day, str) and len(day) == 10 and is_date(day):
                self.days[id_] = date.fromisoformat(day)
        self.cites: dict[str, list[str]] = {}
        """Paragraph, `post:4` -> the printed words of its cites; empty text for a cite without any."""
        for at, printed in _find_cites(raw):
            self.cites.setdefault(at, []).append(printed)
        self._ids_of_names: dict[str, dict[str, str]] = {}
        self._patterns: dict[str, re.Pattern[str]] = {}
        for what in ("country", "place", "person"):
            self._ids_of_names[what] = dict(reversed(list(_find_names(raw, what))))  # the first of two ids of a name
        self._people = {fold_name(one) for pair in _find_names(raw, "person") for one in pair}

    def named(self, what: str, text: str) -> list[str]:
        """Return the ids of the countries, places or people that a text names, each once."""
        ids = self._ids_of_names[what]
        if what not in self._patterns:
            longest_first = sorted(ids, key=len, reverse=True)
            self._patterns[what] = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
        return list(dict.fromkeys(ids[match[0]] for match in self._patterns[what].finditer(text))) if ids else []

    def is_named(self, name: str) -> bool:
        """Return whether a person with this name or id is known."""
        return fold_name(name) in self._people

    def add_person(self, id_: str, names: Iterable[str]) -> None:
        """Add a drafted person."""
        for name in names:
            self._ids_of_names["person"].setdefault(name, id_)
            self._people |= {fold_name(name), fold_name(id_)}
        self._patterns.pop("person", None)

    def unique(self, id_: str) -> str:
        """Return an unused id based on `id_`, and reserve it."""
        found, number = id_, 1
        while found in self.ids:
            number += 1
            found = f"{id_}-{number}"
        self.ids.add(found)
        return found


def _entries_by_id(raw: Mapping[str, Any], name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the entries of `[name.ID]` with their ids."""
    return ((id_, entry) for id_, entry in table_of(raw, name).items() if isinstance(entry, dict))


def _find_names(raw: Mapping[str, Any], what: str) -> Iterator[tuple[str, str]]:
    """Yield the names of a vocabulary with their ids; codes are left out, as texts do not print them."""
    for id_, entry in _entries_by_id(raw, model.VOCABULARIES[what].table):
        aliases = entry.get("aliases")
        for name in (entry.get("name"), *(aliases if isinstance(aliases, list) else ())):
            if isinstance(name, str) and name.strip():
                yield name, id_


def _find_cites(value: object) -> Iterator[tuple[str, str]]:
    """Yield every cite of a store, with its printed words."""
    if isinstance(value, list):
        for entry in value:
            if isinstance(entry, str) and _AT.match(entry):
                yield entry, ""
            yield from _find_cites(entry)
    elif isinstance(value, dict):
        if isinstance(at := value.get("at"), str):
            yield at, value["printed"] if isinstance(value.get("printed"), str) else ""
        for entry in value.values():
            yield from _find_cites(entry)


class TitledPerson(NamedTuple):
    """The name of a person, and the title printed before it."""

    name: str
    title: str | None
    """None after a form of address such as `Mr`."""
    span: Span


def find_people(paragraph: str) -> Iterator[TitledPerson]:
    """Yield the names that a title, a role or a form of address precedes."""
    at = 0
    while match := _TITLED.search(paragraph, at):
        kept = list(itertools.takewhile(lambda word: word.lower() not in _NO_NAMES, match[3].split()))
        is_other = any(word.lower().removesuffix("'s") in _BODIES | ROLE_WORDS | PHRASE_ENDS for word in kept)
        if not kept or is_other or (len(kept) == 1 and match[2].lower() not in _BEFORE_LAST_NAMES):
            at = match.end(2)
            continue
        at = match.start(3) + len(" ".join(kept))
        before = list(itertools.dropwhile(lambda word: word.lower() in PHRASE_ENDS, match[1].split()))
        title = None if match[2].lower() in COURTESY else " ".join([*before, match[2]])
        name = " ".join(kept).removesuffix("'s").rstrip("'")
        yield TitledPerson(name, title, Span(match.end(2) - len(title or match[2]), at))
