"""Commands that list or show records. Each body is parse, ask, answer."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .. import terminal
from ..errors import ExitCode, LeftOut, UnknownValue, UsageError
from ..folding import nearest
from ..query import Report
from ..terminal import Reply
from . import reading
from .options import KIND, OUTPUT_NAMES, Articles, Conflicts, Facts, Function, Ids, Json, Words, parameter, takes
from .output import Found, Output, guard, output, reply

if TYPE_CHECKING:
    from ..model import Record
    from ..store import Store

OWN = {"facts": [KIND], "conflicts": [parameter("ids", Conflicts)]}
"""What some reports take beyond the filters."""


def listing(report: Report) -> Function:
    """Make the command of a report."""

    @takes(*OWN.get(report.name, []))
    def command(*, exit_status: bool, facts: str | None, ids: list[str] | None = None, **options: Any) -> Reply:
        how, filters = _split(options)
        guard(how.path, facts)
        store = reading.facts(facts)
        records = store.report(report.name, **filters)
        if ids:
            _only(ids, records, store)
            return _full(Found(report.name, store.show(*ids)), store, json=_in_full(how))
        totals = store.funding_totals(**filters) if report.name == "funding" else None
        found = Found(report.name, records, store.open_questions(report.name, **filters), totals)
        return reply(found, store, how, ExitCode.NEGATIVE if exit_status and not records else ExitCode.OK)

    return command


@takes(parameter("words", Words, inspect.Parameter.empty), KIND)
def search(*, words: list[str], facts: str | None, **options: Any) -> Reply:
    """Search; nothing found is a negative answer, with or without `--exit-status`."""
    del options["exit_status"]
    how, filters = _split(options)
    guard(how.path, facts)
    store = reading.facts(facts)
    records = store.search(*words, **filters)
    return reply(Found("search", records), store, how, ExitCode.OK if records else ExitCode.NEGATIVE)


def _only(ids: list[str], records: Sequence[Record], store: Store) -> None:
    """Refuse ids that are not among the records of a report; raises UnknownValue or, for filters, LeftOut."""
    left, valid = ([record.id for record in some] for some in (records, store.report("conflicts")))
    for id_ in ids:
        if id_ not in valid:
            raise UnknownValue("conflict", id_, nearest(id_, valid), valid)
        if id_ not in left:
            raise LeftOut("conflict", id_)


def _split(options: dict[str, Any]) -> tuple[Output, dict[str, Any]]:
    """Tell how to write an answer from what to ask."""
    return output(options), {name: value for name, value in options.items() if name not in OUTPUT_NAMES}


def _in_full(how: Output) -> bool:
    """Tell whether records in full are wanted as JSON; raises UsageError for what only a list can be."""
    if how.format not in ("table", "json") or how != Output(how.format, None, None, only_count=False):
        raise UsageError("records in full are a page or --json: no other --format, no --output, --fields or --count")
    return how.format == "json"


def show(ids: Ids, json: Json = False, articles: Articles = None, facts: Facts = None) -> Reply:
    """Show records in full."""
    store = reading.facts(facts, articles)
    return _full(Found("show", store.show(*ids)), store, articles, json=json)


def _full(found: Found, store: Store, articles: str | None = None, *, json: bool) -> Reply:
    """Answer with records in full."""
    if json:
        return reply(found, store, Output("json", None, None, only_count=False), ExitCode.OK)
    from ..passages import archive  # noqa: PLC0415 -- only a folder of articles needs it
    from ..render import record  # noqa: PLC0415 -- rich loads only where something is drawn

    return Reply(record.full(tuple(found.records), store, terminal.page(), archive(articles) if articles else None))
