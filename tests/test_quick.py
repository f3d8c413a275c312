"""The short way from a command line to its answer: the same bytes as the long way, and far fewer modules."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from process import python

from harristrip import cli, compiled, query, quick
from harristrip.errors import ExitCode
from harristrip.terminal import Reply

if TYPE_CHECKING:
    from conftest import Run

SMALL = str(Path(__file__).parent / "data" / "valid" / "small.toml")

QUESTIONS = [
    [],
    ["--country", "gt"],
    ["--country=GUATEMALA", "--country", "México"],
    ["--person", "lopez obrador", "--topic", "migration"],
    ["--source", "fox", "--status", "planned"],
    ["--from", "2021-06", "--to=2021-06-07"],
    ["--from", "1999", "--from", "2030"],
    ["--status", "not-done", "--exit-status"],
    ["--exit-status", "--country", "gt"],
]
OTHER = [
    [],
    ["--version"],
    ["--help"],
    ["bogus"],
    ["search", "migration"],
    ["show", "nothing"],
    ["--json", "meetings"],
    ["meetings", "--help"],
    ["meetings", "extra"],
    ["meetings", "--"],
    ["meetings", "--bogus"],
    ["meetings", "--country"],
    ["meetings", "--country", "--json"],
    ["meetings", "--json=yes"],
    ["meetings", "--country", "atlantis"],
    ["meetings", "--country="],
    ["meetings", "--from", "2021-02-30"],
    ["meetings", "--to", "2021/2022"],
    ["meetings", "--kind", "meeting"],
    ["meetings", "--facts", SMALL],
    ["meetings", "--format", "csv"],
    ["meetings", "-fjson"],
    ["meetings", "-o", "-"],
    ["meetings", "--json", "--fields", "id"],
    ["meetings", "--json", "--count"],
    ["facts", "--kind", "bogus"],
    ["facts", "--known-by", "2021-04-28"],
    ["facts", "--known-by", "soon"],
]


@pytest.fixture(autouse=True)
def installed() -> None:
    """These tests are about the package as users install it."""
    assert compiled.load() is not None, "install the package as users do (make test), not as an editable one"


FORMS = [[*question, "--json"] for question in QUESTIONS] + QUESTIONS[:2]


@pytest.mark.parametrize("question", FORMS, ids=" ".join)
@pytest.mark.parametrize("name", query.REPORTS)
def test_the_short_way_gives_the_same_bytes_as_the_long_way(name: str, question: list[str]) -> None:
    """Every report answers alike, with and without filters, as JSON and as a table, exit code included."""
    args = [name, *question]
    answer = quick.answer(args)
    assert isinstance(answer, Reply)
    assert answer == cli.run(args)


@pytest.mark.parametrize("columns", ["40", "200"])
@pytest.mark.parametrize("name", ["itinerary", "meetings", "funding", "border"])
def test_pages_of_every_width_are_the_same(name: str, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a table looks like does not depend on the way."""
    monkeypatch.setenv("COLUMNS", columns)
    assert quick.answer([name]) == cli.run([name])


@pytest.mark.parametrize("kind", ["claim", "Person"])
def test_facts_are_narrowed_by_kind(kind: str) -> None:
    """`--kind` belongs to `facts`, the short way too."""
    args = ["facts", "--kind", kind, "--json"]
    answer = quick.answer(args)
    assert answer is not None
    assert answer == cli.run(args)


@pytest.mark.parametrize("args", OTHER, ids=" ".join)
def test_everything_else_takes_the_long_way(args: list[str]) -> None:
    """What is no plain report, mistakes included, is left to the command line proper."""
    assert quick.answer(args) is None


def test_another_store_takes_the_long_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """The compiled facts answer only for the facts that ship."""
    monkeypatch.setenv("HARRISTRIP_FACTS", SMALL)
    assert quick.answer(["meetings", "--json"]) is None
    monkeypatch.setenv("HARRISTRIP_FACTS", "")
    assert quick.answer(["meetings", "--json"]) is not None


def test_without_compiled_facts_everything_takes_the_long_way(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    """A checkout answers as an installed package does."""
    fast = run("meetings", "--json")
    monkeypatch.setattr(compiled, "NAME", "absent.bin")
    assert quick.answer(["meetings", "--json"]) is None
    assert run("meetings", "--json") == fast


@pytest.mark.parametrize("args", [["meetings", "--known-by", "2021-04-28", "--json"], ["gaps", "--known-by", "2021"]])
def test_what_was_known_on_a_day_is_answered_the_long_way(args: list[str], run: Run) -> None:
    """The short way steps aside and the answer is the command line's."""
    reply = cli.run(args)
    assert reply is not None
    assert run(*args) == (reply.code, reply.data, b"")


def test_the_command_line_of_the_process_is_the_default(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    """The console script calls `main()` without arguments."""
    monkeypatch.setattr(sys, "argv", ["harristrip", "bogus"])
    assert quick.main() == ExitCode.USAGE
    assert run("bogus").code == ExitCode.USAGE


LOADED = """
import contextlib, io, sys
{statement}
print(" ".join(sorted({{name.partition(".")[0] for name in sys.modules}} | set(sys.modules))), file=sys.__stdout__)
"""
RUN = """
from harristrip.quick import main
sys.stdout = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
code = main(sys.argv[1:])
assert code == 0, code
"""
HEAVY = {"typer", "msgspec", "tomli", "rich"}
STARTS = [
    (["meetings", "--json"], HEAVY),
    (["meetings", "--json", "--country", "gt", "--from", "2021-06"], HEAVY),
    (["facts", "--json", "--kind=claim"], HEAVY),
    (["funding", "--json"], {"typer", "tomli", "rich"}),
    (["meetings"], {"typer", "msgspec", "tomli"}),
    (["funding", "--status", "pledged"], {"typer", "tomli"}),
    (["search", "migration", "--json"], {"rich"}),
    (["show", "fox", "--json"], {"rich"}),
    (["meetings", "--json", "--facts", SMALL], {"rich"}),
    (["facts", "--json", "--known-by", "2021-06"], {"rich"}),
    (["check", "--json", SMALL], {"rich"}),
    (["meetings", "--fields", "id", "--json"], {"rich", "icalendar", "csv"}),
    (["meetings", "--format", "csv"], {"rich", "icalendar"}),
    (["meetings", "--format", "jsonl"], {"rich", "icalendar", "csv"}),
    (["meetings", "--format", "markdown"], {"rich", "icalendar", "csv"}),
    (["meetings", "--format", "ics"], {"rich", "csv"}),
    (["meetings", "--count"], {"rich", "icalendar", "csv"}),
]
ALWAYS_ABSENT = {"importlib.metadata", "importlib.resources", "difflib", "asyncio", "unittest", "pydantic"}


def loaded(statement: str, *args: str) -> set[str]:
    """Name every module that a fresh interpreter has loaded after a statement."""
    return set(python(LOADED.format(statement=statement), *args).split())


@pytest.mark.parametrize(("args", "absent"), STARTS)
def test_a_start_loads_no_module_that_it_does_not_need(args: list[str], absent: set[str]) -> None:
    """Each heavy module costs tens of milliseconds and loads only where it is used."""
    modules = loaded(RUN, *args)
    assert "harristrip.quick" in modules
    assert not modules & absent


def test_a_plain_report_loads_no_heavy_module_of_the_standard_library() -> None:
    """What the standard library has that is slow to import is not imported either."""
    before = loaded("pass")
    assert not (loaded(RUN, "meetings", "--json") - before) & ALWAYS_ABSENT


@pytest.mark.parametrize("statement", ["import harristrip", "import harristrip.quick", "from harristrip import query"])
def test_an_import_loads_no_heavy_module(statement: str) -> None:
    """`import harristrip` is cheap for whoever only wants the version."""
    modules = loaded(statement)
    assert "harristrip" in modules
    assert not modules & HEAVY


def test_the_import_contract_can_be_broken() -> None:
    """The listing of modules sees a heavy one where it is loaded."""
    assert HEAVY - {"rich"} <= loaded("import harristrip.cli, harristrip.store")
