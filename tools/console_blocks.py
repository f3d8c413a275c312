"""Run the ```console blocks of the README and of docs/, and write what they print: `python tools/console_blocks.py`.

The blocks of a page run in order in one empty folder, in which `harristrip/` is the checkout. A command whose program
is not installed keeps the output that the page shows.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
PROGRAMS = ("jq", "sqlite3", "patch", "duckdb", "datasette", "trafilatura", "pandas")
"""Programs and modules that a machine may lack."""
CUT = "…"
"""The last line of an output that is not shown in full."""


def commands(block: str) -> list[tuple[str, list[str]]]:
    """Return the commands of a block, each with the lines that it is shown to print."""
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def search_path() -> str:
    """Return the path of programs: those of this environment come first."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


def missing(command: str) -> list[str]:
    """Return the programs that a command needs and that this machine lacks."""
    named = [one for one in PROGRAMS if re.search(rf"(^|[\s(;|]){one}\b(?!\.)", command)]
    return [one for one in named if not (shutil.which(one, path=search_path()) or importlib.util.find_spec(one))]


def run(command: str, folder: Path) -> str:
    """Return what a command prints on a page of 100 columns."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("HARRISTRIP_", "FORCE_COLOR"))}
    done = subprocess.run(
        ["bash", "-c", command],  # noqa: S607
        cwd=folder,
        env=known | {"PATH": search_path(), "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        check=False,
    )
    return done.stdout.decode()


def refreshed(text: str, folder: Path) -> str:
    """Return a page with the output of every block as it is now; a last line `…` cuts the output there."""
    (folder / "harristrip").symlink_to(ROOT.resolve(), target_is_directory=True)

    def block(match: re.Match[str]) -> str:
        lines = []
        for command, shown in commands(match[1]):
            printed = shown if missing(command) else run(command, folder).splitlines()
            if shown and shown[-1] == CUT:
                printed = [*printed[: len(shown) - 1], CUT]
            lines += [f"$ {command}", *(line.rstrip() for line in printed)]
        return "```console\n" + "\n".join(lines) + "\n```"

    return BLOCK.sub(block, text)


if __name__ == "__main__":
    for page in PAGES if len(sys.argv) == 1 else map(Path, sys.argv[1:]):
        with tempfile.TemporaryDirectory() as temporary:
            page.write_text(refreshed(page.read_text(encoding="utf-8"), Path(temporary)), encoding="utf-8")
