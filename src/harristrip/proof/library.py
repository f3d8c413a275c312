"""The archived texts of the sources of a store, and whether they print the words and names of a record."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple, Protocol

from ..facts.model import Event, Record, Source
from ..text import fold
from .articles import ArticleText, plain, texts_of

Names = Mapping[str, Sequence[str]]
"""Id -> names."""
_DEMONYM_ENDINGS = [ending + s for ending in ("", "n", "an", "ian", "ese", "i") for s in ("", "s")]
"""What the name of a country ends with where it means its people."""


class StoreLike(Protocol):
    """The part of a store that verification needs."""

    @property
    def event(self) -> Event:
        """The event."""

    @property
    def records(self) -> Iterable[Record]:
        """Every record."""

    def labels(self, what: str) -> Names:
        """Return the names of a vocabulary by id."""

    def show(self, *ids: str) -> Sequence[Record]:
        """Return records by id."""


class Library(NamedTuple):
    """Sources with their archived texts, and names of people and countries."""

    sources: Mapping[str, Source]
    texts: Mapping[str, ArticleText]
    """Source -> the file that has its digest."""
    changed: Collection[str] = ()
    """Sources whose file has another digest."""
    people: Names = MappingProxyType({})
    countries: Names = MappingProxyType({})

    def paragraphs(self, source: str) -> Sequence[str] | None:
        """Return the text of a source, or None if no file has its digest."""
        text = self.texts.get(source)
        return None if text is None else text.paragraphs

    def status(self, source: str) -> Literal["found", "changed", "missing"]:
        """Return whether the text of a source is found, changed (a file has its name) or missing."""
        if source in self.texts:
            return "found"
        return "changed" if source in self.changed else "missing"

    def published(self, source: str) -> date | None:
        """Return the publication date of a source, from which `yesterday` counts; None if it is not a day."""
        day = self.sources[source].date
        return date.fromisoformat(day) if day is not None and len(day) == 10 else None

    def names(self, record: Record, paragraph: str) -> bool:
        """Return whether a paragraph names a person or a country of a record."""
        ids = (record.id, *record.people, *record.said_by, *getattr(record, "by", ()))
        people = [self.people[id_] for id_ in dict.fromkeys(ids) if id_ in self.people]
        words = [name for names in people for name in (fold(names[0]).rpartition(" ")[2], *map(fold, names[1:]))]
        for name in (name for id_ in record.countries for name in self.countries.get(id_, ())):
            if not name.isupper():
                words += [fold(name) + ending for ending in _DEMONYM_ENDINGS if fold(name)]
            elif re.search(rf"\b{re.escape(name)}(?!\w)", paragraph):  # a code such as `IT` counts only in capitals
                return True
        return any(f" {word} " in folded(paragraph) for word in words if word)


def open_library(store: StoreLike, folder: str) -> Library:
    """Read the texts of a folder; raises ArticlesUnreadable."""
    texts = texts_of(folder)
    by_digest = {text.sha256: text for text in texts}
    names = {name for text in texts for name in (text.name.lower(), os.path.splitext(text.name)[0].lower())}
    sources = {record.id: record for record in store.records if isinstance(record, Source)}
    return Library(
        sources,
        {id_: by_digest[source.sha256] for id_, source in sources.items() if source.sha256 in by_digest},
        {id_ for id_, source in sources.items() if names & {id_, (source.file or id_).lower()}},
        store.labels("person"),
        store.labels("country"),
    )


def has_words(paragraphs: Iterable[str], words: str) -> bool:
    """Return whether a text contains each part of some words, split at commas and ellipses; case and accents aside."""
    parts = [fold(part) for part in re.split(r"\.\.\.|…|,", plain(words))]
    return all(any(f" {part} " in folded(paragraph) for paragraph in paragraphs) for part in parts if part)


@functools.lru_cache(maxsize=4096)  # many cites share a paragraph
def folded(paragraph: str) -> str:
    """Return a paragraph folded, between blanks."""
    return f" {fold(paragraph)} "
