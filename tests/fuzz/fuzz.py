"""Fuzz one target with atheris, guided by the branches it takes.

Usage: python tests/fuzz/fuzz.py TARGET FOLDER... [libFuzzer's options]

New inputs are kept in the first FOLDER; a crash is written to the working folder and printed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parent))
with atheris.instrument_imports(include=["harristrip"]):
    from targets import TARGETS


def main() -> None:
    """Run until the time is up or something breaks."""
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
