"""Figures as people print them: number, sign, scale word, unit and hedge, read at token boundaries.

`310` does not stand in `1,310`, nor `3.5%` in `-3.5%`, nor `$10 million` in `$310 million`. Values are exact: a
`Fraction` of whole numbers, never a float. Nothing here knows the store; `search` and `verify` both read through it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

HEDGES: dict[str, str] = {
    "more than": "more than",
    "over": "more than",
    "upwards of": "more than",
    "at least": "at least",
    "no fewer than": "at least",
    "no less than": "at least",
    "not less than": "at least",
    "about": "about",
    "around": "about",
    "roughly": "about",
    "approximately": "about",
    "some": "about",
    "nearly": "nearly",
    "almost": "nearly",
    "approaching": "nearly",
    "close to": "nearly",
    "less than": "less than",
    "fewer than": "less than",
    "under": "less than",
    "below": "less than",
    "up to": "at most",
    "at most": "at most",
    "no more than": "at most",
    "not more than": "at most",
}
"""Printed hedge -> the store's qualifier."""
TRAILING_HEDGES: dict[str, str] = {"or more": "at least", "or so": "about", "or less": "at most", "or fewer": "at most"}
CURRENCIES: dict[str, str] = {"us$": "USD", "$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY"}
_CODES = {code: code.upper() for code in ("usd", "gbp", "eur", "jpy", "gtq", "mxn", "hnl")}
CURRENCIES |= _CODES
"""Printed sign or code -> ISO 4217."""
SCALES: dict[str, int] = {
    "hundred": 10**2,
    "thousand": 10**3,
    "k": 10**3,
    "million": 10**6,
    "mn": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "b": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
}
_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
WORDS: dict[str, int] = {word: n for n, word in enumerate(_SMALL)}
WORDS |= {word: 10 * n for n, word in enumerate(_TENS, 2)}
WORDS |= {f"{tens}-{one}": WORDS[tens] + n for tens in _TENS for n, one in enumerate(_SMALL[1:10], 1)}
ORDINALS: dict[str, int] = {word: n for n, word in enumerate(_ORDINALS, 1)}


LONGEST = 999
"""Digits of a figure: Python refuses to read numbers of more than 4,300, and nobody prints them."""


class Figure(NamedTuple):
    """One figure and where it stands: `text[start:end]`, with its hedge, sign, currency, scale and percent."""

    value: Fraction
    unit: str | None
    """An ISO 4217 currency, "%", "rank" for an ordinal, the noun that follows, or None."""
    qualifier: str | None
    start: int
    end: int
    core: tuple[int, int]
    """Where the figure stands without its hedges: `text[core[0]:core[1]]`."""


def _any(words: dict[str, object] | dict[str, str] | dict[str, int]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


_FIGURE = re.compile(
    rf"""
    (?<![\w.,$£€¥/:%-])
    (?:(?P<hedge>{_any(HEDGES)})\s+)?
    (?P<core>
      (?P<sign>[-\u2212\u2013]|minus\s+)?
      (?P<currency>(?:us\$|[$£€¥])\s?|(?:{_any(_CODES)})\s+)?
      (?:(?P<digits>(?:[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,300}}|[0-9]{{1,{LONGEST}}})(?:\.[0-9]{{1,{LONGEST}}})?)(?P<th>st|nd|rd|th)?
        |(?P<word>{_any(WORDS)})|(?P<ordinal>{_any(ORDINALS)}))
      (?:[\s-]?(?P<scale>{_any(SCALES)}))?
      (?![\w$£€¥]|[.,:/-][0-9])
      (?:\s?(?P<percent>%|per\s?cent\b))?
    )
    (?:\s+(?P<after>{_any(TRAILING_HEDGES)})\b)?
    (?:[\s-](?P<noun>[^\W\d_]+))?
    """,
    re.IGNORECASE | re.VERBOSE,
)


def figures(text: str) -> list[Figure]:
    """Return every figure in `text`, in order. `text` is taken as it is: fold no case and no space beforehand."""
    return list(each(text))


def each(text: str) -> Iterator[Figure]:
    """Yield every figure in `text`, in order."""
    return map(_figure, _FIGURE.finditer(text))


def _figure(match: re.Match[str]) -> Figure:
    hedge, after = _plain(match["hedge"]), _plain(match["after"])
    qualifier = HEDGES.get(hedge) or TRAILING_HEDGES.get(after)
    end = match.end("after") if after else match.end("core")
    return Figure(_value(match), _unit(match), qualifier, match.start(), end, match.span("core"))


def _plain(text: str | None) -> str:
    return " ".join((text or "").lower().split())


def _value(match: re.Match[str]) -> Fraction:
    if match["digits"]:
        number = Fraction(match["digits"].replace(",", ""))
    else:
        word = _plain(match["word"] or match["ordinal"])
        number = Fraction(WORDS[word] if match["word"] else ORDINALS[word])
    number *= SCALES.get(_plain(match["scale"]), 1)
    return -number if match["sign"] else number


def _unit(match: re.Match[str]) -> str | None:
    if match["currency"]:
        return CURRENCIES[_plain(match["currency"])]
    if match["percent"]:
        return "%"
    if match["ordinal"] or match["th"]:
        return "rank"
    return _CODES.get(_plain(match["noun"]), match["noun"])
