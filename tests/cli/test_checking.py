"""`check`: faults of a store as lines or as JSON, and rules explained. `verify` without its folder."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import harristrip as package
from harristrip.errors import ExitCode
from harristrip.facts.rules import RULES
from harristrip.render import schemas

INVALID = Path(__file__).parents[1] / "data" / "invalid"
SCHEMA = Draft202012Validator(json.loads(schemas.encode_schema("check")))


def checked(result, code):
    """Return a JSON answer of `check`, which fits its schema."""
    assert (result.code, result.err) == (code, b"")
    answer = json.loads(result.out)
    assert list(SCHEMA.iter_errors(answer)) == []
    assert answer["count"] == len(answer["items"])
    return answer


@pytest.mark.parametrize(
    "name", ["many-at-once", "not-toml", "not-utf8", "key-twice", "number-too-long", "schema-missing"]
)
def test_every_fault_is_answered_as_json(name, run):
    """A text that is not TOML, or not even text, is a finding like any other."""
    answer = checked(run("check", str(INVALID / f"{name}.toml"), "--json"), ExitCode.NEGATIVE)
    assert answer["count"] >= 1
    lines = run("check", str(INVALID / f"{name}.toml")).text
    for item in answer["items"]:
        assert f"{name}.toml:{item['line']}:{item['column']}: {item['severity']} {item['code']}: " in lines


def test_a_sound_store_has_no_finding(run, tmp_path, monkeypatch):
    """The facts that ship, the store in use, or the one that is named; no fault is exit code 0."""
    small = INVALID.parent / "valid" / "small.toml"
    assert checked(run("check", "--json"), ExitCode.OK)["file"].endswith("facts.toml")
    monkeypatch.setenv("HARRISTRIP_FACTS", str(small))
    assert checked(run("check", "--json"), ExitCode.OK)["file"] == str(small)
    named = tmp_path / "copy.toml"
    named.write_text(
        small.read_text(encoding="utf-8").replace('status = "planned"\nformat', 'status = "held"\nformat'), "utf-8"
    )
    assert run("check", str(named)).text == f"{named}: 0 faults, 0 warnings\n"


def test_warnings_are_not_faults(run):
    """A store with warnings alone is sound; the place of each is shown below its line."""
    store = str(INVALID.parent / "valid" / "small.toml")
    (item,) = checked(run("check", store, "--json"), ExitCode.OK)["items"]
    assert (item["severity"], item["code"]) == ("warning", "HT103")
    lines = run("check", store).text.splitlines()
    assert lines[0] == f"{store}:{item['line']}:{item['column']}: warning HT103: {item['message']}"
    assert lines[1:3] == ['  status = "planned"', "            ^^^^^^^"]
    assert lines[-1] == f"{store}: 0 faults, 1 warning"


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_is_explained(code, run):
    """`--explain` prints a rule in one line, in any case; as JSON it fits the schema of `check`."""
    assert run("check", "--explain", code.lower()) == (ExitCode.OK, f"{code}: {RULES[code]}\n".encode(), b"")
    (rule,) = checked(run("check", "--explain", code, "--json"), ExitCode.OK)["rules"]
    assert (rule["code"], rule["rule"], rule["severity"] in ("error", "warning")) == (code, RULES[code], True)


# verify

PACKAGE = Path(package.__file__).parent
OWN = ("--facts", str(PACKAGE / "example.toml"))
ARTICLES = ("--articles", str(PACKAGE / "example"))
VERIFY = Draft202012Validator(json.loads(schemas.encode_schema("verify")))


@pytest.mark.parametrize("more", [[], ["--coverage"], ["ansa"]], ids=str)
def test_the_example_is_proven(more, run, monkeypatch):
    """The example store and its articles agree; `verify` answers in a table or as JSON, for all or some records."""
    result = run("verify", *more, *OWN, *ARTICLES)
    assert (result.code, result.err) == (ExitCode.OK, b"")
    assert result.text.startswith("Verification\nSource ")
    assert " 0 wrong" in result.text
    answer = json.loads(run("verify", *more, *OWN, *ARTICLES, "--json").out)
    assert list(VERIFY.iter_errors(answer)) == []
    assert (answer["wrong"], answer["count"]) == (0, len(answer["items"]))
    monkeypatch.setenv("HARRISTRIP_ARTICLES", ARTICLES[1])
    assert run("verify", *more, *OWN) == result


def test_a_missing_text_is_no_proof(run, tmp_path):
    """A source without its text fails the check; `--partial` allows it, and no text at all is never a success."""
    for path in list((PACKAGE / "example").glob("*.txt"))[1:]:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert run("verify", *OWN, "--articles", str(tmp_path)).code == ExitCode.NEGATIVE
    assert run("verify", *OWN, "--articles", str(tmp_path), "--partial").code == ExitCode.OK
    for path in tmp_path.glob("*.txt"):
        path.unlink()
    result = run("verify", *OWN, "--articles", str(tmp_path), "--partial")
    assert result.code == ExitCode.NEGATIVE
    assert "Nothing was checked: no file of the folder has the digest of a source" in result.text


def test_show_prints_the_cited_paragraph(run):
    """With the articles at hand each cite is followed by its paragraph, the printed words between marks."""
    shown = run("show", "ansa", *OWN, *ARTICLES)
    assert (shown.code, shown.err) == (ExitCode.OK, b"")
    assert "Ansa" in shown.text
    assert len(shown.text) > len(run("show", "ansa", *OWN).text)


def test_a_folder_that_cannot_be_read_is_refused(run):
    """A missing folder is named."""
    for words in (["verify"], ["show", "ansa"]):
        result = run(*words, *OWN, "--articles", "absent")
        assert (result.code, result.out) == (ExitCode.USAGE, b"")
        assert result.message.startswith('harristrip: error: --articles "absent" cannot be read: ')


def test_a_slip_in_many_places_is_one_fault(run, tmp_path):
    """A name that nothing declares is shown once, with the lines of the other places."""
    store = tmp_path / "own.toml"
    text = (PACKAGE / "example.toml").read_text(encoding="utf-8")
    name = next(re.finditer(r"^\[people\.([a-z0-9-]+)\]", text, re.MULTILINE))[1]
    store.write_text(re.sub(rf'"{name}"', '"nobdy"', text), encoding="utf-8")
    shown = run("check", str(store))
    faults = json.loads(run("check", str(store), "--json").out)["items"]
    assert shown.code == ExitCode.NEGATIVE
    assert shown.text.count("error HT009") < len(faults)
    assert re.search(r"and in [0-9]+ more places?: lines? [0-9]+", shown.text)


def test_an_empty_store_has_no_blank_snippets(run, tmp_path):
    """A line without text is not shown, and no caret points at it."""
    store = tmp_path / "empty.toml"
    store.touch()
    shown = run("check", str(store)).text
    assert "HT003" in shown
    assert "^" not in shown
    assert "\n\n\n" not in shown


def test_the_event_can_be_verified_and_shown(run):
    """Its cites are those of the store; ids that nothing has are negative answers everywhere."""
    answer = json.loads(run("verify", "event", *OWN, *ARTICLES, "--json").out)
    assert {check["id"] for check in answer["items"]} == {"event"}
    (item,) = json.loads(run("show", "event", *OWN, "--json").out)["items"]
    assert (item["id"], item["kind"]) == ("event", "record")
    schema = json.loads(run("schema", "show").out)
    assert list(Draft202012Validator(schema).iter_errors(json.loads(run("show", "event", *OWN, "--json").out))) == []
    for words in (["show"], ["verify", *ARTICLES], ["cite"], ["conflicts"], ["read", *ARTICLES]):
        assert run(words[0], "zzz", *words[1:], *OWN).code == ExitCode.NEGATIVE
