"""Standard output, standard error and the environment: the only module that writes to them or reads it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import IO, NamedTuple

from .errors import ExitCode, HarristripError, NothingFound, StoreInvalid, UnknownValue, printable

PROGRAM = "harristrip"


class Reply(NamedTuple):
    """What a command answers: bytes for standard output, and the exit code."""

    data: bytes
    code: ExitCode = ExitCode.OK
    path: str | None = None
    """The file that takes the answer, or None for standard output."""
    note: str | None = None
    """A line for standard error once the file is written."""
    shown: bytes | None = None
    """What goes to standard output once the file is written."""


NO_EDGE = 10**9
"""Characters in a line of a pipe or a file, where nothing is wrapped or cut."""


class Page(NamedTuple):
    """Where a table goes."""

    width: int | None
    """Characters in a line; None where lines have no end."""
    colour: bool
    encoding: str

    @property
    def edge(self) -> int:
        """Characters in a line, more than any text has where lines have no end."""
        return self.width or NO_EDGE


class Interrupted(HarristripError):
    """The user pressed Ctrl-C."""

    exit_code = ExitCode.INTERRUPTED


class Defect(HarristripError):
    """An error that nobody foresaw."""

    exit_code = ExitCode.DEFECT

    def __init__(self, error: Exception) -> None:
        super().__init__(f"this is a defect of {PROGRAM}, please report it: {type(error).__name__}: {error}")


class Unwritable(HarristripError):
    """Standard output or a file takes no more: a full disk, a closed descriptor, a missing folder."""

    exit_code = ExitCode.NEGATIVE

    def __init__(self, problem: str | None, path: str | None = None) -> None:
        where = "" if path is None else f" to {path}"
        super().__init__(f"the answer cannot be written{where}: {problem}")


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
        return _closed(_fail(Unwritable(error.strerror), json=json))
    except Exception as error:  # noqa: BLE001 -- no traceback ever reaches a user
        return _fail(Defect(error), json=json)


def page() -> Page:
    """Read how wide a line is, and whether colour and which characters are welcome."""
    terminal = is_screen()
    colour = bool(os.environ.get("FORCE_COLOR")) or (terminal and os.environ.get("TERM") != "dumb")
    encoding = sys.stdout.encoding if sys.stdout is not None else "utf-8"
    return Page(_width(terminal=terminal), colour and not os.environ.get("NO_COLOR"), encoding)


def is_screen() -> bool:
    """Tell whether a person sees standard output."""
    return sys.stdout is not None and sys.stdout.isatty()


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
        _save(reply.path, reply.data)
        if reply.note is not None:
            _say(f"{PROGRAM}: {reply.note}")
        return reply.code if reply.shown is None else _write(Reply(reply.shown, reply.code))
    if sys.stdout is None:
        raise OSError(9, "standard output is closed")
    if reply is not None:
        sys.stdout.buffer.write(reply.data)
    sys.stdout.flush()
    return reply.code if reply is not None else ExitCode.OK


def _save(path: str, data: bytes) -> None:
    try:
        save(path, data)
    except BrokenPipeError:
        raise  # a reader that went away is no failure, by whatever name it was reached
    except OSError as error:
        raise Unwritable(error.strerror, path) from error


def save(path: str, data: bytes) -> None:
    """Write a whole file or none: whatever goes wrong, the old one stays and nothing is left beside it.

    Raises OSError, and SystemExit where another program asks this one to end. A link is followed, and a file keeps its
    permissions.
    """
    if os.path.exists(path) and not os.path.isfile(path):  # a pipe in /dev/fd has no real path
        with open(path, "wb") as device:  # devices, pipes and the like cannot be replaced
            device.write(data)
        return
    target = os.path.realpath(path)
    draft = os.path.join(os.path.dirname(target), f".{PROGRAM}-{os.urandom(8).hex()}.part")
    import signal  # noqa: PLC0415 -- only here, and it takes 2 ms

    ends = [number for number in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(number) == signal.SIG_DFL]
    for number in ends:
        signal.signal(number, _end)
    try:
        _replace(target, draft, data)
    finally:
        for number in ends:
            signal.signal(number, signal.SIG_DFL)


def _end(number: int, _: object) -> None:
    """End as a shell reports a process that a signal ended, but clean up on the way."""
    raise SystemExit(128 + number)


def _replace(target: str, draft: str, data: bytes) -> None:
    """Write a draft and put it in the place of the target."""
    try:
        _make(draft, data)
        if os.path.exists(target):
            os.chmod(draft, os.stat(target).st_mode & 0o7777)
        os.replace(draft, target)
    except FileExistsError:
        raise  # the draft is somebody else's
    except BaseException:
        if os.path.exists(draft):
            os.unlink(draft)
        raise


def _make(draft: str, data: bytes) -> None:
    """Write a new file. On Linux it has no name before it is whole: not even where SIGKILL ends this is a part left."""
    try:
        with open(os.path.dirname(draft), "wb", opener=_unnamed) as file:
            _fill(file, data)
            os.link(f"/proc/self/fd/{file.fileno()}", draft, src_dir_fd=file.fileno())  # only so is the link followed
    except OSError:  # not on this system or file system, or it fails with a name as well
        with open(draft, "xb") as file:
            _fill(file, data)


def _unnamed(folder: str, _: int) -> int:
    """Open a new file without a name; raises OSError where there are none."""
    return os.open(folder, os.O_WRONLY | getattr(os, "O_TMPFILE", 0), 0o666)


def _fill(file: IO[bytes], data: bytes) -> None:
    file.write(data)
    file.flush()
    os.fsync(file.fileno())


def _fail(error: HarristripError, *, json: bool) -> int:
    """Say what went wrong: a plain line each, or one JSON object where JSON was asked for."""
    _say(_as_json(error) if json else "\n".join(f"{PROGRAM}: error: {printable(line)}" for line in error.lines()))
    return error.exit_code


def _say(message: str) -> None:
    if sys.stderr is not None:
        try:
            sys.stderr.buffer.write(f"{message}\n".encode(sys.stderr.encoding, "backslashreplace"))
            sys.stderr.flush()
        except OSError:
            pass  # nobody is left to tell


def _as_json(error: HarristripError) -> str:
    import json  # noqa: PLC0415 -- only a failure writes JSON here; answers come from the model's encoder

    message = {
        "exit_code": int(error.exit_code),
        "message": printable(str(error)),
        "nearest": error.nearest if isinstance(error, (UnknownValue, NothingFound)) else None,
        "faults": [fault._asdict() for fault in error.faults] if isinstance(error, StoreInvalid) else [],
    }
    return json.dumps({"schema_version": 1, "error": message})


def _closed(code: int) -> int:
    """Point standard output nowhere, so that closing it at the end of the process fails no more."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code
