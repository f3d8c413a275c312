"""CSV and TSV: RFC 4180 quoting by the standard library, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from ..errors import printable
from .rows import Value, flat

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the start of a formula; the last four are its full-width forms."""


def delimited(rows: Iterable[dict[str, Any]], fields: Sequence[str], delimiter: str) -> bytes:
    """Return rows under a line of field names, as UTF-8 with CRLF line ends as RFC 4180 asks."""
    data = io.BytesIO()
    text = io.TextIOWrapper(data, "utf-8", newline="", write_through=True)
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(fields)
    writer.writerows([harmless(flat(row[field])) for field in fields] for row in rows)
    return data.getvalue()


def harmless(value: Value) -> str | int:
    """Put an apostrophe before text that would be run as a formula; a number is left as it is."""
    if value is None:
        return ""
    if isinstance(value, int) or _NUMBER.fullmatch(value):
        return value
    text = printable(value)
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text
