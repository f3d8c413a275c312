"""A draft of the facts of an article as TOML: a record for each figure and date that no record of the store cites yet.

It never invents: summaries are empty, which `check` refuses, and what is not certain is commented out with the reason.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ..proof import reading
from ..proof.articles import Span
from ..proof.marks import Mark, marks
from ..proof.texts import Text
from . import names as draft_names
from . import proof as draft_proof
from . import records as draft_records
from .names import Person
from .records import GROUP, Place, slug
from .source import Top, top
from .store import Known
from .toml import Cite, Table, Title, Value, comment, is_storable

KINDS = ("source", "person", "funding", "statistic", "claim", "meeting", "stop")
"""What a draft may hold."""
LONGEST_NAME = 200
"""Characters of the name of a file that a store may have."""
NO_DAYS = ("0001", "9999")
"""The first and last day of an event while no text prints one: all that is known."""


class Asked(NamedTuple):
    """What of an article is drafted."""

    id: str | None = None
    """The id of its source, if it is new."""
    only: Container[int] | None = None
    """Paragraphs, counted from 1; all if None."""
    kinds: Container[str] = KINDS


class Source(NamedTuple):
    """A text that is drafted, and what is known of it."""

    id: str
    text: Text
    top: Top
    today: date | None
    """The day that words such as `yesterday` count from."""
    is_new: bool

    @property
    def stamp(self) -> Cite | None:
        """The cite of the day that the text prints at its top."""
        words = self.top.date_words
        return Cite(f"{self.id}:{words.paragraph}", words.text) if words is not None else None


def draft(texts: Sequence[Text], known: Known, asked: Asked = Asked()) -> str:  # noqa: B008 -- it cannot be changed
    """Return the draft of some texts as TOML that can be appended to the store."""
    parts = ["schema = 1\n"] if known.is_empty else []
    if known.lacks_schema:
        parts.append(f"{comment('The store needs schema = 1 as its first line.')}\n")
    for number, text in enumerate(texts, 1):
        source = _register(text, known, asked)
        body = list(_records(source, known, asked))
        head = [_source(source)] if source.is_new else []
        if not known.has_event and (event := _event(source, body, must=number == len(texts))) is not None:
            head.insert(0, event)
            known.has_event = True
        title = f"Draft of {text.name}: write each summary in your own words, then run check and verify."
        parts.append(f"{comment(title if body else f'{title} Nothing is left to draft in it.')}\n")
        parts += [table.text() for table in (*head, *_group(body, known), *body)]
    return "\n".join(parts)


def _register(text: Text, known: Known, asked: Asked) -> Source:
    """Return the source of a text; a new one gets an id, and what its top prints is cited by itself."""
    about, is_new = top(text.paragraphs), text.sha256 not in known.sources
    if is_new:
        id_ = known.unique(asked.id or slug(text.name.rpartition(".")[0] or text.name))
        known.sources[text.sha256] = id_
        for words in about.parts():
            known.cites.setdefault(f"{id_}:{words.paragraph}", []).append(words.text)
    id_ = known.sources[text.sha256]
    return Source(id_, text, about, about.day if is_new else known.days.get(id_), is_new)


def _records(source: Source, known: Known, asked: Asked) -> Iterator[Table]:
    """Yield the records of each paragraph: people first, then figures and dates in the order of the text."""
    against = draft_proof.library(source.id, source.text, source.today)
    for number, paragraph in enumerate(source.text.paragraphs, 1):
        if asked.only is not None and number not in asked.only:
            continue
        at = f"{source.id}:{number}"
        tables = list(_people(paragraph, at, known)) if "person" in asked.kinds else []
        tables += (one for one in _figures(source, number, known) if one.header.strip("[]") in asked.kinds)
        for table in tables:
            kind = "person" if table.header.startswith("[people") else table.header.strip("[]")
            doubt = table.doubt or draft_proof.fault(table, kind, against)
            fields = table.fields if kind == "person" else {**table.fields, "id": known.unique(str(table.fields["id"]))}
            yield table._replace(fields=fields, above=(f"{at}  {paragraph}",), doubt=doubt)


def _figures(source: Source, number: int, known: Known) -> Iterator[Table]:
    """Yield a record for each figure and date of a paragraph that nothing cites."""
    paragraph = source.text.paragraphs[number - 1]
    for mark in marks(paragraph, known.cites.get(f"{source.id}:{number}", ()), source.today):
        if not mark.covered and mark.what != "quotation":
            span = _sentence(paragraph, mark, source.today)
            place = Place(source.id, number, paragraph, span, source.today, source.stamp)
            if (table := draft_records.record(mark, place, _references(place, known))) is not None:
                yield table


def _sentence(paragraph: str, mark: Mark, today: date | None) -> Span:
    return next(one.span for one in reading.read(paragraph, today) if mark.start < one.span.end)


def _references(place: Place, known: Known) -> dict[str, Value]:
    """Return the countries, places and people that a sentence names."""
    fields = {"countries": "country", "places": "place", "people": "person"}
    return {field: known.vocabulary(what).found(place.sentence) for field, what in fields.items()}


def _people(paragraph: str, at: str, known: Known) -> Iterator[Table]:
    """Yield a stub for each person whom the store does not have; from then on the name is known."""
    for person in draft_names.people(paragraph):
        if not known.is_named(person.name) and is_storable([person.name, person.title or ""]):
            yield _person(person, paragraph[slice(*person.span)], at, known)


def _person(person: Person, printed: str, at: str, known: Known) -> Table:
    id_ = known.unique(slug(person.name))
    aliases = [] if person.last == person.name or known.is_named(person.last) else [person.last]
    known.add_person(id_, (person.name, *aliases))
    fields: dict[str, Value] = {"name": person.name, "aliases": aliases, "summary": ""}
    if person.title is None:
        return Table(f"[people.{id_}]", {**fields, "cites": [Cite(at, person.name)]})
    return Table(f"[people.{id_}]", {**fields, "titles": [Title(person.title, Cite(at, printed))]})


def _event(source: Source, body: list[Table], *, must: bool) -> Table | None:
    """Return the event of a store that has none, on the first day that a text prints; None to wait for another text."""
    above = ["The event: name it, and write its first and last day."]
    dated = next((table.fields for table in body if table.doubt is None and "date" in table.fields), None)
    days: dict[str, Value]
    if source.stamp is not None and source.top.date is not None:
        days = {"first_day": source.top.date, "last_day": source.top.date, "cites": [source.stamp]}
        above.append("Until then it has the day of the article.")
    elif dated is not None and "/" not in str(dated["date"]):
        days = {
            "first_day": dated["date"],
            "last_day": dated["date"],
            "date_from": dated["date_from"],
            "cites": dated["cites"],
        }
        above.append("Until then it has the first day that the article prints.")
    elif must:
        days = {"first_day": NO_DAYS[0], "last_day": NO_DAYS[1], "cites": [Cite(f"{source.id}:1")]}
        above.append("The article prints no day that can be read.")
    else:
        return None
    return Table("[event]", {"title": "Working title", "summary": "", **days}, tuple(above))


def _source(source: Source) -> Table:
    """Return the source with all that its text prints about itself, and what is left to fill in."""
    about, text = source.top, source.text
    printed = {"publisher": about.publisher, "title": about.title, "author": about.author}
    told: dict[str, Value] = {
        "date": about.date or "",
        **{name: one.text if one else "" for name, one in printed.items()},
    }
    cites = [Cite(f"{source.id}:{one.paragraph}", one.text) for one in about.parts() if is_storable([one.text])]
    fields: dict[str, Value] = {"summary": "", **{name: one for name, one in told.items() if is_storable([str(one)])}}
    if is_storable([text.name]) and len(text.name) <= LONGEST_NAME:
        fields["file"] = text.name
    fields |= {"sha256": text.sha256, "paragraphs": len(text.paragraphs), "cites": cites or [Cite(f"{source.id}:1")]}
    missing = [f'{name} = ""' for name, one in told.items() if not one]
    hints = (*missing, 'url = "https://"', 'retrieved = "YYYY-MM-DD"', 'archived = "https://"')
    return Table(f"[sources.{source.id}]", fields, hints=hints)


def _group(body: list[Table], known: Known) -> list[Table]:
    """Declare the group of drafted statistics, once, where the store declares groups."""
    if (
        GROUP in known.ids
        or not known.declares_groups
        or not any(one.header == "[[statistic]]" and one.doubt is None for one in body)
    ):
        return []
    known.ids.add(GROUP)
    return [Table(f"[groups.{GROUP}]", {"label": "Figures to sort"}, ("Figures whose group is yours to choose.",))]
