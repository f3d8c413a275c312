"""Promises of `verify`: each cite is held against its paragraph, and its state says what was seen there."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import pytest
from articles import ARTICLE, HEAD, Desk, cite, desk, record
from process import PROGRAM
from shapes import HEADER

from harristrip import evidence
from harristrip.answers import State
from harristrip.cli import proof
from harristrip.errors import ExitCode
from harristrip.passages import AROUND

if TYPE_CHECKING:
    from conftest import Run

# ---------------------------------------------------------------------------------------------------------------------
# Figures
# ---------------------------------------------------------------------------------------------------------------------


class Case(NamedTuple):
    """A paragraph, the words that a record cites from it, and the record's figure; what is due stands in the key."""

    paragraph: str | bytes
    printed: str
    fields: dict[str, Any]
    detail: str = ""
    """What the explanation must hold."""


def of(value: int | str, unit: str = "people", qualifier: str | None = None) -> dict[str, Any]:
    return {"value": value, "unit": unit, "qualifier": qualifier}


def usd(amount: int, currency: str = "USD") -> dict[str, Any]:
    return {"amount": amount, "currency": currency}


VERIFIED = {
    "as printed": Case("It pledged $310 million.", "$310 million", usd(310_000_000)),
    "share": Case("It grew by 3.5% in all.", "3.5%", of("3.5", "%")),
    "share that sinks": Case("It changed by -3.5% in all.", "-3.5%", of("-3.5", "%")),
    "share in words": Case("It grew by 3.5 per cent.", "3.5 per cent", of("3.5", "%")),
    "hedge before": Case("It counted nearly 180,000 people.", "nearly 180,000 people", of(180_000, qualifier="nearly")),
    "hedge after": Case("There came 40 or more people.", "40 or more people", of(40, qualifier="at least")),
    "hedge in capitals": Case("Roughly 40 people came.", "Roughly 40 people", of(40, qualifier="about")),
    "no less than": Case("No less than 40 people.", "No less than 40 people", of(40, qualifier="at least")),
    "not more than": Case("Not more than 40 people.", "Not more than 40 people", of(40, qualifier="at most")),
    "m": Case("It has 25m people.", "25m people", of(25_000_000)),
    "million": Case("It has 25 million people.", "25 million people", of(25_000_000)),
    "bn": Case("It pledged £1.5bn.", "£1.5bn", usd(1_500_000_000, "GBP")),
    "thousand": Case("It has 25 thousand people.", "25 thousand people", of(25_000)),
    "spelled million": Case("It has one million people.", "one million people", of(1_000_000)),
    "spelled number": Case("It has two people.", "two people", of(2)),
    "rank": Case("It is fourth of all.", "fourth", of(4, "rank")),
    "rank in digits": Case("It is the 4th of them.", "4th", of(4, "rank")),
    "currency that is known by its code alone": Case("It pledged CHF 5.", "CHF 5", usd(5, "CHF")),
    "currency by its code": Case("It pledged USD 5.", "USD 5", usd(5)),
    "years": Case("It took 5 years.", "5 years", of(5, "years")),
    "length of time before a noun": Case("It is a 5-year plan.", "5-year plan", of(5, "years")),
    "one of several figures": Case("It has 5 of 20 people.", "5 of 20 people", of(20)),
    "number like a year": Case("More than 2000 people.", "More than 2000 people", of(2000, qualifier="more than")),
    "money like a year": Case("It pledged $2000.", "$2000", usd(2000)),
    "straight for curly apostrophe": Case("It\u2019s the town\u2019s 5 people.", "the town's 5 people", of(5)),
    "curly for straight apostrophe": Case("It's the town's 5 people.", "the town\u2019s 5 people", of(5)),
    "non-breaking space": Case("It pledged $310\u00a0million.", "$310 million", usd(310_000_000)),
    "soft hyphen": Case("It has 5 peo\u00adple.", "5 people", of(5)),
    "CRLF": Case(b"It has 5 people.\r\nThat is all.\r\n", "5 people", of(5)),
    "byte order mark": Case("\ufeff5 people are there.", "5 people", of(5)),
    "repeated alike": Case("It has 5 people: 5 people.", "5 people", of(5)),
    "repeated, told apart by more words": Case("It has 5 people, and nearly 5 people.", "has 5 people", of(5)),
    "part of the sentence is another's": Case("It has 5 people and more than 9 wells.", "5 people", of(5)),
}
MISMATCH = {
    "other value": Case("It has two people.", "two people", of(3), "the record's figure is 3"),
    "other sign": Case("It grew by -3.5% in all.", "-3.5%", of("3.5", "%"), "figure is 7/2"),
    "other scale": Case("It has 25 million people.", "25 million people", of(25_000), "figure is 25000"),
    "hedge printed, exact stored": Case(
        "It counted nearly 180,000 people.", "nearly 180,000 people", of(180_000), "the record's hedge is none"
    ),
    "exact printed, hedge stored": Case(
        "It counted 180,000 people.", "180,000 people", of(180_000, qualifier="nearly"), "hedge is nearly"
    ),
    "other hedge": Case("Over 180,000 people.", "Over 180,000 people", of(180_000, qualifier="nearly"), "is nearly"),
    "number stored as rank": Case("It has four people.", "four people", of(4, "rank"), "unit is rank"),
    "rank stored as number": Case("It is fourth of people.", "fourth of people", of(4), "unit is people"),
    "other currency": Case("It pledged £5.", "£5", usd(5), "the record's unit is USD"),
    "no currency": Case("It pledged 5.", "5", usd(5), "unit is USD"),
    "money stored as people": Case("It pledged $5 to people.", "$5 to people", of(5), "unit is people"),
    "share stored as people": Case("It helped 5% of people.", "5% of people", of(5), "unit is people"),
    "months stored as years": Case("It took 5 months.", "5 months", of(5, "years"), "unit is years"),
    "currency that is not printed": Case("It pledged 5.", "5", usd(5, "CHF"), "no printed words name the unit CHF"),
    "unit that is not printed": Case("It counted 5 wells.", "5 wells", of(5), "no printed words name the unit people"),
    "none of several figures": Case("It has 5 of 20 people.", "5 of 20 people", of(7), "figure is 7"),
    "words without the figure": Case("It has 5 people.", "people", of(5), "no printed words say 5"),
}
NOT_FOUND = {
    "end of another amount": Case("It pledged $310 million.", "$10 million", usd(10_000_000)),
    "end of another amount, without its sign": Case("It pledged $310 million.", "10 million", usd(10_000_000)),
    "end of another share": Case("It grew by 3.5%.", "5%", of(5, "%")),
    "end of a longer number": Case("It counted 1,180,000 people.", "180,000 people", of(180_000)),
    "end of a short number": Case("It counted 1,310 people.", "310", of(310)),
    "start of a longer number": Case("It counted 310,000 people.", "310", of(310)),
    "start of a decimal": Case("It counted 310.5 people.", "310", of(310)),
    "m where million is printed": Case("It has 25 million people.", "25m", of(25_000_000)),
    "million where m is printed": Case("It has 25m people.", "25 million", of(25_000_000)),
    "separators that are not printed": Case("It has 25000 people.", "25,000", of(25_000)),
    "other case": Case("It has five people.", "Five people", of(5)),
    "part of a word": Case("It has 5 peoples.", "5 people", of(5)),
    "day of a date": Case("It came on June 5.", "5", of(5)),
}
INCOMPLETE = {
    "minus": Case("It grew by -3.5% in all.", "3.5%", of("3.5", "%"), 'the paragraph says "-3.5%"'),
    "long minus": Case("It changed by \u20133.5% in all.", "3.5%", of("3.5", "%"), "\u20133.5%"),
    "hedge before": Case(
        "It counted more than 180,000 people.", "180,000 people", of(180_000), '"more than 180,000 people'
    ),
    "half a hedge": Case("It counted more than 180,000 people.", "than 180,000 people", of(180_000), "more than"),
    "hedge after": Case("There came 40 or more people.", "40", of(40), '"40 or more"'),
    "less than of no less than": Case("No less than 40 people.", "less than 40 people", of(40, qualifier="less than")),
    "scale word": Case("It pledged $310 million.", "$310", usd(310), '"$310 million"'),
    "scale letter": Case("It pledged $310m.", "$310", usd(310), '"$310m"'),
    "scale word after a non-breaking space": Case("It pledged $310\u00a0million.", "$310", usd(310), "$310 million"),
    "number of a scale word": Case("It pledged $310 million.", "million", usd(310_000_000), "$310 million"),
    "code of a currency before a number like a year": Case("It pledged USD 2030.", "2030", usd(2030), '"USD 2030"'),
    "currency": Case("It pledged $310 million.", "310 million", usd(310_000_000), "$310 million"),
    "per cent": Case("It is 5 per cent of people.", "5", of(5), "5 per cent"),
    "tens": Case("It has twenty-one people.", "one people", of(1), "twenty-one people"),
}
AMBIGUOUS = {
    "of two things": Case("It has 5 people; 5 wells.", "5", of(5), "the words stand several times"),
    "hedged once": Case("It has 5 people: nearly 5 people.", "5 people", of(5), "several times"),
    "with and without a scale": Case("It pledged $5, or $5 million.", "$5", usd(5), "several times"),
    "at two times": Case("5 people on June 6, and on June 7 5 people.", "on June", of(5), "several times"),
}
STATES: dict[State, dict[str, Case]] = {
    "verified": VERIFIED,
    "mismatch": MISMATCH,
    "not found": NOT_FOUND,
    "incomplete": INCOMPLETE,
    "ambiguous": AMBIGUOUS,
}
ALL = [(state, name, case) for state, cases in STATES.items() for name, case in cases.items()]


@pytest.mark.parametrize(("state", "case"), [(s, c) for s, _, c in ALL], ids=[f"{s}: {n}" for s, n, _ in ALL])
def test_a_figure_is_held_against_its_paragraph(tmp_path: Path, state: State, case: Case) -> None:
    """Number, sign, scale, unit and hedge must be those of the record, and nothing of them may be cut off."""
    kind = "funding" if "amount" in case.fields else "statistic"
    (check,) = desk(tmp_path, record(kind, "it", cite(case.printed), **case.fields), gazette=case.paragraph).checks(
        "it"
    )
    assert check.state == state, check
    assert case.detail in (check.detail or "")
    assert (check.detail is None) == (state == "verified")
    assert check.found


# ---------------------------------------------------------------------------------------------------------------------
# Dates
# ---------------------------------------------------------------------------------------------------------------------


class Dated(NamedTuple):
    """A paragraph, the words cited for a date, the date, and what it was worked out from."""

    paragraph: str
    printed: str
    date: str
    basis: tuple[str, ...] = ()
    detail: str = ""


RIGHT_DATES = {
    "day": Dated("It came on June 6, 2030.", "June 6, 2030", "2030-06-06"),
    "day first": Dated("It came on 6 June 2030.", "6 June 2030", "2030-06-06"),
    "ordinal": Dated("It came on the 6th of June 2030.", "6th of June 2030", "2030-06-06"),
    "short month": Dated("It came on Sept. 5, 2030.", "Sept. 5, 2030", "2030-09-05"),
    "ISO": Dated("Filed 2030-06-06.", "2030-06-06", "2030-06-06"),
    "month and year": Dated("It came in June 2030.", "June 2030", "2030-06"),
    "year": Dated("It came in 2030.", "2030", "2030"),
    "day, its year elsewhere": Dated("It came on June 6. In 2030.", "June 6", "2030-06-06", ("2030",)),
    "month, its year elsewhere": Dated("It came in June. In 2030.", "June", "2030-06", ("2030",)),
    "weekday, from a printed day": Dated(
        "It came on Thursday. Filed 2030-06-09.", "Thursday", "2030-06-06", ("2030-06-09",)
    ),
    "interval of days": Dated(
        "From June 6, 2030 to June 8, 2030.", "June 6, 2030 to June 8, 2030", "2030-06-06/2030-06-08"
    ),
    "interval of years": Dated("From 2010 to 2030.", "2010 to 2030", "2010/2030"),
    "next day": Dated("On June 5, 2030, and the next day.", "the next day", "2030-06-06", ("June 5, 2030",)),
    "last month": Dated("On June 5, 2030, of last month.", "last month", "2030-05", ("June 5, 2030",)),
}


@pytest.mark.parametrize("case", RIGHT_DATES.values(), ids=RIGHT_DATES)
def test_a_date_that_is_printed_is_verified(tmp_path: Path, case: Dated) -> None:
    """A day, month or year is proven by words that name it, or from which it can be worked out."""
    assert {check.state for check in dated(tmp_path, case)} == {"verified"}


WRONG_DATES = {
    "day": Dated("It came on June 6, 2030.", "June 6, 2030", "2030-06-07", (), "the record's date is 2030-06-07"),
    "month": Dated("It came on June 6, 2030.", "June 6, 2030", "2030-07-06", (), "date is 2030-07-06"),
    "month alone": Dated("It came in June 2030.", "June 2030", "2030-07", (), "date is 2030-07"),
    "year": Dated("It came on June 6, 2030.", "June 6, 2030", "2031-06-06", (), "date is 2031-06-06"),
    "year alone": Dated("It came in 2030.", "2030", "2031", (), "date is 2031"),
    "weekday": Dated("It came on Friday. Filed 2030-06-09.", "Friday", "2030-06-06", ("2030-06-09",), "is 2030-06-06"),
    "weekday of another week": Dated(
        "It came on Thursday. Filed 2030-06-09.", "Thursday", "2030-06-20", ("2030-06-09",), "name 2030-06-20"
    ),
    "weekday from nothing": Dated(
        "It came on Thursday.", "Thursday", "2030-06-06", (), "no printed words name 2030-06-06"
    ),
    "end of an interval": Dated(
        "From June 6, 2030 to June 8, 2030.",
        "June 6, 2030 to June 8, 2030",
        "2030-06-06/2030-06-09",
        (),
        "name 2030-06-09",
    ),
    "start of an interval": Dated(
        "From June 6, 2030 to June 8, 2030.",
        "June 6, 2030 to June 8, 2030",
        "2030-06-05/2030-06-08",
        (),
        "name 2030-06-05",
    ),
    "more precise than printed": Dated("It came in June 2030.", "June 2030", "2030-06-06", (), "name 2030-06-06"),
    "less precise than printed": Dated("It came on June 6, 2030.", "June 6, 2030", "2030-06", (), "name 2030-06"),
    "year that nothing prints": Dated("It came on June 6.", "June 6", "2030-06-06", (), "name 2030-06-06"),
    "words that are no date": Dated("It came late, it says.", "late", "2030-06-06", (), "name 2030-06-06"),
    "two days later": Dated(
        "On June 5, 2030, and the next day.", "the next day", "2030-06-07", ("June 5, 2030",), "2030-06-07"
    ),
}


@pytest.mark.parametrize("case", WRONG_DATES.values(), ids=WRONG_DATES)
def test_a_date_that_is_not_printed_is_a_mismatch(tmp_path: Path, case: Dated) -> None:
    """Weekday, day, month, year and each end of an interval must be those of the record."""
    check = dated(tmp_path, case)[0]
    assert check.state == "mismatch", check
    assert case.detail in check.detail


def dated(tmp_path: Path, case: Dated) -> list[evidence.Check]:
    """Hold the cites of a record with a date against their paragraph."""
    basis = f"[{', '.join(cite(words) for words in case.basis)}]" if case.basis else None
    text = record("claim", "it", cite(case.printed), date=case.date, date_from=basis)
    return desk(tmp_path, text, gazette=case.paragraph).checks("it")


@pytest.mark.parametrize(
    ("printed", "state"), [("June 6", "incomplete"), ("June 6, 2030", "verified"), ("2030", "incomplete")]
)
def test_a_date_is_not_cut(tmp_path: Path, printed: str, state: State) -> None:
    """Words that leave out the year that stands beside them are incomplete."""
    case = Dated("It came on June 6, 2030.", printed, "2030-06-06")
    assert dated(tmp_path, case)[0].state == state


# ---------------------------------------------------------------------------------------------------------------------
# Where words stand, and cites without words
# ---------------------------------------------------------------------------------------------------------------------

THREE = "It has 5 people.\n\nIt has 7 people.\nThe town has 5 people.\n"


def test_words_in_another_paragraph_are_said_to_be_there(tmp_path: Path) -> None:
    """Where words are not found, every other paragraph of the source that has them is named."""
    (check,) = desk(tmp_path, record("statistic", "it", cite("5 people", "gazette:2"), value=5), gazette=THREE).checks(
        "it"
    )
    assert (check.state, check.elsewhere) == ("not found", (1, 3))
    assert check.detail == "the words do not stand in this paragraph; they stand in ¶1, ¶3"
    assert check.found == "It has 7 people."


def test_words_that_mean_two_things_are_told_in_these_words(tmp_path: Path) -> None:
    """What a paragraph says in several places must be one thing."""
    made = desk(tmp_path, record("statistic", "it", cite("5"), value=5), gazette="It has 5 people; 5 wells.\n")
    (check,) = made.checks("it")
    assert (check.state, check.detail) == ("ambiguous", "the words stand several times and say different things")


def test_of_very_many_other_paragraphs_the_first_are_named(tmp_path: Path) -> None:
    """Words that stand everywhere are sought no further than that takes to say."""
    lines = "It has 7 people.\n" + "It has 5 people.\n" * 30
    made = desk(tmp_path, record("statistic", "it", cite("5 people"), value=5), gazette=lines)
    (check,) = made.checks("it")
    assert check.elsewhere == tuple(range(2, 22))


def test_words_that_stand_nowhere_are_said_to_stand_nowhere(tmp_path: Path) -> None:
    """Nothing is named where nothing has them."""
    (check,) = desk(tmp_path, record("statistic", "it", cite("9 people", "gazette:2"), value=9), gazette=THREE).checks(
        "it"
    )
    assert (check.state, check.elsewhere) == ("not found", ())
    assert check.detail == "the words do not stand in this paragraph"


def test_of_a_long_paragraph_without_the_words_the_beginning_is_shown(tmp_path: Path) -> None:
    """As much as is shown around a passage, and an ellipsis for the rest."""
    paragraph = "".join(chr(ord("a") + number % 26) for number in range(3 * AROUND))
    (check,) = desk(tmp_path, record("claim", "it", cite("5 people")), gazette=paragraph).checks("it")
    assert (check.state, check.found) == ("not found", paragraph[:AROUND] + "…")


@pytest.mark.parametrize("printed", ["5 people", None])
def test_a_paragraph_past_the_end_is_not_found(tmp_path: Path, printed: str | None) -> None:
    """A paragraph that the text does not have proves nothing, with or without words."""
    (check,) = desk(tmp_path, record("claim", "it", cite(printed, "gazette:4")), gazette=THREE).checks("it")
    assert (check.state, check.detail) == ("not found", "the text has 3 paragraphs")


SUPPORT = {
    "person by full name": ("Ána Mayor spoke.", {"people": '["mayor"]'}, "supported"),
    "person by last name": ("Then Mayor spoke.", {}, "supported"),
    "person without accents, possessive": ("ANA MAYOR\u2019s plan.", {}, "supported"),
    "person by another name": ("City Hall spoke.", {}, "supported"),
    "person by part of another name": ("A hall was there.", {}, "unchecked"),
    "part of a word": ("The mayoral vote.", {}, "unchecked"),
    "country": ("It rains in Freedonia.", {"countries": '["freedonia"]'}, "supported"),
    "country by an alias": ("It rains in Free Land.", {"countries": '["freedonia"]'}, "supported"),
    "country by part of an alias": ("The land is dry.", {"countries": '["freedonia"]'}, "unchecked"),
    "people of a country": ("The Freedonians left.", {"countries": '["freedonia"]'}, "supported"),
    "country by its code": ("It rains in FD.", {"countries": '["freedonia"]'}, "supported"),
    "code that is a word": ("But it rains.", {"countries": '["italia"]'}, "unchecked"),
    "word that begins alike": ("Freedoniaville is a town.", {"countries": '["freedonia"]'}, "unchecked"),
    "nothing": ("It rains.", {"countries": '["freedonia"]'}, "unchecked"),
}
SUPPORTED_BY = {
    "supported": "cited without printed words; its people or countries stand there",
    "unchecked": "cited without printed words",
}


@pytest.mark.parametrize(("paragraph", "fields", "state"), SUPPORT.values(), ids=SUPPORT)
def test_a_cite_without_words_is_supported_by_names(
    tmp_path: Path, paragraph: str, fields: dict[str, Any], state: State
) -> None:
    """People and countries of the record must be found in the paragraph, in any form of their names."""
    (check,) = desk(tmp_path, record("claim", "it", cite(None), **fields), gazette=paragraph).checks("it")
    assert check.state == state
    assert check.detail == SUPPORTED_BY[state]


@pytest.mark.parametrize(
    ("name", "paragraph", "state"),
    [
        ("Ána Sofia de Mayor", "Then Mayor spoke.", "supported"),
        ("Ána Sofia de Mayor", "Then Sofia spoke.", "unchecked"),
        ("Mayor", "Then Mayor spoke.", "supported"),
        ("Mayor", "Then it rained.", "unchecked"),
    ],
)
def test_a_person_is_known_by_the_last_word_of_a_name(tmp_path: Path, name: str, paragraph: str, state: State) -> None:
    """However many words a name has, the last one stands for it, and the others do not."""
    head = HEAD.replace("Ána Mayor", name)
    (check,) = desk(tmp_path, record("claim", "it", cite(None)), head, gazette=paragraph).checks("it")
    assert (check.state, check.detail) == (state, SUPPORTED_BY[state])


def test_a_person_supports_its_own_record(tmp_path: Path) -> None:
    """A record of a person is about that person."""
    assert [check.state for check in desk(tmp_path).checks("mayor")] == ["supported"]


def test_who_promises_supports_a_promise(tmp_path: Path) -> None:
    """The person by whom a commitment is made counts as one of its people."""
    text = record("commitment", "it", cite(None))
    assert [check.state for check in desk(tmp_path, text).checks("it")] == ["supported"]


@pytest.mark.parametrize(
    ("paragraph", "state", "detail"),
    [
        ("On June 6 it rained.", "supported", "cited without printed words; its date stands there"),
        ("On June 7 it rained.", "unchecked", "cited without printed words"),
    ],
)
def test_a_cite_without_words_is_supported_by_its_date(
    tmp_path: Path, paragraph: str, state: State, detail: str
) -> None:
    """Where neither person nor country stands, the date may."""
    text = record("gap", "it", f'{cite("June 6, 2030", "herald:1")}, "gazette:1"', date="2030-06-06")
    checks = desk(tmp_path, text, gazette=paragraph, herald="On June 6, 2030.").checks("it")
    assert [(check.state, check.detail) for check in checks] == [("verified", None), (state, detail)]


# ---------------------------------------------------------------------------------------------------------------------
# Every cite, once
# ---------------------------------------------------------------------------------------------------------------------

TALKS = """
[[meeting]]
id = "talks"
summary = "Talks."
date = "2030-06-06"
date_from = [{ at = "gazette:2", printed = "Thursday" }, { at = "herald:1", printed = "2030-06-09" }]
status = "held"
statuses = [
  { status = "planned", cites = ["herald:1"] },
  { status = "held", cites = [{ at = "gazette:2", printed = "took place" }] },
]
format = "unspecified"
people = ["mayor"]
agenda = [
  { topic = "water", summary = "A well", cites = [{ at = "gazette:2", printed = "a pump" }] },
  { topic = "water", summary = "Two wells", cites = ["gazette:1", { at = "gazette:2", printed = "two wells" }] },
]
cites = ["gazette:1"]

[[conflict]]
id = "how-many"
summary = "A well or two."
class = "precision"
records = ["talks"]
readings = [
  { reading = "One", cites = [{ at = "gazette:2", printed = "one well" }] },
  { reading = "Two", cites = [{ at = "gazette:2", printed = "two wells" }] },
]
safest = "Two."
reason = "It is printed."
"""
TALKS_TEXTS = {"gazette": ARTICLE + "Talks on two wells took place on Thursday.\n", "herald": "Filed 2030-06-09.\n"}


@pytest.fixture
def talks(tmp_path: Path) -> Desk:
    """A meeting and a conflict whose parts carry cites."""
    return desk(tmp_path, TALKS, **TALKS_TEXTS)


def test_each_cite_is_checked_once_in_the_field_where_it_stands(talks: Desk) -> None:
    """Cites of the date, the agenda and the statuses count; a cite that stands twice is counted once."""
    assert [
        (check.field, check.source, check.paragraph, check.printed, check.state) for check in talks.checks("talks")
    ] == [
        ("cites", "gazette", 1, None, "supported"),
        ("date_from", "gazette", 2, "Thursday", "verified"),
        ("date_from", "herald", 1, "2030-06-09", "verified"),
        ("agenda", "gazette", 2, "a pump", "not found"),
        ("agenda", "gazette", 2, "two wells", "verified"),
        ("statuses", "herald", 1, None, "unchecked"),
        ("statuses", "gazette", 2, "took place", "verified"),
    ]


def test_the_readings_of_a_conflict_are_checked(talks: Desk) -> None:
    """Each side's words must stand where it says; a conflict without cites of its own has those of its readings."""
    assert [(check.printed, check.state) for check in talks.checks("how-many")] == [
        ("one well", "not found"),
        ("two wells", "verified"),
    ]


def test_titles_and_relays_are_checked(tmp_path: Path) -> None:
    """The titles of a person and the outlets of a source have cites too."""
    head = HEAD.replace(
        'summary = "Travels."',
        'summary = "Travels."\ntitles = [{ title = "Chief", cites = [{ at = "gazette:1", printed = "Chief" }] }]',
    )
    (_, check) = desk(tmp_path, head=head).checks("mayor")
    assert (check.field, check.state) == ("titles", "not found")


# ---------------------------------------------------------------------------------------------------------------------
# Records as a whole
# ---------------------------------------------------------------------------------------------------------------------


def test_a_record_is_proven_by_its_cites_together(tmp_path: Path) -> None:
    """Figure, unit and date may be printed in different passages."""
    cites = f"{cite('5 people')}, {cite('June 6, 2030', 'gazette:2')}"
    text = record("statistic", "it", cites, value=5, date="2030-06-06")
    checks = desk(tmp_path, text, gazette="It has 5 people.\nOn June 6, 2030.").checks("it")
    assert [check.state for check in checks] == ["verified", "verified"]


def test_what_no_cite_proves_is_a_mismatch_of_the_first_that_was_verified(tmp_path: Path) -> None:
    """Cites that are each right do not prove a date that none of them names."""
    cites = f'"gazette:2", {cite("5 people")}, {cite("It rains", "gazette:2")}'
    text = record("statistic", "it", cites, value=5, date="2030-06-06")
    checks = desk(tmp_path, text, gazette="It has 5 people.\nIt rains.").checks("it")
    assert [(check.state, check.detail) for check in checks] == [
        ("unchecked", "cited without printed words"),
        ("mismatch", "no printed words name 2030-06-06"),
        ("verified", None),
    ]


def test_a_record_is_not_judged_on_half_of_its_texts(tmp_path: Path) -> None:
    """Where a text is missing, what it may prove is left open."""
    cites = f"{cite('5 people')}, {cite('June 6, 2030', 'herald:1')}"
    text = record("statistic", "it", cites, value=5, date="2030-06-06")
    made = desk(tmp_path, text, gazette="It has 5 people.", herald="On June 6, 2030.")
    Path(made.folder, "herald.txt").unlink()
    assert [check.state for check in made.checks("it")] == ["verified", "unchecked"]


def test_one_fault_is_told_once(tmp_path: Path) -> None:
    """A record with a wrong cite is not judged as a whole as well."""
    cites = f"{cite('5 people')}, {cite('7 people')}"
    text = record("statistic", "it", cites, value=5, date="2030-06-06")
    checks = desk(tmp_path, text, gazette="It has 5 people.").checks("it")
    assert [check.state for check in checks] == ["verified", "not found"]


def test_a_text_of_one_paragraph_has_one(tmp_path: Path) -> None:
    """The number that a text has agrees with its noun."""
    (check,) = desk(tmp_path, record("claim", "it", cite("5 people", "gazette:2")), gazette="It rains.").checks("it")
    assert (check.state, check.detail) == ("not found", "the text has 1 paragraph")


def test_what_a_text_that_is_not_there_might_prove_is_not_asked_of_the_others(tmp_path: Path) -> None:
    """Where the date comes from an article that is not archived, the words of another need not name it."""
    text = record("claim", "it", cite("5 people"), date="2030-06-06", date_from='["herald:1"]')
    at = desk(tmp_path, text, gazette="It has 5 people.", herald="Filed.")
    Path(at.folder, "herald.txt").unlink()
    assert [(check.field, check.state) for check in at.checks("it")] == [
        ("cites", "verified"),
        ("date_from", "unchecked"),
    ]


def test_a_record_without_a_figure_owes_none(tmp_path: Path) -> None:
    """Words that hold a figure may stand under a claim that states none."""
    (check,) = desk(tmp_path, record("claim", "it", cite("5 people")), gazette="It has 5 people.").checks("it")
    assert check.state == "verified"


def test_a_figure_without_a_unit_needs_none(tmp_path: Path) -> None:
    """A claim may give a bare number."""
    (check,) = desk(tmp_path, record("claim", "it", cite("5"), value=5), gazette="It has 5 people.").checks("it")
    assert check.state == "verified"


DAYS = cite("May 1, 2030, to May 2, 2030")
EVENTS = {
    "days that are printed": (f"cites = [{DAYS}]", [("cites", "verified", None)]),
    "days that are worked out": (
        f"""cites = [{cite("two days")}]
date_from = [{cite("Wednesday and Thursday")}, {cite("2030-05-04", "herald:1")}]""",
        [("cites", "verified", None), ("date_from", "verified", None), ("date_from", "verified", None)],
    ),
    "days of another month": (
        f"cites = [{cite('June 1, 2030')}]",
        [("cites", "mismatch", "the record's date is 2030-05-01/2030-05-02")],
    ),
    "days that nothing names": (
        f"cites = [{cite('two days')}]",
        [("cites", "mismatch", "no printed words name 2030-05-01")],
    ),
}
VISIT = "It takes two days, Wednesday and Thursday. From May 1, 2030, to May 2, 2030, and not June 1, 2030.\n"


@pytest.mark.parametrize(("fields", "expected"), EVENTS.values(), ids=EVENTS)
def test_the_days_of_the_event_are_held_against_its_cites(
    tmp_path: Path, run: Run, fields: str, expected: list[tuple[str, State, str | None]]
) -> None:
    """First and last day must be printed, or worked out from what is, like the date of any record."""
    head = HEAD.replace('cites = ["gazette:1"]\n', f"{fields}\n", 1)
    made = desk(tmp_path, head=head, gazette=VISIT, herald="Filed 2030-05-04.\n")
    items = json.loads(run("verify", "--json", *made.options).out)["items"]
    found = [(item["field"], item["state"], item["detail"]) for item in items if item["id"] == "event"]
    assert found == expected


# ---------------------------------------------------------------------------------------------------------------------
# The command
# ---------------------------------------------------------------------------------------------------------------------

SOUND = record("statistic", "it", cite("5 people"), value=5)
WRONG = record("statistic", "other", cite("5 people"), value=6)
FIVE = "Mayor Mayor counted 5 people.\nOn June 7 it rained 3 times.\nTwo left.\n"


@pytest.fixture
def sound(tmp_path: Path) -> Desk:
    """A store without a fault."""
    return desk(tmp_path, SOUND, gazette=FIVE)


NO_TEXT = "no text has the digest of this source"


@pytest.fixture
def faulty(tmp_path: Path) -> Desk:
    """The same with one fault."""
    return desk(tmp_path, SOUND + WRONG, gazette=FIVE)


def test_a_store_that_is_right_is_said_to_be(sound: Desk, run: Run) -> None:
    """Nothing wrong and something checked: exit 0, and the sums by source."""
    result = run("verify", *sound.options)
    assert (result.code, result.message) == (0, "")
    assert result.text.splitlines() == [
        "Verification",
        "Source   Text   Cites  Verified  Supported  Unchecked",
        "─────────────────────────────────────────────────────",
        "gazette  found      4         1          2          1",
        "3 of 4 cites were held against a paragraph; 0 are wrong, 1 was not checked (cited without printed words)",
    ]


def test_a_fault_is_shown_with_the_words_around_it(faulty: Desk, run: Run) -> None:
    """One wrong cite: exit 1, its state, where it stands, what was expected, and the paragraph's words."""
    result = run("verify", *faulty.options)
    assert result.code == 1
    assert result.text.splitlines()[-3:] == [
        'mismatch  other cites gazette ¶1 "5 people": the record\'s figure is 6',
        "    Mayor Mayor counted 5 people.",
        "4 of 5 cites were held against a paragraph; 1 is wrong, 1 was not checked (cited without printed words)",
    ]


def test_nothing_is_said_of_what_was_not_left_out(sound: Desk, run: Run) -> None:
    """Where every cite was held against its paragraph the last line ends with how many are wrong."""
    assert run("verify", "it", *sound.options).text.splitlines()[-1] == (
        "1 of 1 cites were held against a paragraph; 0 are wrong"
    )


def test_a_state_that_a_source_does_not_have_is_counted_as_none(tmp_path: Path, run: Run) -> None:
    """Each source has a number in each column; a fault of a cite without words is named without them."""
    text = SOUND + record("claim", "far", '"herald:4"')
    made = desk(tmp_path, text, gazette=FIVE, herald="Mayor Mayor spoke.\nIt rains.\n")
    result = run("verify", "it", "far", *made.options)
    assert result.code == 1
    assert result.text.splitlines() == [
        "Verification",
        "Source   Text   Cites  Verified  Not found",
        "──────────────────────────────────────────",
        "gazette  found      1         1          0",
        "herald   found      1         0          1",
        "not found  far cites herald ¶4: the text has 2 paragraphs",
        "2 of 2 cites were held against a paragraph; 1 is wrong",
    ]


def test_what_was_not_checked_is_told_apart_from_what_is_wrong(tmp_path: Path, run: Run) -> None:
    """A text that was changed makes its cites no wrong ones; what was not checked is counted by reason."""
    made = desk(tmp_path, SOUND + record("claim", "far", '"herald:1"'), gazette=FIVE, herald="It rains.\n")
    Path(made.folder, "herald.txt").unlink()
    Path(made.folder, "gazette.txt").write_text(f"{FIVE}It rains.\n", encoding="utf-8")
    result = run("verify", *made.options)
    assert result.code == 1
    assert result.text.splitlines()[-2] == (
        "0 of 6 cites were held against a paragraph; 0 are wrong, 4 stand in a text that was changed, "
        f"2 were not checked ({NO_TEXT})"
    )
    assert [json.loads(run("verify", "it", *made.options, "--json").out)[name] for name in ("wrong", "checked")] == [
        1,
        0,
    ]
    assert (
        run("verify", "it", *made.options)
        .text.splitlines()[-2]
        .endswith("; 0 are wrong, 1 stands in a text that was changed")
    )


def test_the_title_is_bold_where_there_is_colour(sound: Desk, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader at a terminal sees where the table begins; the lines below it are plain."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    text = run("verify", *sound.options).text
    assert text.startswith("\x1b[1mVerification\x1b[0m\n")
    assert text.endswith(
        "\n3 of 4 cites were held against a paragraph; 0 are wrong, 1 was not checked (cited without printed words)\n"
    )


def test_ids_narrow_what_is_checked(faulty: Desk, run: Run) -> None:
    """Only the records that are named count, in the order in which they are named."""
    assert run("verify", "it", *faulty.options).code == 0
    result = run("verify", "other", "it", "--json", *faulty.options)
    assert result.code == 1
    assert [item["id"] for item in json.loads(result.out)["items"]] == ["other", "it"]


def test_a_paragraph_narrows_what_is_checked(faulty: Desk, run: Run) -> None:
    """`gazette:1` stands for the records that cite it."""
    items = json.loads(run("verify", "gazette:1", "--json", *faulty.options).out)["items"]
    assert {item["id"] for item in items} == {"it", "other", "mayor", "gazette"}


def test_an_unknown_id_is_a_negative_answer(faulty: Desk, run: Run) -> None:
    """An id that no record has is said, with the nearest."""
    result = run("verify", "othr", *faulty.options)
    assert result == (1, b"", b'harristrip: error: no record has the id "othr"; did you mean other?\n')


def test_every_cite_is_in_the_json(talks: Desk, run: Run) -> None:
    """JSON gives every cite with its state, and sums that agree with them."""
    result = run("verify", "--json", *talks.options)
    answer = json.loads(result.out)
    assert list(answer) == ["schema_version", "command", "count", "items", "checked", "wrong", "sources", "uncovered"]
    assert list(answer["items"][0]) == [
        "id",
        "field",
        "source",
        "paragraph",
        "printed",
        "state",
        "detail",
        "found",
        "elsewhere",
    ]
    states = Counter(item["state"] for item in answer["items"])
    assert set(states) <= set(get_args(State))
    assert answer["count"] == len(answer["items"]) == states.total()
    assert answer["checked"] == answer["count"] - states["unchecked"] - states["changed"]
    assert answer["wrong"] == sum(states[state] for state in evidence.WRONG) == 2
    assert result.code == 1
    for row in answer["sources"]:
        own = Counter(item["state"] for item in answer["items"] if item["source"] == row["source"])
        assert (row["states"], row["cites"], row["text"]) == (own, own.total(), "found")


@pytest.mark.parametrize("state", evidence.WRONG)
def test_each_wrong_state_fails_the_run(tmp_path: Path, run: Run, state: State) -> None:
    """Mismatch, not found, incomplete, ambiguous and changed: each of them alone is exit 1."""
    if state == "changed":
        made = desk(tmp_path, SOUND, gazette=FIVE)
        made.edit("gazette.txt", FIVE + "An edit.")
    else:
        case = next(iter(STATES[state].values()))
        kind = "funding" if "amount" in case.fields else "statistic"
        made = desk(tmp_path, record(kind, "it", cite(case.printed), **case.fields), gazette=case.paragraph)
    result = run("verify", "it", "--json", *made.options)
    assert ([item["state"] for item in json.loads(result.out)["items"]], result.code) == ([state], 1)


def test_an_edited_article_is_reported_as_changed(sound: Desk, run: Run) -> None:
    """A text under the name of a source with another digest is not read as that source."""
    sound.edit("gazette.txt", FIVE + "An edit.")
    result = run("verify", "it", *sound.options)
    assert result.code == 1
    assert "gazette  changed" in result.text
    assert 'changed  it cites gazette ¶1 "5 people": the text named gazette has another digest' in result.text
    assert result.text.endswith("Nothing was checked: no file of the folder has the digest of a source\n")


def test_an_edited_article_under_another_name_is_missing(sound: Desk, run: Run) -> None:
    """Without digest and name nothing tells that a file is the source's."""
    sound.edit("gazette.txt", FIVE + "An edit.")
    Path(sound.folder, "gazette.txt").rename(Path(sound.folder, "old.txt"))
    answer = json.loads(run("verify", "it", "--json", *sound.options).out)
    assert [(item["state"], item["detail"]) for item in answer["items"]] == [
        ("unchecked", "no text has the digest of this source")
    ]
    assert [row["text"] for row in answer["sources"]] == ["missing"]


def test_a_text_is_found_by_its_digest_whatever_its_name(sound: Desk, run: Run) -> None:
    """The file's name does not matter."""
    Path(sound.folder, "gazette.txt").rename(Path(sound.folder, "000_x.html"))
    assert run("verify", *sound.options).code == 0


def test_an_empty_folder_is_a_negative_answer(sound: Desk, run: Run, tmp_path: Path) -> None:
    """A run that checked nothing exits 1 and says so."""
    (tmp_path / "empty").mkdir()
    result = run("verify", "--facts", sound.facts, "--articles", str(tmp_path / "empty"))
    assert result.code == 1
    assert result.text.splitlines()[-2:] == [
        f"0 of 4 cites were held against a paragraph; 0 are wrong, 4 were not checked ({NO_TEXT})",
        "Nothing was checked: no file of the folder has the digest of a source",
    ]


def test_what_cannot_be_checked_is_not_said_to_have_no_text(tmp_path: Path, run: Run) -> None:
    """The text is there; only no cite says enough to be held against it."""
    made = desk(tmp_path, record("claim", "it", '"gazette:2"'), gazette=FIVE)
    result = run("verify", "it", *made.options)
    assert result.code == 1
    assert result.text.splitlines()[-1] == (
        "0 of 1 cites were held against a paragraph; 0 are wrong, 1 was not checked (cited without printed words)"
    )


@pytest.mark.parametrize(("name", "state"), [("🇬🇹", "unchecked"), ("रोम", "unchecked"), ("राम", "supported")])
def test_a_name_of_any_script_stands_where_it_stands(name: str, state: str, tmp_path: Path, run: Run) -> None:
    """A name without letters is found nowhere, and one whose vowels differ is another."""
    person = f'[people.it]\nname = "{name}"\nsummary = "Stays."\ncites = ["gazette:1"]\n'
    made = desk(tmp_path, person, gazette="Yesterday राम, 5 wells and रामायण.\n")
    (check,) = json.loads(run("verify", "it", *made.options, "--json").out)["items"]
    assert check["state"] == state


def test_a_missing_folder_is_a_usage_error(sound: Desk, run: Run) -> None:
    """A folder that cannot be listed is named in one line."""
    result = run("verify", "--facts", sound.facts, "--articles", "nowhere")
    assert result == (2, b"", b'harristrip: error: --articles "nowhere" cannot be read: No such file or directory\n')


def test_who_gives_no_folder_is_told_what_to_give(run: Run) -> None:
    """One line names the option and the variable."""
    assert run("verify") == (2, b"", f"harristrip: error: {proof.NO_FOLDER}\n".encode())
    assert "--articles DIR" in proof.NO_FOLDER
    assert "HARRISTRIP_ARTICLES" in proof.NO_FOLDER


def test_the_folder_may_come_from_the_environment(sound: Desk, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """HARRISTRIP_ARTICLES stands for --articles."""
    monkeypatch.setenv("HARRISTRIP_ARTICLES", sound.folder)
    assert run("verify", "--facts", sound.facts) == run("verify", *sound.options)


def test_coverage_lists_what_no_record_cites(sound: Desk, run: Run) -> None:
    """Paragraphs with a figure or a date that nothing cites are listed, and are no fault."""
    result = run("verify", "--coverage", *sound.options)
    assert result.code == 0
    assert "\nuncovered  gazette ¶2: On June 7 it rained 3 times.\n" in result.text
    answer = json.loads(run("verify", "--coverage", "--json", *sound.options).out)
    assert answer["uncovered"] == [{"source": "gazette", "paragraph": 2, "text": "On June 7 it rained 3 times."}]
    assert json.loads(run("verify", "--json", *sound.options).out)["uncovered"] == []


def test_a_text_that_is_missing_covers_nothing(sound: Desk, run: Run) -> None:
    """Only paragraphs that can be read can be left out."""
    sound.edit("gazette.txt", "Another text of 5 people.")
    assert json.loads(run("verify", "--coverage", "--json", *sound.options).out)["uncovered"] == []


def test_a_paragraph_cited_for_a_date_or_by_a_part_alone_is_covered(tmp_path: Path, run: Run) -> None:
    """What a date was worked out from is cited too, and so is what an agenda cites."""
    agenda = '[{ topic = "water", summary = "A well", cites = ["gazette:3"] }]'
    text = record("meeting", "met", '"gazette:1"', date="2030-06-06", date_from='["gazette:2"]', agenda=agenda)
    made = desk(tmp_path, text, gazette="It rains.\nOn June 6.\nIt has 5 wells.\nAnd 6 pumps.\n")
    answer = json.loads(run("verify", "--coverage", "--json", *made.options).out)
    assert [paragraph["paragraph"] for paragraph in answer["uncovered"]] == [4]


# ---------------------------------------------------------------------------------------------------------------------
# Progress
# ---------------------------------------------------------------------------------------------------------------------


def long(tmp_path: Path, count: int) -> Desk:
    """Return a store of so many records, source and person included."""
    return desk(
        tmp_path, "\n".join(record("claim", f"it-{n}", cite("5 people")) for n in range(count - 2)), gazette=FIVE
    )


def watched(made: Desk) -> tuple[bytes, bytes]:
    """Run `verify --json` with a terminal as standard error; return what went there, and the answer."""
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [*PROGRAM, "verify", "--json", *made.options], stdout=subprocess.PIPE, stderr=theirs, check=True
    )
    os.close(theirs)
    seen = b"".join(iter(lambda: read(ours), b""))
    os.close(ours)
    return seen, done.stdout


def read(terminal: int) -> bytes:
    """Read from a terminal that nobody writes to any more; Linux says EIO at its end."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_a_long_run_shows_its_progress_to_a_person(tmp_path: Path) -> None:
    """A bar goes to a terminal on standard error, and nothing of it into the answer."""
    made = long(tmp_path, proof.LONG)
    bar, answer = watched(made)
    assert b"Verifying" in bar
    assert b"100%" in bar
    assert json.loads(answer)["count"] == proof.LONG + 1  # the event has a cite too


def test_a_short_run_shows_no_progress(tmp_path: Path) -> None:
    """Below the limit the terminal stays quiet."""
    made = long(tmp_path, proof.LONG - 2)
    progress, answer = watched(made)
    assert progress == b""
    assert json.loads(answer)["count"] == proof.LONG - 1


def test_progress_changes_no_answer(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal a long run is quiet, with one it answers the same."""
    made = long(tmp_path, proof.LONG)
    quiet = run("verify", *made.options)
    assert (quiet.code, quiet.err) == (0, b"")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    seen = run("verify", *made.options)
    assert (seen.code, seen.out) == (0, quiet.out)
    assert b"Verifying" in seen.err


@pytest.mark.parametrize(("limit", "shown"), [(3, True), (4, True), (5, False)])
@pytest.mark.parametrize("is_watched", [True, False])
def test_progress_is_shown_from_the_limit_on(
    limit: int,
    shown: bool,  # noqa: FBT001
    is_watched: bool,  # noqa: FBT001
    sound: Desk,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As many records as the limit, or more, have a bar with its name, for a person who watches and for nobody else.

    There are four: the event, a person, a source and a figure.
    """
    monkeypatch.setattr(proof, "LONG", limit)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_watched)
    result = run("verify", *sound.options)
    assert (result.code, b"Verification" in result.out) == (0, True)
    assert (b"\x1b[?25lVerifying  [" in result.err) is (shown and is_watched)
    assert bool(result.err) is (shown and is_watched)
    assert b"Verifying" not in result.out


@pytest.mark.parametrize(("said", "state"), [(1, "mismatch"), (2, "verified"), (3, "mismatch")])
def test_a_source_has_as_many_paragraphs_as_the_store_says(said: int, state: str, tmp_path: Path, run: Run) -> None:
    """A count that no text has would let cites of paragraphs pass that are not there."""
    text = "1 January 2030\n\nTwo wells were dug.\n"
    (tmp_path / "gazette.txt").write_text(text, encoding="utf-8")
    store = HEADER.replace("0" * 64, hashlib.sha256(text.encode()).hexdigest()).replace("100000", str(said))
    path = tmp_path / "store.toml"
    path.write_text(store, encoding="utf-8")
    result = run("verify", "gazette", "--articles", str(tmp_path), "--facts", str(path), "--json")
    (check,) = json.loads(result.out)["items"]
    assert (check["state"], check["detail"]) == (state, None if said == 2 else "the text has 2 paragraphs")
    assert result.code == (ExitCode.OK if said == 2 else ExitCode.NEGATIVE)
