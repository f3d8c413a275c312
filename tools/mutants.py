"""Change one operator, number or condition of a module at a time; print which share of the changes its tests notice.

Usage: python tools/mutants.py MODULE [TEST...]

MODULE is a name in `src/harristrip`, such as `dates`; without TEST `tests/test_MODULE.py` is run, on a copy of the
project. Needs the dependency group `mutants` and the project's dependencies, but not the project installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPIED = ("src", "data", "tests", "pyproject.toml", "README.md", "bench", "tools")
CONFIG = """[cosmic-ray]
module-path = "src/harristrip/{module}.py"
timeout = 60.0
excluded-modules = []
test-command = "{python} -m pytest -x -q -p no:cacheprovider {tests}"
[cosmic-ray.distributor]
name = "local"
[cosmic-ray.filters.operators-filter]
exclude-operators = ["core/ReplaceBinaryOperator_BitOr_.*"]
"""
"""`|` stands in annotations, which nothing evaluates: no test can notice its change."""


def main() -> None:
    """Make the mutants of one module, run its tests against each, and report."""
    module, *tests = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        for name in COPIED:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, Path(folder, name))
        text = CONFIG.format(module=module, python=sys.executable, tests=" ".join(tests or [f"tests/test_{module}.py"]))
        Path(folder, "mutants.toml").write_text(text, encoding="utf-8")
        for command in (
            ["cosmic-ray", "init", "mutants.toml", "mutants.sqlite"],
            ["cr-filter-operators", "mutants.sqlite", "mutants.toml"],
            ["cosmic-ray", "exec", "mutants.toml", "mutants.sqlite"],
            ["cr-report", "--show-diff", "--surviving-only", "mutants.sqlite"],
        ):
            program = Path(sys.executable).parent / command[0]
            subprocess.run([program, *command[1:]], cwd=folder, env={**os.environ, "PYTHONPATH": "src"}, check=True)


if __name__ == "__main__":
    main()
