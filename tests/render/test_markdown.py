"""Markdown: tables whose cells point to footnotes, and text that is never markup."""

from __future__ import annotations

import re

import pytest
from answers import SHIPPED, answer, index

from harristrip.facts.model import Cite
from harristrip.index.reports import REPORTS
from harristrip.render import markdown, rows


def columns(line):
    """Return the cells of one line of a table."""
    return [text.strip() for text in re.split(r"(?<!\\)\|", line)[1:-1]]


def parse(data):
    """Return the header, the rows and the footnotes of a page of one table."""
    table, _, notes = data.decode().partition("\n\n")
    header, rule, *body = [columns(line) for line in table.splitlines()]
    assert all(re.fullmatch(r"-{3,}:?", text) for text in rule)
    assert {len(row) for row in (rule, *body)} == {len(header)}
    return header, body, [line for line in notes.splitlines() if line.startswith("[^")]


def unescaped(text):
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text.replace("<br>", "\n"))


@pytest.mark.parametrize("report", [name for name in REPORTS if name != "statistics"])
def test_each_footnote_is_referenced_and_defined_once(report):
    """Every mark has its footnote and every footnote its mark; each names source and paragraph."""
    found = answer(report, SHIPPED)
    header, body, notes = parse(markdown.render_listing(found))
    assert header[-1] == "Sources"
    marks = [mark for row in body for mark in re.findall(r"\[\^([a-z0-9-]+)\]", row[-1])]
    defined = [re.fullmatch(r"\[\^([a-z0-9-]+)\]: (.*)", note) for note in notes]
    assert [note[1] for note in defined] == list(dict.fromkeys(marks))
    for note in defined:
        source, _, paragraph = note[1].rpartition("-")
        assert unescaped(note[2]).startswith(f"{source}: ")
        assert f", paragraph {paragraph}" in note[2]
    for row, record in zip(body, found.records, strict=True):
        assert row[-1].split() == list(dict.fromkeys(f"[^{c.source}-{c.paragraph}]" for c in record.all_cites()))


def test_footnotes_say_what_is_known_of_a_source():
    """Publisher and day stand as the store has them; unknown stays unknown; printed words are quoted once."""
    text = unescaped(markdown.render_listing(answer("funding")).decode())
    line = "[^gazette-4]: gazette: The Gazette, 2030-05-03 (stated), paragraph 4, “more than $5,000”, “$1,000”"
    assert text.splitlines()[-1] == line
    undated = answer("itinerary", index({"herald": {"date": None, "date_basis": None}}))
    assert b"[^herald-1]: herald: publisher unknown, date unknown, paragraph 1" in markdown.render_listing(undated)
    quoted = Cite(source="gazette", paragraph=3, printed="a")
    twice = answer("funding", index({"well": {"cites": (quoted, quoted)}, "pump": {"cites": (quoted,)}}))
    assert markdown.render_listing(twice).decode().endswith("paragraph 3, “a”\n")


def test_a_pasted_page_explains_its_marks():
    """Totals, marks and open questions stand below the table as they do on a terminal; numbers are on the right."""
    text = unescaped(markdown.render_listing(answer("funding")).decode())
    assert "| Total | Status | Counts | Leaves out |" in text
    assert "Left open: What the pump costs to run is not stated. [cost]" in text
    statistics = unescaped(markdown.render_listing(answer("statistics")).decode())
    assert "! sources differ: see harristrip conflicts" in statistics
    assert statistics.count("| Figure |") == 2
    header, rule, *_ = text.splitlines()
    assert columns(rule)[columns(header).index("Amount")] == "---:"
    assert "never add them" in markdown.render_listing(answer("funding", SHIPPED)).decode()


def test_chosen_fields_are_a_plain_table():
    """A header, a rule and a line for each record; what a record lacks is empty."""
    text = markdown.render_fields(*rows.narrow(answer("funding"), "id,amount,date")).decode()
    assert text == "| id | amount | date |\n| --- | --- | --- |\n| well | 5000 |  |\n| pump | 1000 |  |\n"


TEXTS = ["a|b", "*a* _b_ `c` ~~d~~", "[a](http://b)", "![a](b)", "<script>alert(1)</script>", "&amp; $x$", "a\\|b"]
TEXTS += ["[^fox-1]", "# a", "- a", "one\ntwo", "a\\"]


@pytest.mark.parametrize("text", TEXTS)
def test_text_is_not_markup(text):
    """A summary is shown as it is: no link, no HTML, no emphasis, no further column."""
    header, body, _ = parse(markdown.render_listing(answer("itinerary", index({"ride": {"summary": text}}))))
    shown = body[0][header.index("Summary")]
    assert unescaped(shown) == text
    assert not re.search(r"(?<!\\)(\\\\)*[`*_\[\]<>|~&$]", shown.replace("<br>", ""))


ESCAPED = {
    "# Head": r"\# Head",
    "#1": "#1",
    "1. one": r"1\. one",
    "12) one": r"12\) one",
    "3.5% more": "3.5% more",
    "- one": r"\- one",
    "-3.5": "-3.5",
    "+ one": r"\+ one",
    "---": r"\---",
    "===": r"\===",
    "a - b": "a - b",
    "one\n# two": r"one<br>\# two",
    "see https://example.org": r"see https\://example.org",
    "WWW.example.org": r"WWW\.example.org",
    "a: b // c": "a: b // c",
    "\x1b[1m": r"\\x1b\[1m",
}


@pytest.mark.parametrize(("text", "shown"), ESCAPED.items())
def test_no_text_begins_a_block_or_is_a_link(text, shown):
    """Headings, lists and bare addresses of a store are shown as they are."""
    assert markdown.escape(text) == shown
