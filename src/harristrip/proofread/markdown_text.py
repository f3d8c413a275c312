"""The running text of a draft in Markdown or plain text, with the place of each character in the file.

Left out are what nobody reads as text: front matter, code, comments, HTML tags, link targets, addresses, the marks of
headings, lists, tables and emphasis. Pure functions over strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_HIDDEN = re.compile(
    r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?=\n|\Z)"
    r"|<!--.*?(?:-->|\Z)"
    r"|<(script|style|pre|code)\b[^<>]{0,1000}>.*?(?:</\1\s*>|\Z)"
    r"|^(?P<fence> {0,3}(?:`{3,}|~{3,}))[^\n]*\n(?:.*?^(?P=fence)[`~]*[ \t]*$|.*\Z)",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)
"""Parts of a file that are no text, whatever their lines hold: front matter, comments, scripts, fenced code."""
_NO_TEXT = re.compile(r"\s*(?:\[[^\]]+\]:\s.*|[|:\-\s]*-[|:\-\s]*|={2,}|(?:\* *){3,}|(?:_ *){3,})\s*")
"""A line without text: the target of a reference, a rule, the line below the head of a table."""
_START = re.compile(r"(?:\s*>)*\s*(?:#{1,6}\s+|[-*+•]\s+|[0-9]{1,3}[.)]\s+|\[\^?[^\]]+\]:\s+)?(?:\[[ xX]\]\s+)?")
"""What stands before the text of a line: marks of quotations, headings and lists."""
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
"""Marks within a line that are no text, or stand for one character."""


_ENDS = (".", "!", "?", "\u2026", ":", "\u201d", '"')
SHORT = 50
"""Characters of a line that no wrapping has cut."""


class Block(NamedTuple):
    """A paragraph, heading, item or row of a draft."""

    text: str
    places: tuple[int, ...]
    """Where in the draft each character of `text` is."""
    heading: bool = False


def blocks(draft: str) -> list[Block]:
    """Return the text of a draft, block by block."""
    text = _HIDDEN.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), draft)
    found: list[Block] = []
    characters: list[str] = []
    places: list[int] = []
    heading, before = False, ""
    for start, line in _lines(text):
        opening = _START.match(line)
        begins = opening is not None and opening[0].strip() not in ("", ">")
        if characters and (begins or heading or _is_row(line) or _is_end(before, line)):
            found.append(Block("".join(characters), tuple(places), heading))
            characters, places = [], []
        before = line
        if not line.strip() or _NO_TEXT.fullmatch(line):
            continue
        if characters:
            characters.append(" ")
            places.append(start)
        heading = line.lstrip(" >").startswith("#")
        _inline(line, opening.end() if opening else 0, start, characters, places)
    if characters:
        found.append(Block("".join(characters), tuple(places), heading))
    return found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line.rstrip("\r")
        start += len(line) + 1


def _is_row(line: str) -> bool:
    return line.lstrip().startswith("|")


def _is_end(line: str, following: str) -> bool:
    """Return whether a paragraph ends with a line: at a blank one, the end of a sentence, or short like a title."""
    if not following.strip():
        return True
    return line.rstrip().endswith(_ENDS) or (len(line) < SHORT and not following.lstrip()[0].islower())


def _inline(line: str, at: int, start: int, characters: list[str], places: list[int]) -> None:
    """Add the text of a line from `at`, each character with its place in the draft."""
    row = _is_row(line)
    while at < len(line):
        match = _INLINE.search(line, at)
        end = match.start() if match else len(line)
        characters += line[at:end]
        places += range(start + at, start + end)
        if match is None:
            return
        shown = _shown(match, row=row)
        characters += shown
        places += [start + match.start()] * len(shown)
        at = match.end()


def _shown(match: re.Match[str], *, row: bool) -> str:
    """Return what a reader sees of a mark."""
    if match["escaped"]:
        return match["escaped"]
    if match["entity"]:
        from html import unescape  # noqa: PLC0415 -- 2 ms, and few drafts hold entities

        return unescape(match["entity"])
    if match["cell"]:
        return ", " if row and match.start() else " " if row else "|"
    return " … " if match["url"] or match["code"] else ""
