"""Write the names, signs and codes of currencies, as CLDR has them, to src/harristrip/reader/currencies.tsv.

Usage: python tools/make_currencies.py     (needs Babel: pip install babel)

CLDR's English names give the codes and full names; the names and signs that each country uses in its own languages give
the short ones (peso, quetzales, Q, ₡). A sign or short name keeps every currency that it can mean.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator

import babel
from babel import Locale, numbers

ENGLISH = Locale("en")
TARGET = os.path.join(os.path.dirname(__file__), "..", "src", "harristrip", "reader", "currencies.tsv")
_PRINTED = """
us$ USD, c$ CAD, cad$ CAD, a$ AUD, au$ AUD, nz$ NZD, hk$ HKD, s$ SGD, nt$ TWD, mx$ MXN, r$ BRL, j$ JMD, tt$ TTD,
bz$ BZD, ec$ XCD, z$ ZWL, n$ NAD, fj$ FJD, g$ GYD, b$ BSD, ¥ JPY CNY, € EUR, 元 CNY, rmb CNY, renminbi CNY,
sterling GBP, quid GBP, stg GBP, rs INR PKR LKR NPR MUR SCR IDR, markka FIM, sfr CHF, kronor SEK ISK,
krona SEK ISK, ksh KES, lei RON MDL
"""
PRINTED = dict(entry.split(maxsplit=1) for entry in _PRINTED.split(","))
"""What English prints and CLDR has not: prefixes that tell dollars apart, and names in daily use."""
_NOT_MONEY = """
unit units unknown currency special drawing rights rate european funds gold silver platinum palladium testing code wir
"""
NOT_MONEY = frozenset(_NOT_MONEY.split())
OTHER_WORDS = frozenset({"real", "currency", "funds"})
"""Short names that are more often another word of English."""


def main() -> None:
    """Collect names and signs and write the file."""
    names, signs, short = english(), defaultdict(set), defaultdict(set)
    for code, name in names:
        noun = name.rpartition(" ")[2]
        if noun not in NOT_MONEY:
            short[noun].add(code)
    for code, sign, plural in local():
        if (
            (sign and re.search(r"[^\W\d_]", sign) is None)
            or sign in ("Q", "L", "R", "kr", "zł", "Kč")
            or "$" in sign
            or "£" in sign
        ):
            signs[sign.lower()].add(code)
        own = {name.rpartition(" ")[2] for other, name in names if other == code}
        for word in re.findall(r"[^\W\d_]{4,}", plural.lower()):
            if any(word[:4] == noun[:4] for noun in own):
                short[word].add(code)
    for sign, codes in PRINTED.items():
        (short if sign.isalpha() and sign.isascii() else signs)[sign] |= set(codes.split())
    full: dict[str, set[str]] = defaultdict(set)
    for code, name in names:
        if " " in name:
            full[name].add(code)
    write(full, {name: codes for name, codes in short.items() if name not in OTHER_WORDS}, signs)


def english() -> list[tuple[str, str]]:
    """Return code and lower-case English name, singular and plural, of every currency."""
    found = set()
    for code in ENGLISH.currencies:
        for number in (None, 1, 2):
            name = numbers.get_currency_name(code, number, "en").lower()
            if "(" not in name and not set(name.split()) & NOT_MONEY:  # (1861-1992): another has the name today
                found.add((code, name))
    return sorted(found)


def local() -> Iterator[tuple[str, str, str]]:
    """Yield code, sign and plural name of each currency in the languages of the countries that use it."""
    for identifier in babel.localedata.locale_identifiers():
        locale = Locale.parse(identifier)
        if locale.territory:
            for code in numbers.get_territory_currencies(locale.territory):
                sign = numbers.get_currency_symbol(code, locale)
                name = numbers.get_currency_name(code, 2, locale)
                yield code, re.sub(r"[\u200b\u200e\u200f\s]", "", sign).removesuffix("."), name if name != code else ""


def write(full: dict[str, set[str]], short: dict[str, set[str]], signs: dict[str, set[str]]) -> None:
    """Write the file: a line for each name, with its kind before it and its codes behind it."""
    every = {code for code in ENGLISH.currencies if code != "XXX"}
    with open(TARGET, "w", encoding="utf-8") as file:
        for kind, table in (("codes", {"": every}), ("full", full), ("short", short), ("sign", signs)):
            lines = (f"{kind}\t{name}\t{' '.join(sorted(codes))}\n" for name, codes in sorted(table.items()))
            file.writelines(lines)


if __name__ == "__main__":
    main()
