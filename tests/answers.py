"""Answers of the small store with some fields changed, for tests of the renderers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from harristrip.facts import codec, load, model
from harristrip.index.database import Index, in_memory
from harristrip.index.store import Listing, ask, find_report
from harristrip.index.store import load as load_store
from harristrip.terminal import Page

SMALL_FILE = Path(__file__).parent / "data" / "valid" / "small.toml"
SMALL = load.parse(SMALL_FILE.read_bytes())
BY_ID: dict[str, Any] = {one.id: one for one in SMALL.records}
SHIPPED = load_store().index
CITE = model.Cite(source="gazette", paragraph=3)
PIPE = Page()


def index(changes: dict[str, dict[str, Any]] | None = None, *more: model.Record) -> Index:
    """Return the index of the small store with other values in some records, and more records."""
    changes = changes or {}
    records = tuple(codec.replace(one, **changes.get(one.id, {})) for one in SMALL.records) + more
    return in_memory(codec.replace(SMALL, records=records))


def answer(report: str, found: Index | None = None, **filters: Any) -> Listing:
    """Return the answer of a report."""
    found = found or index()
    declared = find_report(found, report)
    assert declared is not None
    return ask(found, declared, filters)
