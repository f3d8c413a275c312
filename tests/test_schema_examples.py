"""The schema of the store explains each field and shows examples, which fit it; editors' own checkers agree."""

from __future__ import annotations

import json
import shutil
import subprocess

import jsonschema
import pytest
from drafts import EVENTS, STORM, drafted, filled, texts

from harristrip.render import schemas

STORE = json.loads(schemas.encode_schema("store"))
FIELDS = {
    (name, field): schema
    for name, part in STORE["$defs"].items()
    for field, schema in (part.get("properties") or part["anyOf"][1]["properties"]).items()
}


@pytest.mark.parametrize("field", FIELDS, ids=".".join)
def test_each_field_is_described_and_its_examples_fit(field):
    schema = FIELDS[field]
    assert schema["description"]
    assert schema["examples"]
    checker = jsonschema.Draft202012Validator({**schema, "$defs": STORE["$defs"]})
    for example in schema["examples"]:
        checker.validate(example)


@pytest.mark.parametrize("lint", [("taplo", "lint"), ("tombi", "lint", "--offline")], ids=" ".join)
def test_editors_accept_a_draft(lint, tmp_path):
    if shutil.which(lint[0]) is None:
        pytest.skip(f"{lint[0]} is not installed")
    schema = tmp_path / "store.schema.json"
    schema.write_bytes(schemas.encode_schema("store"))
    for name, toml in {
        "draft": filled(drafted(texts(*STORM))),
        "flood": (EVENTS / "flood" / "store.toml").read_text(),
    }.items():
        store = tmp_path / f"{name}.toml"
        store.write_text(f"#:schema ./{schema.name}\n{toml}")
        subprocess.run([*lint, store.name], cwd=tmp_path, check=True, capture_output=True)
        store.write_text(store.read_text().replace("name = ", "nmae = ", 1))
        with pytest.raises(subprocess.CalledProcessError):
            subprocess.run([*lint, store.name], cwd=tmp_path, check=True, capture_output=True)
