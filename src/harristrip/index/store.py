"""Ask a store, from a command or from Python: reports, search, records by id. Each format renders the same answer."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .. import SCHEMA_VERSION
from . import reports
from .database import in_memory, open_index
from .filters import Filters, ResolvedFilters, date_bound

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..facts import model
    from ..facts.responses import Total
    from .database import Index
    from .reports import Report
    from .search import Found

R = TypeVar("R", bound="model.Record")
HEADERS = ("Id", "Date", "Status", "Summary", "Sources")


class Listing:
    """The result of a listing: rows of JSON, decoded only if a format needs records."""

    def __init__(
        self, index: Index, report: Report, resolved: ResolvedFilters, rows: list[bytes], gap_rows: Iterable[bytes] = ()
    ) -> None:
        self.index, self.report, self.resolved, self.rows, self.gap_rows = index, report, resolved, rows, gap_rows
        self.found: Found | None = None
        """Details of a search; None for other listings."""

    @cached_property
    def records(self) -> tuple[Any, ...]:
        """The records in the order of the report."""
        return decoded(self.rows)

    @cached_property
    def gaps(self) -> tuple[Any, ...]:
        """The open questions of the report under these filters; a limit does not apply to them."""
        return decoded(self.gap_rows)

    @cached_property
    def totals(self) -> tuple[Total, ...]:
        """The totals of amounts; empty for other reports."""
        if self.report.name != "funding":
            return ()
        from .totals import totals  # noqa: PLC0415 -- only this report adds up

        amounts = decoded(self.index.listing("funding", self.resolved._replace(limit=None)))
        every = decoded(self.index.of_kinds("funding"))
        return totals(amounts, {one.id: one for one in every}, decoded(self.index.of_kinds("conflict")))

    @cached_property
    def shown_gaps(self) -> tuple[model.Record, ...]:
        """The open questions about the records within the limit: those that cite the same paragraphs."""
        if not self.is_limited:
            return self.gaps
        passages = {(cite.source, cite.paragraph) for record in self.records for cite in record.all_cites()}
        return tuple(gap for gap in self.gaps if any((one.source, one.paragraph) in passages for one in gap.cites))

    @cached_property
    def matching(self) -> int:
        """The number of matching records, shown or not."""
        if self.resolved.limit is None:
            return len(self.rows)
        return len(self.found.numbers) if self.found else self.index.count(self.report.name, self.resolved)

    @property
    def is_limited(self) -> bool:
        """Whether the limit hides records."""
        return len(self.rows) < self.matching

    @property
    def title(self) -> str:
        """The title of the listing."""
        partial = self.found is not None and self.found.partial
        closest = ": no record has all words, the closest come first" if partial else ""
        limited = f": {len(self.rows)} of {self.matching} shown" if self.is_limited else ""
        return f"{self.report.title}{closest}{limited}"

    @property
    def possible(self) -> int:
        """The number of records with a wider date that may also fall within the requested days."""
        return self.index.count_possible(self.report.name, self.resolved) if self.found is None else 0

    def json(self) -> bytes:
        """Return the answer as one line of JSON."""
        return envelope(self.report.name, self.rows, self.rest())

    def rest(self) -> dict[str, bytes]:
        """Return the JSON values other than the items."""
        ids = b",".join(b'"%b"' % row.split(b'"', 8)[7] for row in self.gap_rows)  # {"kind":"gap","id":"…"
        rest = {"gaps": b"[%b]" % ids}
        if self.report.name == "funding":
            is_whole = self.resolved._replace(limit=None) == ResolvedFilters()  # the index has the totals of everything
            rest["totals"] = self.index.meta_value("totals").encode() if is_whole else _encoded(self.totals)
        if self.found is not None:
            rest["partial"] = b"true" if self.found.partial else b"false"
            nowhere = [{"word": word, "nearest": near} for word, near in self.found.nowhere.items()]
            rest["nowhere"] = _encoded(nowhere) if nowhere else b"[]"
        return rest


def _encoded(value: object) -> bytes:
    from ..facts import codec  # noqa: PLC0415 -- msgspec loads only for what the index does not have

    return codec.encode(value)


def envelope(command: str, rows: Sequence[bytes], rest: Mapping[str, bytes]) -> bytes:
    """Return the JSON object of a listing from the JSON of its parts."""
    head = f'{{"schema_version":{SCHEMA_VERSION},"command":"{command}","count":{len(rows)},"items":['
    tail = b"".join(b',"' + key.encode() + b'":' + value for key, value in rest.items())
    return head.encode() + b",".join(rows) + b"]" + tail + b"}\n"


def decoded(rows: Iterable[bytes]) -> tuple[Any, ...]:
    """Return the records of rows of JSON."""
    from ..facts import codec  # noqa: PLC0415 -- msgspec loads only if records are looked at

    return tuple(map(codec.decode, rows))


def find_report(index: Index, name: str) -> Report | None:
    """Return a report by its name: a built-in one, or one of a group of the store."""
    if name in reports.REPORTS:
        return reports.REPORTS[name]
    return next((reports.of_group(*row) for row in index.groups(name)), None)


def known_index(index: Index, filters: Filters) -> Index:
    """Return the index, or for the filter `known_by` an index of the facts known by that day."""
    day = date_bound(filters, "known_by", 1)
    if day is None:
        return index
    from .known_by import as_of  # noqa: PLC0415 -- it needs typed records

    return in_memory(as_of(facts_of(index), day))


def facts_of(index: Index) -> model.Facts:
    """Return the contents of an index as typed values."""
    from ..facts import codec, model  # noqa: PLC0415

    vocabularies: dict[str, dict[str, Any]] = {
        name: {id_: codec.decode_as(data, one.type) for id_, data in index.entries(name).items()}
        for name, one in model.VOCABULARIES.items()
        if one.type not in model.KINDS.values()
    }
    event = codec.decode_as(index.entries("event")["event"], model.Event)
    return model.Facts(event=event, vocabularies=vocabularies, records=decoded(index.of_kinds()))


def ask(index: Index, report: Report, filters: Filters) -> Listing:
    """Return the records of a report that match the filters, and the open questions about them."""
    known = known_index(index, filters)
    resolved = known.resolve(filters)
    rows, gap_rows = known.listing(report.name, resolved), known.open_questions(report.name, resolved)
    return Listing(known, report, resolved, rows, gap_rows)


def search(
    index: Index, words: Sequence[str], filters: Filters, *, every: bool = False, sort: str | None = None
) -> Listing:
    """Return the records that match a query, best first; with `every`, only those with all words."""
    known = known_index(index, filters)
    resolved = known.resolve(filters)
    rows, found = known.search(words, resolved, every=every, sort=sort)
    answer = Listing(known, reports.SEARCH, resolved, rows)
    answer.found = found
    return answer


class Result(tuple[R, ...]):
    """Records in the order of their report: a tuple that a notebook shows as a table."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        """Return an HTML table of the records, everything from the store escaped."""
        from html import escape  # noqa: PLC0415 -- only a notebook needs it

        head = "".join(f"<th>{header}</th>" for header in HEADERS)
        body = ""
        for record in self:
            date = f"{record.date or ''}{' (derived)' if record.date_basis == 'derived' else ''}"
            passages = dict.fromkeys(f"{cite.source}:{cite.paragraph}" for cite in record.all_cites())
            cells = (record.id, date, record.status or "", record.summary, ", ".join(passages))
            body += f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


class Store:
    """The facts of one event and their reports.

    Every report takes the filters of `index.filters.Filters` as keywords (`country="gt"`, `from_="2021-06"`); a value
    may be an id, a name, a code or an alias, in any case, with or without accents. Raises `UnknownValue` for an
    unknown value, `ImpossibleDate` for a date that is not one, and `TypeError` for an unknown filter.
    """

    def __init__(self, index: Index) -> None:
        """Take an open index; `load` opens one."""
        self.index = index

    @cached_property
    def _all(self) -> model.Facts:
        return facts_of(self.index)

    @property
    def event(self) -> model.Event:
        """The event."""
        return self._all.event

    @property
    def countries(self) -> dict[str, model.Country]:
        """The countries by id."""
        return self._all.vocabularies["country"]

    @property
    def places(self) -> dict[str, model.Place]:
        """The places by id."""
        return self._all.vocabularies["place"]

    @property
    def topics(self) -> dict[str, model.Topic]:
        """The topics by id."""
        return self._all.vocabularies["topic"]

    @property
    def groups(self) -> dict[str, model.Group]:
        """The groups of statistics by id."""
        return self._all.vocabularies["group"]

    @property
    def records(self) -> tuple[model.Record, ...]:
        """Every record, in the order of the store."""
        return self._all.records

    def report(self, name: str, **filters: Unpack[Filters]) -> Result[model.Record]:
        """Return the records of a report by its name, or by the id of a group; raises KeyError for another name."""
        return Result(self.answer(name, **filters).records)

    def answer(self, name: str, **filters: Unpack[Filters]) -> Listing:
        """Return the answer of a report, which every format renders; raises KeyError for an unknown name."""
        report = find_report(self.index, name)
        if report is None:
            raise KeyError(name)
        return ask(self.index, report, filters)

    def itinerary(self, **filters: Unpack[Filters]) -> Result[model.Stop]:
        """Return the legs and stays in order of date."""
        return cast("Result[model.Stop]", self.report("itinerary", **filters))

    def meetings(self, **filters: Unpack[Filters]) -> Result[model.Meeting]:
        """Return the meetings in order of date, undated ones last."""
        return cast("Result[model.Meeting]", self.report("meetings", **filters))

    def people(self, **filters: Unpack[Filters]) -> Result[model.Person]:
        """Return the people and bodies that are named or quoted."""
        return cast("Result[model.Person]", self.report("people", **filters))

    def timeline(self, **filters: Unpack[Filters]) -> Result[model.Record]:
        """Return every dated record in order of date, a month before its days."""
        return self.report("timeline", **filters)

    def funding(self, **filters: Unpack[Filters]) -> Result[model.Funding]:
        """Return the amounts of money; `funding_totals` adds them up."""
        return cast("Result[model.Funding]", self.report("funding", **filters))

    def funding_totals(self, **filters: Unpack[Filters]) -> tuple[Total, ...]:
        """Return one total per currency and status of the amounts that `funding` returns for the same filters."""
        return self.answer("funding", **filters).totals

    def statistics(self, **filters: Unpack[Filters]) -> Result[model.Statistic]:
        """Return the counted figures; `group="rainfall"` narrows."""
        return cast("Result[model.Statistic]", self.report("statistics", **filters))

    def commitments(self, **filters: Unpack[Filters]) -> Result[model.Commitment]:
        """Return the commitments: agreed, promised, expected or announced."""
        return cast("Result[model.Commitment]", self.report("commitments", **filters))

    def facts(self, **filters: Unpack[Filters]) -> Result[model.Record]:
        """Return every record of every kind; `kind="claim"` narrows."""
        return self.report("facts", **filters)

    def sources(self, **filters: Unpack[Filters]) -> Result[model.Source]:
        """Return the articles."""
        return cast("Result[model.Source]", self.report("sources", **filters))

    def conflicts(self, **filters: Unpack[Filters]) -> Result[model.Conflict]:
        """Return the conflicts between sources."""
        return cast("Result[model.Conflict]", self.report("conflicts", **filters))

    def gaps(self, **filters: Unpack[Filters]) -> Result[model.Gap]:
        """Return the gaps: what has not happened, is not stated, or was declined."""
        return cast("Result[model.Gap]", self.report("gaps", **filters))

    def open_questions(self, name: str, **filters: Unpack[Filters]) -> Result[model.Gap]:
        """Return the gaps that a report leaves open for these filters."""
        return Result(self.answer(name, **filters).gaps)

    def search(
        self, *words: str, every: bool = False, sort: str | None = None, **filters: Unpack[Filters]
    ) -> Result[model.Record]:
        """Return the records that have all words, best first; if none has, the closest, or with `every` none.

        `sort` is `"relevance"`, `"date"` or `"kind"`.
        """
        return Result(search(self.index, words, filters, every=every, sort=sort).records)

    def show(self, *ids: str) -> Result[model.Record]:
        """Return records by id, each once, in the order asked; `post:4` means all that cite a paragraph.

        Raises NothingFound.
        """
        return Result(decoded(self.index.show(ids)))

    def names(self, what: str) -> dict[str, str]:
        """Return every folded id, name, code and alias of a vocabulary (`country`) with the id it means."""
        return self.index.names(what)

    def labels(self, what: str) -> dict[str, tuple[str, ...]]:
        """Return the ids of a vocabulary with their other names, the one to show first."""
        return self.index.labels(what)

    def known_by(self, day: str) -> Store:
        """Return the store as it could be known on a day."""
        return Store(known_index(self.index, {"known_by": day}))


def load(path: str | os.PathLike[str] | None = None) -> Store:
    """Open a store: a file, `"-"` for standard input, or None for the facts that ship with the package.

    Raises `StoreUnreadable` if there is no text to read and `StoreInvalid`, with every fault, if it breaks a rule.
    """
    return Store(open_index(None if path is None else os.fspath(path)))
