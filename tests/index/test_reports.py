"""Reports: what each shows, in which order, and the text of its cells."""

from __future__ import annotations

import sqlite3
from typing import get_args

import pytest
from stores import cases, opened, printed, record, store

from harristrip.facts import model
from harristrip.facts.responses import Excluded, Total
from harristrip.index import build, cells, reports
from harristrip.index.cells import Labels
from harristrip.index.database import Index
from harristrip.index.filters import FILTERS
from harristrip.index.store import decoded


def ids(records) -> list[str]:
    return [one.id for one in records]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("itinerary", ["ride"]),
        ("meetings", ["talks"]),
        ("people", ["mayor"]),
        ("timeline", ["thirst", "wells-dug", "ride", "talks"]),
        ("funding", ["well", "pump"]),
        ("statistics", ["wells-dug", "share-dry"]),
        ("border", ["wells-dug"]),
        ("health", ["share-dry"]),
        ("commitments", ["repairs"]),
        ("sources", ["gazette", "herald"]),
        ("conflicts", ["how-many"]),
        ("gaps", ["cost"]),
    ],
)
def test_a_report_shows_the_records_of_its_kinds(name: str, expected: list[str], small) -> None:
    """Each group of statistics that a store declares, or uses, is a report too."""
    assert ids(small.report(name)) == expected


def test_facts_shows_every_record(small) -> None:
    """In the order of the store."""
    assert small.facts() == small.records
    assert {one.kind for one in small.records} == set(model.KINDS)


def test_an_unknown_report_is_a_key_error(small) -> None:
    """Neither a report nor a group."""
    with pytest.raises(KeyError, match="bordr"):
        small.report("bordr")


def test_by_date_a_month_comes_before_its_days_and_undated_records_come_last() -> None:
    """A year before its months, a part of the day in its order, the rest in the order of the file."""
    days = [
        *("2021-05-01", "2021-04-02", "2021-04", "2021-04-01", None, "2021-04-01/2021-04-09", "2021", None),
        *("2021-06-01 night", "2021-06-01", "2021-06-01 morning", "2021-06-01 late", "2021-06-01 early"),
    ]
    rows = []
    for number, day in enumerate(days):
        date, _, part = (day or "").partition(" ")
        fields = {"date": date or None, "part_of_day": part or None, "cites": [printed("then")]}
        rows.append(record("meeting", f"m{number:02}", **fields))
    made = opened(store(*rows))
    right = [6, 2, 3, 5, 1, 0, 12, 10, 9, 11, 8]
    assert ids(made.timeline()) == [f"m{n:02}" for n in right]
    assert ids(made.meetings()) == [f"m{n:02}" for n in (*right, 4, 7)]
    assert set(build.PARTS_OF_DAY) == set(get_args(model.PartOfDay))


HEAD = '[places.port]\nname = "The Port"\ncountries = ["italia"]\n'


def leg(id_: str, **fields: object) -> str:
    return record("stop", id_, date="2030-05-01", cites=[printed("1 May")], **fields)


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ({"origin": "Freedonia", "destination": "The Port"}, ["there", "dusk", "leg", "here", "nowhere"]),
        ({"origin": "Italia", "destination": "FD"}, ["here", "leg", "there", "nowhere", "dusk"]),
        ({"destination": "Freedonia", "countries": ["italia"]}, ["here", "leg", "there", "nowhere", "dusk"]),
        ({"origin": "Utopia"}, ["there", "here", "leg", "nowhere", "dusk"]),
        ({"origin": "Freedonia", "part_of_day": "morning"}, ["there", "leg", "here", "nowhere", "dusk"]),
    ],
    ids=str,
)
def test_a_leg_comes_between_what_is_at_its_ends(ends: dict, expected: list[str]) -> None:
    """Meetings in the country that it leaves come before it, those where it arrives after it."""
    rows = [
        leg("there", countries=["freedonia"], type="stay"),
        leg("dusk", countries=["freedonia"], type="stay", part_of_day="evening"),
        leg("here", countries=["italia"], type="stay"),
        leg("leg", **ends),
        leg("nowhere", type="stay"),
    ]
    assert ids(opened(store(HEAD, *rows)).itinerary()) == expected


def test_conflicts_come_by_weight_and_people_by_mentions() -> None:
    """First what would make a printed sentence wrong, and who is named most."""
    classes = get_args(model.ConflictClass)
    conflicts = [record("conflict", f"c{n}", class_=classes[-1 - n], records=["a"]) for n in range(len(classes))]
    other = '[people.aide]\nname = "Aide"\nsummary = "S."\ncites = ["gazette:1"]\n'
    rows = [record("claim", "a", said_by=["aide"]), record("commitment", "b", by=["aide"])]
    made = opened(store(other, *rows, *conflicts))
    assert [one.class_ for one in made.conflicts()] == list(classes)
    assert ids(made.people()) == ["aide", "mayor"]


def test_the_timeline_takes_every_dated_kind(small) -> None:
    """People, sources and conflicts have no status: their date is not that of an event."""
    undated = {one.kind for one in small.records if one.status is None}
    assert undated == {"conflict", "person", "source"}
    dated = [one.id for one in small.records if one.date and one.kind not in undated]
    assert sorted(ids(small.timeline())) == sorted(dated)


def test_every_report_shows_kinds_and_filters_that_exist() -> None:
    """A declaration cannot name what is not there."""
    for report in reports.REPORTS.values():
        assert set(report.kinds) <= set(model.KINDS)
        assert report.examples
    assert {name for declared in FILTERS for name in declared.reports} <= {*reports.REPORTS, "search"}


def test_a_new_report_is_one_declaration(monkeypatch: pytest.MonkeyPatch, small) -> None:
    """Its records, order and columns come from the declaration alone."""
    backwards = reports.Report(
        "backwards",
        reports.LOOK_UP,
        "Claims and gaps, the last first.",
        ("claim", "gap"),
        "Backwards",
        (reports.ID, reports.Column("Shout", lambda one, _: one.summary.upper(), field="summary")),
        ("backwards",),
        order="ending",
    )
    monkeypatch.setitem(build.ORDERS, "ending", lambda records, _: sorted(records, key=lambda one: one.id[::-1]))
    monkeypatch.setitem(reports.REPORTS, "backwards", backwards)
    made = opened(store(record("claim", "ab"), record("gap", "ba", about=["funding"]), record("gap", "aa")))
    answer = made.answer("backwards")
    assert ids(answer.records) == ["aa", "ba", "ab"]
    assert answer.json().startswith(b'{"schema_version":1,"command":"backwards","count":3,"items":[{"kind":"gap"')
    assert [column.cell(answer.records[2], Labels(made.labels)) for column in answer.report.columns] == [
        "ab",
        "IT IS SO.",
    ]


def test_a_group_of_statistics_is_a_report_of_its_own() -> None:
    """Its title and help are those that the store declares."""
    groups = '[groups.wells]\nlabel = "Wells"\nsummary = "What was dug."\n[groups.dust]\nlabel = "Dust"\n'
    made = opened(store(groups, record("statistic", "a", cites=[printed("5")])))
    wells, dust = made.answer("wells"), made.answer("dust")
    assert (wells.report.title, wells.report.help, dust.report.help) == ("Wells", "What was dug.", "Dust.")
    assert (ids(wells.records), dust.records, wells.totals) == (["a"], (), ())


# ---------------------------------------------------------------------------------------------------------------------
# Cells
# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1234567, "1,234,567"),
        (-1234, "-1,234"),
        (0, "0"),
        ("1234.50", "1,234.50"),
        ("-0.5", "-0.5"),
        ("1/5", "1/5"),
    ],
)
def test_a_number_has_thousands_separators(value: object, shown: str) -> None:
    """Decimals keep their digits, fractions stay as they are."""
    assert cells.number(value) == shown


@pytest.mark.parametrize("case", cases("cells_figures.jsonl"))
def test_a_figure_is_shown_with_its_hedge_range_unit_and_rate(case: dict) -> None:
    """A figure is never shown without what decides its meaning."""
    made = opened(store(record("claim", "it", cites=[printed("words")], **case["fields"])))
    assert cells.figure(made.show("it")[0]) == case["shown"]


@pytest.mark.parametrize("case", cases("cells_totals.jsonl"))
def test_a_total_is_shown_with_its_hedge_range_and_dispute(case: dict) -> None:
    """Amounts that cannot be added have no total."""
    empty = {"currency": "USD", "status": "pledged", "amount_to": None, "qualifier": None, "conflicts": ()}
    total = Total(**{**empty, "includes": ("a",), "excludes": (Excluded("b", "part of a"),), **case["fields"]})
    assert cells.total(total, Labels(dict)) == case["shown"]


def shown(made, id_: str) -> dict[str, set[str]]:
    """Return header -> the texts that its cells show of a record, in all reports and widths."""
    labels, found = Labels(made.labels), {}
    (one,) = made.show(id_)
    for report in reports.REPORTS.values():
        if report.kinds and one.kind in report.kinds:
            for column in report.columns:
                found.setdefault(column.header, set()).add(column.cell(one, labels))
    return found


@pytest.mark.parametrize("case", cases("cells.jsonl"))
def test_a_cell_shows_plain_text(case: dict, small) -> None:
    """Names instead of ids, derived dates and disputed figures marked, each paragraph once."""
    assert shown(small, case["id"]).get(case["header"], set()) == set(case["texts"])


def test_relations_and_dates_are_shown_in_words() -> None:
    """Every relation of an amount; intervals; a source without a date; an undated event."""
    cites = [printed("$5")]
    made = opened(
        store(
            record("funding", "a", cites=cites),
            record("funding", "b", cites=cites, part_of=["a"]),
            record("funding", "c", cites=cites, restates="b", separate_from=["a"]),
            record("stop", "s", date="2030-05-01/2030-05-02", part_of_day="late", date_from=["gazette:2", "gazette:1"]),
            record("stop", "t"),
        )
    )
    assert shown(made, "c")["Relation to others"] == {"same money as b; on top of a"}
    assert shown(made, "s")["Date"] == {"2030-05-01 to\n2030-05-02*\nlate", "2030-05-01 to 2030-05-02*, late"}
    assert shown(made, "s")["Date from"] == {"gazette ¶1, ¶2"}
    assert shown(made, "t")["Date"] == {"not stated"}
    assert shown(made, "gazette")["Published"] == {"not stated\n(unknown)"}
    assert cells.when(made.show("mayor")[0]) == ""


def test_a_cell_lists_a_hundred_names() -> None:
    """Hundreds of names would fill a screen; JSON has all of them."""
    labels = Labels(lambda _: {f"p{n}": (f"Name {n}",) for n in range(150)})
    text = labels.of("person", [f"p{n}" for n in range(150)])
    assert text.endswith("Name 99 and 50 more")
    assert labels.of("person", ["gazette"]) == "gazette"


def test_columns_of_totals_explain_what_is_left_out(small) -> None:
    """Counted amounts, and each other one with its reason."""
    (total,) = small.funding_totals()
    texts = [column.cell(total, Labels(small.labels)) for column in reports.TOTALS]
    assert texts == ["more than 5,000 USD", "pledged", "well", "pump: part of well"]


def test_an_index_is_a_database_that_needs_nothing_else(small) -> None:
    """Built from facts alone, it answers what the store answers."""
    connection = sqlite3.connect(":memory:")
    build.build(small._all, connection, {})
    index = Index(connection)
    assert decoded(index.of_kinds()) == small.records
    assert index.ids("gap", "conflict") == ["cost", "how-many"]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


# ---------------------------------------------------------------------------------------------------------------------
# Addresses
# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("addresses.jsonl"))
def test_a_safe_address_is_escaped_and_an_unsafe_one_is_no_link(case: dict) -> None:
    """Only web addresses without a user are links; what is escaped already stays."""
    assert cells.address(case["url"]) == case["safe"]


@pytest.mark.parametrize("case", cases("links.jsonl"))
def test_a_link_leads_to_the_printed_words(case: dict) -> None:
    """Hyphens and commas have a meaning in a text fragment and are escaped."""
    cite = model.Cite(source="post", paragraph=1, printed=case["words"])
    source = model.Source(id="post", summary="S.", sha256="0" * 64, paragraphs=1, url=case["url"], cites=(cite,))
    assert cells.link_to_words(source, cite) == case["found"]
