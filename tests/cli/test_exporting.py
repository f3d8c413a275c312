"""`cite` and `export`: references and a database, whole or not at all."""

from __future__ import annotations

import builtins
import io
import json
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from process import harristrip, shell

from harristrip.cli import writing
from harristrip.errors import ExitCode
from harristrip.main import main
from harristrip.render.references import STYLES

DATA = Path(__file__).parents[1] / "data"
SMALL = str(DATA / "valid" / "small.toml")


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Answer from the small store."""
    monkeypatch.setenv("HARRISTRIP_FACTS", SMALL)


def refused(result, words, code=ExitCode.USAGE):
    assert (result.code, result.out) == (code, b"")
    assert result.message == f"harristrip: error: {words}\n"


# cite

BEGINS = {
    "text": "[well:gazette] ",
    "markdown": "[^well:gazette]: ",
    "bibtex": "@misc{well:gazette,",
    "csl-json": '[{"id"',
}


def test_text_is_the_default_style(run):
    """Without a style there is a line for each reference, after the key that the other styles have."""
    assert run("cite", "ride", "share-dry").text == (
        "[ride:gazette] The Gazette; title unknown; 2030-05-03; paragraph 2.\n"
        "[ride:herald] publisher unknown; title unknown; 2030-04-20; paragraph 1.\n"
        "[share-dry:gazette] The Gazette; title unknown; 2030-05-03; paragraph 5; relaying The Herald (paragraph 5).\n"
    )


@pytest.mark.parametrize("style", STYLES)
def test_files_have_the_style_of_their_extension(style, run, tmp_path):
    """`-o refs.bib` writes BibTeX as `--style bibtex` prints it; a style that is named wins over the extension."""
    printed = run("cite", "well", "--style", style).out
    assert printed.decode().startswith(BEGINS[style])
    assert printed.endswith(b"\n")
    for extension in (*STYLES[style][0], ".bin"):
        target = tmp_path / f"refs{extension}"
        asked = ["--style", style] if extension == ".bin" else []
        assert run("cite", "well", "-o", str(target), *asked) == (ExitCode.OK, b"", b"")
        assert target.read_bytes() == printed
    assert run("cite", "well", "-s", style, "-o", "-").out == printed


def test_json_wraps_the_items_of_csl(run, tmp_path):
    """`--json` has the envelope of every command; its items are those of `--style csl-json`; a file takes it too."""
    made = json.loads(run("cite", "ride", "--style", "csl-json").out)
    for flags in (["--json"], ["--json", "--style", "csl-json"]):
        answer = json.loads(run("cite", "ride", *flags).out)
        assert answer == {"schema_version": 1, "command": "cite", "count": 2, "items": made}
    target = tmp_path / "refs.txt"
    assert run("cite", "ride", "--json", "-o", str(target)) == (ExitCode.OK, b"", b"")
    assert json.loads(target.read_bytes()) == answer
    refused_json = run("cite", "ride", "--json", "--style", "text")
    assert json.loads(refused_json.err)["error"]["message"] == "--json and --style text contradict each other"


def test_a_file_is_utf_8_whatever_the_terminal_is(tmp_path):
    """Only what goes to a poorer terminal loses characters."""
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "HARRISTRIP_FACTS": ""}
    target = tmp_path / "refs.txt"
    assert harristrip("cite", "explainer", "-o", str(target), env=env).returncode == ExitCode.OK
    assert "“What is Kamala Harris doing on her …”" in target.read_text(encoding="utf-8")
    assert b'"What is Kamala Harris doing on her ..."' in harristrip("cite", "explainer", env=env).stdout


# export


def rows(path, sql):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def test_the_file_stands_alone(run, tmp_path):
    """The command is silent and leaves one file that can be opened read-only."""
    target = tmp_path / "facts.db"
    assert run("export", str(target)) == (ExitCode.OK, b"", b"")
    assert rows(f"{target}", "SELECT id FROM itinerary") == [("ride",)]
    with closing(sqlite3.connect(f"file:{target}?mode=ro&immutable=1", uri=True)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert os.listdir(tmp_path) == ["facts.db"]


def test_the_same_store_gives_the_same_bytes(run, tmp_path, monkeypatch):
    """Nothing of the process, the clock, the place or the order of a set is in the file."""
    monkeypatch.delenv("HARRISTRIP_FACTS")  # the facts that ship have more names than the small store
    target = tmp_path / "facts.db"
    run("export", str(target))
    for seed in ("1", "2"):
        done = harristrip(
            "export", "-", env={**os.environ, "PYTHONHASHSEED": seed, "XDG_CACHE_HOME": str(tmp_path / seed)}
        )
        assert (done.stdout, done.stderr) == (target.read_bytes(), b"")
    assert str(tmp_path).encode() not in done.stdout
    assert run("export", str(target)).code == ExitCode.OK  # an export may be replaced


def test_json_names_tables_and_rows(run, tmp_path):
    """`--json` names file and tables with the rows of each; a strange name is printed as escapes."""
    for name, printed in (("facts.db", "facts.db"), ("a\x1b\udc80.db", r"a\x1b\udc80.db")):
        target = tmp_path / name
        answer = json.loads(run("export", str(target), "--json").out)
        assert (answer["command"], answer["file"], answer["full_text"]) == ("export", f"{tmp_path}/{printed}", True)
        assert answer["count"] == len(answer["items"])
        for item in answer["items"]:
            assert rows(target, f"SELECT count(*) FROM {item['name']}") == [(item["rows"],)]


def test_json_and_a_database_cannot_share_standard_output(run):
    """Two answers on one stream are a usage error."""
    for name in ("-", "/dev/stdout"):
        result = run("export", name, "--json")
        message = json.loads(result.err)["error"]["message"]
        assert message == "--json and a database on standard output contradict each other: name a file"


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


@pytest.mark.parametrize(("words", "what"), [(["export", "-"], "a database"), (["brief"], "a briefing")])
def test_what_is_not_for_a_terminal_is_refused_there(words, what, tmp_path, monkeypatch, capsysbinary):
    """A database or a page is refused; a file that is named at a terminal is written."""
    monkeypatch.setattr(sys, "stdout", Terminal(io.BytesIO()))
    assert main(words) == ExitCode.USAGE
    assert capsysbinary.readouterr().err.startswith(
        f"harristrip: error: {what} is not for a terminal: name a file".encode()
    )
    target = str(tmp_path / ("facts.db" if words[0] == "export" else "facts.html"))
    assert main([words[0], target] if words[0] == "export" else [*words, "-o", target]) == ExitCode.OK
    assert os.path.getsize(target)


def test_only_exports_are_replaced(run, tmp_path):
    """A file that is empty or that an export wrote may be replaced; another's text or database may not."""
    notes, bank = tmp_path / "notes.md", tmp_path / "bank.db"
    notes.write_text("mine")
    bank.touch()
    assert run("export", str(bank)).code == ExitCode.OK
    with closing(sqlite3.connect(bank)) as connection:
        connection.execute("PRAGMA application_id = 7")
    for target in (notes, bank):
        before = target.read_bytes()
        refused(run("export", str(target)), f"{target} exists and is not a database of harristrip: name another file")
        assert target.read_bytes() == before


@pytest.mark.parametrize("ending", writing.LEFTOVERS)
def test_leftovers_of_another_database_are_refused(ending, run, tmp_path):
    """SQLite would apply a journal of the old database to the new one of its name."""
    target = tmp_path / "facts.db"
    leftover = tmp_path / f"facts.db{ending}"
    leftover.write_bytes(b"left over")
    message = f"{leftover} exists and would corrupt a new database: delete it, or close it"
    refused(run("export", str(target)), message)
    assert os.listdir(tmp_path) == [leftover.name]
    leftover.unlink()
    assert run("export", str(target)).code == ExitCode.OK


def test_a_file_that_cannot_be_read_is_named(run, tmp_path, monkeypatch):
    """Nothing is replaced unseen."""
    target = tmp_path / "mine.db"
    target.write_text("mine")
    original = builtins.open

    def denied(path, *args, **more):
        if path == str(target):
            raise PermissionError(13, "Permission denied")
        return original(path, *args, **more)

    refuse = f"the answer cannot be written to {target}: Permission denied"
    with monkeypatch.context() as patch:
        patch.setattr(builtins, "open", denied)
        result = run("export", str(target))
    refused(result, refuse, ExitCode.NEGATIVE)
    assert target.read_text() == "mine"


@pytest.mark.parametrize("blocks", [8, 6000])
def test_a_full_disk_leaves_the_old_file(blocks, run, tmp_path):
    """When there is no room the old file stays and nothing else is left."""
    target = tmp_path / "here" / "facts.db"
    target.parent.mkdir()
    run("export", str(target))
    before = target.read_bytes()
    done = shell(f'export TMPDIR={tmp_path} HARRISTRIP_FACTS=; ulimit -f {blocks}; "$@" export {target}')
    if blocks == 6000:
        assert (done.returncode, done.stderr) == (ExitCode.OK, b"")
        assert target.read_bytes() != before
    else:
        assert (done.returncode, done.stderr.count(b"\n")) == (ExitCode.NEGATIVE, 1)
        assert done.stderr.startswith(b"harristrip: error: the answer cannot be written to a temporary file (TMPDIR")
        assert target.read_bytes() == before
    assert (os.listdir(target.parent), sorted(os.listdir(tmp_path))) == (["facts.db"], ["here"])


def test_devices_and_descriptors_take_a_database(run, tmp_path):
    """What is not a plain file is written to."""
    assert run("export", os.devnull) == (ExitCode.OK, b"", b"")
    with open(tmp_path / "facts.db", "wb") as file:
        assert run("export", f"/dev/fd/{file.fileno()}") == (ExitCode.OK, b"", b"")
    assert rows(tmp_path / "facts.db", "SELECT count(*) FROM record")[0][0] > 10
