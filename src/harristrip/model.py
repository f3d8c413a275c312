"""What a store may say: the typed records, declared once.

Validation, JSON and JSON Schema all come from these classes. What commands print beside them stands in `answers`, what
is done with them in `codec`. Fields marked `COMPUTED` are filled in while a store is loaded and may not stand in it.
"""

from __future__ import annotations

from typing import Annotated, Literal, Union

from msgspec import Meta, Struct, field

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_DAY = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
DIGITS = 18
"""Digits of a number: what any database, spreadsheet or JSON reader with whole numbers of 64 bits can take."""
LARGEST = 10**DIGITS - 1
CHARACTERS, ENTRIES = 4000, 1000
"""What a text and a list of one record may have: the longest that ship have 336 characters and 19 entries."""
DATE_PATTERN = rf"^{_DAY}(/{_DAY})?$"
CITE_PATTERN = r"^(?=[^:]{1,64}:)[a-z0-9]+(-[a-z0-9]+)*:[1-9][0-9]{0,5}$"

Id = Annotated[
    str, Meta(pattern=ID_PATTERN, max_length=64, description="an id: lower-case letters, digits and single hyphens")
]
"""Safe in a shell, unique across all kinds."""
Text = Annotated[str, Meta(pattern=r"\S", description="text in quotes, not blank")]
Name = Annotated[
    str,
    Meta(pattern=r"\S", max_length=200, description="a name in quotes, not blank, of at most 200 characters"),
]
"""Short enough to stand in every record that names its owner."""
Date = Annotated[
    str,
    Meta(
        pattern=DATE_PATTERN,
        description='a date in quotes: "2021-06-07", "2021-04", "2021", or an interval "2021-01/2021-04"',
    ),
]
"""ISO 8601 with its true precision."""
DECIMAL_PATTERN = rf"^-?[0-9]{{1,{DIGITS}}}\.[0-9]{{1,{DIGITS}}}$"
Decimal = Annotated[str, Meta(pattern=DECIMAL_PATTERN, description='a decimal in quotes: "3.5"')]
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
HELD: Status = "held"
"""The one status of an event that has happened."""

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
    """How many independent origins it has: outlets that pass on one statement, or those who speak, count once."""

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


INCOMPARABLE: tuple[ConflictClass, ...] = ("different measure", "different period")
"""Classes of conflict whose figures must never be set against one another."""


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

    name: Name
    type: Literal["person", "group", "organisation"] = "person"
    aliases: tuple[Name, ...] = ()
    titles: tuple[Title, ...] = ()
    status: Told = "reported"


class Source(Record, frozen=True, kw_only=True):
    """An archived article; `date` is the day it was published."""

    publisher: Name | None = None
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
    name: Name
    code: CountryCode
    aliases: tuple[Name, ...] = ()


class Topic(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A subject that records may name."""

    id: Id
    label: Name
    aliases: tuple[Name, ...] = ()


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
