"""Examples of each command, filled with values of the store in use."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ..errors import HarristripError
from ..index.database import open_index

if TYPE_CHECKING:
    from ..index.database import Index

FALLBACK = {
    "country": "COUNTRY",
    "group": "GROUP",
    "topic": "TOPIC",
    "source": "SOURCE",
    "record": "ID",
    "conflict": "ID",
    "passage": "post:4",
    "month": "2030-05",
    "day": "2030-05-10",
    "word": "WORD",
}
"""Values of placeholders if the store cannot be read or has none."""
_SOURCES = {
    "country": "SELECT key FROM filter_key WHERE filter = 'country' GROUP BY key ORDER BY count(*) DESC, key LIMIT 1",
    "topic": "SELECT key FROM filter_key WHERE filter = 'topic' GROUP BY key ORDER BY count(*) DESC, key LIMIT 1",
    "group": "SELECT id FROM entry WHERE vocabulary = 'group' ORDER BY rowid LIMIT 1",
    "source": "SELECT id FROM record WHERE kind = 'source' ORDER BY number LIMIT 1",
    "record": "SELECT id FROM record WHERE kind IN ('statistic', 'meeting', 'claim') "
    "ORDER BY kind DESC, number LIMIT 1",
    "conflict": "SELECT id FROM record WHERE kind = 'conflict' ORDER BY number LIMIT 1",
    "passage": "SELECT source || ':' || paragraph FROM cites GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1",
    "day": "SELECT json_extract(json, '$.first_day') FROM entry WHERE vocabulary = 'event'",
    "month": "SELECT substr(json_extract(json, '$.first_day'), 1, 7) FROM entry WHERE vocabulary = 'event'",
    "word": "SELECT id FROM record WHERE kind = 'person' ORDER BY number LIMIT 1",
}
"""Placeholder -> how to find a value for it in the index."""


def fill(text: str, store: str | None) -> str:
    """Return a text with its placeholders filled from the store in use."""
    if "{" not in text:
        return text
    values = _find_values(store)
    for name in FALLBACK:
        text = text.replace(f"{{{name}}}", values[name])
    return text


@lru_cache(maxsize=4)
def _find_values(store: str | None) -> dict[str, str]:
    try:
        index: Index | None = None if store == "-" else open_index(store)
    except HarristripError:
        index = None
    if index is None:
        return FALLBACK
    found = {name: index.rows(sql) for name, sql in _SOURCES.items()}
    return FALLBACK | {name: str(rows[0][0]) for name, rows in found.items() if rows and rows[0][0]}
