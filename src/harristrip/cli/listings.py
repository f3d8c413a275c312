"""Commands that list or show records: parse, ask, render."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .. import terminal
from ..errors import ExitCode, NothingFound, UnknownValue, UsageError
from ..index.database import SORTS, normalise_ids, open_index
from ..index.filters import Filters, whole_limit
from ..index.reports import CALENDARS
from ..index.store import Listing, ask, decoded, envelope, find_report
from ..index.store import search as search_index
from ..render import formats
from ..terminal import Reply
from ..text import nearest, printable, quote

if TYPE_CHECKING:
    from ..facts.model import Source
    from ..index.database import Index
    from ..render.formats import Format


def list_records(name: str, values: Mapping[str, Any], commands: Iterable[str]) -> Reply:
    """List the records of a report; raises UnknownValue if it is neither a command nor a group of the store."""
    index = open_index(values["facts"])
    report = find_report(index, name)
    if report is None:
        valid = [*commands, *(id_ for id_, _, _ in index.groups())]
        raise UnknownValue("command", name, nearest(name, valid), valid)
    format_ = _choose_format(values, index, calendar=report.calendar)
    answer = ask(index, report, select_filters(values))
    if values.get("ids"):
        return _show_conflicts(answer, values)
    code = ExitCode.NEGATIVE if values["exit_status"] and not answer.rows else ExitCode.OK
    return _make_reply(answer, format_, values, code)


def search(values: Mapping[str, Any]) -> Reply:
    """Search; nothing found is a negative answer, with or without `--exit-status`."""
    index = open_index(values["facts"])
    format_ = _choose_format(values, index)
    if values["sort"] not in (None, *SORTS):
        raise UnknownValue("sort", values["sort"], nearest(values["sort"], SORTS), list(SORTS))
    answer = search_index(index, values["words"], select_filters(values), every=values["all"], sort=values["sort"])
    return _make_reply(answer, format_, values, ExitCode.OK if answer.rows else ExitCode.NEGATIVE)


def select_filters(values: Mapping[str, Any]) -> Any:
    """Return the filters among the values of a command; raises UsageError for a limit that is no number."""
    found = {name: value for name, value in values.items() if name in Filters.__annotations__ and value}
    return found | {"limit": whole_limit(found["limit"])} if "limit" in found else found


def _choose_format(values: Mapping[str, Any], index: Index, *, calendar: bool = False) -> Format:
    """Return the format that is asked for; refuse to overwrite what is read."""
    refuse_overwriting(values["output"], values["facts"], index)
    path = None if values["output"] in terminal.STDOUT or values["count"] else values["output"]
    json = "json" if values["json"] else None
    found = formats.FORMATS[formats.choose_format("format", formats.FORMATS, values["format"], path, json=json)]
    if found.calendars_only and not calendar:
        raise UsageError(f"--format {found.name}: only {' and '.join(CALENDARS)} can be a calendar")
    return found


def _make_reply(answer: Listing, format_: Format, values: Mapping[str, Any], code: ExitCode) -> Reply:
    path = None if values["output"] in terminal.STDOUT else values["output"]
    if values["count"]:
        return Reply(f"{len(answer.rows)}\n".encode(), code, path)
    page = terminal.page() if path is None else terminal.FILE_PAGE
    return Reply(format_.render(answer, values["fields"], page), code, path)


def _show_conflicts(answer: Listing, values: Mapping[str, Any]) -> Reply:
    """Return the conflicts that are named, in full; raises NothingFound for one that is not listed."""
    if values["format"] not in (None, "table", "json") or values["output"] or values["fields"] or values["count"]:
        raise UsageError("records in full are a page or --json: no other --format, no --output, --fields or --count")
    shown, valid = {record.id for record in answer.records}, answer.index.ids(*answer.report.kinds)
    for id_ in values["ids"]:
        if id_ not in valid:
            near = nearest(id_, valid)
            hint = f"; did you mean {near}?" if near else ""
            raise NothingFound([f"no conflict has the id {quote(id_)}{hint}"], near)
        if id_ not in shown:
            raise NothingFound([f"the filters leave out the conflict {quote(id_)}"])
    rows = answer.index.show(values["ids"])
    if values["json"] or values["format"] == "json":
        return Reply(envelope(answer.report.name, rows, {"gaps": b"[]"}))
    return Reply(_render_full(answer.index, rows, None))


def show(values: Mapping[str, Any]) -> Reply:
    """Show records in full."""
    index = open_index(values["facts"])
    ids = normalise_ids(values["ids"])
    if values["articles"] and not values["json"] and all(map(index.is_uncited, ids)):
        from . import drafting  # noqa: PLC0415 -- drafting lists nothing

        return drafting.show_uncited(values)
    rows = index.show(ids)
    if values["json"]:
        return Reply(envelope("show", rows, {"gaps": b"[]"}))
    if values["full"] or not any(":" in id_ for id_ in ids):
        return Reply(_render_full(index, rows, values["articles"], everything=values["full"]))
    from ..render import record  # noqa: PLC0415 -- rich loads only where something is drawn

    return Reply(record.render_passages(ids, index, terminal.page(), _open_archive(values["articles"])))


def _render_full(index: Index, rows: list[bytes], articles: str | None, *, everything: bool = False) -> bytes:
    from ..render import record  # noqa: PLC0415 -- rich loads only where something is drawn

    return record.render_records(decoded(rows), index, terminal.page(), _open_archive(articles), everything=everything)


def _open_archive(articles: str | None) -> Callable[[Source], Sequence[str] | None] | None:
    """Return a function from a source to its paragraphs in a folder, or None without a folder."""
    if not articles:
        return None
    from ..proof.articles import archive  # noqa: PLC0415 -- only a folder of articles needs it

    texts = archive(articles)
    return lambda source: texts.get(source.sha256)


def refuse_overwriting(path: str | None, facts: str | None, index: Index) -> None:
    """Raise UsageError if the output would overwrite the store or an archived text."""
    if path is None or path in terminal.STDOUT or not os.path.isfile(path):
        return
    from ..facts import files  # noqa: PLC0415 -- only a file that exists can be lost

    if files.is_read_from(path, facts):
        raise UsageError(f"{printable(path)} is the store that is read: name another file")
    import hashlib  # noqa: PLC0415

    digest = hashlib.sha256(files.read_plain(path)).hexdigest()
    for source in decoded(index.of_kinds("source")):
        if source.sha256 == digest:
            raise UsageError(f"{printable(path)} is the archived text of {source.id}: name another file")
