"""Which currencies a printed sign, code or word can mean, before a number and after it."""

from __future__ import annotations

import functools
import os
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from ..text import word_set
from .tokens import Tokens, at, low

Codes = frozenset[str]
UNKNOWN: Codes = frozenset({"unknown"})
"""The meaning of a currency sign that no list has."""
_NAMES = os.path.join(os.path.dirname(__file__), "currencies.tsv")
"""Names, signs and codes from CLDR; tools/make_currencies.py writes them."""
_CODE_SCALES = {"m": 10**6, "k": 10**3, "bn": 10**9, "mn": 10**6, "t": 10**12}
"""Letters joined to a code: MEUR, kUSD, EURm."""
_CODES_LIKE_WORDS = word_set(
    "all try top cup pen mad gel mop sos ron bam bob ang cad rub sar lak lot mro tmm sit dem ern din"
)
"""Codes that in small letters are, or look like, words."""


class Money(NamedTuple):
    """A currency read from `tokens[start:end]`."""

    codes: Codes
    start: int
    end: int
    scale: int = 1


class CurrencyNames(NamedTuple):
    """The codes of currencies, by lower-case name or sign."""

    codes: Codes
    full: Mapping[str, Codes]
    short: Mapping[str, Codes]
    signs: Mapping[str, Codes]


@functools.cache
def load_currency_names() -> CurrencyNames:
    """Return the names and signs of all currencies."""
    found: dict[str, dict[str, Codes]] = {"codes": {}, "full": {}, "short": {}, "sign": {}}
    with open(_NAMES, encoding="utf-8") as file:
        for line in file:
            kind, name, codes = line.split("\t")
            found[kind][name] = frozenset(codes.split())
    return CurrencyNames(found["codes"][""], found["full"], found["short"], found["sign"])


def is_code(text: str | None) -> bool:
    """Return whether a unit is an ISO 4217 code."""
    return text is not None and len(text) == 3 and text.isupper() and text in load_currency_names().codes


def codes_of(word: str) -> Codes:
    """Return the currencies that a word, a name, a sign or a code can mean; none for other words."""
    if is_code(word):
        return frozenset({word})
    names, word = load_currency_names(), word.lower()
    return names.full.get(word) or names.short.get(word) or names.signs.get(word) or frozenset()


def read_currency_before(tokens: Tokens, start: int) -> Money | None:
    """Read a currency in front of a number: `$`, `C$`, `hk $`, `USD`, `USD$`, `MAUD`, `Rs.`, `Q`."""
    token, after = at(tokens, start), at(tokens, start + 1)
    if token.kind == "sign":
        if codes := _find_by_sign(token.text):
            is_us = after.low == "us" and not after.gap  # $US
            return Money(frozenset({"USD"}) if is_us else codes, start, start + 1 + is_us)
        return None
    if token.kind != "word":
        return None
    if after.low == "$" and (not after.gap or token.low in ("c", "hk", "us", "nz", "au", "ca")):
        code = token.text.upper()
        codes = frozenset({code}) if is_code(code) else load_currency_names().signs.get(f"{token.low}$", frozenset())
        return Money(codes, start, start + 2) if codes else None
    if money := _read_code(tokens, start):
        return money
    if token.low in ("rs", "sfr", "ksh", "kr", "sen", "rmb", "fr", "stg"):
        codes = codes_of(token.low)
        return Money(codes, start, start + 1 + (after.low == ".")) if codes else None
    if token.text in ("Q", "R", "L") and not after.gap and after.kind == "digits":
        return Money(load_currency_names().signs[token.low], start, start + 1)
    return None


def _find_by_sign(sign: str) -> Codes | None:
    if sign in load_currency_names().signs:
        return load_currency_names().signs[sign]
    return UNKNOWN if unicodedata.category(sign[0]) == "Sc" else None


def _read_code(tokens: Tokens, start: int) -> Money | None:
    """Read `USD`, `usd`, `MEUR`."""
    text = tokens[start].text
    if text.islower() and len(text) == 3 and text not in _CODES_LIKE_WORDS:
        text = text.upper()
    if is_code(text):
        return Money(frozenset({text}), start, start + 1)
    for letters, scale in _CODE_SCALES.items() if text[-3:].isupper() else ():  # cheap test first: most words fail it
        if tokens[start].low.startswith(letters) and is_code(code := text[len(letters) :]):
            return Money(frozenset({code}), start, start + 1, scale)
    return None


def read_currency_after(tokens: Tokens, start: int) -> Money | None:
    """Read a currency behind a number: `euros`, `Swedish kronor`, `USD`, `€`, `MEUR`, `US dollars`, `U.S. dollars`."""
    token = at(tokens, start)
    if token.kind == "sign":
        codes = _find_by_sign(token.text)
        return Money(codes, start, start + 1) if codes else None
    if token.kind != "word":
        return None
    names = [word.low for word in tokens[start : start + 5]]
    for name in (names[:3], names[:2]):
        if codes := load_currency_names().full.get(" ".join(name)):
            return Money(codes, start, start + len(name))
    if names[:4] == ["u", ".", "s", "."] and names[4:] in (["dollar"], ["dollars"]):
        return Money(frozenset({"USD"}), start, start + 5)
    if code := _read_code(tokens, start):
        return code._replace(end=code.end + (low(tokens, code.end) == "$"))
    codes = load_currency_names().short.get(token.low)
    if token.low in ("kr", "zł", "kč", "元"):  # signs in letters behind a number
        codes = codes or codes_of(token.low)
    return Money(codes, start, start + 1) if codes else None


def find_by_country(adjective: str) -> Codes:
    """Return the currencies whose name starts with an adjective: Egyptian."""
    names = load_currency_names().full.items()
    return frozenset(code for name, codes in names if adjective and name.startswith(f"{adjective} ") for code in codes)


def find_named(tokens: Tokens) -> Codes:
    """Return the currencies that a sentence names in full."""
    found: set[str] = set()
    for start in range(len(tokens)):
        for length in (2, 3):
            name = " ".join(word.low for word in tokens[start : start + length])
            found |= load_currency_names().full.get(name, frozenset())
    return frozenset(found)
