"""Large stores of one shape each, most of them made to take as much memory or time as they can."""

from __future__ import annotations

import sys
from pathlib import Path

BENCH = Path(__file__).parents[1] / "bench"
sys.path.insert(0, str(BENCH))
from generate import HEAD  # noqa: E402 -- found only now
from generate import store as generated  # noqa: E402

SIZE = 2 * 2**20
HEADER = HEAD.format(digest="0" * 64)


def filled(head: str, piece: str, tail: str = "", size: int = SIZE) -> str:
    """Repeat a piece until the text is as large as that, numbered where it has a place for a number."""
    count = size // len(piece.format(n=10**5))
    return head + "".join(piece.format(n=n) for n in range(count)) + tail


GAP = HEADER + '[[gap]]\nid = "g"\nsummary = "s"\nstatus = "not-stated"\n'
ONE = '[[gap]]\nid = "{id}"\nstatus = "not-stated"\ncites = ["gazette:1"]\nsummary = "'
CHAIN = """
[[funding]]
id = "a{n}"
summary = "An amount that is a part of another one, and so of all those that follow."
status = "pledged"
amount = 1
currency = "USD"
purpose = "Whatever it is that such an amount of money can be for"
part_of = "{whole}"
cites = ["gazette:1"]
"""
STATISTIC = """
[[statistic]]
id = "wells-{n}"
summary = "So many wells were open in the valley on that day, by the count that the gazette gives."
group = "border"
measure = "wells"
value = {value}
unit = "wells"
period = "{period}"
population = "all"
area = "all"
cites = [{{ at = "gazette:1", printed = "{value} wells" }}]
"""
DENSE = {
    "records": generated(6800),
    "tables": filled("schema = 1\n", "[k{n}]\n"),
    "tables with blanks": filled("schema = 1\n", "[k{n}]" + " " * 90 + "\n"),
    "lists of tables": filled("schema = 1\n", "[[k{n}]]\n"),
    "empty records": filled(HEADER, "[[gap]]\n"),
    "declared": filled(HEADER, "[countries.k{n}]\n"),
    "inline tables": filled("schema = 1\na = [", "{{}},", "]\n"),
    "parts of keys": filled("schema = 1\n", "k{n}.b=1\n"),
    "keys": filled(HEADER, "k{n} = 1\n"),
    "cites of one record": filled(GAP + "cites = [", '"gazette:1",', "]\n"),
    "tables for cites": filled(GAP + "cites = [", '{{at="gazette:1"}},', "]\n"),
    "wrong cites": filled(GAP + "cites = [", "{{}},", "]\n"),
    "blank lines": GAP + 'cites = ["gazette:1"]' + "\n" * SIZE,
    "one line of faults": filled(GAP + "cites = [", '"gazete:1",        ', "]\n"),
    "brackets in a string": filled(f'{GAP}cites = ["gazette:1"]\nnote = "' + "[" * 20_000, "a", '"\n'),
    "escapes in a string": filled(f'{GAP}cites = ["gazette:1"]\nnote = "' + "[" * 20_000, "\\\\", '"\n'),
    "numbers in a string": filled(f'{GAP}cites = ["gazette:1"]\nnote = "', "1 ", '"\n'),
    "one long record": generated(1000) + filled(ONE.format(id="long"), "a", '"\n'),
    "amounts in a row": filled(HEADER + CHAIN.format(n=0, whole="a0"), CHAIN.format(n="{n}", whole="a0")),
}
