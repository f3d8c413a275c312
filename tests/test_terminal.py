"""Standard output, standard error, files and the environment, as shells, pipes and terminals have them."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pty
import re
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from process import PROGRAM, harristrip, shell

from harristrip import terminal
from harristrip.errors import ExitCode
from harristrip.main import main
from harristrip.terminal import Page, Reply

SMALL = str(Path(__file__).parent / "data" / "valid" / "small.toml")
FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
OLD = b"the old answer\n"


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Answer from the small store."""
    monkeypatch.setenv("HARRISTRIP_FACTS", SMALL)


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def __init__(self, encoding="utf-8"):
        super().__init__(io.BytesIO(), encoding=encoding)

    def isatty(self):
        return True

    def fileno(self):
        return 1


# The page

COLUMNS = [("1", 1), ("80", 80), ("1000", 1000), ("99999999", 999999)]
COLUMNS += [(text, terminal.DEFAULT_WIDTH) for text in ("0", "-5", "", "wide", "8O", "٨٠", "80.5")]


@pytest.mark.parametrize(("columns", "width"), COLUMNS)
def test_columns_is_the_width_of_a_line(columns, width, monkeypatch):
    """`COLUMNS` counts wherever output goes; without it a pipe has 100 columns."""
    monkeypatch.setenv("COLUMNS", columns)
    assert terminal.page().width == width


@pytest.mark.parametrize(("size", "width"), [(120, 120), (0, terminal.DEFAULT_WIDTH)])
def test_a_terminal_has_a_width_of_its_own(size, width, monkeypatch):
    """Without `COLUMNS` the terminal is asked."""
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((size, 24)))
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert terminal.page().width == width


COLOURS = [
    (False, {}, False),
    (False, {"FORCE_COLOR": "1"}, True),
    (False, {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
    (False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    (False, {"FORCE_COLOR": ""}, False),
    (True, {}, True),
    (True, {"TERM": "dumb"}, False),
    (True, {"NO_COLOR": "1"}, False),
    (True, {"NO_COLOR": ""}, True),
]


@pytest.mark.parametrize(("is_terminal", "environment", "colour"), COLOURS)
def test_colour_is_for_terminals_and_on_request(is_terminal, environment, colour, monkeypatch):
    """`NO_COLOR` takes it away, `FORCE_COLOR` gives it to pipes, a dumb terminal has neither colour nor links."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", Terminal("latin-1") if is_terminal else io.TextIOWrapper(io.BytesIO(), "ascii"))
    page = terminal.page()
    assert (page.colour, page.encoding) == (colour, "latin-1" if is_terminal else "ascii")
    assert page.links is (is_terminal and environment.get("TERM") != "dumb")


@pytest.mark.parametrize(("value", "truecolor"), [("truecolor", True), ("24bit", True), ("", False), ("256", False)])
def test_true_colour_is_asked_of_the_environment(value, truecolor, monkeypatch):
    """`COLORTERM` says whether 16 million colours are shown."""
    monkeypatch.setenv("COLORTERM", value)
    assert terminal.page().truecolor is truecolor


def test_a_page_without_standard_output_is_plain(monkeypatch):
    """Where standard output is closed there is nothing to ask."""
    monkeypatch.setattr(sys, "stdout", None)
    assert terminal.page() == Page()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_output_and_messages_fit_every_encoding(encoding):
    """A terminal that cannot show a character gets another; JSON is UTF-8 everywhere; a message stays one line."""
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    for words in (["people"], ["show", "mayor"], ["meetings", "--json"], ["--help"]):
        done = harristrip(*words, env=env)
        assert (done.returncode, done.stderr) == (ExitCode.OK, b"")
        assert done.stdout.decode("utf-8" if "--json" in words else encoding)
    done = harristrip("facts", "--country", "日本", env=env)
    assert done.returncode == ExitCode.USAGE
    assert done.stderr.decode(encoding).count("\n") == 1
    assert ("日本" in done.stderr.decode(encoding)) is (encoding == "utf-8")


def test_a_real_terminal_gets_colour_and_nothing_else():
    """What arrives on a pseudo-terminal is colour and text."""
    control, other = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    with subprocess.Popen([*PROGRAM, "facts"], stdout=other, stderr=other, env=env) as process:
        os.close(other)
        data = b"".join(iter(lambda: _read(control), b""))
    os.close(control)
    assert process.returncode == ExitCode.OK
    text = re.sub(r"\x1b\[[0-9;]*m", "", data.decode().replace("\r\n", "\n"))
    assert text != data.decode().replace("\r\n", "\n")
    assert text.encode() == harristrip("facts", env=env).stdout


def _read(control):
    try:
        return os.read(control, 65536)
    except OSError:  # Linux says so where the other end was closed
        return b""


# Streams that fail

COMMANDS = ["facts", "facts --json", "search the", "--help", "meetings --help", "--version", "meetings -fcsv"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_goes_away_is_no_error(command):
    """`| head -1` ends every command quietly, before the first byte and after it."""
    done = shell(f'{{ sleep 0.05; "$@" {command}; echo $? >&2; }} | true; wait')
    assert done.stderr == b"0\n"
    done = shell(f'export HARRISTRIP_FACTS=; "$@" {command} | head -c 1 >/dev/null; echo "${{PIPESTATUS[0]}}"')
    assert (done.stdout, done.stderr) == (b"0\n", b"")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("redirection", "message"),
    [
        pytest.param("> /dev/full", b"No space left on device", marks=FULL),
        (">&-", b"standard output is closed"),
    ],
)
def test_an_answer_that_cannot_be_written_is_no_success(command, redirection, message):
    """A full disk and a closed standard output are one line and exit code 1."""
    done = shell(f'"$@" {command} {redirection}')
    assert done.returncode == ExitCode.NEGATIVE
    assert done.stderr.count(b"\n") == 1
    assert message in done.stderr


@pytest.mark.parametrize("redirection", ["2>&-", "> /dev/null 2>&-", pytest.param("2> /dev/full", marks=FULL)])
def test_standard_error_does_not_change_the_exit_code(redirection, tmp_path):
    """A mistake is a mistake although nobody can be told; a file that was written is a success."""
    for unbuffered in ("", "1"):
        start = f'export PYTHONUNBUFFERED={unbuffered}; "$@"'
        assert shell(f"{start} bogus {redirection}").returncode == ExitCode.USAGE
        assert shell(f"{start} bogus --json {redirection}").returncode == ExitCode.USAGE
        assert shell(f"{start} init --force {tmp_path}/own.toml {redirection}").returncode == ExitCode.OK
    assert shell('"$@" meetings >&- 2>&- <&-').returncode == ExitCode.NEGATIVE


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["facts --json", "facts", "facts --json -o /dev/stdout"])
def test_an_answer_that_is_cut_off_is_no_success(command, unbuffered, tmp_path):
    """A stream without a buffer says only by a count that a part was taken."""
    start = f"export HARRISTRIP_FACTS= PYTHONUNBUFFERED={unbuffered} PYTHONDONTWRITEBYTECODE=1 HARRISTRIP_CACHE=off"
    done = shell(f'{start}; ulimit -f 8; trap "" XFSZ; "$@" {command} > {tmp_path}/cut')
    assert done.returncode == ExitCode.NEGATIVE
    assert done.stderr.count(b"\n") == 1
    assert b"File too large" in done.stderr


def test_a_slow_reader_of_a_pipe_that_does_not_block_gets_all(monkeypatch):
    """A pipe that its owner has set not to wait is waited for."""
    monkeypatch.delenv("HARRISTRIP_FACTS")
    expected = harristrip("facts", "--json").stdout
    assert len(expected) > 2**17
    read, write = os.pipe()
    os.set_blocking(write, False)
    with subprocess.Popen([*PROGRAM, "facts", "--json"], stdout=write) as process:
        os.close(write)
        with open(read, "rb") as reader:
            assert reader.read() == expected
    assert process.returncode == ExitCode.OK


@FULL
@pytest.mark.parametrize("words", [["meetings"], ["--version"], ["--help"]], ids=" ".join)
def test_failures_of_streams_are_the_same_in_process(words, monkeypatch, capsysbinary):
    """A full and a closed standard output, and a standard error that takes nothing."""
    with open("/dev/full", "w", encoding="utf-8") as stream, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", stream)
        assert main(words) == ExitCode.NEGATIVE
    assert b"No space left on device" in capsysbinary.readouterr().err
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", None)
        assert main(words) == ExitCode.NEGATIVE
    assert b"standard output is closed" in capsysbinary.readouterr().err
    stream = open("/dev/full", "w", encoding="utf-8")  # noqa: SIM115
    for error in (None, stream):
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stderr", error)
            assert main(["bogus", *words]) == ExitCode.USAGE
    stream.close()  # fails no more


@pytest.mark.parametrize("words", ["meetings", "--version", "meetings -fjson", "--help", "--show-completion bash"])
def test_a_broken_pipe_is_no_error(words, monkeypatch):
    """Typer, which prints the completion script itself, ends the process when the pipe breaks."""
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w", encoding="utf-8") as stream, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", stream)
        patch.setattr(sys, "stderr", sys.stderr)  # Typer wraps both
        assert main(words.split()) == ExitCode.OK


@pytest.mark.parametrize("as_json", [False, True], ids=["plain", "json"])
@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (ZeroDivisionError("by\x1bzero"), ExitCode.DEFECT, r"please report it: ZeroDivisionError: by\x1bzero"),
        (MemoryError(), ExitCode.STORE, "there is not enough memory for this"),
        (OSError(5, "Input/output error"), ExitCode.NEGATIVE, "the answer cannot be written: Input/output error"),
    ],
)
def test_unforeseen_errors_are_one_line(error, code, message, as_json, capfdbinary):
    """No traceback reaches a user; a defect has an exit code of its own and says what to report."""

    def fail():
        raise error

    saved = os.dup(1)
    try:
        assert terminal.run(fail, json=as_json) == code
    finally:
        os.dup2(saved, 1)
        os.close(saved)
    out, err = capfdbinary.readouterr()
    said = json.loads(err)["error"]["message"] if as_json else err.decode()
    assert (out, err.count(b"\n")) == (b"", 1)
    assert message in said


def test_what_ends_a_process_is_passed_on():
    """An exit that somebody asks for keeps its code."""

    def end():
        raise SystemExit(7)

    with pytest.raises(SystemExit) as caught:
        terminal.run(end, json=False)
    assert caught.value.code == 7


def test_an_answer_may_be_bytes_or_nothing(capsysbinary):
    """A command returns bytes and a code; completion, which Typer prints, returns nothing."""
    assert terminal.run(lambda: Reply(b"\xff\x00", ExitCode.NEGATIVE), json=False) == ExitCode.NEGATIVE
    assert terminal.run(lambda: None, json=False) == ExitCode.OK
    terminal.write_now(b"now")
    assert capsysbinary.readouterr() == (b"\xff\x00now", b"")


# Files, whole or not at all


@pytest.fixture
def old(tmp_path):
    """A file that was there before."""
    path = tmp_path / "answer.csv"
    path.write_bytes(OLD)
    return path


def content(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("data", [b"", b"new\n", b"x" * 2**20], ids=len)
def test_a_file_is_replaced_as_a_whole(data, old, tmp_path):
    """The new answer takes the place of the old one, and nothing else is left in the folder."""
    terminal.save(str(old), data)
    terminal.save(str(tmp_path / "new.csv"), data)
    assert content(tmp_path) == {"answer.csv": data, "new.csv": data}


@pytest.mark.parametrize("call", ["fsync", "fchmod", "replace"])
def test_an_end_at_any_step_leaves_one_whole_file_and_no_draft(call, old, tmp_path, monkeypatch):
    """Ctrl-C before or after any call of the system is no excuse for half a file."""
    original = getattr(os, call)
    for after in (True, False):

        def ending(*args, after=after):
            if after:
                original(*args)
            raise KeyboardInterrupt

        with monkeypatch.context() as patch, contextlib.suppress(KeyboardInterrupt):
            patch.setattr(os, call, ending)
            terminal.save(str(old), b"new")
        assert [path.name for path in tmp_path.iterdir()] == ["answer.csv"]
        assert old.read_bytes() in (OLD, b"new")


def test_no_content_is_visible_before_the_permissions_are_right(old, tmp_path, monkeypatch):
    """A draft that may not be read by others is so from its first byte, and complete before it has its name."""
    seen = []
    fsync, replace = os.fsync, os.replace

    def watch(handle):
        draft = next(path for path in tmp_path.iterdir() if path.suffix == ".part")
        seen.append(stat.S_IMODE(draft.stat().st_mode))
        fsync(handle)

    def last(draft, target):
        seen.append(stat.S_IMODE(os.stat(draft).st_mode))
        replace(draft, target)

    old.chmod(0o640)
    monkeypatch.setattr(os, "fsync", watch)
    monkeypatch.setattr(os, "replace", last)
    terminal.save(str(old), b"new")
    assert seen == [0o600, 0o640]


@pytest.mark.parametrize(
    ("mode", "kept"), [(0o600, 0o600), (0o644, 0o644), (0o755, 0o755), (0o4755, 0o755), (0o2640, 0o640)]
)
def test_a_file_keeps_its_permissions(mode, kept, old):
    """What was private stays private, what could be run still can; setuid and setgid are dropped."""
    old.chmod(mode)
    terminal.save(str(old), b"new")
    assert (stat.S_IMODE(old.stat().st_mode), old.read_bytes()) == (kept, b"new")


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path):
    """The umask decides."""
    for mask in (0o022, 0o077):
        before = os.umask(mask)
        try:
            terminal.save(str(tmp_path / f"a{mask}"), b"")
            (tmp_path / f"b{mask}").touch()
        finally:
            os.umask(before)
        assert (tmp_path / f"a{mask}").stat().st_mode == (tmp_path / f"b{mask}").stat().st_mode


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_file_keeps_its_owner(old):
    """Root that rewrites a user's file leaves it theirs."""
    os.chown(old, 12345, 54321)
    terminal.save(str(old), b"new")
    assert (old.stat().st_uid, old.stat().st_gid) == (12345, 54321)


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
    assert content(real.parent) == {"real": b"new"}


PROBLEMS = [
    ("missing/a.csv", "No such file or directory"),
    ("file/a.csv", "Not a directory"),
    ("folder", "Is a directory"),
    ("folder/", "Is a directory"),
    ("file/", "Is a directory|Not a directory|it is not a file"),
    ("new/", "Is a directory|No such file or directory|it is not a file"),
    ("loop", "Too many levels of symbolic links|it is not a file"),
    ("/dev/fd/99", "Bad file descriptor|No such file or directory"),
    ("/proc/1/no", "Permission denied|No such file or directory"),
    ("x" * 300, "File name too long"),
    ("", "it is not a file|No such file or directory"),
    ("nul\0l", ".*embedded null.*"),
    pytest.param("/dev/full", "No space left on device", marks=FULL),
]


@pytest.mark.parametrize(("path", "problem"), PROBLEMS, ids=lambda value: str(value)[:20])
@pytest.mark.parametrize("flags", [[], ["--json"]], ids=["plain", "json"])
def test_a_file_that_cannot_be_written_is_named_in_one_line(path, problem, flags, run, tmp_path, monkeypatch):
    """The message says which file and why; nothing is printed and nothing is left."""
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("file").touch()
    Path("loop").symlink_to("loop")
    result = run("meetings", *flags, "-o", path)
    said = json.loads(result.err)["error"]["message"] if flags else result.message.removeprefix("harristrip: error: ")
    assert (result.code, result.out, result.err.count(b"\n")) == (ExitCode.NEGATIVE, b"", 1)
    name = re.escape(path.replace("\0", r"\x00"))
    assert re.fullmatch(rf"the answer cannot be written to {name}: ({problem})\n?", said)
    assert {one.name for one in tmp_path.rglob("*")} == {"folder", "file", "loop"}
    assert not Path("file").read_bytes()


def test_a_file_that_may_not_be_written_is_not_replaced(old, monkeypatch):
    """A read-only file was made so on purpose, although the folder would let another take its place."""
    monkeypatch.setattr(os, "access", lambda _, mode: mode != os.W_OK)
    with pytest.raises(PermissionError):
        terminal.save(str(old), b"new")
    assert old.read_bytes() == OLD


PIPES = [
    ('"$@" meetings --count -o /dev/stdout | cat', b"1\n"),
    ('"$@" meetings --count -o /dev/fd/1 | cat', b"1\n"),
    ('"$@" meetings --count -o >(cat) | cat', b"1\n"),
    ('"$@" meetings --count -o /dev/null', b""),
    ('"$@" meetings --count -o /dev/stderr 2>&1 >/dev/null | cat', b"1\n"),
    ('"$@" facts -f csv -o /dev/fd/1 | head -c 4; echo " ${PIPESTATUS[0]}"', b"kind 0\n"),
    ('cd "$TMP"; echo before > log; "$@" meetings --count -o /dev/stdout >> log; cat log', b"before\n1\n"),
    ('cd "$TMP"; echo before > log; "$@" meetings --count -o - >> log; cat log', b"before\n1\n"),
    ('cd "$TMP"; "$@" meetings --count -o out >&-; cat out', b"1\n"),
]


@pytest.mark.parametrize(("script", "printed"), PIPES, ids=[script for script, _ in PIPES])
def test_a_device_or_pipe_is_written_to(script, printed, tmp_path, monkeypatch):
    """What cannot be replaced is written to, what the shell appends to is kept, a reader may go away."""
    monkeypatch.setenv("TMP", str(tmp_path))
    done = shell(script)
    assert (done.stdout, done.stderr) == (printed, b"")


def test_a_reader_of_a_named_pipe_that_goes_away_is_no_error(monkeypatch):
    """`-o` to a pipe ends as quietly as standard output."""
    reader, writer = os.pipe()
    os.close(reader)
    with open(os.devnull, "w", encoding="utf-8") as stream, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", stream)
        assert main(["meetings", "-o", f"/dev/fd/{writer}"]) == ExitCode.OK
    os.close(writer)


def test_a_process_that_is_interrupted_says_one_line(tmp_path):
    """Ctrl-C while the store is read from a pipe that never ends."""
    with subprocess.Popen(
        [*PROGRAM, "meetings", "--facts", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdin.write(b"schema = 1\n" * 10000)  # more than a pipe holds: it has begun to read
        process.stdin.flush()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out, err) == (ExitCode.INTERRUPTED, b"", b"harristrip: error: interrupted\n")
