"""Run the ```console blocks of the README and of docs/, and write what they print: `python tools/console_blocks.py`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands(block: str) -> list[tuple[str, list[str]]]:
    """Return the commands of a block, each with the lines that it is shown to print."""
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def run(command: str, folder: Path = ROOT) -> str:
    """Return what a command prints on a page of 100 columns; the program of this environment comes first."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("HARRISTRIP_")}
    known.pop("FORCE_COLOR", None)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=known | {"PATH": path, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        check=False,
    )
    return done.stdout.decode()


def refreshed(text: str) -> str:
    """Return a page with the output of every block as it is now; `…` lines keep their place at the end."""

    def block(match: re.Match[str]) -> str:
        lines = []
        for command, shown in commands(match[1]):
            printed = run(command).splitlines()
            if shown and shown[-1] == "…":
                printed = [*printed[: len(shown) - 1], "…"]
            lines += [f"$ {command}", *printed]
        return "```console\n" + "\n".join(lines) + "\n```"

    return BLOCK.sub(block, text)


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(refreshed(page.read_text(encoding="utf-8")), encoding="utf-8")
