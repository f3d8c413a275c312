"""Hostile text: the gate that refuses it in a store, and what is written where it gets past the gate."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import pty
import re
import sqlite3
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from stores import at, document, places, renamed, small, with_value, without

from harristrip import cli, drafts, query, store
from harristrip.cli.carry import STYLES
from harristrip.cli.examples import EXAMPLES
from harristrip.cli.output import CALENDARS, FORMATS
from harristrip.errors import ExitCode, StoreInvalid, StoreUnreadable, is_printable, printable
from harristrip.store import Store

if TYPE_CHECKING:
    from conftest import Run

HOSTILE = (
    "=1+1|<script>&\x1b[2J\x1b]0;owned\x07\x9b31m\x85\x7f\b\u202e\u2066\u200b\u2028\u2029\ufeff\u3164\U000e0041"
    "[/x][link=http://a]y[/link][bold]:smile:`*_\\\"'\r\nATTENDEE:mailto:x\nEND:VEVENT\t{0}%s "
)
"""Begins as a formula; acts on a terminal; is markup of rich, Markdown and HTML; adds lines to a calendar."""
RAW = small()
SGR = re.compile(r"\x1b\[[0-9;]*m")
"""Colour: the one sequence that the program itself sends."""


def poisoned() -> str:
    """Return the small store with every text that may be free text begun by the hostile one; the gate must be off."""
    raw = small()
    raw["sources"]["gazette"] |= {"title": "T", "note": "N"}
    raw["meeting"][0] |= {"place": "P", "part_of_day": "late", "note": "N"}
    raw["funding"][0] |= {"recipient": "R"}
    for path in places(raw):
        if isinstance(at(raw, path), str):
            changed = with_value(raw, path, HOSTILE + at(raw, path))
            raw = changed if is_sound(document(changed)) else raw
    return document(raw)


def is_sound(text: str) -> bool:
    """Tell whether a store breaks no rule."""
    try:
        store.parse(text)
    except StoreInvalid:
        return False
    return True


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The poisoned store in a file."""
    file = tmp_path_factory.mktemp("evil") / "evil.toml"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drafts, "_gate", lambda value, where: ())
        file.write_text(poisoned(), encoding="utf-8")
        assert sum(HOSTILE in text for text in texts(store.load(file).report("facts"))) > 9
    return str(file)


def texts(records: object) -> list[str]:
    """Return the summaries of records."""
    return [record.summary for record in records]  # type: ignore[attr-defined]


@pytest.fixture
def ungated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything past the gate."""
    monkeypatch.setattr(drafts, "_gate", lambda value, where: ())


def acting(data: bytes, *, allowed: str = "\n") -> set[str]:
    """Return the characters of an answer that act on a terminal or cannot be seen, colour aside."""
    text = SGR.sub("", data.decode())
    return {c for c in text if not is_printable(c) and unicodedata.category(c) != "Zs" and c not in allowed}


LISTINGS = [*query.REPORTS, "search"]
WORDS = {"search": ["owned"], "show": ["ride", "talks", "gazette:5"]}
LINE_ENDS = {"csv": "\r\n", "tsv": "\t\r\n", "ics": "\r\n"}
SCREENS = {"pipe": {}, "terminal": {"FORCE_COLOR": "1", "COLUMNS": "80"}, "narrow": {"COLUMNS": "30"}}
CASES = [
    (name, form, screen)
    for name in LISTINGS
    for form in FORMATS
    for screen in SCREENS
    if (form != "ics" or name in CALENDARS) and (form == "table" or screen != "narrow")
]


@pytest.mark.usefixtures("ungated")
@pytest.mark.parametrize(("name", "form", "screen"), CASES)
def test_no_listing_passes_on_what_acts_on_a_terminal(
    name: str, form: str, screen: str, evil: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the command, the format and where it goes: the bytes hold no control, bidi or unseen character."""
    for variable, value in SCREENS[screen].items():
        monkeypatch.setenv(variable, value)
    result = run(name, *WORDS.get(name, []), "--format", form, "--facts", evil)
    assert (result.code, result.err) == (0, b"")
    assert result.out
    assert acting(result.out, allowed=LINE_ENDS.get(form, "\n")) == set()
    assert b"\x1b" not in result.out or (form, screen) == ("table", "terminal")


OTHERS = [
    ["show", *WORDS["show"]],
    ["show", "ride", "--json"],
    ["meetings", "--fields", "summary,agenda"],
    ["facts", "--fields", "summary,cites", "--json"],
    ["facts", "--fields", "summary,cites", "--format", "markdown"],
    ["conflicts", "how-many"],
    ["cite", "ride", "talks"],
    *(["cite", "ride", "talks", "--style", style] for style in STYLES),
    ["cite", "ride", "--json"],
    ["verify", "--articles", "."],
    ["verify", "--articles", ".", "--json", "--coverage"],
]


@pytest.mark.usefixtures("ungated")
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("args", OTHERS, ids=" ".join)
def test_no_other_command_passes_it_on_either(
    args: list[str], screen: str, evil: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Records in full, chosen fields and verification are as harmless as the listings."""
    for variable, value in SCREENS[screen].items():
        monkeypatch.setenv(variable, value)
    result = run(*args, "--facts", evil)
    assert result.code in (0, 1)
    assert result.err == b""
    assert acting(result.out) == set()


@pytest.mark.parametrize("flags", [[], ["--json"]], ids=["plain", "json"])
def test_check_shows_a_hostile_store_harmless(flags: list[str], evil: str, run: Run) -> None:
    """The command that is made for hostile files prints their lines, and nothing in them acts."""
    raw = Path(evil).read_text("utf-8").replace("\\U0000001b", "\x1b")  # raw controls are not TOML
    Path(f"{evil}.raw").write_text(raw, encoding="utf-8")
    Path(f"{evil}.c1").write_text(f'schema = 1\nevent = "\x9b2J\u202e\u200b\u3164"\n# {HOSTILE[-12:]}', "utf-8")
    for name in (evil, f"{evil}.raw", f"{evil}.c1"):
        result = run("check", name, *flags)
        assert result.code in (1, 3)
        assert acting(result.out + result.err) == set()


def test_every_command_is_among_those_that_are_tried() -> None:
    """A new command must be added here, or to those that print nothing of a store."""
    elsewhere = {"check", "export", "schema", "init"}
    assert set(cli.commands()) - elsewhere == {*LISTINGS, "show", "cite", "verify"}


@pytest.mark.usefixtures("ungated")
def test_json_escapes_and_loses_nothing(evil: str, run: Run) -> None:
    """A reader of JSON gets the very characters; only the bytes are harmless."""
    answer = json.loads(run("facts", "--json", "--facts", evil).out)
    summaries = [item["summary"] for item in answer["items"]]
    assert summaries == texts(store.load(evil).facts())
    assert any(HOSTILE in summary for summary in summaries)


@pytest.mark.usefixtures("ungated")
@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_no_cell_is_a_formula(form: str, evil: str, run: Run) -> None:
    """No spreadsheet runs a cell, and every row has as many cells as the header."""
    data = run("facts", "--format", form, "--facts", evil).text
    rows = list(csv.reader(io.StringIO(data, newline=""), delimiter="," if form == "csv" else "\t"))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert any("owned" in cell for row in rows for cell in row)
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "@", "\t", "\r"))]


@pytest.mark.usefixtures("ungated")
@pytest.mark.parametrize("name", LISTINGS)
def test_markdown_keeps_its_rows_and_has_no_html_or_link(name: str, evil: str, run: Run) -> None:
    """Text opens no cell, no tag, no link and no row of its own."""
    text = run(name, *WORDS.get(name, []), "--format", "markdown", "--facts", evil).text
    lines = text.splitlines()
    for table in re.sub(r"\\.", "", text).split("\n\n"):
        assert len({line.count("|") for line in table.splitlines() if line.startswith("|")}) <= 1
    bare = "\n".join(re.sub(r"\\.", "", line) for line in lines).replace("<br>", "")
    assert not set("<>`*") & set(bare)
    assert re.sub(r"\[\^[A-Za-z0-9-]+\]", "", bare).count("[") == 0
    assert not [line for line in lines if re.match(r"[#>=+*`~\s-]|ATTENDEE|END", line)]  # notes may follow the table


@pytest.mark.usefixtures("ungated")
@pytest.mark.parametrize("name", CALENDARS)
def test_a_calendar_has_the_properties_of_the_program_alone(name: str, evil: str, run: Run) -> None:
    """A line end in a text adds no property and ends no entry."""
    calendar = Calendar.from_ical(run(name, "--format", "ics", "--facts", evil).out)
    (event,) = calendar.walk("VEVENT")
    assert not {"ATTENDEE", "ORGANIZER"} & set(event)
    assert "ATTENDEE:mailto:x" in event["SUMMARY"]


@pytest.mark.usefixtures("ungated")
@pytest.mark.parametrize("args", [["facts"], ["show", "talks"], ["meetings", "--json"]], ids=" ".join)
def test_a_real_terminal_gets_colour_and_nothing_else(args: list[str], evil: str) -> None:
    """What arrives on a pseudo-terminal is colour and text."""
    code = (
        "import sys; from harristrip import drafts, quick; drafts._gate = lambda value, where: ();"
        "sys.exit(quick.main(sys.argv[1:]))"
    )
    control, terminal = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    with subprocess.Popen(
        [sys.executable, "-c", code, *args, "--facts", evil], stdout=terminal, stderr=terminal, env=env
    ) as process:
        os.close(terminal)
        data = b"".join(iter(lambda: _read(control), b""))
    os.close(control)
    assert process.returncode == 0
    assert b"owned" in data
    assert acting(data.replace(b"\r\n", b"\n")) == set()


def _read(control: int) -> bytes:
    try:
        return os.read(control, 65536)
    except OSError:  # Linux says so where the other end was closed
        return b""


@pytest.mark.usefixtures("ungated")
def test_a_database_holds_the_text_and_nothing_it_would_run(evil: str, run: Run, tmp_path: Path) -> None:
    """Text goes into a database as a parameter: every row arrives, and no quote ends a statement."""
    file = tmp_path / "facts.db"
    assert run("export", str(file), "--facts", evil).code == ExitCode.OK
    with contextlib.closing(sqlite3.connect(file)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (summary,) = database.execute("SELECT summary FROM stop_record WHERE id = 'ride'").fetchone()
    assert "owned" in summary


# The gate

REFUSED = {
    "NUL": "\0",
    "escape": "\x1b",
    "bell": "\x07",
    "tab": "\t",
    "newline": "\n",
    "return": "\r",
    "delete": "\x7f",
    "next line": "\x85",
    "C1 sequence": "\x9b",
    "soft hyphen": "\xad",
    "combining grapheme joiner": "\u034f",
    "unassigned": "\u0378",
    "Arabic letter mark": "\u061c",
    "Hangul filler": "\u3164",
    "Hangul initial filler": "\u115f",
    "Khmer vowel inherent": "\u17b4",
    "Mongolian vowel separator": "\u180e",
    "zero-width space": "\u200b",
    "zero-width joiner": "\u200d",
    "right-to-left mark": "\u200f",
    "line separator": "\u2028",
    "paragraph separator": "\u2029",
    "right-to-left override": "\u202e",
    "word joiner": "\u2060",
    "isolate": "\u2066",
    "private use": "\ue000",
    "variation selector": "\ufe0f",
    "blank of Braille": "\u2800",
    "place of an object": "\ufffc",
    "Khitan filler": "\U00016fe4",
    "note without a head": "\U0001d159",
    "byte order mark": "\ufeff",
    "interlinear anchor": "\ufff9",
    "noncharacter": "\uffff",
    "tag": "\U000e0041",
    "variation selector 256": "\U000e01ef",
    "plane 16": "\U0010ffff",
}
PLACES = (
    ("event", "title"),
    ("countries", "freedonia", "name"),
    ("stop", 0, "id"),
    ("stop", 0, "summary"),
    ("stop", 0, "countries", 0),
    ("people", "mayor", "aliases", 0),
    ("claim", 0, "cites", 0),
    ("stop", 0, "cites", 0, "printed"),
    ("meeting", 0, "agenda", 0, "summary"),
    ("claim", 0, "type"),
    ("sources", "gazette", "sha256"),
)
"""One of each kind of text: free, name, id, reference, entry of a list, cite, vocabulary, digest."""
KEYS = (
    ("stop",),
    ("countries", "sylvania"),
    ("gap", 0, "about"),
    ("conflict", 0, "readings", 1, "reading"),
    ("stop", 0, "cites", 0, "printed"),
)


def refusal(raw: dict[str, object], character: str) -> None:
    """Assert that a store is refused, with a picture of the character and never the character itself."""
    text = document(raw)
    with pytest.raises(StoreInvalid) as caught:
        store.parse(text)
    gated = [fault for fault in caught.value.faults if fault.code == "HT018"]
    assert len(gated) == 1
    assert printable(character) in gated[0].message
    said = "".join(f"{fault.message}{fault.hint}" for fault in caught.value.faults)
    assert is_printable(said)


@pytest.mark.parametrize("character", REFUSED.values(), ids=REFUSED)
def test_the_gate_refuses_each_character_in_each_kind_of_text(character: str) -> None:
    """Text, name, id, reference, list, cite or part: one fault, which shows the character as an escape."""
    for path in PLACES:
        refusal(with_value(RAW, path, f"{at(RAW, path)}{character}"), character)


@pytest.mark.parametrize("character", REFUSED.values(), ids=REFUSED)
def test_the_gate_refuses_each_character_in_each_kind_of_key(character: str) -> None:
    """Names of tables, of entries and of fields are text too."""
    for path in KEYS:
        refusal(renamed(RAW, path, f"{path[-1]}{character}"), character)


@pytest.mark.parametrize("character", ["é", "\xa0", "\u2009", "¶", "“", "日", "ñ", "n\u0303", "½", "€", "😀"])
def test_the_gate_lets_through_what_can_be_seen(character: str) -> None:
    """Accents, blanks of any width, signs and every script may stand in a text."""
    raw = with_value(small(), ("stop", 0, "summary"), f"a{character}b")
    assert store.parse(document(raw)).show("ride")[0].summary == f"a{character}b"


def test_a_lone_surrogate_is_no_text() -> None:
    """Neither as an escape nor as bytes can half a character get in."""
    with pytest.raises(StoreInvalid) as caught:
        store.parse('schema = 1\ntitle = "\\ud800"')
    assert caught.value.faults[0].code == "HT002"


def test_half_a_character_in_bytes_is_no_text(tmp_path: Path) -> None:
    """A file with the bytes of a lone surrogate is not UTF-8."""
    file = tmp_path / "half.toml"
    file.write_bytes(b'schema = 1\ntitle = "\xed\xa0\x80"\n')
    with pytest.raises(StoreInvalid) as caught:
        store.load(file)
    assert caught.value.faults[0].code == "HT001"


# What users type

TYPED = [
    ["HOSTILE"],
    ["meetings", "--country", "HOSTILE"],
    ["meetings", "--known-by", "HOSTILE"],
    ["meetings", "--format", "HOSTILE"],
    ["meetings", "--fields", "HOSTILE"],
    ["meetings", "--json", "--format", "HOSTILE"],
    ["meetings", "-o", "absent/HOSTILE"],
    ["facts", "--kind", "HOSTILE"],
    ["check", "HOSTILE"],
    ["check", "--explain", "HOSTILE"],
    ["verify", "--articles", "HOSTILE"],
    ["verify", "HOSTILE", "--articles", "."],
    ["show", "HOSTILE:3"],
    ["meetings", "--count=HOSTILE"],
    ["meetings", "--HOSTILE=1"],
]


@pytest.mark.parametrize("flags", [[], ["--json"]], ids=["plain", "json"])
@pytest.mark.parametrize("args", TYPED, ids=" ".join)
def test_what_is_typed_is_echoed_harmless(args: list[str], flags: list[str], run: Run) -> None:
    """A message names the value in one line, with nothing in it that acts."""
    result = run(*(arg.replace("HOSTILE", HOSTILE) for arg in args), *flags)
    assert result.code in (1, 2, 3)
    assert result.out == b""
    assert result.err.count(b"\n") == 1
    assert acting(result.err) == set()


@pytest.mark.parametrize("flags", [[], ["--json"]], ids=" ".join)
def test_check_names_any_file_harmless(flags: list[str], tmp_path: Path, run: Run) -> None:
    """A name of a file is bytes, and need not be text in any encoding."""
    name = os.fsdecode(os.fsencode(str(tmp_path)) + b"/\xff\x1b.toml")
    Path(name).write_text(document(small()), "utf-8")
    result = run("check", name, *flags)
    assert (result.code, result.err) == (0, b"")
    assert b"\\udcff" in result.out.replace(b"\\\\", b"\\")
    assert acting(result.out) == set()


@pytest.mark.parametrize("args", [["meetings"], ["check"], ["verify"]], ids=" ".join)
@pytest.mark.parametrize("variable", ["HARRISTRIP_FACTS", "HARRISTRIP_ARTICLES", "COLUMNS", "TERM", "FORCE_COLOR"])
def test_what_the_environment_says_is_echoed_harmless(
    variable: str, args: list[str], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable is as little to be trusted as an argument."""
    monkeypatch.setenv(variable, HOSTILE)
    result = run(*args)
    assert result.code != ExitCode.DEFECT
    assert acting(result.out + result.err) == set()


# Near-valid stores

EVERYWHERE = list(places(RAW))
ODD = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    ["", " ", "\0", "[/x]", "9" * 40, "fox:0", "gazette:1", "2030-02-30", "2030/2029", "=1", "\u202e", "é" * 3000]
)
SCALARS = ODD | st.integers() | st.floats() | st.booleans() | st.sampled_from([0, -1, 10**30, 10**4000, 2**63])
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD, inner, max_size=3), max_leaves=6
)
FEW = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "120")),  # `make fuzz` asks for more
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@st.composite
def near_valid(draw: st.DrawFn) -> dict[str, object]:
    """Draw the small store with one thing changed: dropped, renamed, repeated, swapped, retyped or odd."""
    path = draw(st.sampled_from(EVERYWHERE))
    value, key = at(RAW, path), path[-1]
    how = draw(st.sampled_from(["drop", "rename", "repeat", "swap", "change"]))
    if how == "drop":
        return without(RAW, path)
    if how == "rename" and isinstance(key, str):
        return renamed(RAW, path, draw(ODD | st.sampled_from([other[-1] for other in EVERYWHERE]).map(str)))
    if how == "repeat":
        return with_value(RAW, path, value * 50 if isinstance(value, (str, list)) else [value] * 50)
    if how == "swap":
        return with_value(RAW, path, at(RAW, draw(st.sampled_from(EVERYWHERE))))
    return with_value(RAW, path, draw(VALUES))


@FEW
@given(near_valid())
@example({"\xa0": 1})
def test_a_store_that_is_nearly_right_is_a_store_or_says_what_is_wrong(raw: dict[str, object]) -> None:
    """One thing changed gives a Store or a list of faults with lines; never anything else."""
    text = document(raw)
    try:
        found = store.parse(text, "near.toml")
    except StoreInvalid as error:
        assert error.faults
        assert all(1 <= fault.line <= text.count("\n") + 1 for fault in error.faults)
        assert all(fault.message == printable(fault.message) for fault in error.faults)
    except StoreUnreadable as error:
        assert "nested" in str(error)
    else:
        assert isinstance(found, Store)


REPORTS = st.sampled_from(
    [[name, *flags] for name in query.REPORTS for flags in ([], ["--json"], ["--format", "csv"])]
    + [["check"], ["check", "--json"], ["show", "talks"], ["show", "how-many"], ["search", "well"]]
    + [["itinerary", "--format", "ics"], ["facts", "--format", "markdown"], ["verify", "--articles", "."]]
)


@FEW
@given(raw=near_valid(), args=REPORTS)
def test_no_command_fails_on_a_store_that_is_nearly_right(
    raw: dict[str, object], args: list[str], run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Every command answers or says what is wrong: no traceback, no defect, nothing that acts on a terminal."""
    file = tmp_path_factory.getbasetemp() / "near.toml"
    file.write_text(document(raw), encoding="utf-8")
    result = run(*args, "--facts", str(file))
    assert result.code in (0, 1, 2, 3)
    assert (result.code == ExitCode.OK) <= (result.err == b"")
    assert acting(result.out + result.err, allowed="\r\n") == set()


# Command lines

WORD = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
OPTIONS = [*query.OPTIONS, "--json", "--exit-status", "--count", "--format", "-f", "--fields", "--version", "-h"]
OPTIONS += ["--help", "--coverage", "--explain", "--articles", "--facts", "--", "-", "--json=1", "--country=gt"]
MEANT = ["gt", "mexico", "2021-06", "planned", "csv", "ics", "json", "id,date", "fox:25", "migration", "HT018", ""]
WRITING = {"init", "export"}
COMMANDS = sorted(set(EXAMPLES) - WRITING)
ARGV = st.builds(
    lambda command, rest: [command, *rest],
    st.sampled_from(COMMANDS) | WORD,
    st.lists(st.sampled_from(OPTIONS) | st.sampled_from(MEANT) | WORD, max_size=5),
)


@FEW
@given(argv=ARGV | st.lists(WORD, max_size=3))
@example(argv=["facts", "--facts", ""])
@example(argv=["search", ""])
@example(argv=["meetings", "--format", "ics", "--fields", "id"])
def test_no_command_line_ends_in_a_traceback(argv: list[str], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any words from the grammar, or none of it: an answer or one message, and an exit code that is documented."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"schema = 2\n")))
    try:
        result = run(*argv)
    except BaseException as error:  # noqa: BLE001 -- SystemExit too
        pytest.fail(f"{argv} raised {error!r}")
    assert result.code in (0, 1, 2, 3)
    assert result.code == ExitCode.OK or result.err or result.out
    assert acting(result.err) == set()
