"""What a shell may put where the cursor stands: values of the store in use. Whatever goes wrong, nothing is offered.

The shell's words come in the environment, as Typer's scripts pass them on. A value that is offered is always a valid
one. The facts that ship are asked in their compiled form, so that no completion waits for a store to be read.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from .. import compiled, memory
from ..errors import ExitCode, is_printable
from ..terminal import Reply

if TYPE_CHECKING:
    from ..outline import Outline

VARIABLE = "_HARRISTRIP_COMPLETE"
_COMMAND = re.compile(r"\s*\S+(?:\s+-\S*)*\s+(\w[\w-]*)(?!\S)")
"""The program, options of its own, and a command; PowerShell passes on the line without the spaces at its end."""
_PLAIN = re.compile(r"\w[\w-]*")
"""A word that no shell takes apart, runs or reads as an option."""

Completer = Callable[[typer.Context, str], list[str]]


def is_asked(args: Sequence[str]) -> bool:
    """Tell whether a shell asks for completions instead of an answer; one that does passes no arguments."""
    if args:
        os.environ.pop(VARIABLE, None)  # Typer would look at it as well
    return os.environ.get(VARIABLE, "").startswith("complete_")


def command() -> str | None:
    """Return the first word on the line of the shell; one that is typed to its end, too: it completes to itself."""
    line = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS", "")
    found = _COMMAND.match(line)
    return found[1] if found else None


def reply(answer: Callable[[], object]) -> Reply:
    """Let Typer answer, and return the exit code that it ends with."""
    code = ExitCode.OK
    try:
        _join()
        with _plainly():
            answer()
    except SystemExit as end:
        code = ExitCode(int(end.code or 0))
    except Exception:  # noqa: BLE001 -- words that make no sense have no completion
        code = ExitCode.NEGATIVE
    return Reply(b"", code)


def _join() -> None:
    """Bash takes `--country=gt` apart into three words; Typer reads an option and its value."""
    words, at = os.environ.get("COMP_WORDS", "").split("\n"), int(os.environ.get("COMP_CWORD", "0"))
    kept = [word for number, word in enumerate(words) if word != "=" or number >= at]
    if len(kept) < len(words):
        os.environ.update(COMP_WORDS="\n".join(kept), COMP_CWORD=str(at - len(words) + len(kept)))


@contextmanager
def _plainly() -> Iterator[None]:
    """Let Typer complete as if rich were not installed: loading it to format plain words takes as long as all else."""
    missing = "rich" not in sys.modules
    if missing:
        sys.modules["rich"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if missing:
            del sys.modules["rich"]


def words(choices: Callable[[], Iterable[str]]) -> Completer:
    """Complete from words that depend on no store."""
    return _completer(lambda _, start: _beginning(choices(), start))


def rules() -> Iterable[str]:
    """Name every rule of a store."""
    from ..rules import RULES  # noqa: PLC0415 -- the model comes with it

    return RULES


def formats() -> Completer:
    """Complete the formats that a command can have."""

    def choose(ctx: typer.Context, start: str) -> list[str]:
        from .output import CALENDARS, FORMATS  # noqa: PLC0415 -- a cycle otherwise

        return _beginning((name for name in FORMATS if name != "ics" or ctx.info_name in CALENDARS), start)

    return _completer(choose)


def values(what: str) -> Completer:
    """Complete from a vocabulary of the store: ids; or, where none begins so, other names that need no quotes."""

    def choose(ctx: typer.Context, start: str) -> list[str]:
        labels = _labels(ctx, what)
        names = (name for others in labels.values() for name in others)
        return _beginning(labels, start) or _beginning(dict.fromkeys(names), start)

    return _completer(choose)


def ids(*kinds: str) -> Completer:
    """Complete the ids of the store's records, or of those of some kinds."""
    return _completer(lambda ctx, start: _beginning(_ids(ctx, kinds), start))


def _completer(choose: Completer) -> Completer:
    def complete(ctx: typer.Context, incomplete: str) -> list[str]:
        try:
            return choose(ctx, incomplete)
        except Exception:  # noqa: BLE001 -- a broken store completes nothing, and says so when it is asked
            return []

    return complete


def _beginning(choices: Iterable[str], start: str) -> list[str]:
    """Return the choices that begin so; nobody has checked the store, and a shell may run what it completes to."""
    return [one for one in choices if one.startswith(start) and _PLAIN.fullmatch(one) and is_printable(one)]


def _labels(ctx: typer.Context, what: str) -> Mapping[str, Sequence[str]]:
    """Map the ids of a vocabulary to their names; statuses and kinds are those of every store."""
    own = _own(ctx)
    shipped = compiled.load()
    if own is not None and what in own.labels:
        return own.labels[what]
    if shipped is not None:
        return shipped.labels[what]
    from ..store import load  # noqa: PLC0415 -- what is compiled needs neither msgspec nor tomli

    return load().labels(what)


def _ids(ctx: typer.Context, kinds: tuple[str, ...]) -> list[str]:
    own = _own(ctx)
    if own is not None:
        return [id_ for kind, id_ in own.ids if not kinds or kind in kinds]
    shipped = compiled.load()
    if shipped is not None:
        return [fields["id"] for fields in shipped.fields if not kinds or fields["kind"] in kinds]
    from ..store import load  # noqa: PLC0415 -- what is compiled needs neither msgspec nor tomli

    return [record.id for record in load().records if not kinds or record.kind in kinds]


def _own(ctx: typer.Context) -> Outline | None:
    """Return the outline of a store of one's own, or None for the one that ships; standard input is the terminal."""
    name = ctx.params.get("facts")
    if name == "-":
        raise ValueError("a completion reads no standard input")
    if not name:
        return None
    from ..outline import outline  # noqa: PLC0415 -- only a store of one's own is read

    memory.limit(os.path.getsize(name))
    return outline(name)
