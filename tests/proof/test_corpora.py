"""The shared corpora and cases as `verify` judges them, where they are beside the project; the shares are printed."""

from __future__ import annotations

import sys
from fractions import Fraction

import harness
import pytest

CORPUS = harness.shared("corpora", "figures.jsonl")
CASES = [path for name in ("verify", "adversarial") if (path := harness.shared("cases", f"{name}.jsonl"))]
FIGURES = ("number", "currency", "percent", "quantity")
OTHER_UNITS = ("NOK", "%", "goats")


def rows(*kinds):
    """Return the rows of the corpus that are of some kinds."""
    return [row for row in harness.lines(CORPUS) if row["kind"] in kinds]


def accepts(row, value, unit):
    """Return whether a value is accepted with the hedge that the sentence has."""
    cited = (row["printed"], row["text"])
    return any(
        harness.is_verified(row["text"], words, value=value, unit=unit, qualifier=qualifier)
        for words in cited
        for qualifier in harness.QUALIFIERS
    )


@pytest.mark.skipif(CORPUS is None, reason="the corpora are not beside the project")
def test_the_figures_of_the_corpus(capsys):
    right, wrong, all_ = 0, [], rows(*FIGURES)
    others = {(row["text"], Fraction(str(row["value"]))) for row in all_}
    for row in all_:
        text, unit = row["text"], row["unit"]
        right += accepts(row, harness.number(row["value"]), unit)
        wrong += [
            (text, row["printed"], str(value))
            for value in harness.other_values(row["value"])
            if (text, value) not in others
            and harness.is_verified(text, row["printed"], value=harness.written(value), unit=unit)
        ]
        wrong += [
            (text, row["printed"], other)
            for other in (OTHER_UNITS if unit else ())
            if other != unit and accepts(row, harness.number(row["value"]), other)
        ]
    with capsys.disabled():
        sys.stdout.write(f"\nfigures: {right} of {len(all_)} right ones accepted, {len(wrong)} wrong ones\n")
    assert wrong == []
    assert right >= 0.9 * len(all_)


@pytest.mark.skipif(CORPUS is None, reason="the corpora are not beside the project")
def test_the_ranges_of_the_corpus():
    for row in rows("range"):
        ends = row["range"].strip("[]()").split(",")
        for end in set(ends) - {""} if ends[0] != ends[1] else ():
            for words in (row["printed"], row["text"]):
                assert not harness.is_verified(row["text"], words, value=harness.number(end)), row


@pytest.mark.skipif(CORPUS is None, reason="the corpora are not beside the project")
def test_the_dates_of_the_corpus(capsys):
    right, wrong, tried, all_ = 0, [], 0, rows("date")
    for row in all_:
        told = {"published": row["reference"]}
        right += any(harness.is_verified(row["text"], row["printed"], date=day, **told) for day in row["days"])
        for day in harness.other_days(row["days"]):
            tried += 1
            if harness.is_verified(row["text"], row["printed"], date=day, **told):
                wrong.append((row["text"], row["printed"], day))
    with capsys.disabled():
        sys.stdout.write(f"\ndates: {right} of {len(all_)} right ones accepted, {len(wrong)} of {tried} wrong ones\n")
    assert len(wrong) <= 0.01 * tried
    assert right >= 0.6 * len(all_)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.rpartition("/")[2])
def test_the_cases(path, capsys):
    all_ = harness.lines(path)
    missed = [case for case in all_ if verdict(case) != case["want"]]
    with capsys.disabled():
        sys.stdout.write(f"\ncases: {len(all_) - len(missed)} of {len(all_)} verdicts right\n")
    assert [case for case in missed if case["want"] == "refused"] == []
    assert len(missed) <= 0.1 * len(all_)


def verdict(case):
    """Return what `verify` says about a case."""
    return "verified" if harness.is_verified(case["text"], case["printed"], **harness.of_case(case)) else "refused"


OWN = harness.lines(__file__.replace("test_corpora.py", "cases.jsonl"))


@pytest.mark.parametrize("case", OWN, ids=lambda case: f"{case['text']} {case['record']}")
def test_our_own_cases(case):
    assert verdict(case) == case["want"]
