"""One record in full: every field, then each cite with its source, paragraph and printed words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..facts import codec
from ..facts.model import Cite, Record, Source
from ..index import cells
from ..index.answer import decoded
from ..index.cells import DERIVED, MOST, Labels, figure, when
from ..index.database import EVENT
from ..index.reports import W100, Column
from ..text import join_limited, pluralize, printable
from . import layout
from .layout import coloured, safe
from .links import linker
from .table import MIN_WIDTH, table

if TYPE_CHECKING:
    from ..index.database import Index
    from ..terminal import Page
    from .layout import Links

Paragraphs = Callable[[Source], "Sequence[str] | None"]
"""Returns the paragraphs of a source, or None without its text."""
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
"""Fields with a special line."""

GAP, MIN_VALUE = 2, 20
"""Blanks between names and values, and the least width of values."""
NARROW = 40
"""On narrower pages, names and values do not fit side by side."""
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
LAST = ("conflicts", "independent", "note")
"""Fields that come after all others."""
ROLES = {"status": "status", "figure": "figure", "conflicts": "id"}
"""Field -> the role of its value."""
FOR_MACHINES = ("sha256",)
"""Fields that only `--full` shows."""


def full(
    records: Sequence[Record],
    index: Index,
    page: Page,
    paragraphs: Paragraphs | None = None,
    *,
    everything: bool = False,
) -> bytes:
    """Return each record as a block of names and values; with the archived texts, each cite with its paragraph.

    With `everything`, each cite is on its own line, also in parts, and fields for machines are shown.
    """
    return layout.to_bytes(_full(records, index, page, paragraphs, everything=everything), page)


def _full(
    records: Sequence[Record], index: Index, page: Page, paragraphs: Paragraphs | None, *, everything: bool
) -> list[str]:
    labels, links = Labels(index.labels), linker(index, wanted=page.links)
    sources = {one.id: one for one in decoded(index.of_kinds("source"))}
    lines: list[str] = []
    page = page._replace(width=max(page.width, MIN_WIDTH))
    for record in records:
        cites = _cites if everything else _grouped
        fields = [*_lines(record, labels, everything=everything), ("", ""), *cites(record, sources, paragraphs)]
        kind = "" if record.id == EVENT and type(record) is Record else f"{record.kind} "
        title = layout.wrap(printable(f"{kind}{record.id}"), page.width)
        lines += [""] if lines else []
        lines += [*(coloured(line, "title", page) for line in title), *_block(fields, page, links(record))]
    return lines


def passages(asked: Sequence[str], index: Index, page: Page, paragraphs: Paragraphs | None = None) -> bytes:
    """Return each paragraph that was asked for as `post:4`, with a list of the records that cite it; others in full."""
    lines: list[str] = []
    for one in asked:
        records = decoded(index.show([one]))
        lines += [""] if lines else []
        if ":" in one:
            lines += _passage(one, records, index, page, paragraphs)
        else:
            lines += _full(records, index, page, paragraphs, everything=False)
    return layout.to_bytes(lines, page)


def _passage(
    asked: str, records: Sequence[Record], index: Index, page: Page, paragraphs: Paragraphs | None
) -> Iterator[str]:
    """Yield the lines of a paragraph and of the table of the records that cite it."""
    id_, _, digits = asked.partition(":")
    number = int(digits)
    source: Source = decoded(index.show([id_]))[0]
    published = f", published {_published(source)}"
    yield coloured(printable(f"{id_} ¶{number}"), "title", page) + coloured(published, "note", page)
    yield from _quoted(source, number, records, paragraphs, page)
    yield ""
    words = Column("Printed words", lambda record, _: _printed(record, id_, number), wraps=True)
    links = linker(index, wanted=page.links)
    yield from table((*_PASSAGE, words), records, Labels(index.labels), page, links)


_PASSAGE = (
    Column("Id", cells.field("id"), unbreakable=True, role="id", min_width=W100),
    Column("Kind", cells.field("kind"), min_width=W100),
    Column("Summary", cells.summary, min_width=W100, wraps=True),
    Column(
        "Record",
        lambda one, _: f"{cells.summary(one, _)}\n[{one.id}] {one.kind}",
        below_width=W100,
        wraps=True,
        unbreakable=True,
    ),
)


def _printed(record: Record, source: str, number: int) -> str:
    """Return the words of a paragraph that a record cites, also for its date."""
    cites = (*record.all_cites(), *record.date_from)
    words = (one.printed for one in cites if (one.source, one.paragraph) == (source, number) and one.printed)
    return "\n".join(f"“{one}”" for one in dict.fromkeys(words))


def _quoted(
    source: Source, number: int, records: Sequence[Record], paragraphs: Paragraphs | None, page: Page
) -> Iterator[str]:
    """Yield the lines of an archived paragraph, every word that a record cites marked."""
    text = paragraphs(source) if paragraphs else ()
    if text is None:
        yield f"no text with the digest of {source.label} is in the folder"
    elif number <= len(text):
        cites = [one for record in records for one in record.all_cites()]
        here = [one for one in cites if (one.source, one.paragraph) == (source.id, number)]
        yield from layout.wrap(safe(_marked(text[number - 1], here)), page.width)


def _block(fields: Sequence[tuple[str, str]], page: Page, links: Links) -> Iterator[str]:
    """Yield names and values side by side, or one below the other on a narrow page."""
    if page.width < NARROW:
        for name, value in fields:
            text = f"{name}: {safe(value)}" if name else safe(value)
            yield from layout.wrap(text, page.width)
        return
    wide = max(len(name) for name, _ in fields)
    widths = [wide, max(page.width - wide - GAP, MIN_VALUE)]
    for name, value in fields:
        roles = ["sources" if "¶" in name else "name", ROLES.get(name, "")]
        for lines in layout.columns(
            [(safe(name), safe(value))], layout.Cells(widths, [False] * 2, roles, GAP), page, [links]
        ):
            yield from lines


def _grouped(record: Record, sources: dict[str, Source], paragraphs: Paragraphs | None) -> Iterator[tuple[str, str]]:
    """Yield the cites of a record by source and paragraph, those of its date, and the dates of the sources."""
    places: dict[str, dict[int, list[Cite]]] = {}
    for cite in dict.fromkeys(record.all_cites()):
        places.setdefault(cite.source, {}).setdefault(cite.paragraph, []).append(cite)
    for source, numbers in places.items():
        for number, cites in sorted(numbers.items()):
            words = "; ".join(dict.fromkeys(_words_of(cite) for cite in cites))
            text = next((text for _, text in _text(sources[source], number, cites, paragraphs)), "")
            is_marked = "»" in text and not any(cite.reads for cite in cites)
            vias = ", ".join(dict.fromkeys(cite.via for cite in cites if cite.via))
            yield f"{source} ¶{number}", text + (f" (from {vias})" if vias else "") if is_marked else words
            if text and not is_marked:
                yield "", text
    if record.date_from:
        shown = set(record.all_cites())
        rests = (cells.marks([one]) if one in shown else _short(codec.to_builtins(one)) for one in record.date_from)
        yield "date from", "; ".join(rests)
    named = dict.fromkeys([*places, *(cite.source for cite in record.date_from)])
    dated = [f"{source} {_published(sources[source])}" for source in named if source != record.id]
    if dated:
        yield "published", "; ".join(dated)


def _words_of(cite: Cite) -> str:
    """Return the printed words of a cite and the relayed outlet."""
    words = f"“{cite.printed}”" if cite.printed else "(no words given)"
    return words + (f", from {cite.via}" if cite.via else "") + (f", read as “{cite.reads}”" if cite.reads else "")


def _published(source: Source) -> str:
    return f"{when(source).rstrip(DERIVED)} ({source.date_basis or 'unknown'})"


def _text(
    source: Source, number: int, cites: Sequence[Cite], paragraphs: Paragraphs | None
) -> Iterator[tuple[str, str]]:
    """Yield the archived paragraph of some cites, if available."""
    text = paragraphs(source) if paragraphs else ()
    if text is None:
        yield "", f"no text with the digest of {source.label} is in the folder"
    elif number <= len(text):
        yield "", _marked(text[number - 1], cites)


def _cites(record: Record, sources: dict[str, Source], paragraphs: Paragraphs | None) -> Iterator[tuple[str, str]]:
    """Yield each cite with the date of its source, and below it the paragraph, if available."""
    cited = [("cite", cite) for cite in dict.fromkeys(record.all_cites())]
    for name, cite in [*cited, *(("date from", cite) for cite in record.date_from)]:
        source = sources[cite.source]
        yield name, f"{_short(codec.to_builtins(cite))}; published {_published(source)}"
        yield from _text(source, cite.paragraph, [cite], paragraphs)


def _marked(paragraph: str, cites: Iterable[Cite]) -> str:
    """Return a paragraph with the printed words of cites between marks, longer ones first."""
    from ..proof.articles import plain  # noqa: PLC0415 -- only a folder of articles needs it

    for words in sorted({plain(one.printed) for one in cites if one.printed}, key=len, reverse=True):
        before, found, after = paragraph.partition(words)
        if found and before.count("»") == before.count("«"):
            paragraph = f"{before}»{found}«{after}"
    return paragraph


def _lines(record: Record, labels: Labels, *, everything: bool) -> Iterator[tuple[str, str]]:
    """Yield each field that has a value."""
    yield "summary", record.summary
    if record.date is not None:
        part = f", {record.part_of_day}" if record.part_of_day else ""
        yield "date", f"{when(record).rstrip(DERIVED)}{part} ({record.date_basis})"
    if hedged := figure(record):
        yield "figure", hedged
    values = codec.to_builtins(record)
    for name in [*(name for name in values if name not in LAST), *LAST]:
        value = values[name]
        if name == "independent" and not value:  # the event has no origins
            continue
        if name in OWN_LINE or value in (None, (), []) or value is False or (name in FOR_MACHINES and not everything):
            continue
        yield name.replace("_", " "), _words(name, value, labels, everything=everything)


def _words(name: str, value: Any, labels: Labels, *, everything: bool) -> str:
    """Return the value of a field in readable form."""
    if name == "independent":
        return f"{pluralize(value, 'origin')}; outlets that pass on one statement count once"
    vocabulary = VOCABULARY_OF.get(name)
    if vocabulary:
        return labels.of(vocabulary, [value] if isinstance(value, str) else value)
    if name in COMPUTED:
        return join_limited(value, MOST)
    if isinstance(value, (list, tuple)):
        if isinstance(value[0], dict):
            return "\n".join(_entry(entry, labels, everything=everything) for entry in value)
        return ", ".join(value)
    return "yes" if value is True else str(value)


def _entry(part: dict[str, Any], labels: Labels, *, everything: bool) -> str:
    """Return a part with its own cites; `--full` adds their words."""
    shown = {name: labels.of("topic", [value]) if name == "topic" else value for name, value in part.items()}
    words = ": ".join(str(value) for name, value in shown.items() if name != "cites")
    if everything:
        return f"{words} [{'; '.join(_short(cite) for cite in part['cites'])}]"
    return f"{words} [{cells.marks(Cite(**cite) for cite in part['cites'])}]"


def _short(cite: dict[str, Any]) -> str:
    printed = f" “{cite['printed']}”" if cite["printed"] else ""
    via = f", from {cite['via']}" if cite["via"] else ""
    return f"{cite['source']} ¶{cite['paragraph']}{printed}{via}"
