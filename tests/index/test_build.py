"""The index as a whole: paragraphs and ids, large stores, and open stores of one's own."""

from __future__ import annotations

import sys

import pytest
from stores import SMALL, opened, printed, record, source, store

from harristrip.errors import NothingFound
from harristrip.facts import files
from harristrip.index.database import normalise_ids, open_index
from harristrip.index.reports import REPORTS
from harristrip.index.store import Store, load


def test_show_keeps_the_order_asked_and_names_each_record_once(small) -> None:
    """Ids and paragraphs may be mixed."""
    assert [one.id for one in small.show("talks", "ride", "talks")] == ["talks", "ride"]
    assert [one.id for one in small.show("gazette:5")] == ["wells-dug", "share-dry", "how-many"]
    assert [one.id for one in small.show("how-many", "gazette:5")] == ["how-many", "wells-dug", "share-dry"]
    assert [one.id for one in small.show("gazette:3", "gazette:2")] == ["talks", "ride"]


@pytest.mark.parametrize("ids", [["gazette:3"], ["gazette ¶3"], ["gazette¶3"], ["gazette", "¶3"]], ids=str)
def test_a_paragraph_may_be_written_as_tables_print_it(ids: list[str], small) -> None:
    """What a table prints can be pasted."""
    assert [one.id for one in small.show(*normalise_ids(ids))] == ["talks"]
    assert normalise_ids(["talks", "¶"]) == ["talks:"]
    assert normalise_ids(["¶3"]) == [":3"]


@pytest.mark.parametrize(
    ("id_", "message"),
    [
        ("talk", 'no record has the id "talk"; did you mean talks?'),
        ("zzz", 'no record has the id "zzz"'),
        ("gazette:99", 'there is no paragraph "gazette:99": the text of gazette has 9 paragraphs'),
        ("gazette:0", 'there is no paragraph "gazette:0": the text of gazette has 9 paragraphs'),
        ("gazette:8", 'no record cites "gazette:8", one of the 9 paragraphs of gazette'),
        ("gazette:", 'no record cites "gazette:"; did you mean gazette?'),
        ("gazette:²", 'no record cites "gazette:²"; did you mean gazette?'),
        (
            "gazette:" + "9" * 30,
            f'there is no paragraph "gazette:{"9" * 30}": the text of gazette has 9 paragraphs',
        ),
        ("gazete:5", 'unknown source "gazete"; did you mean gazette?'),
        ("zzz:5", 'unknown source "zzz"'),
        ("a\ud800", 'no record has the id "a\\ud800"'),
        ("' OR 1", 'no record has the id "\' OR 1"'),
    ],
)
def test_an_id_that_nothing_has_is_named_with_the_nearest(id_: str, message: str, small) -> None:
    """Other ids that are found do not hide it."""
    with pytest.raises(NothingFound) as caught:
        small.show("ride", id_)
    assert caught.value.lines() == [message]


def test_a_paragraph_may_be_there_and_cited_by_nothing(small) -> None:
    """Its text can be shown all the same."""
    answers = {at: small.index.is_uncited(at) for at in ("gazette:8", "gazette:5", "gazette:99", "x:1", "gazette:²")}
    assert [at for at, is_uncited in answers.items() if is_uncited] == ["gazette:8"]


def test_every_missing_id_is_named(small) -> None:
    """One error for all, with the first suggestion."""
    with pytest.raises(NothingFound) as caught:
        small.show("zzz", "rid", "talk")
    assert (len(caught.value.lines()), caught.value.nearest) == (3, "ride")


def test_the_facts_that_ship_and_a_copy_of_them_give_the_same_answers(tmp_path) -> None:
    """The one path of every store."""
    copy = tmp_path / "copy.toml"
    with open(files.shipped(), "rb") as file:
        copy.write_bytes(file.read())
    one, other = load(), load(copy)
    for name in REPORTS:
        assert one.answer(name).json() == other.answer(name).json()
    assert one.answer("funding", status="announced").json() == other.answer("funding", status="announced").json()


@pytest.fixture(scope="module")
def large() -> Store:
    """Return a store of ten thousand claims, four of which are about one word."""
    rows = (
        record(
            "claim",
            f"claim-{n}",
            summary=f"The mayor counts {n} wells" + (" and a windmill." if n % 2500 == 0 else "."),
            date=f"2030-{n % 12 + 1:02}",
            value=n,
            unit="wells",
            countries=["italia" if n % 100 == 0 else "freedonia"],
            cites=[printed(f"{n} wells, month {n % 12 + 1}", f"gazette:{n % 900 + 1}")],
        )
        for n in range(10_000)
    )
    return opened(store(source("gazette", paragraphs=900), *rows, sources=("herald",)))


def test_ten_thousand_records_answer(large: Store) -> None:
    """Listings, filters, search, paragraphs and ids, of which many may be asked at once."""
    assert len(large.facts()) == 10_003
    assert len(large.facts(country="italia")) == 100
    assert len(large.timeline(from_="2030-05", to="2030-05-31", country="it")) == 33
    assert [one.id for one in large.search("windmills", limit=3)] == ["claim-0", "claim-2500", "claim-5000"]
    assert [one.id for one in large.search("9,999")] == ["claim-9999"]
    assert len(large.show(*(f"claim-{n}" for n in range(3000)), "gazette:5")) == 3008
    assert large.facts(kind="claim", limit=2)[1].figure.value == 1


def test_a_store_of_nothing_but_a_source_answers() -> None:
    """Empty lists are answers."""
    made = opened(store(head=SMALL.read_text("utf-8").split("[sources.")[0].replace('traveller = "mayor"\n', "")))
    assert {name: len(made.report(name)) for name in REPORTS if made.report(name)} == {"facts": 2, "sources": 2}
    assert made.funding_totals() == ()
    assert made.search("anything") == ()


def test_an_index_of_standard_input_is_opened_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` is read to its end and kept in memory."""
    with SMALL.open() as file:
        monkeypatch.setattr(sys, "stdin", file)
        index = open_index("-")
    assert index.ids("gap") == ["cost"]
    assert index.ids("gap") == ["cost"]
