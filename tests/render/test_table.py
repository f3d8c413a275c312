"""Tables: nothing lost, nothing broken that may not be, and every mark explained."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from answers import CITE, PIPE, SHIPPED, answer, index
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import Color
from stores import opened, printed, record, source, store

from harristrip.facts import codec
from harristrip.facts.model import Gap
from harristrip.index.cells import DERIVED, DISPUTED, Labels
from harristrip.index.reports import REPORTS
from harristrip.main import main
from harristrip.render import layout, markdown, table
from harristrip.render import record as records
from harristrip.terminal import Page
from harristrip.text import encode_text

WIDTHS = [1, 20, 59, 60, 75, 80, 100, 120, 140, 160, 180, 400]
SMALL = {name: answer(name) for name in REPORTS}
SHIPPED_ANSWERS = {name: answer(name, SHIPPED) for name in REPORTS}


def drawn(found, width=100, **page):
    return table.render_listing(found, Page(width, **page)).decode()


def cells(found, width):
    """Return the texts that a page of this width has to show, with the column of each."""
    labels = Labels(found.index.labels)
    columns = table.select_columns(found.report.columns, Page(width))
    return [(column, column.cell(one, labels)) for one in found.records for column in columns]


# Widths of columns

SIZES = st.lists(
    st.builds(
        lambda word, line, *, wraps, unbreakable: table.ColumnSize(min(word, line), line, wraps, unbreakable),
        st.integers(1, 20),
        st.integers(1, 90),
        wraps=st.booleans(),
        unbreakable=st.booleans(),
    ),
    min_size=1,
    max_size=9,
)


@given(SIZES, st.integers(1, 300))
def test_columns_fill_the_room_and_no_more(sizes, room):
    """Columns take all the room that they can use; none is wider than its text or without a character."""
    found = table.choose_widths(sizes, room)
    assert sum(found) == max(len(sizes), min(room, sum(one.longest_line for one in sizes)))
    assert all(1 <= wide <= one.longest_line for wide, one in zip(found, sizes, strict=True))


@given(SIZES, st.integers(1, 300))
def test_unbreakable_columns_keep_their_width_where_they_fit(sizes, room):
    """Where the columns fit, nothing unbreakable is broken; where all words fit, no word is."""
    found = table.choose_widths(sizes, room)
    if table.fits(sizes, room):
        assert all(wide >= one.least for wide, one in zip(found, sizes, strict=True) if one.unbreakable)
    if sum(one.least for one in sizes) <= room:
        assert all(wide >= one.least for wide, one in zip(found, sizes, strict=True))


@given(st.text("ab é日\n", max_size=60), st.integers(2, 20))
def test_wrapped_text_keeps_its_words(text, width):
    """Lines are no wider than asked and hold every character in order."""
    lines = layout.wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


# Cells


CELLS = [json.loads(line) for line in (Path(__file__).parent / "cells.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CELLS, ids=lambda case: f"{case['report']} {case['header']}")
def test_a_cell_says(case):
    """Hedge and unit stay with a figure; names, marks and what is not stated are spelled out."""
    columns = table.select_columns(REPORTS[case["report"]].columns, Page(case["width"]))
    (column,) = [one for one in columns if one.header == case["header"]]
    record = codec.decode(json.dumps(case["record"]).encode())
    assert column.cell(record, Labels(SMALL[case["report"]].index.labels)) == case["text"]


def test_long_lists_are_limited_in_a_cell():
    """A cell names a hundred and says how many more there are."""
    ids = [f"p{n}" for n in range(102)]
    labels = Labels(lambda _: {id_: (f"Name {id_}",) for id_ in ids})
    assert labels.of("person", ids[:100]).count(",") == 99
    assert labels.of("person", ids).endswith(", Name p99 and 2 more")


# Pages


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_loses_nothing(name, width):
    """No line is too long, each character of each cell is there, and the id of each record can be read."""
    for found in (SMALL[name], SHIPPED_ANSWERS[name]):
        page = drawn(found, width)
        assert max(map(cell_len, page.splitlines())) <= max(width, table.MIN_WIDTH)
        assert Counter("".join("".join(text for _, text in cells(found, width)).split())) <= Counter(page)
        for one in found.records:
            assert width < table.NARROW or re.search(rf"(^|[\s\[]){one.id}([\s\]]|$)", page, re.MULTILINE), one.id
        assert not re.search(r"[ \t]$", page, re.MULTILINE)
        assert page.endswith("\n")
        assert not page.endswith("\n\n")
        assert "\n\n\n" not in page
        assert table.render_listing(found, PIPE._replace(width=width)).decode() == page


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("width", [60, 61, 66, 75, 80, 100, 140])
def test_no_figure_day_or_status_is_broken(name, width):
    """Half a figure is another figure; every word of an unbreakable column is whole."""
    found = SHIPPED_ANSWERS[name]
    words = set(drawn(found, width).split())
    for column, text in cells(found, width):
        assert not column.unbreakable or set(text.split()) <= words


@pytest.mark.parametrize("width", [60, 100])
def test_statuses_are_shown_on_every_page(width):
    """A planned meeting is never listed without the word."""
    for name in ("itinerary", "meetings", "timeline", "funding", "commitments", "facts", "gaps"):
        assert "Status" in [column.header for column in table.select_columns(REPORTS[name].columns, Page(width))], name


@pytest.mark.parametrize("name", REPORTS)
def test_an_empty_report_says_so(name):
    """A report without records is its title and "no records"."""
    assert drawn(answer(name, from_="2099", to="2099"), 60).splitlines()[0] == f"{REPORTS[name].title}: no records"


def test_a_narrow_page_has_blocks():
    """Below sixty characters each record is a block of lines, its empty cells left out."""
    page = drawn(SMALL["funding"], table.NARROW - 1)
    assert "Id: well\nAmount: more than 5,000 USD\nStatus: pledged\nPurpose: A well\nSources: gazette ¶4\n\nId" in page
    assert "────" not in page
    assert "────" in drawn(SMALL["funding"], table.NARROW)


def test_numbers_are_aligned_to_the_right():
    """Amounts end in one column, so that their digits line up."""
    _, header, _, *rows = drawn(SMALL["funding"]).splitlines()
    ends = {row.index("USD") + len("USD") for row in rows[:2]}
    assert ends == {header.index("Amount") + len("Amount")}


def test_tall_rows_are_separated():
    """Rows of several lines stand apart; a table of single lines has no gaps."""
    two = answer("funding", index({"pump": {"purpose": "A pump " * 20}}))
    assert "\n\npump" in drawn(two)
    assert "\n\npump" not in drawn(SMALL["funding"])


# Notes

DERIVED_ONE = {"repairs": {"date": "2021", "date_basis": "derived", "conflicts": ("x",)}}
PAIRS = tuple(f"z{n}" for n in range(table.MAX_INCOMPARABLE_PAIRS + 3))


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("width", [50, 80, 100, 120, 140, 160, 200])
def test_every_mark_on_a_page_is_explained_and_no_other(name, width):
    """Below a table stands what its marks mean."""
    page = drawn(SHIPPED_ANSWERS[name], width)
    for mark, shown in ((DERIVED, r"[0-9]\*"), (DISPUTED, r"(^|\s)!(\s|$)")):
        body = re.sub(rf"^{re.escape(mark)} .*$", "", page, flags=re.MULTILINE)
        explained = re.search(rf"^{re.escape(mark)} ", page, re.MULTILINE)
        assert bool(explained) is bool(re.search(shown, body, re.MULTILINE)), mark


@pytest.mark.parametrize(
    ("found", "headers", "lines"),
    [
        (answer("commitments"), {"Date"}, []),
        (answer("commitments", index(DERIVED_ONE)), {"Date"}, ["* date", "! sources"]),
        (answer("commitments", index(DERIVED_ONE)), {"Date from"}, ["! sources"]),
        (answer("statistics"), set(), ["! sources", "Not to be compared: share-dry with wells-dug"]),
        (answer("statistics", source="herald"), set(), []),
        (answer("statistics"), {"Not to be compared with"}, ["! sources"]),
        (answer("health"), set(), ["! sources", "Not to be compared: share-dry with wells-dug"]),
        (answer("funding"), {"Date"}, ["Left open: What the pump costs to run is not stated. [cost]"]),
    ],
)
def test_notes_say(found, headers, lines):
    """Marks are explained where a column shows them; pairs of figures and open questions are named once."""
    assert [
        line[: len(expected)] for line, expected in zip(table.list_notes(found, headers), lines, strict=True)
    ] == lines


def test_several_totals_are_never_added():
    """A warning stands above all notes; what a total leaves out has its reason."""
    page = drawn(answer("funding", SHIPPED))
    assert page.count("never add them") == 1
    assert "none in GBP" not in page
    assert "Not counted in GBP, announced: funding-219m-gbp: same money as funding-310m\n" in page
    assert "never add them" not in drawn(SMALL["funding"])
    assert "\n\nTotals\n" in drawn(SMALL["funding"])


def questions(count, topics):
    """Return an answer that leaves some questions open."""
    found = answer("funding")
    found.gaps = tuple(
        Gap(
            id=f"gap-{n}", summary=f"Question {n}.", status="not-stated" if n else "declined", cites=(CITE,), topics=one
        )
        for n, one in zip(range(count), topics, strict=True)
    )
    return list(table.list_notes(found, set()))


@pytest.mark.parametrize(
    ("topics", "last"),
    [
        ([("water",)] * 3, "Left open: Question 2. [gap-2]"),
        ([("water",)] * 4, "1 more open question: harristrip gaps --topic water"),
        ([("water", "health")] * 3 + [("health",)] * 9, "9 more open questions: harristrip gaps --topic health"),
        (
            [()] * 3 + [("water",), ("water",), ("health",)],
            "3 more open questions: harristrip gaps --topic water --topic health",
        ),
        ([()] * 3 + [("a",), ("b",), ("c",)], "3 more open questions: harristrip gaps"),
        ([()] * 4, "1 more open question: harristrip gaps"),
    ],
)
def test_of_many_open_questions_the_first_are_listed(topics, last):
    """The others are counted, with the command that lists them; most are not stated, which is not repeated."""
    notes = questions(len(topics), topics)
    assert notes[0] == "Left open (declined): Question 0. [gap-0]"
    assert len(notes) == min(len(topics), 4)
    assert notes[-1] == last


def test_a_limit_is_told_above_the_table():
    """The caption counts what a limit leaves out; open questions are those about what is shown."""
    found = answer("funding", SHIPPED, limit=1)
    page = drawn(found)
    assert page.startswith("Funding: 1 of 3 shown\n")
    assert "what the trip costs" not in page.lower()
    assert {gap.id for gap in found.shown_gaps} < {gap.id for gap in found.gaps}
    assert found.json() == answer("funding", SHIPPED, limit=1).json()
    assert drawn(answer("statistics", SHIPPED, limit=2)).startswith("Statistics: 2 of 11 shown\nBorder figures\n")
    assert drawn(answer("border", SHIPPED, limit=2)).startswith("Border figures: 2 of ")
    assert drawn(answer("funding", SHIPPED, limit=3)).startswith("Funding\n")


def test_a_total_that_counts_nothing_is_no_row():
    """A note says which amounts it leaves out and why; without any total there is no table of totals."""
    amounts = {"well": {"per": "house"}, "pump": {"per": "house"}}
    page = drawn(answer("funding", index(amounts)))
    assert "Totals" not in page
    assert "Not counted in USD, " in page
    assert "well: a rate per house" in page


def test_of_many_pairs_the_first_are_listed():
    """A page names the first pairs and how many more there are."""
    notes = list(table.list_notes(answer("health", index({"share-dry": {"not_comparable": PAIRS}})), set()))
    assert len(notes) == 3
    assert notes[1].count(", ") == table.MAX_INCOMPARABLE_PAIRS - 1
    assert notes[-1] == "Not to be compared: 3 more pairs, see not_comparable in --json"


# Chosen fields


@pytest.mark.parametrize("width", [20, 60, 80])
def test_chosen_fields_wrap_between_words(width):
    """Long texts give way, and no word is broken where it fits."""
    names = ["id", "summary", "purpose"]
    rows = [{"id": "money-for-a-well", "summary": "For a deep well. " * 5, "purpose": None}]
    page = table.render_fields("Funding", rows, names, Page(width)).decode()
    assert max(map(cell_len, page.splitlines())) <= width
    assert Counter(["For", "a", "deep", "well."] * 5) <= Counter(page.split())


@pytest.mark.parametrize("text", ["as it is", "wide\u3000", "apart\u00a0"], ids=ascii)
def test_a_line_loses_no_more_than_spaces_at_its_end(text):
    """Padding is removed; a letter or a blank of the store is not."""
    lines = table.render_fields("Facts", [{"a": text}, {"a": "longer than that"}], ["a"], PIPE).decode().splitlines()
    assert lines[3] == text


def test_rows_without_text_keep_their_lines():
    """A column of notes has a line for each record."""
    rows = [{"note": text} for text in ("first", "", "", "last", "", "x")]
    lines = table.render_fields("Facts", rows, ["note"], PIPE).decode().splitlines()
    assert lines[3:] == ["first", "", "", "last", "", "x"]


# Colours


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("truecolor", [False, True])
def test_colour_changes_nothing_but_colour(name, truecolor):
    """The same text is coloured, and only if it is asked for."""
    for width in (200, 80, 40):
        plain = drawn(SHIPPED_ANSWERS[name], width)
        coloured = drawn(SHIPPED_ANSWERS[name], width, colour=True, truecolor=truecolor)
        assert "\x1b" not in plain
        assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_ids_statuses_conflicts_and_sources_have_colours_of_their_own():
    """What a reader looks for can be told apart, in a row as in a cell that holds several."""
    page = drawn(SHIPPED_ANSWERS["facts"], 100, colour=True)
    codes = {
        name: set(re.findall(pattern, page))
        for name, pattern in {
            "id": r"\x1b\[([\d;]+)m\[gap-trip-cost\]",
            "done": r"\x1b\[([\d;]+)mheld\x1b",
            "ahead": r"\x1b\[([\d;]+)mplanned\x1b",
            "stopped": r"\x1b\[([\d;]+)mdeclined\x1b",
            "conflict": r"\x1b\[([\d;]+)m!\x1b",
            "derived": r"\x1b\[([\d;]+)m\*\x1b",
            "sources": r"\x1b\[([\d;]+)mfox ¶",
        }.items()
    }
    assert all(len(found) == 1 for found in codes.values()), codes
    assert len(set.union(*codes.values())) == len(codes)


def luminance(color):
    parts = [part / 255 for part in Color.parse(color).get_truecolor()]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("style", sorted({style for _, style in layout.PALETTE.values() if "#" in style}))
def test_true_colours_can_be_read_on_black_and_on_white(style):
    """The contrast is the 4.5 that WCAG asks for, on both; 4.58 is the most that there can be."""
    light = luminance(re.search("#[0-9a-f]{6}", style)[0])
    assert min((light + 0.05) / 0.05, 1.05 / (light + 0.05)) >= 4.5


URL = "https://a.example/x"
OSC = re.compile(r"\x1b\]8;;([^\x1b]*)\x1b\\")


@pytest.mark.parametrize("width", [50, 80, 160])
@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("name", REPORTS)
def test_marks_lead_to_the_address_of_their_source(name, colour, width):
    """Where links are shown, a mark is one, to the printed words; the text stays the same, and every link is closed."""
    found = answer(name, index({"gazette": {"url": URL}}))
    page = drawn(found, width, colour=colour, links=True)
    assert OSC.sub("", page) == drawn(found, width, colour=colour)
    targets = OSC.findall(page)
    assert all(target.startswith(URL) for target in targets[::2])
    assert set(targets[1::2]) <= {""}
    if width >= table.NARROW and name in ("itinerary", "funding", "facts"):
        assert f"\x1b]8;;{URL}#:~:text=" in page
    assert "\x1b]8" not in drawn(found, width, colour=colour)


def test_only_addresses_of_the_web_become_links():
    """A source without an address has no link; text in an address that acts on a terminal is escaped."""
    assert "\x1b]8" not in drawn(SMALL["funding"], links=True)
    page = drawn(answer("funding", index({"gazette": {"url": "https://a.example/\x1b]x"}})), links=True)
    assert "\x1b]x" not in page
    assert OSC.search(page)


# Encodings

ENCODED = [
    ("utf-8", "¶3 → é 日", "¶3 → é 日"),
    ("latin-1", "¶3 → £5 é", "¶3 -> £5 é"),
    ("latin-1", "“a” \u2018b\u2019 — …", "\"a\" 'b' - ..."),
    ("ascii", "¶3 → £5 €6 é", "par.3 -> GBP 5 EUR 6 e"),
    ("ascii", "─━\u2013\u2212", "----"),
    ("ascii", "López Obrador ﬁ\u00a0x", "Lopez Obrador fi x"),
    ("ascii", "日 ł 3½ m²", "? ? 3? m?"),
    ("cp437", "é ñ — ł", "é ñ - ?"),
    ("cp1250", "Ǽ ě", "? ě"),
    ("iso2022_jp", "日", "日"),
]


@pytest.mark.parametrize(("encoding", "text", "expected"), ENCODED)
def test_a_terminal_gets_what_it_can_show(encoding, text, expected):
    """What an encoding lacks becomes its nearest likeness, or `?`; a figure never becomes another figure."""
    assert encode_text(text, encoding).decode(encoding) == expected


@pytest.mark.parametrize(("name", "words"), [("facts", "said by"), ("meetings", "in person"), ("border", "said by")])
@pytest.mark.parametrize("width", [60, 80, 100])
def test_attribution_and_format_stay_on_narrow_pages(name: str, words: str, width: int) -> None:
    """What would make a sentence wrong if it were missing is shown at every width."""
    assert words in table.render_listing(answer(name, SHIPPED), Page(width)).decode()


LINKED = (
    store(
        record("claim", "a", cites=[printed("so \u2013 it is"), {"at": "herald:2"}]),
        record("claim", "b", cites=["gazette:3", printed("so", "gazette:3"), "gazette:4"]),
        sources=(),
    )
    + source("gazette", rest='url = "https://a.example/x"')
    + source("herald")
)


def test_marks_link_to_the_printed_words() -> None:
    """On a terminal with links a mark leads to the words; sources without an address have none."""
    made = opened(LINKED)
    shown = table.render_listing(made.answer("facts", kind="claim"), Page(links=True)).decode()
    url = "https://a.example/x#:~:text=so%20%E2%80%93%20it%20is"
    assert f"\x1b]8;;{url}\x1b\\gazette ¶1\x1b]8;;\x1b\\" in shown
    assert "\x1b]8;;https://a.example/x#:~:text=so\x1b\\gazette ¶3" in shown
    assert "\x1b]8;;https://a.example/x\x1b\\¶4\x1b" in shown
    assert "herald ¶2" in shown
    plain = table.render_listing(made.answer("facts", kind="claim"), Page()).decode()
    assert re.sub(r"\x1b\]8;;[^\x1b]*\x1b\\", "", shown) == plain
    full = records.render_records(made.show("a"), made.index, Page(links=True)).decode()
    assert f"\x1b]8;;{url}\x1b\\gazette ¶1" in full
    narrow = table.render_listing(made.answer("facts", kind="claim"), Page(50, links=True)).decode()
    assert f"\x1b]8;;{url}\x1b\\gazette ¶1" in narrow


def test_markdown_links_to_the_words() -> None:
    """The paragraph of a footnote is the link."""
    text = markdown.render_listing(opened(LINKED).answer("facts", kind="claim")).decode()
    assert "[paragraph 1](<https://a.example/x#:~:text=so%20%E2%80%93%20it%20is>)" in text
    assert ", paragraph 2" in text


def stop(id_: str, type_: str, date: str, **fields) -> str:
    return record("stop", id_, type=type_, date=date, cites=[printed("then")], **fields)


def meets(id_: str, date: str, *countries: str, **fields) -> str:
    return record("meeting", id_, date=date, countries=list(countries), cites=[printed("then")], **fields)


def test_a_leg_comes_between_what_is_at_its_ends() -> None:
    """Part of day first; then the events of the country that is left, the leg, those of the country it leads to."""
    made = opened(
        store(
            meets("there", "2030-05-01", "italia"),
            stop("stay", "stay", "2030-05-01/2030-05-02", destination="Italia", countries=["italia"]),
            stop(
                "leg", "leg", "2030-05-01", origin="Freedonia", destination="Italia", countries=["freedonia", "italia"]
            ),
            meets("here", "2030-05-01", "freedonia"),
            meets("both", "2030-05-01", "freedonia", "italia"),
            meets("dawn", "2030-05-01", "italia", part_of_day="early"),
            meets("day-after", "2030-05-02", "freedonia"),
            stop(
                "late", "leg", "2030-05-03", destination="FD", countries=["freedonia", "italia"], part_of_day="evening"
            ),
            meets("night", "2030-05-03", "italia", part_of_day="night"),
        )
    )
    ids = [one.id for one in made.timeline()]
    assert ids == ["here", "leg", "dawn", "stay", "there", "both", "day-after", "late", "night"]


def test_conflicts_by_weight_and_people_by_importance() -> None:
    """A contradiction before a wording; who is named most comes first."""
    weights = ["contradiction", "different measure", "different period", "overtaken", "precision", "wording"]
    found = [weights.index(one.class_) for one in answer("conflicts", SHIPPED).records]
    assert found == sorted(found)
    assert answer("people", SHIPPED).records[0].id == "harris"
    assert "  145  " in table.render_listing(answer("people", SHIPPED), Page(140)).decode()


def test_what_may_fall_into_the_days_is_counted(capsysbinary) -> None:
    """The caption says how many, `--maybe` shows them, JSON has them with it only."""
    assert main(["timeline", "--from", "2021-06-07", "--to", "2021-06-07"]) == 0
    text = capsysbinary.readouterr().out.decode()
    more = int(re.search(r"(\d+) more records may fall", text)[1])
    counts = []
    for maybe in ([], ["--maybe"]):
        main(["timeline", "--from", "2021-06-07", "--to", "2021-06-07", "--count", *maybe])
        counts.append(int(capsysbinary.readouterr().out))
    assert counts[1] - counts[0] == more > 0
    main(["timeline", "--from", "2021-06-07", "--maybe"])
    assert b"may fall" not in capsysbinary.readouterr().out


def test_the_caption_of_a_search_says_what_is_missing(capsysbinary) -> None:
    """No record has all words: the title says so, a line above names the word, with chosen fields too."""
    assert main(["search", "border zebraz"]) == 0
    text = capsysbinary.readouterr().out.decode()
    above = 'No record has "zebraz"\nFound: no record has all words, the closest come first\n'
    assert text.startswith(above)
    assert main(["search", "border zebraz", "--fields", "id"]) == 0
    assert capsysbinary.readouterr().out.decode().startswith(above)
    assert main(["search", "border zebraz", "--json", "--fields", "id"]) == 0
    assert b'"partial":true,"nowhere":[{"word":"zebraz","nearest":null}]' in capsysbinary.readouterr().out
    assert main(["search", "border zebraz", "--all"]) == 1
    assert capsysbinary.readouterr().out.endswith(b"\nFound: no records\n")
    assert main(["search", "border", "--sort", "dates"]) == 2
    assert b"date" in capsysbinary.readouterr().err
    assert main(["search", "border", "--sort", "date", "--json"]) == 0
    assert b'"partial":false,"nowhere":[]' in capsysbinary.readouterr().out
