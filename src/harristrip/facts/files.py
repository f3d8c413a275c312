"""Find the facts that ship, and read plain files and standard input of bounded size."""

from __future__ import annotations

import os
import stat
import sys

from ..errors import StoreUnreadable
from ..text import printable

MAX_SIZE = 64 * 2**20
"""Bytes of a store or an article: anything larger is a mistake or an attack."""


def shipped() -> str:
    """Return the path of the facts that ship: in the checkout around this module, or else in the package.

    The checkout comes first: an editable install may leave a stale copy of the file in the package.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    parent, folder = os.path.split(os.path.dirname(package))
    checkout = os.path.join(parent, "data", "facts.toml")
    return checkout if folder == "src" and os.path.isfile(checkout) else os.path.join(package, "facts.toml")


def title(name: str) -> str:
    """Return the name of a file for messages."""
    return "standard input" if name == "-" else printable(name)


def read_file(name: str) -> bytes:
    """Return the bytes of a store or a draft, `"-"` for standard input; raises StoreUnreadable."""
    try:
        data = _read_standard_input() if name == "-" else read_plain(name)
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise StoreUnreadable(title(name), f"cannot be read: {problem}") from error
    if len(data) > MAX_SIZE:
        raise StoreUnreadable(title(name), f"is larger than {MAX_SIZE // 2**20} MiB")
    return data


def _read_standard_input() -> bytes:
    if sys.stdin is None:
        raise ValueError("standard input is closed")
    data = b""
    while part := sys.stdin.buffer.read(MAX_SIZE + 1 - len(data)):
        data += part
    if part is None:
        raise ValueError("standard input has nothing more to read yet, and does not wait")
    return data


def read_plain(name: str) -> bytes:
    """Return at most MAX_SIZE + 1 bytes of a plain file; raises OSError or ValueError.

    A FIFO or a device is refused: reading it may block or never end.
    """
    handle = os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    mode = os.fstat(handle).st_mode
    if not stat.S_ISREG(mode):
        os.close(handle)
        if stat.S_ISDIR(mode):
            raise ValueError("it is a folder")
        raise ValueError("it is not a plain file; to read a pipe, name - and redirect it to standard input")
    with open(handle, "rb") as file:
        data: bytes | None = file.read(MAX_SIZE + 1)
    return data or b""


def is_read_from(path: str, name: str | None) -> bool:
    """Return whether `path` is the file of the store `name`, also if it is redirected to standard input."""
    try:
        source = os.fstat(sys.stdin.fileno()) if name == "-" else os.stat(shipped() if name is None else name)
        return stat.S_ISREG(source.st_mode) and os.path.samestat(source, os.stat(path))
    except (OSError, ValueError, AttributeError):  # AttributeError: standard input is closed
        return False
