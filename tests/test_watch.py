"""`check --watch`: the faults of a file again whenever it changes, until Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harristrip.cli import checking, drafting
from harristrip.errors import UsageError

SMALL = (Path(__file__).parent / "data" / "valid" / "small.toml").read_bytes()
VALUES = {"facts": None, "explain": None, "json": False, "watch": False}


def watched(file: Path, *steps: Callable[[], object]) -> None:
    """Watch a file; each pause takes a step, and after the last one the user presses Ctrl-C."""
    rest = iter(steps)

    def pause(seconds: float) -> None:
        assert seconds > 0
        step = next(rest, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    with pytest.raises(KeyboardInterrupt):
        drafting.watch({**VALUES, "file": str(file)}, checking.check, pause)


def test_faults_are_listed_when_the_file_changes(tmp_path, capsysbinary):
    file = tmp_path / "store.toml"
    file.write_bytes(SMALL)
    watched(
        file,
        lambda: None,
        lambda: file.write_bytes(SMALL.replace(b"schema = 1", b"schema = 2")),
        lambda: file.write_bytes(b"a ="),
        file.unlink,
        lambda: file.write_bytes(SMALL),
    )
    out = capsysbinary.readouterr().out.decode()
    assert out.count("0 faults, 1 warning") == 2
    assert out.count("HT003") == 1
    assert out.count("HT002") == 1
    assert out.count("cannot be read: No such file or directory") == 1
    assert "\x1b" not in out


def test_a_terminal_is_cleared(tmp_path, capsysbinary, monkeypatch):
    file = tmp_path / "store.toml"
    file.write_bytes(SMALL)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "100")
    watched(file)
    assert capsysbinary.readouterr().out.startswith(drafting.CLEAR)


@pytest.mark.parametrize("name", [None, "-"])
def test_only_a_file_is_watched(name):
    with pytest.raises(UsageError, match="--watch needs a file of yours"):
        drafting.watch({**VALUES, "file": name}, checking.check, lambda _: None)


def test_the_command_ends_with_130(run, tmp_path, monkeypatch):
    file = tmp_path / "store.toml"
    file.write_bytes(SMALL)

    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", interrupted)
    found = run("check", str(file), "--watch")
    assert (found.code, found.message) == (130, "harristrip: error: interrupted\n")
    assert b"0 faults" in found.out
