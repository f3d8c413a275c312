"""The command line: parse, ask, write. The only module that prints, exits or reads the environment.

Each listing command is made from its declaration in `query.REPORTS` and from the filters in `query.FILTERS`.
"""

from __future__ import annotations

import inspect
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Optional, cast

import typer

from . import __version__, codec, query
from .errors import ExitCode, HarristripError, StoreInvalid, UnknownValue, printable
from .model import Answer, FundingAnswer, Record, Total
from .store import Store, load

if TYPE_CHECKING:
    from .render.table import Page

UsageError = typer.BadParameter.__bases__[0]
"""Typer brings its own click and names only this class of it."""
PROGRAM = "harristrip"
HELP = "Facts of one event, each with the paragraph that says it."

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")]
Facts = Annotated[
    Optional[str],
    typer.Option("--facts", metavar="FILE", envvar="HARRISTRIP_FACTS", help="Read another store; - is standard input."),
]
ExitStatus = Annotated[bool, typer.Option("--exit-status", help="Exit with 1 if the list is empty.")]
Words = Annotated[list[str], typer.Argument(metavar="WORDS...", help="All of them must be found, in any order.")]
Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of records, as `facts` lists them.")]
PANEL = "Filters"
DATES = {
    "from_": ("--from", "Only what falls on or after this year, month or day."),
    "to": ("--to", "Only what falls on or before it."),
    "known_by": ("--known-by", "Only what a source published by then says."),
}


class Reply(NamedTuple):
    """What a command answers: bytes for standard output, and the exit code."""

    data: bytes
    code: ExitCode = ExitCode.OK


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code; a message, if any, goes to standard error."""
    args = list(sys.argv[1:] if argv is None else argv)
    try:
        return _write(_run(args))
    except HarristripError as error:
        return _fail(error, args)
    except UsageError as error:
        return _fail(HarristripError(error.format_message()), args)
    except (KeyboardInterrupt, typer.Abort):
        return _fail(Interrupted("interrupted"), args)
    except BrokenPipeError:
        return _closed(ExitCode.OK)
    except OSError as error:
        return _closed(_fail(Unwritable(f"the answer cannot be written: {error.strerror}"), args))


def _run(args: list[str]) -> Reply | int | None:
    try:
        return cast("Reply | int | None", _app(args)(args, prog_name=PROGRAM, standalone_mode=False))
    except Answered as answered:
        return answered.reply


class Answered(Exception):
    """An option answered before any command ran."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


class Interrupted(HarristripError):
    """The user pressed Ctrl-C."""

    exit_code = ExitCode.INTERRUPTED


class Unwritable(HarristripError):
    """Standard output takes no more: a full disk, a closed descriptor."""

    exit_code = ExitCode.NEGATIVE


def _write(reply: Reply | int | None) -> int:
    """Write an answer; Typer itself has written help, and returns 130 for an interrupt."""
    if reply == ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    if sys.stdout is None:
        raise OSError(9, "standard output is closed")
    if isinstance(reply, Reply):
        sys.stdout.buffer.write(reply.data)
    sys.stdout.flush()
    return reply.code if isinstance(reply, Reply) else int(reply or 0)


def _fail(error: HarristripError, args: Sequence[str]) -> int:
    """Say what went wrong: a plain line each, or one JSON object where JSON was asked for."""
    if sys.stderr is not None:
        try:
            sys.stderr.write(_as_json(error) if "--json" in args else _as_lines(error))
            sys.stderr.flush()
        except OSError:
            pass
    return error.exit_code


def _as_lines(error: HarristripError) -> str:
    text = "".join(f"{PROGRAM}: error: {printable(line)}\n" for line in error.lines())
    return text.encode(sys.stderr.encoding or "ascii", "backslashreplace").decode(sys.stderr.encoding or "ascii")


def _as_json(error: HarristripError) -> str:
    faults = [fault._asdict() for fault in error.faults] if isinstance(error, StoreInvalid) else []
    nearest = error.nearest if isinstance(error, UnknownValue) else None
    message = {"exit_code": int(error.exit_code), "message": str(error), "nearest": nearest, "faults": faults}
    return codec.encode({"schema_version": 1, "error": message}).decode("utf-8", "replace")


def _closed(code: int) -> int:
    """Point standard output nowhere, so that closing it at the end of the process fails no more."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _app(args: Sequence[str]) -> typer.Typer:
    """Return the app with every command, or only the one that is asked for: each that is made takes time."""
    app = typer.Typer(name=PROGRAM, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
    app.callback(invoke_without_command=True)(_start)
    commands = _commands()
    for name in [args[0]] if args and args[0] in commands else commands:
        panel, help_, function = commands[name]
        app.command(name, help=help_, rich_help_panel=panel)(function)
    return app


def _commands() -> dict[str, tuple[str, str, Callable[..., Reply]]]:
    """Map each command to its panel in the help, its help and its function."""
    commands = {name: (report.panel, report.help, _listing(report)) for name, report in query.REPORTS.items()}
    commands["search"] = ("Look up", "Records that hold all the words, in any order; figures as people type them.", _search)
    commands["show"] = ("Look up", "Records in full, with each cite.", _show)
    return commands


def _start(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and end.")] = False,
) -> None:
    if version:
        raise Answered(Reply(f"{PROGRAM} {__version__}\n".encode()))
    if ctx.invoked_subcommand is None:
        ctx.get_help()  # Typer prints it


def _takes(*own: inspect.Parameter) -> Callable[[Callable[..., Reply]], Callable[..., Reply]]:
    """Give a command its own parameters and those that every listing takes, each declared once."""

    def decorate(function: Callable[..., Reply]) -> Callable[..., Reply]:
        function.__signature__ = inspect.Signature([*own, *_filter_parameters(), *_COMMON])  # type: ignore[attr-defined]
        return function

    return decorate


def _parameter(name: str, annotation: object, default: object = None) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _filter_parameters() -> list[inspect.Parameter]:
    return [_filter(declared) for declared in query.FILTERS] + [
        _parameter(name, Annotated[Optional[str], typer.Option(option, metavar="DATE", help=help_, rich_help_panel=PANEL)])
        for name, (option, help_) in DATES.items()
    ]


def _filter(declared: query.Filter) -> inspect.Parameter:
    option = typer.Option(f"--{declared.name}", metavar=declared.name.upper(), help=declared.help, rich_help_panel=PANEL)
    return _parameter(declared.name, Annotated[Optional[list[str]], option])


_COMMON = (
    _parameter("json", Json, default=False),
    _parameter("exit_status", ExitStatus, default=False),
    _parameter("facts", Facts),
)


def _listing(report: query.Report) -> Callable[..., Reply]:
    """Make the command of a report."""

    @_takes(*([_filter(query.KIND)] if report.name == "facts" else []))
    def command(*, json: bool, exit_status: bool, facts: str | None, **filters: Any) -> Reply:
        store = load(facts)
        records = store.report(report.name, **filters)
        gaps = store.open_questions(report.name, **filters)
        totals = store.funding_totals(**filters) if report.name == "funding" else None
        return _answer(report.name, store, records, gaps, totals, json=json, exit_status=exit_status)

    return command


@_takes(_parameter("words", Words, inspect.Parameter.empty), _filter(query.KIND))
def _search(*, words: list[str], json: bool, exit_status: bool, facts: str | None, **filters: Any) -> Reply:
    store = load(facts)
    records = store.search(*words, **filters)
    reply = _answer("search", store, records, json=json, exit_status=exit_status)
    return reply if records else reply._replace(code=ExitCode.NEGATIVE)


def _show(ids: Ids, json: Json = False, facts: Facts = None) -> Reply:
    store = load(facts)
    records = store.show(*ids)
    if json:
        return _as_answer("show", records)
    from .render import record  # noqa: PLC0415 -- rich loads only where something is drawn

    return Reply(record.full(records, store, _page()))


def _answer(
    name: str,
    store: Store,
    records: tuple[Record, ...],
    gaps: tuple[Record, ...] = (),
    totals: tuple[Total, ...] | None = None,
    *,
    json: bool,
    exit_status: bool,
) -> Reply:
    """Answer a listing as JSON or as a table."""
    code = ExitCode.NEGATIVE if exit_status and not records else ExitCode.OK
    if json:
        return _as_answer(name, records, gaps, totals)._replace(code=code)
    from .render import notes, table, views  # noqa: PLC0415 -- rich loads only where something is drawn

    sections = [(views.VIEWS[name], records), *([(views.TOTALS, totals)] if totals else [])]
    drawn = table.listing(sections, views.Labels(store), _page(), notes.notes(records, gaps))
    return Reply(drawn, code)


def _as_answer(
    name: str,
    records: tuple[Record, ...],
    gaps: tuple[Record, ...] = (),
    totals: tuple[Total, ...] | None = None,
) -> Reply:
    ids = tuple(gap.id for gap in gaps)
    answer: Answer[Any] = Answer(command=name, count=len(records), items=records, gaps=ids)
    if totals is not None:
        answer = FundingAnswer(command=name, count=len(records), items=records, gaps=ids, totals=totals)
    return Reply(codec.encode(answer))


def _page() -> Page:
    """Read from the environment how wide a line is, and whether colour and which characters are welcome."""
    from .render.table import Page  # noqa: PLC0415 -- rich loads only where something is drawn

    terminal = sys.stdout is not None and sys.stdout.isatty()
    colour = bool(os.environ.get("FORCE_COLOR")) or (terminal and os.environ.get("TERM") != "dumb")
    encoding = (sys.stdout and sys.stdout.encoding) or "utf-8"
    return Page(_width(terminal=terminal), colour and not os.environ.get("NO_COLOR"), encoding)


def _width(*, terminal: bool) -> int | None:
    """`COLUMNS` counts wherever output goes; without it a terminal has its width and a pipe has none."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and 0 < int(columns[:6]):
        return int(columns[:6])
    return shutil.get_terminal_size().columns if terminal else None
