"""Where the program starts.

A plain command line is read by the declarations in `cli.commands` and answered without Typer, which takes five times as
long to load as Python to start. Typer reads help, completion and mistakes; both end in the same `run` of a command.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from . import terminal
from .cli import commands, parse
from .errors import UsageError
from .terminal import Reply


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code."""
    args = list(sys.argv[1:] if argv is None else argv)
    return terminal.run(lambda: answer(args), json=parse.wants_json(args))


def answer(args: Sequence[str]) -> Reply | None:
    """Answer a command line; raises HarristripError."""
    if not os.path.isfile(__file__):  # facts, index and example are opened by their paths
        raise UsageError("harristrip cannot run from a zip file: install it, or unpack the file")
    command = commands.find(args[0]) if args else None
    values = parse.parse(args[1:], command) if command else None
    if command is None or values is None:
        from .cli import full  # noqa: PLC0415 -- Typer loads only where it is needed

        return full.run(args)
    return command.run(values)
