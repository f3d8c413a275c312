"""Hostile input: text that is refused in a store, stores that are nearly right, and command lines of any words."""

from __future__ import annotations

import io
import os
import sys
import unicodedata

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from stores import at, document, places, renamed, small, with_value, without

from harristrip.cli import commands
from harristrip.errors import ExitCode, StoreInvalid, StoreUnreadable
from harristrip.facts import load
from harristrip.facts.model import Facts
from harristrip.index.reports import REPORTS
from harristrip.text import is_printable, printable

RAW = small()
REFUSED = {
    "NUL": "\0",
    "escape": "\x1b",
    "tab": "\t",
    "newline": "\n",
    "delete": "\x7f",
    "C1 sequence": "\x9b",
    "soft hyphen": "\xad",
    "combining grapheme joiner": "\u034f",
    "unassigned": "\u0378",
    "Hangul filler": "\u3164",
    "Khmer vowel inherent": "\u17b4",
    "Mongolian vowel separator": "\u180e",
    "zero-width joiner": "\u200d",
    "line separator": "\u2028",
    "right-to-left override": "\u202e",
    "isolate": "\u2066",
    "private use": "\ue000",
    "variation selector": "\ufe0f",
    "blank of Braille": "\u2800",
    "place of an object": "\ufffc",
    "Khitan filler": "\U00016fe4",
    "byte order mark": "\ufeff",
    "noncharacter": "\uffff",
    "tag": "\U000e0041",
    "plane 16": "\U0010ffff",
}
TEXTS = (
    ("event", "title"),
    ("countries", "freedonia", "name"),
    ("stop", 0, "id"),
    ("stop", 0, "countries", 0),
    ("claim", 0, "cites", 0),
    ("stop", 0, "cites", 0, "printed"),
    ("meeting", 0, "agenda", 0, "summary"),
    ("claim", 0, "type"),
)
"""One of each kind of text: free, name, id, reference, cite, printed words, part, vocabulary."""
KEYS = (("stop",), ("countries", "sylvania"), ("gap", 0, "about"), ("conflict", 0, "readings", 1, "reading"))


def refused(raw, character):
    """Assert that a store is refused with a picture of the character and never the character itself."""
    with pytest.raises(StoreInvalid) as caught:
        load.parse(document(raw).encode())
    (finding,) = [one for one in caught.value.findings if one.code == "HT018"]
    assert printable(character) in finding.message
    assert is_printable("".join(f"{one.message}{one.hint}" for one in caught.value.findings))


@pytest.mark.parametrize("character", REFUSED.values(), ids=REFUSED)
def test_invisible_characters_are_refused_everywhere(character):
    """In each kind of text and of key: one fault, which shows the character as an escape."""
    for path in TEXTS:
        refused(with_value(RAW, path, f"{at(RAW, path)}{character}"), character)
    for path in KEYS:
        refused(renamed(RAW, path, f"{path[-1]}{character}"), character)


@pytest.mark.parametrize("character", ["é", "\xa0", "\u2009", "¶", "“", "日", "n\u0303", "½", "€", "😀"])
def test_visible_characters_are_accepted(character):
    """Accents, blanks of any width, signs and every script may be in a text."""
    facts = load.parse(document(with_value(RAW, ("stop", 0, "summary"), f"a{character}b")).encode())
    assert facts.records[0].summary == f"a{character}b"


@pytest.mark.parametrize(("text", "code"), [(b'a = "\\ud800"', "HT002"), (b'a = "\xed\xa0\x80"', "HT001")])
def test_half_a_character_is_not_text(text, code):
    """Neither as an escape nor as bytes can a lone surrogate get in."""
    (finding,) = load.examine(b"schema = 1\n" + text)
    assert finding.code == code


# Stores that are nearly right

EVERYWHERE = list(places(RAW))
ODD = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    ["", " ", "\0", "[/x]", "9" * 40, "fox:0", "gazette:1", "2030-02-30", "2030/2029", "=1", "\u202e", "é" * 3000, "1/0"]
)
SCALARS = ODD | st.integers() | st.floats() | st.booleans() | st.sampled_from([0, -1, 2**53, 10**30, 10**4000])
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ODD, inner, max_size=3), max_leaves=6
)
FEW = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "100")),  # `make fuzz` asks for more
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@st.composite
def near_valid(draw):
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
def test_a_nearly_right_store_is_read_or_explained(raw):
    """One thing changed gives facts or a list of faults with lines; never anything else."""
    text = document(raw)
    try:
        found = load.parse(text.encode(), "near.toml")
    except StoreInvalid as error:
        assert error.findings
        assert all(1 <= one.line <= text.count("\n") + 1 for one in error.findings)
        assert all(one.message == printable(one.message) for one in error.findings)
    except StoreUnreadable as error:
        assert "nested" in str(error)
    else:
        assert isinstance(found, Facts)


QUESTIONS = st.sampled_from(
    [[name, *flags] for name in REPORTS for flags in ([], ["--json"], ["--format", "csv"])]
    + [["check"], ["check", "--json"], ["show", "talks"], ["show", "how-many"], ["search", "well"], ["cite", "ride"]]
    + [["itinerary", "-f", "ics"], ["facts", "-f", "markdown"], ["verify", "--articles", "."], ["facts", "--known-by", "2030-05"]]
)


def acting(data):
    """Return the characters that act on a terminal or cannot be seen."""
    return {c for c in data.decode() if not is_printable(c) and unicodedata.category(c) != "Zs" and c not in "\r\n"}


@FEW
@given(raw=near_valid(), words=QUESTIONS)
def test_no_command_fails_on_a_nearly_right_store(raw, words, run, tmp_path_factory):
    """Every command answers or says what is wrong: no traceback, no defect, nothing that acts on a terminal."""
    file = tmp_path_factory.getbasetemp() / "near.toml"
    file.write_text(document(raw), encoding="utf-8")
    result = run(*words, "--facts", str(file))
    assert result.code in (ExitCode.OK, ExitCode.NEGATIVE, ExitCode.USAGE, ExitCode.STORE), (result.message, raw)
    assert (result.code == ExitCode.OK) <= (result.err == b"")
    assert acting(result.out + result.err) == set()


# Command lines

WORD = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6)
FLAGS = sorted({flag for command in commands.COMMANDS.values() for one in command.options for flag in one.flags} - {"-o", "--output"})
FLAGS += ["--version", "-h", "--help", "--", "-", "--json=1", "--country=gt", "-fcsv"]
MEANT = ["gt", "mexico", "2021-06", "planned", "csv", "ics", "json", "id,date", "fox:25", "migration", "HT018", "", "3"]
WRITING = {"init", "export"}  # and whatever else writes a file that is named by an argument
READING = sorted(name for name, one in commands.COMMANDS.items() if name not in WRITING and name not in ("draft",))
ARGV = st.builds(
    lambda command, rest: [command, *rest],
    st.sampled_from([*READING, "border"]) | WORD,
    st.lists(st.sampled_from(FLAGS) | st.sampled_from(MEANT) | WORD, max_size=5),
)


@FEW
@given(argv=ARGV | st.lists(WORD, max_size=3))
@example(argv=["facts", "--facts", ""])
@example(argv=["search", ""])
@example(argv=["show", "\udcff"])
@example(argv=["meetings", "--format", "ics", "--fields", "id"])
def test_no_command_line_ends_in_a_traceback(argv, run, monkeypatch):
    """Any words give an answer or one message, and an exit code that is documented."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"schema = 2\n")))
    try:
        result = run(*argv)
    except BaseException as error:  # noqa: BLE001 -- SystemExit too
        pytest.fail(f"{argv} raised {error!r}")
    assert result.code in (ExitCode.OK, ExitCode.NEGATIVE, ExitCode.USAGE, ExitCode.STORE), result.message
    assert result.code == ExitCode.OK or result.err or result.out
    assert acting(result.err) == set()
