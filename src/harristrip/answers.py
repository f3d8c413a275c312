"""What commands print as JSON around records and beside them: totals, findings, checked cites, references.

No store says any of this. Declared like the records of `model`; documentation and JSON Schema come from here.
"""

from __future__ import annotations

from typing import Generic, Literal, TypeVar

from msgspec import Struct, field

from .model import Funding, Qualifier

R = TypeVar("R")


class Excluded(Struct, frozen=True):
    """An amount that a total leaves out, and why."""

    id: str
    reason: str


class Total(Struct, frozen=True, kw_only=True):
    """What the amounts of one currency and status come to."""

    currency: str
    status: str
    amount: int | None
    """In whole units; None where no amount of this currency and status may be counted."""
    qualifier: Qualifier | None
    includes: tuple[str, ...]
    excludes: tuple[Excluded, ...]


State = Literal["verified", "supported", "mismatch", "not found", "incomplete", "ambiguous", "unchecked", "changed"]
"""What holding a cite against its paragraph showed."""


class Check(Struct, frozen=True, kw_only=True):
    """One cite of one record, held against the archived text."""

    id: str
    """The record."""
    field: str
    """Where in the record the cite stands: `cites`, `date_from`, `agenda`, …"""
    source: str
    paragraph: int
    printed: str | None
    state: State
    detail: str | None
    """What is wrong, or why nothing could be said."""
    found: str | None
    """The paragraph's words around the place."""
    elsewhere: tuple[int, ...]
    """Other paragraphs of the source in which the words stand, if they do not stand in this one: the first twenty."""


class SourceCheck(Struct, frozen=True, kw_only=True):
    """How the cites of one source fared."""

    source: str
    text: Literal["found", "changed", "missing"]
    """Whether a file with its digest was there, or one of its name with another digest."""
    cites: int
    states: dict[str, int]
    """State -> number of cites, for the states that occurred."""


class Uncovered(Struct, frozen=True, kw_only=True):
    """A paragraph that holds a figure or a date and that no record cites."""

    source: str
    paragraph: int
    text: str


class VerifyAnswer(Struct, frozen=True, kw_only=True):
    """What `verify` prints as JSON."""

    schema_version: int = 1
    command: str = "verify"
    count: int
    items: tuple[Check, ...]
    checked: int
    """Cites that were held against a paragraph."""
    wrong: int
    """Cites in a state that a store must not have."""
    sources: tuple[SourceCheck, ...]
    uncovered: tuple[Uncovered, ...]


class Finding(Struct, frozen=True, kw_only=True):
    """One fault or warning of a store."""

    code: str
    severity: Literal["error", "warning"]
    line: int
    column: int
    excerpt: str
    """The user's own line, or of a long one some hundred characters around the fault."""
    excerpt_column: int
    """Where in the line the excerpt starts, from 1."""
    message: str
    hint: str | None


class RuleAnswer(Struct, frozen=True, kw_only=True):
    """What `check --explain` prints as JSON."""

    schema_version: int = 1
    command: str = "check"
    code: str
    severity: Literal["error", "warning"]
    rule: str


class CheckAnswer(Struct, frozen=True, kw_only=True):
    """What `check` prints as JSON."""

    schema_version: int = 1
    command: str = "check"
    file: str
    count: int
    items: tuple[Finding, ...]


class Answer(Struct, Generic[R], frozen=True, kw_only=True):
    """What a command prints as JSON."""

    schema_version: int = 1
    command: str
    count: int
    items: tuple[R, ...]
    gaps: tuple[str, ...] = ()
    """Ids of the questions about these items that no article answers."""


class FundingAnswer(Answer[Funding], frozen=True, kw_only=True):
    """What `funding` prints as JSON."""

    totals: tuple[Total, ...]


class Issued(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A date as CSL-JSON has it."""

    date_parts: tuple[tuple[int, ...], ...] = field(name="date-parts")
    """Year, month and day as far as they are known, once, or twice for an interval."""
    circa: bool = False
    """Whether the date was worked out and not printed."""


class Citation(Struct, frozen=True, kw_only=True, omit_defaults=True, rename="kebab"):
    """A reference as CSL-JSON has it; what the text of the source does not print is left out, and `note` says so."""

    id: str
    """Record and source, `talks:gazette`; a source, `gazette`; or a source and paragraph, `gazette:4`."""
    type: Literal["article-newspaper"]
    title: str | None = None
    container_title: str | None = None
    """The publisher once more: CSL-JSON asks for what an article appeared in."""
    publisher: str | None = None
    issued: Issued | None = None
    locator: str | None = None
    note: str


class CiteAnswer(Struct, frozen=True, kw_only=True):
    """What `cite` prints as JSON."""

    schema_version: int = 1
    command: str = "cite"
    count: int
    items: tuple[Citation, ...]


class Exported(Struct, frozen=True, kw_only=True):
    """One table of an exported database."""

    name: str
    rows: int


class ExportAnswer(Struct, frozen=True, kw_only=True):
    """What `export` prints as JSON."""

    schema_version: int = 1
    command: str = "export"
    file: str
    full_text: bool
    """Whether `search` is a full-text index; a plain table where SQLite was built without FTS5."""
    count: int
    items: tuple[Exported, ...]
