"""Shell completion with values of the store in use. After any error it offers nothing.

The words of the shell come in the environment, as Typer's scripts pass them.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import redirect_stdout

import typer

from .. import terminal
from ..errors import ExitCode, UnknownValue
from ..index.database import Index, open_index
from ..terminal import PROGRAM, Reply
from ..text import is_printable, nearest
from .parse import Command

VARIABLE = "_HARRISTRIP_COMPLETE"
SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")
_NO_DETECTION = "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION"
"""With this variable Typer accepts a shell by name; without it, it detects the shell."""
_COMMAND = re.compile(r"\s*\S+(?:\s+-\S*)*\s+(\w[\w-]*)(?!\S)")
"""The program, its own options, and a command."""
_SAFE_WORD = re.compile(r"\w[\w:-]*")
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


def complete_line(
    commands: Commands, function: Callable[[Command], Callable[..., Reply]], start: Callable[..., None]
) -> Reply:
    """Let Typer complete a line; an invalid line has no completions."""
    code, printed = ExitCode.OK, io.StringIO()
    has_rich = "rich" in sys.modules
    if not has_rich:  # hide it from Typer: loading it takes as long as everything else
        sys.modules["rich"] = None  # type: ignore[assignment]
    try:
        _normalise_words()
        line = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS", "")
        typed = _COMMAND.match(line)  # an unfinished command completes to itself
        name, every = typed[1] if typed else "", commands(line.split())
        app = typer.Typer()
        app.callback(invoke_without_command=True)(start)
        for command in [every[name]] if name in every else every.values():
            app.command(command.name, help=command.help)(function(command) if name in every else do_nothing)
        with redirect_stdout(printed):
            app(prog_name=PROGRAM)
    except SystemExit as end:
        code = ExitCode(int(end.code or 0))
    except Exception:  # noqa: BLE001 -- a broken line completes nothing
        return Reply(b"", ExitCode.NEGATIVE)
    finally:
        if not has_rich:
            del sys.modules["rich"]
    return Reply(_fit_to_shell(printed.getvalue()).encode(), code)


def do_nothing() -> None:
    """Do nothing: the function of commands whose options are not needed."""


def _normalise_words() -> None:
    """Join words that bash splits: `--country=gu` and `post:1` arrive as three words, one a line."""
    words, at = os.environ.get("COMP_WORDS", "").split("\n"), int(os.environ.get("COMP_CWORD", "0"))
    if len(words) > 1:
        joined = re.sub(r"\n:(\n|$)", ":", "\n".join(words[: at + 1]))
        kept = re.sub(r"\n=\n?", "\n", joined)
        os.environ.update(COMP_WORDS=kept, COMP_CWORD=str(kept.count("\n")))


def _fit_to_shell(answer: str) -> str:
    """Return completions as the shell inserts them: bash after the last colon, others as whole words."""
    shell = os.environ[VARIABLE].removeprefix("complete_")
    if shell == "bash":
        word = os.environ.get("COMP_WORDS", "").rpartition("\n")[2]
        return re.sub(rf"^{re.escape(word.rpartition(':')[0])}:", "", answer, flags=re.MULTILINE)
    option = re.search(r"(?:^|\s)(--[a-z-]+=)\S*$", os.environ.get("_TYPER_COMPLETE_ARGS", ""))
    if option is None:
        return answer
    start = r'(\(\(|^)"' if shell == "zsh" else r"^(?=.)"
    return re.sub(start, rf"\g<0>{option[1]}", answer, flags=re.MULTILINE)


def make_completer(what: str) -> Completer:
    """Return a completion function for a vocabulary, ids, formats, styles, rules or schemas."""

    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        try:
            return _filter_by_prefix(_list_candidates(what, ctx, incomplete), incomplete)
        except Exception:  # noqa: BLE001 -- a broken store completes nothing, and says so when it is asked
            return []

    return complete


def _list_candidates(what: str, ctx: typer.Context, start: str) -> Iterable[str]:
    """Return the values that can complete an argument or an option."""
    if what == "format":
        from ..render.formats import list_formats  # noqa: PLC0415

        return list_formats(ctx.info_name)
    if what == "style":
        from ..render.references import STYLES  # noqa: PLC0415

        return STYLES
    if what == "rule":
        from ..facts.rules import RULES  # noqa: PLC0415

        return sorted(RULES)
    if what == "schema":
        from ..render import schemas  # noqa: PLC0415

        return schemas.list_schemas()
    store = ctx.params.get("facts")
    return (
        ()
        if store == "-"
        else _list_store_values(what, open_index(store or terminal.environment("HARRISTRIP_FACTS")), start)
    )


def _list_store_values(what: str, index: Index, start: str) -> Iterable[str]:
    """Return ids of records, or after `post:` the cited paragraphs of that source; or the entries of a vocabulary.

    Names of entries are offered where no id begins so.
    """
    source, colon, _ = start.partition(":")
    if what == "id" and colon:
        sql = "SELECT DISTINCT source || ':' || paragraph FROM cites WHERE source = ? ORDER BY paragraph"
        return [passage for (passage,) in index.rows(sql, [source])]
    if what in ("id", "conflict"):
        return index.ids(*(["conflict"] if what == "conflict" else []))
    labels = index.labels(what)
    names = dict.fromkeys(name for others in labels.values() for name in others)
    return _filter_by_prefix(labels, start) or names


def _filter_by_prefix(choices: Iterable[str], start: str) -> list[str]:
    """Return the choices with a prefix; only plain words, as a shell may run the completed line."""
    return [one for one in choices if one.startswith(start) and _SAFE_WORD.fullmatch(one) and is_printable(one)]
