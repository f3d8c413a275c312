"""Stops and meetings as a calendar. The only module that knows icalendar, loaded only for this format.

Entries last whole days, as no source gives an hour. The description of the calendar names the records without a day,
which have no entry. Nothing reads the clock: the same store gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from icalendar import Calendar, Event, vText

from .. import dates
from ..facts.model import HELD, Record, Source
from ..facts.model import Event as TripEvent
from ..index.cells import Labels, marks, participants
from ..index.store import decoded, facts_of
from ..text import fold, printable

if TYPE_CHECKING:
    from ..index.store import Listing


def render_calendar(answer: Listing) -> bytes:
    """Return the records that have a day as all-day events (RFC 5545), stamped with the day of the newest source."""
    event = facts_of(answer.index).event
    sources: Sequence[Source] = decoded(answer.index.of_kinds("source"))
    days = [dates.bounds(one.date)[1] for one in sources if one.date]
    newest = datetime.fromisoformat(max(days, default=dates.bounds(event.last_day)[1]))
    left_out = ", ".join(record.id for record in answer.records if not _has_exact_days(record))
    undated = f" Not entered, as no day is stated: {left_out}." if left_out else ""
    drawn = Calendar()
    drawn.add("prodid", "-//harristrip//EN")
    drawn.add("version", "2.0")
    drawn.add("x-wr-calname", _EscapedText(printable(event.title)))
    drawn.add("x-wr-caldesc", _EscapedText(printable(event.summary + undated)))
    labels, stamp = Labels(answer.index.labels), newest.replace(tzinfo=timezone.utc)
    for record in filter(_has_exact_days, answer.records):
        drawn.add_component(_make_calendar_event(record, event, labels, stamp))
    return bytes(drawn.to_ical())


def _has_exact_days(record: Record) -> bool:
    return record.date is not None and all(end.count("-") == 2 for end in record.date.split("/"))


class _EscapedText(vText):
    """A text, escaped by RFC 5545, 3.3.11: icalendar mistakes a backslash before an N for a line end."""

    def to_ical(self) -> bytes:
        """Return the text with special characters escaped."""
        escaped = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return escaped.encode("utf-8")


def _make_calendar_event(record: Record, event: TripEvent, labels: Labels, stamp: datetime) -> Event:
    first, last = dates.bounds(record.date or "")
    entry = Event()
    name = event.id or fold(event.title).replace(" ", "-")[:100]  # not the first day, which may change
    entry.add("uid", printable(f"{record.id}@{name}.harristrip"))
    entry.add("dtstamp", stamp)
    entry.add("dtstart", date.fromisoformat(first))
    if date.fromisoformat(last) < date.max:  # Python has no later day; an entry without an end lasts one day
        entry.add("dtend", date.fromisoformat(last) + timedelta(days=1))
    entry.add("summary", _EscapedText(printable(record.summary)))
    statuses: dict[str | None, str] = {HELD: "CONFIRMED", "cancelled": "CANCELLED"}
    entry.add("status", statuses.get(record.status, "TENTATIVE"))
    entry.add("transp", "TRANSPARENT")
    place = getattr(record, "place", None) or getattr(record, "destination", None)
    place = place or labels.of("place", record.places) or labels.of("country", record.countries)
    if place:
        entry.add("location", _EscapedText(printable(place)))
    entry.add("description", _EscapedText("\n".join(printable(line) for line in _describe_record(record, labels))))
    return entry


def _describe_record(record: Any, labels: Labels) -> Iterator[str]:
    """Yield the lines of a description: status, participants, agenda, sources."""
    yield f"Status: {record.status}"
    if record.part_of_day:
        yield f"Part of day, as printed: {record.part_of_day}"
    if record.date_from:
        yield f"Date worked out from {marks(record.date_from)}"
    if people := participants(record, labels):
        yield f"With: {people}"
    for item in getattr(record, "agenda", ()):
        yield f"Agenda: {item.summary} [{marks(item.cites)}]"
    if record.note:
        yield f"Note: {record.note}"
    if record.conflicts:
        yield f"Sources differ: {', '.join(record.conflicts)}"
    yield f"Sources: {marks(record.all_cites())}"
