"""Exit codes, faults and one class per failure; each message is built here and nowhere else.

Nothing in this module prints: `cli` decides where a message goes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple
from unicodedata import category

MOST_NAMED = 200
"""Valid values that a message lists."""


class ExitCode(IntEnum):
    """What the process tells the shell."""

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


class Fault(NamedTuple):
    """One thing that is wrong with a store, and where."""

    code: str
    """The rule that it breaks, `HT012`; `rules.RULES` explains each."""
    message: str
    line: int = 1
    """Counted from 1."""
    column: int = 1
    """Counted from 1, in characters."""
    hint: str | None = None
    """How to mend it."""

    def at(self, name: str) -> str:
        """Return the fault as one line, after the name of the file."""
        return f"{name}:{self.line}: {self.message}" + (f" ({self.hint})" if self.hint else "")


class HarristripError(Exception):
    """Any failure that a user is told about in a line of plain text."""

    exit_code = ExitCode.USAGE

    def lines(self) -> list[str]:
        """Return the message, a line for each thing that is wrong."""
        return [str(self)]


class UsageError(HarristripError):
    """The command line asks for something that does not exist."""


class UnknownValue(UsageError):
    """A filter, an id or a command that is not among the valid ones."""

    def __init__(self, what: str, value: str, nearest: str | None, valid: Sequence[str]) -> None:
        self.what, self.value, self.nearest, self.valid = what, value, nearest, tuple(valid)
        hint = f"; did you mean {nearest}?" if nearest else ""
        super().__init__(f"unknown {what} {quote(value)}{hint} (valid: {listed(valid, MOST_NAMED) or 'none'})")


class ImpossibleDate(UsageError):
    """A date on the command line that is none."""

    def __init__(self, option: str, value: str) -> None:
        super().__init__(f"{option}: {quote(value)} is no date; write YYYY, YYYY-MM or YYYY-MM-DD")


class NothingFound(HarristripError):
    """An id that no record has."""

    exit_code = ExitCode.NEGATIVE

    def __init__(self, missing: Sequence[str], nearest: Sequence[str | None]) -> None:
        self.missing, self.nearest = tuple(missing), next((near for near in nearest if near), None)
        self._lines = [
            f"no record {'cites' if ':' in value else 'has the id'} {quote(value)}"
            + (f"; did you mean {near}?" if near else "")
            for value, near in zip(missing, nearest, strict=True)
        ]
        super().__init__("; ".join(self._lines))

    def lines(self) -> list[str]:
        """Return a line for each id."""
        return self._lines


class LeftOut(HarristripError):
    """An id that a record has which the filters leave out."""

    exit_code = ExitCode.NEGATIVE

    def __init__(self, what: str, value: str) -> None:
        super().__init__(f"the filters leave out the {what} {quote(value)}")


class ArticlesUnreadable(UsageError):
    """The folder of archived articles cannot be listed or read."""

    def __init__(self, folder: str, problem: str) -> None:
        super().__init__(f"--articles {quote(folder)} cannot be read: {problem}")


class FileTaken(UsageError):
    """A file that would be lost stands where a new one was to go."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{printable(path)} is there already; --force writes over it")


class StoreUnreadable(HarristripError):
    """The store is missing, a folder, not permitted, too large or not text."""

    exit_code = ExitCode.STORE

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{printable(name)}: {problem}")


class StoreInvalid(HarristripError):
    """The store was read and breaks rules; `faults` holds every one, sorted by line."""

    exit_code = ExitCode.STORE

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        self.name, self.faults = printable(name), tuple(sorted(faults, key=lambda fault: (fault.line, fault.column)))
        super().__init__(f"{self.name}: {counted(len(faults), 'fault')}")

    def lines(self) -> list[str]:
        """Return a line for each fault, with file and line number."""
        return [fault.at(self.name) for fault in self.faults]


class MemoryUsed(HarristripError):
    """There is no more memory: the machine has none, or an answer would take more than is in proportion."""

    exit_code = ExitCode.STORE

    def __init__(self, why: str | None = None) -> None:
        super().__init__("there is not enough memory for this" + (f": {why}" if why else ""))


_IGNORED = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef"
    "\u2800\ufffc\U00016fe4\U0001d159]"
)
"""What is drawn as nothing though Python calls it printable: letters and marks (Default_Ignorable_Code_Point), the
blank pattern of Braille, the place of an object, a filler, a note without a head."""


def is_printable(text: str) -> bool:
    """Tell whether every character of `text` can be seen and none acts on a terminal; of the blanks only U+0020 is."""
    return text.isprintable() and (text.isascii() or not _IGNORED.search(text))


def printable(text: str) -> str:
    """Return `text` with every character that a terminal might act on, or nobody can see, shown as an escape."""
    if is_printable(text):
        return text
    return "".join(c if is_printable(c) or category(c) == "Zs" else _escape(c) for c in text)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, which has an s unless there is one."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def listed(names: Sequence[str], most: int) -> str:
    """Return names with commas between; of very many the first, and how many more there are."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def shown(value: object) -> str:
    """Show a value of a store in the manner of its file; of a list or a table only that it is one."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[…]" if value else "[]"
    return "{…}" if value is None or isinstance(value, dict) else quote(value)


def short(text: str) -> str:
    """Return the beginning of a long text, so that a message stays a line."""
    return f"{text[:60]}…" if len(text) > 61 else text


def quote(value: object) -> str:
    """Show a value from a user, text in quotes, harmless and no longer than a line."""
    text = short(printable(str(value)))
    return f'"{text}"' if isinstance(value, str) else text
