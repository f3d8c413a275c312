"""Laws of proofreading, for any text: places are those of the draft, and comparisons are symmetrical."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from harristrip.index.database import open_index
from harristrip.proofread.draft_text import blocks, stem, stems
from harristrip.proofread.figure_matches import resemblance
from harristrip.proofread.proofread import proofread
from harristrip.proofread.relevance import NameIndex, fold_same_length
from harristrip.text import edits

FLOOD = Path(__file__).parent / "data" / "events" / "flood"
_PIECES = (
    "Helena Strand ·landed in Varda ·on Monday ·evening·€20 million ·84,000 schools ·“We warned ·”·** ·`·"
    "```\n·- ·# ·\n·\n\n·<b>·<!--·[a](b)·|·\\*·&amp;·---\n·https://a.b/1 ·31 November ·\x00·\u202e·½·İ·٣·"
    " per family·. ·? ·President ·Terren ·was paid ·3 to "
)
PIECES = _PIECES.split("·")
drafts = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30).map("".join)
words = st.text("abcdeé", max_size=8)
numbers = st.integers(1, 10**7) | st.fractions(1, 1000, max_denominator=10)


@given(drafts)
def test_each_character_of_a_block_has_its_place(draft):
    """Text keeps its order, and a character that is shown as it is stands at its place."""
    for block in blocks(draft):
        assert len(block.text) == len(block.places)
        assert list(block.places) == sorted(block.places)
        assert all(0 <= place < len(draft) for place in block.places)


@settings(max_examples=60)
@given(drafts)
def test_any_draft_is_read_and_each_remark_quotes_it(draft):
    """Nothing that can be typed breaks the command, and a remark shows the words at its place."""
    draft = draft.replace("\r\n", "\n")
    index = open_index(str(FLOOD / "store.toml"))
    answer = proofread(draft, index, name="draft", folder=str(FLOOD / "articles"), notes=True)
    lines = draft.split("\n")
    for one in answer.items:
        assert lines[one.line - 1][one.column - 1 : one.end_column - 1] == one.found
        assert one.excerpt[one.column - one.excerpt_column :].startswith(one.found[:100])
    assert answer.figures == answer.supported + answer.wrong + answer.unknown + answer.unread


@given(numbers, numbers)
def test_resemblance_is_symmetrical(first, second):
    """It does not matter which of two numbers was printed first; a number does not resemble itself, or nothing."""
    one, other = Fraction(first), Fraction(second)
    assert resemblance(one, other) == resemblance(other, one)
    assert resemblance(one, one) is resemblance(one, Fraction(0)) is None


@given(words, words)
def test_distance_is_symmetrical(first, second):
    """Two words are as far apart as the other way round, and only a word itself is at 0."""
    assert edits(first, second) == edits(second, first)
    assert (edits(first, second) == 0) == (first == second)


@given(words, st.integers(0, 8))
def test_one_letter_more_is_a_distance_of_one(word, place):
    """A slip of one letter is seen wherever it is."""
    assert edits(word, word[:place] + "x" + word[place:]) == 1


@given(st.text())
def test_folded_text_is_as_long_as_before(text):
    """Places in text without accents are places in the text."""
    assert len(fold_same_length(text)) == len(text)


@given(st.text())
def test_stems_are_stable(text):
    """A stem is a word, and the same on every run."""
    assert stems(text) == stems(text)
    assert all(stem(one) for one in stems(text))


def test_names_without_a_letter_are_not_looked_for():
    """A name of one character, or of signs, would be found everywhere."""

    class Index:
        def rows(self, sql, parameters=()):
            return []

        def labels(self, vocabulary):
            return {"x": ("¡", "Q", "Qu")} if vocabulary == "person" else {}

    names = NameIndex(Index())
    assert [one.end for one in names.find("¡ Q Qu Quay")] == [6]
