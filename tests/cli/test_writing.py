"""`init` and `schema`: a store of one's own and what an editor checks it with."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
import tomli
from jsonschema import Draft202012Validator
from process import harristrip

import harristrip as package
from harristrip.errors import ExitCode
from harristrip.facts import load, model
from harristrip.render import schemas

PACKAGE = Path(package.__file__).parent
EXAMPLE = PACKAGE / "example.toml"
ARTICLES = PACKAGE / "example"


@pytest.fixture
def mine(run, tmp_path):
    """A store that `init` wrote."""
    file = tmp_path / "mine.toml"
    assert run("init", str(file)).code == ExitCode.OK
    return file


def test_init_says_what_to_do_next_on_standard_error(run, tmp_path):
    """Standard output stays empty: a message is not data."""
    file = tmp_path / "my event.toml"
    message = f"harristrip: wrote '{file}'; next: harristrip check '{file}'\n"
    assert run("init", str(file)) == (ExitCode.OK, b"", message.encode())
    assert file.read_bytes() == EXAMPLE.read_bytes()


@pytest.mark.parametrize("words", [["-"], ["/dev/stdout"], ["--force", "/dev/stdout"]], ids=" ".join)
def test_init_writes_to_standard_output(words):
    """`-` prints the example, and a device is no file that could be lost."""
    done = harristrip("init", *words)
    assert (done.returncode, done.stdout) == (ExitCode.OK, EXAMPLE.read_bytes())
    assert (done.stderr == b"") is (words == ["-"])


@pytest.mark.parametrize("kind", ["file", "dangling link"])
def test_init_overwrites_only_by_force(kind, run, tmp_path):
    """What exists stays as it is, and one line says so; `--force` replaces it."""
    there = tmp_path / "there.toml"
    if kind == "file":
        there.write_text("mine")
    else:
        there.symlink_to("x")
    answer = run("init", str(there))
    assert (answer.code, answer.out) == (ExitCode.USAGE, b"")
    assert answer.message == f"harristrip: error: {there} exists; --force overwrites it\n"
    assert os.listdir(tmp_path) == ["there.toml"]
    assert run("init", "--force", str(there)).code == ExitCode.OK
    assert there.read_bytes() == EXAMPLE.read_bytes()


def test_init_refuses_a_folder(run, tmp_path):
    """A folder is not a file, with `--force` or without."""
    for words in ([], ["--force"]):
        answer = run("init", *words, str(tmp_path))
        assert answer.code == ExitCode.USAGE
        assert answer.message == f"harristrip: error: {tmp_path} is a folder: name a file in it\n"


def test_init_writes_the_articles_of_the_example(run, tmp_path):
    """The folder is made, its files are not overwritten without `--force`, and `verify` finds nothing wrong."""
    store, folder = str(tmp_path / "own.toml"), tmp_path / "articles"
    assert run("init", store, "--articles", str(folder)).code == ExitCode.OK
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        path.name: path.read_bytes() for path in ARTICLES.iterdir()
    }
    assert run("verify", "--facts", store, "--articles", str(folder)).code == ExitCode.OK
    os.unlink(store)
    assert run("init", store, "--articles", str(folder)).code == ExitCode.USAGE
    assert run("init", store, "--articles", str(folder), "--force").code == ExitCode.OK
    blocked = run("init", store, "--force", "--articles", f"{store}/x")
    assert (blocked.code, "cannot be made: Not a directory" in blocked.message) == (ExitCode.USAGE, True)


# The example


def test_the_example_has_no_fault_and_no_warning(mine):
    """What people start from is sound, and has a record of every kind."""
    assert load.examine(mine.read_bytes()) == ()
    raw = tomli.loads(EXAMPLE.read_text(encoding="utf-8"))
    vocabularies = {one.table for one in model.VOCABULARIES.values()}
    kinds = {model.TABLES.get(kind, kind) for kind in model.KINDS}
    assert set(raw) >= {"schema", "event"} | kinds
    assert set(raw) <= {"schema", "event"} | kinds | vocabularies


HARD = [
    *(
        "date_from",
        "part_of_day",
        "statuses",
        "agenda",
        "titles",
        "relays",
        "readings",
        "about",
        "said_by",
        "qualifier",
    ),
    *(
        "qualifier",
        "part_of",
        "restates",
        "separate_from",
        "conflicts",
        "recipient",
        "aliases",
        "value_to",
        "per",
        "places",
    ),
]


@pytest.mark.parametrize("field", HARD)
def test_the_example_shows_what_is_hard_to_guess(field):
    """Each field that needs an example has one."""
    records = load.parse(EXAMPLE.read_bytes()).records
    assert any(getattr(record, field, None) for record in records)


def test_the_articles_of_the_example_ship_with_it():
    """The invented articles have the digests that the example names, so that `verify` can be tried on it."""
    import hashlib

    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in ARTICLES.glob("*.txt")}
    sources = [one for one in load.parse(EXAMPLE.read_bytes()).records if one.kind == "source"]
    assert {one.sha256 for one in sources} == digests


COMMANDS = ["facts", "funding", "statistics", "search minister", "show ansa", "cite ansa", "check"]


@pytest.mark.parametrize("words", [one.split() for one in COMMANDS], ids=" ".join)
def test_a_store_is_read_by_name_variable_and_pipe(words, mine, run, monkeypatch):
    """`--facts FILE`, HARRISTRIP_FACTS and `--facts -` give the same answer, and never that of the facts that ship."""
    named = run(*words, "--json", "--facts", str(mine))
    assert (named.code, named.err) == (ExitCode.OK, b"")
    assert b"Harris" not in named.out
    monkeypatch.setenv("HARRISTRIP_FACTS", str(mine))
    assert run(*words, "--json") == named
    monkeypatch.setenv("HARRISTRIP_FACTS", "absent.toml")
    piped = harristrip(*words, "--json", "--facts", "-", stdin=mine.read_bytes())
    assert piped.stdout.replace(b"standard input", str(mine).encode()) == named.out
    assert words == ["check"] or json.loads(named.out)["count"] > 0


# schema


@pytest.mark.parametrize("name", schemas.list_schemas())
def test_every_schema_is_printed(name, run):
    """Each is valid JSON Schema 2020-12 and says what it is about."""
    answer = run("schema", name)
    assert (answer.code, answer.err) == (ExitCode.OK, b"")
    made = json.loads(answer.out)
    Draft202012Validator.check_schema(made)
    assert made["$id"] == f"urn:harristrip:schema:1:{name}"
    assert made["title"]
    assert made["description"]


def test_groups_have_the_schema_of_statistics(run, monkeypatch):
    """The id of a group in the store in use is a command that prints JSON, and so has a schema."""
    assert run("schema", "border") == run("schema", "statistics")
    monkeypatch.setenv("HARRISTRIP_FACTS", str(EXAMPLE))
    assert run("schema", "border").code == ExitCode.USAGE
