"""Read date, publisher, title and author at the top of a text. Doubtful ones are left out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from .. import dates
from ..proof.reading import read
from ..text import words

TOP = 5
"""Paragraphs that may contain the dateline."""
LONGEST = 14
"""Maximum words of a dateline that is a whole paragraph."""
LONGEST_TITLE, LONGEST_MASTHEAD = 20, 8
"""Maximum words of a title, and of the name of a publisher."""
_STAMP = re.compile(
    r"(?:date|dated|published|publication date|posted|updated|last updated|released|issued|filed)?[:,]?\s*"
    r"(?:on|at|by)?[:,]?\s*",
    re.IGNORECASE,
)
"""Words of a stamp before its date: `Published on`."""
_AGENCY = re.compile(r"\s*\(([^()]{2,60})\)")
_PLACE = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ .,'-]+")
"""A place in capitals: `PORT ALMA,`."""
_AUTHOR = re.compile(r"By ((?:[A-ZÀ-Þ][\w.'-]*)(?: (?:and |, )?[A-ZÀ-Þ][\w.'-]*){1,6})")
_SMALL = words("of the and for in on de la le du des & at to")


class Words(NamedTuple):
    """Words as printed, and the number of their paragraph, from 1."""

    text: str
    paragraph: int


class Top(NamedTuple):
    """The details at the top of a text."""

    date: str | None = None
    date_words: Words | None = None
    publisher: Words | None = None
    title: Words | None = None
    author: Words | None = None

    @property
    def day(self) -> dt.date | None:
        """The day from which words such as `yesterday` count."""
        return dt.date.fromisoformat(self.date) if self.date and len(self.date) == 10 else None

    def parts(self) -> list[Words]:
        """Return the printed words of each detail, without duplicates."""
        found = (self.date_words, self.publisher, self.title, self.author)
        return list(dict.fromkeys(one for one in found if one is not None))


def top(paragraphs: Sequence[str]) -> Top:
    """Return the details in the first paragraphs of a text."""
    for number, text in enumerate(paragraphs[:TOP], 1):
        found = _dateline(text, number)
        if found is not None:
            return _around(found, paragraphs, number)
    return Top(author=_author(paragraphs))


def _dateline(text: str, number: int) -> Top | None:
    """Read a paragraph that is, or starts with, a dateline."""
    printed = next((one for sentence in read(text)[:1] for one in sentence.dates if one.unread is None), None)
    if printed is None or len(printed.options) != 1 or printed.relative:
        return None
    before, after = text[: printed.start].strip(), text[printed.end :]
    agency = _AGENCY.match(after)
    rest = after[agency.end() :].strip() if agency else after.strip()
    alone = len(text.split()) <= LONGEST and rest in ("", ".", "-")
    (iso,) = printed.options
    starts = (agency is not None or rest.startswith(("-", "|"))) and len(iso) == 10
    if not dates.is_date(iso) or not (alone or starts) or not (_is_stamp(before) or _is_names(before)):
        return None
    publisher = agency[1] if agency else before.rstrip(",;:|- ") if _is_publisher(before) else None
    words = Words(text[printed.start : printed.end], number)
    return Top(iso, words, Words(publisher, number) if publisher else None)


def _is_stamp(before: str) -> bool:
    return _STAMP.fullmatch(before) is not None


def _is_names(before: str) -> bool:
    """Return whether each word is capitalised or a small word of names, such as `of`."""
    words = before.rstrip(",;:|- ").replace(",", " ").split()
    return bool(words) and words[0] not in _SMALL and all(word in _SMALL or not word[0].islower() for word in words)


def _is_publisher(before: str) -> bool:
    """Return whether words before a date name a publisher, not a stamp or a place."""
    return (
        bool(before) and not _is_stamp(before) and _PLACE.fullmatch(before) is None and "," not in before.rstrip(", ")
    )


def _around(found: Top, paragraphs: Sequence[str], number: int) -> Top:
    """Add the publisher above a stamp, the title below a dateline, and the author."""
    text = paragraphs[number - 1]
    before_date = text.partition(found.date_words.text)[0] if found.date_words else ""
    if found.publisher is None and number == 2 and _is_stamp(before_date.strip()) and _is_masthead(paragraphs[0]):
        found = found._replace(publisher=Words(paragraphs[0], 1))
    below = paragraphs[number] if number < len(paragraphs) and len(text.split()) <= LONGEST else ""
    if _is_title(below) and number <= 2:
        found = found._replace(title=Words(below, number + 1))
    return found._replace(author=_author(paragraphs))


def _is_masthead(text: str) -> bool:
    """Return whether a paragraph looks like the name of a publisher: a few names without an end mark."""
    return _is_names(text) and len(text.split()) <= LONGEST_MASTHEAD and text[-1] not in ".!?:"


def _is_title(text: str) -> bool:
    """Return whether a paragraph looks like a title: short, and without an end mark."""
    return (
        bool(text) and len(text.split()) <= LONGEST_TITLE and text[-1] not in ".:;,-\"'" and not text.startswith("By ")
    )


def _author(paragraphs: Sequence[str]) -> Words | None:
    """Read the author from a line such as `By Ada Lind`."""
    for number, text in enumerate(paragraphs[:TOP], 1):
        if match := _AUTHOR.fullmatch(text):
            return Words(match[1], number)
    return None
