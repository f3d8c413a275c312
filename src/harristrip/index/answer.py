"""Query an index; every format renders the same answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .. import SCHEMA_VERSION
from . import reports
from .cache import in_memory, open_index
from .filters import Filters, Question, date_bound

if TYPE_CHECKING:
    from ..facts.model import Record
    from ..facts.responses import Total
    from .database import Index
    from .reports import Report
    from .search import Found


class Answer:
    """The result of a listing: rows of JSON, decoded only if a format needs records."""

    def __init__(self, index: Index, report: Report, rows: list[bytes], gaps: list[bytes] | None = None) -> None:
        self.index, self.report, self.rows = index, report, rows
        self.gap_rows = gaps or []
        self.question = Question()
        self.found: Found | None = None
        """Details of a search; None for other listings."""

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """The records in the order of the report."""
        return decoded(self.rows)

    @cached_property
    def gaps(self) -> tuple[Record, ...]:
        """The open questions about these records."""
        return decoded(self.gap_rows)

    @property
    def has_totals(self) -> bool:
        """Whether the report adds up amounts."""
        return self.report.name == "funding"

    @cached_property
    def totals(self) -> tuple[Total, ...]:
        """The totals of amounts; empty for other reports."""
        if not self.has_totals:
            return ()
        from .totals import totals  # noqa: PLC0415 -- only this report adds up

        amounts: Any = decoded(self.index.listing("funding", self.question._replace(limit=None)))
        every: Any = decoded(self.index.of_kinds("funding"))
        return totals(amounts, {one.id: one for one in every}, decoded(self.index.of_kinds("conflict")))

    @cached_property
    def questions(self) -> tuple[Record, ...]:
        """The open questions about the records within the limit: those that cite the same paragraphs."""
        if not self.is_limited:
            return self.gaps
        passages = {(cite.source, cite.paragraph) for record in self.records for cite in record.all_cites()}
        return tuple(gap for gap in self.gaps if any((one.source, one.paragraph) in passages for one in gap.cites))

    @cached_property
    def matching(self) -> int:
        """The number of matching records, shown or not."""
        if self.question.limit is None:
            return len(self.rows)
        return len(self.found.numbers) if self.found else self.index.count(self.report.name, self.question)

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
        return self.index.count_possible(self.report.name, self.question) if self.found is None else 0

    def json(self) -> bytes:
        """Return the answer as one line of JSON."""
        return envelope(self.report.name, self.rows, self.rest())

    def rest(self) -> dict[str, bytes]:
        """Return the JSON values other than the items."""
        gap_ids = ",".join(f'"{id_}"' for id_ in _ids(self.gap_rows))
        rest = {"gaps": f"[{gap_ids}]".encode()}
        if self.has_totals:
            rest["totals"] = self._totals_json()
        if self.found is not None:
            rest["partial"] = b"true" if self.found.partial else b"false"
            rest["nowhere"] = _nowhere_json(self.found)
        return rest

    def _totals_json(self) -> bytes:
        if self.question._replace(limit=None) == Question():  # the index has the totals of all amounts
            found: str = self.index.meta_value("totals")
            return found.encode()
        from ..facts import codec  # noqa: PLC0415 -- msgspec loads only for totals of some amounts

        return codec.encode(self.totals)


def _nowhere_json(found: Found) -> bytes:
    if not found.nowhere:
        return b"[]"
    from ..facts import codec  # noqa: PLC0415 -- msgspec loads only for words that occur nowhere

    return codec.encode([{"word": word, "nearest": near} for word, near in found.nowhere.items()])


def envelope(command: str, rows: Sequence[bytes], rest: Mapping[str, bytes]) -> bytes:
    """Return the JSON object of a listing from the JSON of its parts."""
    head = f'{{"schema_version":{SCHEMA_VERSION},"command":"{command}","count":{len(rows)},"items":['
    tail = b"".join(b',"' + key.encode() + b'":' + value for key, value in rest.items())
    return head.encode() + b",".join(rows) + b"]" + tail + b"}\n"


def _ids(rows: Iterable[bytes]) -> list[str]:
    """Return the ids of records, which come second in their JSON: `{"kind":"gap","id":"…"`."""
    return [row.split(b'"', 8)[7].decode() for row in rows]


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


def facts_of(index: Index) -> Any:
    """Return the contents of an index as typed values."""
    from ..facts import codec, model  # noqa: PLC0415

    vocabularies: dict[str, dict[str, Any]] = {
        name: {id_: codec.decode_as(data, one.type) for id_, data in index.entries(name).items()}
        for name, one in model.VOCABULARIES.items()
        if one.type not in model.KINDS.values()
    }
    event = codec.decode_as(index.entries("event")["event"], model.Event)
    return model.Facts(event=event, vocabularies=vocabularies, records=decoded(index.of_kinds()))


def ask(index: Index, report: Report, filters: Filters) -> Answer:
    """Return the records of a report that match the filters, and the open questions about them."""
    known = known_index(index, filters)
    question = known.resolve(filters)
    answer = Answer(known, report, known.listing(report.name, question), known.open_questions(report.name, question))
    answer.question = question
    return answer


def search(
    index: Index, words: Sequence[str], filters: Filters, *, every: bool = False, sort: str | None = None
) -> Answer:
    """Return the records that match a query, best first; with `every`, only those with all words."""
    known = known_index(index, filters)
    question = known.resolve(filters)
    rows, found = known.search(words, question, every=every, sort=sort)
    answer = Answer(known, reports.SEARCH, rows)
    answer.question = question
    answer.found = found
    return answer


__all__ = ["Answer", "ask", "decoded", "envelope", "facts_of", "find_report", "open_index", "search"]
