"""The JSON that commands print around the records: totals, findings, checked cites, references.

Declared like the records of `model`; the reference and JSON Schemas come from here.
"""

from __future__ import annotations

from typing import Generic, Literal, TypeVar, Union

from msgspec import Struct, field

from .. import SCHEMA_VERSION
from .model import Funding, Qualifier
from .rules import is_warning

R = TypeVar("R")
EXCERPT = 400
"""Characters of a line in a finding: one line of a million characters can have a thousand findings."""
Severity = Literal["error", "warning"]


class Envelope(Struct, frozen=True, kw_only=True):
    """What every answer begins with."""

    schema_version: int = SCHEMA_VERSION
    """The version of this layout."""
    command: str
    """The command that answered."""


class Excluded(Struct, frozen=True):
    """An amount that a total does not count, and why."""

    id: str
    """The amount."""
    reason: str
    """Why it is not counted."""


class Total(Struct, frozen=True, kw_only=True):
    """The total of the amounts of one currency and status."""

    currency: str
    """The ISO 4217 code."""
    status: str
    """The status of its amounts."""
    amount: Union[int, str, None]
    """The sum, or its lower end: a whole number, a decimal as text, or null if there is no total."""
    amount_to: Union[int, str, None]
    """The upper end, if an amount is a range."""
    qualifier: Qualifier | None
    """The hedge of the sum."""
    includes: tuple[str, ...]
    """The amounts that are counted."""
    excludes: tuple[Excluded, ...]
    """The amounts that are not, each with the reason."""
    conflicts: tuple[str, ...]
    """Contradictions that involve counted amounts."""


State = Literal[
    "verified",
    "attested",
    "supported",
    "mismatch",
    "incomplete",
    "ambiguous",
    "not found",
    "unread",
    "unchecked",
    "changed",
]
CitePlace = Literal["same place", "moved", "changed", "gone", "unknown"]
"""Where the words of a cite are in a changed text; unknown without printed words, or if several paragraphs match."""


class Check(Struct, frozen=True, kw_only=True):
    """One cite of one record, compared with the archived text."""

    id: str
    """The record."""
    field: str
    """Where in the record the cite is: `cites`, `date_from`, `agenda`, …"""
    source: str
    """The source that is cited."""
    paragraph: int
    """The paragraph, counted from 1."""
    printed: str | None
    """The words that the cite gives."""
    state: State
    """The result."""
    detail: str | None
    """What is wrong and how to fix it, or why the cite was not checked."""
    found: str | None
    """The text around the words."""
    elsewhere: tuple[int, ...]
    """Other paragraphs of the source with the same words, the first twenty."""
    place: CitePlace | None = None
    """If the text was changed, where the words are now."""


class SourceCheck(Struct, frozen=True, kw_only=True):
    """The results for one source."""

    source: str
    """The source."""
    text: Literal["found", "changed", "missing"]
    """Whether a file with its digest was found, or only one with its name and another digest."""
    cites: int
    """The number of cites of it."""
    states: dict[str, int]
    """State -> number of cites, for the states that occurred."""
    places: dict[str, int] = {}
    """If the text was changed, place -> number of cites."""


class Uncovered(Struct, frozen=True, kw_only=True):
    """A figure or a date of an article that no cite covers."""

    source: str
    """The source."""
    paragraph: int
    """The paragraph, counted from 1."""
    text: str
    """The paragraph."""
    printed: str | None = None
    """The figure or date as printed."""


class VerifyAnswer(Envelope, frozen=True, kw_only=True):
    """The JSON of `verify`."""

    command: str = "verify"
    count: int
    """The number of cites."""
    items: tuple[Check, ...]
    """The cites."""
    checked: int
    """Cites that were compared with a paragraph."""
    wrong: int
    """Cites in a state that a store must not have."""
    sources: tuple[SourceCheck, ...]
    """The results by source."""
    uncovered: tuple[Uncovered, ...]
    """With `--coverage`, figures and dates that no cite covers."""


class Finding(Struct, frozen=True, kw_only=True):
    """A fault or warning of a store, and its place."""

    code: str
    """The rule: `HT012`."""
    severity: Severity
    """Whether it makes the store invalid."""
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in characters."""
    excerpt: str
    """The line; if it is long, some hundred characters around the fault."""
    excerpt_column: int
    """Where in the line the excerpt starts, from 1."""
    message: str
    """What is wrong."""
    hint: str | None
    """How to fix it."""

    @classmethod
    def at_place(
        cls, code: str, message: str, place: tuple[int, int], text: str, *, hint: str | None = None
    ) -> Finding:
        """Return a finding at a line and column; `text` is the line."""
        line, column = place
        start = max(0, min(column - 1 - EXCERPT // 2, len(text) - EXCERPT))
        return cls(
            code=code,
            severity="warning" if is_warning(code) else "error",
            line=line,
            column=column,
            excerpt=text[start : start + EXCERPT],
            excerpt_column=start + 1,
            message=message,
            hint=hint,
        )

    def at(self, name: str) -> str:
        """Return the finding as one line that begins with the file name."""
        return f"{name}:{self.line}: {self.message}" + (f" ({self.hint})" if self.hint else "")


class CheckAnswer(Envelope, frozen=True, kw_only=True):
    """The JSON of `check`; with `--explain` it has rules and no findings."""

    command: str = "check"
    file: str | None
    """The store; null for `--explain`."""
    count: int
    """The number of findings."""
    items: tuple[Finding, ...]
    """The findings, sorted by line."""
    rules: tuple[Rule, ...] = ()
    """With `--explain`, the rule."""


class Rule(Struct, frozen=True, kw_only=True):
    """A rule of a store."""

    code: str
    """The rule: `HT012`."""
    severity: Severity
    """Whether breaking it makes a store invalid."""
    rule: str
    """The rule in words."""


class Answer(Envelope, Generic[R], frozen=True, kw_only=True):
    """The JSON of a listing."""

    count: int
    """The number of records."""
    items: tuple[R, ...]
    """The records."""
    gaps: tuple[str, ...] = ()
    """Ids of the gaps: open questions about these records."""


class FundingAnswer(Answer[Funding], frozen=True, kw_only=True):
    """The JSON of `funding`."""

    totals: tuple[Total, ...]
    """One for each currency and status."""


class Unfound(Struct, frozen=True, kw_only=True):
    """A word of a search that no record has."""

    word: str
    """As it was typed."""
    nearest: str | None
    """The most similar word of the store."""


class SearchAnswer(Answer[R], Generic[R], frozen=True, kw_only=True):
    """The JSON of `search`."""

    partial: bool
    """Whether no record has all words, so that the closest ones are listed."""
    nowhere: tuple[Unfound, ...]
    """Words that no record has."""


class ErrorMessage(Struct, frozen=True, kw_only=True):
    """What went wrong."""

    exit_code: int
    """The exit code of the process."""
    message: str
    """The message in words."""
    nearest: str | None
    """The valid value that was probably meant."""
    faults: tuple[dict[str, Union[str, int, None]], ...]
    """Every fault of the store: code, message, line, column, hint."""


class ErrorAnswer(Struct, frozen=True, kw_only=True):
    """The JSON that a command prints on standard error if it fails under `--json`."""

    schema_version: int = SCHEMA_VERSION
    """The version of this layout."""
    error: ErrorMessage
    """What went wrong."""


class Issued(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A date in CSL-JSON."""

    date_parts: tuple[tuple[int, ...], ...] = field(name="date-parts")
    """Year, month and day as far as they are known; twice for an interval."""
    circa: bool = False
    """Whether the date was worked out and not printed."""


class Citation(Struct, frozen=True, kw_only=True, omit_defaults=True, rename="kebab"):
    """A reference in CSL-JSON; unknown fields are omitted, and `note` says so."""

    id: str
    """Record and source, `talks:gazette`; a source, `gazette`; or a source and paragraph, `gazette:4`."""
    type: Literal["article-newspaper"]
    """The type of CSL-JSON."""
    title: str | None = None
    """The title."""
    author: tuple[dict[str, str], ...] = ()
    """The author, as one literal name."""
    container_title: str | None = None
    """The publisher again: CSL-JSON expects the publication here."""
    publisher: str | None = None
    """The publisher."""
    issued: Issued | None = None
    """The day of publication."""
    accessed: Issued | None = None
    """The day on which the text was saved."""
    locator: str | None = None
    """The paragraphs."""
    url: str | None = field(name="URL", default=None)
    """The address."""
    archive_location: str | None = field(name="archive_location", default=None)
    """The address of an archived copy."""
    language: str | None = None
    """The language of the text."""
    note: str
    """Unknown and derived details, and the digest of the archived text."""


class CiteAnswer(Envelope, frozen=True, kw_only=True):
    """The JSON of `cite`."""

    command: str = "cite"
    count: int
    """The number of references."""
    items: tuple[Citation, ...]
    """The references."""


class Exported(Struct, frozen=True, kw_only=True):
    """One table of an exported database."""

    name: str
    """The table."""
    rows: int
    """The number of rows."""


class ExportAnswer(Envelope, frozen=True, kw_only=True):
    """The JSON of `export`."""

    command: str = "export"
    file: str
    """The database."""
    full_text: bool
    """Whether `search` is a full-text index; a plain table if SQLite has no FTS5."""
    count: int
    """The number of tables."""
    items: tuple[Exported, ...]
    """The tables."""


RemarkKind = Literal["figure", "date", "name", "title", "quotation", "attribution", "status", "conflict", "gap"]


class Remark(Struct, frozen=True, kw_only=True):
    """A remark on one place in a draft."""

    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in characters."""
    end_column: int
    """The column after the last character, on the same line."""
    kind: RemarkKind
    """The subject of the remark."""
    severity: Literal["error", "warning", "note"]
    """`error`: the draft contradicts the store; `warning`: disputed or unknown; `note`: right."""
    message: str
    """What is wrong, or that it is right."""
    found: str
    """The words of the draft."""
    expected: str | None
    """The correct words, from the store or the article."""
    records: tuple[str, ...]
    """The records that say so; for a name, the entry of the country or place."""
    summary: str | None
    """The summary of the first record."""
    cites: tuple[str, ...]
    """The passages that they cite: `post:4`."""
    excerpt: str
    """The line; if it is long, some hundred characters around the place."""
    excerpt_column: int
    """Where in the line the excerpt starts, from 1."""


class ProofreadAnswer(Envelope, frozen=True, kw_only=True):
    """The JSON of `proofread`."""

    command: str = "proofread"
    file: str
    """The draft."""
    count: int
    """The number of remarks."""
    items: tuple[Remark, ...]
    """The remarks in the order of the draft; notes only with `--all`."""
    sentences: int
    """Sentences of the draft."""
    figures: int
    """Figures that state a fact, unlike times of day and page numbers."""
    supported: int
    """Figures that a record has."""
    wrong: int
    """Figures that contradict a record."""
    unknown: int
    """Figures that no record has."""
    unread: int
    """Figures that the program does not understand."""
    quotations: int
    """Quotations that were compared with the articles; 0 without `--articles`."""
    quotations_left: int
    """Quotations that were not compared for want of articles."""


class Marked(Struct, frozen=True, kw_only=True):
    """A figure, a date or a quotation in a paragraph: the characters from `start` to `end`."""

    what: Literal["figure", "date", "quotation"]
    """The sort of mark."""
    printed: str
    """Its words, including the hedge of a figure."""
    start: int
    """Where it starts in the paragraph, counted from 0."""
    end: int
    """Where it ends."""
    covered: bool
    """Whether the printed words of a cite cover it; for a quotation, whether any record cites the paragraph."""


class Paragraph(Struct, frozen=True, kw_only=True):
    """One paragraph of an archived text."""

    paragraph: int
    """Counted from 1."""
    text: str
    """The paragraph, with quotes and dashes normalised."""
    records: tuple[str, ...]
    """The records that cite it."""
    marks: tuple[Marked, ...]
    """Its figures, dates and quotations, in order."""


class FoundWords(Struct, frozen=True, kw_only=True):
    """A match of `--find`, as a cite to paste into a store."""

    at: str
    """Source and paragraph: `post:4`."""
    printed: str
    """The words as printed, extended to the whole figure or date that they touch."""


class ReadAnswer(Envelope, frozen=True, kw_only=True):
    """The JSON of `read`."""

    command: str = "read"
    source: str
    """The id of the source; for a new text, the id that a draft would give it."""
    paragraphs: int
    """The number of paragraphs in the text."""
    count: int
    """The number of paragraphs shown."""
    items: tuple[Paragraph, ...]
    """The paragraphs."""
    places: tuple[FoundWords, ...]
    """With `--find`, the matches."""
