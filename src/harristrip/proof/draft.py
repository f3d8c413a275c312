"""A draft of the facts of an article as TOML: a record for each figure and date that no record of the store cites yet.

It never invents: summaries are empty, which `check` refuses, and what is not certain is commented out with the reason.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import NamedTuple

from . import draft_names, draft_records, reading
from .articles import Span
from .draft_names import Person
from .draft_records import GROUP, Place, slug
from .draft_source import Top, top
from .draft_store import Known
from .draft_toml import Cite, Table, Title, Value, comment, is_storable
from .marks import Mark, marks

KINDS = ("source", "person", "funding", "statistic", "claim", "meeting", "stop")
"""What a draft may hold."""
NO_DAY = "0001/9999"
"""When an event is of which no text prints a day."""


class Article(NamedTuple):
    """An archived text."""

    file: str
    """The name of its file."""
    sha256: str
    paragraphs: tuple[str, ...]


class Asked(NamedTuple):
    """What of an article is drafted."""

    id: str | None = None
    """The id of its source, if it is new."""
    only: Container[int] | None = None
    """Paragraphs, counted from 1; all if None."""
    kinds: Container[str] = KINDS


def draft(article: Article, known: Known, asked: Asked = Asked()) -> str:  # noqa: B008 -- it cannot be changed
    """Return the draft of an article as TOML that can be appended to the store."""
    about = top(article.paragraphs)
    is_new = article.sha256 not in known.sources
    if is_new:
        known.sources[article.sha256] = known.unique(asked.id or slug(article.file.rpartition(".")[0] or article.file))
    source = known.sources[article.sha256]
    if is_new:
        for words in about.parts():
            known.cites.setdefault(f"{source}:{words.paragraph}", []).append(words.text)
    body = list(_records(article, source, about, known, asked))
    head = [] if known.has_event else [_event(source, about, body)]
    head += [_source(article, source, about)] if is_new else []
    head += _group(body, known)
    schema = "schema = 1\n\n" if known.is_empty else ""
    known.is_empty, known.has_event = False, True
    title = f"Draft of {article.file}: write each summary in your own words, then run check and verify."
    if not body:
        title += " Nothing is left to draft in it."
    return "\n".join([f"{schema}{comment(title)}\n", *(table.text() for table in (*head, *body))])


def _records(article: Article, source: str, about: Top, known: Known, asked: Asked) -> Iterator[Table]:
    """Yield the records of each paragraph: people first, then figures and dates in the order of the text."""
    stamp = Cite(f"{source}:{about.date_words.paragraph}", about.date_words.text) if about.date_words else None
    for number, paragraph in enumerate(article.paragraphs, 1):
        if asked.only is not None and number not in asked.only:
            continue
        above = (f"{source}:{number}  {paragraph}",)
        if "person" in asked.kinds:
            yield from (table._replace(above=above) for table in _people(paragraph, f"{source}:{number}", known))
        for mark in marks(paragraph, known.cites.get(f"{source}:{number}", ()), about.day):
            if mark.covered or mark.what == "quotation":
                continue
            place = Place(source, number, paragraph, _sentence(paragraph, mark, about), about.day, stamp)
            table = draft_records.record(mark, place, _references(place, known))
            if table is not None and table.header.strip("[]") in asked.kinds:
                fields = {**table.fields, "id": known.unique(str(table.fields["id"]))}
                yield table._replace(fields=fields, above=above)


def _sentence(paragraph: str, mark: Mark, about: Top) -> Span:
    return next(one.span for one in reading.read(paragraph, about.day) if mark.start < one.span.end)


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
    known.names["person"] += [(name, id_) for name in (person.name, *aliases)]
    fields: dict[str, Value] = {"name": person.name, "aliases": aliases, "summary": ""}
    if person.title is None:
        return Table(f"[people.{id_}]", {**fields, "cites": [Cite(at, person.name)]})
    return Table(f"[people.{id_}]", {**fields, "titles": [Title(person.title, Cite(at, printed))]})


def _event(source: str, about: Top, body: list[Table]) -> Table:
    """Return the event of a store that has none, on the first day that the draft has."""
    above = ["The event: name it, and write its first and last day."]
    dated = next((table.fields for table in body if table.doubt is None and "date" in table.fields), None)
    days: dict[str, Value]
    if about.date_words is not None and about.date is not None:
        stamp = Cite(f"{source}:{about.date_words.paragraph}", about.date_words.text)
        days = {"first_day": about.date, "last_day": about.date, "cites": [stamp]}
        above.append("Until then it has the day of the article.")
    elif dated is not None:
        days = {"first_day": dated["date"], "last_day": dated["date"], "date_from": dated["date_from"], "cites": dated["cites"]}
        above.append("Until then it has the first day that the article prints.")
    else:
        days = {"first_day": NO_DAY, "last_day": NO_DAY, "cites": [Cite(f"{source}:1")]}
        above.append("The article prints no day that can be read.")
    return Table("[event]", {"title": "Working title", "summary": "", **days}, tuple(above))


def _source(article: Article, source: str, about: Top) -> Table:
    """Return the source with all that its text prints about itself, and what is left to fill in."""
    printed = {"publisher": about.publisher, "title": about.title, "author": about.author}
    told: dict[str, Value] = {"date": about.date or "", **{name: one.text if one else "" for name, one in printed.items()}}
    cites = [Cite(f"{source}:{one.paragraph}", one.text) for one in about.parts() if is_storable([one.text])]
    fields: dict[str, Value] = {"summary": "", **{name: one for name, one in told.items() if is_storable([str(one)])}}
    if is_storable([article.file]):
        fields["file"] = article.file
    fields |= {"sha256": article.sha256, "paragraphs": len(article.paragraphs), "cites": cites or [Cite(f"{source}:1")]}
    missing = [f'{name} = ""' for name, one in told.items() if not one]
    hints = (*missing, 'url = "https://"', 'retrieved = "YYYY-MM-DD"', 'archived = "https://"')
    return Table(f"[sources.{source}]", fields, hints=hints)


def _group(body: list[Table], known: Known) -> list[Table]:
    """Declare the group of drafted statistics, once, where the store declares groups."""
    if GROUP in known.ids or not known.declares_groups or not any(one.header == "[[statistic]]" and one.doubt is None for one in body):
        return []
    known.ids.add(GROUP)
    return [Table(f"[groups.{GROUP}]", {"label": "Figures to sort"}, ("Figures whose group is yours to choose.",))]
