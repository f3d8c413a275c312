"""Promises of `verify`: each cite is held against its paragraph, and its state says what was seen there."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest
from articles import ARTICLE, HEAD, Desk, cite, desk, record
from conftest import Run
from process import PROGRAM

from harristrip import evidence
from harristrip.cli import proof
from harristrip.model import State

# ---------------------------------------------------------------------------------------------------------------------
# Figures
# ---------------------------------------------------------------------------------------------------------------------


class Case:
    """Fields of a figure in the store, the words it cites, the paragraph, and the state that is due."""

    def __init__(self, state: State, paragraph: str | bytes, printed: str, detail: str | None = None, **fields: object) -> None:
        self.state, self.paragraph, self.printed, self.detail, self.fields = state, paragraph, printed, detail, fields

    def kind(self) -> str:
        return "funding" if "amount" in self.fields else "statistic"


V, M, N, I, A = "verified", "mismatch", "not found", "incomplete", "ambiguous"  # noqa: E741 -- a table of cases
FIGURES = {
    "as printed": Case(V, "It pledged $310 million.", "$310 million", amount=310_000_000),
    "another amount that ends alike": Case(N, "It pledged $310 million.", "$10 million", amount=10_000_000),
    "amount that ends alike, without its sign": Case(N, "It pledged $310 million.", "10 million", amount=10_000_000),
    "share": Case(V, "It grew by 3.5% in all.", "3.5%", value='"3.5"', unit="%"),
    "share without its minus": Case(I, "It grew by -3.5% in all.", "3.5%", '"-3.5%"', value='"3.5"', unit="%"),
    "share without its long minus": Case(I, "It grew by \u20133.5%.", "3.5%", value='"3.5"', unit="%"),
    "share of the other sign": Case(M, "It grew by -3.5% in all.", "-3.5%", "figure is 7/2", value='"3.5"', unit="%"),
    "share in words": Case(V, "It grew by 3.5 per cent.", "3.5 per cent", value='"3.5"', unit="%"),
    "share of a share": Case(N, "It grew by 3.5%.", "5%", value=5, unit="%"),
    "number within a number": Case(N, "It counted 1,180,000 people.", "180,000", value=180_000),
    "number at the end of a number": Case(N, "It counted 1,310 people.", "310", value=310),
    "number at the start of a number": Case(N, "It counted 310,000 people.", "310", value=310),
    "number before a decimal": Case(N, "It counted 310.5 people.", "310", value=310),
    "hedge printed, exact stored": Case(M, "It counted nearly 180,000 people.", "nearly 180,000", "hedge is none", value=180_000),
    "exact printed, hedge stored": Case(M, "It counted 180,000 people.", "180,000", "hedge is nearly", value=180_000, qualifier="nearly"),
    "other hedge": Case(M, "Over 180,000 people.", "Over 180,000", "hedge is nearly", value=180_000, qualifier="nearly"),
    "hedge before cut off": Case(I, "It counted more than 180,000 people.", "180,000", '"more than 180,000"', value=180_000),
    "hedge before cut in two": Case(I, "It counted more than 180,000 people.", "than 180,000", value=180_000),
    "hedge after cut off": Case(I, "It counted 40 or more, of people.", "40", '"40 or more"', value=40),
    "hedge after": Case(V, "It counted 40 or more, of people.", "40 or more", value=40, qualifier="at least"),
    "hedge at the start of a sentence": Case(V, "Roughly 40 people.", "Roughly 40", value=40, qualifier="about"),
    "no less than is at least": Case(V, "It has no less than 40 people.", "no less than 40", value=40, qualifier="at least"),
    "no less than is not less than": Case(I, "It has no less than 40 people.", "less than 40", value=40, qualifier="less than"),
    "scale word cut off": Case(I, "It pledged $310 million.", "$310", '"$310 million"', amount=310),
    "scale letter cut off": Case(N, "It pledged $310m.", "$310", amount=310),
    "scale word alone": Case(I, "It pledged $310 million.", "million", amount=310_000_000),
    "currency cut off": Case(I, "It pledged $310 million.", "310 million", '"$310 million"', amount=310_000_000),
    "percent cut off": Case(I, "It is 5 per cent of people.", "5", value=5),
    "m": Case(V, "It has 25m people.", "25m", value=25_000_000),
    "million": Case(V, "It has 25 million people.", "25 million", value=25_000_000),
    "m for million is not printed": Case(N, "It has 25 million people.", "25m", value=25_000_000),
    "bn": Case(V, "It pledged £1.5bn.", "£1.5bn", amount=1_500_000_000, currency="GBP"),
    "thousand": Case(V, "It has 25 thousand people.", "25 thousand", value=25_000),
    "million stored as thousand": Case(M, "It has 25 million people.", "25 million", "figure is 25000", value=25_000),
    "separators in the store's words only": Case(N, "It has 25000 people.", "25,000", value=25_000),
    "spelled million": Case(V, "It has one million people.", "one million", value=1_000_000),
    "spelled number": Case(V, "It has two people.", "two people", value=2),
    "spelled number, other value": Case(M, "It has two people.", "two people", "figure is 3", value=3),
    "rank": Case(V, "It is fourth in people.", "fourth", value=4, unit="rank"),
    "rank in digits": Case(V, "It is the 4th of them.", "4th", value=4, unit="rank"),
    "number stored as rank": Case(M, "It has four people.", "four people", "unit is rank", value=4, unit="rank"),
    "rank stored as number": Case(M, "It is fourth of all people.", "fourth", "unit is people", value=4),
    "other currency": Case(M, "It pledged £5.", "£5", "unit is USD", amount=5),
    "no currency": Case(M, "It pledged 5.", "5", "unit is USD", amount=5),
    "currency by its code": Case(V, "It pledged USD 5.", "USD 5", amount=5),
    "money stored as people": Case(M, "It pledged $5 to people.", "$5", "unit is people", value=5),
    "share stored as people": Case(M, "It helped 5% of people.", "5%", "unit is people", value=5),
    "months stored as years": Case(M, "It took 5 months.", "5 months", "unit is years", value=5, unit="years"),
    "years": Case(V, "It took 5 years.", "5 years", value=5, unit="years"),
    "a year": Case(V, "It is a 5-year plan.", "5-year plan", value=5, unit="years"),
    "unit that no paragraph names": Case(M, "It counted 5 wells.", "5 wells", "names the unit people", value=5),
    "unit further on": Case(V, "It counted 5 of the town's people.", "5", value=5),
    "one of several figures": Case(V, "It has 5 of 20 people.", "5 of 20", value=20),
    "none of several figures": Case(M, "It has 5 of 20 people.", "5 of 20", "figure is 7", value=7),
    "words without the figure": Case(M, "It has 5 people.", "people", "no printed words say 5", value=5),
    "a number that looks like a year": Case(V, "More than 2000 people.", "More than 2000", value=2000, qualifier="more than"),
    "money that looks like a year": Case(V, "It pledged $2000.", "$2000", amount=2000),
    "straight for curly apostrophe": Case(V, "It\u2019s the town\u2019s 5 people.", "the town's 5", value=5),
    "curly for straight apostrophe": Case(V, "It's the town's 5 people.", "the town\u2019s 5", value=5),
    "non-breaking space": Case(V, "It pledged $310\u00a0million.", "$310 million", amount=310_000_000),
    "scale after a non-breaking space cut off": Case(I, "It pledged $310\u00a0million.", "$310", amount=310),
    "soft hyphen": Case(V, "It has 5 peo\u00adple.", "5 people", value=5),
    "CRLF": Case(V, b"It has 5 people.\r\nThat is all.\r\n", "5 people", value=5),
    "byte order mark": Case(V, "\ufeff5 people are there.", "5 people", value=5),
    "repeated, same surroundings": Case(V, "It has 5 people: 5 people.", "5 people", value=5),
    "repeated, different surroundings": Case(A, "It has 5 people; 5 wells.", "5", "stand 2 times", value=5),
    "repeated, hedged once": Case(A, "It has 5 people: nearly 5 people.", "5 people", value=5),
    "repeated, told apart by more words": Case(V, "It has 5 people, and nearly 5 people.", "has 5 people", value=5),
    "other case": Case(N, "It has five people.", "Five people", value=5),
}


def held(tmp_path: Path, case: Case) -> evidence.Check:
    """Hold the one cite of a case against its paragraph."""
    fields = {name: value.strip('"') if name != "value" else value for name, value in strings(case.fields)}
    text = record(case.kind(), "it", cite(case.printed), **fields)
    (check,) = desk(tmp_path, text.replace('""', '"'), gazette=case.paragraph).checks("it")
    return check


def strings(fields: dict[str, object]) -> list[tuple[str, object]]:
    return [(name, value) for name, value in fields.items()]
