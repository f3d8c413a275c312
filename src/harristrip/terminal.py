"""Standard output, standard error and the environment: the only module that uses them."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from typing import IO, NamedTuple

from . import SCHEMA_VERSION
from .errors import (
    Defect,
    ExitCode,
    HarristripError,
    Interrupted,
    OutOfMemory,
    StoreInvalid,
    Unwritable,
)
from .text import printable

PROGRAM = "harristrip"
DEFAULT_WIDTH = 100
"""Characters in a line without a terminal and without COLUMNS."""
STDOUT = ("-", "/dev/stdout")
"""Spellings of standard output; reopening /dev/stdout would truncate a `>>` target."""


class Reply(NamedTuple):
    """The answer of a command: bytes for standard output, and the exit code."""

    data: bytes
    code: ExitCode = ExitCode.OK
    path: str | None = None
    """The file to write instead of standard output."""
    note: str | None = None
    """A line for standard error once the file is written."""
    shown: bytes | None = None
    """Text for standard output once the file is written."""


class Page(NamedTuple):
    """The page that a table is printed on."""

    width: int = DEFAULT_WIDTH
    """Characters in a line."""
    colour: bool = False
    encoding: str = "utf-8"
    links: bool = False
    """Whether the terminal shows OSC 8 links."""
    truecolor: bool = False
    """Whether it shows 16 million colours."""


FILE_PAGE = Page()
"""The page of a file: no colour, no links."""


def run(command: Callable[[], Reply | None], *, json: bool) -> int:
    """Run a command, write its answer or error, and return the exit code."""
    try:
        return _write(command())
    except HarristripError as error:
        return _fail(error, json=json)
    except BrokenPipeError:
        _redirect_to_devnull(sys.stdout)
        return ExitCode.OK
    except BaseException as error:  # noqa: BLE001 -- no traceback ever reaches a user
        if isinstance(error, OSError):
            _redirect_to_devnull(sys.stdout)
        return _fail(_as_user_error(error), json=json)


def _as_user_error(error: BaseException) -> HarristripError:
    """Return the error to report for an exception; re-raise one that must end the process."""
    if isinstance(error, KeyboardInterrupt):
        _ignore_interrupts()
        return Interrupted("interrupted")
    if isinstance(error, MemoryError):
        return OutOfMemory("there is not enough memory for this")
    if isinstance(error, OSError):
        return Unwritable(error.strerror)
    if isinstance(error, Exception):
        return Defect(error)
    raise error


def _ignore_interrupts() -> None:
    """Ignore a second Ctrl-C, which would show a traceback."""
    import signal  # noqa: PLC0415 -- 2 ms, and only where it is needed

    with contextlib.suppress(ValueError):  # only the main thread may
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def environment(name: str) -> str | None:
    """Return a variable of the environment, or None if it is unset or empty."""
    return os.environ.get(name) or None


def page() -> Page:
    """Return the width of a line, the encoding, and whether colour and links are allowed."""
    terminal = is_terminal()
    dumb = os.environ.get("TERM") == "dumb"
    colour = bool(os.environ.get("FORCE_COLOR")) or (terminal and not dumb)
    encoding = sys.stdout.encoding if sys.stdout is not None else "utf-8"
    colour = colour and not os.environ.get("NO_COLOR")
    truecolor = os.environ.get("COLORTERM") in ("truecolor", "24bit")
    return Page(_width(terminal=terminal), colour, encoding, terminal and not dumb, truecolor)


def is_terminal() -> bool:
    """Return whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def _width(*, terminal: bool) -> int:
    """Return COLUMNS, the width of the terminal, or the default."""
    own = os.get_terminal_size(sys.stdout.fileno()).columns if terminal and not _size("COLUMNS") else 0
    return _size("COLUMNS") or own or DEFAULT_WIDTH


def _size(variable: str) -> int:
    """Return a width or height of at most six digits from the environment, or 0."""
    value = os.environ.get(variable, "")[:6]
    return int(value) if value.isascii() and value.isdigit() else 0


def _write(reply: Reply | None) -> int:
    if reply is not None and reply.path is not None:
        _save(reply.path, reply.data)
        if reply.note is not None:
            _say(f"{PROGRAM}: {reply.note}")
        return reply.code if reply.shown is None else _write(Reply(reply.shown, reply.code))
    if sys.stdout is None:
        raise OSError(9, "standard output is closed")
    if reply is not None:
        _block(sys.stdout)
        _put(sys.stdout.buffer, reply.data)
    sys.stdout.flush()
    return reply.code if reply is not None else ExitCode.OK


def write_now(data: bytes) -> None:
    """Write to standard output at once, for a command that goes on."""
    _write(Reply(data))


def _put(stream: IO[bytes], data: bytes) -> None:
    """Write everything: an unbuffered stream (PYTHONUNBUFFERED) may take only a part at once."""
    rest = memoryview(data)
    while rest:
        rest = rest[stream.write(rest) :]


def _block(stream: IO[str]) -> None:
    """Make writes wait for a slow reader: a full non-blocking pipe would raise an error."""
    with contextlib.suppress(OSError, ValueError):  # a stream without a file never blocks
        os.set_blocking(stream.fileno(), True)


def _save(path: str, data: bytes) -> None:
    try:
        save(path, data)
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise Unwritable(getattr(error, "strerror", None) or str(error), path) from error


def save(path: str, data: bytes) -> None:
    """Write a file atomically: if anything goes wrong the old file stays. Raises OSError or ValueError.

    A link is followed; a file keeps its owner and its permissions, without setuid and setgid; a device is written to.
    """
    if (os.path.exists(path) and not os.path.isfile(path)) or path.startswith(("/dev/", "/proc/")):
        with open(path, "wb") as device:
            device.write(data)
        return
    target = os.path.realpath(path)
    if not os.path.basename(path) or os.path.islink(target):  # a folder, or a link to itself
        raise OSError(21 if not os.path.basename(path) else 40, "it is not a file")
    if os.path.exists(target) and not os.access(target, os.W_OK):
        raise OSError(13, "Permission denied")
    draft = os.path.join(os.path.dirname(target), f".{PROGRAM}-{os.urandom(8).hex()}.part")
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)  # unreadable until it is complete
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(handle)
            _copy_permissions(target, handle)
        os.replace(draft, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(draft)
        raise


def _copy_permissions(target: str, handle: int) -> None:
    """Give an open file the owner and permissions of the one that it replaces, or those of any new file."""
    if not os.path.exists(target):
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(handle, 0o666 & ~mask)
        return
    state = os.stat(target)
    with contextlib.suppress(OSError):  # only root can give files away
        os.fchown(handle, state.st_uid, state.st_gid)
    os.fchmod(handle, state.st_mode & 0o777)


def _fail(error: HarristripError, *, json: bool) -> int:
    """Report a failure as plain lines, or as one JSON object under `--json`."""
    _say(_as_json(error) if json else "\n".join(f"{PROGRAM}: error: {printable(line)}" for line in error.lines()))
    return error.exit_code


def _say(message: str) -> None:
    if sys.stderr is not None:
        try:
            _put(sys.stderr.buffer, f"{message}\n".encode(sys.stderr.encoding, "backslashreplace"))
            sys.stderr.flush()
        except OSError:
            _redirect_to_devnull(sys.stderr)  # its reader is gone


def _as_json(error: HarristripError) -> str:
    import json  # noqa: PLC0415 -- only a failure writes JSON here

    findings = error.findings if isinstance(error, StoreInvalid) else ()
    keys = ("code", "message", "line", "column", "hint")
    message = {
        "exit_code": int(error.exit_code),
        "message": printable(str(error)),
        "nearest": error.nearest,
        "faults": [{key: getattr(finding, key) for key in keys} for finding in findings],
    }
    return json.dumps({"schema_version": SCHEMA_VERSION, "error": message})


def _redirect_to_devnull(stream: IO[str] | None) -> None:
    """Point a stream at /dev/null, so that closing it at the end of the process does not fail again."""
    if stream is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
