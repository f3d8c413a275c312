"""The text of a store: where a value is, which parts are strings and comments, and what takes too much memory."""

from __future__ import annotations

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st
from stores import CASES, cases

from harristrip.facts.toml_text import SourceMap, blanked, earlier_definition, long_number, refusal, uncommented

LAYOUT = (CASES / "layout.toml").read_text(encoding="utf-8")


def place_in(text: str, path: tuple[str | int, ...], value: object = None) -> tuple[int, int]:
    """Return the place of a value."""
    return SourceMap(text, [path]).place(path, value)


@pytest.mark.parametrize("case", cases("places.jsonl"))
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_value_is_found_in_the_text(case: dict, end: str) -> None:
    """The place is that of the value, or else of its key, its table, or the first line; strings are no keys."""
    text = (CASES / f"{case['file']}.toml").read_text(encoding="utf-8").replace("\n", end)
    assert place_in(text, tuple(case["path"]), case["value"]) == tuple(case["place"])


def test_a_header_inside_a_string_is_text() -> None:
    """A line of a multi-line string may look like a header."""
    assert place_in(LAYOUT, ("people", "false")) == (12, 1)


@pytest.mark.parametrize(("outer", "inner"), [('"""', "'''"), ("'''", '"""')])
def test_a_string_ends_with_the_quotes_that_it_began_with(outer: str, inner: str) -> None:
    """The other quotes in it are text."""
    text = f"[event]\nnote = {outer}\n{inner}\n[claim]\n{outer}\n[gap]\nk = 1"
    assert [place_in(text, (name,)) for name in ("event", "claim", "gap")] == [(1, 1), (1, 1), (6, 1)]


def test_a_key_is_not_sought_in_its_value() -> None:
    """The value of a field may begin with its name."""
    lines = '[[gap]]\nid = "one"\nnote = "note of one"'
    assert place_in(lines, ("gap", 0, "note")) == (3, 1)
    assert place_in(lines, ("gap", 0, "note"), "of one") == (3, 14)


@pytest.mark.parametrize("text", ["", "\n", "[event]"])
@pytest.mark.parametrize("path", [("event", "title"), ("schema",)])
def test_every_text_has_a_first_line(text: str, path: tuple[str, ...]) -> None:
    """If nothing is found, the place is the first line."""
    assert place_in(text, path, "x") == (1, 1)


def test_dotted_keys_are_told_apart_by_their_parts() -> None:
    """A missing field is shown at the first key of its own table."""
    lines = 'schema = 1\nsources.b.summary = "s"\nsources.b.date = "d"\nsources.c.summary = "s"\n'
    assert place_in(lines, ("sources", "c")) == (4, 9)
    assert place_in(lines, ("sources", "c", "date")) == (4, 1)
    assert place_in(lines, ("sources", "b", "date")) == (3, 11)
    assert place_in(lines, ("sources", "d")) == (2, 1)


def test_an_inner_field_is_found_in_the_value_of_its_key() -> None:
    """Neither the key itself nor the next key is mistaken for it; of several the first is shown."""
    same = "[[gap]]\nkind = { kind = 1 }\n"
    assert place_in(same, ("gap", 0, "kind", "kind")) == (2, 10)
    quoted = '[[gap]]\ncites = [{ "at" = 1 }, { "at" = 2 }]\nat = 1\n[[gap]]\nat = 2\n'
    assert place_in(quoted, ("gap", 0, "cites", 0, "at")) == (2, 13)
    part = '[[gap]]\nsummary = "of Xy"\n'
    assert place_in(part, ("gap", 0, "summary"), "Xy") == (2, 15)
    longer = "[[gap]]\ncites = [{ notes = 1 }]\nnote = 1\n"
    assert place_in(longer, ("gap", 0, "cites", 0, "note")) == (2, 12)
    absent = "[[gap]]\ncites = [{ }]\nnote = 1\n"
    assert place_in(absent, ("gap", 0, "cites", 0, "note")) == (2, 1)


def test_a_list_of_lists_is_not_a_header() -> None:
    """Lines of a list may look like headers; the header after the list is one."""
    text = "[a]\nk = [\n[b]\n,\n[\n[c]\n],\n]\n[d]\nk = 1\n"
    assert [place_in(text, (name,)) for name in "abcd"] == [(1, 1), (1, 1), (1, 1), (9, 1)]
    assert place_in(text, ("d", "k"), 1) == (10, 5)


def test_a_fault_below_a_very_deep_header_is_found() -> None:
    """Only the first parts of a path are told apart."""
    text = f"x = 1\n[a{'.b' * 2000}]\nk = 1\n"
    assert place_in(text, ("a",)) == place_in(text, ("a", *"b" * 2000, "k")) == (2, 1)


@pytest.mark.parametrize("case", cases("earlier.jsonl"))
def test_an_earlier_definition_of_a_key_is_found_in_its_table(case: dict) -> None:
    """A key is repeated only within its table, a header within the file."""
    assert earlier_definition(case["text"], case["line"]) == (case["earlier"] and tuple(case["earlier"]))


# ---------------------------------------------------------------------------------------------------------------------
# Strings and comments
# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("blanked.jsonl"))
def test_strings_and_comments_become_blanks(case: dict) -> None:
    """Each character keeps its place; escaped quotes end nothing, and an open string runs to the end."""
    text, left = case["text"], case["left"].split()
    assert all(found in (" ", character) for found, character in zip(blanked(text), text, strict=True))
    assert blanked(text).split() == left
    assert blanked(text, "").split() == left


@given(st.lists(st.tuples(st.sampled_from(['"', "'", '"""', "'''"]), st.text("[]\\\"'#=x", max_size=9)), max_size=9))
def test_no_valid_string_is_left(strings: list[tuple[str, str]]) -> None:
    """Of a list of strings only the list is left."""
    text = "a = [" + ", ".join(f"{quote}{inner}{quote}" for quote, inner in strings) + "]"
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError:
        return
    assert set(blanked(text, "")) <= set("a = [,]")


def test_comments_become_blanks() -> None:
    """What looks like a comment in a string stays."""
    text = 'a = "# \\" #" # "b"\nc = \'#\' # d\n#'
    assert uncommented(text) == 'a = "# \\" #"      \nc = \'#\'    \n '


# ---------------------------------------------------------------------------------------------------------------------
# Memory
# ---------------------------------------------------------------------------------------------------------------------

FULL = "holds more tables, lists and keys than a store of its size can"
DEEP = "tables are nested too deep"
PIECES = {"[": 60_000, "{": 60_000, "=": 40_000, ".": 20_000, ",": 80_000}
DENSE = [
    ('a = "{}"\n', False),
    ('a = "\\"{}"\n', False),
    ("a = '{}'\n", False),
    ("# {}\n", False),
    ('a = """\n{}\n"""\n', False),
    ("a = '''{}", False),
    ('a = "{}', False),
    ("a = {}\n", True),
    ('a = "" {}\n', True),
    ('a = "\\\\" {}\n', True),
    ('a = """x""" {}\n', True),
    ("# b\n{}\n", True),
]


@pytest.mark.parametrize(("text", "is_dense"), DENSE)
@pytest.mark.parametrize("piece", PIECES)
def test_only_what_becomes_tables_counts(text: str, piece: str, is_dense: bool) -> None:  # noqa: FBT001
    """Prose may have any number of brackets, dots and commas; a string that never ends is prose."""
    assert (refusal(text.format(" ".join(piece * PIECES[piece]))) is not None) == is_dense


@pytest.mark.parametrize(
    ("header", "message"), [("[k{n}]", FULL), ("[people{n}.k]", FULL), ("[[gap]]", None), ("[people.k{n}]", FULL)]
)
def test_many_different_tables_take_too_much_memory(header: str, message: str | None) -> None:
    """A kind with many records has one table; thousands of empty tables are no store."""
    assert refusal("".join(f"{header.format(n=n)}\n" for n in range(8000))) == message


@pytest.mark.parametrize("key", ["a{} = 1\n", "[a{}]\n", "[[a{}]]\n", "b = 1\na{} = 1\n"])
def test_a_key_has_a_limited_number_of_parts(key: str) -> None:
    """Tables in tables are refused before they are made; dots in a string are only dots."""
    assert refusal(key.format(".b" * 7)) is None
    assert refusal(key.format(".b" * 8)) == DEEP
    assert refusal(key.format('.",=[]{}."' * 8)) == DEEP
    assert refusal(f"c = '''{key}'''\n".format(".b" * 8)) is None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("a = " + "9" * 999, None),
        ("a = " + "9" * 1000, 4),
        ("b = 1\na = 0x" + "f" * 10**6, 10),
        ("a = '" + "9" * 1000 + "'", None),
        ("# " + "9" * 1000 + "\nb = 1", None),
        ("a = 'x' \nb = " + "1_0" * 1000, 13),
        ("k" + "9" * 1000 + " = 1", None),
    ],
)
def test_a_number_of_a_thousand_digits_is_found(text: str, at: int | None) -> None:
    """Python does not read numbers of thousands of digits; text may have them."""
    assert long_number(text) == at
