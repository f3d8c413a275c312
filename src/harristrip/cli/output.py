"""How an answer is written: which format, which fields, to which file."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import query, terminal
from ..errors import ExitCode, UnknownValue, UsageError, printable
from ..folding import nearest
from ..terminal import Reply

if TYPE_CHECKING:
    from ..answers import Total
    from ..model import Record
    from ..store import Store

FORMATS: dict[str, tuple[str, ...]] = {
    "table": (".txt",),
    "json": (".json",),
    "jsonl": (".jsonl", ".ndjson"),
    "csv": (".csv",),
    "tsv": (".tsv", ".tab"),
    "markdown": (".md", ".markdown"),
    "ics": (".ics",),
}
"""Format -> the extensions that stand for it."""
CALENDARS = ("itinerary", "meetings")
"""Reports whose records can be entries of a calendar."""


STDOUT = ("-", "/dev/stdout")
"""Names of standard output; the second, opened anew, would overwrite what the shell appends to."""


class Found(NamedTuple):
    """What a listing found."""

    name: str
    records: Sequence[Record]
    gaps: Sequence[Record] = ()
    totals: Sequence[Total] | None = None


class Output(NamedTuple):
    """How the user wants to have it."""

    format: str
    path: str | None
    fields: str | None
    only_count: bool


def output(options: Mapping[str, Any]) -> Output:
    """Read the output options of a command; raises UsageError where they contradict each other."""
    asked, path = options["format"], options["output"]
    if options["json"]:
        if asked not in (None, "json"):
            raise UsageError(f"--json and --format {asked} contradict each other")
        asked = "json"
    if asked is not None and asked not in FORMATS:
        raise UnknownValue("format", asked, nearest(asked, FORMATS), list(FORMATS))
    return Output(
        asked or by_extension(path, FORMATS) or "table",
        None if path in STDOUT else path,
        options["fields"],
        options["count"],
    )


def by_extension(path: str | None, known: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the format whose extension a file has, or None."""
    extension = os.path.splitext(path or "")[1].lower()
    return next((name for name, extensions in known.items() if extension in extensions), None)


def guard(path: str | None, facts: str | None) -> None:
    """Refuse to write over the store that is being read; raises UsageError."""
    from ..store import is_read_from  # noqa: PLC0415

    if path is not None and is_read_from(path, facts):
        raise UsageError(f"{printable(path)} is the store that is read: name another file")


def reply(found: Found, store: Store, how: Output, code: ExitCode) -> Reply:
    """Answer a listing in the format that was asked for."""
    data = f"{len(found.records)}\n".encode() if how.only_count else _data(found, store, how)
    return Reply(data, code, how.path)


def _data(found: Found, store: Store, how: Output) -> bytes:
    if how.format == "ics":
        return _calendar(found, store, how)
    if how.format in ("csv", "tsv", "jsonl") or how.fields is not None:
        return _rows(found, how)
    if how.format == "json":
        return _json(found)
    if how.format == "markdown":
        return _markdown(found, store)
    from ..render import report  # noqa: PLC0415 -- rich loads only where something is drawn

    return report.listing(
        found.name, found.records, store.labels, _page(how), gaps=found.gaps, totals=found.totals or ()
    )


def _page(how: Output) -> terminal.Page:
    """Return the page of the terminal; a file has no edge and no colour."""
    return terminal.page() if how.path is None else terminal.Page(None, colour=False, encoding="utf-8")


def _json(found: Found) -> bytes:
    from .. import codec  # noqa: PLC0415 -- completion builds the commands without msgspec
    from ..answers import Answer, FundingAnswer  # noqa: PLC0415

    ids, items = tuple(gap.id for gap in found.gaps), tuple(found.records)
    if found.totals is None:
        return codec.encode(Answer(command=found.name, count=len(items), items=items, gaps=ids))
    totals: Any = tuple(found.totals)
    return codec.encode(FundingAnswer(command=found.name, count=len(items), items=items, gaps=ids, totals=totals))  # type: ignore[arg-type]


def _rows(found: Found, how: Output) -> bytes:
    """Answer with chosen fields, one row a record."""
    from .. import codec  # noqa: PLC0415
    from ..model import KINDS  # noqa: PLC0415
    from ..render import rows  # noqa: PLC0415 -- only this needs it

    listed = query.REPORTS.get(found.name)
    kinds = [KINDS[kind] for kind in (listed.kinds if listed else ()) or KINDS]
    fields = rows.chosen(how.fields, rows.field_names(found.records, kinds), rows.field_names((), kinds))
    narrow = rows.narrowed(found.records, fields)
    if how.format == "json":
        ids = [gap.id for gap in found.gaps]
        head = {"schema_version": 1, "command": found.name, "count": len(found.records)}
        totals = {} if found.totals is None else {"totals": found.totals}
        return codec.encode({**head, "items": narrow, "gaps": ids, **totals})
    if how.format == "jsonl":
        return codec.lines(narrow)
    if how.format == "markdown":
        from ..render import markdown  # noqa: PLC0415 -- only this format needs it

        return markdown.fields(narrow, fields)
    if how.format == "table":
        from ..render import report  # noqa: PLC0415 -- rich loads only where something is drawn

        return report.plain(found.name, narrow, fields, _page(how))
    from ..render import delimited  # noqa: PLC0415 -- csv loads only for this

    return delimited.delimited(narrow, fields, "," if how.format == "csv" else "\t")


def _markdown(found: Found, store: Store) -> bytes:
    from ..model import Source  # noqa: PLC0415
    from ..render import cells, markdown, notes, views  # noqa: PLC0415 -- only this format needs them

    sources = {record.id: record for record in store.records if isinstance(record, Source)}
    totals = found.totals or ()
    headers = {column.header for column in markdown.visible(views.VIEWS[found.name])}
    below = notes.notes(found.records, headers, found.gaps, totals)
    sections = views.sections(found.name, found.records, totals)
    return markdown.page(sections, cells.Labels(store.labels), sources, below)


def _calendar(found: Found, store: Store, how: Output) -> bytes:
    if found.name not in CALENDARS:
        raise UsageError(f"--format ics: only {' and '.join(CALENDARS)} can be a calendar")
    if how.fields is not None:
        raise UsageError("--format ics has no fields to choose from: leave --fields out")
    from ..render import calendar  # noqa: PLC0415 -- icalendar takes as long to load as everything else

    return calendar.calendar(found.records, store)
