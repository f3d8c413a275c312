"""The command line: what it answers, what it refuses, and with which exit code."""

from __future__ import annotations

import json
import re
import runpy
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from process import harristrip

import harristrip as package
from harristrip import cli, query
from harristrip.cli import reading
from harristrip.cli.examples import EXAMPLES

if TYPE_CHECKING:
    from conftest import Result, Run

DATA = Path(__file__).parent / "data"
SMALL = str(DATA / "valid" / "small.toml")
COMMANDS = list(cli.commands())
NO_ANSWER = ("schema", "init")
"""Commands whose output has one form only: a schema is JSON, a new store is a file."""


def refused(result: Result, code: int) -> str:
    """Return the message of a failure, which is on standard error alone and never a traceback."""
    assert result.code == code
    assert result.out == b""
    assert result.message.endswith("\n")
    assert all(line.startswith("harristrip: error: ") for line in result.message.splitlines())
    return result.message.removeprefix("harristrip: error: ")


def ids(result: Result) -> list[str]:
    """Return the ids of a JSON answer."""
    assert result.err == b""
    return [item["id"] for item in json.loads(result.out)["items"]]


ANSWERS = [
    (["meetings"], 0),
    (["meetings", "--json"], 0),
    (["meetings", "--from", "1999", "--to", "1999"], 0),
    (["meetings", "--from", "1999", "--to", "1999", "--exit-status"], 1),
    (["meetings", "--exit-status"], 0),
    (["search", "well"], 0),
    (["search", "zzz"], 1),
    (["search", "zzz", "--json"], 1),
    (["search", "zzz", "--exit-status"], 1),
    (["show", "well", "pump"], 0),
]


@pytest.mark.parametrize(("args", "code"), ANSWERS, ids=str)
def test_an_answer_has_its_exit_code_and_says_nothing_on_standard_error(args: list[str], code: int, run: Run) -> None:
    """An empty list is an answer; nothing found, or an empty list under `--exit-status`, is a negative one."""
    result = run(*args, "--facts", SMALL)
    assert (result.code, result.err) == (code, b"")
    assert result.out


MISTAKES = [
    (["bogus"], 2, 'unknown command "bogus" (valid: itinerary, meetings, '),
    (["meetins"], 2, 'unknown command "meetins"; did you mean meetings? (valid: itinerary, '),
    ([""], 2, 'unknown command "" (valid: '),
    (["--bogus"], 2, "No such option: --bogus"),
    (["meetings", "--contry", "fd"], 2, "No such option: --contry (Possible options: --count, --country)"),
    (["meetings", "--kind", "meeting"], 2, "No such option: --kind"),
    (["meetings", "extra"], 2, "Got unexpected extra argument(s) (extra)"),
    (["meetings", "--country"], 2, "Option '--country' requires an argument."),
    (["meetings", "--json=1"], 2, "Option '--json' does not take a value."),
    (["search"], 2, "Missing argument 'WORDS...'."),
    (["show"], 2, "Missing argument 'ID...'."),
    (["facts", "--country", "fredonia"], 2, 'unknown country "fredonia"; did you mean freedonia? (valid: freedonia,'),
    (["facts", "--country", ""], 2, 'unknown country "" (valid: freedonia, sylvania)'),
    (["facts", "--person", "mayr"], 2, 'unknown person "mayr"; did you mean mayor? (valid: mayor)'),
    (["facts", "--topic", "labur"], 2, 'unknown topic "labur"; did you mean labour? (valid: labour, water)'),
    (["facts", "--source", "gazete"], 2, 'unknown source "gazete"; did you mean gazette? (valid: gazette, herald)'),
    (["facts", "--status", "hold"], 2, 'unknown status "hold"; did you mean held? (valid: agreed, announced, '),
    (["facts", "--kind", "clam"], 2, 'unknown kind "clam"; did you mean claim? (valid: claim, commitment, '),
    (["search", "x", "--kind", "zzz"], 2, 'unknown kind "zzz" (valid: claim, '),
    (["facts", "--from", "2030-02-30"], 2, '--from: "2030-02-30" is no date; write YYYY, YYYY-MM or YYYY-MM-DD'),
    (["facts", "--to", "2030/2031"], 2, '--to: "2030/2031" is no date'),
    (["facts", "--known-by", "yesterday"], 2, '--known-by: "yesterday" is no date'),
    (["conflicts", "how-mny"], 2, 'unknown conflict "how-mny"; did you mean how-many? (valid: how-many)'),
    (["conflicts", "ride"], 2, 'unknown conflict "ride" (valid: how-many)'),
    (["show", "wel"], 1, 'no record has the id "wel"; did you mean well?'),
    (["show", "well", "zzz"], 1, 'no record has the id "zzz"\n'),
]


@pytest.mark.parametrize(("args", "code", "words"), MISTAKES, ids=str)
def test_a_mistake_is_answered_with_what_would_have_been_right(
    args: list[str], code: int, words: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line names the mistake, the nearest valid value and all valid ones."""
    monkeypatch.setenv("HARRISTRIP_FACTS", SMALL)
    message = refused(run(*args), code)
    assert message.startswith(words)
    assert message.count("\n") == 1


@pytest.mark.parametrize(
    "asked", [["--json"], ["-f", "json"], ["-fjson"], ["--format", "json"], ["--format=json"]], ids=str
)
def test_a_message_is_json_however_json_was_asked_for(asked: list[str], run: Run) -> None:
    """The format by its name makes an object of a message too."""
    assert json.loads(run("meetings", "--country", "guatmala", *asked).err)["error"]["nearest"] == "guatemala"


@pytest.mark.parametrize(("args", "code", "words"), MISTAKES, ids=str)
def test_a_mistake_is_one_json_object_where_json_was_asked_for(
    args: list[str], code: int, words: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script reads the same words as a person, with the exit code beside them."""
    monkeypatch.setenv("HARRISTRIP_FACTS", SMALL)
    command, *rest = args
    result = run(command, "--json", *rest) if command else run(*args, "--json")
    assert (result.code, result.out) == (code, b"")
    answer = json.loads(result.err)
    assert answer.keys() == {"schema_version", "error"}
    assert answer["schema_version"] == 1
    assert answer["error"]["exit_code"] == code
    assert answer["error"]["message"].startswith(words.strip())
    assert answer["error"]["faults"] == []


def test_the_nearest_value_is_a_field_of_its_own_in_json(run: Run) -> None:
    """A script need not read it out of a sentence."""
    assert json.loads(run("meetings", "--country", "gautemala", "--json").err)["error"]["nearest"] == "guatemala"


@pytest.mark.parametrize(("asked", "nearest"), [(["wel"], "well"), (["zzz", "wel"], "well"), (["zzz"], None)], ids=str)
def test_the_nearest_id_is_a_field_of_its_own_in_json(asked: list[str], nearest: str | None, run: Run) -> None:
    """So is the id that somebody who asks for a missing record may have meant."""
    assert json.loads(run("show", *asked, "--json", "--facts", SMALL).err)["error"]["nearest"] == nearest


def test_every_missing_id_has_a_line(run: Run) -> None:
    """Whoever asks for several ids learns of all that are wrong at once."""
    message = refused(run("show", "wel", "zzz", "pump", "--facts", SMALL), 1)
    assert len(message.splitlines()) == 2


def test_faults_of_a_store_are_lines_or_one_json_object(run: Run) -> None:
    """All faults are listed in one run, with file and line, in either form."""
    name = str(DATA / "invalid" / "many-at-once.toml")
    lines = run("meetings", "--facts", name).message.splitlines()
    error = json.loads(run("meetings", "--facts", name, "--json").err)["error"]
    assert error["exit_code"] == 3
    assert len(lines) == len(error["faults"]) > 5
    for line, fault in zip(lines, error["faults"], strict=True):
        assert line.startswith(f"harristrip: error: {name}:{fault['line']}: {fault['message']}")
        assert fault.keys() == {"code", "message", "line", "column", "hint"}


@pytest.mark.parametrize("flags", [[], ["--json"]])
@pytest.mark.parametrize("command", [["meetings"], ["search", "x"], ["show", "x"]])
def test_a_store_that_is_not_there_is_exit_code_3(command: list[str], flags: list[str], run: Run) -> None:
    """Every command that reads a store says so in one line."""
    result = run(*command, *flags, "--facts", "absent.toml")
    assert (result.code, result.out) == (3, b"")
    assert "absent.toml: cannot be read: No such file or directory" in result.message
    assert result.message.count("\n") == 1


HOSTILE = "\x1b]0;owned\x07\x9b31m\u202e\n\udc80"
VALUES = [
    ["meetings", "--country", HOSTILE],
    ["meetings", "--from", HOSTILE],
    ["meetings", f"--{HOSTILE}"],
    ["meetings", HOSTILE],
    [HOSTILE],
    ["show", HOSTILE],
    ["facts", "--facts", HOSTILE],
]


@pytest.mark.parametrize("flags", [[], ["--json"]], ids=["plain", "json"])
@pytest.mark.parametrize("args", VALUES, ids=range(len(VALUES)))
def test_what_a_user_types_never_reaches_a_terminal_raw(args: list[str], flags: list[str], run: Run) -> None:
    """Control characters of a value are shown as escapes, in one line."""
    result = run(*args, *flags)
    assert result.code in (1, 2, 3)
    assert result.out == b""
    assert result.message.count("\n") == 1
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\udc80"} & set(result.message)
    assert r"x1b]0;owned" in result.message


FILTERED = [
    (["--country", "fd"], {"ride", "talks"}),
    (["--country", "fd", "--status", "held"], {"ride"}),
    (["--country", "fd", "--country", "sy"], {"ride", "talks"}),
    (["--status", "held", "--status", "not-done", "--status=PROMISED"], {"ride", "repairs"}),
    (["--topic", "labor"], {"repairs"}),
    (["--topic", "water"], {"talks", "thirst"}),
    (["--person", "ana mayor", "--kind", "stop"], {"ride"}),
    (["--source", "herald"], {"herald", "ride", "mayor", "how-many"}),
    (["--from", "2030-05-02", "--kind", "meeting"], {"talks"}),
    (["--from", "2030-05", "--to", "2030-05-01", "--kind", "stop", "--kind", "meeting"], {"ride"}),
    (["--kind", "gap", "--country", "sy"], set()),
    (["--known-by", "2030-04-30"], {"ride", "mayor", "herald"}),
]


@pytest.mark.parametrize(("filters", "found"), FILTERED, ids=str)
def test_filters_combine_and_repeated_ones_widen(filters: list[str], found: set[str], run: Run) -> None:
    """One filter given twice takes either value; different filters must all hold."""
    assert set(ids(run("facts", "--json", "--facts", SMALL, *filters))) == found


def test_a_conflict_can_be_shown_in_full(run: Run) -> None:
    """`conflicts ID` is `show ID`, under its own name in JSON; the filters still list."""
    assert run("conflicts", "how-many", "--facts", SMALL) == run("show", "how-many", "--facts", SMALL)
    shown = run("show", "how-many", "--json", "--facts", SMALL).out
    assert b'"command":"show"' in shown
    assert run("conflicts", "how-many", "--json", "--facts", SMALL).out == shown.replace(b'"show"', b'"conflicts"', 1)
    assert ids(run("conflicts", "--json", "--facts", SMALL)) == ["how-many"]


def test_a_conflict_in_full_reads_the_store_once() -> None:
    """Standard input can be read but once."""
    done = harristrip("conflicts", "how-many", "--facts", "-", stdin=Path(SMALL).read_bytes())
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == harristrip("show", "how-many", "--facts", SMALL).stdout


def test_a_conflict_that_filters_leave_out_is_not_unknown(run: Run) -> None:
    """An id of the store is never called unknown; that it does not match is a negative answer."""
    message = refused(run("conflicts", "how-many", "--known-by", "2030-05-02", "--facts", SMALL), 1)
    assert message == 'the filters leave out the conflict "how-many"\n'
    assert run("conflicts", "how-many", "--known-by", "2030-05-03", "--facts", SMALL).code == 0


@pytest.mark.parametrize(
    "options", [["-f", "csv"], ["-f", "markdown"], ["-o", "how-many.json"], ["--fields", "id"], ["--count"]], ids=str
)
def test_a_record_in_full_is_no_list(options: list[str], run: Run) -> None:
    """`conflicts ID` refuses what only a list can be, rather than leave an option without effect."""
    message = refused(run("conflicts", "how-many", "--facts", SMALL, *options), 2)
    assert message.startswith("records in full are a page or --json: no other --format, ")


def test_a_store_may_be_named_by_option_or_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--facts` goes before `HARRISTRIP_FACTS`, and that before the facts that ship."""
    shipped = ids(run("meetings", "--json"))
    monkeypatch.setenv("HARRISTRIP_FACTS", SMALL)
    assert ids(run("meetings", "--json")) == ["talks"]
    monkeypatch.setenv("HARRISTRIP_FACTS", "absent.toml")
    assert run("meetings").code == 3
    assert ids(run("meetings", "--json", "--facts", SMALL)) == ["talks"]
    monkeypatch.setenv("HARRISTRIP_FACTS", "")
    assert ids(run("meetings", "--json")) == shipped


def test_the_version_is_printed_alone(run: Run) -> None:
    """`--version` names program and version in one line."""
    assert run("--version") == (0, f"harristrip {package.__version__}\n".encode(), b"")


def test_the_bare_program_prints_its_help(run: Run) -> None:
    """Whoever types only the name sees every command and no error."""
    bare, asked = run(), run("--help")
    assert (bare.code, bare.err) == (0, b"")
    assert bare.text.strip() == asked.text.strip()
    assert run("-h") == asked
    assert all(f" {command} " in bare.text for command in COMMANDS)


def prose(text: str) -> str:
    """Return the words of a help page without its frames."""
    return " ".join(re.sub("[─│╭╮╰╯]", " ", text).split())


def test_the_help_shows_each_command_in_its_panel(
    run: Run, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """Commands stand under what they are for, in order, each with what it answers, in the words of the golden file."""
    monkeypatch.setenv("COLUMNS", "160")
    panels: dict[str, list[str]] = {}
    for name, command in cli.commands().items():
        panels.setdefault(command.panel, [command.panel]).append(f"  {name}  {command.help}")
    shown = prose(run("--help").text)
    assert f" {cli.HELP} Options " in shown
    lines = [cli.HELP, *(line for panel in panels.values() for line in panel)]
    assert shown.endswith(prose(" ".join(lines[1:])))
    golden = Path(__file__).parent / "golden" / "help.txt"
    if request.config.getoption("--golden-write"):
        golden.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert golden.read_text(encoding="utf-8").splitlines() == lines


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """`COMMAND --help` says what the command is for and which options it takes, and ends with examples."""
    monkeypatch.setenv("COLUMNS", "160")
    result = run(command, "--help")
    assert (result.code, result.err) == (0, b"")
    assert prose(result.text).startswith(f"Usage: harristrip {command} ")
    assert f" {cli.commands()[command].help} Arguments" in prose(result.text).replace(" Options", " Arguments")
    assert prose(result.text).endswith(f" Examples: {prose(' '.join(EXAMPLES[command]))}")
    assert "--help" in result.text
    assert ("--json" in result.text) is (command not in NO_ANSWER)


@pytest.mark.parametrize("command", [*query.REPORTS, "search"])
def test_every_listing_takes_every_output_option(command: str, run: Run) -> None:
    """Every list can be had in every format, as chosen fields, counted, and in a file."""
    text = run(command, "--help").text
    assert all(option in text for option in ("--format", "-f", "--output", "-o", "--fields", "--count", "--json"))


@pytest.mark.parametrize("command", [*query.REPORTS, "search"])
def test_every_listing_takes_every_filter(command: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same filters work on every list."""
    monkeypatch.setenv("COLUMNS", "160")
    text = prose(run(command, "--help").text)
    asked = [*([query.KIND] if command in ("facts", "search") else []), *query.FILTERS]
    filters = [(f"--{one.name} {one.name.upper()}", one.help) for one in asked]
    filters += [(f"{flag} DATE", help_) for flag, help_ in query.DATE_FILTERS.values()]
    assert " Filters " + " ".join(f"{option} {help_}" for option, help_ in filters) in text
    assert ("--kind" in text) is (command in ("facts", "search"))


def interrupt(*_: object) -> None:
    """Press Ctrl-C."""
    raise KeyboardInterrupt


@pytest.mark.parametrize("flags", [[], ["--json"]], ids=["plain", "json"])
def test_an_interrupt_is_one_line_and_exit_code_130(
    flags: list[str], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C ends the program at once, without a traceback."""
    monkeypatch.setattr(reading, "facts", interrupt)
    result = run("meetings", "--facts", SMALL, *flags)
    assert (result.code, result.out) == (130, b"")
    assert result.message.count("\n") == 1
    assert flags or result.message == "harristrip: error: interrupted\n"


def test_an_end_that_is_not_the_reader_going_away_goes_on(monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    """Typer's own exits, as after printing a completion, keep their code."""
    monkeypatch.setattr(reading, "facts", lambda _: sys.exit(7))
    with pytest.raises(SystemExit) as caught:
        run("meetings", "--facts", SMALL)
    assert caught.value.code == 7


def test_a_shell_can_ask_for_completions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Completion is Typer's, and works through the short way too."""
    env = {"_HARRISTRIP_COMPLETE": "complete_bash", "COMP_WORDS": "harristrip meet", "COMP_CWORD": "1"}
    assert harristrip(env=env).stdout.split() == [b"meetings"]


@pytest.mark.parametrize(("args", "code"), [(["--version"], 0), (["bogus"], 2)])
def test_python_m_is_the_program(
    args: list[str], code: int, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """`python -m harristrip` runs a command line and exits with its code."""
    monkeypatch.setattr(sys, "argv", ["harristrip", *args])
    with pytest.raises(SystemExit) as caught:
        runpy.run_module("harristrip", run_name="__main__")
    assert caught.value.code == code
    assert capsysbinary.readouterr().out == (b"" if code else f"harristrip {package.__version__}\n".encode())
