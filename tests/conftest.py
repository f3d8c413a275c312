"""What the tests share: a way to run a command line, a cache folder of their own, and the shipped facts."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

from harristrip.index.store import Store, load
from harristrip.main import main

DATA = Path(__file__).parent / "data"
ENVIRONMENT = (
    *("COLUMNS", "NO_COLOR", "FORCE_COLOR", "PYTHONUNBUFFERED"),
    *("HARRISTRIP_FACTS", "HARRISTRIP_ARTICLES", "HARRISTRIP_CACHE"),
    *("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG"),  # pytest-xdist's processes are measured, not those of tests
)
"""What would make the tests depend on the machine that runs them."""

settings.register_profile("harristrip", deadline=None)  # a slow machine breaks no promise
settings.load_profile("harristrip")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes the golden files."""
    parser.addoption("--golden-write", action="store_true", help="write tests/golden from what the commands print now")


class Result(NamedTuple):
    """What a command line did."""

    code: int
    out: bytes
    err: bytes

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")

    @property
    def message(self) -> str:
        return self.err.decode("utf-8")


Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """Restore the handler of interrupts: an interrupted command ignores all later ones."""
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a cache folder that the tests of one process share."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch, cache_folder: Path) -> None:
    """Hide colours, widths, stores and caches of the user who runs the tests, from processes too."""
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_folder))


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command line in this process, through the function that the console script calls."""

    def run(*args: str) -> Result:
        capsysbinary.readouterr()
        code = main(list(args))
        out, err = capsysbinary.readouterr()
        return Result(code, out, err)

    return run


@pytest.fixture(scope="session")
def shipped() -> Store:
    """The facts that ship."""
    return load()


@pytest.fixture(scope="session")
def small() -> Store:
    """The smallest store that has a record of every kind."""
    return load(DATA / "valid" / "small.toml")


@pytest.fixture(scope="session")
def flood() -> Store:
    """An invented event whose store uses every field of the model."""
    return load(DATA / "events" / "flood" / "store.toml")
