"""Print how long whole commands take against an empty Typer app, as ratios of medians from interleaved runs.

Usage: python bench/startup.py [RUNS]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EMPTY = """
import typer
{extra}
app = typer.Typer()

@app.command()
def one(name: str = "x"): ...

@app.command()
def two(name: str = "x"): ...

app()
"""
REPORTS = ("itinerary", "meetings", "funding", "border", "timeline")
APP = "empty Typer app"
TABLES = "empty Typer app with rich"


def main() -> None:
    """Time each command in turn, round after round, and print the ratio of its median to its yardstick's."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    python = sys.executable
    harristrip = [python, "-m", "harristrip"]
    with tempfile.TemporaryDirectory() as folder:
        app, tables = Path(folder, "app.py"), Path(folder, "tables.py")
        app.write_text(EMPTY.format(extra=""))
        tables.write_text(EMPTY.format(extra="import rich.table, rich.console"))
        commands = {
            "python -c pass": [python, "-c", "pass"],
            APP: [python, str(app), "one"],
            TABLES: [python, str(tables), "one"],
        }
        yardsticks = {f"{name} --json": APP for name in REPORTS} | dict.fromkeys(REPORTS, TABLES)
        commands |= {name: [*harristrip, *name.split()] for name in yardsticks}
        taken = measure(commands, rounds)
    print(f"medians of {rounds} interleaved runs")
    for name, yardstick in yardsticks.items():
        ratio, start = taken[name] / taken[yardstick], taken[name] / taken["python -c pass"]
        print(f"{name:20} {ratio:5.2f} x {yardstick:28} {start:5.1f} x python -c pass")


def measure(commands: dict[str, list[str]], rounds: int) -> dict[str, float]:
    """Return the median seconds of each command; the first round warms up and is not counted."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
            if number:
                times[name].append(time.perf_counter() - start)
    return {name: statistics.median(values) for name, values in times.items()}


if __name__ == "__main__":
    main()
