"""Shell completion with values of the store in use. After any error it offers nothing.

The words of the shell come in the environment, as Typer's scripts pass them.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout

import typer

from ..errors import ExitCode, UnknownValue
from ..index.answer import open_index
from ..index.database import Index
from ..terminal import PROGRAM, Reply
from ..text import is_printable, nearest
from .commands import Command

VARIABLE = "_HARRISTRIP_COMPLETE"
SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")
_NO_DETECTION = "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION"
"""With this variable Typer accepts a shell by name; without it, it detects the shell."""
_COMMAND = re.compile(r"\s*\S+(?:\s+-\S*)*\s+(\w[\w-]*)(?!\S)")
"""The program, its own options, and a command."""
_PLAIN = re.compile(r"\w[\w:-]*")
"""A word that no shell splits, runs or reads as an option."""

Completer = Callable[[typer.Context, str], "list[str]"]
Commands = Callable[[Sequence[str]], "dict[str, Command]"]
"""A command line -> its commands by name."""


def is_asked(args: Sequence[str]) -> bool:
    """Return whether a shell asks for completions; it then passes no arguments."""
    if args:
        os.environ.pop(VARIABLE, None)  # Typer would read it as well
    return os.environ.get(VARIABLE, "").startswith("complete_")


def take_shell(args: Sequence[str]) -> None:
    """Let `--show-completion` and `--install-completion` take the shell that is named, which Typer would ignore.

    Raises UnknownValue for a shell that Typer knows nothing of.
    """
    os.environ.pop(_NO_DETECTION, None)
    option, equals, shell = args[0].partition("=") if args else ("", "", "")
    if option in ("--show-completion", "--install-completion") and (equals or args[1:]):
        shell = shell if equals else args[1]
        if shell not in SHELLS:
            raise UnknownValue("shell", shell, nearest(shell, SHELLS), SHELLS)
        os.environ[_NO_DETECTION] = "1"


def reply(commands: Commands, function: Callable[[Command], Callable[..., Reply]], start: Callable[..., None]) -> Reply:
    """Let Typer complete a line; an invalid line has no completions."""
    code, printed = ExitCode.OK, io.StringIO()
    try:
        _normalise_words()
        app = typer.Typer()
        app.callback(invoke_without_command=True)(start)
        name = _typed_command()
        every = commands(_line().split())
        for command in [every[name]] if name in every else every.values():
            app.command(command.name, help=command.help)(function(command) if name in every else nothing)
        with _without_rich(), redirect_stdout(printed):
            app(prog_name=PROGRAM)
    except SystemExit as end:
        code = ExitCode(int(end.code or 0))
    except Exception:  # noqa: BLE001 -- a broken line completes nothing
        return Reply(b"", ExitCode.NEGATIVE)
    return Reply(_fitted(printed.getvalue()).encode(), code)


def _fitted(answer: str) -> str:
    """Return completions as the shell inserts them: bash after the last colon, others as whole words."""
    shell = os.environ[VARIABLE].removeprefix("complete_")
    if shell == "bash":
        beginning = re.escape(_words(os.environ.get("COMP_WORDS", ""))[-1].rpartition(":")[0] + ":")
        return re.sub(rf"^{beginning}", "", answer, flags=re.MULTILINE)
    option = re.search(r"(?:^|\s)(--[a-z-]+=)\S*$", os.environ.get("_TYPER_COMPLETE_ARGS", ""))
    if option is None:
        return answer
    if shell == "zsh":
        return re.sub(r'(\(\(|^)"', rf"\g<0>{option[1]}", answer, flags=re.MULTILINE)
    return re.sub(r"^(?=.)", option[1], answer, flags=re.MULTILINE)


def nothing() -> None:
    """Stand in for commands whose options are not needed."""


def _line() -> str:
    """Return the line of the shell."""
    return os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS", "")


def _typed_command() -> str:
    """Return the first word of the line; an unfinished one completes to itself."""
    found = _COMMAND.match(_line())
    return found[1] if found else ""


def _normalise_words() -> None:
    """Join words that bash splits: `--country=gu` and `post:1` arrive as three words, one a line."""
    words, at = os.environ.get("COMP_WORDS", "").split("\n"), int(os.environ.get("COMP_CWORD", "0"))
    if len(words) > 1:
        kept = _words("\n".join(words[: at + 1]))
        os.environ.update(COMP_WORDS="\n".join(kept), COMP_CWORD=str(len(kept) - 1))


def _words(line: str) -> list[str]:
    """Return the words of a bash line: an option and its value apart, a source and its paragraph together."""
    joined = re.sub(r"\n:(\n|$)", ":", line)
    return re.sub(r"\n=\n?", "\n", joined).split("\n")


@contextmanager
def _without_rich() -> Iterator[None]:
    """Hide rich from Typer: loading it takes as long as everything else."""
    hidden = () if "rich" in sys.modules else ("rich",)
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        deque(map(sys.modules.pop, hidden), maxlen=0)


def completer(what: str) -> Completer:
    """Return a completion function for a vocabulary, ids, formats, styles, rules or schemas."""

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        try:
            return _choose(what, ctx, incomplete)
        except Exception:  # noqa: BLE001 -- a broken store completes nothing, and says so when it is asked
            return []

    return complete


def _choose(what: str, ctx: typer.Context, start: str) -> list[str]:
    if what in ("format", "style", "rule", "schema"):
        return _beginning(_fixed(what, ctx), start)
    store = ctx.params.get("facts")
    if store == "-":
        return []
    index = open_index(store or os.environ.get("HARRISTRIP_FACTS") or None)
    if what in ("id", "conflict"):
        return _beginning(_ids(index, what, start), start)
    labels = index.labels(what)
    names = (name for others in labels.values() for name in others)
    return _beginning(labels, start) or _beginning(dict.fromkeys(names), start)


def _ids(index: Index, what: str, start: str) -> Iterable[str]:
    """Return ids of records, or after `post:` the cited paragraphs of that source."""
    if what == "conflict":
        return index.ids("conflict")
    source, colon, _ = start.partition(":")
    if colon:
        sql = "SELECT DISTINCT source || ':' || paragraph FROM cites WHERE source = ? ORDER BY paragraph"
        return [passage for (passage,) in index.rows(sql, [source])]
    return index.ids()


def _fixed(what: str, ctx: typer.Context) -> Iterable[str]:
    if what == "format":
        from ..render.formats import FORMATS  # noqa: PLC0415

        calendar = ctx.info_name in ("itinerary", "meetings")
        return [one.name for one in FORMATS.values() if calendar or not one.calendars_only]
    if what == "style":
        from ..render.references import STYLES  # noqa: PLC0415

        return STYLES
    if what == "rule":
        from ..facts.rules import RULES  # noqa: PLC0415

        return sorted(RULES)
    from ..render import schemas  # noqa: PLC0415

    return schemas.names()


def _beginning(choices: Iterable[str], start: str) -> list[str]:
    """Return the choices with a prefix; only plain words, as a shell may run the completed line."""
    return [one for one in choices if one.startswith(start) and _PLAIN.fullmatch(one) and is_printable(one)]
