"""Change one word, operator or argument of `src/` at a time (mutmut) and print which changes nothing notices.

Usage: python tools/mutants.py FOLDER [NAME...]

FOLDER becomes a copy of the project, in which mutmut works and keeps its results: another run tries what changed. NAME
is a change or a pattern of changes to try again. Needs the dependency group `mutants` and the project's dependencies in
an environment of its own, in which the project itself is not installed. All of `src/` takes two hours on two cores.

A change is caught by mypy, by a test, or by time: a loop without end. Tests that start processes are left out. Changes
of code that runs when a module is imported are tried in a fresh process each.
"""

from __future__ import annotations

import fnmatch
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPIED = (
    "src",
    "data",
    "tests",
    "tools",
    "bench",
    "docs",
    ".ci",
    "Makefile",
    "LICENSE",
    "README.md",
    "SECURITY.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
)
SLOW = ("faults", "readme", "docs", "supply", "fuzz")
"""Test files that start processes or look at the checkout."""
OTHERS = (
    "a_users_script or a_wrong_type or loads_no or no_module or nearly_right or ends_in_a_traceback or what_ships"
    " or an_installed_package or same_bytes_in_every_process or two_runs_write or only_an_export or progress"
    " or one_of_its_keys or memory_stays or cannot_be_read or vanishes or grows_with or held_against_their_like"
)
"""Tests elsewhere that do, or that try hundreds of inputs."""
SELECTION = ["tests", *(f"--ignore=tests/test_{name}.py" for name in SLOW), "-k", f"not ({OTHERS})"]
QUIET = ["-p", "no:cacheprovider", "-W", "ignore"]
CONFIG = f"""
[tool.mutmut]
source_paths = ["src"]
also_copy = {[name for name in COPIED if name != "src"]!r}
process_isolation = "forkserver"
pytest_add_cli_args = {QUIET!r}
pytest_add_cli_args_test_selection = {SELECTION!r}
type_check_command = ["mypy", "--output=json", "--no-warn-unused-ignores"]
timeout_constant = 2.0
timeout_multiplier = 5.0
"""
AT_IMPORT = ("cli.options.*", "render.relational.*", "figures.x__any*", "render.views.*", "render.proof.x__counter*")
"""Changes that are made before any test runs, as mutmut itself runs them: what modules build when they are imported."""
STATES = {0: "survived", 33: "survived", 5: "survived", 37: "types", None: "untried"}
"""What mutmut's numbers mean; all others are a failed test, or too much time."""


def main() -> int:
    """Make the copy, run mutmut, then the changes at import; report, and return 1 if under nine in ten are caught."""
    folder, *names = sys.argv[1:]
    copy = Path(folder).resolve()
    prepare(copy)
    subprocess.run([_program("mutmut"), "run", *names], cwd=copy, env=_environment(), check=True)
    states = results(copy)
    for name in [name for name, state in states.items() if state == "survived" and at_import(name)]:
        states[name] = "survived" if passes(copy, name) else "tests"
    return report(states)


def prepare(copy: Path) -> None:
    """Bring the copy up to date, with compiled facts as a wheel has them, and let processes find what mutmut makes."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, dirs_exist_ok=True)  # keeps times: mutmut goes by them
        else:
            shutil.copy2(ROOT / name, copy / name)
    config = (ROOT / "pyproject.toml").read_text("utf-8")
    (copy / "pyproject.toml").write_text(config + CONFIG, encoding="utf-8")
    wheel = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(copy / "dist"), str(ROOT)]
    subprocess.run(wheel, check=True)
    with zipfile.ZipFile(next((copy / "dist").glob("*.whl"))) as built:
        built.extractall(
            copy / "src", [name for name in built.namelist() if name.startswith("harristrip/") and name[-3:] != ".py"]
        )
    Path(sysconfig.get_path("purelib"), "mutants.pth").write_text(str(copy / "mutants" / "src"), encoding="utf-8")
    script = Path(_program("harristrip"))
    script.write_text(f"#!{sys.executable}\nimport sys\nfrom harristrip.quick import main\nsys.exit(main())\n")
    script.chmod(0o755)


def results(copy: Path) -> dict[str, str]:
    """Return what became of each change: `types`, `tests`, `survived` or `untried`."""
    files = (copy / "mutants" / "src").rglob("*.meta")
    codes = [entry for file in files for entry in json.loads(file.read_text())["exit_code_by_key"].items()]
    return {name: STATES.get(code, "tests") for name, code in sorted(codes)}


def at_import(name: str) -> bool:
    """Tell whether a change is made while a module is imported."""
    return any(fnmatch.fnmatch(name, f"harristrip.{pattern}") for pattern in AT_IMPORT)


def passes(copy: Path, name: str) -> bool:
    """Tell whether the tests near a change pass although it is made from the start."""
    words = name.split(".")[1:-1]
    near = ["export", "golden", "cli", "complete", "figures", "search", "render", "evidence", *words]
    files = [f"tests/test_{word}.py" for word in near if (copy / "tests" / f"test_{word}.py").exists()]
    tests = [sys.executable, "-m", "pytest", "-x", "-q", *QUIET, "-k", f"not ({OTHERS})"]
    environment = {**_environment(), "MUTANT_UNDER_TEST": name}
    done = subprocess.run([*tests, *files], cwd=copy / "mutants", env=environment, check=False, capture_output=True)
    return done.returncode == 0


def report(states: dict[str, str]) -> int:
    """Print the survivors, then for each module and in all how many changes were caught by what."""
    for name in (name for name, state in states.items() if state in ("survived", "untried")):
        print(states[name], name)
    modules = {name: name.removeprefix("harristrip.").rpartition(".")[0] or "harristrip" for name in states}
    print(f"{'module':20} {'changes':>8} {'types':>8} {'tests':>8} {'survived':>8} {'untried':>8}")
    for module in (*sorted(set(modules.values())), "all"):
        counts = Counter(state for name, state in states.items() if module in ("all", modules[name]))
        cells = [sum(counts.values()), *(counts[state] for state in ("types", "tests", "survived", "untried"))]
        print(f"{module:20} " + " ".join(f"{cell:8}" for cell in cells))
    every = Counter(states.values())
    tried, by_tests = every["tests"] + every["survived"], every["tests"]
    print(f"caught: {1 - every['survived'] / max(1, every.total()):.1%} of all;", end=" ")
    print(f"by tests: {by_tests / max(1, tried):.1%} of those that types let through")
    return int(by_tests < 0.9 * tried)


def _program(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _environment() -> dict[str, str]:
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


if __name__ == "__main__":
    sys.exit(main())
