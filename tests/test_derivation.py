"""Promises of dates worked out: what a handful of printed passages can mean together, and no more."""

from __future__ import annotations

import pytest

from harristrip.derivation import unnamed

STAMP = "2030-06-09"
"""A Sunday."""
NAMED = {
    "printed in full": ("2030-06-06", ["June 6, 2030"], []),
    "year of another passage": ("2030-06-06", ["June 6"], [STAMP]),
    "month, its year of another passage": ("2030-04", ["April"], [STAMP]),
    "year": ("2030", ["2030"], []),
    "year of a stamp": ("2030", ["this year"], [STAMP]),
    "weekday before a stamp": ("2030-06-03", ["Monday"], [STAMP]),
    "weekday after a stamp": ("2030-06-10", ["Monday"], [STAMP]),
    "last weekday of the week after a stamp": ("2030-06-15", ["Saturday"], [STAMP]),
    "weekday of a stamp, a week later": ("2030-06-16", ["Sunday"], [STAMP]),
    "day after a printed day": ("2030-06-07", ["the following day"], ["June 6", "2030"]),
    "day after a weekday": ("2030-06-04", ["the next day"], ["Monday", STAMP]),
    "weekend": ("2030-06-08", ["at the weekend"], [STAMP]),
    "last month": ("2030-05", ["last month"], [STAMP]),
    "last month of the year before": ("2029-12", ["last month"], ["2030-01-05"]),
    "that month": ("2030-06", ["that month"], [STAMP]),
    "next month": ("2030-07", ["next month"], [STAMP]),
    "month after a printed month": ("2030-05", ["the following month"], ["April 2030"]),
    "month after October": ("2030-11", ["the following month"], ["October 2030"]),
    "start of the year": ("2030-01/2030-04", ["since the start of the year", "April"], [STAMP]),
    "interval": ("2030-06-06/2030-06-08", ["June 6", "June 8"], ["2030"]),
    "day of the first years": ("0002-06-06", ["June 6, 0002"], []),
}
UNNAMED = {
    "nothing": ("2030-06-06", [], [], "2030-06-06"),
    "no year": ("2030-06-06", ["June 6"], [], "2030-06-06"),
    "the stamp itself": ("2030-06-09", ["it rained"], [STAMP], "2030-06-09"),
    "weekday of a week too far": ("2030-06-20", ["Thursday"], [STAMP], "2030-06-20"),
    "weekday of a day too far": ("2030-06-17", ["Monday"], [STAMP], "2030-06-17"),
    "other weekday": ("2030-06-04", ["Monday"], [STAMP], "2030-06-04"),
    "month of a printed day": ("2030-06", ["June 6"], [STAMP], "2030-06"),
    "day of a printed month": ("2030-06-06", ["June"], [STAMP], "2030-06-06"),
    "weekend of a week too far": ("2030-06-01", ["at the weekend"], [STAMP], "2030-06-01"),
    "day of another year": ("2029-06-06", ["June 6, 2030"], ["2029"], "2029-06-06"),
    "no weekend": ("2030-06-06", ["at the weekend"], [STAMP], "2030-06-06"),
    "two months ago": ("2030-04", ["last month"], [STAMP], "2030-04"),
    "start of another year": ("2029-01", ["start of the year"], [STAMP], "2029-01"),
    "impossible day": ("2030-03-02", ["February 30"], [STAMP], "2030-03-02"),
    "start of an interval": ("2030-06-05/2030-06-08", ["June 6", "June 8"], ["2030"], "2030-06-05"),
    "end of an interval": ("2030-06-06/2030-06-09", ["June 6", "June 8"], ["2030"], "2030-06-09"),
    "day at the end of time": ("2030-06-06", ["Monday", "the next day"], ["9999-12-31"], "2030-06-06"),
    "day at the start of time": ("2030-06-06", ["Monday"], ["0001-01-01"], "2030-06-06"),
}


@pytest.mark.parametrize(("text", "own", "basis"), NAMED.values(), ids=NAMED)
def test_a_date_is_worked_out_from_what_is_printed(text: str, own: list[str], basis: list[str]) -> None:
    """Weekdays, months and relative words count from a day that some passage prints."""
    assert unnamed(text, own, basis) is None


@pytest.mark.parametrize(("text", "own", "basis", "end"), UNNAMED.values(), ids=UNNAMED)
def test_what_is_not_printed_names_no_date(text: str, own: list[str], basis: list[str], end: str) -> None:
    """The end of the date that no passage names is told."""
    assert unnamed(text, own, basis) == end


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("2030-06-02/2030-06-08", None),
        ("2030-06-03/2030-06-09", None),
        ("2030-06-08", "2030-06-08"),
        ("2030-06-23/2030-06-30", "2030-06-30"),
        ("2030-06-24/2030-06-30", "2030-06-24"),
    ],
)
def test_a_week_begins_or_ends_an_interval_and_is_no_day(text: str, missing: str | None) -> None:
    """A week may start on Sunday or Monday; its ends are no days of their own."""
    assert unnamed(text, ["the week"], [STAMP]) == missing
