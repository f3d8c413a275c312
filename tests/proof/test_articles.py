"""Texts, paragraphs and sentences, and words found in them."""

from __future__ import annotations

import hashlib
import os

import pytest

from harristrip.errors import ArticlesUnreadable
from harristrip.proof.articles import around, find, paragraphs, plain, sentences, texts_of
from harristrip.proof.reading import read


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("“500 people” left", '"500 people" left'),
        ("«500 people»", '"500 people"'),
        ("the mayor’s 5‑day visit", "the mayor's 5-day visit"),
        ("&nbsp;500&nbsp;people &amp; more", "500 people & more"),
        ("500\u2060 peo\u00adple\u200e", "500 people"),
        ("500 peo- ple left", "500 people left"),
        ("pre- and post-war", "pre- and post-war"),
        ("cafe\u0301", "café"),
        ("\ufb01shers", "fishers"),
        ("５００ people", "500 people"),
        ("a  b\tc", "a b c"),
        ("AT&T; R&D", "AT&T; R&D"),
        ("e" + "\u0301" * 500, "e" + "\u0301" * 500),  # marks stacked on a letter stay
    ],
)
def test_both_sides_lose_what_a_reader_does_not_see(text, same):
    assert plain(text) == same


@pytest.mark.parametrize(
    "text",
    [
        *("One came.| Two left.", "Mr. Fern came.| He left.", "The U.S. Senate met.| It left.", "J. K. Fern came!"),
        *("No. 5 came.| 300 boats left.", "They came at 5 p.m. Friday.", 'He said "Go."| Then he went.'),
        *("It rose 3.5 per cent.", ""),
    ],
)
def test_sentences(text):
    whole = text.replace("|", "")
    assert [whole[start:end] for start, end in sentences(whole)] == text.split("| ")


@pytest.mark.parametrize(
    ("words", "text", "count"),
    [
        ("310", "1,310 left; 310 came", 1),
        ("5", "3.5 of 5", 1),
        ("3", "3.5 of 3", 1),
        ("people", "peoples and people", 1),
        ("boat", "a boat, boats", 1),
        ("5m", "€5m", 1),
        ("none", "here", 0),
        ("a", "a " * 300, 100),
    ],
)
def test_words_are_found_at_token_boundaries(words, text, count):
    assert len(list(find(words, text))) == count


def test_paragraphs_are_the_lines_that_are_not_blank():
    assert paragraphs(b"one\r\n\r\n \xc2\xa0\ntwo\rthree") == ("one", "two", "three")


def test_what_is_around_a_passage():
    assert around("x" * 100, 50, 51) == "…" + "x" * 81 + "…"
    assert around("short", 0, 5) == "short"


def test_a_folder_holds_files_of_any_kind(tmp_path):
    (tmp_path / "Post.txt").write_bytes(b"one\n")
    (tmp_path / "wide.txt").write_bytes("one".encode("utf-16"))
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    post, wide = texts_of(str(tmp_path))
    assert post == ("Post.txt", hashlib.sha256(b"one\n").hexdigest(), ("one",), None)
    assert "wide.txt is not UTF-8: byte 0xff at offset 0" in wide.fault
    assert "-f UTF-16" in wide.fault


@pytest.mark.skipif(not os.path.exists("/proc/self/mem"), reason="needs a file that cannot be read by anybody")
def test_what_cannot_be_read_is_named(tmp_path):
    (tmp_path / "post.txt").symlink_to("/proc/self/mem")
    with pytest.raises(ArticlesUnreadable, match=r"post\.txt"):
        texts_of(str(tmp_path))
    with pytest.raises(ArticlesUnreadable):
        texts_of("a\0b")  # no system has such a name


HOSTILE = """
2021 |$5 |one hundred |June 6 |a third of |between 5 |1 234 |5 to |twenty and a half |denied that 5 men |a dollar |
5 sheep in 10 |the number of men rose to 5 |5 cm to 6 cm |1 lakh 5 |3 days after |next Tuesday |5 million or |
more than |not |1.234.|5 boats to |(|- 5
"""


@pytest.mark.parametrize("words", HOSTILE.replace("\n", "").split("|"))
def test_a_text_made_to_slow_the_reader_down_is_read(words):
    text = plain(words * 1000)
    assert read(text)[-1].span.end == len(text)
