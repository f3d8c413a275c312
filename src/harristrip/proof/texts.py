"""Archived texts by paragraph, with figures and dates marked and the records that cite each."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..errors import ArticlesUnreadable
from ..facts import files
from ..facts.responses import FoundWords, Marked, Paragraph
from ..text import fold
from .articles import paragraphs as split
from .articles import plain
from .marks import marks
from .reading import passages


class Text(NamedTuple):
    """An archived text."""

    name: str
    """The name of its file."""
    sha256: str
    paragraphs: tuple[str, ...]
    is_utf8: bool = True


def text_of(name: str, content: bytes) -> Text:
    """Return the text of a file."""
    try:
        content.decode()
        is_utf8 = True
    except UnicodeDecodeError:
        is_utf8 = False
    return Text(name, hashlib.sha256(content).hexdigest(), split(content), is_utf8)


def texts_of(folder: str) -> list[Text]:
    """Return the texts of a folder by name; raises ArticlesUnreadable."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.is_file())
        return [text_of(name, files.read_plain(os.path.join(folder, name))) for name in names]
    except (OSError, ValueError) as error:  # ValueError: a name with NUL
        raise ArticlesUnreadable(folder, getattr(error, "strerror", None) or str(error)) from error


class Cited(NamedTuple):
    """A record that cites a paragraph, and the printed words of the cite."""

    id: str
    printed: str | None


Cites = Mapping[int, Sequence[Cited]]
"""Paragraph -> its cites."""


def paragraphs(text: Sequence[str], cites: Cites, today: date | None, asked: range) -> Iterator[Paragraph]:
    """Yield the paragraphs of a range, counted from 1; `today` is the day of the text."""
    for number in asked:
        own = cites.get(number, ())
        found = marks(text[number - 1], (one.printed for one in own if one.printed), today, cited=bool(own))
        yield Paragraph(
            paragraph=number,
            text=text[number - 1],
            records=tuple(dict.fromkeys(one.id for one in own)),
            marks=tuple(
                Marked(
                    what=one.what,  # type: ignore[arg-type]
                    printed=text[number - 1][one.start : one.end],
                    start=one.start,
                    end=one.end,
                    covered=one.covered,
                )
                for one in found
            ),
        )


def is_uncovered(paragraph: Paragraph) -> bool:
    """Return whether a paragraph has an uncited figure, date or quotation."""
    return not all(mark.covered for mark in paragraph.marks)


def find(words: str, source: str, shown: Iterable[Paragraph], today: date | None) -> Iterator[FoundWords]:
    """Yield each occurrence of words, ignoring case and accents, as a cite that `verify` accepts."""
    asked = fold(plain(words)).split()
    for paragraph in shown:
        for start, end in _places(asked, paragraph.text):
            printed = paragraph.text[start:end]
            found = next((one for one in passages(printed, paragraph.text, today) if one.span.start == start), None)
            yield FoundWords(at=f"{source}:{paragraph.paragraph}", printed=found.full if found else printed)


def _places(asked: Sequence[str], text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of consecutive words in a text, without punctuation around them."""
    tokens = [(part, match.span()) for match in re.finditer(r"\S+", text) for part in fold(match[0]).split()]
    folded = [part for part, _ in tokens]
    for index in range(len(tokens) - len(asked) + 1 if asked else 0):
        if folded[index : index + len(asked)] == list(asked):
            yield _stripped(text, tokens[index][1][0], tokens[index + len(asked) - 1][1][1])


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while text[start] in "\"'([{":
        start += 1
    while text[end - 1] in "\"')]}.,;:!?":
        end -= 1
    return start, end
