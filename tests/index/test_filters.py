"""Filters: what they find, how they combine, and what they refuse."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stores import cases, opened, printed, record, source, store

from harristrip.errors import ImpossibleDate, UnknownValue, UsageError
from harristrip.index import filters
from harristrip.index.reports import REPORTS
from harristrip.index.store import load

SHIPPED = load()
NAMED = {declared.name: declared.vocabulary for declared in filters.FILTERS}
DATES = sorted({one.date for one in SHIPPED.records if one.date and "/" not in one.date})


def ids(records) -> list[str]:
    return [one.id for one in records]


@pytest.mark.parametrize("case", cases("filters.jsonl"))
def test_a_filter_takes_an_id_a_name_a_code_or_an_alias(case: dict, small) -> None:
    """In any case, with or without accents and punctuation."""
    for value in case["values"]:
        assert ids(small.facts(**{case["name"]: value})) == case["found"], value


def test_a_place_is_a_filter_and_a_source_may_speak() -> None:
    """`--place` finds what names the place, `--said-by` what a source says in its own voice."""
    places = '[places.vale]\nname = "The Vale"\naliases = ["Dale"]\ncountries = ["freedonia"]\n'
    made = opened(store(places, record("gap", "a", places=["vale"]), record("claim", "b", said_by=["herald"])))
    assert ids(made.facts(place="dale")) == ["a"]
    assert ids(made.facts(said_by="Herald")) == ["b"]
    assert ids(made.commitments(place="the vale")) == []


@pytest.mark.parametrize("case", cases("filters_combined.jsonl"))
def test_filters_combine(case: dict, small) -> None:
    """Different filters must all match, values of one filter are alternatives, None and [] are no filter."""
    assert ids(small.facts(kind=["stop", "meeting", "funding"], **case["asked"])) == case["found"]


@pytest.mark.parametrize("case", cases("filters_unknown.jsonl"))
def test_an_unknown_value_is_refused_with_the_nearest(case: dict, small) -> None:
    """The error has the nearest id and all valid ones."""
    name, value = case["name"], case["value"]
    with pytest.raises(UnknownValue) as raised:
        small.facts(**{name: [value]})
    error = raised.value
    assert (error.what, error.value, error.nearest) == (name.rstrip("_").replace("_", "-"), value, case["nearest"])
    assert set(error.valid) == set(small.labels(NAMED[name]))


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"contry": "fd"}, "contry"),
        ({"from": "2030"}, "from"),
        ({"country": "fd", "Country": "fd", "by": 1}, "Country, by"),
    ],
)
def test_an_unknown_filter_is_a_type_error(asked: dict, named: str, small) -> None:
    """A misspelt keyword would list what nobody asked for."""
    for method in (small.meetings, small.facts, small.funding_totals):
        with pytest.raises(TypeError, match=f"no such filter: {named}$"):
            method(**asked)


@pytest.mark.parametrize("case", cases("filters_days.jsonl"))
def test_date_filters_find_what_is_certainly_within_the_days(case: dict) -> None:
    """With `maybe` also what shares a day with them; an answer says how many more records could be meant."""
    asked, is_certain, is_possible = case["asked"], case["is_certain"], case["is_possible"]
    made = opened(store(record("gap", "it", date=case["date"], cites=[printed("then")])))
    assert ids(made.gaps(**asked)) == ["it"] * is_certain
    assert ids(made.gaps(**asked, maybe=True)) == ["it"] * is_possible
    assert made.answer("gaps", **asked).possible == is_possible - is_certain
    assert made.answer("gaps", **asked, maybe=True).possible == 0


def test_a_stay_is_on_each_of_its_days() -> None:
    """It takes all the days of its date, and is not on one of them."""
    stay = record("stop", "it", type="stay", date="2030-05-01/2030-05-04", cites=[printed("May 1 to 4")])
    assert ids(opened(store(stay)).itinerary(from_="2030-05-02", to="2030-05-03")) == ["it"]


@pytest.mark.parametrize("value", ["2021-13", "2021-02-30", "2021-01/2021-02", "yesterday", "", "2021-6-7", "21"])
@pytest.mark.parametrize("declared", filters.DATE_FILTERS, ids=lambda declared: declared.name)
def test_an_impossible_date_is_refused(value: str, declared: filters.Filter, small) -> None:
    """A date filter takes a year, month or day that exists; the error names the option."""
    with pytest.raises(ImpossibleDate, match=f"^{declared.option}: "):
        small.facts(**{declared.name: value})


@pytest.mark.parametrize("value", ["0", "-1", "x", "", "1.5", 0, "²"])
def test_a_limit_is_a_whole_number_from_1(value: object, small) -> None:
    """A limit of nothing is a slip."""
    with pytest.raises(UsageError, match=r"^--limit: "):
        small.facts(limit=value)


def test_a_span_that_ends_before_it_starts_is_refused(small) -> None:
    """Two dates in the wrong order are a slip, not an empty answer."""
    with pytest.raises(UsageError, match="--from 2021-06-08 is after --to 2021-06-06"):
        small.meetings(from_="2021-06-08", to="2021-06-06")


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({}, True),
        ({"country": "fd"}, True),
        ({"country": "italia"}, False),
        ({"status": "pledged", "kind": "funding"}, True),
        ({"from_": "2030", "to": "2030", "limit": 1}, True),
        ({"source": "herald"}, False),
    ],
    ids=str,
)
def test_open_questions_follow_the_filters_that_concern_them(asked: dict, is_found: bool) -> None:  # noqa: FBT001
    """Status, kind, dates and limits are those of the rows above the questions."""
    made = opened(store(record("gap", "it", about=["funding"], countries=["freedonia"])))
    assert ids(made.open_questions("funding", **asked)) == ["it"] * is_found
    assert made.open_questions("meetings") == ()


@pytest.mark.parametrize(
    ("gazette", "herald", "names"),
    [
        ('publisher = "The Gazette"', "", {"gazette": "gazette", "the gazette": "gazette", "herald": "herald"}),
        ('publisher = "Post"', 'publisher = "post"', {"gazette": "gazette", "herald": "herald"}),
        ('publisher = "Herald"', "", {"gazette": "gazette", "herald": "herald"}),
        ('publisher = "Post"', 'aliases = ["Post"]', {"gazette": "gazette", "herald": "herald", "post": "herald"}),
        ("", 'aliases = ["The H."]', {"gazette": "gazette", "herald": "herald", "the h": "herald"}),
    ],
)
def test_a_source_goes_by_its_publisher_if_no_other_name_is_like_it(gazette: str, herald: str, names: dict) -> None:
    """The publisher of two articles means neither of them."""
    made = opened(store(source("gazette", rest=gazette), source("herald", rest=herald), sources=()))
    assert made.names("source") == names


def test_an_id_means_itself() -> None:
    """An id goes before a name that another entry has."""
    head = source("city-hall")  # the mayor is also called so
    made = opened(store(head, record("claim", "a", said_by=["city-hall"]), record("claim", "b")))
    assert ids(made.facts(said_by="city-hall")) == ["a"]
    assert ids(made.facts(person="city hall", kind="claim")) == ["b"]


@pytest.mark.parametrize("what", sorted({*NAMED.values()}))
def test_every_name_leads_to_its_id(what: str, small) -> None:
    """Each id of a vocabulary has a name to show, and is found by each of its names."""
    names = small.names(what)
    for id_, labels in small.labels(what).items():
        assert labels
        assert [filters.resolve_value(what, name, names) for name in (id_, *labels)] == [id_] * (1 + len(labels))


# ---------------------------------------------------------------------------------------------------------------------
# Laws
# ---------------------------------------------------------------------------------------------------------------------


@st.composite
def one_filter(draw):
    """Draw one filter of the shipped vocabulary, as keywords."""
    name = draw(st.sampled_from([*NAMED, "from_", "to"]))
    if name in ("from_", "to"):
        return {name: draw(st.sampled_from(DATES))}
    return {name: draw(st.lists(st.sampled_from(sorted(SHIPPED.names(NAMED[name]))), min_size=1, max_size=2))}


REPORT_NAMES = st.sampled_from(sorted(REPORTS))


@given(REPORT_NAMES, one_filter(), one_filter())
def test_two_filters_are_the_intersection_in_the_order_of_the_report(name: str, one: dict, other: dict) -> None:
    """What matches two different filters is what matches each."""
    assume(one.keys().isdisjoint(other))
    both = None
    with suppress(UsageError):  # the dates may be in the wrong order
        both = ids(SHIPPED.report(name, **one, **other))
    assume(both is not None)
    first, second = (set(ids(SHIPPED.report(name, **asked))) for asked in (one, other))
    assert both == [id_ for id_ in ids(SHIPPED.report(name)) if id_ in first & second]


@given(REPORT_NAMES, st.sampled_from(sorted(NAMED)), st.data())
def test_a_repeated_filter_is_the_union(name: str, what: str, data) -> None:
    """Several values of one filter find what each of them finds, once."""
    values = data.draw(st.lists(st.sampled_from(sorted(SHIPPED.names(NAMED[what]))), min_size=1, max_size=3))
    union = {one.id for value in values for one in SHIPPED.report(name, **{what: value})}
    assert ids(SHIPPED.report(name, **{what: values})) == [id_ for id_ in ids(SHIPPED.report(name)) if id_ in union]


@given(REPORT_NAMES, st.integers(1, 40))
def test_a_limit_is_the_beginning_of_the_answer(name: str, limit: int) -> None:
    """The first so many records, in the same order."""
    assert SHIPPED.report(name, limit=limit) == SHIPPED.report(name)[:limit]
