"""How a store is found and read, and the questions that it answers from Python."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from process import PROGRAM, harristrip, python

import harristrip as package
from harristrip import limits, query, store
from harristrip.errors import ExitCode, ImpossibleDate, NothingFound, StoreInvalid, StoreUnreadable, UnknownValue
from harristrip.store import Store, examine, load, parse

if TYPE_CHECKING:
    from conftest import Run

ROOT = Path(__file__).parents[1]
SMALL = ROOT / "tests" / "data" / "valid" / "small.toml"


@pytest.fixture(scope="module")
def small() -> Store:
    """The small sound store."""
    return load(SMALL)


def unreadable(path: str | Path) -> str:
    """Return what is said of a store that cannot be read."""
    with pytest.raises(StoreUnreadable) as caught:
        load(path)
    assert caught.value.exit_code == ExitCode.STORE
    (line,) = caught.value.lines()
    assert line.startswith(f"{path}: ")
    return line.removeprefix(f"{path}: ")


ABSENT = [
    ("missing.toml", "cannot be read: No such file or directory"),
    (".", "cannot be read: it is a folder"),
    ("/dev/null", "cannot be read: it is not a plain file"),
    ("", "cannot be read: No such file or directory"),
    ("x" * 9000, "cannot be read: File name too long"),
]


@pytest.mark.parametrize(("name", "problem"), ABSENT, ids=["missing", "folder", "device", "empty name", "long name"])
def test_what_is_no_file_is_named_in_one_line(
    name: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that is not there, or no plain file, is an error with the name that the user gave."""
    monkeypatch.chdir(tmp_path)
    assert unreadable(name) == problem


def test_a_name_that_no_file_can_have_is_shown_harmless() -> None:
    """A NUL byte cannot stand in a name, and reaches no terminal."""
    with pytest.raises(StoreUnreadable, match=r"^a\\x00b: cannot be read: .*embedded null"):
        load("a\0b")


def test_a_faulty_store_is_named_by_its_file(tmp_path: Path) -> None:
    """Of several stores it is said which one breaks the rules."""
    (tmp_path / "broken.toml").write_text("schema = 1\n", encoding="utf-8")
    with pytest.raises(StoreInvalid, match=r"/broken\.toml: [0-9]+ fault"):
        load(tmp_path / "broken.toml")


def test_a_pipe_without_a_writer_is_refused_before_it_can_block(tmp_path: Path) -> None:
    """A FIFO is no plain file; the program says so instead of waiting."""
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    assert unreadable(fifo) == "cannot be read: it is not a plain file"


def test_a_store_of_absurd_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than the limit is not read; exactly the limit is."""
    size = SMALL.stat().st_size
    monkeypatch.setattr(limits, "SIZE", size)
    assert load(SMALL).records
    monkeypatch.setattr(limits, "SIZE", size - 1)
    assert unreadable(SMALL) == "is larger than 0 MiB"


NESTED = {
    "arrays": "a = " + "[" * 9000 + "]" * 9000,
    "inline tables": "a = " + "{a = " * 9000 + "1" + "}" * 9000,
    "header": "[" + ".".join("a" * 9000) + "]",
    "dotted key": ".".join("a" * 9000) + " = 1",
    "dotted key of a table": "schema = 1\n[countries]\n" + ".".join("a" * 9000) + " = 1",
}


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED)
def test_a_store_that_is_nested_without_end_is_refused(text: str) -> None:
    """Deep nesting is a message, not a crash."""
    with pytest.raises(StoreUnreadable, match=r"^deep\.toml: tables are nested too deep$"):
        parse(text, "deep.toml")
    with pytest.raises(StoreUnreadable, match=r"^facts\.toml: tables are nested too deep$"):
        examine(text)


@pytest.mark.skipif(not hasattr(sys, "get_int_max_str_digits"), reason="this Python reads numbers of any length")
def test_a_number_of_thousands_of_digits_is_a_fault() -> None:
    """What Python refuses to read is said as a fault of the file."""
    with pytest.raises(StoreInvalid) as caught:
        parse(f"# {'1' * 5000}\nschema = 1\nvalue = " + "9" * 9000)
    (fault,) = caught.value.faults
    assert (fault.code, fault.line, fault.column) == ("HT019", 3, 9)
    assert fault.message == "the number has more than 18 digits"


def test_a_broken_line_is_found_in_line_and_column() -> None:
    """What is not TOML is named with the place where reading stopped."""
    with pytest.raises(StoreInvalid) as caught:
        parse('schema = 1\ntitle = "x" y\n', "my.toml")
    (fault,) = caught.value.faults
    assert (fault.code, fault.line, fault.column) == ("HT002", 2, 13)
    assert caught.value.lines()[0].startswith("my.toml:2: the file is not TOML: ")


def test_a_byte_that_is_not_utf8_is_found_in_line_and_column(tmp_path: Path) -> None:
    """The first wrong byte is shown with its place."""
    file = tmp_path / "latin.toml"
    file.write_bytes(b"schema = 1\n# \xe9\n")
    with pytest.raises(StoreInvalid) as caught:
        load(file)
    (fault,) = caught.value.faults
    assert (fault.line, fault.column, fault.message) == (2, 3, "the file is not UTF-8: byte 0xe9")


FORMS = {
    "LF": lambda data: data,
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "no last newline": lambda data: data.rstrip(b"\n"),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_editors_of_every_system_write_the_same_store(form, tmp_path: Path, small: Store) -> None:
    """Line ends and a byte order mark do not change what a store says."""
    file = tmp_path / "store.toml"
    file.write_bytes(form(SMALL.read_bytes()))
    assert load(file).records == small.records


def test_a_fault_after_windows_line_ends_has_the_right_line(tmp_path: Path) -> None:
    """CRLF counts as one line end."""
    file = tmp_path / "store.toml"
    file.write_bytes(SMALL.read_bytes().replace(b"\n", b"\r\n").replace(b'part_of = "well"', b'part_of = "wel"'))
    with pytest.raises(StoreInvalid) as caught:
        load(file)
    line = SMALL.read_bytes().split(b"\n").index(b'part_of = "well"') + 1
    assert [fault.line for fault in caught.value.faults] == [line]


def test_a_dash_is_standard_input() -> None:
    """A store can be piped in."""
    done = harristrip("facts", "--json", "--facts", "-", stdin=SMALL.read_bytes())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == harristrip("facts", "--json", "--facts", str(SMALL)).stdout


def test_faults_of_standard_input_are_named_so() -> None:
    """Messages about a piped store call it by its name."""
    done = harristrip("facts", "--facts", "-", stdin=b"schema = 2\n")
    assert done.returncode == ExitCode.STORE
    assert done.stderr.startswith(b"harristrip: error: standard input:1: ")


def test_a_dash_without_standard_input_is_an_error(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    """Where standard input is closed nothing can be read from it."""
    monkeypatch.setattr(sys, "stdin", None)
    result = run("facts", "--facts", "-")
    assert result == (3, b"", b"harristrip: error: standard input: cannot be read: standard input is closed\n")


def test_standard_input_is_read_in_this_process_too(monkeypatch: pytest.MonkeyPatch, small: Store) -> None:
    """`load("-")` reads what is piped into Python."""
    with SMALL.open(encoding="utf-8") as file:
        monkeypatch.setattr(sys, "stdin", file)
        assert load("-").records == small.records


def test_standard_input_of_absurd_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than the limit is not read from a pipe either; exactly the limit is."""
    size = SMALL.stat().st_size
    for limit, fits in ((size, True), (size - 1, False)):
        monkeypatch.setattr(limits, "SIZE", limit)
        with SMALL.open(encoding="utf-8") as file:
            monkeypatch.setattr(sys, "stdin", file)
            if fits:
                assert load("-").records
                continue
            with pytest.raises(StoreUnreadable, match=r"^standard input: is larger than 0 MiB$"):
                load("-")


def test_a_path_may_be_text_or_a_path(small: Store) -> None:
    """`load` takes what `open` takes as a name."""
    assert load(str(SMALL)).records == small.records


@pytest.mark.parametrize(
    ("folder", "facts", "found"),
    [
        ("src", "data/facts.toml", "data/facts.toml"),
        ("src", "facts.toml", "src/harristrip/facts.toml"),
        ("lib", "data/facts.toml", "lib/harristrip/facts.toml"),
    ],
    ids=["checkout", "source without facts", "installed"],
)
def test_the_facts_that_ship_are_those_of_the_checkout_or_of_the_package(
    folder: str, facts: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only beside a folder of sources is the folder of data looked for."""
    (tmp_path / facts).parent.mkdir(exist_ok=True)
    (tmp_path / facts).touch()
    monkeypatch.setattr(store, "__file__", str(tmp_path / folder / "harristrip" / "store.py"))
    assert store.shipped() == str(tmp_path / found)


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"\xff", 1, 1),
        (b"\n\xff", 2, 1),
        (b"\n\n\xff", 3, 1),
        (b"a = 1\n# b\xff\n\n", 2, 4),
        (b"a\n\nb\xffc\xff", 3, 2),
    ],
)
def test_a_byte_that_is_no_text_is_shown_where_it_stands(data: bytes, line: int, column: int, tmp_path: Path) -> None:
    """Lines and columns are counted from 1, columns in bytes, up to the first wrong byte."""
    path = tmp_path / "bytes.toml"
    path.write_bytes(data)
    with pytest.raises(StoreInvalid) as caught:
        store.read(str(path))
    (fault,) = caught.value.faults
    assert (fault.code, fault.line, fault.column, fault.hint) == ("HT001", line, column, "save it as UTF-8")


def test_no_more_is_read_than_shows_that_a_store_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a file or a stream without end a byte more than the limit is taken into memory."""
    monkeypatch.setattr(limits, "SIZE", 10)
    path = tmp_path / "large.toml"
    path.write_bytes(b"#" * 100)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"#" * 100)))
    assert (len(store._bytes(str(path))), len(store._standard_input())) == (11, 11)


def test_a_text_without_a_name_is_called_as_stores_are() -> None:
    """Faults of a text that came from no file have a name to stand behind."""
    with pytest.raises(StoreInvalid) as caught:
        parse("schema = 2")
    assert caught.value.name == "facts.toml"


LOOK_UP = "from harristrip import store; print(store.shipped())"


def test_an_installed_package_reads_its_own_facts() -> None:
    """Without a file the facts that came with the package are read."""
    assert Path(python(LOOK_UP).strip()) == Path(package.__file__).with_name("facts.toml")


def test_a_checkout_reads_the_facts_of_the_checkout(tmp_path: Path) -> None:
    """In a checkout `data/facts.toml` counts, and not a stale copy beside the package."""
    copy = tmp_path / "src" / "harristrip"
    copy.parent.mkdir()
    copy.symlink_to(ROOT / "src" / "harristrip")
    env = {**os.environ, "PYTHONPATH": str(copy.parent)}

    def look_up() -> str:
        return subprocess.run(
            [sys.executable, "-c", LOOK_UP], env=env, check=True, capture_output=True, text=True
        ).stdout.strip()

    assert look_up() == str(copy / "facts.toml")
    (tmp_path / "data").mkdir()
    facts = tmp_path / "data" / "facts.toml"
    facts.write_bytes(SMALL.read_bytes())
    assert look_up() == str(facts)


REPORTS = list(query.REPORTS)
FILTERS = [{}, {"country": "fd"}, {"topic": "Labor"}, {"status": ["pledged", "planned"]}, {"from_": "2030-05"}]


@pytest.mark.parametrize("filters", FILTERS, ids=str)
@pytest.mark.parametrize("name", REPORTS)
def test_a_method_returns_what_the_command_shows(name: str, filters: dict, small: Store, run: Run) -> None:
    """Python and the command line answer alike, report by report."""
    options = [
        part
        for key, values in filters.items()
        for value in ([values] if isinstance(values, str) else values)
        for part in (f"--{key.rstrip('_')}", value)
    ]
    answer = json.loads(run(name, "--json", "--facts", str(SMALL), *options).out)
    assert [item["id"] for item in answer["items"]] == [record.id for record in getattr(small, name)(**filters)]
    assert answer["gaps"] == [gap.id for gap in small.open_questions(name, **filters)]
    if name == "funding":
        assert len(answer["totals"]) == len(small.funding_totals(**filters))


def test_search_and_show_are_methods_too(small: Store, run: Run) -> None:
    """Words and ids give the same records in Python."""
    for command, found in (("search", small.search("pump")), ("show", small.show("pump"))):
        items = json.loads(run(command, "pump", "--json", "--facts", str(SMALL)).out)["items"]
        assert [item["id"] for item in items] == [record.id for record in found]


def test_show_keeps_the_order_asked_and_names_each_once(small: Store) -> None:
    """Whoever asks for ids gets them as asked."""
    assert [record.id for record in small.show("talks", "ride", "talks")] == ["talks", "ride"]


def test_a_paragraph_shows_the_records_that_cite_it(small: Store) -> None:
    """`gazette:5` names every record that rests on that paragraph."""
    assert {record.id for record in small.show("gazette:5")} == {"wells-dug", "share-dry", "how-many"}


def test_an_id_that_no_record_has_names_the_nearest(small: Store) -> None:
    """Every id that is missing is named, with a suggestion where there is one."""
    with pytest.raises(NothingFound) as caught:
        small.show("talk", "ride", "zzz", "gazette:99")
    assert caught.value.missing == ("talk", "zzz", "gazette:99")
    assert caught.value.lines()[0] == 'no record has the id "talk"; did you mean talks?'


@pytest.mark.parametrize("filters", [{"country": "atlantis"}, {"kind": "stops"}, {"status": ["held", "hold"]}], ids=str)
def test_an_unknown_value_is_refused(small: Store, filters: dict) -> None:
    """A filter that names nothing is an error, not an empty answer."""
    with pytest.raises(UnknownValue):
        small.facts(**filters)


@pytest.mark.parametrize("name", query.DATE_FILTERS)
def test_an_impossible_date_is_refused(small: Store, name: str) -> None:
    """A date filter takes one year, month or day."""
    for value in ("2030-02-30", "2030/2031", "soon", ""):
        with pytest.raises(ImpossibleDate):
            small.facts(**{name: value})


NAMES = [
    ("country", "FREE LAND", "freedonia"),
    ("country", "fd", "freedonia"),
    ("person", "Ána  MAYOR", "mayor"),
    ("person", "the-mayor", "mayor"),
    ("topic", "labor", "labour"),
    ("source", "Gazette", "gazette"),
    ("status", "not done", "not-done"),
    ("kind", "CLAIM", "claim"),
]


@pytest.mark.parametrize(("what", "name", "id_"), NAMES)
def test_a_name_code_or_alias_means_its_id(small: Store, what: str, name: str, id_: str) -> None:
    """Every vocabulary is looked up without regard to case, accents and punctuation."""
    assert query.resolve(what, name, small.names(what)) == id_


@pytest.mark.parametrize("what", ["country", "person", "topic", "source", "status", "kind"])
def test_labels_begin_with_the_name_to_show(small: Store, what: str) -> None:
    """Every id of a vocabulary has a name to show, and each of its names leads back to it."""
    for id_, names in small.labels(what).items():
        assert names
        assert all(query.resolve(what, name, small.names(what)) == id_ for name in (id_, *names))
    assert small.labels("country")["freedonia"] == ("Freedonia", "FD", "Free Land")


def test_a_source_goes_by_its_publisher_where_only_it_has_that_name() -> None:
    """An id goes before a publisher, and a publisher of two articles names neither."""
    text = Path(SMALL).read_text("utf-8")
    assert parse(text).labels("source") == {"gazette": ("gazette", "The Gazette"), "herald": ("herald",)}
    twice = text.replace("[sources.herald]\n", '[sources.herald]\npublisher = "the gazette"\n')
    assert parse(twice).labels("source") == {"gazette": ("gazette",), "herald": ("herald",)}
    crossed = text.replace('publisher = "The Gazette"', 'publisher = "Herald"')
    assert parse(crossed).names("source") == {"gazette": "gazette", "herald": "herald"}
    own = text.replace('publisher = "The Gazette"', 'publisher = "Gazette"')
    assert parse(own).names("source") == {"gazette": "gazette", "herald": "herald"}


@pytest.mark.parametrize("sent", [b"", b"schema = 1\n"])
def test_standard_input_that_does_not_wait_is_not_taken_for_whole(sent: bytes) -> None:
    """A part of a store, or nothing yet, is no store: that is said, and nothing is answered from it."""
    read, write = os.pipe()
    os.set_blocking(read, False)
    os.write(write, sent)
    done = subprocess.run([*PROGRAM, "facts", "--facts", "-"], stdin=read, capture_output=True, check=False)
    os.close(read)
    os.close(write)
    assert done.returncode == ExitCode.STORE
    assert b"standard input: cannot be read: " in done.stderr
    assert b"does not wait" in done.stderr


def test_a_store_that_comes_in_parts_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading goes on until there is no more; where there is no more yet, no part is taken for the whole."""

    class Parts:
        buffer = property(lambda self: self)

        def __init__(self, *parts: bytes | None) -> None:
            self.parts = list(parts)

        def read(self, _: int) -> bytes | None:
            return self.parts.pop(0)

    whole = SMALL.read_bytes()
    monkeypatch.setattr(sys, "stdin", Parts(whole[:100], whole[100:], b""))
    assert load("-").records == load(SMALL).records
    monkeypatch.setattr(sys, "stdin", Parts(whole, None))
    with pytest.raises(StoreUnreadable, match="does not wait"):
        load("-")


def test_a_plain_file_that_gives_nothing_is_said_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some files of the system are plain by their type and yet have nothing to read."""

    class Nothing(io.BytesIO):
        def read(self, _: int | None = -1) -> None:
            return None

    path = tmp_path / "facts.toml"
    path.touch()
    monkeypatch.setattr(store, "open", lambda *_: Nothing(), raising=False)
    with pytest.raises(StoreUnreadable, match="it has nothing to read"):
        load(path)


@pytest.mark.parametrize("command", [["check"], ["check", "--facts"], ["facts", "--facts"]], ids=" ".join)
def test_an_empty_name_is_not_the_store_that_ships(command: list[str], run: Run) -> None:
    """A variable that a script forgot to set must not make every check pass."""
    result = run(*command, "")
    assert (result.code, result.out) == (ExitCode.STORE, b"")
    assert "cannot be read" in result.message


def test_a_closed_standard_input_is_nobodys_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a file is the one that is read can be asked whatever stands behind standard input."""
    monkeypatch.setattr(sys, "stdin", None)
    assert not store.is_read_from(str(tmp_path / "a"), "-")
    assert store.is_read_from(store.shipped(), None)
    assert not store.is_read_from("/dev/null", "/dev/null")


def test_a_byte_that_is_no_text_is_found_by_its_character() -> None:
    """Columns count characters, however many bytes each of them takes."""
    done = harristrip("check", "-", "--json", stdin='schema = 1\ntitle = "ééé'.encode() + b'\xff"\n')
    (fault,) = json.loads(done.stderr)["error"]["faults"]
    assert (fault["line"], fault["column"]) == (2, 13)


def test_messages_of_a_hostile_store_stay_short() -> None:
    """Neither keys nor values of any length are printed whole, nor as Python writes them."""
    long = "x" * 10**5
    for text in (
        f'schema = "{long}"',
        f"schema = 1\n[{long}]",
        f"{long} = 1\n{long} = 2",
        f"[[{long}]]\n[{long}]",
        "schema = 2020-01-01",
        f"schema = 1\n[event]\n{long} = 1\n[sources]\n",
        'schema = 1\n[event]\ntitle = "' + "".join(f"\\u{n:04x}" for n in range(0x80, 0xA0)) + '"\n[sources]\n',
    ):
        with pytest.raises(StoreInvalid) as caught:
            parse(text)
        for fault in caught.value.faults:
            assert len(fault.message) < 600
            assert not re.search(r"datetime|\('|None|\\u0080.*\\u009f", fault.message)


def test_of_very_many_valid_names_a_message_lists_some() -> None:
    """A line of a message stays one that can be read."""
    error = UnknownValue("topic", "x", None, [f"t{n}" for n in range(1000)])
    assert str(error).endswith("t198, t199 and 800 more)")
    assert str(UnknownValue("topic", "x", None, [f"t{n}" for n in range(200)])).endswith("t198, t199)")
    assert str(UnknownValue("topic", "x", None, [f"t{n}" for n in range(201)])).endswith("t199 and 1 more)")
    assert str(UnknownValue("topic", "x", None, [])).endswith("(valid: none)")


@pytest.mark.parametrize(("key", "end"), [("k" * 379, " twice"), ("k" * 380, " twic…")])
def test_what_toml_says_of_a_key_is_said_of_its_parts(key: str, end: str) -> None:
    """A dotted key is named as it is written, and of a very long message the beginning is shown."""
    with pytest.raises(StoreInvalid) as caught:
        store.parse("[a.b]\n[a.b]\n")
    assert caught.value.faults[0].message == "the file is not TOML: Cannot declare a.b twice"
    with pytest.raises(StoreInvalid) as caught:
        store.parse(f"[{key}]\n[{key}]\n")
    assert caught.value.faults[0].message == f"the file is not TOML: Cannot declare {key}{end}"
