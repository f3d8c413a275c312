"""Standard output, standard error and the environment, as shells, pipes and terminals have them."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from process import BIG, harristrip, shell

from harristrip import quick, terminal
from harristrip.errors import ExitCode
from harristrip.terminal import Page, Reply

if TYPE_CHECKING:
    from conftest import Run

SMALL = str(Path(__file__).parent / "data" / "valid" / "small.toml")
FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
LONG = "harristrip: error: the answer cannot be written: "


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    descriptor = 1

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8")

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self.descriptor


def test_a_message_degrades_where_its_letters_cannot_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of ASCII gets escapes for all else, and the message is not lost."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stderr", stream)
    terminal._say("no person López")
    assert stream.buffer.getvalue() == b"no person L\\xf3pez\n"  # type: ignore[attr-defined]


COLUMNS = [("1", 1), ("80", 80), ("1000", 1000), ("99999999", 999999), ("0", None), ("-5", None), ("", None)]
COLUMNS += [("wide", None), ("8O", None), ("٨٠", None), ("80.5", None)]


@pytest.mark.parametrize(("columns", "width"), COLUMNS)
def test_columns_say_how_wide_a_line_is(columns: str, width: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """`COLUMNS` counts wherever output goes; nonsense in it is no width, and a pipe has none of its own."""
    monkeypatch.setenv("COLUMNS", columns)
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
    (True, {"TERM": "dumb", "FORCE_COLOR": "1"}, True),
]


@pytest.mark.parametrize(("is_terminal", "environment", "colour"), COLOURS)
def test_colour_is_for_terminals_and_whoever_insists(
    is_terminal: bool,  # noqa: FBT001
    environment: dict[str, str],
    colour: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`NO_COLOR` takes it away from all, `FORCE_COLOR` gives it to pipes, a dumb terminal has none."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", Terminal() if is_terminal else io.TextIOWrapper(io.BytesIO()))
    assert terminal.page().colour is colour


@pytest.mark.parametrize(("size", "width"), [(100, 100), (0, None)])
def test_a_terminal_has_a_width_of_its_own(size: int, width: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `COLUMNS` the terminal is asked; one that does not know has lines without end."""
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((size, 24)))
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert terminal.page().width == width


def test_a_page_without_standard_output_is_a_plain_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where standard output is closed there is nothing to ask."""
    monkeypatch.setattr(sys, "stdout", None)
    assert terminal.page() == Page(None, colour=False, encoding="utf-8")


def test_force_color_colours_a_table_and_never_json(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON is data, whatever the environment says of colour."""
    plain = run("meetings", "--json").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert b"\x1b[" in run("meetings").out
    assert run("meetings", "--json").out == plain
    monkeypatch.setenv("NO_COLOR", "1")
    assert b"\x1b[" not in run("meetings").out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8", "cp1252"])
@pytest.mark.parametrize(
    "args", [["itinerary"], ["show", "ride", "--facts", SMALL], ["meetings", "--json"], ["--help"]]
)
def test_output_fits_every_encoding(args: list[str], encoding: str) -> None:
    """A terminal that cannot show a character gets another; JSON is UTF-8 everywhere."""
    done = harristrip(*args, env={**os.environ, "PYTHONIOENCODING": encoding})
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode("utf-8" if "--json" in args else encoding)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_messages_fit_every_encoding(encoding: str) -> None:
    """A message shows what the terminal cannot as an escape, and is one line."""
    done = harristrip("facts", "--country", "日本", env={**os.environ, "PYTHONIOENCODING": encoding})
    assert done.returncode == ExitCode.USAGE
    assert done.stderr.decode(encoding).count("\n") == 1
    assert ("日本" in done.stderr.decode(encoding)) is (encoding == "utf-8")


def test_a_reader_that_goes_away_ends_the_program_quietly() -> None:
    """`| head -1` is no error, however much there was to say."""
    assert len(harristrip(*BIG[3:]).stdout) > 2**17
    done = shell('"$@" facts --json | head -c 1; echo " ${PIPESTATUS[0]}"')
    assert (done.stdout, done.stderr) == (b"{ 0\n", b"")


@pytest.mark.parametrize(
    "command", ["facts", "facts --json", "search the", "--help", "meetings --help", "--version", ""]
)
def test_a_reader_that_is_not_there_is_no_error(command: str) -> None:
    """A pipe that was closed before the first byte ends every command quietly."""
    done = shell(f'{{ sleep 0.05; "$@" {command}; echo $? >&2; }} | true; wait')
    assert done.stderr == b"0\n"


COMMANDS = ["meetings", "meetings --json", "search migration", "--help", "--version", "facts --json"]


@FULL
@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disk_is_one_line_and_no_success(command: str) -> None:
    """An answer that could not be written is no answer."""
    done = shell(f'"$@" {command} > /dev/full')
    assert done.returncode == ExitCode.NEGATIVE
    assert done.stderr.count(b"\n") == 1
    assert b"No space left on device" in done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_closed_standard_output_is_one_line_and_no_success(command: str) -> None:
    """`>&-` leaves nowhere to answer to; the message still arrives."""
    done = shell(f'"$@" {command} >&-')
    assert done.returncode == ExitCode.NEGATIVE
    assert done.stderr.count(b"\n") == 1
    assert b"standard output is closed" in done.stderr


ENDS = [("2>&-", 2), ("> /dev/null 2>&-", 2), pytest.param("2> /dev/full", 2, marks=FULL)]


@pytest.mark.parametrize(("redirection", "code"), ENDS)
def test_a_closed_or_full_standard_error_does_not_change_the_exit_code(redirection: str, code: int) -> None:
    """A mistake is a mistake even if nobody can be told."""
    for unbuffered in ("", "1"):
        assert shell(f'PYTHONUNBUFFERED={unbuffered} "$@" bogus {redirection}').returncode == code
        assert shell(f'PYTHONUNBUFFERED={unbuffered} "$@" bogus --json {redirection}').returncode == code


@FULL
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_note_that_nobody_can_read_is_no_failure(unbuffered: str, tmp_path: Path) -> None:
    """The file is written; that standard error takes no more does not matter to it."""
    name = tmp_path / "own.toml"
    assert shell(f'PYTHONUNBUFFERED={unbuffered} "$@" init {name} 2> /dev/full').returncode == 0
    assert name.stat().st_size > 1000


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["facts --json", "facts", "facts --json -o /dev/stdout"])
def test_an_answer_that_is_cut_off_is_no_success(command: str, unbuffered: str, tmp_path: Path) -> None:
    """A file that takes a part takes nothing: a stream without a buffer says so by a count alone."""
    line = f'ulimit -f 8; trap "" XFSZ; PYTHONUNBUFFERED={unbuffered} "$@" {command} > {tmp_path}/cut'
    done = shell(line)
    assert done.returncode == ExitCode.NEGATIVE
    assert done.stderr.count(b"\n") == 1
    assert b"File too large" in done.stderr


def test_all_closed_is_still_no_success() -> None:
    """Without any stream the exit code alone speaks."""
    assert shell('"$@" meetings >&- 2>&- <&-').returncode == ExitCode.NEGATIVE


@pytest.mark.parametrize(
    "args", [["meetings", "--json"], ["--version"], ["meetings", "--help"]], ids=["ours", "short", "Typer's"]
)
def test_a_broken_pipe_is_no_failure(args: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that went away is answered with success, and nothing fails afterwards."""
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        monkeypatch.setattr(sys, "stderr", sys.stderr)  # Typer wraps both when a pipe breaks
        assert quick.main(args) == ExitCode.OK


@FULL
@pytest.mark.parametrize("command", ["meetings", "--version"])
def test_a_full_disk_is_said_on_standard_error(
    command: str, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """What could not be written is one plain line, and closing the stream fails no more."""
    with open("/dev/full", "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        code = quick.main([command])
    assert code == ExitCode.NEGATIVE
    assert capsysbinary.readouterr().err.decode() == f"{LONG}No space left on device\n"


def test_no_standard_output_is_said_on_standard_error(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A closed standard output is a failure in plain words, or as JSON."""
    monkeypatch.setattr(sys, "stdout", None)
    assert quick.main(["meetings"]) == ExitCode.NEGATIVE
    assert quick.main(["meetings", "--json"]) == ExitCode.NEGATIVE
    plain, as_json = capsysbinary.readouterr().err.decode().splitlines()
    assert plain == f"{LONG}standard output is closed"
    assert json.loads(as_json)["error"]["exit_code"] == 1


@FULL
def test_no_standard_error_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message that cannot be written is given up."""
    monkeypatch.setattr(sys, "stderr", None)
    assert quick.main(["bogus"]) == ExitCode.USAGE
    stream = open("/dev/full", "w", encoding="utf-8")  # noqa: SIM115
    monkeypatch.setattr(sys, "stderr", stream)
    assert quick.main(["bogus"]) == ExitCode.USAGE
    stream.close()  # fails no more


def crash() -> Reply:
    """Do what nobody foresaw."""
    raise ZeroDivisionError("by\x1bzero")


@pytest.mark.parametrize("as_json", [False, True], ids=["plain", "json"])
def test_a_defect_is_one_line_and_no_traceback(
    as_json: bool,  # noqa: FBT001
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    """What nobody foresaw has an exit code of its own and says what to report."""
    assert terminal.run(crash, json=as_json) == ExitCode.DEFECT
    out, err = capsysbinary.readouterr()
    message = json.loads(err)["error"]["message"] if as_json else err.decode()
    assert (out, err.count(b"\n")) == (b"", 1)
    assert r"please report it: ZeroDivisionError: by\x1bzero" in message


@pytest.mark.parametrize(("stream", "watched"), [(Terminal(), True), (io.StringIO(), False), (None, False)])
def test_standard_error_is_watched_where_it_is_a_terminal(
    stream: object,
    watched: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whether a person sees standard error is asked of the stream."""
    monkeypatch.setattr(sys, "stderr", stream)
    assert terminal.is_watched() is watched


def test_an_answer_may_be_bytes_or_nothing(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """A command returns bytes and a code; help, which Typer prints, returns nothing."""
    assert terminal.run(lambda: Reply(b"\xff\x00", ExitCode.NEGATIVE), json=False) == ExitCode.NEGATIVE
    assert terminal.run(lambda: None, json=False) == ExitCode.OK
    assert capsysbinary.readouterr() == (b"\xff\x00", b"")


SIZES = [
    ({}, {}),
    ({"COLUMNS": "100"}, {"COLUMNS": "100"}),
    ({"COLUMNS": "wide", "LINES": "²", "TERMINAL_WIDTH": "-1"}, {}),
    ({"COLUMNS": "0", "LINES": "0", "TERMINAL_WIDTH": "0"}, {}),
    (
        {"COLUMNS": "1000", "LINES": "24", "TERMINAL_WIDTH": "80"},
        {"COLUMNS": "1000", "LINES": "24", "TERMINAL_WIDTH": "80"},
    ),
    ({"COLUMNS": "1001"}, {"COLUMNS": "1001", "TERMINAL_WIDTH": "1000"}),
    ({"COLUMNS": "9" * 5000}, {"COLUMNS": "999999", "TERMINAL_WIDTH": "1000"}),
    ({"TERMINAL_WIDTH": "4000"}, {"TERMINAL_WIDTH": "1000"}),
]


@pytest.mark.parametrize(("given", "left"), SIZES)
def test_sizes_are_left_as_libraries_can_read_them(
    given: dict[str, str], left: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is no size is taken away, and the help is never so wide that it would fill the memory with blanks."""
    for name in ("COLUMNS", "LINES", "TERMINAL_WIDTH"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    terminal.tame()
    assert {name: os.environ[name] for name in ("COLUMNS", "LINES", "TERMINAL_WIDTH") if name in os.environ} == left


@pytest.mark.parametrize("columns", ["9" * 20, "99999999999", "²", "0", "nonsense"])
def test_no_width_makes_the_help_fail(columns: str) -> None:
    """Help is drawn by Typer and rich, which read the same environment."""
    sizes = {"COLUMNS": columns, "LINES": columns, "TERMINAL_WIDTH": columns}
    done = harristrip("--help", env={**os.environ, **sizes, "PYTHONIOENCODING": "utf-8"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"itinerary" in done.stdout
    assert len(done.stdout) < 200_000


@pytest.mark.parametrize("json", [False, True])
def test_a_machine_without_memory_is_no_defect(*, json: bool, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """A limit on memory ends in one line and exit code 3."""

    def command() -> Reply:
        raise MemoryError

    assert terminal.run(command, json=json) == ExitCode.STORE
    out, err = capsysbinary.readouterr()
    assert (out, err.count(b"\n")) == (b"", 1)
    assert json or err == b"harristrip: error: there is not enough memory for this\n"
    assert b"there is not enough memory for this" in err


def test_a_page_has_the_encoding_of_the_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    """What standard output can hold is drawn, and nothing else."""
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="latin-1"))
    assert terminal.page().encoding == "latin-1"


def test_a_stream_is_made_to_wait_where_it_can() -> None:
    """A pipe that does not block is told to; what is closed, or no file at all, is left as it is."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    with os.fdopen(read), os.fdopen(write, "wb") as stream:
        terminal._wait_for(stream)
        assert os.get_blocking(write)
    terminal._wait_for(stream)
    terminal._wait_for(io.BytesIO())
    unheard_of = Terminal()
    unheard_of.descriptor = 10**6
    terminal._wait_for(unheard_of)


def test_a_slow_reader_of_a_pipe_that_does_not_block_gets_all() -> None:
    """A pipe that its owner has set not to wait is waited for: a part of an answer is no answer."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    with subprocess.Popen(BIG, stdout=write) as process:
        os.close(write)
        time.sleep(0.5)
        with open(read, "rb") as reader:
            data = reader.read()
    assert process.returncode == 0
    assert data == subprocess.run(BIG, check=True, capture_output=True).stdout


def test_whoever_interrupts_twice_sees_no_more_than_a_line(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Once the message is on its way nothing can break into it."""

    def interrupted() -> Reply:
        raise KeyboardInterrupt

    assert terminal.run(interrupted, json=True) == ExitCode.INTERRUPTED
    os.kill(os.getpid(), signal.SIGINT)
    assert json.loads(capsysbinary.readouterr().err)["error"]["message"] == "interrupted"


def test_an_interrupt_in_a_thread_is_told_too(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Only the first thread is told of signals; another one has none to ignore."""

    def interrupted() -> Reply:
        raise KeyboardInterrupt

    codes: list[int] = []
    thread = threading.Thread(target=lambda: codes.append(terminal.run(interrupted, json=False)))
    thread.start()
    thread.join()
    assert codes == [ExitCode.INTERRUPTED]
    assert capsysbinary.readouterr().err == b"harristrip: error: interrupted\n"
