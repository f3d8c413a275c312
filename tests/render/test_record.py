"""One record in full: every field that says something, and each cite with its source and its words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from answers import BY_ID, CITE, PIPE, SHIPPED, index
from rich.cells import cell_len
from stores import opened, printed, store
from stores import record as written

from harristrip.facts import codec
from harristrip.facts.model import AgendaItem
from harristrip.index.database import normalise_ids
from harristrip.index.store import decoded
from harristrip.main import main
from harristrip.render import record, table
from harristrip.terminal import Page

ALL = decoded(SHIPPED.of_kinds())
IDS = tuple(f"c{n}" for n in range(110))


def full(*ids, changes=None, page=PIPE, paragraphs=None, everything=True):
    found = index(changes)
    return record.render_records(decoded(found.show(ids)), found, page, paragraphs, everything=everything).decode()


def fields(text):
    """Return the names and values of a block, values of one name joined."""
    found = {}
    name = ""
    for line in filter(None, text.splitlines()[1:]):
        left, _, right = line.partition("  ")
        name = left or name
        found[name] = f"{found[name]}\n{right.strip()}" if name in found else right.strip()
    return found


SHOWN = [json.loads(line) for line in (Path(__file__).parent / "records.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", SHOWN, ids=lambda case: case["id"])
def test_a_record_in_full(case):
    """`show` gives every field that has something to say, hedge and currency included, and each cite."""
    id_, expected = case["id"], case["fields"]
    text = full(id_)
    assert text.startswith(f"{BY_ID[id_].kind} {id_}\nsummary")
    found = fields(text)
    assert {name: found.get(name) for name in expected} == expected


CHANGED = [
    ("well", {"amount": 0, "qualifier": None}, "figure", "0 USD"),
    ("repairs", {"value": 3, "value_to": 5, "unit": "days", "per": "well"}, "figure", "3 to 5 days per well"),
    ("repairs", {"date": "2021", "date_basis": "stated", "part_of_day": "evening"}, "date", "2021, evening (stated)"),
    ("repairs", {"note": "one\ntwo"}, "note", "one\ntwo"),
    ("gazette", {"url": "https://a.example/x"}, "url", "https://a.example/x"),
    ("gazette", {"date_basis": "derived"}, "date", "2030-05-03 (derived)"),
]


@pytest.mark.parametrize(("id_", "changes", "name", "expected"), CHANGED)
def test_a_field_is_shown_as_what_it_is(id_, changes, name, expected):
    """Nothing, ranges, evenings and lines keep their form."""
    assert fields(full(id_, changes={id_: changes}))[name] == expected


@pytest.mark.parametrize(
    ("changes", "published"),
    [
        ({"date_basis": "derived", "date_from": (CITE,)}, "2030-05-03 (derived)"),
        ({"date_basis": "metadata"}, "2030-05-03 (metadata)"),
        ({"date": None, "date_basis": None}, "not stated (unknown)"),
    ],
)
def test_a_cite_says_when_its_source_was_published(changes, published):
    """A derived day is called derived; an unknown one is not stated."""
    assert fields(full("well", changes={"gazette": changes}))["cite"].endswith(f"published {published}")


def test_computed_lists_are_limited():
    """What follows from other fields is shown in part, what was written is shown whole."""
    assert ", c99 and 10 more" in " ".join(full("talks", changes={"talks": {"conflicts": IDS}}).split())
    assert ", c99 and 10 more" in " ".join(full("wells-dug", changes={"wells-dug": {"not_comparable": IDS}}).split())
    assert ", c108, c109" in " ".join(full("talks", changes={"talks": {"groups": IDS}}).split())


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_every_shipped_record_is_shown_whole(one):
    """The summary and the words of every cite are there, on a page of any width."""
    for width in (30, 100):
        text = record.render_records([one], SHIPPED, Page(width)).decode()
        assert max(map(cell_len, text.splitlines())) <= max(width, table.MIN_WIDTH)
        packed = "".join(text.split())
        assert "".join(one.summary.split()) in packed
        for cite in one.all_cites():
            assert f"{cite.source}¶{cite.paragraph}" in packed
            assert "".join((cite.printed or "").split()) in packed


def test_on_a_narrow_page_a_field_is_a_line():
    """Where there is no room for two columns a colon stands between name and value."""
    lines = full("well", page=Page(30)).splitlines()
    assert [lines[0], lines[3]] == ["funding well", "status: pledged"]
    assert not [line for line in lines if line.startswith(":")]


def test_heading_and_names_are_bold():
    """Where there is colour the eye finds a record and its fields."""
    lines = full("well", page=Page(colour=True)).splitlines()
    assert lines[0] == "\x1b[1mfunding well\x1b[0m"
    bold = [re.match(r"\x1b\[1m(.*?) *\x1b\[0m", line) for line in lines[1:]]
    names = [found[1].strip() for found in bold if found and found[1].strip()]
    assert names == ["summary", "figure", "status", "purpose", "independent", "cite"]
    assert re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(lines)) + "\n" == full("well")


PARAGRAPH = ["", "", "", "They pledged more than $5,000 for it."]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (PARAGRAPH, "They pledged »more than $5,000« for it."),
        (["", "", "", "They pledged $15,000."], "They pledged $15,000."),
        (["", "", "", "[b]\x1b[1m more than $5,000."], "[b]\\x1b[1m »more than $5,000«."),
        ([""], None),
        (None, "no text with the digest of gazette is in the folder"),
    ],
)
def test_a_cite_is_followed_by_its_paragraph(texts, expected):
    """Where the archived text is at hand the printed words stand between marks; a missing text is named."""
    lines = full("well", paragraphs=lambda _: texts).splitlines()
    assert (None if lines[-1].startswith("cite") else lines[-1].strip()) == expected


def test_a_paragraph_without_printed_words_has_no_marks():
    """A cite that quotes nothing marks nothing."""
    assert full("repairs", paragraphs=lambda _: [""] * 5 + ["[/x]\x9b"]).endswith("[/x]\\x9b\n")
    narrow = full("well", paragraphs=lambda _: PARAGRAPH, page=Page(30))
    assert narrow.splitlines()[-2:] == ["They pledged »more than", "$5,000« for it."]


def test_a_paragraph_is_shown_once_with_its_words_marked():
    """Words that a text is at hand for are not repeated; through whom they are is."""
    texts = ["", "", "A well is shared.", "The town has more than $5,000 now.", "Of these about 3.5% were dry."]
    shown = fields(full("well", "share-dry", paragraphs=lambda _: texts, everything=False))
    assert shown["gazette ¶4"] == "The town has »more than $5,000« now."
    assert fields(full("share-dry", paragraphs=lambda _: texts, everything=False))["gazette ¶5"] == (
        "Of these »about 3.5%« were dry. (from The Herald)"
    )
    other = full("well", paragraphs=lambda _: ["", "", "", "Nothing of it."], everything=False)
    assert "“more than $5,000”\n" in other
    assert "Nothing of it." in other


def test_an_agenda_names_its_topics():
    """A topic is shown by its label, as in the table."""
    labelled = index({"talks": {"agenda": (AgendaItem(topic="labour", summary="Work", cites=(CITE,)),)}})
    labelled.labels("topic")["labour"] = ("jobs and pay",)
    shown = record.render_records(decoded(labelled.show(["talks"])), labelled, PIPE).decode()
    assert "jobs and pay: Work [" in shown


def test_the_event_is_shown_like_a_record():
    """Its days, cites and title; a record with its id hides it."""
    shown = fields(full("event", everything=False))
    assert full("event").startswith("event\n")
    assert (shown["date"], shown["people"]) == ("2030-05-01 to 2030-05-02 (stated)", "Ána Mayor")
    assert "independent" not in shown
    own = index(None, codec.replace(BY_ID["ride"], id="event"))
    assert record.render_records(decoded(own.show(["event"])), own, PIPE).decode().startswith("stop event\n")


def test_most_records_fit_on_a_screen() -> None:
    """Nine in ten take at most 24 lines of 100 characters, 99 in a hundred at most 50."""
    heights = [record.render_records([one], SHIPPED, Page(100)).count(b"\n") for one in decoded(SHIPPED.of_kinds())]
    assert sum(height <= 24 for height in heights) / len(heights) >= 0.9
    assert sum(height <= 50 for height in heights) / len(heights) >= 0.99


def test_cites_are_grouped_by_source() -> None:
    """Each paragraph once, with all its words; each source's day once; parts have marks."""
    text = record.render_records(decoded(index().show(["well"])), index(), PIPE).decode()
    assert "gazette ¶4   “more than $5,000”" in text
    assert text.count("2030-05-03") == 1
    talks = record.render_records(decoded(index().show(["talks"])), index(), PIPE).decode()
    assert "agenda       water: A shared well [gazette ¶3]" in talks
    assert "independent  1 origin" in talks
    via = record.render_records(decoded(index().show(["share-dry"])), index(), PIPE).decode()
    assert "“about 3.5%”, from The Herald" in via


PARAGRAPHS = ["", "", "", "They pledged more than $5,000 for it."]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (PARAGRAPHS, "They pledged »more than $5,000« for it."),
        (None, "no text with the digest of gazette is in the folder"),
        ([""], ""),
    ],
)
@pytest.mark.parametrize("width", [100, 80])
def test_a_paragraph_is_followed_by_the_records_that_cite_it(texts, expected: str, width: int) -> None:
    """Id, kind, summary and printed words, in a table that fits."""
    made = index()
    text = record.render_passages(["gazette:4", "mayor"], made, Page(width), lambda _: texts).decode()
    lines = text.splitlines()
    assert lines[0] == "gazette ¶4, published 2030-05-03 (stated)"
    assert expected in lines[1]
    assert "“more than $5,000”" in text
    assert "well" in text
    assert "\n\nperson mayor\n" in text


def test_a_paragraph_has_its_text_below_the_cites_of_a_record() -> None:
    """Words that several cites share are marked once."""
    made = opened(store(written("claim", "a", cites=[printed("so it"), printed("so"), printed("is")])))
    text = record.render_records(made.show("a"), made.index, PIPE, lambda _: ["so it is"]).decode()
    assert "»so it« »is«" in text


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (["fox:25"], ["fox:25"]),
        (["fox ¶25"], ["fox:25"]),
        (["fox¶25", "a"], ["fox:25", "a"]),
        (["fox", "¶25"], ["fox:25"]),
        (["¶25"], [":25"]),
    ],
)
def test_a_paragraph_may_be_named_as_tables_print_it(asked: list[str], expected: list[str]) -> None:
    """With and without a blank, in one word of the shell or two."""
    assert normalise_ids(asked) == expected


def test_full_has_everything(capsysbinary) -> None:
    """`--full` gives each cite its own line, and digests."""
    assert main(["show", "fox", "--full"]) == 0
    text = capsysbinary.readouterr().out.decode()
    assert "sha256" in text
    assert text.count("\ncite ") == 2
    assert main(["show", "fox¶10", "--full"]) == 0
    assert main(["show", "fox ¶10"]) == 0
    assert capsysbinary.readouterr().out.decode().endswith("\n")
