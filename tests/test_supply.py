"""What the program needs from elsewhere: nothing from the network, and dependencies within bounds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from process import EXAMPLE, python, write_files_of_examples

from harristrip.cli import commands, examples

ROOT = Path(__file__).parents[1]
PROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
OFFLINE = """
import sys
def refuse(event, args):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "subprocess.", "os.system", "os.exec")):
        raise RuntimeError(f"no network: {event} {args}")
sys.addaudithook(refuse)
from harristrip.main import main
for line in sys.argv[1:]:
    code = int(main(line.split()))
    loaded = [name for name in ("socket", "ssl", "http.client") if name in sys.modules]
    print("code", code, line, *loaded, flush=True)
"""


def offline(*lines):
    """Run command lines where every connection and every program raises; return codes and modules of the network."""
    return re.findall(r"^code (\d+) (.*)$", python(OFFLINE, *lines), re.MULTILINE)


def test_no_command_opens_a_connection_or_starts_a_program(tmp_path, monkeypatch):
    """The first example of every command answers where an audit hook refuses both."""
    monkeypatch.chdir(tmp_path)
    write_files_of_examples(tmp_path)
    monkeypatch.setenv("HARRISTRIP_FACTS", str(EXAMPLE))
    lines = [
        re.split(r" [|>]+ ", examples.fill(one.examples[0], str(EXAMPLE)))[0] for one in commands.COMMANDS.values()
    ]
    lines = [line.replace("init my-event.toml", "init other.toml") for line in lines]
    found = offline(*lines, "--help", "meetings --help", "meetings -fcsv")
    assert [line for code, line in found if code != "0"] == []
    assert len(found) == len(lines) + 3


@pytest.mark.parametrize(
    "line", ["facts", "facts --json", "meetings --country gt", "search well", "show fox:25 --json"]
)
def test_plain_questions_load_no_module_of_the_network(line):
    assert offline(line) == [("0", line)]


def test_every_dependency_has_a_lower_and_an_upper_bound():
    (block,) = re.findall(r"^dependencies = \[\n(.*?)^\]", PROJECT, re.MULTILINE | re.DOTALL)
    declared = re.findall(r'^  "([^"]+)"', block, re.MULTILINE)
    assert len(declared) >= 4
    assert all(re.fullmatch(r"[a-z]+>=[\d.]+(,<[\d.]+)?", one) for one in declared)


def test_no_file_names_a_host_of_a_registry():
    """Where packages come from is the user's choice: no lock, index or pinned address."""
    files = [*ROOT.glob("*.toml"), *ROOT.glob("*.txt"), *ROOT.glob("*.lock"), ROOT / "Makefile", ROOT / ".ci" / "run"]
    assert len(files) >= 3
    assert not [file.name for file in files if re.search(r"pypi|--index-url|--find-links", file.read_text("utf-8"))]
