"""Drafts: what they hold is right, passes `check` and `verify`, and what is not certain is commented out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli
from drafts import EVENTS, MORE, STORM, article, doubts, drafted, filled, record, records, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from harristrip.draft.draft import read_top
from harristrip.draft.known import find_people
from harristrip.draft.toml import DraftCite, DraftTable, comment, toml_string
from harristrip.facts import load

EXPECTED = [json.loads(line) for line in (EVENTS / "draft" / "expected.jsonl").read_text().splitlines()]
SENTENCES = [json.loads(line) for line in (EVENTS / "draft" / "sentences.jsonl").read_text("utf-8").splitlines()]


def written(toml: str) -> Iterator[dict[str, Any]]:
    """Yield each figure and date of a draft with the paragraph and the words of its cite."""
    raw = tomli.loads(toml)
    every = [*records(toml), *({**source, "kind": "source"} for source in raw["sources"].values())]
    for one in every:
        for cite in one["cites"] if one["kind"] == "source" else one["cites"][:1]:
            source, _, paragraph = cite["at"].partition(":")
            money = {"value": one.get("amount"), "value_to": one.get("amount_to")} if "amount" in one else {}
            yield {**one, **money, "file": f"{source}.txt", "paragraph": int(paragraph), "printed": cite["printed"]}


def is_place(one: dict[str, Any], asked: dict[str, Any]) -> bool:
    """Return whether a record cites the place of a figure or date that is expected."""
    same = one["file"] == asked["file"] and one["paragraph"] == asked["paragraph"]
    return same and (asked["printed"] in one["printed"] or one["printed"] in asked["printed"])


def faults(one: dict[str, Any], asked: dict[str, Any]) -> list[str]:
    """Return what a record says otherwise than is expected; a rate or unit that is not expected may be there."""
    wrong = [name for name in ("value", "value_to", "qualifier") if one.get(name) != asked.get(name)]
    return wrong + [name for name in ("unit", "currency") if name in asked and one.get(name) != asked[name]]


def test_nine_of_ten_figures_and_dates_are_drafted_right_and_none_wrong():
    toml = drafted(texts(*STORM))
    every = list(written(toml))
    missing, wrong = [], []
    for asked in EXPECTED:
        same_kind = [one for one in every if is_place(one, asked) and ("date" in asked) == ("date" in one)]
        if "date" in asked:
            found = [one for one in same_kind if one["date"] == asked["date"]]
        else:
            found = [one for one in same_kind if one["value"] == asked["value"]]
            wrong += [(asked, faults(one, asked)) for one in found if faults(one, asked)]
        missing += [] if found else [asked["printed"]]
        wrong += [(asked, one) for one in same_kind if not found and one["printed"] == asked["printed"]]
    assert not wrong
    assert len(missing) <= len(EXPECTED) / 10, missing


@pytest.mark.parametrize("kept", [STORM, MORE, *([one] for one in MORE)], ids=lambda kept: kept[0].stem)
def test_a_filled_draft_passes_check_and_verify(kept, run, tmp_path):
    store = tmp_path / "event.toml"
    drafting = run("draft", *map(str, kept))
    assert drafting.code == 0
    store.write_text(filled(drafting.text))
    assert run("check", str(store)).code == 0
    verified = run("verify", "--facts", str(store), "--articles", str(kept[0].parent), "--json")
    assert verified.code == 0, verified.text
    assert not json.loads(verified.out)["wrong"]


def test_the_whole_way_from_texts_to_reports(run, tmp_path):
    store = tmp_path / "event.toml"
    for text in STORM:
        found = run("draft", str(text), "--facts", str(store))
        assert found.code == 0
        with store.open("a") as file:
            file.write(filled(found.text))
    assert run("check", str(store)).code == 0
    assert run("verify", "--facts", str(store), "--articles", str(STORM[0].parent)).code == 0
    amounts = json.loads(run("funding", "--facts", str(store), "--json").out)
    assert amounts["count"] == store.read_text().count("\n[[funding]]")
    assert "42,000" in run("statistics", "--facts", str(store)).text
    again = run("draft", *map(str, STORM), "--facts", str(store))
    assert records(again.text) == []
    assert again.text.count("Nothing is left to draft") == 0  # what is doubtful is still there, commented out


def test_an_unfilled_draft_is_refused_with_what_to_do(run, tmp_path):
    store = tmp_path / "event.toml"
    store.write_text(run("draft", str(STORM[0])).text)
    found = run("check", str(store))
    assert found.code == 1
    assert 'summary = "": write the summary in your own words' in found.text


@pytest.mark.parametrize("start", ["", 'schema = 1\n\n[topics.storm]\nlabel = "Storm"\n'])
def test_a_store_that_has_hardly_begun_is_enough(start, run, tmp_path):
    store = tmp_path / "event.toml"
    store.write_text(start)
    found = run("draft", str(STORM[0]), "--facts", str(store))
    store.write_text(start + filled(found.text))
    assert run("check", str(store)).code == 0


def test_the_paragraph_is_above_each_record():
    toml = drafted([article("The Post, 3 May 2032", "Title here", "About 7 boats sank and 3 ferries.")])
    assert toml.count("# post:3  About 7 boats sank and 3 ferries.\n[[statistic]]") == 2


def test_ids_speak_and_are_unique():
    toml = drafted(
        [
            article(
                "The Post, 3 May 2032",
                "Title",
                "It gave €310 million, €1.4 billion, one in three boats, 9 boats.",
                "Then 9 boats.",
            )
        ]
    )
    ids = [one["id"] for one in records(toml)]
    assert ids == ["funding-310m", "funding-1-4bn", "boats-1-in-3", "boats-9", "boats-9-2"]


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case["text"][:50])
def test_a_sentence_is_drafted_as_it_says(case):
    """Its record has these fields, or is commented out with the reason; words that count nothing are no record."""
    if "people" in case:
        assert [[one.name, one.title] for one in find_people(case["text"])] == case["people"]
    elif "record" in case:
        assert case["record"].items() <= record(case["text"]).items()
    else:
        reasons = doubts(case["text"])
        assert case["doubt"] in reasons if "doubt" in case else not reasons
        assert "doubt" in case or not records(drafted([article("The Post, 3 May 2032", "Title", case["text"])]))


def test_a_date_without_a_day_to_count_from_is_commented_out():
    toml = drafted([article("No dateline here.", "It opens on 6 May.")])
    assert "# Not sure: no day is printed that it could count from" in toml


def test_a_week_ago_is_no_rate():
    found = records(drafted([article("The Post, 3 May 2032", "Title", "It has 312 ships, up from 187 a week ago.")]))
    assert [one.get("per") for one in found if "value" in one] == [None, None]


def test_words_are_extended_until_they_mean_one_thing():
    one = records(drafted([article("The Post, 3 May 2032", "Title", "About 5 boats sank, but 5 boats came home.")]))
    assert [cite["printed"] for each in one for cite in each["cites"]] == ["About 5 boats", "but 5 boats"]


def test_a_hint_names_the_word_that_may_be_the_status():
    toml = drafted([article("The Post, 3 May 2032", "Title", "Norway pledged 5 million euros.")])
    assert '# the sentence says "pledged": that may be its status' in toml
    assert 'status = "reported"' in toml


def test_another_currency_that_the_sentence_names_is_a_hint():
    toml = drafted([article("The Post, 3 May 2032", "Title", "A school in Fiji gave $5,000.")])
    assert "USD is what it usually means; it can also be FJD" in toml


def test_only_the_paragraphs_and_kinds_that_are_asked_for():
    text = article("The Post, 3 May 2032", "Title", "It gave €5 million for 9 towns.", "Mayor Ada Lind has 3 boats.")
    assert [one["kind"] for one in records(drafted([text], kinds=("funding",)))] == ["funding"]
    assert [one["id"] for one in records(drafted([text], only=range(4, 5)))] == ["boats-3"]
    assert "people" not in tomli.loads(drafted([text], kinds=("statistic",)))


def test_what_the_store_cites_already_is_left_out():
    text = article("The Post, 3 May 2032", "Title", "It gave €5 million for 9 towns.")
    store = {
        "schema": 1,
        "event": {},
        "sources": {"own": {"sha256": text.sha256, "date": "2032-05-04"}},
        "statistic": [{"id": "towns-9", "cites": [{"at": "own:3", "printed": "9 towns"}, "own:2"]}],
    }
    toml = drafted([text], store)
    raw = tomli.loads(toml)
    assert [one["cites"][0]["at"] for one in records(toml)] == ["own:3", "own:1"]
    assert set(raw) == {"claim", "funding"}  # neither the event nor the source again


def test_nothing_is_left_to_draft():
    text = article("The Post, 3 May 2032", "Nothing happens here")
    assert "Nothing is left to draft in it." in drafted([text])


def test_words_count_from_the_day_that_the_store_gives():
    text = article("No dateline.", "It opens on 6 May.")
    store = {"schema": 1, "event": {}, "sources": {"own": {"sha256": text.sha256, "date": "2032-05-04"}}}
    (one,) = records(drafted([text], store))
    assert one["date"] == "2032-05-06"
    assert [cite["at"] for cite in one["date_from"]] == ["own:2"]


def test_names_with_a_title_become_stubs_and_references():
    text = article(
        "The Post, 3 May 2032", "Title", "Prime Minister Clara Odum opened 64 shelters.", "Odum has 3 boats."
    )
    toml = drafted([text])
    person = tomli.loads(toml)["people"]["clara-odum"]
    assert (person["name"], person["aliases"]) == ("Clara Odum", ["Odum"])
    assert person["titles"] == [
        {"title": "Prime Minister", "cites": [{"at": "post:3", "printed": "Prime Minister Clara Odum"}]}
    ]
    assert [one["people"] for one in records(toml)] == [["clara-odum"], ["clara-odum"]]


def test_people_countries_and_places_of_the_store_are_references():
    store = {
        "schema": 1,
        "event": {},
        "countries": {"maruva": {"name": "Maruva", "code": "XA", "aliases": ["Maruvan"]}, "odd": 1},
        "places": {"sael": {"name": "Sael", "aliases": 7}},
        "people": {"clara": {"name": "Clara Odum", "aliases": ["Odum"]}},
    }
    text = article("The Post, 3 May 2032", "Title", "Ms Odum saw 64 Maruvan shelters in Sael.")
    (one,) = records(drafted([text], store))
    assert (one["countries"], one["places"], one["people"]) == (["maruva"], ["sael"], ["clara"])
    assert "[people." not in drafted([text], store)


TOPS: list[tuple[list[str], tuple[str | None, ...]]] = [
    (
        ["The Maruva Times, Monday, 3 May 2032", "Cyclone heads south", "By Petra Lind"],
        ("2032-05-03", "The Maruva Times", "Cyclone heads south", "Petra Lind"),
    ),
    (
        ["PORT ALMA, 5 May 2032 (Island Wire)", "At least 19 dead"],
        ("2032-05-05", "Island Wire", "At least 19 dead", None),
    ),
    (
        ["Gazette of the Islands", "Published on 1 July 2032", "The tourists return"],
        ("2032-07-01", "Gazette of the Islands", "The tourists return", None),
    ),
    (
        ["date 2021-06-02 (Bloomberg) -- The visitor will meet leaders next week."],
        ("2021-06-02", "Bloomberg", None, None),
    ),
    (["KARSVIK, 9 December 2030", "Storm."], ("2030-12-09", None, None, None)),
    (["Maruva Review, June 2032", "By nobody"], ("2032-06", "Maruva Review", None, None)),
    (["A long paragraph about 3 May 2032 that says what happened on the island then, and why."], (None,) * 4),
    (["It happened in May.", "Updated"], (None,) * 4),
    (["Is this a headline?", "Published on 1 July 2032", "It rains."], ("2032-07-01", None, None, None)),
    (["The Post, 30 February 2032", "Title"], (None,) * 4),
]


@pytest.mark.parametrize(("paragraphs", "expected"), TOPS)
def test_the_top_of_a_text_names_date_publisher_title_and_author(paragraphs, expected):
    found = read_top(paragraphs)
    words = [one and one.printed for one in (found.publisher, found.title, found.author)]
    assert (found.date, *words) == expected


def test_the_event_waits_for_a_text_with_a_day():
    toml = drafted([article("It rains."), article("The Post, 3 May 2032", name="wire.txt")])
    assert tomli.loads(toml)["event"]["first_day"] == "2032-05-03"


def test_the_event_has_the_first_day_that_a_text_prints():
    assert (
        tomli.loads(drafted([article("It rained here for long on 3 May 2032, they say.")]))["event"]["first_day"]
        == "2032-05-03"
    )


def test_the_event_of_a_text_without_a_day_is_open(run, tmp_path):
    store = tmp_path / "event.toml"
    store.write_text(filled(drafted([article("It rains.")])))
    assert run("check", str(store)).code == 0


def test_groups_of_an_older_store_stay_implied():
    text = article("The Post, 3 May 2032", "Title", "Some 9 boats sank.")
    older = {"schema": 1, "event": {}, "statistic": [{"id": "x", "group": "border"}]}
    assert "groups" not in tomli.loads(drafted([text], older))
    assert "unsorted" in tomli.loads(drafted([text], {"schema": 1, "groups": {"border": {}}}))["groups"]
    assert "groups" not in tomli.loads(drafted([text], {"schema": 1, "groups": {"unsorted": {}}}))


HOSTILE = [
    '"]\n[x]\ny = "',
    'He said "7 \\ 8 boats" \\u0041',
    "7 boats ''' \"\"\" # no comment",
    "Some 7 bo\u202eats \u2066 sank",
    "\x00 7 boats \x1b[2J",
    "\U0001d4b3 7 boats \U000e0001",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_an_article_is_data(text, tmp_path):
    toml = drafted([text_with(text)])
    raw = tomli.loads(toml)
    assert set(raw) <= {"schema", "event", "sources", "groups", "statistic", "claim", "funding", "people"}
    assert not [one for one in load.examine(filled(toml).encode()) if one.severity == "error"]


def text_with(text: str) -> Any:
    return article("The Post, 3 May 2032", "Title", text, f"Mayor Ada Lind saw {text}", name='po"st\\\n.txt')


def test_what_a_store_may_not_hold_is_left_out():
    toml = drafted(
        [
            article(
                "The Po\u3164st, 3 May 2032",
                "Ti\u3164tle",
                "It has 7 bo\u3164ats.",
                "Mayor Ad\u3164a Lind.",
                name="a\u3164.txt",
            )
        ]
    )
    assert "\u3164" not in toml
    assert "# Not sure: it has characters that a store may not hold" in toml
    source = next(iter(tomli.loads(toml)["sources"].values()))
    assert not {"file", "title", "publisher"} & set(source)


@settings(max_examples=60)
@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=60))
def test_any_text_makes_valid_toml(text):
    assert tomli.loads(f"a = {toml_string(text)}") == {"a": text}
    assert not tomli.loads(comment(text))
    assert "schema" in tomli.loads(drafted([article("The Post, 3 May 2032", f"{text} 7 boats {text} sank", "x")]))


def test_a_doubtful_table_is_commented_out_whole():
    cites = [DraftCite(f"post:{number}", "x" * 30) for number in range(4)]
    text = DraftTable("[[claim]]", {"id": "a", "summary": "", "cites": cites}, doubt="why").text()
    assert all(line.startswith("#") for line in text.splitlines())


def test_the_command_refuses_what_it_cannot_do(run, tmp_path):
    empty = tmp_path / "empty.txt"
    empty.write_text("\n")
    store = tmp_path / "store.toml"
    store.write_text("schema = 1\n[sources.wire]\n")
    times = str(STORM[0])
    for args, words in [
        ((times, str(STORM[1]), "--as", "x"), "draft one article at a time"),
        ((times, "--kinds", "statistics"), 'unknown kind "statistics"; did you mean statistic?'),
        ((times, "--as", "No Id"), "is no id"),
        ((times, "--as", "wire", "--facts", str(store)), "the store has that id already"),
        ((str(empty),), "has no paragraph"),
        ((str(tmp_path / "none.txt"),), "cannot be read: No such file"),
        ((times, "--only", "x"), "is no paragraph: write N or N-M"),
        ((times, "--only", "5-"), "is no paragraph: write N or N-M"),
    ]:
        found = run("draft", *args)
        assert (found.code, words in found.message) == (2, True), found.message
    assert run("draft", times, "--only", "99").code == 1
    assert run("draft", times, "--as", "mine").text.count("[sources.mine]") == 1
    assert "unknown" not in run("draft", times, "--kinds", "claim, funding", "--only", "3-9").message
    store.write_text("a = ")
    assert run("draft", times, "--facts", str(store)).code == 3


def test_a_store_without_a_schema_is_told_what_it_needs():
    assert "# The store needs schema = 1 as its first line." in drafted([article("It rains.")], {"topics": {}})


def test_only_takes_a_list(run):
    toml = run("draft", str(STORM[0]), "--only", "5, 7-8").text
    assert {int(cite["at"].partition(":")[2]) for one in records(toml) for cite in one["cites"]} == {5, 7, 8}


def test_a_last_name_that_means_another_is_no_alias():
    store = {"schema": 1, "event": {}, "people": {"odum": {"name": "Ben Odum"}}}
    toml = drafted([article("Minister Clara Odum spoke.")], store)
    assert tomli.loads(toml)["people"]["clara-odum"].get("aliases") is None


def test_a_text_that_is_not_utf8_is_refused(run, tmp_path):
    text = tmp_path / "latin.txt"
    text.write_bytes("Caf\xe9 costs 7 euros.".encode("latin-1"))
    assert "latin.txt is not UTF-8: convert it" in run("draft", str(text)).message


def test_a_store_with_odd_tables_is_read_as_far_as_it_goes():
    odd = {
        "schema": 1,
        "event": 3,
        "sources": 1,
        "topics": {"x": 2},
        "people": {"y": {"name": " "}},
        "claim": [1, {"id": 2}, {"id": "c", "cites": [{"at": "x:1"}, 4, "no cite"]}],
    }
    assert "[sources.post]" in drafted([article("It rains.")], odd)


def test_a_source_whose_date_is_no_date_has_none():
    text = article("It opens on 6 May.")
    for day in ("2032-13-01", "2032-05", 7):
        store = {"schema": 1, "event": {}, "sources": {"own": {"sha256": text.sha256, "date": day}}}
        assert not records(drafted([text], store))


def test_a_deep_store_is_refused(run, tmp_path):
    store: Path = tmp_path / "store.toml"
    store.write_text("a = " + "[" * 3000 + "]" * 3000)
    assert run("draft", str(STORM[0]), "--facts", str(store)).code == 3
