"""Rules: every invalid store in `data/invalid` says in its first lines what `check` must find, and warnings."""

from __future__ import annotations

import re

import pytest
from conftest import DATA, Run
from stores import HEAD, SMALL, cases, faults, found, parse, printed, record, source, store, toml

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
    doubtful = {case.values[0].get("code") for case in cases("warnings.jsonl")} - {None}
    assert doubtful | {"HT105", "HT108"} == {code for code in rules.RULES if rules.is_warning(code)}


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


def dated(*records: str) -> str:
    """Return a store without doubt beside these records; its gazette is of 3 May 2030, its herald has no date."""
    use = record("claim", "use", topics=["water"], countries=["freedonia", "italia"], cites=["gazette:1", "herald:1"])
    gazette = source("gazette", rest='date = "2030-05-03"\ndate_from = ["gazette:1"]')
    return store(gazette, use, *records, sources=("herald",))


@pytest.mark.parametrize("case", cases("warnings.jsonl"))
def test_a_warning_fires_on_its_own_case_and_not_on_the_one_beside_it(case: dict) -> None:
    """A warning has a code, a message, a place and how to mend it, and makes no store invalid."""
    tables = [
        f"[{name}]\n" + "".join(f"{key} = {toml(value)}\n" for key, value in table.items())
        for name, table in case.get("tables", {}).items()
        if not name.startswith("sources")
    ]
    sources = [
        source(name[8:], rest="".join(f"{key} = {toml(value)}\n" for key, value in table.items()))
        for name, table in case.get("tables", {}).items()
        if name.startswith("sources")
    ]
    records = [record(kind, **fields) for kind, fields in case.get("records", ())]
    shown = found(dated(*tables, *sources, *records))
    assert [one.code for one in shown] == ([case["code"]] if "code" in case else [])
    for warning in shown:
        assert (warning.severity, warning.hint) == ("warning", case.get("hint"))
        assert case["message"] in warning.message
        assert warning.excerpt[warning.column - warning.excerpt_column :] == case["at"]


def test_the_title_of_a_draft_gets_a_warning() -> None:
    """In any case; a title that only begins so is one."""
    for title, codes in (("Working title", ["HT108"]), ("working  TITLE", ["HT108"]), ("Working titles of a film", [])):
        shown = found(dated().replace('title = "Mayor\'s visit"', f'title = "{title}"'))
        assert [one.code for one in shown] == codes
        assert all(one.hint == "name the event" and "title" in one.excerpt for one in shown)


def test_warnings_wait_until_there_is_no_fault() -> None:
    """A store that breaks rules is mended first."""
    text = dated(source("courier"), record("gap", "it", topics=["dst"]))
    assert [one.code for one in found(text)] == ["HT009"]


@pytest.mark.parametrize(("named", "warnings", "words"), [
    (False, load.MAX_PROBLEMS, "only the first 1000 problems of this sort are listed"),
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
