"""Archived articles, their paragraphs, and printed words found in them again. Knows files and text, no records.

A paragraph is the n-th non-blank line, from 1. Before words are compared both sides lose what a reader does not see:
curly quotes, kinds of blanks, a byte order mark; case, accents and dashes stay.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from .errors import ArticlesUnreadable
from .figures import Figure, figures
from .mentions import Mention, mentions

_LINES = re.compile(r"\r\n|\r|\n")
_QUOTES = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', **dict.fromkeys("\u00ad\u200b\ufeff")}
)
AROUND = 40
"""Characters shown on either side of a passage."""


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
        files = sorted((entry for entry in os.scandir(folder) if entry.is_file()), key=lambda entry: entry.name)
        contents = [(entry.name, _content(entry.path)) for entry in files]
    except (OSError, ValueError) as error:  # ValueError: no name of a file holds NUL
        raise ArticlesUnreadable(folder, getattr(error, "strerror", None) or str(error)) from error
    by_digest = {hashlib.sha256(content).hexdigest(): paragraphs(content) for _, content in contents}
    return Archive(by_digest, frozenset(os.path.splitext(name)[0].lower() for name, _ in contents))


def _content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def paragraphs(content: bytes) -> tuple[str, ...]:
    """Return the non-blank lines of a text, ready to be compared."""
    lines = map(plain, _LINES.split(content.decode("utf-8", "replace")))
    return tuple(line for line in lines if line)


def plain(text: str) -> str:
    """Return `text` with straight quotes and single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_QUOTES).split())


def find(printed: str, paragraph: str) -> list[Passage]:
    """Return every place in `paragraph` where the words stand at token boundaries; both texts are `plain`."""
    numbers, inside = _read(paragraph)
    wants_figure = bool(_read(printed)[0])
    found = (_passage(match, paragraph, numbers, inside) for match in re.finditer(re.escape(printed), paragraph))
    return [one for one in found if _at_boundaries(one, paragraph) and (one.figures or not wants_figure)]


def _read(text: str) -> tuple[list[Figure], list[Mention]]:
    """Return the figures that are no dates and the dates that are no figures: `USD 2000` names no year."""
    dated = mentions(text)
    numbers = [figure for figure in figures(text) if figure.qualifier or not _any_holds(dated, figure)]
    return numbers, [mention for mention in dated if not any(_is_within(mention, figure) for figure in numbers)]


def _any_holds(outer: Iterable[Mention], figure: Figure) -> bool:
    return any(mention.start <= figure.core[0] and figure.core[1] <= mention.end for mention in outer)


def _is_within(mention: Mention, figure: Figure) -> bool:
    return figure.core[0] <= mention.start and mention.end <= figure.core[1]


def _passage(match: re.Match[str], paragraph: str, numbers: list[Figure], inside: list[Mention]) -> Passage:
    start, end = match.span()
    touched = tuple(figure for figure in numbers if figure.core[0] < end and start < figure.core[1])
    dated = tuple(mention for mention in inside if mention.start < end and start < mention.end)
    first = min([start, *(one.start for one in touched), *(one.start for one in dated)])
    last = max([end, *(one.end for one in touched), *(one.end for one in dated)])
    return Passage(start, end, touched, dated, paragraph[first:last])


def _at_boundaries(one: Passage, paragraph: str) -> bool:
    """Refuse words that begin or end within a word or a number; a figure may lose its scale, which is told apart."""
    before, after = paragraph[: one.start], paragraph[one.end :]
    words = paragraph[one.start : one.end]
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
