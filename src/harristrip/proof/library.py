"""The archived texts of the sources of a store, and names for checking cites without printed words."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple, Protocol

from harristrip.facts.model import Record, Source
from harristrip.text import fold

from .articles import Archive, archive, plain

Names = Mapping[str, Sequence[str]]
"""Id -> names."""


class Facts(Protocol):
    """The part of a store that verification needs."""

    @property
    def records(self) -> Iterable[Record]:
        """Every record."""

    def labels(self, what: str) -> Names:
        """Return the names of a vocabulary by id."""


class Library(NamedTuple):
    """Sources with their archived texts, and names of people and countries."""

    sources: Mapping[str, Source]
    texts: Archive
    people: Names
    countries: Names

    def paragraphs(self, source: str) -> Sequence[str] | None:
        """Return the text of a source, or None if no file has its digest."""
        return self.texts.by_digest.get(self.sources[source].sha256)

    def fault(self, source: str) -> str | None:
        """Return why the text of a source cannot be read, or None."""
        return self.texts.faults.get(self.sources[source].sha256)

    def status(self, source: str) -> Literal["found", "changed", "missing"]:
        """Return whether the text of a source is found, changed (a file has its name) or missing."""
        if self.paragraphs(source) is not None:
            return "found"
        names = {source, (self.sources[source].file or source).lower()}
        return "changed" if names & self.texts.names else "missing"

    def today(self, source: str) -> date | None:
        """Return the publication date of a source, from which `yesterday` counts; None if it is not a day."""
        day = self.sources[source].date
        return date.fromisoformat(day) if day is not None and len(day) == 10 else None

    def prints(self, source: str, words: str) -> bool:
        """Return whether the text of a source contains words, ignoring case and accents."""
        return _has(folded_text(tuple(self.paragraphs(source) or ())), words)


def open_library(facts: Facts, folder: str) -> Library:
    """Read the texts of a folder; raises ArticlesUnreadable."""
    sources = {record.id: record for record in facts.records if isinstance(record, Source)}
    return Library(sources, archive(folder), facts.labels("person"), facts.labels("country"))


@functools.lru_cache(maxsize=64)
def folded_text(paragraphs: tuple[str, ...]) -> str:
    """Return all paragraphs folded, one on each line."""
    return "\n".join(f" {fold(paragraph)} " for paragraph in paragraphs)


def has_words(paragraph: str, words: str) -> bool:
    """Return whether a paragraph contains words, ignoring case and accents."""
    return _has(folded_text((paragraph,)), words)


def _has(text: str, words: str) -> bool:
    """Return whether a folded text contains each part of some words, split at commas and ellipses."""
    parts = [fold(part) for part in re.split(r"\.\.\.|…|,", plain(words))]
    return all(f" {part} " in text for part in parts if part)


def names_told(record: Record, against: Library) -> Iterator[re.Pattern[str]]:
    """Yield a pattern for each person and country of a record."""
    people = (record.id, *record.people, *record.said_by, *getattr(record, "by", ()))
    names = [_person(known) for id_ in dict.fromkeys(people) if (known := against.people.get(id_))]
    names += [_country(known) for id_ in record.countries if (known := against.countries.get(id_))]
    return (re.compile("|".join(patterns)) for patterns in names if patterns)


@functools.lru_cache(maxsize=64)  # many cites share a paragraph
def folded(paragraph: str) -> str:
    """Return a paragraph folded, followed by the original."""
    return f"{fold(paragraph)} | {paragraph}"


def _person(names: Sequence[str]) -> list[str]:
    """Return patterns for a person: the last word of the name, or another name in full."""
    words = [fold(names[0]).rpartition(" ")[2], *(fold(name) for name in names[1:])]
    return [rf"(?<!\S){re.escape(word)}(?!\S)" for word in words if word]


def _country(names: Sequence[str]) -> list[str]:
    """Return patterns for a country and its people; a code such as `IT` counts only in capitals."""
    codes = [rf"\b{re.escape(name)}(?!\w)" for name in names if name.isupper()]
    words = [fold(name) for name in names if not name.isupper()]
    return [*codes, *(rf"(?<!\S){re.escape(word)}((i?a)?n|ese|i)?s?(?!\S)" for word in words if word)]
