"""Print the version and the path of each CPython that this project supports and this machine has, a line each.

Usage: python tools/interpreters.py

Looked for on PATH and among the versions of pyenv. `pyproject.toml` says which ones the project supports.
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
    """Print the interpreters, oldest first; of each version the first one that runs."""
    found = False
    for version in SUPPORTED.findall(PROJECT.read_text(encoding="utf-8")):
        if path := next((path for path in candidates(version) if is_cpython(path, version)), None):
            print(version, path)
            found = True
    return 0 if found else 1


def candidates(version: str) -> Iterator[str]:
    """Yield where an interpreter of this version may be; a newer patch release before an older one."""
    if on_path := shutil.which(f"python{version}"):
        yield on_path
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv", "versions")
    folders = sorted(root.glob(f"{version}*"), key=lambda folder: [int(n) for n in re.findall(r"\d+", folder.name)])
    for folder in reversed(folders):
        yield str(folder / "bin" / "python")
    yield sys.executable


def is_cpython(path: str, version: str) -> bool:
    """Return whether a path runs as CPython of this version; a shim of pyenv may run none."""
    try:
        done = subprocess.run([path, "-c", ASK], capture_output=True, text=True, check=False, timeout=60)
    except OSError:
        return False
    return done.stdout.strip() == f"cpython-{version}"


if __name__ == "__main__":
    sys.exit(main())
