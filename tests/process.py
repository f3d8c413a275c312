"""The program as a real process, for tests of what only a process has: descriptors, signals, loaded modules."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = (sys.executable, "-m", "harristrip")
BIG = (*PROGRAM, "facts", "--json")
"""Prints more than a pipe holds."""


def python(code: str, *args: str) -> str:
    """Run code in a fresh interpreter and return what it prints."""
    return subprocess.run([sys.executable, "-c", code, *args], check=True, capture_output=True, text=True).stdout


def harristrip(*args: str, stdin: bytes = b"", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run a command line of the program in a process of its own."""
    return subprocess.run([*PROGRAM, *args], check=False, capture_output=True, input=stdin, env=env, timeout=60)


def shell(script: str) -> subprocess.CompletedProcess[bytes]:
    """Run a script in which `"$@"` is the start of a command line; bash tells the exit code of each part of a pipe."""
    return subprocess.run(["bash", "-c", script, "bash", *PROGRAM], check=False, capture_output=True, timeout=60)


def has_unnamed_files(folder: Path) -> bool:
    """Tell whether a file can be written there before it has a name, which most file systems of Linux know."""
    try:
        os.close(os.open(folder, os.O_WRONLY | os.O_TMPFILE))
    except (AttributeError, OSError):
        return False
    return True
