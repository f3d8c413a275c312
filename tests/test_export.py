"""Promises of `export`: a database that holds every record whole, and whose queries answer as the commands do."""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from process import PROGRAM, harristrip, python, shell
from shapes import HEADER

from harristrip import cli, codec, query
from harristrip.cli import carry
from harristrip.model import KINDS, Cite
from harristrip.render import contents, database, relational
from harristrip.render.rows import flat
from harristrip.store import Store, load

OLD = b"SQLite format 3\0".ljust(68, b" ") + database.APPLICATION.to_bytes(4, "big") + b" an older one"
"""What stands there before: it begins as a database does."""
SMALL = str(Path(__file__).parent / "data" / "valid" / "small.toml")
STORES = {"shipped": None, "small": SMALL}
HOSTILE = "'\"; DROP TABLE record; -- \x1b]0;x\x07 \u202e\U0001f600 %s ? :a é\u0301\r\n\t"


@pytest.fixture(scope="module", params=STORES)
def store(request):
    """A store, its name and its database, opened as a reader would who may not write."""
    name = STORES[request.param]
    facts = load(name)
    with closing(opened(database.database(contents.rows(facts), indexed=True).data)) as connection:
        yield facts, ([] if name is None else ["--facts", name]), connection


def opened(data):
    """Open the bytes of a database."""
    with closing(sqlite3.connect(":memory:")) as probe:
        if hasattr(probe, "deserialize"):  # Python 3.11
            connection = sqlite3.connect(":memory:")
            connection.deserialize(data)
            return connection
    path = Path(os.environ.get("TMPDIR", "/tmp")) / f"harristrip-test-{os.getpid()}.db"
    path.write_bytes(data)
    connection = sqlite3.connect(path)
    path.unlink()
    return connection


def one(connection, sql, *values):
    """The first column of every row."""
    return [row[0] for row in connection.execute(sql, values)]


def items(run, *args):
    """The items of a JSON answer."""
    return json.loads(run(*args, "--json").out)["items"]


def read_back(connection, kind):
    """Every record of a kind, put together again from its tables as JSON has it."""
    connection.row_factory = sqlite3.Row
    owner = relational.OWNERS[kind]
    rows = connection.execute(f"SELECT * FROM {owner.table} ORDER BY rowid").fetchall()
    made = [
        {"kind": kind} | {shape.name: field(connection, owner, row, shape) for shape in codec.shapes(owner.type)}
        for row in rows
    ]
    connection.row_factory = None
    return made


def field(connection, owner, row, shape):
    """One field of a record."""
    if not shape.many:
        return bool(row[shape.name]) if shape.type is bool else row[shape.name]
    if shape.type is Cite:
        return cites(connection, row["id"], shape.name, 0)
    sql = f"SELECT * FROM {relational.table_of(owner, shape)} WHERE id = ? ORDER BY position"
    entries = connection.execute(sql, (row["id"],)).fetchall()
    if not relational.is_part(shape):
        return [entry[2] for entry in entries]
    names = [column.name for column in relational.plain(shape.type)]
    return [
        {name: entry[name] for name in names} | {"cites": cites(connection, row["id"], shape.name, entry["position"])}
        for entry in entries
    ]


def cites(connection, id_, name, entry):
    """The cites of a field or of one of its entries."""
    sql = "SELECT source, paragraph, printed, via FROM cites WHERE id = ? AND field = ? AND entry = ? ORDER BY position"
    return [dict(row) for row in connection.execute(sql, (id_, name, entry))]


# ---------------------------------------------------------------------------------------------------------------------
# Nothing is lost
# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_can_be_read_back(store, kind, run):
    """The tables hold each record whole: its fields, lists, parts and cites are those of `facts --json`."""
    _, args, connection = store
    expected = items(run, "facts", "--kind", kind, *args)
    assert expected
    assert [sorted_keys(item) for item in read_back(connection, kind)] == [sorted_keys(item) for item in expected]


def sorted_keys(value):
    """A value whose tables have their keys in one order."""
    return json.dumps(value, sort_keys=True)


def test_there_are_as_many_rows_as_records(store):
    """`record` counts all, and each kind's table its own."""
    facts, _, connection = store
    assert one(connection, "SELECT count(*) FROM record") == [len(facts.records)]
    for kind in KINDS:
        expected = sum(record.kind == kind for record in facts.records)
        assert one(connection, f"SELECT count(*) FROM {kind}_record") == [expected]
        assert one(connection, "SELECT count(*) FROM record WHERE kind = ?", kind) == [expected]


def test_vocabularies_and_the_event_are_there(store):
    """Countries and topics have their names, codes and aliases; the event has its title and cites."""
    facts, _, connection = store
    rows = connection.execute("SELECT id, name, code FROM countries").fetchall()
    assert rows == [(each.id, each.name, each.code) for each in facts.countries.values()]
    assert one(connection, "SELECT label FROM topics") == [topic.label for topic in facts.topics.values()]
    for table, entries in (("country_aliases", facts.countries), ("topic_aliases", facts.topics)):
        for entry in entries.values():
            sql = f"SELECT value FROM {table} WHERE id = ? ORDER BY position"
            assert one(connection, sql, entry.id) == list(entry.aliases)
    assert one(connection, "SELECT title FROM event") == [facts.event.title]
    found = connection.execute("SELECT source, paragraph FROM event_cites WHERE field = 'cites' ORDER BY position")
    assert found.fetchall() == [(cite.source, cite.paragraph) for cite in facts.event.cites]


# ---------------------------------------------------------------------------------------------------------------------
# Queries answer as commands do
# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", query.REPORTS)
def test_a_view_is_its_command(store, name, run):
    """`SELECT * FROM meetings` has the records, order and fields of `harristrip meetings`."""
    _, args, connection = store
    connection.row_factory = sqlite3.Row
    rows = [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]
    connection.row_factory = None
    expected = items(run, name, *args)
    assert expected
    assert [row["id"] for row in rows] == [item["id"] for item in expected]
    for row, item in zip(rows, expected, strict=True):
        assert item.keys() <= row.keys()
        assert row == {name: cell(item.get(name)) for name in row}


def test_a_file_that_is_no_database_is_not_written_over(run, tmp_path):
    """A slip in the name loses nobody's text: exit 2, and the file as it was."""
    target = tmp_path / "notes.md"
    target.write_text("mine")
    result = run("export", str(target), "--facts", SMALL)
    assert (result.code, result.message) == (
        2,
        f"harristrip: error: {target} is there and is no database of harristrip: name another file\n",
    )
    assert target.read_text() == "mine"


def test_a_database_of_another_program_is_not_written_over(run, tmp_path):
    """A file that an export has written, or that is empty, may be replaced; another's database may not."""
    target = tmp_path / "bank.db"
    target.touch()
    assert [run("export", str(target), "--facts", SMALL).code for _ in range(2)] == [0, 0]
    with closing(sqlite3.connect(target)) as connection:
        connection.execute("PRAGMA application_id = 7")
    before = target.read_bytes()
    result = run("export", str(target), "--facts", SMALL)
    assert (result.code, "is no database of harristrip" in result.message) == (2, True)
    assert target.read_bytes() == before


def test_a_file_that_cannot_be_looked_at_is_named(run, tmp_path, monkeypatch):
    """Nobody's file is replaced unseen."""

    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    target = tmp_path / "mine.db"
    target.write_text("mine")
    monkeypatch.setattr(carry, "open", denied, raising=False)
    result = run("export", str(target), "--facts", SMALL)
    assert result.code == 1
    assert result.message == f"harristrip: error: the answer cannot be written to {target}: Permission denied\n"


WRITING = [["export"], ["meetings", "-o"], ["search", "talks", "-o"], ["cite", "talks", "-o"]]


@pytest.mark.parametrize("command", WRITING, ids=" ".join)
def test_no_command_writes_over_its_store(command, run, tmp_path):
    """No command can destroy the facts that it answers from."""
    facts = tmp_path / "facts.toml"
    facts.write_bytes(Path(SMALL).read_bytes())
    result = run(*command, str(facts), "--facts", str(facts))
    assert result.code == 2
    assert "is the store that is read: name another file" in result.message
    for path in (f"{facts}/", f"{facts}/.", f"{facts}/../facts.toml", f"{tmp_path}/nowhere/../facts.toml"):
        assert run(*command, path, "--facts", str(facts)).code == 1
    assert facts.read_bytes() == Path(SMALL).read_bytes()


@pytest.mark.parametrize("command", WRITING, ids=" ".join)
def test_the_store_that_is_read_is_not_written_over(command, tmp_path):
    """Nor those that a shell gives it to read."""
    facts = tmp_path / "facts.toml"
    facts.write_bytes(Path(SMALL).read_bytes())
    with facts.open("rb") as stdin:
        piped = subprocess.run(
            [*PROGRAM, *command, str(facts), "--facts", "-"], stdin=stdin, capture_output=True, check=False
        )
    assert piped.returncode == 2
    assert b"is the store that is read: name another file" in piped.stderr
    assert facts.read_bytes() == Path(SMALL).read_bytes()


COLUMNS = {
    "record": "id TEXT, kind TEXT",
    "statistic_record": "id TEXT > record, summary TEXT, date TEXT, date_basis TEXT, part_of_day TEXT, status TEXT, "
    "note TEXT, independent, value, qualifier TEXT, unit TEXT, group TEXT, measure TEXT, period TEXT, population TEXT, "
    "area TEXT",
    "record_statuses": "id TEXT > record, position, status TEXT",
    "record_countries": "id TEXT > record, position, country TEXT > countries",
    "record_people": "id TEXT > record, position, person TEXT > person_record",
    "record_topics": "id TEXT > record, position, topic TEXT > topics",
    "record_said_by": "id TEXT > record, position, record TEXT > record",
    "record_conflicts": "id TEXT > record, position, conflict TEXT > conflict_record",
    "statistic_not_comparable": "id TEXT > record, position, statistic TEXT > statistic_record",
    "commitment_by": "id TEXT > record, position, person TEXT > person_record",
    "meeting_groups": "id TEXT > record, position, value TEXT",
    "meeting_agenda": "id TEXT > record, position, topic TEXT > topics, summary TEXT",
    "conflict_records": "id TEXT > record, position, record TEXT > record",
    "cites": "id TEXT > record, field TEXT, entry, position, source TEXT > source_record, paragraph, printed TEXT, "
    "via TEXT",
    "countries": "id TEXT, name TEXT, code TEXT",
    "country_aliases": "id TEXT > countries, position, value TEXT",
    "event": "id TEXT, title TEXT, summary TEXT, first_day TEXT, last_day TEXT, traveller TEXT > person_record",
    "event_cites": "id TEXT > event, field TEXT, entry, position, source TEXT > source_record, paragraph, "
    "printed TEXT, via TEXT",
    "listing": "report TEXT, position, id TEXT > record",
    "funding_totals": "currency TEXT, status TEXT, amount, qualifier TEXT, includes, excludes",
}
"""Table -> its columns with their types, and after `>` the table whose ids one holds."""


@pytest.fixture
def exported():
    """The database of the small store."""
    with closing(opened(database.database(contents.rows(load(SMALL)), indexed=True).data)) as connection:
        yield connection


@pytest.mark.parametrize("table", COLUMNS)
def test_a_table_has_these_columns(exported, table):
    """A query that somebody wrote keeps working: names, types and references change only on purpose."""
    targets = {key[3]: f" > {key[2]}" for key in exported.execute(f"PRAGMA foreign_key_list({table})")}
    columns = exported.execute(f"PRAGMA table_info({table})").fetchall()
    described = [f"{name} {type_}".rstrip() + targets.get(name, "") for _, name, type_, *_ in columns]
    assert ", ".join(described) == COLUMNS[table]


ROWS = [
    ("SELECT id FROM event", [("event",)]),
    (
        "SELECT position, id FROM listing WHERE report = 'timeline'",
        [(1, "thirst"), (2, "wells-dug"), (3, "ride"), (4, "talks")],
    ),
    (
        "SELECT position, country FROM record_countries WHERE id = 'talks'",
        [(1, "freedonia"), (2, "sylvania")],
    ),
    ("SELECT position, title FROM person_titles", [(1, "Mayor")]),
    (
        "SELECT entry, position, source FROM cites WHERE id = 'mayor' AND field = 'titles'",
        [(1, 1, "gazette"), (1, 2, "herald")],
    ),
    (
        "SELECT entry, position, source FROM cites WHERE id = 'ride' AND field = 'statuses'",
        [(1, 1, "herald"), (2, 1, "gazette")],
    ),
    (
        "SELECT entry, position, printed FROM cites WHERE id = 'ride' AND field = 'cites'",
        [(0, 1, "1 May 2030"), (0, 2, None)],
    ),
    ("SELECT currency, status, amount, includes FROM funding_totals", [("USD", "pledged", 5000, "well")]),
    ("SELECT kind, id FROM border UNION SELECT kind, id FROM gaps", [("gap", "cost"), ("statistic", "wells-dug")]),
    ("SELECT cites FROM health", [('gazette:5 "about 3.5%" from The Herald',)]),
    ("SELECT agenda FROM meetings", [("water: A shared well [gazette:3]",)]),
    ("SELECT readings FROM conflicts", [("Twelve were dug [gazette:5]; Some are dry [herald:3]",)]),
    ("SELECT id FROM search WHERE search MATCH 'ANA'", [("ride",), ("talks",), ("mayor",)]),
]


@pytest.mark.parametrize(("sql", "rows"), ROWS)
def test_a_query_has_these_rows(exported, sql, rows):
    """Positions and entries count from 1, a record's own cites are entry 0, and a view has text that can be read."""
    assert exported.execute(sql).fetchall() == rows


def cell(value):
    """A field as a view shows it: as CSV does, but for truth, which is 0 or 1."""
    return int(value) if isinstance(value, bool) else flat(value)


LINKS = [
    ("country", "record_countries", "country"),
    ("topic", "record_topics", "topic"),
]


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("report", ["meetings", "funding", "border", "gaps"])
def test_a_link_table_is_a_filter(store, report, link, run):
    """Records of a country or topic are the rows that a link table names; a meeting's agenda names topics too."""
    _, args, connection = store
    name, table, column = link
    sql = f"SELECT id FROM {report} WHERE id IN (SELECT id FROM {table} WHERE {column} = ?"
    sql += " UNION SELECT id FROM meeting_agenda WHERE topic = ?)" if name == "topic" else ")"
    for value in store[0].labels(name):
        expected = [item["id"] for item in items(run, report, f"--{name}", value, *args)]
        assert one(connection, sql, *[value] * sql.count("?")) == expected


def test_the_sources_of_records_can_be_counted(store, run):
    """How many records cite a source is a count over `cites`, as `sources` says."""
    _, args, connection = store
    sql = """SELECT count(DISTINCT c.id) FROM cites AS c JOIN record AS r USING (id)
             WHERE c.source = ? AND c.field <> 'date_from' AND r.kind <> 'source'"""
    for item in items(run, "sources", *args):
        assert one(connection, sql, item["id"]) == [item["supports"]]


def test_totals_are_those_of_the_command(store, run):
    """`funding_totals` says what may be added up, so that nobody has to sum `amount`."""
    _, args, connection = store
    totals = json.loads(run("funding", "--json", *args).out)["totals"]
    assert connection.execute("SELECT * FROM funding_totals").fetchall() == [
        tuple(flat(value) for value in total.values()) for total in totals
    ]


@pytest.mark.parametrize(
    "words", ["vaccine", "lopez obrador", "LÓPEZ", "ana", "ÁNA", "mexico vaccine", "mayor", "well", "dry", "zzz"]
)
def test_the_index_finds_what_the_command_finds(store, words, run):
    """Words, in any case, with or without accents, match the records that `search` lists, in its order."""
    _, args, connection = store
    asked = " ".join(f'"{word}"' + "*" * (len(word) >= 4) for word in words.split())
    expected = [item["id"] for item in items(run, "search", words, *args)]
    assert one(connection, "SELECT id FROM search WHERE search MATCH ? ORDER BY rowid", asked) == expected


# ---------------------------------------------------------------------------------------------------------------------
# A sound database
# ---------------------------------------------------------------------------------------------------------------------


def test_the_database_is_sound(store):
    """Nothing is broken, every reference names a row that is there, and every table has a primary key."""
    connection = store[2]
    assert one(connection, "PRAGMA integrity_check") == ["ok"]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert one(connection, "PRAGMA user_version") == [database.VERSION]
    for kind in KINDS:
        assert ("id", "record") in {
            (key[3], key[2]) for key in connection.execute(f"PRAGMA foreign_key_list({kind}_record)")
        }
    for table in relational.tables().values():
        columns = connection.execute(f"PRAGMA table_info({table.name})").fetchall()
        assert [column[1] for column in columns] == [column.name for column in table.columns]
        if table is not relational.SEARCH:
            assert {column[1] for column in columns if column[5]} == set(table.key)
            targets = {(key[3], key[2]) for key in connection.execute(f"PRAGMA foreign_key_list({table.name})")}
            assert targets == {(column.name, column.target) for column in table.columns if column.target}


def test_a_broken_reference_would_be_found():
    """The check of references can fail."""
    broken = ("cites", ("nobody", "cites", 0, 1, "nowhere", 1, None, None))
    with closing(opened(database.database([*contents.rows(load(SMALL)), broken], indexed=True).data)) as connection:
        assert {row[2] for row in connection.execute("PRAGMA foreign_key_check")} == {"record", "source_record"}


def test_views_are_named_as_the_commands_and_tables_otherwise(store):
    """There is a view for each report, and no table has its name."""
    connection = store[2]
    assert one(connection, "SELECT name FROM sqlite_master WHERE type = 'view'") == list(query.REPORTS)
    assert not query.REPORTS.keys() & relational.tables().keys()


@pytest.mark.parametrize("amount", [2**63 - 1, 2**63, 10**30])
def test_numbers_are_exact(amount):
    """A whole number is a number; a decimal, and what SQLite cannot hold as one, is exact text."""
    small = load(SMALL)
    large = tuple(codec.changed(one, amount=amount) if one.id == "well" else one for one in small.records)
    rows = contents.rows(Store(**{**whole(small), "records": large}))
    with closing(opened(database.database(rows, indexed=True).data)) as connection:
        rows = connection.execute("SELECT id, amount, typeof(amount) FROM funding").fetchall()
        stored = (amount, "integer") if amount < 2**63 else (str(amount), "text")
        assert rows == [("well", *stored), ("pump", 1000, "integer")]
        assert connection.execute("SELECT value, typeof(value) FROM health").fetchall() == [("3.5", "text")]
        assert connection.execute("SELECT value, typeof(value) FROM border").fetchall() == [(12, "integer")]


def whole(store):
    """The parts of a store by name."""
    return {name: getattr(store, name) for name in store.__struct_fields__}


def test_hostile_text_is_data():
    """Quotes, SQL, controls and odd characters come back as they went in, wherever in a record they stand."""
    small = load(SMALL)
    records = tuple(codec.changed(one, summary=HOSTILE, note=HOSTILE) for one in small.records)
    facts = Store(**{**whole(small), "records": records})
    with closing(opened(database.database(contents.rows(facts), indexed=True).data)) as connection:
        assert one(connection, "SELECT summary FROM facts") == [HOSTILE] * len(records)
        assert one(connection, "SELECT note FROM meetings") == [HOSTILE]
        assert one(connection, "SELECT count(*) FROM search WHERE search MATCH 'drop'") == [len(records)]
        assert one(connection, "SELECT count(*) FROM record") == [len(records)]


def test_text_of_a_store_that_looks_like_sql_is_data(tmp_path, run):
    """What stands in somebody's store is never run."""
    facts, target = tmp_path / "facts.toml", tmp_path / "facts.db"
    text = Path(SMALL).read_text(encoding="utf-8")
    facts.write_text(text.replace('"Talks on water."', '"\'); DROP TABLE record; -- \\""'), encoding="utf-8")
    assert run("export", str(target), "--facts", str(facts)) == (0, b"", b"")
    with closing(sqlite3.connect(target)) as connection:
        assert one(connection, "SELECT summary FROM meetings") == ["'); DROP TABLE record; -- \""]
        assert one(connection, "SELECT count(*) FROM record") == [len(load(SMALL).records)]


# ---------------------------------------------------------------------------------------------------------------------
# The command
# ---------------------------------------------------------------------------------------------------------------------


def test_the_file_opens_read_only_and_stands_alone(tmp_path, run):
    """The command is silent and leaves one file, no journal beside it, that a reader without rights can open."""
    target = tmp_path / "facts.db"
    assert run("export", str(target)) == (0, b"", b"")
    assert os.listdir(tmp_path) == ["facts.db"]
    with closing(sqlite3.connect(f"file:{target}?mode=ro&immutable=1", uri=True)) as connection:
        assert one(connection, "SELECT id FROM itinerary") == [stop.id for stop in load().itinerary()]
        assert one(connection, "PRAGMA journal_mode") != ["wal"]
    assert os.listdir(tmp_path) == ["facts.db"]


def test_two_runs_write_the_same_bytes(tmp_path):
    """The same store gives the same file, whatever was there before and however Python hashes."""
    for n in ("1", "2"):
        (tmp_path / n).write_bytes(OLD)
        done = harristrip("export", str(tmp_path / n), env={**os.environ, "PYTHONHASHSEED": n})
        assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
    assert harristrip("export", "-").stdout == (tmp_path / "1").read_bytes()


def test_json_says_what_was_written(tmp_path, run):
    """`--json` names file and tables, with the rows of each, once the file is there."""
    target = tmp_path / "facts.db"
    result = run("export", str(target), "--json", "--facts", SMALL)
    assert (result.code, result.err) == (0, b"")
    answer = json.loads(result.out)
    assert list(answer) == ["schema_version", "command", "file", "full_text", "count", "items"]
    assert (answer["command"], answer["file"], answer["full_text"]) == ("export", str(target), True)
    assert answer["count"] == len(answer["items"])
    with closing(sqlite3.connect(target)) as connection:
        for item in answer["items"]:
            assert one(connection, f"SELECT count(*) FROM {item['name']}") == [item["rows"]]


def test_a_strange_name_is_printed_harmlessly(tmp_path, run):
    """The name of the file reaches the JSON answer as an escape where a terminal could act on it."""
    result = run("export", str(tmp_path / "a\x1b\udc80.db"), "--json", "--facts", SMALL)
    assert result.code == 0
    assert json.loads(result.out)["file"].endswith(r"a\x1b\udc80.db")


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
def test_json_and_the_database_cannot_share_standard_output(name, run):
    """Two answers on one stream are a usage error."""
    result = run("export", name, "--json")
    assert (result.code, result.out) == (2, b"")
    message = json.loads(result.err)["error"]["message"]
    assert message == "--json and a database on standard output contradict each other: name a file"


def test_a_database_is_not_thrown_at_a_terminal(run, monkeypatch):
    """Bytes that a terminal would act on are refused where a person looks on."""
    monkeypatch.setattr(carry.terminal, "is_screen", lambda: True)
    result = run("export", "-")
    assert (result.code, result.out) == (2, b"")
    assert result.message == (
        "harristrip: error: a database is not for a terminal: name a file, or redirect standard output\n"
    )


def test_only_standard_output_can_be_a_terminal(run, monkeypatch, tmp_path):
    """A pipe takes the database, and so does a file whose name is typed at a terminal: the same bytes."""
    piped = run("export", "-", "--facts", SMALL)
    assert (piped.code, piped.err) == (0, b"")
    monkeypatch.setattr(carry.terminal, "is_screen", lambda: True)
    target = tmp_path / "facts.db"
    assert run("export", str(target), "--facts", SMALL) == (0, b"", b"")
    assert target.read_bytes() == piped.out


class WithoutFullText(sqlite3.Connection):
    """SQLite as some systems build it."""

    def execute(self, sql, *args):
        if "fts5" in sql:
            raise sqlite3.OperationalError("no such module: fts5")
        return super().execute(sql, *args)


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_without_fts5_the_texts_are_still_there(flags, tmp_path, run, monkeypatch):
    """Where SQLite has no full-text index a line says so, and `search` is a table that LIKE can ask."""
    connect = sqlite3.connect
    monkeypatch.setattr(database.sqlite3, "connect", lambda path: connect(path, factory=WithoutFullText))
    target = tmp_path / "facts.db"
    result = run("export", str(target), "--facts", SMALL, *flags)
    assert result.code == 0
    assert result.message == f"harristrip: {carry.NO_INDEX}\n"
    if flags:
        assert json.loads(result.out)["full_text"] is False
    monkeypatch.undo()
    with closing(sqlite3.connect(target)) as connection:
        assert one(connection, "SELECT id FROM search WHERE text LIKE '%shared well%'") == ["talks"]


# ---------------------------------------------------------------------------------------------------------------------
# Whole or not at all
# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("blocks", [8, 512, 1500])
def test_a_full_disk_leaves_the_old_file(blocks, tmp_path):
    """When there is no room, for the draft or for the file, the old one stays and nothing is left anywhere."""
    folder, temporary = tmp_path / "folder", tmp_path / "temporary"
    folder.mkdir()
    temporary.mkdir()
    target = folder / "facts.db"
    target.write_bytes(OLD)
    limit = f"export TMPDIR={temporary} PYTHONDONTWRITEBYTECODE=1; ulimit -f {blocks}; "
    done = shell(f'{limit}"$@" export {target}')
    if blocks == 1500:  # enough: the limit itself is not what fails
        assert (done.returncode, done.stderr) == (0, b"")
        assert target.read_bytes() != OLD
    else:
        assert done.returncode == 1
        assert done.stderr.startswith(b"harristrip: error: the answer cannot be written")
        assert done.stderr.count(b"\n") == 1
        assert target.read_bytes() == OLD
    assert (os.listdir(folder), os.listdir(temporary)) == (["facts.db"], [])


@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_a_folder_that_is_not_there_is_a_plain_failure(flags, tmp_path, run):
    """Nothing is written, nothing is answered, and a line says why."""
    result = run("export", str(tmp_path / "absent" / "facts.db"), "--facts", SMALL, *flags)
    assert (result.code, result.out) == (1, b"")
    assert "No such file or directory" in result.message
    assert os.listdir(tmp_path) == []


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The folder in which a database is made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.mark.parametrize("beside", [False, True])
def test_a_database_has_no_name_while_it_is_made(beside, tmp_path, temporary):
    """However the process ends, nothing is left of it: beside the file that will take it, or among temporary ones."""
    target = tmp_path / "here" / "facts.db"
    target.parent.mkdir()
    seen = []

    def rows():
        for row in contents.rows(load(SMALL)):
            seen.append((os.listdir(temporary), os.listdir(target.parent)))
            yield row

    (temporary if beside else target.parent).chmod(0o500)
    made = database.database(rows(), indexed=True, beside=str(target) if beside else None)
    assert made.data.startswith(b"SQLite format 3")
    assert len(seen) == sum(made.rows.values()) > 100
    assert seen == [([], [])] * len(seen)
    assert (os.listdir(temporary), os.listdir(target.parent)) == ([], [])


@pytest.mark.parametrize(("path", "beside"), [("-", False), ("/dev/stdout", False), ("/dev/null", False), ("a", True)])
def test_only_what_is_replaced_has_its_database_made_beside_it(path, beside, tmp_path, monkeypatch):
    """A folder of devices, or of what the process has open, takes no file."""
    monkeypatch.chdir(tmp_path)
    assert carry._beside(None if path == "-" else path) == (path if beside else None)


def test_only_standard_output_needs_a_temporary_folder(tmp_path, monkeypatch, run):
    """Where there is none a line names the variable; a database that goes to a file is made beside it."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "absent"))
    assert run("export", str(tmp_path / "facts.db"), "--facts", SMALL).code == 0
    result = run("export", "-", "--facts", SMALL)
    assert (result.code, result.out) == (1, b"")
    where = "to a temporary file (TMPDIR names the folder)"
    assert result.message == f"harristrip: error: the answer cannot be written {where}: No such file or directory\n"


def test_a_device_takes_a_database_too(run, tmp_path):
    """What is no plain file has no folder to make it in: it is made among the temporary ones."""
    assert run("export", os.devnull, "--facts", SMALL) == (0, b"", b"")
    with open(tmp_path / "facts.db", "wb") as file:
        assert run("export", f"/dev/fd/{file.fileno()}", "--facts", SMALL) == (0, b"", b"")
    assert (tmp_path / "facts.db").read_bytes().startswith(b"SQLite format 3")


def test_a_database_that_cannot_be_made_is_a_plain_failure(tmp_path, run):
    """What SQLite says is passed on in one line, the old file stays and nothing else."""
    target = tmp_path / "facts.db"
    target.write_bytes(OLD)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, hard))
    try:
        result = run("export", str(target), "--facts", SMALL)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (result.code, result.out) == (1, b"")
    assert result.message == f"harristrip: error: the answer cannot be written to {target}: disk I/O error\n"
    assert (os.listdir(tmp_path), target.read_bytes()) == (["facts.db"], OLD)


def test_an_invalid_store_leaves_the_old_file(tmp_path, run):
    """A store that breaks a rule is exit code 3, as everywhere."""
    target = tmp_path / "facts.db"
    target.write_bytes(OLD)
    invalid = str(Path(SMALL).parent.parent / "invalid" / "id-twice.toml")
    assert run("export", str(target), "--facts", invalid).code == 3
    assert target.read_bytes() == OLD


def test_only_an_export_loads_sqlite():
    """No other command waits for the database module."""
    code = "import sys; from harristrip import quick; quick.main(sys.argv[1:]); print('sqlite3' in sys.modules)"
    assert python(code, "show", "fox", "--json").endswith("False\n")
    assert python(code, "cite", "fox").endswith("False\n")
    assert python(code, "export", os.devnull).endswith("True\n")


def test_the_command_is_in_the_help():
    """It stands in a panel of its own, after the commands that ask."""
    assert cli.commands()["export"].panel == "Carry"


def test_every_table_is_named_with_its_rows(run, tmp_path):
    """The answer names each table in order, one that has no row too."""
    facts = tmp_path / "facts.toml"
    facts.write_text(HEADER, encoding="utf-8")
    result = run("export", str(tmp_path / "facts.db"), "--facts", str(facts), "--json")
    rows = {item["name"]: item["rows"] for item in json.loads(result.out)["items"]}
    assert list(rows) == list(relational.tables())
    assert (rows["meeting_record"], rows["person_record"], rows["record"]) == (0, 1, 2)
