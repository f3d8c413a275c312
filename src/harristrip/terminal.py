"""Standard output, standard error and the environment: the only module that writes to them or reads it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from .errors import ExitCode, HarristripError, NothingFound, StoreInvalid, UnknownValue, printable

PROGRAM = "harristrip"


class Reply(NamedTuple):
    """What a command answers: bytes for standard output, and the exit code."""

    data: bytes
    code: ExitCode = ExitCode.OK
    path: str | None = None
    """The file that takes the answer, or None for standard output."""


class Page(NamedTuple):
    """Where a table goes."""

    width: int | None
    """Characters in a line; None where lines have no end."""
    colour: bool
    encoding: str


class Interrupted(HarristripError):
    """The user pressed Ctrl-C."""

    exit_code = ExitCode.INTERRUPTED


class Defect(HarristripError):
    """An error that nobody foresaw."""

    exit_code = ExitCode.DEFECT

    def __init__(self, error: Exception) -> None:
        super().__init__(f"this is a defect of {PROGRAM}, please report it: {type(error).__name__}: {error}")


class Unwritable(HarristripError):
    """Standard output takes no more: a full disk, a closed descriptor."""

    exit_code = ExitCode.NEGATIVE


def run(command: Callable[[], Reply | None], *, json: bool) -> int:
    """Run a command, write its answer or what went wrong, and return the exit code."""
    try:
        return _write(command())
    except HarristripError as error:
        return _fail(error, json=json)
    except KeyboardInterrupt:
        return _fail(Interrupted("interrupted"), json=json)
    except BrokenPipeError:
        return _closed(ExitCode.OK)
    except OSError as error:
        return _closed(_fail(Unwritable(f"the answer cannot be written: {error.strerror}"), json=json))
    except Exception as error:  # noqa: BLE001 -- no traceback ever reaches a user
        return _fail(Defect(error), json=json)


def page() -> Page:
    """Read how wide a line is, and whether colour and which characters are welcome."""
    terminal = sys.stdout is not None and sys.stdout.isatty()
    colour = bool(os.environ.get("FORCE_COLOR")) or (terminal and os.environ.get("TERM") != "dumb")
    encoding = sys.stdout.encoding if sys.stdout is not None else "utf-8"
    return Page(_width(terminal=terminal), colour and not os.environ.get("NO_COLOR"), encoding)


def is_watched() -> bool:
    """Tell whether a person sees standard error."""
    return sys.stderr is not None and sys.stderr.isatty()


def _width(*, terminal: bool) -> int | None:
    """`COLUMNS` counts wherever output goes; without it a terminal has its own width and a pipe has none."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns[:6]) > 0:
        return int(columns[:6])
    return os.get_terminal_size(sys.stdout.fileno()).columns or None if terminal else None


def _write(reply: Reply | None) -> int:
    if reply is not None and reply.path is not None:
        save(reply.path, reply.data)
        return reply.code
    if sys.stdout is None:
        raise OSError(9, "standard output is closed")
    if reply is not None:
        sys.stdout.buffer.write(reply.data)
    sys.stdout.flush()
    return reply.code if reply is not None else ExitCode.OK


def save(path: str, data: bytes) -> None:
    """Write a whole file or none: whatever goes wrong, the old one stays and nothing is left beside it.

    Raises OSError. A link is followed, and a file keeps its permissions.
    """
    target = os.path.realpath(path)
    if os.path.exists(target) and not os.path.isfile(target):
        with open(target, "wb", buffering=0) as device:  # /dev/stdout and the like cannot be replaced
            device.write(data)
        return
    draft = f"{target}.{os.getpid()}.part"
    try:
        with open(draft, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if os.path.exists(target):
            os.chmod(draft, os.stat(target).st_mode & 0o7777)
        os.replace(draft, target)
    except BaseException:
        if os.path.exists(draft):
            os.unlink(draft)
        raise


def _fail(error: HarristripError, *, json: bool) -> int:
    """Say what went wrong: a plain line each, or one JSON object where JSON was asked for."""
    if sys.stderr is not None:
        try:
            sys.stderr.buffer.write(_as_json(error) if json else _as_lines(error.lines()))
            sys.stderr.flush()
        except OSError:
            pass  # nobody is left to tell
    return error.exit_code


def _as_lines(lines: Sequence[str]) -> bytes:
    text = "".join(f"{PROGRAM}: error: {printable(line)}\n" for line in lines)
    return text.encode(sys.stderr.encoding, "backslashreplace")


def _as_json(error: HarristripError) -> bytes:
    import json  # noqa: PLC0415 -- only a failure writes JSON here; answers come from the model's encoder

    message = {
        "exit_code": int(error.exit_code),
        "message": printable(str(error)),
        "nearest": error.nearest if isinstance(error, (UnknownValue, NothingFound)) else None,
        "faults": [fault._asdict() for fault in error.faults] if isinstance(error, StoreInvalid) else [],
    }
    return json.dumps({"schema_version": 1, "error": message}).encode() + b"\n"


def _closed(code: int) -> int:
    """Point standard output nowhere, so that closing it at the end of the process fails no more."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code
