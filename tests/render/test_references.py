"""References: each source of each record, in which what is unknown stays unknown."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from answers import SHIPPED, index
from jsonschema import Draft202012Validator

from harristrip.errors import NothingFound
from harristrip.facts import codec
from harristrip.facts.model import Cite
from harristrip.index.store import decoded
from harristrip.render import references
from harristrip.render.references import Reference

DIGEST = "0" * 64
CASES = [json.loads(line) for line in (Path(__file__).parent / "references.jsonl").read_text("utf-8").splitlines()]
"""Sources of which some things are known, and what each style says of a reference to them."""


def reference(source, paragraphs=(), relayed=None):
    """Return a reference to a source of which nothing is known but these fields."""
    table = {"id": "s", "kind": "source", "summary": "x", "sha256": DIGEST, "paragraphs": 9, **source}
    cited = {"cites": [{"source": "s", "paragraph": 1}]}
    return Reference("r:s", codec.decode(codec.encode(table | cited)), tuple(paragraphs), relayed or {})


ASKED = [
    (["well"], [("well:gazette", (4,), {})]),
    (["ride"], [("ride:gazette", (2,), {}), ("ride:herald", (1,), {})]),
    (["talks"], [("talks:gazette", (2, 3), {})]),
    (["share-dry"], [("share-dry:gazette", (5,), {"The Herald": (5,)})]),
    (["how-many"], [("how-many:gazette", (5,), {}), ("how-many:herald", (3,), {})]),
    (["herald"], [("herald", (), {"The Gazette": (2,)})]),
    (["gazette"], [("gazette", (), {})]),
    (["gazette:5"], [("gazette:5", (5,), {"The Herald": (5,)})]),
    (["gazette:1"], [("gazette:1", (1,), {})]),
    (["pump", "well", "pump"], [("pump:gazette", (4,), {}), ("well:gazette", (4,), {})]),
]


@pytest.mark.parametrize(("ids", "expected"), ASKED, ids=str)
def test_each_source_of_each_record_has_a_reference(ids, expected):
    """A record names each source once, with all paragraphs and what is relayed; sources and paragraphs work too."""
    found = references.collect_references(ids, index())
    assert [(one.key, one.paragraphs, one.relayed) for one in found] == expected
    assert all(one.source.id in one.key.split(":") for one in found)


def test_a_paragraph_that_only_dates_a_record_can_be_cited():
    """The basis of a date counts as well."""
    found = index({"thirst": {"date_from": (Cite(source="gazette", paragraph=8),)}})
    (one,) = references.collect_references(["gazette:8"], found)
    assert (one.key, one.paragraphs) == ("gazette:8", (8,))


def test_every_missing_id_is_named():
    """All that are wrong are reported at once."""
    with pytest.raises(NothingFound) as caught:
        references.collect_references(["wel", "well", "gazette:9"], index())
    assert len(caught.value.lines()) == 2


EVERY = [record.id for record in decoded(SHIPPED.of_kinds())]


def test_every_record_can_be_cited():
    """Every id of the facts that ship has references, each with a key of its own that does not depend on the others."""
    found = references.collect_references(EVERY, SHIPPED)
    keys = {one.key for one in found}
    assert len(keys) == len(found)
    for record in decoded(SHIPPED.of_kinds()):
        sources = {cite.source for cite in record.all_cites()}
        assert ({record.id} if record.kind == "source" else {f"{record.id}:{name}" for name in sources}) <= keys


def entry(written):
    """Take an entry of BibTeX apart, counting braces as BibTeX does: kind, key, fields."""
    kind, key, body = re.fullmatch(r"@(\w+)\{([a-z0-9:_-]+),\n(.*)\}\n", written, re.DOTALL).groups()
    fields = {}
    for line in body.splitlines():
        name, value = re.fullmatch(r"  (\w+) = (.*),", line).groups()
        depth = [value[:n].count("{") - value[:n].count("}") for n in range(1, len(value) + 1)]
        assert depth[-1] == 0
        assert not value.startswith("{") or min(depth[:-1]) > 0
        fields[name] = value
    return kind, key, fields


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_every_style_says_what_is_known_and_what_is_not(case):
    """What is unknown is called so in text and in the note, and has no field; a date that was worked out is derived.

    An interval has a year or month in BibTeX only if it has just one.
    """
    one = reference(case["source"], case["paragraphs"], case["relayed"])
    note = f"{case['note']}; SHA-256 of the archived text {DIGEST}"
    assert references.as_text([one], "utf-8").decode() == f"[r:s] {case['text']}\n"
    assert references.as_markdown([one], "utf-8").decode().replace("\\", "") == f"[^r:s]: {case['text']}\n"
    fields = {"key": "{s}", **case["bibtex"], "note": f"{{{note}}}"}
    assert entry(references.as_bibtex([one], "utf-8").decode()) == (case["entry"], "r:s", fields)
    (made,) = json.loads(references.as_csl([one], "utf-8"))
    assert made == {"id": "r:s", "type": "article-newspaper", **case["csl"], "note": note}


def test_text_fits_the_terminal():
    """What the encoding lacks becomes its nearest likeness."""
    one = reference({"title": "Wells"}, [2])
    assert references.as_text([one], "ascii") == b'[r:s] publisher unknown; "Wells"; n.d.; paragraph 2.\n'


SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': '{"}',
    "é": "é",
    "\\{": r"\textbackslash{}\textbraceleft{}",
    "\x1b": r"\textbackslash{}x1b",
}


@pytest.mark.parametrize(("text", "escaped"), SPECIAL.items())
def test_bibtex_acts_on_no_character_of_a_text(text, escaped):
    """What TeX or BibTeX would act on is escaped, and braces balance for a reader that counts them."""
    fields = entry(references.as_bibtex([reference({"title": f"a{text}b", "publisher": text})], "utf-8").decode())[2]
    assert (fields["title"], fields["journal"]) == (f"{{{{a{escaped}b}}}}", f"{{{escaped}}}")


DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}},
        },
        "circa": {"const": True},
    },
    "required": ["date-parts"],
    "additionalProperties": False,
}
TEXT = {"type": "string", "pattern": r"\S"}
NAMES = ("title", "container-title", "publisher", "locator", "note", "URL", "archive_location", "language")
ITEM = {
    "type": "object",
    "properties": {
        "id": TEXT,
        "type": {"const": "article-newspaper"},
        **dict.fromkeys(NAMES, TEXT),
        "author": {"type": "array", "items": {"type": "object", "required": ["literal"]}},
        "issued": DATE,
        "accessed": DATE,
    },
    "required": ["id", "type", "note"],
    "additionalProperties": False,
}
CSL = Draft202012Validator({"type": "array", "items": ITEM})
"""The part of CSL's own schema (csl-data.json 1.0.2) that the command uses, and nothing beyond it."""


def test_csl_json_is_what_citation_managers_read():
    """Every record of the facts that ship gives items of CSL's shape; the check can fail."""
    made = json.loads(references.as_csl(references.collect_references(EVERY, SHIPPED), "utf-8"))
    CSL.validate(made)
    assert len({item["id"] for item in made}) == len(made) > 300
    item = {"id": "a", "type": "article-newspaper", "note": "x"}
    for wrong in ({"title": ""}, {"issued": {"date-parts": [[2021.5]]}}, {"paragraph": 1}, {"title": None}):
        assert not CSL.is_valid([item | wrong])


def test_keys_are_labels_in_every_style():
    """A key has letters, digits, hyphens and colons only; anything else becomes its number."""
    assert references.escape_key("a b:é") == "a_20b:_e9"
