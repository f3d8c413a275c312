"""An archived text with paragraph numbers, marked figures and dates, and the records that cite each paragraph."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from ..text import pluralize, printable
from . import layout

if TYPE_CHECKING:
    from ..facts.responses import Paragraph, ReadAnswer
    from ..terminal import Page

MIN_WIDTH_BESIDE = 60
"""Narrower pages show the records below the text."""
MAX_IDS = 3
"""Maximum records of a paragraph that are named; more are counted by kind."""
KIND_NOUNS = {"person": ("person", "people"), "funding": ("amount", "amounts")}
"""What one record and many of a kind are called, where it is not the kind."""
MAX_IDS_WIDTH = 30
"""Characters of the column of records."""
SEPARATOR = " " * layout.GAP
_SIGNS = {"\ue000": "[", "\ue001": "]", "\ue002": "{", "\ue003": "}"}
"""Marks of covered and uncovered words until the text is wrapped: characters that no text can have here."""
_COVERED_MARK, _UNCOVERED_MARK = re.compile("\ue000[^\ue001]*\ue001"), re.compile("\ue002[^\ue003]*\ue003")
LEGEND = "[cited]  {not cited}"


def render_reading(answer: ReadAnswer, page: Page, kinds: Mapping[str, str]) -> bytes:
    """Return the paragraphs of a text, wrapped to the page; `kinds` are those of the records."""
    width = max(page.width, 20)
    number = max((len(str(one.paragraph)) for one in answer.items), default=1)
    cited = {one.paragraph: _name_or_count(one.records, kinds) for one in answer.items}
    ids = min(MAX_IDS_WIDTH, max((len(words) for every in cited.values() for words in every), default=0))
    beside = ids if width >= MIN_WIDTH_BESIDE else 0
    text = width - number - len(SEPARATOR) - (beside + len(SEPARATOR) if beside else 0)
    lines: list[str] = []
    for one in answer.items:
        lines += _draw_paragraph(one, cited[one.paragraph], (number, text, beside), page)
    open_ = sum(not mark.covered and mark.what != "quotation" for one in answer.items for mark in one.marks)
    shown = f"{answer.source}: {answer.count} of {pluralize(answer.paragraphs, 'paragraph')}"
    note = f"{shown}; {pluralize(open_, 'figure')} or date{'' if open_ == 1 else 's'} not cited. {LEGEND}"
    return layout.to_bytes([*lines, "", *layout.wrap(printable(note), width)], page)


def _name_or_count(ids: Sequence[str], kinds: Mapping[str, str]) -> list[str]:
    """Return the ids of records, or if there are many, the number of each kind."""
    if len(ids) <= MAX_IDS:
        return list(ids)
    counts = Counter(kinds[id_] for id_ in ids)
    return [f"{count} {KIND_NOUNS.get(kind, (kind, f'{kind}s'))[count != 1]}" for kind, count in counts.items()]


def _draw_paragraph(one: Paragraph, cited: Sequence[str], widths: tuple[int, int, int], page: Page) -> Iterator[str]:
    """Yield the lines of a paragraph; `widths` are those of its number, its text and its records."""
    number, width, beside = widths
    left = layout.wrap(_mark_words(one), width)
    right = [piece for words in cited for piece in layout.wrap(words, beside or width)]
    if not beside:
        left, right = [*left, *(f"cited by {words}" for words in cited)], []
    painted = _colour_marks("\n".join(left), page).split("\n")
    for row in range(max(len(left), len(right))):
        head = str(one.paragraph) if row == 0 else ""
        text, plain = (painted[row], left[row]) if row < len(left) else ("", "")
        tail = layout.colour(right[row], "id", page) if row < len(right) else ""
        padding = " " * (width - cell_len(plain)) if tail else ""
        yield f"{head:>{number}}{SEPARATOR}{text}{padding}{SEPARATOR if tail else ''}{tail}".rstrip()


def _mark_words(one: Paragraph) -> str:
    """Return the text with a sign around each figure and date; a quotation has its own."""
    parts, end = [], 0
    for mark in one.marks:
        if mark.what != "quotation" and mark.start >= end:
            first, last = "\ue000\ue001" if mark.covered else "\ue002\ue003"
            parts += [printable(one.text[end : mark.start]), first, printable(one.text[mark.start : mark.end]), last]
            end = mark.end
    return "".join([*parts, printable(one.text[end:])])


def _colour_marks(text: str, page: Page) -> str:
    for pattern, role in ((_COVERED_MARK, "done"), (_UNCOVERED_MARK, "derived")):
        text = pattern.sub(functools.partial(_colour_lines, role, page), text)
    return "".join(_SIGNS.get(character, character) for character in text)


def _colour_lines(role: str, page: Page, found: re.Match[str]) -> str:
    """Return each line of a mark in colour: colour across a line end would reach the next column."""
    return "\n".join(layout.colour(line, role, page) for line in found[0].split("\n"))
