"""How much memory an answer may take: what would take more, in a way that no rule foresees, ends in one message.

A timer looks every other millisecond. A limit of the system would be exact, but where it is reached the compiled parts
of tomli end the process. Only Linux tells how much memory a process has at the moment: elsewhere, in a thread, and in
programs that use the library, nothing is limited.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from .errors import MemoryUsed

TIMES = 16
"""Times the size of what is read; of ordinary facts a database takes the most, 15. Between looks more can be taken."""
BESIDE = 8 * 2**20
"""Bytes beside that, however little is read: half of them are modules that load only now."""
INTERVAL = 0.002
"""Seconds between two looks, each of which takes a hundredth of that."""
STATE = "/proc/self/statm"
WHY = f"an answer may take {TIMES} times what it is made from, and {BESIDE // 2**20} MiB; ask for less at a time"


class _Watch:
    """What the timer calls."""

    def __init__(self, most: int) -> None:
        self.most, self.before = most, signal.getsignal(signal.SIGALRM)

    def __call__(self, *_: object, more: int = 0) -> None:
        """Raise MemoryUsed, once, where too much is taken, or would be with so many bytes more."""
        if _taken() + more > self.most:
            signal.setitimer(signal.ITIMER_REAL, 0)
            raise MemoryUsed(WHY)


@contextmanager
def limited() -> Iterator[None]:
    """Stop at the end what `limit` has started."""
    try:
        yield
    finally:
        watch = _watch()
        if watch is not None:
            try:
                signal.setitimer(signal.ITIMER_REAL, 0)
            finally:  # a last look, which stops the timer itself, may come in between
                signal.signal(signal.SIGALRM, watch.before)


def limit(size: int) -> None:
    """Let this process take so much more memory as the answer to `size` bytes may; more raises MemoryUsed."""
    with suppress(OSError, ValueError):  # there is no such file; ValueError: no thread but the first gets signals
        most = _taken() + BESIDE + TIMES * size
        signal.signal(signal.SIGALRM, _Watch(most))
        signal.setitimer(signal.ITIMER_REAL, INTERVAL, INTERVAL)


def reserve(size: int) -> None:
    """Raise MemoryUsed where so many bytes more would be too much: one step in C may take them between two looks."""
    watch = _watch()
    if watch is not None:
        watch(more=size)


def _watch() -> _Watch | None:
    handler = signal.getsignal(signal.SIGALRM) if hasattr(signal, "setitimer") else None
    return handler if isinstance(handler, _Watch) else None


def _taken() -> int:
    """Return how many bytes of memory hold data of this process, what it shares with others left out."""
    with open(STATE, "rb") as file:
        _, resident, shared, *_ = map(int, file.read().split())
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE")
