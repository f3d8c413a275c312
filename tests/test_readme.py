"""The README says what happens: its examples are run, and each command is named in it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
ANY = "…"
"""A line of an example that stands for any number of lines."""


def examples(block):
    """The commands of a block, each with the lines that it prints."""
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


EXAMPLES = [example for block in BLOCKS for example in examples(block)]


def shell(command):
    """Run a command as a reader would, in the checkout, on a page of a hundred columns."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("HARRISTRIP_")}
    known.pop("FORCE_COLOR", None)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env=known | {"PATH": path, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        check=False,
    )
    return done.stdout.decode()


def matches(expected, printed):
    """Tell whether the lines are as expected, where `…` is any number of them."""
    pattern = "".join(r"(.*\n)*" if line == ANY else re.escape(line) + r"\n" for line in expected)
    return re.fullmatch(pattern, printed) is not None


@pytest.mark.parametrize(("command", "expected"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_an_example_prints_what_the_readme_shows(command, expected):
    """A reader who types an example gets the output that stands below it."""
    if re.search(r"\bjq\b", command) and not shutil.which("jq"):
        pytest.skip("jq is not installed")
    printed = shell(command)
    assert matches(expected, printed), f"{command}\n{printed}"


def test_the_readme_has_examples():
    """The README shows output, and every block that does so is run."""
    assert len(EXAMPLES) >= 3
    assert "```\n$ " not in README
    assert all(lines for _, lines in EXAMPLES)


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        (["a"], "a\n", True),
        (["a"], "a\nb\n", False),
        (["a"], "b\n", False),
        (["a", ANY], "a\nb\nc\n", True),
        (["a", ANY, "c"], "a\nc\n", True),
        (["a", ANY, "c"], "a\nb\n", False),
        (["a*"], "aa\n", False),
        ([], "", True),
        ([], "a\n", False),
    ],
)
def test_the_comparison_can_fail(expected, printed, same):
    """An example matches its output line by line."""
    assert matches(expected, printed) is same


def test_every_command_is_in_the_readme():
    """Whatever `harristrip --help` lists is named in the README."""
    help_ = shell("harristrip --help")
    commands = re.findall(r"^│ ([a-z]+)  ", help_, re.MULTILINE)
    assert len(commands) >= 14
    assert [name for name in commands if not re.search(rf"`(harristrip )?{name}\b|harristrip {name}\b", README)] == []
