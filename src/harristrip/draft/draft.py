"""Draft the facts of an article as TOML: a record for each figure and date that the store does not cite yet.

It never invents: summaries are empty, which `check` refuses, and uncertain records are commented out with the reason.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ..proof import reading
from ..proof.articles import Span, Text
from ..proof.reading import Mark, marks
from . import names, records, self_check
from .known import Known
from .names import Person
from .records import GROUP, Context, slug
from .source import Top, top
from .toml import Cite, Table, Title, Value, comment, is_storable

KINDS = ("source", "person", "funding", "statistic", "claim", "meeting", "stop")
"""Kinds of records that a draft may contain."""
LONGEST_NAME = 200
"""Maximum characters of a file name in a store."""
NO_DAYS = ("0001", "9999")
"""The first and last day of an event as long as no text prints a day."""


class Asked(NamedTuple):
    """The selection: which paragraphs and kinds to draft."""

    id: str | None = None
    """The id of the source, if it is new."""
    only: Container[int] | None = None
    """Paragraphs, counted from 1; all if None."""
    kinds: Container[str] = KINDS


class Source(NamedTuple):
    """A text to draft from, with its source id and the details at its top."""

    id: str
    text: Text
    top: Top
    today: date | None
    """The day from which words such as `yesterday` count."""
    is_new: bool

    @property
    def stamp(self) -> Cite | None:
        """The cite of the date at the top of the text."""
        words = self.top.date_words
        return Cite(f"{self.id}:{words.paragraph}", words.text) if words is not None else None


def draft(texts: Sequence[Text], known: Known, asked: Asked = Asked()) -> str:  # noqa: B008 -- it cannot be changed
    """Return a draft of some texts as TOML that can be appended to the store."""
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
    """Return the source of a text; a new one gets an id and cites the details at its own top."""
    about, is_new = top(text.paragraphs), text.sha256 not in known.sources
    if is_new:
        id_ = known.unique(asked.id or slug(text.name.rpartition(".")[0] or text.name))
        known.sources[text.sha256] = id_
        for words in about.parts():
            known.cites.setdefault(f"{id_}:{words.paragraph}", []).append(words.text)
    id_ = known.sources[text.sha256]
    return Source(id_, text, about, about.day if is_new else known.days.get(id_), is_new)


def _records(source: Source, known: Known, asked: Asked) -> Iterator[Table]:
    """Yield the records of each paragraph: people first, then figures and dates in text order."""
    library = self_check.library(source.id, source.text, source.today)
    for number, paragraph in enumerate(source.text.paragraphs, 1):
        if asked.only is not None and number not in asked.only:
            continue
        at = f"{source.id}:{number}"
        tables = list(_people(paragraph, at, known)) if "person" in asked.kinds else []
        tables += (one for one in _figures(source, number, known) if one.kind in asked.kinds)
        for table in tables:
            doubt = table.doubt or self_check.fault(table, library)
            fields = table.fields
            if "id" in fields:  # a person has it in the header
                fields = {**fields, "id": known.unique(str(fields["id"]))}
            yield table._replace(fields=fields, above=(f"{at}  {paragraph}",), doubt=doubt)


def _figures(source: Source, number: int, known: Known) -> Iterator[Table]:
    """Yield a record for each uncited figure and date of a paragraph."""
    paragraph = source.text.paragraphs[number - 1]
    for mark in marks(paragraph, known.cites.get(f"{source.id}:{number}", ()), source.today):
        if not mark.covered and mark.what != "quotation":
            span = _sentence(paragraph, mark, source.today)
            context = Context(source.id, number, paragraph, span, source.today, source.stamp)
            if (table := records.record(mark, context, _references(context, known))) is not None:
                yield table


def _sentence(paragraph: str, mark: Mark, today: date | None) -> Span:
    return next(one.span for one in reading.read(paragraph, today) if mark.start < one.span.end)


def _references(context: Context, known: Known) -> dict[str, Value]:
    """Return the countries, places and people that a sentence names."""
    fields = {"countries": "country", "places": "place", "people": "person"}
    return {field: known.vocabulary(what).found(context.sentence) for field, what in fields.items()}


def _people(paragraph: str, at: str, known: Known) -> Iterator[Table]:
    """Yield a stub for each person who is not in the store, and remember the name."""
    for person in names.people(paragraph):
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
    """Return an event on the first day that a text prints; None to wait for the next text, unless `must`."""
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
    """Return the source with the details that its text prints, and hints for the missing ones."""
    about, text = source.top, source.text
    printed = {"publisher": about.publisher, "title": about.title, "author": about.author}
    details: dict[str, Value] = {
        "date": about.date or "",
        **{name: one.text if one else "" for name, one in printed.items()},
    }
    cites = [Cite(f"{source.id}:{one.paragraph}", one.text) for one in about.parts() if is_storable([one.text])]
    fields: dict[str, Value] = {
        "summary": "",
        **{name: one for name, one in details.items() if is_storable([str(one)])},
    }
    if is_storable([text.name]) and len(text.name) <= LONGEST_NAME:
        fields["file"] = text.name
    fields |= {"sha256": text.sha256, "paragraphs": len(text.paragraphs), "cites": cites or [Cite(f"{source.id}:1")]}
    missing = [f'{name} = ""' for name, one in details.items() if not one]
    hints = (*missing, 'url = "https://"', 'retrieved = "YYYY-MM-DD"', 'archived = "https://"')
    return Table(f"[sources.{source.id}]", fields, hints=hints)


def _group(body: list[Table], known: Known) -> list[Table]:
    """Declare the group of drafted statistics once, if the store declares groups."""
    if (
        GROUP in known.ids
        or not known.declares_groups
        or not any(one.kind == "statistic" and one.doubt is None for one in body)
    ):
        return []
    known.ids.add(GROUP)
    return [Table(f"[groups.{GROUP}]", {"label": "Figures to sort"}, ("Figures whose group is yours to choose.",))]
