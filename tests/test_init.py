"""A store of one's own: the example to start from, and every command that reads it."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
import tomli
from process import harristrip

from harristrip import model, query
from harristrip.errors import ExitCode
from harristrip.store import examine, load, read

EXAMPLE = Path(__file__).parents[1] / "src" / "harristrip" / "example.toml"
COMMANDS = [
    *([name, "--json"] for name in query.REPORTS),
    ["search", "boats", "--json"],
    ["show", "lund", "--json"],
    ["cite", "lund", "--json"],
    ["check", "--json"],
]


@pytest.fixture
def mine(run, tmp_path):
    """A store that `init` wrote."""
    file = tmp_path / "mine.toml"
    assert run("init", str(file)).code == ExitCode.OK
    return file


def texts():
    """The invented articles, as the comments of the example give them."""
    blocks = re.findall(r"^# (\w+\.txt):\n((?:#   \d+  .*\n)+)", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: re.sub(r"^#   \d+  ", "", lines, flags=re.MULTILINE) for name, lines in blocks}


def test_the_example_has_no_fault_and_no_warning(mine):
    """What people start from is sound."""
    assert examine(read(str(mine))) == ()


def test_the_example_shows_every_kind():
    """Each kind of record and vocabulary has an example to copy."""
    raw = tomli.loads(EXAMPLE.read_text(encoding="utf-8"))
    assert set(raw) == {"schema", "event", "countries", "topics"} | {
        model.TABLES.get(kind, kind) for kind in model.KINDS
    }
    assert {record.kind for record in load(EXAMPLE).records} == set(model.KINDS)


@pytest.mark.parametrize(
    "field",
    [
        *("date_from", "part_of_day", "statuses", "agenda", "titles", "relays", "readings", "about", "said_by"),
        *("qualifier", "part_of", "restates", "separate_from", "conflicts", "recipient", "aliases"),
    ],
)
def test_the_example_shows_what_is_hard_to_guess(field):
    """Each field that needs an example has one."""
    assert any(getattr(record, field, None) for record in load(EXAMPLE).records)


def test_the_example_shows_both_forms_of_a_cite():
    """A bare cite, one with words and one with an outlet stand in it."""
    cites = [
        cite for record in tomli.loads(EXAMPLE.read_text(encoding="utf-8"))["statistic"] for cite in record["cites"]
    ]
    text = EXAMPLE.read_text(encoding="utf-8")
    assert any("via" in cite and "printed" in cite for cite in cites)
    assert re.search(r'^cites = \["[a-z]+:\d+"\]$', text, re.MULTILINE)


def test_the_articles_in_its_comments_prove_the_example(run, tmp_path):
    """The invented articles hold what the example cites, word for word."""
    for name, text in texts().items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="\n")
    answer = run("verify", "--articles", str(tmp_path), "--facts", str(EXAMPLE), "--coverage", "--json")
    found = json.loads(answer.out)
    assert (answer.code, found["wrong"], found["uncovered"]) == (ExitCode.OK, 0, [])
    assert [one["text"] for one in found["sources"]] == ["found", "found"]


def test_init_says_what_to_do_next_on_standard_error(run, tmp_path):
    """Standard output stays empty: a message is no data."""
    file = tmp_path / "my event.toml"
    answer = run("init", str(file))
    assert (answer.code, answer.out) == (ExitCode.OK, b"")
    assert answer.message == f"harristrip: wrote '{file}'; next: harristrip check '{file}'\n"
    assert file.read_bytes() == EXAMPLE.read_bytes()


def test_init_writes_to_standard_output(run):
    """`-` prints the example and says nothing else."""
    assert run("init", "-") == (ExitCode.OK, EXAMPLE.read_bytes(), b"")


@pytest.mark.parametrize("kind", ["file", "dangling link"])
def test_init_writes_over_nothing(kind, run, tmp_path):
    """What is there stays as it is, and one line says so."""
    there = tmp_path / "there.toml"
    make = {
        "file": lambda: there.write_text("mine"),
        "dangling link": lambda: there.symlink_to("x"),
    }
    make[kind]()
    answer = run("init", str(there))
    assert (answer.code, answer.out) == (ExitCode.USAGE, b"")
    assert answer.message == f"harristrip: error: {there} is there already; --force writes over it\n"
    assert kind != "file" or there.read_text() == "mine"
    assert os.listdir(tmp_path) == ["there.toml"]


def test_init_writes_no_folder(run, tmp_path):
    """A folder is no file, with --force or without."""
    for words in ([], ["--force"]):
        answer = run("init", *words, str(tmp_path))
        assert answer.code == ExitCode.USAGE
        assert answer.message == f"harristrip: error: {tmp_path} is a folder: name a file in it\n"


def test_init_writes_over_a_file_that_may_be_lost(run, mine):
    """`--force` means it."""
    mine.write_text("old")
    assert run("init", "--force", str(mine)).code == ExitCode.OK
    assert mine.read_bytes() == EXAMPLE.read_bytes()


def test_init_fails_in_one_line_where_nothing_can_be_written(run, tmp_path):
    """A missing folder is an error like every other, and leaves nothing behind."""
    answer = run("init", str(tmp_path / "absent" / "mine.toml"))
    assert answer.code == ExitCode.NEGATIVE
    assert answer.message.count("\n") == 1
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("args", COMMANDS, ids=" ".join)
def test_every_command_reads_a_store_of_ones_own(args, run, mine, monkeypatch):
    """`--facts` and HARRISTRIP_FACTS name the same store, and no command answers from the one that ships."""
    named = run(*args, "--facts", str(mine))
    monkeypatch.setenv("HARRISTRIP_FACTS", str(mine))
    assert run(*args) == named
    assert named.code == ExitCode.OK
    assert named.err == b""
    assert b"Harris" not in named.out
    assert args[0] == "check" or json.loads(named.out)["count"] > 0


def test_export_reads_a_store_of_ones_own(run, mine, tmp_path, monkeypatch):
    """A database holds the facts of the store in use."""
    run("export", str(tmp_path / "named.db"), "--facts", str(mine))
    monkeypatch.setenv("HARRISTRIP_FACTS", str(mine))
    run("export", str(tmp_path / "known.db"))
    assert (tmp_path / "named.db").read_bytes() == (tmp_path / "known.db").read_bytes()
    assert b"Ada Lund" in (tmp_path / "known.db").read_bytes()


def test_verify_reads_a_store_of_ones_own(run, mine, tmp_path, monkeypatch):
    """The cites of the store in use are held against the articles."""
    monkeypatch.setenv("HARRISTRIP_FACTS", str(mine))
    assert {one["source"] for one in json.loads(run("verify", "--articles", str(tmp_path), "--json").out)["items"]} == {
        "post",
        "wire",
    }


@pytest.mark.parametrize("args", COMMANDS, ids=" ".join)
def test_every_command_reads_standard_input(args, mine):
    """`--facts -` reads the store from a pipe, with the same answer as from the file."""
    piped = harristrip(*args, "--facts", "-", stdin=mine.read_bytes())
    named = harristrip(*args, "--facts", str(mine))
    assert piped.returncode == named.returncode == ExitCode.OK
    assert piped.stdout.replace(b"standard input", str(mine).encode()) == named.stdout
