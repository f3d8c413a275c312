"""Print the version and the path of each CPython that this project supports and this machine has, a line each.

Usage: python tools/interpreters.py

Looked for on PATH and among the versions of pyenv. Which ones the project supports is what `pyproject.toml` says.
Exits 1 if there is none.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
SUPPORTED = re.compile(r'"Programming Language :: Python :: (3\.\d+)"')
ASK = "import sys; print(sys.implementation.name, '.'.join(map(str, sys.version_info[:2])), sep='-')"


def main() -> int:
    """Print the interpreters, oldest first."""
    found = [(version, path) for version in supported() if (path := find(version))]
    for version, path in found:
        print(version, path)
    return 0 if found else 1


def supported() -> list[str]:
    """Return the versions that the project says it runs on."""
    return SUPPORTED.findall(PROJECT.read_text(encoding="utf-8"))


def find(version: str) -> str | None:
    """Return the first interpreter that runs and is of this version."""
    return next((path for path in candidates(version) if is_cpython(path, version)), None)


def candidates(version: str) -> Iterator[str]:
    """Yield where an interpreter of this version may stand; a newer patch release before an older one."""
    if on_path := shutil.which(f"python{version}"):
        yield on_path
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv", "versions")
    for folder in sorted(root.glob(f"{version}*"), key=_numbers, reverse=True):
        yield str(folder / "bin" / "python")
    yield sys.executable


def _numbers(folder: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", folder.name)]


def is_cpython(path: str, version: str) -> bool:
    """Tell whether a path runs as CPython of this version; a shim of pyenv may stand for none."""
    try:
        done = subprocess.run([path, "-c", ASK], capture_output=True, text=True, check=False, timeout=60)
    except OSError:
        return False
    return done.stdout.strip() == f"cpython-{version}"


if __name__ == "__main__":
    sys.exit(main())
