"""The compiled form of a store: it says what the store says, and is the same bytes every time."""

from __future__ import annotations

import marshal
from pathlib import Path
from typing import Any

import pytest

from harristrip import codec, compiled, query
from harristrip.compiled import Compiled, Row
from harristrip.store import Store, load

SMALL = Path(__file__).parent / "data" / "valid" / "small.toml"


@pytest.fixture(scope="module")
def small() -> Store:
    """The small sound store."""
    return load(SMALL)


@pytest.fixture
def facts(small: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Compiled:
    """The small store, compiled and read again from where an installed package has it."""
    file = tmp_path / "facts.bin"
    file.write_bytes(compiled.dump(small))
    monkeypatch.setattr(compiled, "NAME", str(file))
    read = compiled.load()
    assert read is not None
    return read


def same(row: Any, record: Any) -> bool:
    """Tell whether a row has every field of a record, part by part."""
    if isinstance(record, tuple):
        return len(row) == len(record) and all(map(same, row, record))
    if not hasattr(record, "__struct_fields__"):
        return row == record
    return all(same(getattr(row, name), getattr(record, name)) for name in record.__struct_fields__)


def test_every_record_has_every_field_in_the_order_of_the_store(facts: Compiled, small: Store) -> None:
    """A report over rows reads what a report over records reads."""
    rows = facts.rows(())
    assert len(rows) == len(small.records)
    assert all(same(row, record) and row.kind == record.kind for row, record in zip(rows, small.records, strict=True))


@pytest.mark.parametrize("kinds", [("meeting",), ("stop", "gap"), ("nothing",)])
def test_rows_of_some_kinds_are_made_alone(facts: Compiled, small: Store, kinds: tuple[str, ...]) -> None:
    """Only the kinds that a report shows are made, in their order."""
    expected = [record.id for record in small.records if record.kind in kinds]
    assert [row.id for row in facts.rows(kinds)] == expected


def test_json_of_a_record_is_what_the_model_encodes(facts: Compiled, small: Store) -> None:
    """The compiled JSON is the encoder's, byte for byte."""
    assert {id_: data + b"\n" for id_, data in facts.json.items()} == {
        record.id: codec.encode(record) for record in small.records
    }


@pytest.mark.parametrize("what", [declared.name for declared in (*query.FILTERS, query.KIND)])
def test_names_and_labels_are_those_of_the_store(facts: Compiled, small: Store, what: str) -> None:
    """A filter finds the same ids by the same names."""
    assert facts.names[what] == small.names(what)
    assert facts.labels[what] == small.labels(what)


def test_the_same_facts_compile_to_the_same_bytes(small: Store) -> None:
    """A wheel can be built again and compared."""
    assert compiled.dump(small) == compiled.dump(load(SMALL))


def test_equal_facts_compile_to_the_same_bytes_however_they_lie_in_memory(small: Store) -> None:
    """Whether two fields share one text or each has its own makes no difference."""
    first, second, *rest = small.records
    own = "".join(list(first.summary))

    def store(note: str) -> Store:
        records = (first, codec.changed(second, note=note), *rest)
        return Store(event=small.event, countries=small.countries, topics=small.topics, records=records)

    assert own is not first.summary
    assert compiled.dump(store(first.summary)) == compiled.dump(store(own))


def test_a_package_without_compiled_facts_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkout has no compiled form; that is no error."""
    monkeypatch.setattr(compiled, "NAME", "absent.bin")
    assert compiled.load() is None


TORN = [
    b"",
    b"\x00",
    b"{",
    marshal.dumps({"format": compiled.FORMAT, "fields": []})[:-3],
    b"not what a build makes",
    marshal.dumps(None),
    marshal.dumps([1, 2]),
    marshal.dumps({}),
    marshal.dumps({"format": compiled.FORMAT + 1, "fields": [], "json": {}, "labels": {}, "names": {}}),
]


@pytest.mark.parametrize("data", TORN, ids=repr)
def test_what_is_torn_or_of_another_format_is_left_alone(
    data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A half-written file, one of another version and one that is none of ours are as good as none."""
    file = tmp_path / "facts.bin"
    file.write_bytes(data)
    monkeypatch.setattr(compiled, "NAME", str(file))
    assert compiled.load() is None


def test_every_torn_file_is_as_good_as_none(small: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever a copy broke off, the TOML file answers instead."""
    whole = compiled.dump(small)
    file = tmp_path / "facts.bin"
    monkeypatch.setattr(compiled, "NAME", str(file))
    for size in range(0, len(whole), len(whole) // 50):
        file.write_bytes(whole[:size])
        assert compiled.load() is None, size
    file.write_bytes(whole)
    assert compiled.load() is not None


def test_a_folder_in_its_place_is_as_good_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be read is not there."""
    monkeypatch.setattr(compiled, "NAME", str(tmp_path))
    assert compiled.load() is None


def test_the_facts_that_ship_are_compiled_from_the_facts_that_ship(shipped: Store) -> None:
    """The installed package holds both forms, and they say the same: the tests run against a built wheel."""
    facts = compiled.load()
    assert facts is not None, "install the package as users do (make test): an editable install has no compiled facts"
    assert list(facts.json) == [record.id for record in shipped.records]
    assert all(map(same, facts.rows(()), shipped.records))


def test_a_row_keeps_plain_values_and_makes_rows_of_parts() -> None:
    """What is inside a record is read as attributes too."""
    row: Any = Row({"id": "x", "cites": ({"source": "fox"},), "people": ("harris",), "date": None})
    assert (row.id, row.cites[0].source, row.people, row.date) == ("x", "fox", ("harris",), None)
