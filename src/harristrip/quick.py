"""Where the program starts: a plain `COMMAND [filters] [--json]` is answered from the compiled facts.

Everything else, mistakes included, goes to `cli`. That is a matter of speed alone: both give the same bytes, and a test
holds them to it. Loading Typer takes five times as long as starting Python.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from . import compiled, query, terminal
from .errors import ExitCode, UsageError
from .terminal import Reply

if TYPE_CHECKING:
    from .compiled import Compiled
    from .query import Filters, Report

FLAGS = ("--json", "--exit-status")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code."""
    args = list(sys.argv[1:] if argv is None else argv)

    def command() -> Reply | None:
        reply = answer(args)
        if reply is None:
            from . import cli  # noqa: PLC0415 -- Typer loads only where it is needed

            return cli.run(args)
        return reply

    return terminal.run(command, json=_wants_json(args))


def _wants_json(args: Sequence[str]) -> bool:
    """Tell whether a message too should be JSON: `--json`, or the same format by its name."""
    pairs = {" ".join(pair) for pair in pairwise(args)}
    return not {"--json", "-fjson", "--format=json", "-f json", "--format json"}.isdisjoint({*args, *pairs})


def answer(args: Sequence[str]) -> Reply | None:
    """Answer a plain report from the compiled facts; None for everything that is not one."""
    report = query.REPORTS.get(args[0]) if args else None
    options = _options(args[1:]) if report else None
    if report is None or options is None or os.environ.get("HARRISTRIP_FACTS"):
        return None
    filters, flags = options
    if "kind" in filters and report.name != "facts":
        return None
    facts = compiled.load()
    if facts is None:
        return None
    try:
        return _report(facts, report, filters, flags)
    except UsageError:
        return None  # `cli` says it with the words of its options


def _options(args: Sequence[str]) -> tuple[Filters, set[str]] | None:
    """Read filters and flags; None at the first word that is neither."""
    filters: dict[str, Any] = {}
    flags: set[str] = set()
    words = iter(args)
    for word in words:
        option, equals, value = word.partition("=")
        name = query.OPTIONS.get(option)
        if word in FLAGS:
            flags.add(word)
            continue
        if name is None:
            return None
        if not equals:
            value = next(words, "-")  # no value is "-": `cli` says what is missing
        if name in query.DATE_FILTERS:
            filters[name] = value
        else:
            filters.setdefault(name, []).append(value)
    return filters, flags  # type: ignore[return-value]


def _report(facts: Compiled, report: Report, filters: Filters, flags: set[str]) -> Reply | None:
    if "known_by" in filters:
        return None  # what was known on a day takes new records, which the model makes
    asked = query.ask(filters, facts.names.__getitem__)
    rows, gap_rows = cast("Any", facts.rows(report.kinds)), cast("Any", facts.rows(["gap"]))
    records = query.select(query.report(rows, report), asked)
    gaps = query.open_questions(gap_rows, report, asked)
    code = ExitCode.NEGATIVE if "--exit-status" in flags and not records else ExitCode.OK
    return Reply((_json if "--json" in flags else _table)(facts, report, records, gaps), code)


def _json(facts: Compiled, report: Report, records: Sequence[Any], gaps: Sequence[Any]) -> bytes:
    items = b",".join(facts.json[record.id] for record in records)
    ids = ",".join(f'"{gap.id}"' for gap in gaps)
    head = f'{{"schema_version":1,"command":"{report.name}","count":{len(records)},"items":['
    return head.encode() + items + f'],"gaps":[{ids}]'.encode() + _totals_json(facts, report, records) + b"}\n"


def _totals_json(facts: Compiled, report: Report, records: Sequence[Any]) -> bytes:
    if report.name != "funding":
        return b""
    from .codec import encode  # noqa: PLC0415 -- only sums need the typed model

    return b',"totals":' + encode(_totals(facts, records))[:-1]


def _totals(facts: Compiled, records: Sequence[Any]) -> Any:
    from .totals import totals  # noqa: PLC0415 -- only one report adds up

    return totals(records, {row.id: row for row in cast("Any", facts.rows(["funding"]))})


def _table(facts: Compiled, report: Report, records: Sequence[Any], gaps: Sequence[Any]) -> bytes:
    from .render import report as render  # noqa: PLC0415 -- rich loads only where something is drawn

    totals = _totals(facts, records) if report.name == "funding" else ()
    return render.listing(report.name, records, facts.labels.__getitem__, terminal.page(), gaps=gaps, totals=totals)
