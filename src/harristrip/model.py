"""What a store may say: the typed records, declared once.

Validation, JSON and JSON Schema all come from these classes. This is the only module that knows msgspec; it reads no
file and answers no question. Fields marked `Computed` are filled in while a store is loaded and may not stand in it.
"""

from __future__ import annotations

from typing import Annotated, Generic, Literal, TypeVar, Union

from msgspec import Meta, Struct, field

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_DAY = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
DATE_PATTERN = rf"^{_DAY}(/{_DAY})?$"
CITE_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*:[1-9][0-9]{0,5}$"

Id = Annotated[
    str, Meta(pattern=ID_PATTERN, max_length=64, description="an id: lower-case letters, digits and single hyphens")
]
"""Safe in a shell, unique across all kinds."""
Text = Annotated[str, Meta(pattern=r"\S", description="text in quotes, not blank")]
Date = Annotated[
    str,
    Meta(
        pattern=DATE_PATTERN,
        description='a date in quotes: "2021-06-07", "2021-04", "2021", or an interval "2021-01/2021-04"',
    ),
]
"""ISO 8601 with its true precision."""
Decimal = Annotated[str, Meta(pattern=r"^-?[0-9]+\.[0-9]+$", description='a decimal in quotes: "3.5"')]
Number = Union[int, Decimal]
"""Exact; never a float."""
Count = Annotated[int, Meta(ge=1, description="a whole number from 1")]
Amount = Annotated[int, Meta(ge=0, description="a whole number of currency units, no float and no text")]
Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}$", description='a currency by its ISO 4217 code: "USD"')]
CountryCode = Annotated[str, Meta(pattern=r"^[A-Z]{2}$", description='an ISO 3166-1 code of two letters: "GT"')]
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$", description="a SHA-256 digest of 64 hexadecimal digits")]

COMPUTED = Meta(extra={"computed": True})

Qualifier = Literal["more than", "at least", "about", "nearly", "less than", "at most"]
"""How a figure is hedged; `figures.HEDGES` says which printed words mean which."""

Happening = Literal["planned", "held", "expected", "likely"]
Promise = Literal["announced", "pledged", "promised", "agreed", "planned", "expected", "likely", "reported"]
Absence = Literal["not-done", "declined", "not-stated"]
Told = Literal["reported"]
Status = Literal[
    "planned",
    "held",
    "expected",
    "likely",
    "announced",
    "pledged",
    "promised",
    "agreed",
    "not-done",
    "declined",
    "not-stated",
    "reported",
]
"""The closed vocabulary of statuses, taken from the text and never upgraded."""

Basis = Literal["stated", "derived"]
Kind = Literal["stop", "meeting", "funding", "statistic", "commitment", "claim", "gap", "conflict", "person", "source"]

Listing = Literal["itinerary", "meetings", "people", "funding", "border", "health", "commitments"]
"""Reports that a gap may belong to."""


class Cite(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a source says it.

    In the store `"fox:25"`, or `{ at = "fox:25", printed = "…", via = "…" }`. A paragraph is the n-th non-blank line of
    the archived article, counted from 1.
    """

    source: Id
    paragraph: Count
    printed: Text | None = None
    """The figure, date or term word for word, its hedge and scale included."""
    via: Text | None = None
    """The outlet or body that the source relays here."""


OneCite = Annotated[Cite, Meta(description='a cite: "fox:25" or { at = "fox:25", printed = "words" }')]
Cites = Annotated[tuple[OneCite, ...], Meta(min_length=1, description='a list of cites such as "fox:25", one or more')]


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of a record that carries cites of its own."""

    cites: Cites


class AgendaItem(Part, frozen=True, kw_only=True):
    """One thing that a meeting is to be about, as the cited sources list it."""

    topic: Id
    summary: Text


class Title(Part, frozen=True, kw_only=True):
    """A title as the cited sources print it."""

    title: Text


class Relay(Part, frozen=True, kw_only=True):
    """An outlet whose reporting a source passes on."""

    outlet: Text


class Reading(Part, frozen=True, kw_only=True):
    """One side of a conflict."""

    reading: Text


class DatedStatus(Part, frozen=True, kw_only=True):
    """The status that the cited sources give, where sources of different days give different ones."""

    status: Status


class Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag=str.lower):
    """What every fact has, whatever its kind."""

    id: Id
    summary: Text
    """The fact in the project's own words."""
    date: Date | None = None
    """The day, month, year or interval that the fact is about; for a statistic the period it covers."""
    date_basis: Annotated[Basis | None, COMPUTED] = None
    date_from: tuple[OneCite, ...] = ()
    """What the date was worked out from; empty when the text prints the date itself."""
    part_of_day: Text | None = None
    """"evening", "night", "late": only what a source prints, never an hour."""
    status: Status = "reported"
    statuses: tuple[DatedStatus, ...] = ()
    """Earliest first, where sources give the fact different statuses; the last one is `status`."""
    countries: tuple[Id, ...] = ()
    people: tuple[Id, ...] = ()
    topics: tuple[Id, ...] = ()
    said_by: tuple[Id, ...] = ()
    """Whose word it is: people, bodies, or a source that says it in its own voice."""
    note: Text | None = None
    cites: tuple[OneCite, ...] = ()
    """At least one; where the record's parts carry the cites it may be left out and is then their union."""
    conflicts: Annotated[tuple[Id, ...], COMPUTED] = ()
    """Conflicts that concern this record."""
    independent: Annotated[int, COMPUTED] = 0
    """How many independent origins it has: outlets that pass on one statement count once."""

    @property
    def kind(self) -> str:
        """The kind as JSON names it."""
        return type(self).__name__.lower()


class Figured(Record, frozen=True, kw_only=True):
    """A record that may carry a figure."""

    value: Number | None = None
    qualifier: Qualifier | None = None
    """Absent for an exact figure."""
    unit: Text | None = None
    """What is counted ("people", "doses", "%"), or an ISO 4217 currency."""


class Stop(Record, frozen=True, kw_only=True):
    """A leg or a stay of the itinerary."""

    type: Literal["leg", "stay"]
    status: Happening
    origin: Text | None = None
    destination: Text


class Meeting(Record, frozen=True, kw_only=True):
    """Who meets whom, where and about what."""

    status: Happening
    format: Literal["in person", "virtual", "unspecified"]
    place: Text | None = None
    groups: tuple[Text, ...] = ()
    """Participants that no source names one by one: "community leaders"."""
    agenda: tuple[AgendaItem, ...] = ()
    joint: Annotated[bool, COMPUTED] = False
    """Whether it covers more than one country that the event visits or deals with."""


class Funding(Record, frozen=True, kw_only=True):
    """An amount of money. How it relates to another amount is stated by the text or not at all."""

    status: Promise
    amount: Amount
    currency: Currency
    qualifier: Qualifier | None = None
    purpose: Text
    recipient: Text | None = None
    part_of: Id | None = None
    restates: Id | None = None
    separate_from: tuple[Id, ...] = ()
    """Amounts that a source says come on top; only such amounts are ever added together."""


class Statistic(Figured, frozen=True, kw_only=True):
    """A counted figure, with everything that decides what it may be compared with."""

    group: Literal["border", "health"]
    measure: Text
    value: Number
    unit: Text
    period: Text
    """In words, "April 2021"; `date` holds it as ISO 8601 where it has bounds."""
    population: Text
    area: Text
    status: Told = "reported"
    not_comparable: Annotated[tuple[Id, ...], COMPUTED] = ()
    """Figures that a conflict names as another measure or period: never to be set against this one."""


class Commitment(Figured, frozen=True, kw_only=True):
    """What was agreed, promised, expected or announced, by whom and to whom."""

    status: Promise
    by: tuple[Id, ...]
    to: Text | None = None


class Claim(Figured, frozen=True, kw_only=True):
    """What somebody said, in paraphrase."""

    type: Literal["statement", "criticism", "cause", "focus", "goal", "background"]
    said_by: Annotated[tuple[Id, ...], Meta(min_length=1, description="a list of ids, one or more")]
    status: Told = "reported"


class Gap(Record, frozen=True, kw_only=True):
    """What has not happened, was declined to be said, or no article states."""

    status: Absence
    about: tuple[Listing, ...] = ()
    """Reports that leave this question open, and name it below their rows."""


ConflictClass = Literal["contradiction", "wording", "different measure", "different period", "precision", "overtaken"]


class Conflict(Record, frozen=True, kw_only=True):
    """Where sources differ, or one number is defined in two ways."""

    class_: ConflictClass = field(name="class")
    records: Annotated[tuple[Id, ...], Meta(min_length=1, description="a list of ids, one or more")]
    readings: Annotated[
        tuple[Reading, ...], Meta(min_length=2, description="a list of tables with reading and cites, two or more")
    ]
    safest: Text
    reason: Text
    status: Told = "reported"


class Person(Record, frozen=True, kw_only=True):
    """Somebody, or a body or group, that the articles name or quote; `summary` is the role in the story."""

    name: Text
    type: Literal["person", "group", "organisation"] = "person"
    aliases: tuple[Text, ...] = ()
    titles: tuple[Title, ...] = ()
    status: Told = "reported"


class Source(Record, frozen=True, kw_only=True):
    """An archived article; `date` is the day it was published."""

    publisher: Text | None = None
    """Only if the text prints it."""
    title: Text | None = None
    """Only if the text prints it."""
    relays: tuple[Relay, ...] = ()
    sha256: Digest
    paragraphs: Count
    status: Told = "reported"
    supports: Annotated[int, COMPUTED] = 0
    """How many records cite it."""
    supports_alone: Annotated[int, COMPUTED] = 0
    """How many records cite nothing else."""


class Country(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A country that records may name."""

    id: Id
    name: Text
    code: CountryCode
    aliases: tuple[Text, ...] = ()


class Topic(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A subject that records may name."""

    id: Id
    label: Text
    aliases: tuple[Text, ...] = ()


class Event(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the store is about."""

    title: Text
    summary: Text
    first_day: Date
    last_day: Date
    date_from: tuple[OneCite, ...] = ()
    traveller: Id
    cites: Cites


class Facts(Struct, frozen=True, kw_only=True):
    """All that a store says, as typed values."""

    event: Event
    countries: dict[str, Country]
    topics: dict[str, Topic]
    records: tuple[Record, ...]
    """Every record: kinds in the order of `KINDS`, each kind in the order of the file."""


KINDS: dict[str, type[Record]] = {
    "stop": Stop,
    "meeting": Meeting,
    "funding": Funding,
    "statistic": Statistic,
    "commitment": Commitment,
    "claim": Claim,
    "gap": Gap,
    "conflict": Conflict,
    "person": Person,
    "source": Source,
}
TABLES: dict[str, str] = {"person": "people", "source": "sources"}
"""Kinds that the store keeps as `[table.ID]` and not as `[[kind]]`."""
CITES = ("cites", "date_from")
"""Fields that hold cites."""
REFERENCES: dict[str, str] = {
    "countries": "country",
    "people": "person",
    "topics": "topic",
    "topic": "topic",
    "by": "person",
    "said_by": "person or source",
    "traveller": "person",
    "part_of": "funding",
    "restates": "funding",
    "separate_from": "funding",
    "records": "record",
}
"""Fields that name something declared elsewhere, and what it must be."""


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
    """Other paragraphs of the source in which the words stand, if they do not stand in this one."""


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


AnyRecord = Union[Stop, Meeting, Funding, Statistic, Commitment, Claim, Gap, Conflict, Person, Source]
R = TypeVar("R")


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
