"""Rules: every invalid store in `data/invalid` says in its first lines what `check` must find, and warnings."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest
from conftest import DATA, Run
from stores import HEAD, SMALL, faults, found, parse, printed, record, source, store

from harristrip.facts import load, rules
from harristrip.index.reports import REPORTS

INVALID = sorted((DATA / "invalid").glob("*.toml"))
EXPECT = re.compile(r"^# expect: (HT\d{3}) line (\d+)(?:: (.+))?$", re.MULTILINE)


def expected(text: str) -> list[tuple[str, int, str | None]]:
    """Return code, line and hint of each fault that a file announces."""
    return sorted((code, int(line), hint or None) for code, line, hint in EXPECT.findall(text))


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_invalid_store_has_the_faults_that_it_announces(path) -> None:
    """Each fault is found at its line with its hint, in the order of the file, and nothing else is found."""
    data = path.read_bytes()
    shown = load.examine(data, path.name)
    assert sorted((one.code, one.line, one.hint) for one in shown) == expected(data.decode("latin-1"))
    assert [(one.line, one.column) for one in shown] == sorted((one.line, one.column) for one in shown)
    assert {one.severity for one in shown} == {"error"}


def test_every_rule_has_a_store_that_breaks_it() -> None:
    """A rule that nothing breaks is a rule that nobody has seen at work."""
    announced = {code for path in INVALID for code, _, _ in expected(path.read_text("latin-1"))}
    assert announced == {code for code in rules.RULES if not rules.is_warning(code)}
    assert {case.code for case in DOUBTFUL.values()} | {"HT105", "HT108"} == {
        one for one in rules.RULES if rules.is_warning(one)
    }


CHANGES = [
    ('label = "labour"', 'label = "water"', 'the name "water" also means [topics.water]', "water"),
    ('name = "Sylvania"', 'name = "Free Land"', 'name "Free Land" also means [countries.freedonia]', "Free Land"),
    ('code = "SY"', 'code = "FD"', 'the name "FD" also means [countries.freedonia]', "FD"),
    ('aliases = ["labor"]', 'aliases = ["labor", "Water"]', 'name "Water" also means [topics.water]', "Water"),
    ('aliases = ["Free Land"]', 'aliases = ["Sylvania"]', '"Sylvania" also means [countries.sylvania]', "Sylvania"),
    ('id = "ride"', 'id = "freedonia"', 'the id "freedonia" is taken by [countries.freedonia]', "freedonia"),
    ('id = "ride"', 'id = "labour"', 'the id "labour" is taken by [topics.labour]', "labour"),
    ('"herald:2"', '"heralt:2"', 'no source "heralt" is declared', "heralt:2"),
    ('"herald:2"', '"herald:5"', "herald:5: herald has 4 paragraphs", "herald:5"),
    ("paragraphs = 4", "paragraphs = 1", "herald:2: herald has 1 paragraph", "herald:2"),
    ('last_day = "2030-05-02"', 'last_day = "2030-04"', "last_day comes before first_day", "2030-04"),
]


@pytest.mark.parametrize(("old", "new", "words", "value"), CHANGES)
def test_a_fault_names_what_it_clashes_with_and_points_at_the_value(old: str, new: str, words: str, value: str) -> None:
    """The message names the table of the other entry; the place is that of the value."""
    text = SMALL.read_text("utf-8")
    assert text.count(old) == 1
    text = text.replace(old, new)
    shown = [fault for fault in faults(text) if fault.message.endswith(words)]
    assert shown, faults(text)
    assert all(text.split("\n")[fault.line - 1][fault.column - 1 :].startswith(value) for fault in shown)


@pytest.mark.parametrize(("first", "last"), [("2030-05-01", "2030-05-01"), ("2030-05-02", "2030-05"), ("2030", "2030")])
def test_an_event_may_last_a_day_or_end_at_some_time_of_a_month(first: str, last: str) -> None:
    """Days are compared with the precision that they have."""
    head = HEAD.replace('first_day = "2030-05-01"', f'first_day = "{first}"')
    event = parse(store(head=head.replace('last_day = "2030-05-02"', f'last_day = "{last}"'))).event
    assert (event.first_day, event.last_day) == (first, last)


def test_reports_that_a_gap_may_name_are_the_reports() -> None:
    """The rules know the names of reports without importing them."""
    assert sorted(rules.REPORT_NAMES) == sorted(REPORTS)


def test_a_rule_is_one_declaration(run: Run) -> None:
    """A declared rule is explained and classified by its code."""

    @rules.rule("HT199", "An invented rule.")
    def _nothing():
        yield from ()

    try:
        assert run("check", "--explain", "ht199").text == "HT199: An invented rule.\n"
        assert rules.is_warning("HT199")
    finally:
        del rules.RULES["HT199"]


def crowded(figures: int, *, named: int) -> str:
    """Return a conflict of measures that names each of some figures so many times."""
    ids = [f"s{n}" for n in range(figures)]
    cites = [printed("5 wells")]
    every = [record("statistic", id_, measure=id_, cites=cites) for id_ in ids]
    return store(*every, record("conflict", "c", class_="different measure", records=ids * named))


def test_a_conflict_names_a_bounded_number_of_figures() -> None:
    """What each figure says of the others grows with the square of their number; repeated names do not count."""
    facts = parse(crowded(8, named=50))
    first = next(one for one in facts.records if one.id == "s0")
    assert (first.conflicts, len(first.not_comparable)) == (("c",), 7)
    assert [fault.code for fault in faults(crowded(9, named=1))] == ["HT020"]


# ---------------------------------------------------------------------------------------------------------------------
# Warnings
# ---------------------------------------------------------------------------------------------------------------------

MAY_1 = [printed("1 May")]
FIVE = record("statistic", "old", measure="Wells dug", cites=[printed("5 wells")])
SIX = record("statistic", "one", value=6, cites=[printed("6 wells")])
BOTH = record("conflict", "x", records=["one", "old"])
HINT = "add a [[conflict]] that names both"
COURIER = source("courier")
MONTHLY = source("courier", rest='date = "2030-05"\ndate_from = ["courier:1"]')


class Doubt(NamedTuple):
    """Records that are doubtful, and the one warning that they get."""

    code: str
    message: str
    """A part of the message."""
    records: str
    at: str
    """The rest of the line from the place of the warning."""
    hint: str | None = None


def money(id_: str, amount: object, **fields: object) -> str:
    return record("funding", id_, amount=amount, **{"purpose": "A well", "cites": [printed("$5")], **fields})


def stop(id_: str, status: str, date: str | None = "2030-05-01", **fields: object) -> str:
    return record("stop", id_, status=status, date=date, **{"cites": MAY_1, **fields})


DOUBTFUL: dict[str, Doubt] = {
    "topic": Doubt("HT101", "nothing uses topics.dust", '[topics.dust]\nlabel = "dust"', "[topics.dust]"),
    "country": Doubt(
        "HT101", "countries.utopia", '[countries.utopia]\nname = "Utopia"\ncode = "UT"', "[countries.utopia]"
    ),
    "place": Doubt("HT101", "places.vale", '[places.vale]\nname = "Vale"\ncountries = ["italia"]', "[places.vale]"),
    "group": Doubt("HT101", "groups.dust", '[groups.dust]\nlabel = "Dust"', "[groups.dust]"),
    "person": Doubt(
        "HT101",
        "people.nobody",
        '[people.nobody]\nname = "N"\nsummary = "S."\ncites = ["gazette:1"]',
        "[people.nobody]",
    ),
    "source": Doubt("HT101", "sources.courier", COURIER, "[sources.courier]"),
    "figures that differ": Doubt("HT102", "one gives 6 and old 5", FIVE + SIX, "6", HINT),
    "figures that differ, in other conflicts": Doubt(
        "HT102", "one gives 6 and old 5", FIVE + SIX + BOTH.replace('"old"', '"use"'), "6", HINT
    ),
    "ranges that differ": Doubt(
        "HT102", "one gives 5 and old 5", FIVE + SIX.replace("= 6", "= 5\nvalue_to = 6"), "5", HINT
    ),
    "amounts that differ": Doubt("HT102", "b gives 6 and a 5", money("a", 5) + money("b", 6), "6", HINT),
    "planned and past": Doubt(
        "HT103",
        "trip is planned for 2030-05-01, before any of its sources was published",
        stop("ride", "held") + stop("sail", "planned", None) + stop("trip", "planned"),
        'planned"',
    ),
    "expected money and past": Doubt(
        "HT103", "money is expected for 2030-04", money("money", 5, date="2030-04", status="expected"), 'expected"'
    ),
    "held and ahead": Doubt(
        "HT106",
        "trip is held on 2030-05-04, after all of its sources were published",
        stop("trip", "held", "2030-05-04"),
        'held"',
    ),
    "figure without a unit": Doubt(
        "HT107", "it has a figure without a unit", record("claim", "it", value=7, cites=[printed("7")]), "7"
    ),
}
NO_DOUBT = {
    "figures alike": FIVE + SIX.replace("value = 6", "value = 5"),
    "figures alike, one a decimal": FIVE + SIX.replace("value = 6", 'value = "5.0"'),
    "figures of other measures": FIVE + SIX.replace('"wells dug"', '"wells dry"'),
    "figures of other periods": FIVE + SIX.replace("value = 6", 'value = 6\nperiod = "May"'),
    "figures of other populations": FIVE + SIX.replace("value = 6", 'value = 6\npopulation = "Some"'),
    "figures whose difference is a conflict": FIVE + SIX + BOTH,
    "amounts of other currencies": money("a", 5) + money("b", 6, currency="GBP"),
    "amounts of other statuses": money("a", 5) + money("b", 6, status="paid"),
    "amounts without a purpose": money("a", 5, purpose=None) + money("b", 6, purpose=None),
    "amounts for different recipients": money("a", 5) + money("b", 6, recipient="The town"),
    "planned, on the day of the report": stop("trip", "planned", "2030-05-03"),
    "planned, some day of the month": stop("trip", "planned", "2030-05"),
    "planned, in the month of the report": stop("trip", "planned", "2030-05-15", cites=[printed("5", "courier:1")])
    + MONTHLY,
    "planned for no day": stop("trip", "planned", None),
    "planned, and one source undated": stop("trip", "planned", cites=[*MAY_1, "herald:1"]),
    "held and past": stop("trip", "held"),
    "held, on the day of the report": stop("trip", "held", "2030-05-03"),
    "held, some day of the month": stop("trip", "held", "2030-05"),
    "held, in the month of the report": stop("trip", "held", "2030-05-15", cites=[printed("15 May", "courier:1")])
    + MONTHLY,
    "held, and one source undated": stop("trip", "held", "2030-05-04", cites=[*MAY_1, "herald:1"]),
    "promised, for a later day": record(
        "commitment", "aid", date="2030-05-04", status="promised", cites=[printed("4 May")]
    ),
    "source that speaks in its own voice": record("claim", "own", said_by=["courier"]) + COURIER,
    "topic of an agenda": record(
        "meeting", "met", agenda=[{"topic": "dust", "summary": "A well", "cites": ["gazette:1"]}]
    )
    + '[topics.dust]\nlabel = "dust"',
    "country of a place": '[countries.utopia]\nname = "Utopia"\ncode = "UT"\n[places.vale]\nname = "Vale"\n'
    'countries = ["utopia"]\n' + record("gap", "there", places=["vale"]),
    "source of a date": stop("trip", "planned", "2030-06", date_from=["courier:1"]) + COURIER,
    "group named by a gap": '[groups.wells]\nlabel = "Wells"\n' + FIVE + record("gap", "why", about=["wells"]),
    "amount with its currency": money("a", 5),
}


def dated(*records: str) -> str:
    """Return a store without doubt beside these records; its gazette is of 3 May 2030, its herald has no date."""
    use = record("claim", "use", topics=["water"], countries=["freedonia", "italia"], cites=["gazette:1", "herald:1"])
    gazette = source("gazette", rest='date = "2030-05-03"\ndate_from = ["gazette:1"]')
    return store(gazette, use, *records, sources=("herald",))


@pytest.mark.parametrize("case", DOUBTFUL.values(), ids=DOUBTFUL)
def test_a_doubtful_record_gets_a_warning_at_its_place(case: Doubt) -> None:
    """A warning has a code, a message, a place and how to mend it, and makes no store invalid."""
    text = dated(case.records)
    (warning,) = found(text)
    assert parse(text)
    assert (warning.code, warning.severity, warning.hint) == (case.code, "warning", case.hint)
    assert case.message in warning.message
    assert warning.excerpt[warning.column - warning.excerpt_column :] == case.at


def test_the_title_of_a_draft_gets_a_warning() -> None:
    """In any case; a title that only begins so is one."""
    for title, codes in (("Working title", ["HT108"]), ("working  TITLE", ["HT108"]), ("Working titles of a film", [])):
        shown = found(dated().replace('title = "Mayor\'s visit"', f'title = "{title}"'))
        assert [one.code for one in shown] == codes
        assert all(one.hint == "name the event" and "title" in one.excerpt for one in shown)


@pytest.mark.parametrize("records", NO_DOUBT.values(), ids=NO_DOUBT)
def test_what_is_not_doubtful_gets_no_warning(records: str) -> None:
    """Each warning fires on its own case and not on the one beside it."""
    assert found(dated(records)) == ()


def test_warnings_wait_until_there_is_no_fault() -> None:
    """A store that breaks rules is mended first."""
    text = dated(DOUBTFUL["topic"].records, record("gap", "it", topics=["dst"]))
    assert [one.code for one in found(text)] == ["HT009"]


@pytest.mark.parametrize(("named", "warnings", "words"), [
    (False, load.MOST, "only the first 1000 problems of this sort are listed"),
    (True, 0, "only the first 1000000 pairs of figures of one measure are compared"),
])  # fmt: skip
def test_a_bounded_number_of_pairs_of_figures_is_compared(named: bool, warnings: int, words: str) -> None:  # noqa: FBT001
    """Figures that all differ make a pair with every other one; where the list ends, a warning says so."""
    ids = [f"s{n}" for n in range(1415)]
    figures = [record("statistic", id_, value=n, cites=[printed(str(n))]) for n, id_ in enumerate(ids)]
    conflicts = [record("conflict", f"c{n}", class_="wording", records=ids[:1000]) for n in range(named)]
    conflicts += [record("conflict", f"d{n}", class_="wording", records=ids[415:]) for n in range(named)]
    conflicts += [
        record("conflict", f"e{n}", class_="wording", records=[*ids[:415], *ids[1000:]]) for n in range(named)
    ]
    shown = found(dated(*figures, *conflicts))
    assert [one.code for one in shown].count("HT102") == warnings
    assert [one.message for one in shown if one.code == "HT105"] == [words]
