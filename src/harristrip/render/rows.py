"""Records as flat rows, one column for each field of the JSON: CSV, TSV, JSON lines, chosen fields."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Union

from ..errors import UnknownValue
from ..facts import codec
from ..facts.model import KINDS, Figured
from ..index.cells import figure
from ..text import nearest, printable

if TYPE_CHECKING:
    from ..index.store import Listing

CellValue = Union[str, int, None]
"""The value of a cell; numbers stay numbers for spreadsheets."""
FlatRows = list[dict[str, Any]]
FIGURE_FIELD = "figure"
"""A field that is made of several: the figure as tables print it."""
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Characters that start a formula in a spreadsheet; the last four are full-width."""


def narrow(answer: Listing, asked: str | None) -> tuple[FlatRows, list[str]]:
    """Return the rows of an answer and the names of their fields: those of `--fields`, or all."""
    kinds = list(dict.fromkeys(record.kind for record in answer.records))
    possible = list(answer.report.kinds or KINDS)
    figured = [FIGURE_FIELD] if any(issubclass(KINDS[kind], Figured) or kind == "funding" for kind in possible) else []
    fields = _choose_fields(
        asked, answer, _list_field_names(kinds or possible), [*_list_field_names(possible), *figured]
    )
    tables = (codec.to_builtins(record) | {FIGURE_FIELD: figure(record) or None} for record in answer.records)
    return [{field: table.get(field) for field in fields} for table in tables], fields


def _list_field_names(kinds: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for kind in kinds for name in codec.field_names(KINDS[kind])))


def _choose_fields(asked: str | None, answer: Listing, present: Sequence[str], valid: Sequence[str]) -> list[str]:
    """Return the fields that `asked` names by key or header, or those present; raises UnknownValue."""
    if asked is None:
        return list(present)
    headers = {one.header.lower(): one.field or one.header.lower().replace(" ", "_") for one in answer.report.columns}
    found: dict[str, None] = {}
    for name in (name.strip() for name in asked.split(",")):
        key = name if name in valid else headers.get(name.lower().replace("_", " "), name)
        if key not in valid:
            shown = [*(key for key in headers.values() if key in valid), *valid]
            raise UnknownValue("field", name, nearest(name, valid), list(dict.fromkeys(shown)))
        found[key] = None
    return list(found)


def as_json(answer: Listing, asked: str) -> bytes:
    """Return an answer with chosen fields as one line of JSON; `fields` lists them."""
    from ..index.store import envelope  # noqa: PLC0415 -- the one envelope of listings

    rows, fields = narrow(answer, asked)
    rest = answer.rest() | {"fields": codec.encode(fields)}
    return envelope(answer.report.name, [codec.encode(row) for row in rows], rest)


def as_json_lines(answer: Listing, asked: str) -> bytes:
    """Return the chosen fields as a line of JSON for each record."""
    return b"".join(codec.encode(row) + b"\n" for row in narrow(answer, asked)[0])


def flatten(value: Any) -> CellValue:
    """Return a field as one cell: a list joined by `; `, a cite as `post:4 "words"`, a part with its cites."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, (str, int)):
        return value
    if not isinstance(value, dict):
        return "; ".join(str(flatten(entry)) for entry in value)
    if "paragraph" in value:
        printed = f' "{value["printed"]}"' if value["printed"] else ""
        via = f" from {value['via']}" if value.get("via") else ""
        return f"{value['source']}:{value['paragraph']}{printed}{via}"
    words = ": ".join(str(inner) for name, inner in value.items() if name != "cites")
    return f"{words} [{flatten(value['cites'])}]" if "cites" in value else words


def format_cell(value: Any) -> str:
    """Return a field as text."""
    found = flatten(value)
    return "" if found is None else str(found)


def as_csv(rows: FlatRows, fields: Sequence[str]) -> bytes:
    """Return rows under a line of field names: UTF-8, with quotes and CRLF by RFC 4180."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(fields)
    writer.writerows(_list_harmless_cells(rows, fields))
    return text.getvalue().encode()


def as_tsv(rows: FlatRows, fields: Sequence[str]) -> bytes:
    """Return rows under a line of field names, separated by tabs, without quotes: no value contains a tab."""
    lines = [fields, *([str(one) for one in row] for row in _list_harmless_cells(rows, fields))]
    return "".join("\t".join(line) + "\n" for line in lines).encode()


def _list_harmless_cells(rows: FlatRows, fields: Sequence[str]) -> Iterator[list[str | int]]:
    return ([make_harmless(flatten(row[field])) for field in fields] for row in rows)


def make_harmless(value: CellValue) -> str | int:
    """Return a cell that no spreadsheet runs as a formula: such text gets an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, int) or _NUMBER.fullmatch(value):
        return value
    text = printable(value)
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text
