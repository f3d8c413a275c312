"""JSON Schemas: what a store may hold and what every command prints, and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import tomli
from jsonschema import Draft202012Validator

from harristrip.cli import commands
from harristrip.facts import model
from harristrip.index.reports import REPORTS
from harristrip.render import schemas

TESTS = Path(__file__).parents[1]
ROOT = TESTS.parent
SMALL = str(TESTS / "data" / "valid" / "small.toml")
EXAMPLE = ROOT / "src" / "harristrip" / "example.toml"
STRUCTURAL = {"HT003", "HT004", "HT005", "HT006", "HT007", "HT011"}
"""Rules that a schema can express; the others look at several records, at the articles or at a calendar."""
WHOLE_FLOATS = {"amount-float", "schema-float"}
"""For JSON Schema 5000.0 is a whole number; `check` refuses it."""
MADE = {name: json.loads(schemas.encode_schema(name)) for name in schemas.list_schemas()}


def closed(node):
    """Return the schema of an answer with no room for keys that it does not name."""
    if isinstance(node, list):
        return [closed(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    inner = {key: closed(value) for key, value in node.items()}
    return {**inner, "additionalProperties": False} if "properties" in node and "title" in node else inner


CLOSED = {name: Draft202012Validator(closed(made)) for name, made in MADE.items()}


def faults(data, name):
    """Return what the closed schema of a command finds wrong with an answer."""
    return [error.message for error in CLOSED[name].iter_errors(data)]


FILTERS = ("", "--country guatemala", "--from 2021-05 --to 2021-06-07", "--known-by 2021-06-02", "--to 1066")
LISTINGS = [[name, *more.split()] for name in REPORTS for more in (*FILTERS, "--fields id,summary,date,cites")]
OTHERS = ["search migration", "search migration --fields id,amount", "search zebra", "show conflict-trip-length"]
OTHERS += ["check", "check --explain HT009", "cite border-encounters-april fox:25 webcast"]
OF_SMALL = [["search", "well"], ["show", "well", "talks"], ["conflicts", "how-many"], ["cite", "well", "herald"]]


@pytest.mark.parametrize("words", LISTINGS + [line.split() for line in OTHERS], ids=" ".join)
def test_what_a_command_prints_fits_its_schema(words, run):
    """Keys, types and kinds are those of the schema, for full, filtered, narrowed and empty answers."""
    assert faults(json.loads(run(*words, "--json").out), words[0]) == []


@pytest.mark.parametrize("words", [[name] for name in REPORTS] + OF_SMALL, ids=" ".join)
def test_what_a_command_prints_of_another_store_fits_its_schema(words, run):
    """The schemas are those of every store."""
    assert faults(json.loads(run(*words, "--json", "--facts", SMALL).out), words[0]) == []


def test_groups_fit_the_schema_of_statistics(run):
    """The command of a group prints what `statistics` prints."""
    assert faults(json.loads(run("border", "--json").out), "statistics") == []


def test_what_export_prints_fits_its_schema(run, tmp_path):
    """The tables of a database are described."""
    assert faults(json.loads(run("export", str(tmp_path / "facts.db"), "--json").out), "export") == []


def test_every_command_that_prints_json_has_a_schema():
    """A command with --json has a schema, and no other has one."""
    with_json = {
        name for name, command in commands.COMMANDS.items() if any(one.name == "json" for one in command.options)
    }
    assert set(schemas.list_schemas()) == with_json | {"store", "error"}


@pytest.mark.parametrize("name", REPORTS)
def test_an_answer_without_one_of_its_keys_does_not_fit(name, run):
    """Every key is always there: the schema asks for each of them; with chosen fields for those of the envelope."""
    answer = json.loads(run(name, "--json", "--limit", "1").out)
    for key in answer:
        if key not in ("schema_version", "command", "count", "items"):
            continue
        assert faults({other: value for other, value in answer.items() if other != key}, name)
    item = answer["items"][0]
    for key in item:
        rest = {other: value for other, value in item.items() if other != key}
        assert faults({**answer, "items": [rest]}, name), key
        assert faults({**answer, "items": [{key: item[key]}], "fields": [key]}, name) == []
    assert faults({**answer, "items": [{"nonsense": 1}], "fields": ["nonsense"]}, name)


def test_a_record_of_another_kind_does_not_fit(run):
    """A command's items are only of the kinds that it can show."""
    stops = json.loads(run("itinerary", "--json").out)
    assert faults({**stops, "command": "meetings"}, "meetings")
    assert faults({**stops, "command": "timeline"}, "timeline") == []


def test_new_keys_may_come(run):
    """A reader who checks answers today does not refuse those of the next version."""
    answer = json.loads(run("funding", "--json").out)
    answer["items"][0]["new"] = answer["totals"][0]["new"] = answer["new"] = 1
    assert Draft202012Validator(MADE["funding"]).is_valid(answer)


STORE = Draft202012Validator(MADE["store"])
SOUND = [ROOT / "data" / "facts.toml", EXAMPLE, *(TESTS / "data" / "valid").glob("*.toml")]
SOUND += (TESTS / "data" / "events").glob("*/store.toml")


@pytest.mark.parametrize("file", SOUND, ids=lambda file: f"{file.parent.name}-{file.name}")
def test_sound_stores_fit_the_schema_of_the_store(file):
    """What the program accepts no editor marks as wrong."""
    data = tomli.loads(file.read_text(encoding="utf-8"))
    assert [error.message for error in STORE.iter_errors(data)] == []


def broken():
    """Yield stores with a structural fault."""
    for file in sorted((TESTS / "data" / "invalid").glob("*.toml")):
        code = re.search(rb"expect: (HT\d+)", file.read_bytes())
        if code and code[1].decode() in STRUCTURAL and file.stem not in WHOLE_FLOATS:
            yield file


@pytest.mark.parametrize("file", list(broken()), ids=lambda file: file.stem)
def test_structural_faults_do_not_fit_the_schema_of_the_store(file):
    """An unknown or missing field, a wrong type, a float and a record without a cite are marked in an editor."""
    assert not STORE.is_valid(tomli.loads(file.read_text(encoding="utf-8")))


def test_the_store_is_described_as_people_write_it():
    """No computed field, no tag, no id that stands in a header; both forms of a cite and of `part_of`."""
    parts = MADE["store"]["$defs"]
    assert not {"kind", "conflicts", "independent", "date_basis", "joint"} & set(parts["Meeting"]["properties"])
    assert "id" in parts["Meeting"]["required"]
    assert not {"id", "status"} & set(parts["Person"]["properties"])
    assert parts["Source"]["properties"]["date_basis"]["const"] == "metadata"
    assert [form["type"] for form in parts["Funding"]["properties"]["part_of"]["anyOf"]] == ["string", "array"]
    assert [form["type"] for form in parts["Cite"]["anyOf"]] == ["string", "object"]
    assert set(parts["Cite"]["anyOf"][1]["properties"]) == {"at", "printed", "via", "reads"}
    assert '"null"' not in json.dumps(MADE["store"])


@pytest.mark.parametrize("name", schemas.list_schemas())
def test_every_field_is_described(name):
    """Each field of each struct has the words of the model, in the store as in answers."""
    for title, part in MADE[name]["$defs"].items():
        for field, value in part.get("properties", {}).items():
            assert value.get("description"), f"{title}.{field}"
        assert part["description"]


def test_answers_are_not_described_in_the_words_of_the_store():
    """JSON has one form of a cite, and no default: each key is there."""
    for name in schemas.list_schemas()[1:]:
        text = json.dumps(MADE[name])
        assert "{ at =" not in text, name
        assert '"default"' not in text, name


def test_editors_find_the_schema_of_the_facts():
    """The first line of the facts names the file beside it, and that file is not stale."""
    first, _, _ = (ROOT / "data" / "facts.toml").read_text(encoding="utf-8").partition("\n")
    assert first == "#:schema ./facts.schema.json"
    beside = (ROOT / "data" / "facts.schema.json").read_bytes()
    assert beside == schemas.encode_schema("store"), "run: harristrip schema store > data/facts.schema.json"


def test_a_new_kind_of_field_is_described():
    """The docstring below a field is found for bases too."""
    docs = schemas.read_field_docs(model.Statistic)
    assert docs["id"] == "The name of the record, unique across all kinds."
    assert docs["value"].startswith("The figure")
