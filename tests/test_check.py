"""Promises of `check`: every fault of a store in one run, at its place, with how to mend it; and what is doubtful."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from articles import HEAD, desk, record
from conftest import DATA, Run
from process import harristrip

from harristrip import query
from harristrip.errors import StoreInvalid
from harristrip.rules import RULES, WARNINGS
from harristrip.store import examine, load, read

SMALL = (DATA / "valid" / "small.toml").read_text(encoding="utf-8")
INVALID = sorted((DATA / "invalid").glob("*.toml"))


def changed(tmp_path: Path, *changes: tuple[str, str]) -> str:
    """Write the small store with some of its text replaced; return the file's name."""
    text = SMALL
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return written(tmp_path, text)


def written(tmp_path: Path, text: str | bytes) -> str:
    file = tmp_path / "my.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(file)


def line_of(text: str) -> int:
    """Return the line of the small store in which the text first stands."""
    return SMALL[: SMALL.index(text)].count("\n") + 1


# ---------------------------------------------------------------------------------------------------------------------
# Faults
# ---------------------------------------------------------------------------------------------------------------------


def test_a_store_without_fault_or_doubt_is_clean(tmp_path: Path, run: Run) -> None:
    """Nothing found: one line that says so, and exit 0."""
    name = desk(
        tmp_path, record("claim", "it", '"gazette:1"', topics='["water"]', countries='["freedonia", "italia"]')
    ).facts
    assert run("check", name) == (0, f"{name}: 0 faults, 0 warnings\n".encode(), b"")


def test_every_fault_is_shown_at_its_place_with_the_remedy(tmp_path: Path, run: Run) -> None:
    """File, line and column; the user's own line with a caret below the value; what would mend it."""
    name = changed(tmp_path, ('part_of = "well"', 'part_of = "wel"'), ('date = "2030-05-02"', 'date = "2030-02-30"'))
    first, second = line_of('date = "2030-05-02"'), line_of('part_of = "well"')
    result = run("check", name)
    assert (result.code, result.message) == (1, "")
    assert result.text == (
        f'{name}:{first}:9: error HT012: date: "2030-02-30" is no possible date\n'
        '  date = "2030-02-30"\n'
        "          ^^^^^^^^^^\n"
        "\n"
        f'{name}:{second}:12: error HT009: part_of: no funding "wel" is declared\n'
        '  part_of = "wel"\n'
        "             ^^^\n"
        "  did you mean well?\n"
        "\n"
        f"{name}: 2 faults, 0 warnings\n"
    )


def test_faults_are_sorted_by_line_and_column(tmp_path: Path) -> None:
    """Whatever rule found them, faults come in the order of the file."""
    name = changed(
        tmp_path,
        ('part_of = "well"', 'part_of = "wel"'),
        ('title = "Mayor\'s visit"', "titel = 1"),
        ('people = ["mayor"]\ngroups', 'people = ["major", "minor"]\ngroups'),
        ('about = ["funding"]', 'about = ["fundings"]'),
    )
    places = [(found.line, found.column) for found in examine(read(name), name)]
    assert len(places) >= 5
    assert places == sorted(places)


def test_one_fault_is_counted_in_the_singular(tmp_path: Path, run: Run) -> None:
    """The last line counts."""
    name = changed(tmp_path, ('part_of = "well"', 'part_of = "wel"'))
    assert run("check", name).text.endswith(f"{name}: 1 fault, 0 warnings\n")


@pytest.mark.parametrize("width", [60, 100, 160, 499])
def test_of_a_long_line_the_place_of_the_fault_is_shown(tmp_path: Path, run: Run, width: int) -> None:
    """The excerpt is a window around the fault; the caret stands below it and never runs past it."""
    padding = ", ".join(f'"gazette:{n % 9 + 1}"' for n in range(width))
    name = changed(tmp_path, ('cites = ["gazette:7"]', f'cites = [{padding}, "gazete:7", {padding}]'))
    lines = run("check", name).text.splitlines()
    excerpt, caret = lines[1], lines[2]
    assert len(excerpt) <= 102
    assert len(caret) <= len(excerpt)
    assert excerpt[caret.index("^") : caret.rindex("^") + 1] == "gazete:7"


def test_of_a_long_value_the_window_is_underlined(tmp_path: Path, run: Run) -> None:
    """A value that is longer than the window has no longer caret than the window."""
    name = changed(tmp_path, ('part_of = "well"', f'part_of = "{"w" * 64}"'))
    lines = run("check", name).text.splitlines()
    assert lines[2] == " " * 13 + "^" * 64
    name = changed(tmp_path, ('part_of = "well"', f'part_of = "{"W" * 900}"'))
    lines = run("check", name).text.splitlines()
    assert len(lines[2]) == len(lines[1]) == 102


def test_what_cannot_be_seen_is_shown_and_the_caret_stays_below_it(tmp_path: Path, run: Run) -> None:
    """A tab and an escape in the user's line reach no terminal, and do not move the caret."""
    name = changed(tmp_path, ('part_of = "well"', '\tpart_of\t=\t"wel" # \u202e'))
    lines = run("check", name).text.splitlines()
    assert lines[1] == '  \\tpart_of\\t=\\t"wel" # \\u202e'
    assert lines[2].index("^") == lines[1].index("wel")


def test_a_fault_without_a_value_points_at_its_table(tmp_path: Path, run: Run) -> None:
    """A field that is missing is shown at the head of its record."""
    name = changed(tmp_path, ('purpose = "A pump"\n', ""))
    line = line_of('[[funding]]\nid = "pump"')
    assert f"{name}:{line}:1: error HT006" in run("check", name).text


@pytest.mark.parametrize("rest", ["  ", "\t", "  # as in X"])
def test_a_line_is_shown_to_its_end(tmp_path: Path, rest: str) -> None:
    """The excerpt is the user's own line: blanks at its end and comments stay."""
    name = changed(tmp_path, ('part_of = "well"', f'part_of = "wel"{rest}'))
    assert [found.excerpt for found in examine(read(name), name)] == [f'part_of = "wel"{rest}']


def test_windows_line_ends_are_not_shown(tmp_path: Path) -> None:
    """The excerpt of a CRLF file has no carriage return."""
    file = Path(changed(tmp_path, ('part_of = "well"', 'part_of = "wel"')))
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert [found.excerpt for found in examine(read(str(file)))] == ['part_of = "wel"']


def test_a_file_without_a_line_has_a_first_line(tmp_path: Path, run: Run) -> None:
    """An empty store breaks rules on line 1."""
    result = run("check", written(tmp_path, ""))
    assert result.code == 1
    assert "my.toml:1:1: error HT003: " in result.text
    assert "\n  \n  ^\n" in result.text


def test_json_holds_every_finding(tmp_path: Path, run: Run) -> None:
    """One object with the file, and for each finding its code, severity, place, line, message and hint."""
    name = changed(tmp_path, ('part_of = "well"', 'part_of = "wel"'))
    result = run("check", name, "--json")
    assert result.code == 1
    assert json.loads(result.out) == {
        "schema_version": 1,
        "command": "check",
        "file": name,
        "count": 1,
        "items": [
            {
                "code": "HT009",
                "severity": "error",
                "line": line_of('part_of = "well"'),
                "column": 12,
                "excerpt": 'part_of = "wel"',
                "excerpt_column": 1,
                "message": 'part_of: no funding "wel" is declared',
                "hint": "did you mean well?",
            }
        ],
    }


# ---------------------------------------------------------------------------------------------------------------------
# Which file, and files that cannot be read
# ---------------------------------------------------------------------------------------------------------------------


def test_the_store_in_use_is_checked(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """FILE comes first, then --facts, then HARRISTRIP_FACTS, then the facts that ship."""
    good, bad = str(DATA / "valid" / "small.toml"), changed(tmp_path, ('part_of = "well"', 'part_of = "wel"'))
    assert run("check", good, "--facts", bad).code == 0
    assert run("check", "--facts", bad).code == 1
    monkeypatch.setenv("HARRISTRIP_FACTS", bad)
    assert run("check").code == 1
    monkeypatch.delenv("HARRISTRIP_FACTS")
    result = run("check")
    assert result.code == 0
    assert result.text.endswith("facts.toml: 0 faults, 0 warnings\n")


def test_a_store_may_be_piped_in() -> None:
    """`-` is standard input, and is called so."""
    done = harristrip("check", "-", stdin=SMALL.replace('part_of = "well"', 'part_of = "wel"').encode())
    assert done.returncode == 1
    assert done.stdout.startswith(f"standard input:{line_of('part_of = ')}:12: error HT009".encode())


UNREADABLE = {
    "missing": (None, "cannot be read: No such file or directory"),
    "not UTF-8": (b"schema = 1\n# \xe9\n", ":2: the file is not UTF-8"),
    "not TOML": (b"schema = \n", ":1: the file is not TOML"),
    "number too long": (b"schema = " + b"9" * 9000, "the number has more than 18 digits"),
    "nested without end": (b"a = " + b"[" * 9000, "tables are nested too deep"),
}
if not hasattr(sys, "get_int_max_str_digits"):
    del UNREADABLE["number too long"]


@pytest.mark.parametrize(("content", "problem"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_at_all_is_exit_3(
    tmp_path: Path, run: Run, content: bytes | None, problem: str
) -> None:
    """Where no rule can be tried, nothing goes to standard output."""
    name = str(tmp_path / "nowhere.toml") if content is None else written(tmp_path, content)
    result = run("check", name)
    assert (result.code, result.out) == (3, b"")
    assert result.message.startswith(f"harristrip: error: {name}:")
    assert problem in result.message


# ---------------------------------------------------------------------------------------------------------------------
# Rules
# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", RULES)
@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_every_code_is_explained(run: Run, code: str, case) -> None:
    """`--explain` says what a rule asks for, the code in any case."""
    result = run("check", "--explain", case(code))
    assert result == (0, f"{code}: {RULES[code]}\n".encode(), b"")


def test_an_unknown_code_is_a_usage_error(run: Run) -> None:
    """The nearest and all valid codes are named."""
    result = run("check", "--explain", "HT999")
    assert (result.code, result.out) == (2, b"")
    assert result.message.startswith('harristrip: error: unknown rule "HT999"; did you mean HT')
    assert all(code in result.message for code in RULES)


def expected(file: Path) -> set[str]:
    """Return the codes that the head of a faulty store announces."""
    return {code.decode() for code in re.findall(rb"# expect: (HT[0-9]{3})", file.read_bytes())}


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_check_finds_what_a_faulty_store_announces(file: Path) -> None:
    """Every invalid store breaks the rules that its head names, and no other."""
    try:
        found = {finding.code for finding in examine(read(str(file))) if finding.severity == "error"}
    except StoreInvalid as error:
        found = {fault.code for fault in error.faults}
    assert found == expected(file)


def test_every_rule_is_broken_by_some_store() -> None:
    """No code stands in the list that nothing raises."""
    announced = set().union(*(expected(file) for file in INVALID))
    assert announced == set(RULES) - set(WARNINGS)
    elsewhere = {"HT104", "HT105"}  # one needs a report taken away, the other a thousand faults: test_limits.py
    assert {case.code for case in DOUBTFUL.values()} == set(WARNINGS) - elsewhere


# ---------------------------------------------------------------------------------------------------------------------
# Warnings
# ---------------------------------------------------------------------------------------------------------------------

USE_ALL = record("claim", "use", '"gazette:1"', topics='["water"]', countries='["freedonia", "italia"]')
OTHER_YEAR = record("statistic", "old", '{ at = "gazette:1", printed = "5" }', value=5, measure="Wells dug")
CONFLICT = record(
    "conflict",
    "x",
    '"gazette:1"',
    records='["one", "old"]',
    readings='[{ reading = "5", cites = ["gazette:1"] }, { reading = "6", cites = ["gazette:1"] }]',
)
ONE = record("statistic", "one", '{ at = "gazette:1", printed = "6" }', value=6)
CONFLICT_HINT = "add a [[conflict]] that names both"


class Doubt(NamedTuple):
    """Records that are doubtful, and the one warning that is due."""

    code: str
    message: str
    """What the message must hold."""
    records: str
    at: str
    """The rest of the user's line from the place that is shown."""
    hint: str | None = None


def stop(id_: str, status: str, cites: str = '{ at = "gazette:1", printed = "1 May" }') -> str:
    """Return a stop of 1 May 2030."""
    return record("stop", id_, cites, date="2030-05-01", status=status)


DOUBTFUL: dict[str, Doubt] = {
    "topic": Doubt("HT101", "topics.dust", '[topics.dust]\nlabel = "dust"\n', "[topics.dust]"),
    "topic whose id only stands within another": Doubt(
        "HT101",
        "topics.w",
        record("funding", "well", '"gazette:1", { at = "gazette:1", printed = "$5" }', amount=5)
        + record("funding", "pump", '{ at = "gazette:1", printed = "$2" }', amount=2, part_of="well")
        + '\n[topics.w]\nlabel = "dust"\n',
        "[topics.w]",
    ),
    "country": Doubt(
        "HT101", "countries.utopia", '[countries.utopia]\nname = "Utopia"\ncode = "UT"\n', "[countries.utopia]"
    ),
    "person": Doubt(
        "HT101",
        "people.nobody",
        '[people.nobody]\nname = "No Body"\nsummary = "Stays."\ncites = ["gazette:1"]\n',
        "[people.nobody]",
    ),
    "source": Doubt(
        "HT101",
        "sources.courier",
        f'[sources.courier]\nsummary = "A report."\nsha256 = "{"0" * 64}"\nparagraphs = 1\ncites = ["courier:1"]\n',
        "[sources.courier]",
    ),
    "figures that differ": Doubt("HT102", "one gives 6 and old 5", OTHER_YEAR + ONE, "6", CONFLICT_HINT),
    "figures that differ, one of them in another conflict": Doubt(
        "HT102",
        "one gives 6 and old 5",
        OTHER_YEAR + ONE + CONFLICT.replace('"old"', '"use"'),
        "6",
        CONFLICT_HINT,
    ),
    "planned and past": Doubt(
        "HT103",
        "trip is planned for 2030-05-01, before any of its sources was published",
        stop("trip", "planned"),
        'planned"',
    ),
    "planned and past, below others of its kind": Doubt(
        "HT103",
        "trip is planned for 2030-05-01",
        stop("ride", "held") + stop("sail", "held") + stop("trip", "planned"),
        'planned"',
    ),
    "planned and past, below one of no day": Doubt(
        "HT103",
        "trip is planned for 2030-05-01",
        record("stop", "ride", '"gazette:1"') + stop("trip", "planned"),
        'planned"',
    ),
    "expected money and past": Doubt(
        "HT103",
        "money is expected for 2030-04",
        record("funding", "money", '{ at = "gazette:1", printed = "$5" }', date="2030-04", amount=5, status="expected"),
        'expected"',
    ),
}
DOUBTFUL["held and ahead"] = Doubt(
    "HT106",
    "trip is held on 2030-05-04, after all of its sources were published",
    record("stop", "trip", '{ at = "gazette:1", printed = "4 May" }', date="2030-05-04", status="held"),
    'held"',
)
MONTHLY = DOUBTFUL["source"].records + 'date = "2030-05"\ndate_from = ["courier:1"]\n'
"""A source of which only the month is known."""
NO_DOUBT = {
    "figures alike": OTHER_YEAR + ONE.replace("value = 6", "value = 5"),
    "figures alike, one of them a decimal": OTHER_YEAR + ONE.replace("value = 6", 'value = "5.0"'),
    "figures of other measures": OTHER_YEAR + ONE.replace('"wells dug"', '"wells dry"'),
    "figures of other periods": OTHER_YEAR + ONE.replace('period = "not stated"', 'period = "May"'),
    "figures of other populations": OTHER_YEAR + ONE.replace('population = "All"', 'population = "Some"'),
    "figures whose difference is a conflict": OTHER_YEAR + ONE + CONFLICT,
    "planned, on the day of the report": record(
        "stop", "trip", '{ at = "gazette:1", printed = "3 May" }', date="2030-05-03"
    ),
    "planned, some day of the month": record("stop", "trip", '{ at = "gazette:1", printed = "May" }', date="2030-05"),
    "planned, for a day of the month in which its source was published": record(
        "stop", "trip", '{ at = "courier:1", printed = "15 May" }', date="2030-05-15"
    )
    + MONTHLY,
    "planned for no day": record("stop", "trip", '"gazette:1"'),
    "held and past": stop("trip", "held"),
    "held, on the day of the report": record(
        "stop", "trip", '{ at = "gazette:1", printed = "3 May" }', date="2030-05-03", status="held"
    ),
    "held, some day of the month": record(
        "stop", "trip", '{ at = "gazette:1", printed = "May" }', date="2030-05", status="held"
    ),
    "held, on a later day of the month in which its source was published": record(
        "stop", "trip", '{ at = "courier:1", printed = "15 May" }', date="2030-05-15", status="held"
    )
    + MONTHLY,
    "held, and one source without a date": record(
        "stop", "trip", '{ at = "gazette:1", printed = "4 May" }, "herald:1"', date="2030-05-04", status="held"
    ),
    "promised, for a later day": record(
        "commitment", "aid", '{ at = "gazette:1", printed = "4 May" }', date="2030-05-04", status="promised"
    ),
    "planned, and one source without a date": stop(
        "trip", "planned", '{ at = "gazette:1", printed = "1 May" }, "herald:1"'
    ),
    "source that speaks in its own voice": record("claim", "own", '"gazette:1"', said_by='["herald"]'),
    "topic of an agenda": record(
        "meeting", "met", '"gazette:1"', agenda='[{ topic = "dust", summary = "A well", cites = ["gazette:1"] }]'
    )
    + '\n[topics.dust]\nlabel = "dust"\n',
    "source of a date": record("stop", "trip", '"gazette:1"', date="2030-06", date_from='["courier:1"]')
    + DOUBTFUL["source"].records,
}


def dated(tmp_path: Path, records: str) -> str:
    """Write a store whose gazette was published on 3 May 2030 and whose herald has no date."""
    name = desk(tmp_path, USE_ALL + record("gap", "open", '"herald:1"') + records, HEAD, herald="One.").facts
    text = Path(name).read_text(encoding="utf-8")
    day = 'date = "2030-05-03"\ndate_from = ["gazette:1"]\n'
    Path(name).write_text(text.replace("[sources.gazette]\n", f"[sources.gazette]\n{day}"), encoding="utf-8")
    return name


@pytest.mark.parametrize("case", DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_is_doubtful_is_a_warning_and_no_fault(tmp_path: Path, run: Run, case: Doubt) -> None:
    """Warnings are shown like faults, with their place and remedy, and leave the exit code at 0."""
    name = dated(tmp_path, case.records)
    result = run("check", name, "--json")
    assert result.code == 0
    (found,) = json.loads(result.out)["items"]
    assert (found["code"], found["severity"], found["hint"]) == (case.code, "warning", case.hint)
    assert case.message in found["message"]
    assert found["line"] > Path(name).read_text(encoding="utf-8")[: -len(case.records)].count("\n")
    assert found["excerpt"][found["column"] - found["excerpt_column"] :] == case.at
    assert run("check", name).text.endswith(": 0 faults, 1 warning\n")


@pytest.mark.parametrize("records", NO_DOUBT.values(), ids=NO_DOUBT)
def test_what_is_not_doubtful_is_no_warning(tmp_path: Path, records: str) -> None:
    """Each warning fires on its own case and not on the one beside it."""
    assert examine(read(dated(tmp_path, records))) == ()


def test_warnings_wait_until_there_is_no_fault(tmp_path: Path) -> None:
    """A store that breaks rules is mended first."""
    name = dated(tmp_path, DOUBTFUL["topic"].records + record("gap", "it", '"gazette:1"', topics='["dst"]'))
    assert [found.code for found in examine(read(name), name)] == ["HT009"]


@pytest.mark.parametrize(("code", "severity"), [("HT009", "error"), ("ht101", "warning")])
def test_a_rule_is_explained_as_json(run: Run, code: str, severity: str) -> None:
    """A script learns what a code means, and whether it is an error, without parsing a sentence."""
    answer = json.loads(run("check", "--explain", code, "--json").out)
    expected = {"schema_version": 1, "command": "check", "code": code.upper(), "severity": severity}
    assert answer == {**expected, "rule": RULES[code.upper()]}


def test_a_record_that_no_command_lists_is_a_warning(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the report that takes every kind, what only that one lists is named with its line."""
    small = str(DATA / "valid" / "small.toml")
    assert "HT104" not in run("check", small).text
    fewer = {name: report for name, report in query.REPORTS.items() if name not in ("facts", "timeline")}
    monkeypatch.setattr(query, "REPORTS", fewer)
    found = [item for item in json.loads(run("check", small, "--json").out)["items"] if item["code"] == "HT104"]
    assert [(item["severity"], item["message"]) for item in found] == [("warning", "no command lists thirst")]
    assert Path(small).read_text(encoding="utf-8").splitlines()[found[0]["line"]] == 'id = "thirst"'


@pytest.mark.parametrize(("before", "column"), [(10, 10), (49, 49), (50, 50), (51, 50), (90, 50), (400, 50)])
def test_a_fault_far_into_a_line_stands_in_the_middle_of_the_window(
    tmp_path: Path, run: Run, before: int, column: int
) -> None:
    """At most fifty characters are shown before the value, as many as there are where there are fewer."""
    line = 'cites = ["gazete:7"]'.replace("[", "[" + " " * (before - 10))
    name = changed(tmp_path, ('cites = ["gazette:7"]', line))
    excerpt, caret = run("check", name).text.splitlines()[1:3]
    assert caret == "  " + " " * column + "^" * len("gazete:7")
    assert excerpt == "  " + line[before - column :][:100]


def test_a_record_of_any_kind_that_no_command_lists_is_named_at_its_place(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The head of its own table is shown, whether its kind is a list of tables or a table by id."""
    small = str(DATA / "valid" / "small.toml")
    monkeypatch.setattr(query, "REPORTS", {})
    lines = SMALL.splitlines()
    shown = {}
    for item in json.loads(run("check", small, "--json").out)["items"]:
        if item["code"] == "HT104":
            head, first = lines[item["line"] - 1], lines[item["line"]]
            shown[item["message"]] = first.removeprefix('id = "') if head.startswith("[[") else head.partition(".")[2]
    assert {message: id_.rstrip('"]') for message, id_ in shown.items()} == {
        f"no command lists {one.id}": one.id for one in load(small).records
    }
