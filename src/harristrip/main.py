"""The entry point.

`cli.parse` reads a plain command line without Typer, which takes five times as long to load as Python to start. Typer
handles help, completion and mistakes. Both use the declarations in `cli.commands` and call the same `Command.run`.

Everything is imported within `main`: Ctrl-C while it loads ends the program as it does later, without a traceback.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
"""As `typing` has it, which takes 4 ms to import: Ctrl-C within them would show a traceback."""
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .terminal import Reply


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code."""
    args = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run_command(answer, args)
    except KeyboardInterrupt:  # while the program was loading
        import signal  # noqa: PLC0415

        signal.signal(signal.SIGINT, signal.SIG_IGN)
        return _run_command(_interrupt, args)


def _run_command(command: Callable[[Sequence[str]], Reply | None], args: Sequence[str]) -> int:
    from . import terminal  # noqa: PLC0415
    from .cli import parse  # noqa: PLC0415

    return terminal.run(lambda: command(args), json=parse.wants_json(args))


def _interrupt(_: Sequence[str]) -> None:
    raise KeyboardInterrupt


def answer(args: Sequence[str]) -> Reply | None:
    """Answer a command line; raises HarristripError."""
    from .cli import commands, parse  # noqa: PLC0415

    if not os.path.isfile(__file__):  # facts, index and example are opened by their paths
        from .errors import UsageError  # noqa: PLC0415

        raise UsageError("harristrip cannot run from a zip file: install it, or unpack the file")
    command = commands.find_command(args[0]) if args else None
    values = parse.parse_command_line(args[1:], command) if command else None
    if command is None or values is None:
        from .cli import full  # noqa: PLC0415 -- Typer loads only where it is needed

        return full.run_with_typer(args)
    return command.run(values)
