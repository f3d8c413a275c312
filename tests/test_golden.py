"""The bytes that each command prints for the small store, as JSON and as tables of 80 and 200 columns.

`python -m pytest tests/test_golden.py --golden-write` writes them anew; read the difference before you commit it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from harristrip import query
from harristrip.errors import ExitCode

GOLDEN = Path(__file__).parent / "golden"
STORE = Path(__file__).parent / "data" / "valid" / "small.toml"
EXTRA = {
    "search": ["mayor"],
    "show": ["ride", "talks", "well", "pump", "share-dry", "repairs", "thirst", "how-many", "mayor", "herald"],
}
INVALID = Path(__file__).parent / "data" / "invalid"
FAULTS = "check.invalid.txt"
HELP = "help.txt"
"""The help of the program, without its frames; `test_cli.py` holds it."""
WORDS_OF_OTHERS = ("key-twice", "not-toml", "number-too-long")
"""Stores that the parser or Python refuses, each version in its own words."""
FORMS = ("json", "80.txt", "200.txt")
CASES = [(name, form) for name in (*query.REPORTS, *EXTRA) for form in FORMS]


@pytest.mark.parametrize(("name", "form"), CASES)
def test_a_command_prints_these_bytes(name, form, run, monkeypatch, request):
    """What a command prints changes only on purpose."""
    options = ["--json"] if form == "json" else []
    if not options:
        monkeypatch.setenv("COLUMNS", form.removesuffix(".txt"))
    result = run(name, *EXTRA.get(name, []), "--facts", str(STORE), *options)
    golden = GOLDEN / f"{name}.{form}"
    if request.config.getoption("--golden-write"):
        golden.write_bytes(result.out)
    assert (result.code, result.message) == (0, "")
    assert result.out.decode() == golden.read_text(encoding="utf-8")


def test_every_fault_is_told_in_these_words(run, monkeypatch, request):
    """Place, code, message, line, caret and hint of each fault of each faulty store change only on purpose."""
    monkeypatch.chdir(INVALID)
    told = [run("check", path.name) for path in sorted(Path().glob("*.toml")) if path.stem not in WORDS_OF_OTHERS]
    text = "\n".join(result.text or result.message for result in told)
    golden = GOLDEN / FAULTS
    if request.config.getoption("--golden-write"):
        golden.write_text(text, encoding="utf-8")
    assert {result.code for result in told} <= {ExitCode.NEGATIVE, ExitCode.STORE}
    assert text == golden.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over():
    """Every golden file belongs to a command."""
    files = {path.name for path in GOLDEN.iterdir() if path.is_file()}
    assert files == {f"{name}.{form}" for name, form in CASES} | {FAULTS, HELP}
