"""Archived articles, their paragraphs, and printed words found in them again. Knows files and text, no records.

A paragraph is the n-th non-blank line, from 1. Before words are compared both sides lose what a reader does not see:
curly quotes, kinds of blanks, a byte order mark; case, accents and dashes stay.
"""

from __future__ import annotations

import functools
import os
import re
import unicodedata
from bisect import bisect
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, islice, takewhile
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from . import limits
from .errors import ArticlesUnreadable, printable
from .figures import Figure, figures
from .folding import is_stacked
from .mentions import Mention, mentions

if TYPE_CHECKING:
    from .model import Cite

_LINES = re.compile(r"\r\n|\r|\n")
_QUOTES = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', **dict.fromkeys("\u00ad\u200b\ufeff")}
)
T = TypeVar("T")
Span = tuple[int, int]
"""Where something stands in a text: `text[start:end]`."""
AROUND = 40
"""Characters shown on either side of a passage."""
PLACES = 100
"""Places of some words in one paragraph that are told apart."""


class Archive(NamedTuple):
    """The texts of a folder."""

    by_digest: Mapping[str, Sequence[str]]
    """SHA-256 of the file -> its paragraphs."""
    names: frozenset[str]
    """File names without their extension, in lower case."""


class Passage(NamedTuple):
    """Printed words found in a paragraph, and the figures and dates that they are part of."""

    start: int
    end: int
    figures: tuple[Figure, ...]
    mentions: tuple[Mention, ...]
    full: str
    """The words with whatever belongs to their figures and dates: hedge, sign, currency, scale, day, year."""

    @property
    def cut(self) -> bool:
        """Whether a figure or a date that the words touch reaches beyond them."""
        spans = [(one.start, one.end) for one in self.figures] + [(one.start, one.end) for one in self.mentions]
        return any(start < self.start or end > self.end for start, end in spans)

    @property
    def says(self) -> tuple[object, ...]:
        """What the figures and dates mean, wherever they stand."""
        return (*(figure[:3] for figure in self.figures), *(mention[:4] for mention in self.mentions))


def archive(folder: str) -> Archive:
    """Read every plain file of a folder; raises ArticlesUnreadable if the folder cannot be listed."""
    import hashlib  # noqa: PLC0415 -- 3 ms, and only verification digests anything

    try:
        contents = [(entry.name, _content(folder, entry)) for entry in _files(folder)]
    except (OSError, ValueError) as error:  # ValueError: no name of a file holds NUL
        raise ArticlesUnreadable(folder, getattr(error, "strerror", None) or str(error)) from error
    by_digest = {hashlib.sha256(content).hexdigest(): paragraphs(content) for _, content in contents}
    return Archive(by_digest, frozenset(os.path.splitext(name)[0].lower() for name, _ in contents))


def size(folder: str) -> int:
    """Return how many bytes `archive` would read, none where it would raise ArticlesUnreadable."""
    try:
        return sum(entry.stat().st_size for entry in _files(folder))
    except (OSError, ValueError):
        return 0


def _files(folder: str) -> list[os.DirEntry[str]]:
    return sorted((entry for entry in os.scandir(folder) if _is_text(entry)), key=lambda entry: entry.name)


def _is_text(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry of a folder can be an article: a file of no more than a store may have."""
    try:
        return entry.is_file() and entry.stat().st_size <= limits.SIZE
    except OSError:  # a link to itself
        return False


def _content(folder: str, entry: os.DirEntry[str]) -> bytes:
    try:
        with open(entry.path, "rb", opener=_without_waiting) as file:
            return file.read(limits.SIZE) or b""  # None where nothing is to be had at the moment
    except OSError as error:
        raise ArticlesUnreadable(folder, f"{printable(entry.name)}: {error.strerror}") from error


def _without_waiting(path: str, flags: int) -> int:
    """Open a file that may be one of the system's own, such as its log, and have no end."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def paragraphs(content: bytes) -> tuple[str, ...]:
    """Return the non-blank lines of a text, ready to be compared."""
    lines = map(plain, _LINES.split(content.decode("utf-8", "replace")))
    return tuple(line for line in lines if line)


def plain(text: str) -> str:
    """Return `text` with straight quotes and single blanks."""
    if not is_stacked(text):
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.translate(_QUOTES).split())


def printed_words(cites: Iterable[Cite]) -> list[str]:
    """Return the words that cites were printed in, ready to be compared; a cite without them has none."""
    return [plain(cite.printed) for cite in cites if cite.printed]


def find(printed: str, paragraph: str) -> list[Passage]:
    """Return the places in `paragraph` where the words stand at token boundaries; both texts are `plain`."""
    if printed not in paragraph:  # soon told; to read the figures of a paragraph takes longer
        return []
    spans = (place.span() for place in re.finditer(re.escape(printed), paragraph))
    whole = (span for span in spans if _at_boundaries(*span, paragraph))
    first = next(whole, None)
    if first is None:
        return []
    numbers, inside = _read(paragraph)
    wants_figure = bool(_read(printed)[0])
    found = (_passage(span, paragraph, numbers, inside) for span in chain([first], whole))
    return list(islice((one for one in found if one.figures or not wants_figure), PLACES))


@functools.lru_cache(maxsize=512)  # many cites are held against one paragraph, and words against all
def _read(text: str) -> tuple[list[Figure], list[Mention]]:
    """Return the figures that are no dates and the dates that are no figures: `USD 2000` names no year."""
    dated = mentions(text)
    numbers = [figure for figure in figures(text) if figure.qualifier or not _is_held(figure.core, dated, _day)]
    return numbers, [mention for mention in dated if not _is_held(_day(mention), numbers, _core)]


def _core(figure: Figure) -> Span:
    return figure.core


def _day(mention: Mention) -> Span:
    return mention.start, mention.end


def _is_held(span: Span, those: Sequence[T], place: Callable[[T], Span]) -> bool:
    """Tell whether a span lies within one of those that stand in a text."""
    places = map(place, _touched(those, span, place))
    return any(start <= span[0] and span[1] <= end for start, end in places)


def _passage(span: Span, paragraph: str, numbers: list[Figure], inside: list[Mention]) -> Passage:
    start, end = span
    touched, dated = _touched(numbers, span, _core), _touched(inside, span, _day)
    first = min([start, *(one.start for one in touched), *(one.start for one in dated)])
    last = max([end, *(one.end for one in touched), *(one.end for one in dated)])
    return Passage(start, end, touched, dated, paragraph[first:last])


def _touched(those: Sequence[T], span: Span, place: Callable[[T], Span]) -> tuple[T, ...]:
    """Return those that share a character with a span; they stand in order, and none of them in another."""
    first = bisect(those, span[0], key=lambda one: place(one)[1])
    return tuple(takewhile(lambda one: place(one)[0] < span[1], islice(those, first, None)))


def _at_boundaries(start: int, end: int, paragraph: str) -> bool:
    """Refuse words that begin or end within a word or a number; a figure may lose its scale, which is told apart."""
    before, after = paragraph[max(0, start - 2) : start], paragraph[end : end + 2]
    words = paragraph[start:end]
    if words[0].isalnum() and (before[-1:].isalnum() or re.search(r"[0-9][.,]$", before)):
        return False
    if words[-1].isdigit():
        return not re.match(r"[0-9]|[.,][0-9]", after)
    return not (words[-1].isalnum() and after[:1].isalnum())


def around(paragraph: str, start: int, end: int) -> str:
    """Return a passage with a little of what stands on either side."""
    left, right = max(0, start - AROUND), end + AROUND
    return ("…" if left else "") + paragraph[left:right] + ("…" if right < len(paragraph) else "")


def has_figure_or_date(paragraph: str) -> bool:
    """Tell whether a paragraph prints a number in digits, a percentage or a date."""
    return bool(mentions(paragraph)) or any(
        re.search(r"[0-9]", paragraph[slice(*figure.core)]) for figure in figures(paragraph)
    )
