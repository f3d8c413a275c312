"""Powers of ten behind a number: `e6`, `×10⁶`, `x 10^6`, `10²`. Functions over tokens."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .number_words import at, low
from .tokens import POWERS, Token


def exponent(tokens: Sequence[Token], index: int, base: Fraction) -> tuple[Fraction, int] | str | None:
    """Return a number with the power behind it and where that ends, a fault, or None if no power follows."""
    after = at(tokens, index + 1)
    if after is None:
        return None
    if after.low == "e" and not after.gap:
        power, end = (None, 0) if at(tokens, index + 2) is None or tokens[index + 2].gap else _power(tokens, index + 2)
        return None if power is None else (base * Fraction(10) ** power, end)
    if after.text in ("×", "x", "X", "*") and low(tokens, index + 2) == "10":
        power, end = _raised(tokens, index + 2)
        return None if power is None else (base * Fraction(10) ** power, end)
    if after.kind != "power" and after.text != "^":
        return None
    power, end = _raised(tokens, index)
    if power is None or (after.kind == "power" and base != 10) or not base:
        return "a raised number may be a footnote or a power"
    return base**power, end


def _raised(tokens: Sequence[Token], index: int) -> tuple[int | None, int]:
    """Read the exponent after the base at an index."""
    after = at(tokens, index + 1)
    if after is None:
        return None, index
    if after.text == "^":
        return _power(tokens, index + 2)
    if after.kind == "power" and not after.gap:
        sign = -1 if after.text[0] == "⁻" else 1
        digits = "".join(str(POWERS[one]) for one in after.text.lstrip("⁻⁺"))
        return (sign * int(digits), index + 2) if len(digits) < 3 else (None, index)
    if after.text in ("-", "\u2212") and not after.gap:
        return _power(tokens, index + 1)
    return None, index


def _power(tokens: Sequence[Token], index: int) -> tuple[int | None, int]:
    sign = -1 if low(tokens, index) in ("-", "\u2212") else 1
    index += low(tokens, index) in ("-", "\u2212", "+")
    token = at(tokens, index)
    if token is None or token.kind != "digits" or not token.text.isdigit() or len(token.text) > 2 or token.gap:
        return None, index
    return sign * int(token.text), index + 1
