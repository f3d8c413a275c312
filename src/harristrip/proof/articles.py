"""Read archived articles, split them into paragraphs and sentences, and find printed words. Knows no records.

A paragraph is the n-th non-blank line, from 1. Before a comparison both texts are normalised: kinds of quotes, hyphens,
digits and blanks, invisible characters, `&nbsp;`, hyphens at the end of a line.
"""

from __future__ import annotations

import functools
import os
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from ..errors import ArticlesUnreadable
from ..facts import files
from ..reader.tokens import INVISIBLE, unify_lookalikes
from ..text import is_stacked, printable, word_set

_LINES = re.compile(r"\r\n|\r|\n")
_ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_UNSEEN = str.maketrans(dict.fromkeys(INVISIBLE))
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "…": "..."})
_BROKEN = re.compile(r"(?<=[^\W\d_]{2})- (?!(?:and|or|to|and/or|through|but)\b)(?=[a-z]{2})")
"""A hyphen left from the end of a line, but not the one in "pre- and post-war"."""
_END = re.compile(r'(?<!\s)[.!?…][\'")\]]*(?=\s+[\'"(\[]*(?:[A-Z0-9$£€¥₹~≈><≥≤À-ÖØ-Þ]|[-\u2212\u2013\u2014][0-9$]))')
_SHORT = word_set(
    "mr mrs ms dr prof gen col sgt capt cpt lt maj sen rep gov st jr sr no nos approx ca vs fig art sec vol "
    "ch pp p rs jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun "
    "est al inc ltd co corp messrs hon rev adm cmdr mt ft dept univ bros ave blvd op cit ed eds"
)
_LAST_WORD = re.compile(r"(?<![^\W_])([^\W\d_]+(?:\.[^\W\d_]+)*)\.$")
AROUND = 40
"""Characters shown on either side of a passage."""


class Span(NamedTuple):
    """A place in a text: `text[start:end]`."""

    start: int
    end: int


class ArticleText(NamedTuple):
    """An archived text."""

    name: str
    """The name of its file."""
    sha256: str
    paragraphs: tuple[str, ...]
    fault: str | None = None
    """Why it is not UTF-8, and how to convert it."""


def texts_of(folder: str) -> list[ArticleText]:
    """Return the texts of a folder by name, plain files that are not too large; raises ArticlesUnreadable."""
    texts, place = [], ""
    try:
        for name in sorted(os.listdir(folder)):
            path = os.path.join(folder, name)
            if os.path.isfile(path) and os.path.getsize(path) <= files.MAX_SIZE:
                place = f"{printable(name)}: "
                texts.append(text_of(name, files.read_plain(path)))
    except (OSError, ValueError) as error:  # ValueError: a name with NUL
        raise ArticlesUnreadable(folder, place + (getattr(error, "strerror", None) or str(error))) from error
    return texts


def archive(folder: str) -> dict[str, tuple[str, ...]]:
    """Return the paragraphs of each text of a folder by its SHA-256; raises ArticlesUnreadable."""
    return {text.sha256: text.paragraphs for text in texts_of(folder)}


def text_of(name: str, content: bytes) -> ArticleText:
    """Return the text of a file."""
    import hashlib  # noqa: PLC0415 -- 3 ms, and only a folder of articles needs it

    fault = None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        byte, coding = content[error.start], "UTF-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "WINDOWS-1252"
        fault = (
            f"{printable(name)} is not UTF-8: byte 0x{byte:02x} at offset {error.start:,};"
            f" convert it, for example with iconv -f {coding} -t UTF-8, and update sha256"
        )
    return ArticleText(name, hashlib.sha256(content).hexdigest(), paragraphs(content), fault)


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
    text = unify_lookalikes(text).translate(_UNSEEN).translate(_LIGATURES)
    return _BROKEN.sub("", " ".join(text.split()))


@functools.lru_cache(maxsize=1024)  # many cites share a paragraph
def sentences(paragraph: str) -> tuple[Span, ...]:
    """Return the spans of the sentences of a paragraph."""
    found, start = [], 0
    for match in _END.finditer(paragraph):
        if not _is_abbreviated(paragraph[max(0, match.start() - 30) : match.start() + 1]):
            found.append(Span(start, match.end()))
            start = match.end() + 1
    return (*found, Span(start, len(paragraph)))


def _is_abbreviated(text: str) -> bool:
    """Return whether a text ends with the dot of an abbreviation or an initial: Mr., U.S., J. K."""
    word = _LAST_WORD.search(text)
    if word is None:
        return False
    last = word[1].lower()
    return last in _SHORT or "." in last or (len(last) == 1 and last not in "ai")


def find(printed: str, paragraph: str) -> Iterator[Span]:
    """Yield the occurrences of printed words at token boundaries; both texts are `plain`."""
    start, count = paragraph.find(printed) if printed else -1, 0
    while start >= 0 and count < 100:  # more occurrences say nothing new and take time
        end = start + len(printed)
        if _is_whole(paragraph, start, end):
            yield Span(start, end)
            count += 1
        start = paragraph.find(printed, start + 1)


def _is_whole(paragraph: str, start: int, end: int) -> bool:
    """Return whether a span neither begins nor ends inside a word or a number; a digit and a letter may be parted."""
    for at in (start, end):
        left, right = paragraph[at - 1 : at], paragraph[at : at + 1]
        if left.isalnum() and right.isalnum() and left.isdigit() == right.isdigit():
            return False
    continues = paragraph[start].isdigit() and re.search(r"[0-9][.,]$", paragraph[max(0, start - 2) : start])
    continued = paragraph[end - 1].isdigit() and re.match(r"[.,][0-9]", paragraph[end : end + 2])
    return not continues and not continued


def around(paragraph: str, start: int, end: int) -> str:
    """Return a passage with some context on either side."""
    left, right = max(0, start - AROUND), end + AROUND
    return ("…" if left else "") + paragraph[left:right] + ("…" if right < len(paragraph) else "")
