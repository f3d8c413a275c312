"""The bytes that each command prints for the small store, as JSON and as tables of 80 and 200 columns.

`python -m pytest tests/test_golden.py --golden-write` writes them anew; read the difference before you commit it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from harristrip import query

GOLDEN = Path(__file__).parent / "golden"
STORE = Path(__file__).parent / "data" / "valid" / "small.toml"
EXTRA = {
    "search": ["mayor"],
    "show": ["ride", "talks", "well", "pump", "share-dry", "repairs", "thirst", "how-many", "mayor", "herald"],
}
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


def test_no_golden_file_is_left_over():
    """Every golden file belongs to a command."""
    assert {path.name for path in GOLDEN.iterdir() if path.is_file()} == {f"{name}.{form}" for name, form in CASES}
