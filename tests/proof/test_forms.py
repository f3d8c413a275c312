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
        ("It fell to ⁻5 metres.", ["-5"]),
        ("They lost (5)% of it.", [None]),
        ("It is -5^ now.", [None]),
        ("It cost 75 USD million.", ["75000000"]),
        ("They sold 5 $600 sets.", [None, None]),
        ("It cost 10 $ 30 cents.", ["103/10"]),
        ("It cost 10 dollars 30.", ["103/10"]),
        ("It cost c$100 and fifty.", ["201/2"]),
        ("It cost $5 and fifty boats sank.", ["5", "50"]),
        ("It cost $5 and three hundred thousand.", [None, "300000"]),
        ("It is 2 1/2 metres.", ["5/2"]),
        ("It is two hundred point zero three.", ["20003/100"]),
        ("It is two point seventy-one.", ["271/100"]),
        ("It is two point of it.", ["2"]),
        ("It took 3 gross of them.", ["432"]),
        ("10G", ["10000000000"]),
        ("They have one billion and a half million.", ["1000500000"]),
        ("They have two million and three fifths.", ["2600000"]),
        ("They have one twenty-fifth of it.", ["1/25"]),
        ("It was the thirty-third.", ["33"]),
        ("It was ninety-second.", ["92"]),
        ("They were five over three.", ["5", None]),
        ("It is one over one hundred.", ["1/100"]),
        ("It is 2 in 2021.", ["2", None]),
        ("It is one over five boats.", ["1", None]),
        ("They sold two dozen thirty boats.", [None, None]),
        ("They lost almost more than 5 boats.", [None]),
        ("They lost over under 5 boats.", [None]),
        ("Banknotes: 5 €, 10 €.", ["5", "10"]),
        ("They sent 10 rmb 20 usd.", ["10", "20"]),
        ("They sent 10 lira 11a.", ["10", None]),
        ("They sent 10 rmb 20 boats.", [None, "20"]),
        ("They earned MAUD 60.", ["60000000"]),
        ("They sold 1.234 sets and 1.234.567 more.", [None, None]),
        ("He saw t with 5 men.", ["5"]),
        ("They sold 3000 sets.", ["3000"]),
        ("It cost $", []),
        ("They sold 5 $ 600 sets.", [None, None]),
        ("It cost 5 dollars (Australian dollars).", ["5"]),
        ("It cost $5 per cent.", ["5"]),
        ("They sank 5 big small red iron fishing harbour tug boats.", ["5"]),
        ("They sank 5 \u2060boats.", ["5"]),
        ("It is 2×10", [None, None]),
        ("They took two hundred and fifteenth place.", ["215"]),
        ("They sent twenty-five third prizes.", ["25", None]),
        ("They hold 3 hundred one fifth shares.", ["300", None]),
        ("They had 5 millones de boats.", ["5000000"]),
        ("They have 5 and 1/0 boats.", ["5", None, None]),
        ("They lost 5 boats or 6 cars.", [None, None]),
        ("They lost 5 boats or about 6 boats.", [None, None]),
        ("They lost 5 boats, or perhaps 6 boats.", [None, None]),
        ("They lost 5 boats, or 6 cars.", [None, None]),
        ("They took one hundred hundred.", [None]),
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
        ("5 litres of oil", "litres of oil", True),
        ("5 litres of oil", "litres of water", False),
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
        ("in two weeks", {"2022-09-23"}),
        ("two weeks from now", {"2022-09-23"}),
        ("two weeks hence", {"2022-09-23"}),
        ("two days after Thursday", {"2022-09-17"}),
        ("two weeks after", set()),
        ("Tuesday next week", {"2022-09-13"}),
        ("Sunday next week", set()),
        ("Monday, two weeks from now", {"2022-09-19"}),
        ("next week on Tuesday", {"2022-09-13"}),
        ("this past Wednesday", {"2022-09-07"}),
        ("this coming Friday", {"2022-09-16"}),
        ("this Friday, September 16", {"2022-09-16"}),
        ("on Mon 12th", {"2022-09-12"}),
        ("on May twenty five nineteen eighty six", {"1986-05-25"}),
        ("on May 5, of, 2021", {"2021", "2022-05-05"}),
        ("on May 5 45", set()),
        ("on 2020/23/Sep", {"2020-09-23"}),
        ("on 20220926", {"2022-09-26"}),
        ("on Friday 9-9", {"2022-09-09"}),
        ("on Friday 7/6", set()),
        ("in 1980'x", {"1980"}),
        ("in 2022€", set()),
        ("in 2022 $5", set()),
        ("in 2022 men", set()),
        ("on 2020/Sep/23", {"2020-09-23"}),
        ("in Q5 2020", set()),
        ("on the third day", set()),
        ("on June 6-8pm", set()),
        ("on 5 May for a year", {"2022-05-05"}),
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
