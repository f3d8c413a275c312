"""Check a drafted record with `verify` before it is printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ..facts import codec, model
from ..proof.articles import Text
from ..proof.library import Library
from ..proof.verify import WRONG, verify
from .toml import Cite, Table, Title

_SUMMARY = "Draft"
"""A placeholder for the summary that the author will write."""


def library(source: str, text: Text, today: date | None) -> Library:
    """Return a library with one text."""
    article = model.Source(
        id=source,
        summary=_SUMMARY,
        sha256=text.sha256,
        paragraphs=len(text.paragraphs),
        date=today.isoformat() if today is not None else None,
    )
    return Library({source: article}, {source: text})


def fault(table: Table, against: Library) -> str | None:
    """Return why `verify` would reject a drafted record, or None."""
    fields = {name: _plain(value) for name, value in table.fields.items() if value not in ("", [])}
    record: Any = codec.convert({**fields, "id": "draft", "summary": _SUMMARY}, model.KINDS[table.kind])
    return next((check.detail for check in verify(record, against) if check.state in WRONG), None)


def _plain(value: object) -> object:
    """Return a value of a draft as plain data for the model."""
    if isinstance(value, Cite):
        source, _, paragraph = value.at.partition(":")
        return {"source": source, "paragraph": int(paragraph), "printed": value.printed}
    if isinstance(value, Title):
        return {"title": value.title, "cites": [_plain(value.cite)]}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(one) for one in value]
    return value
