"""Hostile text in every field: no format passes on what acts on a terminal, a spreadsheet or a reader.

The loader refuses such text; these records reach the renderers without it.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from typing import Any

import msgspec
import pytest
from answers import SMALL

from harristrip.facts import codec, model
from harristrip.index.database import in_memory
from harristrip.index.reports import REPORTS
from harristrip.index.store import ask, decoded
from harristrip.render import record, references
from harristrip.render.formats import FORMATS
from harristrip.terminal import Page
from harristrip.text import is_printable

HOSTILE = (
    "=1+1|<script>&\x1b[2J\x1b]0;x\x07\x9b31m\x85\x7f\b\u202e\u2066\u200b\u2028\ufeff\u3164\U000e0041"
    "[/x][link=http://a]y[/link]:smile:`*_\\\"'\r\nATTENDEE:x\nEND:VEVENT\t{0}%s "
)
"""Begins as a formula; acts on a terminal; is markup of rich, Markdown and HTML; adds lines to a calendar."""
SGR = re.compile(r"\x1b\[[0-9;]*m")
"""Colour: the one sequence that the program itself sends."""


def poisoned(value: Any) -> Any:
    """Return a struct in which every text that its type lets through begins with the hostile one."""
    for field in msgspec.structs.fields(type(value)):
        inner = getattr(value, field.name)
        new = poison(inner)
        if new == inner:
            continue
        changed = codec.replace(value, **{field.name: new})
        try:
            codec.decode_as(codec.encode(changed), type(value))
        except ValueError:
            continue
        value = changed
    return value


def poison(value: Any) -> Any:
    if isinstance(value, str):
        return HOSTILE + value
    if isinstance(value, tuple):
        return tuple(poison(entry) for entry in value)
    return poisoned(value) if isinstance(value, msgspec.Struct) else value


VOCABULARIES = {
    name: {id_: poisoned(one) for id_, one in entries.items()} for name, entries in SMALL.vocabularies.items()
}
EVIL = in_memory(
    model.Facts(
        event=poisoned(SMALL.event),
        vocabularies=VOCABULARIES,
        records=tuple(codec.replace(poisoned(one), note=HOSTILE + "note") for one in SMALL.records),
    )
)
ANSWERS = {name: ask(EVIL, report, {}) for name, report in REPORTS.items()}
PAGES = {
    "pipe": Page(),
    "terminal": Page(80, colour=True),
    "wide": Page(200, colour=True, truecolor=True),
    "narrow": Page(30),
}
LINE_ENDS = {"csv": "\r\n", "tsv": "\t\n", "ics": "\r\n"}
CASES = [
    (name, form, fields, page)
    for name, report in REPORTS.items()
    for form in FORMATS
    for fields in (None, "id,summary,cites")
    for page in (PAGES if form == "table" else ["pipe"])
    if (report.calendar and fields is None) or form != "ics"
]


def acting(data, allowed="\n"):
    """Return the characters of an answer that act on a terminal or cannot be seen, colour aside."""
    text = SGR.sub("", data.decode())
    return {c for c in text if not is_printable(c) and unicodedata.category(c) != "Zs" and c not in allowed}


def test_the_records_are_hostile():
    """Every record has the text in several places."""
    assert all(codec.encode(one).count(b"=1+1|") >= 2 for one in ANSWERS["facts"].records)


@pytest.mark.parametrize(("name", "form", "fields", "page"), CASES)
def test_no_format_passes_on_what_acts_on_a_terminal(name, form, fields, page):
    """Whatever the listing, the format and where it goes: no control, bidirectional or invisible character."""
    page = PAGES[page]
    data = FORMATS[form].render(ANSWERS[name], fields, page)
    assert acting(data, LINE_ENDS.get(form, "\n")) == set()
    assert b"\x1b" not in data or (form == "table" and page.colour)
    assert b"1+1" in data or page.width == 30


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_records_in_full_and_references_pass_nothing_on(page):
    """The same holds for `show`, with archived paragraphs too, and for `cite` in every style."""
    ids = EVIL.ids()
    data = record.render_records(decoded(EVIL.show(ids)), EVIL, page, lambda _: [HOSTILE] * 9)
    assert acting(data) == set()
    assert b"[link=http://a]" in SGR.sub("", data.decode()).encode() or page.width == 30
    found = references.collect_references(ids, EVIL)
    for _, render in references.STYLES.values():
        assert acting(render(found, "utf-8")) == set()


@pytest.mark.parametrize("name", REPORTS)
def test_json_loses_nothing(name):
    """A reader of JSON gets the very characters; only the bytes are harmless."""
    items = json.loads(ANSWERS[name].json())["items"]
    assert [item["summary"] for item in items] == [one.summary for one in ANSWERS[name].records]
    assert all(HOSTILE in item["note"] for item in items)


@pytest.mark.parametrize("name", REPORTS)
def test_no_cell_is_a_formula(name):
    """No spreadsheet runs a cell, and every row has as many cells as the header."""
    comma = list(csv.reader(io.StringIO(FORMATS["csv"].render(ANSWERS[name], None, Page()).decode(), newline="")))
    tabs = [line.split("\t") for line in FORMATS["tsv"].render(ANSWERS[name], None, Page()).decode().split("\n")[:-1]]
    for rows in (comma, tabs):
        assert {len(row) for row in rows} == {len(rows[0])}
        assert len(rows) == len(ANSWERS[name].rows) + 1
        assert not [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "@", "\t", "\r"))]


@pytest.mark.parametrize("name", REPORTS)
def test_markdown_keeps_its_rows(name):
    """Text opens no cell, no tag, no link, no heading and no row of its own."""
    text = FORMATS["markdown"].render(ANSWERS[name], None, Page()).decode()
    for table in re.sub(r"\\.", "", text).split("\n\n"):
        assert len({line.count("|") for line in table.splitlines() if line.startswith("|")}) <= 1
    bare = "\n".join(re.sub(r"\\.", "", line) for line in text.splitlines()).replace("<br>", "")
    assert not set("<>`*") & set(bare)
    assert re.sub(r"\[\^[A-Za-z0-9-]+\]", "", bare).count("[") == 0
    assert not [line for line in text.splitlines() if re.match(r"[#>=+*`~\s-]|ATTENDEE|END", line)]
