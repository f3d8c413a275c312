"""One record in full: every field, then each cite with its source, paragraph and printed words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ..facts import codec
from ..facts.model import REFERENCES, VOCABULARIES, Cite, Record, Source
from ..index import cells
from ..index.cells import DERIVED, MAX_NAMES, Labels, figure, when
from ..index.database import EVENT
from ..index.reports import W100, Column
from ..index.store import decoded
from ..text import join_limited, pluralize, printable
from . import layout
from .layout import Linker, colour, make_safe
from .table import MIN_WIDTH, draw_table

if TYPE_CHECKING:
    from ..index.database import Index
    from ..terminal import Page

Paragraphs = Callable[[Source], "Sequence[str] | None"]
"""Returns the paragraphs of a source, or None without its text."""
OWN_LINE = (
    *("id", "kind", "summary", "date", "date_basis", "date_from", "part_of_day", "cites"),
    *("value", "amount", "qualifier", "unit", "currency", "value_to", "amount_to", "per"),
)
"""Fields with a special line."""
MIN_VALUE = 20
"""The least width of values."""
MIN_WIDTH_ALIGNED = 40
"""On narrower pages, names and values do not fit side by side."""
COMPUTED_IDS = ("conflicts", "not_comparable")
"""Computed ids; their number is quadratic in the declared ones."""
LAST = ("conflicts", "independent", "note")
"""Fields that come after all others."""
FIELD_ROLES = {"status": "status", "figure": "figure", "conflicts": "id"}
"""Field -> the role of its value."""
FOR_MACHINES = ("sha256",)
"""Fields that only `--full` shows."""


class RecordContext(NamedTuple):
    """What is needed to show any record of a store."""

    labels: Labels
    links: Linker
    sources: Mapping[str, Source]
    page: Page
    paragraphs: Paragraphs | None
    everything: bool
    """Whether each cite is on its own line, also in parts, and fields for machines are shown."""


def _make_context(
    index: Index, page: Page, paragraphs: Paragraphs | None, *, everything: bool = False
) -> RecordContext:
    links = layout.make_linker(index, wanted=page.links)
    sources = {one.id: one for one in decoded(index.of_kinds("source"))}
    page = page._replace(width=max(page.width, MIN_WIDTH))
    return RecordContext(Labels(index.labels), links, sources, page, paragraphs, everything)


def render_records(
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
    context = _make_context(index, page, paragraphs, everything=everything)
    lines = [line for record in records for line in ("", *_draw_record(record, context))]
    return layout.to_bytes(lines[1:], page)


def render_passages(asked: Sequence[str], index: Index, page: Page, paragraphs: Paragraphs | None = None) -> bytes:
    """Return each paragraph that was asked for as `post:4`, with a list of the records that cite it; others in full."""
    context = _make_context(index, page, paragraphs)
    lines: list[str] = []
    for one in asked:
        records = decoded(index.show([one]))
        lines += ["", *(_draw_passage(one, records, context) if ":" in one else _draw_record(records[0], context))]
    return layout.to_bytes(lines[1:], page)


def _draw_record(record: Record, context: RecordContext) -> Iterator[str]:
    """Yield the lines of a record: its title, then names and values side by side, or as lines on a narrow page."""
    page, links = context.page, context.links(record)
    kind = "" if record.id == EVENT and type(record) is Record else f"{record.kind} "
    for line in layout.wrap(printable(f"{kind}{record.id}"), page.width):
        yield colour(line, "title", page)
    cites = (_list_cites if context.everything else _list_cites_by_place)(record, context)
    fields = [*_list_fields(record, context), ("", ""), *cites]
    if page.width < MIN_WIDTH_ALIGNED:
        for name, value in fields:
            yield from layout.wrap(f"{name}: {make_safe(value)}" if name else make_safe(value), page.width)
        return
    wide = max(len(name) for name, _ in fields)
    widths = [wide, max(page.width - wide - layout.GAP, MIN_VALUE)]
    for name, value in fields:
        roles = ["sources" if "¶" in name else "name", FIELD_ROLES.get(name, "")]
        drawn = layout.Cells(widths, [False] * 2, roles)
        for lines in layout.lay_out_columns([(make_safe(name), make_safe(value))], drawn, page, [links]):
            yield from lines


_PASSAGE_COLUMNS = (
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


def _draw_passage(asked: str, records: Sequence[Record], context: RecordContext) -> Iterator[str]:
    """Yield the lines of a paragraph, cited words marked, and of the table of the records that cite it."""
    page = context.page
    id_, _, digits = asked.partition(":")
    place = (id_, int(digits))

    def here(cites: Iterable[Cite]) -> list[Cite]:
        return [one for one in cites if (one.source, one.paragraph) == place]

    def words(record: Record, _: Labels) -> str:
        quoted = (one.printed for one in here((*record.all_cites(), *record.date_from)) if one.printed)
        return "\n".join(f"“{one}”" for one in dict.fromkeys(quoted))

    published = f", published {_format_published(context.sources[id_])}"
    yield colour(printable(f"{id_} ¶{place[1]}"), "title", page) + colour(published, "note", page)
    text = _mark_paragraph(here(cite for record in records for cite in record.all_cites()), *place, context)
    yield from layout.wrap(make_safe(text), page.width) if text else ()
    yield ""
    columns = (*_PASSAGE_COLUMNS, Column("Printed words", words, wraps=True))
    yield from draw_table(columns, records, context.labels, page, context.links)


def _list_cites_by_place(record: Record, context: RecordContext) -> Iterator[tuple[str, str]]:
    """Yield the cites of a record by source and paragraph, those of its date, and the dates of the sources."""
    places: dict[str, dict[int, list[Cite]]] = {}
    for cite in dict.fromkeys(record.all_cites()):
        places.setdefault(cite.source, {}).setdefault(cite.paragraph, []).append(cite)
    for source, numbers in places.items():
        for number, cites in sorted(numbers.items()):
            text = _mark_paragraph(cites, source, number, context)
            is_marked = "»" in text and not any(cite.reads for cite in cites)
            vias = ", ".join(dict.fromkeys(cite.via for cite in cites if cite.via))
            words = "; ".join(dict.fromkeys(_format_cite_words(cite) for cite in cites))
            yield f"{source} ¶{number}", text + (f" (from {vias})" if vias else "") if is_marked else words
            if text and not is_marked:
                yield "", text
    if record.date_from:
        shown = set(record.all_cites())
        yield (
            "date from",
            "; ".join(cells.marks([one]) if one in shown else _format_cite(one) for one in record.date_from),
        )
    named = dict.fromkeys([*places, *(cite.source for cite in record.date_from)])
    dated = [f"{source} {_format_published(context.sources[source])}" for source in named if source != record.id]
    if dated:
        yield "published", "; ".join(dated)


def _list_cites(record: Record, context: RecordContext) -> Iterator[tuple[str, str]]:
    """Yield each cite with the date of its source, and below it the paragraph, if available."""
    cited = [("cite", cite) for cite in dict.fromkeys(record.all_cites())]
    for name, cite in [*cited, *(("date from", cite) for cite in record.date_from)]:
        yield name, f"{_format_cite(cite)}; published {_format_published(context.sources[cite.source])}"
        if text := _mark_paragraph([cite], cite.source, cite.paragraph, context):
            yield "", text


def _format_cite_words(cite: Cite) -> str:
    """Return the printed words of a cite and the relayed outlet."""
    words = f"“{cite.printed}”" if cite.printed else "(no words given)"
    return words + (f", from {cite.via}" if cite.via else "") + (f", read as “{cite.reads}”" if cite.reads else "")


def _format_cite(cite: Cite) -> str:
    """Return source, paragraph, printed words and relayed outlet of a cite."""
    printed = f" “{cite.printed}”" if cite.printed else ""
    return f"{cite.source} ¶{cite.paragraph}{printed}" + (f", from {cite.via}" if cite.via else "")


def _format_published(source: Source) -> str:
    """Return the date of a source and how it is known."""
    return f"{when(source).rstrip(DERIVED)} ({source.date_basis or 'unknown'})"


def _mark_paragraph(cites: Iterable[Cite], id_: str, number: int, context: RecordContext) -> str:
    """Return an archived paragraph with the printed words of cites between » and «, or no text if there is none."""
    source = context.sources[id_]
    texts = context.paragraphs(source) if context.paragraphs else ()
    if texts is None:
        return f"no text with the digest of {source.label} is in the folder"
    if number > len(texts):
        return ""
    from ..proof.articles import plain  # noqa: PLC0415 -- only a folder of articles needs it

    paragraph = texts[number - 1]
    printed = dict.fromkeys(plain(one.printed) for one in cites if one.printed)
    for words in sorted(printed, key=len, reverse=True):
        before, found, after = paragraph.partition(words)
        if found and before.count("»") == before.count("«"):
            paragraph = f"{before}»{found}«{after}"
    return paragraph


def _list_fields(record: Record, context: RecordContext) -> Iterator[tuple[str, str]]:
    """Yield the name and value of each field that has a value."""
    yield "summary", record.summary
    if record.date is not None:
        part = f", {record.part_of_day}" if record.part_of_day else ""
        yield "date", f"{when(record).rstrip(DERIVED)}{part} ({record.date_basis})"
    if hedged := figure(record):
        yield "figure", hedged
    hidden = OWN_LINE if context.everything else (*OWN_LINE, *FOR_MACHINES)
    values = codec.to_builtins(record)
    for name in [*(name for name in values if name not in LAST), *LAST]:
        value = values[name]
        if name in hidden or value in (None, (), []) or value is False:
            continue
        if name != "independent":
            yield name.replace("_", " "), _format_value(name, value, context)
        elif value:  # the event has no origins
            yield name, f"{pluralize(value, 'origin')}; outlets that pass on one statement count once"


def _format_value(name: str, value: Any, context: RecordContext) -> str:
    """Return the value of a field in readable form."""
    vocabulary = REFERENCES.get(name, "").partition(" ")[0]  # "person or source": sources have no labels
    if vocabulary in VOCABULARIES:
        return context.labels.of(vocabulary, [value] if isinstance(value, str) else value)
    if name in COMPUTED_IDS:
        return join_limited(value, MAX_NAMES)
    if isinstance(value, (list, tuple)):
        if isinstance(value[0], dict):
            return "\n".join(_format_part(part, context) for part in value)
        return ", ".join(value)
    return "yes" if value is True else str(value)


def _format_part(part: dict[str, Any], context: RecordContext) -> str:
    """Return a part with its own cites; `--full` adds their words."""
    words = ": ".join(_format_value(name, value, context) for name, value in part.items() if name != "cites")
    cites = [Cite(**cite) for cite in part["cites"]]
    return f"{words} [{'; '.join(map(_format_cite, cites)) if context.everything else cells.marks(cites)}]"
