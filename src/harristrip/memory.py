"""How much memory an answer may take: what would take more, in a way that no rule foresees, ends in one message.

A timer looks every other millisecond. A limit of the system would be exact, but where it is reached the compiled parts
of tomli end the process. Only Linux tells how much memory a process has at the moment: elsewhere, in a thread, beside
an alarm that somebody else has set, and in programs that use the library, nothing is limited.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from types import FrameType
from typing import Any

from .errors import MemoryUsed

TIMES = 16
"""Times the size of what is read; of ordinary facts a database takes the most, 15. Between looks more can be taken."""
BESIDE = 8 * 2**20
"""Bytes beside that, however little is read: half of them are modules that load only now."""
INTERVAL = 0.002
"""Seconds between two looks, each of which takes a hundredth of that."""
AGAIN = 0.05
"""Seconds until the next look where one has raised: a library may have dropped the exception."""
STATE = "/proc/self/statm"
WHY = f"an answer may take {TIMES} times what it is made from, and {BESIDE // 2**20} MiB; ask for less at a time"
IMPORTS = "<frozen importlib._bootstrap>"
"""Python's code that imports modules: what is raised there may be dropped with a traceback, or change its class."""


class _Watch:
    """Looks at how much memory one command takes."""

    def __init__(self) -> None:
        self.most: int | None = None
        """Bytes that the process may have; None as long as nothing is limited."""
        self.over = False
        self.before: Any = None
        """Who was told of alarms before."""
        self.blocked: Any = None
        """Which signals did not come through before: whoever started the process may have kept alarms back."""

    def start(self, size: int) -> None:
        """Look from now on; raises OSError or ValueError where that is not possible."""
        most = _taken() + BESIDE + TIMES * size
        if self.most is None:
            if any(signal.getitimer(signal.ITIMER_REAL)):
                return
            self.before = signal.signal(signal.SIGALRM, self.look)
            signal.setitimer(signal.ITIMER_REAL, INTERVAL, INTERVAL)
            self.blocked = signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
        self.most = most

    def look(self, _: int, frame: FrameType | None) -> None:
        """Raise MemoryUsed where too much is taken, unless Python is importing: the next look will."""
        if not _is_importing(frame):
            self.reserve(0)

    def reserve(self, size: int) -> None:
        """Raise MemoryUsed where too much would be taken with so many bytes more."""
        if self.most is not None and _taken() + size > self.most:
            self.over = True
            signal.setitimer(signal.ITIMER_REAL, AGAIN, AGAIN)
            raise MemoryUsed(WHY)

    def stop(self) -> None:
        """Look no more, and leave the alarm to whom it was before."""
        if self.most is not None:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self.before)
            signal.pthread_sigmask(signal.SIG_SETMASK, self.blocked)
            self.most = None


_CURRENT: ContextVar[_Watch | None] = ContextVar("watch", default=None)
"""The watch of the command that runs; each thread has its own."""


@contextmanager
def limited() -> Iterator[None]:
    """Stop at the end what `limit` has started; raises MemoryUsed even where the exception was lost on the way."""
    watch = _Watch()
    token = _CURRENT.set(watch)
    try:
        yield
    finally:
        try:
            watch.stop()
        finally:  # a last look may have raised in between
            watch.stop()
            _CURRENT.reset(token)
        if watch.over:
            raise MemoryUsed(WHY)


def limit(size: int) -> None:
    """Let this process take so much more memory as the answer to `size` bytes may; more raises MemoryUsed."""
    watch = _CURRENT.get()
    if watch is not None and hasattr(signal, "setitimer"):
        with suppress(OSError, ValueError):  # there is no such file; ValueError: no thread but the first gets signals
            watch.start(size)


def reserve(size: int) -> None:
    """Raise MemoryUsed where so many bytes more would be too much: one step in C may take them between two looks."""
    watch = _CURRENT.get()
    if watch is not None:
        watch.reserve(size)


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None and frame.f_code.co_filename != IMPORTS:
        frame = frame.f_back
    return frame is not None


def _taken() -> int:
    """Return how many bytes of memory hold data of this process, what it shares with others left out."""
    with open(STATE, "rb") as file:
        _, resident, shared, *_ = map(int, file.read().split())
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE")
