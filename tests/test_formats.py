"""Answers for other programs: JSON lines, CSV, TSV, Markdown, calendars; chosen fields, counts, whole files."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import threading
import unicodedata
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from msgspec import Struct
from process import PROGRAM, harristrip, has_unnamed_files, shell

from harristrip import codec, query, terminal
from harristrip.cli.output import CALENDARS, FORMATS, Found, Output, reply
from harristrip.errors import ExitCode, UnknownValue, UsageError
from harristrip.model import KINDS, Cite, Claim, Meeting, Source, Stop
from harristrip.render import calendar, delimited, markdown, rows, views
from harristrip.render.cells import Labels, marks
from harristrip.store import Store, load

STORE = Path(__file__).parent / "data" / "valid" / "small.toml"
GOLDEN = Path(__file__).parent / "golden"
SMALL, SHIPPED = load(STORE), load()
LABELS = Labels(SMALL.labels)
SOURCES = {one.id: one for one in SMALL.records if isinstance(one, Source)}
BY_ID = {one.id: one for one in SMALL.records}
LISTINGS = [[name] for name in query.REPORTS] + [["search", "mayor"]]
TABULAR = [name for name in FORMATS if name != "ics"]
CITE = Cite(source="gazette", paragraph=3)


def small(run, *args):
    """Run a command over the small store."""
    return run(*args, "--facts", str(STORE))


def refused(result, words):
    """Tell that a command line was refused in one line of these words, and nothing printed."""
    assert (result.code, result.out) == (ExitCode.USAGE, b"")
    assert result.message.startswith(f"harristrip: error: {words}")
    assert result.message.count("\n") == 1


def items(result):
    assert (result.code, result.err) == (0, b"")
    return json.loads(result.out)["items"]


def read(data, delimiter=","):
    """Read delimited bytes back, as the standard library does."""
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), delimiter=delimiter, strict=True))


def cell(value):
    """The text that stands for a JSON value in a cell, said anew so that a mistake in one place shows in the other."""
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "; ".join(cell(entry) for entry in value)
    if isinstance(value, dict) and "paragraph" in value:
        printed, via = value["printed"], value["via"]
        words = (f' "{printed}"' if printed else "") + (f" from {via}" if via else "")
        return f"{value['source']}:{value['paragraph']}{words}"
    if isinstance(value, dict):
        words = ": ".join(str(part) for name, part in value.items() if name != "cites")
        return f"{words} [{cell(value['cites'])}]"
    return str(value)


def columns(line):
    """The cells of one line of a Markdown table."""
    return [text.strip() for text in re.split(r"(?<!\\)\|", line)[1:-1]]


def markdown_table(data):
    """The header, the rows and the footnotes of a Markdown table."""
    table, _, notes = data.decode().partition("\n\n")
    header, rule, *body = [columns(line) for line in table.splitlines()]
    assert all(re.fullmatch(r"-{3,}:?", text) for text in rule)
    assert {len(row) for row in (rule, *body)} == {len(header)}
    return header, body, [line for line in notes.splitlines() if line.startswith("[^")]


def in_markdown(name, records, sources=None):
    """Records as a Markdown page of a report."""
    return markdown.page([(views.VIEWS[name], records)], LABELS, sources or SOURCES, [])


def unescaped(text):
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text.replace("<br>", "\n"))


def events(data):
    """The entries of a calendar, read back."""
    return list(Calendar.from_ical(data).walk("VEVENT"))


# ---------------------------------------------------------------------------------------------------------------------
# Which format
# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABULAR)
@pytest.mark.parametrize("command", LISTINGS, ids=" ".join)
def test_every_listing_has_every_format(command, name, run):
    """Each list can be had in each format, by either spelling of the option, the same bytes every time."""
    first = small(run, *command, "--format", name)
    assert (first.code, first.err) == (0, b"")
    assert first.out.endswith(b"\n")
    assert small(run, *command, "-f", name) == small(run, *command, f"--format={name}") == first


@pytest.mark.parametrize("command", LISTINGS, ids=" ".join)
def test_json_is_short_for_its_format(command, run):
    """`--json` and `--format json` are one; a table is what comes when nothing is asked for."""
    assert small(run, *command, "--json") == small(run, *command, "-f", "json")
    assert small(run, *command, "--json", "-f", "json") == small(run, *command, "--json")
    assert small(run, *command) == small(run, *command, "-f", "table")


WRONG = [
    (["--json", "-f", "csv"], "--json and --format csv contradict each other"),
    (["--json", "--format", "table"], "--json and --format table contradict each other"),
    (["-f", "xls"], 'unknown format "xls" (valid: table, json, jsonl, csv, tsv, markdown, ics)'),
    (["-f", "jsn"], 'unknown format "jsn"; did you mean json? (valid: table, '),
    (["-f", ""], 'unknown format "" (valid: table, '),
    (["-f", "\x1b[1m"], r'unknown format "\x1b[1m"'),
]


@pytest.mark.parametrize("command", [["meetings"], ["funding"], ["search", "mayor"]], ids=" ".join)
@pytest.mark.parametrize(("options", "words"), [one for one in WRONG if "--json" not in one[0]], ids=str)
def test_an_unknown_format_is_answered_with_the_valid_ones(command, options, words, run):
    """A mistake is named in one line, with the nearest and all that would be right."""
    refused(small(run, *command, *options), words)


@pytest.mark.parametrize(("options", "words"), [one for one in WRONG if "--json" in one[0]], ids=str)
def test_two_formats_contradict_each_other(options, words, run):
    """Nobody is given one of two formats that were asked for; the message is JSON, as was asked."""
    result = small(run, "meetings", *options)
    assert (result.code, result.out) == (ExitCode.USAGE, b"")
    assert json.loads(result.err)["error"]["message"] == words


def test_every_extension_names_one_format():
    """No two formats claim an extension."""
    extensions = [extension for known in FORMATS.values() for extension in known]
    assert len(extensions) == len(set(extensions)) >= len(FORMATS)


FILES = [(f"a{extension}", name) for name, known in FORMATS.items() for extension in known]
FILES += [("A.CSV", "csv"), ("a.b.Json", "json"), ("a", "table"), ("a.xlsx", "table"), (".csv", "table")]


@pytest.mark.parametrize(("file", "name"), FILES)
def test_a_file_takes_its_format_from_its_extension(file, name, run, tmp_path):
    """Without `--format` the extension decides, in any case; without a known one it is a table. Nothing is printed."""
    path = tmp_path / file
    assert small(run, "meetings", "-o", str(path)) == (0, b"", b"")
    assert path.read_bytes() == small(run, "meetings", "--format", name).out


@pytest.mark.parametrize(("options", "name"), [(["-f", "tsv"], "tsv"), (["--json"], "json")])
def test_a_format_that_is_named_goes_before_the_extension(options, name, run, tmp_path):
    """Whoever says both means what they say."""
    path = tmp_path / "a.csv"
    assert small(run, "meetings", *options, "-o", str(path)).code == 0
    assert path.read_bytes() == small(run, "meetings", "-f", name).out


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("path", ["-", "/dev/stdout"])
def test_standard_output_is_a_file_too(path, name, run):
    """`-o -` and `-o /dev/stdout` print what would have been printed."""
    assert small(run, "meetings", "-f", name, "-o", path) == small(run, "meetings", "-f", name)


def test_a_table_in_a_file_has_no_edge_and_no_colour(run, tmp_path, monkeypatch):
    """What a terminal can show is no matter of a file."""
    plain = small(run, "meetings").out
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert small(run, "meetings", "-o", str(tmp_path / "a.txt")).code == 0
    assert (tmp_path / "a.txt").read_bytes() == plain


@pytest.mark.parametrize("command", [one for one in LISTINGS if one[0] not in CALENDARS], ids=" ".join)
def test_only_what_has_days_is_a_calendar(command, run):
    """What is neither stop nor meeting is refused as a calendar, by option and by extension."""
    words = "--format ics: only itinerary and meetings can be a calendar"
    refused(small(run, *command, "-f", "ics"), words)
    refused(small(run, *command, "-o", "never-written.ics"), words)
    assert not Path("never-written.ics").exists()


# ---------------------------------------------------------------------------------------------------------------------
# Fields and counts
# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["id,summary", "summary,id", " id , cites ", "id,id,summary,id", "cites"])
@pytest.mark.parametrize("command", LISTINGS, ids=" ".join)
def test_fields_stand_in_the_order_asked_for(command, asked, run):
    """`--fields` narrows each record to what was named, each once, in that order, in every format."""
    wanted = list(dict.fromkeys(name.strip() for name in asked.split(",")))
    whole = items(small(run, *command, "--json"))
    expected = [{name: item[name] for name in wanted} for item in whole]
    found = {name: small(run, *command, "-f", name, "--fields", asked) for name in TABULAR}
    assert [list(item.items()) for item in items(found["json"])] == [list(item.items()) for item in expected]
    assert [json.loads(line) for line in found["jsonl"].out.splitlines()] == expected
    texts = [{name: cell(value) for name, value in item.items()} for item in expected]
    assert read(found["csv"].out) == read(found["tsv"].out, "\t") == texts
    header, body, notes = markdown_table(found["markdown"].out)
    assert ([*map(unescaped, header)], notes) == (wanted, [])
    assert [list(map(unescaped, row)) for row in body] == [list(text.values()) for text in texts]
    assert found["table"].text.splitlines()[1].split() == wanted
    assert all(text in found["table"].text for one in texts for text in one.values())


@pytest.mark.parametrize("name", TABULAR)
@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("amuont", 'unknown field "amuont"; did you mean amount? (valid: kind, id, summary, '),
        ("id,zzz", 'unknown field "zzz"'),
        ("class_", 'unknown field "class_"'),
        ("", 'unknown field ""'),
        ("id,", 'unknown field ""'),
        ("ID", 'unknown field "ID"; did you mean id?'),
    ],
)
def test_an_unknown_field_is_answered_with_the_valid_ones(asked, words, name, run):
    """A mistake in `--fields` is refused in every format, with the nearest and all that would be right."""
    result = small(run, "funding", "-f", name, "--fields", asked)
    if name == "json":
        assert json.loads(result.err)["error"]["message"].startswith(words)
    else:
        refused(result, words)


@pytest.mark.parametrize("filters", [[], ["--kind", "claim"], ["--kind", "stop", "--from", "2099"]], ids=str)
@pytest.mark.parametrize("command", [["facts"], ["search", "mayor"]], ids=" ".join)
def test_which_fields_are_valid_does_not_depend_on_what_is_found(command, filters, run):
    """A script's `--fields` works on a day with few records too; a kind that lacks a field has it empty."""
    result = small(run, *command, *filters, "--fields", "id,amount,class", "--json")
    assert result.err == b""
    assert all(item["amount"] is None or item["id"] in ("well", "pump") for item in json.loads(result.out)["items"])


def test_funding_keeps_its_totals_when_fields_are_chosen(run):
    """Narrowed JSON is the same object: count, totals and open questions stay."""
    whole = json.loads(small(run, "funding", "--json").out)
    narrow = json.loads(small(run, "funding", "--json", "--fields", "id").out)
    assert narrow == {**whole, "items": [{"id": "well"}, {"id": "pump"}]}
    assert whole["totals"]
    assert list(narrow) == list(whole)
    assert "totals" not in json.loads(small(run, "meetings", "--json", "--fields", "id").out)


def test_chosen_fields_are_a_plain_table_in_markdown(run):
    """A header, a rule and a line for each record, whole in every letter; what a record lacks is empty."""
    text = run("funding", "--format", "markdown", "--fields", "id,amount,date", "--facts", str(STORE)).text
    assert text == "| id | amount | date |\n| --- | --- | --- |\n| well | 5000 |  |\n| pump | 1000 |  |\n"


def test_the_label_of_a_footnote_is_one_word():
    """Whatever a source is called, its footnote can be pointed to."""
    assert markdown._label(Cite(source="a]: b_c", paragraph=3)) == "a-b-c-3"
    assert markdown.escape("one\ntwo *and* three") == r"one<br>two \*and\* three"


@pytest.mark.parametrize("filters", [[], ["--from", "1999", "--to", "1999"]], ids=["some", "none"])
def test_a_field_of_another_kind_is_unknown(filters, run):
    """What only other kinds of records have is no field of a report, whether or not it finds any."""
    answer = run("meetings", "--fields", "id,amount", *filters)
    assert (answer.code, answer.out) == (ExitCode.USAGE, b"")
    assert 'unknown field "amount"' in answer.message
    assert run("facts", "--fields", "id,amount", *filters).code == ExitCode.OK


def test_an_unknown_format_is_answered_with_the_nearest(run):
    """A slip of the finger is known."""
    answer = run("meetings", "--format", "jsnl")
    assert (answer.code, answer.out) == (ExitCode.USAGE, b"")
    assert answer.message.startswith('harristrip: error: unknown format "jsnl"; did you mean jsonl? (valid: table, ')


def test_totals_come_with_their_warning_in_markdown(run):
    """Whoever pastes several totals is told what whoever reads them in a terminal is told."""
    assert "never add them" in run("funding", "--format", "markdown").text
    assert "never add them" not in run("funding", "--format", "markdown", "--status", "reported").text


def test_a_calendar_has_no_fields(run):
    """An option that would have no effect is refused."""
    refused(small(run, "meetings", "-f", "ics", "--fields", "id"), "--format ics has no fields")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("filters", [[], ["--from", "2099"], ["--status", "held"]], ids=str)
def test_a_count_is_a_number_alone(filters, name, run):
    """`--count` prints how many there are, whatever the format, and changes no exit code."""
    whole = small(run, "facts", "--json", *filters)
    assert small(run, "facts", "-f", name, "--count", *filters) == (0, b"%d\n" % json.loads(whole.out)["count"], b"")


def test_a_count_of_nothing_keeps_its_exit_code(run, tmp_path):
    """An empty search is a negative answer, counted or in a file; so is an empty list under `--exit-status`."""
    assert small(run, "search", "zzz", "--count") == (1, b"0\n", b"")
    assert small(run, "meetings", "--from", "2099", "--count", "--exit-status") == (1, b"0\n", b"")
    assert small(run, "search", "zzz", "-o", str(tmp_path / "a.csv")) == (1, b"", b"")
    assert small(run, "search", "zzz", "--count", "-o", str(tmp_path / "count")) == (1, b"", b"")
    assert (tmp_path / "count").read_bytes() == b"0\n"


@pytest.mark.parametrize("name", TABULAR)
@pytest.mark.parametrize("command", LISTINGS, ids=" ".join)
def test_an_empty_list_is_well_formed(command, name, run):
    """Nothing found leaves the header, or an empty list, and no broken file."""
    result = small(run, *command, "-f", name, "--from", "2099", "--to", "2099")
    assert result.err == b""
    if name in ("csv", "tsv"):
        assert read(result.out, "," if name == "csv" else "\t") == []
        assert result.text.startswith("kind")
    elif name == "markdown":
        header, body, notes = markdown_table(result.out)
        assert (header[-1], body, notes) == ("Sources", [], [])
    elif name == "jsonl":
        assert result.out == b""
    elif name == "json":
        assert json.loads(result.out)["items"] == []


# ---------------------------------------------------------------------------------------------------------------------
# JSON lines, CSV and TSV
# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [*LISTINGS[:-1], ["search", "migration"]], ids=" ".join)
def test_json_lines_are_the_records(command, run):
    """One record a line, each the one that `--json` gives, every key in its place."""
    whole = items(run(*command, "--json"))
    lines = run(*command, "-f", "jsonl").text.splitlines()
    mixed = list(dict.fromkeys(name for item in whole for name in item))
    for line, item in zip(lines, whole, strict=True):
        assert json.loads(line) == {name: item.get(name) for name in mixed}


@pytest.mark.parametrize(("name", "delimiter"), [("csv", ","), ("tsv", "\t")])
@pytest.mark.parametrize("command", [*LISTINGS[:-1], ["search", "migration"]], ids=" ".join)
def test_delimited_files_are_the_records(command, name, delimiter, run):
    """Read back, each row is its record: one column a field, lists joined, cites as `fox:25 "words"`."""
    whole = items(run(*command, "--json"))
    data = run(*command, "-f", name).out
    mixed = list(dict.fromkeys(field for item in whole for field in item))
    expected = [{field: cell(item.get(field)) for field in mixed} for item in whole]
    found = read(data, delimiter)
    assert list(found[0]) == mixed
    assert [{field: text.removeprefix("'") for field, text in row.items()} for row in found] == [
        {field: text.removeprefix("'") for field, text in row.items()} for row in expected
    ]


def test_lines_end_as_the_rfc_asks(run):
    """RFC 4180: CRLF after each line, the last too; UTF-8 without a byte order mark."""
    data = small(run, "people", "-f", "csv").out
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == 2
    assert "Ána Mayor".encode() in data
    assert not data.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain", b"plain"),
        ("a,b", b'"a,b"'),
        ('say "so"', b'"say ""so"""'),
        ("", b""),
        (None, b""),
        (0, b"0"),
        (-5, b"-5"),
        ("3.5", b"3.5"),
        ("-0.5", b"-0.5"),
        (True, b"true"),
        (False, b"false"),
        ([], b""),
        (["a", "b"], b"a; b"),
        ([1, 2], b"1; 2"),
        ({"outlet": "AP", "cites": [{"source": "fox", "paragraph": 2, "printed": None}]}, b"AP [fox:2]"),
        ({"source": "fox", "paragraph": 25, "printed": "two, or"}, b'"fox:25 ""two, or"""'),
        ({"id": "a", "reason": "why"}, b"a: why"),
        ("one\ntwo", b"one\\ntwo"),
        ("a\x00b\x1b[1m\u202e", b"a\\x00b\\x1b[1m\\u202e"),
    ],
)
def test_cells(value, expected):
    """Numbers are numbers, lists are joined, what RFC 4180 quotes is quoted, what nobody can see is an escape."""
    assert delimited.delimited([{"f": value, "g": 1}], ["f", "g"], ",") == b"f,g\r\n" + expected + b",1\r\n"


NUMBERS = st.one_of(st.integers().map(str), st.decimals(allow_nan=False, allow_infinity=False).map("{:f}".format))


@given(NUMBERS)
def test_numbers_stay_numbers(number):
    """A figure, negative or not, is never touched: a spreadsheet can add it."""
    assert delimited.harmless(number) == number


RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1", "\uff0b1", "\uff0d1+1", "\uff20a"]
FORMULAS += [
    " =1",
    "\u3000=1",
    "\u00a0+x",
    "-",
    "+1",
    "--1",
    "-1e5",
    "-.5",
    "-1.",
    "- 1",
    "-\u0661",
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_no_cell_is_run_as_a_formula(text, delimiter):
    """Text that a spreadsheet would run starts with an apostrophe or an escape, whatever blanks stand before it."""
    row = {"a": text, "b": [text, "x"], "c": {"reason": text}}
    for found in read(delimited.delimited([row], list(row), delimiter), delimiter)[0].values():
        assert not found.lstrip().startswith(RUN)
        assert found.removeprefix("'").startswith((text[0], "\\"))


@given(st.lists(st.text(), min_size=1, max_size=3), st.sampled_from([",", "\t"]))
def test_any_text_is_one_harmless_cell(texts, delimiter):
    """Whatever a record says, it is read back as one cell a field, and none is run."""
    row = {f"f{n}": text for n, text in enumerate(texts)}
    (found,) = read(delimited.delimited([row], list(row), delimiter), delimiter)
    assert list(found) == list(row)
    for text, shown in zip(texts, found.values(), strict=True):
        assert shown == str(delimited.harmless(text))
        assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", shown, re.ASCII) or not shown.lstrip().startswith(RUN)


@pytest.mark.parametrize("asked", [None, "id,amount", "amount"])
def test_chosen_fields_are_among_the_valid(asked):
    """Without a list all that the records have are taken; with one, those named, whether or not a record has them."""
    expected = ["id"] if asked is None else asked.split(",")
    assert rows.chosen(asked, ["id"], ["id", "amount"]) == expected
    with pytest.raises(UnknownValue):
        rows.chosen("id,other", ["id"], ["id", "amount"])


# ---------------------------------------------------------------------------------------------------------------------
# Markdown
# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [*LISTINGS[:-1], ["search", "migration"]], ids=" ".join)
def test_each_footnote_is_referenced_and_defined_once(command, run):
    """Every mark has its footnote and every footnote its mark; each names source and paragraph."""
    header, body, notes = markdown_table(run(*command, "-f", "markdown").out)
    assert header[-1] == "Sources"
    marks = [mark for row in body for mark in re.findall(r"\[\^([a-z0-9-]+)\]", row[-1])]
    defined = [re.fullmatch(r"\[\^([a-z0-9-]+)\]: (.*)", note) for note in notes]
    assert [note[1] for note in defined] == list(dict.fromkeys(marks))
    for note in defined:
        source, _, paragraph = note[1].rpartition("-")
        assert unescaped(note[2]).startswith(f"{source}: ")
        assert f", paragraph {paragraph}" in note[2]


def test_a_pasted_page_says_what_its_marks_mean(run):
    """Totals, marks and open questions stand below the table as they do on a terminal."""
    text = unescaped(small(run, "funding", "-f", "markdown").text)
    assert "| Total | Status | Counts | Leaves out |" in text
    assert "Left open (not-stated): What the pump costs to run is not stated. [cost]" in text
    assert "! sources differ: see harristrip conflicts" in unescaped(small(run, "border", "-f", "markdown").text)


def test_each_record_points_to_its_own_paragraphs(run):
    """The marks of a row are the cites of its record and its parts."""
    _, body, _ = markdown_table(run("facts", "-f", "markdown").out)
    for row, record in zip(body, SHIPPED.records, strict=True):
        expected = list(dict.fromkeys(f"[^{cite.source}-{cite.paragraph}]" for cite in query.cites(record)))
        assert row[-1].split() == expected


def test_a_footnote_says_what_is_known_of_its_source(run):
    """Publisher and day stand as the store has them; unknown stays unknown; printed words are quoted once."""
    text = unescaped(small(run, "funding", "-f", "markdown").text)
    line = "[^gazette-4]: gazette: The Gazette, 2030-05-03 (stated), paragraph 4, “more than $5,000”, “$1,000”"
    assert text.splitlines()[-1] == line
    undated = codec.changed(SOURCES["herald"], date=None, date_basis=None)
    data = in_markdown("itinerary", [BY_ID["ride"]], SOURCES | {"herald": undated})
    assert data.decode().endswith("[^herald-1]: herald: publisher unknown, date unknown, paragraph 1\n")
    twice = codec.changed(
        BY_ID["well"], cites=(CITE, codec.changed(CITE, printed="a"), codec.changed(CITE, printed="a"))
    )
    data = in_markdown("funding", [twice])
    assert data.decode().endswith("paragraph 3, “a”\n")


@pytest.mark.parametrize(
    "text",
    [
        "a|b",
        "*a* _b_ `c` ~~d~~",
        "[a](http://b)",
        "![a](b)",
        "<script>alert(1)</script>",
        "&amp; $x$",
        "a\\|b",
        "[^fox-1]",
        "# a",
        "- a",
        "one\ntwo",
        "a\\",
    ],
)
def test_text_is_no_markup(text):
    """Whatever a summary says is shown as it is: no link, no HTML, no emphasis, no further column."""
    stop = codec.changed(BY_ID["ride"], summary=text)
    header, body, _ = markdown_table(in_markdown("itinerary", [stop]))
    shown = body[0][header.index("Summary")]
    assert unescaped(shown) == text
    assert not re.search(r"(?<!\\)(\\\\)*[`*_\[\]<>|~&$]", shown.replace("<br>", ""))


def test_numbers_stand_to_the_right_in_markdown(run):
    """A column of figures is aligned to the right."""
    lines = small(run, "funding", "-f", "markdown").text.splitlines()
    assert columns(lines[1])[columns(lines[0]).index("Amount")] == "---:"


# ---------------------------------------------------------------------------------------------------------------------
# Calendars
# ---------------------------------------------------------------------------------------------------------------------

MEETING = Meeting(id="m", summary="Tea.", status="planned", format="virtual", date="2030-05-01", cites=(CITE,))
LEG = Stop(id="s", summary="A leg.", type="leg", status="held", destination="There", date="2030-05-01", cites=(CITE,))


def drawn(*records, store=SMALL):
    return calendar.calendar(records, store)


@pytest.mark.parametrize("name", CALENDARS)
@pytest.mark.parametrize("store", [SMALL, SHIPPED], ids=["small", "shipped"])
def test_a_calendar_holds_each_record_that_has_a_day(name, store):
    """Read back, each record with a day is one all-day event over its days; the others are named in the description."""
    records = store.report(name)
    data = drawn(*records, store=store)
    whole = Calendar.from_ical(data)
    found = {str(event["UID"]).partition("@")[0]: event for event in events(data)}
    for record in records:
        days = [date.fromisoformat(end) for end in (record.date or "").split("/") if end.count("-") == 2]
        assert (record.id in found) is bool(days)
        assert (record.id in whole["X-WR-CALDESC"]) is not bool(days)
        if days:
            event = found[record.id]
            assert (event["DTSTART"].dt, event["DTEND"].dt) == (days[0], days[-1] + timedelta(days=1))
            assert not isinstance(event["DTSTART"].dt, datetime)
            assert str(event["SUMMARY"]) == record.summary
            assert event["STATUS"] == ("CONFIRMED" if record.status == "held" else "TENTATIVE")
            assert str(event["DESCRIPTION"]).endswith(f"Sources: {marks(query.cites(record))}")
    assert whole["X-WR-CALNAME"] == store.event.title


def test_a_calendar_says_what_it_is_and_what_it_leaves_out():
    """Its program, version, name and what it is about stand at its head, with each record that has no day."""
    without = [codec.changed(MEETING, id=id_, date=None) for id_ in ("lunch", "tea")]
    head = dict(Calendar.from_ical(drawn(MEETING, *without)).property_items(recursive=False))
    assert {name: value if isinstance(value, bytes) else str(value) for name, value in head.items()} == {
        "BEGIN": b"VCALENDAR",
        "PRODID": "-//harristrip//EN",
        "VERSION": "2.0",
        "X-WR-CALNAME": "Mayor's visit",
        "X-WR-CALDESC": "A mayor visits two towns. Not entered, as no day is stated: lunch, tea.",
        "END": b"VCALENDAR",
    }


@pytest.mark.parametrize("text", ["C:\\News", "C:\\notes; a, b", "\\", "a\\\\N", "\\,", "Ünï"])
def test_a_calendar_keeps_every_character(text):
    """Backslashes, commas and semicolons come back as they were, whatever follows them."""
    told = codec.changed(MEETING, summary=text, place=text, note=text)
    (event,) = events(drawn(told))
    assert (event["SUMMARY"], event["LOCATION"]) == (text, text)
    assert f"Note: {text}\n" in event["DESCRIPTION"]


def test_the_last_day_of_all_can_be_entered():
    """No day comes after it to end on: the entry has a start alone, which RFC 5545 reads as one day."""
    (event,) = events(drawn(codec.changed(MEETING, date="9999-12-31")))
    assert (event["DTSTART"].dt, "DTEND" in event) == (date(9999, 12, 31), False)
    (event,) = events(drawn(codec.changed(MEETING, date="9999-12-30")))
    assert event["DTEND"].dt == date(9999, 12, 31)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("2030-05-01", ("2030-05-01", "2030-05-02")),
        ("2030-02-28", ("2030-02-28", "2030-03-01")),
        ("2030-05-01/2030-05-03", ("2030-05-01", "2030-05-04")),
        ("2029-12-31/2030-01-01", ("2029-12-31", "2030-01-02")),
        ("2030-05", None),
        ("2030", None),
        ("2030-04/2030-05", None),
        ("2030-04-30/2030-05", None),
        (None, None),
    ],
)
def test_an_entry_lasts_whole_days(days, expected):
    """The end is the day after the last; what has no day, at either end, has no entry and no day is made up."""
    data = drawn(codec.changed(MEETING, date=days))
    found = [(str(event["DTSTART"].dt), str(event["DTEND"].dt)) for event in events(data)]
    assert found == ([expected] if expected else [])
    assert ("Not entered, as no day is stated: m." in str(Calendar.from_ical(data)["X-WR-CALDESC"])) is not expected
    assert b"DTSTART:" not in data


@pytest.mark.parametrize(
    ("status", "shown"),
    [("held", "CONFIRMED"), ("planned", "TENTATIVE"), ("expected", "TENTATIVE"), ("likely", "TENTATIVE")],
)
def test_only_what_was_held_is_confirmed(status, shown):
    """A plan is tentative, however likely; the description has the word itself."""
    (event,) = events(drawn(codec.changed(MEETING, status=status)))
    assert event["STATUS"] == shown
    assert f"Status: {status}\n" in str(event["DESCRIPTION"])


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (LEG, "There"),
        (codec.changed(MEETING, place="A hall"), "A hall"),
        (codec.changed(MEETING, countries=("freedonia", "sylvania")), "Freedonia, Sylvania"),
        (MEETING, None),
    ],
)
def test_a_place_is_given_as_far_as_it_is_known(record, expected):
    """Place, destination or countries, whichever is known; no place is made up."""
    (event,) = events(drawn(record))
    assert event.get("LOCATION") == expected


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"part_of_day": "evening"}, "Part of day, as printed: evening"),
        ({"date_basis": "derived", "date_from": (CITE,)}, "Date worked out from gazette ¶3"),
        ({"people": ("mayor",)}, "With: Ána Mayor"),
        ({"agenda": BY_ID["talks"].agenda}, "Agenda: A shared well [gazette ¶3]"),
        ({"note": "Bring tea."}, "Note: Bring tea."),
        ({"conflicts": ("how-many",)}, "Sources differ: how-many"),
        ({"conflicts": ("how-many", "when")}, "Sources differ: how-many, when"),
        ({"cites": (CITE, Cite(source="herald", paragraph=1))}, "Sources: gazette ¶3; herald ¶1"),
    ],
)
def test_a_description_says_what_an_entry_rests_on(changes, line):
    """Each thing that is known has a line, and only then."""
    with_it, without = (
        str(events(drawn(one))[0]["DESCRIPTION"]) for one in (codec.changed(MEETING, **changes), MEETING)
    )
    assert line in with_it.split("\n")
    assert line not in without.split("\n")


def test_uids_are_unique_and_stay(run):
    """An entry that is imported again replaces itself: its UID is its record's, whatever else the list holds."""
    uids = {name: [str(event["UID"]) for event in events(run(name, "-f", "ics").out)] for name in CALENDARS}
    every = [uid for found in uids.values() for uid in found]
    assert len(every) == len(set(every)) > 5
    some = [str(event["UID"]) for event in events(run("meetings", "-f", "ics", "--country", "gt").out)]
    assert 0 < len(some) < len(uids["meetings"])
    assert set(some) < set(uids["meetings"])


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        (["2030-05-03", "2030-04-20"], (2030, 5, 3)),
        (["2030-05", "2030-05-20"], (2030, 5, 31)),
        ([None, "2030-04-20"], (2030, 4, 20)),
        ([None, None], (2030, 5, 2)),
    ],
)
def test_the_stamp_is_the_store_s_and_not_the_clock_s(sources, expected):
    """DTSTAMP is the last day on which a source was published, or else the last day of the event."""
    dated = [codec.changed(one, date=day) for one, day in zip(SOURCES.values(), sources, strict=True)]
    (event,) = events(drawn(MEETING, store=codec.changed(SMALL, records=(*dated, MEETING))))
    assert event["DTSTAMP"].dt == datetime(*expected, tzinfo=timezone.utc)


@pytest.mark.parametrize("name", CALENDARS)
def test_a_calendar_is_the_same_bytes_in_every_process(name):
    """Neither the clock nor the order of a set stands in it."""
    found = {harristrip(name, "-f", "ics", env={**os.environ, "PYTHONHASHSEED": seed}).stdout for seed in ("1", "2")}
    assert len(found) == 1
    assert found.pop().startswith(b"BEGIN:VCALENDAR\r\n")


@pytest.mark.parametrize("name", CALENDARS)
def test_lines_are_folded(name, run):
    """RFC 5545: no line has more than 75 bytes, each ends in CRLF, and folded text is whole again when read."""
    data = run(name, "-f", "ics").out
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert data.count(b"\n") == data.count(b"\r\n")
    assert data.decode()


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_text_is_escaped(text, note):
    """Commas, semicolons, backslashes and line ends of a record start no property, and are read back."""
    data = drawn(codec.changed(MEETING, summary=f"x{text}x", note=f"x{note}x", place=f"x{text}x"))
    (event,) = events(data)
    assert [name for name, _ in event.property_items()].count("SUMMARY") == 1
    assert set(event) <= {
        "SUMMARY",
        "DTSTART",
        "DTEND",
        "DTSTAMP",
        "UID",
        "DESCRIPTION",
        "LOCATION",
        "STATUS",
        "TRANSP",
    }
    assert data.count(b"\n") == data.count(b"\r\n")


@pytest.mark.skipif(not shutil.which("khal"), reason="khal is not installed")
@pytest.mark.parametrize("name", CALENDARS)
def test_khal_reads_a_calendar(name, run, tmp_path):
    """A calendar program shows every entry."""
    data = run(name, "-f", "ics").out
    (tmp_path / "a.ics").write_bytes(data)
    (tmp_path / "config").write_text(f"[calendars]\n[[a]]\npath = {tmp_path}/cal\n[locale]\nlocal_timezone = UTC\n")
    done = subprocess.run(
        ["khal", "-c", str(tmp_path / "config"), "printics", "--format", "{title}", str(tmp_path / "a.ics")],
        check=True,
        capture_output=True,
    )
    assert all(str(event["SUMMARY"]) in done.stdout.decode() for event in events(data))


# ---------------------------------------------------------------------------------------------------------------------
# Whole files or none
# ---------------------------------------------------------------------------------------------------------------------

OLD = b"the old answer\n"


@pytest.fixture
def old(tmp_path):
    """A file that was there before."""
    path = tmp_path / "answer.csv"
    path.write_bytes(OLD)
    return path


@contextlib.contextmanager
def full_disk():
    """Let no file grow beyond a few bytes, as on a full disk; the tests' own log must not grow meanwhile."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture(params=["without a name", "with a name"])
def drafts(request, monkeypatch):
    """Drafts as Linux makes them, and as other systems and some file systems do."""
    if request.param == "with a name":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)


@pytest.mark.parametrize("data", [b"", b"new\n", b"x" * 2**20], ids=len)
@pytest.mark.usefixtures("drafts")
def test_a_file_is_replaced_as_a_whole(data, old, tmp_path):
    """The new answer takes the place of the old one, and nothing else is left in the folder."""
    terminal.save(str(old), data)
    terminal.save(str(tmp_path / "new.csv"), data)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"answer.csv": data, "new.csv": data}


@pytest.mark.usefixtures("drafts")
def test_a_file_that_does_not_fit_leaves_the_old_one(old, tmp_path):
    """When the disk is full the old answer is whole, no part of the new one is seen and no draft is left."""
    for path in (old, tmp_path / "new.csv"):
        with pytest.raises(OSError, match="File too large"), full_disk():
            terminal.save(str(path), b"x" * 65)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"answer.csv": OLD}


@pytest.mark.usefixtures("drafts")
def test_a_draft_has_no_name_while_it_is_written(old, tmp_path, monkeypatch):
    """Where the system knows files without a name, nobody sees a part of one, and it is written once."""
    seen = []
    monkeypatch.setattr(os, "fsync", lambda _: seen.append([path.suffix for path in tmp_path.iterdir()]))
    terminal.save(str(old), b"new")
    assert [sorted(suffixes) for suffixes in seen] == [[".csv"] if has_unnamed_files(tmp_path) else [".csv", ".part"]]
    assert old.read_bytes() == b"new"


@pytest.mark.usefixtures("drafts")
def test_an_interrupt_leaves_the_old_file(old, tmp_path, monkeypatch):
    """Ctrl-C while a file is written is no excuse for half of one."""

    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        terminal.save(str(old), b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"answer.csv": OLD}


@pytest.mark.usefixtures("drafts")
def test_a_draft_of_somebody_else_is_left_alone(old, monkeypatch):
    """A file that happens to be called like the draft is neither overwritten nor removed."""
    monkeypatch.setattr(os, "urandom", bytes)
    other = old.with_name(".harristrip-0000000000000000.part")
    other.write_bytes(b"not ours")
    with pytest.raises(FileExistsError):
        terminal.save(str(old), b"new")
    assert (old.read_bytes(), other.read_bytes()) == (OLD, b"not ours")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.usefixtures("drafts")
def test_a_process_that_is_told_to_end_cleans_up_first(number, old, tmp_path, monkeypatch):
    """The draft is removed, the old file stays, and the exit code is the one that shells know."""
    before = signal.signal(number, signal.SIG_DFL)
    monkeypatch.setattr(os, "fsync", lambda _: os.kill(os.getpid(), number))
    try:
        with pytest.raises(SystemExit) as caught:
            terminal.save(str(old), b"new")
    finally:
        signal.signal(number, before)
    assert caught.value.code == 128 + number
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"answer.csv": OLD}


@pytest.mark.usefixtures("drafts")
def test_an_end_at_any_step_leaves_one_whole_file_and_no_draft(old, tmp_path, monkeypatch):
    """Between any two calls of the system the draft is known, and removed."""
    calls = ("fsync", "link", "chmod", "replace")
    for name in calls:
        for after in (True, False):
            before = getattr(os, name)

            def ending(*args, before=before, after=after, **rest):
                if after:
                    before(*args, **rest)
                raise KeyboardInterrupt

            with monkeypatch.context() as patched:
                patched.setattr(os, name, ending)
                with contextlib.suppress(KeyboardInterrupt):
                    terminal.save(str(old), b"new")
            assert [path.name for path in tmp_path.iterdir()] == ["answer.csv"]
            assert old.read_bytes() in (OLD, b"new")


def test_no_handler_of_signals_stays_behind(old):
    """Once the file is written a process ends as any other."""
    ends = (signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, signal.SIG_DFL) for number in ends]
    try:
        for data in (b"new", "no bytes"):
            with contextlib.suppress(TypeError):
                terminal.save(str(old), data)
            assert [signal.getsignal(number) for number in ends] == [signal.SIG_DFL] * 2
    finally:
        for number, handler in zip(ends, before, strict=True):
            signal.signal(number, handler)


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o400])
@pytest.mark.usefixtures("drafts")
def test_a_file_keeps_its_permissions(mode, old):
    """What was private stays private; what could be run still can."""
    old.chmod(mode)
    terminal.save(str(old), b"new")
    assert (old.stat().st_mode & 0o7777, old.read_bytes()) == (mode, b"new")


@pytest.mark.usefixtures("drafts")
def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path):
    """The draft is no more private and no more public than a file that a shell makes."""
    terminal.save(str(tmp_path / "a"), b"")
    (tmp_path / "b").touch()
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


@pytest.mark.parametrize("exists", [True, False])
def test_a_link_is_followed(exists, tmp_path):
    """The file behind a link is replaced, or made, and the link stays one."""
    (tmp_path / "folder").mkdir()
    real, link = tmp_path / "folder" / "real", tmp_path / "link"
    link.symlink_to(real)
    if exists:
        real.write_bytes(OLD)
    terminal.save(str(link), b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert [path.name for path in real.parent.iterdir()] == ["real"]


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("missing/a.csv", "No such file or directory"),
        ("file/a.csv", "Not a directory"),
        ("folder", "Is a directory"),
        ("folder/", "Is a directory"),
        ("file/", "Is a directory"),
        ("file/.", "Is a directory"),
        ("new/", "Is a directory|No such file or directory"),
        ("loop", "Too many levels of symbolic links"),
        ("nowhere/../file", "No such file or directory"),
        ("file/../file", "Not a directory"),
        ("astray", "No such file or directory"),
        ("./" * 2200 + "file", "File name too long"),
        ("/dev/fd/99", "Bad file descriptor"),
        ("/dev/fd/" + "9" * 20, "Permission denied"),
        ("/dev/fd/\u0661", "Permission denied"),
        ("/proc/1/fd/1", "Permission denied"),
        ("x" * 300, "File name too long"),
        ("", "Is a directory|No such file or directory"),
        pytest.param(
            "/dev/full",
            "No space left on device",
            marks=pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full"),
        ),
    ],
    ids=lambda value: value[:20],
)
@pytest.mark.parametrize("flags", [[], ["--json"]], ids=["plain", "json"])
def test_a_file_that_cannot_be_written_is_named_in_one_line(path, problem, flags, run, tmp_path, monkeypatch):
    """The message says which file and why; the exit code is no success, nothing is printed and nothing is left."""
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("file").touch()
    Path("loop").symlink_to("loop")
    Path("astray").symlink_to("nowhere/../file")
    result = small(run, "meetings", *flags, "-o", path)
    message = (
        json.loads(result.err)["error"]["message"] if flags else result.message.removeprefix("harristrip: error: ")
    )
    assert (result.code, result.out, result.err.count(b"\n")) == (ExitCode.NEGATIVE, b"", 1)
    assert re.fullmatch(rf"the answer cannot be written to {re.escape(path)}: ({problem})\n?", message)
    assert {one.name for one in tmp_path.rglob("*")} == {"folder", "file", "loop", "astray"}
    assert not Path("file").read_bytes()


@pytest.mark.usefixtures("drafts")
def test_a_file_that_may_not_be_written_is_not_replaced(tmp_path, monkeypatch):
    """Who made it read-only meant it, although the folder would let another take its place."""
    (tmp_path / "mine").write_bytes(OLD)
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    with pytest.raises(PermissionError):
        terminal.save(str(tmp_path / "mine"), b"new")
    assert (tmp_path / "mine").read_bytes() == OLD


APPENDED = {
    "standard output": '"$@" people --count -o /dev/fd/1 >> log',
    "by its process": '"$@" people --count -o /proc/self/fd/1 >> log',
    "standard error": '"$@" people --count -o /dev/stderr 2>> log',
    "by its thread": '"$@" people --count -o /proc/thread-self/fd/1 >> log',
    "another descriptor": '"$@" people --count -o /dev/fd/3 3>> log',
    "a link": 'ln -s /dev/stdout link && "$@" people --count -o link >> log',
    "an example": '"$@" init /dev/stdout >> log',
    "an example in any case": '"$@" init --force /dev/stdout >> log',
    "a database": '"$@" export /dev/fd/1 >> log',
}


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="descriptors have these names on Linux")
@pytest.mark.parametrize("script", APPENDED.values(), ids=APPENDED)
def test_what_a_shell_appends_to_is_not_written_over(script, tmp_path, monkeypatch):
    """A path that names an open descriptor means what is open there, and not a new file of that name."""
    monkeypatch.chdir(tmp_path)
    Path("log").write_bytes(OLD)
    done = shell(script)
    assert done.returncode == 0
    written = Path("log").read_bytes()
    assert written.startswith(OLD)
    assert len(written) > len(OLD)


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="descriptors have no names here")
def test_what_names_a_descriptor_is_written_to_it(tmp_path):
    """The descriptor stays open for whoever opened it, and writes where it stood."""
    with (tmp_path / "log").open("ab", buffering=0) as log:
        log.write(OLD)
        terminal.save(f"/dev/fd/{log.fileno()}", b"new")
        log.write(b"more")
    assert (tmp_path / "log").read_bytes() == OLD + b"newmore"


def test_a_descriptor_that_does_not_block_gets_all(tmp_path):
    """A slow reader behind any descriptor is waited for."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    found = []

    def listen():
        with open(read, "rb") as reader:
            found.append(reader.read())

    reader = threading.Thread(target=listen)
    reader.start()
    terminal.save(f"/dev/fd/{write}", b"x" * 10**6)
    os.close(write)
    reader.join()
    assert found == [b"x" * 10**6]


def test_links_without_end_name_no_descriptor(tmp_path):
    """A circle of links is not followed for ever; nor is a name that looks like a number a descriptor."""
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    assert terminal.stream(str(tmp_path / "a")) is None
    assert terminal.stream(str(tmp_path / "1")) is None
    assert terminal.stream("/dev/fd/17") == 17


def test_a_link_leads_on_from_its_own_folder(tmp_path):
    """Where a link names another by its name alone, it means its neighbour."""
    (tmp_path / "near").symlink_to("next")
    (tmp_path / "next").symlink_to("/dev/fd/18")
    assert terminal.stream(str(tmp_path / "near")) == 18


MARKDOWN = {
    "# Head": r"\# Head",
    "#1": "#1",
    "1. one": r"1\. one",
    "12) one": r"12\) one",
    "3.5% more": "3.5% more",
    "- one": r"\- one",
    "-3.5": "-3.5",
    "+ one": r"\+ one",
    "---": r"\---",
    "===": r"\===",
    "a - b": "a - b",
    "one\n# two": r"one<br>\# two",
    "see https://example.org": r"see https\://example.org",
    "WWW.example.org": r"WWW\.example.org",
    "a: b // c": "a: b // c",
}


@pytest.mark.parametrize(("text", "shown"), MARKDOWN.items())
def test_no_text_begins_a_block_or_is_a_link_of_its_own(text, shown):
    """Headings, lists and bare addresses of a store are shown as they are, wherever a line begins with them."""
    assert markdown.escape(text) == shown


def test_nothing_is_written_when_the_question_is_wrong(old, run):
    """A mistake, or a store with faults, leaves the file as it was."""
    assert small(run, "meetings", "--country", "atlantis", "-o", str(old)).code == ExitCode.USAGE
    assert run("meetings", "--facts", "absent.toml", "-o", str(old)).code == ExitCode.STORE
    assert small(run, "meetings", "--fields", "zzz", "-o", str(old)).code == ExitCode.USAGE
    assert old.read_bytes() == OLD


PIPES = [
    ('"$@" meetings --count -o /dev/stdout | cat', b"1\n"),
    ('"$@" meetings --count -o /dev/fd/1 | cat', b"1\n"),
    ('"$@" meetings --count -o >(cat)', b"1\n"),
    ('"$@" meetings --count -o /dev/null', b""),
    ('"$@" meetings --count -o /dev/stderr 2>&1 >/dev/null | cat', b"1\n"),
    ('f=$(mktemp); echo before > $f; "$@" meetings --count -o /dev/stdout >> $f; cat $f; rm $f', b"before\n1\n"),
    ('"$@" facts -f csv -o /dev/fd/1 | head -c 4; echo " ${PIPESTATUS[0]}"', b"kind 0\n"),
]


@pytest.mark.parametrize(("script", "printed"), PIPES, ids=[script for script, _ in PIPES])
def test_a_device_or_pipe_is_written_to(script, printed):
    """What cannot be replaced is written to, what the shell appends to is kept, a reader may go away."""
    done = shell(f"export HARRISTRIP_FACTS={STORE}; {script}")
    assert (done.stdout, done.stderr) == (printed, b"")


def test_a_closed_standard_output_does_not_matter_to_a_file(tmp_path):
    """An answer that goes to a file needs no standard output."""
    done = subprocess.run(
        ["bash", "-c", '"$@" >&-', "bash", *PROGRAM, "meetings", "--count", "-o", str(tmp_path / "a")], check=False
    )
    assert (done.returncode, (tmp_path / "a").read_bytes()[-1:]) == (0, b"\n")


# ---------------------------------------------------------------------------------------------------------------------
# Golden files and hostile text
# ---------------------------------------------------------------------------------------------------------------------

GOLD = {"jsonl": "jsonl", "csv": "csv", "tsv": "tsv", "markdown": "md"}
CASES = [("facts", name, extension) for name, extension in GOLD.items()]
CASES += [("funding", "markdown", "md"), *((name, "ics", "ics") for name in CALENDARS)]


@pytest.mark.parametrize(("command", "name", "extension"), CASES)
def test_a_format_has_these_bytes(command, name, extension, run, request):
    """What a file holds changes only on purpose."""
    golden = GOLDEN / "formats" / f"{command}.{extension}"
    found = small(run, command, "-f", name)
    if request.config.getoption("--golden-write"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(found.out)
    assert found == (0, golden.read_bytes(), b"")


def test_no_golden_format_is_left_over():
    """Every golden file belongs to a command."""
    assert {path.name for path in (GOLDEN / "formats").iterdir()} == {f"{name}.{end}" for name, _, end in CASES}


HOSTILE = "\x1b]0;x\x07\x1b[31m\x9b0m\x85\r\n\b\u202e\u2066\u200b\u2028|[/x](http://a)<b>&'\";,\\\\N\x00"
BEFORE = "=cmd()"


def poison(value):
    """Put hostile text around every string of a record, ids included; dates, kinds and statuses have no room for it."""
    if isinstance(value, str):
        return BEFORE + value + HOSTILE
    if isinstance(value, tuple):
        return tuple(poison(entry) for entry in value)
    if isinstance(value, dict):
        return {poison(key): poison(entry) for key, entry in value.items()}
    if isinstance(value, Struct):
        return type(value)(**{name: _poisoned(name, getattr(value, name)) for name in value.__struct_fields__})
    return value


def _poisoned(name, value):
    return value if name in ("date", "status", "first_day", "last_day") else poison(value)


POISONED = Store(**{name: poison(getattr(SMALL, name)) for name in SMALL.__struct_fields__})


def hostile(name, format_, fields=None):
    """Answer a report of the poisoned store."""
    kinds = query.REPORTS[name].kinds
    records = [one for one in POISONED.records if not kinds or one.kind in kinds]
    found = Found(name, records, [one for one in POISONED.records if one.kind == "gap"], [])
    return records, reply(found, POISONED, Output(format_, None, fields, only_count=False), ExitCode.OK).data


def acting(text, allowed):
    """The characters of a text that act on a terminal or hide from a reader."""
    return {c for c in text if not c.isprintable() and unicodedata.category(c) != "Zs"} - set(allowed)


@pytest.mark.parametrize("fields", [None, "summary,cites"])
@pytest.mark.parametrize("name", ["facts", *CALENDARS, "conflicts", "people"])
def test_hostile_text_is_data_in_delimited_files(name, fields):
    """No control character, no formula and no broken row comes out of a record."""
    for format_, delimiter in (("csv", ","), ("tsv", "\t")):
        records, data = hostile(name, format_, fields)
        found = read(data, delimiter)
        assert len(found) == len(records)
        assert acting(data.decode(), "\r\n" + delimiter) == set()
        assert data.count(b"\n") == len(records) + 1
        assert not any(text.lstrip().startswith(RUN) for row in found for text in row.values())


@pytest.mark.parametrize("fields", [None, "id,summary"])
@pytest.mark.parametrize("name", ["facts", "meetings"])
def test_hostile_text_is_whole_in_json_lines(name, fields):
    """JSON lines are data for programs: everything is there, and one record stays one line."""
    records, data = hostile(name, "jsonl", fields)
    lines = data.split(b"\n")[:-1]
    assert [json.loads(line)["summary"] for line in lines] == [record.summary for record in records]
    assert not {byte for byte in data if byte < 0x20} - {0x0A}


@pytest.mark.parametrize("fields", [None, "id,summary,cites"])
@pytest.mark.parametrize("name", ["facts", "meetings", "people"])
def test_hostile_text_is_no_markup_in_markdown(name, fields):
    """No control character, link, tag or further cell comes out of a record; each footnote is still one."""
    records, data = hostile(name, "markdown", fields)
    header, body, notes = markdown_table(data)
    assert len(body) == len(records)
    assert acting(data.decode(), "\n") == set()
    bare = re.sub(r"\\.", "", data.decode().replace("<br>", ""))
    assert not set("<>`&$") & set(bare)
    marks = {mark for row in body for mark in re.findall(r"(?<!\\)\[\^([^\]]+)\]", row[-1])}
    defined = [note.partition("]: ")[0].removeprefix("[^") for note in notes]
    assert sorted(defined) == sorted(marks)
    assert bool(defined) is (fields is None)
    assert all(re.fullmatch(r"[A-Za-z0-9-]+", label) for label in defined)
    assert len(header) == len(fields.split(",")) if fields else header[-1] == "Sources"


@pytest.mark.parametrize("name", CALENDARS)
def test_hostile_text_is_no_property_of_a_calendar(name):
    """No control character, property or further entry comes out of a record."""
    records, data = hostile(name, "ics")
    assert acting(data.decode().replace("\r\n", ""), "") == set()
    found = events(data)
    assert len(found) == len(records)
    for event, record in zip(found, records, strict=True):
        assert event["SUMMARY"].startswith(BEFORE)
        assert r"\x1b]0;x" in event["SUMMARY"]
        assert record.id.startswith(BEFORE)
        assert event["UID"].startswith(BEFORE)


def test_hostile_text_is_data_in_a_table_of_fields():
    """Chosen fields in a table are as harmless as its own columns."""
    _, data = hostile("facts", "table", "id,summary,cites,people")
    assert acting(data.decode(), "\n") == set()


def test_a_listing_of_one_kind_has_its_fields():
    """A column a field, by the names that JSON uses, and no field of another kind."""
    claim = Claim(id="c", summary="s", type="statement", said_by=("mayor",), cites=(CITE,))
    assert rows.field_names([claim], list(KINDS.values())) == list(json.loads(codec.encode(claim)))
    assert rows.field_names([], [Claim]) == list(json.loads(codec.encode(claim)))


def test_only_calendars_of_dated_reports_are_drawn():
    """A caller from Python is refused like a user."""
    with pytest.raises(UsageError):
        hostile("facts", "ics")


def test_a_device_takes_an_answer_as_a_file_does(run):
    """What cannot be replaced is written to."""
    assert small(run, "meetings", "--count", "-o", os.devnull) == (0, b"", b"")
    assert Path(os.devnull).is_char_device()


def test_a_reader_of_a_pipe_that_goes_away_is_no_failure_to_write(monkeypatch):
    """What tells a broken pipe from a full disk is kept, so that `-o` to a pipe ends as quietly as standard output."""

    def gone(*_):
        raise BrokenPipeError

    monkeypatch.setattr(terminal, "save", gone)
    with pytest.raises(BrokenPipeError):
        terminal._save("pipe", b"")
