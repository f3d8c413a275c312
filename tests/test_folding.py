"""Words without case and accents, and the nearest valid word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harristrip.folding import LONGEST, MOST_MARKS, fold, fold_name, is_stacked, nearest


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("López Obrador", "lopez obrador"),
        ("LOPEZ  obrador", "lopez obrador"),
        ("Lo\u0301pez", "lopez"),
        ("not-done", "not done"),
        ("not_done", "not done"),
        ("U.S.", "u s"),
        ("Straße", "strasse"),
        ("ﬁgure", "figure"),
        ("日本", "日本"),
        ("नमस्ते, राम!", "नमस्ते राम"),
        ("กิน กุ้ง", "กิน กุ้ง"),
        ("が", "か\u3099"),
        ("שָׁלוֹם", "שלום"),
        ("ש\u05b0", "ש"),
        ("ܐ\u0711", "ܐ"),
        ("مُحَمَّد", "محمد"),
        ("Ελλάδα", "ελλαδα"),
        ("ёлка", "елка"),
        ("≠ 1", "1"),
        ("x\ufe0f\U000e0101y", "xy"),
        ("1\u20e3 🙂 ½", "1 1 2"),
        ("— ¶ —", ""),
        ("", ""),
    ],
)
def test_folding_takes_away_case_accents_and_punctuation(text: str, folded: str) -> None:
    """Two spellings of one name fold to the same words."""
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("राम", "रोम"),
        ("मोदी", "मादा"),
        ("กิน", "กีน"),
        ("காம", "கீம"),
        ("বাবা", "বিবি"),
        ("မာ", "မိ"),
        ("か", "が"),
        ("क", "क्"),
    ],
)
def test_names_that_differ_in_a_vowel_stay_apart(one: str, other: str) -> None:
    """In many scripts a mark is a letter: taken away, it would make one name of two."""
    assert fold(one) != fold(other)


@pytest.mark.parametrize(
    ("name", "folded"), [("López", "lopez"), ("🙂", "🙂"), (" 🇬🇹 ", "🇬🇹"), ("!!!", "!!!"), ("", ""), ("  ", "")]
)
def test_a_name_of_signs_alone_is_itself(name: str, folded: str) -> None:
    """Nothing that has no letter means the same as anything else that has none."""
    assert fold_name(name) == folded


@given(st.text(st.characters(codec="latin-1")))
def test_folding_twice_changes_nothing(text: str) -> None:
    """What was folded once is in its final form."""
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_folding_works_word_by_word(one: str, other: str) -> None:
    """Words fold alone as they fold together."""
    assert fold(f"{one} {other}") == " ".join(part for part in (fold(one), fold(other)) if part)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("guatmala", "Guatemala"),
        ("GUATEMALA", "Guatemala"),
        ("mexcio", "México"),
        ("zzz", None),
        ("", None),
    ],
)
def test_the_nearest_word_is_like_the_mistyped_one_or_there_is_none(word: str, found: str | None) -> None:
    """A suggestion is one of the valid words as they are written, never a wild guess."""
    assert nearest(word, ["Guatemala", "México"]) == found


def test_no_word_that_nobody_types_is_compared() -> None:
    """A word without end, asked for or valid, is nearest to nothing; comparing it would take minutes."""
    word = "w" * LONGEST
    assert nearest(word, [f"{word[1:]}x"]) == f"{word[1:]}x"
    assert nearest(f"{word}w", [word]) is None
    assert nearest(word, [f"{word}w"]) is None


def test_marks_are_counted_as_they_follow_one_another() -> None:
    """As many as Unicode's Stream-Safe text has are let through, and any number that letters set apart."""
    assert not is_stacked(f"x{chr(0x301) * MOST_MARKS}" * 9)
    assert is_stacked(f"x{chr(0x301) * MOST_MARKS}{chr(0x323)}")
    assert not is_stacked(chr(0x301) * MOST_MARKS)
    assert is_stacked(chr(0x301) * (MOST_MARKS + 1))
    assert not is_stacked("")
