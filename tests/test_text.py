"""Folding, suggestions, and text that is safe to show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harristrip import text

CASES = [json.loads(line) for line in (Path(__file__).parent / "text_cases.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("pair", ["राम रोम", "मोदी मादा", "กิน กีน", "காம கீம", "বাবা বিবি", "မာ မိ", "か が", "क क्"])
def test_names_that_differ_in_a_vowel_stay_different(pair: str) -> None:
    """In many scripts a mark is a letter."""
    one, other = pair.split()
    assert text.fold(one) != text.fold(other)


@given(st.text(st.characters(codec="latin-1")), st.text())
def test_folding_works_word_by_word_and_once(one: str, other: str) -> None:
    """Words fold alone as they fold together, and folding folded text changes nothing."""
    assert text.fold(text.fold(one)) == text.fold(one)
    assert text.fold(f"{one} {other}") == " ".join(part for part in (text.fold(one), text.fold(other)) if part)


@pytest.mark.parametrize(
    ("word", "found"),
    [("guatmala", "Guatemala"), ("GUATEMALA", "Guatemala"), ("mexcio", "México"), ("zzz", None), ("", None)],
)
def test_the_nearest_word_is_similar_or_none(word: str, found: str | None) -> None:
    """A suggestion is one of the valid words as they are written."""
    assert text.nearest(word, ["Guatemala", "México"]) == found


def test_of_similar_words_the_one_with_the_fewest_edits_is_nearest() -> None:
    """What a word shares with another says less than how few letters are wrong."""
    assert text.nearest("payed", ["planned", "paid", "played"]) == "played"
    assert text.nearest("payed", ["planned", "pledged", "paid"]) == "paid"
    assert [text.edits(*pair) for pair in (("", ""), ("a", ""), ("kitten", "sitting"), ("ab", "ba"))] == [0, 1, 3, 1]


def test_words_that_nobody_types_are_not_compared() -> None:
    """Comparing very long words would take minutes."""
    word = "w" * 1000
    assert text.nearest(word[:50], [word[:49] + "x"]) == word[:49] + "x"
    assert text.nearest(word, [word[:99]]) is None
    assert text.nearest(word[:99], [word]) is None


@pytest.mark.parametrize(
    ("written", "is_stacked"),
    [("", False), ("x" + "\u0301" * 30, False), ("\u0301" * 31, True), (("x" + "\u0301" * 30) * 9, False)],
)
def test_many_combining_marks_in_a_row_are_recognised(written: str, is_stacked: bool) -> None:  # noqa: FBT001
    """As many marks as Unicode's Stream-Safe text has are normal."""
    assert text.is_stacked(written) == is_stacked


@given(st.text())
def test_printable_text_neither_acts_nor_hides(written: str) -> None:
    """The result has only letters, signs and spaces, and a second pass changes nothing."""
    shown = text.printable(written)
    assert not {category(character) for character in shown} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert text.printable(shown) == shown


def test_numbers_come_with_their_nouns_and_lists_end() -> None:
    """`1 cite`, `2 cites`; of many names the first are listed."""
    assert [text.pluralize(n, "cite") for n in (0, 1, 2)] == ["0 cites", "1 cite", "2 cites"]
    assert text.join_limited(["a", "b"], 2) == "a, b"
    assert text.join_limited(["a", "b", "c"], 2) == "a, b and 1 more"


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['function']}-{case['given']!a}")
def test_a_text_becomes(case: dict[str, Any]) -> None:
    """Folding drops case, accents and punctuation; what acts or hides is an escape; a quoted value is short."""
    assert getattr(text, case["function"])(case["given"]) == case["result"]


def test_only_what_is_seen_is_printable() -> None:
    """Of the blanks only the space is."""
    assert text.is_printable("plain é ¶ 日本")
    assert not any(map(text.is_printable, ("no\u00a0break", "a\nb", "\u3164")))
