"""Draft the facts of an article as TOML: a record for each figure and date that the store does not cite yet.

It never invents: summaries are empty, which `check` refuses, and uncertain records are commented out with the reason.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Container, Iterator, Sequence
from typing import Any, NamedTuple

from .. import dates
from ..facts import codec, model
from ..proof import reading
from ..proof.articles import ArticleText
from ..proof.library import Library
from ..proof.verify import WRONG, verify
from ..text import word_set
from . import records
from .known import Known, find_people
from .records import GROUP, MarkContext, slug
from .toml import DraftCite, DraftTable, DraftTitle, comment, is_storable

DRAFT_KINDS = ("source", "person", "funding", "statistic", "claim", "meeting", "stop")
"""Kinds of records that a draft may contain."""
LONGEST_DATELINE = 14
"""Maximum words of a dateline that is a whole paragraph."""
_STAMP = re.compile(
    r"(?:date|dated|published|publication date|posted|updated|last updated|released|issued|filed)?[:,]?\s*"
    r"(?:on|at|by)?[:,]?\s*",
    re.IGNORECASE,
)
"""Words of a stamp before its date: `Published on`."""
_AGENCY = re.compile(r"\s*\(([^()]{2,60})\)")
_PLACE = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ .,'-]+")
"""A place in capitals: `PORT ALMA,`."""
_AUTHOR = re.compile(r"By ((?:[A-ZÀ-Þ][\w.'-]*)(?: (?:and |, )?[A-ZÀ-Þ][\w.'-]*){1,6})")
_FUNCTION_WORDS = word_set("of the and for in on de la le du des & at to")


class DraftSelection(NamedTuple):
    """The selection: which paragraphs and kinds to draft."""

    id: str | None = None
    """The id of the source, if it is new."""
    only: Container[int] | None = None
    """Paragraphs, counted from 1; all if None."""
    kinds: Container[str] = DRAFT_KINDS


class Top(NamedTuple):
    """The details at the top of a text."""

    date: str | None = None
    stamp: DraftCite | None = None
    """The cite of the date."""
    publisher: DraftCite | None = None
    title: DraftCite | None = None
    author: DraftCite | None = None

    @property
    def day(self) -> dt.date | None:
        """The day from which words such as `yesterday` count."""
        return dt.date.fromisoformat(self.date) if self.date and len(self.date) == 10 else None

    def cites(self) -> list[DraftCite]:
        """Return the cite of each detail, without duplicates."""
        found = (self.stamp, self.publisher, self.title, self.author)
        return list(dict.fromkeys(one for one in found if one is not None))


class DraftSource(NamedTuple):
    """A text to draft from, with its source id and the details at its top."""

    id: str
    text: ArticleText
    top: Top
    today: dt.date | None
    """The day from which words such as `yesterday` count."""
    is_new: bool


def draft(texts: Sequence[ArticleText], known: Known, selection: DraftSelection = DraftSelection()) -> str:  # noqa: B008 -- immutable
    """Return a draft of some texts as TOML that can be appended to the store."""
    parts = ["schema = 1\n"] if known.is_empty else []
    if known.lacks_schema:
        parts.append(f"{comment('The store needs schema = 1 as its first line.')}\n")
    for number, text in enumerate(texts, 1):
        source = _register(text, known, selection)
        body = list(_draft_records(source, known, selection))
        head = [_draft_source(source)] if source.is_new else []
        if not known.has_event and (event := _draft_event(source, body, is_last=number == len(texts))) is not None:
            head.insert(0, event)
            known.has_event = True
        title = f"Draft of {text.name}: write each summary in your own words, then run check and verify."
        parts.append(f"{comment(title if body else f'{title} Nothing is left to draft in it.')}\n")
        has_figures = any(one.kind == "statistic" and one.doubt is None for one in body)
        if has_figures and known.declares_groups and GROUP not in known.ids:
            known.ids.add(GROUP)
            above = ("Figures whose group is yours to choose.",)
            head.append(DraftTable(f"[groups.{GROUP}]", {"label": "Figures to sort"}, above))
        parts += [table.text() for table in (*head, *body)]
    return "\n".join(parts)


def _register(text: ArticleText, known: Known, selection: DraftSelection) -> DraftSource:
    """Return the source of a text; a new one gets an id and cites the details at its own top."""
    is_new = text.sha256 not in known.sources
    if is_new:
        known.sources[text.sha256] = known.unique(selection.id or slug(text.name.rpartition(".")[0] or text.name))
    id_ = known.sources[text.sha256]
    about = read_top(text.paragraphs, id_)
    for cite in about.cites() if is_new else ():
        known.cites.setdefault(cite.at, []).append(cite.printed or "")
    return DraftSource(id_, text, about, about.day if is_new else known.days.get(id_), is_new)


def _draft_records(source: DraftSource, known: Known, selection: DraftSelection) -> Iterator[DraftTable]:
    """Yield the records of each paragraph: people first, then figures and dates in text order."""
    library = _make_library(source)
    for number, paragraph in enumerate(source.text.paragraphs, 1):
        if selection.only is not None and number not in selection.only:
            continue
        at = f"{source.id}:{number}"
        tables = list(_draft_people(paragraph, at, known)) if "person" in selection.kinds else []
        tables += (one for one in _draft_figures_and_dates(source, at, paragraph, known) if one.kind in selection.kinds)
        for table in tables:
            doubt = table.doubt or _find_fault(table, library)
            fields = table.fields
            if "id" in fields:  # a person has it in the header
                fields = {**fields, "id": known.unique(str(fields["id"]))}
            yield table._replace(fields=fields, above=(f"{at}  {paragraph}",), doubt=doubt)


def _make_library(source: DraftSource) -> Library:
    """Return a library with one text, against which `verify` can check a record."""
    text, day = source.text, source.today.isoformat() if source.today else None
    article = model.Source(id=source.id, summary="Draft", sha256=text.sha256, paragraphs=len(text.paragraphs), date=day)
    return Library({source.id: article}, {source.id: text})


def _find_fault(table: DraftTable, library: Library) -> str | None:
    """Return why `check` or `verify` would reject a drafted record, or None."""
    fields = {name: _to_plain_data(value) for name, value in table.fields.items() if value not in ("", [])}
    is_too_large = any(isinstance(value, int) and abs(value) > model.MAX_INTEGER for value in fields.values())
    try:
        record: Any = codec.convert({**fields, "id": "draft", "summary": "Draft"}, model.KINDS[table.kind])
    except ValueError:  # its decimals or its fraction are too long
        is_too_large = True
    if is_too_large:
        return "no store holds a number of so many digits"
    return next((check.detail for check in verify(record, library) if check.state in WRONG), None)


def _to_plain_data(value: Any) -> Any:
    """Return a value of a draft as plain data for the model."""
    if isinstance(value, DraftCite):
        source, _, paragraph = value.at.partition(":")
        return {"source": source, "paragraph": int(paragraph), "printed": value.printed}
    if isinstance(value, DraftTitle):
        return {"title": value.title, "cites": [_to_plain_data(value.cite)]}
    return [_to_plain_data(one) for one in value] if isinstance(value, list) else value


def _draft_figures_and_dates(source: DraftSource, at: str, paragraph: str, known: Known) -> Iterator[DraftTable]:
    """Yield a record for each uncited figure and date of a paragraph."""
    sentences = reading.read(paragraph, source.today)
    for mark in reading.find_marks(paragraph, known.cites.get(at, ()), source.today):
        if not mark.covered and mark.what != "quotation":
            span = next(one.span for one in sentences if mark.start < one.span.end)
            context = MarkContext(source.id, at, paragraph, span, source.today, source.top.stamp)
            fields = {"countries": "country", "places": "place", "people": "person"}
            references = {field: known.named(what, context.sentence) for field, what in fields.items()}
            if (table := records.draft_record(mark, context, references)) is not None:
                yield table


def _draft_people(paragraph: str, at: str, known: Known) -> Iterator[DraftTable]:
    """Yield a stub for each person who is not in the store, and remember the name."""
    for name, title, span in find_people(paragraph):
        if known.is_named(name) or not is_storable([name, title or ""]):
            continue
        id_, last = known.unique(slug(name)), name.split()[-1]
        aliases = [] if last == name or known.is_named(last) else [last]
        known.add_person(id_, (name, *aliases))
        fields: dict[str, Any] = {"name": name, "aliases": aliases, "summary": "", "cites": [DraftCite(at, name)]}
        if title is not None:
            del fields["cites"]
            fields["titles"] = [DraftTitle(title, DraftCite(at, paragraph[slice(*span)]))]
        yield DraftTable(f"[people.{id_}]", fields)


def _draft_event(source: DraftSource, body: list[DraftTable], *, is_last: bool) -> DraftTable | None:
    """Return an event on the first day that a text prints; None if the next text may print one."""
    days: dict[str, Any]
    dated: Any = next((table.fields for table in body if table.doubt is None and "date" in table.fields), None)
    if source.top.stamp is not None:
        days = {"first_day": source.top.date, "last_day": source.top.date, "cites": [source.top.stamp]}
        hint = "Until then it has the day of the article."
    elif dated is not None and "/" not in dated["date"]:
        days = {"first_day": dated["date"], "last_day": dated["date"]}
        days |= {"date_from": dated["date_from"], "cites": dated["cites"]}
        hint = "Until then it has the first day that the article prints."
    elif is_last:
        days = {"first_day": "0001", "last_day": "9999", "cites": [DraftCite(f"{source.id}:1")]}
        hint = "The article prints no day that can be read."
    else:
        return None
    above = ("The event: name it, and write its first and last day.", hint)
    return DraftTable("[event]", {"title": model.WORKING_TITLE, "summary": "", **days}, above)


def _draft_source(source: DraftSource) -> DraftTable:
    """Return the source with the details that its text prints, and hints for the missing ones."""
    about, text = source.top, source.text
    details = {"date": about.date or ""}
    for name, cite in (("publisher", about.publisher), ("title", about.title), ("author", about.author)):
        details[name] = cite.printed or "" if cite else ""
    cites = [one for one in about.cites() if is_storable([one.printed or ""])]
    fields: dict[str, Any] = {"summary": "", **{name: one for name, one in details.items() if is_storable([one])}}
    if is_storable([text.name]) and len(text.name) <= 200:
        fields["file"] = text.name
    fields |= {
        "sha256": text.sha256,
        "paragraphs": len(text.paragraphs),
        "cites": cites or [DraftCite(f"{source.id}:1")],
    }
    missing = [f'{name} = ""' for name, one in details.items() if not one]
    hints = (*missing, 'url = "https://"', 'retrieved = "YYYY-MM-DD"', 'archived = "https://"')
    return DraftTable(f"[sources.{source.id}]", fields, hints=hints)


def read_top(paragraphs: Sequence[str], source: str = "") -> Top:
    """Return the date, publisher, title and author in the first paragraphs of a text; doubtful ones are left out."""
    first = list(enumerate(paragraphs[:5], 1))
    names = ((number, match[1]) for number, text in first if (match := _AUTHOR.fullmatch(text)))
    author = next((DraftCite(f"{source}:{number}", name) for number, name in names), None)
    for number, text in first:
        found, before = _read_dateline(text, f"{source}:{number}")
        if found is None:
            continue
        above = paragraphs[0]
        is_masthead = _is_title_case(above) and len(above.split()) <= 8 and above[-1] not in ".!?:"
        if found.publisher is None and number == 2 and is_masthead and _STAMP.fullmatch(before):
            found = found._replace(publisher=DraftCite(f"{source}:1", above))
        has_title = number < min(3, len(paragraphs)) and len(text.split()) <= LONGEST_DATELINE
        below = paragraphs[number] if has_title else "."
        if len(below.split()) <= 20 and below[-1] not in ".:;,-\"'" and not below.startswith("By "):
            found = found._replace(title=DraftCite(f"{source}:{number + 1}", below))
        return found._replace(author=author)
    return Top(author=author)


def _read_dateline(text: str, at: str) -> tuple[Top | None, str]:
    """Read a paragraph that is, or starts with, a dateline; and the words before its date."""
    printed = next((one for sentence in reading.read(text)[:1] for one in sentence.dates if one.unread is None), None)
    if printed is None or len(printed.options) != 1 or printed.relative:
        return None, ""
    before, after = text[: printed.start].strip(), text[printed.end :]
    agency = _AGENCY.match(after)
    rest = after[agency.end() :].strip() if agency else after.strip()
    alone = len(text.split()) <= LONGEST_DATELINE and rest in ("", ".", "-")
    (iso,) = printed.options
    starts = (agency is not None or rest.startswith(("-", "|"))) and len(iso) == 10
    is_stamp = _STAMP.fullmatch(before) is not None
    if not dates.is_date(iso) or not (alone or starts) or not (is_stamp or _is_title_case(before)):
        return None, ""
    is_publisher = not is_stamp and _PLACE.fullmatch(before) is None and "," not in before.rstrip(", ")
    publisher = agency[1] if agency else before.rstrip(",;:|- ") if is_publisher else None
    stamp = DraftCite(at, text[printed.start : printed.end])
    return Top(iso, stamp, DraftCite(at, publisher) if publisher else None), before


def _is_title_case(text: str) -> bool:
    """Return whether each word is capitalised or a function word, such as `of`, that is not the first."""
    every = text.rstrip(",;:|- ").replace(",", " ").split()
    is_each = all(word in _FUNCTION_WORDS or not word[0].islower() for word in every)
    return bool(every) and every[0] not in _FUNCTION_WORDS and is_each
