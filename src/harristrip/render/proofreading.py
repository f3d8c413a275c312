"""A proofread draft: its lines with a caret below, in the manner of a compiler, or as rows, JSON and annotations."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import UnknownValue, UsageError
from ..facts import codec
from ..facts.responses import Remark
from ..text import encode_text, nearest, pluralize, printable
from . import formats

if TYPE_CHECKING:
    from ..facts.responses import ProofreadAnswer
    from ..terminal import Page

WIDEST, NARROWEST = 100, 20
"""Cells of the draft's line that are shown."""
MARGIN = "  "
UNSAID = ("date", "status")
"""Kinds whose message says what is expected."""
GITHUB = "github"
"""The format of workflow commands, which GitHub shows beside the lines."""
REMARK_FORMATS = ("table", "json", "jsonl", "csv", "tsv", "markdown", GITHUB)
_COLOURS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "note": "\x1b[1;36m"}
_RESET = "\x1b[0m"
_ANNOTATIONS = {"error": "error", "warning": "warning", "note": "notice"}
REMARK_FIELDS = codec.field_names(Remark)


def _render_remarks(answer: ProofreadAnswer, fields: Sequence[str] | None, page: Page) -> bytes:
    """Return each remark as a block of lines, and a line that counts; with fields, a table of them."""
    if fields is not None:
        from . import table  # noqa: PLC0415 -- rich loads only where something is drawn

        return table.render_fields("Remarks", _select_fields(answer, fields), fields, page)
    name = printable(answer.file)
    blocks = ["\n".join(_draw_remark(name, one, page)) + "\n" for one in answer.items]
    return encode_text("\n".join([*blocks, f"{name}: {_count_remarks(answer)}"]) + "\n", page.encoding)


def _draw_remark(name: str, remark: Remark, page: Page) -> Iterator[str]:
    from . import layout  # noqa: PLC0415 -- rich loads only where something is drawn

    colour, plain = (_COLOURS[remark.severity], _RESET) if page.colour else ("", "")
    message = printable(remark.message)
    yield f"{name}:{remark.line}:{remark.column}: {colour}{remark.severity}{plain} {remark.kind}: {message}"
    room = max(NARROWEST, page.width - len(MARGIN))
    line, blanks, carets = _cut_excerpt(remark, min(WIDEST, room), page.encoding)
    yield f"{MARGIN}{line}".rstrip()
    yield f"{MARGIN}{' ' * blanks}{colour}{'^' * carets}{plain}"
    for text in _list_evidence(remark):
        yield from (MARGIN + part.replace(layout.HARD, " ") for part in layout.wrap(layout.make_safe(text), room))


def _cut_excerpt(remark: Remark, room: int, encoding: str) -> tuple[str, int, int]:
    """Return the part of the draft's line that fits, how many cells are before the words, and how many they take.

    A character may take no cell, two, or many: where an encoding lacks it, or where it would act on a terminal.
    """
    column = remark.column - remark.excerpt_column
    excerpt = remark.excerpt[max(0, column - room) : column + room]
    shown = [encode_text(printable(one), encoding).decode(encoding) for one in excerpt]
    sizes = [_measure_cells(one) for one in shown]
    at = min(column, room)
    end = at + remark.end_column - remark.column
    before = min(room // 2, max(0, room - sum(sizes[at:end])))
    start = at
    while start and sum(sizes[start - 1 : at]) <= before:
        start -= 1
    while start and sum(sizes[start - 1 :]) <= room:
        start -= 1
    last = max(n for n in range(start, len(shown) + 1) if sum(sizes[start:n]) <= room)
    return "".join(shown[start:last]), sum(sizes[start:at]), max(1, sum(sizes[at : min(end, last)]))


def _measure_cells(text: str) -> int:
    """Return how many cells of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in text)
    return len(text) + wide - sum(unicodedata.combining(one) > 0 for one in text)


def _list_evidence(remark: Remark) -> Iterator[str]:
    """Yield what is expected, unless the message or the record says it, and the record."""
    if remark.kind == "conflict":
        yield f"safest: {remark.expected}"
    elif remark.expected and remark.kind not in UNSAID and remark.expected not in remark.message:
        yield f"expected: {remark.expected}"
    if remark.summary:
        yield f"{remark.records[0]}: {remark.summary} [{_format_marks(remark.cites)}]"


def _format_marks(cites: Sequence[str]) -> str:
    """Return passages as tables print them: `post ¶3, ¶12; wire ¶10`."""
    by_source: dict[str, list[int]] = {}
    for source, _, paragraph in (cite.rpartition(":") for cite in cites):
        by_source.setdefault(source, []).append(int(paragraph))
    return "; ".join(f"{source} " + ", ".join(f"¶{n}" for n in sorted(ns)) for source, ns in by_source.items())


def _count_remarks(answer: ProofreadAnswer) -> str:
    """Return a line with the numbers of sentences, figures, quotations and remarks."""
    errors, warnings = (sum(one.severity == what for one in answer.items) for what in ("error", "warning"))
    figures = [f"{answer.supported} supported", f"{answer.wrong} wrong", f"{answer.unknown} unknown"]
    figures += [f"{answer.unread} unread"] if answer.unread else []
    quotations = pluralize(answer.quotations, "quotation") if answer.quotations else "no quotation"
    where = " (name the articles with --articles)" if answer.quotations_left else ""
    counts = f"{pluralize(answer.sentences, 'sentence')}, {pluralize(answer.figures, 'figure')} ({', '.join(figures)})"
    return f"{counts}, {quotations} compared{where}: {pluralize(errors, 'error')}, {pluralize(warnings, 'warning')}"


def render_proofreading(form: str, answer: ProofreadAnswer, fields: Sequence[str] | None, page: Page) -> bytes:
    """Return an answer in one of the formats, with all fields of a remark or the chosen ones."""
    if form == "table":
        return _render_remarks(answer, fields, page)
    if form == GITHUB:
        if fields is not None:
            raise UsageError("--format github has no fields to choose from: leave --fields out")
        return "".join(f"{_format_annotation(answer.file, one)}\n" for one in answer.items).encode()
    names = fields or REMARK_FIELDS
    rows = _select_fields(answer, names)
    if form == "json":
        whole = {**codec.to_builtins(answer), "items": rows, "fields": list(names)}
        return codec.encode(whole if fields is not None else answer) + b"\n"
    if form == "jsonl":
        return b"".join(codec.encode(row) + b"\n" for row in rows)
    from . import markdown  # noqa: PLC0415
    from .rows import as_csv, as_tsv  # noqa: PLC0415

    return {"csv": as_csv, "tsv": as_tsv, "markdown": markdown.render_fields}[form](rows, names)


def _select_fields(answer: ProofreadAnswer, fields: Sequence[str]) -> list[dict[str, Any]]:
    return [{name: row[name] for name in fields} for row in map(codec.to_builtins, answer.items)]


def _format_annotation(name: str, remark: Remark) -> str:
    says = f" ({remark.records[0]}: {remark.summary})" if remark.summary else ""
    is_new = remark.expected and remark.kind not in UNSAID and remark.expected not in remark.message
    expected = f"; expected: {remark.expected}" if is_new else ""
    place = f"file={_escape_property(name)},line={remark.line},col={remark.column},endColumn={remark.end_column}"
    command = f"::{_ANNOTATIONS[remark.severity]} {place},title={remark.kind}::"
    return command + printable(f"“{remark.found}”: {remark.message}{expected}{says}").replace("%", "%25")


def _escape_property(value: str) -> str:
    """Return a property of a workflow command."""
    return printable(value).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")


def choose_remark_format(name: str | None, path: str | None, *, json: bool) -> str:
    """Return the format that was asked for, or that the extension of the file names; raises UsageError."""
    if name is not None and name not in REMARK_FORMATS:
        raise UnknownValue("format", name, nearest(name, REMARK_FORMATS), list(REMARK_FORMATS))
    if json and name not in (None, "json"):
        raise UsageError(f"--json and --format {name} contradict each other")
    by_extension = formats.find_format(path)
    return name or ("json" if json else by_extension if by_extension in REMARK_FORMATS else "table")


def choose_remark_fields(asked: str | None) -> list[str] | None:
    """Return the fields that a list names; raises UnknownValue."""
    if asked is None:
        return None
    names = [name.strip() for name in asked.split(",")]
    for name in names:
        if name not in REMARK_FIELDS:
            raise UnknownValue("field", name, nearest(name, REMARK_FIELDS), list(REMARK_FIELDS))
    return list(dict.fromkeys(names))
