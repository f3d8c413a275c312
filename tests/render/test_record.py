"""One record in full: every field that says something, and each cite with its source and its words."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from answers import BY_ID, CITE, PIPE, SHIPPED, SMALL, answer, index
from rich.cells import cell_len

from harristrip.facts import codec
from harristrip.facts.model import AgendaItem
from harristrip.index.answer import decoded
from harristrip.render import record, table
from harristrip.terminal import Page

ALL = decoded(SHIPPED.of_kinds())
IDS = tuple(f"c{n}" for n in range(110))


def full(*ids, changes=None, page=PIPE, paragraphs=None, everything=True):
    found = index(changes)
    return record.full(decoded(found.show(ids)), found, page, paragraphs, everything=everything).decode()


def fields(text):
    """Return the names and values of a block, values of one name joined."""
    found = {}
    name = ""
    for line in filter(None, text.splitlines()[1:]):
        left, _, right = line.partition("  ")
        name = left or name
        found[name] = f"{found[name]}\n{right.strip()}" if name in found else right.strip()
    return found


SHOWN = [
    ("well", {"figure": "more than 5,000 USD", "status": "pledged", "amount": None, "currency": None}),
    ("well", {"cite": "gazette ¶4 “more than $5,000”; published 2030-05-03 (stated)"}),
    ("pump", {"figure": "1,000 USD", "part of": "well"}),
    ("share-dry", {"figure": "about 3.5%", "group": "Health"}),
    ("share-dry", {"cite": "gazette ¶5 “about 3.5%”, from The Herald; published 2030-05-03 (stated)"}),
    ("wells-dug", {"figure": "12 wells", "date": "2030-04 (stated)", "not comparable": "share-dry"}),
    ("talks", {"date": "2030-05-02 (derived)", "joint": "yes", "topics": None, "figure": None}),
    ("talks", {"date from": "gazette ¶2 “the next day”; published 2030-05-03 (stated)"}),
    ("talks", {"countries": "Freedonia, Sylvania", "people": "Ána Mayor", "groups": "farmers"}),
    ("talks", {"agenda": "water: A shared well [gazette ¶3]"}),
    ("ride", {"statuses": "planned [herald ¶1]\nheld [gazette ¶2]", "joint": None}),
    (
        "ride",
        {
            "cite": "gazette ¶2 “1 May 2030”; published 2030-05-03 (stated)\n"
            "herald ¶1; published 2030-04-20 (stated)\ngazette ¶2; published 2030-05-03 (stated)"
        },
    ),
    ("repairs", {"by": "Ána Mayor", "topics": "labour", "date": None}),
    ("thirst", {"said by": "Ána Mayor", "date": "2030 (derived)"}),
    ("mayor", {"titles": "Mayor [gazette ¶1; herald ¶1]", "aliases": "the mayor", "status": None}),
    ("how-many", {"class": "different measure", "readings": "Twelve were dug [gazette ¶5]\nSome are dry [herald ¶3]"}),
]


@pytest.mark.parametrize(("id_", "expected"), SHOWN)
def test_a_record_in_full(id_, expected):
    """`show` gives every field that has something to say, hedge and currency included, and each cite."""
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


def test_topics_are_shown_by_their_labels():
    """A topic is called what its store calls it."""
    from harristrip.index.cache import in_memory

    topics = {id_: codec.replace(topic, label=f"all {id_}") for id_, topic in SMALL.vocabularies["topic"].items()}
    found = in_memory(codec.replace(SMALL, vocabularies=SMALL.vocabularies | {"topic": topics}))
    assert fields(record.full(decoded(found.show(["repairs"])), found, PIPE).decode())["topics"] == "all labour"


def test_computed_lists_are_limited():
    """What follows from other fields is shown in part, what was written is shown whole."""
    assert ", c99 and 10 more" in " ".join(full("talks", changes={"talks": {"conflicts": IDS}}).split())
    assert ", c99 and 10 more" in " ".join(full("wells-dug", changes={"wells-dug": {"not_comparable": IDS}}).split())
    assert ", c108, c109" in " ".join(full("talks", changes={"talks": {"groups": IDS}}).split())


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_every_shipped_record_is_shown_whole(one):
    """The summary and the words of every cite are there, on a page of any width."""
    for width in (30, 100):
        text = record.full([one], SHIPPED, Page(width)).decode()
        assert max(map(cell_len, text.splitlines())) <= max(width, table.MIN_WIDTH)
        packed = "".join(text.split())
        assert "".join(one.summary.split()) in packed
        for cite in one.all_cites():
            assert f"{cite.source}¶{cite.paragraph}" in packed
            assert "".join((cite.printed or "").split()) in packed


@pytest.mark.parametrize("width", [1, 20, 39, 40, 100])
def test_a_page_of_any_width_has_every_character(width):
    """Nothing is lost, whether names stand beside or above their values."""
    for one in SMALL.records:
        text = full(one.id, page=Page(width))
        wide = full(one.id, page=Page(400))
        assert Counter("".join(wide.split())) <= Counter(text)


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


def test_the_page_of_a_listing_and_of_a_record_agree():
    """The figure of a row is the figure of its record."""
    row = table.listing(answer("funding"), PIPE).decode()
    assert fields(full("well"))["figure"] in row


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
    shown = record.full(decoded(labelled.show(["talks"])), labelled, PIPE).decode()
    assert "jobs and pay: Work [" in shown


def test_the_event_is_shown_like_a_record():
    """Its days, cites and title; a record with its id hides it."""
    shown = fields(full("event", everything=False))
    assert full("event").startswith("event\n")
    assert (shown["date"], shown["people"]) == ("2030-05-01 to 2030-05-02 (stated)", "Ána Mayor")
    assert "independent" not in shown
    own = index(None, codec.replace(BY_ID["ride"], id="event"))
    assert record.full(decoded(own.show(["event"])), own, PIPE).decode().startswith("stop event\n")
