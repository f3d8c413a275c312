"""What commands print as JSON around the records: totals, findings, checked cites, references.

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
"""Characters of a line that a finding holds: a thousand findings can be in one line of a million."""
Severity = Literal["error", "warning"]


class Excluded(Struct, frozen=True):
    """An amount that a total leaves out, and why."""

    id: str
    """The amount."""
    reason: str
    """Why it is not counted."""


class Total(Struct, frozen=True, kw_only=True):
    """What the amounts of one currency and status come to."""

    currency: str
    """The ISO 4217 code."""
    status: str
    """The status of its amounts."""
    amount: Union[int, str, None]
    """The sum, or its lower end: a whole number, a decimal as text, or null if nothing can be said."""
    amount_to: Union[int, str, None]
    """The upper end, if an amount is a range."""
    qualifier: Qualifier | None
    """The hedge that the sum deserves."""
    includes: tuple[str, ...]
    """The amounts that are counted."""
    excludes: tuple[Excluded, ...]
    """The amounts that are not, each with the reason."""
    conflicts: tuple[str, ...]
    """Contradictions that counted amounts are in."""


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
STATES: dict[str, str] = {
    "verified": "The paragraph has the words, and they say what the record says.",
    "attested": "The paragraph has the words; that they say what the record says rests on `reads`.",
    "supported": "Cited without printed words; the paragraph names the people, countries or date of the record.",
    "mismatch": "The words say something else than the record.",
    "incomplete": "The words leave out a hedge, unit or other part of their figure or date.",
    "ambiguous": "The words occur several times and say different things.",
    "not found": "The paragraph does not have the words.",
    "unread": "The program does not understand the figure or date.",
    "unchecked": "There is no text of the source, or nothing in the cite that could be checked.",
    "changed": "The text is there with another digest than the store gives.",
}
"""State of a cite -> what it means."""


Place = Literal["same place", "moved", "changed", "gone", "unknown"]
"""Where the words of a cite are in a text that was changed; unknown without printed words, or in several paragraphs."""


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
    """What is wrong and how to mend it, or why nothing could be said."""
    found: str | None
    """The words of the paragraph around the place."""
    elsewhere: tuple[int, ...]
    """Other paragraphs of the source with the same words, the first twenty."""
    place: Place | None = None
    """Of a cite of a changed text, where its words are now."""


class SourceCheck(Struct, frozen=True, kw_only=True):
    """The results for one source."""

    source: str
    """The source."""
    text: Literal["found", "changed", "missing"]
    """Whether a file with its digest was there, or one of its name with another digest."""
    cites: int
    """How many cites name it."""
    states: dict[str, int]
    """State -> number of cites, for the states that occurred."""
    places: dict[str, int] = {}
    """Of a changed text, place -> number of cites."""


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


class VerifyAnswer(Struct, frozen=True, kw_only=True):
    """What `verify` prints as JSON."""

    schema_version: int = SCHEMA_VERSION
    """The version of this layout."""
    command: str = "verify"
    """The command that answered."""
    count: int
    """How many cites there are."""
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
    """One fault or warning of a store, and its place."""

    code: str
    """The rule: `HT012`."""
    severity: Severity
    """Whether it makes the store invalid."""
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in characters."""
    excerpt: str
    """The line, or of a long one some hundred characters around the fault."""
    excerpt_column: int
    """Where in the line the excerpt starts, from 1."""
    message: str
    """What is wrong."""
    hint: str | None
    """How to mend it."""

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
        """Return the finding as one line, after the name of the file."""
        return f"{name}:{self.line}: {self.message}" + (f" ({self.hint})" if self.hint else "")


class CheckAnswer(Struct, frozen=True, kw_only=True):
    """What `check` prints as JSON; with `--explain` it has rules and no findings."""

    schema_version: int = SCHEMA_VERSION
    """The version of this layout."""
    command: str = "check"
    """The command that answered."""
    file: str | None
    """The store; null for `--explain`."""
    count: int
    """How many findings there are."""
    items: tuple[Finding, ...]
    """The findings, sorted by line."""
    rules: tuple[Rule, ...] = ()
    """With `--explain`, the rule that was asked for."""


class Rule(Struct, frozen=True, kw_only=True):
    """A rule of a store."""

    code: str
    """The rule: `HT012`."""
    severity: Severity
    """Whether breaking it makes a store invalid."""
    rule: str
    """What it asks for."""


class Answer(Struct, Generic[R], frozen=True, kw_only=True):
    """What a listing prints as JSON."""

    schema_version: int = SCHEMA_VERSION
    """The version of this layout."""
    command: str
    """The command that answered."""
    count: int
    """How many records there are."""
    items: tuple[R, ...]
    """The records."""
    gaps: tuple[str, ...] = ()
    """Ids of the questions about these records that no article answers."""


class FundingAnswer(Answer[Funding], frozen=True, kw_only=True):
    """What `funding` prints as JSON."""

    totals: tuple[Total, ...]
    """One for each currency and status."""


class Unfound(Struct, frozen=True, kw_only=True):
    """A word of a search that no record has."""

    word: str
    """As it was typed."""
    nearest: str | None
    """The word of the store that is most like it."""


class SearchAnswer(Answer[R], Generic[R], frozen=True, kw_only=True):
    """What `search` prints as JSON."""

    partial: bool
    """Whether no record has all words, and the closest are given."""
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
    """What any command prints on standard error if it fails and JSON was asked for."""

    schema_version: int = SCHEMA_VERSION
    """The version of this layout."""
    error: ErrorMessage
    """What went wrong."""


class Issued(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A date as CSL-JSON has it."""

    date_parts: tuple[tuple[int, ...], ...] = field(name="date-parts")
    """Year, month and day as far as they are known, once, or twice for an interval."""
    circa: bool = False
    """Whether the date was worked out and not printed."""


class Citation(Struct, frozen=True, kw_only=True, omit_defaults=True, rename="kebab"):
    """A reference as CSL-JSON has it; unknown fields are left out, and `note` says so."""

    id: str
    """Record and source, `talks:gazette`; a source, `gazette`; or a source and paragraph, `gazette:4`."""
    type: Literal["article-newspaper"]
    """The type of CSL-JSON."""
    title: str | None = None
    """The title."""
    author: tuple[dict[str, str], ...] = ()
    """The author, as one literal name."""
    container_title: str | None = None
    """The publisher once more: CSL-JSON asks for what an article appeared in."""
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
    """What is unknown or derived, and the digest of the archived text."""


class CiteAnswer(Struct, frozen=True, kw_only=True):
    """What `cite` prints as JSON."""

    schema_version: int = SCHEMA_VERSION
    """The version of this layout."""
    command: str = "cite"
    """The command that answered."""
    count: int
    """How many references there are."""
    items: tuple[Citation, ...]
    """The references."""


class Exported(Struct, frozen=True, kw_only=True):
    """One table of an exported database."""

    name: str
    """The table."""
    rows: int
    """How many rows it has."""


class ExportAnswer(Struct, frozen=True, kw_only=True):
    """What `export` prints as JSON."""

    schema_version: int = SCHEMA_VERSION
    """The version of this layout."""
    command: str = "export"
    """The command that answered."""
    file: str
    """The database."""
    full_text: bool
    """Whether `search` is a full-text index; a plain table if SQLite has no FTS5."""
    count: int
    """How many tables there are."""
    items: tuple[Exported, ...]
    """The tables."""


RemarkKind = Literal["figure", "date", "name", "title", "quotation", "attribution", "status", "conflict", "gap"]


class Remark(Struct, frozen=True, kw_only=True):
    """What is to be said of one place in a draft."""

    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in characters."""
    end_column: int
    """The column behind the last character, on the same line."""
    kind: RemarkKind
    """What it is about."""
    severity: Literal["error", "warning", "note"]
    """Whether the draft contradicts the store, says what is disputed or unknown, or is right."""
    message: str
    """What is wrong, or that it is right."""
    found: str
    """The words of the draft."""
    expected: str | None
    """What the store or the article has instead."""
    records: tuple[str, ...]
    """The records that say so; for a name, the entry of the country or place."""
    summary: str | None
    """The summary of the first record."""
    cites: tuple[str, ...]
    """The passages that they cite: `post:4`."""
    excerpt: str
    """The line, or of a long one some hundred characters around the place."""
    excerpt_column: int
    """Where in the line the excerpt starts, from 1."""


class ProofreadAnswer(Struct, frozen=True, kw_only=True):
    """What `proofread` prints as JSON."""

    schema_version: int = SCHEMA_VERSION
    """The version of this layout."""
    command: str = "proofread"
    """The command that answered."""
    file: str
    """The draft."""
    count: int
    """How many remarks there are."""
    items: tuple[Remark, ...]
    """The remarks, sorted by place; notes only with `--all`."""
    sentences: int
    """Sentences of the draft."""
    figures: int
    """Figures that state something: no times of day, no numbers of pages."""
    supported: int
    """Figures that a record has."""
    wrong: int
    """Figures that contradict a record."""
    unknown: int
    """Figures that no record has."""
    unread: int
    """Figures that are not understood."""
    quotations: int
    """Quotations that were compared with the articles; 0 without `--articles`."""


class Marked(Struct, frozen=True, kw_only=True):
    """A figure, a date or a quotation in a paragraph: the characters from `start` to `end`."""

    what: Literal["figure", "date", "quotation"]
    """What it is."""
    printed: str
    """Its words, the hedge of a figure included."""
    start: int
    """Where it starts in the paragraph, counted from 0."""
    end: int
    """Where it ends."""
    covered: bool
    """Whether the printed words of a cite cover it; of a quotation, whether anything cites the paragraph."""


class Paragraph(Struct, frozen=True, kw_only=True):
    """One paragraph of an archived text."""

    paragraph: int
    """Counted from 1."""
    text: str
    """The paragraph, with one form of each quote and dash."""
    records: tuple[str, ...]
    """The records that cite it."""
    marks: tuple[Marked, ...]
    """Its figures, dates and quotations, in order."""


class FoundWords(Struct, frozen=True, kw_only=True):
    """A place of the words that `--find` asks for, as a cite of a store writes it."""

    at: str
    """Source and paragraph: `post:4`."""
    printed: str
    """The words as printed, with all that belongs to a figure or date that they touch."""


class ReadAnswer(Struct, frozen=True, kw_only=True):
    """What `read` prints as JSON."""

    schema_version: int = SCHEMA_VERSION
    """The version of this layout."""
    command: str = "read"
    """The command that answered."""
    source: str
    """The id of the source; of a text that no source has, the id that a draft would give it."""
    paragraphs: int
    """How many paragraphs the text has."""
    count: int
    """How many of them are shown."""
    items: tuple[Paragraph, ...]
    """The paragraphs."""
    places: tuple[FoundWords, ...]
    """With `--find`, each place of the words."""
