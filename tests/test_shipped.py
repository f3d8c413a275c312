"""What the shipped facts keep to, beyond the rules that every store is checked against."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from harristrip import dates, model, query
from harristrip.model import Commitment, Funding, Meeting, Person, Source
from harristrip.store import load, shipped

STORE = load()
ARTICLES = os.environ.get("HARRISTRIP_ARTICLES")
"""Where the archived articles lie, if they are at hand; the facts do not need them."""
PARAGRAPHS = {"webcast": 11, "bloomberg": 8, "cnn": 32, "fox": 25, "explainer": 41}
SOURCES = {source.id: source for source in STORE.sources()}


def harristrip(*args, seed="0", **environment):
    """Run a command line in a process of its own; return what it prints."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("HARRISTRIP_")}
    done = subprocess.run(
        [sys.executable, "-m", "harristrip", *args],
        env=known | {"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"} | environment,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout


def test_there_are_facts():
    """The five articles hold at least 150 checkable facts, in every kind of record."""
    assert len(STORE.records) >= 150
    assert {record.kind for record in STORE.records} == set(model.KINDS)


def test_ids_are_unique():
    """An id names one record, country or topic."""
    ids = [record.id for record in STORE.records] + list(STORE.countries) + list(STORE.topics)
    assert len(ids) == len(set(ids))


def test_the_sources_are_the_five_articles():
    """Each archived article is a source, with the number of its paragraphs."""
    assert {source.id: source.paragraphs for source in STORE.sources()} == PARAGRAPHS
    assert len({source.sha256 for source in STORE.sources()}) == len(PARAGRAPHS)


@pytest.mark.skipif(ARTICLES is None, reason="the archived articles are not at hand")
def test_the_archived_articles_are_the_sources():
    """Digest and number of paragraphs of each source are those of its archived text."""
    texts = [path.read_bytes() for path in Path(ARTICLES).iterdir() if path.is_file()]
    found = {hashlib.sha256(text).hexdigest(): text.decode("utf-8-sig").splitlines() for text in texts}
    for source in STORE.sources():
        assert sum(bool(line.strip()) for line in found[source.sha256]) == source.paragraphs


@pytest.mark.parametrize("record", STORE.records, ids=lambda record: record.id)
def test_every_record_is_sourced(record):
    """A record cites paragraphs that exist; its figure is printed, and its date printed or worked out."""
    found = list(query.cites(record))
    assert found
    for cite in (*found, *record.date_from):
        assert 1 <= cite.paragraph <= PARAGRAPHS[cite.source]
    printed = any(cite.printed for cite in record.cites)
    if getattr(record, "value", None) is not None or isinstance(record, Funding):
        assert printed
    if record.date is None:
        assert (record.date_basis, record.date_from, record.part_of_day) == (None, (), None)
    else:
        assert dates.is_date(record.date)
        assert record.date_basis == ("derived" if record.date_from else "stated")
        assert record.date_from or printed


@pytest.mark.parametrize("source", STORE.sources(), ids=lambda source: source.id)
def test_a_source_has_a_date_with_a_basis(source):
    """The day of an article is printed in it, or worked out and marked derived."""
    own = any(cite.printed == source.date for cite in source.cites)
    assert source.date_basis == ("stated" if own else "derived")


@pytest.mark.parametrize("what", ["countries", "topics", "people"])
def test_everything_declared_is_used(what):
    """No country, topic or person is declared that no record concerns."""
    declared = {"countries": set(STORE.countries), "topics": set(STORE.topics)}.get(
        what, {person.id for person in STORE.people()}
    )
    used = {id_ for record in STORE.records for id_ in getattr(record, what)} | {STORE.event.traveller}
    for record in STORE.records:
        if isinstance(record, Meeting):
            used |= {item.topic for item in record.agenda}
        if isinstance(record, Commitment):
            used |= set(record.by)
        used |= set(record.said_by)
    outlets = {relay.outlet for source in STORE.sources() for relay in source.relays}
    used |= {record.id for record in STORE.records if isinstance(record, Person) and record.name in outlets}
    assert declared - used == set()


@pytest.mark.parametrize("name", query.REPORTS)
def test_no_report_is_empty(name):
    """Every report has something to say about the trip."""
    assert STORE.report(name)


def test_every_record_is_reached():
    """A record that no report but `facts` shows is a claim, and nothing else."""
    shown = {record.id for name in query.REPORTS if name != "facts" for record in STORE.report(name)}
    assert {record.kind for record in STORE.records if record.id not in shown} <= {"claim"}


@pytest.mark.parametrize(
    "filters",
    [{}, *({"source": id_} for id_ in PARAGRAPHS), *({"country": id_} for id_ in STORE.countries)]
    + [{"known_by": day} for day in ("2021-06-05", "2021-06-07")],
    ids=str,
)
def test_no_total_counts_the_pounds_beside_the_dollars(filters):
    """The explainer's pounds restate its dollars: wherever the dollars are listed the pounds are left out."""
    listed = {amount.id for amount in STORE.funding(**filters)}
    totals = STORE.funding_totals(**filters)
    if "funding-310m" in listed:
        assert not any("funding-219m-gbp" in one.includes for one in totals)
    for one in totals:
        assert not {"funding-310m", "funding-4bn"} <= set(one.includes)


def test_the_money():
    """The three amounts stay apart: two totals in dollars, none in pounds."""
    found = {(one.currency, one.status): (one.amount, one.includes) for one in STORE.funding_totals()}
    assert found == {
        ("USD", "reported"): (4_000_000_000, ("funding-4bn",)),
        ("USD", "announced"): (310_000_000, ("funding-310m",)),
        ("GBP", "announced"): (None, ()),
    }


@pytest.mark.parametrize("name", [*query.REPORTS])
def test_json_is_the_same_on_every_run(name):
    """The same question has the same bytes for an answer, however Python orders its sets and whatever it reads."""
    one, other = (harristrip(name, "--json", seed=seed) for seed in ("1", "2"))
    assert one == other == harristrip(name, "--json", "--facts", shipped(), seed="3")


def test_json_has_every_key_of_a_kind():
    """Keys that a kind has are always there, in one order."""
    items = json.loads(harristrip("facts", "--json"))["items"]
    keys = {}
    for item in items:
        assert keys.setdefault(item["kind"], list(item)) == list(item), item["id"]
    common = set.intersection(*(set(names) for names in keys.values()))
    assert common >= {"kind", "id", "summary", "date", "date_basis", "date_from", "status", "cites", "conflicts"}


@pytest.mark.parametrize("name", query.REPORTS)
def test_nothing_depends_on_the_articles(name, tmp_path):
    """Reports need no archived article: a folder that is missing changes nothing."""
    missing = str(tmp_path / "none")
    assert harristrip(name, HARRISTRIP_ARTICLES=missing) == harristrip(name)


def test_sources_that_count_agree():
    """What a source is said to support is what cites it."""
    for id_, source in SOURCES.items():
        resting = [{cite.source for cite in query.cites(r)} for r in STORE.records if not isinstance(r, Source)]
        assert source.supports == sum(id_ in cited for cited in resting)
        assert source.supports_alone == sum(cited == {id_} for cited in resting)
