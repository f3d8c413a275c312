"""Folding, suggestions, and text that is safe to show."""

from __future__ import annotations

from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harristrip import text


@pytest.mark.parametrize(
    ("written", "folded"),
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
def test_folding_drops_case_accents_and_punctuation(written: str, folded: str) -> None:
    """Two spellings of one name fold to the same words."""
    assert text.fold(written) == folded


@pytest.mark.parametrize("pair", ["राम रोम", "मोदी मादा", "กิน กีน", "காம கீம", "বাবা বিবি", "မာ မိ", "か が", "क क्"])
def test_names_that_differ_in_a_vowel_stay_different(pair: str) -> None:
    """In many scripts a mark is a letter."""
    one, other = pair.split()
    assert text.fold(one) != text.fold(other)


@pytest.mark.parametrize(
    ("name", "folded"), [("López", "lopez"), ("🙂", "🙂"), (" 🇬🇹 ", "🇬🇹"), ("!!!", "!!!"), ("", ""), ("  ", "")]
)
def test_a_name_of_signs_alone_is_itself(name: str, folded: str) -> None:
    """A name without letters and digits does not mean the same as every other one."""
    assert text.fold_name(name) == folded


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


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("plain é ¶ 日本", "plain é ¶ 日本"),
        ("no\u00a0break", "no\u00a0break"),
        ("\x1b[31m", r"\x1b[31m"),
        ("a\nb\r\tc", r"a\nb\r\tc"),
        ("\u202e\u200b", r"\u202e\u200b"),
        ("\x9b\x7f", r"\x9b\x7f"),
        ("\udc80", r"\udc80"),
        ("\u3164\u2800\ufe0f", r"\u3164\u2800\ufe0f"),
    ],
)
def test_characters_that_act_or_hide_are_shown_as_escapes(written: str, shown: str) -> None:
    """Letters and spaces stay, control and invisible characters become visible."""
    assert text.printable(written) == shown
    assert text.is_printable(written) == (written == shown and "\u00a0" not in written)


@given(st.text())
def test_printable_text_neither_acts_nor_hides(written: str) -> None:
    """The result has only letters, signs and spaces, and a second pass changes nothing."""
    shown = text.printable(written)
    assert not {category(character) for character in shown} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert text.printable(shown) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("gt", '"gt"'),
        (5000.0, "5000.0"),
        (None, "None"),
        ("x" * 61, f'"{"x" * 61}"'),
        ("x" * 62, f'"{"x" * 60}…"'),
        ("\x1b", r'"\x1b"'),
    ],
)
def test_a_quoted_value_is_shorter_than_a_line(value: object, shown: str) -> None:
    """Text is in quotes, other values are not, and a long one is truncated."""
    assert text.quote(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(True, "true"), ([], "[]"), ([1], "[…]"), ({}, "{…}"), (None, "{…}"), ("a", '"a"'), (1.5, "1.5")],
)
def test_a_value_is_shown_as_toml_writes_it(value: object, shown: str) -> None:
    """Lists and tables are shown only in outline."""
    assert text.toml_repr(value) == shown


def test_numbers_come_with_their_nouns_and_lists_end() -> None:
    """`1 cite`, `2 cites`; of many names the first are listed."""
    assert [text.pluralize(n, "cite") for n in (0, 1, 2)] == ["0 cites", "1 cite", "2 cites"]
    assert text.join_limited(["a", "b"], 2) == "a, b"
    assert text.join_limited(["a", "b", "c"], 2) == "a, b and 1 more"
