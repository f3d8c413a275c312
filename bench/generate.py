"""Write a store of invented records, as many as asked for.

Usage: python bench/generate.py COUNT > big.toml
"""

from __future__ import annotations

import sys

HEAD = """schema = 1

[event]
title = "Load"
summary = "Invented, to measure with."
first_day = "2030-01-01"
last_day = "2030-12-31"
traveller = "mayor"
cites = ["gazette:1"]

[sources.gazette]
summary = "Invented."
date = "2030-01-01"
sha256 = "{digest}"
paragraphs = 100000
cites = [{{ at = "gazette:1", printed = "1 January 2030" }}]

[countries.freedonia]
name = "Freedonia"
code = "FD"

[people.mayor]
name = "Mayor"
summary = "Travels."
cites = ["gazette:1"]

[topics.water]
label = "water"
"""
CLAIM = """
[[claim]]
id = "claim-{n}"
summary = "Invented claim number {n} about {value} wells."
type = "statement"
said_by = ["mayor"]
date = "2030-{month:02}"
value = {value}
unit = "wells"
countries = ["freedonia"]
people = ["mayor"]
topics = ["water"]
cites = [{{ at = "gazette:{n}", printed = "{value} wells in month {month}" }}, "gazette:1"]
"""


def store(count: int) -> str:
    """Return the text of a store with `count` claims."""
    claims = (CLAIM.format(n=n, value=7 * n, month=n % 12 + 1) for n in range(1, count + 1))
    return HEAD.format(digest="0" * 64) + "".join(claims)


if __name__ == "__main__":
    sys.stdout.write(store(int(sys.argv[1])))
