"""What is left of a TOML text without its strings and comments."""

from __future__ import annotations

import time
import tracemalloc
from typing import TYPE_CHECKING

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from harristrip.structure import blanked, uncommented, without_strings

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = {
    'a = "[x]" # [y]': "a =",
    "a = '[x]' # [y]": "a =",
    r'a = "\"[x]" # "': "a =",
    r'a = "\\" + [': "a = + [",
    r"a = 'x\' + [": "a = + [",
    'a = """[\n"\n""[\\"""[""" + [': "a = + [",
    'a = """[""""" + [': "a = + [",
    "a = '''[\n'\n''[''' + [": "a = + [",
    '# """ [\n[b]': "\n[b]",
    'a = "[x\n[b]': "a = \n[b]",
    "a = '[x\n[b]": "a = \n[b]",
    'a = """[x\n[b]': "a =",
    "a = '''[x\n[b]": "a =",
}


@pytest.mark.parametrize(("text", "left"), TEXTS.items())
def test_strings_and_comments_are_blanks(text: str, left: str) -> None:
    """Each character keeps its place; escaped quotes end nothing, and a string without an end runs on."""
    assert all(found in (" ", character) for found, character in zip(blanked(text), text, strict=True))
    assert blanked(text).split() == left.split()
    assert without_strings(text).split() == left.split()


@given(st.lists(st.tuples(st.sampled_from(['"', "'", '"""', "'''"]), st.text("[]\\\"'#=x", max_size=9)), max_size=9))
def test_no_string_that_toml_can_read_is_left(strings: list[tuple[str, str]]) -> None:
    """Whatever stands in strings, only the list that holds them is left."""
    text = "a = [" + ", ".join(f"{quote}{inner}{quote}" for quote, inner in strings) + "]"
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError:
        return
    assert set(without_strings(text)) <= set("a = [,]")


@pytest.mark.parametrize("unit", ['\\"', '"', "'", '"""', "'''\n", "[", "[ ", '"\\', "#", "\\\\", '""""'])
def test_a_structure_is_found_in_linear_time(unit: str) -> None:
    """A megabyte of quotes, brackets or escapes is looked at once."""
    text = 'a = """\n' + unit * (10**6 // len(unit))
    start = time.process_time()
    blanked(text)
    without_strings(text)
    assert time.process_time() - start < 5


@pytest.mark.parametrize("unit", ["#a\n", "#\n ", '"";', "''\n"])
@pytest.mark.parametrize("look", [blanked, uncommented, without_strings])
def test_a_text_of_comments_and_strings_takes_few_times_its_size(look: Callable[[str], str], unit: str) -> None:
    """Pieces of two characters, all kept until they are joined, would take some thirty times theirs."""
    text = unit * (10**6 // len(unit))
    tracemalloc.start()
    try:
        look(text)
        assert tracemalloc.get_traced_memory()[1] < 9 * len(text)
    finally:
        tracemalloc.stop()


def test_only_comments_are_taken_away() -> None:
    """What looks like a comment within a string stays, escaped quotes and all."""
    text = 'a = "# \\" #" # "b"\nc = \'#\' # d\n#'
    assert uncommented(text) == 'a = "# \\" #"      \nc = \'#\'    \n '
