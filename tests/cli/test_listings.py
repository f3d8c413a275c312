"""Listings, search and records in full: filters, formats, fields, counts, files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from harristrip.cli import commands
from harristrip.errors import ExitCode
from harristrip.index import reports
from harristrip.render.formats import FORMATS

STORE = str(Path(__file__).parents[1] / "data" / "valid" / "small.toml")
LISTINGS = [*([name] for name in reports.REPORTS), ["border"], ["search", "mayor"]]
CALENDARS = [name for name, report in reports.REPORTS.items() if report.calendar]
TABULAR = [name for name, format_ in FORMATS.items() if not format_.calendars_only]


@pytest.fixture
def small(run, monkeypatch):
    """Run a command over the small store."""
    monkeypatch.setenv("HARRISTRIP_FACTS", STORE)
    return run


def refused(result, words, code=ExitCode.USAGE):
    """Assert that a command line is refused in lines of their own, the first of which begins with these words."""
    assert (result.code, result.out) == (code, b"")
    assert result.message.startswith(f"harristrip: error: {words}")
    assert all(line.startswith("harristrip: error: ") for line in result.message.splitlines())


def items(result):
    assert (result.code, result.err) == (ExitCode.OK, b"")
    return json.loads(result.out)["items"]


def ids(result):
    return [item["id"] for item in items(result)]


# Filters

FOUND = [json.loads(line) for line in (Path(__file__).parent / "found.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", FOUND, ids=lambda case: " ".join(case["words"]))
def test_listings_find_their_records(case, small):
    """Each listing has its records in its order. A repeated filter takes either value; different ones combine."""
    assert ids(small(*case["words"], "--json")) == case["ids"]


def test_limits_keep_totals_and_open_questions(small):
    """A shorter list is about the same amounts: its totals are those of all that match."""
    whole, short = (json.loads(small("funding", "--json", *more).out) for more in ([], ["--limit", "1"]))
    assert [one["id"] for one in short["items"]] == ["well"]
    assert {key: short[key] for key in ("gaps", "totals")} == {key: whole[key] for key in ("gaps", "totals")}


def test_stores_may_be_named_by_option_or_environment(run, monkeypatch):
    """`--facts` wins over `HARRISTRIP_FACTS`, which wins over the facts that ship."""
    shipped = run("meetings", "--json")
    monkeypatch.setenv("HARRISTRIP_FACTS", "absent.toml")
    assert run("meetings").code == ExitCode.STORE
    assert ids(run("meetings", "--json", "--facts", STORE)) == ["talks"]
    monkeypatch.setenv("HARRISTRIP_FACTS", "")
    assert run("meetings", "--json") == shipped


def test_groups_of_the_store_are_commands(small, tmp_path):
    """A group that a store declares is a command with its label as title; of another store it is unknown."""
    own = tmp_path / "own.toml"
    text = Path(STORE).read_text(encoding="utf-8").replace('group = "health"', 'group = "rain-fall"')
    own.write_text(text + '\n[groups.rain-fall]\nlabel = "Rain"\n[groups.border]\nlabel = "Border"\n', encoding="utf-8")
    assert small("rain-fall", "--facts", str(own)).text.startswith("Rain\n")
    assert ids(small("rain-fall", "--json", "--facts", str(own))) == ["share-dry"]
    refused(small("rain-fall"), 'unknown command "rain-fall"')
    refused(small("Rain-Fall", "--facts", str(own)), 'unknown command "Rain-Fall"; did you mean rain-fall?')


def test_statistics_have_a_table_for_each_group(small):
    """Figures of one group are never in one table with those of another."""
    titles = [block.partition("\n")[0] for block in small("statistics").text.split("\n\n")[:2]]
    assert titles == ["Border", "Health"]
    assert small("statistics", "--from", "2099").text == "Statistics: no records\n"


# Records in full


def test_conflicts_can_be_shown_in_full(small):
    """`conflicts ID` is `show ID` under its own name."""
    assert small("conflicts", "how-many") == small("show", "how-many")
    shown = small("show", "how-many", "--json").out
    for words in (["--json"], ["-f", "json"]):
        assert small("conflicts", "how-many", *words).out == shown.replace(b'"show"', b'"conflicts"', 1)


def test_conflicts_that_filters_leave_out_are_not_unknown(small):
    """An id of the store is never called unknown; that it does not match is a negative answer."""
    words = ["conflicts", "how-many", "--topic", "water"]
    refused(small(*words), 'the filters leave out the conflict "how-many"\n', ExitCode.NEGATIVE)
    assert small(*words[:2], "--source", "herald").code == ExitCode.OK


@pytest.mark.parametrize(
    "options", [["-f", "csv"], ["-f", "markdown"], ["-o", "how-many.json"], ["--fields", "id"], ["--count"]], ids=str
)
def test_records_in_full_refuse_options_of_lists(options, small):
    """An option without effect is refused."""
    refused(small("conflicts", "how-many", *options), "records in full are a page or --json: no other --format, ")


def test_several_records_are_separated_by_a_blank_line(small):
    """`show` prints records in the order asked, each once."""
    one, two = small("show", "well").text, small("show", "pump").text
    assert small("show", "pump", "well", "pump").text == f"{two}\n{one}"


# Which format


@pytest.mark.parametrize("name", TABULAR)
@pytest.mark.parametrize("words", LISTINGS, ids=" ".join)
def test_every_listing_has_every_format(words, name, small):
    """Each list comes in each format, under each spelling of the option, with the same bytes every time."""
    first = small(*words, "--format", name)
    assert (first.code, first.err) == (ExitCode.OK, b"")
    assert small(*words, "-f", name) == small(*words, f"--format={name}") == first
    empty = small(*words, "-f", name, "--from", "2099", "--to", "2099")
    assert (empty.err, empty.out.endswith(b"\n") or name == "jsonl") == (b"", True)


def test_json_is_short_for_its_format(small):
    """`--json` is `--format json` and contradicts any other; a table is the default."""
    message = json.loads(small("meetings", "--json", "-f", "csv").err)["error"]["message"]
    assert message == "--json and --format csv contradict each other"
    assert small("meetings", "--json") == small("meetings", "-f", "json") == small("meetings", "--json", "-f", "json")
    assert small("meetings") == small("meetings", "-f", "table")


@pytest.mark.parametrize("words", [one for one in LISTINGS if one[0] not in CALENDARS], ids=" ".join)
def test_only_reports_with_days_are_calendars(words, small):
    """Other listings refuse the format, named by option or by extension."""
    for option in (["-f", "ics"], ["-o", "never-written.ics"]):
        refused(small(*words, *option), "--format ics: only itinerary and meetings can be a calendar")
    assert not Path("never-written.ics").exists()


FILES = [(f"a{extension}", name) for name, format_ in FORMATS.items() for extension in format_.extensions]
FILES += [("A.CSV", "csv"), ("a.b.Json", "json"), ("a", "table"), (".csv", "table")]


def test_every_extension_names_one_format():
    """No two formats claim an extension."""
    extensions = [extension for format_ in FORMATS.values() for extension in format_.extensions]
    assert len(extensions) == len(set(extensions)) >= len(FORMATS)


@pytest.mark.parametrize(("file", "name"), FILES)
def test_files_take_their_format_from_their_extension(file, name, small, tmp_path):
    """Without `--format` the extension decides, in any case; none means a table. Nothing is printed."""
    path = tmp_path / file
    assert small("meetings", "-o", str(path)) == (ExitCode.OK, b"", b"")
    assert path.read_bytes() == small("meetings", "--format", name).out
    assert small("meetings", "-f", "tsv", "-o", str(path)).code == ExitCode.OK
    assert path.read_bytes() == small("meetings", "--format", "tsv").out


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("path", ["-", "/dev/stdout"])
def test_standard_output_is_a_file_too(path, name, small):
    """`-o -` and `-o /dev/stdout` print what is printed without them."""
    assert small("meetings", "-f", name, "-o", path) == small("meetings", "-f", name)


def test_tables_in_files_ignore_the_terminal(small, tmp_path, monkeypatch):
    """A file has the default width, UTF-8 and no colour."""
    plain = small("meetings").out
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert small("meetings", "-o", str(tmp_path / "a.txt")).code == ExitCode.OK
    assert (tmp_path / "a.txt").read_bytes() == plain


# Fields and counts


@pytest.mark.parametrize("asked", ["id,summary", "summary,id", " id , cites ", "id,id,summary,id"])
@pytest.mark.parametrize("words", LISTINGS, ids=" ".join)
def test_fields_come_in_the_order_asked(words, asked, small):
    """`--fields` narrows each record to the named fields, each once, in that order, in every format."""
    wanted = list(dict.fromkeys(name.strip() for name in asked.split(",")))
    expected = [{name: item[name] for name in wanted} for item in items(small(*words, "--json"))]
    found = {name: small(*words, "-f", name, "--fields", asked) for name in TABULAR}
    assert [list(item.items()) for item in items(found["json"])] == [list(one.items()) for one in expected]
    assert [json.loads(line) for line in found["jsonl"].out.splitlines()] == expected
    assert next(csv.reader(io.StringIO(found["csv"].text))) == wanted
    assert found["tsv"].text.partition("\n")[0].split("\t") == wanted
    assert found["table"].text.splitlines()[1].split() == wanted
    assert found["markdown"].text.splitlines()[0] == f"| {' | '.join(wanted)} |"
    assert [len(found[name].text.splitlines()) for name in ("csv", "tsv", "jsonl")] == [
        len(expected) + n for n in (1, 1, 0)
    ]


def test_fields_may_be_named_by_the_headers_of_a_table(small):
    """What a person reads above a column names its field, in any case."""
    by_header = small("meetings", "--fields", "Country,With,Agenda,SOURCES", "--json")
    assert by_header == small("meetings", "--fields", "countries,people,agenda,cites", "--json")
    assert items(small("statistics", "--fields", "Not to be compared with", "--json"))[0] == {
        "not_comparable": ["share-dry"]
    }


@pytest.mark.parametrize("filters", [[], ["--kind", "claim"], ["--kind", "stop", "--from", "2099"]], ids=str)
@pytest.mark.parametrize("words", [["facts"], ["search", "mayor"]], ids=" ".join)
def test_valid_fields_do_not_depend_on_what_is_found(words, filters, small):
    """A script's `--fields` works on a day with few records too; a kind that lacks a field has null."""
    answer = json.loads(small(*words, *filters, "--fields", "id,amount,class", "--json").out)
    assert answer["fields"] == ["id", "amount", "class"]
    assert all(item["amount"] is None or item["id"] in ("well", "pump") for item in answer["items"])


def test_funding_keeps_its_totals_when_fields_are_chosen(small):
    """Narrowed JSON is the same object: count, totals and open questions stay, and `fields` names the fields."""
    whole = json.loads(small("funding", "--json").out)
    narrow = json.loads(small("funding", "--json", "--fields", "id").out)
    assert narrow == {**whole, "items": [{"id": "well"}, {"id": "pump"}], "fields": ["id"]}
    assert whole["totals"]
    assert "totals" not in json.loads(small("meetings", "--json", "--fields", "id").out)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("filters", [[], ["--from", "2099"], ["--status", "planned"]], ids=str)
def test_counts_are_numbers_alone(filters, name, small):
    """`--count` prints how many there are, whatever the format."""
    count = json.loads(small("meetings", "--json", *filters).out)["count"]
    assert small("meetings", "-f", name, "--count", *filters) == (ExitCode.OK, b"%d\n" % count, b"")


def test_empty_lists_have_their_exit_codes(small, tmp_path):
    """An empty list is an answer; an empty search, or any under `--exit-status`, is a negative one, in a file too."""
    assert small("meetings", "--from", "2099").code == ExitCode.OK
    assert small("meetings", "--from", "2099", "--count", "--exit-status") == (ExitCode.NEGATIVE, b"0\n", b"")
    assert small("meetings", "--exit-status").code == ExitCode.OK
    assert small("search", "zzz", "--count") == (ExitCode.NEGATIVE, b"0\n", b"")
    assert small("search", "zzz", "-o", str(tmp_path / "a.csv")) == (ExitCode.NEGATIVE, b"", b"")
    assert small("search", "zzz", "--count", "-o", str(tmp_path / "count")) == (ExitCode.NEGATIVE, b"", b"")
    assert (tmp_path / "count").read_bytes() == b"0\n"


# Files that must not be lost


@pytest.mark.parametrize(
    "words", [["facts", "-o"], ["search", "well", "-o"], ["cite", "well", "-o"], ["export"]], ids=" ".join
)
def test_stores_and_archived_articles_are_not_overwritten(words, run, tmp_path, monkeypatch):
    """No command replaces the store that it reads, under any path, nor the archived text of a source."""
    import hashlib

    article, store = tmp_path / "post.txt", tmp_path / "own.toml"
    article.write_bytes(b"Archived.\n")
    digest = hashlib.sha256(article.read_bytes()).hexdigest()
    store.write_text(Path(STORE).read_text(encoding="utf-8").replace("0" * 64, digest), encoding="utf-8")
    (tmp_path / "link").symlink_to(store)
    before = store.read_bytes()
    for path in ("own.toml", "./own.toml", "link"):
        monkeypatch.chdir(tmp_path)
        refused(run(*words, path, "--facts", str(store)), f"{path} is the store that is read: name another file")
    refused(
        run(*words, str(article), "--facts", str(store)),
        f"{article} is the archived text of gazette: name another file",
    )
    with store.open("rb") as stream:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(stream))
        refused(run(*words, str(store), "--facts", "-"), f"{store} is the store that is read: name another file")
    assert (store.read_bytes(), article.read_bytes()) == (before, b"Archived.\n")


def test_nothing_is_written_when_the_question_is_wrong(run, tmp_path):
    """A mistake, or a store with faults, leaves the file as it was."""
    old = tmp_path / "old.csv"
    old.write_bytes(b"old\n")
    for words in (["--country", "atlantis"], ["--fields", "zzz"], ["--facts", "absent.toml"]):
        assert run("meetings", *words, "-o", str(old)).code in (ExitCode.USAGE, ExitCode.STORE)
    assert old.read_bytes() == b"old\n"


# Declarations


def test_every_command_is_declared_with_help_and_examples():
    """A new command cannot be without them, and no two share a name or begin one another."""
    for command in [*commands.COMMANDS.values(), commands.find_command("border")]:
        assert command.help.endswith(".")
        assert command.panel
        assert command.examples
        assert all(example.split()[0] == command.name for example in command.examples)
        flags = [flag for option in command.options for flag in option.flags]
        assert len(flags) == len(set(flags))


@pytest.mark.parametrize("name", ["Border", "", "-x", "bör", "a b", "a_b"])
def test_only_ids_can_be_commands_of_groups(name):
    """Other words are mistakes, whatever the store declares."""
    assert commands.find_command(name) is None
