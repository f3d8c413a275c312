"""Promises of filters and reports: what they find, in which order, and how they combine."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from harristrip import query
from harristrip.errors import ImpossibleDate, UnknownValue, UsageError
from harristrip.model import Cite, Claim, Gap, Meeting
from harristrip.store import load

SMALL = load(Path(__file__).parent / "data" / "valid" / "small.toml")
SHIPPED = load()
CITES = (Cite(source="gazette", paragraph=1),)
NAMED = [declared.name for declared in (*query.FILTERS, query.KIND)]
DATES = sorted({record.date for record in SHIPPED.records if record.date and "/" not in record.date})


def ids(records):
    return [record.id for record in records]


def claims(*dates):
    """Claims numbered in the order given, one for each date."""
    made = ((f"c{n}", date) for n, date in zip(count(), dates, strict=False))
    return [
        Claim(id=id_, summary="s", type="statement", said_by=("mayor",), date=date, cites=CITES) for id_, date in made
    ]


# ---------------------------------------------------------------------------------------------------------------------
# Tables
# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("country", ["freedonia", "Freedonia", "fd", "FD", "Free Land", "FREE  LAND"], ["ride", "talks"]),
        ("country", ["sylvania", "sy"], ["talks"]),
        ("person", ["mayor", "Ána Mayor", "ana mayor", "the MAYOR"], ["ride", "talks", "repairs", "thirst", "mayor"]),
        ("topic", ["labour", "labor", "LABOR"], ["repairs"]),
        ("topic", ["water", "Wàter"], ["talks", "thirst"]),
        ("source", ["herald", "HERALD"], ["ride", "how-many", "mayor", "herald"]),
        ("status", ["planned", "Planned"], ["talks"]),
        ("status", ["not-stated", "not stated"], ["cost"]),
        ("kind", ["funding", "Funding"], ["well", "pump"]),
    ],
)
def test_a_filter_takes_any_name(name, values, expected):
    """A filter value may be an id, a name, a code or an alias, in any case, with or without accents."""
    for value in values:
        assert ids(SMALL.facts(**{name: value})) == expected, value


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["ride", "talks", "well", "pump"]),
        ({"country": None, "from_": None, "topic": []}, ["ride", "talks", "well", "pump"]),
        ({"country": "fd", "status": "planned"}, ["talks"]),
        ({"country": "fd", "topic": "labour"}, []),
        ({"status": ["held", "pledged"]}, ["ride", "well", "pump"]),
        ({"country": ["fd", "sy"], "from_": "2030-05-02"}, ["talks"]),
        ({"country": ("sy",), "to": "2030-05-01"}, []),
    ],
)
def test_filters_combine(filters, expected):
    """Different filters must all hold; the values of one filter are alternatives; None and [] are no filter."""
    assert ids(SMALL.facts(kind=["stop", "meeting", "funding"], **filters)) == expected


@pytest.mark.parametrize(
    ("name", "value", "nearest"),
    [
        ("country", "freedomia", "freedonia"),
        ("person", "the major", "mayor"),
        ("topic", "xyzzy", None),
        ("source", "gazete", "gazette"),
        ("status", "hold", "held"),
        ("kind", "fund", "funding"),
        ("country", "", None),
    ],
)
def test_an_unknown_value_names_the_nearest_and_all_valid_ones(name, value, nearest):
    """A value that names nothing is refused with the nearest valid id and the list of them."""
    with pytest.raises(UnknownValue) as raised:
        SMALL.facts(**{name: value})
    assert (raised.value.what, raised.value.value, raised.value.nearest) == (name, value, nearest)
    assert raised.value.valid == tuple(sorted(set(SMALL.names(name).values())))


@pytest.mark.parametrize(
    ("filters", "named"),
    [
        ({"contry": "fd"}, "contry"),
        ({"from": "2030"}, "from"),
        ({"country": "fd", "Country": "fd", "by": "mayor"}, "Country, by"),
        ({"known_on": None}, "known_on"),
    ],
)
def test_a_filter_that_does_not_exist_is_no_filter_at_all(filters, named):
    """A misspelt keyword raises TypeError and names itself: dropped, it would list what nobody asked for."""
    for method in (SMALL.meetings, SMALL.facts, SMALL.funding_totals):
        with pytest.raises(TypeError, match=f"no such filter: {named}$"):
            method(**filters)


@pytest.mark.parametrize(
    ("date", "filters", "found"),
    [
        ("2021-04-15", {"from_": "2021-04"}, True),
        ("2021-04", {"from_": "2021-04-30"}, True),
        ("2021-04", {"from_": "2021-05"}, False),
        ("2021-04", {"to": "2021-04-01"}, True),
        ("2021-04", {"to": "2021-03"}, False),
        ("2021", {"from_": "2021-12-31"}, True),
        ("2021-12", {"from_": "2021-12-31"}, True),
        ("2021-02", {"from_": "2021-02-28"}, True),
        ("2020-12-31", {"from_": "2021"}, False),
        ("2021-01/2021-04", {"from_": "2021-04-30"}, True),
        ("2021-01/2021-04", {"from_": "2021-05-01"}, False),
        ("2021-01/2021-04", {"from_": "2021-02-10", "to": "2021-02-11"}, True),
        ("2021-06-07", {"from_": "2021-06-07", "to": "2021-06-07"}, True),
        (None, {"from_": "0001"}, False),
        (None, {"to": "9999"}, False),
        (None, {}, True),
    ],
)
def test_date_filters_keep_what_shares_a_day(date, filters, found):
    """A month, year or interval is kept if one of its days is asked for; an undated record only without bounds."""
    question = query.ask(filters, SMALL.names)
    assert bool(query.select(claims(date), question)) is found


@pytest.mark.parametrize("value", ["2021-13", "2021-02-30", "2021-01/2021-02", "yesterday", "", "2021-6-7", "21"])
@pytest.mark.parametrize("name", query.DATE_FILTERS)
def test_an_impossible_date_is_refused(name, value):
    """A date filter takes a year, month or day that exists, and nothing else."""
    with pytest.raises(ImpossibleDate, match=query.DATE_FILTERS[name][0]):
        SMALL.facts(**{name: value})


def test_by_date_a_month_comes_before_its_days():
    """The timeline puts a year before its months, a month before its days, and keeps the file's order for the rest."""
    days = ["2021-05-01", "2021-04-02", "2021-04", "2021-04-01", None, "2021-04-01/2021-04-09", "2021"]
    shown = query.report(claims(*days), query.REPORTS["timeline"])
    assert [record.date for record in shown] == [days[n] for n in (6, 2, 3, 5, 1, 0)]


def test_by_date_the_undated_come_last():
    """Undated records of a report in order of date stand at its end, in the order of the file."""
    meetings = [
        Meeting(id=f"m{n}", summary="s", status="held", format="virtual", date=date, cites=CITES)
        for n, date in enumerate([None, "2021", None, "2020-01-01"])
    ]
    assert ids(query.report(meetings, query.REPORTS["meetings"])) == ["m3", "m1", "m0", "m2"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("itinerary", ["ride"]),
        ("meetings", ["talks"]),
        ("people", ["mayor"]),
        ("timeline", ["thirst", "wells-dug", "ride", "talks"]),
        ("funding", ["well", "pump"]),
        ("border", ["wells-dug"]),
        ("health", ["share-dry"]),
        ("commitments", ["repairs"]),
        ("facts", ids(SMALL.records)),
        ("sources", ["gazette", "herald"]),
        ("conflicts", ["how-many"]),
        ("gaps", ["cost"]),
    ],
)
def test_each_report_shows_its_records(name, expected):
    """A report shows the records of its kinds, and the method of its name returns the same."""
    assert ids(SMALL.report(name)) == ids(getattr(SMALL, name)()) == expected


@pytest.mark.parametrize(
    ("name", "filters", "found"),
    [
        ("funding", {}, True),
        ("meetings", {}, False),
        ("funding", {"country": "fd"}, True),
        ("funding", {"country": "sy"}, False),
        ("funding", {"status": "pledged", "kind": "funding"}, True),
        ("funding", {"from_": "2030", "to": "2030"}, True),
        ("funding", {"source": "herald"}, False),
    ],
)
def test_open_questions_follow_the_filters_that_concern_them(name, filters, found):
    """A report names the gaps about it that its filters allow; status, kind and dates are those of its own rows."""
    gap = Gap(id="g", summary="?", status="declined", about=("funding",), countries=("freedonia",), cites=CITES)
    asked = query.ask(filters, SMALL.names)
    assert bool(query.open_questions([gap, *SMALL.records[:1]], query.REPORTS[name], asked)) is found


def test_open_questions_of_the_small_store():
    """The store answers the same: a gap about funding stands below funding and nowhere else."""
    assert {name: ids(SMALL.open_questions(name)) for name in query.REPORTS} == {
        name: ["cost"] if name == "funding" else [] for name in query.REPORTS
    }


# ---------------------------------------------------------------------------------------------------------------------
# Laws
# ---------------------------------------------------------------------------------------------------------------------


@st.composite
def one_filter(draw):
    """One filter of the shipped vocabulary, as keywords."""
    name = draw(st.sampled_from([*NAMED, "from_", "to"]))
    if name in query.DATE_FILTERS:
        return {name: draw(st.sampled_from(DATES))}
    return {name: draw(st.lists(st.sampled_from(sorted(SHIPPED.names(name))), min_size=1, max_size=2))}


def possible(filters):
    """Whether the dates of filters are the right way round; others are refused."""
    try:
        query.ask(filters, SHIPPED.names)
    except UsageError:
        return False
    return True


REPORT_NAMES = st.sampled_from(sorted(query.REPORTS))


@given(REPORT_NAMES, one_filter(), one_filter())
def test_filtered_is_a_subset_in_the_same_order(name, one, other):
    """Filters only leave records out: what is left stands in the order of the whole report."""
    assume(possible(one | other))
    found = {record.id for record in SHIPPED.report(name, **(one | other))}
    assert ids(SHIPPED.report(name, **(one | other))) == [id_ for id_ in ids(SHIPPED.report(name)) if id_ in found]


@given(one_filter(), one_filter())
def test_filters_commute(one, other):
    """Two filters may be applied in either order."""
    first, second = (query.ask(filters, SHIPPED.names) for filters in (one, other))
    records = SHIPPED.records
    assert query.select(query.select(records, first), second) == query.select(query.select(records, second), first)


@given(REPORT_NAMES, one_filter(), one_filter())
def test_two_filters_are_the_intersection(name, one, other):
    """What matches two different filters is what matches each."""
    if not one.keys().isdisjoint(other):
        other = {}
    assume(possible(one | other))
    either = set(ids(SHIPPED.report(name, **other)))
    both = [id_ for id_ in ids(SHIPPED.report(name, **one)) if id_ in either]
    assert ids(SHIPPED.report(name, **(one | other))) == both


@given(REPORT_NAMES, st.sampled_from(NAMED), st.data())
def test_a_repeated_filter_is_the_union(name, what, data):
    """Several values of one filter find what each of them finds."""
    values = data.draw(st.lists(st.sampled_from(sorted(SHIPPED.names(what))), min_size=1, max_size=3))
    union = {record.id for value in values for record in SHIPPED.report(name, **{what: value})}
    found = ids(SHIPPED.report(name, **{what: values}))
    assert set(found) == union
    assert len(found) == len(union)


def test_a_span_that_ends_before_it_starts_is_refused(shipped):
    """Two dates the wrong way round are a slip, and no empty answer."""
    with pytest.raises(UsageError, match="--from 2021-06-08 is after --to 2021-06-06"):
        shipped.meetings(from_="2021-06-08", to="2021-06-06")
