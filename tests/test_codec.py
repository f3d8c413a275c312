"""Plain data to typed records and back, and every misfit on the way."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from stores import at

from harristrip import answers, codec, errors, model
from harristrip.codec import Misfit, Shape

CITE = {"source": "fox", "paragraph": 1}
TOPIC = {"id": "water", "label": "water"}
PERSON = {"id": "mayor", "name": "Mayor", "summary": "Travels.", "cites": [CITE]}
CLAIM = {"id": "one", "summary": "One.", "type": "cause", "said_by": ["mayor"], "cites": [CITE]}

MISFITS = [
    (TOPIC, model.Topic, []),
    ("water", model.Topic, [((), "expected a table")]),
    (
        TOPIC | {"labl": "x", "aliases": [1, "ok", ""]},
        model.Topic,
        [
            (("labl",), "unknown field 'labl'"),
            (("aliases", 0), "expected a name in quotes, not blank"),
            (("aliases", 2), "expected a name in quotes, not blank"),
        ],
    ),
    ({}, model.Topic, [((), "the field 'id' is missing"), ((), "the field 'label' is missing: a name in quotes")]),
    (PERSON | {"conflicts": []}, model.Person, [(("conflicts",), "unknown field 'conflicts'")]),
    (CLAIM | {"value": 3.5}, model.Claim, [(("value",), 'expected a whole number or a decimal in quotes: "3.5"')]),
    (CLAIM | {"value": "3"}, model.Claim, [(("value",), 'expected a whole number or a decimal in quotes: "3.5"')]),
    (CLAIM | {"qualifier": "over"}, model.Claim, [(("qualifier",), "expected one of more than, at least")]),
    (CLAIM | {"cites": ["fox"]}, model.Claim, [(("cites", 0), "expected a cite")]),
    (
        CLAIM | {"cites": [CITE | {"paragraph": 0, "printed": 7}]},
        model.Claim,
        [
            (("cites", 0, "paragraph"), "expected a whole number from 1"),
            (("cites", 0, "printed"), "expected text in quotes"),
        ],
    ),
    (CLAIM | {"topics": "water"}, model.Claim, [(("topics",), "expected a list, each entry an id")]),
    (PERSON | {"titles": ["Mayor"]}, model.Person, [(("titles", 0), "expected a table with cites, title")]),
]


@pytest.mark.parametrize(("data", "type_", "found"), MISFITS)
def test_every_misfit_is_found_with_its_path(data: Any, type_: type, found: list[tuple[Any, str]]) -> None:
    """One look at plain data names all that does not fit, and what would."""
    misfits = list(codec.misfits(data, type_))
    assert [misfit.path for misfit in misfits] == [path for path, _ in found]
    assert all(misfit.problem.startswith(problem) for misfit, (_, problem) in zip(misfits, found, strict=True))


@pytest.mark.parametrize(("data", "type_", "found"), MISFITS)
def test_data_converts_exactly_if_it_has_no_misfit(data: Any, type_: type, found: list[object]) -> None:
    """The list of misfits and the conversion never disagree; computed fields are the loader's to refuse."""
    if "conflicts" in data:
        return
    if found:
        with pytest.raises(ValueError, match=r"."):
            codec.convert(data, type_)
    else:
        assert isinstance(codec.convert(data, type_), type_)


@pytest.mark.parametrize(("data", "type_", "found"), MISFITS)
def test_a_misfit_has_the_value_that_does_not_fit(data: Any, type_: type, found: list[object]) -> None:
    """Whoever explains the misfit can show the value where it stands."""
    for misfit in codec.misfits(data, type_):
        if misfit.field is None:
            assert misfit.value == at(data, misfit.path)


@pytest.mark.parametrize(("field", "value", "meant"), [("type", "cauze", "cause"), ("qualifier", "abuot", "about")])
def test_a_misfit_of_a_short_list_says_what_could_stand_there(field: str, value: str, meant: str) -> None:
    """Whoever explains the misfit can suggest the nearest choice, of a field that may be left out too."""
    (misfit,) = codec.misfits(CLAIM | {field: value}, model.Claim)
    assert misfit == Misfit((field,), misfit.problem, value, None, misfit.choices)
    assert meant in misfit.choices


SHAPES = [
    (answers.Check, Shape("id", str, many=False)),
    (answers.Check, Shape("state", str, many=False)),
    (answers.Check, Shape("detail", str, many=False)),
    (answers.Check, Shape("paragraph", int, many=False)),
    (answers.Check, Shape("elsewhere", int, many=True)),
    (answers.VerifyAnswer, Shape("items", answers.Check, many=True)),
    (model.Claim, Shape("value", None, many=False)),
    (model.Conflict, Shape("class", str, many=False)),
]


@pytest.mark.parametrize(("type_", "shape"), SHAPES, ids=[shape.name for _, shape in SHAPES])
def test_the_shape_of_a_field_is_that_of_its_entries(type_: type, shape: Shape) -> None:
    """Text of a short list is text, what may be left out is what it is otherwise, and of many each entry counts."""
    (found,) = (one for one in codec.shapes(type_) if one.name == shape.name)
    assert found == shape


def test_an_answer_is_one_line_of_utf8_with_keys_in_the_order_of_the_model() -> None:
    """JSON is made by one encoder, in one order, and ends in one newline."""
    data = codec.encode(codec.convert(TOPIC | {"label": "água"}, model.Topic))
    assert data == '{"id":"water","label":"água","aliases":[]}\n'.encode()


@pytest.mark.parametrize("text", ["\x7f", "é\x7f", "\x9b", "\u202e", "\U000e0001"])
def test_what_acts_on_a_terminal_is_escaped_in_json(text: str) -> None:
    """Whether all of an answer is ASCII or not, nothing in it acts or hides, and nothing is lost."""
    data = codec.encode({"a": text})
    assert json.loads(data) == {"a": text}
    assert errors.is_printable(data.decode().rstrip("\n"))


def test_fields_are_named_as_json_names_them() -> None:
    """A record begins with its kind; what stands within a record has none."""
    assert codec.field_names(model.Gap)[:3] == ["kind", "id", "summary"]
    assert codec.field_names(model.Cite) == list(codec.plain(model.Cite(source="a", paragraph=1, printed="b")))
    assert "class" in codec.field_names(model.Conflict)


def test_a_record_becomes_plain_data_and_a_record_again() -> None:
    """Plain data says all that the record says."""
    claim = codec.convert(CLAIM, model.Claim)
    assert codec.encode(codec.plain(claim)) == codec.encode(claim)
    assert codec.convert(json.loads(codec.encode(claim)), model.Claim) == claim


def test_a_changed_record_is_a_copy_and_a_filled_one_is_itself() -> None:
    """`changed` leaves the record as it was; `fill` is for the loader, which no one has seen the record of."""
    claim = codec.convert(CLAIM, model.Claim)
    assert codec.changed(claim, summary="Two.").summary == "Two."
    assert claim.summary == "One."
    codec.fill(claim, conflicts=("two",))
    assert claim.conflicts == ("two",)


@pytest.mark.parametrize("kind", model.KINDS.values())
def test_computed_fields_are_known_by_their_mark(kind: type) -> None:
    """Each kind names the fields that the loader fills, and none of them is required."""
    computed = codec.computed(kind)
    assert {"conflicts", "date_basis"} <= computed
    assert not {"id", "summary", "class", "cites"} & computed


def test_what_fits_of_a_misfit_can_still_be_judged() -> None:
    """The sound fields of a faulty record are read, so that one run finds what else is wrong with it."""
    whole = codec.fitting(CLAIM | {"class": 1, "value": 3.5, "cites": [CITE, 7]}, model.Claim)
    assert vars(whole) == {"id": "one", "summary": "One.", "type": "cause", "said_by": ("mayor",)}


def test_what_nobody_can_see_is_escaped_and_the_rest_is_left() -> None:
    """Each line by itself is what it is among others."""
    rows = [{"a": "é日\U0001f600\x7f\u202e\U000e0001b"}, {"b": "plain"}, {"c": ["\u2028", "¶"]}, {"d": "日"}]
    whole = codec.lines(rows)
    assert [json.loads(line) for line in whole.splitlines()] == rows
    assert b"\\u007f\\u202e\\udb40\\udc01b" in whole
    assert "é日\U0001f600".encode() in whole
    assert b"".join(map(codec.encode, rows)) == whole


@pytest.mark.parametrize("count", [0, 1, 3])
def test_an_answer_written_item_by_item_is_the_same_answer(count: int) -> None:
    """Its keys and items stand as the encoder writes them together; the items may come one by one."""
    items = [codec.convert(CLAIM | {"id": f"n{number}"}, model.Claim) for number in range(count)]
    whole = answers.Answer(command="facts", count=count, items=tuple(items), gaps=("a", "b"))
    assert codec.encode(whole) == msgspec.json.encode(whole) + b"\n"
    plain = {"schema_version": 1, "items": iter(items), "totals": ()}
    assert codec.encode(plain) == msgspec.json.encode({**plain, "items": items}) + b"\n"
