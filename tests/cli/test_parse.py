"""Plain command lines are read without Typer, and mean what Typer reads in them."""

from __future__ import annotations

import itertools
import subprocess
import sys

import pytest
import typer
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from harristrip.cli import commands, full, parse
from harristrip.main import answer
from harristrip.terminal import Reply

SMALL = "tests/data/valid/small.toml"
ALL = {**commands.COMMANDS, "border": commands.find_command("border")}
VALUES = st.sampled_from(["gt", "2030-05", "", "-", "a=b", "ana mayor", "é", "--", "-x", "--json", "3"])
IN_PROCESS = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def command_lines(draw):
    """Draw a command and words for it: its options with and without values, in every spelling, and arguments."""
    command = ALL[draw(st.sampled_from(sorted(ALL)))]
    pieces = []
    for option in draw(st.lists(st.sampled_from([*command.options, None]), max_size=5)):
        value = draw(VALUES)
        if option is None:
            pieces.append([value])
        else:
            flag = draw(st.sampled_from(option.flags))
            whole = [f"{flag}={value}"] if flag.startswith("--") else [f"{flag}{value}"]
            pieces.append([flag] if option.metavar is None else draw(st.sampled_from([[flag, value], whole])))
    return command, list(itertools.chain(*pieces))


def by_typer(command, words):
    """Return the values that Typer reads in a command line; None for a mistake."""
    found = []

    def keep(values):
        found.append(values)
        return Reply(b"")

    app = typer.Typer()
    app.callback()(lambda: None)
    app.command(command.name)(full.make_function(command._replace(run=keep)))
    try:
        app([command.name, *words], standalone_mode=False)
    except full.TyperUsageError:
        return None
    return found[0] if found else None


@IN_PROCESS
@given(command_lines())
@example((ALL["show"], ["--", "--json"]))
@example((ALL["check"], [""]))
@example((ALL["facts"], ["--facts", ""]))
@example((ALL["init"], ["", "--force"]))
@example((ALL["facts"], ["--country=gt", "--country", "mx", "--limit", "1", "--limit=2"]))
def test_both_parsers_read_the_same_values(case):
    """What the fast parser understands, Typer understands in the same way."""
    command, words = case
    values = parse.parse_command_line(words, command)
    assert values is None or values == by_typer(command, words)


def test_the_environment_gives_what_is_left_out(monkeypatch):
    """Both parsers look at the same variables; an empty one is unset, an empty value on the command line is a value."""
    command = ALL["show"]
    for environment in ("", "own.toml"):
        monkeypatch.setenv("HARRISTRIP_FACTS", environment)
        for words, expected in ((["x"], environment or None), (["x", "--facts", "b"], "b"), (["x", "--facts", ""], "")):
            assert parse.parse_command_line(words, command)["facts"] == expected
            assert by_typer(command, words)["facts"] == expected


LINES = [
    *([name, "--json"] for name in ("itinerary", "facts", "border")),
    ["meetings", "--country", "fd", "--country=sy", "--fields", "id,date"],
    ["facts", "--kind", "claim", "--format", "csv"],
    ["facts", "--count", "--exit-status"],
    ["search", "shared", "well", "--json"],
    ["show", "ride", "gazette:4"],
    ["show", "--json", "--", "ride"],
    ["cite", "ride", "--style", "bibtex"],
    ["conflicts", "how-many"],
    ["check", SMALL, "--json"],
    ["check", "--explain", "ht009"],
    ["export", "facts.db", "--json"],
    ["schema", "error"],
    ["init", "-"],
]


@pytest.mark.parametrize("words", LINES, ids=" ".join)
def test_both_ways_in_give_the_same_answer(words, monkeypatch):
    """The same bytes, exit code and file, whichever way a command line takes."""
    monkeypatch.setenv("HARRISTRIP_FACTS", SMALL)
    assert parse.parse_command_line(words[1:], ALL[words[0]]) is not None
    assert answer(words) == full.run_with_typer(words)


def test_flags_typer_alone_knows_still_work(run):
    """A short option with its value attached goes to Typer."""
    assert parse.parse_command_line(["-fcsv"], ALL["meetings"]) is None
    assert run("meetings", "-fcsv") == run("meetings", "--format", "csv")


LOADED = """
import sys
from harristrip.main import main
code = main(sys.argv[1:])
sys.stdout.flush()
print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(code)
"""
HEAVY = {"typer", "rich", "msgspec", "tomli", "icalendar", "difflib", "htpy"}
START_UP = [
    (["meetings", "--json", "--country", "fd"], set()),
    (["show", "ride", "--json"], set()),
    (["search", "well", "--json"], set()),
    (["facts", "--count"], set()),
    (["facts", "--format", "jsonl"], set()),
    (["meetings"], {"rich", "msgspec"}),
    (["--help"], {"typer", "rich", "difflib"}),
]


@pytest.mark.parametrize(("words", "allowed"), START_UP, ids=lambda value: " ".join(sorted(value)) or "-")
def test_a_command_loads_only_what_it_needs(words, allowed, run):
    """JSON of a store that was asked before loads neither Typer nor rich nor the model: they cost too much."""
    for store in (["--facts", SMALL], []):
        run("facts", "--count", *store)  # fills the cache
    store = [] if words == ["--help"] else ["--facts", SMALL]
    done = subprocess.run([sys.executable, "-c", LOADED, *words, *store], capture_output=True, text=True, check=True)
    assert set(done.stderr.split()) & HEAVY <= allowed


def test_the_library_does_not_load_the_command_line():
    """A program that only asks from Python loads neither Typer nor rich."""
    code = "import sys, harristrip; harristrip.load().meetings(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"typer", "rich", "click"} & set(done.stdout.split())


@pytest.mark.parametrize("words", [["meetings", "--country", "fd"], ["show", "ride", "--json"]], ids=" ".join)
def test_a_command_may_follow_two_hyphens(words, run, monkeypatch):
    """`--` before a command ends the options of the program, of which there are none."""
    monkeypatch.setenv("HARRISTRIP_FACTS", SMALL)
    assert run("--", *words) == run(*words)
