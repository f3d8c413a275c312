"""The schemas say what the store may hold and what every command prints, and nothing else."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path

import pytest
import tomli
from jsonschema import Draft202012Validator

from harristrip import cli, compiled, query, schemas
from harristrip.errors import ExitCode

TESTS = Path(__file__).parent
ROOT = TESTS.parent
SMALL = str(TESTS / "data" / "valid" / "small.toml")
EXAMPLE = ROOT / "src" / "harristrip" / "example.toml"
STRUCTURAL = {"HT003", "HT004", "HT005", "HT006", "HT007", "HT011"}
"""Rules that a schema can express; the others look at several records, at the articles or at a calendar."""
WHOLE_FLOATS = {"amount-float", "schema-float"}
"""For JSON Schema 5000.0 is a whole number; `check` refuses it."""


def schema(name):
    return json.loads(schemas.encode(name))


def closed(node):
    """The schema of an answer with no room for keys that it does not name."""
    if isinstance(node, list):
        return [closed(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    inner = {key: closed(value) for key, value in node.items()}
    return {**inner, "additionalProperties": False} if "properties" in node and "title" in node else inner


def faults(data, name):
    """What the schema of a command, closed, finds wrong with an answer."""
    return [error.message for error in Draft202012Validator(closed(schema(name))).iter_errors(data)]


def listings(name):
    """Command lines of a report: all, some, none."""
    yield [name]
    yield [name, "--country", "guatemala"]
    yield [name, "--from", "2021-05", "--to", "2021-06-07"]
    yield [name, "--known-by", "2021-06-02"]
    yield [name, "--to", "1066"]


LISTINGS = [args for name in query.REPORTS for args in listings(name)]
OTHERS = [
    ["search", "migration"],
    ["search", "zebra"],
    ["show", "conflict-trip-length"],
    ["check"],
    ["cite", "border-encounters-april", "fox:25", "webcast"],
]


@pytest.mark.parametrize("name", schemas.names())
def test_every_schema_is_one(name):
    """Each is valid JSON Schema 2020-12, is named, and says what it is about."""
    made = schema(name)
    Draft202012Validator.check_schema(made)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert made["$id"] == f"urn:harristrip:schema:1:{name}"
    assert made["title"]
    assert made["description"]


def test_every_command_that_prints_json_has_a_schema():
    """A command with --json has a schema, and no other has one."""
    with_json = {
        name for name, command in cli.commands().items() if "json" in inspect.signature(command.function).parameters
    }
    assert set(schemas.names()) == with_json | {"store"}


@pytest.mark.parametrize("args", LISTINGS + OTHERS, ids=" ".join)
def test_what_a_command_prints_fits_its_schema(args, run):
    """Keys, types and kinds are those of the schema, for full, filtered and empty answers alike."""
    assert faults(json.loads(run(*args, "--json").out), args[0]) == []


OF_ANOTHER = [["search", "well"], ["show", "well", "talks"], ["conflicts", "how-many"]]


@pytest.mark.parametrize("args", [[name] for name in query.REPORTS] + OF_ANOTHER)
def test_what_a_command_prints_of_another_store_fits_its_schema(args, run):
    """The schemas are of every store, not of the one that ships."""
    assert faults(json.loads(run(*args, "--json", "--facts", SMALL).out), args[0]) == []


@pytest.mark.parametrize("store", ["many-at-once", "field-unknown", "cite-past-the-end"])
def test_what_check_prints_of_faults_fits_its_schema(store, run):
    """Findings, with and without a hint, are described."""
    answer = run("check", str(TESTS / "data" / "invalid" / f"{store}.toml"), "--json")
    assert answer.code == ExitCode.NEGATIVE
    assert faults(json.loads(answer.out), "check") == []


@pytest.mark.parametrize("more", [[], ["--coverage"]])
def test_what_verify_prints_fits_its_schema(more, run, tmp_path):
    """Cites that were checked and cites that were not are described."""
    (tmp_path / "gazette.txt").write_text("3 May 2030\n\nPaid: 12 wells\n", encoding="utf-8")
    answer = json.loads(run("verify", "--articles", str(tmp_path), "--facts", SMALL, "--json", *more).out)
    assert answer["items"]
    assert faults(answer, "verify") == []


def test_what_cite_prints_of_a_source_that_is_hardly_known_fits_its_schema(run):
    """A reference has no key for what is unknown; a key that CSL-JSON writes with a hyphen is described too."""
    answer = json.loads(run("cite", "well", "talks", "--facts", SMALL, "--json").out)
    assert any("title" not in item for item in answer["items"])
    assert faults(answer, "cite") == []
    item = schema("cite")["$defs"]["Citation"]
    assert set(item["required"]) < set(item["properties"])
    assert item["properties"]["container-title"]["description"]


def test_what_export_prints_fits_its_schema(run, tmp_path):
    """The tables of a database are described."""
    assert faults(json.loads(run("export", str(tmp_path / "facts.db"), "--json").out), "export") == []


@pytest.mark.parametrize("name", query.REPORTS)
def test_an_answer_without_one_of_its_keys_does_not_fit(name, run):
    """Every key is always there: the schema asks for each of them."""
    answer = json.loads(run(name, "--json").out)
    for key in answer:
        assert faults({other: value for other, value in answer.items() if other != key}, name)
    item = answer["items"][0]
    for key in item:
        rest = {other: value for other, value in item.items() if other != key}
        assert faults({**answer, "items": [rest]}, name), key


def test_a_record_of_another_kind_does_not_fit(run):
    """A command's items are only of the kinds that it can show."""
    stops = json.loads(run("itinerary", "--json").out)
    assert faults({**stops, "command": "meetings"}, "meetings")
    assert faults({**stops, "command": "timeline"}, "timeline") == []


def test_new_keys_may_come(run):
    """A reader who checks answers today does not refuse those of the next version."""
    answer = json.loads(run("funding", "--json").out)
    answer["items"][0]["new"] = answer["totals"][0]["new"] = answer["new"] = 1
    assert Draft202012Validator(schema("funding")).is_valid(answer)


@pytest.mark.parametrize("file", [ROOT / "data" / "facts.toml", EXAMPLE, *(TESTS / "data" / "valid").glob("*.toml")])
def test_sound_stores_fit_the_schema_of_the_store(file):
    """What the program accepts no editor marks as wrong."""
    data = tomli.loads(file.read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema("store")).iter_errors(data)] == []


def broken():
    """Stores with a structural fault."""
    for file in sorted((TESTS / "data" / "invalid").glob("*.toml")):
        code = re.search(rb"expect: (HT\d+)", file.read_bytes())
        if code and code[1].decode() in STRUCTURAL and file.stem not in WHOLE_FLOATS:
            yield file


@pytest.mark.parametrize("file", list(broken()), ids=lambda file: file.stem)
def test_structural_faults_do_not_fit_the_schema_of_the_store(file):
    """An unknown or missing field, a wrong type, a float and a record without a cite are marked in an editor."""
    assert not Draft202012Validator(schema("store")).is_valid(tomli.loads(file.read_text(encoding="utf-8")))


def test_there_are_structural_faults_to_refuse():
    """The table of faulty stores is not empty by accident."""
    assert {"amount-text", "value-float", "field-unknown", "field-missing", "text-number", "cites-missing"} <= {
        file.stem for file in broken()
    }


def test_the_store_is_described_as_people_write_it():
    """No computed field, no tag, no id that stands in a header; both forms of a cite."""
    made = schema("store")
    parts = made["$defs"]
    assert not {"kind", "conflicts", "independent", "date_basis"} & set(parts["Meeting"]["properties"])
    assert "id" in parts["Meeting"]["required"]
    assert "id" not in parts["Person"]["properties"]
    assert [form["type"] for form in parts["Cite"]["anyOf"]] == ["string", "object"]
    assert set(parts["Cite"]["anyOf"][1]["properties"]) == {"at", "printed", "via"}
    assert '"null"' not in json.dumps(made)


def test_fields_are_described_in_the_words_of_the_model():
    """An editor shows what a field is for."""
    fields = schema("store")["$defs"]["Meeting"]["properties"]
    assert fields["summary"]["description"] == "The fact in the project's own words."
    assert "community leaders" in fields["groups"]["description"]


def test_answers_are_not_described_in_the_words_of_the_store():
    """JSON has one form of a cite, and no default: each key is there."""
    for name in schemas.names()[1:]:
        assert "{ at =" not in schemas.encode(name).decode(), name
        assert '"default"' not in schemas.encode(name).decode(), name


@pytest.mark.parametrize("name", schemas.names())
def test_the_command_prints_what_ships(name, run):
    """The files in the package are what the command prints."""
    answer = run("schema", name)
    assert (answer.code, answer.err) == (ExitCode.OK, b"")
    file = Path(compiled.__file__).parent / "schemas" / f"{name}.json"
    assert file.is_file(), "install the package as users do (make test)"
    assert file.read_bytes() == answer.out


def test_editors_find_the_schema_of_the_facts():
    """The first line of the facts names the file beside it, and that file is not stale."""
    first, _, _ = (ROOT / "data" / "facts.toml").read_text(encoding="utf-8").partition("\n")
    assert first == "#:schema ./facts.schema.json"
    beside = (ROOT / "data" / "facts.schema.json").read_bytes()
    assert beside == schemas.encode("store"), "run: harristrip schema store > data/facts.schema.json"
    assert (Path(compiled.__file__).parent / "facts.schema.json").read_bytes() == beside


def test_an_unknown_schema_is_a_usage_error_with_the_valid_names(run):
    """A mistyped name is answered with the nearest and the valid ones."""
    answer = run("schema", "meeting")
    assert answer.code == ExitCode.USAGE
    assert answer.out == b""
    assert answer.message.startswith('harristrip: error: unknown schema "meeting"; did you mean meetings? (valid: ')
    assert "store, itinerary" in answer.message


def test_every_key_that_the_readme_documents_exists():
    """Documented keys are in the schemas."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (paragraph,) = re.findall(r"^The object holds.*?\n\n", readme, re.MULTILINE | re.DOTALL)
    made = schema("funding")
    there = set(made["properties"]) | set(made["$defs"]["Funding"]["properties"])
    there |= set(made["$defs"]["Cite"]["properties"]) | set(made["$defs"]["Total"]["properties"])
    named = set(re.findall(r"`([a-z_]+)`", paragraph)) - {"funding", "stated", "derived"}
    assert len(named) > 15
    assert named <= there
