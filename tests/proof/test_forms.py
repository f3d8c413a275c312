"""Single forms of figures and dates, read without a store."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import harness
import pytest

from harristrip.reader.currencies import codes_of, is_code
from harristrip.reader.figures import counts, figures, format_value
from harristrip.reader.printed_dates import printed_dates
from harristrip.reader.tokens import tokenize

FRIDAY = date(2022, 9, 9)


VALUES = harness.lines(__file__.replace("test_forms.py", "figures.jsonl"))
DATES = harness.lines(__file__.replace("test_forms.py", "dates.jsonl"))


@pytest.mark.parametrize("case", VALUES, ids=lambda case: case["text"][:60])
def test_values(case):
    found = [None if one.value is None else str(one.value) for one in figures(case["text"])]
    assert found == case["values"]


@pytest.mark.parametrize("case", DATES, ids=lambda case: case["text"])
def test_dates(case):
    found = printed_dates(case["text"], FRIDAY)
    assert set().union(*(one.options for one in found)) == set(case["dates"])


@pytest.mark.parametrize(
    ("text", "unit", "is_counted"),
    [
        ("5 km² of land", "km²", True),
        ("5 m³ of gas", "cubic metres", True),
        ("5°C", "degrees Celsius", True),
        ("5°F", "°C", False),
        ("5 ‰", "per cent", False),
        ("5 per cent", "pct", True),
        ("5 people's homes", "people", False),
        ("5 vaccine doses", "doses", True),
        ("5 Covid-19 vaccine doses", "vaccine doses", True),
        ("5 dollars", "dollars", True),
        ("5 dollars", "pesos", False),
        ("5 dollars", "people", False),
        ("5", "people", False),
        ("5 litres of oil", "litres of oil", True),
        ("5 litres of oil", "litres of water", False),
        ("5 ৳", "people", False),
    ],
)
def test_units(text, unit, is_counted):
    assert counts(figures(text)[0], unit) is is_counted


def test_currencies_by_code_name_and_sign():
    assert codes_of("EUR") == codes_of("euros") == codes_of("€") == {"EUR"}
    assert {"MXN", "ARS"} <= codes_of("pesos")
    assert {"USD", "CAD"} <= codes_of("$")
    assert codes_of("goats") == frozenset()
    assert is_code("GTQ")
    assert not is_code("gtq")
    assert not is_code(None)


@pytest.mark.parametrize(
    ("value", "shown"),
    [("6.4", "6.4"), ("2500", "2,500"), ("1/5", "0.2"), ("1/3", "1/3"), ("-2.5", "-2.5"), ("0", "0")],
)
def test_values_are_shown_as_people_write_them(value, shown):
    assert format_value(Fraction(value)) == shown


def test_words_without_a_day_to_count_from_keep_what_they_print():
    (one,) = printed_dates("They met last Tuesday.")
    assert (one.weekday, one.options, one.unread) == (1, frozenset(), None)
    for text in (
        "last week",
        "next month",
        "this weekend",
        "yesterday",
        "three weeks ago",
        "on the 5th",
        "in two weeks",
        "June 6",
        "May",
    ):
        (one,) = printed_dates(f"They met in {text}." if text == "May" else f"They met {text}.")
        assert one.options == frozenset()


def test_the_ends_of_the_calendar():
    assert not any(one.options for one in printed_dates("They met yesterday.", date.min))
    assert not any(one.options for one in printed_dates("They meet tomorrow.", date.max))
    assert not any(one.options for one in printed_dates("They met on Sunday.", date.min))
    (one,) = printed_dates("They met six months ago.", date(2022, 8, 31))
    assert "2022-02-28" in one.options


def test_tokens_know_their_place():
    for token in tokenize("They lost 12\u00a0000 boats, “5½” m² and ３００."):
        assert token.end > token.start
