"""Promises of reading figures: value, unit and hedge, at token boundaries."""

from __future__ import annotations

from fractions import Fraction

import pytest

from harristrip.figures import figures

# ---------------------------------------------------------------------------------------------------------------------
# Tables
# ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("310", "310", None, None),
        ("310m", "310000000", None, None),
        ("$310m", "310000000", "USD", None),
        ("$310 million", "310000000", "USD", None),
        ("US$310 Million", "310000000", "USD", None),
        ("USD 310,000,000", "310000000", "USD", None),
        ("$0.31bn", "310000000", "USD", None),
        ("£219m", "219000000", "GBP", None),
        ("more than 178,000 migrants", "178000", "migrants", "more than"),
        ("Nearly 230,000 deaths", "230000", "deaths", "nearly"),
        ("up to 40 per cent", "40", "%", "at most"),
        ("about 3.5%", "7/2", "%", "about"),
        ("-3.5%", "-7/2", "%", None),
        ("minus 3.5 percent", "-7/2", "%", None),
        ("twenty-one", "21", None, None),
        ("eight million", "8000000", None, None),
        ("the fourth-highest", "4", "rank", None),
        ("the 4th", "4", "rank", None),
        ("4,000 or more", "4000", None, "at least"),
        ("more  than\u00a040", "40", None, "more than"),
    ],
)
def test_a_figure_is_read_whole(text, value, unit, qualifier):
    """Number, sign, scale word, unit and hedge belong to the figure, however it is printed."""
    assert [(f.value, f.unit, f.qualifier) for f in figures(text)] == [(Fraction(value), unit, qualifier)]


@pytest.mark.parametrize(
    "text", ["", "none", "covid19", "a1b", "v1.2.3", "12:30", "1/2", "someone", "tenfold", "$", "$$5"]
)
def test_what_is_no_figure(text):
    """Digits or number words inside another token are no figure."""
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("1,310 and 310", ["1,310", "310"]),
        ("from more than $5 to £6m.", ["more than $5", "£6m"]),
        ("12 wells", ["12"]),
        ("40 percent of 3 or more", ["40 percent", "3 or more"]),
    ],
)
def test_a_figure_says_where_it_stands(text, spans):
    """A figure spans its hedge, sign, scale and unit, not the noun that is counted."""
    assert [text[f.start : f.end] for f in figures(text)] == spans


def test_the_core_is_the_number_without_its_hedge():
    """What stands before the core of a figure is its hedge."""
    (figure,) = figures("at least $310 million")
    assert "at least $310 million"[slice(*figure.core)] == "$310 million"
