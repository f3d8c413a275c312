"""What passages name together."""

from __future__ import annotations

from datetime import date

import pytest

from harristrip.reader.printed_dates import MAX_COMBINED, DatedText, unnamed

STAMP = "2021-06-02"


@pytest.mark.parametrize(
    ("text", "own", "basis", "missing"),
    [
        ("2021-06-06", ["June 6"], [STAMP], None),
        ("2021-06-06", ["June 6"], [], "2021-06-06"),
        ("2021-06-06", ["June 6, 2021"], [], None),
        ("2021-06", ["June 6, 2021"], [], "2021-06"),
        ("2021", ["June 6, 2021"], [], "2021"),
        ("2021-06-02", ["the talks"], [STAMP], "2021-06-02"),
        ("2021-06-07", ["on Monday"], ["June 6", STAMP], None),
        ("2021-06-08", ["on Monday"], ["June 6", STAMP], "2021-06-08"),
        ("2021-06-07", ["the following day"], ["June 6", STAMP], None),
        ("2021-06-05/2021-06-06", ["over the weekend"], ["June 6", STAMP], None),
        ("2021-06-05/2021-06-08", ["over the weekend"], ["June 6", STAMP], "2021-06-08"),
        ("2021-05", ["last month"], [STAMP], None),
        ("2021-06", ["this month"], [STAMP], None),
        ("2021-07", ["next month"], [STAMP], None),
        ("2021-04", ["this April"], [STAMP], None),
        ("2021-01/2021-04", ["start of the year", "end of April"], [STAMP], None),
        ("2021-05-30/2021-06-06", ["last week"], [STAMP], None),
        ("2021-06-06/2021-06-08", ["June 6", "Tuesday"], [STAMP], None),
        ("2021-06-06/2021-06-08", ["June 6-8, 2021"], [], None),
        ("2021-06-06/2021-06-09", ["June 6-8, 2021"], [], "2021-06-09"),
        ("2021-06-07", ["June 6-8, 2021"], [], "2021-06-07"),
        ("2021-07-01/2021-09-30", ["Q3 2021"], [], None),
        ("2021-06-06", ["before June 6, 2021"], [], "2021-06-06"),
        ("2021", ["earlier this year"], [STAMP], None),
        ("2021-06-04/2021-06-06", ["June 6, 2021"], [], "2021-06-04"),
        ("2032-05-31", [], ["by 31 May 2032", STAMP], None),
        ("2032-05-31", ["by 31 May 2032"], [STAMP], "2032-05-31"),
        ("0001-01-01", ["January 1"], ["0001-01-01"], "0001-01-01"),
    ],
)
def test_named(text, own, basis, missing):
    assert unnamed(text, own, basis) == missing


def test_words_count_from_the_day_of_the_source():
    told = DatedText("they met yesterday", date(2021, 6, 2))
    assert unnamed("2021-06-01", [told], []) is None
    assert unnamed("2021-06-02", [told], []) == "2021-06-02"


def test_more_years_than_anybody_prints_name_none():
    years = " in ".join(str(year) for year in range(1500, 1500 + MAX_COMBINED + 1))
    assert unnamed("1500-06-06", ["June 6"], [f"in {years}"]) == "1500-06-06"
