"""The rules of a store: each faulty file in `data/invalid` says in its first lines what must be found in it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
import tomli

from harristrip import drafts, model, rules, store
from harristrip.errors import Fault, StoreInvalid
from harristrip.model import Conflict, Meeting, Person, Statistic

DATA = Path(__file__).parent / "data"
VALID = sorted((DATA / "valid").glob("*.toml"))
INVALID = sorted((DATA / "invalid").glob("*.toml"))
EXPECT = re.compile(r"^# expect: (HT\d{3}) line (\d+)(?:: (.+))?$", re.MULTILINE)


def expected(path: Path) -> list[tuple[str, int, str | None]]:
    """Read code, line and hint of each fault that the file announces."""
    text = path.read_bytes().decode("latin-1")
    return sorted((code, int(line), hint or None) for code, line, hint in EXPECT.findall(text))


def faults(path: Path) -> tuple[Fault, ...]:
    """Load a faulty store."""
    with pytest.raises(StoreInvalid) as caught:
        store.load(path)
    return caught.value.faults


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_a_faulty_store_names_every_fault_its_line_and_how_to_mend_it(path: Path) -> None:
    """What the file announces is found, and nothing else is."""
    assert sorted((fault.code, fault.line, fault.hint) for fault in faults(path)) == expected(path)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_sound_store_loads(path: Path) -> None:
    """No rule refuses a store that keeps to all of them."""
    assert store.load(path).records


@pytest.mark.parametrize("code", [code for code in rules.RULES if code not in rules.WARNINGS])
def test_every_rule_has_a_store_that_breaks_it(code: str) -> None:
    """A rule without a faulty file would be a rule that nobody has seen at work."""
    assert any(code == found for path in INVALID for found, _, _ in expected(path))


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_faults_stand_in_order_of_the_file(path: Path) -> None:
    """An author can mend a file from top to bottom, and every fault has a rule that explains it."""
    found = faults(path)
    assert [fault.line for fault in found] == sorted(fault.line for fault in found)
    assert {fault.code for fault in found} <= rules.RULES.keys()


@pytest.mark.parametrize(("many", "end"), [(10, ""), (11, ", …")])
def test_of_what_cannot_be_seen_ten_pictures_are_enough(many: int, end: str) -> None:
    """A text of nothing else is told in a line all the same."""
    hidden = "".join(f"\\u{0x80 + n:04x}" for n in range(many))
    text = (DATA / "valid" / "small.toml").read_text("utf-8").replace('title = "', f'title = "{hidden}', 1)
    with pytest.raises(StoreInvalid) as caught:
        store.parse(text)
    pictures = ", ".join(f"\\x{0x80 + n:x}" for n in range(10))
    assert caught.value.faults[0].message == f"the text holds {pictures}{end}, which cannot be seen"


@pytest.mark.skipif(not hasattr(sys, "get_int_max_str_digits"), reason="this Python reads numbers of any length")
@pytest.mark.parametrize(("before", "line"), [("", 1), ("\n", 2), ("\n\n", 3)])
def test_a_number_that_python_does_not_read_is_shown_at_its_place(before: str, line: int) -> None:
    """Its line and column are counted, whatever stands before and behind it."""
    with pytest.raises(StoreInvalid) as caught:
        store.parse(f"{before}schema = {'9' * 5000}\nnote = 1\n")
    assert [(one.code, one.line, one.column) for one in caught.value.faults] == [("HT019", line, 10)]


BOUNDS = [
    ("", "", 0),
    ('cites = ["gazette:1"]', 'cites = ["gazette:1", "gazette:1", "gazette:1", "gazette:1"]', 0),
    ('cites = ["gazette:1"]', 'cites = ["gazette:1", "gazette:1", "gazette:1", "gazette:1", "gazette:1"]', 1),
    ('title = "', f'title = "{"a" * 3987}', 0),
    ('title = "', f'title = "{"a" * 3988}', 1),
    ("paragraphs = 9", f"paragraphs = {10**18 - 1}", 0),
    ("paragraphs = 9", f"paragraphs = {10**18}", 1),
]


@pytest.mark.parametrize(("old", "new", "faults"), BOUNDS)
def test_what_just_keeps_to_a_bound_is_let_in(old: str, new: str, faults: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists within tables and records are counted, those of all records are not."""
    monkeypatch.setattr(model, "ENTRIES", 4)
    text = (DATA / "valid" / "small.toml").read_text("utf-8")
    assert old in text
    gaps = "".join(
        f'\n[[gap]]\nid = "new-{n}"\nsummary = "s"\nstatus = "declined"\ncites = ["gazette:1"]\n' for n in range(5)
    )
    found = drafts.build(tomli.loads(text.replace(old, new, 1) + gaps))[1]
    assert [one.code in ("HT019", "HT022") for one in found] == [True] * faults


def test_names_are_compared_until_a_bound_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five characters with five are 25 pairs: of 50 two names can be sought, and no third."""
    monkeypatch.setattr(rules, "COMPARISONS", 50)
    declared = rules.Declared(topic={"water"}, person={"mayor"})
    near = [
        declared.nearest(what, name) for what, name in (("topic", "watar"), ("person", "mayro"), ("topic", "watar"))
    ]
    assert near == ["water", "mayor", None]


MESSAGES = [
    ("amount-float", "amount = 5000.0: expected a whole number of currency units, no float and no text"),
    ("cite-past-the-end", "gazette:4: gazette has 3 paragraphs"),
    ("date-unquoted", "date = 2030-05-01: expected a date in quotes"),
    ("field-missing", "the field 'said_by' is missing: a list of ids, one or more"),
    ("field-unknown", "unknown field 'sumary'"),
    ("id-twice", 'the id "thirst" is taken by [[claim]] number 1'),
    ("id-across-kinds", 'the id "water" is taken by [topics.water]'),
    ("alias-ambiguous", 'the name "Máyor" also means [people.mayor]'),
    ("readings-too-few", "a list of tables with reading and cites, two or more"),
    ("schema-missing", "the layout must be schema = 1; it is missing"),
    ("schema-unknown", "the layout must be schema = 1; found schema = 2"),
    ("kind-as-table", "gap must be written [[gap]]"),
    ("characters-hidden", r"the text holds \x1b, which cannot be seen"),
    ("characters-hidden", r"the text holds \u200b, \ufeff, which cannot be seen"),
    ("country-undeclared", 'countries: no country "freedona" is declared'),
    ("part-without-cites", 'agenda.0.cites = []: expected a list of cites such as "fox:25", one or more'),
]


@pytest.mark.parametrize(("stem", "words"), MESSAGES)
def test_a_fault_says_what_is_wrong(stem: str, words: str) -> None:
    """A message shows the user's own value and what could stand there."""
    assert any(words in fault.message for fault in faults(DATA / "invalid" / f"{stem}.toml"))


def test_a_fault_points_at_the_value() -> None:
    """The column is that of the value, not of the line's start."""
    (fault,) = faults(DATA / "invalid" / "cite-past-the-end.toml")
    line = (DATA / "invalid" / "cite-past-the-end.toml").read_text("utf-8").split("\n")[fault.line - 1]
    assert line[fault.column - 1 :].startswith("gazette:4")


SMALL = (DATA / "valid" / "small.toml").read_text("utf-8")
CHANGES = [
    ('label = "labour"', 'label = "water"', 'the name "water" also means [topics.water]', "water"),
    ('name = "Sylvania"', 'name = "Free Land"', 'name "Free Land" also means [countries.freedonia]', "Free Land"),
    ('code = "SY"', 'code = "FD"', 'the name "FD" also means [countries.freedonia]', "FD"),
    ('label = "water"', 'label = "water"\naliases = ["labour"]', 'name "labour" also means [topics.labour]', "labour"),
    ('aliases = ["labor"]', 'aliases = ["labor", "Water"]', 'name "Water" also means [topics.water]', "Water"),
    (
        'aliases = ["Free Land"]',
        'aliases = ["Sylvania"]',
        'name "Sylvania" also means [countries.sylvania]',
        "Sylvania",
    ),
    ('id = "ride"', 'id = "freedonia"', 'the id "freedonia" is taken by [countries.freedonia]', "freedonia"),
    ('id = "ride"', 'id = "labour"', 'the id "labour" is taken by [topics.labour]', "labour"),
    ('"herald:2"', '"heralt:2"', 'no source "heralt" is declared', "heralt:2"),
    ('"herald:2"', '"herald:5"', "herald:5: herald has 4 paragraphs", "herald:5"),
    ("paragraphs = 4", "paragraphs = 1", "herald:2: herald has 1 paragraph", "herald:2"),
]
"""A change of the small store, the words of its fault, and the value that the fault points at."""


@pytest.mark.parametrize(("old", "new", "words", "value"), CHANGES)
def test_a_fault_says_whose_a_name_is_and_points_at_the_value(old: str, new: str, words: str, value: str) -> None:
    """Ids, names and cites that clash with others are told with the table of the other, where they stand."""
    assert SMALL.count(old) == 1
    text = SMALL.replace(old, new)
    with pytest.raises(StoreInvalid) as caught:
        store.parse(text)
    found = [fault for fault in caught.value.faults if fault.message.endswith(words)]
    assert found, [fault.message for fault in caught.value.faults]
    assert all(text.split("\n")[fault.line - 1][fault.column - 1 :].startswith(value) for fault in found)


def test_an_event_of_one_day_is_sound() -> None:
    """It ends on the day on which it begins."""
    event = store.parse(SMALL.replace('last_day = "2030-05-02"', 'last_day = "2030-05-01"')).event
    assert event.first_day == event.last_day == "2030-05-01"


@pytest.fixture(scope="module")
def small() -> store.Store:
    """The small sound store."""
    return store.load(DATA / "valid" / "small.toml")


def test_a_date_is_stated_unless_it_says_from_what_it_was_worked_out(small: store.Store) -> None:
    """The basis of a date follows from `date_from`, and a record without a date has none."""
    basis = {record.id: record.date_basis for record in small.records}
    assert (basis["ride"], basis["talks"], basis["well"]) == ("stated", "derived", None)


def test_a_record_without_cites_of_its_own_has_those_of_its_parts(small: store.Store) -> None:
    """What the parts of a record cite, the record cites."""
    (mayor,) = [record for record in small.records if isinstance(record, Person)]
    assert [(cite.source, cite.paragraph) for cite in mayor.cites] == [("gazette", 1), ("herald", 1)]


def test_a_meeting_of_two_countries_is_joint(small: store.Store) -> None:
    """Whether a meeting is joint is worked out from its countries."""
    (talks,) = [record for record in small.records if isinstance(record, Meeting)]
    assert talks.joint
    assert len(talks.countries) == 2


def test_a_meeting_of_one_country_is_not_joint() -> None:
    """Nor is one of none."""
    text = (DATA / "valid" / "small.toml").read_text("utf-8")
    for countries in ('["freedonia"]', "[]"):
        changed = text.replace('countries = ["freedonia", "sylvania"]', f"countries = {countries}")
        assert changed != text
        (talks,) = [record for record in store.parse(changed).records if isinstance(record, Meeting)]
        assert not talks.joint


def test_of_a_store_of_another_layout_nothing_else_is_said() -> None:
    """Whoever has a newer store hears of its layout and not of a thousand fields that this version does not know."""
    text = (DATA / "valid" / "small.toml").read_text("utf-8").replace("schema = 1", "schema = 2", 1)
    with pytest.raises(StoreInvalid) as caught:
        store.parse(text.replace("summary", "sumary"))
    assert {fault.code for fault in caught.value.faults} == {"HT003"}


def test_a_conflict_marks_the_records_that_it_concerns(small: store.Store) -> None:
    """Both sides of a conflict know it, and figures of different measures are never comparable."""
    figures = {record.id: record for record in small.records if isinstance(record, Statistic)}
    assert {record.conflicts for record in figures.values()} == {("how-many",)}
    assert figures["wells-dug"].not_comparable == ("share-dry",)
    assert figures["share-dry"].not_comparable == ("wells-dug",)
    assert not any(record.conflicts for record in small.records if record.id not in figures)


CONFLICT = """
[[conflict]]
id = "thirst-or-not"
summary = "Thirst, or talks."
class = "wording"
records = ["thirst", "talks"]
{fields}readings = [{{ reading = "One", cites = ["gazette:7"] }}, {{ reading = "Two", cites = ["gazette:3"] }}]
safest = "Both."
reason = "They differ."
"""


@pytest.mark.parametrize(
    ("fields", "countries"),
    [("", ("freedonia", "sylvania")), ('countries = ["sylvania"]\n', ("sylvania",))],
    ids=["its records'", "its own"],
)
def test_a_conflict_concerns_the_countries_of_its_records(fields: str, countries: tuple[str, ...]) -> None:
    """A conflict is found through what its records are about, unless it says so itself."""
    text = (DATA / "valid" / "small.toml").read_text("utf-8") + CONFLICT.format(fields=fields)
    (conflict,) = [record for record in store.parse(text).records if record.id == "thirst-or-not"]
    assert isinstance(conflict, Conflict)
    assert conflict.countries == countries
    assert conflict.topics == ("water",)
