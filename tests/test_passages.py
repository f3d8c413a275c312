"""Promises of reading archived texts: paragraphs counted as a reader counts them, words found at their edges."""

from __future__ import annotations

import hashlib
import io
import os
import time
from pathlib import Path
from typing import Any

import pytest

from harristrip import limits, passages
from harristrip.errors import ArticlesUnreadable
from harristrip.passages import AROUND, archive, around, find, has_figure_or_date, paragraphs, plain

TEXTS = {
    "LF": b"One.\nTwo.\n",
    "CRLF": b"One.\r\nTwo.\r\n",
    "CR": b"One.\rTwo.\r",
    "no last newline": b"One.\nTwo.",
    "blank lines": b"\n\nOne.\n \t\n\nTwo.\n\n",
    "lines of blanks that nobody sees": "\u00a0\nOne.\n\u00ad\n\u200b\nTwo.\n\ufeff\n".encode(),
    "byte order mark": b"\xef\xbb\xbfOne.\nTwo.\n",
    "indented": b"  One.  \n\tTwo.\n",
}


@pytest.mark.parametrize("content", TEXTS.values(), ids=TEXTS)
def test_a_paragraph_is_a_line_that_is_not_blank(content: bytes) -> None:
    """Line ends of every system, blank lines and a byte order mark do not change how paragraphs are counted."""
    assert paragraphs(content) == ("One.", "Two.")


def test_only_line_ends_end_a_paragraph() -> None:
    """A form feed or a line separator within a line is a blank, not a new paragraph."""
    assert paragraphs("One\x0ctwo\u2028three".encode()) == ("One two three",)


def test_bytes_that_are_no_text_are_no_failure() -> None:
    """A broken byte costs a character, not the run."""
    assert paragraphs(b"One \xe9.\n") == ("One \ufffd.",)


PLAIN = [
    ("the mayor\u2019s", "the mayor's"),
    ("\u201cfour\u201d \u2018wells\u2019", "\"four\" 'wells'"),
    ("310\u00a0million", "310 million"),
    ("310\u202fmillion  wells ", "310 million wells"),
    ("mi\u00adgrants", "migrants"),
    ("\ufeffOne", "One"),
    ("mi\u200bgrants", "migrants"),
    ("Pe\u0301rez", "P\u00e9rez"),
]


@pytest.mark.parametrize(("text", "seen"), PLAIN)
def test_what_a_reader_cannot_see_makes_no_difference(text: str, seen: str) -> None:
    """Quotes, blanks, soft hyphens and the composition of letters are evened out."""
    assert plain(text) == seen


@pytest.mark.parametrize("text", ["Case", "Pérez", "10—20", "a — b"])
def test_what_a_reader_sees_is_kept(text: str) -> None:
    """Case, accents and dashes stay as they are."""
    assert plain(text) == text


FOUND = [
    ("310", "310 wells", 1),
    ("310", "1,310 wells", 0),
    ("310", "310,000 wells", 0),
    ("310", "310.5 wells", 0),
    ("310", "3100 wells", 0),
    ("310", "It counts 310, they say", 1),
    ("310", "It counts 310.", 1),
    ("310", "310 and 310", 2),
    ("180,000", "1,180,000", 0),
    ("5%", "3.5%", 0),
    ("well", "wells", 0),
    ("well", "a well", 1),
    ("a", "a well", 1),
    ("a", "as well", 0),
    ("well", "as well, a well", 2),
    ("ell", "well", 0),
    ("mayor", "the mayor's", 1),
    ("Mayor", "the mayor", 0),
    ("(new)", "a (new) well", 1),
    ("a.c", "abc", 0),
    ("6", "on June 6", 0),
    ("June 6", "on June 6", 1),
    ("June 6", "on June 60", 0),
    ("2030", "in 2030", 1),
    ("$10", "US$10", 1),
    ("more than 2000", "more than 2000 people", 1),
]


@pytest.mark.parametrize(("printed", "paragraph", "times"), FOUND)
def test_words_are_found_at_token_boundaries(printed: str, paragraph: str, times: int) -> None:
    """Words within a word, and digits within a number, are not those words."""
    assert len(find(printed, paragraph)) == times


CUT = [
    ("310", "more than 310 wells", "more than 310"),
    ("$310", "$310 million", "$310 million"),
    ("310 million", "$310 million", "$310 million"),
    ("3.5%", "fell by -3.5%", "-3.5%"),
    ("3.5%", "a change of \u20133.5%", "\u20133.5%"),
    ("4", "4 or more", "4 or more"),
    ("million", "2 million", "2 million"),
    ("one", "twenty-one", "twenty-one"),
    ("June", "June 6, 2030", "June 6, 2030"),
    ("June 6", "June 6, 2030", "June 6, 2030"),
    ("2000 people", "more than 2000 people", "more than 2000 people"),
    ("2000", "about 2000", "about 2000"),
    ("2030", "USD 2030", "USD 2030"),
]


@pytest.mark.parametrize(("printed", "paragraph", "full"), CUT)
def test_words_that_cut_off_a_part_of_a_figure_or_date_are_told(printed: str, paragraph: str, full: str) -> None:
    """Hedge, sign, currency, scale, day and year belong to what they stand beside."""
    (one,) = find(printed, paragraph)
    assert (one.cut, one.full) == (True, full)


@pytest.mark.parametrize("paragraph", ["310 wells", "310 wells and more than 5 pumps", "On June 6 it dug 310 wells"])
def test_words_that_leave_nothing_out_are_whole(paragraph: str) -> None:
    """What stands elsewhere in the paragraph is no part of the words."""
    (one,) = find("310 wells", paragraph)
    assert (one.cut, one.full) == (False, "310 wells")


BESIDE = [
    ("It counts (", "It counts (5) wells"),
    (") wells", "It counts (5) wells"),
    ("It rained (", "It rained (June 6) again"),
    (") again", "It rained (June 6) again"),
]


@pytest.mark.parametrize(("printed", "paragraph"), BESIDE)
def test_words_that_only_touch_a_figure_or_date_leave_it_out(printed: str, paragraph: str) -> None:
    """What begins where the words end, or ends where they begin, is no part of them."""
    (one,) = find(printed, paragraph)
    assert (one.cut, one.full, one.figures, one.mentions) == (False, printed, (), ())


def test_of_words_that_stand_there_often_the_first_places_are_told_apart() -> None:
    """A hundred of them say all that can be said."""
    assert len(find("5", "5 wells, " * passages.PLACES)) == passages.PLACES
    found = find("5", "5 wells, " * (passages.PLACES + 1))
    assert (len(found), found[0].start, found[1].start) == (passages.PLACES, 0, 9)
    assert len(find("5", "55 wells, " * (passages.PLACES + 1) + "5 pumps")) == 1


def test_words_are_sought_in_a_long_text_in_no_time() -> None:
    """Neither a line of nothing but figures nor thousands of lines without the words are read anew for each cite."""
    line = "1 " * 45_000
    lines = [f"Line {number} of 6 June says 1,234." for number in range(3000)]
    start = time.process_time()
    assert all(find("1 " * number + "1", line) for number in range(50))
    assert not any(find(f"words {number}", text) for number in range(200) for text in lines)
    assert time.process_time() - start < 5


SAID = [
    ("$2000", 1, 0),
    ("more than 2000", 1, 0),
    ("USD 2000", 1, 0),
    ("€ 2000", 1, 0),
    ("2000 million", 1, 0),
    ("2000 per cent", 1, 0),
    ("minus 2030", 1, 0),
    ("USD 2000 in 2030", 1, 1),
    ("in 2030", 0, 1),
    ("June 6", 0, 1),
    ("12 wells on June 6", 1, 1),
]


@pytest.mark.parametrize(("printed", "numbers", "dates"), SAID)
def test_a_number_is_a_figure_or_a_date_and_never_both(printed: str, numbers: int, dates: int) -> None:
    """`$2000` and `more than 2000` name no year, and the 6 of June is no figure."""
    (one,) = find(printed, f"So {printed}, it says")
    assert (len(one.figures), len(one.mentions)) == (numbers, dates)


@pytest.mark.parametrize(
    ("paragraph", "holds"),
    [
        ("It has 5 wells.", True),
        ("In June.", True),
        ("On Monday.", True),
        ("Two wells and a third.", False),
        ("A covid-19 clinic.", False),
        ("None.", False),
    ],
)
def test_what_counts_as_a_figure_or_a_date(paragraph: str, *, holds: bool) -> None:
    """Digits, months, weekdays and years do; spelled numbers are too common."""
    assert has_figure_or_date(paragraph) is holds


def test_a_passage_is_shown_with_a_little_around_it() -> None:
    """Where something is left out stands an ellipsis."""
    long = "a" * 100 + "X" + "b" * 100
    assert around(long, 100, 101) == "…" + "a" * AROUND + "X" + "b" * AROUND + "…"
    assert around("aXb", 1, 2) == "aXb"
    whole = "a" * AROUND + "X" + "b" * AROUND
    assert around(whole, AROUND, AROUND + 1) == whole


def test_an_archive_is_every_plain_file_by_digest_and_name(tmp_path: Path) -> None:
    """The file's name does not matter for its text; folders and broken links are passed over."""
    (tmp_path / "Old.Gazette.txt").write_bytes(b"One.\n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    texts = archive(str(tmp_path))
    assert texts.by_digest == {hashlib.sha256(b"One.\n").hexdigest(): ("One.",)}
    assert texts.names == {"old.gazette"}


@pytest.mark.parametrize(
    ("name", "why"), [("missing", "No such file"), ("file", "Not a directory"), ("a\0b", ".*embedded null")]
)
def test_what_is_no_folder_is_named(tmp_path: Path, name: str, why: str) -> None:
    """A folder that cannot be listed is an error with its name, and says why."""
    (tmp_path / "file").write_text("One.")
    with pytest.raises(ArticlesUnreadable, match=rf"^--articles .* cannot be read: {why}"):
        archive(f"{tmp_path}/{name}")


def test_what_can_be_no_article_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link to itself, a folder and a file that is larger than any store are no texts."""
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "folder").mkdir()
    (tmp_path / "large.txt").write_text("x" * 11)
    (tmp_path / "small.txt").write_text("x" * 10)
    monkeypatch.setattr(limits, "SIZE", 10)
    assert archive(str(tmp_path)).names == {"small"}


def test_no_article_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of the system may have nothing to read at the moment, or no end."""
    (tmp_path / "log.txt").touch()
    seen = []

    class Log(io.BytesIO):
        def read(self, size: int | None = -1) -> Any:
            seen.append(size)
            return None

    openers = []
    monkeypatch.setattr(passages, "open", lambda *_, opener: openers.append(opener) or Log(), raising=False)
    assert archive(str(tmp_path)).by_digest == {hashlib.sha256(b"").hexdigest(): ()}
    assert seen == [limits.SIZE]
    (opener,) = openers
    handle = opener(str(tmp_path / "log.txt"), os.O_RDONLY)
    assert not os.get_blocking(handle)
    os.close(handle)


def test_words_within_words_cost_no_reading_of_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where words stand nowhere by themselves the figures around them are of no interest."""
    monkeypatch.setattr(passages, "_read", None)
    assert find("er", "the minister there, and 25 others") == []


def test_an_article_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which of many files it is that nobody may read is said."""

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "secret.txt").touch()
    monkeypatch.setattr(passages, "open", denied, raising=False)
    with pytest.raises(ArticlesUnreadable, match=r"cannot be read: secret\.txt: Permission denied$"):
        archive(str(tmp_path))


@pytest.mark.parametrize(("words", "unit"), [("1", "1 "), ("a", "a "), ("May 1", "May 1 "), ("x", "1. x ")])
def test_words_are_found_in_linear_time(words: str, unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A paragraph of nothing but figures, dates or the words themselves is looked through once."""
    monkeypatch.setattr(passages, "PLACES", 10**6)
    text = (unit * 20_000).strip()
    start = time.process_time()
    assert len(find(words, text)) == 20_000
    assert time.process_time() - start < 10


def test_marks_without_end_are_left_in_their_order() -> None:
    """Putting them in order takes time by the square of their number, and no reader could tell."""
    stacked = f"x{chr(0x301) * 20_000}{chr(0x323) * 20_000}"
    start = time.process_time()
    assert plain(f" {stacked} ") == stacked
    assert time.process_time() - start < 2
    assert plain(f"e{chr(0x301)}") == "\u00e9"
