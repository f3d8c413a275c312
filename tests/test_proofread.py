"""Proofreading: every planted error of the drafts is found at its place, and clean sentences are left alone."""

from __future__ import annotations

import json
import os
import sqlite3
import unicodedata
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import jsonschema
import pytest
from process import harristrip
from stores import parse, record, store

from harristrip.errors import ExitCode
from harristrip.index.database import Index, in_memory, open_index
from harristrip.proof.articles import sentences
from harristrip.proofread.draft_text import blocks
from harristrip.proofread.proofread import proofread

DATA = Path(__file__).parent / "data"
DRAFTS = sorted(
    path for path in (DATA / "proofread").iterdir() if path.suffix in (".md", ".txt") and path.stem != "README"
)
FLOOD = DATA / "events" / "flood"
STORE = str(FLOOD / "store.toml")
ARTICLES = os.environ.get("HARRISTRIP_ARTICLES")
"""Where the archived articles of the shipped facts are, if they are at hand."""
QUOTED = ("quotation", "attribution")
CASES = [json.loads(line) for line in (DATA / "proofread" / "cases.jsonl").read_text(encoding="utf-8").splitlines()]


class Score(NamedTuple):
    """How a draft fares."""

    planted: int
    found: int
    exact: int
    clean: int
    disturbed: int


def remarks(text, *, flood=False, articles=True, notes=False):
    """Proofread a text against the shipped facts or the flood."""
    index = open_index(STORE if flood else None)
    folder = str(FLOOD / "articles") if flood else ARTICLES
    return proofread(text, index, name="draft", folder=folder if articles else None, notes=notes)


def told(text, **more):
    """Return kind, severity and words of each remark on a text."""
    return [(one.kind, one.severity, one.found) for one in remarks(text, **more).items]


def score(path):
    """Compare the remarks on a draft with its planted errors."""
    text = path.read_text(encoding="utf-8")
    flood = path.stem.startswith("flood")
    lines = (path.parent / f"{path.stem}.expected.jsonl").read_text(encoding="utf-8").splitlines()
    planted = [one for one in map(json.loads, lines) if flood or ARTICLES or one["kind"] not in QUOTED]
    items = remarks(text, flood=flood).items
    found = exact = 0
    for one in planted:
        columns = range(one["column"], one["column"] + len(one["text"]))
        same = [
            item
            for item in items
            if (item.line, item.kind, item.severity) == (one["line"], one["kind"], one["severity"])
        ]
        here = [item for item in same if not set(columns).isdisjoint(range(item.column, item.end_column))]
        found += bool(here)
        exact += any(item.column == one["column"] for item in here)
        if not here:
            print(f"missed in {path.name}: {one}")  # noqa: T201 -- shown where the test fails
    return Score(len(planted), found, exact, *clean_sentences(text, map(json.loads, lines), items, path.name))


def clean_sentences(text, planted, items, name):
    """Return how many sentences have no planted error, and how many of those draw a remark."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    errors = [starts[one["line"] - 1] + one["column"] - 1 for one in planted]
    drawn = [starts[one.line - 1] + one.column - 1 for one in items]
    clean = disturbed = 0
    for block in blocks(text):
        for span in sentences(block.text):
            first, last = block.places[span.start], block.places[span.end - 1]
            if any(first <= error <= last for error in errors):
                continue
            clean += 1
            if any(first <= place <= last for place in drawn):
                disturbed += 1
                print(f"disturbed in {name}: {block.text[span.start : span.end]}")  # noqa: T201
    return clean, disturbed


def test_planted_errors_are_found_and_clean_sentences_are_left_alone():
    """At least 95% of the errors are found at their place; at most 5% of the clean sentences draw a remark."""
    scores = [score(path) for path in DRAFTS]
    planted, found, exact, clean, disturbed = (sum(column) for column in zip(*scores, strict=True))
    shares = (
        f"{found} of {planted} errors found, {exact} at their column; {disturbed} of {clean} clean sentences disturbed"
    )
    print(shares)  # noqa: T201 -- the shares that the documentation gives
    assert len(scores) >= 30
    assert exact >= 0.95 * planted
    assert disturbed <= 0.05 * clean


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['promise']}: {case['text'][:40]}")
def test_a_sentence_draws_these_remarks_and_no_others(case):
    """Kind, severity and words of each remark, of all kinds or of `only` some."""
    found = told(case["text"], flood=case["store"] == "flood", notes=case.get("notes", False))
    assert [list(one) for one in found if one[0] in case.get("only", [one[0]])] == case["expected"]


@pytest.mark.parametrize("ordinal", ["second", "11th", "21st", "32nd", "43rd"])
def test_the_right_ordinal_is_written_as_people_do(ordinal):
    """Up to ten in words, then with the ending of the number."""
    facts = parse(store(record("claim", "fair", summary=f"The {ordinal} yearly water fair of Freedonia.")))
    answer = proofread("It is the fifth yearly water fair of Freedonia.", in_memory(facts), name="draft")
    assert [(one.message, one.expected) for one in answer.items] == [(f"the store has the {ordinal}", ordinal)]


def test_the_place_that_a_sentence_names_is_the_one_that_it_is_about():
    """What the sentence before was about does not count for another place."""
    text = "Harris was to leave for Guatemala on Sunday. She was to fly to Mexico late on Tuesday."
    (one,) = remarks(text).items
    assert (one.found, one.records, one.message) == (
        "Tuesday",
        ("leg-to-mexico",),
        "the store has 2021-06-07, late (derived)",
    )


def test_fractions_ranks_and_shares_are_shown_as_tables_show_them():
    """An expected figure is one that people write."""
    expected = [one.expected for one in remarks("Half the schools in Lower Brana are closed.", flood=True).items]
    assert expected == ["1/3 of schools"]
    (one,) = remarks("Mexico has the third highest number of Covid deaths in the world.").items
    assert one.expected == "rank 4"


def test_a_figure_far_from_the_only_one_that_is_meant():
    """If a clause speaks of nothing but a place, a unit and a measure, the figure of that record is expected."""
    (one,) = remarks("Mexico is to get 20 million doses.").items
    assert (one.expected, one.records) == ("1,000,000 doses", ("doses-mexico",))


def test_the_last_line_asks_for_the_articles(run, tmp_path):
    """A quotation that was not compared for want of articles is counted, and the option is named."""
    path = tmp_path / "draft.txt"
    path.write_text("“We never warned the ministry”.", encoding="utf-8")
    shown = run("proofread", str(path), "--facts", STORE).text
    assert "no quotation compared (name the articles with --articles): 0 errors" in shown
    whole = json.loads(run("proofread", str(path), "--facts", STORE, "--json").out)
    assert (whole["quotations"], whole["quotations_left"]) == (0, 1)


@pytest.mark.parametrize("width", [20, 60, 100])
@pytest.mark.parametrize("behind", ["", f" and that is {'so ' * 200}"])
@pytest.mark.parametrize("before", ["", "Nobody knows. ", "日本の首相 said so. ", "e\u0301te\u0301 \x1b€ “x”. " * 30])
def test_the_caret_is_below_the_words(run, tmp_path, monkeypatch, width, before, behind):
    """However the line is cut and whatever its characters take, the carets are below the words; evidence is wrapped."""
    monkeypatch.setenv("COLUMNS", str(width))
    path = tmp_path / "draft.txt"
    path.write_text(f"{before}Mexico gets 500,000 doses{behind}.", encoding="utf-8")
    lines = run("proofread", str(path)).text.splitlines()
    head = next(n for n, line in enumerate(lines) if "error figure" in line)
    line, carets, *evidence = lines[head + 1 : -2]
    cells = [(unicodedata.east_asian_width(one) in "WF") + (not unicodedata.combining(one)) for one in line]
    start = len(carets) - len(carets.lstrip())
    assert carets.strip() == "^" * len("500,000")
    assert sum(cells[: line.index("500,000")]) == start
    assert sum(cells) <= max(width, 22)
    assert all(len(one) <= max(width, 22) for one in evidence)


def test_quotations_need_the_articles():
    """Without the articles nothing is said of quotations, and the answer counts none."""
    answer = remarks("“We never warned the ministry”.", flood=True, articles=False)
    assert (answer.items, answer.quotations) == ((), 0)


def test_places_are_those_of_the_file():
    """Line and column count characters of the file, marks of Markdown included; a long line is cut around the place."""
    text = f"# Title\n\n- A **sum**: {'x' * 500} &amp; **€310 million** for the region. {'y' * 500}\n"
    one = remarks(text).items[0]
    assert (one.line, text.split("\n")[one.line - 1][one.column - 1 : one.end_column - 1]) == (3, "€310 million")
    assert one.excerpt[one.column - one.excerpt_column :].startswith("€310 million")
    assert len(one.excerpt) == 400


def test_a_paragraph_of_several_lines_is_one_text():
    """A sentence goes on in the next line, and a remark there has the line and column of the file."""
    answer = remarks("Under the plan that officials described to reporters,\nMexico gets 500,000 doses.\n")
    (one,) = answer.items
    assert (answer.sentences, one.line, one.column, one.found) == (1, 2, 13, "500,000")


def test_the_answer_counts():
    """Sentences and figures are counted by what was found of them."""
    text = "More than 237,000 people were apprehended from January to April. Mexico gets 500,000 doses."
    text += " Aides speak of $987 million."
    answer = remarks(text)
    assert (answer.sentences, answer.figures, answer.supported, answer.wrong, answer.unknown) == (3, 3, 1, 1, 1)
    kinds = Counter(one.severity for one in remarks(text, notes=True).items)
    assert kinds["note"] >= 1


def test_a_store_without_a_full_text_index_is_read_as_well():
    """A SQLite without FTS5 has a plain table; every record is a candidate then."""
    source = open_index(STORE)
    copy = sqlite3.connect(":memory:")
    source.connection.backup(copy)
    copy.execute("DROP TABLE search")
    copy.execute("CREATE TABLE search (id, title, text, numbers)")
    answer = proofread("Kestria lends 600 pumps. We met in Ostar.", Index(copy), name="draft")
    assert [(one.kind, one.found) for one in answer.items] == [("figure", "600"), ("name", "Ostar")]


@pytest.mark.parametrize("name", ["courier", "dispatch", "observer"])
def test_the_sources_themselves_contradict_the_store_hardly_ever(name):
    """An article from which a store was made is a draft without errors."""
    answer = remarks((FLOOD / "articles" / f"{name}.txt").read_text(encoding="utf-8"), flood=True)
    errors = [one for one in answer.items if one.severity == "error"]
    assert len(errors) <= 0.05 * answer.sentences, errors


def test_a_sentence_without_an_end_is_cut():
    """A table in one line is read in parts."""
    assert remarks("€310 million for the region " * 300).count > 200


# The command line


@pytest.fixture
def draft(tmp_path):
    path = tmp_path / "a,b.md"
    path.write_text(
        "Mexico gets 500,000 doses, 100% sure.\n\nIn April there were more than 178,000 of them.\n", encoding="utf-8"
    )
    return path


def test_errors_exit_with_1_and_warnings_only_if_strict(run, draft, tmp_path):
    """The exit code says whether a draft may be printed."""
    assert run("proofread", str(draft)).code == ExitCode.NEGATIVE
    disputed = tmp_path / "disputed.txt"
    disputed.write_text("In April there were more than 178,000 of them.", encoding="utf-8")
    assert run("proofread", str(disputed)).code == ExitCode.OK
    assert run("proofread", str(disputed), "--strict").code == ExitCode.NEGATIVE


def test_the_page_shows_the_line_with_a_caret(run, draft, monkeypatch):
    """As a compiler does; colour only where it is welcome."""
    shown = run("proofread", str(draft)).text
    lines = shown.splitlines()
    assert lines[0] == f"{draft}:1:13: error figure: the store has another value"
    assert lines[1:3] == ["  Mexico gets 500,000 doses, 100% sure.", "              ^^^^^^^"]
    assert lines[3] == "  expected: 1,000,000 doses"
    assert lines[4].startswith("  doses-mexico: One million")
    assert lines[-1].endswith("no quotation compared: 1 error, 2 warnings")
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = run("proofread", str(draft)).text
    assert "\x1b[1;31merror\x1b[0m" in coloured
    assert "\x1b" not in shown


def test_a_figure_that_is_not_understood_is_counted(run, tmp_path):
    """The last line says what was not read, and how many quotations were compared."""
    path = tmp_path / "draft.txt"
    path.write_text("Kestria lends ±$77 million, “as nobody ever sang before”.", encoding="utf-8")
    shown = run("proofread", str(path), "--facts", STORE, "--articles", str(FLOOD / "articles")).text
    assert "1 unread), 1 quotation compared" in shown


def test_the_text_of_a_draft_is_data(run, tmp_path):
    """Control characters of a draft reach neither a terminal nor a workflow."""
    path = tmp_path / "draft.txt"
    path.write_text("\x1b[31mMexico gets 500,000\u202e doses\x07", encoding="utf-8")
    for form in ("table", "github", "csv", "tsv", "markdown"):
        shown = run("proofread", str(path), "--format", form).text
        assert "\x1b" not in shown
        assert "\u202e" not in shown


def test_github_shows_annotations(run, draft):
    """A workflow command for each remark; commas, colons and per cent signs are escaped."""
    first, *_ = run("proofread", str(draft), "--format", "github").text.splitlines()
    assert (
        "a%2Cb.md,line=1,col=13,endColumn=20,title=figure::“500,000”: the store has another value; "
        "expected: 1,000,000 doses (doses-mexico:" in first
    )
    assert run("proofread", str(draft), "--format", "github", "--fields", "line").code == ExitCode.USAGE


def test_every_format_has_every_remark(run, draft, tmp_path):
    """JSON, JSON lines, CSV, TSV, Markdown and a table of fields tell the same."""
    whole = json.loads(run("proofread", str(draft), "--json").out)
    assert whole["count"] == len(whole["items"]) == 3
    lines = run("proofread", str(draft), "--format", "jsonl").text.splitlines()
    assert [json.loads(line) for line in lines] == whole["items"]
    narrow = json.loads(run("proofread", str(draft), "--json", "--fields", "line,kind,line").out)
    assert narrow["fields"] == ["line", "kind"]
    assert narrow["items"] == [{"line": one["line"], "kind": one["kind"]} for one in whole["items"]]
    for form in ("csv", "tsv", "markdown", "table"):
        shown = run("proofread", str(draft), "--format", form, "--fields", "line,found").text
        assert all(one["found"] in shown for one in whole["items"])
        assert run("proofread", str(draft), "--format", form).text.count("178,000") >= 1
    target = tmp_path / "remarks.csv"
    run("proofread", str(draft), "--output", str(target))
    assert target.read_text(encoding="utf-8").startswith("line,column")


@pytest.mark.parametrize("more", [(), ("--fields", "line,kind,records")])
def test_the_json_is_what_the_schema_says(run, draft, more):
    """The schema that ships describes whole remarks and chosen fields."""
    schema = json.loads(run("schema", "proofread").out)
    answer = json.loads(run("proofread", str(draft), "--json", "--all", *more).out)
    jsonschema.Draft202012Validator(schema).validate(answer)


def test_standard_input_is_a_draft():
    """`-` is standard input, of the draft or of the store but not of both."""
    done = harristrip("proofread", "-", "--json", stdin=b"\xef\xbb\xbfMexico gets 500,000 doses.\r\nIt is so.")
    answer = json.loads(done.stdout)
    assert (answer["file"], answer["items"][0]["column"]) == ("standard input", 13)


def test_two_readers_of_standard_input_are_a_usage_error(run):
    """Only one of draft and store can be `-`."""
    assert run("proofread", "-", "--facts", "-").code == ExitCode.USAGE


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--format", "githbu"], 'unknown format "githbu"; did you mean github?'),
        (["--json", "--format", "csv"], "contradict each other"),
        (["--fields", "lien"], 'unknown field "lien"; did you mean line?'),
        (["--articles", "nowhere"], "cannot be read"),
        (["--known-by", "soon"], "is not a date"),
    ],
)
def test_a_wrong_command_line_is_a_usage_error(run, draft, options, message):
    """Every mistake has a message."""
    done = run("proofread", str(draft), *options)
    assert done.code == ExitCode.USAGE
    assert message in done.message


def test_drafts_that_cannot_be_read(run, tmp_path):
    """A draft that is missing, no UTF-8 or far too large is named; the store has its own exit code."""
    path = tmp_path / "draft.txt"
    done = run("proofread", str(path))
    assert (done.code, done.message.count("cannot be read")) == (ExitCode.USAGE, 1)
    path.write_bytes(b"abc\xff")
    assert "is not UTF-8: byte 0xff at 3" in run("proofread", str(path)).message
    path.write_bytes(b" " * (4 * 2**20 + 1))
    assert "larger than 4 MiB" in run("proofread", str(path)).message
    path.write_bytes(b"abc")
    assert run("proofread", str(path), "--facts", "nowhere.toml").code == ExitCode.STORE


def test_the_draft_is_never_overwritten(run, draft, tmp_path):
    """`--output` may name another file."""
    assert "is the draft that is read" in run("proofread", str(draft), "--output", str(draft)).message
    other = tmp_path / "other.txt"
    other.write_text("old", encoding="utf-8")
    run("proofread", str(draft), "--output", str(other))
    assert "doses-mexico" in other.read_text(encoding="utf-8")


def test_a_draft_can_be_read_as_of_a_day(run, draft):
    """What was published later proves and contradicts nothing."""
    early = json.loads(run("proofread", str(draft), "--known-by", "2021-05-01", "--json").out)
    assert [one["message"] for one in early["items"]] == ["no record has this figure"] * early["unknown"]
