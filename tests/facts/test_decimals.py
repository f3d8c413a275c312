"""Fractions written as decimals."""

from __future__ import annotations

from fractions import Fraction

import pytest

from harristrip.facts.decimals import decimal


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(7, 2), "3.5"),
        (Fraction(-1, 8), "-0.125"),
        (Fraction(5), "5.0"),
        (Fraction(1, 3), None),
    ],
)
def test_a_fraction_is_a_decimal_if_it_ends(value, text):
    """A third has no end; a half has."""
    assert decimal(value) == text
