"""What the shipped facts keep to, beyond the rules of every store."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from process import harristrip, python

from harristrip.facts import files, load, model
from harristrip.index.reports import REPORTS

ARTICLES = os.environ.get("HARRISTRIP_ARTICLES")
"""Where the archived articles are, if they are at hand; the facts do not need them."""
PARAGRAPHS = {"webcast": 11, "bloomberg": 8, "cnn": 32, "fox": 25, "explainer": 41}
ROOT = Path(__file__).parents[1]


def test_the_facts_have_neither_faults_nor_warnings() -> None:
    assert load.examine(Path(files.shipped()).read_bytes()) == ()


def test_there_are_facts_of_every_kind(shipped) -> None:
    """Every report has something to say; only claims are listed by `facts` alone."""
    assert len(shipped.records) >= 150
    assert {record.kind for record in shipped.records} == set(model.KINDS)
    assert all(shipped.report(name) for name in REPORTS)
    listed = {record.id for name in REPORTS if name != "facts" for record in shipped.report(name)}
    assert {record.kind for record in shipped.records if record.id not in listed} <= {"claim"}


def test_the_sources_are_the_five_articles(shipped) -> None:
    assert {source.id: source.paragraphs for source in shipped.sources()} == PARAGRAPHS
    assert len({source.sha256 for source in shipped.sources()}) == len(PARAGRAPHS)
    for source in shipped.sources():
        own = any(cite.printed == source.date for cite in source.cites)
        assert source.date_basis == ("stated" if own else "derived")


@pytest.mark.skipif(ARTICLES is None, reason="the archived articles are not at hand")
def test_the_archived_articles_are_the_sources(shipped) -> None:
    texts = [path.read_bytes() for path in Path(ARTICLES or "").iterdir() if path.is_file()]
    found = {hashlib.sha256(text).hexdigest(): text.decode("utf-8-sig").splitlines() for text in texts}
    for source in shipped.sources():
        assert sum(bool(line.strip()) for line in found[source.sha256]) == source.paragraphs


def test_the_money(shipped) -> None:
    found = {(one.currency, one.status): (one.amount, one.includes) for one in shipped.funding_totals()}
    assert found == {
        ("USD", "reported"): (4_000_000_000, ("funding-4bn",)),
        ("USD", "announced"): (310_000_000, ("funding-310m",)),
        ("GBP", "announced"): (None, ()),
    }


@pytest.mark.parametrize(
    "asked",
    [{}, *({"source": id_} for id_ in PARAGRAPHS), *({"known_by": f"2021-06-0{n}"} for n in (5, 7))],
    ids=str,
)
def test_no_total_counts_the_pounds_beside_the_dollars(asked: dict, shipped) -> None:
    """The pounds restate the dollars: wherever the dollars are listed the pounds are left out."""
    listed = {amount.id for amount in shipped.funding(**asked)}
    totals = shipped.funding_totals(**asked)
    if "funding-310m" in listed:
        assert not any("funding-219m-gbp" in one.includes for one in totals)
    assert not any({"funding-310m", "funding-4bn"} <= set(one.includes) for one in totals)


CODE = "import sys; from harristrip.main import main; [main([name, '--json']) for name in sys.argv[1:]]"


def test_json_is_the_same_on_every_run(monkeypatch) -> None:
    monkeypatch.setenv("HARRISTRIP_CACHE", "off")
    runs = []
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        runs.append(python(CODE, "facts", "funding", "people"))
    assert runs[0] == runs[1]


@pytest.mark.parametrize("name", ["itinerary", "facts"])
def test_nothing_depends_on_the_articles(name: str, tmp_path) -> None:
    missing = {**os.environ, "HARRISTRIP_ARTICLES": str(tmp_path / "none")}
    assert harristrip(name, env=missing).stdout == harristrip(name).stdout


def test_a_checkout_reads_its_own_facts_and_a_package_those_beside_it(tmp_path, monkeypatch) -> None:
    """In a checkout `data/facts.toml` counts, and not a stale copy in the package."""
    look_up = "from harristrip.facts import files; print(files.shipped())"
    package = tmp_path / "src" / "harristrip"
    package.parent.mkdir()
    package.symlink_to(ROOT / "src" / "harristrip")
    monkeypatch.setenv("PYTHONPATH", str(package.parent))
    assert python(look_up).strip() == str(package / "facts.toml")
    (tmp_path / "data").mkdir()
    facts = tmp_path / "data" / "facts.toml"
    facts.write_bytes(b"schema = 1\n")
    assert python(look_up).strip() == str(facts)
