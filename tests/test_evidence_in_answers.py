"""Promises of every answer: it shows what it rests on, where sources differ, and what nobody said."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from articles import HEAD, Desk, cite, desk, record

if TYPE_CHECKING:
    from conftest import Run

RECORDS = f"""
[[statistic]]
id = "people"
summary = "People counted."
group = "border"
measure = "people counted"
value = 5
qualifier = "more than"
unit = "people"
date = "2030-06-06"
period = "A day"
population = "All"
area = "Freedonia"
countries = ["freedonia"]
topics = ["water"]
note = "The day is printed."
cites = [
  {{ at = "gazette:2", printed = "more than 5 people" }},
  {{ at = "gazette:2", printed = "June 6, 2030" }},
  {{ at = "herald:1", printed = "five", via = "The Wire" }},
  "herald:2",
]

[[statistic]]
id = "arrivals"
summary = "People arrived."
group = "border"
measure = "people arrived"
value = 7
unit = "people"
period = "A week"
population = "All"
area = "Freedonia"
cites = [{{ at = "herald:2", printed = "7 people" }}]

[[conflict]]
id = "how-many"
summary = "Two counts."
class = "different measure"
records = ["people", "arrivals"]
readings = [
  {{ reading = "More than five", cites = ["gazette:2"] }},
  {{ reading = "Seven", cites = [{{ at = "herald:2", printed = "7 people" }}] }},
]
safest = "Both stand."
reason = "They count different things."

[[meeting]]
id = "talks"
summary = "Talks."
date = "2030-06-07"
date_from = [{{ at = "gazette:2", printed = "the next day" }}]
part_of_day = "evening"
status = "planned"
format = "unspecified"
countries = ["freedonia", "italia"]
people = ["mayor"]
agenda = [{{ topic = "water", summary = "A well", cites = [{{ at = "gazette:1", printed = "well" }}] }}]
cites = ["gazette:2"]

{record("funding", "well", cite("$9"), amount=9)}
{record("gap", "cost", '"gazette:1"', about='["funding"]', topics='["water"]', countries='["freedonia"]')}
{record("gap", "when", '"gazette:1"', status="declined")}
"""
TEXTS = {
    "gazette": """Mayor Mayor gave $9 for a well.
On June 6, 2030, the town had more than 5 people, and the next day «6».
""",
    "herald": "It was ten.\nThen came 7 people.\n",
}


@pytest.fixture
def made(tmp_path: Path) -> Desk:
    """A store with a record of most kinds; one source's date is stated, the other's unknown."""
    found = desk(tmp_path, RECORDS, HEAD, **TEXTS)
    facts = Path(found.facts)
    date = '[sources.gazette]\ndate = "2030-06-08"\ndate_from = ["gazette:2"]\npublisher = "The Gazette"\n'
    relays = '[sources.herald]\nrelays = [{ outlet = "The Wire", cites = ["herald:1"] }]\n'
    text = facts.read_text(encoding="utf-8").replace("[sources.gazette]\n", date).replace("[sources.herald]\n", relays)
    facts.write_text(text, encoding="utf-8")
    return found


def shown(run: Run, made: Desk, *args: str) -> str:
    """Return what a command shows of the store, the blanks between columns evened out."""
    result = run(*args, "--facts", made.facts)
    assert (result.code, result.message) == (0, "")
    return re.sub(" +", " ", result.text)


# ---------------------------------------------------------------------------------------------------------------------
# show
# ---------------------------------------------------------------------------------------------------------------------


def test_show_gives_each_cite_with_source_day_paragraph_and_words(run: Run, made: Desk) -> None:
    """Without articles each cite is a line: source, paragraph, printed words, who is relayed, and the source's day."""
    assert [line for line in shown(run, made, "show", "people").splitlines() if line.startswith("cite")] == [
        "cite gazette ¶2 “more than 5 people”; published 2030-06-08 (derived)",
        "cite gazette ¶2 “June 6, 2030”; published 2030-06-08 (derived)",
        "cite herald ¶1 “five”, from The Wire; published not stated (unknown)",
        "cite herald ¶2; published not stated (unknown)",
    ]


def test_show_with_articles_gives_each_paragraph_with_the_words_marked(run: Run, made: Desk) -> None:
    """Below each cite stands the paragraph; words that do not stand in it are not marked."""
    lines = shown(run, made, "show", "people", "--articles", made.folder).splitlines()
    assert lines[-8:] == [
        "cite gazette ¶2 “more than 5 people”; published 2030-06-08 (derived)",
        " On June 6, 2030, the town had »more than 5 people«, and the next day «6».",
        "cite gazette ¶2 “June 6, 2030”; published 2030-06-08 (derived)",
        " On »June 6, 2030«, the town had more than 5 people, and the next day «6».",
        "cite herald ¶1 “five”, from The Wire; published not stated (unknown)",
        " It was ten.",
        "cite herald ¶2; published not stated (unknown)",
        " Then came 7 people.",
    ]


def test_show_gives_no_paragraph_of_a_text_that_is_missing_or_ends_before_it(run: Run, made: Desk) -> None:
    """A text with another digest is not shown as the source's."""
    made.edit("gazette.txt", "Another text.\n")
    facts = Path(made.facts)
    facts.write_text(facts.read_text(encoding="utf-8").replace('"herald:2",\n]', '"herald:3",\n]'), encoding="utf-8")
    lines = shown(run, made, "show", "people", "--articles", made.folder).splitlines()
    missing = " no text with the digest of gazette is in the folder"
    assert [line for line in lines if line.startswith(" ")] == [missing, missing, " It was ten."]


def test_a_paragraph_reaches_a_terminal_harmless(run: Run, made: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Escapes in an article are shown, not obeyed; with colour the printed words are bold."""
    folder = Path(made.folder)
    text = "Mayor \x1b[31mMayor gave $9 for a [bold]well.\n"
    facts = Path(made.facts)
    old, new = (hashlib.sha256(content.encode()).hexdigest() for content in (TEXTS["gazette"], text))
    facts.write_text(facts.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    (folder / "gazette.txt").write_text(text, encoding="utf-8")
    assert " Mayor \\x1b[31mMayor gave »$9« for a [bold]well.\n" in shown(
        run, made, "show", "well", "--articles", made.folder
    )
    monkeypatch.setenv("FORCE_COLOR", "1")
    result = run("show", "well", "--facts", made.facts, "--articles", made.folder)
    assert "\\x1b[31mMayor gave \x1b[1m»$9«\x1b[0m for a [bold]well." in result.text


def test_show_says_how_a_date_is_known(run: Run, made: Desk) -> None:
    """A date is stated, or worked out from passages that are named."""
    assert "\ndate 2030-06-06 (stated)\n" in shown(run, made, "show", "people")
    text = shown(run, made, "show", "talks")
    assert "\ndate 2030-06-07, evening (derived)\n" in text
    assert "\ndate from gazette ¶2 “the next day”; published " in text
    assert "\ndate" not in shown(run, made, "show", "arrivals")


def test_show_gives_every_field_in_words(run: Run, made: Desk) -> None:
    """Names for ids, a figure with its hedge, parts with their cites; no line for what is empty."""
    people, talks = shown(run, made, "show", "people"), shown(run, made, "show", "talks")
    for line in (
        "statistic people",
        "figure more than 5 people",
        "countries Freedonia",
        "topics water",
        "note The day is printed.",
    ):
        assert f"{line}\n" in people
    for line in (
        "people Ána Mayor",
        "countries Freedonia, Italia",
        "joint yes",
        "agenda water: A well [gazette ¶1 “well”]",
    ):
        assert f"{line}\n" in talks
    assert "figure" not in talks
    assert "groups" not in talks
    assert "\nfigure" not in shown(run, made, "show", "mayor")


def test_show_counts_independent_origins(run: Run, made: Desk) -> None:
    """In the table and in JSON."""
    assert "\nindependent origins 3\n" in shown(run, made, "show", "people")  # the gazette, the herald, and the wire
    (item,) = json.loads(run("show", "people", "--json", "--facts", made.facts).out)["items"]
    assert item["independent"] == 3


def test_show_names_conflicts_and_figures_apart(run: Run, made: Desk) -> None:
    """A record that is in a conflict says in which, and with which figure it must not be compared."""
    text = shown(run, made, "show", "people")
    assert "\nconflicts how-many\n" in text
    assert "\nnot comparable arrivals\n" in text


def test_show_of_a_paragraph_gives_its_records(run: Run, made: Desk) -> None:
    """`gazette:2` stands for every record that rests on that paragraph, by its parts and dates too, in full."""
    items = json.loads(run("show", "gazette:2", "--json", "--facts", made.facts).out)["items"]
    assert [item["id"] for item in items] == ["talks", "people", "how-many", "gazette"]
    text = run("show", "herald:1", "--facts", made.facts).text
    assert [line for line in text.splitlines() if re.match("^[a-z]+ [a-z-]+$", line)] == [
        "statistic people",
        "source herald",
    ]


def test_show_of_a_paragraph_that_nothing_cites_is_a_negative_answer(run: Run, made: Desk) -> None:
    """Exit 1, and a line that says so."""
    result = run("show", "gazette:9", "--facts", made.facts)
    assert (result.code, result.out) == (1, b"")
    assert result.message.startswith('harristrip: error: no record cites "gazette:9"')


def test_show_takes_the_folder_from_the_environment(run: Run, made: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """HARRISTRIP_ARTICLES stands for --articles."""
    monkeypatch.setenv("HARRISTRIP_ARTICLES", made.folder)
    assert "»$9«" in shown(run, made, "show", "well")


def test_show_of_a_folder_that_is_not_there_is_a_usage_error(run: Run, made: Desk) -> None:
    """It is named in one line."""
    result = run("show", "well", "--facts", made.facts, "--articles", "nowhere")
    assert (result.code, result.out) == (2, b"")
    assert result.message.startswith('harristrip: error: --articles "nowhere" cannot be read')


# ---------------------------------------------------------------------------------------------------------------------
# conflicts
# ---------------------------------------------------------------------------------------------------------------------


def test_conflicts_show_each_reading_with_its_sources(run: Run, made: Desk) -> None:
    """Class, both readings, the safest one and why."""
    text = shown(run, made, "conflicts")
    for words in ("how-many", "different measure", "More than five", "gazette ¶2", "Seven", "herald ¶2", "Both stand."):
        assert words in text
    assert "They count different things." in text


def test_conflicts_with_an_id_show_one_in_full(run: Run, made: Desk) -> None:
    """The same as `show` of that id, with each cite."""
    args = ("how-many", "--facts", made.facts)
    assert run("conflicts", *args) == run("show", *args)
    assert (
        json.loads(run("conflicts", *args, "--json").out)["items"]
        == json.loads(run("show", *args, "--json").out)["items"]
    )
    text = shown(run, made, "conflicts", "how-many")
    assert "\nreadings More than five [gazette ¶2]\n Seven [herald ¶2 “7 people”]\n" in text
    assert "\nreason They count different things.\n" in text


@pytest.mark.parametrize("command", ["border", "timeline", "facts"])
def test_records_in_a_conflict_carry_its_mark_in_every_table(run: Run, made: Desk, command: str) -> None:
    """The mark stands at the record, and below the table stands what it means."""
    text = shown(run, made, command)
    assert "! sources differ: see harristrip conflicts\n" in text
    assert re.search(r"[Pp]eople counted\.? !", text)


def test_records_in_a_conflict_name_it_in_json(run: Run, made: Desk) -> None:
    """Every record has `conflicts`, empty where sources agree."""
    items = json.loads(run("facts", "--json", "--facts", made.facts).out)["items"]
    assert {item["id"] for item in items if item["conflicts"]} == {"people", "arrivals"}


def test_a_table_without_a_conflict_has_no_mark(run: Run, made: Desk) -> None:
    """The mark is explained only where it stands."""
    assert "!" not in shown(run, made, "funding")


# ---------------------------------------------------------------------------------------------------------------------
# Open questions
# ---------------------------------------------------------------------------------------------------------------------


def test_a_report_names_the_questions_it_leaves_open(run: Run, made: Desk) -> None:
    """Below the rows, and as `gaps` in JSON."""
    assert "\nLeft open (not-stated): It is so. [cost]\n" in shown(run, made, "funding")
    assert json.loads(run("funding", "--json", "--facts", made.facts).out)["gaps"] == ["cost"]
    assert "Left open" not in shown(run, made, "meetings")
    assert json.loads(run("meetings", "--json", "--facts", made.facts).out)["gaps"] == []


@pytest.mark.parametrize(
    ("filters", "named"), [(("--topic", "water"), True), (("--country", "fd"), True), (("--country", "it"), False)]
)
def test_a_question_is_named_where_its_filters_match(
    run: Run, made: Desk, filters: tuple[str, str], *, named: bool
) -> None:
    """An empty list with an open question is not an empty answer."""
    answer = json.loads(run("funding", *filters, "--json", "--facts", made.facts).out)
    assert (answer["items"], answer["gaps"]) == ([], ["cost"] if named else [])
    assert ("[cost]" in shown(run, made, "funding", *filters)) is named


def test_gaps_are_found_by_topic(run: Run, made: Desk) -> None:
    """`gaps --topic T` lists what nobody said about it."""

    def ids(*filters: str) -> list[str]:
        return [item["id"] for item in json.loads(run("gaps", *filters, "--json", "--facts", made.facts).out)["items"]]

    assert ids() == ["cost", "when"]
    assert ids("--topic", "water") == ["cost"]
    assert ids("--status", "declined") == ["when"]


# ---------------------------------------------------------------------------------------------------------------------
# sources
# ---------------------------------------------------------------------------------------------------------------------


def test_sources_say_what_is_known_of_them_and_what_rests_on_them(run: Run, made: Desk) -> None:
    """Publisher and day as stated, derived or unknown; outlets relayed; records on it, and on it alone."""
    text = shown(run, made, "sources")
    for words in ("The Gazette", "2030-06-08", "derived", "unknown", "not stated", "The Wire", "On it alone"):
        assert words in text
    items = {item["id"]: item for item in json.loads(run("sources", "--json", "--facts", made.facts).out)["items"]}
    assert {id_: (item["supports"], item["supports_alone"]) for id_, item in items.items()} == {
        "gazette": (7, 5),
        "herald": (3, 1),
    }
    assert (items["herald"]["publisher"], items["herald"]["date"], items["herald"]["date_basis"]) == (None, None, None)
    assert [relay["outlet"] for relay in items["herald"]["relays"]] == ["The Wire"]


def test_the_counts_of_sources_stand_in_the_table(run: Run, made: Desk) -> None:
    """The row of a source ends in its numbers."""
    rows = {
        line.split()[0]: line.split()
        for line in shown(run, made, "sources").splitlines()
        if line[:7] in ("gazette", "herald ")
    }
    assert ("7", "5") in zip(rows["gazette"], rows["gazette"][1:], strict=False)
    assert ("3", "1") in zip(rows["herald"], rows["herald"][1:], strict=False)
