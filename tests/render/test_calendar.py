"""Calendars: whole days, nothing invented, the same bytes on every run."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from answers import BY_ID, CITE, SHIPPED, SMALL, answer, index
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from harristrip.facts import codec
from harristrip.facts.model import Cite
from harristrip.index.cells import marks
from harristrip.index.database import in_memory
from harristrip.index.reports import REPORTS
from harristrip.index.store import ask
from harristrip.render import calendar

NAMES = [name for name, report in REPORTS.items() if report.calendar]


def drawn(report="meetings", **fields):
    """Return the calendar of the talks, or the ride, with other values in some fields."""
    id_ = "talks" if report == "meetings" else "ride"
    return calendar.render_calendar(answer(report, index({id_: fields})))


def of_event(**fields):
    """Return the calendar of the talks of another event."""
    found = in_memory(codec.replace(SMALL, event=codec.replace(SMALL.event, **fields)))
    return calendar.render_calendar(ask(found, REPORTS["meetings"], {}))


def entries(data):
    return list(Calendar.from_ical(data).walk("VEVENT"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("store", [None, SHIPPED], ids=["small", "shipped"])
def test_each_record_with_a_day_is_an_entry(name, store):
    """Read back, each is one all-day event over its days; the others are named in the description."""
    found = answer(name, store)
    data = calendar.render_calendar(found)
    whole = Calendar.from_ical(data)
    by_id = {str(entry["UID"]).partition("@")[0]: entry for entry in entries(data)}
    for record in found.records:
        days = [date.fromisoformat(end) for end in (record.date or "").split("/") if end.count("-") == 2]
        assert (record.id in by_id) is bool(days)
        assert (record.id in whole["X-WR-CALDESC"]) is not bool(days)
        if days:
            entry = by_id[record.id]
            assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (days[0], days[-1] + timedelta(days=1))
            assert not isinstance(entry["DTSTART"].dt, datetime)
            assert str(entry["SUMMARY"]) == record.summary
            assert str(entry["DESCRIPTION"]).endswith(f"Sources: {marks(record.all_cites())}")
    assert max(map(len, data.split(b"\r\n"))) <= 75  # RFC 5545, 3.1
    assert data.count(b"\n") == data.count(b"\r\n")


DAYS = [
    ("2030-05-01", ("2030-05-01", "2030-05-02")),
    ("2030-02-28", ("2030-02-28", "2030-03-01")),
    ("2030-05-01/2030-05-03", ("2030-05-01", "2030-05-04")),
    ("2029-12-31/2030-01-01", ("2029-12-31", "2030-01-02")),
    ("9999-12-30", ("9999-12-30", "9999-12-31")),
    ("9999-12-31", ("9999-12-31", None)),
    ("2030-05", None),
    ("2030", None),
    ("2030-04-30/2030-05", None),
    (None, None),
]


@pytest.mark.parametrize(("days", "expected"), DAYS)
def test_an_entry_lasts_whole_days(days, expected):
    """The end is the day after the last; what has no day, at either end, has no entry and no day is made up."""
    data = drawn(date=days)
    found = [(str(one["DTSTART"].dt), str(one["DTEND"].dt) if "DTEND" in one else None) for one in entries(data)]
    assert found == ([expected] if expected else [])
    assert ("as no day is stated: talks." in str(Calendar.from_ical(data)["X-WR-CALDESC"])) is (expected is None)
    assert b"DTSTART:" not in data


STATUSES = [("held", "CONFIRMED"), ("cancelled", "CANCELLED"), ("postponed", "TENTATIVE"), ("planned", "TENTATIVE")]


@pytest.mark.parametrize(("status", "shown"), [*STATUSES, ("expected", "TENTATIVE"), ("likely", "TENTATIVE")])
def test_only_what_was_held_is_confirmed(status, shown):
    """A plan is tentative, however likely; the description has the word itself."""
    (entry,) = entries(drawn(status=status))
    assert entry["STATUS"] == shown
    assert f"Status: {status}\n" in str(entry["DESCRIPTION"])


PLACES = [
    ("itinerary", {}, "Freedonia"),
    ("meetings", {"place": "A hall"}, "A hall"),
    ("meetings", {}, "Freedonia, Sylvania"),
    ("meetings", {"countries": ()}, None),
]


@pytest.mark.parametrize(("report", "fields", "expected"), PLACES)
def test_a_place_is_given_as_far_as_it_is_known(report, fields, expected):
    """Place, destination or countries, the first that is known; no place is made up."""
    (entry,) = entries(drawn(report, **fields))
    assert entry.get("LOCATION") == expected


PLAIN = {"date_basis": "stated", "date_from": (), "people": (), "groups": (), "agenda": ()}
LINES = [
    ({"part_of_day": "evening"}, "Part of day, as printed: evening"),
    ({"date_basis": "derived", "date_from": (CITE,)}, "Date worked out from gazette ¶3"),
    ({"people": ("mayor",)}, "With: Ána Mayor"),
    ({"groups": ("farmers",)}, "With: farmers"),
    ({"agenda": BY_ID["talks"].agenda}, "Agenda: A shared well [gazette ¶3]"),
    ({"note": "Bring tea."}, "Note: Bring tea."),
    ({"conflicts": ("how-many", "when")}, "Sources differ: how-many, when"),
    ({"cites": (CITE, Cite(source="herald", paragraph=1))}, "Sources: gazette ¶3; herald ¶1"),
]


@pytest.mark.parametrize(("fields", "line"), LINES)
def test_a_description_says_what_an_entry_rests_on(fields, line):
    """Each thing that is known has a line, and only then."""
    with_it, without = (str(entries(drawn(**PLAIN | more))[0]["DESCRIPTION"]).split("\n") for more in (fields, {}))
    assert line in with_it
    assert line not in without


def test_uids_stay_the_same():
    """An entry that is imported again replaces itself, although the list is shorter or the first day was corrected.

    The id of the event, or else its title, tells records of the same id apart.
    """
    uids = [{str(one["UID"]) for one in entries(calendar.render_calendar(answer(name, SHIPPED)))} for name in NAMES]
    assert len(set.union(*uids)) == sum(map(len, uids)) > 5
    some = {str(one["UID"]) for one in entries(calendar.render_calendar(answer("meetings", SHIPPED, country="gt")))}
    assert some < uids[NAMES.index("meetings")]
    events = [{"first_day": "2030-04-30"}, {"id": "spring"}, {"title": "X"}]
    named = [str(entries(of_event(**fields))[0]["UID"]) for fields in events]
    assert named == ["talks@mayor-s-visit.harristrip", "talks@spring.harristrip", "talks@x.harristrip"]


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (("2030-05-03", "2030-04-20"), (2030, 5, 3)),
        (("2030-05", "2030-05-20"), (2030, 5, 31)),
        ((None, "2030-04-20"), (2030, 4, 20)),
        ((None, None), (2030, 5, 2)),
    ],
)
def test_the_stamp_is_not_of_the_clock(sources, expected):
    """DTSTAMP is the last day on which a source was published, or else the last day of the event."""
    found = index({"gazette": {"date": sources[0]}, "herald": {"date": sources[1]}})
    (entry,) = entries(calendar.render_calendar(answer("meetings", found)))
    assert entry["DTSTAMP"].dt == datetime(*expected, tzinfo=timezone.utc)


TEXTS = ["C:\\News", "C:\\notes; a, b", "\\", "a\\\\N", "\\,", "Ünï", "a;b,c"]


@pytest.mark.parametrize("text", TEXTS)
def test_a_calendar_keeps_every_character(text):
    """Backslashes, commas and semicolons come back as they were, in an entry and in the head."""
    (entry,) = entries(drawn(summary=text, place=text, note=text))
    assert (entry["SUMMARY"], entry["LOCATION"]) == (text, text)
    assert f"Note: {text}\n" in entry["DESCRIPTION"]
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    head = of_event(title=text, summary=text).decode()
    assert f"\r\nX-WR-CALNAME:{escaped}\r\n" in head
    assert f"\r\nX-WR-CALDESC:{escaped}" in head


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_text_is_one_value(text, note):
    """Nothing in a record starts a property of its own."""
    data = drawn(summary=f"x{text}x", note=f"x{note}x", place=f"x{text}x")
    (entry,) = entries(data)
    assert [name for name, _ in entry.property_items()].count("SUMMARY") == 1
    known = {"SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "DESCRIPTION", "LOCATION", "STATUS", "TRANSP"}
    assert set(entry) <= known
    assert data.count(b"\n") == data.count(b"\r\n")
