"""What a question returns: a tuple of records that a notebook shows as a table."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, TypeVar

from . import query

if TYPE_CHECKING:
    from .model import Record

R = TypeVar("R", bound="Record")
HEADERS = ("Id", "Date", "Status", "Summary", "Sources")


class Result(tuple[R, ...]):
    """Records in the order of their report: a tuple in every respect, with `_repr_html_` besides."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        """Return an HTML table of the records, everything from the store escaped."""
        head = "".join(f"<th>{header}</th>" for header in HEADERS)
        rows = "".join(f"<tr>{_cells(record)}</tr>" for record in self)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cells(record: Record) -> str:
    derived = " (derived)" if record.date_basis == "derived" else ""
    passages = dict.fromkeys(f"{cite.source}:{cite.paragraph}" for cite in query.cites(record))
    cells = (record.id, f"{record.date or ''}{derived}", record.status, record.summary, ", ".join(passages))
    return "".join(f"<td>{escape(cell)}</td>" for cell in cells)
