"""One record in full: every field that it has, then each cite with its source, paragraph and printed words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..facts import codec
from ..facts.model import Cite, Source
from ..index.answer import decoded
from ..index.cells import DERIVED, MOST, Labels, figure, when
from ..text import join_limited, printable
from . import layout
from .layout import coloured, safe
from .table import MIN_WIDTH

if TYPE_CHECKING:
    from ..facts.model import Record
    from ..index.database import Index
    from ..terminal import Page

Paragraphs = Callable[[Source], "Sequence[str] | None"]
"""The paragraphs of a source, or None if its text is not at hand."""
OWN_LINE = (
    "id",
    "kind",
    "summary",
    "date",
    "date_basis",
    "date_from",
    "part_of_day",
    "cites",
    "value",
    "amount",
    "qualifier",
    "unit",
    "currency",
    "value_to",
    "amount_to",
    "per",
)
"""Fields that have a line of their own making."""

GAP, MIN_VALUE = 2, 20
"""Blanks between names and values, and the least width of values."""
NARROW = 40
"""On pages of fewer characters no column of names leaves room for values beside it."""
COMPUTED = ("conflicts", "not_comparable")
"""Computed ids; their number is quadratic in the declared ones."""
VOCABULARY_OF = {
    "countries": "country",
    "places": "place",
    "topics": "topic",
    "people": "person",
    "said_by": "person",
    "by": "person",
    "group": "group",
}
"""Field -> the vocabulary whose names it shows."""
LABELS = {"independent": "independent origins"}
"""Fields whose name alone says too little."""


def full(records: Sequence[Record], index: Index, page: Page, paragraphs: Paragraphs | None = None) -> bytes:
    """Return each record as a block of names and values; with the archived texts, each cite with its paragraph."""
    labels = Labels(index.labels)
    sources = {one.id: one for one in decoded(index.of_kinds("source"))}
    lines: list[str] = []
    page = page._replace(width=max(page.width, MIN_WIDTH))
    for record in records:
        fields = [*_lines(record, labels), *_cites(record, sources, paragraphs)]
        title = layout.wrap(printable(f"{record.kind} {record.id}"), page.width)
        lines += [""] if lines else []
        lines += [*(coloured(line, "title", page) for line in title), *_block(fields, page)]
    return layout.to_bytes(lines, page)


def _block(fields: Sequence[tuple[str, str]], page: Page) -> Iterator[str]:
    """Yield names and values side by side, or one below the other on a narrow page."""
    if page.width < NARROW:
        for name, value in fields:
            text = f"{name}: {safe(value)}" if name else safe(value)
            yield from layout.wrap(text, page.width)
        return
    wide = max(len(name) for name, _ in fields)
    widths = [wide, max(page.width - wide - GAP, MIN_VALUE)]
    rows = [(name, safe(value)) for name, value in fields]
    for lines in layout.columns(rows, widths, [False, False], ["name", ""], GAP, page):
        yield from lines


def _cites(record: Record, sources: dict[str, Source], paragraphs: Paragraphs | None) -> Iterator[tuple[str, str]]:
    """Yield each cite with the day of its source, and below it the paragraph if its text is at hand."""
    cited = [("cite", cite) for cite in dict.fromkeys(record.all_cites())]
    for name, cite in [*cited, *(("date from", cite) for cite in record.date_from)]:
        source = sources[cite.source]
        published = f"{when(source).rstrip(DERIVED)} ({source.date_basis or 'unknown'})"
        yield name, f"{_short(codec.to_builtins(cite))}; published {published}"
        text = paragraphs(source) if paragraphs else ()
        if text is None:
            yield "", f"no text with the digest of {cite.source} is in the folder"
        elif cite.paragraph <= len(text):
            yield "", _marked(text[cite.paragraph - 1], cite)


def _marked(paragraph: str, cite: Cite) -> str:
    """Return a paragraph with the printed words between marks."""
    from ..proof.articles import plain  # noqa: PLC0415 -- only a folder of articles needs it

    words = plain(cite.printed) if cite.printed else ""
    before, found, after = paragraph.partition(words) if words else (paragraph, "", "")
    return f"{before}»{found}«{after}" if found else paragraph


def _lines(record: Record, labels: Labels) -> Iterator[tuple[str, str]]:
    """Yield each field that has something to say."""
    yield "summary", record.summary
    if record.date is not None:
        part = f", {record.part_of_day}" if record.part_of_day else ""
        yield "date", f"{when(record).rstrip(DERIVED)}{part} ({record.date_basis})"
    if hedged := figure(record):
        yield "figure", hedged
    for name, value in codec.to_builtins(record).items():
        if name not in OWN_LINE and value not in (None, (), []) and value is not False:
            yield LABELS.get(name, name.replace("_", " ")), _words(name, value, labels)


def _words(name: str, value: Any, labels: Labels) -> str:
    """Return a field's value as a person reads it."""
    vocabulary = VOCABULARY_OF.get(name)
    if vocabulary:
        return labels.of(vocabulary, [value] if isinstance(value, str) else value)
    if name in COMPUTED:
        return join_limited(value, MOST)
    if isinstance(value, (list, tuple)):
        return "\n".join(_entry(entry) for entry in value) if isinstance(value[0], dict) else ", ".join(value)
    return "yes" if value is True else str(value)


def _entry(part: dict[str, Any]) -> str:
    """Return a part with its own cites."""
    words = ": ".join(str(value) for name, value in part.items() if name != "cites")
    return f"{words} [{'; '.join(_short(cite) for cite in part['cites'])}]"


def _short(cite: dict[str, Any]) -> str:
    printed = f" “{cite['printed']}”" if cite["printed"] else ""
    via = f", from {cite['via']}" if cite["via"] else ""
    return f"{cite['source']} ¶{cite['paragraph']}{printed}{via}"
