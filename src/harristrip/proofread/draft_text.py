"""The text of a draft: its blocks in Markdown or plain text, and words as they are compared with those of a record.

It leaves out front matter, code, comments, HTML tags, link targets, addresses, and the marks of headings, lists, tables
and emphasis. Pure functions over strings.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterator
from typing import NamedTuple

from ..text import fold

_HIDDEN = re.compile(
    r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?=\n|\Z)"
    r"|<!--.*?(?:-->|\Z)"
    r"|<(script|style|pre|code)\b[^<>]{0,1000}>.*?(?:</\1\s*>|\Z)"
    r"|^(?P<fence> {0,3}(?:`{3,}|~{3,}))[^\n]*\n(?:.*?^(?P=fence)[`~]*[ \t]*$|.*\Z)",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
"""Parts of a file that are no text: front matter, comments, scripts, fenced code."""
_NO_TEXT = re.compile(r"\s*(?:\[[^\]]+\]:\s.*|[|:\-\s]*-[|:\-\s]*|={2,}|(?:\* *){3,}|(?:_ *){3,})\s*")
"""A line without text: the target of a reference, a rule, the line below the head of a table."""
_LEADING_MARKS = re.compile(
    r"(?:\s*>)*\s*(?:#{1,6}\s+|[-*+•]\s+|[0-9]{1,3}[.)]\s+|\[\^?[^\]]+\]:\s+)?(?:\[[ xX]\]\s+)?"
)
"""Marks before the text of a line: of quotations, headings and lists."""
_INLINE = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<code>`{1,9})(?!`).{1,300}?(?<!`)(?P=code)(?!`)"
    r"|<(?:https?://|mailto:|www\.)[^>\s]*>"
    r"|</?[a-zA-Z][^<>]{0,1000}>"
    r"|(?P<url>(?:https?://|ftp://|www\.)[^\s<>|]*[^\s<>|.,;:!?)\]'\"”\u2019*_]|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)"
    r"|\]\((?:[^()\s]|\([^()]*\))*(?:\s+(?:\"[^\"]*\"|'[^']*'))?\)"
    r"|\]\[[^\]]*\]"
    r"|\[\^[^\]]+\]"
    r"|!?\[(?=[^\]]*\](?:\(|\[))"
    r"|(?P<entity>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,30});)"
    r"|\*+|~~|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)|(?P<cell>\|)"
)
"""Marks within a line that are no text, or an escaped character."""

_WORD_WITH_APOSTROPHE = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_NUMBERED = re.compile(r"(?<!\w)([A-Z][a-z]+) [0-9]{1,4}(?![\w,.]*[0-9])")
"""A name with a number, of which the number is a part: Title 42."""


def _read_lists(name: str) -> list[list[str]]:
    """Read the words of each line of a file beside this one."""
    with open(os.path.join(os.path.dirname(__file__), name), encoding="utf-8") as file:
        return [line.split() for line in file]


STOPS = frozenset(word for line in _read_lists("stops.txt") for word in line)
"""Stop words. Words of numbers and dates are among them, as figures and dates are compared by value."""
_SENSES = _read_lists("senses.txt")
"""Lists of words of one sense; the first word of each list is their stem."""
_SENSE = {word: sense[0] for sense in reversed(_SENSES) for word in sense}
_FORMS = {sense[0]: sense for sense in _SENSES}
_INFLECTIONS = (("ies", 5), ("ing", 6), ("edly", 7), ("ed", 5), ("es", 6), ("ly", 6), ("s", 4))
"""Suffixes, and the least length of a word that loses one."""


class Block(NamedTuple):
    """A paragraph, heading, item or row of a draft."""

    text: str
    places: tuple[int, ...]
    """Where in the draft each character of `text` is."""
    heading: bool


def blocks(draft: str) -> Iterator[Block]:
    """Yield the text of a draft, block by block."""
    text = _HIDDEN.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), draft)
    characters: list[str] = []
    places: list[int] = []
    start, heading, before = 0, False, ""
    for line in (*text.split("\n"), ""):
        opening = len(line) - len(_LEADING_MARKS.sub("", line, count=1))
        begins = line[:opening].strip() not in ("", ">") or line.lstrip().startswith("|")
        if characters and (begins or heading or _is_end(before, line)):
            yield Block("".join(characters), tuple(places), heading)
            characters, places = [], []
        if line.strip() and not _NO_TEXT.fullmatch(line):
            if characters:
                characters.append(" ")
                places.append(start)
            heading = line.lstrip(" >").startswith("#")
            _add_text(line, opening, start, characters, places)
        before = line
        start += len(line) + 1


def _is_end(line: str, following: str) -> bool:
    """Return whether a paragraph ends after a line: before a blank one, at the end of a sentence, or after a title."""
    if not following.strip() or line.rstrip().endswith((".", "!", "?", "\u2026", ":", "\u201d", '"')):
        return True
    return len(line) < 50 and not following.lstrip()[0].islower()  # no wrapping has cut so short a line


def _add_text(line: str, at: int, start: int, characters: list[str], places: list[int]) -> None:
    """Add the text of a line from `at`, each character with its place in the draft."""
    row = line.lstrip().startswith("|")
    for match in _INLINE.finditer(line, at):
        shown = _visible_text(match, row=row)
        characters += [*line[at : match.start()], *shown]
        places += [*range(start + at, start + match.start()), *[start + match.start()] * len(shown)]
        at = match.end()
    characters += line[at:]
    places += range(start + at, start + len(line))


def _visible_text(match: re.Match[str], *, row: bool) -> str:
    """Return what a reader sees of a mark."""
    if match["escaped"]:
        return match["escaped"]
    if match["entity"]:
        from html import unescape  # noqa: PLC0415 -- 2 ms, and few drafts hold entities

        return unescape(match["entity"])
    if match["cell"]:
        return ", " if row and match.start() else " " if row else "|"
    return " … " if match["url"] or match["code"] else ""


class Word(NamedTuple):
    """A word of a text: its stem, itself, and where it is."""

    stem: str
    plain: str
    start: int


@functools.lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """Return a folded word without its suffix, or the first word of its sense.

    `died`, `deaths` and `killed` become one word, so that a sentence finds its record.
    """
    if word in _SENSE:
        return _SENSE[word]
    for ending, least in _INFLECTIONS:
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            word = word[: -len(ending)]
            if ending == "ies":
                word += "y"
            elif len(word) > 3 and word[-1] == word[-2] and ending != "s":
                word = word[:-1]
            break
    return _SENSE.get(word, word[:-1] if word.endswith("e") and len(word) > 4 else word)


def content_words(text: str) -> Iterator[Word]:
    """Yield the words of a text that are no stop words, with their places."""
    for match in _WORD_WITH_APOSTROPHE.finditer(text):
        plain = fold(match[0].replace("\u2019", "'").removesuffix("'s").removesuffix("s'")).replace(" ", "")
        if plain and plain not in STOPS and not plain[0].isdigit():
            yield Word(stem(plain), plain, match.start())
    for match in _NUMBERED.finditer(text):
        if match[1].lower() not in STOPS:
            yield Word(fold(match[0]), fold(match[0]), match.start())


@functools.lru_cache(maxsize=1 << 14)
def stems(text: str) -> frozenset[str]:
    """Return the stems of the content words of a text."""
    return frozenset(word.stem for word in content_words(text))


def synonyms(word: Word) -> list[str]:
    """Return a word and those of the same sense."""
    return _FORMS.get(word.stem, [word.plain])
