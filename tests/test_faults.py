"""The program as a process among faults: odd locales and terminals, full disks, signals, nowhere to write."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from process import BIG, PROGRAM, harristrip, has_unnamed_files, python, shell

from harristrip.errors import ExitCode

BARE = {"PATH": os.environ.get("PATH", "")}
"""No home, no locale, no terminal: what a cron job has."""
LOCALES = {
    "C": {"LC_ALL": "C"},
    "C without coercion": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "POSIX": {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    "no such locale": {"LC_ALL": "xx_XX.UTF-9"},
    "no locale": {},
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "latin-1": {"PYTHONIOENCODING": "latin-1"},
    "utf-8": {"PYTHONIOENCODING": "utf-8"},
    "utf-16": {"PYTHONIOENCODING": "utf-16"},
    "strict ascii": {"PYTHONIOENCODING": "ascii:strict"},
    "dumb": {"TERM": "dumb", "FORCE_COLOR": "", "LC_ALL": "C.UTF-8"},
}
NAME = {"ascii": b"Lopez Obrador", "latin-1": b"L\xf3pez Obrador", "utf-8": "López Obrador".encode()}


@pytest.mark.parametrize("name", LOCALES)
def test_a_name_prints_or_degrades_in_every_locale(name: str) -> None:
    """López Obrador is shown as well as the terminal can; nothing crashes."""
    done = harristrip("people", env={**BARE, **LOCALES[name]})
    assert (done.returncode, done.stderr) == (0, b"")
    expected = NAME.get(name)
    text = done.stdout if name != "utf-16" else done.stdout.decode("utf-16").encode()
    assert expected in text if expected else any(form in text for form in NAME.values())


ENCODED = [("C without coercion", ["people", "--json"]), ("latin-1", ["people", "--format", "csv"])]
ENCODED += [("utf-16", ["people", "--format", "jsonl"]), ("utf-16", ["people", "--json"])]


@pytest.mark.parametrize(("name", "args"), ENCODED)
def test_data_is_utf8_in_every_locale(name: str, args: list[str]) -> None:
    """JSON and CSV do not change with the terminal."""
    done = harristrip(*args, env={**BARE, **LOCALES[name]})
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == harristrip(*args).stdout
    assert NAME["utf-8"] in done.stdout


@pytest.mark.parametrize("columns", ["1", "59", "80", "1000"])
def test_every_width_shows_every_id(columns: str) -> None:
    """From a page of one column to one of a thousand no report fails or loses a record."""
    ids = "import sys; from harristrip import load; print(*(one.id for one in load().meetings()))"
    done = harristrip("meetings", env={**BARE, "COLUMNS": columns, "PYTHONIOENCODING": "utf-8"})
    assert (done.returncode, done.stderr) == (0, b"")
    text = "".join(done.stdout.decode().split())
    assert all(id_ in text for id_ in python(ids).split() if int(columns) > 80)
    assert text


@pytest.mark.parametrize("columns", ["nonsense", "9" * 400, "\x1b[2J"])
def test_a_nonsense_width_is_no_width(columns: str) -> None:
    """`COLUMNS` that is no number of columns neither crashes nor cuts."""
    done = harristrip("meetings", env={**BARE, "COLUMNS": columns, "PYTHONIOENCODING": "utf-8"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\x1b" not in done.stdout


def test_reports_need_no_home_and_nowhere_to_write() -> None:
    """No home folder, no locale, no temporary folder, a folder that takes no file: reports still work."""
    env = {**BARE, "HOME": "/nonexistent", "TMPDIR": "/nonexistent", "XDG_CACHE_HOME": "/nonexistent"}
    for args in (["itinerary"], ["meetings", "--json"], ["facts", "--format", "csv"], ["check"], ["--help"]):
        done = subprocess.run([*PROGRAM, *args], check=False, capture_output=True, env=env, cwd="/", timeout=60)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout


POWERLESS = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
"""Takes from root what lets it write where nobody may."""


@pytest.mark.skipif(not shutil.which((POWERLESS or ["true"])[0]), reason="only setpriv makes root like anybody")
def test_without_any_permission_to_write_reports_still_work(tmp_path: Path) -> None:
    """In a folder that takes no file, home and temporary folder included, what asks for none is answered."""
    tmp_path.chmod(0o555)
    env = {**BARE, "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}

    def here(*args: str) -> subprocess.CompletedProcess[bytes]:
        command = [*POWERLESS, *PROGRAM, *args]
        return subprocess.run(command, check=False, capture_output=True, env=env, cwd=tmp_path, timeout=60)

    for args in (["itinerary"], ["facts", "--json"], ["search", "aid"], ["itinerary", "--format", "ics"], ["check"]):
        done = here(*args)
        assert (done.returncode, done.stderr) == (ExitCode.OK, b"")
        assert done.stdout
    for args in (["meetings", "-o", "meetings.csv"], ["export", "facts.db"], ["init", "mine.toml"]):
        done = here(*args)
        assert (done.returncode, done.stdout) == (ExitCode.NEGATIVE, b"")
        assert done.stderr.endswith(f"{args[-1]}: Permission denied\n".encode())
    tmp_path.chmod(0o755)
    assert list(tmp_path.iterdir()) == []


def test_no_report_opens_a_file_for_writing() -> None:
    """Nothing is written but what was asked for: no cache, no log, no history."""
    code = (
        "import sys\n"
        "sys.dont_write_bytecode = True\n"
        "def hook(event, args):\n"
        "    if event == 'open' and any(c in str(args[1] or '') for c in 'wax+'): print('wrote', args[0])\n"
        "    if event in ('os.mkdir', 'os.rename', 'os.remove'): print(event, args)\n"
        "sys.addaudithook(hook)\n"
        "from harristrip import quick\n"
        "for args in (['itinerary'], ['facts', '--json'], ['search', 'aid'], ['facts', '--format', 'markdown'],\n"
        "             ['itinerary', '--format', 'ics'], ['check'], ['show', 'fox:25']):\n"
        "    assert quick.main([*args, '--output', '-'] if 'facts' in args else args) in (0, 1)\n"
    )
    printed = python(code).splitlines()
    assert len(printed) > 100
    assert not [line for line in printed if line.startswith(("wrote ", "os."))]


UNWRITABLE = ["absent/folder/out.csv", "/proc/out.csv", "/dev/full", ".", "/", "", "x" * 300, "a\udcffb/c"]


@pytest.mark.parametrize("path", UNWRITABLE, ids=repr)
def test_a_file_that_cannot_be_written_is_one_line_and_no_success(path: str, tmp_path: Path) -> None:
    """A folder that is not there, a device that is full, a name too long: said once, with nothing left behind."""
    done = subprocess.run(
        [*PROGRAM, "meetings", "--format", "csv", "-o", path],
        check=False,
        capture_output=True,
        cwd=tmp_path,
        timeout=60,
    )
    assert done.returncode in (ExitCode.NEGATIVE, ExitCode.USAGE)
    assert (done.stdout, done.stderr.count(b"\n")) == (b"", 1)
    assert done.stderr.startswith(b"harristrip: error: ")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_keeps_the_old_file(tmp_path: Path) -> None:
    """Where the disk takes only a part of the new file the old one stays, alone."""
    old = tmp_path / "facts.json"
    old.write_text("old", encoding="utf-8")
    script = f'ulimit -f 8; trap "" XFSZ; "$@" facts --json -o {old}'
    done = shell(script)
    assert done.returncode == ExitCode.NEGATIVE
    assert b"File too large" in done.stderr
    assert old.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [old]


SLOW = (
    "import os, sys, time; from harristrip import quick\n"
    "fsync = os.fsync\n"
    "os.fsync = lambda handle: (print('writing', file=sys.stderr, flush=True), time.sleep(30))\n"
    "sys.exit(quick.main(sys.argv[1:]))"
)


HEARING = "import signal; [signal.signal(n, signal.SIG_DFL) for n in (signal.SIGHUP, signal.SIGTERM)]\n"
"""A process listens to signals even where whoever runs the tests, nohup for one, has it ignore them."""
ENDS = {signal.SIGKILL: -9, signal.SIGTERM: 128 + 15, signal.SIGHUP: 128 + 1, signal.SIGINT: ExitCode.INTERRUPTED}


@pytest.mark.parametrize("number", ENDS, ids=lambda number: number.name)
@pytest.mark.parametrize("command", [["facts", "--json", "-o"], ["export"]], ids=lambda command: command[0])
def test_a_process_that_ends_while_it_writes_leaves_the_old_file_whole(
    number: signal.Signals, command: list[str], tmp_path: Path
) -> None:
    """Killed, ended or interrupted before the last byte: the old file stands, alone."""
    old = tmp_path / "facts.db"
    assert harristrip(*command, str(old)).returncode == ExitCode.OK
    before = old.read_bytes()
    with subprocess.Popen(
        [sys.executable, "-c", HEARING + SLOW, *command, str(old)], stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == b"writing\n"
        process.send_signal(number)
        message = process.stderr.read()
    assert old.read_bytes() == before
    assert process.returncode == ENDS[number]
    assert (b"interrupted" in message) == (number == signal.SIGINT)
    if number != signal.SIGKILL or has_unnamed_files(tmp_path):
        assert list(tmp_path.iterdir()) == [old]
    assert harristrip(*command, str(old)).returncode == ExitCode.OK
    assert old.read_bytes() == before


def test_an_end_that_is_ignored_stays_ignored(tmp_path: Path) -> None:
    """Under nohup a file is written to the end although the terminal hangs up."""
    new = tmp_path / "facts.json"
    script = f"trap '' HUP; exec {sys.executable} -c \"$0\" facts --json -o {new}"
    code = SLOW.replace("time.sleep(30)", "os.kill(os.getpid(), 1)")
    done = subprocess.run(["bash", "-c", script, code], check=False, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (ExitCode.OK, b"writing\n")
    assert json.loads(new.read_text("utf-8"))["command"] == "facts"


def test_a_name_may_be_as_long_as_the_system_allows(tmp_path: Path) -> None:
    """The draft beside a file has a short name of its own."""
    new = tmp_path / ("x" * 250 + ".json")
    assert harristrip("meetings", "-o", str(new)).returncode == ExitCode.OK
    assert json.loads(new.read_text("utf-8"))["command"] == "meetings"


WAITING = "import sys; from harristrip import quick\nprint('ready', flush=True)\nsys.exit(quick.main(sys.argv[1:]))"


@pytest.mark.parametrize("flags", [[], ["--json"]], ids=["plain", "json"])
def test_an_interrupt_is_130_and_one_line(flags: list[str]) -> None:
    """Ctrl-C while a store is read ends the process with 130 and says so once."""
    command = [sys.executable, "-c", WAITING, "facts", "--facts", "-", *flags]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as process:  # type: ignore[call-overload]
        assert process.stdout.readline() == b"ready\n"
        time.sleep(0.5)  # it waits for its standard input
        process.send_signal(signal.SIGINT)
        message = process.stderr.read()
        assert process.wait(30) == ExitCode.INTERRUPTED
    assert message.count(b"\n") == 1
    assert b"interrupted" in message


@pytest.mark.parametrize("size", [0, 1, 65536, 65537, 131072])
def test_a_reader_may_stop_anywhere(size: int) -> None:
    """Whether the reader stops before, within or after what a pipe holds: no message, and no failure."""
    done = shell(f'"$@" {" ".join(BIG[3:])} | head -c {size} | wc -c; echo "${{PIPESTATUS[0]}}"')
    assert done.stderr == b""
    assert done.stdout.split() == [str(size).encode(), b"0"]


@pytest.mark.parametrize("command", ["facts --format csv", "facts --format jsonl", "facts --format markdown"])
def test_a_reader_of_any_format_may_stop(command: str) -> None:
    """Every format ends as quietly as a table."""
    done = shell(f'"$@" {command} | head -c 10 >&2; echo "${{PIPESTATUS[0]}}"')
    assert done.stdout == b"0\n"
    assert len(done.stderr) == 10


@pytest.mark.parametrize("end", [">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("command", ["bogus", "facts --format csv", "check"])
def test_no_closed_stream_is_a_crash(command: str, end: str) -> None:
    """Whichever stream is closed: a documented exit code, and no traceback on what is left."""
    done = shell(f'"$@" {command} {end}')
    assert done.returncode in (0, 1, 2)
    assert b"Traceback" not in done.stderr + done.stdout
    assert b"Exception ignored" not in done.stderr


def test_a_written_file_keeps_its_permissions_and_a_new_one_has_those_of_the_user(tmp_path: Path) -> None:
    """`-o` changes what a file holds and not who may read it."""
    private, new = tmp_path / "private.csv", tmp_path / "new.csv"
    private.touch(0o600)
    for path in (private, new):
        assert shell(f'umask 027; "$@" meetings -o {path}').returncode == ExitCode.OK
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert stat.S_IMODE(new.stat().st_mode) == 0o640
