"""`--known-by`: nothing that only a source of a later day says, and everything that earlier ones say."""

from __future__ import annotations

import itertools

import pytest
from stores import SMALL as SMALL_FILE

from harristrip.facts import model
from harristrip.facts.codec import replace
from harristrip.facts.model import (
    AgendaItem,
    Cite,
    Claim,
    Conflict,
    DatedStatus,
    Funding,
    Meeting,
    Reading,
    Source,
    Statistic,
)
from harristrip.index.known_by import as_of
from harristrip.index.reports import REPORTS
from harristrip.index.store import load

SMALL, SHIPPED = load(SMALL_FILE), load()
DAYS = ["2021-01-01", "2021-04-28", "2021-06-01", "2021-06-02", "2021-06-05", "2021-06-06", "2021-06-07", "2022-01-01"]


def source(id_, date):
    return Source(id=id_, summary="s", date=date, sha256="0" * 64, paragraphs=9, cites=(Cite(source=id_, paragraph=1),))


EARLY, LATE = source("early", "2030-01-01"), source("late", "2030-02-01")
E, L = Cite(source="early", paragraph=2), Cite(source="late", paragraph=2)


def known(*records, day="2030-01-15"):
    """Return id -> record as known on a day between the early and the late source."""
    event = model.Event(title="t", summary="s", first_day="2030", last_day="2030", cites=(E,))
    facts = model.Facts(event=event, vocabularies={}, records=(*records, EARLY, LATE))
    return {record.id: record for record in as_of(facts, day).records}


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
    """An agenda item is known by the sources that list it."""
    agenda = (
        AgendaItem(topic="t", summary="both", cites=(L, E)),
        AgendaItem(topic="t", summary="late", cites=(L,)),
    )
    meeting = Meeting(id="m", summary="s", status="planned", format="virtual", agenda=agenda, cites=(E,))
    assert known(meeting)["m"].agenda == (replace(agenda[0], cites=(E,)),)


def test_a_record_may_be_known_by_its_parts_alone():
    """No cite of its own is needed."""
    agenda = (AgendaItem(topic="t", summary="a", cites=(E,)),)
    meeting = Meeting(id="m", summary="s", status="planned", format="virtual", agenda=agenda, cites=(L,))
    assert known(meeting)["m"].cites == ()
    assert known(replace(meeting, agenda=())) == known()


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
    """One missing passage is enough."""
    record = known(claim(date="2029", date_basis="derived", date_from=(E, L)), day=day)["c"]
    assert (record.date, record.date_basis, record.date_from) == date


def test_a_date_worked_out_from_known_sources_stays():
    """A stated date that a known cite may name, and one worked out from what was known, stay."""
    assert known(claim(date="2029", date_basis="stated"))["c"].date == "2029"
    assert known(claim(date="2029", date_basis="derived", date_from=(E,), cites=(E,)))["c"].date == "2029"


JUNE, STAMP = replace(E, printed="June 6"), replace(E, printed="2030-06-02")
MONDAY = replace(L, printed="late on Monday")


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ({"date_from": (JUNE, STAMP, MONDAY)}, "2030-06-06"),
        ({"date_from": (JUNE, STAMP), "cites": (E, L)}, "2030-06-06"),
        ({"date_from": (JUNE, MONDAY)}, None),
        ({"date_from": (JUNE, replace(STAMP, source="late"))}, None),
        ({"date_from": (replace(JUNE, printed=None), MONDAY)}, None),
        ({"cites": (replace(E, printed="6 June 2030"), L)}, "2030-06-06"),
        ({"cites": (replace(E, printed="early June 2030"), MONDAY)}, None),
        ({"cites": (replace(E, printed="early June 2030"), E, MONDAY)}, "2030-06-06"),
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
        ((replace(E, printed="by the Late train"), MONDAY), "late"),
        ((E, JUNE), "late"),
    ],
)
def test_a_part_of_the_day_is_known_where_a_known_source_prints_it(cites, part):
    """What only a later source says of the hour is not known; nothing is cut of a record that was known whole."""
    assert known(claim(part_of_day="late", cites=cites))["c"].part_of_day == part
    dated = claim(part_of_day="late", date="2030-06-03", date_from=(STAMP, replace(E, printed="Late on Monday"), L))
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
    apart = replace(conflict(E, E), class_="different measure", records=("c", "d", "e"))
    found = known(early, later, late, apart)
    assert (found["x"].records, found["c"].not_comparable) == (("c", "d"), ("d",))
    found = known(early, later, late, replace(apart, readings=conflict(E, L).readings))
    assert found["c"].not_comparable == found["c"].conflicts == ()


def test_known_by_reads_the_small_store():
    """By the day before the Gazette only the facts of the Herald were known, and nothing was held."""
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
    made = load(SMALL_FILE)
    made.facts(known_by="2030-04-20")
    assert made.records == SMALL.records


@pytest.mark.parametrize(
    ("cites", "is_known"),
    [
        ((replace(E, printed="more than 40 wells"), L), True),
        ((E, replace(L, printed="40 wells")), False),
        ((replace(E, printed="many wells"), replace(L, printed="40 wells")), False),
        ((replace(E, printed="cuarenta pozos", reads="40 wells"), L), True),
        ((replace(E, printed="12 wells"), replace(L, printed="40 wells")), False),
    ],
)
def test_a_figure_is_known_if_a_known_source_prints_it(cites, is_known):
    """A claim loses a figure that only a later source prints; a statistic without its figure is not known."""
    said = claim(value=40, unit="wells", qualifier="more than", cites=cites)
    found = known(said)["c"]
    assert (found.value, found.unit, found.qualifier) == ((40, "wells", "more than") if is_known else (None,) * 3)
    counted = Statistic(id="s", summary="s", group="g", measure="m", value=40, unit="wells", cites=cites)
    money = Funding(id="f", summary="s", status="pledged", amount=40, currency="USD", cites=cites)
    assert ({"s", "f"} <= known(counted, money).keys()) == is_known
    assert not {"s", "f"} & known(counted, money).keys() or is_known


def test_a_range_is_known_if_a_known_source_prints_both_ends():
    """The upper end that a later source adds is not known."""
    said = claim(value=30, value_to=40, unit="wells", cites=(replace(E, printed="30 wells"), L))
    assert known(said)["c"].value is None
    said = claim(value=30, value_to=40, unit="wells", cites=(replace(E, printed="30 to 40 wells"), L))
    assert (known(said)["c"].value, known(said)["c"].value_to) == (30, 40)


def test_a_claim_whose_summary_tells_an_unknown_figure_is_not_known():
    """What was not known is not shown, in words either."""
    said = claim(summary="Some 40 wells were dug.", value=40, unit="wells", cites=(E, replace(L, printed="40 wells")))
    assert "c" not in known(said)


def test_a_conflict_keeps_its_own_record_without_a_figure():
    """Only records that may have a figure lose one."""
    assert known(conflict(E, E))["x"].summary == "s"


def test_amounts_forget_relations_to_amounts_that_were_not_known():
    """An id of a later record is not shown."""
    cites = (replace(E, printed="$5"),)
    fields = {"summary": "s", "status": "pledged", "amount": 5, "currency": "USD"}
    later = Funding(id="later", cites=(replace(L, printed="$5"),), **fields)
    early = Funding(id="early-money", cites=cites, **fields)
    both = ("later", "early-money")
    found = known(
        later, early, Funding(id="f", cites=cites, part_of=both, separate_from=both, restates="later", **fields)
    )
    assert (found["f"].part_of, found["f"].separate_from, found["f"].restates) == (("early-money",),) * 2 + (None,)
    kept = known(early, Funding(id="f", cites=cites, restates="early-money", **fields))
    assert kept["f"].restates == "early-money"


def test_what_was_known_stays_known():
    """A later day knows every record of an earlier one, in every report."""
    stores = [SHIPPED.known_by(day) for day in sorted(DAYS)]
    for name in REPORTS:
        known_ids = [{record.id for record in one.report(name)} for one in stores]
        assert all(earlier <= later for earlier, later in itertools.pairwise(known_ids)), name


@pytest.mark.parametrize("day", DAYS)
def test_nothing_known_cites_a_later_source(day):
    """Every cite of the shipped store as known on a day is of a source that was out by then."""
    out = {record.id for record in SHIPPED.sources(known_by=day)}
    for record in SHIPPED.facts(known_by=day):
        if not isinstance(record, Source):
            assert {cite.source for cite in (*record.all_cites(), *record.date_from)} <= out, record.id
