"""The bytes that each command prints for the small store, in each format; the messages for each faulty store.

`make golden` writes them again; read the difference before you commit it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from harristrip.errors import ExitCode
from harristrip.index.reports import REPORTS

TESTS = Path(__file__).parent
GOLDEN = TESTS / "golden"
STORE = str(TESTS / "data" / "valid" / "small.toml")
INVALID = TESTS / "data" / "invalid"
ALL = ["ride", "talks", "well", "pump", "share-dry", "repairs", "thirst", "how-many", "mayor", "herald"]
COMMANDS = {name: [name] for name in (*REPORTS, "border", "health")} | {
    "search": ["search", "mayor"],
    "show": ["show", *ALL],
}
FORMATS = {"csv": "csv", "jsonl": "jsonl", "md": "markdown", "tsv": "tsv"}
CITED = ["ride", "share-dry", "herald", "gazette:4"]
CASES = {f"{name}.json": [*words, "--json"] for name, words in COMMANDS.items()}
CASES |= {f"{name}.{width}.txt": words for name, words in COMMANDS.items() for width in (80, 200)}
CASES |= {f"formats/facts.{ending}": ["facts", "--format", name] for ending, name in FORMATS.items()}
CASES |= {"formats/funding.md": ["funding", "-f", "markdown"]}
CASES |= {f"formats/{name}.ics": [name, "-f", "ics"] for name in ("itinerary", "meetings")}
CASES |= {
    f"formats/cite.{ending}": ["cite", *CITED, "-s", style]
    for ending, style in (("bib", "bibtex"), ("json", "csl-json"))
}
CASES |= {"formats/facts.colour.txt": ["facts"]}
WORDS_OF_OTHERS = ("key-twice", "not-toml", "number-too-long")
"""Stores that the parser or Python refuses, each version in its own words."""


@pytest.mark.parametrize("name", CASES)
def test_a_command_prints_these_bytes(name, run, monkeypatch, request):
    """What a command prints changes only on purpose."""
    width = name.removesuffix(".txt").rpartition(".")[2]
    if width.isdigit():
        monkeypatch.setenv("COLUMNS", width)
    if width == "colour":
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.delenv("COLORTERM", raising=False)
    result = run(*CASES[name], "--facts", STORE)
    check(GOLDEN / name, result.out, request)
    assert (result.code, result.message) == (ExitCode.OK, "")


def test_every_fault_is_reported_in_these_words(run, monkeypatch, request):
    """Place, code, message, line, caret and hint of each fault of each faulty store change only on purpose."""
    monkeypatch.chdir(INVALID)
    results = [run("check", path.name) for path in sorted(Path().glob("*.toml")) if path.stem not in WORDS_OF_OTHERS]
    check(GOLDEN / "check.invalid.txt", "\n".join(one.text or one.message for one in results).encode(), request)
    assert {one.code for one in results} <= {ExitCode.NEGATIVE, ExitCode.STORE}


def check(golden, printed, request):
    """Compare what was printed with a golden file, or write it."""
    if request.config.getoption("--golden-write"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(printed)
    assert printed.decode() == golden.read_bytes().decode()


def test_no_golden_file_is_left_over():
    """Every golden file belongs to a command; `cli/test_help.py` compares the help."""
    files = {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*") if path.is_file()}
    assert files == {*CASES, "check.invalid.txt", "help.txt"}
