"""Plain text in columns: wrapping, padding, colour, links, and the bytes for a page.

Lines are laid out here and not by `rich.table`, which takes 90 ms for the 335 records that ship; this takes 10. The
width of characters and the codes of colours are rich's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.cells import cell_len

from ..index.cells import DISPUTED, TONE, link_to_words
from ..index.store import decoded
from ..text import encode_text, printable

if TYPE_CHECKING:
    from ..index.database import Index
    from ..terminal import Page

PALETTE: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("title", "header", "name", "figure"), ("bold", "bold")),
    **dict.fromkeys(("rule", "note"), ("dim", "dim")),
    "command": ("bold cyan", "bold #1a8190"),
    "id": ("cyan", "#1a8190"),
    "done": ("green", "#2c863b"),
    "ahead": ("yellow", "#907200"),
    "stopped": ("red", "#d5403b"),
    "derived": ("magenta", "#b34fa8"),
    "conflict": ("bold red", "bold #d5403b"),
    "sources": ("blue", "#3876c7"),
}
"""Role -> style in 16 colours and in true colour; the latter has a contrast of 4.5 on black and on white."""
GAP = 2
"""Blanks between two columns."""
HARD = "\ue8ff"
"""A non-breaking blank before the mark of a paragraph or of a dispute."""
LINK_START, LINK_END = "\ue000", "\uf8ff"
"""Placeholders for the start and the end of a link until the line is coloured; no printable text has them."""
Links = Mapping["tuple[str, int]", str]
"""Source and paragraph -> the address of the words that a record cites."""
NO_LINKS: Links = {}
Linker = Callable[[Any], Links]
"""Maps a record to the addresses of the paragraphs that it cites."""
_CITE_MARK = re.compile(rf"(?:(?P<source>[a-z0-9-]+){HARD})?¶(?P<paragraph>[0-9]+)")
_CITE_MARKS = rf"(?:[a-z0-9-]+{HARD})?{LINK_START}?¶[0-9]+{LINK_END}?"
_COLOURED_TEXT = re.compile(
    r"(?P<id>^\[[a-z0-9-]+\])"
    rf"|(?P<sources>{LINK_START}?{_CITE_MARKS}(?:[,;] {LINK_START}?{_CITE_MARKS})*)"
    rf"|(?P<conflict>(?<=[ {HARD}])!$)"
    r"|(?P<derived>(?<=\d)\*)"
)
"""Text with its own colour in any cell: an id, marks of cites, a conflict, a derived date."""
_ID = re.compile(r"\[[a-z0-9-]+\]")


def no_links(_: Any) -> Links:
    """Return no addresses."""
    return NO_LINKS


def make_linker(index: Index, *, wanted: bool) -> Linker:
    """Return a function from a record to the addresses of its cites; it finds none unless links are wanted."""
    sources = {one.id: one for one in decoded(index.of_kinds("source")) if one.url} if wanted else {}

    def links(record: Any) -> Links:
        cites = [*record.all_cites(), *record.date_from] if sources and hasattr(record, "cites") else []
        found: dict[tuple[str, int], str] = {}
        for cite in sorted(cites, key=lambda cite: cite.printed is None):
            if cite.source in sources and (url := link_to_words(sources[cite.source], cite)):
                found.setdefault((cite.source, cite.paragraph), url)
        return found

    return links


def make_safe(text: str) -> str:
    """Return text with all terminal control characters but line ends escaped, and with unbreakable marks of cites."""
    return (
        "\n".join(map(printable, text.split("\n")))
        .replace(" ¶", f"{HARD}¶")
        .replace(f" {DISPUTED}", f"{HARD}{DISPUTED}")
    )


def wrap(text: str, width: int) -> list[str]:
    """Return the lines of a text, wrapped between words; longer words are broken, if possible at a `HARD` blank."""
    lines: list[str] = []
    for line in text.split("\n"):
        if cell_len(line) <= width:
            lines.append(line)
            continue
        current = ""
        for word in _split_words(line, width):
            if current and cell_len(current) + 1 + cell_len(word) > width:
                lines.append(current)
                current = word
            else:
                current = f"{current} {word}" if current else word
        lines.append(current)
    return lines


def _split_words(line: str, width: int) -> Iterator[str]:
    """Yield the words of a line, those wider than `width` in pieces."""
    words = (part for word in line.split(" ") for part in (word.split(HARD) if cell_len(word) > width else [word]))
    for word in words:
        rest = word
        while cell_len(rest) > width:
            end = next(n for n in range(len(rest), 0, -1) if cell_len(rest[:n]) <= width or n == 1)
            end = max((rest.rfind(mark, 0, end) + 1 for mark in "-/_"), default=0) or end
            yield rest[:end]
            rest = rest[end:]
        yield rest


class Cells(NamedTuple):
    """The layout of each column."""

    widths: Sequence[int]
    right: Sequence[bool]
    """Whether they are aligned to the right."""
    roles: Sequence[str]


def lay_out_columns(
    rows: Iterable[Sequence[str]], drawn: Cells, page: Page, links: Iterable[Links] = repeat(NO_LINKS)
) -> Iterator[list[str]]:
    """Yield the lines of each row: wrapped, aligned and coloured cells, with links on the marks of cites."""
    for row, urls in zip(rows, links, strict=False):
        cells = []
        for text, width, is_right, role in zip(row, *drawn, strict=True):
            lines = wrap(text, width)
            padding = [" " * (width - cell_len(line)) for line in lines]
            shown = zip(padding, paint_lines(lines, role, page, urls), strict=True)
            cells.append([blanks + line if is_right else line + blanks for blanks, line in shown])
        height = max(map(len, cells))
        for cell, width in zip(cells, drawn.widths, strict=True):
            cell.extend([" " * width] * (height - len(cell)))
        yield [(" " * GAP).join(parts).rstrip(" ") for parts in zip(*cells, strict=True)]


def paint_lines(lines: Sequence[str], role: str, page: Page, urls: Links) -> list[str]:
    """Return the lines of a cell with colours and links; a mark without a source inherits that of the previous one."""
    if not urls:
        return [paint(line, role, page) for line in lines]
    source, opened = "", list[str]()

    def linked(mark: re.Match[str]) -> str:
        nonlocal source
        source = mark["source"] or source
        url = urls.get((source, int(mark["paragraph"][:9])))
        if url is None:
            return mark[0]
        opened.append(url)
        return f"{LINK_START}{mark[0]}{LINK_END}"

    text = "\n".join(paint(_CITE_MARK.sub(linked, line), role, page) for line in lines)
    for url in opened:
        text = text.replace(LINK_START, f"\x1b]8;;{url}\x1b\\", 1)
    return text.replace(LINK_END, "\x1b]8;;\x1b\\").split("\n")


def paint(text: str, role: str, page: Page) -> str:
    """Return a line of a cell with the colour of its role and of the marks in it."""
    if not page.colour or not text:
        return text
    if role == "status":
        return colour(text, TONE[text], page) if text in TONE else text
    if role:
        return colour(text, role, page)
    return _COLOURED_TEXT.sub(lambda found: colour(found[0], found.lastgroup or "", page), text)


def colour(text: str, role: str, page: Page) -> str:
    """Return text in the colour of a role."""
    if not page.colour:
        return text
    before, after = _find_colour_codes(role, truecolor=page.truecolor)
    return f"{before}{text}{after}"


@lru_cache(maxsize=64)
def _find_colour_codes(role: str, *, truecolor: bool) -> tuple[str, str]:
    from rich.color import ColorSystem  # noqa: PLC0415 -- only a page with colour needs it
    from rich.style import Style  # noqa: PLC0415

    style = PALETTE[role][truecolor]
    system = ColorSystem.TRUECOLOR if truecolor else ColorSystem.STANDARD
    before, _, after = Style.parse(style).render("\0", color_system=system).partition("\0")
    return before, after


def wrap_notes(texts: Iterable[str], page: Page) -> list[str]:
    """Return notes as lines that fit the page."""
    lines = (line for text in texts for line in wrap(make_safe(text), page.width))
    return [_ID.sub(lambda found: colour(found[0], "id", page), line) for line in lines]


def to_bytes(lines: Iterable[str], page: Page) -> bytes:
    """Return lines as bytes for a page."""
    text = "\n".join(lines).replace(HARD, " ").rstrip("\n")
    return encode_text(f"{text}\n", page.encoding)
