"""Standard output, standard error and the environment: the only module that uses them."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from typing import IO, NamedTuple

from . import SCHEMA_VERSION
from .errors import Defect, ExitCode, HarristripError, Interrupted, OutOfMemory, StoreInvalid, Unwritable
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
    """Run a command, write its answer or error, and return the exit code. No traceback reaches a user."""
    failure: HarristripError
    try:
        return _write(command())
    except HarristripError as error:
        failure = error
    except KeyboardInterrupt:
        import signal  # noqa: PLC0415 -- 2 ms, and only where it is needed

        with contextlib.suppress(ValueError):  # only the main thread may
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C would show a traceback
        failure = Interrupted("interrupted")
    except MemoryError:
        failure = OutOfMemory("there is not enough memory for this")
    except OSError as error:
        _redirect_to_devnull(sys.stdout)
        if isinstance(error, BrokenPipeError):  # the reader has all that it wants
            return ExitCode.OK
        failure = Unwritable(error.strerror)
    except Exception as error:  # noqa: BLE001
        failure = Defect(error)
    return _fail(failure, json=json)


def environment(name: str) -> str | None:
    """Return a variable of the environment, or None if it is unset or empty."""
    return os.environ.get(name) or None


def page() -> Page:
    """Return the width of a line, the encoding, and whether colour and links are allowed."""
    width = _read_size("COLUMNS")
    if is_terminal() and not width:
        width = os.get_terminal_size(sys.stdout.fileno()).columns
    encoding = sys.stdout.encoding if sys.stdout is not None else "utf-8"
    links = is_terminal() and os.environ.get("TERM") != "dumb"
    colour = (links or bool(os.environ.get("FORCE_COLOR"))) and not os.environ.get("NO_COLOR")
    truecolor = os.environ.get("COLORTERM") in ("truecolor", "24bit")
    return Page(width or DEFAULT_WIDTH, colour, encoding, links, truecolor)


def is_terminal() -> bool:
    """Return whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def _read_size(variable: str) -> int:
    """Return a width or height of at most six digits from the environment, or 0."""
    value = os.environ.get(variable, "")[:6]
    return int(value) if value.isascii() and value.isdigit() else 0


def _write(reply: Reply | None) -> int:
    """Write an answer to its file or to standard output; raises OSError or Unwritable."""
    code = ExitCode.OK if reply is None else reply.code
    data = None if reply is None else reply.data
    if reply is not None and reply.path is not None:
        try:
            save(reply.path, reply.data)
        except BrokenPipeError:
            raise
        except (OSError, ValueError) as error:
            raise Unwritable(getattr(error, "strerror", None) or str(error), reply.path) from error
        if reply.note is not None:
            _say(f"{PROGRAM}: {reply.note}")
        if reply.shown is None:
            return code
        data = reply.shown
    if sys.stdout is None:
        raise OSError(9, "standard output is closed")
    if data is not None:
        with contextlib.suppress(OSError, ValueError):  # a stream without a file never blocks
            os.set_blocking(sys.stdout.fileno(), True)  # a full non-blocking pipe would raise an error
        _put(sys.stdout.buffer, data)
    sys.stdout.flush()
    return code


def write_now(data: bytes) -> None:
    """Write to standard output at once, for a command that goes on."""
    _write(Reply(data))


def _put(stream: IO[bytes], data: bytes) -> None:
    """Write everything: an unbuffered stream (PYTHONUNBUFFERED) may take only a part at once."""
    rest = memoryview(data)
    while rest:
        rest = rest[stream.write(rest) :]


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
    if json:
        from json import dumps  # noqa: PLC0415 -- only a failure writes JSON here

        findings = error.findings if isinstance(error, StoreInvalid) else ()
        keys = ("code", "message", "line", "column", "hint")
        message = {
            "exit_code": int(error.exit_code),
            "message": printable(str(error)),
            "nearest": error.nearest,
            "faults": [{key: getattr(finding, key) for key in keys} for finding in findings],
        }
        _say(dumps({"schema_version": SCHEMA_VERSION, "error": message}))
    else:
        _say("\n".join(f"{PROGRAM}: error: {printable(line)}" for line in error.lines()))
    return error.exit_code


def _say(message: str) -> None:
    if sys.stderr is not None:
        try:
            _put(sys.stderr.buffer, f"{message}\n".encode(sys.stderr.encoding, "backslashreplace"))
            sys.stderr.flush()
        except OSError:
            _redirect_to_devnull(sys.stderr)  # its reader is gone


def _redirect_to_devnull(stream: IO[str] | None) -> None:
    """Point a stream at /dev/null, so that closing it at the end of the process does not fail again."""
    if stream is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
