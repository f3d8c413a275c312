"""The typed records of a store, declared once.

Validation, JSON, JSON Schema and the reference come from these classes and from the docstrings below their fields. What
commands print around the records is in `responses`. Fields marked `COMPUTED` are set while a store is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union, get_args

from msgspec import Meta, Struct, field

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_DAY = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
DATE_PATTERN = rf"^{_DAY}(/{_DAY})?$"
CITE_PATTERN = r"^(?=[^:]{1,64}:)[a-z0-9]+(-[a-z0-9]+)*:[1-9][0-9]{0,5}$"
LARGEST = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly."""
DIGITS = 18
"""Digits before and after the point of a decimal."""
CHARACTERS, ENTRIES = 4000, 1000
"""Limits of one text and of one list; the longest that ship have 336 characters and 19 entries."""
DECIMAL = rf"-?[0-9]{{1,{DIGITS}}}\.[0-9]{{1,{DIGITS}}}"
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
    Annotated[int, Meta(ge=0, description="currency units as a whole number from 0")],
    Annotated[str, Meta(pattern=rf"^{DECIMAL.removeprefix('-?')}$", description='a decimal in quotes: "1.5"')],
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
Happening = Literal["planned", "held", "expected", "likely", "cancelled", "postponed"]
Promise = Literal[
    "requested",
    "announced",
    "pledged",
    "promised",
    "agreed",
    "approved",
    "paid",
    "planned",
    "expected",
    "likely",
    "reported",
]
Absence = Literal["not-done", "declined", "not-stated"]
Told = Literal["reported"]
Status = Literal[
    "planned",
    "held",
    "expected",
    "likely",
    "cancelled",
    "postponed",
    "requested",
    "announced",
    "pledged",
    "promised",
    "agreed",
    "approved",
    "paid",
    "not-done",
    "declined",
    "not-stated",
    "reported",
]
PartOfDay = Literal["morning", "noon", "afternoon", "evening", "night", "late", "early"]
Basis = Literal["stated", "derived", "metadata"]
ConflictClass = Literal["contradiction", "different measure", "different period", "overtaken", "precision", "wording"]
"""In order of weight: first the differences that would make a printed sentence wrong."""
INCOMPARABLE: tuple[ConflictClass, ...] = ("different measure", "different period")
"""Classes whose figures may never be compared with one another."""
HELD: Status = "held"
WORKING_TITLE = "Working title"
"""The title that a draft gives an event."""

MEANINGS: dict[str, dict[str, str]] = {
    "status": {
        "planned": "The source says that it will happen.",
        "expected": "The source says that it is expected.",
        "likely": "The source calls it likely.",
        "held": "The source reports that it happened.",
        "cancelled": "The source reports that it will not happen.",
        "postponed": "The source reports that it is put off.",
        "requested": "Somebody asked for it.",
        "announced": "It was made public; nothing says that it is binding.",
        "pledged": "Somebody committed to pay or do it.",
        "promised": "Somebody promised it.",
        "agreed": "The sides agreed on it.",
        "approved": "The body that decides has approved it.",
        "paid": "The money was paid.",
        "reported": "The source states it as a fact.",
        "not-done": "The source says that it has not happened.",
        "declined": "Somebody declined to say.",
        "not-stated": "No article says.",
    },
    "qualifier": {
        "more than": "The figure is above the value.",
        "at least": "The figure is the value or above it.",
        "about": "The figure is near the value.",
        "nearly": "The figure is a little below the value.",
        "less than": "The figure is below the value.",
        "at most": "The figure is the value or below it.",
    },
    "class": {
        "contradiction": "The readings cannot both be true.",
        "different measure": "The figures count different things.",
        "different period": "The figures cover different periods.",
        "overtaken": "A later source replaces an earlier one.",
        "precision": "One source is more exact than another.",
        "wording": "The sources use different words for one thing.",
    },
    "date_basis": {
        "stated": "The text prints the date.",
        "derived": "The date was worked out from other passages.",
        "metadata": "The page carried the date; the archived text does not print it.",
    },
    "claim type": {
        "statement": "Somebody said it.",
        "criticism": "Somebody criticised it.",
        "cause": "Somebody named a cause.",
        "focus": "What somebody says the event is about.",
        "goal": "What somebody wants to reach.",
        "background": "What the source explains in its own voice.",
        "denial": "Somebody denied it.",
        "headline": "The headline of another story that the page links to, or other text around the article.",
    },
    "meeting format": {
        "in person": "The source says that they meet in one place.",
        "virtual": "The source says that they meet by video or webcast.",
        "phone": "The source says that they talk by phone.",
        "unspecified": "No source says how they meet.",
    },
    "stop type": {"leg": "A journey from one place to another.", "stay": "Time spent in one place."},
    "person type": {
        "person": "A person with a name.",
        "unnamed": "A person whom the source quotes without a name.",
        "organisation": "A body with a name.",
        "group": "People named only by what they are.",
    },
}
"""Vocabulary -> value -> what it says."""


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
    """The figure, date or term word for word, its hedge and scale included."""
    via: Text | None = None
    """The outlet or body that the source relays here."""
    reads: Text | None = None
    """The author's English rendering of printed words that the program cannot read."""


OneCite = Annotated[Cite, Meta(description='a cite: "post:4" or { at = "post:4", printed = "words" }')]
Cites = Annotated[tuple[OneCite, ...], Meta(min_length=1, description='a list of cites such as "post:4", one or more')]


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of a record that carries cites of its own."""

    cites: Cites
    """The passages that say it."""


class AgendaItem(Part, frozen=True, kw_only=True):
    """One thing that a meeting is to be about, as the cited sources list it."""

    topic: Id
    """The topic it belongs to."""
    summary: Text
    """The item in the author's own words."""


class Title(Part, frozen=True, kw_only=True):
    """A title as the cited sources print it."""

    title: Text
    """The title word for word."""


class Relay(Part, frozen=True, kw_only=True):
    """An outlet whose reporting a source passes on."""

    outlet: Text
    """The outlet as the source names it."""


class Reading(Part, frozen=True, kw_only=True):
    """One side of a conflict."""

    reading: Text
    """What these sources say."""


class DatedStatus(Part, frozen=True, kw_only=True):
    """The status that the cited sources give, where sources of different days give different ones."""

    status: Status
    """The status in these sources."""


class Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag=str.lower):
    """What every fact has, whatever its kind."""

    id: Id
    """The name of the record, unique across all kinds."""
    summary: Text
    """The fact in the author's own words."""
    date: Date | None = None
    """The day, month, year or interval that the fact is about; of a statistic the period it covers."""
    date_basis: Annotated[Basis | None, COMPUTED] = None
    """Whether the text prints the date, or it was worked out, or the page carried it."""
    date_from: tuple[OneCite, ...] = ()
    """The passages that the date was worked out from; empty when the text prints the date itself."""
    part_of_day: PartOfDay | None = None
    """The part of the day that a source prints; never an hour."""
    status: Status | None = "reported"
    """How far the fact has come, in the words of the source; null for people, sources and conflicts."""
    statuses: tuple[DatedStatus, ...] = ()
    """Earliest first, where sources give different statuses; the last one is `status`."""
    countries: tuple[Id, ...] = ()
    """Countries that the fact is about."""
    places: tuple[Id, ...] = ()
    """Places that the passage names: regions, provinces, cities."""
    people: tuple[Id, ...] = ()
    """People and bodies that the fact is about."""
    topics: tuple[Id, ...] = ()
    """Subjects of the fact."""
    said_by: tuple[Id, ...] = ()
    """Whose word it is: people, bodies, or a source that says it in its own voice."""
    note: Text | None = None
    """What a reader must know beside the summary."""
    cites: tuple[OneCite, ...] = ()
    """The passages that say it, at least one; may be left out where the parts of the record carry cites."""
    conflicts: Annotated[tuple[Id, ...], COMPUTED] = ()
    """Conflicts that concern the record."""
    independent: Annotated[int, COMPUTED] = 0
    """How many independent origins it has: outlets that pass on one statement count once."""

    @property
    def kind(self) -> str:
        """The kind as JSON names it."""
        return type(self).__name__.lower()

    @property
    def figure(self) -> Figure | None:
        """The figure of the record, or None."""
        return None

    def parts(self) -> Iterator[Part]:
        """Yield the parts of the record that carry cites of their own."""
        for name in PARTS:
            yield from getattr(self, name, ())

    def all_cites(self) -> Iterator[Cite]:
        """Yield the cites of the record and of its parts, those of its date left out."""
        yield from self.cites
        for part in self.parts():
            yield from part.cites


class Figure(Struct, frozen=True):
    """A figure of a record, whatever its kind: an amount of money is one in a currency."""

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
    """The figure, or the lower end of a range: a whole number, or a decimal or fraction in quotes."""
    value_to: Number | None = None
    """The upper end of a range."""
    qualifier: Qualifier | None = None
    """How the source hedges the figure; absent for an exact one."""
    unit: Text | None = None
    """What is counted ("people", "%", "rank"), or an ISO 4217 currency."""
    per: Text | None = None
    """What the figure is a rate of: `per = "family"`."""

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
    status: Happening
    """How far it has come."""
    origin: Text | None = None
    """Where a leg starts."""
    destination: Text | None = None
    """Where a leg ends, or the place of a stay."""


class Meeting(Record, frozen=True, kw_only=True):
    """Who meets whom, where and about what."""

    status: Happening
    """How far it has come."""
    format: Literal["in person", "virtual", "phone", "unspecified"]
    """How they meet, as a source says."""
    place: Text | None = None
    """The place as a source prints it."""
    groups: tuple[Text, ...] = ()
    """Participants that no source names one by one: "community leaders"."""
    agenda: tuple[AgendaItem, ...] = ()
    """What it is to be about."""
    joint: Annotated[bool, COMPUTED] = False
    """Whether it covers more than one country."""


class Funding(Record, frozen=True, kw_only=True):
    """An amount of money. How it relates to another amount is stated by a source or not at all."""

    status: Promise
    """How far the money has come."""
    amount: Amount
    """The amount, or the lower end of a range, in whole units or as a decimal in quotes."""
    amount_to: Amount | None = None
    """The upper end of a range."""
    currency: Currency
    """The ISO 4217 code of the currency."""
    qualifier: Qualifier | None = None
    """How the source hedges the amount; absent for an exact one."""
    per: Text | None = None
    """What the amount is a rate of: `per = "family"`."""
    purpose: Text | None = None
    """What the money is for."""
    recipient: Text | None = None
    """Who is to have it."""
    part_of: tuple[Id, ...] = ()
    """Amounts that include this one; a single id may be written without brackets."""
    restates: Id | None = None
    """The amount that this one repeats, in another currency or at another stage."""
    separate_from: tuple[Id, ...] = ()
    """Amounts that a source says come on top; only such amounts are added together."""

    @property
    def figure(self) -> Figure | None:
        """The amount as a figure."""
        return Figure(self.amount, self.amount_to, self.qualifier, self.currency, self.per, is_money=True)


class Statistic(Figured, frozen=True, kw_only=True):
    """A counted figure, with everything that decides what it may be compared with."""

    group: Id
    """The group of statistics it belongs to, declared in `[groups.ID]`."""
    measure: Text
    """What is measured, in the words of the source."""
    value: Number
    """The figure, or the lower end of a range: a whole number, or a decimal or fraction in quotes."""
    unit: Text
    """What is counted: "people", "%", "rank"."""
    period: Text | None = None
    """The period in words, "April 2021"; `date` holds it as ISO 8601 where it has bounds."""
    population: Text | None = None
    """Who or what is counted."""
    area: Text | None = None
    """Where it is counted."""
    status: Told = "reported"
    """Always `reported`."""
    not_comparable: Annotated[tuple[Id, ...], COMPUTED] = ()
    """Figures that a conflict names as another measure or period: never compare them with this one."""


class Commitment(Figured, frozen=True, kw_only=True):
    """What was agreed, promised, expected or announced, by whom and to whom."""

    status: Promise
    """How far it has come."""
    by: tuple[Id, ...]
    """Who commits."""
    to: Text | None = None
    """To whom."""


class Claim(Figured, frozen=True, kw_only=True):
    """What somebody said, in paraphrase."""

    type: Literal["statement", "criticism", "cause", "focus", "goal", "background", "denial", "headline"]
    """What sort of claim it is."""
    said_by: Annotated[tuple[Id, ...], Meta(min_length=1, description="a list of ids, one or more")]
    """Whose word it is: people, bodies, or a source that says it in its own voice."""
    status: Told = "reported"
    """Always `reported`."""


class Gap(Record, frozen=True, kw_only=True):
    """What has not happened, was declined to be said, or no article states."""

    status: Absence
    """Why it is open."""
    about: tuple[Id, ...] = ()
    """Reports and groups of statistics that name this open question below their rows."""


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
    """What sort of speaker or participant it is."""
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
    """The name of the file that holds the archived text."""
    aliases: tuple[Name, ...] = ()
    """Other names, for filters."""
    relays: tuple[Relay, ...] = ()
    """Outlets whose reporting it passes on."""
    sha256: Digest
    """The SHA-256 digest of the archived text."""
    paragraphs: Count
    """How many non-blank lines the archived text has."""
    status: None = None
    """Always null."""
    supports: Annotated[int, COMPUTED] = 0
    """How many records cite it."""
    supports_alone: Annotated[int, COMPUTED] = 0
    """How many records cite nothing else."""


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
    """A group of statistics; each is a command of its own."""

    label: Name
    """The title of its table."""
    summary: Text | None = None
    """What the group holds, for the help of its command."""


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
    """The people who travel, where there are several."""
    cites: Cites
    """The passages that name the event."""


class Facts(Struct, frozen=True, kw_only=True):
    """All that a store says, as typed values."""

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
"""Kinds that the store keeps as `[table.ID]` and not as `[[kind]]`."""
UNDATED_KINDS = ("conflict", "person", "source")
"""Kinds that are no part of the timeline: their date, if any, is not that of an event."""
PARTS = ("agenda", "titles", "relays", "readings", "statuses")
"""Fields whose entries carry cites of their own."""
CITES = ("cites", "date_from")
"""Fields that hold cites."""


class Vocabulary(Struct, frozen=True):
    """Something that records name by id, and where the store declares it."""

    name: str
    """The option that filters by it: `country`."""
    table: str
    """The table of the store: `countries`."""
    type: type  # noqa: A003 -- no annotation below it needs the builtin
    names: tuple[str, ...]
    """Fields that hold a name of an entry beside `aliases`, the one to show first."""
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
"""Fields that name something declared elsewhere, and what it must be."""


def references(owner: object) -> Iterator[tuple[str, str, str]]:
    """Yield (field, what it must name, id) for everything that a record or a part of one names."""
    for name, what in REFERENCES.items():
        value = getattr(owner, name, None) or ()
        for id_ in (value,) if isinstance(value, str) else value:
            yield name, what, id_


def values_of(type_: Any) -> tuple[str, ...]:
    """Return the values of a closed vocabulary."""
    return get_args(type_)
