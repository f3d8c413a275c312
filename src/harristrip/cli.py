"""The Typer app: parse, ask, answer. Each listing command is made from its declaration in `query`.

The only module that knows Typer; `terminal` writes what the commands return.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Optional, cast

import typer

from . import __version__, codec, query, terminal
from .errors import ExitCode, UnknownValue
from .errors import UsageError as WrongUsage
from .folding import nearest
from .model import Answer, FundingAnswer, Record, Total
from .store import load
from .terminal import PROGRAM, Reply

TyperUsageError: type[Exception] = typer.BadParameter.__bases__[0]
"""What Typer raises for a wrong command line; it exports only a subclass."""
HELP = "Facts of one event, each with the paragraph that says it."
PANEL = "Filters"

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")]
Facts = Annotated[
    Optional[str],
    typer.Option("--facts", metavar="FILE", envvar="HARRISTRIP_FACTS", help="Read another store; - is standard input."),
]
ExitStatus = Annotated[bool, typer.Option("--exit-status", help="Exit with 1 if the list is empty.")]
Words = Annotated[list[str], typer.Argument(metavar="WORDS...", help="All must be found, in any order.")]
Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of records, as `harristrip facts` lists them.")]
Version = Annotated[bool, typer.Option("--version", help="Print the version and end.")]


class Answered(Exception):
    """An option of the program itself has answered; no command runs."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


def run(args: Sequence[str]) -> Reply | None:
    """Run one command line; raises HarristripError, or KeyboardInterrupt. Help is printed by Typer itself."""
    try:
        reply = _app(args)(list(args), prog_name=PROGRAM, standalone_mode=False)
    except Answered as answered:
        return answered.reply
    except TyperUsageError as error:
        raise WrongUsage(cast("typer.BadParameter", error).format_message()) from error
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # how Typer ends its help when nobody reads on
            raise end.__context__ from None
        raise
    if reply == ExitCode.INTERRUPTED:  # how Typer reports Ctrl-C
        raise KeyboardInterrupt
    return reply if isinstance(reply, Reply) else None


def _app(args: Sequence[str]) -> typer.Typer:
    """Return the app with every command, or only the one that is asked for: each that is made takes time."""
    app = typer.Typer(name=PROGRAM, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
    app.callback(invoke_without_command=True)(_start)
    commands = _commands()
    if args and args[0] not in commands and not args[0].startswith("-"):
        raise UnknownValue("command", args[0], nearest(args[0], commands), list(commands))
    for name in [args[0]] if args and args[0] in commands else commands:
        panel, help_, function = commands[name]
        app.command(name, help=help_, rich_help_panel=panel)(function)
    return app


def _commands() -> dict[str, tuple[str, str, Callable[..., Reply]]]:
    """Map each command to its panel in the help, its help and its function."""
    commands = {name: (report.panel, report.help, _listing(report)) for name, report in query.REPORTS.items()}
    commands["search"] = ("Look up", "Records that hold all the words; figures as people type them.", _search)
    commands["show"] = ("Look up", "Records in full, with each cite.", _show)
    return commands


def _start(ctx: typer.Context, version: Version = False) -> None:
    if version:
        raise Answered(Reply(f"{PROGRAM} {__version__}\n".encode()))
    if ctx.invoked_subcommand is None:
        ctx.get_help()  # Typer prints it


def _takes(*own: inspect.Parameter) -> Callable[[Callable[..., Reply]], Callable[..., Reply]]:
    """Give a command its own parameters and those that every listing takes, each declared once."""

    def decorate(function: Callable[..., Reply]) -> Callable[..., Reply]:
        function.__signature__ = inspect.Signature([*own, *_FILTERS, *_COMMON])  # type: ignore[attr-defined]
        return function

    return decorate


def _parameter(name: str, annotation: object, default: object = None) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _filter(declared: query.Filter) -> inspect.Parameter:
    option = _option(f"--{declared.name}", declared.name, declared.help)
    return _parameter(declared.name, Annotated[Optional[list[str]], option])


def _date(name: str) -> inspect.Parameter:
    flag, help_ = query.DATE_FILTERS[name]
    return _parameter(name, Annotated[Optional[str], _option(flag, "date", help_)])


def _option(flag: str, value: str, help_: str) -> Any:
    return typer.Option(flag, metavar=value.upper(), help=help_, rich_help_panel=PANEL)


_KIND = _filter(query.KIND)
_FILTERS = [_filter(declared) for declared in query.FILTERS] + [_date(name) for name in query.DATE_FILTERS]
_COMMON = [
    _parameter("json", Json, default=False),
    _parameter("exit_status", ExitStatus, default=False),
    _parameter("facts", Facts),
]


def _listing(report: query.Report) -> Callable[..., Reply]:
    """Make the command of a report."""

    @_takes(*([_KIND] if report.name == "facts" else []))
    def command(*, json: bool, exit_status: bool, facts: str | None, **filters: Any) -> Reply:
        store = load(facts)
        records = store.report(report.name, **filters)
        gaps = store.open_questions(report.name, **filters)
        totals = store.funding_totals(**filters) if report.name == "funding" else None
        code = ExitCode.NEGATIVE if exit_status and not records else ExitCode.OK
        if json:
            return Reply(_json(report.name, records, gaps, totals), code)
        return Reply(_table(report.name, records, store.labels, gaps, totals or ()), code)

    return command


@_takes(_parameter("words", Words, inspect.Parameter.empty), _KIND)
def _search(*, words: list[str], json: bool, facts: str | None, **filters: Any) -> Reply:
    """Nothing found is a negative answer, with or without `--exit-status`."""
    del filters["exit_status"]
    store = load(facts)
    records = store.search(*words, **filters)
    data = _json("search", records) if json else _table("search", records, store.labels)
    return Reply(data, ExitCode.OK if records else ExitCode.NEGATIVE)


def _show(ids: Ids, json: Json = False, facts: Facts = None) -> Reply:
    store = load(facts)
    records = store.show(*ids)
    if json:
        return Reply(_json("show", records))
    from .render import record  # noqa: PLC0415 -- rich loads only where something is drawn

    return Reply(record.full(records, store, terminal.page()))


def _table(name: str, records: tuple[Record, ...], names: Any, gaps: Any = (), totals: Any = ()) -> bytes:
    from .render import report  # noqa: PLC0415 -- rich loads only where something is drawn

    return report.listing(name, records, names, terminal.page(), gaps=gaps, totals=totals)


def _json(
    name: str, records: tuple[Record, ...], gaps: Sequence[Record] = (), totals: tuple[Total, ...] | None = None
) -> bytes:
    ids = tuple(gap.id for gap in gaps)
    if totals is None:
        return codec.encode(Answer(command=name, count=len(records), items=records, gaps=ids))
    return codec.encode(FundingAnswer(command=name, count=len(records), items=records, gaps=ids, totals=totals))  # type: ignore[arg-type]
