"""What the tests share: a way to run a command line, and small stores."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

from harristrip import quick
from harristrip.store import Store, load

DATA = Path(__file__).parent / "data"


settings.register_profile("harristrip", deadline=None)  # a slow machine breaks no promise
settings.load_profile("harristrip")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes the golden files anew."""
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
    """A command that was interrupted ends its process, and ignores interrupts from then on; the tests go on."""
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests see no colour, width, store or unbuffered stream of whoever runs them."""
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "HARRISTRIP_FACTS", "HARRISTRIP_ARTICLES", "PYTHONUNBUFFERED"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command line in this process, through the function that the console script calls."""

    def run(*args: str) -> Result:
        capsysbinary.readouterr()
        code = quick.main(list(args))
        out, err = capsysbinary.readouterr()
        return Result(code, out, err)

    return run


@pytest.fixture(scope="session")
def shipped() -> Store:
    """The facts that ship."""
    return load()
