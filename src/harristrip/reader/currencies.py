"""Which currencies a printed sign, code or word can mean, before a number and after it."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .number_words import low
from .tables import words
from .tokens import Token

Codes = frozenset[str]
UNKNOWN: Codes = frozenset({"unknown"})
"""What a sign means that no list has."""
MANY = {"m": 10**6, "k": 10**3, "bn": 10**9, "mn": 10**6, "t": 10**12}
"""Letters joined to a code: MEUR, kUSD, EURm."""
WORDS = words("all try top cup pen mad gel mop sos ron bam bob ang cad rub sar lak lot mro tmm sit dem ern din")
"""Codes that in small letters are, or look like, words."""
LETTERS = frozenset({"q", "r", "l"})
"""Signs that are letters: money only as a capital that touches the digits."""


class Money(NamedTuple):
    """A currency read from `tokens[start:end]`."""

    codes: Codes
    start: int
    end: int
    scale: int = 1


class Table(NamedTuple):
    """Lower-case name -> codes."""

    codes: Codes
    full: Mapping[str, Codes]
    short: Mapping[str, Codes]
    signs: Mapping[str, Codes]


@functools.cache
def table() -> Table:
    """Return the names and signs of all currencies."""
    from . import currency_names as names  # noqa: PLC0415 -- 20 KB that only figures with money need

    return Table(frozenset(names.CODES.split()), *(_lines(text) for text in (names.FULL, names.SHORT, names.SIGNS)))


def _lines(text: str) -> dict[str, Codes]:
    pairs = (line.split("=", 1) for line in text.strip().splitlines())
    return {name: frozenset(codes.split()) for name, codes in pairs}


def is_code(text: str | None) -> bool:
    """Return whether a unit is an ISO 4217 code."""
    return text is not None and len(text) == 3 and text.isupper() and text in table().codes


def codes_of(word: str) -> Codes:
    """Return the currencies that a word, a name, a sign or a code can mean; none for other words."""
    if is_code(word):
        return frozenset({word})
    names, word = table(), word.lower()
    return names.full.get(word) or names.short.get(word) or names.signs.get(word) or frozenset()


def before(tokens: Sequence[Token], start: int) -> Money | None:
    """Read a currency in front of a number: `$`, `C$`, `hk $`, `USD`, `USD$`, `MAUD`, `Rs.`, `Q`."""
    word, sign = tokens[start].low, low(tokens, start + 1)
    if tokens[start].kind == "word":
        if sign == "$" and (not tokens[start + 1].gap or word in ("c", "hk", "us", "nz", "au", "ca")):
            return _dollar(tokens, start)
        return _code(tokens, start) or _letter(tokens, start)
    if tokens[start].kind == "sign" and (codes := _sign(tokens[start].text)):
        if codes is not None and low(tokens, start + 1) == "us" and not tokens[start + 1].gap:  # $US
            return Money(frozenset({"USD"}), start, start + 2)
        return Money(codes, start, start + 1)
    return None


def _sign(sign: str) -> Codes | None:
    if sign in table().signs:
        return table().signs[sign]
    return UNKNOWN if unicodedata.category(sign[0]) == "Sc" else None


def _dollar(tokens: Sequence[Token], start: int) -> Money | None:
    word = tokens[start].text
    if is_code(word.upper()):
        return Money(frozenset({word.upper()}), start, start + 2)
    codes = table().signs.get(f"{word.lower()}$")
    return Money(codes, start, start + 2) if codes else None


def _code(tokens: Sequence[Token], start: int) -> Money | None:
    text = tokens[start].text
    if text.islower() and len(text) == 3 and text not in WORDS:
        text = text.upper()
    if is_code(text):
        return Money(frozenset({text}), start, start + 1)
    for letters, scale in MANY.items():
        if text.lower().startswith(letters) and is_code(text[len(letters) :]) and text[: len(letters)].isalpha():
            return Money(frozenset({text[len(letters) :]}), start, start + 1, scale)
    return None


def _letter(tokens: Sequence[Token], start: int) -> Money | None:
    token, after = tokens[start], tokens[start + 1] if start + 1 < len(tokens) else None
    if token.low in ("rs", "sfr", "ksh", "kr", "sen", "rmb", "fr", "stg"):
        end = start + 1 + (low(tokens, start + 1) == ".")
        codes = codes_of(token.low)
        return Money(codes, start, end) if codes else None
    if token.low in LETTERS and token.text.isupper() and after is not None and not after.gap and after.kind == "digits":
        return Money(table().signs[token.low], start, start + 1)
    return None


def after(tokens: Sequence[Token], start: int) -> Money | None:
    """Read a currency behind a number: `euros`, `Swedish kronor`, `USD`, `€`, `MEUR`, `US dollars`, `of US dollars`."""
    if start >= len(tokens):
        return None
    token = tokens[start]
    if token.kind == "sign":
        codes = _sign(token.text)
        return Money(codes, start, start + 1) if codes else None
    if token.kind != "word":
        return None
    for length in (3, 2):
        words = tokens[start : start + length]
        name = " ".join(word.low for word in words)
        if len(words) == length and name in table().full:
            return Money(table().full[name], start, start + length)
    if dotted := _dotted(tokens, start):
        return dotted
    if code := _code(tokens, start):
        end = code.end + (low(tokens, code.end) == "$")
        return code._replace(end=end)
    codes = table().short.get(token.low) or (codes_of(token.low) if token.low in _SUFFIXES else None)
    return Money(codes, start, start + 1) if codes else None


_SUFFIXES = frozenset({"kr", "zł", "kč", "元"})
"""Signs in letters that stand behind a number."""


def _dotted(tokens: Sequence[Token], start: int) -> Money | None:
    """Read `U.S. dollars`."""
    letters = [token.low for token in tokens[start : start + 5]]
    if letters in (["u", ".", "s", ".", "dollars"], ["u", ".", "s", ".", "dollar"]):
        return Money(frozenset({"USD"}), start, start + 5)
    return None


def of_country(adjective: str) -> Codes:
    """Return the currencies whose name starts with an adjective: Egyptian."""
    names = table().full.items()
    return frozenset(code for name, codes in names if adjective and name.startswith(f"{adjective} ") for code in codes)


def named_in(tokens: Sequence[Token]) -> Codes:
    """Return the currencies that a sentence names in full."""
    found: set[str] = set()
    for start in range(len(tokens)):
        for length in (2, 3):
            name = " ".join(word.low for word in tokens[start : start + length])
            found |= table().full.get(name, frozenset())
    return frozenset(found)
