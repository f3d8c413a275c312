"""The program as a real process, for tests of what only a process has: descriptors, signals, loaded modules."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import harristrip as package

EXAMPLE = Path(package.__file__).parent / "example.toml"
"""The store that `init` writes."""
PROGRAM = (sys.executable, "-m", "harristrip")


def python(code: str, *args: str) -> str:
    """Run code in a fresh interpreter and return what it prints."""
    return subprocess.run([sys.executable, "-c", code, *args], check=True, capture_output=True, text=True).stdout


def harristrip(*args: str, stdin: bytes = b"", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run a command line of the program in a process of its own."""
    return subprocess.run([*PROGRAM, *args], check=False, capture_output=True, input=stdin, env=env, timeout=60)


def shell(script: str) -> subprocess.CompletedProcess[bytes]:
    """Run a script in which `"$@"` is the start of a command line; bash tells the exit code of each part of a pipe."""
    return subprocess.run(["bash", "-c", script, "bash", *PROGRAM], check=False, capture_output=True, timeout=60)


def write_files_of_examples(folder: Path) -> None:
    """Write what the examples of the help name: the articles of the example store as DIR, a new article, a draft."""
    shutil.copytree(EXAMPLE.parent / "example", folder / "DIR")
    shutil.copy(EXAMPLE, folder / "my-event.toml")
    for name in ("article.txt", "story.md", "story.txt"):
        (folder / name).write_text("They counted more than 100 boats.\n", encoding="utf-8")
