"""What a user is told when something is wrong: one line, in words or as JSON, and an exit code."""

from __future__ import annotations

import io
import json
import os
import runpy
import shutil
import signal
import subprocess
import sys
import threading
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import pytest
from jsonschema import Draft202012Validator
from process import shell

import harristrip
from harristrip.errors import ExitCode
from harristrip.main import main
from harristrip.render import schemas
from harristrip.text import is_printable

DATA = Path(__file__).parents[1] / "data"
SMALL = str(DATA / "valid" / "small.toml")
ERROR = Draft202012Validator(json.loads(schemas.encode_schema("error")))


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Answer from the small store."""
    monkeypatch.setenv("HARRISTRIP_FACTS", SMALL)


def error(result):
    """Return the error object of a command line that was refused, checked against its schema."""
    assert result.out == b""
    assert result.err.count(b"\n") == 1
    answer = json.loads(result.err)
    assert list(ERROR.iter_errors(answer)) == []
    assert answer["error"]["exit_code"] == result.code
    return answer["error"]


MISTAKES = [json.loads(line) for line in (Path(__file__).parent / "mistakes.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", MISTAKES, ids=lambda case: " ".join(case["words"]))
def test_a_mistake_is_one_line(case, run):
    """The line names the mistake, the nearest valid value and the valid ones; as JSON it is the same message.

    Many valid values are on lines of their own.
    """
    words, code, message = case["words"], case["code"], case["message"]
    result = run(*words)
    assert (result.code, result.out) == (code, b"")
    first, *valid = [line.removeprefix("harristrip: error: ") for line in result.message.splitlines()]
    told = f"{first} ({' '.join(line.strip() for line in valid)})" if valid else first
    assert told.startswith(message)
    assert all(len(line) <= 78 for line in valid)
    if words[0] not in ("init", "schema", "--bogus") and "ics" not in words:  # these have no --json
        asked = run(words[0], "--json", *words[1:])
        said = error(asked)["message"]
        assert asked.code == code
        assert said == told or (valid and told.startswith(said.rpartition(" and ")[0]))


@pytest.mark.parametrize(
    "asked", [["--json"], ["-f", "json"], ["-fjson"], ["--format", "json"], ["--format=json"]], ids=str
)
def test_messages_are_json_under_every_spelling(asked, run):
    """The format by its name asks for JSON messages too; after `--` nothing is an option."""
    assert error(run("meetings", "--country", "fredonia", *asked))["nearest"] == "freedonia"
    assert run("show", "--", *asked).message.startswith('harristrip: error: no record has the id "-')


@pytest.mark.parametrize(("asked", "nearest"), [(["wel"], "well"), (["zzz", "wel"], "well"), (["zzz"], None)], ids=str)
def test_the_nearest_id_is_a_key_of_its_own(asked, nearest, run):
    """A script need not read it out of a sentence; every missing id has a line for people."""
    assert error(run("show", *asked, "--json"))["nearest"] == nearest
    assert len(run("show", *asked).message.splitlines()) == len(asked)


def test_faults_of_a_store_are_lines_or_one_object(run):
    """All faults are listed in one run, with file and line, in either form."""
    name = str(DATA / "invalid" / "many-at-once.toml")
    lines = run("meetings", "--facts", name).message.splitlines()
    found = error(run("meetings", "--facts", name, "--json"))
    assert found["exit_code"] == ExitCode.STORE
    assert len(lines) == len(found["faults"]) > 5
    for line, fault in zip(lines, found["faults"], strict=True):
        assert line.startswith(f"harristrip: error: {name}:{fault['line']}: {fault['message']}")
        assert fault.keys() == {"code", "message", "line", "column", "hint"}


# Hostile words

HOSTILE = "\x1b]0;owned\x07\x9b31m\u202e\u200b\n\udc80[/x]%s{0}"
TYPED = [
    [HOSTILE],
    ["meetings", f"--{HOSTILE}"],
    ["meetings", HOSTILE],
    *(
        ["meetings", option, HOSTILE]
        for option in ("--country", "--from", "--known-by", "--limit", "--format", "--fields")
    ),
    ["meetings", "-o", f"absent/{HOSTILE}"],
    ["facts", "--facts", HOSTILE],
    ["show", HOSTILE],
    ["show", f"{HOSTILE}:3"],
    ["check", HOSTILE],
    ["check", "--explain", HOSTILE],
    ["cite", "well", "--style", HOSTILE],
]


@pytest.mark.parametrize("flags", [[], ["--json"]], ids=["plain", "json"])
@pytest.mark.parametrize("words", TYPED, ids=range(len(TYPED)))
def test_typed_words_never_reach_a_terminal_raw(words, flags, run):
    """Control and invisible characters are shown as escapes and end no line."""
    result = run(*words, *flags)
    assert result.code in (1, 2, 3)
    assert result.out == b""
    assert "--json" not in flags or result.message.count("\n") == 1
    assert all(line.startswith("harristrip: error: ") for line in result.message.splitlines() if "--json" not in flags)
    assert all(is_printable(c) or unicodedata.category(c) == "Zs" for c in result.message.replace("\n", ""))
    assert r"x1b]0;owned" in result.message


@pytest.mark.parametrize("variable", ["HARRISTRIP_FACTS", "COLUMNS", "TERM", "FORCE_COLOR", "XDG_CACHE_HOME"])
def test_variables_are_as_harmless_as_words(variable, run, monkeypatch):
    """A variable with control characters is no defect and reaches no terminal raw."""
    monkeypatch.setenv(variable, HOSTILE)
    result = run("meetings", "--format", "csv")
    assert result.code in (ExitCode.OK, ExitCode.STORE)
    assert "\x1b" not in result.text + result.message


def test_a_zip_file_is_refused_in_one_line(run, tmp_path, monkeypatch):
    """The facts and their index are files; from a zip the program says so."""
    archive = shutil.make_archive(str(tmp_path / "zipped"), "zip", Path(harristrip.__file__).parents[1], "harristrip")
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from harristrip.main import main; sys.exit(main(['facts']))"],
        env={**os.environ, "PYTHONPATH": archive},
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    message = b"harristrip: error: harristrip cannot run from a zip file: install it, or unpack the file\n"
    assert (done.returncode, done.stdout, done.stderr) == (ExitCode.USAGE, b"", message)
    monkeypatch.setattr(os.path, "isfile", lambda _: False)
    assert run("facts") == (ExitCode.USAGE, b"", message)


def test_a_named_pipe_is_refused_with_what_works():
    """`--facts <(command)` would be read once only: the message names standard input, which works."""
    done = shell(f'"$@" facts --count --facts <(cat {SMALL})')
    assert done.returncode == ExitCode.STORE
    assert b"to read a pipe, name - and redirect it to standard input" in done.stderr
    assert shell(f'"$@" facts --count --facts - < <(cat {SMALL})').stdout == b"13\n"


# The end of a process


def test_an_interrupt_is_one_line_and_exit_code_130(run, monkeypatch):
    """Ctrl-C ends the program at once, without a traceback, on either way in; a second one changes nothing."""

    class Interrupted(io.RawIOBase):
        def read(self, _=-1):
            raise KeyboardInterrupt

    for flags in ([], ["--json"], ["-fcsv"], ["-fjson"]):
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", SimpleNamespace(buffer=Interrupted()))
            result = run("meetings", "--facts", "-", *flags)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        signal.signal(signal.SIGINT, signal.default_int_handler)
        assert (result.code, result.out) == (ExitCode.INTERRUPTED, b"")
        if "json" in str(flags):
            assert error(result)["message"] == "interrupted"
        else:
            assert result.message == "harristrip: error: interrupted\n"


def test_an_interrupt_in_a_thread_is_reported_too(capsysbinary):
    """Only the main thread may ignore signals."""
    from harristrip import terminal

    def interrupted():
        raise KeyboardInterrupt

    codes = []
    thread = threading.Thread(target=lambda: codes.append(terminal.run(interrupted, json=False)))
    thread.start()
    thread.join()
    assert codes == [ExitCode.INTERRUPTED]
    assert capsysbinary.readouterr().err == b"harristrip: error: interrupted\n"


@pytest.mark.parametrize(("words", "code"), [(["--version"], 0), (["bogus"], 2)])
def test_python_m_is_the_program(words, code, monkeypatch, capsysbinary):
    """`python -m harristrip` runs a command line and exits with its code."""
    monkeypatch.setattr(sys, "argv", ["harristrip", *words])
    with pytest.raises(SystemExit) as caught:
        runpy.run_module("harristrip", run_name="__main__")
    assert caught.value.code == code
    assert capsysbinary.readouterr().out == (b"" if code else f"harristrip {harristrip.__version__}\n".encode())


@pytest.mark.parametrize(
    ("words", "known"),
    [
        (["facts", "-o", "F"], ".txt, .json, "),
        (["search", "well", "-o", "F"], ".txt, .json, "),
        (["cite", "well", "-o", "F"], ".txt, .md, .markdown, .bib, .json"),
        (["brief", "-o", "F"], ".html, .htm"),
        (["export", "F"], ".db, .sqlite, .sqlite3"),
    ],
)
def test_an_unknown_extension_is_a_mistake_and_writes_nothing(words, known, run, tmp_path):
    """A file is not what its name says; a format that is asked for by name may have any."""
    target = tmp_path / "facts.foo"
    result = run(*(word.replace("F", str(target)) for word in words))
    assert (result.code, result.out) == (ExitCode.USAGE, b"")
    assert f'{target}: the extension ".foo" is none of {known}' in result.message
    assert not target.exists()


@pytest.mark.parametrize("words", [["-f", "csv"], ["--json"], ["--count"]])
def test_any_extension_goes_with_a_format_that_is_named(words, run, tmp_path):
    """The name of the file need not say what the command line says."""
    target = tmp_path / "facts.foo"
    assert run("facts", *words, "-o", str(target)).code == ExitCode.OK
    assert target.read_bytes()


@pytest.mark.parametrize("command", ["facts", "brief"])
def test_a_limit_is_a_number_for_every_command(command, run, tmp_path):
    """It narrows a briefing as it narrows a listing."""
    target = tmp_path / "facts"
    assert run(command, "--limit", "1", "-o", str(target)).code == ExitCode.OK
    assert run(command, "--limit", "one", "-o", str(target)).code == ExitCode.USAGE


class Interrupt:
    """Interrupts the import of a module once."""

    def find_spec(self, name, *_):
        if name == "harristrip.cli.parse":
            sys.meta_path.remove(self)
            raise KeyboardInterrupt


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_ctrl_c_while_the_program_loads_is_one_line(flags, monkeypatch, capsysbinary):
    """The module whose import was interrupted is imported again, to say so."""
    handler = signal.getsignal(signal.SIGINT)
    monkeypatch.delitem(sys.modules, "harristrip.cli.parse")
    monkeypatch.delattr("harristrip.cli.parse")
    monkeypatch.setattr(sys, "meta_path", [Interrupt(), *sys.meta_path])
    try:
        assert main(["facts", *flags]) == ExitCode.INTERRUPTED
    finally:
        signal.signal(signal.SIGINT, handler)
    out, err = capsysbinary.readouterr()
    message = json.loads(err)["error"]["message"] if flags else err.decode()
    assert (out, message) == (b"", "interrupted" if flags else "harristrip: error: interrupted\n")
