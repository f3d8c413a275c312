"""Standard output, standard error and the environment: the only module that writes to them or reads it."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
from collections.abc import Callable
from typing import IO, NamedTuple

from .errors import ExitCode, HarristripError, MemoryUsed, NothingFound, StoreInvalid, UnknownValue, printable

PROGRAM = "harristrip"
DESCRIPTORS = ("/dev/fd", "/proc/self/fd", "/proc/thread-self/fd")
"""Folders of what this process has open."""
_NUMBER = re.compile(r"[0-9]{1,9}")
_FOREIGN = re.compile(r"/proc/[0-9]+/")
"""Where what another process has open can be reached."""
TYPERS_WIDTH = "TERMINAL_WIDTH"
"""How wide Typer draws its help, whatever COLUMNS says."""
WIDEST = 1000
"""Characters in a line of the help, which fills each line up with blanks."""
MOST_LINKS = 40
"""Links that lead from one to the next before they count as a circle, as Linux counts."""


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
    except BrokenPipeError:
        _drop(sys.stdout)
        return ExitCode.OK
    except BaseException as error:  # noqa: BLE001 -- no traceback ever reaches a user
        if isinstance(error, OSError):
            _drop(sys.stdout)
        return _fail(_told(error), json=json)


def _told(error: BaseException) -> HarristripError:
    """Return what a user is told of an error; raises it where it is to end the process."""
    if isinstance(error, KeyboardInterrupt):
        _ignore_interrupts()
        return Interrupted("interrupted")
    if isinstance(error, MemoryError):
        return MemoryUsed()
    if isinstance(error, OSError):
        return Unwritable(error.strerror)
    if isinstance(error, Exception):
        return Defect(error)
    raise error


def _ignore_interrupts() -> None:
    """Let nobody who presses Ctrl-C twice see a traceback: all that is left is to say so, and to end."""
    import signal  # noqa: PLC0415 -- only where it is needed, and it takes 2 ms

    with contextlib.suppress(ValueError):  # no thread but the first is told of signals
        signal.signal(signal.SIGINT, signal.SIG_IGN)


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
    own = os.get_terminal_size(sys.stdout.fileno()).columns if terminal and not _characters("COLUMNS") else 0
    return _characters("COLUMNS") or own or None


def _characters(variable: str) -> int:
    """Return the width or height that the environment gives, of at most six digits, or 0 where that is none."""
    value = os.environ.get(variable, "")[:6]
    return int(value) if value.isascii() and value.isdigit() else 0


def tame() -> None:
    """Leave in the environment only such sizes as the libraries that read it, too, can make something of."""
    for variable in ("COLUMNS", "LINES", TYPERS_WIDTH):
        size = _characters(variable)
        os.environ.pop(variable, None)
        if size:
            os.environ[variable] = str(size)
    if max(_characters("COLUMNS"), _characters(TYPERS_WIDTH)) > WIDEST:
        os.environ[TYPERS_WIDTH] = str(WIDEST)


def _write(reply: Reply | None) -> int:
    if reply is not None and reply.path is not None:
        _save(reply.path, reply.data)
        if reply.note is not None:
            _say(f"{PROGRAM}: {reply.note}")
        return reply.code if reply.shown is None else _write(Reply(reply.shown, reply.code))
    if sys.stdout is None:
        raise OSError(9, "standard output is closed")
    if reply is not None:
        _wait_for(sys.stdout)
        _put(sys.stdout.buffer, reply.data)
    sys.stdout.flush()
    return reply.code if reply is not None else ExitCode.OK


def _put(stream: IO[bytes], data: bytes) -> None:
    """Write all there is: a stream without a buffer (PYTHONUNBUFFERED) takes a part and says how much."""
    rest = memoryview(data)
    while rest:
        rest = rest[stream.write(rest) :]


def _wait_for(stream: IO[str] | IO[bytes]) -> None:
    """Let writing wait for a slow reader: a pipe that does not block would take a part and refuse the rest."""
    with contextlib.suppress(OSError, ValueError):  # a stream with no file behind it never blocks
        os.set_blocking(stream.fileno(), True)


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
    permissions. What names an open descriptor is written on to, as the shell that opened it means it.
    """
    descriptor = stream(path)
    if descriptor is not None:
        with open(os.dup(descriptor), "wb") as opened:
            _wait_for(opened)
            opened.write(data)
        return
    _refuse(path)
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


def stream(path: str) -> int | None:
    """Return the open descriptor that a path names, as /dev/stdout, /dev/fd/3 and links to them do, or None."""
    for _ in range(MOST_LINKS):
        folder, name = os.path.split(path)
        if _NUMBER.fullmatch(name) and os.path.realpath(folder) in map(os.path.realpath, DESCRIPTORS):
            return int(name)
        if not os.path.islink(path):
            return None
        path = os.path.join(folder, os.readlink(path))
    return None


def _refuse(path: str) -> None:
    """Raise OSError for a path that leads to no file, or to one that may not be written."""
    folder = os.path.dirname(path) or os.curdir
    os.stat(folder)  # the system goes by way of no folder that is not there; `realpath` would
    problem = _problem(path, os.path.realpath(path), os.path.realpath(folder))
    if problem:
        raise OSError(problem, os.strerror(problem))


def _problem(path: str, target: str, folder: str) -> int:
    """Return the number of the error that writing a path must end with, or 0."""
    if os.path.basename(path) in ("", os.curdir, os.pardir):
        return errno.EISDIR
    if os.path.islink(target):  # it leads to itself
        return errno.ELOOP
    if os.path.exists(target) and not os.path.exists(path):  # a link that only `realpath` can follow
        return errno.ENOENT
    if _FOREIGN.match(folder) or (os.path.exists(path) and not os.access(path, os.W_OK)):
        return errno.EACCES
    return 0


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
            _put(sys.stderr.buffer, f"{message}\n".encode(sys.stderr.encoding, "backslashreplace"))
            sys.stderr.flush()
        except OSError:
            _drop(sys.stderr)  # nobody is left to tell


def _as_json(error: HarristripError) -> str:
    import json  # noqa: PLC0415 -- only a failure writes JSON here; answers come from the model's encoder

    message = {
        "exit_code": int(error.exit_code),
        "message": printable(str(error)),
        "nearest": error.nearest if isinstance(error, (UnknownValue, NothingFound)) else None,
        "faults": [fault._asdict() for fault in error.faults] if isinstance(error, StoreInvalid) else [],
    }
    return json.dumps({"schema_version": 1, "error": message})


def _drop(stream: IO[str] | None) -> None:
    """Point a stream nowhere, so that closing it at the end of the process fails no more."""
    if stream is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
