"""Commands that list or show records. Each body is parse, ask, answer."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

from .. import codec, terminal
from ..errors import ExitCode
from ..model import Answer, FundingAnswer, Record, Total
from ..query import Report
from ..store import load
from ..terminal import Reply
from .options import KIND, Articles, Facts, Function, Ids, Json, SomeIds, Words, parameter, takes

OWN = {"facts": [KIND], "conflicts": [parameter("ids", SomeIds)]}
"""What some reports take beyond the filters."""


def listing(report: Report) -> Function:
    """Make the command of a report."""

    @takes(*OWN.get(report.name, []))
    def command(
        *, json: bool, exit_status: bool, facts: str | None, ids: list[str] | None = None, **filters: Any
    ) -> Reply:
        if ids:
            return show(ids, json=json, facts=facts)
        store = load(facts)
        records = store.report(report.name, **filters)
        gaps = store.open_questions(report.name, **filters)
        totals = store.funding_totals(**filters) if report.name == "funding" else None
        code = ExitCode.NEGATIVE if exit_status and not records else ExitCode.OK
        if json:
            return Reply(_json(report.name, records, gaps, totals), code)
        return Reply(_table(report.name, records, store.labels, gaps, totals or ()), code)

    return command


@takes(parameter("words", Words, inspect.Parameter.empty), KIND)
def search(*, words: list[str], json: bool, facts: str | None, **filters: Any) -> Reply:
    """Search; nothing found is a negative answer, with or without `--exit-status`."""
    del filters["exit_status"]
    store = load(facts)
    records = store.search(*words, **filters)
    data = _json("search", records) if json else _table("search", records, store.labels)
    return Reply(data, ExitCode.OK if records else ExitCode.NEGATIVE)


def show(ids: Ids, json: Json = False, articles: Articles = None, facts: Facts = None) -> Reply:
    """Show records in full."""
    store = load(facts)
    records = store.show(*ids)
    if json:
        return Reply(_json("show", records))
    from ..passages import archive  # noqa: PLC0415 -- only a folder of articles needs it
    from ..render import record  # noqa: PLC0415 -- rich loads only where something is drawn

    return Reply(record.full(records, store, terminal.page(), archive(articles) if articles else None))


def _table(name: str, records: tuple[Record, ...], names: Any, gaps: Any = (), totals: Any = ()) -> bytes:
    from ..render import report  # noqa: PLC0415 -- rich loads only where something is drawn

    return report.listing(name, records, names, terminal.page(), gaps=gaps, totals=totals)


def _json(
    name: str, records: tuple[Record, ...], gaps: Sequence[Record] = (), totals: tuple[Total, ...] | None = None
) -> bytes:
    ids = tuple(gap.id for gap in gaps)
    if totals is None:
        return codec.encode(Answer(command=name, count=len(records), items=records, gaps=ids))
    return codec.encode(FundingAnswer(command=name, count=len(records), items=records, gaps=ids, totals=totals))  # type: ignore[arg-type]
