"""Each state of `verify`, and what it says to do, on stores of one source."""

from __future__ import annotations

import hashlib
from types import SimpleNamespace

import harness
import pytest

from harristrip.errors import ArticlesUnreadable
from harristrip.facts import model
from harristrip.facts.model import Cite
from harristrip.proof import verify
from harristrip.proof.library import open_library
from harristrip.proof.reading import uncovered

TEXT = """LOWMOUTH (Courier Wire) 5 September 2022
The harbour lost more than 300 boats on Tuesday, the mayor, Ada Fern, said in the evening.
Ms Fern spoke. Of these, 40 sank and 12 burned.
Cranes lifted 9 boats. Later, cranes lifted 9 boats.
Divers from Norland came; Dr Bo Reed, harbour master, led 30 divers and 8 cooks.
"""
DAY = "2022-09-09"


def cite(paragraph, printed=None, **fields):
    return Cite(source="gazette", paragraph=paragraph, printed=printed, **fields)


class Shelf:
    """A folder with a text, and a store about it."""

    def __init__(self, folder, text=TEXT, **source):
        content = text if isinstance(text, bytes) else text.encode()
        (folder / "gazette.txt").write_bytes(content)
        lines = [line for line in text.splitlines() if line.strip()]
        fields = {
            "sha256": hashlib.sha256(content).hexdigest(),
            "paragraphs": len(lines),
            "date": DAY,
            "date_basis": "metadata",
        }
        self.source = model.Source(id="gazette", summary="s", cites=(cite(1),), **{**fields, **source})
        self.folder = str(folder)
        self.records = [self.source]
        self.names = {"person": {"fern": ("Ada Fern",)}, "country": {"norland": ("Norland", "NL")}}
        self.event = model.Event(
            title="t", summary="s", first_day=DAY, last_day=DAY, cites=(cite(1),), traveller="fern"
        )

    def labels(self, what):
        return self.names[what]

    def show(self, *ids):
        return [record for record in self.records if record.id in ids]

    def claim(self, *cites, **fields):
        claim = model.Claim(id="claim", summary="s", type="statement", said_by=("gazette",), cites=cites, **fields)
        self.records = [self.source, claim]
        return self

    def checks(self):
        against = open_library(self, self.folder)
        return [check for record in self.records[1:] for check in verify.verify(record, against)]

    def first(self):
        return self.checks()[0]


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path)


@pytest.mark.parametrize(
    ("printed", "fields", "state", "detail"),
    [
        ("more than 300 boats", {"value": 300, "unit": "boats", "qualifier": "more than"}, "verified", None),
        ("more than 300 boats", {"value": 300, "unit": "boats"}, "mismatch", 'write qualifier = "more than"'),
        ("more than 300 boats", {"value": 310, "unit": "boats", "qualifier": "more than"}, "mismatch", "the text 300"),
        ("300 boats", {"value": 300, "unit": "boats"}, "incomplete", '"more than 300 boats": print all of it'),
        ("more than 300 ships", {"value": 300}, "not found", "not in this paragraph"),
        ("on Tuesday", {"date": "2022-09-06"}, "verified", None),
        ("on Tuesday", {"date": "2022-09-07"}, "mismatch", "2022-09-06"),
        ("in the evening", {"part_of_day": "evening"}, "verified", None),
        ("in the evening", {"part_of_day": "morning"}, "mismatch", 'no printed words say "morning"'),
        ("in the evening", {"date": "2022-09-06"}, "mismatch", "no printed words name 2022-09-06"),
        ("in the evening", {"value": 4, "unit": "boats"}, "mismatch", "no printed words say 4"),
        ("the mayor", {"value": "6.4", "unit": "boats"}, "mismatch", "no printed words say 6.4"),
    ],
)
def test_the_second_paragraph(shelf, printed, fields, state, detail):
    check = shelf.claim(cite(2, printed), **fields).first()
    assert check.state == state
    assert (detail is None and check.detail is None) or detail in check.detail


def test_words_in_another_paragraph_are_named(shelf):
    check = shelf.claim(cite(1, "Ms Fern")).first()
    assert (check.state, check.elsewhere) == ("not found", (3,))
    assert "they are in ¶3" in check.detail
    assert shelf.claim(cite(9, "Ms Fern")).first().detail == "the text has 5 paragraphs"


def test_the_same_words_twice(shelf):
    assert shelf.claim(cite(4, "lifted 9 boats"), value=9, unit="boats").first().state == "verified"
    other = Shelf.__new__(Shelf)
    other.__dict__ = dict(shelf.__dict__)
    assert other.claim(cite(3, "40 sank"), value=40).first().state == "verified"


def test_words_that_say_different_things(tmp_path):
    shelf = Shelf(tmp_path, "They lost 9 boats, then nearly 9 boats.\n")
    assert shelf.claim(cite(1, "9 boats"), value=9, unit="boats").first().state == "ambiguous"


def test_a_figure_is_compared_with_its_own_sentence(shelf):
    claim = {"value": 300, "unit": "boats", "qualifier": "more than", "date": "2022-09-05"}
    check = shelf.claim(cite(2, "more than 300 boats"), cite(1, "5 September 2022"), **claim).first()
    assert (check.state, "sentence of the figure" in check.detail) == ("mismatch", True)
    claim["date"] = "2022-09-06"
    assert shelf.claim(cite(2, "more than 300 boats on Tuesday"), **claim).first().state == "verified"
    derived = {**claim, "date": "2022-09-05", "date_from": (cite(1, "5 September 2022"),)}
    assert shelf.claim(cite(2, "more than 300 boats"), **derived).first().state == "mismatch"  # a stamp is no day of it


def test_a_noun_that_another_cite_prints(shelf):
    assert shelf.claim(cite(3, "40 sank"), value=40, unit="boats").first().state == "mismatch"
    cites = (cite(3, "40 sank"), cite(2, "boats"))  # the paragraph before
    assert shelf.claim(*cites, value=40, unit="boats").first().state == "verified"
    cites = (cite(3, "40 sank"), cite(5, "divers"))
    assert shelf.claim(*cites, value=40, unit="divers").first().state == "mismatch"
    shelf = shelf.claim(cite(5, "Divers from Norland"), cite(5, "30 divers"), value=30, unit="divers")
    assert [check.state for check in shelf.checks()] == ["verified", "verified"]


def test_an_unread_figure_says_why(tmp_path):
    shelf = Shelf(tmp_path, "It has 700 plus or minus 20 goats.\n")
    check = shelf.claim(cite(1, "700 plus or minus 20 goats"), value=700, unit="goats").first()
    assert check.state == "unread"
    assert "give its meaning with reads" in check.detail


def test_reads_attests(tmp_path):
    shelf = Shelf(tmp_path, "Murieron casi 300 personas.\n")
    words = "casi 300 personas"
    fields = {"value": 300, "unit": "people", "qualifier": "nearly"}
    assert shelf.claim(cite(1, words), **fields).first().state == "unread"
    assert shelf.claim(cite(1, words, reads="nearly 300 people"), **fields).first().state == "attested"
    check = shelf.claim(cite(1, words, reads="300 people"), **fields).first()
    assert (check.state, check.detail.startswith("reads: ")) == ("mismatch", True)
    assert shelf.claim(cite(1, "casi 400", reads="nearly 300 people"), **fields).first().state == "not found"


def test_cites_without_printed_words(shelf):
    assert shelf.claim(cite(5), countries=("norland",)).first().state == "supported"
    assert shelf.claim(cite(2), people=("fern",)).first().state == "supported"
    assert shelf.claim(cite(1), date="2022-09-05").first().state == "supported"
    assert shelf.claim(cite(4)).first().state == "unchecked"


def test_texts_that_are_not_there_or_have_changed(tmp_path):
    shelf = Shelf(tmp_path, sha256="0" * 64).claim(cite(2, "more than 300 boats"))
    check = shelf.first()
    assert (check.state, "update sha256" in check.detail) == ("changed", True)
    (tmp_path / "gazette.txt").unlink()
    check = shelf.first()
    assert (check.state, "--partial" in check.detail) == ("unchecked", True)
    with pytest.raises(ArticlesUnreadable):
        open_library(shelf, str(tmp_path / "none"))


def test_a_text_that_is_not_utf8_is_named_with_its_byte(tmp_path):
    shelf = Shelf(tmp_path)
    content = "The café lost 9 boats.\n".encode("latin-1")
    (tmp_path / "gazette.txt").write_bytes(content)
    shelf.source = harness_source(content)
    check = shelf.claim(cite(1, "lost 9 boats")).first()
    assert check.state == "unread"
    assert "gazette.txt is not UTF-8: byte 0xe9 at offset 7" in check.detail
    assert "iconv -f WINDOWS-1252 -t UTF-8" in check.detail


def harness_source(content):
    digest = hashlib.sha256(content).hexdigest()
    return model.Source(id="gazette", summary="s", sha256=digest, paragraphs=1, date=DAY)


@pytest.mark.parametrize(
    ("source", "state"),
    [
        ({}, "supported"),
        ({"publisher": "Courier Wire"}, "supported"),
        ({"publisher": "Daily Wire"}, "mismatch"),
        ({"title": "Divers from Norland…"}, "supported"),
        ({"title": "Divers from Sudland"}, "mismatch"),
        ({"paragraphs": 6}, "mismatch"),
        ({"relays": (model.Relay(outlet="Radio Nine", cites=(cite(1),)),)}, "mismatch"),
    ],
)
def test_what_a_source_says_that_its_text_prints(tmp_path, source, state):
    shelf = Shelf(tmp_path, **source)
    shelf.records = [shelf.source, shelf.source]
    assert (shelf.first().state == "mismatch") == (state == "mismatch")


@pytest.mark.parametrize(
    ("person", "state"),
    [
        ({"name": "Bo Reed"}, "verified"),
        ({"name": "Bo Reid"}, "mismatch"),
        ({"name": "Bo Reid", "type": "unnamed"}, "verified"),
        ({"name": "Harbour office", "type": "organisation"}, "verified"),
        ({"name": "Coast guard", "type": "organisation"}, "mismatch"),
    ],
)
def test_the_name_of_a_person(shelf, person, state):
    shelf.records = [shelf.source, model.Person(id="reed", summary="s", cites=(cite(5, "led"),), **person)]
    assert shelf.first().state == state


@pytest.mark.parametrize(("title", "state"), [("harbour master", "verified"), ("harbour mistress", "mismatch")])
def test_a_title_is_printed(shelf, title, state):
    titles = (model.Title(title=title, cites=(cite(5, "Dr Bo Reed"),)),)
    shelf.records = [shelf.source, model.Person(id="reed", summary="s", name="Bo Reed", titles=titles)]
    assert shelf.first().state == state


@pytest.mark.parametrize(("via", "state"), [("Courier Wire", "verified"), ("Radio Nine", "mismatch")])
def test_what_is_relayed_is_named(shelf, via, state):
    assert shelf.claim(cite(5, "30 divers", via=via)).first().state == state


def test_a_store_is_proven_only_if_every_text_is_there(shelf, tmp_path):
    shelf.claim(cite(2, "more than 300 boats"), value=300, unit="boats", qualifier="more than")
    answer = verify.verify_store(shelf, shelf.folder)
    assert (answer.count, answer.wrong, verify.is_proven(answer)) == (3, 0, True)  # the event and the source too
    answer = verify.verify_store(shelf, shelf.folder, ("claim",))
    assert (answer.count, answer.checked, verify.is_proven(answer)) == (1, 1, True)
    (tmp_path / "gazette.txt").unlink()
    answer = verify.verify_store(shelf, shelf.folder, ("claim",))
    assert not verify.is_proven(answer)
    assert not verify.is_proven(answer, partial=True)  # nothing was checked
    some = SimpleNamespace(checked=1, wrong=0, sources=(SimpleNamespace(cites=1, text="missing"),))
    assert verify.is_proven(some, partial=True)
    assert not verify.is_proven(some)


def test_coverage_lists_each_figure_and_date_that_no_cite_prints(shelf):
    shelf.claim(cite(3, "40 sank"))
    left = [one.printed for one in uncovered(shelf.records, open_library(shelf, shelf.folder)) if one.paragraph == 3]
    assert left == ["12"]
    answer = verify.verify_store(shelf, shelf.folder, ("claim",), coverage=True)
    assert "5 September 2022" in [one.printed for one in answer.uncovered]


def test_coverage_lists_a_date_that_cannot_be_read_once(tmp_path):
    shelf = Shelf(tmp_path, "It rained in the week to 15 October 2032.\n")
    answer = verify.verify_store(shelf, shelf.folder, coverage=True)
    assert [one.printed for one in answer.uncovered] == ["15 October 2032"]


def test_a_derived_date_may_need_two_passages(tmp_path):
    shelf = Shelf(tmp_path, "It opened on Monday.\nThe stamp says 2021-06-02; they met on June 6.\n", date=None)
    fields = {"date": "2021-06-07", "date_from": (cite(2, "June 6"), cite(2, "2021-06-02"))}
    assert shelf.claim(cite(1, "on Monday"), **fields).first().state == "verified"
    fields["date"] = "2021-06-08"
    assert shelf.claim(cite(1, "on Monday"), **fields).first().state == "mismatch"


def test_a_fall_is_negative_or_named(tmp_path):
    shelf = Shelf(tmp_path, "Landings fell by 5% then.\n")
    assert shelf.claim(cite(1, "fell by 5%"), value=5, unit="%").first().state == "mismatch"
    assert shelf.claim(cite(1, "fell by 5%"), value=-5, unit="%").first().state == "verified"
    claim = shelf.claim(cite(1, "fell by 5%"), value=5, unit="%").records[1]
    shelf.records[1] = model.Claim(
        **{**{name: getattr(claim, name) for name in claim.__struct_fields__}, "summary": "A fall."}
    )
    assert shelf.first().state == "verified"


def test_a_range_needs_both_ends():
    words = "between 3 and 5 goats"
    text = f"They lost {words} then."
    assert "value_to" in harness.checks(text, words, value=3, unit="goats")[0].detail
    assert (
        "remove value_to"
        in harness.checks("They lost 3 goats.", "3 goats", value=3, value_to=5, unit="goats")[0].detail
    )
    assert harness.is_verified(text, words, value=3, value_to=5, unit="goats")
    assert not harness.is_verified(text, words, value=3, value_to=6, unit="goats")


def test_a_rate():
    text = "They pay $500 a month."
    assert harness.is_verified(text, "$500 a month", value=500, unit="USD", per="month")
    assert harness.is_verified(text, "$500 a month", value=500, unit="USD")
    assert "per month" in harness.checks(text, "$500 a month", value=500, unit="USD", per="year")[0].detail


def test_reads_of_a_date_from_says_nothing_of_the_figure():
    basis = (Cite(source="gazette", paragraph=1, printed="quay", reads="7 boats"), Cite(source="gazette", paragraph=1))
    checks = harness.checks(
        "The quay lost 5 boats on Tuesday.",
        "lost 5 boats on Tuesday",
        value=5,
        unit="boats",
        date="2022-09-06",
        date_from=basis,
    )
    assert [one.state for one in checks] == ["verified", "attested", "supported"]
