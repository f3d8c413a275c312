"""Single forms of figures and dates, read without a store."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from harristrip.reader.currencies import codes_of, is_code
from harristrip.reader.figures import counts, figures, format_value
from harristrip.reader.printed_dates import printed_dates
from harristrip.reader.tokens import tokenize

FRIDAY = date(2022, 9, 9)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It is -2500^-1 now.", ["-1/2500"]),
        ("It is 5^2^3 now.", [None, None]),
        ("It is 2×10−5 now.", ["1/50000"]),
        ("It is 2×10 metres now.", [None, None]),
        ("It cost $5 and three hundred.", [None, "300"]),
        ("It cost $5 (Mexican pesos).", ["5"]),
        ("It cost $5 (Swiss francs).", [None]),
        ("It fell 5 -3 times.", [None, None]),
        ("The 5th to 8 boats.", [None]),
        ("From 5% to 8 percentage points.", [None]),
        ("Boat # 5 sank, § 6 too.", [None, None]),
        ("They paid 32 . 99 euros.", [None, None]),
        ("At 5 o'clock 6 boats left.", [None, "6"]),
        ("It cost $US5 then.", ["5"]),
        ("A disputed 500 boats sank.", [None]),
        ("It is 5°, or 6℃ then.", [None, None]),
        ("It is 5° then.", ["5"]),
        ("They gave 12 Covid-19 vaccine doses.", ["12", None]),
        ("They saw 12 people's homes.", ["12"]),
        ("Three and one fourth came.", ["13/4"]),
        ("They took 5 0/0 boats.", [None, None, None]),
        ("They took two hundred and fifth place.", ["205"]),
        ("They took two thousandth place.", ["2000"]),
        ("They had one thousand five million boats.", [None]),
        ("They had five dozen thousand boats.", [None]),
        ("They had fi\u200bve boats and 5\u200b0 cars.", ["5", "50"]),
        ("They had " + "9" * 400 + " boats.", [None]),
        ("They had 1.5½ boats.", [None, None]),
        ("Nothing was counted.", []),
    ],
)
def test_values(text, values):
    found = [None if one.value is None else str(one.value) for one in figures(text)]
    assert found == values


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


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("on the 15th day of May 2022", {"2022-05-15"}),
        ("on 5 May 2022-23", set()),
        ("on 31-31-2022", set()),
        ("on 2022-13-45", set()),
        ("this morning", {"2022-09-09"}),
        ("last night", {"2022-09-08"}),
        ("in today's paper", {"2022-09-09"}),
        ("six months ago", {"2022-03-09", "2022-03"}),
        ("May 6 to 45 boats", {"2022-05-06"}),
        ("in 2019-45", set()),
        ("on 30 February", set()),
        ("from Tuesday to Friday", set()),
        ("in 2022%", set()),
        ("in 2022 people", set()),
        ("on 5 Mayish", set()),
        ("three weeks before last Tuesday", {"2022-08-16"}),
        ("on the 3rd of last month", {"2022-08-03"}),
        ("on the 31st of this month", set()),
        ("the 15th of June", {"2022-06-15"}),
    ],
)
def test_dates(text, options):
    found = printed_dates(f"They met {text}.", FRIDAY)
    assert set().union(*(one.options for one in found)) == options


def test_words_without_a_day_to_count_from_keep_what_they_print():
    (one,) = printed_dates("They met last Tuesday.")
    assert (one.weekday, one.options, one.unread) == (1, frozenset(), None)
    for text in (
        "last week",
        "next month",
        "this weekend",
        "yesterday",
        "three weeks ago",
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
