"""Write fractions as decimals, as a store has them."""

from __future__ import annotations

from fractions import Fraction

from .model import DIGITS


def decimal(value: Fraction) -> str | None:
    """Return a fraction as a decimal with a point; None if it needs more than DIGITS digits after it."""
    for digits in range(1, DIGITS + 1):
        scaled = value * 10**digits
        if scaled.denominator == 1:
            sign, text = "-" if value < 0 else "", f"{abs(int(scaled)):0{digits + 1}d}"
            return f"{sign}{text[:-digits]}.{text[-digits:]}"
    return None
