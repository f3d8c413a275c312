"""Read archived articles, split them into paragraphs and sentences, and find printed words. Knows no records.

A paragraph is the n-th non-blank line, from 1. Before a comparison both texts are normalised: kinds of quotes, hyphens,
digits and blanks, invisible characters, `&nbsp;`, hyphens at the end of a line.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from harristrip.errors import ArticlesUnreadable
from harristrip.text import is_stacked, printable

from ..reader.tokens import INVISIBLE, alike
from ..text import words

LARGEST = 64 * 2**20
"""Maximum bytes of an article; larger files of a folder are ignored."""
_LINES = re.compile(r"\r\n|\r|\n")
_ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_UNSEEN = str.maketrans(dict.fromkeys(INVISIBLE))
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "…": "..."})
_BROKEN = re.compile(r"(?<=[^\W\d_]{2})- (?!(?:and|or|to|and/or|through|but)\b)(?=[a-z]{2})")
"""A hyphen left from the end of a line, but not the one in "pre- and post-war"."""
_END = re.compile(r'(?<!\s)[.!?…][\'")\]]*(?=\s+[\'"(\[]*(?:[A-Z0-9$£€¥₹~≈><≥≤À-ÖØ-Þ]|[-\u2212\u2013\u2014][0-9$]))')
_SHORT = words(
    "mr mrs ms dr prof gen col sgt capt cpt lt maj sen rep gov st jr sr no nos approx ca vs fig art sec vol "
    "ch pp p rs jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun "
    "est al inc ltd co corp messrs hon rev adm cmdr mt ft dept univ bros ave blvd op cit ed eds"
)
_LAST_WORD = re.compile(r"(?<![^\W_])([^\W\d_]+(?:\.[^\W\d_]+)*)\.$")
AROUND = 40
"""Characters shown on either side of a passage."""
PLACES = 100
"""Maximum occurrences of the same words in a paragraph that are compared."""


class Span(NamedTuple):
    """A place in a text: `text[start:end]`."""

    start: int
    end: int


class Archive(NamedTuple):
    """The texts of a folder."""

    by_digest: Mapping[str, Sequence[str]]
    """SHA-256 of the file -> its paragraphs."""
    names: frozenset[str]
    """File names, with and without their extension, in lower case."""
    faults: Mapping[str, str]
    """SHA-256 of the file -> why it is not UTF-8, and how to convert it."""


def archive(folder: str) -> Archive:
    """Read every plain file of a folder; raises ArticlesUnreadable if the folder cannot be listed."""
    import hashlib  # noqa: PLC0415 -- 3 ms, and only verification digests anything

    by_digest, faults, names = {}, {}, set()
    try:
        for entry in _files(folder):
            content = _content(folder, entry)
            digest = hashlib.sha256(content).hexdigest()
            names |= {entry.name.lower(), os.path.splitext(entry.name)[0].lower()}
            by_digest[digest] = paragraphs(content)
            if fault := _not_utf8(content, entry.name):
                faults[digest] = fault
    except (OSError, ValueError) as error:  # ValueError: a name with NUL
        raise ArticlesUnreadable(folder, getattr(error, "strerror", None) or str(error)) from error
    return Archive(by_digest, frozenset(names), faults)


def _files(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted((entry for entry in entries if _is_text(entry)), key=lambda entry: entry.name)


def _is_text(entry: os.DirEntry[str]) -> bool:
    """Return whether an entry of a folder can be an article: a plain file that is not too large."""
    try:
        return entry.is_file() and entry.stat().st_size <= LARGEST
    except OSError:  # a link to itself
        return False


def _content(folder: str, entry: os.DirEntry[str]) -> bytes:
    try:
        with open(entry.path, "rb", opener=_without_waiting) as file:
            return file.read(LARGEST) or b""
    except OSError as error:
        raise ArticlesUnreadable(folder, f"{printable(entry.name)}: {error.strerror}") from error


def _without_waiting(path: str, flags: int) -> int:
    """Open a file without blocking, in case it is a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _not_utf8(content: bytes, name: str) -> str | None:
    """Return which byte of a text is not UTF-8 and how to convert the file, or None."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        byte, coding = content[error.start], "UTF-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "WINDOWS-1252"
        return (
            f"{printable(name)} is not UTF-8: byte 0x{byte:02x} at offset {error.start:,};"
            f" convert it, for example with iconv -f {coding} -t UTF-8, and update sha256"
        )
    return None


def paragraphs(content: bytes) -> tuple[str, ...]:
    """Return the non-blank lines of a text, normalised by `plain`."""
    lines = map(plain, _LINES.split(content.decode("utf-8", "replace")))
    return tuple(line for line in lines if line)


def plain(text: str) -> str:
    """Return text with normalised quotes, hyphens and digits, single blanks and no invisible characters."""
    if text.isascii() and "&" not in text and "- " not in text:
        return " ".join(text.split())
    if "&" in text:
        from html import unescape  # noqa: PLC0415 -- 2 ms, and few texts hold entities

        text = _ENTITY.sub(lambda match: unescape(match[0]), text)
    if not is_stacked(text):
        text = unicodedata.normalize("NFC", text)
    text = alike(text).translate(_UNSEEN).translate(_LIGATURES)
    return _BROKEN.sub("", " ".join(text.split()))


def sentences(paragraph: str) -> list[Span]:
    """Return the spans of the sentences of a paragraph."""
    found, start = [], 0
    for match in _END.finditer(paragraph):
        if _is_short(paragraph, match.start()):
            continue
        found.append(Span(start, match.end()))
        start = match.end() + 1
    return [*found, Span(start, len(paragraph))]


def _is_short(paragraph: str, dot: int) -> bool:
    """Return whether a dot belongs to an abbreviation or an initial: Mr., U.S., J. K."""
    if paragraph[dot] != ".":
        return False
    word = _LAST_WORD.search(paragraph[max(0, dot - 30) : dot + 1])
    if word is None:
        return False
    text = word[1].lower()
    return text in _SHORT or "." in text or (len(text) == 1 and text not in "ai")


def find(printed: str, paragraph: str) -> Iterator[Span]:
    """Yield the occurrences of printed words at token boundaries; both texts are `plain`."""
    start, count = paragraph.find(printed), 0
    while start >= 0 and count < PLACES:
        if _at_boundaries(start, start + len(printed), paragraph):
            yield Span(start, start + len(printed))
            count += 1
        start = paragraph.find(printed, start + 1)


def _at_boundaries(start: int, end: int, paragraph: str) -> bool:
    """Return whether a span neither begins nor ends inside a word or a number."""
    before, after = paragraph[max(0, start - 2) : start], paragraph[end : end + 2]
    if _is_inside(before[-1:], paragraph[start]) or _is_inside(paragraph[end - 1], after[:1]):
        return False
    return not (
        (paragraph[start].isdigit() and re.search(r"[0-9][.,]$", before))
        or (paragraph[end - 1].isdigit() and re.match(r"[.,][0-9]", after))
    )


def _is_inside(left: str, right: str) -> bool:
    """Return whether two adjacent characters belong to one word or number; a digit and a letter do not."""
    return left.isalnum() and right.isalnum() and left.isdigit() == right.isdigit()


def around(paragraph: str, start: int, end: int) -> str:
    """Return a passage with some context on either side."""
    left, right = max(0, start - AROUND), end + AROUND
    return ("…" if left else "") + paragraph[left:right] + ("…" if right < len(paragraph) else "")
