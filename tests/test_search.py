"""Promises of search: all words, in any order and spelling, and figures in the ways people type them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harristrip import search as searching
from harristrip.store import load, parse

SMALL_FILE = Path(__file__).parent / "data" / "valid" / "small.toml"
SMALL, SHIPPED = load(SMALL_FILE), load()

FIGURES = """
[topics.title-42]
label = "Title 42"

[[funding]]
id = "dollars"
summary = "Money for a bridge; 40 are to work on it."
status = "pledged"
amount = 310000000
currency = "USD"
purpose = "A bridge"
cites = [{ at = "gazette:4", printed = "$310 million" }]

[[funding]]
id = "sterling"
summary = "The same in pounds."
status = "pledged"
amount = 219000000
currency = "GBP"
purpose = "A bridge"
cites = [{ at = "gazette:4", printed = "£219m" }]

[[claim]]
id = "worded"
summary = "Eight million in a year."
type = "statement"
said_by = ["mayor"]
cites = [{ at = "gazette:8", printed = "eight million" }]

[[claim]]
id = "in-words"
summary = "Of 12 million dollars, nothing is known; 1,310 were asked, -4% more."
type = "statement"
said_by = ["mayor"]
topics = ["title-42"]
cites = [{ at = "gazette:8", printed = "2 decades" }]

[[claim]]
id = "signed"
summary = "It takes $15 million and US$16 million."
type = "statement"
said_by = ["mayor"]
cites = ["gazette:8"]

[[statistic]]
id = "score"
summary = "Pumps that were mended."
group = "border"
measure = "pumps mended"
value = 60
unit = "pumps"
period = "not stated"
population = "Pumps"
area = "Freedonia"
cites = [{ at = "gazette:8", printed = "threescore" }]

[[funding]]
id = "dam"
summary = "As much for a dam as before."
status = "pledged"
amount = 7500
currency = "EUR"
purpose = "A dam"
cites = [{ at = "gazette:8", printed = "as much as before" }]
"""
MONEY = parse(SMALL_FILE.read_text(encoding="utf-8") + FIGURES)


def found(store, *words, **filters):
    return [record.id for record in store.search(*words, **filters)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["thirst", "cause"], ["thirst"]),
        (["cause", "thirst"], ["thirst"]),
        (["cause thirst"], ["thirst"]),
        (["THIRST", "Cause"], ["thirst"]),
        (["thírst"], ["thirst"]),
        (["cause", "bridge"], []),
        (["sylvania"], ["talks"]),
        (["SY"], ["talks"]),
        (["free land"], ["ride", "talks"]),
        (["farmers"], ["talks"]),
        (["shared", "mayor"], ["talks"]),
        (["next", "day"], []),
        (["labour"], ["repairs"]),
        (["labor"], ["repairs"]),
        (["promis"], ["repairs"]),
        (["repairs", "promised"], ["repairs"]),
        (["how-many"], ["how-many"]),
        (["3 May 2030"], ["gazette"]),
    ],
)
def test_all_words_must_stand_somewhere_in_the_record(words, expected):
    """Words are found in any order, case and spelling, in any text of a record and the names of what it refers to."""
    assert found(SMALL, *words) == expected


@pytest.mark.parametrize(
    ("word", "hit"),
    [
        ("trav", True),
        ("travels", True),
        ("travelss", False),
        ("ravels", False),
        ("tra", False),
        ("the", True),
        ("th", False),
    ],
)
def test_a_prefix_has_four_letters(word, hit):
    """Four letters are enough for the start of a word; a shorter word must match whole."""
    assert ("mayor" in found(SMALL, word)) is hit


@pytest.mark.parametrize("words", [[], [""], ["!?"], ["¿", "…"]])
def test_without_a_word_nothing_is_found(words):
    """A search that names no word and no figure finds nothing, not everything."""
    assert found(SMALL, *words) == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("310m", ["dollars"]),
        ("310 m", ["dollars"]),
        ("$310m", ["dollars"]),
        ("$310 million", ["dollars"]),
        ("310 Million", ["dollars"]),
        ("310000000", ["dollars"]),
        ("310,000,000", ["dollars"]),
        ("$310,000,000.00", ["dollars"]),
        ("0.31bn", ["dollars"]),
        ("US$0.31 billion", ["dollars"]),
        ("USD 310m", ["dollars"]),
        ("310", ["dollars"]),
        ("more than $310 million", ["dollars"]),
        ("£310m", []),
        ("£310 million", []),
        ("€310m", []),
        ("219m", ["sterling"]),
        ("£219 million", ["sterling"]),
        ("GBP 219m", ["sterling"]),
        ("$219m", []),
        ("310m 219m", []),
        ("8 million", ["worded"]),
        ("8000000", ["worded"]),
        ("8m year", ["worded"]),
        ("eight million", ["worded"]),
        ("$12 million", ["in-words"]),
        ("£12 million", []),
        ("1,310", ["in-words"]),
        ("1310", ["in-words"]),
        ("4%", []),
        ("-4%", ["in-words"]),
        ("2 decades", ["in-words"]),
        ("3.5%", ["share-dry"]),
        ("3.5", ["share-dry"]),
        ("12", ["wells-dug", "in-words", "how-many"]),
        ("12 wells", ["wells-dug", "how-many"]),
        ("title 42", ["in-words"]),
        ("42", ["in-words"]),
        ("$15m", ["signed"]),
        ("USD 16,000,000", ["signed"]),
        ("£15m", []),
        ("60", ["score"]),
        ("60 mended", ["score"]),
        ("7,500", ["dam"]),
        ("€7500", ["dam"]),
        ("$7500", []),
        ("40 bridge", ["dollars"]),
        ("bridge 40 310m", ["dollars"]),
        ("2030-04", ["wells-dug", "herald"]),
        ("april 2030", ["wells-dug", "herald"]),
    ],
)
def test_figures_are_found_as_people_type_them(asked, expected):
    """A figure is found by its value, in digits or words; a currency that is typed must be the right one."""
    assert found(MONEY, asked) == expected
    assert found(MONEY, *asked.split()) == expected


def test_a_digit_within_a_word_stays_there():
    """A figure is taken out of the query where it stands, not out of an equal run of digits before it."""
    assert found(MONEY, "a40 40") == []
    assert found(MONEY, "work 40") == ["dollars"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["ride", "talks", "wells-dug", "share-dry", "repairs"]),
        ({"kind": "stop"}, ["ride"]),
        ({"status": "planned"}, ["talks"]),
        ({"topic": "labour", "country": "sy"}, []),
    ],
)
def test_a_search_takes_filters(filters, expected):
    """What is found is filtered like any listing."""
    assert found(SMALL, "freedonia", **filters) == expected


WORDS = sorted({word for record in SMALL.records for word in record.summary.split() if word.isalpha()})


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), st.randoms())
def test_order_and_case_change_nothing(words, random):
    """The same words in another order and case find the same records, in the order of the store."""
    mixed = [random.choice((word.upper(), word.lower(), word.title())) for word in words]
    random.shuffle(mixed)
    assert found(SMALL, *mixed) == found(SMALL, *words)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2), st.sampled_from(WORDS))
def test_another_word_finds_no_more(words, word):
    """All words must match: one more word can only narrow the search, to those that it finds alone."""
    narrowed = set(found(SMALL, *words, word))
    assert narrowed == set(found(SMALL, *words)) & set(found(SMALL, word))


@given(st.sampled_from(SHIPPED.records))
@settings(max_examples=30)
def test_a_record_is_found_by_its_own_summary(record):
    """Every word and figure of a summary finds its record."""
    assert record.id in found(SHIPPED, record.summary)


def test_figures_of_a_record_are_read_once(monkeypatch):
    """However many figures are asked for; and a figure that is asked for twice is one."""
    read = []
    each = searching.figures.each
    monkeypatch.setattr(searching.figures, "each", lambda text: read.append(text) or each(text))
    asked = " ".join(f"$5,{number:03} $5,{number:03}" for number in range(50))
    assert len(list(searching._tests(asked, {}))) == 50
    one = searching.Searched(SMALL.records[0], searching.named(SMALL))
    read.clear()
    assert not any(test(one) for test in searching._tests(asked, {}))
    assert read == [asked, one.text]
