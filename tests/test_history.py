"""Promises of `--known-by`: nothing that a source of a later day says, and everything that earlier ones say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harristrip import query
from harristrip.codec import changed
from harristrip.history import as_of
from harristrip.model import (
    AgendaItem,
    Cite,
    Claim,
    Conflict,
    DatedStatus,
    Meeting,
    Reading,
    Source,
    Statistic,
)
from harristrip.store import load, parse

SMALL_FILE = Path(__file__).parent / "data" / "valid" / "small.toml"
SMALL, SHIPPED = load(SMALL_FILE), load()
DAYS = ["2021-01-01", "2021-04-28", "2021-06-01", "2021-06-02", "2021-06-05", "2021-06-06", "2021-06-07", "2022-01-01"]


def source(id_, date):
    return Source(id=id_, summary="s", date=date, sha256="0" * 64, paragraphs=9, cites=(Cite(source=id_, paragraph=1),))


EARLY, LATE = source("early", "2030-01-01"), source("late", "2030-02-01")
E, L = Cite(source="early", paragraph=2), Cite(source="late", paragraph=2)


def known(*records, day="2030-01-15"):
    """Ids -> records as known on a day between the early and the late source."""
    return {record.id: record for record in as_of((*records, EARLY, LATE), day)}


def claim(**fields):
    return Claim(**{"id": "c", "summary": "s", "type": "statement", "said_by": ("early",), "cites": (E, L)} | fields)


@pytest.mark.parametrize(
    ("date", "first_known"),
    [
        ("2030-01-10", "2030-01-10"),
        ("2030-01", "2030-01-31"),
        ("2030", "2030-12-31"),
        ("2030-01-05/2030-01-10", "2030-01-10"),
        ("2030-01/2030-02", "2030-02-28"),
    ],
)
def test_a_source_counts_from_its_last_possible_day(date, first_known):
    """A source with a month or an interval for a date is known from the last day of it."""
    eve = first_known[:-2] + f"{int(first_known[-2:]) - 1:02}"
    assert "x" in known(source("x", date), day=first_known)
    assert "x" not in known(source("x", date), day=eve)


def test_a_source_without_a_date_never_counts():
    """Nobody can say by when an undated source was known."""
    records = (source("x", None), claim(cites=(Cite(source="x", paragraph=1),)))
    assert set(known(*records, day="9999-12-31")) == {"early", "late"}


def test_cites_of_later_sources_are_cut():
    """A record keeps the cites of known sources alone, and is gone where none is left."""
    assert known(claim())["c"].cites == (E,)
    assert known(claim(), day="2030-02-01")["c"].cites == (E, L)
    assert "c" not in known(claim(cites=(L,)))


def test_parts_of_later_sources_are_cut():
    """An agenda item stands as far as known sources list it."""
    agenda = (
        AgendaItem(topic="t", summary="both", cites=(L, E)),
        AgendaItem(topic="t", summary="late", cites=(L,)),
    )
    meeting = Meeting(id="m", summary="s", status="planned", format="virtual", agenda=agenda, cites=(E,))
    assert known(meeting)["m"].agenda == (changed(agenda[0], cites=(E,)),)


def test_a_record_lives_on_in_its_parts():
    """A record that only its parts cite is known by them."""
    agenda = (AgendaItem(topic="t", summary="a", cites=(E,)),)
    meeting = Meeting(id="m", summary="s", status="planned", format="virtual", agenda=agenda, cites=(L,))
    assert known(meeting)["m"].cites == ()
    assert known(changed(meeting, agenda=())) == known()


@pytest.mark.parametrize(("day", "status"), [("2030-01-15", "planned"), ("2030-02-15", "held")])
def test_a_status_is_the_last_one_that_was_known(day, status):
    """What one article announces and a later one reports is planned until the later one is out."""
    statuses = (DatedStatus(status="planned", cites=(E,)), DatedStatus(status="held", cites=(L,)))
    meeting = Meeting(id="m", summary="s", status="held", statuses=statuses, format="virtual", cites=(E, L))
    assert known(meeting, day=day)["m"].status == status


def test_a_status_that_only_later_sources_give_is_the_first_of_them():
    """A known source that gives no status of its own does not make a planned meeting a held one."""
    statuses = (DatedStatus(status="planned", cites=(L,)), DatedStatus(status="held", cites=(L,)))
    meeting = Meeting(id="m", summary="s", status="held", statuses=statuses, format="virtual", cites=(E, L))
    assert (known(meeting)["m"].status, known(meeting)["m"].statuses) == ("planned", ())


@pytest.mark.parametrize(
    ("day", "date"), [("2030-01-15", (None, None, ())), ("2030-02-15", ("2029", "derived", (E, L)))]
)
def test_a_date_worked_out_from_a_later_source_is_unknown(day, date):
    """A date that takes a later source to work out was not known yet."""
    record = known(claim(date="2029", date_basis="derived", date_from=(E, L)), day=day)["c"]
    assert (record.date, record.date_basis, record.date_from) == date


def test_a_date_worked_out_from_known_sources_stays():
    """A stated date that a known cite may name, and one worked out from what was known, stay."""
    assert known(claim(date="2029", date_basis="stated"))["c"].date == "2029"
    assert known(claim(date="2029", date_basis="derived", date_from=(E,), cites=(E,)))["c"].date == "2029"


JUNE, STAMP = changed(E, printed="June 6"), changed(E, printed="2030-06-02")
MONDAY = changed(L, printed="late on Monday")


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ({"date_from": (JUNE, STAMP, MONDAY)}, "2030-06-06"),
        ({"date_from": (JUNE, STAMP), "cites": (E, L)}, "2030-06-06"),
        ({"date_from": (JUNE, MONDAY)}, None),
        ({"date_from": (JUNE, changed(STAMP, source="late"))}, None),
        ({"date_from": (changed(JUNE, printed=None), MONDAY)}, None),
        ({"cites": (changed(E, printed="6 June 2030"), L)}, "2030-06-06"),
        ({"cites": (changed(E, printed="early June 2030"), MONDAY)}, None),
        ({"cites": (changed(E, printed="early June 2030"), E, MONDAY)}, "2030-06-06"),
    ],
)
def test_a_date_is_known_as_far_as_known_passages_name_it(fields, date):
    """The passages of known sources must name a date together, by the rule of `verify`."""
    record = known(claim(date="2030-06-06", date_basis="derived", **fields))["c"]
    assert (record.date, record.date_basis) == ((date, "derived") if date else (None, None))
    assert date is None or record.date_from == tuple(c for c in fields.get("date_from", ()) if c.source == "early")


@pytest.mark.parametrize(
    ("cites", "part"),
    [
        ((E, MONDAY), None),
        ((changed(E, printed="by the Late train"), MONDAY), "late"),
        ((E, JUNE), "late"),
    ],
)
def test_a_part_of_the_day_is_known_where_a_known_source_prints_it(cites, part):
    """What only a later source says of the hour is not known; nothing is cut of a record that was known whole."""
    assert known(claim(part_of_day="late", cites=cites))["c"].part_of_day == part
    dated = claim(part_of_day="late", date="2030-06-03", date_from=(STAMP, changed(E, printed="Late on Monday"), L))
    assert known(dated)["c"].part_of_day == "late"


def test_the_trip_was_dated_by_the_second_of_june():
    """The article of that day prints when she arrives in Guatemala and Mexico; the return it does not name."""
    days = {stop.id: (stop.date, stop.part_of_day) for stop in SHIPPED.report("itinerary", known_by="2021-06-02")}
    assert days == {
        "leg-to-guatemala": ("2021-06-06", None),
        "stay-guatemala": ("2021-06-06/2021-06-07", None),
        "leg-to-mexico": ("2021-06-07", None),
        "stay-mexico": (None, None),
    }


def conflict(*cites):
    readings = tuple(Reading(reading=f"r{n}", cites=(cite,)) for n, cite in enumerate(cites))
    return Conflict(
        id="x",
        summary="s",
        class_="wording",
        records=("c", "d"),
        readings=readings,
        safest="s",
        reason="r",
        cites=cites,
    )


def test_a_conflict_needs_two_known_readings():
    """Before the second reading was out nothing was in conflict; the records forget it."""
    marked = claim(conflicts=("x",))
    assert "x" not in known(marked, conflict(E, L))
    assert known(marked, conflict(E, L))["c"].conflicts == ()
    assert known(marked, conflict(E, L), day="2030-02-01")["c"].conflicts == ("x",)
    assert "x" in known(marked, conflict(E, E))


def test_records_forget_what_was_not_known():
    """A conflict and a figure name no record that was not known, nor a figure a conflict that was not."""
    early, later, late = (
        Statistic(
            id=id_,
            summary="s",
            group="border",
            measure="m",
            value=1,
            unit="u",
            period="p",
            population="p",
            area="a",
            cites=(cite,),
        )
        for id_, cite in (("c", E), ("d", E), ("e", L))
    )
    apart = changed(conflict(E, E), class_="different measure", records=("c", "d", "e"))
    found = known(early, later, late, apart)
    assert (found["x"].records, found["c"].not_comparable) == (("c", "d"), ("d",))
    found = known(early, later, late, changed(apart, readings=conflict(E, L).readings))
    assert found["c"].not_comparable == found["c"].conflicts == ()


def test_known_by_reads_the_small_store():
    """By the day before the Gazette nothing was held, and only the Herald's facts stand."""
    by = SMALL.facts(known_by="2030-05-02")
    assert [record.id for record in by] == ["ride", "mayor", "herald"]
    assert by[0].status == "planned"
    assert SMALL.facts(known_by="2030-04-19") == ()
    assert SMALL.facts(known_by="2030-05") == SMALL.records == SMALL.facts(known_by="2030")


def test_open_questions_and_totals_are_cut_too():
    """Gaps and totals are those of the day."""
    assert SMALL.open_questions("funding", known_by="2030-05-02") == ()
    assert SMALL.funding_totals(known_by="2030-05-02") == ()
    assert len(SMALL.open_questions("funding", known_by="2030-05-03")) == 1


def test_a_search_is_cut_too():
    """Words that only a later source prints are not found."""
    assert SMALL.search("well", known_by="2030-05-02") == ()
    assert [record.id for record in SMALL.search("ride", known_by="2030-05-02")] == ["ride"]


def test_the_store_itself_is_left_as_it_was():
    """Asking what was known changes no record of the store."""
    store = parse(SMALL_FILE.read_text(encoding="utf-8"))
    store.facts(known_by="2030-04-20")
    assert store == SMALL


@given(st.sampled_from(DAYS), st.sampled_from(DAYS), st.sampled_from(sorted(query.REPORTS)))
def test_what_was_known_stays_known(one, other, name):
    """A later day knows every record of an earlier one."""
    earlier, later = ([r.id for r in SHIPPED.report(name, known_by=day)] for day in sorted((one, other)))
    assert set(earlier) <= set(later)


@pytest.mark.parametrize("day", DAYS)
def test_nothing_known_cites_a_later_source(day):
    """Every cite of the shipped store as known on a day is of a source that was out by then."""
    out = {record.id for record in SHIPPED.sources(known_by=day)}
    for record in SHIPPED.facts(known_by=day):
        if not isinstance(record, Source):
            assert {cite.source for cite in (*query.cites(record), *record.date_from)} <= out, record.id
