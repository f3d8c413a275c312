"""The typed records of a store, declared once.

Validation, JSON, JSON Schema and the reference come from these classes and from the docstrings below their fields. What
commands print around the records is in `responses`. Fields marked `COMPUTED` are set while a store is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union

from msgspec import Meta, Struct, field

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_DAY = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
DATE_PATTERN = rf"^{_DAY}(/{_DAY})?$"
CITE_PATTERN = r"^(?=[^:]{1,64}:)[a-z0-9]+(-[a-z0-9]+)*:[1-9][0-9]{0,5}$"
MAX_INTEGER = 2**53 - 1
"""The largest whole number that every JSON reader represents exactly."""
MAX_DIGITS = 18
"""Maximum digits before, and after, the point of a decimal."""
MAX_CHARACTERS, MAX_ENTRIES = 4000, 1000
"""Limits of a text and of a list; the longest in the shipped facts have 336 characters and 19 entries."""
DECIMAL = rf"-?[0-9]{{1,{MAX_DIGITS}}}\.[0-9]{{1,{MAX_DIGITS}}}"
FRACTION = r"-?[0-9]{1,9}/[1-9][0-9]{0,8}"

Id = Annotated[
    str, Meta(pattern=ID_PATTERN, max_length=64, description="an id: lower-case letters, digits and single hyphens")
]
Text = Annotated[str, Meta(pattern=r"\S", description="text in quotes, not blank")]
Name = Annotated[
    str, Meta(pattern=r"\S", max_length=200, description="a name in quotes, not blank, of at most 200 characters")
]
Date = Annotated[
    str,
    Meta(
        pattern=DATE_PATTERN,
        description='a date in quotes: "2021-06-07", "2021-04", "2021", or an interval "2021-01/2021-04"',
    ),
]
Moment = Annotated[str, Meta(pattern=rf"^{_DAY}$", description='a day, month or year in quotes: "2021-06-07"')]
Day = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description='a day in quotes: "2021-06-07"')]
Exact = Annotated[
    str,
    Meta(pattern=rf"^({DECIMAL}|{FRACTION})$", description='a decimal "3.5" or a fraction "1/5", in quotes'),
]
Number = Union[int, Exact]
Amount = Union[
    Annotated[int, Meta(ge=0, description="a whole number from 0")],
    Annotated[str, Meta(pattern=rf"^{DECIMAL.removeprefix('-?')}$", description='a decimal from 0 in quotes: "1.5"')],
]
Count = Annotated[int, Meta(ge=1, description="a whole number from 1")]
Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}$", description='a currency by its ISO 4217 code: "USD"')]
CountryCode = Annotated[str, Meta(pattern=r"^[A-Z]{2}$", description='an ISO 3166-1 code of two letters: "GT"')]
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$", description="a SHA-256 digest of 64 hexadecimal digits")]
Address = Annotated[
    str,
    Meta(
        pattern=r"^https?://[^\s<>\"]+$", max_length=2000, description="an address that begins with https:// or http://"
    ),
]

COMPUTED = Meta(extra={"computed": True})

Qualifier = Literal["more than", "at least", "about", "nearly", "less than", "at most"]
EventStatus = Literal["planned", "held", "expected", "likely", "cancelled", "postponed"]
"""Statuses of meetings, legs and stays."""
PromiseStage = Literal["requested", "announced", "pledged", "promised", "agreed", "approved", "paid"]
"""What a promise of money or action goes through."""
PromiseStatus = Literal[PromiseStage, "planned", "expected", "likely", "reported"]
"""Statuses of amounts and commitments."""
GapStatus = Literal["not-done", "declined", "not-stated"]
"""Statuses of gaps."""
ReportedStatus = Literal["reported"]
"""The status of statistics and claims."""
Status = Literal[EventStatus, PromiseStage, GapStatus, ReportedStatus]
PartOfDay = Literal["morning", "noon", "afternoon", "evening", "night", "late", "early"]
Basis = Literal["stated", "derived", "metadata"]
ConflictClass = Literal["contradiction", "different measure", "different period", "overtaken", "precision", "wording"]
"""In order of weight: first the differences that would make a printed sentence wrong."""
INCOMPARABLE: tuple[ConflictClass, ...] = ("different measure", "different period")
"""Classes whose figures must not be compared with one another."""
HELD: Status = "held"
WORKING_TITLE = "Working title"
"""The title that a draft gives an event."""


class Cite(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a source says it.

    In the store `"post:4"`, or `{ at = "post:4", printed = "…", via = "…" }`. A paragraph is the n-th non-blank line of
    the archived text, counted from 1.
    """

    source: Id
    """The source that is cited."""
    paragraph: Count
    """The paragraph, counted from 1."""
    printed: Text | None = None
    """The figure, date or term word for word, including hedge and scale."""
    via: Text | None = None
    """The outlet or body that the source relays here."""
    reads: Text | None = None
    """The author's English rendering of printed words that the program cannot read."""


OneCite = Annotated[Cite, Meta(description='a cite: "post:4" or { at = "post:4", printed = "words" }')]
Cites = Annotated[tuple[OneCite, ...], Meta(min_length=1, description='a list of cites such as "post:4", one or more')]


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a record with its own cites."""

    cites: Cites
    """The passages that say it."""


class AgendaItem(Part, frozen=True, kw_only=True):
    """A subject of a meeting, as the cited sources list it."""

    topic: Id
    """The topic it belongs to."""
    summary: Text
    """The item in the author's own words."""


class Title(Part, frozen=True, kw_only=True):
    """A title as the cited sources print it."""

    title: Text
    """The title word for word."""


class Relay(Part, frozen=True, kw_only=True):
    """An outlet whose reporting a source relays."""

    outlet: Text
    """The outlet as the source names it."""


class Reading(Part, frozen=True, kw_only=True):
    """One side of a conflict."""

    reading: Text
    """What these sources say."""


class DatedStatus(Part, frozen=True, kw_only=True):
    """A status that some sources give, where sources of different days disagree."""

    status: Status
    """The status in these sources."""


class Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag=str.lower):
    """The fields of every kind of record."""

    id: Id
    """The name of the record, unique across all kinds."""
    summary: Text
    """The fact in the author's own words."""
    date: Date | None = None
    """The day, month, year or interval that the fact is about; for a statistic, the period that it covers."""
    date_basis: Annotated[Basis | None, COMPUTED] = None
    """Where the date comes from: the text prints it, it was worked out, or only the page had it."""
    date_from: tuple[OneCite, ...] = ()
    """The passages that the date was worked out from; empty when the text prints the date itself."""
    part_of_day: PartOfDay | None = None
    """The part of the day that a source prints; never an hour."""
    status: Status | None = "reported"
    """The stage of the fact, in the words of the source; null for people, sources and conflicts."""
    statuses: tuple[DatedStatus, ...] = ()
    """The statuses that sources give if they differ, earliest first; the last one is `status`."""
    countries: tuple[Id, ...] = ()
    """Countries that the fact is about."""
    places: tuple[Id, ...] = ()
    """Places that the passage names: regions, provinces, cities."""
    people: tuple[Id, ...] = ()
    """People and bodies that the fact is about."""
    topics: tuple[Id, ...] = ()
    """Subjects of the fact."""
    said_by: tuple[Id, ...] = ()
    """Who says it: people, bodies, or a source in its own voice."""
    note: Text | None = None
    """What a reader must know in addition to the summary."""
    cites: tuple[OneCite, ...] = ()
    """The passages that say it, at least one; optional if parts of the record have cites."""
    conflicts: Annotated[tuple[Id, ...], COMPUTED] = ()
    """Conflicts that concern the record."""
    independent: Annotated[int, COMPUTED] = 0
    """The number of independent origins: outlets that relay the same statement count once."""

    @property
    def kind(self) -> str:
        """The kind as JSON names it."""
        return type(self).__name__.lower()

    @property
    def figure(self) -> Figure | None:
        """The figure of the record, or None."""
        return None

    def parts(self) -> Iterator[Part]:
        """Yield the parts of the record that have their own cites."""
        for name in PARTS:
            yield from getattr(self, name, ())

    def all_cites(self) -> Iterator[Cite]:
        """Yield the cites of the record and of its parts, but not those of its date."""
        yield from self.cites
        for part in self.parts():
            yield from part.cites


class Figure(Struct, frozen=True):
    """The figure of a record of any kind; the unit of an amount of money is its currency."""

    value: Number
    value_to: Number | None
    qualifier: Qualifier | None
    unit: str | None
    """The unit, or the ISO 4217 code of a currency."""
    per: str | None
    is_money: bool = False


class Figured(Record, frozen=True, kw_only=True):
    """A record that may carry a figure."""

    value: Number | None = None
    """The figure, or the lower end of a range."""
    value_to: Number | None = None
    """The upper end of a range."""
    qualifier: Qualifier | None = None
    """How the source hedges the figure; absent if it is exact."""
    unit: Text | None = None
    """The unit ("people", "%", "rank"), or an ISO 4217 currency."""
    per: Text | None = None
    """The denominator of a rate: `per = "family"`."""

    @property
    def figure(self) -> Figure | None:
        """The figure of the record, or None."""
        if self.value is None:
            return None
        return Figure(self.value, self.value_to, self.qualifier, self.unit, self.per)


class Stop(Record, frozen=True, kw_only=True):
    """A leg or a stay of the itinerary."""

    type: Literal["leg", "stay"]
    """A journey, or time spent in one place."""
    status: EventStatus
    """The stage that it has reached."""
    origin: Text | None = None
    """Where a leg starts."""
    destination: Text | None = None
    """Where a leg ends, or the place of a stay."""


class Meeting(Record, frozen=True, kw_only=True):
    """Who meets whom, where and about what."""

    status: EventStatus
    """The stage that it has reached."""
    format: Literal["in person", "virtual", "phone", "unspecified"]
    """How they meet, according to a source."""
    place: Text | None = None
    """The place as a source prints it."""
    groups: tuple[Text, ...] = ()
    """Participants named only as a group: "community leaders"."""
    agenda: tuple[AgendaItem, ...] = ()
    """The subjects of the meeting."""
    joint: Annotated[bool, COMPUTED] = False
    """Whether it covers more than one country."""


class Funding(Record, frozen=True, kw_only=True):
    """An amount of money. It is related to another amount only if a source says so."""

    status: PromiseStatus
    """The stage that the money has reached."""
    amount: Amount
    """The amount, or the lower end of a range, in units of the currency."""
    amount_to: Amount | None = None
    """The upper end of a range."""
    currency: Currency
    """The ISO 4217 code of the currency."""
    qualifier: Qualifier | None = None
    """How the source hedges the amount; absent if it is exact."""
    per: Text | None = None
    """The denominator of a rate: `per = "family"`."""
    purpose: Text | None = None
    """What the money is for."""
    recipient: Text | None = None
    """Who receives it."""
    part_of: tuple[Id, ...] = ()
    """Amounts that include this one; a single id may be written without brackets."""
    restates: Id | None = None
    """The amount that this one repeats, in another currency or at another stage."""
    separate_from: tuple[Id, ...] = ()
    """Amounts that come on top of this one, as a source says; only such amounts are added together."""

    @property
    def figure(self) -> Figure | None:
        """The amount as a figure."""
        return Figure(self.amount, self.amount_to, self.qualifier, self.currency, self.per, is_money=True)


class Statistic(Figured, frozen=True, kw_only=True):
    """A counted figure, with everything that decides whether it can be compared with another."""

    group: Id
    """The group of statistics it belongs to, declared in `[groups.ID]`."""
    measure: Text
    """What is measured, in the words of the source."""
    value: Number
    """The figure, or the lower end of a range."""
    unit: Text
    """The unit: "people", "%", "rank"."""
    period: Text | None = None
    """The period in words: "April 2021". `date` gives it in ISO 8601 if it has a start and an end."""
    population: Text | None = None
    """Who or what is counted."""
    area: Text | None = None
    """Where it is counted."""
    status: ReportedStatus = "reported"
    """Always `reported`."""
    not_comparable: Annotated[tuple[Id, ...], COMPUTED] = ()
    """Figures of another measure or period, as a conflict says: never compare them with this one."""


class Commitment(Figured, frozen=True, kw_only=True):
    """What was agreed, promised, expected or announced, by whom and to whom."""

    status: PromiseStatus
    """The stage that it has reached."""
    by: tuple[Id, ...]
    """Who commits."""
    to: Text | None = None
    """To whom."""


class Claim(Figured, frozen=True, kw_only=True):
    """What somebody said, in paraphrase."""

    type: Literal["statement", "criticism", "cause", "focus", "goal", "background", "denial", "headline"]
    """The sort of claim."""
    said_by: Annotated[tuple[Id, ...], Meta(min_length=1, description="a list of ids, one or more")]
    """Who says it: people, bodies, or a source in its own voice."""
    status: ReportedStatus = "reported"
    """Always `reported`."""


class Gap(Record, frozen=True, kw_only=True):
    """Something that has not happened, that somebody declined to say, or that no article states."""

    status: GapStatus
    """Why it is open."""
    about: tuple[Id, ...] = ()
    """Reports and groups of statistics that show this open question below their rows."""


class Conflict(Record, frozen=True, kw_only=True):
    """Where sources differ, or one number is defined in two ways."""

    class_: ConflictClass = field(name="class")
    """How the readings differ."""
    records: Annotated[tuple[Id, ...], Meta(min_length=1, description="a list of ids, one or more")]
    """The records it concerns."""
    readings: Annotated[
        tuple[Reading, ...], Meta(min_length=2, description="a list of tables with reading and cites, two or more")
    ]
    """What each side says."""
    safest: Text
    """The reading that no source contradicts."""
    reason: Text
    """Why it is the safest."""
    status: None = None
    """Always null."""


class Person(Record, frozen=True, kw_only=True):
    """A person, body or group that the articles name or quote; `summary` is the role in the story."""

    name: Name
    """The name to show."""
    type: Literal["person", "unnamed", "organisation", "group"] = "person"
    """The sort of speaker or participant."""
    aliases: tuple[Name, ...] = ()
    """Other names, for filters and search."""
    titles: tuple[Title, ...] = ()
    """Titles word for word, each with the passages that print it."""
    status: None = None
    """Always null."""


class Source(Record, frozen=True, kw_only=True):
    """An archived article; `date` is the day it was published."""

    date_basis: Basis | None = None
    """Write only `metadata`: the page carried the date and the archived text does not print it."""
    publisher: Name | None = None
    """The publisher, only if the text prints it."""
    title: Text | None = None
    """The title, only if the text prints it."""
    author: Name | None = None
    """The author."""
    language: (
        Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", description='a language tag: "en", "es"')]
        | None
    ) = None
    """The language of the text as a BCP 47 tag; English if absent."""
    url: Address | None = None
    """The address of the article."""
    archived: Address | None = None
    """The address of an archived copy."""
    retrieved: Day | None = None
    """The day on which the text was saved."""
    file: Name | None = None
    """The file name of the archived text."""
    aliases: tuple[Name, ...] = ()
    """Other names, for filters."""
    relays: tuple[Relay, ...] = ()
    """Outlets whose reporting it relays."""
    sha256: Digest
    """The SHA-256 digest of the archived text."""
    paragraphs: Count
    """The number of non-blank lines in the archived text."""
    status: None = None
    """Always null."""
    supports: Annotated[int, COMPUTED] = 0
    """The number of records that cite it."""
    supports_alone: Annotated[int, COMPUTED] = 0
    """The number of records that cite nothing else."""

    @property
    def label(self) -> str:
        """The id, with the file of its text if the store names it."""
        return f"{self.id} ({self.file})" if self.file else self.id


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entry of a vocabulary that records may name."""

    id: Id
    """The id in the header of its table."""


class Country(Entry, frozen=True, kw_only=True):
    """A country that records may name."""

    name: Name
    """The name to show."""
    code: CountryCode
    """The ISO 3166-1 code of two letters."""
    aliases: tuple[Name, ...] = ()
    """Other names and the names of its people, for filters, search and verification."""


class Place(Entry, frozen=True, kw_only=True):
    """A place that records may name: a city, a province, a region of several countries."""

    name: Name
    """The name to show."""
    aliases: tuple[Name, ...] = ()
    """Other names, for filters, search and verification."""
    countries: tuple[Id, ...] = ()
    """The countries it lies in."""


class Topic(Entry, frozen=True, kw_only=True):
    """A subject that records may name."""

    label: Name
    """The name to show."""
    aliases: tuple[Name, ...] = ()
    """Other words for it, for filters and search."""


class Group(Entry, frozen=True, kw_only=True):
    """A group of statistics, which is also a command."""

    label: Name
    """The title of its table."""
    summary: Text | None = None
    """A description of the group, for the help of its command."""


class Event(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the store is about."""

    title: Text
    """The title of the event."""
    summary: Text
    """The event in a sentence."""
    id: Id | None = None
    """A stable name of the event, used in calendar entries."""
    first_day: Moment
    """The first day."""
    last_day: Moment
    """The last day."""
    date_from: tuple[OneCite, ...] = ()
    """The passages that the days were worked out from."""
    traveller: Id | None = None
    """The person who travels."""
    travellers: tuple[Id, ...] = ()
    """The people who travel, if there are several."""
    cites: Cites
    """The passages that name the event."""

    def as_record(self) -> Record:
        """Return the event as a record, so that its cites and days can be shown and verified."""
        days = dict.fromkeys((self.first_day, self.last_day))
        travellers = (self.traveller, *self.travellers)
        return Record(
            id="event",
            summary=self.summary,
            date="/".join(days),
            date_basis="derived" if self.date_from else "stated",
            date_from=self.date_from,
            people=tuple(dict.fromkeys(id_ for id_ in travellers if id_)),
            note=self.title,
            cites=self.cites,
        )


class Facts(Struct, frozen=True, kw_only=True):
    """The contents of a store as typed values."""

    event: Event
    vocabularies: dict[str, dict[str, Any]]
    """Country, place, topic, group -> id -> entry."""
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
"""Kinds that the store writes as `[table.ID]` instead of `[[kind]]`."""
PARTS = ("agenda", "titles", "relays", "readings", "statuses")
"""Fields whose entries have their own cites."""
CITES = ("cites", "date_from")
"""Fields with cites."""


class Vocabulary(Struct, frozen=True):
    """A vocabulary whose entries records name by id."""

    name: str
    """Its name and filter option: `country`."""
    table: str
    """The table that declares its entries: `countries`."""
    type: type  # noqa: A003 -- no annotation below it needs the builtin
    names: tuple[str, ...]
    """Fields of an entry with its names, besides `aliases`; the first one is shown."""
    field: str
    """The field of a record that names entries."""


VOCABULARIES: dict[str, Vocabulary] = {
    one.name: one
    for one in (
        Vocabulary("country", "countries", Country, ("name", "code"), "countries"),
        Vocabulary("place", "places", Place, ("name",), "places"),
        Vocabulary("person", "people", Person, ("name",), "people"),
        Vocabulary("topic", "topics", Topic, ("label",), "topics"),
        Vocabulary("group", "groups", Group, ("label",), "group"),
    )
}
REFERENCES: dict[str, str] = {
    **{one.field: one.name for one in VOCABULARIES.values()},
    "topic": "topic",
    "by": "person",
    "said_by": "person or source",
    "traveller": "person",
    "travellers": "person",
    "part_of": "funding",
    "restates": "funding",
    "separate_from": "funding",
    "records": "record",
}
"""Field that refers to something by id -> the vocabulary or kind that it refers to."""


def references(owner: object) -> Iterator[tuple[str, str, str]]:
    """Yield (field, vocabulary or kind, id) for every reference of a record or part."""
    for name, what in REFERENCES.items():
        value = getattr(owner, name, None) or ()
        for id_ in (value,) if isinstance(value, str) else value:
            yield name, what, id_
