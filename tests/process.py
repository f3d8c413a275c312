"""The program as a real process, for tests of what only a process has: descriptors, signals, loaded modules."""

from __future__ import annotations

import subprocess
import sys

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
