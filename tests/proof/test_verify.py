"""Each state of `verify`, and what it says to do, on stores of one source."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import harness
import pytest

from harristrip.errors import ArticlesUnreadable
from harristrip.facts import codec, model
from harristrip.proof import verify
from harristrip.proof.articles import text_of
from harristrip.proof.library import open_library

TEXT = """LOWMOUTH (Courier Wire) 5 September 2022
The harbour lost more than 300 boats on Tuesday, the mayor, Ada Fern, said in the evening.
Ms Fern spoke. Of these, 40 sank and 12 burned.
Cranes lifted 9 boats. Later, cranes lifted 9 boats.
Divers from Norland came; Dr Bo Reed, harbour master, led 30 divers and 8 cooks.
"""
DAY = "2022-09-09"
CASES = harness.lines(Path(__file__).with_name("states.jsonl"))
CLAIM = {"type": "statement", "said_by": ["gazette"]}
LOST = {"source": "gazette", "paragraph": 2, "printed": "more than 300 boats"}


class Shelf:
    """A folder with a text, and a store about it."""

    def __init__(self, folder, text=TEXT, **source):
        content = text if isinstance(text, bytes) else text.encode()
        (folder / "gazette.txt").write_bytes(content)
        made = text_of("gazette.txt", content)
        self.source = {"sha256": made.sha256, "paragraphs": len(made.paragraphs), "date": DAY, "date_basis": "metadata"}
        self.folder = str(folder)
        first = {"source": "gazette", "paragraph": 1}
        self.records = [self.record("source", "gazette", [first], **{**self.source, **source})]
        self.event = model.Event(
            title="t", summary="s", first_day=DAY, last_day=DAY, cites=(codec.convert(first, model.Cite),)
        )

    def record(self, kind, id_, cites, **fields):
        return codec.convert({"id": id_, "summary": "s", "cites": cites, **fields}, model.KINDS[kind])

    def labels(self, what):
        return {"person": {"fern": ("Ada Fern",)}, "country": {"norland": ("Norland", "NL")}}[what]

    def show(self, *ids):
        return [record for record in self.records if record.id in ids]

    def add(self, cites, kind="claim", **fields):
        """Add a record about the source, or replace the source by another one; return its first check."""
        fields |= {"claim": CLAIM, "source": {**self.source, **fields}}.get(kind, {})
        self.records.append(self.record(kind, "gazette" if kind == "source" else "one", cites, **fields))
        return verify.verify(self.records[-1], open_library(self, self.folder))[0]


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['promise']}: {case['cites']} {case.get('record')}")
def test_a_cite_has_its_state_and_says_what_to_do(case, tmp_path):
    shelf = Shelf(tmp_path, case.get("text", TEXT))
    check = shelf.add(case["cites"], case.get("kind", "claim"), **case.get("record", {}))
    assert (check.state, list(check.elsewhere)) == (case["state"], case.get("elsewhere", []))
    assert (check.detail is None) == ("detail" not in case)
    assert case.get("detail", "") in (check.detail or "")


def test_texts_that_are_not_there_or_have_changed(tmp_path):
    shelf = Shelf(tmp_path, sha256="0" * 64)
    check = shelf.add([LOST])
    assert (check.state, "update sha256" in check.detail) == ("changed", True)
    (tmp_path / "gazette.txt").unlink()
    check = shelf.add([LOST])
    assert (check.state, "--partial" in check.detail) == ("unchecked", True)
    with pytest.raises(ArticlesUnreadable):
        open_library(shelf, str(tmp_path / "none"))


def test_a_text_that_is_not_utf8_is_named_with_its_byte(tmp_path):
    shelf = Shelf(tmp_path, "The café lost 9 boats.\n".encode("latin-1"))
    check = shelf.add([{"source": "gazette", "paragraph": 1, "printed": "lost 9 boats"}])
    assert check.state == "unread"
    assert "gazette.txt is not UTF-8: byte 0xe9 at offset 7" in check.detail
    assert "iconv -f WINDOWS-1252 -t UTF-8" in check.detail


def test_a_store_is_proven_only_if_every_text_is_there(shelf, tmp_path):
    shelf.add([LOST], value=300, unit="boats", qualifier="more than")
    answer = verify.verify_store(shelf, shelf.folder)
    assert (answer.count, answer.wrong, verify.is_proven(answer)) == (3, 0, True)  # the event and the source too
    answer = verify.verify_store(shelf, shelf.folder, ("one",))
    assert (answer.count, answer.checked, verify.is_proven(answer)) == (1, 1, True)
    (tmp_path / "gazette.txt").unlink()
    answer = verify.verify_store(shelf, shelf.folder, ("one",))
    assert not verify.is_proven(answer)
    assert not verify.is_proven(answer, partial=True)  # nothing was checked
    some = SimpleNamespace(checked=1, wrong=0, sources=(SimpleNamespace(cites=1, text="missing"),))
    assert (verify.is_proven(some, partial=True), verify.is_proven(some)) == (True, False)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (TEXT, ["5 September 2022", "300", "12", "9", "9", "30", "8"]),
        ("It rained in the week to 15 October 2032.\nThe mayor spoke.\nOf these, 40 sank.\n", ["15 October 2032"]),
    ],
)
def test_coverage_lists_each_figure_and_date_that_no_cite_prints(tmp_path, text, left):
    shelf = Shelf(tmp_path, text)
    shelf.add([{"source": "gazette", "paragraph": 3, "printed": "40 sank"}])
    answer = verify.verify_store(shelf, shelf.folder, ("one",), coverage=True)
    assert [one.printed for one in answer.uncovered if one.printed != "Tuesday"] == left


def test_reads_of_a_date_from_says_nothing_of_the_figure(shelf):
    basis = [{**LOST, "printed": "harbour", "reads": "7 boats"}, {**LOST, "printed": None}]
    fields = {"value": 300, "unit": "boats", "qualifier": "more than", "date": "2022-09-06", "date_from": basis}
    shelf.add([{**LOST, "printed": "more than 300 boats on Tuesday"}], **fields, people=["fern"])
    checks = verify.verify(shelf.records[-1], open_library(shelf, shelf.folder))
    assert [one.state for one in checks] == ["verified", "attested", "supported"]
