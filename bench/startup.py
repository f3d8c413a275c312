"""Print how long whole commands take, as ratios of medians from interleaved runs, and who is faster than whom.

Usage: python bench/startup.py [RUNS]

Measured with the program as it is installed: the wheel carries the index of the facts that ship. Other programs that
answer the same question are timed in the same rounds where they are installed.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generate import like

import harristrip
from harristrip.facts import files

APP = """
import typer
{extra}
app = typer.Typer()

@app.command()
def one(name: str = "x"): ...

@app.command()
def two(name: str = "x"): ...

app()
"""
PYTHON, EMPTY, TABLES = "python -c pass", "empty Typer app", "empty Typer app with rich"
REPORTS = ("itinerary", "meetings", "people", "timeline", "funding", "statistics", "commitments", "facts", "sources")
REPORTS += ("conflicts", "gaps", "border")
SMALL = ("itinerary", "funding", "commitments", "people")  # tables of up to 50 rows
QUESTIONS = [*REPORTS, "show funding-310m", "search vaccine"]


class Case(NamedTuple):
    """A command, and how much longer than another it may take."""

    name: str
    command: list[str]
    yardstick: str = ""
    most: float = 0.0
    before: str = ""
    """The file to touch before each run, so that it counts as edited."""


def main() -> None:
    """Time every case in turn, round after round, and print the ratio of its median to its yardstick's."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        cases = list(all_cases(Path(folder)))
        time.sleep(2.5)  # a store is trusted by its times once they are two seconds old
        taken = measure(cases, rounds)
    print(f"harristrip {harristrip.__version__}, Python {sys.version.split()[0]}, medians of {rounds} interleaved runs")
    print(f"{PYTHON}: {1000 * taken[PYTHON]:.0f} ms")
    for case in cases:
        if case.yardstick:
            ratio = taken[case.name] / taken[case.yardstick]
            limit = f"at most {case.most}" if case.most else "for comparison"
            verdict = "" if not case.most else "  ok" if ratio <= case.most else "  TOO SLOW"
            print(f"{case.name:44} {ratio:6.2f} x {case.yardstick:28} {limit}{verdict}")


def all_cases(folder: Path) -> Iterator[Case]:
    """Yield every case; the stores and programs that they need are written to the folder."""
    program = [sys.executable, "-m", "harristrip"]
    yield Case(PYTHON, [sys.executable, "-c", "pass"])
    for name, extra in ((EMPTY, ""), (TABLES, "import rich.table, rich.console")):
        app = folder / f"{name}.py"
        app.write_text(APP.format(extra=extra))
        yield Case(name, [sys.executable, str(app), "one"])
    for question in QUESTIONS:
        yield Case(f"{question} --json", [*program, *question.split(), "--json"], PYTHON, 3.5)
    text = Path(files.shipped()).read_text(encoding="utf-8")
    copy, large, edited = folder / "copy.toml", folder / "large.toml", folder / "edited.toml"
    for store, count in ((copy, 0), (edited, 300), (large, 10_000)):
        store.write_text(like(text, count) if count else text, encoding="utf-8")
    for store, name, most in ((copy, "of a copy", 1.15), (large, "of 10,000 records", 1.5)):
        for question in ("meetings", "show funding-310m", "search vaccine"):
            options = ["--limit", "20"] if question.startswith("search") and store == large else []
            command = [*program, *question.split(), *options, "--json", "--facts", str(store)]
            yield Case(f"{question} --json {name}", command, f"{question} --json", most)
    command = [*program, "meetings", "--json", "--facts", str(edited)]
    yield Case("meetings --json after an edit", command, EMPTY, 3, before=str(edited))
    for question in (*SMALL, "facts"):
        yield Case(question, [*program, question], TABLES, 1.25 if question in SMALL else 1.6)
    yield from others(folder, program, copy)


def others(folder: Path, program: list[str], store: Path) -> Iterator[Case]:
    """Yield the same question to other programs: the ids of the planned meetings."""
    ours = "meetings --status planned --json"
    yield Case(ours, [*program, *ours.split()], PYTHON, 3.5)
    exported, database, records = folder / "meetings.json", folder / "facts.db", folder / "meetings.rec"
    exported.write_bytes(subprocess.run([*program, "meetings", "--json"], check=True, capture_output=True).stdout)
    subprocess.run([*program, "export", str(database)], check=True)
    items = json.loads(exported.read_bytes())["items"]
    records.write_text("\n\n".join(f"id: {one['id']}\nstatus: {one['status']}" for one in items) + "\n")
    sql = "SELECT id FROM meetings WHERE status = 'planned'"
    found = {
        "tomlq over the store": ["tomlq", "-r", '.meeting[] | select(.status == "planned") | .id', str(store)],
        "jq over exported JSON": ["jq", "-r", '.items[] | select(.status == "planned") | .id', str(exported)],
        "sqlite3 over the export": ["sqlite3", str(database), sql],
        "recsel over a record file": ["recsel", "-e", "status = 'planned'", "-P", "id", str(records)],
    }
    for name, command in found.items():
        if shutil.which(command[0]) is None:
            print(f"{name}: not installed")
        elif subprocess.run(command, capture_output=True, check=False).returncode:
            print(f"{name}: {command[0]} cannot read it")
        else:
            yield Case(name, command, ours)


def measure(cases: list[Case], rounds: int) -> dict[str, float]:
    """Return the median seconds of each case; the first round warms up and is not counted."""
    times: dict[str, list[float]] = {case.name: [] for case in cases}
    for number in range(rounds + 1):
        for case in cases:
            if case.before:
                with open(case.before, "a", encoding="utf-8") as file:
                    file.write(f"# {number}\n")
            start = time.perf_counter()
            subprocess.run(case.command, stdout=subprocess.DEVNULL, check=True)
            if number:
                times[case.name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in times.items()}


if __name__ == "__main__":
    main()
