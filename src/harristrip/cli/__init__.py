"""The Typer app: parse, ask, answer. The only package that knows Typer; `terminal` writes what the commands return."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NamedTuple, cast

import typer

from .. import __version__, memory, query, terminal
from ..errors import ExitCode, MemoryUsed, UnknownValue
from ..errors import UsageError as WrongUsage
from ..folding import nearest
from ..terminal import PROGRAM, Reply
from . import carry, complete, own, proof, reports
from .examples import epilog
from .options import Version

TyperUsageError: type[Exception] = typer.BadParameter.__bases__[0]
"""What Typer raises for a wrong command line; it exports only a subclass."""
HELP = "Facts of one event, each with the paragraph that says it."


class Command(NamedTuple):
    """One command as the help shows it."""

    panel: str
    help: str
    function: Callable[..., Reply]


class Answered(Exception):
    """An option of the program itself has answered; no command runs."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


def run(args: Sequence[str]) -> Reply | None:
    """Run one command line; raises HarristripError, or KeyboardInterrupt. Help is printed by Typer itself."""
    if complete.is_asked(args):
        with suppress(MemoryUsed), memory.limited():
            return _complete()
        return Reply(b"")  # as of any store that cannot be read
    with memory.limited():
        return _answer(args)


def _answer(args: Sequence[str]) -> Reply | None:
    terminal.tame()
    try:
        reply = _app(args)(list(args), prog_name=PROGRAM, standalone_mode=False)
    except Answered as answered:
        return answered.reply
    except TyperUsageError as error:
        raise WrongUsage(cast("typer.BadParameter", error).format_message()) from error
    except UnicodeDecodeError as error:
        if "--install-completion" not in args:
            raise
        raise WrongUsage("the file that your shell starts with is not UTF-8: add --show-completion to it") from error
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # how Typer ends its help when nobody reads on
            raise end.__context__ from None
        raise
    if reply == ExitCode.INTERRUPTED:  # how Typer reports Ctrl-C
        raise KeyboardInterrupt
    return reply if isinstance(reply, Reply) else None


def _complete() -> Reply:
    """Let Typer answer a shell; a line that makes no sense has no completions."""
    name, every = complete.command(), commands()
    app = _start_app()
    for other in [name] if name in every else every:
        function = every[other].function if name in every else _nothing  # the names alone are asked for
        app.command(other, help=every[other].help)(function)
    return complete.reply(lambda: app(prog_name=PROGRAM))


def _nothing() -> None:
    """Stand in for a command whose options nobody asks for."""


def commands() -> dict[str, Command]:
    """Map the name of each command to what it does, in the order of the help."""
    made = {name: Command(report.panel, report.help, reports.listing(report)) for name, report in query.REPORTS.items()}
    made["search"] = Command("Look up", "Records that hold all the words; figures as people type them.", reports.search)
    made["show"] = Command("Look up", "Records in full, with each cite; or the records of a paragraph.", reports.show)
    made["cite"] = Command("Look up", "A reference for each source of a record, ready for a text.", carry.cite)
    made["verify"] = Command("Evidence", "Hold every cite against the archived articles.", proof.verify)
    made["check"] = Command("Evidence", "Every fault of a store, with its line.", proof.check)
    made["export"] = Command("Carry", "A SQLite database with every record, cite and report.", carry.export)
    made["schema"] = Command("Your own facts", "JSON Schema of the store, or of what a command prints.", own.schema)
    made["init"] = Command("Your own facts", "Start a store of your own from a commented example.", own.init)
    return made


def _start_app() -> typer.Typer:
    app = typer.Typer(help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
    app.callback(invoke_without_command=True)(_start)
    return app


def _app(args: Sequence[str]) -> typer.Typer:
    """Return the app with every command, or only the one that is asked for: each that is made takes time."""
    app = _start_app()
    every = commands()
    if args and args[0] not in every and not args[0].startswith("-"):
        raise UnknownValue("command", args[0], nearest(args[0], every), list(every))
    for name in [args[0]] if args and args[0] in every else every:
        panel, help_, function = every[name]
        app.command(name, help=help_, epilog=epilog(name), rich_help_panel=panel)(function)
    return app


def _start(ctx: typer.Context, version: Version = False) -> None:
    if version:
        raise Answered(Reply(f"{PROGRAM} {__version__}\n".encode()))
    if ctx.invoked_subcommand is None:
        ctx.get_help()  # Typer prints it
