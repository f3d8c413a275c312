"""The help, made from the declarations, and the examples that it shows."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
from pathlib import Path

import pytest
from process import EXAMPLE, harristrip, write_files_of_examples

import harristrip as harristrip_package
from harristrip.cli import commands, examples
from harristrip.cli.help import PROGRAM_SUMMARY
from harristrip.errors import ExitCode

TESTS = Path(__file__).parents[1]
SMALL = str(TESTS / "data" / "valid" / "small.toml")
GOLDEN = TESTS / "golden" / "help.txt"
GROUPS = ["border", "health"]
NAMES = [*commands.COMMANDS, *GROUPS]


@pytest.fixture(autouse=True)
def wide(monkeypatch):
    """Let a line of help be long enough for every declaration."""
    monkeypatch.setenv("COLUMNS", "160")


def words(text):
    """Return the words of a help page."""
    return " ".join(text.split())


def test_the_bare_program_prints_its_help(run):
    """The name alone shows every command and no error."""
    bare, asked = run(), run("--help")
    assert (bare.code, bare.err) == (ExitCode.OK, b"")
    assert bare.text.strip() == asked.text.strip()
    assert run("-h") == asked


def test_the_version_is_printed_alone(run):
    """`--version` prints program and version on one line."""
    assert run("--version") == (ExitCode.OK, f"harristrip {harristrip_package.__version__}\n".encode(), b"")


def test_each_command_is_in_its_panel(run, request):
    """Commands are listed by what they are for, groups of the store in use after `statistics`."""
    shown = run("--help").text
    lines = [line for line in shown.partition("\nOptions")[0].splitlines() if line and not line.startswith("Usage")]
    if request.config.getoption("--golden-write"):
        GOLDEN.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == GOLDEN.read_text(encoding="utf-8").splitlines()
    assert lines[0] == PROGRAM_SUMMARY
    listed = {line.split()[0]: line for line in lines if line.startswith("  ")}
    assert set(listed) == set(NAMES)
    assert list(listed).index("border") == list(listed).index("statistics") + 1
    for name, command in commands.COMMANDS.items():
        assert listed[name].split(maxsplit=1)[1] == command.help


@pytest.mark.parametrize("store", [["--facts", "absent.toml"], ["--facts=absent.toml"], ["--facts", "-"]], ids=str)
def test_help_needs_no_store(store, run):
    """A store that cannot be read, or comes from standard input, leaves its values out of the help."""
    shown = run("meetings", *store, "--help")
    assert (shown.code, shown.err) == (ExitCode.OK, b"")
    assert "harristrip meetings --country COUNTRY --status planned" in shown.text


def test_groups_are_missing_from_help_without_a_store(run, monkeypatch):
    """The help of the program is shown although the store in use has faults."""
    monkeypatch.setenv("HARRISTRIP_FACTS", "absent.toml")
    assert " border " not in run("--help").text


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help(name, run):
    """`COMMAND --help` shows what the command is for, each argument and option, and ends with its examples."""
    result = run(name, "--help")
    assert (result.code, result.err) == (ExitCode.OK, b"")
    text = words(result.text)
    command = commands.COMMANDS.get(name) or commands.make_command(commands.find_command(name) and _group_report(name))
    assert text.startswith(f"{command.help} Usage: harristrip {name} ")
    for option in command.options:
        assert all(flag in text for flag in option.flags)
        assert option.help in text
    for argument in command.arguments:
        assert words(examples.fill(argument.help, None)) in text
    shown = " ".join(f"harristrip {examples.fill(one, None)}" for one in command.examples)
    assert f" Examples {words(shown)}" in text


def _group_report(name):
    from harristrip.index.database import open_index
    from harristrip.index.reports import of_group

    return of_group(*open_index().groups(name)[0])


ALL_EXAMPLES = [example for command in commands.COMMANDS.values() for example in command.examples]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the files that examples name, the current one."""
    monkeypatch.chdir(tmp_path)
    write_files_of_examples(tmp_path)
    return tmp_path


@pytest.mark.parametrize("example", ALL_EXAMPLES)
def test_every_example_works(example, run, folder, monkeypatch):
    """An example is filled with values of the store in use and answers as it is typed."""
    monkeypatch.setenv("HARRISTRIP_FACTS", str(EXAMPLE))
    line = examples.fill(example, str(EXAMPLE))
    assert not re.search(r"\{[a-z]+\}", line)
    command, _, stdin = re.split(r" [|>]+ ", line)[0].partition(" < ")
    if stdin:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO((folder / stdin).read_bytes())))
    if command.startswith("init"):
        (folder / "my-event.toml").unlink()
        shutil.rmtree(folder / "DIR")
    result = run(*shlex.split(command))
    assert (result.code, result.err) == (ExitCode.OK, result.err if command.startswith("init") else b"")
    assert result.out or re.search(r" -o | facts.db|init my", command)


@pytest.mark.parametrize("example", [one for one in ALL_EXAMPLES if "{" in one])
def test_examples_are_filled_from_any_store(example):
    """The facts that ship and a small store have a value for every placeholder."""
    for store in (None, SMALL):
        assert not re.search(r"\{[a-z]+\}", examples.fill(example, store))


@pytest.mark.parametrize("columns", ["9" * 20, "²", "0", "nonsense"])
def test_no_width_makes_the_help_fail(columns):
    """Typer and rich read the same variables, and cannot parse all of them."""
    sizes = dict.fromkeys(("COLUMNS", "LINES", "TERMINAL_WIDTH"), columns)
    done = harristrip("--help", env={**os.environ, **sizes, "PYTHONIOENCODING": "utf-8"})
    assert (done.returncode, done.stderr) == (ExitCode.OK, b"")
    assert len(done.stdout) < 20_000


@pytest.mark.parametrize("columns", [60, 80, 100, 140, 200])
@pytest.mark.parametrize("name", ["", *NAMES])
def test_help_fits_the_page(name, columns, run, monkeypatch):
    """No line of prose is longer than the page, and meanings are aligned in one column."""
    monkeypatch.setenv("COLUMNS", str(columns))
    page, examples_ = run(*name.split(), "--help").text.split("\nExamples\n")
    assert all(len(line) <= columns for line in page.splitlines())
    starts = {match.end() for line in page.splitlines() if (match := re.match(r"  +\S+(?: \S+)*  +(?=\S)", line))}
    starts |= {match.end() for line in page.splitlines() if (match := re.match(r" {8,}(?=\S)", line))}
    assert len(starts) == 1
    assert examples_.startswith("  harristrip ")


def test_help_is_coloured_on_a_terminal(run, monkeypatch):
    """Headings and names are bold, and names have a colour; without colour the text is the same."""
    plain = run("show", "--help").text
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = run("show", "--help").text
    assert "\x1b[1mOptions\x1b[0m" in shown
    assert "  \x1b[1;36m--full\x1b[0m" in shown
    assert re.sub(r"\x1b\[[0-9;]*m", "", shown) == plain
