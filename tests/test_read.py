"""`read`: paragraphs with their marks and records, words to paste, and paragraphs that nothing cites."""

from __future__ import annotations

import json

import pytest
from drafts import EVENTS, STORM

from harristrip.facts.responses import Marked, Paragraph, ReadAnswer
from harristrip.proof.reading import find_words, marked
from harristrip.render.reading import render_reading
from harristrip.terminal import Page

FLOOD = ("--facts", str(EVENTS / "flood" / "store.toml"), "--articles", str(EVENTS / "flood" / "articles"))


def test_paragraphs_are_shown_with_numbers_marks_and_records(run):
    found = run("read", "courier:10", *FLOOD)
    assert found.code == 0
    lines = found.text.splitlines()
    assert lines[0].startswith("10  The bank has approved a loan of [$450 million]")
    assert lines[0].endswith("  3 amounts")
    assert lines[-1] == "courier: 1 of 15 paragraphs; 0 figures or dates not cited. [cited]  {not cited}"


def test_covered_and_uncovered_differ(run):
    shown = run("read", "courier:7", *FLOOD).text
    assert "[Between 310 and 340]" in shown
    assert "{48}" in shown


def test_json_has_places_and_records(run):
    answer = json.loads(run("read", "courier:7-8", *FLOOD, "--json").out)
    assert (answer["source"], answer["paragraphs"], answer["count"]) == ("courier", 15, 2)
    first = answer["items"][0]
    assert "rain-48-hours" in first["records"]
    for mark in first["marks"]:
        assert first["text"][mark["start"] : mark["end"]] == mark["printed"]


@pytest.mark.parametrize("name", ["courier", "COURIER", "the northern courier"])
def test_a_source_has_many_names(name, run):
    assert json.loads(run("read", name, *FLOOD, "--json").out)["source"] == "courier"


def test_a_path_reads_a_text_that_no_store_knows(run):
    found = run("read", str(STORM[0]), "--json")
    answer = json.loads(found.out)
    assert (answer["source"], answer["count"]) == ("gazette", 14)
    assert not any(one["records"] for one in answer["items"])


def test_a_path_of_a_text_that_the_store_knows_is_that_source(run):
    path = EVENTS / "flood" / "articles" / "courier.txt"
    assert json.loads(run("read", f"{path}:4", *FLOOD, "--json").out)["items"][0]["records"]


def test_find_prints_cites_to_paste(run):
    found = run("read", "courier", *FLOOD, "--find", "1.6 MILLION")
    assert found.text == '{ at = "courier:8", printed = "about 1.6 million" }\n'
    assert run("read", str(STORM[4]), "--find", "Island Wire").text == '{ at = "wire:1", printed = "Island Wire" }\n'
    missing = run("read", "courier", *FLOOD, "--find", "nothing of the kind")
    assert (missing.code, missing.text) == (1, "")
    assert run("read", "courier", *FLOOD, "--find", "").code == 1


def test_find_as_json_has_the_places(run):
    answer = json.loads(run("read", "courier", *FLOOD, "--find", "Friday", "--json").out)
    assert {place["at"] for place in answer["places"]} == {"courier:5", "courier:8", "courier:9"}
    assert answer["count"] == 3


def test_words_are_found_without_the_signs_around_them():
    (text,) = marked(('He said "we came (late)."',), {}, None, range(1, 2))
    assert [place.printed for place in find_words("came late", "post", [text], None)] == ["came (late"]
    assert [place.printed for place in find_words("we", "post", [text], None)] == ["we"]


def test_uncovered_shows_what_nothing_cites(run):
    answer = json.loads(run("read", "observer", *FLOOD, "--uncovered", "--json").out)
    assert answer["count"]
    assert all(any(not mark["covered"] for mark in one["marks"]) for one in answer["items"])


def test_a_quotation_is_covered_by_any_cite():
    text = ('"Nobody should have to wait," she said of "the dam".',)
    alone, cited = (marked(text, cites, None, range(1, 2))[0] for cites in ({}, {1: [("x", None)]}))
    assert [(one.what, one.covered) for one in alone.marks] == [("quotation", False)]
    assert [one.covered for one in cited.marks] == [True]


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("nobody", *FLOOD), 1, 'unknown source "nobody", and no file has that name'),
        (("couriers", *FLOOD), 1, "did you mean courier?"),
        (("courier", *FLOOD[:2]), 2, "name the folder of the archived texts"),
        (("courier:99", *FLOOD), 1, "there is no paragraph 99: the text has 15 paragraphs"),
        (("courier:0", *FLOOD), 1, "there is no paragraph 0"),
        (("courier:5-3", *FLOOD), 2, "runs backwards: write the smaller number first"),
        (("courier:5-", *FLOOD), 2, "is no paragraph: write N or N-M"),
        (("courier", *FLOOD[:2], "--articles", str(STORM[0].parent)), 1, "has the digest of courier"),
        (("courier", *FLOOD[:2], "--articles", "nowhere"), 2, "cannot be read: No such file"),
    ],
)
def test_what_cannot_be_read_is_named(args, code, words, run):
    found = run("read", *args)
    assert (found.code, words in found.message) == (code, True), found.message


def page(width: int, *, colour: bool = False) -> str:
    marks = (
        Marked(what="figure", printed="7 boats sank at night", start=5, end=26, covered=True),
        Marked(what="figure", printed="boats", start=7, end=12, covered=True),
        Marked(what="date", printed="in May", start=27, end=33, covered=False),
        Marked(what="quotation", printed="…", start=30, end=33, covered=False),
    )
    one = Paragraph(
        paragraph=4, text="Some 7 boats sank at night in May\x1b", records=("boats-7", "night"), marks=marks
    )
    answer = ReadAnswer(source="post", paragraphs=4, count=1, items=(one,), places=())
    return render_reading(answer, Page(width, colour=colour), {}).decode()


def test_many_records_of_a_paragraph_are_counted_by_kind():
    """Up to three are named."""
    ids = {"a": "claim", "b": "claim", "c": "person", "d": "person", "e": "gap", "f": "funding"}
    one = Paragraph(paragraph=1, text="It is so.", records=tuple(ids), marks=())
    answer = ReadAnswer(source="post", paragraphs=1, count=1, items=(one,), places=())
    shown = render_reading(answer, Page(80), ids).decode().splitlines()
    assert [line.split("  ")[-1].strip() for line in shown[:4]] == ["2 claims", "2 people", "1 gap", "1 amount"]


def test_a_narrow_page_has_the_records_below():
    assert page(24).splitlines()[:6] == [
        "4  Some [7 boats sank at",
        "   night] {in May}\\x1b",
        "   cited by boats-7",
        "   cited by night",
        "",
        "post: 1 of 4 paragraphs;",
    ]


def test_a_colour_ends_with_its_line():
    lines = page(24, colour=True).splitlines()
    assert all(line.count("\x1b[0m") == line.count("\x1b[") / 2 for line in lines)
    assert "\x1b[" in lines[0]
    assert "\x1b[" in page(100, colour=True).splitlines()[1]


def test_a_text_without_paragraphs_of_interest(run):
    shown = run("read", "courier:2", *FLOOD, "--uncovered").text
    assert shown.strip().startswith("courier: 0 of 15 paragraphs")


def test_show_says_that_a_paragraph_is_cited_by_none(run, tmp_path):
    store = tmp_path / "store.toml"
    text = (EVENTS / "flood" / "store.toml").read_text()
    store.write_text(text.replace("paragraphs = 15", "paragraphs = 16"))
    for args, words in [
        (("courier:16",), 'no record cites "courier:16", one of the 16 paragraphs of courier'),
        (("courier:99",), 'there is no paragraph "courier:99": the text of courier has 16 paragraphs'),
        (("courier:0",), 'there is no paragraph "courier:0"'),
        (("courier:x",), 'no record cites "courier:x"'),
        (("courier:9999999999",), 'there is no paragraph "courier:9999999999"'),
        (("nobody:1",), 'unknown source "nobody"'),
        (("nobody",), 'no record has the id "nobody"'),
        (("co\udce9:1",), "unknown source"),
    ]:
        found = run("show", *args, "--facts", str(store))
        assert (found.code, words in found.message) == (1, True), found.message


def test_show_prints_an_uncited_paragraph_from_its_text(run, tmp_path):
    draft = run("draft", str(STORM[0])).text.replace('summary = ""', 'summary = "Word"')
    store = tmp_path / "store.toml"
    store.write_text(draft)
    found = run("show", "gazette:12", "--facts", str(store), "--articles", str(STORM[0].parent))
    assert found.code == 1
    assert found.text.startswith("12  She thanked her hosts")
    assert run("show", "gazette:12", "--facts", str(store)).code == 1
    assert run("show", "gazette:4", "--facts", str(store), "--articles", str(STORM[0].parent)).code == 0


def test_words_that_a_text_does_not_have_are_a_negative_answer(run):
    found = run("read", "courier", *FLOOD, "--find", "words that it does not have")
    assert (found.code, found.out) == (1, b"")
    assert found.message == "harristrip: error: courier does not have these words\n"
