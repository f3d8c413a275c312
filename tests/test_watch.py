"""`check --watch`: the faults of a file again whenever it changes, until Ctrl-C."""

from __future__ import annotations

from pathlib import Path

import pytest

SMALL = (Path(__file__).parent / "data" / "valid" / "small.toml").read_bytes()


@pytest.fixture
def watched(run, tmp_path, monkeypatch):
    """Watch a file; each pause takes a step, and after the last one the user presses Ctrl-C."""

    def watched(*steps):
        rest = iter(steps)

        def pause(seconds):
            assert seconds > 0
            step = next(rest, None)
            if step is None:
                raise KeyboardInterrupt
            step()

        monkeypatch.setattr("time.sleep", pause)
        found = run("check", str(tmp_path / "store.toml"), "--watch")
        assert (found.code, found.message) == (130, "harristrip: error: interrupted\n")
        return found.text

    (tmp_path / "store.toml").write_bytes(SMALL)
    return watched


def test_faults_are_listed_when_the_file_changes(watched, tmp_path):
    file = tmp_path / "store.toml"
    out = watched(
        lambda: None,
        lambda: file.write_bytes(SMALL.replace(b"schema = 1", b"schema = 2")),
        lambda: file.write_bytes(b"a ="),
        file.unlink,
        lambda: file.write_bytes(SMALL),
    )
    shown = ("0 faults, 1 warning", "HT003", "HT002", "cannot be read: No such file or directory", "\x1b")
    assert [out.count(words) for words in shown] == [2, 1, 1, 1, 0]


def test_a_terminal_is_cleared(watched, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "100")
    assert watched().startswith("\x1b[2J\x1b[H")


@pytest.mark.parametrize("args", [(), ("-",)])
def test_only_a_file_is_watched(args, run):
    found = run("check", *args, "--watch")
    assert found.code == 2
    assert "--watch needs a file of yours" in found.message
