"""Plain text in columns: wrapping, padding, colour, and the bytes for a page.

Lines are laid out here and not by `rich.table`, which takes 90 ms for the 335 records that ship; this takes 10. The
width of characters and the codes of colours are rich's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len

from ..text import printable
from .encode import encode

if TYPE_CHECKING:
    from ..terminal import Page

PALETTE: dict[str, tuple[str, str]] = {
    "title": ("bold", "bold"),
    "header": ("bold", "bold"),
    "name": ("bold", "bold"),
    "rule": ("dim", "dim"),
    "note": ("dim", "dim"),
    "id": ("cyan", "#1a8190"),
    "status": ("green", "#2c863b"),
    "stopped": ("red", "#d5403b"),
    "date": ("", ""),
    "derived": ("magenta", "#b34fa8"),
    "conflict": ("bold red", "bold #d5403b"),
    "figure": ("bold", "bold"),
    "sources": ("blue", "#3876c7"),
    "marked": ("bold", "bold"),
}
"""Role -> style in 16 colours and in true colour, where each has a contrast of 4.5 on black and on white."""
STOPPED = ("cancelled", "postponed", "declined", "not-done", "not-stated")
"""Statuses of what does not happen or is not known."""
_SPECIAL = re.compile(r"(?P<id>^\[[a-z0-9-]+\])|(?P<sources>\[[^\[\]]*¶[^\[\]]*\])|(?P<conflict>(?<= )!$)|(?P<derived>(?<=\d)\*)")
"""What has a colour of its own in any cell: an id, marks of cites, a conflict, a derived date."""


def safe(text: str) -> str:
    """Return text whose line ends stay and in which nothing else acts on a terminal."""
    return "\n".join(map(printable, text.split("\n")))


def wrap(text: str, width: int) -> list[str]:
    """Return the lines of a text, broken between words; a longer word is broken."""
    lines: list[str] = []
    for line in text.split("\n"):
        if cell_len(line) <= width:
            lines.append(line)
            continue
        current = ""
        for word in _pieces(line, width):
            if current and cell_len(current) + 1 + cell_len(word) > width:
                lines.append(current)
                current = word
            else:
                current = f"{current} {word}" if current else word
        lines.append(current)
    return lines


def _pieces(line: str, width: int) -> Iterator[str]:
    """Yield the words of a line, those wider than `width` in pieces."""
    for word in line.split(" "):
        piece = ""
        for character in word if cell_len(word) > width else "":
            if cell_len(piece + character) > width:
                yield piece
                piece = ""
            piece += character
        yield piece or word


def columns(rows: Iterable[Sequence[str]], widths: Sequence[int], right: Sequence[bool], roles: Sequence[str], gap: int, page: Page) -> Iterator[list[str]]:  # fmt: skip
    """Yield the lines of each row, its cells wrapped, aligned and coloured."""
    blanks = " " * gap
    for row in rows:
        cells = [wrap(text, width) for text, width in zip(row, widths, strict=True)]
        lines = []
        for number in range(max(map(len, cells))):
            parts = []
            for cell, width, is_right, role in zip(cells, widths, right, roles, strict=True):
                text = cell[number] if number < len(cell) else ""
                padding = " " * (width - cell_len(text))
                painted = paint(text, role, page) if page.colour else text
                parts.append(padding + painted if is_right else painted + padding)
            lines.append(blanks.join(parts).rstrip(" "))
        yield lines


def paint(text: str, role: str, page: Page) -> str:
    """Return a line of a cell with the colour of its role and of the marks in it."""
    if not page.colour or not text:
        return text
    if role == "status":
        return coloured(text, "stopped" if text in STOPPED else "status", page)
    if role in ("id", "sources", "figure", "title", "header", "rule", "note", "name"):
        return coloured(text, role, page)
    return _SPECIAL.sub(lambda found: coloured(found[0], found.lastgroup or "", page), text)


def coloured(text: str, role: str, page: Page) -> str:
    """Return text in the colour of a role."""
    if not page.colour:
        return text
    before, after = _codes(role, truecolor=page.truecolor)
    return f"{before}{text}{after}"


@lru_cache(maxsize=64)
def _codes(role: str, *, truecolor: bool) -> tuple[str, str]:
    from rich.color import ColorSystem  # noqa: PLC0415 -- only a page with colour needs it
    from rich.style import Style  # noqa: PLC0415

    style = PALETTE[role][truecolor]
    if not style:
        return "", ""
    system = ColorSystem.TRUECOLOR if truecolor else ColorSystem.STANDARD
    before, _, after = Style.parse(style).render("\0", color_system=system).partition("\0")
    return before, after


def notes(texts: Iterable[str], page: Page) -> list[str]:
    """Return notes as lines that fit the page."""
    lines = (line for text in texts for line in wrap(printable(text), page.width))
    return [_SPECIAL_NOTE.sub(lambda found: coloured(found[0], "id", page), line) for line in lines]


_SPECIAL_NOTE = re.compile(r"\[[a-z0-9-]+\]")


def to_bytes(lines: Iterable[str], page: Page) -> bytes:
    """Return lines as bytes for a page."""
    return encode("\n".join(lines).rstrip("\n") + "\n", page.encoding)
