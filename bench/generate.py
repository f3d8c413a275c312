"""Write stores to measure with: of invented records, or like another store, as large as asked for.

Usage: python bench/generate.py COUNT > big.toml
"""

from __future__ import annotations

import re
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


def like(text: str, count: int) -> str:
    """Return a store with the records of another one, repeated under new ids until there are that many.

    Only kinds that name no other record are repeated; references stay those of the first copy.
    """
    own = re.compile(r"^\[\[(?:stop|meeting|statistic|claim|gap|commitment)\]\]\n(?:(?!^\[|^# ---).*\n)*", re.MULTILINE)
    blocks = own.findall(text)
    there = len(re.findall(r"^\[(?:\[|people\.|sources\.)", text, re.MULTILINE))
    more = []
    for number in range(max(count - there, 0)):
        block = blocks[number % len(blocks)]
        more.append(re.sub(r'^id = "(.*)"', rf'id = "\1-{number}"', block, count=1, flags=re.MULTILINE))
    return text.rstrip("\n") + "\n\n" + "\n".join(more)


if __name__ == "__main__":
    sys.stdout.write(store(int(sys.argv[1])))
