"""`check`: faults of a store as lines or as JSON, and rules explained. `verify` without its folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from harristrip.errors import ExitCode
from harristrip.facts.rules import RULES
from harristrip.render import schemas

INVALID = Path(__file__).parents[1] / "data" / "invalid"
SCHEMA = Draft202012Validator(json.loads(schemas.encode("check")))


def checked(result, code):
    """Return a JSON answer of `check`, which fits its schema."""
    assert (result.code, result.err) == (code, b"")
    answer = json.loads(result.out)
    assert list(SCHEMA.iter_errors(answer)) == []
    assert answer["count"] == len(answer["items"])
    return answer


@pytest.mark.parametrize("name", ["many-at-once", "not-toml", "not-utf8", "key-twice", "number-too-long", "schema-missing"])
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
    named.write_bytes(small.read_bytes())
    assert run("check", str(named)).text == f"{named}: 0 faults, 0 warnings\n"


def test_warnings_are_not_faults(run, tmp_path):
    """A store with warnings alone is sound."""
    text = (INVALID.parent / "valid" / "small.toml").read_text(encoding="utf-8")
    store = tmp_path / "own.toml"
    store.write_text(f'{text}\n[topics.unused]\nlabel = "unused"\n', encoding="utf-8")
    answer = checked(run("check", str(store), "--json"), ExitCode.OK)
    assert [item["severity"] for item in answer["items"]] == ["warning"]
    assert run("check", str(store)).text.endswith(": 0 faults, 1 warning\n")


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_is_explained(code, run):
    """`--explain` prints a rule in one line, in any case; as JSON it fits the schema of `check`."""
    assert run("check", "--explain", code.lower()) == (ExitCode.OK, f"{code}: {RULES[code]}\n".encode(), b"")
    (rule,) = checked(run("check", "--explain", code, "--json"), ExitCode.OK)["rules"]
    assert (rule["code"], rule["rule"], rule["severity"] in ("error", "warning")) == (code, RULES[code], True)


def test_verify_needs_the_articles(run):
    """Without a folder there is nothing to check against."""
    result = run("verify")
    assert (result.code, result.out) == (ExitCode.USAGE, b"")
