"""The exported database: every record whole, and views that answer as the commands do."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from answers import SHIPPED, answer, index

from harristrip.errors import Unwritable
from harristrip.facts import codec, model
from harristrip.facts.model import KINDS, Cite, Part
from harristrip.index.build import APPLICATION, VERSION
from harristrip.index.reports import REPORTS
from harristrip.render import rows, sqlite

STORES = {"small": index(), "shipped": SHIPPED}


def opened(found, tmp):
    """Open the database of an index."""
    path = tmp / f"{id(found)}.db"
    path.write_bytes(sqlite.export_database(found).data)
    return sqlite3.connect(path)


@pytest.fixture(scope="module", params=STORES)
def store(request, tmp_path_factory):
    """An index and its database."""
    found = STORES[request.param]
    with closing(opened(found, tmp_path_factory.mktemp("db"))) as connection:
        yield found, connection


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """The database of the small store."""
    with closing(opened(STORES["small"], tmp_path_factory.mktemp("db"))) as connection:
        yield connection


def column(connection, sql, *values):
    return [row[0] for row in connection.execute(sql, values)]


def dicts(connection, sql, *values):
    cursor = connection.execute(sql, values)
    names = [one[0] for one in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


# Nothing is lost


def read_field(connection, kind, id_, shape):
    """Read one field that holds many values back from its table."""
    if shape.type is Cite:
        return read_cites(connection, id_, shape.name, 0)
    common = any(shape.name == one.name for one in codec.shapes(model.Record))
    table = f"{'record' if common else kind}_{shape.name}"
    entries = dicts(connection, f'SELECT * FROM "{table}" WHERE id = ? ORDER BY position', id_)
    if not (isinstance(shape.type, type) and issubclass(shape.type, Part)):
        return [list(entry.values())[2] for entry in entries]
    return [
        {name: value for name, value in entry.items() if name not in ("id", "position")}
        | {"cites": read_cites(connection, id_, shape.name, entry["position"])}
        for entry in entries
    ]


def read_cites(connection, id_, field, entry):
    columns = "source, paragraph, printed, via, reads"
    sql = f"SELECT {columns} FROM cites WHERE id = ? AND field = ? AND entry = ? ORDER BY position"
    return dicts(connection, sql, id_, field, entry)


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_can_be_read_back(store, kind):
    """The tables hold each record whole: fields, lists, parts and cites."""
    found, connection = store
    expected = [json.loads(row) for row in found.of_kinds(kind)]
    made = []
    for row in dicts(connection, f"SELECT * FROM {kind}_record ORDER BY rowid"):
        record = {"kind": kind}
        for shape in codec.shapes(KINDS[kind]):
            value = row.get(shape.name)
            record[shape.name] = read_field(connection, kind, row["id"], shape) if shape.many else value
            if shape.type is bool:
                record[shape.name] = bool(value)
        made.append(record)
    assert made == expected
    assert len(made) == column(connection, "SELECT count(*) FROM record WHERE kind = ?", kind)[0] > 0


def test_vocabularies_and_the_event_are_there(store):
    """Countries, topics, groups and places have their names, codes and aliases; the event has its title."""
    found, connection = store
    for name, table in (("country", "countries"), ("topic", "topics"), ("group", "groups"), ("place", "places")):
        expected = [json.loads(entry) for entry in found.entries(name).values()]
        plain = [{key: value for key, value in entry.items() if not isinstance(value, list)} for entry in expected]
        assert dicts(connection, f"SELECT * FROM {table} ORDER BY rowid") == plain
        for entry in expected:
            if "aliases" in entry:
                sql = f"SELECT value FROM {name}_aliases WHERE id = ? ORDER BY position"
                assert column(connection, sql, entry["id"]) == entry["aliases"]
    assert column(connection, "SELECT title FROM event") == [json.loads(found.entries("event")["event"])["title"]]


# Views


def cell(value):
    """Return a field as a view shows it: as CSV does, but truth is 0 or 1."""
    return int(value) if isinstance(value, bool) else rows.flatten(value)


@pytest.mark.parametrize("name", [*REPORTS, "border"])
def test_a_view_is_its_command(store, name):
    """`SELECT * FROM meetings` has the records, order and fields of `harristrip meetings`."""
    found, connection = store
    items = json.loads(answer(name, found).json())["items"]
    view = dicts(connection, f'SELECT * FROM "{name}"')
    assert [row["id"] for row in view] == [item["id"] for item in items]
    assert items
    for row, item in zip(view, items, strict=True):
        assert item.keys() <= row.keys()
        assert row == {name: cell(item.get(name)) for name in row}


def test_totals_are_those_of_the_command(store):
    """`funding_totals` says what may be added up."""
    found, connection = store
    totals = json.loads(answer("funding", found).json())["totals"]
    assert totals
    assert dicts(connection, "SELECT * FROM funding_totals") == [
        {name: rows.flatten(value) for name, value in total.items()} for total in totals
    ]


HERE = Path(__file__).parent
COLUMNS = json.loads((HERE / "database_columns.json").read_text("utf-8"))
"""Table -> its columns with their types, and after `>` the table whose ids one holds."""
ROWS = [json.loads(line) for line in (HERE / "database_rows.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("table", COLUMNS)
def test_a_table_has_these_columns(exported, table):
    """A query that somebody wrote keeps working: names, types and references change only on purpose."""
    targets = {key[3]: f" > {key[2]}" for key in exported.execute(f"PRAGMA foreign_key_list({table})")}
    columns = exported.execute(f"PRAGMA table_info({table})").fetchall()
    described = [f"{name} {type_}".rstrip() + targets.get(name, "") for _, name, type_, *_ in columns]
    assert ", ".join(described) == COLUMNS[table]


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case["sql"])
def test_a_query_has_these_rows(exported, case):
    """Positions and entries count from 1, a record's own cites are entry 0, a decimal is exact text."""
    assert [list(row) for row in exported.execute(case["sql"])] == case["rows"]


# A sound database


def test_the_database_is_sound(store):
    """Nothing is broken and every reference names a row that exists."""
    found, connection = store
    assert column(connection, "PRAGMA integrity_check") == ["ok"]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert column(connection, "PRAGMA user_version") == [VERSION]
    assert column(connection, "PRAGMA application_id") == [APPLICATION]
    views = column(connection, "SELECT name FROM sqlite_master WHERE type = 'view'")
    assert views == [*REPORTS, *(id_ for id_, _, _ in found.groups())]
    assert column(connection, "SELECT count(*) FROM meta") == [0]  # nothing of the machine that made it


def test_an_event_may_have_an_id_of_its_own(tmp_path):
    """Its travellers and cites refer to it by that id."""
    from answers import SMALL

    from harristrip.index.database import in_memory

    event = codec.replace(SMALL.event, id="visit", traveller=None, travellers=("mayor",))
    with closing(opened(in_memory(codec.replace(SMALL, event=event)), tmp_path)) as connection:
        for table in ("event", "event_travellers", "event_cites"):
            assert column(connection, f"SELECT id FROM {table}") == ["visit"]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


HOSTILE = "'\"; DROP TABLE record; -- \x1b]0;x\x07 \u202e\U0001f600 %s ? :a é\u0301\t"


def test_hostile_text_is_data(tmp_path):
    """Quotes, SQL, controls and odd characters come back as they went in."""
    found = index({one: {"summary": HOSTILE, "note": HOSTILE} for one in ("talks", "ride", "well")})
    with closing(opened(found, tmp_path)) as connection:
        assert column(connection, "SELECT summary FROM itinerary") == [HOSTILE]
        assert column(connection, "SELECT note FROM meetings") == [HOSTILE]
        assert column(connection, "SELECT count(*) FROM search WHERE search MATCH 'drop'") == [3]


@pytest.mark.parametrize("amount", [0, 2**53 - 1, "0.10", "123456789012345678.123456789012345678"])
def test_numbers_are_exact(amount, tmp_path):
    """A whole number is a number; a decimal is exact text."""
    found = index({"well": {"amount": amount}})
    with closing(opened(found, tmp_path)) as connection:
        kind = "integer" if isinstance(amount, int) else "text"
        assert connection.execute("SELECT amount, typeof(amount) FROM funding LIMIT 1").fetchall() == [(amount, kind)]


def test_a_missing_temporary_folder_is_named(monkeypatch, tmp_path):
    """The message says which variable names it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "absent"))
    with pytest.raises(Unwritable, match=r"TMPDIR names the folder.*No such file or directory"):
        sqlite.export_database(STORES["small"])
