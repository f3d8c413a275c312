"""The Python API: a store, its reports and their results."""

from __future__ import annotations

import os
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ..facts.model import (
    Commitment,
    Conflict,
    Country,
    Event,
    Funding,
    Gap,
    Group,
    Meeting,
    Person,
    Place,
    Record,
    Source,
    Statistic,
    Stop,
    Topic,
)
from .answer import ask, decoded, facts_of, find_report, known_index, search
from .cache import open_index

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..facts.responses import Total
    from .answer import Answer
    from .database import Index
    from .filters import Filters

R = TypeVar("R", bound=Record)
HEADERS = ("Id", "Date", "Status", "Summary", "Sources")


class Result(tuple[R, ...]):
    """Records in the order of their report: a tuple that a notebook shows as a table."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        """Return an HTML table of the records, everything from the store escaped."""
        head = "".join(f"<th>{header}</th>" for header in HEADERS)
        rows = "".join(f"<tr>{_html_cells(record)}</tr>" for record in self)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _html_cells(record: Record) -> str:
    derived = " (derived)" if record.date_basis == "derived" else ""
    passages = dict.fromkeys(f"{cite.source}:{cite.paragraph}" for cite in record.all_cites())
    date = f"{record.date or ''}{derived}"
    cells = (record.id, date, record.status or "", record.summary, ", ".join(passages))
    return "".join(f"<td>{escape(cell)}</td>" for cell in cells)


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
    def _all(self) -> Any:
        return facts_of(self.index)

    @property
    def event(self) -> Event:
        """The event."""
        return cast("Event", self._all.event)

    @property
    def countries(self) -> dict[str, Country]:
        """The countries by id."""
        return cast("dict[str, Country]", self._all.vocabularies["country"])

    @property
    def places(self) -> dict[str, Place]:
        """The places by id."""
        return cast("dict[str, Place]", self._all.vocabularies["place"])

    @property
    def topics(self) -> dict[str, Topic]:
        """The topics by id."""
        return cast("dict[str, Topic]", self._all.vocabularies["topic"])

    @property
    def groups(self) -> dict[str, Group]:
        """The groups of statistics by id."""
        return cast("dict[str, Group]", self._all.vocabularies["group"])

    @property
    def records(self) -> tuple[Record, ...]:
        """Every record, in the order of the store."""
        return cast("tuple[Record, ...]", self._all.records)

    def report(self, name: str, **filters: Unpack[Filters]) -> Result[Record]:
        """Return the records of a report by its name, or by the id of a group; raises KeyError for another name."""
        return Result(self.answer(name, **filters).records)

    def answer(self, name: str, **filters: Unpack[Filters]) -> Answer:
        """Return the answer of a report, which every format renders; raises KeyError for an unknown name."""
        report = find_report(self.index, name)
        if report is None:
            raise KeyError(name)
        return ask(self.index, report, filters)

    def itinerary(self, **filters: Unpack[Filters]) -> Result[Stop]:
        """Return the legs and stays in order of date."""
        return cast("Result[Stop]", self.report("itinerary", **filters))

    def meetings(self, **filters: Unpack[Filters]) -> Result[Meeting]:
        """Return the meetings in order of date, undated ones last."""
        return cast("Result[Meeting]", self.report("meetings", **filters))

    def people(self, **filters: Unpack[Filters]) -> Result[Person]:
        """Return the people and bodies that are named or quoted."""
        return cast("Result[Person]", self.report("people", **filters))

    def timeline(self, **filters: Unpack[Filters]) -> Result[Record]:
        """Return every dated record in order of date, a month before its days."""
        return self.report("timeline", **filters)

    def funding(self, **filters: Unpack[Filters]) -> Result[Funding]:
        """Return the amounts of money; `funding_totals` adds them up."""
        return cast("Result[Funding]", self.report("funding", **filters))

    def funding_totals(self, **filters: Unpack[Filters]) -> tuple[Total, ...]:
        """Return one total per currency and status of the amounts that `funding` returns for the same filters."""
        return self.answer("funding", **filters).totals

    def statistics(self, **filters: Unpack[Filters]) -> Result[Statistic]:
        """Return the counted figures; `group="rainfall"` narrows."""
        return cast("Result[Statistic]", self.report("statistics", **filters))

    def commitments(self, **filters: Unpack[Filters]) -> Result[Commitment]:
        """Return the commitments: agreed, promised, expected or announced."""
        return cast("Result[Commitment]", self.report("commitments", **filters))

    def facts(self, **filters: Unpack[Filters]) -> Result[Record]:
        """Return every record of every kind; `kind="claim"` narrows."""
        return self.report("facts", **filters)

    def sources(self, **filters: Unpack[Filters]) -> Result[Source]:
        """Return the articles."""
        return cast("Result[Source]", self.report("sources", **filters))

    def conflicts(self, **filters: Unpack[Filters]) -> Result[Conflict]:
        """Return the conflicts between sources."""
        return cast("Result[Conflict]", self.report("conflicts", **filters))

    def gaps(self, **filters: Unpack[Filters]) -> Result[Gap]:
        """Return the gaps: what has not happened, is not stated, or was declined."""
        return cast("Result[Gap]", self.report("gaps", **filters))

    def open_questions(self, name: str, **filters: Unpack[Filters]) -> Result[Gap]:
        """Return the gaps that a report leaves open for these filters."""
        return Result(self.answer(name, **filters).gaps)  # type: ignore[arg-type]

    def search(
        self, *words: str, every: bool = False, sort: str | None = None, **filters: Unpack[Filters]
    ) -> Result[Record]:
        """Return the records that have all words, best first; if none has, the closest, or with `every` none.

        `sort` is `"relevance"`, `"date"` or `"kind"`.
        """
        return Result(search(self.index, words, filters, every=every, sort=sort).records)

    def show(self, *ids: str) -> Result[Record]:
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
