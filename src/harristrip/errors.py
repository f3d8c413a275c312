"""Exit codes, broken rules, and one class per failure. Each message is built here; `terminal` prints it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any, NamedTuple

from .text import join_limited, pluralize, printable, quote

MAX_LISTED = 24
"""Valid values that a message of one line lists."""
MAX_INLINE = 12
"""Maximum valid values on the line of the error; more go on separate lines."""


class ExitCode(IntEnum):
    """The exit code of the process."""

    OK = 0
    """Answered; an empty list is an answer."""
    NEGATIVE = 1
    """A negative answer: nothing found, a fault found, or an empty list under `--exit-status`."""
    USAGE = 2
    """The command line is wrong."""
    STORE = 3
    """The store cannot be read or is invalid."""
    DEFECT = 70
    """The program itself is at fault (EX_SOFTWARE)."""
    INTERRUPTED = 130
    """Interrupted from the keyboard (128 + SIGINT)."""


Path = tuple["str | int", ...]
"""The keys and positions that lead to a value of a store."""


class Problem(NamedTuple):
    """A broken rule and the key path of the value that breaks it; line numbers are added later."""

    code: str
    where: Path
    message: str
    value: object = None
    hint: str | None = None


class HarristripError(Exception):
    """A failure that is reported to the user in plain text."""

    exit_code = ExitCode.USAGE
    nearest: str | None = None
    """The valid value that was probably meant."""

    def lines(self) -> list[str]:
        """Return the message, one line for each fault."""
        return [str(self)]


class UsageError(HarristripError):
    """The command line is wrong."""


class UnknownValue(UsageError):
    """A filter, an id or a command that does not exist."""

    def __init__(self, what: str, value: str, nearest: str | None, valid: Sequence[str]) -> None:
        self.what, self.value, self.nearest, self.valid = what, value, nearest, tuple(valid)
        hint = f"; did you mean {nearest}?" if nearest else ""
        self.head = f"unknown {what} {quote(value)}{hint}"
        super().__init__(f"{self.head} (valid: {join_limited(valid, MAX_LISTED) or 'none'})")

    def lines(self) -> list[str]:
        """Return the message; many valid values go on separate lines."""
        if len(self.valid) <= MAX_INLINE:
            return [str(self)]
        from textwrap import wrap  # noqa: PLC0415 -- only a mistake needs it

        names = wrap(f"valid: {', '.join(self.valid)}", 78, subsequent_indent=" " * 7, break_on_hyphens=False)
        return [self.head, *names]


class ImpossibleDate(UsageError):
    """A date on the command line that is not a date."""

    def __init__(self, option: str, value: str) -> None:
        super().__init__(f"{option}: {quote(value)} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD")


class NothingFound(HarristripError):
    """No record has the id or cites the paragraph."""

    exit_code = ExitCode.NEGATIVE

    def __init__(self, messages: Sequence[str], nearest: str | None = None) -> None:
        self.messages, self.nearest = tuple(messages), nearest
        super().__init__("; ".join(messages))

    def lines(self) -> list[str]:
        """Return one line for each id."""
        return list(self.messages)


class SearchUnavailable(UsageError):
    """SQLite was built without full-text search."""

    def __init__(self) -> None:
        super().__init__("search needs SQLite with FTS5, which this Python lacks: use facts and its filters")


class ArticlesUnreadable(UsageError):
    """The folder of archived articles cannot be listed or read."""

    def __init__(self, folder: str, problem: str) -> None:
        super().__init__(f"--articles {quote(folder)} cannot be read: {problem}")


class StoreUnreadable(HarristripError):
    """The store is missing, a folder, not readable, too large or not text."""

    exit_code = ExitCode.STORE

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{printable(name)}: {problem}")


class StoreInvalid(HarristripError):
    """The store breaks rules; `findings` are all faults (`facts.responses.Finding`), sorted by line."""

    exit_code = ExitCode.STORE

    def __init__(self, name: str, findings: Sequence[Any]) -> None:
        self.name, self.findings = printable(name), tuple(findings)
        super().__init__(f"{self.name}: {pluralize(len(findings), 'fault')}")

    def lines(self) -> list[str]:
        """Return one line for each fault, with file and line number."""
        return [finding.at(self.name) for finding in self.findings]


class Unwritable(HarristripError):
    """Standard output or a file cannot be written."""

    exit_code = ExitCode.NEGATIVE

    def __init__(self, problem: str | None, path: str | None = None) -> None:
        where = "" if path is None else f" to {printable(path)}"
        super().__init__(f"the answer cannot be written{where}: {problem}")


class OutOfMemory(HarristripError):
    """There is not enough memory for the answer."""

    exit_code = ExitCode.STORE


class Interrupted(HarristripError):
    """The user pressed Ctrl-C."""

    exit_code = ExitCode.INTERRUPTED


class Defect(HarristripError):
    """An unexpected error: a defect of the program."""

    exit_code = ExitCode.DEFECT

    def __init__(self, error: Exception) -> None:
        super().__init__(f"this is a defect of harristrip, please report it: {type(error).__name__}: {error}")
