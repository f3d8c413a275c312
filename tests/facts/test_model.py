"""The model: kinds, vocabularies and patterns agree, and plain data becomes records and JSON."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stores import at, cases, opened, printed, record, store

from harristrip import text
from harristrip.facts import codec, model, responses

CITE = {"source": "fox", "paragraph": 1}
CLAIM = {"id": "one", "summary": "One.", "type": "cause", "said_by": ["mayor"], "cites": [CITE]}
ENTRIES = (model.Event, model.AgendaItem, *(one.type for one in model.VOCABULARIES.values()))


@pytest.mark.parametrize(("kind", "type_"), model.KINDS.items())
def test_a_kind_has_one_name_and_its_statuses_are_of_the_vocabulary(kind: str, type_: type[model.Record]) -> None:
    """Every status that a kind takes is one that `--status` knows."""
    config = type_.__struct_config__
    assert (type_.__name__.lower(), config.tag, config.frozen, config.forbid_unknown_fields) == (kind, kind, True, True)
    annotation = next(field.type for field in msgspec.structs.fields(type_) if field.name == "status")
    assert {one for one in get_args(annotation) if one} <= set(get_args(model.Status))


def test_people_sources_and_conflicts_have_no_status() -> None:
    """Only what can be planned, promised or reported has a status."""
    made = opened(store(record("gap", "a"), record("conflict", "x", records=["a"])))
    assert {one.kind: one.status for one in made.records} == {
        "gap": "not-stated",
        "conflict": None,
        "person": None,
        "source": None,
    }


def metas(annotation: Any):
    """Yield every constraint in an annotation."""
    yield from getattr(annotation, "__metadata__", ())
    for inner in get_args(annotation):
        yield from metas(inner)


@pytest.mark.parametrize("type_", [*model.KINDS.values(), *ENTRIES])
def test_every_constraint_says_what_it_accepts(type_: type) -> None:
    """A misfit is explained in words; computed fields cannot be written and need none."""
    for field in codec.declared(type_):
        assert all(meta.description for meta in metas(field.type) if meta is not model.COMPUTED)


def test_every_reference_and_part_is_a_field() -> None:
    """A field that is renamed cannot escape the rules that look it up by name."""
    fields = {field.name for type_ in (*model.KINDS.values(), *ENTRIES) for field in codec.declared(type_)}
    assert model.REFERENCES.keys() | set(model.PARTS) | set(model.CITES) <= fields
    assert {one.field for one in model.VOCABULARIES.values()} <= fields


PATTERNS = [
    (model.ID_PATTERN, "a a-1-b", " -a a--b A é a_b"),
    (model.DATE_PATTERN, "2021 2021-06 2021-06-07 2021-01/2021-04", " 2021-6 2021-06-07T10 21 2021/"),
    (model.CITE_PATTERN, "fox:25 a-b:1 fox:999999", " fox:0 fox:01 fox Fox:1 fox:1000000 :1"),
    (f"^({model.DECIMAL})$", "3.5 -0.5 123456789012345678.5", " 3 3. .5 1e5 +1.5 1234567890123456789.5"),
    (f"^({model.FRACTION})$", "1/5 -2/3", " 1/0 1/ /5 1/05 1/2/3 1.5/2"),
]


@pytest.mark.parametrize(("pattern", "good", "bad"), PATTERNS, ids=["id", "date", "cite", "decimal", "fraction"])
def test_a_pattern_accepts_one_form(pattern: str, good: str, bad: str) -> None:
    """Ids are safe in a shell, dates are ISO 8601, cites are source and paragraph, numbers are exact."""
    assert [one for one in good.split(" ") if not re.match(pattern, one)] == []
    assert [one for one in bad.split(" ") if re.match(pattern, one)] == []


@pytest.mark.parametrize("case", cases("misfits.jsonl"))
def test_every_misfit_is_found_at_its_path(case: dict) -> None:
    """Data converts exactly if it has no misfit; each misfit names what was expected and shows the value."""
    data, type_ = case["data"], getattr(model, case["type"])
    problems = list(codec.misfits(data, type_, ()))
    assert [list(one.where) for one in problems] == [path for path, _ in case["misfits"]]
    for one, (_, words) in zip(problems, case["misfits"], strict=True):
        assert one.message.startswith(words)
        assert one.value is None or one.value == at(data, one.where)
    if not problems:
        assert codec.convert(data, type_) == type_(**data)
    elif "conflicts" not in data:  # a computed field fits its type; a store may not write it
        with pytest.raises(ValueError, match=r"."):
            codec.convert(data, type_)


@pytest.mark.parametrize(
    ("field", "value", "meant"), [("type", "cauze", "cause"), ("qualifier", "abuot", "about"), ("type", "xyz", None)]
)
def test_a_misfit_of_a_closed_vocabulary_suggests_a_value(field: str, value: str, meant: str | None) -> None:
    """Whether or not the field is required."""
    (one,) = codec.misfits(CLAIM | {field: value}, model.Claim, ())
    assert one.hint == (f"did you mean {meant}?" if meant else None)


def test_the_fields_that_fit_can_still_be_checked() -> None:
    """One run finds what else is wrong with a record that does not fit."""
    whole = codec.fitting(CLAIM | {"class": 1, "value": 3.5, "cites": [CITE, {"prnted": 1}]}, model.Claim)
    assert vars(whole) == {"id": "one", "summary": "One.", "type": "cause", "said_by": ("mayor",)}


@pytest.mark.parametrize("written", ["\x7f", "é\x7f", "\x9b", "\u202e", "\U000e0001", "é日\U0001f600", '"\\'])
def test_json_hides_nothing_and_loses_nothing(written: str) -> None:
    """What acts on a terminal is escaped, all else is UTF-8 in one line."""
    data = codec.encode({"a": written})
    assert json.loads(data) == {"a": written}
    assert text.is_printable(data.decode())
    assert not text.is_printable(written) or data.decode() == json.dumps({"a": written}, ensure_ascii=False).replace(
        ": ", ":"
    )


@given(st.text())
def test_any_text_survives_json(written: str) -> None:
    """Surrogates aside, which no TOML file can hold."""
    assert json.loads(codec.encode({"a": written})) == {"a": written}


def test_a_record_becomes_json_and_a_record_again() -> None:
    """Records of every kind decode to what was encoded; their kind comes first, then their id."""
    for one in opened(store(record("claim", "c"), record("conflict", "x", records=["c"]))).records:
        assert codec.decode(codec.encode(one)) == one
        assert list(json.loads(codec.encode(one)))[:2] == ["kind", "id"]
        assert list(codec.to_builtins(one)) == codec.field_names(type(one))
    assert codec.field_names(model.Cite)[0] == "source"
    assert "class" in codec.field_names(model.Conflict)


SHAPES = [
    (responses.Check, ("id", str, False)),
    (responses.Check, ("state", str, False)),
    (responses.Check, ("elsewhere", int, True)),
    (responses.VerifyAnswer, ("items", responses.Check, True)),
    (model.Claim, ("value", None, False)),
    (model.Conflict, ("class", str, False)),
]


@pytest.mark.parametrize(("type_", "shape"), SHAPES, ids=[shape[0] for _, shape in SHAPES])
def test_the_shape_of_a_field_is_that_of_its_entries(type_: type, shape: tuple[str, Any, bool]) -> None:
    """A closed vocabulary is text, an optional value is what it is otherwise."""
    assert shape in codec.shapes(type_)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(7, 2), "3.5"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(5), "5.0"),
        (Fraction(1, 3), None),
    ],
)
def test_a_fraction_is_a_decimal_if_it_ends(value, text):
    """A third has no end; a half has."""
    assert codec.decimal(value) == text


def test_computed_fields_and_omitted_defaults_are_declared() -> None:
    """The loader sets computed fields, and only CSL-JSON leaves fields out."""
    for kind in model.KINDS.values():
        assert {"conflicts", "independent"} <= codec.computed(kind)
        assert not {"id", "summary", "class", "cites"} & codec.computed(kind)
    assert codec.omits_defaults(responses.Citation)
    assert not codec.omits_defaults(model.Claim)
    assert {"Claim", "Cite"} <= set(codec.components([model.Claim]))


def test_cites_and_parts_of_a_record_are_found_in_order() -> None:
    """Cites of the record come before those of its parts; those of its date are left out."""
    made = opened(
        store(
            record(
                "meeting",
                "met",
                date="2030",
                date_from=["gazette:9"],
                cites=["gazette:1"],
                agenda=[{"topic": "water", "summary": "s", "cites": [printed("x", "herald:3")]}],
            )
        )
    )
    (met,) = made.show("met")
    assert [(cite.source, cite.paragraph) for cite in met.all_cites()] == [("gazette", 1), ("herald", 3)]
    assert [part.summary for part in met.parts()] == ["s"]
    assert dict.fromkeys(model.references(met.agenda[0])) == {("topic", "topic", "water"): None}
