"""Names in a paragraph: people after a title or role, and entries of the store's vocabularies."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ..proof.articles import Span
from ..reader.tokens import STOPS
from ..text import words

ROLES = words(
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
COURTESY = words("mr mrs ms miss dr sir dame lord lady rev")
_BEFORE_LAST_NAMES = COURTESY | words(
    "president vice-president premier chancellor minister secretary senator governor mayor pope"
)
"""Roles after which a single word is a name: President Sall, but not Teacher Training."""
_NO_NAMES = words(
    "january february march april may june july august september october november december monday tuesday"
    " wednesday thursday friday saturday sunday"
)
_BODIES = words(
    "league motors electric county hall bank university party court council committee office house street cup"
    " island islands river airport assembly hospital school college company corporation group foundation"
    " institute association union square park road avenue bridge club church cathedral station army navy force"
    " guard staff lines airlines industries holdings partners"
)
"""Words in names of bodies and places."""
_CAPITAL = r"[A-ZÀ-Þ](?:\.|[\w'-]+)"
_NAME = rf"{_CAPITAL}(?: (?:(?:de|da|del|della|der|den|dos|van|von|bin|ibn|la|le|el|al) ){{0,2}}{_CAPITAL}){{0,3}}"
_TITLED = re.compile(
    rf"(?<![\w'-])((?:[A-ZÀ-Þ][\w-]+ ){{0,3}}?)((?i:{'|'.join(sorted(ROLES | COURTESY, key=len, reverse=True))}))"
    rf" ?(?:\.|,)? ({_NAME})"
)


class Person(NamedTuple):
    """The name of a person, and the title printed before it."""

    name: str
    title: str | None
    """None after a form of address such as `Mr`."""
    span: Span

    @property
    def last(self) -> str:
        """The last name."""
        return self.name.split()[-1]


def people(paragraph: str) -> Iterator[Person]:
    """Yield the names that a title, a role or a form of address precedes."""
    at = 0
    while match := _TITLED.search(paragraph, at):
        found = _person(match)
        at = match.end(2) if found is None else found.span.end
        if found is not None:
            yield found


def _person(match: re.Match[str]) -> Person | None:
    kept = list(itertools.takewhile(lambda word: word.lower() not in _NO_NAMES, match[3].split()))
    if not kept or any(word.lower().removesuffix("'s") in _BODIES | ROLES | STOPS for word in kept):
        return None
    if len(kept) == 1 and match[2].lower() not in _BEFORE_LAST_NAMES:
        return None
    end = match.start(3) + len(" ".join(kept))
    name = " ".join(kept).removesuffix("'s").rstrip("'")
    is_title = match[2].lower() not in COURTESY
    before = list(itertools.dropwhile(lambda word: word.lower() in STOPS, match[1].split()))
    title = " ".join([*before, match[2]]) if is_title else None
    return Person(name, title, Span(match.end(2) - len(title or match[2]), end))


class Vocabulary(NamedTuple):
    """The names of a vocabulary, and a pattern that finds them."""

    ids: Mapping[str, str]
    """Name as printed -> id."""
    pattern: re.Pattern[str] | None

    @classmethod
    def of(cls, names: Iterable[tuple[str, str]]) -> Vocabulary:
        """Build the pattern from names and their ids; a name with two ids gets the first."""
        ids: dict[str, str] = {}
        for name, id_ in names:
            ids.setdefault(name, id_)
        longest_first = sorted(ids, key=len, reverse=True)
        pattern = "|".join(re.escape(name) for name in longest_first)
        return cls(ids, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") if ids else None)

    def found(self, text: str) -> list[str]:
        """Return the ids of the names in a text, each once."""
        if self.pattern is None:
            return []
        return list(dict.fromkeys(self.ids[match[0]] for match in self.pattern.finditer(text)))
