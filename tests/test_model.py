"""The declaration of what a store may say: vocabularies and kinds hold together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

import msgspec
import pytest

from harristrip import codec, model, query

KINDS = pytest.mark.parametrize(("kind", "type_"), model.KINDS.items(), ids=list(model.KINDS))


@KINDS
def test_a_kind_has_one_name_everywhere(kind: str, type_: type[model.Record]) -> None:
    """The name of a kind is the same in the file, in JSON and in Python."""
    assert type_.__name__.lower() == kind
    assert type_.__struct_config__.tag == kind
    assert kind in get_args(model.Kind)


@KINDS
def test_a_status_of_a_kind_is_a_status(kind: str, type_: type[model.Record]) -> None:
    """Each kind takes its statuses from the one closed vocabulary, which `--status` lists."""
    annotation = next(field.type for field in msgspec.structs.fields(type_) if field.name == "status")
    assert set(get_args(annotation)) <= set(get_args(model.Status))


@KINDS
def test_a_record_is_frozen(kind: str, type_: type[model.Record]) -> None:
    """Whoever holds a record can rely on it."""
    assert type_.__struct_config__.frozen
    assert type_.__struct_config__.forbid_unknown_fields


def test_a_record_knows_its_kind() -> None:
    """`record.kind` is what JSON says."""
    data = {"id": "x", "summary": "X.", "status": "not-stated", "cites": [{"source": "a", "paragraph": 1}]}
    gap = codec.convert(data, model.Gap)
    assert gap.kind == "gap"
    assert codec.plain(gap)["kind"] == "gap"


def metas(annotation: Any) -> Iterator[msgspec.Meta]:
    """Yield every constraint in an annotation, the outermost first."""
    yield from getattr(annotation, "__metadata__", ())
    for inner in get_args(annotation):
        yield from metas(inner)


@pytest.mark.parametrize("type_", [*model.KINDS.values(), model.Event, model.Country, model.Topic, model.AgendaItem])
def test_every_constraint_says_in_words_what_it_wants(type_: type) -> None:
    """A value that does not fit is answered with what would; only computed fields, which nobody writes, say nothing."""
    for field in msgspec.structs.fields(type_):
        assert all(meta.description for meta in metas(field.type) if meta is not model.COMPUTED)


def test_every_reference_and_part_is_a_field_of_some_kind() -> None:
    """What the rules look up by name exists: a field that is renamed cannot go unchecked."""
    types = [*model.KINDS.values(), model.AgendaItem, model.Event]
    fields = {field.name for type_ in types for field in msgspec.structs.fields(type_)}
    assert model.REFERENCES.keys() | set(query.PARTS) | set(model.CITES) <= fields


def test_every_listing_that_a_gap_may_leave_open_is_a_report() -> None:
    """A gap cannot belong to a report that nobody can ask for."""
    assert set(get_args(model.Listing)) <= query.REPORTS.keys()


def test_every_kind_of_a_report_exists() -> None:
    """A report shows kinds that the store has."""
    assert {kind for report in query.REPORTS.values() for kind in report.kinds} <= model.KINDS.keys()


IDS = [("a", True), ("a-1-b", True), ("", False), ("-a", False), ("a--b", False), ("A", False), ("a b", False)]
DATES = [("2021", True), ("2021-01/2021-04", True), ("2021-6", False), ("2021-06-07T10", False), ("", False)]
CITES = [("fox:25", True), ("fox:0", False), ("fox:01", False), ("fox", False), ("Fox:1", False), ("fox:1 ", False)]


PATTERNS = ((model.ID_PATTERN, IDS), (model.DATE_PATTERN, DATES), (model.CITE_PATTERN, CITES))


@pytest.mark.parametrize(("pattern", "text", "fits"), [(one, *case) for one, cases in PATTERNS for case in cases])
def test_a_pattern_takes_one_form(pattern: str, text: str, fits: bool) -> None:  # noqa: FBT001
    """Ids are safe in a shell, dates are ISO 8601, cites are source and paragraph."""
    assert bool(re.match(pattern, text)) is fits
