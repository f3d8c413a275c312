"""Dates with their true precision: what they cover, how they sort, what is no date."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harristrip import dates

days = st.dates()
months = days.map(lambda day: day.isoformat()[:7])
years = days.map(lambda day: day.isoformat()[:4])
points = st.one_of(days.map(date.isoformat), months, years)
intervals = st.lists(points, min_size=2, max_size=2).map(sorted).map("/".join).filter(dates.is_date)
texts = st.one_of(points, intervals)

BOUNDS = [
    ("2021-06-07", "2021-06-07", "2021-06-07"),
    ("2021-02", "2021-02-01", "2021-02-28"),
    ("2020-02", "2020-02-01", "2020-02-29"),
    ("2021-12", "2021-12-01", "2021-12-31"),
    ("2021", "2021-01-01", "2021-12-31"),
    ("9999", "9999-01-01", "9999-12-31"),
    ("2021-01/2021-04", "2021-01-01", "2021-04-30"),
    ("2020/2021-06-07", "2020-01-01", "2021-06-07"),
]
WRONG = [
    *("", "/", "//", "soon", "21", "0000", " 2021", "-2021", "+021", "20210607", "\uff12\uff10\uff12\uff11"),
    *("2021-13", "2021-00", "2021-02-30", "2021-2-3", "2021-06-07T10:00", "2021-06-07-08"),
    *("2021-04/2021-01", "2021/2020", "2021/2022/2023", "/2021", "2021/", "2021-06-07/"),
    *("2021/2021", "2021-06/2021-06", "2021-06-07/2021-06-07"),
]


@pytest.mark.parametrize(("text", "first", "last"), BOUNDS)
def test_a_date_covers_every_day_of_its_precision(text: str, first: str, last: str) -> None:
    """An interval covers every day between its ends."""
    assert dates.bounds(text) == (first, last)


@pytest.mark.parametrize("text", WRONG)
def test_impossible_dates_are_refused(text: str) -> None:
    """Impossible days, other spellings and intervals that run backwards are refused."""
    assert not dates.is_date(text)
    with pytest.raises(ValueError, match=r"."):
        dates.bounds(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("soon", "'soon' is not YYYY, YYYY-MM or YYYY-MM-DD"),
        ("2021/2021", "2021/2021 starts where it ends"),
        ("2021-04/2021-01", "2021-04/2021-01 ends before it starts"),
    ],
)
def test_the_error_says_what_is_wrong_with_a_date(text: str, problem: str) -> None:
    """The message of the exception names the date."""
    with pytest.raises(ValueError, match=f"^{problem}$"):
        dates.bounds(text)


@given(texts)
def test_bounds_run_forwards(text: str) -> None:
    """The first day is never after the last, and both are days."""
    first, last = dates.bounds(text)
    assert date.fromisoformat(first) <= date.fromisoformat(last)


@given(days)
def test_a_coarser_date_holds_the_finer_one(day: date) -> None:
    """A day lies in its month and a month in its year."""
    spans = [dates.bounds(day.isoformat()[:size]) for size in (4, 7, 10)]
    assert spans[0][0] <= spans[1][0] <= spans[2][0] <= spans[2][1] <= spans[1][1] <= spans[0][1]


@given(days)
def test_a_year_sorts_before_its_months_and_a_month_before_its_days(day: date) -> None:
    """The coarser date comes first where both start on the same day."""
    keys = [dates.sort_key(day.isoformat()[:size]) for size in (4, 7, 10)]
    assert keys == sorted(keys)
    assert len(set(keys)) == 3


@given(points, points)
def test_dates_sort_by_where_they_start(one: str, other: str) -> None:
    """A date whose first day is earlier never sorts later."""
    if dates.bounds(one)[0] < dates.bounds(other)[0]:
        assert dates.sort_key(one) < dates.sort_key(other)


@given(intervals)
def test_an_interval_sorts_with_its_start(text: str) -> None:
    """The end of an interval does not change its order."""
    assert dates.sort_key(text) == dates.sort_key(text.split("/", maxsplit=1)[0])


@pytest.mark.parametrize("text", ["9999", "9999-12-31", "9999/9999-12"])
def test_no_date_sorts_after_the_last_of_all(text: str) -> None:
    """Undated records come last, after any year."""
    assert dates.sort_key(text) < dates.sort_key(None)
