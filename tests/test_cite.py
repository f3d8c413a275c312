"""Promises of `cite`: a reference for each source of each record, in which what is unknown stays unknown."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from process import harristrip

from harristrip import codec, query, terminal
from harristrip.cli.carry import STYLES
from harristrip.model import Cite, Relay, Source, Stop
from harristrip.render import bibtex, citations
from harristrip.render.citations import Reference
from harristrip.store import Store, load, parse
from harristrip.terminal import Page

SMALL_FILE = str(Path(__file__).parent / "data" / "valid" / "small.toml")
SMALL = load(SMALL_FILE)
SHIPPED = load()
DIGEST = "0" * 64
HOSTILE = '\x1b]0;x\x07\x9b\u202e\u200b\n[a](b)<i>*_`|}{\\$&#%^~"@, é\u0301'


def source(**fields):
    """A source of which nothing is known but what is given."""
    cites = (Cite(source="s", paragraph=1),)
    made = Source(**{"id": "s", "summary": "x", "sha256": DIGEST, "paragraphs": 9, "cites": cites} | fields)
    codec.fill(made, date_basis=None if made.date is None else "derived" if made.date_from else "stated")
    return made


def reference(*paragraphs, relayed=None, **fields):
    """A reference to such a source."""
    return Reference("r:s", source(**fields), paragraphs, relayed or {})


UNKNOWN = reference(2)
WHOLE = reference(publisher="The Gazette", title="Wells", date="2030-05-03", relayed={"The Post": (2, 4)})
DERIVED = reference(1, 3, publisher="The Gazette", date="2030-05", date_from=(Cite(source="s", paragraph=1),))
BETWEEN = reference(7, title="Wells", date="2030-05-31/2030-06-02", date_from=(Cite(source="s", paragraph=1),))
NEW_YEAR = reference(1, date="2030/2031")
SAME_MONTH = reference(1, date="2030-05-01/2030-05-02")
ALL = [UNKNOWN, WHOLE, DERIVED, BETWEEN, NEW_YEAR, SAME_MONTH]


def small(run, *args):
    """What the command prints of the small store."""
    result = run("cite", *args, "--facts", SMALL_FILE)
    assert (result.code, result.err) == (0, b"")
    return result.text


# ---------------------------------------------------------------------------------------------------------------------
# What is cited
# ---------------------------------------------------------------------------------------------------------------------

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
    found = citations.references(ids, SMALL)
    assert [(one.key, one.paragraphs, one.relayed) for one in found] == expected
    assert {one.source.id for one in found} <= {"gazette", "herald"}
    assert all(one.source.id in one.key.split(":") for one in found)


def test_a_paragraph_that_only_dates_a_record_can_be_cited():
    """What `show` finds for a paragraph has a reference, the basis of a date included."""
    text = (
        Path(SMALL_FILE).read_text(encoding="utf-8").replace('date_from = ["gazette:1"]', 'date_from = ["gazette:8"]')
    )
    (found,) = citations.references(["gazette:8"], parse(text))
    assert (found.key, found.source.id, found.paragraphs) == ("gazette:8", "gazette", (8,))


def test_every_record_can_be_cited():
    """Every id of the facts that ship has a reference, every key is its own, and the records' sources are all there."""
    found = citations.references([record.id for record in SHIPPED.records], SHIPPED)
    assert len({one.key for one in found}) == len(found)
    keys = {one.key for one in found}
    for record in SHIPPED.records:
        sources = {cite.source for cite in query.cites(record)}
        assert ({record.id} if record.kind == "source" else {f"{record.id}:{name}" for name in sources}) <= keys


def test_a_key_does_not_depend_on_what_else_is_asked():
    """Whoever cites one more record finds the old keys unchanged."""
    alone = citations.references(["well"], SMALL)
    assert alone == [
        one for one in citations.references(["pump", "gazette", "well"], SMALL) if one.key == "well:gazette"
    ]


# ---------------------------------------------------------------------------------------------------------------------
# Styles
# ---------------------------------------------------------------------------------------------------------------------

LINES = [
    (UNKNOWN, "publisher unknown; title unknown; n.d.; paragraph 2."),
    (WHOLE, "The Gazette; “Wells”; 2030-05-03; relaying The Post (paragraphs 2, 4)."),
    (
        reference(publisher="The Gazette", title="Wells", relayed={"The Post": (2,), "The Sun": (4, 5)}),
        "The Gazette; “Wells”; n.d.; relaying The Post (paragraph 2), The Sun (paragraphs 4, 5).",
    ),
    (DERIVED, "The Gazette; title unknown; 2030-05 (date derived); paragraphs 1, 3."),
    (BETWEEN, "publisher unknown; “Wells”; between 2030-05-31 and 2030-06-02 (date derived); paragraph 7."),
]


@pytest.mark.parametrize(("one", "line"), LINES)
def test_text_says_what_is_known_and_what_is_not(one, line):
    """Publisher, title and date are called unknown, and a date that was worked out is called derived."""
    assert citations.as_text([one], "utf-8").decode() == f"[r:s] {line}\n"


@pytest.mark.parametrize(("one", "line"), LINES)
def test_markdown_is_a_footnote_with_the_same_words(one, line):
    """A reader of the rendered page sees the words of the text; what Markdown acts on is escaped."""
    written = citations.as_markdown([one]).decode()
    assert written.startswith("[^r:s]: ")
    assert written.removeprefix("[^r:s]: ").replace("\\", "") == f"{line}\n"


def test_a_terminal_that_lacks_a_character_gets_its_likeness():
    """Text degrades as tables do."""
    assert citations.as_text([WHOLE], "ascii") == (
        b'[r:s] The Gazette; "Wells"; 2030-05-03; relaying The Post (paragraphs 2, 4).\n'
    )


ENTRIES = [
    (
        UNKNOWN,
        "misc",
        {"key": "{s}", "note": "{publisher unknown; title unknown; date unknown; paragraph 2; DIGEST}"},
    ),
    (
        WHOLE,
        "article",
        {
            "key": "{s}",
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
            "key": "{s}",
            "howpublished": "{The Gazette}",
            "year": "{2030}",
            "month": "may",
            "note": "{title unknown; published 2030-05 (date derived); paragraphs 1, 3; DIGEST}",
        },
    ),
    (
        BETWEEN,
        "misc",
        {
            "key": "{s}",
            "title": "{{Wells}}",
            "year": "{2030}",
            "note": f"{{{citations.remarks(BETWEEN)}}}",
        },
    ),
    (
        NEW_YEAR,
        "misc",
        {
            "key": "{s}",
            "note": "{publisher unknown; title unknown; published between 2030 and 2031; paragraph 1; DIGEST}",
        },
    ),
    (
        SAME_MONTH,
        "misc",
        {
            "key": "{s}",
            "year": "{2030}",
            "month": "may",
            "note": f"{{{citations.remarks(SAME_MONTH)}}}",
        },
    ),
    (
        reference(1, date="2030"),
        "misc",
        {
            "key": "{s}",
            "year": "{2030}",
            "note": "{publisher unknown; title unknown; published 2030; paragraph 1; DIGEST}",
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
    expected = {
        name: value.replace("DIGEST", f"SHA-256 of the archived text {DIGEST}") for name, value in fields.items()
    }
    assert entry(bibtex.bibtex([one]).decode()) == (kind, "r:s", expected)


SPECIAL = [
    ("\\", r"\textbackslash{}"),
    ("{", r"\textbraceleft{}"),
    ("}", r"\textbraceright{}"),
    ("$", r"\$"),
    ("&", r"\&"),
    ("#", r"\#"),
    ("%", r"\%"),
    ("_", r"\_"),
    ("^", r"\textasciicircum{}"),
    ("~", r"\textasciitilde{}"),
    ("<", r"\textless{}"),
    (">", r"\textgreater{}"),
    ("|", r"\textbar{}"),
    ('"', '{"}'),
    ("é", "é"),
    ("\\{", r"\textbackslash{}\textbraceleft{}"),
    ("\x1b", r"\textbackslash{}x1b"),
]


@pytest.mark.parametrize(("text", "escaped"), SPECIAL)
def test_bibtex_acts_on_no_character_of_a_text(text, escaped):
    """Whatever TeX or BibTeX would act on is escaped, and braces balance for a reader that counts them."""
    fields = entry(bibtex.bibtex([reference(title=f"a{text}b", publisher=f"{text}")]).decode())[2]
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
ITEM = {
    "type": "object",
    "properties": {
        "id": TEXT,
        "type": {"const": "article-newspaper"},
        **dict.fromkeys(("title", "container-title", "publisher", "locator", "note"), TEXT),
        "issued": DATE,
    },
    "required": ["id", "type", "note"],
    "additionalProperties": False,
}
CSL = Draft202012Validator({"type": "array", "items": ITEM})
"""The part of CSL's own schema (csl-data.json 1.0.2) that the command uses, and nothing beyond it."""


def test_csl_json_is_what_citation_managers_read(run):
    """Every record of the facts that ship gives items of CSL's shape, each with an id of its own."""
    written = run("cite", *(record.id for record in SHIPPED.records), "--style", "csl-json").out
    made = json.loads(written)
    CSL.validate(made)
    assert len({item["id"] for item in made}) == len(made) > 300
    assert written == codec.encode(made)


def test_the_shape_of_csl_can_be_missed():
    """The check finds an empty title, a float and a field that CSL has not."""
    item = {"id": "a", "type": "article-newspaper", "note": "x"}
    assert CSL.is_valid([item])
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
]


@pytest.mark.parametrize(("one", "fields"), ITEMS)
def test_csl_json_leaves_out_what_is_unknown(one, fields):
    """A field that no text prints is absent, a derived date is circa, and the note says both."""
    made = json.loads(codec.encode(citations.csl(one)))
    assert made == {"id": "r:s", "type": "article-newspaper", **fields, "note": citations.remarks(one)}


@pytest.mark.parametrize("one", ALL)
def test_the_note_names_each_thing_that_is_unknown(one):
    """Publisher, title and date are unknown in the note exactly where the source has none."""
    note = citations.remarks(one)
    for name in ("publisher", "title", "date"):
        assert (f"{name} unknown" in note) is (getattr(one.source, name) is None)
    assert ("(date derived)" in note) is bool(one.source.date_from)
    assert note.endswith(one.source.sha256)


# ---------------------------------------------------------------------------------------------------------------------
# Hostile text
# ---------------------------------------------------------------------------------------------------------------------


def hostile():
    """A store whose records say what terminals, Markdown and TeX would act on, ids included."""
    name = f"s{HOSTILE}"
    cites = (Cite(source=name, paragraph=1, via=HOSTILE),)
    bad = source(id=name, publisher=HOSTILE, title=HOSTILE, relays=(Relay(outlet=HOSTILE, cites=cites),), cites=cites)
    stop = Stop(id=f"r{HOSTILE}", summary=HOSTILE, type="leg", status="held", destination="x", cites=cites)
    return Store(event=SMALL.event, countries={}, topics={}, records=(stop, bad))


@pytest.mark.parametrize("style", ["text", "markdown", "bibtex"])
def test_hostile_text_is_data(style):
    """Nothing acts on a terminal, ends a line, opens a link or leaves its field, in any style."""
    facts = hostile()
    found = citations.references([record.id for record in facts.records], facts)
    made = {
        "text": lambda: citations.as_text(found, "utf-8"),
        "markdown": lambda: citations.as_markdown(found),
        "bibtex": lambda: bibtex.bibtex(found),
    }[style]().decode()
    assert all(character.isprintable() or character in "\n\u0301" for character in made)
    if style == "bibtex":
        for written in made.split("\n\n"):
            entry(f"{written.strip()}\n")
    else:
        assert made.count("\n") == len(found) == 2
    assert style != "markdown" or r"\[a\](b)\<i\>" in made


def test_hostile_text_is_data_in_json():
    """JSON carries the text as it is, and its encoder escapes it."""
    facts = hostile()
    made = [citations.csl(one) for one in citations.references([facts.records[1].id], facts)]
    written = codec.encode(made)
    assert json.loads(written)[0]["title"] == HOSTILE
    assert b"\x1b" not in written


# ---------------------------------------------------------------------------------------------------------------------
# The command
# ---------------------------------------------------------------------------------------------------------------------


def test_text_is_the_style_of_a_reader(run):
    """Without a style there is a line for each reference, after the key that the other styles have."""
    assert small(run, "ride", "share-dry") == (
        "[ride:gazette] The Gazette; title unknown; 2030-05-03; paragraph 2.\n"
        "[ride:herald] publisher unknown; title unknown; 2030-04-20; paragraph 1.\n"
        "[share-dry:gazette] The Gazette; title unknown; 2030-05-03; paragraph 5; relaying The Herald (paragraph 5).\n"
    )


STARTS = {
    "text": "[well:gazette] ",
    "markdown": "[^well:gazette]: ",
    "bibtex": "@misc{well:gazette,",
    "csl-json": '[{"id"',
}


@pytest.mark.parametrize("style", STYLES)
def test_a_file_has_the_style_of_its_extension(style, tmp_path, run):
    """`-o refs.bib` writes BibTeX as `--style bibtex` prints it; a style that is named goes before the extension."""
    printed = small(run, "well", "--style", style)
    assert printed.startswith(STARTS[style])
    assert printed.endswith("\n")
    for extension in STYLES[style]:
        target = tmp_path / f"refs{extension}"
        assert small(run, "well", "-o", str(target)) == ""
        assert target.read_text(encoding="utf-8") == printed
    other = tmp_path / "refs.bin"
    assert small(run, "well", "-o", str(other), "--style", style) == ""
    assert other.read_text(encoding="utf-8") == printed
    assert small(run, "well", "-s", style, "-o", "-") == printed


def test_a_file_is_utf_8_whatever_the_terminal_is(tmp_path, run, monkeypatch):
    """A file keeps every character; only what goes to a poorer terminal degrades."""
    monkeypatch.setattr(terminal, "page", lambda: Page(None, colour=False, encoding="ascii"))
    target = tmp_path / "refs.txt"
    assert run("cite", "explainer", "-o", str(target)).code == 0
    assert "“What is Kamala Harris doing on her …”" in target.read_text(encoding="utf-8")
    assert '"What is Kamala Harris doing on her ..."' in run("cite", "explainer").out.decode("ascii")


@pytest.mark.parametrize("flags", [["--json"], ["--json", "--style", "csl-json"]])
def test_json_is_an_object_around_the_items_of_csl(flags, run):
    """`--json` answers as every command does; its items are those of `--style csl-json`."""
    answer = json.loads(small(run, "ride", *flags))
    made = json.loads(small(run, "ride", "--style", "csl-json"))
    assert answer == {"schema_version": 1, "command": "cite", "count": 2, "items": made}


def test_json_goes_to_a_file_too(tmp_path, run):
    """`--json -o FILE` writes what `--json` prints, whatever the file is called, and prints nothing."""
    target = tmp_path / "refs.txt"
    assert small(run, "ride", "--json", "-o", str(target)) == ""
    assert target.read_text(encoding="utf-8") == small(run, "ride", "--json")


def test_several_references_stand_on_lines_of_their_own(run):
    """Every footnote begins a line, so that a renderer finds each of them."""
    lines = small(run, "ride", "well", "--style", "markdown").splitlines()
    assert [line.partition("]: ")[0] for line in lines] == ["[^ride:gazette", "[^ride:herald", "[^well:gazette"]


MISTAKES = [
    (["well", "--style", "apa"], 2, 'unknown style "apa" (valid: text, markdown, bibtex, csl-json)'),
    (["well", "--style", "bibtx"], 2, 'unknown style "bibtx"; did you mean bibtex? (valid: '),
    (["well", "--json", "--style", "text"], 2, "--json and --style text contradict each other"),
    (["wel"], 1, 'no record has the id "wel"; did you mean well?'),
    (["gazette:9"], 1, 'no record cites "gazette:9"'),
    ([], 2, "Missing argument 'ID...'."),
]


@pytest.mark.parametrize(("args", "code", "words"), MISTAKES, ids=str)
def test_a_mistake_is_answered_with_what_would_have_been_right(args, code, words, run, monkeypatch):
    """A wrong style or id is refused in a line, as by every command."""
    monkeypatch.setenv("HARRISTRIP_FACTS", SMALL_FILE)
    result = run("cite", *args)
    assert (result.code, result.out) == (code, b"")
    if "--json" in args:
        assert json.loads(result.err)["error"]["message"].startswith(words)
    else:
        assert result.message.startswith(f"harristrip: error: {words}")


def test_every_id_that_is_missing_is_named(run):
    """Whoever asks for several ids learns of all that are wrong at once."""
    result = run("cite", "wel", "well", "zzz", "--facts", SMALL_FILE)
    assert (result.code, result.message.count("\n")) == (1, 2)


def test_a_shell_completes_styles():
    """The words that a shell offers are the styles."""
    shell = {"_HARRISTRIP_COMPLETE": "complete_bash", "COMP_WORDS": "harristrip cite well --style ", "COMP_CWORD": "4"}
    assert harristrip(env={**os.environ, **shell}).stdout.decode().split() == list(STYLES)
