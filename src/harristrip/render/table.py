"""Answers as tables that fit the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.cells import cell_len

from ..index import cells
from ..index.cells import DERIVED, DISPUTED, Labels
from ..index.reports import TOTALS, Column
from ..terminal import PROGRAM
from ..text import pluralize, printable, quote
from . import layout
from .layout import Linker, colour, make_safe, no_links

if TYPE_CHECKING:
    from ..facts.model import Record
    from ..index.store import Listing
    from ..terminal import Page
    from .layout import Links

NARROW = 60
"""On narrower pages each record is a block of lines: a table with several columns would be unreadable."""
MIN_WIDTH = 20
"""Minimum width of a page; narrower ones overflow."""
MIN_COLUMN = 10
"""Minimum width of a column, if it has words of that length."""
MAX_INCOMPARABLE_PAIRS = 100
"""Maximum pairs of incomparable figures listed below a table."""
MAX_OPEN_QUESTIONS = 3
"""Maximum open questions below a table; the others are counted."""
MAX_TOPICS = 2
"""Maximum topics that a note suggests for finding the others."""


class TableSection(NamedTuple):
    """One table of a page."""

    title: str
    columns: tuple[Column, ...]
    records: Sequence[Any]


class ColumnSize(NamedTuple):
    """The widths that one column needs, in characters."""

    longest_word: int
    longest_line: int
    wraps: bool
    unbreakable: bool

    @property
    def least(self) -> int:
        """The width at which no word is broken, or no line if it does not wrap."""
        return self.longest_word if self.wraps else self.longest_line


def list_sections(answer: Listing) -> list[TableSection]:
    """Return the tables of a listing: its records, a table for each group of statistics, then the totals."""
    report = answer.report
    found = [TableSection(answer.title, report.columns, answer.records)]
    if report.name == "statistics" and answer.records:
        groups = answer.index.labels("group")
        records: Any = answer.records
        by_group = {id_: [one for one in records if one.group == id_] for id_ in groups}
        found = [TableSection(groups[id_][0], report.columns, rows) for id_, rows in by_group.items() if rows]
    totals = [one for one in answer.totals if one.includes]
    return [*found, *([TableSection("Totals", TOTALS, totals)] if totals else [])]


def render_listing(answer: Listing, page: Page) -> bytes:
    """Return a listing as tables, with notes below, also on hidden columns that no other includes."""
    links = layout.make_linker(answer.index, wanted=page.links)
    lines = layout.wrap_notes(list_notes_above(answer), page)
    lines += _draw_sections(list_sections(answer), Labels(answer.index.labels), page, links)
    headers = {column.header for column in select_columns(answer.report.columns, page)}
    below = list(list_notes(answer, headers))
    missing = dict.fromkeys(
        column.header.lower()
        for column in answer.report.columns
        if column.header not in headers and column.min_width > page.width and not column.stacked
    )
    if missing and answer.records:
        below.append(f"Not shown at {page.width} columns: {', '.join(missing)}")
    return layout.to_bytes([*lines, *layout.wrap_notes(below, page)], page)


def render_fields(
    title: str, rows: Sequence[dict[str, Any]], names: Sequence[str], page: Page, before: Iterable[str] = ()
) -> bytes:
    """Return chosen fields of records as a table."""
    from .rows import format_cell  # noqa: PLC0415 -- csv loads only where fields are chosen

    columns = tuple(
        Column(name, lambda row, _, name=name: format_cell(row[name]), wraps=True, role="id" if name == "id" else "")  # type: ignore[misc]
        for name in names
    )
    drawn = _draw_sections([TableSection(title, columns, rows)], Labels(lambda _: {}), page)
    return layout.to_bytes([*layout.wrap_notes(before, page), *drawn], page)


def _draw_sections(
    shown: Iterable[TableSection], labels: Labels, page: Page, links: Linker = no_links
) -> Iterator[str]:
    for section in shown:
        title = printable(section.title) + ("" if section.records else ": no records")
        yield from (colour(line, "title", page) for line in layout.wrap(title, max(page.width, MIN_WIDTH)))
        if section.records:
            yield from draw_table(section.columns, section.records, labels, page, links)
            yield ""


def list_notes(answer: Listing, headers: Collection[str]) -> Iterator[str]:
    """Yield the notes below a listing: meaning of marks, incomparable figures, open questions."""
    if answer.possible:
        more = pluralize(answer.possible, "more record")
        yield f"{more} may fall into these days, dated by a month or span: add --maybe"
    for total in answer.totals:
        if not total.includes:
            reasons = "; ".join(cells.excluded(total).split("\n"))
            yield f"Not counted in {total.currency}, {total.status}: {reasons}"
    if sum(bool(one.includes) for one in answer.totals) > 1:
        yield "Totals of other rows may be the same money in another currency or at another stage: never add them"
    if "Only source of" in headers and answer.records:
        yield "Records counts those that cite a source; Only source of, those that cite no other"
    dated = "Date" in headers or "Published" in headers
    if dated and any(record.date_basis == "derived" for record in answer.records):
        yield f"{DERIVED} date derived; harristrip show ID shows from what"
    if any(record.conflicts for record in answer.records):
        yield f"{DISPUTED} sources differ: see harristrip conflicts"
    if "Not to be compared with" not in headers:
        yield from _list_incomparable(answer.records)
    yield from _list_open_questions(answer.shown_gaps)


def _list_open_questions(questions: Sequence[Record]) -> Iterator[str]:
    """Yield the first open questions; the others are counted, with one or two topics that find them all, if such exist.

    The usual status `not-stated` is omitted.
    """
    for gap in questions[:MAX_OPEN_QUESTIONS]:
        status = "" if gap.status == "not-stated" else f" ({gap.status})"
        yield f"Left open{status}: {gap.summary} [{gap.id}]"
    rest = left = questions[MAX_OPEN_QUESTIONS:]
    topics: list[str] = []
    while len(topics) < MAX_TOPICS and (counts := Counter(topic for gap in left for topic in gap.topics)):
        topics.append(counts.most_common(1)[0][0])
        left = [gap for gap in left if topics[-1] not in gap.topics]
    if rest:
        found = "" if left else "".join(f" --topic {topic}" for topic in topics)
        yield f"{pluralize(len(rest), 'more open question')}: {PROGRAM} gaps{found}"


def list_notes_above(answer: Listing) -> Iterator[str]:
    """Yield the lines above a listing: how many statistics a limit leaves, and the words that no record has."""
    if answer.report.name == "statistics" and answer.is_limited:
        yield answer.title
    for word, near in answer.found.nowhere.items() if answer.found else ():
        yield f"No record has {quote(word)}" + (f"; the nearest word is {quote(near)}" if near else "")


def _list_incomparable(records: Sequence[Record]) -> Iterator[str]:
    """Yield a line for each figure with those that it must not be compared with; each pair once."""
    shown, left = {record.id for record in records}, MAX_INCOMPARABLE_PAIRS
    more = 0
    for record in records:
        every = getattr(record, "not_comparable", ())
        others = [other for other in every if record.id < other or other not in shown]
        if named := others[:left]:
            yield f"Not to be compared: {record.id} with {', '.join(named)}"
        more += len(others) - len(named)
        left -= len(named)
    if more:
        yield f"Not to be compared: {more} more pairs, see not_comparable in --json"


def select_columns(columns: Iterable[Column], page: Page) -> list[Column]:
    """Return the columns that a page of this width shows."""
    return [column for column in columns if column.min_width <= page.width < column.below_width]


def draw_table(
    columns: Sequence[Column], records: Sequence[Any], labels: Labels, page: Page, links: Linker = no_links
) -> Iterator[str]:
    """Yield records as the lines of a table, or as blocks if a table would break unbreakable text."""
    shown = select_columns(columns, page)
    rows = [[make_safe(column.cell(record, labels)) for column in shown] for record in records]
    kept = [number for number, one in enumerate(shown) if not one.min_width or any(row[number] for row in rows)]
    shown, rows = [shown[number] for number in kept], [[row[number] for number in kept] for row in rows]
    urls = [links(record) for record in records]
    sizes = _measure_columns(shown, rows)
    page = page._replace(width=max(page.width, MIN_WIDTH))
    room = page.width - layout.GAP * (len(shown) - 1)
    if page.width < NARROW or not fits(sizes, room):
        yield from _draw_blocks(shown, rows, page, urls)
        return
    form = layout.Cells(choose_widths(sizes, room), [one.right for one in shown], [one.role for one in shown])
    headers = [column.header for column in shown]
    yield from next(layout.lay_out_columns([headers], form._replace(roles=["header"] * len(shown)), page))
    yield colour("─" * (sum(form.widths) + layout.GAP * (len(shown) - 1)), "rule", page)
    drawn = list(layout.lay_out_columns(rows, form, page, urls))
    is_tall = any(len(lines) > 1 for lines in drawn)
    for number, lines in enumerate(drawn):
        yield from [""] if number and is_tall else []
        yield from lines


def fits(sizes: Sequence[ColumnSize], room: int) -> bool:
    """Return whether unbreakable text fits and every other column has some room."""
    return room >= sum(one.least if one.unbreakable else min(one.least, MIN_COLUMN) for one in sizes)


def choose_widths(sizes: Sequence[ColumnSize], room: int) -> list[int]:
    """Return a width for each column so that together they fit into `room`.

    A column that does not wrap has its longest line. The others start at their longest word; what is left goes, one
    character at a time, to the column whose text would be broken into the most lines.
    """
    if sum(one.longest_line for one in sizes) <= room:
        return [one.longest_line for one in sizes]
    found = [one.least for one in sizes]
    breakable = [number for number, one in enumerate(sizes) if not one.unbreakable]
    for columns, least in ((breakable, MIN_COLUMN), (list(range(len(found))), 1)):
        while sum(found) > room and any(found[number] > least for number in columns):
            found[max(columns, key=found.__getitem__)] -= 1
    for _ in range(room - sum(found)):
        found[max(range(len(found)), key=lambda i: sizes[i].longest_line / found[i])] += 1
    return found


def _measure_columns(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[ColumnSize]:
    """Measure each column: its header and all its cells."""
    found = []
    for number, column in enumerate(columns):
        texts = [column.header, *(row[number] for row in rows)]
        longest_word = max(cell_len(word) for text in texts for word in text.replace("\n", " ").split(" "))
        longest_line = max(cell_len(line) for text in texts for line in text.split("\n"))
        found.append(ColumnSize(longest_word, longest_line, column.wraps, column.unbreakable))
    return found


def _draw_blocks(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], page: Page, links: Sequence[Links]
) -> Iterator[str]:
    """Yield each record as lines of header and cell; multi-line cells are joined."""
    for number, (row, urls) in enumerate(zip(rows, links, strict=True)):
        yield from [""] if number else []
        for column, text in zip(columns, row, strict=True):
            if not text:
                continue
            name = f"{column.header}:"
            shown = text if column.wraps else text.replace("\n", " ")
            first, *rest = layout.paint_lines(layout.wrap(f"{name} {shown}", page.width), "", page, urls)
            yield colour(name, "name", page) + first[len(name) :] if first.startswith(name) else first
            yield from rest
