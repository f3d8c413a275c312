"""The command line with Typer, for what the fast parser leaves: help, completion and mistakes.

Typer's commands are made from the declarations in `commands`, and run the same functions as those of the fast parser.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Annotated, Any, NoReturn, Optional, cast

import typer
from typer.core import TyperCommand, TyperGroup

from .. import __version__, terminal
from ..errors import HarristripError, UnknownValue
from ..errors import UsageError as WrongUsage
from ..index.database import open_index
from ..terminal import PROGRAM, Reply
from ..text import nearest
from . import commands, completion, parse
from .parse import Argument, Command, Option

TyperUsageError: type[Exception] = typer.BadParameter.__bases__[0]
"""The usage error of Typer, which exports only a subclass."""
START_FILE = "the file that your shell starts with is not UTF-8: add --show-completion to it"
Version = Annotated[bool, typer.Option("--version", help="Show the version and exit.")]


class Answered(Exception):
    """An option of the program itself has answered: no command runs."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


def run_with_typer(args: Sequence[str]) -> Reply | None:
    """Run one command line; raises HarristripError or KeyboardInterrupt."""
    if completion.is_asked(args):
        return completion.complete_line(list_commands, make_function, start)
    completion.take_shell(args)
    try:
        reply = _make_app(args)(list(args), prog_name=PROGRAM, standalone_mode=False)
    except Answered as answered:
        return answered.reply
    except TyperUsageError as error:
        raise WrongUsage(_add_hint(cast("typer.BadParameter", error).format_message(), args)) from error
    except UnicodeDecodeError as error:
        raise (WrongUsage(START_FILE) if "--install-completion" in args else error) from error
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # how Typer reacts to a closed pipe
            raise end.__context__ from None
        raise
    if reply == 130:  # how Typer reports Ctrl-C
        raise KeyboardInterrupt
    return reply if isinstance(reply, Reply) else None


def _add_hint(message: str, args: Sequence[str]) -> str:
    """Explain how to search for words that begin with a hyphen."""
    if args[0] == "search" and message.startswith("No such option"):
        return f"{message} (words that begin with a hyphen come after --: search -- '-3.5%')"
    return message


def find_store(args: Sequence[str]) -> str | None:
    """Return the store that a command line names, or the environment; None for the facts that ship."""
    for word, following in pairwise([*args, ""]):
        if word.startswith("--facts="):
            return word.partition("=")[2]
        if word == "--facts":
            return following or None
    return terminal.environment("HARRISTRIP_FACTS")


def list_commands(args: Sequence[str]) -> dict[str, Command]:
    """Return every command, including those of the groups of the store, if it can be read."""
    store = find_store(args)
    try:
        groups = commands.make_group_commands(open_index(store)) if store != "-" else {}
    except HarristripError:
        groups = {}
    found: dict[str, Command] = {}
    for name, command in commands.COMMANDS.items():
        found[name] = command
        if name == "statistics":
            found |= {id_: one for id_, one in groups.items() if id_ not in commands.COMMANDS}
    return found


def _make_app(args: Sequence[str]) -> typer.Typer:
    """Return the app with every command, or only the requested one: building each takes time."""
    name = next((word for word in args if word != "--"), "")
    every = commands.COMMANDS if name in commands.COMMANDS else list_commands(args)
    if name not in every and name and not name.startswith("-"):
        raise UnknownValue("command", name, nearest(name, every), list(every))
    store = find_store(args)
    group = _replace_help(TyperGroup, lambda pages: pages.render_program_help(every.values(), store))
    app = typer.Typer(cls=group, context_settings={"help_option_names": ["-h", "--help"]})
    app.callback(invoke_without_command=True)(start)
    for command in [every[name]] if name in every else every.values():
        own = _replace_help(TyperCommand, lambda pages: pages.render_command_help(every[name], store))
        made = make_function(command) if name in every else completion.do_nothing  # its options are not needed
        app.command(command.name, cls=own, help=command.help)(made)
    return app


def _replace_help(base: type, page: Callable[[Any], bytes]) -> Any:
    """Return a class of Typer's whose help is our own; `page` takes the module `help` and renders it."""

    def format_help(self: object, ctx: object, formatter: object) -> NoReturn:  # noqa: ARG001 -- Typer passes them
        from . import help as pages  # noqa: PLC0415 -- rich loads with it, and only help draws

        raise Answered(Reply(page(pages)))

    return type("_Own", (base,), {"format_help": format_help})


def start(ctx: typer.Context, version: Version = False) -> None:
    """Answer without a command: the version or the help."""
    if version:
        raise Answered(Reply(f"{PROGRAM} {__version__}\n".encode()))
    if ctx.invoked_subcommand is None:
        ctx.get_help()  # raises Answered


def make_function(command: Command) -> Callable[..., Reply]:
    """Return the function from which Typer makes a command."""

    def run_command(**given: Any) -> Reply:
        return command.run(parse.complete_values(command, given))

    parameters = [_make_argument(one) for one in command.arguments]
    parameters += [_make_option(one) for one in command.options]
    parameters.sort(key=lambda one: one.default is not inspect.Parameter.empty)
    run_command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return run_command


def _make_argument(one: Argument) -> inspect.Parameter:
    type_: Any = list[str] if one.many else str
    info = typer.Argument(metavar=one.metavar, autocompletion=_make_completer(one.completes))
    annotation: Any = Annotated[type_ if one.required else Optional[type_], info]
    return _make_parameter(one.name, annotation, inspect.Parameter.empty if one.required else None)


def _make_option(one: Option) -> inspect.Parameter:
    is_flag = one.metavar is None
    type_: Any = bool if is_flag else Optional[list[str] if one.many else str]
    info = typer.Option(
        *one.flags,
        metavar=one.metavar,
        help=one.help,
        envvar=one.environment,
        autocompletion=_make_completer(one.completes),
    )
    return _make_parameter(one.name, Annotated[type_, info], False if is_flag else None)


def _make_parameter(name: str, annotation: object, default: object) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _make_completer(what: str | None) -> Callable[..., list[str]] | None:
    return completion.make_completer(what) if what and what != "file" else None
