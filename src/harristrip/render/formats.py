"""Formats, each declared once: name, extensions and renderer.

Help, completion and the choice by file extension use these declarations.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..errors import UnknownValue, UsageError
from ..index.reports import CALENDARS
from ..text import nearest, printable, quote

if TYPE_CHECKING:
    from ..index.store import Listing
    from ..terminal import Page
    from .references import Style


class Format(NamedTuple):
    """A format of listings."""

    name: str
    extensions: tuple[str, ...]
    render: Callable[[Listing, str | None, Page], bytes]
    """Takes the answer, the fields that `--fields` names, and the page."""
    calendars_only: bool = False
    """Whether it is only for reports that can be calendars."""


def _render_table(answer: Listing, fields: str | None, page: Page) -> bytes:
    from . import rows, table  # noqa: PLC0415 -- rich loads only where something is drawn

    if fields is None:
        return table.render_listing(answer, page)
    return table.render_fields(answer.title, *rows.narrow(answer, fields), page, table.list_notes_above(answer))


def _render_json(answer: Listing, fields: str | None, _: Page) -> bytes:
    if fields is None:
        return answer.json()
    from . import rows  # noqa: PLC0415

    return rows.as_json(answer, fields)


def _render_json_lines(answer: Listing, fields: str | None, _: Page) -> bytes:
    if fields is None:
        return b"".join(row + b"\n" for row in answer.rows)
    from . import rows  # noqa: PLC0415

    return rows.as_json_lines(answer, fields)


def _render_csv(answer: Listing, fields: str | None, _: Page) -> bytes:
    from . import rows  # noqa: PLC0415

    return rows.as_csv(*rows.narrow(answer, fields))


def _render_tsv(answer: Listing, fields: str | None, _: Page) -> bytes:
    from . import rows  # noqa: PLC0415

    return rows.as_tsv(*rows.narrow(answer, fields))


def _render_markdown(answer: Listing, fields: str | None, _: Page) -> bytes:
    from . import markdown, rows  # noqa: PLC0415

    return markdown.render_listing(answer) if fields is None else markdown.render_fields(*rows.narrow(answer, fields))


def _render_calendar(answer: Listing, fields: str | None, _: Page) -> bytes:
    if fields is not None:
        raise UsageError("--format ics has no fields to choose from: leave --fields out")
    from . import calendar  # noqa: PLC0415 -- icalendar takes as long to load as everything else

    return calendar.render_calendar(answer)


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("table", (".txt",), _render_table),
        Format("json", (".json",), _render_json),
        Format("jsonl", (".jsonl", ".ndjson"), _render_json_lines),
        Format("csv", (".csv",), _render_csv),
        Format("tsv", (".tsv", ".tab"), _render_tsv),
        Format("markdown", (".md", ".markdown"), _render_markdown),
        Format("ics", (".ics",), _render_calendar, calendars_only=True),
    )
}


def list_formats(command: str | None) -> list[str]:
    """Return the names of the formats of a command; only some reports can be calendars."""
    return [one.name for one in FORMATS.values() if command in CALENDARS or not one.calendars_only]


def choose_format(
    what: str, declared: Mapping[str, Format | Style], asked: str | None, path: str | None, *, json: str | None
) -> str:
    """Return the format or style that is asked for, or else that of the file's extension, or else the first.

    `what` is the name of the option, and `json` the format that `--json` means, or None without it. Raises UsageError.
    """
    if asked is not None and asked not in declared:
        raise UnknownValue(what, asked, nearest(asked, declared), list(declared))
    if json and asked not in (None, json):
        raise UsageError(f"--json and --{what} {asked} contradict each other")
    if asked is None and json is None:
        refuse_unknown_extension(path, [extension for one in declared.values() for extension in one.extensions])
    by_extension = (name for name, one in declared.items() if find_extension(path) in one.extensions)
    return asked or json or next(by_extension, next(iter(declared)))


def refuse_unknown_extension(path: str | None, known: Sequence[str]) -> None:
    """Raise UsageError for a file with another extension than the known ones; a file without one is allowed."""
    extension = find_extension(path)
    if extension and extension not in known:
        raise UsageError(f"{printable(path or '')}: the extension {quote(extension)} is none of {', '.join(known)}")


def find_extension(path: str | None) -> str:
    """Return the extension of a file in lower case, or nothing."""
    return os.path.splitext(path or "")[1].lower()


def find_format(path: str | None) -> str | None:
    """Return the format of a file name by its extension, or None."""
    extension = find_extension(path)
    return next((one.name for one in FORMATS.values() if extension in one.extensions), None)
