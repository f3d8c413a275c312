"""Stores that are too large, too deep, cut off or no files at all: exit code 3, one clear message, bounded memory."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from process import harristrip
from shapes import CHAIN, DENSE, GAP, HEADER, ONE, STATISTIC, generated

from harristrip import advice, drafts, limits, rules, store
from harristrip.errors import ExitCode, StoreInvalid, StoreUnreadable
from harristrip.figures import figures
from harristrip.lines import Lines
from harristrip.outline import outline

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Run

COMMANDS = [["facts"], ["facts", "--json"], ["check"], ["search", "x"], ["show", "x"], ["verify", "--articles", "."]]


def huge(path: Path) -> None:
    """Write a sparse file of a byte more than is read; the disk holds none of it."""
    with path.open("wb") as file:
        file.truncate(limits.SIZE + 1)


def writing(text: str) -> Callable[[Path], None]:
    """Write a text."""
    return lambda path: (path.write_text(text, encoding="utf-8"), None)[1]


UNREADABLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "too large": (huge, "is larger than 64 MiB"),
    "too deep": (writing("a = " + "[" * 50_000 + "]" * 50_000), "tables are nested too deep"),
    "cut off in a line": (writing(generated(2000)[:-40]), "the file is not TOML"),
    "cut off in a table": (writing(HEADER + "[[claim]]\n" * 6000 + "[[cla"), "the file is not TOML"),
    "a folder": (Path.mkdir, "it is a folder"),
    "a FIFO": (os.mkfifo, "it is not a plain file"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "it is not a plain file"),
    "a dangling link": (lambda path: path.symlink_to("nowhere"), "No such file or directory"),
    "a link to itself": (lambda path: path.symlink_to(path), "symbolic links"),
    "absent": (lambda path: None, "No such file or directory"),
    "NUL bytes": (writing("\0" * 4096), "the file is not TOML"),
}
NUMBER = "the number has more than 18 digits"
if hasattr(sys, "get_int_max_str_digits"):  # where Python reads numbers of any length none is refused
    UNREADABLE["a number of a million digits"] = (writing("schema = " + "9" * 10**6), NUMBER)


@pytest.mark.parametrize("args", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("kind", UNREADABLE)
def test_what_cannot_be_read_is_one_clear_message(kind: str, args: list[str], tmp_path: Path, run: Run) -> None:
    """Every command refuses it in one short line with the name of the file, before anything is printed."""
    make, words = UNREADABLE[kind]
    path = tmp_path / "store.toml"
    make(path)
    result = run(*args, "--facts", str(path))
    assert (result.code, result.out) == (ExitCode.STORE, b"")
    assert words in result.message
    if "--json" in args and kind.startswith(("cut off", "a number", "NUL")):
        code = "HT019" if kind.startswith("a number") else "HT002"
        assert {fault["code"] for fault in json.loads(result.err)["error"]["faults"]} == {code}
    assert str(path) in result.message
    assert result.message.count("\n") == 1
    assert len(result.message) < 500


@pytest.mark.parametrize("source", ["/dev/stdin", "/dev/fd/0"])
def test_standard_input_by_another_name_is_no_plain_file(source: str) -> None:
    """A pipe is read as `-`; by the name of its device it is refused and never waited for."""
    done = harristrip("facts", "--facts", source, stdin=b"schema = 1\n")
    assert done.returncode == ExitCode.STORE
    assert b"not a plain file" in done.stderr or b"cannot be read" in done.stderr


def test_standard_input_without_end_is_read_up_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """What never ends is refused when the limit is reached."""

    class Endless:
        buffer = property(lambda self: self)

        def read(self, size: int) -> bytes:
            return b"#" * size

    monkeypatch.setattr(sys, "stdin", Endless())
    monkeypatch.setattr(limits, "SIZE", 1000)
    with pytest.raises(StoreUnreadable, match="standard input: is larger than"):
        store.load("-")


def test_a_file_that_vanishes_is_said_to_be_gone(tmp_path: Path) -> None:
    """However a file comes and goes while it is read: a store, or one message; never anything else."""
    path = tmp_path / "store.toml"
    stop = threading.Event()

    def come_and_go() -> None:
        while not stop.is_set():
            path.write_text("schema = 2\n", encoding="utf-8")
            path.unlink()
            time.sleep(0)  # or a busy machine may look only where the file is there

    other = threading.Thread(target=come_and_go)
    other.start()
    seen: set[type[BaseException]] = set()
    tries = 0
    try:
        while tries < 300 or (StoreUnreadable not in seen and tries < 30_000):
            tries += 1
            with pytest.raises((StoreUnreadable, StoreInvalid)) as caught:
                store.load(path)
            seen.add(caught.type)
    finally:
        stop.set()
        other.join()
    assert StoreUnreadable in seen


@pytest.mark.parametrize("args", COMMANDS, ids=" ".join)
def test_a_file_that_would_fill_the_memory_is_refused(args: list[str], tmp_path: Path, run: Run) -> None:
    """No store has so many tables for its size: that is said before any of them is made."""
    path = tmp_path / "dense.toml"
    path.write_text(DENSE["tables"], encoding="utf-8")
    result = run(*args, "--facts", str(path))
    assert (result.code, result.out) == (ExitCode.STORE, b"")
    assert f"{path}: {FULL}" in result.message
    assert result.message.count("\n") == 1


def test_a_completion_reads_no_file_that_would_fill_the_memory(tmp_path: Path) -> None:
    """Nobody is made to wait at the keyboard for a file that is no store."""
    path = tmp_path / "dense.toml"
    path.write_text(DENSE["tables"], encoding="utf-8")
    with pytest.raises(ValueError, match=FULL):
        outline(str(path))


FULL = "holds more tables, lists and keys than a store of its size can"
DENSITIES = [
    ('a = "{piece}"\n', False),
    ('a = "\\"{piece}"\n', False),
    ("a = '{piece}'\n", False),
    ("# {piece}\n", False),
    ('a = """\n{piece}\n"""\n', False),
    ('a = """\n\\"""{piece}\n"""\n', False),
    ("a = '''\n{piece}\n'''\n", False),
    ('a = """{piece}', False),
    ("a = '''{piece}", False),
    ('a = "{piece}', False),
    ("a = '{piece}", False),
    ("a = {piece}\n", True),
    ('a = "" {piece}\n', True),
    ("a = '' {piece}\n", True),
    ('a = "\\\\" {piece}\n', True),
    ('a = """x""" {piece}\n', True),
    ("# b\n{piece}\n", True),
]


@pytest.mark.parametrize(("text", "dense"), DENSITIES)
@pytest.mark.parametrize("piece", ["[", "{", "=", ".", ","])
def test_only_what_becomes_tables_counts(
    text: str, piece: str, monkeypatch: pytest.MonkeyPatch, *, dense: bool
) -> None:
    """Prose may hold any number of brackets, stops and commas; a string that never ends is one."""
    monkeypatch.setattr(limits, "FLOOR", 1000)
    full = limits.refusal(text.format(piece=" ".join(piece * 400)))
    assert (full is not None) == dense


def test_a_header_costs_more_where_it_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind with many records has one table; a thousand names have a thousand."""
    monkeypatch.setattr(limits, "FLOOR", 0)
    rest = 'id = "a"\nsummary = "b, of course, and c"\n' + "#" * 30 + "\n"
    assert limits.refusal(f"  [[gap]]\n{rest}" * 100) is None
    assert limits.refusal("".join(f"  [gap.g{n}]\n{rest}" for n in range(100))) == FULL


@pytest.mark.parametrize("key", ["a{} = 1\n", "[a{}]\n", "[[a{}]]\n", "b = 1\na{} = 1\n"])
def test_a_key_has_eight_parts_at_most(key: str) -> None:
    """Tables within tables without end are refused before they are made; in a string stops are stops."""
    assert limits.refusal(key.format(".b" * 7)) is None
    assert limits.refusal(key.format(".b" * 8)) == "tables are nested too deep"
    assert limits.refusal(key.format('.",=[]{}."' * 8)) == "tables are nested too deep"
    assert limits.refusal(f"c = '''{key}'''\n".format(".b" * 8)) is None


def test_a_part_of_a_header_costs_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred people have one table above theirs, and a hundred of a hundred sorts as many."""
    monkeypatch.setattr(limits, "FLOOR", 0)
    rest = "#" * 120 + "\n"
    assert limits.refusal("".join(f"[people.k{n}]\n{rest}" for n in range(100))) is None
    assert limits.refusal("".join(f"[people{n}.k]\n{rest}" for n in range(100))) == FULL


def test_what_a_text_weighs_is_counted_to_the_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three headers of one kind, two brackets each, and a key below each: what is just allowed is let in."""
    text = "[[a]]\nk = 1\n" * 3
    weight = 1000 + 2 * 350 + 6 * 80 + 3 * 140
    for floor, dense in ((weight, False), (weight - 1, True)):
        monkeypatch.setattr(limits, "FLOOR", floor)
        assert limits.refusal(text) == (FULL if dense else None)


@pytest.mark.parametrize("unit", ['\\"', '"', "'", '"""', "'''\n", "[", "[ ", '"\\', "#"])
def test_a_density_is_told_in_linear_time(unit: str) -> None:
    """Quotes without an end are looked at once."""
    text = '"' + unit * (10**6 // len(unit)) + "[a]\n" * 30_000
    start = time.process_time()
    limits.refusal(text)
    assert time.process_time() - start < 5


NAMING = '[[gap]]\nid = "g{n}"\ntopics = [' + '"a",' * 10 + "]\n"
MANY: dict[str, Callable[[int], str]] = {
    "empty records": lambda count: HEADER + "[[gap]]\n" * count,
    "unknown fields": lambda count: HEADER + "".join(f"k{n} = 1\n" for n in range(count)),
    "unknown tables": lambda count: "schema = 1\n" + "".join(f"k{n} = 1\n" for n in range(count)),
    "amounts in one circle": lambda count: (
        HEADER + "".join(CHAIN.format(n=n, whole=f"a{(n + 1) % count}") for n in range(count))
    ),
    "undeclared topics": lambda count: HEADER + "".join(NAMING.format(n=n) for n in range(count // 10)),
}


@pytest.mark.parametrize("kind", MANY)
def test_the_time_of_faults_grows_with_their_number(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four times as many faults take about four times as long: a bad file costs no more than a good one."""

    def seconds(count: int) -> float:
        text = MANY[kind](count)
        start = time.process_time()
        with pytest.raises(StoreInvalid) as caught:
            store.parse(text)
        assert min(count, drafts.MOST) <= len(caught.value.faults) <= 4 * drafts.MOST
        assert all(fault.code != "HT105" for fault in caught.value.faults)
        return time.process_time() - start

    monkeypatch.setattr(drafts, "MOST", 10**6)
    seconds(10)
    small = min(seconds(400) for _ in range(3))
    assert min(seconds(1600) for _ in range(3)) < 10 * max(small, 0.01)


@pytest.mark.parametrize("kind", MANY)
def test_faults_without_end_are_listed_in_part(kind: str) -> None:
    """No more than some thousand faults are kept: a file of nothing else cannot fill the memory."""
    with pytest.raises(StoreInvalid) as caught:
        store.parse(MANY[kind](3 * drafts.MOST))
    assert drafts.MOST <= len(caught.value.faults) <= 4 * drafts.MOST
    assert "of this sort the first 1000 are listed" in [fault.message for fault in caught.value.faults]


ONE_GAP = '[[gap]]\nid = "g{n}"\nsummary = "s"\nstatus = "not-stated"\ncites = ["gazette:1"]\nk = 1\n'
MISCITED = "{ at = 1 },\n"
ONE_EACH: dict[str, Callable[[int], str]] = {
    "fields of a table": lambda count: HEADER + "".join(f"k{n} = 1\n" for n in range(count)),
    "fields of records": lambda count: HEADER + "".join(ONE_GAP.format(n=n) for n in range(count)),
    "cites of a record": lambda count: (
        GAP + "cites = [\n" + MISCITED * 900 + "]\ndate_from = [\n" + MISCITED * (count - 900) + "]\n"
    ),
}
"""Stores with so many faults of one sort and no other."""


@pytest.mark.parametrize("kind", ONE_EACH)
def test_a_thousand_faults_are_all(kind: str, run: Run, tmp_path: Path) -> None:
    """Only where more were found is it said that more were; it stands where the list stops, and nothing after it."""
    path = tmp_path / "many.toml"
    make = ONE_EACH[kind]
    path.write_text(make(drafts.MOST), encoding="utf-8")
    text = run("check", str(path)).text
    assert ("HT105" in text, text.count(": error HT0")) == (False, drafts.MOST)
    lines = []
    for more in (1, 2, 20):
        path.write_text(make(drafts.MOST + more), encoding="utf-8")
        text = run("check", str(path)).text
        assert text.count(": error HT0") == drafts.MOST
        assert text.count(": warning HT105: of this sort the first 1000 are listed") == 1
        lines.append([line for line in text.splitlines() if "HT105" in line])
    assert lines[0] == lines[1] == lines[2]


def statistics(count: int, values: int, periods: int) -> str:
    """Return a store of figures of one measure, of so many values in so many periods."""
    rows = ({"n": n, "value": n % values, "period": f"day {n % periods}"} for n in range(count))
    return HEADER + "".join(STATISTIC.format(**row) for row in rows)


@pytest.mark.parametrize(("values", "periods"), [(1, 1), (10**6, 10**6), (10**6, 1)])
def test_figures_are_held_against_their_like_alone(values: int, periods: int, tmp_path: Path) -> None:
    """Thousands of figures are checked in a moment, whether none or all of them differ, and warned of in part."""
    path = tmp_path / "figures.toml"
    path.write_text(statistics(4000, values, periods), encoding="utf-8")
    start = time.process_time()
    found = store.examine(store.read(str(path)))
    assert time.process_time() - start < 8
    codes = [one.code for one in found]
    unlike = (values, periods) == (10**6, 1)
    assert ("HT102" in codes, codes.count("HT105")) == (unlike, unlike)
    assert len(codes) == drafts.MOST + 1 or not unlike


@pytest.mark.parametrize(("figures", "told"), [(3, ["HT102"] * 3), (4, ["HT105", *["HT102"] * 3])])
def test_so_many_pairs_of_figures_are_looked_at_and_no_more(
    figures: int, told: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where figures without end are all in conflicts, no pair is worth a word: it is said that the rest is left out."""
    monkeypatch.setattr(advice, "PAIRS", 3)
    path = tmp_path / "figures.toml"
    path.write_text(statistics(figures, 10, 1), encoding="utf-8")
    found = [one for one in store.examine(store.read(str(path))) if one.code != "HT101"]
    assert sorted(one.code for one in found) == sorted(told)
    for one in found:
        if one.code == "HT105":
            assert one.message == "the first 3 pairs of figures of one measure are held against each other, and no more"
            assert one.excerpt == "[[statistic]]"


def test_a_place_is_found_among_many_tables_in_no_time() -> None:
    """A thousand faults in one table written inline do not look through all the others each."""
    text = HEADER + "[[gap]]\n" * 30_000
    lines = Lines("claim = [" + "{}, " * 1000 + "]\n" + text)
    start = time.process_time()
    places = {lines.place(("claim", number)) for number in range(1000)}
    assert places == {(1, 1)}
    assert time.process_time() - start < 2


def test_of_a_line_without_end_a_part_is_repeated(tmp_path: Path) -> None:
    """A thousand faults in one line of a megabyte repeat some hundred characters of it, the fault among them."""
    path = tmp_path / "line.toml"
    path.write_text(DENSE["one line of faults"], encoding="utf-8")
    found = store.examine(store.read(str(path)))
    assert max(len(finding.excerpt) for finding in found) == store.EXCERPT
    for finding in found:
        at = finding.column - finding.excerpt_column
        assert finding.code != "HT010" or finding.excerpt[at:].startswith("gazete:1")


@pytest.mark.parametrize(("before", "first"), [(0, 1), (100, 1), (300, 101), (600, 401), (950, 601)])
def test_a_fault_stands_in_the_middle_of_what_is_repeated(before: int, first: int, tmp_path: Path) -> None:
    """Of a line of a thousand characters those around the fault are shown, and as many at its ends."""
    path = tmp_path / "line.toml"
    line = (" " * before + "k = 1").ljust(1000)
    path.write_text(f"{HEADER}[[gap]]\n{line}\n", encoding="utf-8")
    (found,) = [one for one in store.examine(store.read(str(path))) if one.code == "HT005"]
    assert (found.column, found.excerpt_column) == (before + 1, first)
    assert found.excerpt == line[first - 1 :][: store.EXCERPT]


@pytest.mark.parametrize("digits", [999, 1000, 4301, 10**6])
def test_a_number_of_a_million_digits_is_no_figure(digits: int, run: Run) -> None:
    """Python reads no number of thousands of digits; text that holds one is text, and a search finds nothing."""
    assert len(figures(f"about {'9' * digits} people")) == (digits <= 999)
    assert run("search", "9" * digits).code == ExitCode.NEGATIVE


BLANKS = {
    "a string of several lines": 'x = """\n[{blanks}"""\n',
    "a fault after one": HEADER + 'note = """\n[{blanks}"""\n[[gap]]\n',
    "a header": "[{blanks}a\n",
    "a list": "a = [\n[{blanks}\n],\n]\n",
}


@pytest.mark.parametrize("text", BLANKS.values(), ids=BLANKS)
def test_blanks_without_end_cost_no_time(text: str) -> None:
    """What looks like a header and is none is looked at once."""
    start = time.process_time()
    with pytest.raises(StoreInvalid):
        store.parse(text.replace("{blanks}", " " * 10**5))
    assert time.process_time() - start < 5


def test_a_string_of_many_lines_costs_no_time() -> None:
    """A fault behind or beside it is placed without looking through its lines again and again."""
    note = "a\n" * 50_000
    start = time.process_time()
    with pytest.raises(StoreInvalid) as caught:
        store.parse(f'{GAP}unknown = 1\nnote = """\n{note}"""\ncites = ["gazette:1"]\n')
    assert time.process_time() - start < 3
    assert {one.line for one in caught.value.faults} == {HEADER.count("\n") + 5, HEADER.count("\n") + 6}


KEYS = 'summary = "s"\nstatus = "not-stated"\ncites = ["gazette:1"]\n'


def misspelled(count: int) -> str:
    """Declare many topics, and name as many that are nearly the same."""
    topics = "".join(f'[topics.topic-number-{n}]\nlabel = "t{n}"\n' for n in range(count))
    return (
        HEADER + topics + "".join(f'[[gap]]\nid = "g{n}"\ntopics = ["topic-nummer-{n}"]\n{KEYS}' for n in range(count))
    )


def test_the_nearest_name_is_sought_as_long_as_that_takes_no_time() -> None:
    """A few misspelled names are told what is meant; of a thousand beside a thousand others only the first are."""
    with pytest.raises(StoreInvalid) as caught:
        store.parse(misspelled(9))
    hints = [fault.hint for fault in caught.value.faults if fault.code == "HT009"]
    assert hints == [f"did you mean topic-number-{n}?" for n in range(9)]
    start = time.process_time()
    with pytest.raises(StoreInvalid) as caught:
        store.parse(misspelled(900))
    assert time.process_time() - start < 20
    hints = [fault.hint for fault in caught.value.faults if fault.code == "HT009"]
    assert len(hints) == 900
    assert (hints[0], hints[-1]) == ("did you mean topic-number-0?", None)
    assert 9 < sum(hint is not None for hint in hints) <= rules.COMPARISONS // (900 * 14 * 14)


def crowded(figures: int, *, named: int) -> str:
    """Return a conflict of measures that names each of some figures so many times."""
    statistic = """
[[statistic]]
id = "s{n}"
summary = "s"
group = "border"
measure = "m{n}"
value = {n}
unit = "u"
period = "p"
population = "p"
area = "a"
said_by = ["gazette"]
cites = [{{ at = "gazette:1", printed = "{n}" }}]
"""
    names = ", ".join(f'"s{n}"' for n in range(figures))
    conflict = """
[[conflict]]
id = "c"
summary = "s"
class = "different measure"
safest = "s"
reason = "r"
readings = [{ reading = "a", cites = ["gazette:1"] }, { reading = "b", cites = ["gazette:1"] }]
"""
    every = "".join(statistic.format(n=n) for n in range(figures))
    return f"{HEADER}{every}{conflict}records = [{', '.join([names] * named)}]\n"


def test_a_record_that_is_named_often_is_told_once() -> None:
    """Repeating a name in a conflict adds neither marks nor figures to keep apart."""
    made = store.parse(crowded(8, named=50))
    (first,) = made.show("s0")
    assert first.conflicts == ("c",)
    assert len(first.not_comparable) == 7  # type: ignore[attr-defined]


def test_a_conflict_names_no_more_figures_than_can_be_told_of_one_another() -> None:
    """What each of n figures is told of the others grows with their square."""
    with pytest.raises(StoreInvalid) as caught:
        store.parse(crowded(9, named=1))
    assert [fault.code for fault in caught.value.faults] == ["HT020"]


def test_a_table_in_a_pipe_is_not_filled_up_with_blanks(tmp_path: Path, run: Run) -> None:
    """Where one cell is very long, each record is a block of lines, with all its words and without the blanks."""
    gaps = "".join(f'{ONE.format(id=f"g{n}")}s"\n' for n in range(300))
    path = tmp_path / "wide.toml"
    path.write_text(f'{HEADER}{gaps}{ONE.format(id="long")}{"word " * 790}end."\n', encoding="utf-8")
    result = run("facts", "--facts", str(path))
    assert f"Summary: {'word ' * 790}end.\n" in result.text
    assert len(result.out) < 3 * path.stat().st_size
    few = run("facts", "--facts", str(path), "--kind", "gap", "--count")
    assert few.text == "301\n"
    assert "───" in run("facts", "--facts", str(path), "--kind", "source").text


def test_a_page_of_values_is_not_filled_up_with_blanks(tmp_path: Path, run: Run) -> None:
    """Nor is a record in full, whose many cites stand below one long note."""
    path = tmp_path / "full.toml"
    cites = ", ".join(['"gazette:1"'] * 9)
    head = '[[gap]]\nid = "g"\nsummary = "s"\nstatus = "not-stated"\n'
    path.write_text(f'{HEADER}{head}cites = [{cites}]\nnote = "{"word " * 790}end."\n', encoding="utf-8")
    result = run("show", "g", "--facts", str(path))
    assert f"note                 {'word ' * 790}end.\n" in result.text
    assert len(result.out) < 2 * path.stat().st_size
