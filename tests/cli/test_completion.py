"""Completion: values of the store in use, in the form that each shell takes, and never an error."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from process import harristrip
from stores import document, small, with_value

from harristrip.cli import commands, completion
from harristrip.errors import ExitCode
from harristrip.facts.rules import RULES
from harristrip.index.filters import FILTERS
from harristrip.index.store import load
from harristrip.render import schemas
from harristrip.render.formats import FORMATS
from harristrip.render.references import STYLES

DATA = Path(__file__).parents[1] / "data"
SMALL = str(DATA / "valid" / "small.toml")
BROKEN = str(DATA / "invalid" / "not-toml.toml")


def bash(*words):
    """What bash passes on: its words, a line each, the last one under the cursor."""
    return {
        completion.VARIABLE: "complete_bash",
        "COMP_WORDS": "\n".join(("harristrip", *words)),
        "COMP_CWORD": str(len(words)),
    }


def line(shell, *words):
    """What zsh, fish and PowerShell pass on: the line up to the cursor."""
    if shell == "bash":
        return bash(*words)
    text = " ".join(("harristrip", *words))
    given = {completion.VARIABLE: f"complete_{shell}", "_TYPER_COMPLETE_ARGS": text}
    if shell == "powershell":
        given["_TYPER_COMPLETE_ARGS"] = text.rstrip(" ")
        return given | ({"_TYPER_COMPLETE_WORD_TO_COMPLETE": words[-1]} if words[-1] else {})
    return given | {"_TYPER_COMPLETE_FISH_ACTION": "get-args"}


@pytest.fixture
def asked(run, monkeypatch):
    """Complete a line; nothing may reach standard error."""

    def asked(given):
        with monkeypatch.context() as patch:
            for name, value in given.items():
                patch.setenv(name, value)
            answer = run()
        assert answer.err == b""
        return answer

    return asked


@pytest.fixture
def offers(asked):
    """Complete the words of a bash line over the small store."""

    def offers(*words, **more):
        return asked({"HARRISTRIP_FACTS": SMALL} | bash(*words) | more).text.split()

    return offers


@pytest.mark.parametrize("one", FILTERS, ids=lambda one: one.option)
def test_filters_offer_every_id(one, offers):
    """Each value that is offered is an id of the store in use, and all of them are offered."""
    command = one.reports[0] if one.reports else "timeline"
    words = {name for id_, names in load(SMALL).labels(one.vocabulary).items() for name in (id_,) if " " not in name}
    assert set(offers(command, one.option, "")) == words


def test_names_are_offered_where_no_id_begins_so(offers, tmp_path):
    """Names, codes and aliases complete as well, unless a shell would take them apart."""
    assert offers("facts", "--country", "fr") == ["freedonia"]
    assert offers("facts", "--country", "Fr") == ["Freedonia"]
    assert offers("facts", "--country", "SY") == ["SY"]
    assert offers("facts", "--person", "Án") == []
    file = tmp_path / "store.toml"
    file.write_text(document(with_value(small(), ("topics", "water", "aliases"), ["hydrology"])), encoding="utf-8")
    assert offers("facts", "--facts", str(file), "--topic", "hy") == ["hydrology"]


ids = [record.id for record in load(SMALL).records]
OFFERED = [
    (["show", ""], ids),
    (["check", "--explain", "HT1"], sorted(rule for rule in RULES if rule.startswith("HT1"))),
    (["schema", ""], schemas.list_schemas()),
    (["cite", "--style", ""], list(STYLES)),
    (["meetings", "--format", ""], list(FORMATS)),
    (["people", "--format", ""], [name for name in FORMATS if name != "ics"]),
    (["show", "gazette", ":"], [str(n) for n in (1, 2, 3, 4, 5, 6, 7)]),
]


@pytest.mark.parametrize(("words", "expected"), OFFERED, ids=lambda value: " ".join(value)[:40])
def test_bash_is_offered(words, expected, offers):
    """Ids, passages, kinds, rules, schemas, styles, formats, commands, options: what is valid in that place."""
    assert offers(*words) == expected


def test_words_may_be_on_one_line(offers):
    """A caller that separates the words by blanks is answered as well."""
    assert offers("", COMP_WORDS="harristrip meet", COMP_CWORD="1") == ["meetings"]
    assert offers("", COMP_WORDS="harristrip facts --country f", COMP_CWORD="3") == ["freedonia"]


def test_every_command_completes(offers):
    """Each command is offered, and one that is typed to its end completes to itself."""
    names = [*commands.COMMANDS, "border", "health"]
    assert sorted(offers("")) == sorted(names)
    assert not [(one, other) for one in names for other in names if one != other and other.startswith(one)]


def test_the_store_in_use_is_completed_from(offers):
    """`--facts` on the line wins over the variable; an empty variable means the facts that ship."""
    assert offers("people", "--facts", BROKEN, "--country", "") == []
    assert "guatemala" in offers("people", "--country", "", HARRISTRIP_FACTS="")
    assert offers("people", "--facts", SMALL, "--country", "", HARRISTRIP_FACTS=BROKEN) == ["freedonia", "sylvania"]


@pytest.mark.parametrize("file", [BROKEN, __file__, "absent.toml", ".", "-", "/dev/null"])
@pytest.mark.parametrize("words", [["meetings", "--country"], ["show"], ["facts", "--kind"]], ids=" ".join)
def test_a_store_that_cannot_be_read_completes_nothing(file, words, offers):
    """No error, no wait for standard input, no value of another store."""
    assert offers(*words, "", HARRISTRIP_FACTS=file) == []


@pytest.mark.parametrize(
    "words",
    [["bogus", "x", ""], ["meetings", "--bogus", ""], ["meetings", "--from", "x", "--country", "'"], ["show", '"', ""]],
    ids=" ".join,
)
def test_a_line_without_meaning_is_no_error(words, offers):
    """Words that no command takes lead to no message."""
    offers(*words)


@pytest.mark.parametrize("given", [{"COMP_CWORD": "many"}, {"COMP_CWORD": "99"}, {"COMP_WORDS": ""}])
def test_a_broken_protocol_is_no_error(given, offers):
    """Variables that make no sense complete nothing, or commands."""
    assert set(offers("meetings", "--country", "f", **given)) <= {*commands.COMMANDS, "border", "health", "freedonia"}


def test_a_variable_that_is_left_over_hides_no_answer(run, monkeypatch):
    """Only a command line without words is a completion."""
    monkeypatch.setenv(completion.VARIABLE, "complete_bash")
    for words in (["facts", "--count"], ["facts", "-fcsv"]):
        assert run(*words).code == ExitCode.OK


CASES = [json.loads(line) for line in (Path(__file__).parent / "completions.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['shell']} {' '.join(case['words'])}")
def test_every_shell_is_answered_in_its_own_form(case, asked):
    """Zsh, fish and PowerShell replace the whole word, with the option and its sign; bash what is after the last colon.

    Ids, passages, kinds, commands, options: what is valid in that place.
    """
    answer = asked({"HARRISTRIP_FACTS": SMALL} | line(case["shell"], *case["words"]))
    assert (answer.code, answer.err) == (ExitCode.OK, b"")
    assert answer.text.strip("\n") == case["offered"].strip("\n")


def test_powershell_is_offered_every_schema(asked):
    """Its answers are in three parts."""
    answer = asked({"HARRISTRIP_FACTS": SMALL} | line("powershell", "schema", ""))
    assert answer.text == "".join(f"{name}::: \n" for name in schemas.list_schemas())


@pytest.mark.parametrize(("word", "code"), [("fr", ExitCode.OK), ("xx", ExitCode.NEGATIVE)])
def test_fish_is_told_whether_there_is_anything(word, code, asked):
    """Fish asks first; where there is nothing it offers files."""
    given = line("fish", "meetings", "--country", word) | {"_TYPER_COMPLETE_FISH_ACTION": "is-args"}
    assert asked({"HARRISTRIP_FACTS": SMALL} | given) == (code, b"", b"")


# Ids of a store are checked; names are not, and a shell may run what it completes to.
ALIASES = ["$(id)", "-rf", "two words", "`id`", "x;reboot", "Pl\u00adain", "Plain"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_no_shell_is_offered_what_it_would_run(shell, asked, tmp_path):
    """Only plain words of a store reach the line of a shell."""
    file = tmp_path / "store.toml"
    aliases = [name for name in ALIASES if name.isprintable()]
    file.write_text(document(with_value(small(), ("countries", "freedonia", "aliases"), aliases)), encoding="utf-8")
    for start, expected in (("P", "Plain"), ("$", ""), ("-", ""), ("t", ""), ("x", "")):
        out = asked(line(shell, "facts", "--facts", str(file), "--country", start)).text
        assert re.findall(r"Plain|\$\(|rf|two|`|reboot", out) == expected.split()


PLAIN = {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]), "HARRISTRIP_FACTS": SMALL}
SCRIPT = """
eval "$(harristrip --show-completion bash)"
COMP_WORDS=({words}) COMP_CWORD={last}
_harristrip_completion harristrip
printf '%s ' "${{COMPREPLY[@]}}"
"""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("harristrip meetings --country fr", "freedonia "),
        ("harristrip show herald :", "1 2 3 "),
        ("harristrip me", "meetings "),
    ],
)
@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
def test_bash_itself_completes(words, expected, tmp_path):
    """The script that `--show-completion` prints works with the program as it is installed."""
    script = SCRIPT.format(words=words, last=words.count(" "))
    env = PLAIN | {"HOME": str(tmp_path), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    done = subprocess.run(["bash", "-c", script], check=False, capture_output=True, text=True, env=env)
    assert (done.stdout, done.stderr) == (expected, "")


def test_a_start_file_that_is_not_utf8_is_reported(run, tmp_path, monkeypatch):
    """A shell's own file in another encoding is left as it is, and a message says what to do."""
    start = tmp_path / ".bashrc"
    start.write_bytes(b"# caf\xe9\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION", "1")
    result = run("--install-completion", "bash")
    assert (result.code, result.out, start.read_bytes()) == (ExitCode.USAGE, b"", b"# caf\xe9\n")
    assert result.message.count("\n") == 1
    assert "is not UTF-8: add --show-completion to it" in result.message


def test_typer_ends_the_process_after_a_script(run, monkeypatch):
    """The script for a shell is printed by Typer, which then exits with success."""
    monkeypatch.setenv("_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION", "1")
    with pytest.raises(SystemExit) as caught:
        run("--show-completion", "bash")
    assert caught.value.code in (0, None)


def test_completion_loads_no_heavy_module(asked):
    """Somebody waits at the keyboard: neither rich nor the model nor the parser of TOML is loaded."""
    asked({"HARRISTRIP_FACTS": SMALL} | bash("facts", ""))  # fills the cache
    code = "import sys; from harristrip.main import main; main([]); print(*sys.modules, file=sys.stderr)"
    given = {"HARRISTRIP_FACTS": SMALL} | bash("facts", "--country", "f")
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=os.environ | given
    )
    assert done.stdout == "freedonia\n"
    assert not {"rich", "msgspec", "tomli", "icalendar", "harristrip.facts.load"} & set(done.stderr.split())


def test_completion_leaves_rich_as_it_was(asked, monkeypatch):
    """What is hidden from Typer while it completes is there again."""
    import rich

    for _ in range(2):
        asked(bash("meetings", "--country", "f"))
        assert sys.modules["rich"] is rich
    monkeypatch.delitem(sys.modules, "rich")
    asked(bash("meetings", "--country", "f"))
    assert "rich" not in sys.modules


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_named_shell_is_shown(shell):
    """Typer alone would ignore the name and show that of the shell it runs in."""
    scripts = [harristrip(*words).stdout for words in (["--show-completion", shell], [f"--show-completion={shell}"])]
    assert scripts[0] == scripts[1]
    assert f"complete_{shell}".encode() in scripts[0]


@pytest.mark.parametrize("words", [["--show-completion", "zhs"], ["--install-completion=zhs"]])
def test_an_unknown_shell_is_refused(words, run):
    """Nothing is installed."""
    message = b'harristrip: error: unknown shell "zhs"; did you mean zsh? (valid: bash, zsh, fish, powershell, pwsh)\n'
    assert run(*words) == (ExitCode.USAGE, b"", message)
