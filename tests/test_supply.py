"""What the program needs from elsewhere: nothing from the network, and dependencies within bounds."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from process import python

from harristrip import cli, query
from harristrip.cli.examples import EXAMPLES

if TYPE_CHECKING:
    from conftest import Run

ROOT = Path(__file__).parents[1]
PROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
SMALL = str(Path(__file__).parent / "data" / "valid" / "small.toml")
ARGUMENTS = {
    "search": ["water"],
    "show": ["talks"],
    "cite": ["talks"],
    "verify": ["--articles", "."],
    "schema": ["store"],
    "init": ["-"],
    "export": ["facts.db"],
}
OFFLINE = """
import sys
def refuse(event, args):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "subprocess.", "os.system", "os.exec")):
        raise RuntimeError(f"no network: {event} {args}")
sys.addaudithook(refuse)
from harristrip import quick
print("code", int(quick.main(sys.argv[1:])))
print("modules", *sys.modules)
"""
NETWORK = {"socket", "_socket", "ssl", "_ssl", "urllib.request", "http.client", "asyncio", "ftplib", "smtplib"}


@pytest.mark.parametrize("name", cli.commands())
def test_no_command_opens_a_connection_or_starts_a_program(
    name: str, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Every command answers where each socket raises: nothing is looked up, reported or fetched."""
    import socket
    import subprocess

    def refuse(*args: object, **options: object) -> None:
        raise RuntimeError("no network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)
    monkeypatch.chdir(tmp_path)
    facts = [] if name in ("schema", "init") else ["--facts", SMALL]
    result = run(name, *ARGUMENTS.get(name, []), *facts)
    assert result.code in (0, 1)
    assert b"no network" not in result.err


def offline(line: str) -> set[str]:
    """Run a command line where every connection and every program raises; return the modules that it loaded."""
    *_, code, modules = python(OFFLINE, *line.split()).splitlines()
    assert code == "code 0"
    return set(modules.split())


@pytest.mark.parametrize("line", ["facts", "facts --json", "meetings --country gt"])
def test_a_plain_report_loads_no_module_of_the_network(line: str) -> None:
    """What is not loaded cannot connect."""
    loaded = offline(line)
    assert "harristrip.quick" in loaded
    assert not loaded & NETWORK


@pytest.mark.parametrize("line", ["search aid", "show fox:25", "check", "itinerary --format ics", "cite fox:25"])
def test_no_other_command_uses_the_modules_that_typer_loads(line: str) -> None:
    """Typer loads asyncio and so sockets; an audit hook, which no module can get around, sees none used."""
    assert "harristrip.cli" in offline(line)


def test_every_command_was_tried_offline() -> None:
    """The arguments above are those of commands that exist, and every report is a command."""
    assert set(ARGUMENTS) <= set(cli.commands())
    assert set(query.REPORTS) <= set(cli.commands())
    assert set(EXAMPLES) == set(cli.commands())


def test_every_dependency_has_a_lower_and_an_upper_bound() -> None:
    """A new major release of a dependency is tried before it reaches a user."""
    (block,) = re.findall(r"^dependencies = \[\n(.*?)^\]", PROJECT, re.MULTILINE | re.DOTALL)
    declared = re.findall(r'^  "([^"]+)"', block, re.MULTILINE)
    assert len(declared) >= 4
    assert all(re.fullmatch(r"[a-z]+>=[\d.]+,<[\d.]+", one) for one in declared)


def test_no_file_names_a_host_of_a_registry() -> None:
    """Where packages come from is the user's choice: no lock, index or pinned address stands in the project."""
    files = [*ROOT.glob("*.toml"), *ROOT.glob("*.txt"), *ROOT.glob("*.lock"), ROOT / "Makefile"]
    assert len(files) >= 2
    assert not [file.name for file in files if re.search(r"pypi|--index-url|--find-links", file.read_text("utf-8"))]
