"""Filters, each declared once: its option, its help, and the keys by which it finds a record.

While an index is built, the keys of every record go into the table `filter_key`. `ResolvedFilters.where` makes the SQL
that looks them up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

from ..errors import ImpossibleDate, UnknownValue, UsageError
from ..text import fold_name, nearest, quote

if TYPE_CHECKING:
    from ..facts.model import Record


class Filters(TypedDict, total=False):
    """The filters by keyword. A record must match every filter, and one of the values of each."""

    country: str | Sequence[str] | None
    place: str | Sequence[str] | None
    person: str | Sequence[str] | None
    said_by: str | Sequence[str] | None
    topic: str | Sequence[str] | None
    source: str | Sequence[str] | None
    status: str | Sequence[str] | None
    kind: str | Sequence[str] | None
    group: str | Sequence[str] | None
    class_: str | Sequence[str] | None
    from_: str | None
    to: str | None
    known_by: str | None
    limit: int | None
    maybe: bool


class Filter(NamedTuple):
    """A filter over named values, or by a date."""

    name: str
    """The keyword; the option is `--name`."""
    help: str
    keys: Callable[[Any], Iterable[str]] = lambda _: ()
    """The ids by which a record is found."""
    vocabulary: str = ""
    """The vocabulary of its values; empty for a year, month or day."""
    reports: tuple[str, ...] = ()
    """The reports that take it; empty for all."""

    @property
    def option(self) -> str:
        """The option on the command line."""
        return "--" + self.name.rstrip("_").replace("_", "-")


def _people(record: Record) -> Iterable[str]:
    return record.id, *record.people, *record.said_by, *getattr(record, "by", ())


def _topics(record: Record) -> Iterable[str]:
    return *record.topics, *(item.topic for item in getattr(record, "agenda", ()))


def _sources(record: Record) -> Iterable[str]:
    return record.id, *(cite.source for cite in record.all_cites())


def _value_of(field: str) -> Callable[[Any], Iterable[str]]:
    """Return a function from a record to the value of a field, or to nothing if the field is empty or absent."""
    return lambda record: [value] if (value := getattr(record, field, None)) else []


FILTERS: tuple[Filter, ...] = (
    Filter("country", "Only records about this country (id, name, code or alias).", lambda r: r.countries, "country"),
    Filter("place", "Only records about this place.", lambda r: r.places, "place"),
    Filter("person", "Only records in which this person or body acts or speaks.", _people, "person"),
    Filter("said_by", "Only statements of this person, body or source.", lambda r: r.said_by, "speaker"),
    Filter("topic", "Only records about this topic.", _topics, "topic"),
    Filter("source", "Only records that cite this source.", _sources, "source"),
    Filter("status", "Only records with this status.", _value_of("status"), "status"),
    Filter("kind", "Only records of this kind.", lambda r: (r.kind,), "kind", ("facts", "search")),
    Filter("group", "Only figures of this group.", _value_of("group"), "group", ("statistics",)),
    Filter("class_", "Only conflicts of this class.", _value_of("class_"), "class", ("conflicts",)),
)
DATE_FILTERS: tuple[Filter, ...] = (
    Filter("from_", "Only records dated in or after this year, month or day."),
    Filter("to", "Only records dated in or before it."),
    Filter("known_by", "Only facts from sources published by then."),
)
LASTS = "record.number IN (SELECT number FROM filter_key WHERE filter = 'lasts')"
"""The condition for records that take all the days of their date, as a stay does, not just one."""


class ResolvedFilters(NamedTuple):
    """Filters whose values were looked up: ids instead of names, days instead of dates."""

    keys: Mapping[str, tuple[str, ...]] = {}
    """Filter -> ids, any of which a record must have."""
    first: str | None = None
    """First day, inclusive; None for no bound."""
    last: str | None = None
    limit: int | None = None
    maybe: bool = False
    """Whether a record matches if its month or span only overlaps the days."""

    def where(self) -> tuple[str, list[Any]]:
        """Return the SQL condition on `record` and its parameters."""
        terms, parameters = ["1"], []
        for name, ids in self.keys.items():
            marks = ", ".join("?" * len(ids))
            terms.append(f"record.number IN (SELECT number FROM filter_key WHERE filter = ? AND key IN ({marks}))")  # noqa: S608
            parameters += [name, *ids]
        for bound, compared, certain in ((self.first, ">=", "first_day"), (self.last, "<=", "last_day")):
            if bound:
                possible = "last_day" if certain == "first_day" else "first_day"
                lasts = "" if self.maybe else f" AND (record.{certain} {compared} ? OR {LASTS})"
                terms.append(f"record.{possible} {compared} ?{lasts}")
                parameters += [bound] if self.maybe else [bound, bound]
        return " AND ".join(terms), parameters


def resolve(filters: Filters, names: Callable[[str], Mapping[str, str]]) -> ResolvedFilters:
    """Look up the values of filters; `names` maps the folded names of a vocabulary to ids.

    Raises UnknownValue or ImpossibleDate for an invalid value, and TypeError for an unknown filter.
    """
    known = {"limit", "maybe", *(one.name for one in FILTERS), *(one.name for one in DATE_FILTERS)}
    if unknown := filters.keys() - known:
        raise TypeError(f"no such filter: {', '.join(sorted(unknown))}")
    keys = {}
    for declared in FILTERS:
        value: Any = filters.get(declared.name)
        if values := (value,) if isinstance(value, str) else tuple(value or ()):
            vocabulary = names(declared.vocabulary)
            ids = (resolve_value(declared.name.rstrip("_"), one, vocabulary) for one in values)
            keys[declared.name] = tuple(dict.fromkeys(ids))
    first, last = date_bound(filters, "from_", 0), date_bound(filters, "to", 1)
    if first and last and first > last:
        raise UsageError(f"--from {filters['from_']} is after --to {filters['to']}: no day is between them")
    return ResolvedFilters(keys, first, last, whole_limit(filters.get("limit")), bool(filters.get("maybe")))


def whole_limit(value: Any) -> int | None:
    """Return the number of `--limit`, which a command line gives as text; raises UsageError."""
    if value is None:
        return None
    text = str(value)
    if not (text.isascii() and text.isdigit()) or int(text[:19]) == 0:
        raise UsageError(f"--limit: {quote(text)} is not a whole number from 1")
    return int(text[:18])


def resolve_value(what: str, value: str, names: Mapping[str, str]) -> str:
    """Return the id that `value` names, in any case, with or without accents; raises UnknownValue."""
    found = names.get(fold_name(value))
    if found is None:
        near = nearest(value, names)
        raise UnknownValue(what.replace("_", "-"), value, names[near] if near else None, sorted(set(names.values())))
    return found


def date_bound(filters: Filters, name: str, end: int) -> str | None:
    """Return the first (`end` 0) or last (1) day of a date filter, or None; raises ImpossibleDate."""
    value: Any = filters.get(name)
    if value is None:
        return None
    from .. import dates  # noqa: PLC0415 -- datetime takes 3 ms, and most filters are not dates

    text = str(value)
    if "/" in text or not dates.is_date(text):
        option = next(declared.option for declared in DATE_FILTERS if declared.name == name)
        raise ImpossibleDate(option, text)
    return dates.bounds(text)[end]
