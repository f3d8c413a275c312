"""Promises of reading printed dates: nothing is added to what is printed."""

from __future__ import annotations

import time

import pytest

from harristrip.mentions import MONTHS, WEEKDAYS, agrees, mentions

PRINTED = [
    ("2030-04-28", (2030, 4, 28, None)),
    ("June 6", (None, 6, 6, None)),
    ("June 6th", (None, 6, 6, None)),
    ("June 6, 2030", (2030, 6, 6, None)),
    ("June 2030", (2030, 6, None, None)),
    ("June, 2030", (2030, 6, None, None)),
    ("6 June", (None, 6, 6, None)),
    ("6 June 2030", (2030, 6, 6, None)),
    ("6th June, 2030", (2030, 6, 6, None)),
    ("the 21st of June", (None, 6, 21, None)),
    ("Jun. 6", (None, 6, 6, None)),
    ("Jun 6", (None, 6, 6, None)),
    ("Sept. 5, 2030", (2030, 9, 5, None)),
    ("Sept 5", (None, 9, 5, None)),
    ("in April.", (None, 4, None, None)),
    ("on Monday's call", (None, None, None, 0)),
    ("by 2030,", (2030, None, None, None)),
    ("in 1999", (1999, None, None, None)),
    ("May 12,000", (None, 5, None, None)),
]


@pytest.mark.parametrize(("text", "said"), PRINTED, ids=[text for text, _ in PRINTED])
def test_a_date_says_what_is_printed_and_no_more(text: str, said: tuple[int | None, ...]) -> None:
    """Year, month, day and weekday are those that stand there; the rest is unknown."""
    assert [mention[:4] for mention in mentions(text)] == [said]


@pytest.mark.parametrize("name", MONTHS)
def test_every_month_is_known_in_full_and_short(name: str) -> None:
    """A month is read by its name and its first three letters, with or without a full stop."""
    for printed in (name, name[:3], f"{name[:3]}." if name != "May" else name):
        (mention,) = mentions(f"on {printed} 5")
        assert (mention.month, mention.day) == (MONTHS.index(name) + 1, 5)


@pytest.mark.parametrize("name", WEEKDAYS)
def test_every_weekday_is_known(name: str) -> None:
    """Monday is 0."""
    assert [mention.weekday for mention in mentions(name)] == [WEEKDAYS.index(name)]


NO_DATE = [
    "",
    "monday",
    "june",
    "Marching",
    "Mondays",
    "2,030",
    "$2030",
    "£2030",
    "v2.2030",
    "2030.5",
    "2030%",
    "1899",
    "2100",
    "12030",
]


@pytest.mark.parametrize("text", NO_DATE)
def test_what_is_no_date(text: str) -> None:
    """Words and numbers that only look like a date are none."""
    assert mentions(text) == []


def test_dates_are_found_in_order_and_where_they_stand() -> None:
    """Each date spans its own words."""
    text = "From Monday, June 6, to 9 June 2030 and on 2030-06-10"
    assert [text[one.start : one.end] for one in mentions(text)] == ["Monday", "June 6", "9 June 2030", "2030-06-10"]


AGREE = [
    ("June 6", "2030-06-06", True),
    ("June 6", "2030-06-07", False),
    ("June 6", "2030-06", True),
    ("June 6", "2030-05", False),
    ("June 6", "2030", True),
    ("June", "2030-06-06", True),
    ("July", "2030-06-06", False),
    ("2030", "2030-06-06", True),
    ("2031", "2030-06-06", False),
    ("2031", "2030/2032", True),
    ("2039", "2030/2040", True),
    ("June 6, 2039", "2030/2040", True),
    ("2041", "2030/2040", False),
    ("2029", "2030/2040", False),
    ("2030", "2030-12-31", True),
    ("2030", "2029-12-31/2030-01-01", True),
    ("June 6, 2030", "2030-06-07/2031", False),
    ("June 6, 2031", "2030-06-07/2031", True),
    ("June 6, 2031", "2030-06-07/2031-06-05", False),
    ("February 29", "2029/2040", True),
    ("February 29", "2030/2031", False),
    ("June 6", "2030-06-01/2030-06-05", False),
    ("June 6", "2030-06-01/2030-06-06", True),
    ("Thursday", "2030-06-06", True),
    ("Friday", "2030-06-06", False),
    ("Friday", "2030-06-06/2030-06-07", True),
    ("Saturday", "2030-06-06/2030-06-07", False),
    ("Saturday", "2030-06", True),
    ("2030-02-30", "2030-02", False),
]


@pytest.mark.parametrize(("printed", "date", "may_be"), AGREE)
def test_a_printed_date_agrees_with_a_date_as_far_as_it_goes(printed: str, date: str, *, may_be: bool) -> None:
    """What is not printed is not held against a date; what is printed must fall within it."""
    (mention,) = mentions(printed)
    assert agrees(mention, date) is may_be


@pytest.mark.parametrize("printed", ["February 30", "February 30, 2040"])
def test_a_day_that_never_comes_is_not_sought_for_ever(printed: str) -> None:
    """A printed day is held against its year, or a few years, of a long interval: every day comes round in them."""
    (mention,) = mentions(printed)
    start = time.process_time()
    assert not agrees(mention, "0001/9999")
    assert time.process_time() - start < 2


def test_a_day_that_is_printed_often_is_sought_once() -> None:
    """A text of nothing but a day that never comes takes no longer than a text of other words."""
    start = time.process_time()
    assert not any(agrees(mention, "0001/9999") for mention in mentions("February 30; " * 20_000))
    assert time.process_time() - start < 3


def test_where_a_date_stands_makes_no_difference() -> None:
    """The same date agrees or not wherever it is printed."""
    assert [agrees(mention, "2030-06") for mention in mentions("June 6, July 6, June 6, July 6")] == [True, False] * 2
