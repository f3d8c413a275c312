"""The cache: it never answers for another text, and without it every answer is the same."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from process import PROGRAM, harristrip
from stores import SMALL, record, store

from harristrip.errors import StoreUnreadable
from harristrip.index.database import open_index
from harristrip.index.store import Store, load

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "harristrip"
POWERLESS = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
"""Takes from root what lets it write where nobody may."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a test a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "harristrip"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Write a store of one gap, `gap-a`."""
    return write(tmp_path / "store.toml", "gap-a")


def write(path: Path, *ids: str) -> Path:
    path.write_text(store(*(record("gap", id_) for id_ in ids)), encoding="utf-8")
    return path


def gaps(path: Path | str) -> list[str]:
    """Return the ids of the gaps of a store."""
    return [one.id for one in load(path).gaps()]


def answers(opened: Store) -> list[object]:
    """Return what every part of an index answers."""
    names = ("itinerary", "meetings", "people", "timeline", "funding", "statistics", "commitments", "facts", "sources")
    found: list[object] = [opened.report(name) for name in (*names, "conflicts", "gaps")]
    found += [opened.search("well"), opened.search("5,000"), opened.show("gazette:5"), opened.funding_totals()]
    found += [opened.facts(country="free land", from_="2030"), opened.open_questions("funding"), opened.event]
    return [*found, opened.places, opened.labels("person"), opened.names("topic")]


def cached(folder: Path) -> Path:
    """Return the one file of a cache."""
    (file,) = folder.iterdir()
    return file


# ---------------------------------------------------------------------------------------------------------------------
# The text that is asked
# ---------------------------------------------------------------------------------------------------------------------


def test_an_edit_that_leaves_size_and_time_as_they_were_is_noticed(path: Path, folder: Path) -> None:
    """Many edits in the same tick of the clock, of the same size, each with the first mtime restored."""
    before = path.stat()
    for letter in "abcdefghij" * 3:
        write(path, f"gap-{letter}")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert path.stat().st_size == before.st_size
        assert gaps(path) == gaps(path) == [f"gap-{letter}"]
    assert cached(folder).name.endswith(".index")


MODULES = "import sys\nfrom harristrip.main import main\nmain(['gaps', '--count', '--facts', sys.argv[1]])\n"
MODULES += "print(*(name in sys.modules for name in ('harristrip.facts.load', 'hashlib')))"


def loaded(path: Path) -> list[str]:
    """Return how many gaps a store has, and whether the loader and hashlib were needed to say so."""
    command = [sys.executable, "-c", MODULES, str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def test_a_store_that_has_settled_is_not_read_again(path: Path, folder: Path) -> None:
    """Some seconds after an edit neither the loader nor a digest is needed; a later edit is noticed all the same."""
    assert loaded(path) == ["1", "True", "True"]
    before = path.stat()
    time.sleep(2.1)
    assert gaps(path) == ["gap-a"]
    assert loaded(path) == ["1", "False", "False"]
    write(path, "gap-b")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert gaps(path) == ["gap-b"]
    assert [file.suffix for file in folder.iterdir()] == [".index"]


def test_a_store_that_is_rewritten_with_the_same_text_is_not_parsed_again(path: Path) -> None:
    """The digest decides if size and times do not."""
    assert loaded(path)[1] == "True"
    path.write_bytes(path.read_bytes())
    assert loaded(path) == ["1", "False", "True"]


def test_a_store_that_is_gone_or_another_gets_no_old_answer(path: Path, tmp_path: Path) -> None:
    """Deleted, moved, replaced by a link or by another file: the file that is there now is asked."""
    other = write(tmp_path / "other.toml", "gap-other", "gap-more")
    assert (gaps(path), gaps(other)) == (["gap-a"], ["gap-other", "gap-more"])
    moved = path.rename(tmp_path / "moved.toml")
    assert gaps(moved) == ["gap-a"]
    with pytest.raises(StoreUnreadable, match="No such file"):
        load(path)
    path.symlink_to(other)
    assert gaps(path) == ["gap-other", "gap-more"]
    path.unlink()
    path.symlink_to(moved)
    assert gaps(path) == ["gap-a"]
    os.replace(other, moved)
    assert gaps(path) == gaps(moved) == ["gap-other", "gap-more"]
    moved.unlink()
    moved.mkdir()
    with pytest.raises(StoreUnreadable, match="it is a folder"):
        load(path)


def test_a_store_that_becomes_invalid_is_refused(path: Path) -> None:
    """The cached index of a valid text answers for no other text."""
    assert gaps(path) == ["gap-a"]
    path.write_text(path.read_text("utf-8").replace("not-stated", "not-stayed"), encoding="utf-8")
    assert harristrip("gaps", "--facts", str(path)).returncode == 3


def test_standard_input_is_not_cached(path: Path, folder: Path) -> None:
    """What is piped in has no identity."""
    for id_ in ("gap-a", "gap-b"):
        done = harristrip(
            "gaps", "--fields", "id", "--format", "csv", "--facts", "-", stdin=write(path, id_).read_bytes()
        )
        assert done.stdout.split() == [b"id", id_.encode()]
    assert not folder.exists()


@pytest.mark.parametrize(
    ("platform", "variable", "folder"),
    [
        ("linux", "XDG_CACHE_HOME", "harristrip"),
        ("linux", "HOME", ".cache/harristrip"),
        ("darwin", "HOME", "Library/Caches/harristrip"),
        ("win32", "LOCALAPPDATA", "harristrip"),
    ],
)
def test_indexes_are_where_each_system_keeps_caches(
    platform: str, variable: str, folder: str, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user's cache folder of the operating system."""
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv(variable, str(tmp_path / "user"))
    assert gaps(path) == ["gap-a"]
    assert cached(tmp_path / "user" / folder).suffix == ".index"


# ---------------------------------------------------------------------------------------------------------------------
# The cache itself
# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["off", "on"])
def test_the_cache_can_be_turned_off(value: str, path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`HARRISTRIP_CACHE=off` reads and writes no index."""
    monkeypatch.setenv("HARRISTRIP_CACHE", value)
    assert gaps(path) == gaps(path) == ["gap-a"]
    assert folder.exists() == (value == "on")


def test_a_cached_index_is_private(path: Path, folder: Path) -> None:
    """A store may be secret: so is what is cached of it."""
    assert gaps(path) == ["gap-a"]
    assert folder.stat().st_mode & 0o777 == 0o700
    assert cached(folder).stat().st_mode & 0o777 == 0o600


def foreign(script: str) -> bytes:
    """Return a database of another program."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file")
        connection = sqlite3.connect(path)
        connection.executescript(script)
        connection.close()
        return path.read_bytes()


BROKEN = {
    "empty": lambda whole: b"",
    "one byte": lambda whole: b"S",
    "text": lambda whole: b"not a database" * 1000,
    "zeros": lambda whole: bytes(len(whole)),
    "half": lambda whole: whole[: len(whole) // 2],
    "all but a byte": lambda whole: whole[:-1],
    "all but a page": lambda whole: whole[:-4096],
    "a byte more": lambda whole: whole + b"\0",
    "header alone": lambda whole: whole[:100] + bytes(len(whole) - 100),
    "empty database": lambda whole: foreign("CREATE TABLE a (b);"),
    "database of another program": lambda whole: foreign("CREATE TABLE meta (key, value); CREATE TABLE record (id);"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_cache_is_made_again(kind: str, folder: Path) -> None:
    """Torn, empty and foreign files are replaced without a word."""
    right = answers(load(SMALL))
    file = cached(folder)
    whole = file.read_bytes()
    file.write_bytes(BROKEN[kind](whole))
    assert answers(load(SMALL)) == right
    assert file.stat().st_size == len(whole)
    assert answers(load(SMALL)) == right


def test_a_damaged_page_of_a_cache_is_noticed(folder: Path) -> None:
    """Whichever page a crash has left as zeros, the answers are right."""
    right = answers(load(SMALL))
    file = cached(folder)
    whole = file.read_bytes()
    for start in range(0, len(whole), 4096):
        file.unlink(missing_ok=True)
        file.write_bytes(whole[:start] + bytes(4096) + whole[start + 4096 :])
        assert answers(load(SMALL)) == right, start // 4096


def test_a_folder_in_place_of_an_index_is_left_alone(path: Path, folder: Path) -> None:
    """What cannot be replaced is ignored."""
    assert gaps(path) == ["gap-a"]
    file = cached(folder)
    file.unlink()
    (file / "inner").mkdir(parents=True)
    assert gaps(path) == ["gap-a"]
    assert list(folder.iterdir()) == [file]


@pytest.mark.parametrize("name", ["file/cache", "file", "relative", "", "/proc/nowhere", "/dev/null"])
def test_a_cache_folder_that_cannot_be_made_is_done_without(
    name: str, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file in its place, a path that is relative, a file system that takes no folder: answered, and nothing left."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "file"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / name) if name.startswith("file") else name)
    assert gaps(path) == gaps(path) == ["gap-a"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "store.toml"]


@pytest.mark.skipif(not shutil.which((POWERLESS or ["true"])[0]), reason="only setpriv makes root like anybody else")
@pytest.mark.parametrize("is_warm", [True, False], ids=["warm", "cold"])
def test_a_read_only_cache_is_read(is_warm: bool, path: Path, folder: Path) -> None:  # noqa: FBT001
    """An index that is there is used, one that is not there is done without."""
    folder.mkdir(parents=True)
    if is_warm:
        assert gaps(path) == ["gap-a"]
    before = sorted(folder.iterdir())
    folder.chmod(0o555)
    command = [*POWERLESS, *PROGRAM, "gaps", "--count", "--facts", str(path)]
    for _ in range(2):
        done = subprocess.run(command, check=False, capture_output=True)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"1\n", b"")
    folder.chmod(0o755)
    assert sorted(folder.iterdir()) == before


def test_twenty_processes_may_ask_a_cold_cache_at_once(folder: Path) -> None:
    """All get the same answer, and one whole index is left."""
    command = [*PROGRAM, "facts", "--json", "--facts", str(SMALL)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(20)]
    outputs = [process.communicate() for process in running]
    assert {process.returncode for process in running} == {0}
    assert len(set(outputs)) == 1
    assert outputs[0][0].startswith(b'{"schema_version":')
    assert cached(folder).suffix == ".index"
    assert answers(load(SMALL)) == answers(Store(open_index(str(SMALL))))


def test_old_indexes_are_dropped(tmp_path: Path, folder: Path) -> None:
    """A cache does not grow with every store that was ever asked."""
    for number in range(60):
        write(tmp_path / f"{number}.toml", f"gap-{number}")
        assert gaps(tmp_path / f"{number}.toml") == [f"gap-{number}"]
    assert len(list(folder.iterdir())) < 50


def version(tmp_path: Path, name: str, file: str, change: str) -> dict[str, str]:
    """Return an environment in which a changed copy of the program runs."""
    shutil.copytree(PACKAGE, tmp_path / name / "harristrip", ignore=shutil.ignore_patterns("__pycache__"))
    changed = tmp_path / name / "harristrip" / file
    stamp = changed.stat()
    changed.write_text(changed.read_text("utf-8") + change, encoding="utf-8")
    os.utime(changed, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    return {**os.environ, "PYTHONPATH": str(tmp_path / name)}


OTHER = {
    "another version": ("__init__.py", '\n__version__ = "99"\n'),
    "an edited report": (
        "index/reports.py",
        '\nREPORTS["gaps"] = REPORTS["gaps"]._replace(where=lambda record: False)\n',
    ),
    "another way of folding": ("text.py", '\nfold_name = lambda name: name.replace("-", "x")\n'),
}


@pytest.mark.parametrize("other", OTHER)
def test_two_versions_of_the_program_take_turns(other: str, path: Path, tmp_path: Path, folder: Path) -> None:
    """Each asks an index of its own making: what one has cached does not answer for the other."""
    env = version(tmp_path, "other", *OTHER[other])
    mine = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    command = ("gaps", "--status", "not-stated", "--count", "--facts", str(path))
    results = [harristrip(*command, env=one) for one in (mine, env, mine, env)]
    changed = b"0\n" if other == "an edited report" else b"1\n"
    assert [(done.returncode, done.stdout) for done in results] == [(0, b"1\n"), (0, changed)] * 2
    assert len(list(folder.iterdir())) == 2
