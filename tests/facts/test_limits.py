"""Stores that are too large or are not files at all, and work that grows no faster than the store."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from process import PROGRAM, harristrip
from stores import SMALL, found, parse, printed, record, source, store

from harristrip.errors import StoreInvalid, StoreUnreadable
from harristrip.facts import files, load
from harristrip.index.store import load as open_store

FULL = "holds more tables, lists and keys than a store of its size can"


@pytest.mark.parametrize("before", ["", "\n\n", "# c\nx = 1\n"])
def test_a_number_that_python_cannot_read_is_a_fault(before: str) -> None:
    """It is shown at its place before the text is parsed."""
    (fault,) = found(f"{before}value = {'9' * 5000}\n")
    assert (fault.code, fault.line, fault.column) == ("HT019", before.count("\n") + 1, 9)


# ---------------------------------------------------------------------------------------------------------------------
# Files
# ---------------------------------------------------------------------------------------------------------------------


def huge(path: Path) -> None:
    """Make a sparse file of a byte more than is read."""
    with path.open("wb") as file:
        file.truncate(files.MAX_SIZE + 1)


UNREADABLE = {
    "too large": (huge, "is larger than 64 MiB"),
    "a folder": (Path.mkdir, "cannot be read: it is a folder"),
    "a FIFO": (os.mkfifo, "cannot be read: it is not a plain file; to read a pipe, name -"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "cannot be read: it is not a plain file"),
    "a dangling link": (lambda path: path.symlink_to("nowhere"), "cannot be read: No such file or directory"),
    "a link to itself": (lambda path: path.symlink_to(path), "cannot be read: Too many levels of symbolic links"),
    "absent": (lambda path: None, "cannot be read: No such file or directory"),
    "full of tables": (lambda path: path.write_text("".join(f"[k{n}]\n" for n in range(5000))), FULL),
    "cut off": (lambda path: path.write_bytes(SMALL.read_bytes()[:-20]), "the file is not TOML"),
    "NUL bytes": (lambda path: path.write_bytes(bytes(4096)), "the file is not TOML"),
}


@pytest.mark.parametrize("kind", UNREADABLE)
@pytest.mark.parametrize("args", [["facts"], ["check"], ["show", "x"]], ids=" ".join)
def test_what_cannot_be_read_is_one_message(kind: str, args: list[str], tmp_path: Path, run) -> None:
    """Every command refuses it with exit code 3 in one short line that names the file."""
    make, words = UNREADABLE[kind]
    path = tmp_path / "store.toml"
    make(path)
    result = run(*args, "--facts", str(path))
    if args == ["check"] and "TOML" in words:
        assert result.code == 1
        assert words in result.text
        return
    assert (result.code, result.out, result.message.count("\n")) == (3, b"", 1)
    assert words in result.message
    assert str(path) in result.message
    assert len(result.message) < 700


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "cannot be read: No such file"),
        ("x" * 9000, "cannot be read: File name too long"),
        ("a\0b", "cannot be read: .*embedded null"),
    ],
)
def test_a_name_that_no_file_can_have_is_refused(name: str, words: str) -> None:
    """An empty name is not the store that ships, and no name acts on a terminal."""
    with pytest.raises(StoreUnreadable, match=words) as caught:
        open_store(name)
    assert "\0" not in str(caught.value)


def test_a_file_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    """One byte more than the limit is read to see that a file is too large."""
    path = tmp_path / "large.toml"
    for size in (files.MAX_SIZE, files.MAX_SIZE + 99):
        with path.open("wb") as file:
            file.truncate(size)
        assert len(files.read_plain(str(path))) == min(size, files.MAX_SIZE + 1)


class Parts(io.RawIOBase):
    """Standard input that comes in parts; None means that there is nothing to read yet."""

    def __init__(self, *parts: bytes | None) -> None:
        super().__init__()
        self.parts = list(parts)
        self.asked = 0

    @property
    def buffer(self) -> Parts:
        return self

    def read(self, size: int = -1) -> bytes | None:
        self.asked = max(self.asked, size)
        part = self.parts.pop(0)
        return part if part is None else part[:size]


def test_standard_input_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store may come in parts, and is never taken for whole before its end."""
    whole = SMALL.read_bytes()
    monkeypatch.setattr(sys, "stdin", Parts(whole[:100], whole[100:], b""))
    assert open_store("-").records == open_store(SMALL).records
    monkeypatch.setattr(sys, "stdin", Parts(whole, None))
    with pytest.raises(StoreUnreadable, match=r"^standard input: cannot be read: .*does not wait"):
        open_store("-")
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(StoreUnreadable, match="standard input is closed"):
        open_store("-")


def test_standard_input_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more is read than shows that it is too large."""
    endless = Parts(b"#" * files.MAX_SIZE, b"#" * 100, b"")
    monkeypatch.setattr(sys, "stdin", endless)
    with pytest.raises(StoreUnreadable, match="standard input: is larger than 64 MiB"):
        open_store("-")
    assert endless.asked == files.MAX_SIZE + 1


def test_a_pipe_that_has_nothing_yet_is_not_an_empty_store() -> None:
    """Non-blocking standard input is a message."""
    read, write = os.pipe()
    os.set_blocking(read, False)
    os.write(write, b"schema = 1\n")
    done = subprocess.run([*PROGRAM, "facts", "--facts", "-"], stdin=read, capture_output=True, check=False)
    os.close(read)
    os.close(write)
    assert done.returncode == 3
    assert b"does not wait" in done.stderr


@pytest.mark.parametrize("name", ["/dev/stdin", "/dev/fd/0"])
def test_a_pipe_by_the_name_of_its_device_is_refused(name: str) -> None:
    """The message says that `-` reads a pipe."""
    done = harristrip("facts", "--facts", name, stdin=SMALL.read_bytes())
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"name - " in done.stderr or b"cannot be read" in done.stderr


def test_whether_a_path_is_the_store_that_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links lead to the same file; devices, absent files and a closed standard input are no store."""
    link = tmp_path / "link.toml"
    link.symlink_to(SMALL)
    assert files.is_read_from(str(link), str(SMALL))
    assert files.is_read_from(files.shipped(), None)
    assert not files.is_read_from(str(tmp_path / "absent"), str(SMALL))
    assert not files.is_read_from("/dev/null", "/dev/null")
    with SMALL.open() as file:
        monkeypatch.setattr(sys, "stdin", file)
        assert files.is_read_from(str(SMALL), "-")
    monkeypatch.setattr(sys, "stdin", None)
    assert not files.is_read_from(str(SMALL), "-")


# ---------------------------------------------------------------------------------------------------------------------
# Work
# ---------------------------------------------------------------------------------------------------------------------


def calls(work) -> int:
    """Return how many Python calls a function makes: work that does not depend on the machine."""
    count = 0

    def profile(frame, event, arg) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def misspelt(n: int) -> str:
    topics = "".join(f'[topics.topic-number-{i}]\nlabel = "t{i}"\n' for i in range(n))
    return store(topics, *(record("gap", f"g{i}", topics=[f"topic-nummer-{i}"]) for i in range(n)))


def chain(n: int, *, circle: bool) -> str:
    last = f"a{0 if circle else n - 1}"
    wholes = [f"a{i + 1}" for i in range(n - 1)] + [last if circle else None]
    cites = [printed("$5")]
    return store(*(record("funding", f"a{i}", part_of=whole, cites=cites) for i, whole in enumerate(wholes)))


GROWING = {
    "sound records": lambda n: store(*(record("gap", f"g{i}", note=f"Note {i}.") for i in range(n))),
    "amounts in a chain": lambda n: chain(n, circle=False),
    "amounts in a circle": lambda n: chain(n, circle=True),
    "unknown fields": lambda n: store(*(record("gap", f"g{i}", k=1) for i in range(n))),
    "wrong cites": lambda n: store(record("gap", "g", cites=["gazete:1"] * n)),
    "tables written inline": lambda n: "gap = [" + "{}, " * n + "]\n" + store(),
    "statistics of one measure": lambda n: store(
        *(record("statistic", f"s{i}", cites=[printed("5 wells")]) for i in range(n))
    ),
    "a string of many lines": lambda n: store(record("gap", "g", k=1), 'note = """\n' + "a\n" * n + '"""\n'),
    "duplicate keys": lambda n: store() + "".join(f"k{i} = 1\n" for i in range(n)) + "k0 = 1\n",
}


@pytest.mark.parametrize("kind", GROWING)
def test_work_grows_with_the_size_of_a_store(kind: str) -> None:
    """Four times as many records take about four times as many calls, faults or not."""

    def work(n: int) -> int:
        text = GROWING[kind](n)
        return calls(lambda: load.examine(text.encode()))

    assert work(800) < 6 * work(200)


def test_suggestions_for_misspelt_ids_are_limited() -> None:
    """A few misspelt ids each get a suggestion; of a thousand beside a thousand ids only the first do."""
    hints = [one.hint for one in found(misspelt(9)) if one.code == "HT009"]
    assert hints == [f"did you mean topic-number-{n}?" for n in range(9)]
    hints = [one.hint for one in found(misspelt(900)) if one.code == "HT009"]
    assert (len(hints), hints[0], hints[-1]) == (900, "did you mean topic-number-0?", None)


def test_a_finding_repeats_a_part_of_a_long_line() -> None:
    """A thousand faults in one line of a megabyte repeat some characters around each fault."""
    text = store(record("gap", "g", cites=["gazete:1"] * 1000).replace(", ", "," + " " * 900))
    shown = [one for one in found(text) if one.code == "HT010"]
    assert len(shown) == 1000
    for one in shown:
        assert len(one.excerpt) == 400
        assert one.excerpt[one.column - one.excerpt_column :].startswith("gazete:1")


@pytest.mark.parametrize(("before", "first"), [(0, 1), (100, 1), (300, 101), (600, 401), (950, 601)])
def test_a_fault_is_in_the_middle_of_its_excerpt(before: int, first: int) -> None:
    """At the ends of a line the excerpt is as long as in its middle."""
    line = (" " * before + "k = 1").ljust(1000)
    (fault,) = (one for one in found(f"{store(record('gap', 'g'))}{line}\n") if one.code == "HT005")
    assert (fault.column, fault.excerpt_column) == (before + 1, first)
    assert fault.excerpt == line[first - 1 :][:400]


@pytest.mark.parametrize("text", ['x = """\n[{}"""\n', "[{}a\n", "a = [\n[{}\n],\n]\n"])
def test_many_blanks_are_scanned_once(text: str) -> None:
    """A megabyte of blanks that could be a header ends in a fault."""
    with pytest.raises(StoreInvalid):
        parse(text.replace("{}", " " * 10**6))


def test_ten_thousand_records_are_accepted() -> None:
    """A store of 10,000 records like the shipped ones is loaded without a complaint."""
    rows = (
        record(
            "claim",
            f"c{n}",
            summary=f"The mayor counts {n} wells in the valley and names the drought as the reason for it.",
            date=f"2030-{n % 12 + 1:02}",
            value=n,
            unit="wells",
            topics=["water"],
            countries=["freedonia"],
            cites=[printed(f"{n} wells in month {n % 12 + 1}"), "herald:2"],
        )
        for n in range(10_000)
    )
    facts = parse(store(source("gazette"), *rows, sources=("herald",)))
    assert len(facts.records) == 10_003
