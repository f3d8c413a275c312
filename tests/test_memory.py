"""The memory of an answer: in proportion to what it is made from, and where it would take more, one message."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from process import python
from shapes import DENSE, GAP, HEADER, ONE, SIZE, STATISTIC, filled, generated

from harristrip import limits, load, memory, quick
from harristrip.errors import ExitCode, MemoryUsed
from harristrip.render import contents, database
from harristrip.store import parse, shipped

if TYPE_CHECKING:
    from conftest import Run

PEAK = """
import json, sys
from harristrip import cli, quick, store
from harristrip import evidence, search
from harristrip.render import calendar, contents, database, delimited, markdown, proof, record, report
def peak():
    with open("/proc/self/status") as file:
        return int(file.read().partition("VmHWM:")[2].split()[0]) * 1024
before = peak()
code = quick.main(sys.argv[1:])
print(json.dumps([code, peak() - before]), file=sys.stderr)
"""
MIB = 2**20
MOST, LEAST = 20, 8 * MIB
"""What is taken from memory beyond the modules themselves: times the size of the file, and bytes for a small one."""
BETWEEN = 16 * MIB
"""What may be taken before the next look, by one step of a library in C."""
measured = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak of a process by itself")


def peak(*args: str, **environment: str) -> tuple[int, int, str]:
    """Run a command line and return its exit code, the bytes of memory that it took at most, and its messages."""
    done = subprocess.run(
        [sys.executable, "-c", PEAK, *args],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=True,
        timeout=120,
        env={**os.environ, **environment},
    )
    *messages, last = done.stderr.decode().splitlines()
    code, taken = json.loads(last)
    return code, taken, "\n".join(messages)


def written(folder: Path, text: str) -> Path:
    """Write a store."""
    path = folder / "store.toml"
    path.write_text(text, encoding="utf-8")
    return path


@measured
@pytest.mark.parametrize("args", [["facts", "--json"], ["check", "--json"], ["search", "77"]], ids=" ".join)
@pytest.mark.parametrize("kind", DENSE)
def test_memory_stays_in_proportion_to_the_file(kind: str, args: list[str], tmp_path: Path) -> None:
    """A large store is answered, or refused, within 20 times its size, whatever it is made of."""
    path = written(tmp_path, DENSE[kind])
    code, taken, _ = peak(*args, "--facts", str(path))
    assert path.stat().st_size > 0.9 * SIZE
    assert code in (ExitCode.OK, ExitCode.NEGATIVE, ExitCode.STORE)
    assert taken < MOST * path.stat().st_size


SHORT_TEXT = "What was asked and not answered, in as many words as this." + '"\n'
LONG_TEXT = "word " * 799 + '"\n'
KEPT_APART = """
[[conflict]]
id = "c{n}"
summary = "s"
class = "different measure"
safest = "s"
reason = "r"
records = [{names}]
readings = [{{ reading = "a", cites = ["gazette:1"] }}, {{ reading = "b", cites = ["gazette:1"] }}]
"""


def kept_apart() -> str:
    """Return figures with the longest of ids, and as many conflicts, each of which names eight of them."""
    ids = [f"i{number:03}-" + "x" * 59 for number in range(600)]
    figures = (
        STATISTIC.format(n=number, value=1, period="p").replace(f"wells-{number}", id_)
        for number, id_ in enumerate(ids)
    )
    named = (", ".join(f'"{ids[(n + step * step * 7) % 600]}"' for step in range(8)) for n in range(600))
    return HEADER + "".join(figures) + "".join(KEPT_APART.format(n=n, names=names) for n, names in enumerate(named))


MANY_CITES = '[[gap]]\nid = "g{n}"\nsummary = "s"\nstatus = "declined"\ncites = [' + '"gazette:1",     ' * 1000 + "]\n"
MANY_NAMES = (
    '[people.k{n}]\nname = "{n}"\nsummary = "b"\ncites = ["gazette:1"]\naliases = ['
    + "".join(f'"a{{n}}-other-name-{one}",' for one in range(1000))
    + "]\n"
)
LONG_NAME = '[people.k]\nname = "' + "word " * 40 + '"\nsummary = "b"\ncites = ["gazette:1"]\n'
NAMING_ONE = (
    '[[gap]]\nid = "g{n}"\nsummary = "s"\nstatus = "declined"\ncites = ["gazette:1"]\nsaid_by = ['
    + '"k",' * 1000
    + "]\n"
)
LIGATURES = '[people.k{n}]\nname = "{n}' + "\ufdfa" * 190 + '"\nsummary = "b"\ncites = ["gazette:1"]\n'
PAGES = {
    "a listing": (DENSE["records"], [["facts"], ["facts", "--format", "csv"]]),
    "records in full": (generated(3400), [["show", "gazette:1"]]),
    "long texts": (filled(HEADER, ONE.format(id="g{n}") + LONG_TEXT), [["facts"], ["show", "gazette:1"]]),
    "one long text": (
        filled(HEADER + ONE.format(id="long") + LONG_TEXT, ONE.format(id="g{n}") + SHORT_TEXT),
        [["facts"]],
    ),
    "cites": (
        filled(HEADER, MANY_CITES),
        [["show", "gazette:1"], *(["facts", "--format", form] for form in ("csv", "jsonl", "markdown", "table"))],
    ),
    "fields of cites": (
        filled(HEADER, MANY_CITES),
        [["facts", "--fields", "id,cites", form] for form in ("--json", "--format=table")],
    ),
    "letters that stand for many": (
        filled(HEADER, LIGATURES, size=SIZE // 3),
        [["people"]],
    ),
    "other names": (filled(HEADER, MANY_NAMES), [["people"], ["facts", "--person", "k1"]]),
    "figures in conflicts": (
        kept_apart(),
        [["border"], ["show", "gazette:1"], ["facts", "--json"], ["facts", "--format", "jsonl"]],
    ),
}
PAGES_OF = [(kind, args) for kind, (_, every) in PAGES.items() for args in every]


@measured
@pytest.mark.parametrize("columns", ["", "120"])
@pytest.mark.parametrize(("kind", "args"), PAGES_OF)
def test_the_memory_of_a_page_stays_in_proportion_too(kind: str, args: list[str], columns: str, tmp_path: Path) -> None:
    """A page is drawn in pieces: all rows at once would take many times their size."""
    path = written(tmp_path, PAGES[kind][0])
    code, taken, _ = peak(*args, "--facts", str(path), COLUMNS=columns)
    assert code == ExitCode.OK
    assert taken < MOST * path.stat().st_size


SMALL = {
    "records": generated(850),
    "people": filled(HEADER, '[people.k{n}]\nname = "a{n}"\nsummary = "b"\ncites = ["gazette:1"]\n', size=SIZE // 15),
    "records of a word": filled(
        HEADER, '[[gap]]\nid = "a{n}"\nsummary = "b"\nstatus = "declined"\ncites = ["gazette:1"]\n', size=SIZE // 8
    ),
    "cites of one record": filled(GAP + "cites = [", '"gazette:1",', "]\n", size=SIZE // 8),
    "a long name, repeated": filled(HEADER + LONG_NAME, NAMING_ONE, size=SIZE // 25),
    "headers of many parts": "schema = 1\n" + "".join(f"[a{n}{'.b' * 800}]\n" for n in range(13)),
    "headers of eight parts": "schema = 1\n" + "".join(f"[a{n}{'.b' * 7}]\n" for n in range(500)),
    "keys of many parts": "schema = 1\n" + "".join(f"a{n}{'.b' * 800} = 1\n" for n in range(13)),
    "keys of eight parts": "schema = 1\n" + "".join(f"a{n}{'.b' * 7} = 1\n" for n in range(1500)),
}


@measured
@pytest.mark.parametrize("args", [["facts", "--json"], ["facts"], ["show", "gazette:1"]], ids=" ".join)
@pytest.mark.parametrize("kind", SMALL)
def test_a_small_file_takes_little_however_dense(kind: str, args: list[str], tmp_path: Path) -> None:
    """A store of some hundred KiB may take more than 20 times its size, but never more than eight MiB."""
    path = written(tmp_path, SMALL[kind])
    _, taken, _ = peak(*args, "--facts", str(path))
    assert taken < LEAST


PADDING = "word " * 60
"""Without it the tables of such stores would be too many for their size."""
DECLINED = '[[gap]]\nid = "g{n}"\nsummary = "' + PADDING + '"\nstatus = "declined"\ncites = ["gazette:1"]\n'
ONE_OF_MANY = "".join(f'[countries.c{n:063}]\nname = "C{n}"\ncode = "{chr(65 + n)}{chr(65 + n)}"\n' for n in range(26))
INHERITING = """
[[conflict]]
id = "c{n}"
summary = "{padding}"
class = "wording"
safest = "s"
reason = "r"
records = ["gx"]
readings = [{{ reading = "a", cites = ["gazette:1"] }}, {{ reading = "b", cites = ["gazette:1"] }}]
"""
AMOUNT = """
[[funding]]
id = "a{n}"
summary = "{padding}"
status = "pledged"
amount = {amount}
currency = "USD"
purpose = "p"
separate_from = [{others}]
cites = [{{ at = "gazette:1", printed = "{amount}" }}]
"""
READING = '{ reading = "' + "a" * 3900 + '", cites = ["gazette:1"] },'


def repeated(names: int, times: int) -> str:
    """Return a person with long aliases, and records that name that person and nothing else."""
    aliases = ", ".join(f'"{n} {"word " * 38}"' for n in range(names))
    person = f'[people.k]\nname = "n"\nsummary = "s"\naliases = [{aliases}]\ncites = ["gazette:1"]\n'
    return HEADER + person + "".join(DECLINED.format(n=n) + 'people = ["k"]\n' for n in range(times))


def labelled(times: int) -> str:
    """Return topics with long labels, and records with all of them."""
    topics = "".join(f'[topics.t{n}]\nlabel = "{n} {"word " * 38}"\n' for n in range(20))
    named = ", ".join(f'"t{n}"' for n in range(20))
    return HEADER + topics + "".join(DECLINED.format(n=n) + f"topics = [{named}]\n" for n in range(times))


def inheriting(times: int) -> str:
    """Return a record of many countries, and conflicts that take them from it."""
    named = ", ".join(f'"c{n:063}"' for n in range(26))
    one = DECLINED.replace("g{n}", "gx") + f"countries = [{named}]\n"
    return HEADER + ONE_OF_MANY + one + "".join(INHERITING.format(n=n, padding=PADDING) for n in range(times))


def kept_separate(counted: int, times: int) -> str:
    """Return amounts that stand on top of one another, and more whose relation to them is not stated."""
    others = [", ".join(f'"a{other}"' for other in range(n)) for n in range(counted)]
    amounts = (AMOUNT.format(n=n, amount=9, others=named, padding=PADDING) for n, named in enumerate(others))
    more = (AMOUNT.format(n=counted + n, amount=1, others="", padding=PADDING) for n in range(times))
    return HEADER + "".join(amounts) + "".join(more)


def columns_of_lines() -> str:
    """Return a conflict of a thousand readings beside one of long ones: a table of it is mostly blanks."""
    lines = '{ reading = "a", cites = ["gazette:1"] },' * 900
    return inheriting(1).replace("readings = [", f"readings = [{READING}{lines}")


GREEDY = {
    "names in exports": (lambda: repeated(100, 3000), ["export", "-"]),
    "labels in a table": (lambda: labelled(3000), ["facts", "--fields", "id,topics"]),
    "labels in full": (lambda: labelled(1000), ["show", "gazette:1"]),
    "labels in an export": (lambda: labelled(3000), ["export", "-"]),
    "inherited countries": (lambda: inheriting(3000), ["conflicts", "--json"]),
    "inherited countries in full": (lambda: inheriting(1000), ["show", "gazette:1"]),
    "amounts kept apart": (lambda: kept_separate(100, 3000), ["funding", "--json"]),
    "cells of lines": (columns_of_lines, ["conflicts"]),
    "comments": (lambda: filled(GAP + 'cites = ["gazette:1"]\nk = 1\n', "#a\n", size=SIZE // 2), ["facts"]),
    "letters beyond the plane": (lambda: filled(HEADER, DECLINED, size=SIZE // 2) + "#\U0001f600", ["export", "-"]),
    "a number without end": (lambda: "schema = " + "9" * SIZE, ["facts"]),
    "a number of hexadecimals": (lambda: "schema = [0x" + "f" * SIZE, ["facts"]),
    "a fraction without end": (lambda: "schema = 1." + "9" * SIZE + "\n", ["facts"]),
}
"""Stores that are made to take as much as they can, each with a command that would."""


@measured
@pytest.mark.parametrize("columns", ["", "60"])
@pytest.mark.parametrize("kind", GREEDY)
def test_no_store_takes_more_than_is_allowed(kind: str, columns: str, tmp_path: Path) -> None:
    """It is answered within that, or refused in one line; nothing is worse than refused."""
    make, args = GREEDY[kind]
    path = written(tmp_path, make())
    code, taken, said = peak(*args, "--facts", str(path), COLUMNS=columns)
    assert taken < MOST * path.stat().st_size + BETWEEN
    assert code in (ExitCode.OK, ExitCode.NEGATIVE, ExitCode.STORE)
    assert said.count("\n") == 0
    assert (code == ExitCode.STORE) == bool(said)
    assert limits.refusal(path.read_text(encoding="utf-8")) is None


@measured
def test_ordinary_facts_are_never_refused(tmp_path: Path) -> None:
    """Terse records are answered in every format; of all answers a database takes the most."""
    path = written(tmp_path, generated(3400))
    for args in (["facts"], ["facts", "--json"], ["meetings", "-f", "ics"], ["show", "gazette:7"], ["export", "-"]):
        code, taken, said = peak(*args, "--facts", str(path))
        assert (code, said) == (ExitCode.OK, "")
        assert taken < MOST * path.stat().st_size + 2 * MIB


@measured
def test_many_printed_years_take_no_more_than_is_allowed(tmp_path: Path) -> None:
    """A date that is worked out from thousands of others could be any of millions of days."""
    lines = [f"{month} {day}" for month in ("May", "June", "July") for day in range(1, 31)] + ["Monday"]
    lines += ["; ".join(f"1 May {year}" for year in range(start, start + 300)) for start in range(1000, 9700, 300)]
    article = "1 May 2030\n" + "".join(f"{line}\n" for line in lines)
    (tmp_path / "gazette.txt").write_text(article, encoding="utf-8")
    worked_out = ", ".join(f'{{ at = "gazette:{n}", printed = "{line}" }}' for n, line in enumerate(lines, 2))
    digest = hashlib.sha256(article.encode()).hexdigest()
    head = HEADER.replace("0" * 64, digest).replace("paragraphs = 100000", f"paragraphs = {len(lines) + 1}")
    path = written(tmp_path, f'{head}{DECLINED.format(n=1)}date_from = [{worked_out}]\ndate = "2030-05-01"\n')
    code, taken, said = peak("verify", "--articles", str(tmp_path), "--facts", str(path))
    assert taken < MOST * (path.stat().st_size + len(article)) + BETWEEN
    assert code == ExitCode.STORE
    assert said.startswith("harristrip: error: there is not enough memory")


SMALL_STORE = str(Path(__file__).parent / "data" / "valid" / "small.toml")
COMMANDS = [
    ["facts"],
    ["facts", "--json"],
    ["search", "aid"],
    ["show", "well"],
    ["cite", "well"],
    ["check"],
    ["export", "-"],
    ["verify", "--articles", "."],
]


@pytest.fixture
def nothing_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any memory at all is too much, as soon as somebody looks."""
    taken = iter([0])
    monkeypatch.setattr(memory, "_taken", lambda: next(taken, 10**15))


@measured
@pytest.mark.parametrize("args", COMMANDS, ids=" ".join)
def test_every_command_is_watched(args: list[str], nothing_allowed: None, run: Run, tmp_path: Path) -> None:
    """What would take too much is one line, or JSON where that was asked for, and exit code 3."""
    path = written(tmp_path, generated(400))
    result = run(*args, "--facts", str(path))
    assert (result.code, result.out) == (ExitCode.STORE, b"")
    line = "harristrip: error: there is not enough memory for this: an answer may take 16 times what it is made from, "
    assert "--json" in args or result.message == f"{line}and 8 MiB; ask for less at a time\n"
    assert "--json" not in args or json.loads(result.err)["error"]["message"].startswith("there is not enough memory")


@measured
@pytest.mark.parametrize("watched", [False, True])
def test_a_completion_is_watched(
    *, watched: bool, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """A store that would take too much completes nothing, and no message disturbs the line."""
    path = written(tmp_path, generated(400))
    words = ["harristrip", "facts", "--facts", str(path), "--person", "ma"]
    for name, value in {"COMPLETE": "complete_bash", "WORDS": "\n".join(words), "CWORD": "5"}.items():
        monkeypatch.setenv("_HARRISTRIP_COMPLETE" if name == "COMPLETE" else f"COMP_{name}", value)
    if watched:
        request.getfixturevalue("nothing_allowed")
    result = run()
    assert (result.code, result.text.split(), result.err) == (ExitCode.OK, [] if watched else ["mayor"], b"")


def alarm() -> tuple[object, tuple[float, float]]:
    """Return who is called when the timer of this process ends, and when it does."""
    return signal.getsignal(signal.SIGALRM), signal.getitimer(signal.ITIMER_REAL)


@measured
@pytest.mark.parametrize("store", [SMALL_STORE, "absent.toml"])
def test_nothing_is_left_running(store: str, run: Run) -> None:
    """Whoever runs a command line within a program has the timer back as it was, however the command ends."""
    before = alarm()
    assert before[1] == (0, 0)
    own = signal.signal(signal.SIGALRM, print)
    try:
        run("facts", "--facts", store)
        assert alarm() == (print, (0, 0))
    finally:
        signal.signal(signal.SIGALRM, own)
    assert alarm() == before


@measured
@pytest.mark.parametrize("how", [signal.SIG_BLOCK, signal.SIG_UNBLOCK])
def test_alarms_come_through_that_somebody_kept_back(how: int) -> None:
    """Which signals a process is not told of it inherits; they are as they were when the command ends."""
    before = signal.pthread_sigmask(how, {signal.SIGALRM})
    own = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        with memory.limited():
            memory.limit(1)
            assert signal.SIGALRM not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
        assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == own
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@measured
def test_a_last_look_leaves_nothing_running_either(monkeypatch: pytest.MonkeyPatch) -> None:
    """The timer may end while it is being stopped."""
    before, stop = alarm(), signal.setitimer
    ends = iter([MemoryUsed()])

    def late(which: int, seconds: float, interval: float = 0) -> tuple[float, float]:
        told = stop(which, seconds, interval)
        for error in () if seconds else ends:
            raise error
        return told

    monkeypatch.setattr(signal, "setitimer", late)
    with pytest.raises(MemoryUsed), memory.limited():
        memory.limit(1)
    assert alarm() == before


@measured
@pytest.mark.parametrize("becomes", [None, RuntimeError, KeyboardInterrupt])
def test_what_was_too_much_is_said_whoever_drops_it(becomes: type[BaseException] | None) -> None:
    """A library may catch what a look raises, or raise something else for it; the next look is not far."""
    dropped = []
    with pytest.raises(MemoryUsed), memory.limited():  # noqa: PT012 -- it is raised at the end
        memory.limit(0)
        try:
            memory.reserve(10**15)
        except MemoryUsed as error:
            dropped.append(signal.getitimer(signal.ITIMER_REAL))
            if becomes:
                raise becomes from error
    ((first, then),) = dropped
    assert 0 < first <= memory.AGAIN == pytest.approx(then)
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@measured
def test_no_look_disturbs_an_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nothing_allowed: None) -> None:
    """Python drops some of what is raised while it imports, and prints a traceback."""
    (tmp_path / "importing_under_watch.py").write_text("import sys\nsys.look()\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(memory, "INTERVAL", 1000)
    monkeypatch.setattr(sys, "look", lambda: os.kill(os.getpid(), signal.SIGALRM), raising=False)
    imported: list[object] = []
    with pytest.raises(MemoryUsed), memory.limited():  # noqa: PT012 -- the last step but one raises
        memory.limit(0)
        imported.append(importlib.import_module("importing_under_watch"))
        sys.look()  # type: ignore[attr-defined]
        imported.append("and more")
    assert len(imported) == 1


@measured
def test_an_alarm_of_somebody_else_comes(run: Run) -> None:
    """Whoever runs a command for a second at most, or is told of an alarm, goes before."""
    own = signal.signal(signal.SIGALRM, lambda *_: None)
    try:
        signal.setitimer(signal.ITIMER_REAL, 100)
        run("facts", "--facts", SMALL_STORE)
        assert 90 < signal.getitimer(signal.ITIMER_REAL)[0] <= 100
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, own)


def test_a_library_sets_no_timer() -> None:
    """What loads a store by itself is not watched: a timer belongs to the whole process."""
    before = alarm()
    assert load(SMALL_STORE).facts()
    memory.limit(0)
    assert alarm() == before
    memory.reserve(10**15)


@pytest.mark.parametrize("first", [False, True])
def test_a_thread_is_not_watched_and_answers(*, first: bool, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """Only the first thread of a process can be told of a timer; where that one is watched it stays so."""
    codes: list[int] = []
    with memory.limited():
        if first:
            memory.limit(1)
        before = signal.getsignal(signal.SIGALRM)
        other = threading.Thread(target=lambda: codes.append(quick.main(["facts", "--json", "--facts", SMALL_STORE])))
        other.start()
        other.join()
        assert signal.getsignal(signal.SIGALRM) == before
    out, err = capsysbinary.readouterr()
    assert (codes, err) == ([ExitCode.OK], b"")
    assert json.loads(out)["count"] > 5


@pytest.mark.parametrize("missing", ["state", "timer"])
def test_a_system_that_does_not_tell_is_not_watched(missing: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside Linux nobody says how much memory a process has; on Windows there is no timer either."""
    before = alarm()
    if missing == "timer":
        monkeypatch.delattr(signal, "setitimer")
    else:
        monkeypatch.setattr(memory, "STATE", "/nowhere")
    with memory.limited():
        memory.limit(1)
        memory.reserve(10**15)
        assert signal.getsignal(signal.SIGALRM) == before[0]
    assert run("facts", "--facts", SMALL_STORE).code == ExitCode.OK


@measured
def test_what_one_step_takes_can_be_asked_for_before() -> None:
    """A step that no timer interrupts is refused when it would take too much, and not after it has."""
    with memory.limited():
        memory.limit(0)
        memory.reserve(1)
        assert signal.getitimer(signal.ITIMER_REAL)[1] == pytest.approx(memory.INTERVAL)
        memory.limit(10 * MIB)
        memory.reserve(memory.BESIDE + 1)
        memory.reserve(memory.BESIDE + (memory.TIMES - 1) * 10 * MIB)
    for size in (0, 10 * MIB):
        with pytest.raises(MemoryUsed, match="16 times what it is made from, and 8 MiB"), memory.limited():  # noqa: PT012
            memory.limit(size)
            memory.reserve(memory.BESIDE + (memory.TIMES + 1) * size + 1)


@measured
def test_what_is_counted_is_what_the_process_has_for_itself() -> None:
    """The number is that of the kernel's longer list, in bytes."""
    with open("/proc/self/status", encoding="ascii") as file:
        anonymous = int(file.read().partition("RssAnon:")[2].split()[0]) * 1024
    assert abs(memory._taken() - anonymous) < MIB


def test_all_that_is_read_counts_in_bytes(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store counts, and a folder of articles with it; what is not read there does not, nor a folder that is not."""
    seen: list[int] = []
    monkeypatch.setattr(memory, "limit", seen.append)
    store = Path(SMALL_STORE).stat().st_size
    (tmp_path / "one.txt").write_text("é\n" * 10, encoding="utf-8")
    (tmp_path / "two.txt").write_text("two\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    for args, more in (
        (["facts"], 0),
        (["check"], 0),
        (["export", "-"], 0),
        (["show", "well"], 0),
        (["show", "well", "--articles", str(tmp_path)], 34),
        (["verify", "--articles", str(tmp_path)], 34),
        (["verify", "--articles", str(tmp_path / "absent")], 0),
    ):
        run(*args, "--facts", SMALL_STORE)
        assert seen == [store + more]
        seen.clear()
    run("check")
    assert seen == [Path(shipped()).stat().st_size]


def test_a_database_asks_for_its_size_before_each_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in its file will be read at once; a record is the most that is added before that is known."""
    seen: list[int] = []
    monkeypatch.setattr(memory, "reserve", seen.append)
    facts = parse(generated(3000))
    made = database.database(contents.rows(facts), indexed=True)
    assert len(seen) == len(facts.records)
    assert seen == sorted(seen)
    assert seen[0] < seen[-1] <= len(made.data)


def test_only_a_folder_of_articles_loads_what_reads_them() -> None:
    """No other command on a store of one's own waits for the patterns of figures and dates."""
    ask = "print('harristrip.passages' in sys.modules)"
    code = f"import sys; from harristrip import quick; quick.main(sys.argv[1:]); {ask}"
    assert python(code, "facts", "--count", "--facts", SMALL_STORE).endswith("False\n")
    assert python(code, "show", "well", "--json", "--articles", ".", "--facts", SMALL_STORE).endswith("True\n")
