"""Completion: what a shell offers is valid, comes from the store in use, and nothing ever goes wrong on the way."""

from __future__ import annotations

import inspect
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from process import PROGRAM, harristrip
from stores import document, small, with_value

from harristrip import cli, compiled, query, rules, schemas, store
from harristrip.cli import carry, complete, output
from harristrip.errors import ExitCode

TESTS = Path(__file__).parent
SMALL = str(TESTS / "data" / "valid" / "small.toml")
BROKEN = str(TESTS / "data" / "invalid" / "not-toml.toml")
FAULTY = str(TESTS / "data" / "invalid" / "field-unknown.toml")
FILTERS = [declared.name for declared in query.FILTERS]


def bash(*words):
    """What bash passes on: its words, a line each, the last one under the cursor."""
    line = "\n".join(("harristrip", *words))
    return {complete.VARIABLE: "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words))}


def shown(shell, *words):
    """What zsh, fish and PowerShell pass on: the line up to the cursor."""
    line = " ".join(("harristrip", *words))
    given = {complete.VARIABLE: f"complete_{shell}", "_TYPER_COMPLETE_ARGS": line}
    if shell in ("powershell", "pwsh"):
        given["_TYPER_COMPLETE_ARGS"] = line.rstrip(" ")
        return given | ({"_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1]} if words[-1] else {})
    return given | {"_TYPER_COMPLETE_FISH_ACTION": "get-args"}


@pytest.fixture
def offers(run, monkeypatch):
    """Complete the words of a bash line in this process; nothing may reach standard error."""

    def offers(*words, **known):
        for name, value in (bash(*words) | known).items():
            monkeypatch.setenv(name, value)
        answer = run()
        assert answer.err == b""
        return answer.text.split()

    return offers


def start(given):
    """Complete in a process of its own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HARRISTRIP_")}
    return subprocess.run(PROGRAM, check=False, capture_output=True, env=clean | given, timeout=60)


@pytest.mark.parametrize("file", [None, SMALL])
@pytest.mark.parametrize("name", FILTERS)
def test_every_value_that_is_offered_is_a_valid_filter(name, file, offers):
    """Each value is an id of the store in use, and all of them are offered."""
    facts = store.load(file)
    found = offers("timeline", *(["--facts", file] if file else []), f"--{name}", "")
    assert found == list(facts.labels(name))
    assert all(query.resolve(name, value, facts.names(name)) == value for value in found)


@pytest.mark.parametrize("file", [None, SMALL])
@pytest.mark.parametrize("name", FILTERS)
def test_a_name_is_offered_where_no_id_begins_so(name, file, offers):
    """Names, codes and aliases that no shell takes apart are offered too, and are valid."""
    facts = store.load(file)
    for start_ in sorted({other[0] for names in facts.labels(name).values() for other in names if other[0].isupper()}):
        for value in offers("facts", *(["--facts", file] if file else []), f"--{name}", start_):
            assert value.startswith(start_)
            assert query.resolve(name, value, facts.names(name))


def test_a_name_that_needs_quotes_is_not_offered(offers):
    """What is offered can be typed as it is."""
    assert offers("meetings", "--country", "Gu") == ["Guatemala"]
    assert offers("meetings", "--country", "GT") == ["GT", "GTM"]
    assert offers("meetings", "--person", "Kamala") == []


@pytest.mark.parametrize(
    ("name", "path", "alias"),
    [
        ("country", ("countries", "freedonia"), "Republic"),
        ("topic", ("topics", "water"), "hydrology"),
        ("person", ("people", "mayor"), "HerHonour"),
    ],
)
def test_an_alias_of_the_store_in_use_is_offered(name, path, alias, offers, tmp_path):
    """What else the user's own store calls a country, a topic or a person completes like an id."""
    file = tmp_path / "store.toml"
    file.write_text(document(with_value(small(), (*path, "aliases"), [alias])), encoding="utf-8")
    assert offers("facts", "--facts", str(file), f"--{name}", alias[:3]) == [alias]


def test_kinds_are_offered_to_the_commands_that_take_them(offers):
    """Every kind of record is a valid `--kind`."""
    assert offers("facts", "--kind", "s") == ["stop", "statistic", "source"]
    assert offers("search", "x", "--kind", "conf") == ["conflict"]


WITH_FORMAT = [name for name, made in cli.commands().items() if "format" in inspect.signature(made.function).parameters]


@pytest.mark.parametrize("command", WITH_FORMAT)
def test_every_format_that_is_offered_is_one_that_the_command_can_write(command, offers, run, monkeypatch):
    """A calendar is offered only where records can be entries of one."""
    found = offers(command, "--format", "")
    assert set(found) == set(output.FORMATS) - (set() if command in output.CALENDARS else {"ics"})
    monkeypatch.delenv(complete.VARIABLE)
    for name in found:
        assert run(command, *(["aid"] if command == "search" else []), "--format", name).code == ExitCode.OK


def test_styles_are_offered(offers):
    """Every style of a reference is offered."""
    assert offers("cite", "--style", "") == list(carry.STYLES)


@pytest.mark.parametrize("file", [None, SMALL])
@pytest.mark.parametrize("command", ["show", "verify", "cite"])
def test_ids_of_records_are_offered(command, file, offers):
    """Every record of the store in use can be named, the second like the first."""
    facts = store.load(file)
    ids = [record.id for record in facts.records]
    named = ["--facts", file] if file else []
    assert offers(command, *named, "") == ids
    assert offers(command, *named, ids[0], ids[1][:3]) == [id_ for id_ in ids if id_.startswith(ids[1][:3])]


@pytest.mark.parametrize("file", [None, SMALL])
def test_conflicts_are_offered_alone_where_only_they_are_meant(file, offers):
    """`conflicts` takes ids of conflicts."""
    ids = [record.id for record in store.load(file).conflicts()]
    assert offers("conflicts", *(["--facts", file] if file else []), "") == ids


def test_rules_and_schemas_are_offered(offers):
    """What `check --explain` and `schema` know is offered."""
    assert offers("check", "--explain", "HT1") == list(rules.WARNINGS)
    assert offers("schema", "") == schemas.names()


def test_commands_and_options_are_offered(offers):
    """The name of a command and its options complete, whether a command is being typed or not."""
    assert offers("") == list(cli.commands())
    assert offers("me") == ["meetings"]
    assert offers("meetings") == ["meetings"]
    assert offers("--ver") == ["--version"]
    assert "--country" in offers("meetings", "--c")
    assert offers("--version", "meetings", "--country", "m") == ["mexico"]


def test_the_store_in_the_environment_is_completed_from(offers):
    """HARRISTRIP_FACTS names the store in use; `--facts` on the line goes before it."""
    assert offers("people", "--country", "", HARRISTRIP_FACTS=SMALL) == ["freedonia", "sylvania"]
    assert offers("people", "--facts", BROKEN, "--country", "", HARRISTRIP_FACTS=SMALL) == []
    assert "guatemala" in offers("people", "--country", "", HARRISTRIP_FACTS="")


@pytest.mark.parametrize("file", [BROKEN, __file__, "absent.toml", ".", "-", "/dev/null"])
@pytest.mark.parametrize("words", [["meetings", "--country"], ["show"], ["facts", "--kind"]], ids=" ".join)
def test_a_store_that_cannot_be_read_completes_nothing(file, words, offers):
    """No error, no wait for standard input, no value of another store."""
    assert offers(*words, "", HARRISTRIP_FACTS=file) == []


def test_a_store_that_is_not_an_event_yet_completes_nothing(offers, tmp_path):
    """A TOML file of something else is no store."""
    (tmp_path / "other.toml").write_text("[countries.x]\nname = 'X'\n")
    assert offers("meetings", "--country", "", HARRISTRIP_FACTS=str(tmp_path / "other.toml")) == []


def test_a_store_with_a_fault_still_completes(offers):
    """Completion waits for no rule: whoever uses a value is told of the fault."""
    assert offers("meetings", "--country", "", HARRISTRIP_FACTS=FAULTY) == ["freedonia"]


def test_without_compiled_facts_the_store_is_read(offers, monkeypatch):
    """A checkout completes as an installed package does."""
    lines = (["show"], ["conflicts"], ["meetings", "--country"], ["meetings", "--status"])
    expected = [offers(*line, "") for line in lines]
    monkeypatch.setattr(compiled, "NAME", "absent.bin")
    assert [offers(*line, "") for line in lines] == expected


@pytest.mark.parametrize(
    "words",
    [["bogus", "x", ""], ["meetings", "--bogus", ""], ["meetings", "--from", "x", "--country", "'"], ["show", '"', ""]],
    ids=" ".join,
)
def test_a_line_that_makes_no_sense_is_no_error(words, offers):
    """Words that no command takes lead to no message; the values that still make sense may be offered."""
    offers(*words)


@pytest.mark.parametrize("given", [{"COMP_CWORD": "many"}, {"COMP_CWORD": "99"}, {"COMP_WORDS": ""}])
def test_a_shell_that_passes_on_nonsense_gets_nothing(given, offers):
    """A broken protocol leads to no message."""
    assert offers("meetings", "--country", "g", **given) in ([], list(cli.commands()))


def test_a_question_is_answered_although_a_completion_was_asked_for_elsewhere(run, monkeypatch):
    """Only a command line without words is a completion: a variable that is left over hides no answer."""
    monkeypatch.setenv(complete.VARIABLE, "complete_bash")
    assert run("meetings", "--json").out.startswith(b'{"schema_version":1')


def test_bash_takes_an_option_and_its_value_apart(offers):
    """`--country=gu` reaches the program as three words."""
    assert offers("meetings", "--country", "=", "gu") == ["guatemala"]
    assert offers("meetings", "--country", "=") == offers("meetings", "--country", "")


SHELLS = [
    ("zsh", ["meetings", "--country", "gu"], b"_arguments '*: :((\"guatemala\"))'\n"),
    ("zsh", ["meetings", "--country", "xx"], b"_files\n"),
    ("fish", ["meetings", "--country", "gu"], b"guatemala\n"),
    ("powershell", ["meetings", "--country", "gu"], b"guatemala::: \n"),
    ("pwsh", ["people", "--country", "m"], b"mexico::: \n"),
    ("powershell", ["schema", ""], b"".join(f"{name}::: \n".encode() for name in schemas.names())),
    ("pwsh", ["schema", ""], b"".join(f"{name}::: \n".encode() for name in schemas.names())),
    ("zsh", ["meet"], b'_arguments \'*: :(("meetings":"Who meets whom, where, how and about what."))\'\n'),
    ("fish", ["meet"], b"meetings\tWho meets whom, where, how and about what.\n"),
    ("powershell", ["meet"], b"meetings:::Who meets whom, where, how and about what.\n"),
]


def test_no_command_begins_another():
    """A command that is typed to its end is the only one that completes it."""
    names = list(cli.commands())
    assert not [(one, other) for one in names for other in names if one != other and other.startswith(one)]


@pytest.mark.parametrize("command", cli.commands())
def test_a_command_that_is_typed_to_its_end_completes_to_itself(command, offers):
    """A shell that asks once more puts a space behind it."""
    assert offers(command) == [command]


@pytest.mark.parametrize(("shell", "words", "expected"), SHELLS)
def test_every_shell_is_answered_in_this_process_too(shell, words, expected, run, monkeypatch):
    """The answer depends on nothing but the variables."""
    for name, value in shown(shell, *words).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delitem(sys.modules, "rich", raising=False)
    assert run() == (ExitCode.OK, expected, b"")


@pytest.mark.parametrize(("shell", "words", "expected"), SHELLS)
def test_every_shell_is_answered_in_its_own_way(shell, words, expected):
    """A process with the variables of a shell prints what its script reads, and nothing on standard error."""
    done = start(shown(shell, *words))
    assert (done.stdout, done.stderr, done.returncode) == (expected, b"", ExitCode.OK)


def test_bash_is_answered_a_word_a_line():
    """A process with the variables of bash prints the words alone."""
    done = start(bash("meetings", "--topic", "mig"))
    assert done.stdout.split() == [b"migration", b"migration-law"][: len(done.stdout.split())]
    assert (done.stdout[:9], done.stderr, done.returncode) == (b"migration", b"", ExitCode.OK)


@pytest.mark.parametrize(("word", "code"), [("gu", 0), ("xx", 1)])
def test_fish_is_told_whether_there_is_anything(word, code, run, monkeypatch):
    """Fish asks first whether to complete; where there is nothing it offers files."""
    given = shown("fish", "meetings", "--country", word) | {"_TYPER_COMPLETE_FISH_ACTION": "is-args"}
    done = start(given)
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"", code)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert run() == (code, b"", b"")


def test_a_word_with_a_space_is_one_word(offers):
    """Bash passes on a word a line; a value that it takes apart at its sign is put together again."""
    assert offers("search", '"two wells"', "--country", "=", "gu") == ["guatemala"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_broken_store_is_silent_in_every_shell(shell):
    """Nothing is printed where somebody is typing."""
    words = ["meetings", "--country", ""]
    given = bash(*words) if shell == "bash" else shown(shell, *words)
    done = start(given | {"HARRISTRIP_FACTS": BROKEN})
    assert done.stderr == b""
    assert done.stdout.strip() in (b"", b"_files")


SCRIPT = """
eval "$(python_ --show-completion bash)"
COMP_WORDS=({words}) COMP_CWORD={last}
_harristrip_completion harristrip
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
def test_bash_itself_completes():
    """The script that Typer installs works with the program as it is installed."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    script = SCRIPT.replace("python_", "harristrip").format(words="harristrip meetings --country gu", last=3)
    given = {"PATH": path, "HOME": os.environ.get("HOME", "/"), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    done = subprocess.run(["bash", "-c", script], check=False, capture_output=True, env=given, timeout=60)
    assert (done.stdout, done.stderr) == (b"guatemala\n", b"")


LOADED = """
import sys
from harristrip import quick
try:
    quick.main([])
finally:
    print("|".join(sys.modules), file=sys.stderr)
"""
LINES = [["me"], ["meetings", "--co"], ["facts", "--country", "g"], ["show", "border"], ["cite", "--style", "b"]]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize("words", LINES, ids=" ".join)
def test_a_completion_loads_no_heavy_module(shell, words):
    """Somebody waits for it at the keyboard: the compiled facts answer, and help is not drawn."""
    given = bash(*words) if shell == "bash" else shown(shell, *words)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("HARRISTRIP_")}
    done = subprocess.run([sys.executable, "-c", LOADED], check=True, capture_output=True, text=True, env=clean | given)
    assert done.stdout.strip() not in ("", "_files")
    loaded = {name.partition(".")[0] for name in done.stderr.strip().split("|")}
    assert "typer" in loaded
    assert not loaded & {"rich", "msgspec", "tomli", "icalendar", "sqlite3", "json"}


def test_a_completion_leaves_rich_as_it_was(offers, monkeypatch):
    """What is hidden from Typer while it completes is there again."""
    import rich

    offers("meetings", "--country", "g")
    complete.reply(lambda: None)
    assert sys.modules["rich"] is rich
    monkeypatch.delitem(sys.modules, "rich")
    offers("meetings", "--country", "g")
    complete.reply(lambda: None)
    assert "rich" not in sys.modules


@pytest.mark.skipif(compiled.load() is None, reason="a checkout has no compiled facts")
@pytest.mark.parametrize(
    "words", [["show"], ["conflicts"], ["meetings", "--country"], ["facts", "--kind"]], ids=" ".join
)
def test_the_facts_that_ship_are_completed_without_reading_a_store(words, offers, monkeypatch):
    """Nobody waits at the keyboard for a store to be parsed: its reader is not even there."""
    expected = offers(*words, "")
    assert expected
    monkeypatch.setitem(sys.modules, "harristrip.store", None)
    assert offers(*words, "") == expected


def test_a_file_that_is_called_a_hyphen_is_not_meant(offers, monkeypatch, tmp_path):
    """`-` is standard input everywhere, which a completion does not read; a file of that name is `./-`."""
    (tmp_path / "-").write_bytes(Path(SMALL).read_bytes())
    monkeypatch.chdir(tmp_path)
    assert offers("meetings", "--facts", "-", "--country", "") == []
    assert offers("meetings", "--facts", "./-", "--country", "") == ["freedonia", "sylvania"]


HOSTILE = """
schema = 1
[countries."$(touch x)"]
name = "Ruritania"
code = "`id`"
[countries.plain]
name = "x;reboot"
code = "PL"
aliases = ["$(id)", "-rf", "two words", "Pl\\u3164ain", "Plain"]
[[claim]]
id = "aa$(touch${IFS}x)"
[[claim]]
id = "ab\\\\$(touch x)"
[[claim]]
id = "\\u001b]0;title\\u0007"
[[claim]]
id = "\\u202egpj"
[[claim]]
id = "--version"
[[claim]]
id = "sound"
"""


OFFERED = {
    ("show", ""): b"sound",
    ("facts", "--country", ""): b"plain",
    ("facts", "--country", "P"): b"PL Plain",
}


@pytest.mark.parametrize(("words", "expected"), OFFERED.items())
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_no_shell_is_offered_what_it_would_run(shell, words, expected, tmp_path, run, monkeypatch):
    """Nobody has checked the store that completes: only plain words of it reach the line of a shell."""
    facts = tmp_path / "facts.toml"
    facts.write_text(HOSTILE)
    line = (words[0], "--facts", str(facts), *words[1:])
    for name, value in (bash(*line) if shell == "bash" else shown(shell, *line)).items():
        monkeypatch.setenv(name, value)
    out = run().out
    assert not re.search(rb"[$`;\x00-\x09\x0b-\x1f]|IFS|--version|-rf|two|title|gpj|\xe3\x85\xa4", out)
    assert all(word in out for word in expected.split())


def test_a_variable_of_a_completion_does_not_change_an_answer(run, monkeypatch):
    """A shell that completes passes no arguments; with some, the question is answered."""
    monkeypatch.setenv(complete.VARIABLE, "complete_bash")
    assert run("facts", "--count", "--facts", SMALL).code == 0


def test_a_start_file_that_is_not_utf8_is_told(tmp_path):
    """A shell's own file in another encoding is left as it is, and its owner told what to do."""
    start_file = tmp_path / ".bashrc"
    start_file.write_bytes(b"# caf\xe9\n")
    done = harristrip("--install-completion", env={**os.environ, "HOME": str(tmp_path), "SHELL": "/bin/bash"})
    assert start_file.read_bytes() == b"# caf\xe9\n"
    assert done.returncode in (ExitCode.OK, ExitCode.NEGATIVE, ExitCode.USAGE)  # it goes by the shell that runs it
    assert b"defect" not in done.stderr


@pytest.mark.parametrize(("words", "code"), [(["--install-completion"], ExitCode.USAGE), (["facts"], ExitCode.DEFECT)])
def test_only_the_file_of_a_shell_may_be_no_text(words, code, run, monkeypatch):
    """What Typer cannot read while it installs a completion is the shell's own; anything else is a defect."""

    def unreadable(_args):
        raise UnicodeDecodeError("utf-8", b"\xe9", 0, 1, "invalid continuation byte")

    monkeypatch.setattr(cli, "_app", unreadable)
    monkeypatch.setattr(compiled, "load", lambda: None)
    result = run(*words)
    assert (result.code, result.out) == (code, b"")
    assert ("the file that your shell starts with is not UTF-8" in result.message) == (code == ExitCode.USAGE)
