"""Change one word, operator or argument of `src/` at a time (mutmut) and print which changes nothing notices.

Usage: python tools/mutants.py FOLDER [PATTERN...]

FOLDER becomes a copy of the project, in which mutmut makes the changes; a PATTERN (`harristrip.dates.*`) chooses among
them. Needs the dependency group `mutants` and the project's dependencies in an environment of its own, in which the
project itself is not installed.

A change is caught by mypy, by a test, or by time: a loop without end. Tests are collected once. One fork of the process
runs them all without any change, and notes which functions each reaches; then a process is forked for each change and
runs those that reach it, one of each test function first, until one fails: some seconds of them, and for changes that
seem to survive all of them. Tests that fail without any change are left out, as are those that start processes. What a
module builds while tests are collected is made before any fork: changes of such functions that seem to survive are
tried again in a process of their own.

mutmut makes the changes. It can run the tests too, but gives up, and counts that as caught, where it cannot find a test
by its name, and stops where one test fails while it measures them.
"""

from __future__ import annotations

import contextlib
import fnmatch
import functools
import gc
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from mutmut.configuration import config
from mutmut.core import MutmutCallStack
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

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
    "a_users_script or a_wrong_type or loads_no or no_module or nearly_right or ends_in_a_traceback"
    " or an_installed_package or same_bytes_in_every_process or two_runs_write or only_an_export or long_run_shows"
    " or short_run_shows or one_of_its_keys or memory_stays or memory_of_a_page or small_file_takes or vanishes"
    " or grows_with or held_against_their_like or linear_time or no_time or appends_to or does_not_block"
    " or that_does_not_wait or help_fail or start_file or filled_up_with_blanks or without_end"
    " or that_is_read_is_not_written_over or no_store_takes or many_printed_years or never_refused"
)
"""Tests elsewhere that do, or that try hundreds of inputs."""
SELECTION = ["tests", *(f"--ignore=tests/test_{name}.py" for name in SLOW), "-k", f"not ({OTHERS})"]
QUIET = ["-p", "no:cacheprovider", "-W", "ignore"]
CONFIG = f"""
[tool.mutmut]
source_paths = ["src"]
also_copy = {[name for name in COPIED if name != "src"]!r}
type_check_command = ["mypy", "--output=json", "--no-warn-unused-ignores"]
"""
CHANGES = """
import json, os, sys
from mutmut.__main__ import copy_also_copy_files, copy_src_dir, create_mutants, setup_source_paths
from mutmut.mutation.file_mutation import filter_mutants_with_type_checker
os.makedirs("mutants", exist_ok=True)
copy_src_dir()
copy_also_copy_files()
setup_source_paths()
create_mutants(int(sys.argv[1]))
with open("types.json", "w") as file:
    json.dump(sorted(filter_mutants_with_type_checker()), file)
"""
"""What `mutmut run` does before it runs tests."""
WORKERS = os.cpu_count() or 2
SECONDS, MEMORY = 12, 2**31
"""What the tests of one change take together at first, and the bytes of its process."""
PATIENCE = 900
"""Seconds that all tests near a change may take in a process of their own."""


def main() -> int:
    """Make the copy, let mutmut change it, try each change; report, and return 1 if tests catch under nine in ten."""
    folder, *patterns = sys.argv[1:]
    copy = Path(folder).resolve()
    prepare(copy)
    changes = [sys.executable, "-c", CHANGES, str(WORKERS)]
    subprocess.run(changes, cwd=copy, env=_environment(), check=True, stdout=subprocess.DEVNULL)
    names = [name for name in made(copy) if any(fnmatch.fnmatch(name, one) for one in patterns or ["*"])]
    types = set(json.loads((copy / "types.json").read_text("utf-8")))
    states = {name: "types" for name in names if name in types}
    trials = Trials([name for name in names if name not in types], copy)
    trials.run()
    states.update(trials.states)
    again = [name for name, became in states.items() if became == "survived" and function(name) in trials.early]
    print(f"tried again from the start: {len(again)}", file=sys.stderr)
    with ThreadPoolExecutor(WORKERS) as pool:
        for name, survived in zip(again, pool.map(functools.partial(passes, copy), again), strict=True):
            states[name] = "survived" if survived else "tests"
    (copy / "states.json").write_text(json.dumps(states, indent=0), encoding="utf-8")
    return report(states)


def prepare(copy: Path) -> None:
    """Bring the copy up to date, with compiled facts as a wheel has them, and let processes find what mutmut makes."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, dirs_exist_ok=True)  # keeps times: mutmut goes by them
        else:
            shutil.copy2(ROOT / name, copy / name)
    declared = (ROOT / "pyproject.toml").read_text("utf-8")
    (copy / "pyproject.toml").write_text(declared + CONFIG, encoding="utf-8")
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


def made(copy: Path) -> list[str]:
    """Return the names of all changes."""
    files = (copy / "mutants" / "src").rglob("*.meta")
    return sorted(name for file in files for name in json.loads(file.read_text())["exit_code_by_key"])


def function(name: str) -> str:
    """Return the name of the function that a change is made in, as mutmut counts the tests that reach it."""
    return name.rpartition("__mutmut_")[0]


class Trials:
    """A plugin of pytest: the tests are collected once, then a fork of the process runs those that reach a change."""

    def __init__(self, names: Iterable[str], copy: Path) -> None:
        """Take the names of changes and the copy of the project in which mutmut has made them."""
        self.names, self.copy = list(names), copy
        self.states: dict[str, str] = {}
        self.early: set[str] = set()
        """Functions that run while tests are collected."""
        self._items: dict[str, Any] = {}
        self._seconds: dict[str, float] = {}
        self._reaching: dict[str, list[str]] = {}
        self._running: dict[int, tuple[str, float]] = {}
        """Of each fork the change and the time at which it has taken too long."""
        self._progress = os.fdopen(os.dup(2), "w")  # pytest takes standard error

    def run(self) -> None:
        """Try the changes."""
        os.chdir(self.copy)
        config()  # it is read here, and asked for within
        os.chdir("mutants")
        sys.path.insert(0, os.path.abspath("src"))  # the path file of `prepare` is read by processes to come
        set_mutant_under_test("stats")
        ended = pytest.main(["-q", *QUIET, *SELECTION], plugins=[self])
        if len(self.states) < len(self.names):
            raise SystemExit(f"pytest ended with {ended!r} before all changes were tried")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Fork for each change, instead of running the tests."""
        self.early = set(state()._stats)  # noqa: SLF001 -- there is no other way to ask
        gc.collect()
        gc.freeze()  # so that no fork copies what it only looks at
        self._items = {item.nodeid: item for item in session.items}
        self._measure(session.items)
        nearest = {name: self.nearest(function(name)) for name in self.names}
        self._try(nearest)
        every = {name: self._reaching[function(name)] for name in self.names if self.states[name] == "survived"}
        self._try({name: tests for name, tests in every.items() if len(tests) > len(nearest[name])})
        return True

    def _try(self, chosen: dict[str, list[str]]) -> None:
        """Fork for each change and run the tests that are chosen for it."""
        for count, (name, tests) in enumerate(chosen.items()):
            if not tests:
                self.states[name] = "untried"
                continue
            while len(self._running) >= WORKERS:
                self._wait()
            limit = int(10 + 3 * sum(self._seconds[test] for test in tests))
            child = os.fork()
            if child == 0:
                attempt(name, [self._items[test] for test in tests], limit)
            self._running[child] = name, time.monotonic() + 2 * limit
            if count % 200 == 0:
                self._say(f"{count} of {len(chosen)}")
        while self._running:
            self._wait()

    def _measure(self, tests: Sequence[Any]) -> None:
        """Find out, in a fork, which tests pass without any change, how long they take and what they reach."""
        file = self.copy / "measured.json"
        file.unlink(missing_ok=True)  # that of an earlier run says nothing of this one
        child = os.fork()
        if child == 0:
            file.write_text(json.dumps(measured(tests)), encoding="utf-8")
            os._exit(0)
        os.waitpid(child, 0)
        found = json.loads(file.read_text("utf-8"))
        for test, (seconds, functions) in found.items():
            self._seconds[test] = seconds
            for name in functions:
                self._reaching.setdefault(name, []).append(test)
        self._say(f"left out: {len(tests) - len(found)} of {len(tests)} tests")

    def nearest(self, name: str) -> list[str]:
        """Return tests that reach a function, as there is time: first those of its module, and whole pages."""
        own = tuple(f"tests/test_{word}.py::" for word in (*name.split(".")[1:-1], "golden", "formats"))
        order = self._ordered(self._reaching.get(name, ()))
        taken, left = [], float(SECONDS)
        for test in sorted(order, key=lambda test: not test.startswith(own)):
            left -= self._seconds[test]
            if left > 0:
                taken.append(test)
        return taken

    def _ordered(self, tests: Iterable[str]) -> list[str]:
        """Sort tests: one of each test function, the fastest first, then another of each, and so on."""
        ranks: Counter[str] = Counter()
        order = []
        for test in sorted(tests, key=lambda test: self._seconds[test]):
            kind = test.partition("[")[0]
            order.append((ranks[kind], self._seconds[test], test))
            ranks[kind] += 1
        return [test for _, _, test in sorted(order)]

    def _wait(self) -> None:
        """Wait until a fork ends; end those that wait for what never comes."""
        while not (ended := os.waitpid(-1, os.WNOHANG))[0]:
            time.sleep(0.005)
            for child, (_, until) in self._running.items():
                if time.monotonic() > until:
                    os.kill(child, signal.SIGKILL)  # no alarm within: programs under test have their own
        child, status = ended
        name, _ = self._running.pop(child)
        self.states[name] = "survived" if status == 0 else "tests"
        if status == 0:
            self._say(f"survived so far: {name}")

    def _say(self, line: str) -> None:
        print(line, file=self._progress, flush=True)


def measured(tests: Sequence[Any]) -> dict[str, tuple[float, list[str]]]:
    """Return of each test that passes how many seconds it takes and the names of the functions that it reaches."""
    keep: Any = staticmethod(lambda _: None)
    MutmutCallStack.set = MutmutCallStack.reset = keep  # who calls whom is not asked, and it fails in a long run
    reached = state()._stats  # noqa: SLF001
    found = {}
    start = time.perf_counter()
    for test, passed in outcomes(tests):
        if passed:
            found[test.nodeid] = time.perf_counter() - start, sorted(reached)
        reached.clear()
        start = time.perf_counter()
    return found


def attempt(name: str, tests: Sequence[Any], limit: int) -> None:
    """Run tests with a change made until one fails, for so many seconds; end the process, with 0 if none does."""
    code = 1
    with contextlib.suppress(BaseException):
        set_mutant_under_test(name)
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        code = int(not all(passed for _, passed in outcomes(tests)))
    os._exit(code)


def outcomes(tests: Sequence[Any]) -> Iterator[tuple[Any, bool]]:
    """Run tests, and yield with each whether it passes, as it is told."""
    for test, after in zip(tests, [*tests[1:], None], strict=True):
        yield test, not any(one.failed for one in runtestprotocol(test, log=False, nextitem=after))


def passes(copy: Path, name: str) -> bool:
    """Tell whether the tests near a change pass although it is made from the start."""
    words = name.split(".")[1:-1]
    near = ["cli", "golden", "complete", "figures", "search", "render", "evidence", "export", "docs", *words]
    files = [f"tests/test_{word}.py" for word in near if (copy / "tests" / f"test_{word}.py").exists()]
    tests = [sys.executable, "-m", "pytest", "-x", "-q", *QUIET, "-k", f"not ({OTHERS} or every_example)"]
    environment = {**_environment(), "MUTANT_UNDER_TEST": name}
    with contextlib.suppress(subprocess.TimeoutExpired):
        done = subprocess.run(
            [*tests, *files], cwd=copy / "mutants", env=environment, check=False, capture_output=True, timeout=PATIENCE
        )
        return done.returncode == 0
    return False


def report(states: dict[str, str]) -> int:
    """Print the survivors, then for each module and in all how many changes were caught by what."""
    for name in (name for name, became in states.items() if became in ("survived", "untried")):
        print(states[name], name)
    modules = {name: name.removeprefix("harristrip.").rpartition(".")[0] or "harristrip" for name in states}
    print(f"{'module':20} {'changes':>8} {'types':>8} {'tests':>8} {'survived':>8} {'untried':>8}")
    for module in (*sorted(set(modules.values())), "all"):
        counts = Counter(became for name, became in states.items() if module in ("all", modules[name]))
        cells = [sum(counts.values()), *(counts[state] for state in ("types", "tests", "survived", "untried"))]
        print(f"{module:20} " + " ".join(f"{cell:8}" for cell in cells))
    every = Counter(states.values())
    let_through = every.total() - every["types"]
    caught = every["tests"] / max(1, let_through)
    print(f"caught: {(every['types'] + every['tests']) / max(1, every.total()):.1%} of all;", end=" ")
    print(f"by tests: {caught:.1%} of those that types let through")
    return int(caught < 0.9)


def _program(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def _environment() -> dict[str, str]:
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


if __name__ == "__main__":
    sys.exit(main())
