"""Promises of the tables: nothing lost, nothing acted upon, and what the marks and notes say."""

from __future__ import annotations

import re
import time
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from rich.cells import cell_len
from rich.text import Text

from harristrip import query
from harristrip.answers import Excluded, Total
from harristrip.codec import changed
from harristrip.model import (
    AgendaItem,
    Cite,
    Commitment,
    Funding,
    Gap,
    Meeting,
    Person,
    Statistic,
    Stop,
    Title,
)
from harristrip.passages import Archive
from harristrip.render import record, report, table, views
from harristrip.render.cells import DERIVED, DISPUTED, Labels, compare, figure, marks, number, when
from harristrip.render.notes import MOST_PAIRS, notes
from harristrip.render.text import encode
from harristrip.render.widths import ROOM, Need, fits, widths
from harristrip.store import Store, load
from harristrip.terminal import NO_EDGE, Page

SMALL, SHIPPED = load(Path(__file__).parent / "data" / "valid" / "small.toml"), load()
LABELS, SHIPPED_LABELS = Labels(SMALL.labels), Labels(SHIPPED.labels)
BY_ID = {one.id: one for one in SMALL.records}
PIPE = Page(None, colour=False, encoding="utf-8")
CITE = Cite(source="gazette", paragraph=3)
AGENDA = AgendaItem(topic="labour", summary="Pay", cites=(CITE,))


def listing(name, store=SMALL, page=PIPE, records=None, **more):
    """Draw a report as text."""
    shown = store.report(name) if records is None else records
    return report.listing(name, shown, store.labels, page, **more).decode(page.encoding)


def full(*records, store=SMALL, page=PIPE):
    return record.full(records, store, page).decode(page.encoding)


def wide(columns, **more):
    return Page(columns, **{"colour": False, "encoding": "utf-8"} | more)


def cells(name, store, width):
    """The texts that a page of this width has to show."""
    labels = Labels(store.labels)
    columns = [column for column in views.VIEWS[name].columns if column.wide <= width < column.until]
    return [column.cell(one, labels) for one in store.report(name) for column in columns]


# ---------------------------------------------------------------------------------------------------------------------
# Widths
# ---------------------------------------------------------------------------------------------------------------------


def need(word, line, *, wraps, whole):
    return Need(min(word, line), line, wraps, whole)


NEEDS = st.lists(
    st.builds(need, st.integers(1, 20), st.integers(1, 90), wraps=st.booleans(), whole=st.booleans()),
    min_size=1,
    max_size=9,
)


@pytest.mark.parametrize(
    ("needs", "room", "expected"),
    [
        ([(5, 9, True)], NO_EDGE, [9]),
        ([(5, 9, True)], 9, [9]),
        ([(5, 9, True)], 100, [9]),
        ([(5, 9, True)], 7, [7]),
        ([(5, 9, True)], 3, [3]),
        ([(5, 9, False), (2, 20, True)], 20, [9, 11]),
        ([(3, 30, True), (3, 30, True)], 20, [10, 10]),
        ([(3, 60, True), (3, 30, True)], 30, [20, 10]),
        ([(5, 9, False), (4, 20, True)], 8, [4, 4]),
        ([(5, 9, False), (4, 20, True)], 1, [1, 1]),
        ([(13, 17, True, True), (30, 40, True)], 30, [13, 17]),
        ([(13, 17, False, True), (30, 40, True)], 30, [17, 13]),
        ([(13, 17, False, True), (30, 40, True)], 22, [12, 10]),
        ([(13, 17, True, True), (30, 40, False), (12, 40, True)], 40, [13, 15, 12]),
    ],
)
def test_widths_of_columns(needs, room, expected):
    """Words are kept whole and what room is left goes where the most lines would be."""
    assert widths([Need(*one) for one in needs], room) == expected


@given(NEEDS, st.integers(1, 300))
def test_columns_never_exceed_the_room(needs, room):
    """Columns together take all the room they can use and no more; none is without a character."""
    found = widths(needs, room)
    assert min(found) >= 1
    assert sum(found) == max(len(needs), min(room, sum(one.longest_line for one in needs)))


@given(NEEDS, st.integers(1, 300))
def test_no_column_is_wider_than_its_text(needs, room):
    """Room is never given to a column that has no text for it."""
    assert all(wide <= one.longest_line for wide, one in zip(widths(needs, room), needs, strict=True))


@given(NEEDS, st.integers(1, 300))
def test_what_must_stay_whole_does_where_it_fits(needs, room):
    """Where `fits` says so no figure is broken, and no other column has fewer characters than it needs."""
    least = [one.longest_word if one.wraps else one.longest_line for one in needs]
    held = [low if one.whole else min(low, ROOM) for one, low in zip(needs, least, strict=True)]
    assert fits(needs, room) == (sum(held) <= room)
    if fits(needs, room):
        assert all(wide >= low for wide, low in zip(widths(needs, room), held, strict=True))


@given(NEEDS, st.integers(1, 300))
def test_nothing_shrinks_where_there_is_room(needs, room):
    """No word is broken, and no line of a column that does not wrap, while all of them fit."""
    least = [one.longest_word if one.wraps else one.longest_line for one in needs]
    if sum(least) <= room:
        assert all(wide >= low for wide, low in zip(widths(needs, room), least, strict=True))
    assert widths(needs, NO_EDGE) == [one.longest_line for one in needs]


# ---------------------------------------------------------------------------------------------------------------------
# Cells
# ---------------------------------------------------------------------------------------------------------------------


def test_every_report_has_a_view():
    """Each report, and search, can be drawn; the headers of a view are all different."""
    assert set(query.REPORTS) | {"search"} == set(views.VIEWS)
    for view in views.VIEWS.values():
        for width in (20, 60, 80, 100, 120, 140, 200, NO_EDGE):
            headers = [column.header for column in view.columns if column.wide <= width < column.until]
            assert len(headers) == len(set(headers)) >= 2


@pytest.mark.parametrize(
    ("cited", "expected"),
    [
        ([], ""),
        ([("fox", 3)], "fox ¶3"),
        ([("fox", 12), ("fox", 3), ("fox", 12)], "fox ¶3, ¶12"),
        ([("cnn", 10), ("fox", 3), ("cnn", 9)], "cnn ¶9, ¶10; fox ¶3"),
    ],
)
def test_marks(cited, expected):
    """Each source stands once, in the order of the cites, with each of its paragraphs once, in order."""
    assert marks(Cite(source=source, paragraph=n) for source, n in cited) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1,000"),
        (310000000, "310,000,000"),
        (-1234, "-1,234"),
        ("3.5", "3.5"),
        ("1234.50", "1,234.50"),
        ("-0.5", "-0.5"),
        ("-1234.5", "-1,234.5"),
    ],
)
def test_numbers_have_thousands_separators(value, expected):
    """A figure keeps its digits and its sign and gets separators."""
    assert number(value) == expected


def statistic(**fields):
    most = {"id": "s", "summary": "s", "group": "border", "measure": "m", "value": 1000, "unit": "people"}
    return Statistic(**most | {"period": "p", "population": "p", "area": "a", "cites": (CITE,)} | fields)


def funding(**fields):
    most = {"id": "f", "summary": "s", "status": "pledged", "amount": 1000, "currency": "USD", "purpose": "p"}
    return Funding(**most | {"cites": (CITE,)} | fields)


def commitment(**fields):
    return Commitment(**{"id": "c", "summary": "s", "status": "agreed", "by": (), "cites": (CITE,)} | fields)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (statistic(), "1,000 people"),
        (statistic(qualifier="more than"), "more than 1,000 people"),
        (statistic(value="3.5", unit="%", qualifier="about"), "about 3.5%"),
        (statistic(value=8, unit="rank"), "rank 8"),
        (statistic(value=1008, unit="rank", qualifier="about"), "about rank 1,008"),
        (commitment(value=2, unit="rank"), "rank 2"),
        (funding(), "1,000 USD"),
        (funding(amount=0), "0 USD"),
        (funding(qualifier="at least"), "at least 1,000 USD"),
        (commitment(), ""),
        (commitment(value=5), "5"),
        (commitment(value=5, unit="centres", qualifier="nearly"), "nearly 5 centres"),
    ],
)
def test_a_figure_keeps_hedge_and_unit(shown, expected):
    """A figure is never shown without its hedge, unit or currency; a rank stands before its number."""
    assert figure(shown) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "not stated"),
        ({"date": "2021-04", "date_basis": "stated"}, "2021-04"),
        ({"date": "2021-04", "date_basis": "derived"}, "2021-04*"),
        ({"date": "2021-01/2021-04", "date_basis": "derived"}, "2021-01 to 2021-04*"),
    ],
)
def test_when(fields, expected):
    """A date keeps its precision; one that was worked out is marked; none is "not stated"."""
    assert when(commitment(**fields)) == expected


def column(name, header, width=NO_EDGE):
    """The one cell of this header on a page of this width."""
    (found,) = [one.cell for one in table.visible(views.VIEWS[name], wide(width)) if one.header == header]
    return found


@pytest.mark.parametrize(
    ("name", "header", "shown", "expected"),
    [
        ("funding", "Relation to others", funding(), "not stated"),
        ("funding", "Relation to others", funding(restates="a"), "restates a"),
        (
            "funding",
            "Relation to others",
            funding(part_of="a", separate_from=("b", "c")),
            "part of a; on top of b; on top of c",
        ),
        ("funding", "Recipient", funding(), "not stated"),
        ("funding", "Recipient", funding(recipient="Towns"), "Towns"),
        ("funding", "Purpose", funding(conflicts=("x",)), "p !"),
        ("border", "Measure", statistic(), "m"),
        ("border", "Measure", statistic(conflicts=("x",)), "m !"),
        ("border", "Not to be compared with", statistic(not_comparable=("a", "b")), "a, b"),
        ("commitments", "To", commitment(), ""),
        ("commitments", "To", commitment(to="Towns"), "Towns"),
        ("commitments", "By", commitment(by=("mayor", "gazette")), "Ána Mayor, gazette"),
        ("commitments", "Summary", commitment(conflicts=("x",)), "s !"),
        ("itinerary", "Country", BY_ID["ride"], "Freedonia"),
        ("itinerary", "Route", BY_ID["ride"], "Home → Freedonia"),
        ("itinerary", "Route", changed(BY_ID["ride"], origin=None), "Freedonia"),
        ("itinerary", "Part of day", BY_ID["ride"], ""),
        ("itinerary", "Part of day", changed(BY_ID["ride"], part_of_day="evening"), "evening"),
        ("meetings", "Country", BY_ID["talks"], "Freedonia, Sylvania (joint)"),
        ("meetings", "With", BY_ID["talks"], "Ána Mayor, farmers"),
        ("meetings", "Agenda", BY_ID["talks"], "- water: A shared well [gazette ¶3]"),
        (
            "meetings",
            "Agenda",
            changed(BY_ID["talks"], agenda=(AGENDA, BY_ID["talks"].agenda[0])),
            "- labour: Pay [gazette ¶3]\n- water: A shared well [gazette ¶3]",
        ),
        ("people", "Titles as given", BY_ID["mayor"], "Mayor [gazette ¶1; herald ¶1]"),
        (
            "people",
            "Titles as given",
            changed(BY_ID["mayor"], titles=(*BY_ID["mayor"].titles, Title(title="Chief", cites=(CITE,)))),
            "Mayor [gazette ¶1; herald ¶1]\nChief [gazette ¶3]",
        ),
        ("gaps", "Topics", changed(BY_ID["cost"], topics=("labour", "water")), "labour, water"),
        ("sources", "Publisher", BY_ID["gazette"], "The Gazette"),
        ("sources", "Publisher", BY_ID["herald"], "unknown"),
        ("sources", "Title", BY_ID["herald"], "not printed"),
        ("sources", "Published", BY_ID["herald"], "2030-04-20 (stated)"),
        ("sources", "Published", changed(BY_ID["herald"], date=None, date_basis=None), "not stated (unknown)"),
        ("conflicts", "Readings", BY_ID["how-many"], "- Twelve were dug [gazette ¶5]\n- Some are dry [herald ¶3]"),
        ("timeline", "Sources", BY_ID["talks"], "gazette ¶2, ¶3"),
        ("timeline", "Date from", BY_ID["talks"], "gazette ¶2"),
    ],
)
def test_cells(name, header, shown, expected):
    """A cell names people, countries and topics, says what is not stated, and marks what sources differ about."""
    assert column(name, header)(shown, LABELS) == expected


CONFLICT = """\
[how-many]
- Twelve were dug [gazette ¶5]
- Some are dry [herald ¶3]
Safest: Both stand.
Why: They count different things.
Concerns: wells-dug, share-dry"""


@pytest.mark.parametrize(
    ("name", "header", "width", "shown", "expected"),
    [
        ("itinerary", "Summary", 139, BY_ID["ride"], "Ride to Freedonia.\n[ride]"),
        ("itinerary", "Summary", 140, BY_ID["ride"], "Ride to Freedonia."),
        ("timeline", "Summary", 139, changed(BY_ID["ride"], conflicts=("x",)), "Ride to Freedonia. !\n[ride]"),
        ("facts", "Summary", 119, BY_ID["ride"], "Ride to Freedonia.\n[ride]"),
        ("facts", "Summary", 120, BY_ID["ride"], "Ride to Freedonia."),
        ("people", "Role", 99, BY_ID["mayor"], "Travels.\n[mayor]"),
        ("people", "Role", 100, BY_ID["mayor"], "Travels."),
        ("gaps", "Summary", 99, BY_ID["cost"], "What the pump costs to run is not stated.\n[cost]"),
        ("gaps", "Summary", 100, BY_ID["cost"], "What the pump costs to run is not stated."),
        ("border", "Measure", 119, statistic(conflicts=("x",)), "m !\n[s]"),
        ("border", "Measure", 119, statistic(), "m\n[s]"),
        ("border", "Measure", 120, statistic(conflicts=("x",)), "m !"),
        ("commitments", "Summary", 119, commitment(conflicts=("x",)), "s !\n[c]"),
        ("itinerary", "Date", 159, changed(BY_ID["ride"], part_of_day="evening"), "2030-05-01\nevening"),
        ("itinerary", "Date", 160, changed(BY_ID["ride"], part_of_day="evening"), "2030-05-01"),
        ("timeline", "Date", 159, commitment(date="2021/2022", date_basis="derived"), "2021 to\n2022*"),
        ("timeline", "Date", 160, commitment(date="2021/2022", date_basis="derived"), "2021 to 2022*"),
        ("commitments", "Date", 159, commitment(), "not stated"),
        (
            "meetings",
            "Meeting",
            139,
            BY_ID["talks"],
            "Talks on water.\n[talks]\nWith: Ána Mayor, farmers\n- water: A shared well [gazette ¶3]",
        ),
        (
            "meetings",
            "Meeting",
            80,
            changed(BY_ID["talks"], people=(), groups=(), agenda=()),
            "Talks on water.\n[talks]",
        ),
        (
            "conflicts",
            "Conflict",
            139,
            BY_ID["how-many"],
            CONFLICT,
        ),
        ("conflicts", "Safest reading", 140, BY_ID["how-many"], "Both stand."),
        ("conflicts", "Why", 140, BY_ID["how-many"], "They count different things."),
        ("conflicts", "Concerns", 160, BY_ID["how-many"], "wells-dug, share-dry"),
    ],
)
def test_cells_by_width(name, header, width, shown, expected):
    """On a narrow page ids stand under the summary, spans on two lines, meetings and conflicts in one cell each."""
    assert column(name, header, width)(shown, LABELS) == expected


@pytest.mark.parametrize("name", query.REPORTS)
@pytest.mark.parametrize("width", [20, 60, 80, 99, 100, 119, 120, 139, 140, 159, 160, 200, NO_EDGE])
def test_an_id_stands_on_every_page(name, width):
    """Whatever the width, a reader finds the id of each record: `show` asks for it."""
    for one in SHIPPED.report(name):
        shown = [line for column in table.visible(views.VIEWS[name], wide(width)) for line in _lines(column, one)]
        assert {one.id, f"[{one.id}]"} & set(shown)


def _lines(column, one):
    return column.cell(one, SHIPPED_LABELS).split("\n")


TOTAL = Total(currency="USD", status="pledged", amount=1000, qualifier="at least", includes=("a", "b"), excludes=())


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (TOTAL, ["at least 1,000 USD", "pledged", "a, b", ""]),
        (
            changed(
                TOTAL, amount=None, qualifier=None, includes=(), excludes=(Excluded("a", "why"), Excluded("b", "so"))
            ),
            ["none in USD", "pledged", "nothing", "a: why\nb: so"],
        ),
    ],
)
def test_totals_are_drawn(total, expected):
    """A total says what it counts and what it leaves out; one that counts nothing says so and is not zero."""
    assert [one.cell(total, LABELS) for one in views.TOTALS.columns] == expected
    drawn = listing("funding", totals=[total])
    assert "\nTotals\n" in drawn
    assert all(line in drawn for text in expected for line in text.split("\n"))


# ---------------------------------------------------------------------------------------------------------------------
# Notes
# ---------------------------------------------------------------------------------------------------------------------


DATED = {"Date"}


def test_plain_records_need_no_notes():
    """Marks are explained only where they stand."""
    assert list(notes([commitment(), BY_ID["well"]], DATED)) == []


def test_the_notes_explain_the_marks():
    """Derived dates and conflicts say where to look."""
    derived = commitment(date="2021", date_basis="derived", conflicts=("x",))
    assert [note.split()[0] for note in notes([derived, derived], DATED)] == [DERIVED, DISPUTED]


@pytest.mark.parametrize(("header", "noted"), [("Date", True), ("Published", True), ("Date from", False), ("", False)])
def test_a_mark_that_no_column_shows_is_not_explained(header, noted):
    """A page without a column of dates shows no derived one."""
    derived = commitment(date="2021", date_basis="derived")
    assert bool(list(notes([derived], {header}))) is noted


@pytest.mark.parametrize("name", query.REPORTS)
@pytest.mark.parametrize("width", [50, 80, 100, 120, 140, 160, 200, None])
def test_every_mark_on_a_page_is_explained_and_no_other(name, width):
    """Whoever sees a mark finds its meaning below the table."""
    drawn = listing(name, SHIPPED, wide(width))
    marked = {DERIVED: r"[0-9]\*", DISPUTED: r"(^|\s)!(\s|$)"}
    for mark, shown in marked.items():
        body = re.sub(rf"^{re.escape(mark)} .*$", "", drawn, flags=re.MULTILINE)
        explained = re.search(rf"^{re.escape(mark)} ", drawn, re.MULTILINE)
        assert bool(explained) is bool(re.search(shown, body, re.MULTILINE)), mark


def test_figures_that_must_not_be_compared_are_named_once():
    """A pair that is shown is named once, also where its other half is not shown; a column of its own says it all."""
    one, other = statistic(id="a", not_comparable=("b", "z")), statistic(id="b", not_comparable=("a",))
    text = "Not to be compared: {} with {}".format
    assert list(notes([one, other], DATED)) == [text("a", "b"), text("a", "z")]
    assert list(notes([other], DATED)) == [text("b", "a")]
    assert list(notes([one, other], {"Not to be compared with"})) == []


def test_totals_are_not_to_be_added():
    """Several totals come with a warning, one alone does not; it stands first."""
    one, more = list(notes([], DATED, totals=[TOTAL])), list(notes([], DATED, totals=[TOTAL, TOTAL]))
    assert one == []
    assert more == [
        "Totals of other rows may be the same money in another currency or at another stage: never add them"
    ]
    assert listing("funding", totals=[TOTAL, TOTAL]).count("never add them") == 1


def test_open_questions_stand_below_the_table():
    """Each gap that a report leaves open is named with its status and id."""
    gap = Gap(id="g", summary="Who pays?", status="declined", cites=(CITE,))
    assert list(notes([], DATED, [gap])) == ["Left open (declined): Who pays? [g]"]
    assert listing("funding", gaps=[gap]).endswith("\nLeft open (declined): Who pays? [g]\n")


# ---------------------------------------------------------------------------------------------------------------------
# Pages
# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", query.REPORTS)
def test_an_empty_report_says_so(name):
    """A report without records is its title and "no records", not an empty table."""
    assert listing(name, records=[]) == f"{views.VIEWS[name].title}: no records\n"


@pytest.mark.parametrize("name", query.REPORTS)
@pytest.mark.parametrize("store", [SMALL, SHIPPED], ids=["small", "shipped"])
def test_a_pipe_gets_every_cell_whole(name, store):
    """Piped, no cell is cut or wrapped, whatever its length, and no line ends in blanks."""
    drawn = listing(name, store)
    for text in cells(name, store, NO_EDGE):
        assert all(line.rstrip() in drawn for line in text.split("\n"))
    assert not re.search(r"[ \t]\n", drawn)
    assert drawn.endswith("\n")
    assert not drawn.endswith("\n\n")


@pytest.mark.parametrize("words", [30, 30_000])
def test_a_pipe_has_no_edge(words):
    """A record of any length is one line in a pipe."""
    long = changed(BY_ID["repairs"], summary=" ".join(["word"] * words) + " end.", to="x" * words)
    lines = listing("commitments", records=[long]).splitlines()
    assert len(lines) == 4
    assert long.summary in lines[3]


@given(st.sampled_from([*query.REPORTS]), st.integers(1, 220))
def test_a_page_loses_nothing(name, width):
    """On a page of any width no line is too long, and each character of each cell is there."""
    drawn = listing(name, SMALL, wide(width))
    assert max(cell_len(line) for line in drawn.splitlines()) <= max(width, table.EDGE)
    wanted = Counter("".join("".join(cells(name, SMALL, width)).split()))
    assert wanted <= Counter(drawn)


@given(st.sampled_from(SMALL.records), st.integers(1, 120))
def test_a_record_in_full_loses_nothing(one, width):
    """On a page of any width no line is too long, and each character is there that a page without an edge has."""
    drawn = record.full((one,), SMALL, wide(width)).decode()
    assert max(cell_len(line) for line in drawn.splitlines()) <= max(width, table.EDGE)
    assert Counter(record.full((one,), SMALL, wide(None)).decode()) - Counter(drawn) <= Counter(" " * 10**6)


@pytest.mark.parametrize("name", query.REPORTS)
@pytest.mark.parametrize("width", [60, 80, 100, 140, 200])
def test_no_word_is_broken_on_a_common_page(name, width):
    """The shipped facts fit 80 and use 200 columns: up to 140 at most a long id is broken, at 200 nothing is."""
    drawn = listing(name, SHIPPED, wide(width))
    assert max(cell_len(line) for line in drawn.splitlines()) <= width
    if width >= 80:
        words = {word for text in cells(name, SHIPPED, width) for word in text.split()}
        names = {name for one in SHIPPED.records for name in (one.id, f"[{one.id}]")}
        assert words - set(drawn.split()) <= (set() if width == 200 else names)


@pytest.mark.parametrize("width", [60, 70, 80])
def test_chosen_fields_wrap_between_words(width):
    """On a page with little room long texts give way, and no word is broken, be it as long as an id."""
    names = ("id", "summary", "purpose")
    rows = [{"id": "money-for-the-well-of-a-town", "summary": "For a deep well. " * 5, "purpose": "To dig it. " * 8}]
    drawn = report.plain("funding", rows, names, wide(width)).decode()
    assert max(cell_len(line) for line in drawn.splitlines()) <= width
    wanted = Counter(word for row in rows for text in row.values() for word in text.split())
    assert wanted <= Counter(drawn.split())


@pytest.mark.parametrize("text", ["as it is", "MAX", "wide\u3000", "apart\u00a0"], ids=ascii)
def test_a_line_loses_no_more_than_spaces_at_its_end(text):
    """What is padded on a page is not in the answer; a letter or a blank of the store is."""
    lines = report.plain("facts", [{"a": text}, {"a": "longer than that"}], ["a"], wide(None)).decode().splitlines()
    assert lines[3] == text


@pytest.mark.parametrize("name", query.REPORTS)
@pytest.mark.parametrize("width", [60, 61, 66, 75, 80])
def test_no_figure_no_day_and_no_status_is_broken(name, width):
    """However many columns there are: half a figure is another figure, and what is planned stays planned."""
    drawn = set(listing(name, SHIPPED, wide(width)).split())
    labels = Labels(SHIPPED.labels)
    for one in SHIPPED.report(name):
        for column in views.VIEWS[name].columns:
            if column.whole and column.wide <= width < column.until:
                assert set(column.cell(one, labels).split()) <= drawn


def test_a_status_is_shown_on_every_page():
    """A planned meeting is never listed without the word."""
    for name in ("itinerary", "meetings", "timeline", "funding", "commitments", "facts", "search", "gaps"):
        assert "Status" in [column.header for column in table.visible(views.VIEWS[name], wide(60))], name


def test_a_narrow_page_has_blocks():
    """Below sixty characters each record is a block of lines, its empty cells left out."""
    drawn = listing("funding", page=wide(table.NARROW - 1))
    assert "Id: well\nAmount: more than 5,000 USD\nStatus: pledged\nPurpose: A well\nSources: gazette ¶4\n\nId" in drawn
    assert "Part of day" not in listing("itinerary", page=wide(table.NARROW - 1))
    assert "────" not in drawn
    assert "────" in listing("funding", page=wide(table.NARROW))


@pytest.mark.parametrize("width", [50, 80, None])
@pytest.mark.parametrize("records", [[BY_ID["well"], BY_ID["pump"]], []], ids=["rows", "none"])
def test_blank_lines_stand_between_tables_and_notes(records, width):
    """A table, its totals and the notes stand apart; no page starts or ends with a blank line or has two in a row."""
    gap = Gap(id="g", summary="Who pays?", status="declined", cites=(CITE,))
    for totals, gaps in [((), ()), ([TOTAL], ()), ((), [gap]), ([TOTAL], [gap])]:
        drawn = listing("funding", page=wide(width), records=records, totals=totals, gaps=gaps)
        assert not drawn.startswith("\n")
        assert not drawn.endswith("\n\n")
        assert "\n\n\n" not in drawn
        if records:
            assert ("\n\nTotals\n" in drawn) is bool(totals)
        if totals or records:
            assert ("\n\nLeft open" in drawn) is bool(gaps)


def test_numbers_stand_to_the_right():
    """Amounts end in one column, so that their digits line up."""
    lines = listing("funding").splitlines()
    ends = {line.index(text) + len(text) for line, text in zip(lines[3:5], ("5,000 USD", "1,000 USD"), strict=True)}
    assert ends == {lines[1].index("Amount") + len("Amount")}


@pytest.mark.parametrize("name", query.REPORTS)
def test_colour_comes_only_when_asked_for(name):
    """Without colour there is no escape sequence; with it the same text is coloured, and nothing else."""
    for width in (None, 80, 40):
        plain, coloured = (listing(name, page=wide(width, colour=colour)) for colour in (False, True))
        assert "\x1b" not in plain
        assert re.search(r"\x1b\[[0-9;]+m", coloured)
        bare = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
        assert [line.rstrip() for line in bare.splitlines()] == plain.splitlines()


def test_only_the_page_says_whether_there_is_colour(monkeypatch):
    """What the environment asks for is read in one place, and not once more by rich."""
    coloured = listing("border", page=wide(200, colour=True))
    assert "\x1b[1;31m" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    assert listing("border", page=wide(200, colour=True)) == coloured


def test_the_mark_of_a_conflict_is_coloured():
    """The mark of a conflict is red where there is colour."""
    assert "\x1b[1;31m!" in listing("border", page=wide(200, colour=True))


@pytest.mark.parametrize(
    ("encoding", "text", "expected"),
    [
        ("utf-8", "¶3 → é 日", "¶3 → é 日"),
        ("latin-1", "¶3 → £5 é", "¶3 -> £5 é"),
        ("latin-1", "“a” \u2018b\u2019 — …", "\"a\" 'b' - ..."),
        ("ascii", "¶3 → £5 €6 é", "par.3 -> GBP 5 EUR 6 e"),
        ("ascii", "─━\u2013\u2212", "----"),
        ("ascii", "López Obrador ﬁ\u00a0x", "Lopez Obrador fi x"),
        ("ascii", "日 ł 3½ m²", "? ? 3? m?"),
        ("cp437", "é ñ — ł", "é ñ - ?"),
        ("latin-1", "ǿ", "ø"),
        ("cp1250", "Ǽ ě", "? ě"),
    ],
)
def test_a_terminal_gets_what_it_can_show(encoding, text, expected):
    """What an encoding lacks becomes its nearest likeness, or `?`; a figure never becomes another figure."""
    assert encode(text, encoding).decode(encoding) == expected


def test_a_long_run_of_what_an_encoding_lacks_is_replaced_at_once():
    """A codec that is told of one character at a time looks through the others again for each."""
    start = time.process_time()
    assert encode("é" * 200_000, "ascii") == b"e" * 200_000
    assert time.process_time() - start < 2


def test_a_page_of_ascii_is_ascii():
    """A terminal that knows only ASCII gets a whole table."""
    drawn = listing("itinerary", page=wide(80, encoding="ascii"))
    assert "herald par.1" in drawn
    assert "-----" in drawn
    assert "Ana Mayor" in listing("people", page=wide(80, encoding="ascii"))


# ---------------------------------------------------------------------------------------------------------------------
# One record in full
# ---------------------------------------------------------------------------------------------------------------------


def fields(text):
    """The names and values of a block, values of one name joined."""
    found = {}
    name = ""
    for line in text.splitlines()[1:]:
        left, _, right = line.partition("  ")
        name = left or name
        found[name] = f"{found[name]}\n{right.strip()}" if name in found else right.strip()
    return found


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        (
            "well",
            {
                "figure": "more than 5,000 USD",
                "status": "pledged",
                "cite": "gazette ¶4 “more than $5,000”; published 2030-05-03 (stated)",
            },
        ),
        ("pump", {"figure": "1,000 USD", "part of": "well"}),
        (
            "share-dry",
            {"figure": "about 3.5%", "cite": "gazette ¶5 “about 3.5%”, from The Herald; published 2030-05-03 (stated)"},
        ),
        ("wells-dug", {"figure": "12 wells", "date": "2030-04 (stated)", "not comparable": "share-dry"}),
        ("talks", {"date": "2030-05-02 (derived)", "joint": "yes", "topics": None}),
        ("talks", {"date from": "gazette ¶2 “the next day”; published 2030-05-03 (stated)"}),
        ("talks", {"countries": "Freedonia, Sylvania", "people": "Ána Mayor", "groups": "farmers"}),
        ("talks", {"agenda": "water: A shared well [gazette ¶3]", "figure": None}),
        ("ride", {"statuses": "planned [herald ¶1]\nheld [gazette ¶2]", "joint": None}),
        (
            "ride",
            {
                "cite": "gazette ¶2 “1 May 2030”; published 2030-05-03 (stated)\n"
                "herald ¶1; published 2030-04-20 (stated)\n"
                "gazette ¶2; published 2030-05-03 (stated)"
            },
        ),
        ("repairs", {"figure": None, "by": "Ána Mayor", "topics": "labour", "date": None}),
        ("thirst", {"said by": "Ána Mayor", "date": "2030 (derived)"}),
        ("mayor", {"titles": "Mayor [gazette ¶1; herald ¶1]", "aliases": "the mayor"}),
        (
            "how-many",
            {"class": "different measure", "readings": "Twelve were dug [gazette ¶5]\nSome are dry [herald ¶3]"},
        ),
    ],
)
def test_a_record_in_full(id_, expected):
    """`show` gives every field that has something to say, hedge and currency included, and each cite."""
    text = full(BY_ID[id_])
    assert text.startswith(f"{BY_ID[id_].kind} {id_}\nsummary")
    found = fields(text)
    assert {name: found.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("shown", "name", "expected"),
    [
        (funding(amount=0), "figure", "0 USD"),
        (commitment(date="2021", date_basis="stated", part_of_day="evening"), "date", "2021, evening (stated)"),
        (commitment(note="one\ntwo"), "note", "one\ntwo"),
    ],
)
def test_a_record_in_full_beyond_the_small_store(shown, name, expected):
    """Nothing, evenings and lines are shown as what they are."""
    assert fields(full(shown))[name] == expected


def test_a_record_in_full_names_topics_by_their_labels():
    """A topic is called what its store calls it, not by its id; so are several."""
    topics = {id_: changed(topic, label=f"all {id_}") for id_, topic in SMALL.topics.items()}
    text = full(changed(BY_ID["repairs"], topics=("labour", "water")), store=changed(SMALL, topics=topics))
    assert fields(text)["topics"] == "all labour, all water"


@pytest.mark.parametrize("width", [None, 80, 30])
def test_the_names_of_a_record_in_full_are_bold(width):
    """Where there is colour the eye finds a record and its fields: heading and names are bold, values are not."""
    lines = full(BY_ID["well"], page=wide(width, colour=True)).splitlines()
    assert lines[0] == "\x1b[1mfunding well\x1b[0m"
    bold = [re.match(r"\x1b\[1m(.*?)\x1b\[0m", line) for line in lines[1:]]
    names = [found[1].strip() for found in bold if found and found[1].strip()]
    assert names == ["summary", "figure", "status", "independent origins", "purpose", "cite"]
    assert not any("\x1b" in line.rpartition("\x1b[0m")[2] for line in lines)


def test_on_a_narrow_page_a_field_is_a_line_of_its_name_and_its_value():
    """Where there is no room for two columns a colon stands between; what goes on below a field has no name."""
    lines = full(BY_ID["well"], page=wide(30)).splitlines()
    assert [lines[0], lines[3]] == ["funding well", "status: pledged"]
    assert not [line for line in lines if line.startswith(":")]


@pytest.mark.parametrize("width", [80, 40])
def test_the_name_of_a_field_stands_on_one_line(width):
    """Where room is short it is the value that is broken over lines."""
    lines = full(BY_ID["well"], page=wide(width)).splitlines()
    assert max(map(len, lines)) <= width
    assert [line for line in lines if line.startswith("independent origins  1")]


def test_several_records_stand_apart():
    """A blank line stands between records and none at the end."""
    text = full(BY_ID["well"], BY_ID["pump"])
    assert text.count("\n\n") == 1
    assert text == full(BY_ID["well"]) + "\n" + full(BY_ID["pump"])


@pytest.mark.parametrize("one", SHIPPED.records, ids=lambda one: one.id)
def test_every_shipped_record_is_shown_whole(one):
    """In a pipe every cite's printed words, and the summary, stand unbroken."""
    text = full(one, store=SHIPPED)
    assert one.summary in text
    for cite in query.cites(one):
        assert f"{cite.source} ¶{cite.paragraph}" in text
        assert (cite.printed or "") in text


def test_a_cite_says_when_its_source_was_published():
    """A derived day of publication is marked derived; an unknown one is not stated."""
    for changes, expected in [
        ({"date_basis": "derived", "date_from": (CITE,)}, "2030-05-03 (derived)"),
        ({"date": None, "date_basis": None}, "not stated (unknown)"),
    ]:
        records = tuple(changed(one, **changes) if one.id == "gazette" else one for one in SMALL.records)
        text = full(BY_ID["well"], store=changed(SMALL, records=records))
        assert fields(text)["cite"].endswith(f"published {expected}")


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["", "", "", "They pledged more than $5,000 for it."], "They pledged »more than $5,000« for it."),
        (["", "", "", "They pledged $15,000."], "They pledged $15,000."),
        (["", "", "", "[b]\x1b[1m more than $5,000."], "[b]\\x1b[1m »more than $5,000«."),
        ([""], None),
    ],
)
def test_a_cite_is_shown_with_its_paragraph(texts, expected):
    """Where the archived text is at hand the cited paragraph follows, its printed words between marks."""
    archive = Archive({BY_ID["gazette"].sha256: texts}, frozenset())
    lines = record.full((BY_ID["well"],), SMALL, PIPE, archive).decode().splitlines()
    assert (lines[-1].strip() if not lines[-1].startswith("cite") else None) == expected


def test_on_a_narrow_page_a_paragraph_stands_below_its_cite():
    """It has no name, and so no colon."""
    archive = Archive({BY_ID["gazette"].sha256: ["", "", "", "They pledged more than $5,000."]}, frozenset())
    lines = record.full((BY_ID["well"],), SMALL, wide(30), archive).decode().splitlines()
    assert lines[-2:] == ["They pledged »more than", "$5,000«."]


def test_a_paragraph_without_printed_words_is_shown_as_it_is():
    """A cite that quotes nothing marks nothing; its paragraph is harmless all the same."""
    archive = Archive({BY_ID["gazette"].sha256: [""] * 5 + ["[/x]\x9b"]}, frozenset())
    coloured = record.full((BY_ID["repairs"],), SMALL, wide(None, colour=True), archive)
    assert coloured.decode().endswith("[/x]\\x9b\n")


# ---------------------------------------------------------------------------------------------------------------------
# Hostile text
# ---------------------------------------------------------------------------------------------------------------------

HOSTILE = "\x1b]0;x\x07\x1b[31m\x9b0m\x85\r\b\u202e\u2066\u200b\u2028[/x][link=http://a]y[/link][bold]:smile:\\"


def poison(value):
    """Append hostile text to every string of a record, ids included."""
    if isinstance(value, str):
        return value + HOSTILE
    if isinstance(value, tuple):
        return tuple(poison(entry) for entry in value)
    if isinstance(value, dict):
        return {poison(key): poison(entry) for key, entry in value.items()}
    if isinstance(value, Struct):
        return type(value)(**{name: poison(getattr(value, name)) for name in value.__struct_fields__})
    return value


POISONED = Store(**{name: poison(getattr(SMALL, name)) for name in SMALL.__struct_fields__})


def harmless(data, *, colour=False):
    """Assert that nothing in the bytes acts on a terminal or hides from a reader."""
    text = data.decode()
    if colour:
        text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert {c for c in text if not c.isprintable() and unicodedata.category(c) != "Zs"} <= {"\n"}
    assert "[/x][link=http://a]y[/link][bold]:smile:\\" in text


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize("name", query.REPORTS)
def test_hostile_text_is_data(name, colour):
    """Control and bidirectional characters are shown as escapes, markup as it is, in every table and note."""
    kinds = query.REPORTS[name].kinds or tuple({one.kind for one in SMALL.records})
    records = [one for one in POISONED.records if one.kind in kinds and (name != "timeline" or one.date)]
    gaps = [one for one in POISONED.records if one.kind == "gap"]
    totals = [poison(changed(TOTAL, excludes=(Excluded("a", "b"),)))]
    for width in (None, 50):
        page = Page(width, colour=colour, encoding="utf-8")
        data = report.listing(name, records, POISONED.labels, page, gaps=gaps, totals=totals)
        assert b"\x1b]" not in data
        if width is None:
            harmless(data, colour=colour)


@pytest.mark.parametrize("colour", [False, True])
def test_hostile_text_is_data_in_full(colour):
    """The same holds for records in full."""
    page = Page(None, colour=colour, encoding="utf-8")
    for one in POISONED.records:
        harmless(record.full((one,), POISONED, page), colour=colour)


def test_hostile_text_does_not_crash_a_narrow_page():
    """Markup in a cell is broken over lines like any text."""
    person = Person(id="p", name="[/x]" * 30, summary="[link=http://a]" * 9, cites=(CITE,))
    stop = Stop(id="s", summary="[bold" * 30, type="leg", status="held", destination="[", cites=(CITE,))
    meeting = Meeting(id="m", summary="]" * 99, status="held", format="virtual", cites=(CITE,))
    for width in (1, 20, 59, 60, 80):
        for name, one in (("people", person), ("itinerary", stop), ("meetings", meeting)):
            drawn = listing(name, page=wide(width), records=[one])
            assert Counter(one.summary) <= Counter(drawn)


def test_of_very_many_pairs_some_stand_below_a_table():
    """A page names the first pairs of figures that must not be compared, and how many more there are."""
    others = tuple(f"z{n}" for n in range(MOST_PAIRS + 3))
    said = list(notes([statistic(not_comparable=others)], set()))
    assert len(said) == MOST_PAIRS + 1
    assert said[-1] == "Not to be compared: 3 more pairs, see not_comparable in --json"
    assert len(list(notes([statistic(not_comparable=others[:-3])], set()))) == MOST_PAIRS


@pytest.mark.parametrize("page", [PIPE, wide(80), wide(120), wide(120, colour=True), wide(50)])
def test_a_table_in_pieces_is_the_same_page(page, monkeypatch):
    """However many rows are drawn at once, they stand in the same columns under one header."""
    monkeypatch.setattr(table, "PIECE", 10**9)
    whole = [listing(name, SHIPPED, page) for name in ("facts", "funding", "conflicts")]
    for size in (0, 1000):
        monkeypatch.setattr(table, "PIECE", size)
        assert [listing(name, SHIPPED, page) for name in ("facts", "funding", "conflicts")] == whole


def test_blocks_in_pieces_are_the_same_page(monkeypatch):
    """So it is where a table would be filled up with blanks."""
    monkeypatch.setattr(table, "SPARSE_FROM", 0)
    monkeypatch.setattr(table, "SPARSE", 0)
    whole = listing("facts", SHIPPED, PIPE)
    assert whole.startswith("Facts\nKind: ")
    assert whole.count("\n\nKind: ") > 100
    monkeypatch.setattr(table, "PIECE", 1000)
    assert listing("facts", SHIPPED, PIPE) == whole


@pytest.mark.parametrize("page", [PIPE, wide(80), wide(30)])
def test_a_record_in_pieces_is_the_same_page(page, monkeypatch):
    """However many fields are drawn at once, names and values stand in the same columns."""
    whole = record.full((BY_ID["talks"], BY_ID["well"]), SMALL, page)
    monkeypatch.setattr(table, "PIECE", 100)
    assert record.full((BY_ID["talks"], BY_ID["well"]), SMALL, page) == whole


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "ascii", "cp1250", "iso2022_jp"])
def test_a_page_in_pieces_is_one_text_of_its_encoding(encoding):
    """A byte order mark stands at the start alone, and what an encoding lacks is replaced in each piece."""
    parts = ["a → b", "López", "", "日本 ¶1", ""]
    drawn = table.draw(map(Text, parts), Page(80, colour=False, encoding=encoding))
    assert drawn == encode("\n".join(parts).rstrip("\n") + "\n", encoding)
    assert encode("日", "iso2022_jp") == "日".encode("iso2022_jp")
    assert table.draw([Text("X")], PIPE) == b"X\n"


def test_a_piece_is_filled_to_the_last_character():
    """A row goes into a piece as long as its texts, and a little for each, leave room; one may be longer than that."""
    row = ("a" * (table.PIECE // 2 - 2 * table.CELL), "")
    assert list(table.pieces([row] * 5)) == [[row] * 2, [row] * 2, [row]]
    longer = (row[0] + "a", "")
    assert list(table.pieces([row, longer, row])) == [[row], [longer], [row]]
    longest = ("a" * table.PIECE,)
    assert list(table.pieces([longest, row])) == [[longest], [row]]


def test_of_very_many_names_in_a_cell_the_first_are_shown():
    """A cell names a hundred and says how many more there are."""
    ids = [f"p{n}" for n in range(102)]
    labels = Labels(lambda what: {id_: (f"Name {id_}",) for id_ in ids})
    first = ", ".join(f"Name p{n}" for n in range(100))
    for told in (labels.who, labels.where, labels.about):
        assert told(ids[:100]) == first
        assert told(ids[:101]) == f"{first} and 1 more"
        assert told(ids) == f"{first} and 2 more"
    assert compare(statistic(not_comparable=tuple(ids)), labels).endswith(", p99 and 2 more")


def test_of_very_many_computed_ids_a_record_in_full_shows_the_first():
    """What has been written is shown whole, what follows from it in part."""
    ids = tuple(f"c{n}" for n in range(110))
    assert full(changed(BY_ID["talks"], conflicts=ids)).count(", c99 and 10 more\n") == 1
    assert full(statistic(not_comparable=ids)).count(", c99 and 10 more\n") == 1
    assert ", c108, c109\n" in full(changed(BY_ID["talks"], groups=ids))


def test_rows_without_text_keep_their_lines():
    """A column of notes has a line for each record, though none follows that has one."""
    rows = [{"note": text} for text in ("first", "", "", "last", "", "")]
    lines = report.plain("facts", rows, ["note"], PIPE).decode().splitlines()
    assert lines[3:] == ["first", "", "", "last", "", ""]


@pytest.mark.parametrize(("times", "least", "blocks"), [(4, 0, False), (3, 0, True), (0, 16, False), (0, 15, True)])
def test_a_table_is_drawn_as_blocks_where_it_is_mostly_blanks(times, least, blocks, monkeypatch):
    """Four rows four characters wide that hold four characters are four times as large as what they hold."""
    monkeypatch.setattr(table, "SPARSE", times)
    monkeypatch.setattr(table, "SPARSE_FROM", least)
    rows = [{"id": text} for text in ("long", "", "", "")]
    drawn = report.plain("facts", rows, ["id"], PIPE).decode()
    assert ("id: long\n" in drawn) == blocks
    assert ("────\nlong\n" in drawn) == (not blocks)


def test_summaries_and_names_share_what_room_there_is():
    """Where both are long, neither stands a word a line beside the other."""
    promise = next(one for one in SHIPPED.records if isinstance(one, Commitment))
    people = tuple(one.id for one in SHIPPED.records if isinstance(one, Person))[:12]
    text = listing("commitments", SHIPPED, wide(120), [changed(promise, summary="word " * 60 + "end", by=people)])
    assert len(text.splitlines()) < 20
