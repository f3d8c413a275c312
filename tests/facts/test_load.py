"""How a store becomes typed records: short forms, computed fields, unreadable texts, and lists of faults."""

from __future__ import annotations

import re

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st
from stores import HEAD, SMALL, cases, document, faults, found, parse, printed, record, small, source, store, with_value

from harristrip.errors import StoreInvalid, StoreUnreadable
from harristrip.facts import load, model
from harristrip.facts.model import Cite

TEXT = SMALL.read_text("utf-8")


def one(text: str, id_: str = "it"):
    """Return one record of a store."""
    return next(record for record in parse(text).records if record.id == id_)


def test_a_store_becomes_typed_records_in_the_order_of_kinds() -> None:
    """Each kind has its own type, and records of a kind keep the order of the file."""
    facts = parse(TEXT)
    assert facts.event.title == "Mayor's visit"
    assert list(facts.vocabularies["country"]) == ["freedonia", "sylvania"]
    assert [one.kind for one in facts.records] == sorted((r.kind for r in facts.records), key=list(model.KINDS).index)
    assert {one.kind for one in facts.records} == set(model.KINDS)
    assert all(type(one) is model.KINDS[one.kind] for one in facts.records)


@pytest.mark.parametrize("text", [TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, document(small())])
def test_the_form_of_a_text_changes_no_fact(text: str) -> None:
    """Windows line ends, a byte order mark and inline tables say the same."""
    assert parse(text) == parse(TEXT)


SHORT = [
    ("gazette:4", Cite(source="gazette", paragraph=4)),
    ({"at": "gazette:4"}, Cite(source="gazette", paragraph=4)),
    (
        printed("4 ferries", "herald:2", via="Radio", reads="four ferries"),
        Cite(source="herald", paragraph=2, printed="4 ferries", via="Radio", reads="four ferries"),
    ),
]


@pytest.mark.parametrize(("written", "cite"), SHORT, ids=["text", "table", "whole"])
def test_a_cite_is_written_as_text_or_as_a_table(written: object, cite: Cite) -> None:
    """`"post:4"` means `{ at = "post:4" }`."""
    assert one(store(record("gap", "it", cites=[written]))).cites == (cite,)


def test_a_single_whole_may_be_written_without_brackets() -> None:
    """`part_of = "a"` means `part_of = ["a"]`."""
    money = [printed("$5")]
    wholes = [record("funding", id_, amount=9, cites=money) for id_ in "ab"]
    for part_of in ("a", ["a"], ["a", "b"]):
        found = one(store(*wholes, record("funding", "it", cites=money, part_of=part_of)))
        assert found.part_of == tuple(part_of if isinstance(part_of, list) else [part_of])


@pytest.mark.parametrize(
    ("fields", "figure"),
    [
        ({"value": 5, "unit": "wells"}, (5, None, None, "wells", None)),
        (
            {"value": "2.5", "value_to": 3, "qualifier": "about", "unit": "%", "per": "year"},
            ("2.5", 3, "about", "%", "year"),
        ),
        ({"value": "1/5", "unit": "people"}, ("1/5", None, None, "people", None)),
        ({"value": -4, "unit": "degrees"}, (-4, None, None, "degrees", None)),
        ({}, None),
    ],
)
def test_a_claim_may_have_a_figure(fields: dict, figure: tuple | None) -> None:
    """Whole numbers, decimals and fractions; a range, a hedge, a unit and a rate."""
    found = one(store(record("claim", "it", cites=[printed("words")], **fields))).figure
    assert (found and (found.value, found.value_to, found.qualifier, found.unit, found.per)) == figure
    assert not (found and found.is_money)


def test_an_amount_is_a_figure_in_a_currency() -> None:
    """Money has the same figure as every other kind, its unit being the currency."""
    found = one(store(record("funding", "it", amount="1.5", amount_to=2, per="family", cites=[printed("x")]))).figure
    assert (found.value, found.value_to, found.unit, found.per, found.is_money) == ("1.5", 2, "USD", "family", True)


@pytest.mark.parametrize(
    ("fields", "basis"),
    [
        ({}, None),
        ({"date": "2030", "cites": [printed("2030")]}, "stated"),
        ({"date": "2030", "date_from": ["gazette:2"]}, "derived"),
    ],
)
def test_the_basis_of_a_date_is_computed(fields: dict, basis: str | None) -> None:
    """A date is stated unless the record says what it was worked out from."""
    assert one(store(record("gap", "it", **fields))).date_basis == basis


def test_a_source_may_have_the_date_of_its_page() -> None:
    """`metadata` needs no printed words."""
    text = store(source("it", rest='date = "2030-05-01"\ndate_basis = "metadata"'))
    assert (one(text).date, one(text).date_basis) == ("2030-05-01", "metadata")


def test_a_record_without_cites_has_those_of_its_parts() -> None:
    """Each passage once, in the order of the parts."""
    agenda = [{"topic": "water", "summary": "s", "cites": cites} for cites in (["herald:2", "gazette:1"], ["herald:2"])]
    met = one(store(record("meeting", "it", cites=None, agenda=agenda)))
    assert [(cite.source, cite.paragraph) for cite in met.cites] == [("herald", 2), ("gazette", 1)]


@pytest.mark.parametrize(("countries", "joint"), [([], False), (["freedonia"], False), (["freedonia", "italia"], True)])
def test_a_meeting_of_several_countries_is_joint(countries: list[str], joint: bool) -> None:  # noqa: FBT001
    """Whether a meeting is joint follows from its countries."""
    assert one(store(record("meeting", "it", countries=countries))).joint == joint


def test_groups_that_a_store_does_not_declare_follow_from_its_statistics() -> None:
    """Stores that were written before groups were declared stay valid."""
    cites = [printed("5")]
    facts = parse(store(*(record("statistic", f"s{n}", group=g, cites=cites) for n, g in enumerate(("a-b", "c", "c")))))
    assert {id_: group.label for id_, group in facts.vocabularies["group"].items()} == {"a-b": "A b", "c": "C"}


def test_a_store_of_another_layout_gets_one_fault() -> None:
    """A newer store is not reported with a thousand fields that this version does not know."""
    shown = faults(TEXT.replace("schema = 1", "schema = 2", 1).replace("summary", "sumary"))
    assert [(one.code, one.message) for one in shown] == [
        ("HT003", "the layout must be schema = 1; found schema = 2"),
    ]


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"\xff", 1, 1),
        (b"\n\n\xff", 3, 1),
        (b"a = 1\n# b\xff\n\n", 2, 4),
        (b"a\n\nb\xffc\xff", 3, 2),
        ('title = "ééé'.encode() + b"\xff", 1, 13),
    ],
)
def test_a_byte_that_is_not_utf8_is_shown_at_its_place(data: bytes, line: int, column: int) -> None:
    """Lines and columns are counted from 1, columns in characters, up to the first wrong byte."""
    (fault,) = found(data)
    assert (fault.code, fault.line, fault.column, fault.hint) == ("HT001", line, column, "save it as UTF-8")


@pytest.mark.parametrize("case", cases("not_toml.jsonl"))
def test_what_is_not_toml_is_shown_with_what_it_repeats(case: dict) -> None:
    """A key that is defined twice is named with the line where it was defined first."""
    with pytest.raises(tomli.TOMLDecodeError):
        tomli.loads(case["text"])
    (fault,) = faults(case["text"])
    assert (fault.code, fault.line) == ("HT002", case["line"])
    assert fault.message == f"the file is not TOML: {case['message']}"


NESTED = {
    "arrays": "a = " + "[" * 9000 + "]" * 9000,
    "inline tables": "a = " + "{a = " * 9000 + "1" + "}" * 9000,
    "header": "[" + ".".join("a" * 9000) + "]",
    "dotted key": "schema = 1\n[countries]\n" + ".".join("a" * 9000) + " = 1",
}


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED)
def test_a_store_that_is_nested_too_deep_is_refused(text: str) -> None:
    """Deep nesting is a message, not a crash."""
    for read in (load.parse, load.examine, lambda data: load.tables(data, "facts.toml")):
        with pytest.raises(StoreUnreadable, match=r"^facts\.toml: tables are nested too deep$"):
            read(text.encode())


def test_messages_about_a_hostile_store_stay_short() -> None:
    """Neither long keys nor long values are printed whole, nor as Python writes them."""
    long = "x" * 10**5
    for text in (
        f'schema = "{long}"',
        f"schema = 1\n[{long}]",
        f"{long} = 1\n{long} = 2",
        f"[[{long}]]\n[{long}]",
        "schema = 2020-01-01",
        f"schema = 1\n[event]\n{long} = 1\n[sources]\n",
        'schema = 1\n[event]\ntitle = "' + "".join(f"\\u{n:04x}" for n in range(0x80, 0xA0)) + '"\n[sources]\n',
    ):
        for fault in faults(text):
            assert len(fault.message) < 600
            assert not re.search(r"datetime|\('|None|\\u0080.*\\u009f", fault.message)


BOUNDS = [
    ("title", "a" * model.MAX_CHARACTERS, None),
    ("title", "a" * (model.MAX_CHARACTERS + 1), f"the text has {model.MAX_CHARACTERS + 1} characters"),
    ("cites", ["gazette:1"] * model.MAX_ENTRIES, None),
    ("cites", ["gazette:1"] * (model.MAX_ENTRIES + 1), f"the list has {model.MAX_ENTRIES + 1} entries"),
    ("title", "a" + "\u0301" * 31, "more than 30 combining marks follow one another"),
]


@pytest.mark.parametrize(("field", "value", "message"), BOUNDS)
def test_texts_and_lists_have_a_limit(field: str, value: object, message: str | None) -> None:
    """The longest value that is allowed is accepted."""
    text = document(with_value(small(), ("event", field), value))
    assert [one.message for one in found(text) if one.severity == "error"] == ([message] if message else [])


def test_the_list_of_all_records_has_no_limit() -> None:
    """Only lists within records are limited."""
    assert (
        len(parse(store(*(record("gap", f"g{n}") for n in range(model.MAX_ENTRIES + 1)))).records) > model.MAX_ENTRIES
    )


@pytest.mark.parametrize(("many", "end"), [(10, ""), (11, ", …")])
def test_of_many_hidden_characters_ten_are_named(many: int, end: str) -> None:
    """A message stays a line."""
    hidden = "".join(chr(0x80 + n) for n in range(many))
    (fault,) = faults(document(with_value(small(), ("event", "title"), f"a{hidden}")))
    pictures = ", ".join(f"\\x{0x80 + n:x}" for n in range(10))
    assert fault.message == f"the text holds {pictures}{end}, which cannot be seen"


@pytest.mark.parametrize("kind", [kind for kind in model.KINDS if kind not in model.TABLES])
def test_a_list_of_tables_must_be_one(kind: str) -> None:
    """`kind = 1` and `[kind]` are refused for every kind."""
    for written in (f"{kind} = 1", f"{kind} = [1]", f"{kind} = {{}}"):
        assert f"{kind} must be written [[{kind}]]" in [one.message for one in faults(f"{written}\n{store()}")]


def test_faults_of_a_broken_record_are_found_together() -> None:
    """Sound fields of a record with a misfit are checked too."""
    text = store(record("claim", "it", type="stament", topics=["watr"], date="2030-13", cites=["gazette:99"]))
    assert sorted(one.code for one in faults(text)) == ["HT007", "HT009", "HT010", "HT012"]


@pytest.mark.parametrize("field", ["title", "summary", "first_day", "last_day", "cites"])
def test_an_event_without_a_field_is_reported(field: str) -> None:
    """A store whose event does not fit has no facts."""
    text = re.sub(rf"(?m)^{field} = .*\n", "", HEAD, count=1) + source("gazette")
    assert [one.code for one in faults(text)] == ["HT006"]


MANY = {
    "fields of a table": lambda n: store() + "".join(f"k{i} = 1\n" for i in range(n)),
    "fields of records": lambda n: store(*(record("gap", f"g{i}", k=1) for i in range(n))),
    "unknown tables": lambda n: "schema = 1\nevent = 1\nsources = {}\n" + "".join(f"k{i} = 1\n" for i in range(n - 1)),
    "records without fields": lambda n: store() + "[[gap]]\n" * (n // 3),
    "undeclared topics": lambda n: store(*(record("gap", f"g{i}", topics=["a"]) for i in range(n))),
    "hidden characters": lambda n: store(*(record("gap", f"g{i}", note="\x1b") for i in range(n))),
}


@pytest.mark.parametrize("kind", MANY)
def test_a_thousand_faults_of_a_sort_are_listed(kind: str) -> None:
    """A list that stops says so, once, where it stops."""
    more = "only the first 1000 problems of this sort are listed"
    whole, cut = (faults(MANY[kind](load.MAX_PROBLEMS + extra)) for extra in (0, 60))
    assert all(one.message != more for one in whole)
    assert [one.message for one in cut].count(more) >= 1
    assert len(cut) <= 4 * load.MAX_PROBLEMS
    assert load.MAX_PROBLEMS - 1 <= len(whole) <= len(cut)


def test_tables_are_read_whether_they_are_facts_or_not() -> None:
    """A store that is being written has its tables all the same."""
    assert load.tables(b'[sources.post]\nurl = "x"\n', "draft") == {"sources": {"post": {"url": "x"}}}


def test_an_invalid_store_names_its_file() -> None:
    """The error has the name that the caller gave."""
    with pytest.raises(StoreInvalid, match=r"^my\.toml: 1 fault$") as caught:
        load.parse(b"schema = 2\n[event]\n[sources]\n", "my.toml")
    assert caught.value.lines() == ["my.toml:1: the layout must be schema = 1; found schema = 2"]


LINES = st.lists(
    st.sampled_from([*TEXT.splitlines(), "", "[", '"', "= 1", "[[claim]]", "[gap]", "\x00", "é"]), max_size=60
)


@given(LINES)
def test_no_text_fails_in_any_other_way(lines: list[str]) -> None:
    """Any text is loaded, unreadable, or invalid with faults that have a place."""
    text = "\n".join(lines)
    try:
        for fault in load.examine(text.encode()):
            assert 1 <= fault.line <= len(lines) + 1
    except StoreUnreadable:
        pass
