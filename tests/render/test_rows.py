"""CSV, TSV, JSON lines and chosen fields: flat rows that no program misreads or runs."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from answers import SHIPPED, answer
from hypothesis import given
from hypothesis import strategies as st

from harristrip.errors import UnknownValue
from harristrip.index.reports import REPORTS
from harristrip.render import rows

REPORT_NAMES = [*REPORTS, "border"]


def read(data, name="csv"):
    """Read delimited bytes back: CSV as the standard library does, TSV by splitting."""
    if name == "csv":
        return list(csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))
    header, *lines = data.decode().removesuffix("\n").split("\n")
    return [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]


@pytest.mark.parametrize("name", ["csv", "tsv"])
@pytest.mark.parametrize("report", REPORT_NAMES)
def test_rows_are_the_records(report, name):
    """Read back, each row is its record, with a column for each field."""
    found = answer(report, SHIPPED)
    items = json.loads(found.json())["items"]
    fields = list(dict.fromkeys(field for item in items for field in item))
    write = rows.as_csv if name == "csv" else rows.as_tsv
    table = read(write(*rows.narrow(found, None)), name)
    assert list(table[0]) == fields
    for row, item in zip(table, items, strict=True):
        assert (row["id"], row["summary"].removeprefix("'")) == (item["id"], item["summary"])


def test_lines_end_as_the_standards_ask():
    """RFC 4180: CRLF after each line; TSV: a line feed, and no quotes. UTF-8 without a byte order mark."""
    narrowed = rows.narrow(answer("people"), None)
    data, tsv = rows.as_csv(*narrowed), rows.as_tsv(*narrowed)
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == 2
    assert (tsv.count(b"\n"), tsv.count(b"\r"), tsv[-1:]) == (2, 0, b"\n")
    assert "Ána Mayor".encode() in data
    assert data.startswith(b"kind,id")


CELLS = [
    ("plain", b"plain"),
    ("a,b", b'"a,b"'),
    ('say "so"', b'"say ""so"""'),
    ("", b""),
    (None, b""),
    (0, b"0"),
    (-5, b"-5"),
    ("3.5", b"3.5"),
    ("-0.5", b"-0.5"),
    ("1/5", b"1/5"),
    (True, b"true"),
    (False, b"false"),
    ([], b""),
    (["a", "b"], b"a; b"),
    ([1, 2], b"1; 2"),
    ({"outlet": "AP", "cites": [{"source": "fox", "paragraph": 2, "printed": None}]}, b"AP [fox:2]"),
    ({"source": "fox", "paragraph": 25, "printed": "two, or"}, b'"fox:25 ""two, or"""'),
    ({"id": "a", "reason": "why"}, b"a: why"),
    ("one\ntwo", b"one\\ntwo"),
    ("a\tb", b"a\\tb"),
    ("a\x00b\x1b[1m\u202e", b"a\\x00b\\x1b[1m\\u202e"),
]


@pytest.mark.parametrize(("value", "expected"), CELLS)
def test_a_cell_is(value, expected):
    """Numbers are numbers, lists are joined, what is invisible is an escape; only CSV has quotes."""
    table = [{"f": value, "g": 1}]
    assert rows.as_csv(table, ["f", "g"]) == b"f,g\r\n" + expected + b",1\r\n"
    bare = expected[1:-1].replace(b'""', b'"') if expected.startswith(b'"') else expected
    assert rows.as_tsv(table, ["f", "g"]) == b"f\tg\n" + bare + b"\t1\n"


FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", "\uff0b1", "\uff0d1+1", "\uff20a", " =1"]
FORMULAS += ["\u3000=1", "\u00a0+x", "-", "+1", "--1", "-1e5", "-.5", "-1.", "- 1", "-\u0661", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_no_cell_is_run_as_a_formula(text, name):
    """Text that a spreadsheet would run starts with an apostrophe or an escape, whatever blanks stand before it."""
    row = {"a": text, "b": [text, "x"], "c": {"reason": text}}
    for found in read((rows.as_csv if name == "csv" else rows.as_tsv)([row], list(row)), name)[0].values():
        assert not found.lstrip().startswith(rows.FORMULA)
        assert found.removeprefix("'").startswith((text[0], "\\"))


@given(st.one_of(st.integers().map(str), st.decimals(allow_nan=False, allow_infinity=False).map("{:f}".format)))
def test_numbers_stay_numbers(number):
    """A figure, negative or not, is never touched: a spreadsheet can add it."""
    assert rows.make_harmless(number) == number


@given(st.lists(st.text(), min_size=1, max_size=3), st.sampled_from(["csv", "tsv"]))
def test_any_text_is_one_harmless_cell(texts, name):
    """Whatever a record says, it is read back as one cell for each field, and none is run."""
    row = {f"f{n}": text for n, text in enumerate(texts)}
    (found,) = read((rows.as_csv if name == "csv" else rows.as_tsv)([row], list(row)), name)
    assert list(found) == list(row)
    for shown in found.values():
        assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", shown, re.ASCII) or not shown.lstrip().startswith(rows.FORMULA)


def test_an_empty_answer_has_the_fields_of_its_kinds():
    """Nothing found leaves the header; of records of one kind it has the fields of that kind alone."""
    assert rows.narrow(answer("meetings", from_="2099"), None)[1][:3] == ["kind", "id", "summary"]
    claims = rows.narrow(answer("facts", kind="claim"), None)[1]
    assert "amount" not in claims
    assert "amount" in rows.narrow(answer("facts"), None)[1]
    with pytest.raises(UnknownValue):
        rows.narrow(answer("meetings"), "id,amount")


def test_the_figure_is_a_field_where_a_kind_has_one():
    """It is the text that tables print; a record without a figure has none."""
    assert rows.narrow(answer("funding"), "id,figure")[0][0] == {"id": "well", "figure": "more than 5,000 USD"}
    kinds = {row["kind"]: row["figure"] for row in rows.narrow(answer("facts"), "kind,figure")[0]}
    assert (kinds["meeting"], kinds["statistic"] is None) == (None, False)
    assert "figure" not in rows.narrow(answer("funding"), None)[1]
    with pytest.raises(UnknownValue) as caught:
        rows.narrow(answer("meetings"), "figure")
    assert {"id", "agenda", "independent"} <= set(caught.value.valid)
