"""How wide each column of a table is drawn: no word broken and few lines, as far as the page allows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Need(NamedTuple):
    """What one column would like to have, in characters."""

    longest_word: int
    longest_line: int
    wraps: bool
    """Whether its lines may be broken."""


def widths(needs: Sequence[Need], room: int) -> list[int]:
    """Return a width for each column so that they fit into `room` together.

    A column that does not wrap has its longest line. The others start at their longest word; what is left goes, one
    character at a time, to the column whose text would be broken into the most lines.
    """
    if sum(need.longest_line for need in needs) <= room:
        return [need.longest_line for need in needs]
    found = [need.longest_word if need.wraps else need.longest_line for need in needs]
    _shrink(found, room)
    for _ in range(room - sum(found)):
        found[_tightest(needs, found)] += 1
    return found


def _shrink(found: list[int], room: int) -> None:
    """Take from the widest column until all fit; none is left without a character."""
    while sum(found) > max(room, len(found)):
        found[found.index(max(found))] -= 1


def _tightest(needs: Sequence[Need], found: list[int]) -> int:
    return max(range(len(found)), key=lambda i: needs[i].longest_line / found[i])
