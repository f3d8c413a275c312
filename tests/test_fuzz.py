"""The corpus of the fuzzer, replayed: what was once found stays mended. `make fuzz` looks for more."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).parent / "fuzz"
sys.path.insert(0, str(FUZZ))
from targets import TARGETS  # noqa: E402 -- found only now

CORPUS = sorted(path for path in (FUZZ / "corpus").rglob("*") if path.is_file())


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_an_input_of_the_corpus_breaks_no_law(path: Path) -> None:
    """Every seed, and every input that once ended in a crash, is read or refused."""
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_has_a_corpus_and_takes_any_bytes(name: str) -> None:
    """No bytes, all bytes and half a character are inputs like any other."""
    assert any(path.parent.name == name for path in CORPUS)
    for data in (b"", b"\0", bytes(range(256)), b"\xed\xa0\x80", "\ufeff1\n1".encode()):
        TARGETS[name](data)
