"""References: each source of each record, in which what is unknown stays unknown."""

from __future__ import annotations

import json
import re

import pytest
from answers import SHIPPED, index
from jsonschema import Draft202012Validator

from harristrip.errors import NothingFound
from harristrip.facts import codec
from harristrip.facts.model import Cite, Source
from harristrip.index.answer import decoded
from harristrip.render import references
from harristrip.render.references import Reference

DIGEST = "0" * 64
CITES = (Cite(source="s", paragraph=1),)


def source(**fields):
    """Return a source of which nothing is known but what is given."""
    basis = {"date_basis": "derived" if fields.get("date_from") else "stated"} if fields.get("date") else {}
    return Source(**{"id": "s", "summary": "x", "sha256": DIGEST, "paragraphs": 9, "cites": CITES} | basis | fields)


def reference(*paragraphs, relayed=None, **fields):
    return Reference("r:s", source(**fields), paragraphs, relayed or {})


UNKNOWN = reference(2)
WHOLE = reference(publisher="The Gazette", title="Wells", date="2030-05-03", relayed={"The Post": (2, 4)})
DERIVED = reference(1, 3, publisher="The Gazette", date="2030-05", date_from=CITES)
BETWEEN = reference(7, title="Wells", date="2030-05-31/2030-06-02", date_from=CITES)
NEW_YEAR = reference(1, date="2030/2031")
SAME_MONTH = reference(1, date="2030-05-01/2030-05-02")
YEAR = reference(1, date="2030")
TRACED = reference(
    *(4,),
    author="A. Smith",
    publisher="The Gazette",
    title="Wells",
    url="https://a.example/x_y",
    archived="https://b.example/z",
    retrieved="2030-05-09",
    language="en",
)
ALL = [UNKNOWN, WHOLE, DERIVED, BETWEEN, NEW_YEAR, SAME_MONTH, YEAR, TRACED]

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
    found = references.references(ids, index())
    assert [(one.key, one.paragraphs, one.relayed) for one in found] == expected
    assert all(one.source.id in one.key.split(":") for one in found)


def test_a_paragraph_that_only_dates_a_record_can_be_cited():
    """The basis of a date counts as well."""
    found = index({"thirst": {"date_from": (Cite(source="gazette", paragraph=8),)}})
    (one,) = references.references(["gazette:8"], found)
    assert (one.key, one.paragraphs) == ("gazette:8", (8,))


def test_every_missing_id_is_named():
    """All that are wrong are reported at once."""
    with pytest.raises(NothingFound) as caught:
        references.references(["wel", "well", "gazette:9"], index())
    assert len(caught.value.lines()) == 2


EVERY = [record.id for record in decoded(SHIPPED.of_kinds())]


def test_every_record_can_be_cited():
    """Every id of the facts that ship has references, each with a key of its own that does not depend on the others."""
    found = references.references(EVERY, SHIPPED)
    keys = {one.key for one in found}
    assert len(keys) == len(found)
    for record in decoded(SHIPPED.of_kinds()):
        sources = {cite.source for cite in record.all_cites()}
        assert ({record.id} if record.kind == "source" else {f"{record.id}:{name}" for name in sources}) <= keys


LINES = [
    (UNKNOWN, "publisher unknown; title unknown; n.d.; paragraph 2."),
    (WHOLE, "The Gazette; “Wells”; 2030-05-03; relaying The Post (paragraphs 2, 4)."),
    (DERIVED, "The Gazette; title unknown; 2030-05 (date derived); paragraphs 1, 3."),
    (BETWEEN, "publisher unknown; “Wells”; between 2030-05-31 and 2030-06-02 (date derived); paragraph 7."),
    (
        TRACED,
        (
            "A. Smith; The Gazette; “Wells”; n.d.; paragraph 4; https://a.example/x_y; "
            "archived at https://b.example/z; retrieved 2030-05-09."
        ),
    ),
]


@pytest.mark.parametrize(("one", "line"), LINES)
def test_text_and_markdown_say_what_is_known_and_what_is_not(one, line):
    """Publisher, title and date are called unknown, and a date that was worked out is called derived."""
    assert references.as_text([one], "utf-8").decode() == f"[r:s] {line}\n"
    assert references.as_markdown([one], "utf-8").decode().replace("\\", "") == f"[^r:s]: {line}\n"


def test_text_fits_the_terminal():
    """What the encoding lacks becomes its nearest likeness."""
    expected = b'[r:s] The Gazette; "Wells"; 2030-05-03; relaying The Post (paragraphs 2, 4).\n'
    assert references.as_text([WHOLE], "ascii") == expected


ENTRIES = [
    (UNKNOWN, "misc", {"note": "{publisher unknown; title unknown; date unknown; paragraph 2; DIGEST}"}),
    (
        WHOLE,
        "article",
        {
            "title": "{{Wells}}",
            "journal": "{The Gazette}",
            "year": "{2030}",
            "month": "may",
            "note": "{published 2030-05-03; relaying The Post (paragraphs 2, 4); DIGEST}",
        },
    ),
    (
        DERIVED,
        "misc",
        {
            "howpublished": "{The Gazette}",
            "year": "{2030}",
            "month": "may",
            "note": "{title unknown; published 2030-05 (date derived); paragraphs 1, 3; DIGEST}",
        },
    ),
    (BETWEEN, "misc", {"title": "{{Wells}}", "year": "{2030}", "note": f"{{{references.remarks(BETWEEN)}}}"}),
    (NEW_YEAR, "misc", {"note": f"{{{references.remarks(NEW_YEAR)}}}"}),
    (SAME_MONTH, "misc", {"year": "{2030}", "month": "may", "note": f"{{{references.remarks(SAME_MONTH)}}}"}),
    (YEAR, "misc", {"year": "{2030}", "note": f"{{{references.remarks(YEAR)}}}"}),
    (
        TRACED,
        "article",
        {
            "title": "{{Wells}}",
            "journal": "{The Gazette}",
            "author": "{{A. Smith}}",
            "url": r"{https://a.example/x\_y}",
            "urldate": "{2030-05-09}",
            "note": f"{{{references.remarks(TRACED)}}}",
        },
    ),
]


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


@pytest.mark.parametrize(("one", "kind", "fields"), ENTRIES)
def test_bibtex_has_the_fields_that_are_known(one, kind, fields):
    """What is unknown has no field and stands in the note; an interval has a year or month only if it has just one."""
    expected = {name: text.replace("DIGEST", f"SHA-256 of the archived text {DIGEST}") for name, text in fields.items()}
    assert entry(references.as_bibtex([one], "utf-8").decode()) == (kind, "r:s", {"key": "{s}"} | expected)


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
    fields = entry(references.as_bibtex([reference(title=f"a{text}b", publisher=text)], "utf-8").decode())[2]
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
    made = json.loads(references.as_csl(references.references(EVERY, SHIPPED), "utf-8"))
    CSL.validate(made)
    assert len({item["id"] for item in made}) == len(made) > 300
    item = {"id": "a", "type": "article-newspaper", "note": "x"}
    for wrong in ({"title": ""}, {"issued": {"date-parts": [[2021.5]]}}, {"paragraph": 1}, {"title": None}):
        assert not CSL.is_valid([item | wrong])


ITEMS = [
    (UNKNOWN, {"locator": "paragraph 2"}),
    (
        WHOLE,
        {
            "title": "Wells",
            "container-title": "The Gazette",
            "publisher": "The Gazette",
            "issued": {"date-parts": [[2030, 5, 3]]},
        },
    ),
    (
        DERIVED,
        {
            "container-title": "The Gazette",
            "publisher": "The Gazette",
            "issued": {"date-parts": [[2030, 5]], "circa": True},
            "locator": "paragraphs 1, 3",
        },
    ),
    (
        BETWEEN,
        {
            "title": "Wells",
            "issued": {"date-parts": [[2030, 5, 31], [2030, 6, 2]], "circa": True},
            "locator": "paragraph 7",
        },
    ),
    (
        TRACED,
        {
            "title": "Wells",
            "author": [{"literal": "A. Smith"}],
            "container-title": "The Gazette",
            "publisher": "The Gazette",
            "accessed": {"date-parts": [[2030, 5, 9]]},
            "locator": "paragraph 4",
            "URL": "https://a.example/x_y",
            "archive_location": "https://b.example/z",
            "language": "en",
        },
    ),
]


@pytest.mark.parametrize(("one", "fields"), ITEMS)
def test_csl_json_leaves_out_what_is_unknown(one, fields):
    """A field that no text prints is absent, a derived date is circa, and the note says both."""
    made = json.loads(codec.encode(references.csl(one)))
    assert made == {"id": "r:s", "type": "article-newspaper", **fields, "note": references.remarks(one)}


@pytest.mark.parametrize("one", ALL)
def test_the_note_names_each_thing_that_is_unknown(one):
    """Publisher, title and date are unknown in the note exactly where the source has none."""
    note = references.remarks(one)
    for name in ("publisher", "title", "date"):
        assert (f"{name} unknown" in note) is (getattr(one.source, name) is None)
    assert ("(date derived)" in note) is bool(one.source.date_from)
    assert note.endswith(one.source.sha256)


def test_keys_are_labels_in_every_style():
    """A key has letters, digits, hyphens and colons only; anything else becomes its number."""
    assert references.label("a b:é") == "a_20b:_e9"
