"""The documents say what happens: examples are run, generated pages are fresh, every help has its examples."""

from __future__ import annotations

import fnmatch
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from harristrip.cli import commands
from harristrip.cli.examples import EXAMPLES

ROOT = Path(__file__).parent.parent
PAGES = ("tutorial.md", "cookbook.md")
PROGRAMS = ("jq", "sqlite3", "mlr", "khal")
"""Programs that an example may need and that a machine may lack."""


def shell(command, folder, **more):
    """Run a command as a reader would, on a page of a hundred columns, in a folder of its own."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    known = {name: value for name, value in os.environ.items() if not name.startswith(("HARRISTRIP_", "FORCE_COLOR"))}
    env = {**known, "PATH": path, "COLUMNS": "100", "LC_ALL": "C.UTF-8", **more}
    done = subprocess.run(["bash", "-c", command], capture_output=True, env=env, cwd=folder, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def needed(command):
    """Skip an example whose program this machine lacks."""
    for program in PROGRAMS:
        if re.search(rf"\b{program}\b", command) and shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")


@pytest.mark.parametrize("page", PAGES)
def test_every_example_of_a_page_prints_what_the_page_shows(page, tmp_path):
    """A page is followed from top to bottom in one folder, as its reader follows it."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    tried = 0
    for block in re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        for command, shown in re.findall(r"^\$ ([^\n]*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            if any(re.search(rf"\b{program}\b", command) and shutil.which(program) is None for program in PROGRAMS):
                continue
            _, out, _ = shell(command, tmp_path)
            assert [line.rstrip() for line in out.splitlines()] == [line.rstrip() for line in shown.splitlines()], (
                command
            )
            tried += 1
    assert tried


def test_every_command_has_two_examples():
    """The examples are those of the commands there are, and no help goes without."""
    assert set(EXAMPLES) == set(commands())


@pytest.mark.parametrize("command", [example for pair in EXAMPLES.values() for example in pair])
def test_every_example_of_a_help_works(command, tmp_path):
    """What a help shows can be typed as it stands."""
    needed(command)
    articles = os.environ.get("HARRISTRIP_ARTICLES")
    if "DIR" in command and not articles:
        pytest.skip("needs the archived articles")
    code, _, err = shell(command.replace("DIR", str(articles)), tmp_path)
    assert code == 0, err


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_help_ends_with_its_examples(run, name):
    """A person who asks for help sees at once what to type."""
    shown = " ".join(run(name, "--help").text.split())
    assert all(" ".join(example.split()) in shown for example in EXAMPLES[name])


def test_generated_pages_are_fresh():
    """The reference and the manual page are what the code says now; `make docs` writes them."""
    if not (ROOT / "docs" / "reference.md").exists():
        pytest.skip("not a checkout")
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "reference.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_promise_names_tests_that_there_are():
    """A test that is renamed or taken away is missed where docs/reliability.md says what it holds."""
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+) \| (.+) \|$", text.partition("## Fuzzing")[0], re.MULTILINE)[1:]
    code = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("tests/test_*.py"))
    known = {*re.findall(r"def (test_\w+)", code), *(path.name for path in ROOT.glob("t*/**/*"))}
    assert len(rows) > 20
    for promise, holds in rows:
        named = [name.rstrip("/").rpartition("/")[2].replace("…", "*") for name in re.findall(r"`([^`]+)`", holds)]
        assert named, promise
        assert not [name for name in named if not fnmatch.filter(known, name)], promise
